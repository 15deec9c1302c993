// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/figures/axis.h"
#include "ui/widgets/figures/figure.h"

namespace countersign {

/// Two results of each version against each other, with the frontier of those that no other beats.
class ScatterChart : public Figure
{
    Q_OBJECT
public:
    struct Point
    {
        QString label; ///< "6"
        double x = 0, y = 0;
        QString text;   ///< the rest of its sentence: both values with interval and n
        bool chosen = false; ///< what the page is about
        bool live = false;   ///< in production
        QStringList cells;   ///< x and y as they are written
    };
    struct Axis
    {
        QString title;
        int better = 0; ///< 1: more is better; −1: less; 0: nobody says
    };
    using Figure::Figure;
    /// `frontier`: indices of points in the order they are to be joined; empty for none.
    void setPoints(const QList<Point> &points, const Axis &across, const Axis &up, const QList<qsizetype> &frontier);

    [[nodiscard]] FigureTable table() const override;
    [[nodiscard]] int pointCount() const override { return int(m_points.size()); }
    [[nodiscard]] QString pointText(int point) const override;

protected:
    void paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QRectF pointArea(int point, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QSize wantedSize(const Theme &theme) const override;

private:
    struct Plan
    {
        QRectF plot;
        AxisScale x, y;
    };
    [[nodiscard]] Plan plan(const QSizeF &size, const Theme &theme) const;
    [[nodiscard]] QString axisText(const Axis &axis, bool up) const;
    void paintFrontier(QPainter *painter, const Plan &plan, const Theme &theme) const;
    void paintLabels(QPainter *painter, const Plan &plan, const Theme &theme) const;
    QList<Point> m_points;
    Axis m_across, m_up;
    QList<qsizetype> m_frontier;
};

} // namespace countersign
