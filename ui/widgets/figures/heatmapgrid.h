// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QStringList>

#include <array>

namespace countersign {

/// What a cell of a heat map says, the gravest first: where several results share a cell the gravest is seen.
enum class HeatMark { Worse, Changed, Gone, Apart, New, Better, Same };
inline constexpr int heatMarkCount = int(HeatMark::Same) + 1;

/// What a heat map is drawn from: rows in groups, columns, and any number of results, each somewhere between them.
struct HeatMapData
{
    struct Item
    {
        int row = 0, column = 0;
        HeatMark mark = HeatMark::Same;
        float strength = 1; ///< 0 … 1: how deep its colour is
    };
    QStringList groups;     ///< one without a name has no line of its own
    QStringList rows, columns;
    QList<int> groupOfRow;  ///< as long as the rows; ascending
    QList<Item> items;
    QString rowTitle, columnTitle; ///< "Task", "Metric"
};

/// The results that share one cell.
struct HeatMapCell
{
    std::array<int, heatMarkCount> counts{};
    int total = 0;
    int item = -1; ///< the gravest; of equals the deepest
    HeatMark mark = HeatMark::Same;
    float strength = 0;
};

/// The cells of a heat map, by row and by group. A value; made in one pass over the results.
class HeatMapGrid
{
public:
    HeatMapGrid() = default;
    explicit HeatMapGrid(HeatMapData data);

    [[nodiscard]] const HeatMapData &data() const { return m_data; }
    /// Null where nothing is.
    [[nodiscard]] const HeatMapCell *cell(int row, int column) const;
    [[nodiscard]] const HeatMapCell *groupCell(int group, int column) const;
    /// First row of a group, and how many there are.
    [[nodiscard]] std::pair<int, int> rowsOf(int group) const { return m_rowsOf.value(group); }
    /// Which marks there are at all.
    [[nodiscard]] const std::array<int, heatMarkCount> &counts() const { return m_counts; }

private:
    using Cells = QHash<quint64, HeatMapCell>;
    static void add(Cells &cells, int row, int column, int item, const HeatMapData::Item &of);
    HeatMapData m_data;
    Cells m_cells, m_groupCells;
    QList<std::pair<int, int>> m_rowsOf;
    std::array<int, heatMarkCount> m_counts{};
};

} // namespace countersign
