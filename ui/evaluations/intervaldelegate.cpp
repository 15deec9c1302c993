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
        QColor band = color;
        band.setAlphaF(0.4F);
        const double half = theme.px(8) / 2.0;
        painter->fillRect(QRectF(at(series[1]), middle - half, std::max(1.0, at(series[2]) - at(series[1])), 2 * half), band);
    }
    // A line, because a dot would hide a narrow interval.
    const double half = theme.px(12) / 2.0;
    painter->fillRect(QRectF(std::round(at(series[0])) - 1, middle - half, 2, 2 * half), color);
    painter->restore();
}

int IntervalDelegate::contentWidth(const QModelIndex &, const Theme &theme) const
{
    return theme.px(64);
}

} // namespace countersign
