// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"
#include "server/store/listquery.h"

#include <optional>

namespace countersign {

class SqlConnection;
struct LogTail;

/// One change of one record.
struct Change
{
    QString kind, id;
    QJsonObject body;
    QString action = QStringLiteral("update"); ///< "create", "update" or a verb; stands in the log's leaf
    /// The revision that must be the current one; 0: there must be none. Not set: whatever there is.
    std::optional<qint64> expectedRevision = {};
    QString statement = {}; ///< "sha256:…" of the signed payload that the record carries, for the leaf
};

/// What was answered to a command, kept so that the same command sent again gets the same answer.
struct StoredAnswer
{
    int status = 0;
    QByteArray response;
};

/// What the server keeps of an API key. The secret itself is nowhere.
struct ApiKeyRow
{
    QByteArray hash; ///< SHA-256 of the secret
    QString id;      ///< of the record of kind "key"
    QString person;
    QStringList scopes;
    QDateTime expires;
    bool operator==(const ApiKeyRow &) const = default;
};

/// What a command may do while it holds the one write transaction. It sees its own changes; nobody else does before all
/// of it is on the disk, and if the command returns an Error nothing of it happened. Lives on the writer's thread, for
/// the duration of the command: it must neither be kept nor wait for anything.
class WriteSession
{
public:
    [[nodiscard]] const QString &actor() const { return m_actor; }
    [[nodiscard]] const QDateTime &now() const { return m_now; }

    /// The record as it stands; NotFound when it is absent or deleted.
    Result<Record> get(const QString &kind, const QString &id);
    /// The same with nothing for an absent or deleted record.
    Result<std::optional<Record>> find(const QString &kind, const QString &id);
    /// The body's bytes as stored and served: what digests are made of.
    Result<QByteArray> bodyBytes(const QString &kind, const QString &id);
    /// The living records that a list would show, parsed. Follows ListQuery::limit.
    Result<QList<Record>> query(const QString &kind, const ListQuery &query);

    /// Makes or changes a record and appends its leaf. Stale when the revision is not the expected one, Exists when there
    /// must be none, Invalid for a name or digest that cannot stand in the log, TooLarge.
    Result<Record> put(const Change &change);
    /// Marks a record deleted; its earlier bodies stay in the history until erase().
    Result<Record> remove(const QString &kind, const QString &id, std::optional<qint64> expectedRevision = {},
                          const QString &action = QStringLiteral("delete"));
    /// Takes every body and salt of a deleted record out of the database, leaving its leaves: the digests in them can then
    /// no longer be matched with anything. That it was done is itself a leaf. Answers given before that name the record
    /// become an empty 410; blobs are the caller's. Refused for a living record.
    Result<Record> erase(const QString &kind, const QString &id);

    /// The answer given before to this actor's command; Exists when `requestHash` differs from what it was for.
    Result<std::optional<StoredAnswer>> storedAnswer(const QString &key, const QByteArray &requestHash);
    Result<void> storeAnswer(const QString &key, const QByteArray &requestHash, const StoredAnswer &answer);
    Result<void> forgetAnswersBefore(const QDateTime &time);

    /// 1, 2, 3 … per name; a number of a command that fails is used again.
    Result<qint64> nextNumber(const QString &name);

    Result<void> addApiKey(const ApiKeyRow &key);
    /// Forgets a key's hash, so that it opens nothing any more. NotFound when there is none.
    Result<void> removeApiKey(const QString &id);

    /// Every change of this command so far.
    [[nodiscard]] const QList<Record> &changes() const { return m_changes; }

private:
    friend class WriteQueue;
    struct Row;
    struct NewState;
    WriteSession(SqlConnection &connection, LogTail &tail, QString actor, QDateTime now)
        : m_sql(connection), m_tail(tail), m_actor(std::move(actor)), m_now(std::move(now))
    {
    }
    Result<std::optional<Row>> row(const QString &kind, const QString &id);
    Result<Record> write(const NewState &state);
    Result<qint64> writeRow(const std::optional<Row> &before, const Record &record, const QByteArray &body,
                            const QByteArray &salt, const QString &action);
    Result<void> kept(Result<void> done);
    Error kept(const Error &error);

    SqlConnection &m_sql;
    LogTail &m_tail;
    QString m_actor;
    QDateTime m_now;
    QList<Record> m_changes;
    std::optional<Error> m_failure; ///< of the database: the command fails even if it goes on
    bool m_erased = false;
};

} // namespace countersign
