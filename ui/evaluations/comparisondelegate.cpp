// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisondelegate.h"

#include "ui/widgets/itemroles.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace countersign {

namespace {

ColorRole differenceRole(Tone tone)
{
    return tone == Tone::Negative ? ColorRole::ChartNegative : tone == Tone::Positive ? ColorRole::Chart3 : ColorRole::TextMuted;
}

/// Points out of the cell: there is more of it.
void paintBeyond(QPainter *painter, const QPointF &tip, double side, int direction)
{
    QPainterPath path;
    path.moveTo(tip);
    path.lineTo(tip.x() - direction * side, tip.y() - side * 0.8);
    path.lineTo(tip.x() - direction * side, tip.y() + side * 0.8);
    path.closeSubpath();
    painter->drawPath(path);
}

} // namespace

void DifferenceDelegate::paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index, const Theme &theme) const
{
    const auto series = index.data(SeriesRole).value<QList<double>>();
    const QRectF room = QRectF(cell.rect).adjusted(2, 0, -2, 0);
    const double zero = std::round(room.center().x()) + 0.5;
    painter->save();
    painter->fillRect(QRectF(zero - 0.5, room.top() + theme.px(4), 1, room.height() - theme.px(8)), theme.color(ColorRole::BorderStrong));
    if (series.size() < 4 || !std::isfinite(series[0]) || !(series[3] > 0)) {
        painter->restore();
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    const double middle = std::round(room.center().y()) + 0.5, half = room.width() / 2 - 1;
    const auto at = [&](double value) { return zero + std::clamp(value / series[3], -1.0, 1.0) * half; };
    const QColor color = theme.color(differenceRole(Tone(index.data(ToneRole).toInt())));
    const bool sure = std::isfinite(series[1]) && std::isfinite(series[2]);
    const double low = sure ? series[1] : series[0], high = sure ? series[2] : series[0];
    painter->setPen(QPen(color, theme.px(2), Qt::SolidLine, Qt::FlatCap));
    if (sure)
        painter->drawLine(QPointF(at(low), middle), QPointF(std::max(at(high), at(low) + 1), middle));
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    const double side = theme.px(5);
    const double end = series[3] * 1.001; // the scale is as long as the longest, but for rounding
    if (high > end)
        paintBeyond(painter, {room.right(), middle}, side, 1);
    if (low < -end)
        paintBeyond(painter, {room.left(), middle}, side, -1);
    if (std::abs(series[0]) <= end) {
        if (!sure) {
            painter->setPen(QPen(color, 1.5));
            painter->setBrush(theme.color(ColorRole::Surface));
        }
        painter->drawEllipse(QPointF(at(series[0]), middle), theme.px(7) / 2.0, theme.px(7) / 2.0);
    }
    painter->restore();
}

int DifferenceDelegate::contentWidth(const QModelIndex &, const Theme &theme) const
{
    return theme.px(72);
}

} // namespace countersign
