// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/kindtable.h"

#include "base/clock.h"
#include "server/store/dialect.h"
#include "server/store/sqlconnection.h"

#include <limits>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr double missingNumber = -std::numeric_limits<double>::infinity();

bool isScalar(FieldType type)
{
    return type == FieldType::Text || type == FieldType::Integer || type == FieldType::Number
        || type == FieldType::Boolean || type == FieldType::Time || type == FieldType::Choice;
}

void appendWords(const QJsonValue &value, QString &out)
{
    if (value.isString()) {
        out += value.toString();
        out += u'\n';
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue &item : array)
            appendWords(item, out);
    }
}

} // namespace

const KindTable &KindTable::of(const Kind &kind)
{
    static const QHash<QString, std::shared_ptr<const KindTable>> all = [] {
        QHash<QString, std::shared_ptr<const KindTable>> tables;
        for (const Kind &each : kinds())
            tables.insert(each.name, std::shared_ptr<const KindTable>(new KindTable(each)));
        return tables;
    }();
    return *all.value(kind.name);
}

KindTable::KindTable(const Kind &kind) : m_kind(kind.name), m_shape(kind.shape), m_table(u"k_"_s + kind.name)
{
    m_table.replace(u'-', u'_'); // "alert-rule"
    m_columns = {{u"id"_s, u"id"_s, FieldType::Text, {}, true},
                 {u"seq"_s, u"seq"_s, FieldType::Integer, {}, true},
                 {u"updatedAt"_s, u"at"_s, FieldType::Time, {}, true},
                 {u"updatedBy"_s, u"actor"_s, FieldType::Text, {}, true}};
    for (const FieldInfo &field : kind.shape->fields) {
        if (field.column && isScalar(field.type))
            m_columns.append({field.name, u"f_"_s + field.name, field.type, field.choices, false});
    }
    QStringList names{u"n"_s};
    QStringList marks{u"?"_s};
    for (const Column &column : m_columns) {
        names.append(column.name);
        marks.append(u"?"_s);
    }
    m_insert = u"INSERT INTO %1(%2) VALUES(%3)"_s.arg(m_table, names.join(u','), marks.join(u','));
}

const KindTable::Column *KindTable::column(QStringView field) const
{
    const auto it = std::find_if(m_columns.begin(), m_columns.end(), [&](const Column &c) { return c.field == field; });
    return it == m_columns.end() ? nullptr : &*it;
}

Result<void> KindTable::ensure(SqlConnection &connection) const
{
    QStringList wanted{u"n INTEGER"_s};
    for (const Column &column : m_columns)
        wanted.append(column.name + u' ' + dialect::columnType(column.type));
    QStringList found;
    {
        auto rows = connection.query(dialect::columnsOf(m_table));
        if (!rows)
            return rows.error();
        while (rows->next())
            found.append(rows->text(0));
        if (const auto status = rows->status(); !status)
            return status;
    }
    // The full-text index is made from the shape too: what it was made from stands in `meta`.
    QStringList searched;
    for (const FieldInfo &field : m_shape->fields) {
        if (field.searched)
            searched.append(field.name);
    }
    const auto known = connection.value(u"SELECT value FROM meta WHERE name = ?"_s, {m_table});
    if (!known)
        return known.error();
    if (found == wanted && *known && (*known)->toString() == searched.join(u' '))
        return {};
    if (const auto noted = connection.run(u"INSERT INTO meta(name, value) VALUES(?, ?)"
                                          " ON CONFLICT(name) DO UPDATE SET value = excluded.value"_s,
                                          {m_table, searched.isEmpty() ? u""_s : searched.join(u' ')}); !noted)
        return noted;
    if (!found.isEmpty()) {
        if (const auto dropped = connection.execute(u"DROP TABLE "_s + m_table); !dropped)
            return dropped;
    }
    if (const auto created = create(connection); !created)
        return created;
    return refill(connection);
}

Result<void> KindTable::create(SqlConnection &connection) const
{
    QString columns = u"n INTEGER PRIMARY KEY"_s;
    QStringList indexes;
    for (const Column &column : m_columns) {
        columns += u", "_s + column.name + u' ' + dialect::columnType(column.type);
        // The id is the tie-breaker of every sort, so a page is one walk along one index.
        indexes.append(u"CREATE INDEX %1_%2 ON %1(%2%3)"_s
                           .arg(m_table, column.name, column.field == "id"_L1 ? QString() : u", id"_s));
    }
    if (const auto created = connection.execute(u"CREATE TABLE %1(%2)"_s.arg(m_table, columns)); !created)
        return created;
    for (const QString &index : std::as_const(indexes)) {
        if (const auto created = connection.execute(index); !created)
            return created;
    }
    return {};
}

Result<void> KindTable::refill(SqlConnection &connection) const
{
    qint64 last = 0;
    while (true) {
        QList<std::pair<qint64, Record>> batch;
        {
            auto rows = connection.query(u"SELECT n, id, seq, at, actor, %1 FROM records WHERE kind = ? AND n > ?"
                                         " AND deleted = 0 ORDER BY n LIMIT 500"_s.arg(dialect::textAsBytes(u"body"_s)),
                                         {m_kind, last});
            if (!rows)
                return rows.error();
            while (rows->next()) {
                Record record;
                record.kind = m_kind;
                record.id = rows->text(1);
                record.seq = rows->integer(2);
                record.updatedAt = fromRfc3339(rows->text(3));
                record.updatedBy = rows->text(4);
                record.body = QJsonDocument::fromJson(rows->bytes(5)).object();
                batch.append({rows->integer(0), record});
            }
            if (const auto status = rows->status(); !status)
                return status;
        }
        if (batch.isEmpty())
            return {};
        for (const auto &[number, record] : std::as_const(batch)) {
            if (const auto done = connection.run(u"DELETE FROM search WHERE rowid = ?"_s, {number}); !done)
                return done;
            if (const auto done = insert(connection, number, record); !done)
                return done;
        }
        last = batch.last().first;
    }
}

QVariant KindTable::valueOf(const Column &column, const Record &record) const
{
    const auto text = [](const QString &value) { return value.isNull() ? u""_s : value; }; // null would be SQL's null
    if (column.framed) {
        if (column.name == "seq"_L1)
            return double(record.seq);
        if (column.name == "at"_L1)
            return text(toRfc3339(record.updatedAt));
        return text(column.name == "id"_L1 ? record.id : record.updatedBy);
    }
    const QJsonValue value = record.body.value(column.field);
    switch (column.type) {
    case FieldType::Integer:
    case FieldType::Number:
        return value.toDouble(missingNumber);
    case FieldType::Boolean:
        return value.toBool() ? 1 : 0;
    default:
        return text(value.toString());
    }
}

QString KindTable::searchText(const QJsonObject &body) const
{
    QString out;
    for (const FieldInfo &field : m_shape->fields) {
        if (field.searched)
            appendWords(body.value(field.name), out);
    }
    return out;
}

Result<void> KindTable::insert(SqlConnection &connection, qint64 number, const Record &record) const
{
    QVariantList values{number};
    for (const Column &column : m_columns)
        values.append(valueOf(column, record));
    if (const auto done = connection.run(m_insert, values); !done)
        return done;
    const QString words = searchText(record.body);
    if (words.isEmpty())
        return {};
    return connection.run(u"INSERT INTO search(rowid, kind, words) VALUES(?, ?, ?)"_s, {number, m_kind, words});
}

Result<void> KindTable::remove(SqlConnection &connection, qint64 number) const
{
    if (const auto done = connection.run(u"DELETE FROM %1 WHERE n = ?"_s.arg(m_table), {number}); !done)
        return done;
    return connection.run(u"DELETE FROM search WHERE rowid = ?"_s, {number});
}

} // namespace countersign
