// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/figures/axis.h"
#include "ui/widgets/theme.h"

#include <QRectF>

class QPainter;

namespace countersign {

/// The colour and form of the n-th series: six colours, and a form for each so that colour is never all.
[[nodiscard]] ColorRole seriesColor(int series);
void paintMark(QPainter *painter, const QPointF &at, double radius, int series, const QColor &color, bool filled = true);

/// Grid and numbers of a vertical axis left of `plot`, and of a horizontal one below it.
void paintUpAxis(QPainter *painter, const QRectF &plot, const AxisScale &scale, const Theme &theme);
void paintAcrossAxis(QPainter *painter, const QRectF &plot, const AxisScale &scale, const Theme &theme, bool grid = true);
/// Room the numbers of a vertical axis take.
[[nodiscard]] double upAxisWidth(double low, double high, double height, const Theme &theme);
[[nodiscard]] int upAxisTicks(double height, const Theme &theme);

/// A legend in lines as wide as there is room; returns the height it takes. Without a painter only that.
struct LegendEntry
{
    QString text;
    int series = 0;
    bool dashed = false; ///< a line without marks, in the colour of muted text
};
double paintLegend(QPainter *painter, const QList<LegendEntry> &entries, double width, const Theme &theme);

} // namespace countersign
