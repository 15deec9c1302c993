// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/pagewriter.h"

#include "replica/schema.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype listedChanges = 500; // beyond this a list asks again instead of mending rows
enum Which { Insert, Update, Find, Delete, Index, Unindex };

QVariantList bindings(const FeedRecord &record)
{
    QVariantList out{record.id, record.revision, record.seq, record.leaf, record.updatedAt, record.updatedBy, record.salt};
    out.reserve(out.size() + record.columns.size() + 2);
    out += record.columns;
    out.append(record.body);
    return out;
}

} // namespace

/// The statements of a table, built once and not a record.
const QString &PageWriter::sql(const KindTable &table, int which)
{
    QString &text = m_sql[table.index * 16 + which];
    if (!text.isEmpty())
        return text;
    switch (which) {
    case Insert: text = table.insertStatement(); break;
    case Update: text = table.updateStatement(); break;
    case Find: text = u"SELECT row, seq, body FROM %1 WHERE id=?"_s.arg(table.table); break;
    case Delete: text = u"DELETE FROM %1 WHERE row=?"_s.arg(table.table); break;
    case Index: text = u"INSERT INTO %1(rowid, words) VALUES(?, ?)"_s.arg(table.search); break;
    case Unindex: text = u"INSERT INTO %1(%1, rowid, words) VALUES('delete', ?, ?)"_s.arg(table.search); break;
    }
    return text;
}

Result<Changes> PageWriter::write(const QList<FeedRecord> &records)
{
    Changes out;
    for (const FeedRecord &record : records) {
        const auto row = record.deleted ? remove(record) : put(record);
        if (!row.ok())
            return row.error();
        if (*row < 0)
            continue;
        ChangeSet &set = out[record.table->kind->name];
        ++set.count;
        if (set.rows.size() >= listedChanges)
            set.many = true;
        if (set.many)
            continue;
        set.rows.append(*row);
        set.ids.append(record.id);
    }
    for (ChangeSet &set : out) {
        if (set.many) {
            set.rows.clear();
            set.ids.clear();
        }
    }
    return out;
}

/// The row, or -1 when what is stored is as new.
Result<qint64> PageWriter::put(const FeedRecord &record)
{
    const KindTable &table = *record.table;
    QVariantList values = bindings(record);
    qint64 row = -1;
    {
        // Nearly every record of a first sync is new, so that is tried before looking.
        auto inserted = m_connection.run(sql(table, Insert), values);
        if (!inserted.ok())
            return inserted.error();
        if ((*inserted)->numRowsAffected() > 0)
            row = (*inserted)->lastInsertId().toLongLong();
    }
    if (row < 0) {
        const auto old = stored(record);
        if (!old.ok())
            return old.error();
        if (!*old || (*old)->seq >= record.seq)
            return -1;
        row = (*old)->row;
        values.append(row);
        if (auto updated = m_connection.execute(sql(table, Update), values); !updated.ok())
            return updated.error();
        if (auto done = unindex(table, **old); !done.ok())
            return done.error();
    }
    if (auto done = index(table, row, record.words); !done.ok())
        return done.error();
    return row;
}

Result<qint64> PageWriter::remove(const FeedRecord &record)
{
    const auto old = stored(record);
    if (!old.ok())
        return old.error();
    if (!*old || (*old)->seq >= record.seq)
        return -1;
    if (auto done = unindex(*record.table, **old); !done.ok())
        return done.error();
    if (auto done = m_connection.execute(sql(*record.table, Delete), {(*old)->row}); !done.ok())
        return done.error();
    return (*old)->row;
}

Result<std::optional<PageWriter::Stored>> PageWriter::stored(const FeedRecord &record)
{
    auto found = m_connection.run(sql(*record.table, Find), {record.id});
    if (!found.ok())
        return found.error();
    if (!(*found)->next())
        return std::optional<Stored>();
    return std::optional(Stored{(*found)->value(0).toLongLong(), (*found)->value(1).toLongLong(), (*found)->value(2).toByteArray()});
}

/// A contentless index wants the very words it was given; they follow from the body that is stored.
Result<void> PageWriter::unindex(const KindTable &table, const Stored &old)
{
    if (!m_fullText || table.search.isEmpty())
        return {};
    return m_connection.execute(sql(table, Unindex), {old.row, indexedWords(table, old.body)});
}

Result<void> PageWriter::index(const KindTable &table, qint64 row, const QString &words)
{
    if (!m_fullText || table.search.isEmpty())
        return {};
    return m_connection.execute(sql(table, Index), {row, words});
}

} // namespace countersign
