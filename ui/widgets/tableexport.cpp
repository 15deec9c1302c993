// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tableexport.h"

#include "ui/widgets/itemroles.h"
#include "ui/widgets/safetext.h"

#include <QAbstractItemModel>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace countersign {

QString cellText(const QModelIndex &index)
{
    const QVariant copy = index.data(CopyRole);
    if (copy.isValid())
        return copy.toString();
    QStringList parts{index.data(Qt::DisplayRole).toString()};
    if (const QDateTime time = index.data(TimeRole).toDateTime(); time.isValid())
        parts = QStringList{time.toUTC().toString(Qt::ISODateWithMs)};
    else if (const QString secondary = index.data(SecondaryRole).toString(); !secondary.isEmpty())
        parts << secondary;
    return parts.join(u' ');
}

QString rowsAsTsv(QModelIndexList rows, const QList<int> &columns)
{
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const QModelIndex &row : std::as_const(rows)) {
        QStringList cells;
        for (const int column : columns)
            cells << cellText(row.siblingAtColumn(column)).replace(u'\t', u' ').replace(u'\n', u' ');
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n');
}

QByteArray modelAsCsv(const QAbstractItemModel &model, const QList<int> &columns)
{
    const QString lineEnd = u"\r\n"_s;
    QString text;
    QStringList cells;
    for (const int column : columns)
        cells << csvCell(model.headerData(column, Qt::Horizontal).toString());
    text += cells.join(u',') + lineEnd;
    for (int row = 0; row < model.rowCount(); ++row) {
        cells.clear();
        for (const int column : columns) {
            const QModelIndex index = model.index(row, column);
            cells << csvCell(cellText(index), index.data(NumericRole).toBool());
        }
        text += cells.join(u',') + lineEnd;
    }
    return text.toUtf8();
}

} // namespace countersign
