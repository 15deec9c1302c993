// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/connection.h"

#include <QSqlError>

#include <atomic>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxStatements = 200; // list queries differ by their filters
std::atomic<quint64> connections = 0;

QStringList pragmasFor(Connection::Mode mode)
{
    QStringList out{u"PRAGMA temp_store=MEMORY"_s, u"PRAGMA cache_size=-32768"_s};
    if (mode == Connection::Mode::Read) {
        out += {u"PRAGMA mmap_size=268435456"_s, u"PRAGMA query_only=1"_s};
        return out;
    }
    out += {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA trusted_schema=0"_s,
            mode == Connection::Mode::Durable ? u"PRAGMA synchronous=FULL"_s : u"PRAGMA synchronous=NORMAL"_s};
    return out;
}

} // namespace

Result<std::unique_ptr<Connection>> Connection::open(const QString &path, Mode mode)
{
    std::unique_ptr<Connection> out(new Connection(u"replica-%1"_s.arg(++connections)));
    out->m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, out->m_name);
    out->m_database.setDatabaseName(path);
    out->m_database.setConnectOptions(mode == Mode::Read ? u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=10000"_s
                                                         : u"QSQLITE_BUSY_TIMEOUT=10000"_s);
    if (!out->m_database.open())
        return out->failure(out->m_database.lastError());
    for (const QString &pragma : pragmasFor(mode)) {
        if (auto set = out->execute(pragma); !set.ok())
            return set.error();
    }
    return out;
}

Connection::~Connection()
{
    m_statements.clear();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

Error Connection::failure(const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    constexpr int busy = 5, locked = 6, corrupt = 11, full = 13, notADatabase = 26;
    if (code == corrupt || code == notADatabase) {
        m_damaged = true;
        return {Error::Code::Corrupt, u"The local copy is damaged."_s, error.text()};
    }
    if (code == busy || code == locked)
        return {Error::Code::Busy, u"The local copy is in use by another program."_s, error.text(), true};
    if (code == full)
        return {Error::Code::TooLarge, u"There is no room left on the disk."_s, error.text(), true};
    return {Error::Code::Internal, u"The local copy could not be read or written."_s, error.text()};
}

Result<Connection::Statement> Connection::run(const QString &sql, const QVariantList &values)
{
    auto &query = m_statements[sql];
    if (!query) {
        if (m_statements.size() > maxStatements) {
            m_statements.clear();
            return run(sql, values);
        }
        auto fresh = std::make_shared<QSqlQuery>(m_database);
        fresh->setForwardOnly(true);
        if (!fresh->prepare(sql)) {
            m_statements.remove(sql);
            return failure(fresh->lastError());
        }
        query = std::move(fresh);
    }
    const auto held = query;
    for (int i = 0; i < values.size(); ++i)
        held->bindValue(i, values[i]);
    if (!held->exec())
        return failure(held->lastError());
    return Statement(held);
}

Result<void> Connection::execute(const QString &sql, const QVariantList &values)
{
    const auto done = run(sql, values);
    return done.ok() ? Result<void>() : Result<void>(done.error());
}

Result<QVariant> Connection::value(const QString &sql, const QVariantList &values)
{
    auto done = run(sql, values);
    if (!done.ok())
        return done.error();
    return (*done)->next() ? (*done)->value(0) : QVariant();
}

void Connection::rollBack()
{
    // After some errors SQLite has rolled back by itself; then this one fails, which is right as well.
    (void)execute(u"ROLLBACK"_s);
}

bool Connection::hasFullText()
{
    const auto found = value(u"SELECT 1 FROM pragma_module_list WHERE name='fts5'"_s);
    return found.ok() && found.value().isValid();
}

} // namespace countersign
