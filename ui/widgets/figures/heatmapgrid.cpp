// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/heatmapgrid.h"

namespace countersign {

namespace {

quint64 cellKey(int row, int column)
{
    return (quint64(quint32(row)) << 32) | quint32(column);
}

} // namespace

HeatMapGrid::HeatMapGrid(HeatMapData data)
    : m_data(std::move(data))
{
    m_data.groupOfRow.resize(m_data.rows.size());
    m_rowsOf.resize(m_data.groups.size());
    for (int row = 0; row < m_data.rows.size(); ++row) {
        auto &[first, count] = m_rowsOf[m_data.groupOfRow[row]];
        first = count == 0 ? row : first;
        ++count;
    }
    m_cells.reserve(m_data.items.size());
    for (int i = 0; i < m_data.items.size(); ++i) {
        const HeatMapData::Item &item = std::as_const(m_data).items[i];
        add(m_cells, item.row, item.column, i, item);
        add(m_groupCells, std::as_const(m_data).groupOfRow[item.row], item.column, i, item);
        ++m_counts[size_t(item.mark)];
    }
}

void HeatMapGrid::add(Cells &cells, int row, int column, int item, const HeatMapData::Item &of)
{
    HeatMapCell &cell = cells[cellKey(row, column)];
    const bool graver = cell.item < 0 || of.mark < cell.mark || (of.mark == cell.mark && of.strength > cell.strength);
    if (graver) {
        cell.item = item;
        cell.mark = of.mark;
        cell.strength = of.strength;
    }
    ++cell.counts[size_t(of.mark)];
    ++cell.total;
}

const HeatMapCell *HeatMapGrid::cell(int row, int column) const
{
    const auto found = m_cells.constFind(cellKey(row, column));
    return found == m_cells.constEnd() ? nullptr : &*found;
}

const HeatMapCell *HeatMapGrid::groupCell(int group, int column) const
{
    const auto found = m_groupCells.constFind(cellKey(group, column));
    return found == m_groupCells.constEnd() ? nullptr : &*found;
}

} // namespace countersign
