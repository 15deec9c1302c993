// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/scatterchart.h"

#include "ui/widgets/figures/figuremarks.h"

#include <QPainter>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

void ScatterChart::setPoints(const QList<Point> &points, const Axis &across, const Axis &up, const QList<qsizetype> &frontier)
{
    m_points = points;
    m_across = across;
    m_up = up;
    m_frontier = frontier;
    dataChanged();
}

FigureTable ScatterChart::table() const
{
    FigureTable out;
    out.columns = {{tr("Version"), false}, {m_across.title, true}, {m_up.title, true}, {tr("Note"), false}};
    for (qsizetype i = 0; i < m_points.size(); ++i) {
        const Point &point = m_points[i];
        QStringList notes;
        if (point.chosen)
            notes.append(tr("this version"));
        if (point.live)
            notes.append(tr("in production"));
        if (m_frontier.contains(i))
            notes.append(tr("on the frontier"));
        out.rows.append({point.label, point.cells.value(0), point.cells.value(1), notes.join(u", "_s)});
    }
    return out;
}

QString ScatterChart::pointText(int point) const
{
    const Point &at = m_points[point];
    QStringList parts{at.text};
    if (at.chosen)
        parts.append(tr("this version"));
    if (at.live)
        parts.append(tr("in production"));
    if (m_frontier.contains(point))
        parts.append(tr("on the frontier"));
    return at.label + u": "_s + parts.join(u", "_s);
}

QSize ScatterChart::wantedSize(const Theme &theme) const
{
    return {theme.px(480), theme.px(300)};
}

QString ScatterChart::axisText(const Axis &axis, bool up) const
{
    if (axis.better == 0)
        return axis.title;
    const QString arrow = (axis.better > 0) == up ? (up ? u"↑"_s : u"←"_s) : (up ? u"↓"_s : u"→"_s);
    //: the title of an axis, an arrow to its better end
    return tr("%1, better %2").arg(axis.title, arrow);
}

ScatterChart::Plan ScatterChart::plan(const QSizeF &size, const Theme &theme) const
{
    AxisRange across, up;
    for (const Point &point : m_points) {
        across.add(point.x);
        up.add(point.y);
    }
    const AxisRange x = across.padded(0.1, -1e308, 1e308), y = up.padded(0.1, -1e308, 1e308);
    Plan out;
    const double top = theme.px(24), height = std::max(24.0, size.height() - top - theme.px(42));
    const double left = upAxisWidth(y.low(), y.high(), height, theme);
    out.plot = QRectF(left, top, std::max(24.0, size.width() - left - theme.px(12)), height);
    out.x = {x.low(), x.high(), out.plot.left(), out.plot.right()};
    out.y = {y.low(), y.high(), out.plot.bottom(), out.plot.top()};
    return out;
}

QRectF ScatterChart::pointArea(int point, const QSizeF &size, const Theme &theme) const
{
    const Plan where = plan(size, theme);
    const double reach = theme.px(10);
    return {where.x.at(m_points[point].x) - reach, where.y.at(m_points[point].y) - reach, 2 * reach, 2 * reach};
}

void ScatterChart::paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const
{
    const Plan where = plan(size, theme);
    painter->setFont(theme.font(TextSize::Small));
    painter->setPen(theme.color(ColorRole::TextMuted));
    painter->drawText(QRectF(0, 0, size.width(), theme.px(18)), int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine), axisText(m_up, true));
    paintUpAxis(painter, where.plot, where.y, theme);
    paintAcrossAxis(painter, where.plot, where.x, theme);
    painter->setPen(theme.color(ColorRole::TextMuted));
    painter->drawText(QRectF(where.plot.left(), where.plot.bottom() + theme.px(20), where.plot.width(), theme.px(18)),
                      int(Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine), axisText(m_across, false));
    paintFrontier(painter, where, theme);
    for (const Point &point : m_points) {
        const QPointF at(where.x.at(point.x), where.y.at(point.y));
        const double radius = theme.px(8) / 2.0;
        if (point.chosen) {
            paintMark(painter, at, radius + theme.px(1), 0, theme.color(ColorRole::Chart2));
            painter->setPen(QPen(theme.color(ColorRole::Chart2), 1.4));
            painter->drawEllipse(at, radius + theme.px(4), radius + theme.px(4));
        } else if (point.live) {
            paintMark(painter, at, radius + theme.px(1), 3, theme.color(ColorRole::Chart3));
        } else {
            paintMark(painter, at, radius - 0.5, 0, theme.color(ColorRole::Chart1));
        }
    }
    paintLabels(painter, where, theme);
}

/// In steps, because between two versions there is nothing: the region below and behind the line is beaten.
void ScatterChart::paintFrontier(QPainter *painter, const Plan &where, const Theme &theme) const
{
    if (m_frontier.size() < 2)
        return;
    QPolygonF line;
    for (const qsizetype i : m_frontier) {
        const QPointF at(where.x.at(m_points[i].x), where.y.at(m_points[i].y));
        if (!line.isEmpty()) {
            // The corner lies on the worse side of both: the later point's x for a frontier that begins with the best x.
            line.append({at.x(), line.last().y()});
        }
        line.append(at);
    }
    painter->setPen(QPen(theme.color(ColorRole::Chart5), 1.4));
    painter->drawPolyline(line);
}

void ScatterChart::paintLabels(QPainter *painter, const Plan &where, const Theme &theme) const
{
    painter->setFont(theme.font(TextSize::Small));
    const QFontMetricsF metrics(painter->font());
    QList<QRectF> taken;
    // What the page is about and what is live always have their words; the others where there is room.
    for (const bool important : {true, false}) {
        for (qsizetype i = 0; i < m_points.size(); ++i) {
            const Point &point = m_points[i];
            if ((point.chosen || point.live) != important)
                continue;
            QString text = point.label;
            if (point.chosen)
                text += u", "_s + tr("this version");
            else if (point.live)
                text += u", "_s + tr("in production");
            const QPointF at(where.x.at(point.x), where.y.at(point.y));
            const double wide = metrics.horizontalAdvance(text) + 2, away = theme.px(point.chosen ? 11 : 8);
            QRectF room(at.x() + away, at.y() - theme.px(9), wide, theme.px(18));
            if (room.right() > where.plot.right() + theme.px(10))
                room.moveLeft(at.x() - away - wide);
            const bool free = std::none_of(taken.begin(), taken.end(), [&](const QRectF &other) { return other.intersects(room); });
            if (!free && !important)
                continue;
            if (!free)
                room.translate(0, theme.px(16));
            taken.append(room);
            painter->fillRect(room.adjusted(0, 2, 0, -2), theme.color(ColorRole::Surface)); // the frontier may pass here
            painter->setPen(theme.color(important ? ColorRole::Text : ColorRole::TextMuted));
            painter->drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine), text);
        }
    }
}

} // namespace countersign
