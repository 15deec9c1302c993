// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QModelIndex>

namespace countersign {

/// What a cell says outside the console: CopyRole, or the time in UTC, or the text with what stands muted behind it.
[[nodiscard]] QString cellText(const QModelIndex &index);

/// The rows in the model's order, tab separated, one line each; tabs and line ends inside cells become blanks.
[[nodiscard]] QString rowsAsTsv(QModelIndexList rows, const QList<int> &columns);

/// All rows with headers (RFC 4180, UTF-8 without mark); see csvCell() for what spreadsheets must not run.
[[nodiscard]] QByteArray modelAsCsv(const QAbstractItemModel &model, const QList<int> &columns);

} // namespace countersign
