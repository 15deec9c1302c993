// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/writesession.h"

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "server/store/dialect.h"
#include "server/store/kindtable.h"
#include "server/store/logtail.h"
#include "server/store/sqlconnection.h"
#include "trust/digest.h"
#include "trust/releasebundle.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maximumBody = 16 * 1024 * 1024;
constexpr qsizetype maximumName = 400;
constexpr int saltBytes = 16;

bool isName(const QString &text)
{
    return !text.isEmpty() && text.size() <= maximumName
        && std::none_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; });
}

/// A verb of a state table: nothing in it needs escaping anywhere.
bool isAction(const QString &text)
{
    return !text.isEmpty() && text.size() <= 40
        && std::all_of(text.begin(), text.end(), [](QChar c) { return (c.unicode() < 128 && c.isLetterOrNumber()) || c == u'-'; });
}

Error notFound(const QString &kind, const QString &id)
{
    return {Error::Code::NotFound, Storage::tr("There is no %1 '%2'.").arg(kind, id)};
}

} // namespace

/// The row of a record, living or deleted.
struct WriteSession::Row
{
    qint64 number = 0;
    qint64 revision = 0;
    bool deleted = false;
};

/// What a record is to become.
struct WriteSession::NewState
{
    const Kind *kind = nullptr;
    QString id;
    std::optional<QJsonObject> body; ///< nothing: deleted
    QString action;
    QString statement;
    std::optional<Row> before;
};

Error WriteSession::kept(const Error &error)
{
    m_failure = error;
    return error;
}

Result<void> WriteSession::kept(Result<void> done)
{
    if (!done)
        m_failure = done.error();
    return done;
}

Result<std::optional<WriteSession::Row>> WriteSession::row(const QString &kind, const QString &id)
{
    auto rows = m_sql.query(u"SELECT n, revision, deleted FROM records WHERE kind = ? AND id = ?"_s, {kind, id});
    if (!rows)
        return kept(rows.error());
    if (rows->next())
        return std::optional<Row>(Row{rows->integer(0), rows->integer(1), rows->integer(2) != 0});
    if (const auto status = rows->status(); !status)
        return kept(status.error());
    return std::optional<Row>();
}

Result<std::optional<Record>> WriteSession::find(const QString &kind, const QString &id)
{
    const auto json = m_sql.value(u"SELECT %1 FROM records r WHERE kind = ? AND id = ? AND deleted = 0"_s
                                      .arg(dialect::recordJson()), {kind, id});
    if (!json)
        return kept(json.error());
    if (!*json)
        return std::optional<Record>();
    const auto record = Record::fromJson(QJsonDocument::fromJson((*json)->toByteArray()).object());
    if (!record)
        return kept(record.error());
    return std::optional<Record>(*record);
}

Result<Record> WriteSession::get(const QString &kind, const QString &id)
{
    const auto record = find(kind, id);
    if (!record)
        return record.error();
    if (!*record)
        return notFound(kind, id);
    return **record;
}

Result<QByteArray> WriteSession::bodyBytes(const QString &kind, const QString &id)
{
    const auto body = m_sql.value(u"SELECT %1 FROM records WHERE kind = ? AND id = ? AND deleted = 0"_s
                                      .arg(dialect::textAsBytes(u"body"_s)), {kind, id});
    if (!body)
        return kept(body.error());
    if (!*body)
        return notFound(kind, id);
    return (*body)->toByteArray();
}

Result<QList<Record>> WriteSession::query(const QString &kind, const ListQuery &query)
{
    const Kind *found = kindByName(kind);
    if (!found)
        return Error{Error::Code::Invalid, Storage::tr("There is no kind '%1'.").arg(kind)};
    const auto sql = KindTable::of(*found).select(query);
    if (!sql)
        return sql.error();
    auto rows = m_sql.query(sql->text, sql->values);
    if (!rows)
        return kept(rows.error());
    QList<Record> records;
    while (records.size() < query.limit && rows->next()) {
        const auto record = Record::fromJson(QJsonDocument::fromJson(rows->bytes(0)).object());
        if (!record)
            return kept(record.error());
        records.append(*record);
    }
    if (const auto status = rows->status(); !status)
        return kept(status.error());
    return records;
}

Result<Record> WriteSession::put(const Change &change)
{
    NewState state{kindByName(change.kind), change.id, change.body, change.action, change.statement, {}};
    if (!state.kind)
        return {Error::Code::Invalid, Storage::tr("There is no kind '%1'.").arg(change.kind)};
    if (!isName(change.id) || !isAction(change.action))
        return {Error::Code::Invalid, Storage::tr("This name cannot stand in the log.")};
    if (!change.statement.isEmpty()) {
        if (const auto digest = parseDigest(change.statement); !digest)
            return digest.error();
    }
    const auto before = row(change.kind, change.id);
    if (!before)
        return before.error();
    const qint64 current = *before && !(*before)->deleted ? (*before)->revision : 0;
    if (change.expectedRevision && *change.expectedRevision != current) {
        if (*change.expectedRevision == 0)
            return {Error::Code::Exists, Storage::tr("There already is a %1 '%2'.").arg(change.kind, change.id)};
        if (current == 0)
            return notFound(change.kind, change.id);
        return {Error::Code::Stale, Storage::tr("'%1' was changed by somebody else in the meantime.").arg(change.id)};
    }
    state.before = *before;
    return write(state);
}

Result<Record> WriteSession::remove(const QString &kind, const QString &id, std::optional<qint64> expectedRevision,
                                    const QString &action)
{
    const auto before = row(kind, id);
    if (!before)
        return before.error();
    const Kind *found = kindByName(kind);
    if (!found || !*before || (*before)->deleted)
        return notFound(kind, id);
    if (!isAction(action))
        return {Error::Code::Invalid, Storage::tr("This name cannot stand in the log.")};
    if (expectedRevision && *expectedRevision != (*before)->revision)
        return {Error::Code::Stale, Storage::tr("'%1' was changed by somebody else in the meantime.").arg(id)};
    return write({found, id, {}, action, {}, *before});
}

Result<Record> WriteSession::erase(const QString &kind, const QString &id)
{
    const auto before = row(kind, id);
    if (!before)
        return before.error();
    const Kind *found = kindByName(kind);
    if (!found || !*before)
        return notFound(kind, id);
    if (!(*before)->deleted)
        return {Error::Code::Refused, Storage::tr("Only a deleted record can be erased.")};
    m_erased = true; // the queue empties the journal after the commit
    auto record = write({found, id, {}, u"erase"_s, {}, *before});
    if (!record)
        return record;
    if (const auto done = kept(m_sql.run(u"UPDATE revisions SET body = NULL, salt = NULL WHERE kind = ? AND id = ?"_s,
                                         {kind, id})); !done)
        return done.error();
    // Answers given before hold bodies too. Their rows stay, so that an old command cannot be carried out again.
    if (const auto done = kept(m_sql.run(u"UPDATE idempotency SET status = 410, response = ? WHERE %1"_s
                                             .arg(dialect::contains(u"response"_s)), {QByteArray(""), id.toUtf8()})); !done)
        return done.error();
    if (const auto done = kept(m_sql.run(dialect::compactSearch())); !done)
        return done.error();
    return record;
}

Result<Record> WriteSession::write(const NewState &state)
{
    const QByteArray body = state.body ? toJson(*state.body) : QByteArray("");
    if (body.size() > maximumBody)
        return {Error::Code::TooLarge, Storage::tr("A record is larger than 16 MiB.")};
    if (!isName(m_actor) || !m_now.isValid())
        return {Error::Code::Invalid, Storage::tr("A change needs to know by whom and when.")};
    const QByteArray salt = randomBytes(saltBytes);
    Record record;
    record.kind = state.kind->name;
    record.id = state.id;
    record.revision = state.before ? state.before->revision + 1 : 1;
    record.leaf = m_tail.size();
    record.seq = record.leaf + 1;
    record.updatedAt = m_now.toUTC();
    record.updatedBy = m_actor;
    record.deleted = !state.body;
    record.salt = QString::fromLatin1(salt.toHex());
    record.body = state.body.value_or(QJsonObject());

    LeafFacts facts;
    facts.kind = record.kind;
    facts.id = record.id;
    facts.action = state.action;
    facts.actor = m_actor;
    facts.bodyDigest = bodyDigest(salt, body);
    facts.statement = state.statement;
    facts.revision = record.revision;
    facts.seq = record.seq;
    facts.at = record.updatedAt;
    if (const auto done = kept(m_tail.append(m_sql, facts.toEntry())); !done)
        return done.error();
    const KindTable &table = KindTable::of(*state.kind);
    if (state.before && !state.before->deleted) {
        if (const auto done = kept(table.remove(m_sql, state.before->number)); !done)
            return done.error();
    }
    const auto number = writeRow(state.before, record, body, salt, state.action);
    if (!number)
        return number.error();
    if (!record.deleted) {
        if (const auto done = kept(table.insert(m_sql, *number, record)); !done)
            return done.error();
    }
    m_changes.append(record);
    return record;
}

Result<qint64> WriteSession::writeRow(const std::optional<Row> &before, const Record &record, const QByteArray &body,
                                      const QByteArray &salt, const QString &action)
{
    const QVariant stored = record.deleted ? QVariant() : QVariant(body);
    const QString at = toRfc3339(record.updatedAt);
    if (before) {
        if (const auto done = kept(m_sql.run(
                u"INSERT INTO revisions(kind, id, revision, seq, at, actor, action, deleted, salt, body)"
                " SELECT kind, id, revision, seq, at, actor, action, deleted, salt, body FROM records WHERE n = ?"_s,
                {before->number})); !done)
            return done.error();
        if (const auto done = kept(m_sql.run(
                u"UPDATE records SET revision = ?, seq = ?, at = ?, actor = ?, action = ?, deleted = ?, salt = ?,"
                " body = %1 WHERE n = ?"_s.arg(dialect::bytesAsText()),
                {record.revision, record.seq, at, record.updatedBy, action, int(record.deleted), salt, stored,
                 before->number})); !done)
            return done.error();
        return before->number;
    }
    const auto number = m_sql.value(
        u"INSERT INTO records(kind, id, revision, seq, at, actor, action, deleted, salt, body)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, %1) RETURNING n"_s.arg(dialect::bytesAsText()),
        {record.kind, record.id, record.revision, record.seq, at, record.updatedBy, action, int(record.deleted), salt,
         stored});
    if (!number)
        return kept(number.error());
    return (*number)->toLongLong();
}

Result<std::optional<StoredAnswer>> WriteSession::storedAnswer(const QString &key, const QByteArray &requestHash)
{
    auto rows = m_sql.query(u"SELECT request, status, response FROM idempotency WHERE person = ? AND key = ?"_s,
                            {m_actor, key});
    if (!rows)
        return kept(rows.error());
    if (!rows->next()) {
        if (const auto status = rows->status(); !status)
            return kept(status.error());
        return std::optional<StoredAnswer>();
    }
    if (rows->bytes(0) != requestHash) {
        return Error{Error::Code::Exists,
                     Storage::tr("This idempotency key was used before, with another command.")};
    }
    return std::optional<StoredAnswer>(StoredAnswer{int(rows->integer(1)), rows->bytes(2)});
}

Result<void> WriteSession::storeAnswer(const QString &key, const QByteArray &requestHash, const StoredAnswer &answer)
{
    if (!isName(key) || requestHash.isEmpty())
        return {Error::Code::Invalid, Storage::tr("This is no idempotency key.")};
    const QByteArray response = answer.response.isNull() ? QByteArray("") : answer.response;
    return kept(m_sql.run(u"INSERT INTO idempotency(person, key, request, status, response, at) VALUES(?, ?, ?, ?, ?, ?)"_s,
                          {m_actor, key, requestHash, answer.status, response, toRfc3339(m_now)}));
}

Result<void> WriteSession::forgetAnswersBefore(const QDateTime &time)
{
    return kept(m_sql.run(u"DELETE FROM idempotency WHERE at < ?"_s, {toRfc3339(time)}));
}

Result<qint64> WriteSession::nextNumber(const QString &name)
{
    const auto number = m_sql.value(u"INSERT INTO counters(name, value) VALUES(?, 1)"
                                    " ON CONFLICT(name) DO UPDATE SET value = counters.value + 1 RETURNING value"_s,
                                    {name});
    if (!number)
        return kept(number.error());
    return (*number)->toLongLong();
}

Result<void> WriteSession::addApiKey(const ApiKeyRow &key)
{
    if (key.hash.size() != 32 || key.id.isEmpty() || key.person.isEmpty() || !key.expires.isValid())
        return {Error::Code::Invalid, Storage::tr("An API key lacks a part.")};
    return kept(m_sql.run(u"INSERT INTO api_keys(hash, id, person, scopes, expires) VALUES(?, ?, ?, ?, ?)"_s,
                          {key.hash, key.id, key.person, key.scopes.isEmpty() ? u""_s : key.scopes.join(u' '),
                           toRfc3339(key.expires)}));
}

Result<void> WriteSession::removeApiKey(const QString &id)
{
    const auto removed = m_sql.value(u"DELETE FROM api_keys WHERE id = ? RETURNING id"_s, {id});
    if (!removed)
        return kept(removed.error());
    if (!*removed)
        return {Error::Code::NotFound, Storage::tr("There is no such API key.")};
    return {};
}

} // namespace countersign
