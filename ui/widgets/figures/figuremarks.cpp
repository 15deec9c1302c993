// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/figuremarks.h"

#include "ui/widgets/tabulartext.h"

#include <QPainter>
#include <QPolygonF>

#include <cmath>

namespace countersign {

ColorRole seriesColor(int series)
{
    constexpr ColorRole roles[] = {ColorRole::Chart1, ColorRole::Chart2, ColorRole::Chart3, ColorRole::Chart4, ColorRole::Chart5, ColorRole::Chart6};
    return roles[std::abs(series) % 6];
}

void paintMark(QPainter *painter, const QPointF &at, double radius, int series, const QColor &color, bool filled)
{
    painter->setPen(QPen(color, 1.5));
    painter->setBrush(filled ? QBrush(color) : QBrush(Qt::NoBrush));
    const double r = radius;
    switch (std::abs(series) % 6) {
    case 0:
        painter->drawEllipse(at, r, r);
        break;
    case 1:
        painter->drawRect(QRectF(at.x() - r * 0.88, at.y() - r * 0.88, r * 1.76, r * 1.76));
        break;
    case 2:
        painter->drawPolygon(QPolygonF{at + QPointF(0, -r * 1.15), at + QPointF(r * 1.1, r * 0.8), at + QPointF(-r * 1.1, r * 0.8)});
        break;
    case 3:
        painter->drawPolygon(QPolygonF{at + QPointF(0, -r * 1.2), at + QPointF(r * 1.2, 0), at + QPointF(0, r * 1.2), at + QPointF(-r * 1.2, 0)});
        break;
    case 4:
        painter->drawPolygon(QPolygonF{at + QPointF(0, r * 1.15), at + QPointF(r * 1.1, -r * 0.8), at + QPointF(-r * 1.1, -r * 0.8)});
        break;
    default:
        painter->setPen(QPen(color, 2));
        painter->drawLine(at + QPointF(-r, -r), at + QPointF(r, r));
        painter->drawLine(at + QPointF(-r, r), at + QPointF(r, -r));
        break;
    }
    painter->setBrush(Qt::NoBrush);
}

int upAxisTicks(double height, const Theme &theme)
{
    return std::clamp(int(height / theme.px(36)), 2, 8);
}

double upAxisWidth(double low, double high, double height, const Theme &theme)
{
    const AxisTicks ticks = axisTicks(low, high, upAxisTicks(height, theme));
    double out = theme.px(16);
    for (const double value : ticks.values)
        out = std::max(out, std::ceil(tabularWidth(theme.font(TextSize::Small), tickText(value, ticks))));
    return out + theme.px(8);
}

void paintUpAxis(QPainter *painter, const QRectF &plot, const AxisScale &scale, const Theme &theme)
{
    const AxisTicks ticks = axisTicks(scale.low, scale.high, upAxisTicks(plot.height(), theme));
    painter->setFont(theme.font(TextSize::Small));
    painter->setPen(theme.color(ColorRole::TextMuted));
    for (const double value : ticks.values) {
        const double y = std::round(scale.at(value));
        painter->fillRect(QRectF(plot.left(), y, plot.width(), 1), theme.color(ColorRole::ChartGrid));
        drawTabular(painter, QRectF(plot.left() - theme.px(88), y - theme.px(9), theme.px(80), theme.px(18)), Qt::AlignRight, tickText(value, ticks));
    }
}

void paintAcrossAxis(QPainter *painter, const QRectF &plot, const AxisScale &scale, const Theme &theme, bool grid)
{
    const AxisTicks ticks = axisTicks(scale.low, scale.high, std::clamp(int(plot.width() / theme.px(64)), 2, 9));
    painter->setFont(theme.font(TextSize::Small));
    painter->fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), theme.color(ColorRole::BorderStrong));
    for (const double value : ticks.values) {
        const double x = std::round(scale.at(value));
        if (grid)
            painter->fillRect(QRectF(x, plot.top(), 1, plot.height()), theme.color(ColorRole::ChartGrid));
        const QString text = tickText(value, ticks);
        const double half = tabularWidth(painter->font(), text) / 2 + 1;
        painter->setPen(theme.color(ColorRole::TextMuted));
        drawTabular(painter, QRectF(x - half, plot.bottom() + theme.px(3), 2 * half, theme.px(18)), Qt::AlignHCenter, text);
    }
}

double paintLegend(QPainter *painter, const QList<LegendEntry> &entries, double width, const Theme &theme)
{
    const QFont font = theme.font(TextSize::Small);
    const QFontMetricsF metrics(font);
    const double line = theme.px(20), mark = theme.px(16), gap = theme.px(16);
    double x = 0, y = 0;
    for (const LegendEntry &entry : entries) {
        const double most = std::max(40.0, width - mark);
        const QString text = metrics.elidedText(entry.text, Qt::ElideRight, most);
        const double wide = mark + metrics.horizontalAdvance(text) + 2;
        if (x > 0 && x + wide > width) {
            x = 0;
            y += line;
        }
        if (painter) {
            const QPointF middle(x + theme.px(5), y + line / 2);
            if (entry.dashed) {
                QPen pen(theme.color(ColorRole::TextMuted), 1.4);
                pen.setDashPattern({3, 2.5});
                painter->setPen(pen);
                painter->drawLine(middle - QPointF(theme.px(5), 0), middle + QPointF(theme.px(7), 0));
            } else {
                paintMark(painter, middle, theme.px(8) / 2.0 - 0.5, entry.series, theme.color(seriesColor(entry.series)));
            }
            painter->setFont(font);
            painter->setPen(theme.color(ColorRole::Text));
            painter->drawText(QRectF(x + mark, y, wide - mark, line), int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine), text);
        }
        x += wide + gap;
    }
    return entries.isEmpty() ? 0 : y + line;
}

} // namespace countersign
