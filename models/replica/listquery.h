// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QStringList>
#include <QVariant>

namespace countersign {

struct ListFilter
{
    enum class Op { AnyOf, NoneOf, AtLeast, AtMost };
    QString field; ///< one with a column, or id, seq, revision, updatedAt, updatedBy
    Op op = Op::AnyOf;
    QVariantList values; ///< AtLeast and AtMost take one; times as RFC 3339 text, choices as spelled in JSON

    static ListFilter is(const QString &field, const QVariant &value) { return {field, Op::AnyOf, {value}}; }
    bool operator==(const ListFilter &) const = default;
};

struct ListSort
{
    QString field = QStringLiteral("seq");
    bool descending = true;
    bool operator==(const ListSort &) const = default;
};

/// Which records of one kind, in which order: what a list asks the replica.
struct ListQuery
{
    QString kind;
    QList<ListFilter> filters;
    QString words; ///< as typed: each word must begin a word of the record
    ListSort sort;
    bool operator==(const ListQuery &) const = default;
};

struct SqlText
{
    QString sql;
    QVariantList values;
};

/// The statement for the rows of a query; equal sort keys stand in the order of their rows. Invalid when a field is not
/// one that can be filtered or sorted by: names never reach the SQL unchecked, values are always bound.
Result<SqlText> rowsStatement(const ListQuery &query, qint64 limit, bool fullText);
Result<SqlText> countStatement(const ListQuery &query, bool fullText);

/// What was typed as an FTS5 expression in which nothing typed is an operator; empty when it holds no letter or digit.
QString searchExpression(const QString &words);

} // namespace countersign
