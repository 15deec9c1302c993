// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/figures/figure.h"
#include "ui/widgets/figures/heatmapgrid.h"

#include <QSet>

#include <functional>

class QScrollBar;

namespace countersign {

/// Rows in groups that open and close against columns. A closed group is one line of blocks in which the gravest result
/// is seen with how many there are; an open one shows its rows below. It scrolls inside itself under a head that stays,
/// and paints only what is seen. Four sizes of cell: Ctrl and the wheel, or + and −.
/// Keys: arrows, Page Up and Down, Home and End; Return opens a group or activates a result, Space opens and closes.
class HeatMap : public Figure
{
    Q_OBJECT
public:
    explicit HeatMap(const QString &name, QWidget *parent = nullptr);

    /// Groups that are open stay open by name. `describe` says one result in a sentence.
    void setGrid(std::shared_ptr<const HeatMapGrid> grid, std::function<QString(int item)> describe);
    [[nodiscard]] const HeatMapGrid &grid() const { return *m_grid; }

    void setGroupOpen(int group, bool open);
    [[nodiscard]] bool isGroupOpen(int group) const;
    void setAllOpen(bool open);
    [[nodiscard]] bool isAllOpen() const;
    /// 0 to 3, the smallest cells first.
    void setZoom(int zoom);
    [[nodiscard]] int zoom() const { return m_zoom; }
    static constexpr int largestZoom = 3;

    /// The lines that there are: groups, and the rows of those that are open.
    [[nodiscard]] int lineCount() const { return int(m_lines.size()); }
    /// Goes to the cell of a result, opening its group. False when there is none.
    bool showItem(int item);

    [[nodiscard]] FigureTable table() const override;
    [[nodiscard]] int pointCount() const override { return lineCount() * int(m_grid->data().columns.size()); }
    [[nodiscard]] QString pointText(int point) const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    /// Return or a double click on a cell with results: the gravest of them.
    void itemActivated(int item);
    void zoomChanged(int zoom);

protected:
    void paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QRectF pointArea(int point, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QSize wantedSize(const Theme &theme) const override;
    [[nodiscard]] int leastWidth(const Theme &theme) const override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    /// A group's line when `row` is negative.
    struct Line
    {
        int group = 0, row = -1, top = 0, height = 0;
    };
    /// Where things are in a figure of some size.
    struct Places
    {
        double labels = 0, head = 0, legend = 0; ///< width and heights of what stands around the cells
        double column = 0;                       ///< width of one
        bool slanted = false;                    ///< names of the columns
        QRectF cells;
    };
    [[nodiscard]] Places placesIn(const QSizeF &size, const Theme &theme) const;
    void layOutLines();
    void measureLabels();
    void fitScrollBars();
    void reveal(int point);
    void walk(QKeyEvent *event);
    void activate(int point);
    [[nodiscard]] int columnCount() const { return int(m_grid->data().columns.size()); }
    [[nodiscard]] int lineAt(double y) const; ///< of the cells' own height
    /// The cell under a position; −1 for none. `label` gets the line whose name is there instead.
    [[nodiscard]] int hit(const QPointF &position, int *label = nullptr) const;
    [[nodiscard]] const HeatMapCell *cellOf(const Line &line, int column) const;
    [[nodiscard]] QString nameOf(const Line &line) const;
    void paintHead(QPainter *painter, const Places &places, const Theme &theme) const;
    void paintLine(QPainter *painter, const Line &line, const Places &places, const Theme &theme) const;
    void paintLabel(QPainter *painter, const Line &line, const QRectF &rect, const Theme &theme) const;
    void paintBlock(QPainter *painter, const HeatMapCell &cell, double strength, const QRectF &rect, const Theme &theme) const;
    double paintMarks(QPainter *painter, const QPointF &at, double width, const Theme &theme) const;

    std::shared_ptr<const HeatMapGrid> m_grid = std::make_shared<HeatMapGrid>();
    std::function<QString(int)> m_describe;
    QList<Line> m_lines;
    QSet<QString> m_open, m_closed; ///< groups as a person left them, by name
    QScrollBar *m_across, *m_down;
    double m_rowLabels = 0, m_columnLabels = 0; ///< the widest, with what stands before and behind a group's name
    int m_zoom = 2;
};

} // namespace countersign
