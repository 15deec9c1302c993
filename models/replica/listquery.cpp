// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/listquery.h"

#include "replica/schema.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxWords = 12;
constexpr qsizetype maxWordLength = 64;

/// Splits as FTS5's unicode61 does, so that "credit-risk" typed finds "credit-risk" stored.
QStringList wordsOf(const QString &text)
{
    QStringList out;
    QString word;
    const auto flush = [&] {
        if (!word.isEmpty() && out.size() < maxWords)
            out.append(std::exchange(word, {}));
        word.clear();
    };
    for (const char32_t c : text.normalized(QString::NormalizationForm_C).toUcs4()) {
        const bool inWord = QChar::isLetterOrNumber(c) || QChar::isMark(c) || QChar::category(c) == QChar::Other_PrivateUse;
        if (inWord && word.size() < maxWordLength)
            word += QString::fromUcs4(&c, 1);
        else if (!inWord)
            flush();
    }
    flush();
    return out;
}

QString marks(qsizetype count)
{
    return QStringList(count, u"?"_s).join(u',');
}

Result<void> addFilter(const KindTable &table, const ListFilter &filter, QStringList &where, QVariantList &values)
{
    const QString column = table.column(filter.field);
    if (column.isEmpty())
        return {Error::Code::Invalid, u"'%1' is nothing that a %2 can be filtered by."_s.arg(filter.field, table.kind->name)};
    const bool range = filter.op == ListFilter::Op::AtLeast || filter.op == ListFilter::Op::AtMost;
    if (range && filter.values.size() != 1)
        return {Error::Code::Invalid, u"A bound on '%1' takes one value."_s.arg(filter.field)};
    if (range)
        where.append(column + (filter.op == ListFilter::Op::AtLeast ? u" >= ?"_s : u" <= ?"_s));
    else if (filter.values.isEmpty())
        where.append(filter.op == ListFilter::Op::AnyOf ? u"0"_s : u"1"_s);
    else if (filter.op == ListFilter::Op::AnyOf && filter.values.size() == 1)
        where.append(column + u" = ?"_s); // an IN of one value would keep SQLite from using the index's order
    else
        where.append(column + (filter.op == ListFilter::Op::AnyOf ? u" IN (%1)"_s : u" NOT IN (%1)"_s).arg(marks(filter.values.size())));
    values += filter.values;
    return {};
}

void addWords(const KindTable &table, const QString &words, bool fullText, QStringList &where, QVariantList &values)
{
    const QStringList parts = wordsOf(words);
    if (parts.isEmpty())
        return;
    if (fullText && !table.search.isEmpty()) {
        where.append(u"row IN (SELECT rowid FROM %1 WHERE %1 MATCH ?)"_s.arg(table.search));
        values.append(searchExpression(words));
        return;
    }
    for (const QString &part : parts) {
        where.append(u"CAST(body AS TEXT) LIKE ? ESCAPE '\\'"_s);
        values.append(u'%' + part + u'%');
    }
}

Result<SqlText> statement(const ListQuery &query, const QString &what, bool fullText)
{
    const KindTable *table = tableOf(query.kind);
    if (!table)
        return {Error::Code::Invalid, u"There are no records of the kind '%1'."_s.arg(query.kind)};
    SqlText out;
    QStringList where;
    for (const ListFilter &filter : query.filters) {
        if (auto added = addFilter(*table, filter, where, out.values); !added.ok())
            return added.error();
    }
    addWords(*table, query.words, fullText, where, out.values);
    out.sql = u"SELECT %1 FROM %2"_s.arg(what, table->table);
    if (!where.isEmpty())
        out.sql += u" WHERE "_s + where.join(u" AND "_s);
    return out;
}

} // namespace

QString searchExpression(const QString &words)
{
    QStringList terms;
    for (const QString &word : wordsOf(words))
        terms.append(u'"' + word + u"\"*"_s);
    return terms.join(u' ');
}

Result<SqlText> rowsStatement(const ListQuery &query, qint64 limit, bool fullText)
{
    auto out = statement(query, u"row"_s, fullText);
    if (!out.ok())
        return out;
    const QString key = tableOf(query.kind)->sortKey(query.sort.field);
    if (key.isEmpty())
        return {Error::Code::Invalid, u"'%1' is nothing that a %2 can be sorted by."_s.arg(query.sort.field, query.kind)};
    const QString direction = query.sort.descending ? u" DESC"_s : QString();
    out->sql += u" ORDER BY %1%2, row%2"_s.arg(key, direction);
    if (limit >= 0) {
        out->sql += u" LIMIT ?"_s;
        out->values.append(limit);
    }
    return out;
}

Result<SqlText> countStatement(const ListQuery &query, bool fullText)
{
    return statement(query, u"count(*)"_s, fullText);
}

} // namespace countersign
