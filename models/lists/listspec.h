// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "lists/roles.h"
#include "replica/readsession.h"

#include <QDateTime>

#include <functional>

namespace countersign {

/// What one cell shows.
struct ListCell
{
    QString text;
    QString secondary = {};
    QString state = {};
    ListTone tone = ListTone::Neutral;
    QDateTime time = {};
    std::optional<double> value = {}, low = {}, high = {};
    bool operator==(const ListCell &) const = default;
};

struct ListColumn
{
    QString title;
    QString sortField = {}; ///< a column of the replica; empty: not sortable
    bool numeric = false;
    /// Called on a reader's thread; may look up other records in the session, a few a row.
    std::function<ListCell(const Record &, ReadSession &)> cell;
};

/// A list of records of one kind: which columns, in which order at first, and what else its cells depend on.
struct ListSpec
{
    QString kind;
    QList<ListColumn> columns;
    ListSort sort;
    QStringList watches = {}; ///< other kinds whose changes its cells show
    std::function<bool(const Record &)> muted = {};
};

/// One row as it is kept and shown.
struct ListRow
{
    qint64 row = 0; ///< in the replica
    QString id;
    bool muted = false;
    QList<ListCell> cells;
};

/// Reads rows and makes their cells. On a reader's thread.
Result<QList<ListRow>> readRows(const ListSpec &spec, ReadSession &session, const QList<qint64> &rows);

/// What a cell says for a role; an invalid QVariant for roles it has nothing for.
QVariant cellData(const ListCell &cell, int role, bool numeric);

} // namespace countersign
