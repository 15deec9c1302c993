// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"

#include <QByteArray>
#include <QStringList>

namespace countersign {

inline constexpr int maximumPage = 1000;

/// One condition of a list. Values are texts as they stand in a query string; they are checked against the field.
struct Filter
{
    enum class Op {
        AnyOf,   ///< equals one of `values`
        AtLeast, ///< not smaller than values[0]
        Below,   ///< smaller than values[0]; a missing number or time counts as smaller than all
    };
    QString field;
    QStringList values = {};
    Op op = Op::AnyOf;
};

/// What a list shows. Fields are those of the kind's shape that are columns, and "id", "updatedAt", "updatedBy", "seq".
struct ListQuery
{
    QList<Filter> filters = {}; ///< all must hold
    QString words = {};    ///< every word must stand in a searched field, at least its beginning
    QString sort = QStringLiteral("updatedAt");
    bool descending = true;
    int limit = 100;  ///< 1…1000
    QByteArray after = {}; ///< Page::next of the page before; empty for the first
};

/// A page of records, ready to be sent.
struct Page
{
    QByteArray items; ///< a JSON array
    QByteArray next;  ///< cursor of the next page; empty at the end
    int count = 0;
};

} // namespace countersign
