// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/rangechart.h"

#include "ui/widgets/numberformat.h"
#include "ui/widgets/tabulartext.h"

#include <QPainter>

#include <cmath>
#include <numeric>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

double cellWidth(const QFont &font, const RangeChart::Cell &cell)
{
    const double text = tabularWidth(font, cell.text);
    return std::ceil(cell.muted.isEmpty() ? text : text + tabularWidth(font, u' ' + cell.muted)) + 1;
}

} // namespace

void RangeChart::setColumns(const QList<Column> &columns)
{
    m_columns = columns;
    dataChanged();
}

void RangeChart::setRows(const QList<Row> &rows)
{
    m_rows = rows;
    dataChanged();
}

void RangeChart::setLines(const QList<Line> &lines)
{
    m_lines = lines;
    dataChanged();
}

void RangeChart::setBars(bool bars, double base)
{
    m_bars = bars;
    m_base = base;
    dataChanged();
}

FigureTable RangeChart::table() const
{
    FigureTable out;
    out.columns.append({m_labelTitle.isEmpty() ? tr("Name") : m_labelTitle, false});
    for (const Column &column : m_columns)
        out.columns.append({column.title, true});
    out.columns.append({tr("Note"), false});
    for (const Row &row : m_rows) {
        if (row.look == Look::Heading)
            continue;
        QStringList cells{row.label};
        for (qsizetype i = 0; i < m_columns.size(); ++i) {
            const Cell cell = row.cells.value(i);
            cells.append(cell.muted.isEmpty() ? cell.text : cell.text + u' ' + cell.muted);
        }
        cells.append(row.note);
        out.rows.append(cells);
    }
    return out;
}

QString RangeChart::pointText(int point) const
{
    const Row &row = m_rows[point];
    if (row.look == Look::Heading)
        return row.label;
    QStringList parts;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        const Cell cell = row.cells.value(i);
        if (!cell.text.isEmpty())
            parts.append((m_columns[i].title + u' ' + cell.text + u' ' + cell.muted).trimmed());
    }
    if (!row.note.isEmpty())
        parts.append(row.note);
    return row.label + u": "_s + parts.join(u", "_s);
}

QSize RangeChart::wantedSize(const Theme &theme) const
{
    return {theme.px(480), theme.px(20) + int(m_rows.size()) * theme.px(24) + theme.px(m_lines.isEmpty() ? 22 : 38)};
}

QRectF RangeChart::pointArea(int point, const QSizeF &size, const Theme &theme) const
{
    return {0, double(theme.px(20) + point * theme.px(24)), size.width(), double(theme.px(24))};
}

AxisRange RangeChart::range() const
{
    AxisRange out;
    for (const Row &row : m_rows) {
        out.add(row.value);
        out.add(row.low);
        out.add(row.high);
    }
    for (const Line &line : m_lines)
        out.add(line.value);
    if (m_bars)
        out.add(m_base);
    const bool share = !out.isEmpty() && out.low() >= 0 && out.high() <= 1;
    return out.padded(0.05, m_bars && out.low() >= m_base ? m_base : share ? 0 : -1e308, share ? 1 : 1e308);
}

RangeChart::Plan RangeChart::plan(const QSizeF &size, const Theme &theme) const
{
    const QFont font = theme.font(TextSize::Small);
    const QFontMetricsF metrics(font);
    Plan out;
    out.head = theme.px(20);
    out.rowHeight = theme.px(24);
    for (const Row &row : m_rows) {
        if (row.look != Look::Heading)
            out.labelWidth = std::max(out.labelWidth, std::ceil(metrics.horizontalAdvance(row.label)) + 1);
    }
    const double gap = theme.px(14);
    out.labelWidth = std::min(out.labelWidth, size.width() * 0.32);
    QList<double> widths;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        double width = std::ceil(metrics.horizontalAdvance(m_columns[i].title)) + 1;
        for (const Row &row : m_rows)
            width = std::max(width, cellWidth(font, row.cells.value(i)));
        widths.append(width);
    }
    // Columns that are not essential go, the last first, until the picture has its share of the width.
    QList<int> shown(m_columns.size());
    std::iota(shown.begin(), shown.end(), 0);
    const auto room = [&] {
        double left = size.width() - out.labelWidth - gap;
        for (const int column : shown)
            left -= widths[column] + gap;
        return left;
    };
    while (room() < std::max<double>(theme.px(150), size.width() * 0.24)) {
        const auto last = std::find_if(shown.rbegin(), shown.rend(), [this](int column) { return !m_columns[column].essential; });
        if (last == shown.rend())
            break;
        shown.erase(std::next(last).base());
    }
    double right = size.width();
    for (auto it = shown.rbegin(); it != shown.rend(); ++it) {
        out.columns.prepend({*it, QRectF(right - widths[*it], 0, widths[*it], 0)});
        right -= widths[*it] + gap;
    }
    const double left = out.labelWidth + gap;
    out.plot = QRectF(left, out.head, std::max(24.0, right - left), double(m_rows.size()) * out.rowHeight);
    const AxisRange values = range();
    out.scale = {values.low(), values.high(), out.plot.left(), out.plot.right()};
    if (layoutDirection() == Qt::RightToLeft) {
        for (auto &[column, rect] : out.columns)
            rect.moveLeft(size.width() - rect.right());
        out.plot.moveLeft(size.width() - out.plot.right());
        out.scale.from = out.plot.right();
        out.scale.to = out.plot.left();
    }
    return out;
}

void RangeChart::paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const
{
    const Plan where = plan(size, theme);
    painter->setFont(theme.font(TextSize::Small));
    painter->setPen(theme.color(ColorRole::TextMuted));
    for (const auto &[column, rect] : where.columns)
        painter->drawText(QRectF(rect.left(), 0, rect.width(), where.head), int(Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine), m_columns[column].title);
    paintAxis(painter, where, theme);
    double y = where.head;
    for (const Row &row : m_rows) {
        paintRow(painter, row, y, where, theme);
        y += where.rowHeight;
    }
}

void RangeChart::paintAxis(QPainter *painter, const Plan &where, const Theme &theme) const
{
    const AxisTicks ticks = axisTicks(where.scale.low, where.scale.high, std::clamp(int(where.plot.width() / theme.px(56)), 2, 8));
    const QFont font = theme.font(TextSize::Small);
    const double height = theme.px(18);
    for (const double value : ticks.values) {
        const double x = std::round(where.scale.at(value));
        painter->fillRect(QRectF(x, where.plot.top(), 1, where.plot.height()), theme.color(value == m_base && m_bars ? ColorRole::BorderStrong : ColorRole::ChartGrid));
        const QString text = tickText(value, ticks);
        const double half = tabularWidth(font, text) / 2 + 1;
        painter->setPen(theme.color(ColorRole::TextMuted));
        drawTabular(painter, QRectF(x - half, where.plot.bottom() + theme.px(2), 2 * half, height), Qt::AlignHCenter, text);
    }
    double taken = -1e9;
    for (const Line &line : m_lines) {
        const double x = std::round(where.scale.at(line.value)) + 0.5;
        const ColorRole role = line.bound ? ColorRole::ChartThreshold : ColorRole::TextMuted;
        QPen pen(theme.color(role), line.bound ? 1.4 : 1);
        if (line.bound)
            pen.setDashPattern({3, 2.5});
        painter->setPen(pen);
        painter->drawLine(QPointF(x, where.plot.top()), QPointF(x, where.plot.bottom() + theme.px(2)));
        const QString text = (formatSignificant(line.value, 3) + u' ' + line.text).trimmed();
        const double width = std::ceil(tabularWidth(font, text)) + 2;
        double left = std::clamp(x - width / 2, where.plot.left(), std::max(where.plot.left(), where.plot.right() - width));
        left = std::max(left, taken);
        taken = left + width + theme.px(8);
        painter->setPen(theme.color(role));
        drawTabular(painter, QRectF(left, where.plot.bottom() + height, width, height), Qt::AlignHCenter, text);
    }
}

void RangeChart::paintRow(QPainter *painter, const Row &row, double y, const Plan &where, const Theme &theme) const
{
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const double middle = y + where.rowHeight / 2;
    if (row.look == Look::Heading) {
        painter->setFont(theme.font(TextSize::Small, QFont::DemiBold));
        painter->setPen(theme.color(ColorRole::TextMuted));
        const double right = where.columns.isEmpty() ? where.plot.right() : where.columns.last().second.right();
        painter->fillRect(QRectF(0, y, std::max(right, where.plot.right()), where.rowHeight), theme.color(ColorRole::Surface));
        painter->drawText(QRectF(0, y, std::max(right, where.plot.right()), where.rowHeight),
                          int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine), row.label);
        painter->setFont(theme.font(TextSize::Small));
        return;
    }
    const bool muted = row.look == Look::Muted;
    const double labelLeft = mirrored ? where.plot.right() + theme.px(14) : 0;
    painter->setFont(theme.font(TextSize::Small, row.look == Look::Reference ? QFont::DemiBold : QFont::Normal));
    painter->setPen(theme.color(muted ? ColorRole::TextMuted : ColorRole::Text));
    painter->drawText(QRectF(labelLeft, y, where.labelWidth, where.rowHeight), int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine),
                      painter->fontMetrics().elidedText(row.label, Qt::ElideRight, int(where.labelWidth) + 1));
    painter->setFont(theme.font(TextSize::Small));
    for (const auto &[column, rect] : where.columns) {
        const Cell cell = row.cells.value(column);
        QRectF room(rect.left(), y, rect.width(), where.rowHeight);
        if (!cell.muted.isEmpty()) {
            painter->setPen(theme.color(ColorRole::TextMuted));
            drawTabular(painter, room, Qt::AlignRight, cell.muted);
            room.setRight(room.right() - tabularWidth(painter->font(), u' ' + cell.muted));
        }
        painter->setPen(theme.color(muted ? ColorRole::TextMuted : row.look == Look::Failing ? ColorRole::NegativeText : ColorRole::Text));
        drawTabular(painter, room, Qt::AlignRight, cell.text);
    }
    paintMark(painter, row, middle, where, theme);
}

void RangeChart::paintMark(QPainter *painter, const Row &row, double middle, const Plan &where, const Theme &theme) const
{
    if (!std::isfinite(row.value)) {
        painter->setPen(theme.color(ColorRole::TextMuted));
        painter->drawText(QRectF(where.plot.left(), middle - where.rowHeight / 2, where.plot.width(), where.rowHeight), Qt::AlignCenter,
                          //: in a chart, where a row has no value
                          tr("no value"));
        return;
    }
    const bool muted = row.look == Look::Muted;
    const QColor color = theme.color(muted ? ColorRole::TextMuted : row.look == Look::Failing ? ColorRole::ChartNegative : ColorRole::Chart1);
    const double x = where.scale.at(row.value);
    const bool interval = std::isfinite(row.low) && std::isfinite(row.high);
    if (m_bars) {
        const double zero = where.scale.at(m_base);
        const double half = theme.px(10) / 2.0;
        QColor fill = color;
        fill.setAlphaF(muted ? 0.35F : 0.75F);
        painter->fillRect(QRectF(std::min(zero, x), middle - half, std::abs(x - zero), 2 * half), fill);
        if (interval) {
            painter->setPen(QPen(theme.color(ColorRole::Text), 1.3));
            const double low = where.scale.at(row.low), high = where.scale.at(row.high), cap = theme.px(3);
            painter->drawLine(QPointF(low, middle), QPointF(high, middle));
            painter->drawLine(QPointF(low, middle - cap), QPointF(low, middle + cap));
            painter->drawLine(QPointF(high, middle - cap), QPointF(high, middle + cap));
        }
        return;
    }
    if (interval) {
        painter->setPen(QPen(color, std::max(2, theme.px(2)), muted ? Qt::DotLine : Qt::SolidLine, Qt::FlatCap));
        painter->drawLine(QPointF(where.scale.at(row.low), middle), QPointF(where.scale.at(row.high), middle));
    }
    const double radius = theme.px(8) / 2.0;
    painter->setPen(QPen(color, row.look == Look::Reference ? 2 : 1.5));
    painter->setBrush(muted || row.look == Look::Reference ? theme.color(ColorRole::Surface) : color);
    if (row.look == Look::Failing)
        painter->drawRect(QRectF(x - radius + 0.5, middle - radius + 0.5, 2 * radius - 1, 2 * radius - 1));
    else
        painter->drawEllipse(QPointF(x, middle), radius - 0.5, radius - 0.5);
    painter->setBrush(Qt::NoBrush);
}

} // namespace countersign
