// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/intervaldelegate.h"

#include "ui/widgets/itemroles.h"

#include <QPainter>

#include <cmath>

namespace countersign {

void IntervalDelegate::paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index, const Theme &theme) const
{
    const auto series = index.data(SeriesRole).value<QList<double>>();
    if (series.size() < 5 || !std::isfinite(series[0]) || !(series[4] > series[3]))
        return;
    const QRectF room = QRectF(cell.rect).adjusted(2, 0, -2, 0);
    const double middle = std::round(room.center().y()) + 0.5;
    const auto at = [&](double value) { return room.left() + (value - series[3]) / (series[4] - series[3]) * room.width(); };
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillRect(QRectF(room.left(), middle - 0.5, room.width(), 1), theme.color(ColorRole::BorderStrong));
    const QColor color = theme.color(Tone(index.data(ToneRole).toInt()) == Tone::Negative ? ColorRole::ChartNegative : ColorRole::Chart1);
    if (std::isfinite(series[1]) && std::isfinite(series[2])) {
        painter->setPen(QPen(color, theme.px(3), Qt::SolidLine, Qt::FlatCap));
        painter->drawLine(QPointF(at(series[1]), middle), QPointF(std::max(at(series[2]), at(series[1]) + 1), middle));
    }
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawEllipse(QPointF(at(series[0]), middle), theme.px(7) / 2.0, theme.px(7) / 2.0);
    painter->restore();
}

int IntervalDelegate::contentWidth(const QModelIndex &, const Theme &theme) const
{
    return theme.px(64);
}

} // namespace countersign
