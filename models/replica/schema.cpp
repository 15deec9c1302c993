// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/schema.h"

#include "domain/kinds/version.h"
#include "replica/logentry.h"
#include "trust/digest.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int layout = 1; // raise it when what is stored changes without the SQL changing

QString sqlType(const FieldInfo &field)
{
    switch (field.type) {
    case FieldType::Integer:
    case FieldType::Boolean:
        return u"INTEGER"_s;
    case FieldType::Number:
        return u"REAL"_s;
    case FieldType::Text:
        // Titles sort as people read them; names and addresses are compared exactly.
        return field.format == TextFormat::Line && field.refersTo.isEmpty() ? u"TEXT COLLATE NOCASE"_s : u"TEXT"_s;
    default:
        return u"TEXT"_s;
    }
}

bool isIndexed(const FieldInfo &field)
{
    // An index over a handful of values is slower than the scan it saves.
    return field.type != FieldType::Choice && field.type != FieldType::Boolean;
}

/// Lists that show part of a kind in an order of its own: the leading field is what they are opened for.
QList<QStringList> listingsOf(const QString &kind)
{
    static const QHash<QString, QList<QStringList>> listings{
        {u"version"_s, {{u"model"_s, u"registeredAt"_s}, {u"model"_s, u"version"_s}, {u"model"_s, u"seq"_s}}},
        {u"evaluation"_s, {{u"version"_s, u"importedAt"_s}}},
        {u"request"_s, {{u"state"_s, u"requestedAt"_s}, {u"version"_s, u"requestedAt"_s}}},
        {u"signoff"_s, {{u"request"_s, u"seq"_s}, {u"person"_s, u"recordedAt"_s}}},
        {u"waiver"_s, {{u"version"_s, u"expiresAt"_s}, {u"state"_s, u"expiresAt"_s}}},
        {u"deployment"_s, {{u"state"_s, u"since"_s}, {u"version"_s, u"since"_s}}},
        {u"signer"_s, {{u"state"_s, u"enrolledAt"_s}}},
        {u"decision"_s, {{u"model"_s, u"seq"_s}}},
    };
    return listings.value(kind);
}

KindTable tableFor(const Kind &kind, int index)
{
    KindTable out;
    out.kind = &kind;
    out.index = index;
    out.table = u"r_"_s + kind.name;
    for (const FieldInfo &field : kind.shape->fields) {
        if (field.column)
            out.columns.append({u"f_"_s + field.name, &field});
        if (field.searched)
            out.searched.append(&field);
        const bool linked = field.object == &shapeOf<Lineage>();
        if (linked)
            out.links = u"l_"_s + kind.name;
        if (field.column || field.searched || linked)
            out.places.insert(field.name.toUtf8(), {field.column ? int(out.columns.size()) - 1 : -1, field.searched, linked});
    }
    if (!out.searched.isEmpty())
        out.search = u"s_"_s + kind.name;
    return out;
}

QStringList insertColumns(const KindTable &table)
{
    QStringList names{u"id"_s, u"revision"_s, u"seq"_s, u"leaf"_s, u"updated_at"_s, u"updated_by"_s, u"salt"_s};
    for (const auto &column : table.columns)
        names.append(column.name);
    names.append(u"body"_s);
    return names;
}

} // namespace

QString KindTable::column(QStringView field) const
{
    static const QHash<QString, QString> frame{{u"id"_s, u"id"_s},
                                               {u"revision"_s, u"revision"_s},
                                               {u"seq"_s, u"seq"_s},
                                               {u"updatedAt"_s, u"updated_at"_s},
                                               {u"updatedBy"_s, u"updated_by"_s}};
    for (const Column &candidate : columns) {
        if (candidate.field->name == field)
            return candidate.name;
    }
    return frame.value(field.toString());
}

QString KindTable::sortKey(QStringView field) const
{
    const QString name = column(field);
    const FieldInfo *info = kind->shape->field(field);
    if (name.isEmpty() || !info || info->type != FieldType::Choice)
        return name;
    QString out = u"CASE "_s + name;
    for (qsizetype i = 0; i < info->choices.size(); ++i)
        out += u" WHEN '%1' THEN %2"_s.arg(info->choices[i]).arg(i);
    return out + u" END"_s;
}

QStringList KindTable::createTable(bool fullText) const
{
    QString sql = u"CREATE TABLE %1(row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, "
                  "seq INTEGER NOT NULL, leaf INTEGER NOT NULL, updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, "
                  "salt TEXT NOT NULL"_s.arg(table);
    for (const Column &candidate : columns)
        sql += u", "_s + candidate.name + u' ' + sqlType(*candidate.field);
    QStringList out{sql + u", body BLOB NOT NULL)"_s};
    if (fullText && !search.isEmpty())
        out.append(u"CREATE VIRTUAL TABLE %1 USING fts5(words, content='', detail=none, prefix='2 3', "
                   "tokenize='unicode61 remove_diacritics 2')"_s.arg(search));
    if (!links.isEmpty())
        out.append(u"CREATE TABLE %1(row INTEGER NOT NULL, target TEXT NOT NULL, PRIMARY KEY(row, target)) WITHOUT ROWID"_s.arg(links));
    return out;
}

QStringList KindTable::createIndexes() const
{
    QStringList out{u"CREATE INDEX IF NOT EXISTS %1_seq ON %1(seq)"_s.arg(table),
                    u"CREATE INDEX IF NOT EXISTS %1_updated ON %1(updated_at)"_s.arg(table)};
    QStringList covered;
    const auto listings = listingsOf(kind->name);
    for (const QStringList &listing : listings) {
        QStringList names;
        for (const QString &field : listing)
            names.append(column(field));
        covered.append(listing.first());
        out.append(u"CREATE INDEX IF NOT EXISTS %1_%2 ON %1(%3)"_s.arg(table, listing.join(u'_'), names.join(u", "_s)));
    }
    for (const Column &candidate : columns) {
        if (isIndexed(*candidate.field) && !covered.contains(candidate.field->name))
            out.append(u"CREATE INDEX IF NOT EXISTS %1_%2 ON %1(%2)"_s.arg(table, candidate.name));
    }
    if (!links.isEmpty())
        out.append(u"CREATE INDEX IF NOT EXISTS %1_target ON %1(target)"_s.arg(links));
    return out;
}

QStringList KindTable::dropIndexes() const
{
    QStringList out;
    for (const QString &create : createIndexes())
        out.append(u"DROP INDEX IF EXISTS "_s + create.section(u' ', 5, 5));
    return out;
}

QString KindTable::insertStatement() const
{
    const QStringList names = insertColumns(*this);
    QStringList marks(names.size(), u"?"_s);
    return u"INSERT INTO %1(%2) VALUES(%3) ON CONFLICT(id) DO NOTHING"_s.arg(table, names.join(u','), marks.join(u','));
}

QString KindTable::updateStatement() const
{
    QStringList sets;
    for (const QString &name : insertColumns(*this))
        sets.append(name + u"=?"_s);
    return u"UPDATE %1 SET %2 WHERE row=?"_s.arg(table, sets.join(u','));
}

const QList<KindTable> &kindTables()
{
    static const QList<KindTable> tables = [] {
        QList<KindTable> out;
        for (const Kind &kind : kinds())
            out.append(tableFor(kind, int(out.size())));
        out.append(tableFor(logKind(), int(out.size())));
        return out;
    }();
    return tables;
}

const KindTable *tableOf(QStringView kind)
{
    for (const KindTable &table : kindTables()) {
        if (table.kind->name == kind)
            return &table;
    }
    return nullptr;
}

QString frameColumns()
{
    return u"id, revision, seq, leaf, updated_at, updated_by, salt, body, row"_s;
}

QStringList createFixedTables()
{
    return {u"CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"_s};
}

QString schemaFingerprint(bool fullText)
{
    QStringList all{QString::number(layout)};
    all += createFixedTables();
    for (const KindTable &table : kindTables())
        all += table.createTable(fullText) + table.createIndexes();
    return sha256Hex(all.join(u'\n').toUtf8());
}

} // namespace countersign
