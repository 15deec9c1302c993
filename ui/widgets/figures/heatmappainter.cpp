// SPDX-License-Identifier: GPL-3.0-or-later
// Of the heat map how it is painted. Only lines and columns that are seen are touched.
#include "ui/widgets/chip.h"
#include "ui/widgets/figures/heatmap.h"
#include "ui/widgets/figures/heatmarks.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/style.h"
#include "ui/widgets/tabulartext.h"

#include <QPainter>
#include <QScrollBar>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

void HeatMap::paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const
{
    const Places places = placesIn(size, theme);
    painter->setFont(theme.font(TextSize::Small));
    if (m_lines.isEmpty() || columnCount() == 0) {
        painter->setFont(theme.font());
        painter->setPen(theme.color(ColorRole::TextMuted));
        painter->drawText(QRectF(QPointF(), size), Qt::AlignCenter, tr("There is nothing to draw."));
        return;
    }
    paintHead(painter, places, theme);
    painter->save();
    painter->setClipRect(QRectF(0, places.cells.top(), places.cells.right(), places.cells.height()), Qt::IntersectClip);
    const double end = m_down->value() + places.cells.height();
    for (int i = std::max(0, lineAt(m_down->value())); i < m_lines.size() && m_lines[i].top < end; ++i)
        paintLine(painter, m_lines[i], places, theme);
    painter->restore();
    paintMarks(painter, QPointF(0, size.height() - places.legend + theme.px(8)), size.width(), theme);
}

void HeatMap::paintHead(QPainter *painter, const Places &places, const Theme &theme) const
{
    const QStringList &columns = m_grid->data().columns;
    const QFontMetricsF metrics(painter->font());
    painter->setPen(theme.color(ColorRole::TextMuted));
    painter->drawText(QRectF(theme.px(4), places.head - theme.px(22), places.labels - theme.px(8), theme.px(20)), int(Qt::AlignLeft | Qt::AlignVCenter),
                      //: over the rows and columns of a heat map: "Task by metric"
                      metrics.elidedText(tr("%1 by %2").arg(m_grid->data().rowTitle, m_grid->data().columnTitle.toLower()), Qt::ElideRight, places.labels - theme.px(8)));
    painter->save();
    painter->setClipRect(QRectF(places.cells.left(), 0, places.cells.width(), places.head), Qt::IntersectClip);
    painter->setPen(theme.color(ColorRole::Text));
    const int first = int(m_across->value() / places.column);
    const int last = std::min<int>(int(columns.size()) - 1, int((m_across->value() + places.cells.width()) / places.column) + 1);
    // Names closer than a line of text would run into each other: then only every so many are written.
    const int every = std::max(1, int(std::ceil(theme.px(13) / places.column)));
    for (int column = first - first % every; column <= last; column += every) {
        const double x = places.cells.left() + column * places.column - m_across->value();
        if (!places.slanted) {
            painter->drawText(QRectF(x + 2, places.head - theme.px(22), places.column - 4, theme.px(20)), Qt::AlignCenter,
                              metrics.elidedText(columns[column], Qt::ElideRight, places.column - 4));
            continue;
        }
        painter->save();
        painter->translate(x + places.column / 2 + theme.px(2), places.head - theme.px(4));
        painter->rotate(-45);
        painter->drawText(QPointF(0, 0), metrics.elidedText(columns[column], Qt::ElideRight, theme.px(120)));
        painter->restore();
    }
    painter->restore();
}

void HeatMap::paintLine(QPainter *painter, const Line &line, const Places &places, const Theme &theme) const
{
    const double top = places.cells.top() + line.top - m_down->value();
    const bool group = line.row < 0;
    if (group)
        painter->fillRect(QRectF(0, top, places.cells.right(), 1), theme.color(ColorRole::Border));
    paintLabel(painter, line, QRectF(theme.px(4), top, places.labels - theme.px(8), line.height), theme);
    painter->save();
    painter->setClipRect(QRectF(places.cells.left(), top, places.cells.width(), line.height), Qt::IntersectClip);
    const int first = int(m_across->value() / places.column);
    const int last = std::min(columnCount() - 1, int((m_across->value() + places.cells.width()) / places.column) + 1);
    const double gap = m_zoom == 0 && !group ? 0.5 : 1;
    for (int column = first; column <= last; ++column) {
        const HeatMapCell *cell = cellOf(line, column);
        if (!cell)
            continue;
        const QRectF area(places.cells.left() + column * places.column - m_across->value(), top, places.column, line.height);
        const QRectF inner = area.adjusted(gap, group ? 3 : gap, -gap, group ? -2 : -gap);
        // One of sixty is not as grave as thirty of sixty: blocks of a group deepen with the share of the gravest.
        const double strength = group ? std::min(1.0, 1.6 * std::sqrt(double(cell->counts[size_t(cell->mark)]) / cell->total) - 0.1) : double(cell->strength);
        if (cell->total > 1)
            paintBlock(painter, *cell, strength, inner, theme);
        else
            paintHeatCell(painter, inner, cell->mark, strength, theme);
    }
    painter->restore();
}

void HeatMap::paintLabel(QPainter *painter, const Line &line, const QRectF &rect, const Theme &theme) const
{
    QRectF room = rect;
    if (line.row < 0) {
        const double side = theme.px(10);
        drawChevron(painter, QRectF(room.left(), room.center().y() - side / 2, side, side), isGroupOpen(line.group) ? Qt::DownArrow : Qt::RightArrow,
                    theme.color(ColorRole::TextMuted));
        room.setLeft(room.left() + side + theme.px(4));
        const QString count = formatCount(m_grid->rowsOf(line.group).second);
        const QFontMetricsF small(theme.font(TextSize::Small));
        const double countWidth = small.horizontalAdvance(count) + theme.px(4);
        painter->setFont(theme.font(TextSize::Small));
        painter->setPen(theme.color(ColorRole::TextMuted));
        drawTabular(painter, room, Qt::AlignRight, count);
        room.setRight(room.right() - countWidth);
        painter->setFont(theme.font(TextSize::Body, QFont::DemiBold));
        painter->setPen(theme.color(ColorRole::Text));
    } else if (line.height >= theme.px(14)) {
        painter->setFont(theme.font(TextSize::Small));
        painter->setPen(theme.color(ColorRole::Text));
        if (!m_grid->data().groups[line.group].isEmpty())
            room.setLeft(room.left() + theme.px(14));
    } else {
        return; // the tooltip and the cursor name it
    }
    const QFontMetricsF metrics(painter->font());
    painter->drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine), metrics.elidedText(nameOf(line), Qt::ElideRight, room.width()));
}

/// Several results in one cell: the gravest, and how many there are of it.
void HeatMap::paintBlock(QPainter *painter, const HeatMapCell &cell, double strength, const QRectF &rect, const Theme &theme) const
{
    const QString count = formatCount(cell.counts[size_t(cell.mark)]);
    painter->setFont(theme.font(TextSize::Small));
    const double side = theme.px(9), width = tabularWidth(painter->font(), count);
    if (rect.height() < theme.px(13) || rect.width() < side + width + theme.px(8)) {
        paintHeatCell(painter, rect, cell.mark, strength, theme);
        return;
    }
    const QColor fill = heatFill(cell.mark, strength, theme);
    painter->fillRect(rect, fill);
    const bool quiet = cell.mark == HeatMark::Same || cell.mark == HeatMark::Apart;
    const QColor ink = quiet ? theme.color(ColorRole::TextMuted) : heatInk(fill, theme);
    if (cell.mark == HeatMark::Apart) {
        painter->setPen(QPen(theme.color(ColorRole::Border), 1));
        painter->drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    const double x = rect.center().x() - (side + theme.px(3) + width) / 2;
    paintHeatSign(painter, QRectF(x, rect.center().y() - side / 2, side, side), cell.mark, ink);
    painter->setPen(ink);
    drawTabular(painter, QRectF(x + side + theme.px(3), rect.top(), width + 1, rect.height()), Qt::AlignLeft, count);
}

/// The legend: the marks that there are, in lines as wide as there is room. Without a painter only how high it is.
double HeatMap::paintMarks(QPainter *painter, const QPointF &at, double width, const Theme &theme) const
{
    const QFontMetricsF metrics(theme.font(TextSize::Small));
    const double swatch = theme.px(16), line = theme.px(20);
    double x = 0, y = 0;
    for (int i = 0; i < heatMarkCount; ++i) {
        if (m_grid->counts()[size_t(i)] == 0)
            continue;
        const QString text = heatMarkText(HeatMark(i));
        const double all = swatch + theme.px(6) + metrics.horizontalAdvance(text) + theme.px(16);
        if (x > 0 && x + all > width) {
            x = 0;
            y += line;
        }
        if (painter) {
            const QRectF box(at.x() + theme.px(4) + x, at.y() + y + (line - swatch) / 2, swatch, swatch);
            paintHeatCell(painter, box, HeatMark(i), 1, theme);
            painter->setFont(theme.font(TextSize::Small));
            painter->setPen(theme.color(ColorRole::TextMuted));
            painter->drawText(QRectF(box.right() + theme.px(6), at.y() + y, all, line), int(Qt::AlignLeft | Qt::AlignVCenter), text);
        }
        x += all;
    }
    return y + line;
}

} // namespace countersign
