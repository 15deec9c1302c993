// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlconnection.h"

#include "server/store/dialect.h"

#include <QSqlError>

#include <atomic>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {
// A server has a few dozen statements, but filters combine: the rare ones must not pile up.
constexpr qsizetype maximumStatements = 300;
} // namespace

SqlRows::~SqlRows()
{
    if (m_query)
        m_query->finish();
}

Result<void> SqlRows::status() const
{
    const QSqlError error = m_query->lastError();
    if (error.isValid())
        return sqlError(error);
    return {};
}

Result<std::unique_ptr<SqlConnection>> SqlConnection::open(const QString &path, Mode mode)
{
    static std::atomic<quint64> count{0};
    const QString name = u"countersign-store-%1"_s.arg(++count);
    std::unique_ptr<SqlConnection> connection(new SqlConnection(name));
    connection->m_database = QSqlDatabase::addDatabase(dialect::driver(), name);
    connection->m_database.setDatabaseName(path);
    connection->m_database.setConnectOptions(dialect::connectOptions(mode == Mode::Read));
    if (!connection->m_database.open())
        return sqlError(connection->m_database.lastError());
    const QStringList settings = mode == Mode::Read ? dialect::readerSettings() : dialect::writerSettings();
    for (const QString &setting : settings) {
        if (const auto done = connection->execute(setting); !done)
            return done.error();
    }
    return connection;
}

SqlConnection::~SqlConnection()
{
    m_statements.clear();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

Result<QSqlQuery *> SqlConnection::started(const QString &sql, const QVariantList &values)
{
    auto found = m_statements.constFind(sql);
    if (found == m_statements.constEnd()) {
        if (m_statements.size() >= maximumStatements) {
            // Only those without rows in use may go; there are at most a handful of others.
            m_statements.removeIf([](const auto &it) { return !it.value()->isActive(); });
        }
        auto query = std::make_shared<QSqlQuery>(m_database);
        query->setForwardOnly(true);
        if (!query->prepare(sql))
            return sqlError(query->lastError());
        found = m_statements.insert(sql, std::move(query));
    }
    QSqlQuery *query = found->get();
    Q_ASSERT(!query->isActive()); // the same statement is not used inside itself
    for (qsizetype i = 0; i < values.size(); ++i)
        query->bindValue(int(i), values[i]);
    if (!query->exec()) {
        const Error error = sqlError(query->lastError());
        query->finish();
        return error;
    }
    return query;
}

Result<void> SqlConnection::run(const QString &sql, const QVariantList &values)
{
    const auto query = started(sql, values);
    if (!query)
        return query.error();
    (*query)->finish();
    return {};
}

Result<SqlRows> SqlConnection::query(const QString &sql, const QVariantList &values)
{
    const auto query = started(sql, values);
    if (!query)
        return query.error();
    return SqlRows(*query);
}

Result<void> SqlConnection::execute(const QString &sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        return sqlError(query.lastError());
    return {};
}

Result<std::optional<QVariant>> SqlConnection::value(const QString &sql, const QVariantList &values)
{
    auto rows = query(sql, values);
    if (!rows)
        return rows.error();
    if (rows->next())
        return std::optional<QVariant>(rows->value(0));
    if (const auto status = rows->status(); !status)
        return status.error();
    return std::optional<QVariant>();
}

Error sqlError(const QSqlError &error)
{
    const QString detail = error.nativeErrorCode() + u' ' + error.databaseText();
    switch (dialect::failure(error.nativeErrorCode())) {
    case dialect::Failure::Busy:
        return {Error::Code::Busy, Storage::tr("The server's database is busy."), detail, true};
    case dialect::Failure::Full:
        return {Error::Code::Internal, Storage::tr("The server's disk is full."), detail, true};
    case dialect::Failure::Disk:
        return {Error::Code::Internal, Storage::tr("The server could not read or write its disk."), detail, true};
    case dialect::Failure::Corrupt:
        return {Error::Code::Corrupt, Storage::tr("The server's database is damaged."), detail};
    case dialect::Failure::Other:
        break;
    }
    return {Error::Code::Internal, Storage::tr("The server's database refused a command."), detail};
}

} // namespace countersign
