// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/figuretable.h"

#include "ui/widgets/itemroles.h"
#include "ui/widgets/tableexport.h"

#include <numeric>

namespace countersign {

using namespace Qt::StringLiterals;

void FigureTableModel::setTable(FigureTable table)
{
    beginResetModel();
    m_table = std::move(table);
    endResetModel();
}

int FigureTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_table.rows.size());
}

int FigureTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_table.columns.size());
}

QVariant FigureTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_table.rows.size())
        return {};
    const bool number = m_table.columns.value(index.column()).number;
    switch (role) {
    case Qt::DisplayRole:
        return m_table.rows[index.row()].value(index.column());
    case Qt::TextAlignmentRole:
        return int((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case NumericRole:
        return number;
    default:
        return {};
    }
}

QVariant FigureTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? QVariant(m_table.columns.value(section).title) : QVariant();
}

QByteArray figureCsv(const FigureTable &table)
{
    FigureTableModel model;
    model.setTable(table);
    QList<int> columns(table.columns.size());
    std::iota(columns.begin(), columns.end(), 0);
    return modelAsCsv(model, columns);
}

QString figureTsv(const FigureTable &table)
{
    const auto line = [](QStringList cells) {
        for (QString &cell : cells)
            cell.replace(u'\t', u' ').replace(u'\n', u' ');
        return cells.join(u'\t');
    };
    QStringList titles, lines;
    for (const FigureTable::Column &column : table.columns)
        titles.append(column.title);
    lines.append(line(titles));
    for (const QStringList &row : table.rows)
        lines.append(line(row));
    return lines.join(u'\n');
}

} // namespace countersign
