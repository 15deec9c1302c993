// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/serieschart.h"

#include "ui/widgets/figures/figuremarks.h"

#include <QPainter>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

void SeriesChart::setSeries(const QList<Series> &series, const QString &acrossTitle, const QString &upTitle, const QList<std::pair<double, QString>> &ticks)
{
    m_series = series;
    m_acrossTitle = acrossTitle;
    m_upTitle = upTitle;
    m_ticks = ticks;
    m_points.clear();
    for (int i = 0; i < drawn(); ++i) {
        for (int j = 0; j < int(series[i].points.size()); ++j)
            m_points.append({i, j});
    }
    dataChanged();
}

void SeriesChart::setBase(const std::optional<Base> &base)
{
    m_base = base;
    dataChanged();
}

FigureTable SeriesChart::table() const
{
    FigureTable out;
    out.columns = {{tr("Series"), false}, {m_acrossTitle, true}, {m_upTitle, true}};
    if (m_base)
        out.rows.append({m_base->text, u"—"_s, QString()});
    for (const Series &series : m_series) {
        for (const Point &point : series.points)
            out.rows.append({series.name, point.at, point.text});
    }
    return out;
}

QString SeriesChart::pointText(int point) const
{
    const auto [series, place] = m_points[point];
    const Point &at = m_series[series].points[place];
    return u"%1, %2 %3: %4"_s.arg(m_series[series].name, m_acrossTitle, at.at, at.text);
}

QSize SeriesChart::wantedSize(const Theme &theme) const
{
    const double wide = width() > theme.px(160) ? width() : theme.px(480);
    return {theme.px(480), theme.px(230) + int(legend(nullptr, wide, theme))};
}

double SeriesChart::legend(QPainter *painter, double width, const Theme &theme) const
{
    QList<LegendEntry> entries;
    for (int i = 0; i < drawn(); ++i)
        entries.append({m_series[i].name, i});
    if (m_base)
        entries.append({m_base->text, 0, true});
    return paintLegend(painter, entries, width, theme);
}

void SeriesChart::resizeEvent(QResizeEvent *event)
{
    Figure::resizeEvent(event);
    updateGeometry(); // the legend may take other lines
}

SeriesChart::Plan SeriesChart::plan(const QSizeF &size, const Theme &theme) const
{
    AxisRange up, across;
    if (m_base)
        up.add(m_base->value);
    for (const Series &series : m_series.first(drawn())) {
        for (const Point &point : series.points) {
            across.add(point.x);
            up.add(point.value);
            up.add(point.low);
            up.add(point.high);
        }
    }
    const bool share = !up.isEmpty() && up.low() >= 0 && up.high() <= 1;
    const AxisRange y = up.padded(0.08, share ? 0 : -1e308, share ? 1 : 1e308);
    const AxisRange x = across.padded(0.06, -1e308, 1e308);
    Plan out;
    const double top = legend(nullptr, size.width(), theme) + theme.px(22);
    const double height = std::max(24.0, size.height() - top - theme.px(42));
    const double left = upAxisWidth(y.low(), y.high(), height, theme);
    out.plot = QRectF(left, top, std::max(24.0, size.width() - left - theme.px(10)), height);
    out.x = {x.low(), x.high(), out.plot.left(), out.plot.right()};
    out.y = {y.low(), y.high(), out.plot.bottom(), out.plot.top()};
    return out;
}

QRectF SeriesChart::pointArea(int point, const QSizeF &size, const Theme &theme) const
{
    const Plan where = plan(size, theme);
    const auto [series, place] = m_points[point];
    const Point &at = m_series[series].points[place];
    const double reach = theme.px(8);
    return {where.x.at(at.x) + dodge(series, theme) - reach, where.y.at(at.value) - reach, 2 * reach, 2 * reach};
}

void SeriesChart::paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const
{
    const Plan where = plan(size, theme);
    const double head = legend(painter, size.width(), theme);
    painter->setFont(theme.font(TextSize::Small));
    painter->setPen(theme.color(ColorRole::TextMuted));
    painter->drawText(QRectF(0, head + theme.px(2), size.width(), theme.px(16)), int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine), m_upTitle);
    paintUpAxis(painter, where.plot, where.y, theme);
    if (m_ticks.isEmpty()) {
        paintAcrossAxis(painter, where.plot, where.x, theme, false);
    } else {
        painter->fillRect(QRectF(where.plot.left(), where.plot.bottom(), where.plot.width(), 1), theme.color(ColorRole::BorderStrong));
        const double room = where.plot.width() / double(m_ticks.size());
        for (const auto &[at, text] : m_ticks) {
            painter->setPen(theme.color(ColorRole::TextMuted));
            painter->drawText(QRectF(where.x.at(at) - room / 2, where.plot.bottom() + theme.px(3), room, theme.px(18)), Qt::AlignCenter,
                              painter->fontMetrics().elidedText(text, Qt::ElideRight, int(room) - 4));
        }
    }
    painter->setPen(theme.color(ColorRole::TextMuted));
    painter->drawText(QRectF(where.plot.left(), where.plot.bottom() + theme.px(20), where.plot.width(), theme.px(18)), int(Qt::AlignRight | Qt::AlignVCenter), m_acrossTitle);
    if (m_base) {
        QPen pen(theme.color(ColorRole::TextMuted), 1.4);
        pen.setDashPattern({3, 2.5});
        painter->setPen(pen);
        const double y = std::round(where.y.at(m_base->value)) + 0.5;
        painter->drawLine(QPointF(where.plot.left(), y), QPointF(where.plot.right(), y));
    }
    for (int i = 0; i < drawn(); ++i)
        paintSeries(painter, i, where, theme);
}

/// Series stand a little beside each other, or their intervals would hide one another.
double SeriesChart::dodge(int series, const Theme &theme) const
{
    return (series - (drawn() - 1) / 2.0) * theme.px(4);
}

void SeriesChart::paintSeries(QPainter *painter, int series, const Plan &where, const Theme &theme) const
{
    const QColor color = theme.color(seriesColor(series));
    const double aside = dodge(series, theme);
    QPolygonF line;
    for (const Point &point : m_series[series].points) {
        if (std::isfinite(point.value))
            line.append({where.x.at(point.x) + aside, where.y.at(point.value)});
    }
    painter->setPen(QPen(color, 1.6));
    painter->drawPolyline(line);
    for (const Point &point : m_series[series].points) {
        if (!std::isfinite(point.value))
            continue;
        const QPointF at(where.x.at(point.x) + aside, where.y.at(point.value));
        if (std::isfinite(point.low) && std::isfinite(point.high)) {
            painter->setPen(QPen(color, 1.4, Qt::SolidLine, Qt::FlatCap));
            painter->drawLine(QPointF(at.x(), where.y.at(point.low)), QPointF(at.x(), where.y.at(point.high)));
        }
        paintMark(painter, at, theme.px(8) / 2.0 - 0.5, series, color);
    }
}

} // namespace countersign
