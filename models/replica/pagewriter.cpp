// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/pagewriter.h"

#include "replica/schema.h"

#include <limits>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype listedChanges = 500; // beyond this a list asks again instead of mending rows
enum Which { Insert, Update, Find, Delete, Index, Unindex, Link, Unlink };

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
    case Link: text = u"INSERT OR IGNORE INTO %1(row, target) VALUES(?, ?)"_s.arg(table.links); break;
    case Unlink: text = u"DELETE FROM %1 WHERE row=?"_s.arg(table.links); break;
    case Unindex: text = u"INSERT INTO %1(%1, rowid, words) VALUES('delete', ?, ?)"_s.arg(table.search); break;
    }
    return text;
}

Result<Changes> PageWriter::write(const QList<FeedRecord> &records)
{
    Changes out;
    if (auto read = readMarks(); !read.ok())
        return read.error();
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
    bool replaced = false;
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
        replaced = true;
        values.append(row);
        if (auto updated = m_connection.execute(sql(table, Update), values); !updated.ok())
            return updated.error();
        if (auto done = unindex(table, **old); !done.ok())
            return done.error();
    }
    if (auto done = link(record, row, replaced); !done.ok())
        return done.error();
    if (auto done = index(table, row, record.words); !done.ok())
        return done.error();
    return row;
}

/// What the record's lineage names now, in place of what it named before.
Result<void> PageWriter::link(const FeedRecord &record, qint64 row, bool replaced)
{
    const KindTable &table = *record.table;
    if (table.links.isEmpty())
        return {};
    if (replaced) {
        if (auto done = m_connection.execute(sql(table, Unlink), {row}); !done.ok())
            return done;
    }
    for (const QString &target : record.links) {
        if (auto done = m_connection.execute(sql(table, Link), {row, target}); !done.ok())
            return done;
    }
    return {};
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
    if (!record.table->links.isEmpty()) {
        if (auto done = m_connection.execute(sql(*record.table, Unlink), {(*old)->row}); !done.ok())
            return done.error();
    }
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
    if (!isIndexed(table, old.row))
        return {};
    return m_connection.execute(sql(table, Unindex), {old.row, indexedWords(table, old.body)});
}

Result<void> PageWriter::index(const KindTable &table, qint64 row, const QString &words)
{
    if (!isIndexed(table, row))
        return {};
    return m_connection.execute(sql(table, Index), {row, words});
}

Result<void> PageWriter::readMarks()
{
    m_marks.clear();
    if (!m_fullText)
        return {};
    auto found = m_connection.run(u"SELECT key, value FROM meta WHERE key >= 'mark:' AND key < 'mark;'"_s);
    if (!found.ok())
        return found.error();
    while ((*found)->next()) {
        if (const KindTable *table = tableOf((*found)->value(0).toString().sliced(5)))
            m_marks.insert(table->index, (*found)->value(1).toLongLong());
    }
    return {};
}

bool PageWriter::isIndexed(const KindTable &table, qint64 row) const
{
    return m_fullText && !table.search.isEmpty() && row <= m_marks.value(table.index, std::numeric_limits<qint64>::max());
}

Result<void> PageWriter::deferIndex()
{
    if (!m_fullText)
        return {};
    for (const KindTable &table : kindTables()) {
        if (table.search.isEmpty())
            continue;
        // A mark that is there from before stays: beyond it nothing is indexed.
        const QString sql = u"INSERT OR IGNORE INTO meta SELECT 'mark:%1', coalesce(max(row), 0) FROM %2"_s.arg(table.kind->name, table.table);
        if (auto done = m_connection.execute(sql); !done.ok())
            return done;
    }
    return {};
}

Result<bool> PageWriter::indexMore(int rows)
{
    if (auto read = readMarks(); !read.ok())
        return read.error();
    const auto marks = m_marks;
    m_marks.clear();
    for (auto it = marks.begin(); it != marks.end(); ++it) {
        const KindTable &table = kindTables().at(it.key());
        QList<std::pair<qint64, QByteArray>> next;
        {
            auto found = m_connection.run(u"SELECT row, body FROM %1 WHERE row > ? ORDER BY row LIMIT ?"_s.arg(table.table), {it.value(), rows});
            if (!found.ok())
                return found.error();
            while ((*found)->next())
                next.append({(*found)->value(0).toLongLong(), (*found)->value(1).toByteArray()});
        }
        const QString key = u"mark:"_s + table.kind->name;
        for (const auto &[row, body] : std::as_const(next)) {
            if (auto done = index(table, row, indexedWords(table, body)); !done.ok())
                return done.error();
        }
        const auto noted = next.isEmpty() ? m_connection.execute(u"DELETE FROM meta WHERE key=?"_s, {key})
                                          : m_connection.execute(u"UPDATE meta SET value=? WHERE key=?"_s, {next.last().first, key});
        if (!noted.ok())
            return noted.error();
        if (!next.isEmpty())
            return true;
    }
    return false;
}

} // namespace countersign
