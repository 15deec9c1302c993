// SPDX-License-Identifier: GPL-3.0-or-later
// KindTable's questions: a ListQuery made into one statement with parameters.
#include "server/store/kindtable.h"

#include "base/clock.h"
#include "base/json.h"
#include "server/store/dialect.h"
#include "server/store/sqlconnection.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maximumFilters = 32;
constexpr qsizetype maximumValues = 200; // of one filter
constexpr qsizetype maximumText = 1000;
constexpr qsizetype maximumWords = 20;

Error invalid(const QString &pointer, const QString &message)
{
    return {Error::Code::Invalid, message, {}, false, {{pointer, message}}};
}

bool hasControl(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; });
}

QString marks(qsizetype count)
{
    return u"?"_s + u",?"_s.repeated(count - 1);
}

/// What a cursor says of the list it belongs to.
QString sortName(const ListQuery &query)
{
    return (query.descending ? u"-"_s : QString()) + query.sort;
}

constexpr auto base64 = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

} // namespace

Result<QVariant> KindTable::parsed(const Column &column, const QString &text, const QString &pointer) const
{
    if (text.size() > maximumText || hasControl(text))
        return invalid(pointer, Storage::tr("'%1' cannot be compared with this text.").arg(column.field));
    switch (column.type) {
    case FieldType::Integer:
    case FieldType::Number: {
        bool ok = false;
        const double number = text.toDouble(&ok);
        if (!ok || !std::isfinite(number))
            return invalid(pointer, Storage::tr("'%1' is compared with a number.").arg(column.field));
        return QVariant(number);
    }
    case FieldType::Boolean:
        if (text != "true"_L1 && text != "false"_L1)
            return invalid(pointer, Storage::tr("'%1' is true or false.").arg(column.field));
        return QVariant(text == "true"_L1 ? 1 : 0);
    case FieldType::Choice:
        if (!column.choices.contains(text))
            return invalid(pointer, Storage::tr("'%1' is one of %2.").arg(column.field, column.choices.join(u", "_s)));
        return QVariant(text);
    case FieldType::Time: {
        if (text.isEmpty())
            return QVariant(u""_s);
        const QDateTime time = fromRfc3339(text);
        if (!time.isValid())
            return invalid(pointer, Storage::tr("'%1' is compared with a time as RFC 3339 writes it.").arg(column.field));
        return QVariant(toRfc3339(time));
    }
    default:
        return QVariant(text.isNull() ? u""_s : text);
    }
}

Result<void> KindTable::addFilter(const Filter &filter, Sql &where) const
{
    const Column *found = column(filter.field);
    const QString pointer = childPointer({}, filter.field.first(std::min<qsizetype>(filter.field.size(), 100)));
    if (!found)
        return invalid(pointer, Storage::tr("Lists of this kind cannot be filtered by this field."));
    if (filter.values.isEmpty() || filter.values.size() > (filter.op == Filter::Op::AnyOf ? maximumValues : 1))
        return invalid(pointer, Storage::tr("Too many or no values for '%1'.").arg(filter.field));
    for (const QString &text : filter.values) {
        const auto value = parsed(*found, text, pointer);
        if (!value)
            return value.error();
        where.values.append(*value);
    }
    switch (filter.op) {
    case Filter::Op::AnyOf:
        where.text += filter.values.size() == 1 ? u" AND k.%1 = ?"_s.arg(found->name)
                                                : u" AND k.%1 IN (%2)"_s.arg(found->name, marks(filter.values.size()));
        break;
    case Filter::Op::AtLeast:
        where.text += u" AND k.%1 >= ?"_s.arg(found->name);
        break;
    case Filter::Op::Below:
        where.text += u" AND k.%1 < ?"_s.arg(found->name);
        break;
    }
    return {};
}

Result<void> KindTable::addWords(const QString &words, Sql &where) const
{
    if (words.isEmpty())
        return {};
    if (words.size() > maximumText || hasControl(words) || words.simplified().count(u' ') >= maximumWords)
        return invalid(u"/q"_s, Storage::tr("At most %1 words can be searched for at once.").arg(maximumWords));
    const QString expression = dialect::matchExpression(m_kind, words);
    if (expression.isEmpty())
        return invalid(u"/q"_s, Storage::tr("There is no word in it that could be searched for."));
    where.text += u" AND "_s + dialect::matches(u"k.n"_s);
    where.values.append(expression);
    return {};
}

Result<void> KindTable::addCursor(const ListQuery &query, const Column &sort, Sql &where) const
{
    if (query.after.isEmpty())
        return {};
    const Error bad = invalid(u"/after"_s, Storage::tr("This cursor does not belong to this list."));
    if (query.after.size() > 8 * maximumText)
        return bad;
    const auto bytes = QByteArray::fromBase64Encoding(query.after, base64 | QByteArray::AbortOnBase64DecodingErrors);
    const auto json = bytes ? parseJson(bytes.decoded) : Result<QJsonValue>(bad);
    if (!json)
        return bad;
    const QJsonArray parts = json->toArray();
    if (parts.size() != 3 || parts[0].toString() != sortName(query) || !parts[1].isString() || !parts[2].isString())
        return bad;
    QVariant value(parts[1].toString());
    if (sort.type == FieldType::Integer || sort.type == FieldType::Number || sort.type == FieldType::Boolean) {
        bool ok = false;
        value = parts[1].toString().toDouble(&ok); // reads "-inf" too
        if (!ok || std::isnan(value.toDouble()))
            return bad;
    }
    const QString id = parts[2].toString();
    if (hasControl(id) || hasControl(parts[1].toString()) || id.isEmpty())
        return bad;
    const QString op = query.descending ? u"<"_s : u">"_s;
    if (sort.name == "id"_L1) {
        where.text += u" AND k.id %1 ?"_s.arg(op);
        where.values.append(id);
    } else {
        where.text += u" AND (k.%1, k.id) %2 (?, ?)"_s.arg(sort.name, op);
        where.values.append(value);
        where.values.append(id);
    }
    return {};
}

Result<KindTable::Sql> KindTable::where(const ListQuery &query) const
{
    Sql where{u" WHERE 1 = 1"_s, {}};
    if (query.filters.size() > maximumFilters)
        return invalid({}, Storage::tr("Too many filters."));
    for (const Filter &filter : query.filters) {
        if (const auto added = addFilter(filter, where); !added)
            return added.error();
    }
    if (const auto added = addWords(query.words, where); !added)
        return added.error();
    return where;
}

Result<KindTable::Sql> KindTable::select(const ListQuery &query) const
{
    const Column *sort = column(query.sort);
    if (!sort)
        return invalid(u"/sort"_s, Storage::tr("Lists of this kind cannot be sorted by this field."));
    if (query.limit < 1 || query.limit > maximumPage)
        return invalid(u"/limit"_s, Storage::tr("A page has 1 to %1 records.").arg(maximumPage));
    auto sql = where(query);
    if (!sql)
        return sql;
    if (const auto added = addCursor(query, *sort, *sql); !added)
        return added.error();
    const QString direction = query.descending ? u" DESC"_s : QString();
    // The page is found in the narrow table first; records are read for what is on it only.
    sql->text = u"SELECT %1, p.s, p.id FROM (SELECT k.n AS n, k.%2 AS s, k.id AS id FROM %3 k%4"
                " ORDER BY k.%2%5%6 LIMIT ?) p CROSS JOIN records r ON r.n = p.n ORDER BY p.s%5, p.id%5"_s
                    .arg(dialect::recordJson(), sort->name, m_table, sql->text, direction,
                         sort->name == "id"_L1 ? QString() : u", k.id"_s + direction);
    sql->values.append(query.limit + 1); // one more tells whether there is a next page
    return sql;
}

Result<KindTable::Sql> KindTable::count(const ListQuery &query) const
{
    auto sql = where(query);
    if (sql)
        sql->text.prepend(u"SELECT count(*) FROM %1 k"_s.arg(m_table));
    return sql;
}

QByteArray KindTable::cursor(const ListQuery &query, const QVariant &sortValue, const QString &id)
{
    const QString value = sortValue.typeId() == QMetaType::QString ? sortValue.toString()
                                                                   : QString::number(sortValue.toDouble(), 'g', 17);
    return toJson(QJsonArray{sortName(query), value, id}).toBase64(base64);
}

} // namespace countersign
