// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/readsession.h"

#include "base/clock.h"
#include "replica/blobcache.h"
#include "replica/connection.h"
#include "replica/schema.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 headRows = 2048; // of a list, looked through for words before all of it is

const Error cancelled{Error::Code::Cancelled, u"Cancelled."_s};

Error unknownKind(const QString &kind)
{
    return {Error::Code::Invalid, u"There are no records of the kind '%1'."_s.arg(kind)};
}

/// From a row of frameColumns().
StoredRecord takeRecord(const QString &kind, QSqlQuery &query)
{
    StoredRecord out;
    Record &record = out.record;
    record.kind = kind;
    record.id = query.value(0).toString();
    record.revision = query.value(1).toLongLong();
    record.seq = query.value(2).toLongLong();
    record.leaf = query.value(3).toLongLong();
    record.updatedAt = fromRfc3339(query.value(4).toString());
    record.updatedBy = query.value(5).toString();
    record.salt = query.value(6).toString();
    record.body = QJsonDocument::fromJson(query.value(7).toByteArray()).object();
    out.row = query.value(8).toLongLong();
    return out;
}

} // namespace

const Kind *ReadSession::kindOf(const Shape *shape)
{
    for (const KindTable &table : kindTables()) {
        if (table.kind->shape == shape)
            return table.kind;
    }
    return nullptr;
}

Result<Record> ReadSession::record(const QString &kind, const QString &id)
{
    const KindTable *table = tableOf(kind);
    if (!table)
        return unknownKind(kind);
    auto found = m_connection.run(u"SELECT %1 FROM %2 WHERE id=?"_s.arg(frameColumns(), table->table), {id});
    if (!found.ok())
        return found.error();
    if (!(*found)->next())
        return {Error::Code::NotFound, u"There is no %1 '%2' on this machine."_s.arg(kind, id)};
    return takeRecord(kind, **found).record;
}

Result<QByteArray> ReadSession::bodyBytes(const QString &kind, const QString &id)
{
    const KindTable *table = tableOf(kind);
    if (!table)
        return unknownKind(kind);
    const auto found = m_connection.value(u"SELECT body FROM %1 WHERE id=?"_s.arg(table->table), {id});
    if (!found.ok())
        return found.error();
    if (!found->isValid())
        return {Error::Code::NotFound, u"There is no %1 '%2' on this machine."_s.arg(kind, id)};
    return found->toByteArray();
}

/// The first rows of a long list that was narrowed by words: from the head of the list without them, if that is enough.
/// The statement for all would first gather every row with the words, of whatever list.
Result<std::optional<QList<qint64>>> ReadSession::rowsNearTheHead(const ListQuery &query, qint64 limit)
{
    using Rows = std::optional<QList<qint64>>;
    const KindTable *table = tableOf(query.kind);
    const QString expression = searchExpression(query.words);
    if (!m_fullText || !table || table->search.isEmpty() || expression.isEmpty() || query.filters.isEmpty() || limit < 0)
        return Rows();
    ListQuery wordless = query;
    wordless.words.clear();
    const auto head = rows(wordless, headRows);
    if (!head.ok())
        return head.error();
    if (head->isEmpty())
        return Rows(QList<qint64>());
    const auto [least, most] = std::minmax_element(head->begin(), head->end());
    auto found = m_connection.run(u"SELECT rowid FROM %1 WHERE %1 MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?"_s.arg(table->search),
                                  {expression, *least, *most, 2 * headRows});
    if (!found.ok())
        return found.error();
    QSet<qint64> having;
    while ((*found)->next())
        having.insert((*found)->value(0).toLongLong());
    // With as many, there may be more that were not read; then the rows are not side by side, and nothing is won.
    if (having.size() >= 2 * headRows)
        return Rows();
    QList<qint64> out;
    for (const qint64 row : *head) {
        if (out.size() < limit && having.contains(row))
            out.append(row);
    }
    const bool enough = out.size() == limit || head->size() < headRows;
    return enough ? Rows(out) : Rows();
}

Result<QList<qint64>> ReadSession::rows(const ListQuery &query, qint64 limit)
{
    auto near = rowsNearTheHead(query, limit);
    if (!near.ok())
        return near.error();
    if (*near)
        return std::move(**near);
    const auto statement = rowsStatement(query, limit, m_fullText);
    if (!statement.ok())
        return statement.error();
    auto found = m_connection.run(statement->sql, statement->values);
    if (!found.ok())
        return found.error();
    QList<qint64> out;
    while ((*found)->next()) {
        if ((out.size() & 0x3ff) == 0 && m_stop.stop_requested())
            return cancelled;
        out.append((*found)->value(0).toLongLong());
    }
    return out;
}

Result<qint64> ReadSession::count(const ListQuery &query)
{
    const auto statement = countStatement(query, m_fullText);
    if (!statement.ok())
        return statement.error();
    const auto found = m_connection.value(statement->sql, statement->values);
    return found.ok() ? Result<qint64>(found->toLongLong()) : Result<qint64>(found.error());
}

Result<QList<Record>> ReadSession::records(const ListQuery &query, qint64 limit)
{
    const auto found = rows(query, limit);
    if (!found.ok())
        return found.error();
    const auto stored = at(query.kind, *found);
    if (!stored.ok())
        return stored.error();
    QList<Record> out;
    out.reserve(stored->size());
    for (const StoredRecord &entry : *stored)
        out.append(entry.record);
    return out;
}

Result<QList<StoredRecord>> ReadSession::at(const QString &kind, const QList<qint64> &rows)
{
    const KindTable *table = tableOf(kind);
    if (!table)
        return unknownKind(kind);
    const QString sql = u"SELECT %1 FROM %2 WHERE row=?"_s.arg(frameColumns(), table->table);
    QList<StoredRecord> out;
    out.reserve(rows.size());
    for (const qint64 row : rows) {
        if ((out.size() & 0x3f) == 0 && m_stop.stop_requested())
            return cancelled;
        auto found = m_connection.run(sql, {row});
        if (!found.ok())
            return found.error();
        if ((*found)->next())
            out.append(takeRecord(kind, **found));
    }
    return out;
}

Result<qint64> ReadSession::rowOf(const QString &kind, const QString &id)
{
    const KindTable *table = tableOf(kind);
    if (!table)
        return unknownKind(kind);
    const auto found = m_connection.value(u"SELECT row FROM %1 WHERE id=?"_s.arg(table->table), {id});
    return found.ok() ? Result<qint64>(found->toLongLong()) : Result<qint64>(found.error());
}

Result<QStringList> ReadSession::linkedTo(const QString &kind, const QString &target, qint64 limit)
{
    const KindTable *table = tableOf(kind);
    if (!table || table->links.isEmpty())
        return unknownKind(kind);
    auto found = m_connection.run(u"SELECT r.id FROM %1 l JOIN %2 r ON r.row = l.row WHERE l.target=? ORDER BY l.row LIMIT ?"_s
                                      .arg(table->links, table->table),
                                  {target, limit});
    if (!found.ok())
        return found.error();
    QStringList out;
    while ((*found)->next())
        out.append((*found)->value(0).toString());
    return out;
}

Result<void> ReadSession::bodies(const QString &kind, const std::function<bool(qint64, const QByteArray &)> &take)
{
    const KindTable *table = tableOf(kind);
    if (!table)
        return unknownKind(kind);
    auto found = m_connection.run(u"SELECT leaf, body FROM %1 ORDER BY seq"_s.arg(table->table));
    if (!found.ok())
        return found.error();
    while ((*found)->next()) {
        if (m_stop.stop_requested())
            return cancelled;
        if (!take((*found)->value(0).toLongLong(), (*found)->value(1).toByteArray()))
            break;
    }
    return {};
}

Result<QByteArray> ReadSession::blob(const QString &digest)
{
    return m_blobs.read(digest);
}

bool ReadSession::hasBlob(const QString &digest) const
{
    return m_blobs.has(digest);
}

Result<QByteArray> ReadSession::meta(const QString &key)
{
    const auto found = m_connection.value(u"SELECT value FROM meta WHERE key=?"_s, {key});
    return found.ok() ? Result<QByteArray>(found->toByteArray()) : Result<QByteArray>(found.error());
}

Result<qint64> ReadSession::seq()
{
    const auto found = meta(u"seq"_s);
    return found.ok() ? Result<qint64>(found->toLongLong()) : Result<qint64>(found.error());
}

} // namespace countersign
