// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/comparisondata.h"
#include "ui/widgets/figures/heatmapgrid.h"

#include <QWidget>

#include <stop_token>

namespace countersign {

class FigureFrame;
class HeatMap;
class SegmentedButtons;

/// What the columns of the map are, and what makes a colour deep.
enum class MapColumns { Metrics, Slices };
enum class MapColour { Clearness, Verdict };

/// Rows of a comparison as a heat map: tasks, grouped by suite or by the first word they share, against metrics or slices.
/// Groups and tasks stand in the order in which the rows name them, so that regressions come first. Item i is rows[i].
/// Pure; any thread.
HeatMapData comparisonHeat(const ComparisonData &data, const QList<int> &rows, MapColumns columns, MapColour colour);

/// The heat map of a comparison with its choices. Made on a worker; a late answer is dropped.
class ComparisonMap : public QWidget
{
    Q_OBJECT
public:
    explicit ComparisonMap(QWidget *parent = nullptr);
    ~ComparisonMap() override;
    void setRows(const ComparisonPtr &comparison, const QList<int> &rows);
    [[nodiscard]] HeatMap *map() const { return m_map; }
    /// Goes to the cell of a row.
    void showRow(int row);
    void setColumns(MapColumns columns);

signals:
    /// A cell was asked for: the gravest row in it.
    void rowActivated(int row);
    void notice(const QString &text);
    void drawn();

private:
    void draw();
    FigureFrame *m_frame;
    HeatMap *m_map;
    SegmentedButtons *m_columnChoice, *m_colourChoice;
    ComparisonPtr m_data;
    QList<int> m_rows;
    int m_wanted = -1; ///< a row to go to once it is drawn
    std::stop_source m_job;
    quint64 m_generation = 0;
};

} // namespace countersign
