// SPDX-License-Identifier: GPL-3.0-or-later
// How a replica is filled for the first time.
#include "replica/replica.h"

#include "replica/connection.h"
#include "replica/pagewriter.h"
#include "replica/schema.h"

namespace countersign {

using namespace Qt::StringLiterals;

Q_DECLARE_LOGGING_CATEGORY(lcReplica)

namespace {

constexpr int rowsAtOnce = 2000; // other writes come in between

Result<void> runAll(Connection &db, const QStringList &statements)
{
    for (const QString &sql : statements) {
        if (auto done = db.execute(sql); !done.ok())
            return done;
    }
    return {};
}

} // namespace

void Replica::beginBulk()
{
    if (m_bulk)
        return;
    m_bulk = true;
    m_searchable = !m_fullText;
    Q_EMIT searchableChanged(m_searchable);
    runAsync(
        this, &m_writer,
        [this](std::stop_token) -> Result<void> {
            const auto connection = writerConnection();
            if (!connection.ok())
                return connection.error();
            return (*connection)->transaction([&]() -> Result<void> {
                for (const KindTable &table : kindTables()) {
                    if (auto dropped = runAll(**connection, table.dropIndexes()); !dropped.ok())
                        return dropped;
                }
                if (auto deferred = PageWriter(**connection, m_fullText).deferIndex(); !deferred.ok())
                    return deferred;
                return (*connection)->execute(u"INSERT OR REPLACE INTO meta VALUES('bulk', 1)"_s);
            });
        },
        [](const Result<void> &result) {
            if (!result.ok())
                qCWarning(lcReplica) << result.error().text << result.error().detail;
        });
}

void Replica::finishBulk(QObject *context, std::function<void(Result<qint64>)> done)
{
    const QPointer<QObject> guard(context);
    runAsync(
        this, &m_writer,
        [this](std::stop_token) -> Result<qint64> {
            const auto connection = writerConnection();
            if (!connection.ok())
                return connection.error();
            return (*connection)->transaction([&]() -> Result<qint64> {
                for (const KindTable &table : kindTables()) {
                    if (auto made = runAll(**connection, table.createIndexes()); !made.ok())
                        return made.error();
                }
                const auto noted = (*connection)->execute(u"DELETE FROM meta WHERE key='bulk'"_s);
                return noted.ok() ? Result<qint64>(0) : Result<qint64>(noted.error());
            });
        },
        [this, guard, done = std::move(done)](const Result<qint64> &result) {
            if (result.ok())
                m_bulk = false;
            else
                qCWarning(lcReplica) << result.error().text << result.error().detail;
            if (guard)
                done(result);
            indexMore();
        });
}

/// A piece at a time, until every row is in the full-text index.
void Replica::indexMore()
{
    runAsync(
        this, &m_writer,
        [this](std::stop_token) -> Result<bool> {
            const auto connection = writerConnection();
            if (!connection.ok())
                return connection.error();
            return (*connection)->transaction([&] { return PageWriter(**connection, m_fullText).indexMore(rowsAtOnce); });
        },
        [this](const Result<bool> &more) {
            if (!more.ok()) {
                qCWarning(lcReplica) << more.error().text << more.error().detail;
                return;
            }
            if (*more)
                return indexMore();
            if (std::exchange(m_searchable, true))
                return;
            Q_EMIT searchableChanged(true);
            ChangeSet all;
            all.many = true;
            for (const KindTable &table : kindTables())
                Q_EMIT changed(table.kind->name, all);
        });
}

} // namespace countersign
