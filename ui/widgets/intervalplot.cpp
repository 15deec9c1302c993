// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/intervalplot.h"

#include "ui/widgets/numberformat.h"
#include "ui/widgets/tabulartext.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

IntervalPlot::IntervalPlot(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
{
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void IntervalPlot::setRows(const QList<Row> &rows)
{
    m_rows = rows;
    describe();
    updateGeometry();
    update();
}

void IntervalPlot::setThreshold(std::optional<double> threshold, bool higherIsBetter)
{
    m_threshold = threshold;
    m_higherIsBetter = higherIsBetter;
    describe();
    updateGeometry();
    update();
}

void IntervalPlot::setDecimals(int decimals)
{
    m_decimals = decimals;
    describe();
    update();
}

QSize IntervalPlot::sizeHint() const
{
    const Theme theme = Theme::current();
    const int axis = m_threshold ? theme.px(20) : 0;
    return {theme.px(340), int(m_rows.size()) * theme.px(28) + axis};
}

QSize IntervalPlot::minimumSizeHint() const
{
    return {Theme::current().px(220), sizeHint().height()};
}

bool IntervalPlot::fails(const Row &row) const
{
    if (!m_threshold || !std::isfinite(row.value))
        return false;
    return m_higherIsBetter ? row.value < *m_threshold : row.value > *m_threshold;
}

std::pair<double, double> IntervalPlot::range() const
{
    double low = m_threshold.value_or(std::numeric_limits<double>::infinity());
    double high = m_threshold.value_or(-std::numeric_limits<double>::infinity());
    for (const Row &row : m_rows) {
        for (const double value : {row.value, row.low, row.high}) {
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        }
    }
    if (!(low <= high))
        return {0, 1};
    const double pad = high > low ? (high - low) * 0.04 : std::max(std::abs(high), 1e-6) * 0.1;
    return {low - pad, high + pad};
}

IntervalPlot::Columns IntervalPlot::columns(const Theme &theme) const
{
    const QFont font = theme.font(TextSize::Small);
    const QFontMetricsF metrics(font);
    qreal label = 0;
    qreal value = 0;
    qreal n = 0;
    for (const Row &row : m_rows) {
        label = std::max(label, metrics.horizontalAdvance(row.label) + 1);
        value = std::max(value, tabularWidth(font, formatFixed(row.value, m_decimals)) + 1);
        n = std::max(n, row.n < 0 ? 0.0 : tabularWidth(font, formatCount(row.n)) + 1);
    }
    label = std::min(label, width() * 0.36);
    const qreal gap = theme.px(12);
    Columns columns;
    columns.label = {0, 0, label, 0};
    columns.n = {width() - n, 0, n, 0};
    columns.value = {columns.n.left() - (n > 0 ? gap : 0) - value, 0, value, 0};
    columns.plot = {label + gap, 0, std::max(20.0, columns.value.left() - label - 2 * gap), 0};
    if (layoutDirection() == Qt::RightToLeft) {
        for (QRectF *rect : {&columns.label, &columns.value, &columns.n, &columns.plot})
            rect->moveLeft(width() - rect->right());
    }
    return columns;
}

void IntervalPlot::paintRow(QPainter *painter, const Row &row, double y, const Columns &columns,
                            const Theme &theme) const
{
    const auto [low, high] = range();
    const double scale = columns.plot.width() / (high - low);
    const auto x = [&, from = low](double value) { return columns.plot.left() + (value - from) * scale; };
    const int rowHeight = theme.px(28);
    const auto band = [&](const QRectF &column) { return QRectF(column.left(), y, column.width(), rowHeight); };
    const double middle = y + rowHeight / 2.0;
    const bool known = std::isfinite(row.value);
    painter->setFont(theme.font(TextSize::Small));
    painter->setPen(theme.color(row.tooSmall ? ColorRole::TextMuted : ColorRole::Text));
    painter->drawText(band(columns.label), int(Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine),
                      painter->fontMetrics().elidedText(row.label, Qt::ElideRight, int(columns.label.width()) + 1));
    drawTabular(painter, band(columns.value), Qt::AlignRight, formatFixed(row.value, m_decimals));
    painter->setPen(theme.color(ColorRole::TextMuted));
    if (row.n >= 0)
        drawTabular(painter, band(columns.n), Qt::AlignRight, formatCount(row.n));
    if (!known) {
        //: In a chart, where a group has no value.
        painter->drawText(band(columns.plot), Qt::AlignCenter, tr("not measured"));
        return;
    }
    const QColor color = theme.color(row.tooSmall ? ColorRole::TextMuted
                                         : fails(row) ? ColorRole::ChartNegative
                                                      : ColorRole::Chart1);
    if (std::isfinite(row.low) && std::isfinite(row.high)) {
        painter->setPen(QPen(color, std::max(2, theme.px(2)), row.tooSmall ? Qt::DotLine : Qt::SolidLine, Qt::FlatCap));
        painter->drawLine(QPointF(x(row.low), middle), QPointF(x(row.high), middle));
    }
    const double radius = theme.px(8) / 2.0;
    painter->setPen(QPen(color, 1.5));
    painter->setBrush(row.tooSmall ? theme.color(ColorRole::Surface) : color);
    // Failing is a square as well as red.
    if (fails(row) && !row.tooSmall)
        painter->drawRect(QRectF(x(row.value) - radius + 0.5, middle - radius + 0.5, 2 * radius - 1, 2 * radius - 1));
    else
        painter->drawEllipse(QPointF(x(row.value), middle), radius - 0.5, radius - 0.5);
}

void IntervalPlot::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    const Columns where = columns(theme);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double rowHeight = theme.px(28);
    if (m_threshold) {
        const auto [low, high] = range();
        const double x = where.plot.left() + (*m_threshold - low) / (high - low) * where.plot.width();
        const double bottom = double(m_rows.size()) * rowHeight;
        painter.setPen(QPen(theme.color(ColorRole::ChartThreshold), 1.2, Qt::CustomDashLine));
        QPen pen = painter.pen();
        pen.setDashPattern({2.5, 2.5});
        painter.setPen(pen);
        painter.drawLine(QPointF(x, 0), QPointF(x, bottom));
        painter.setFont(theme.font(TextSize::Small));
        const QString label = formatFixed(*m_threshold, m_decimals);
        const double half = tabularWidth(painter.font(), label) / 2 + 1;
        const double left = std::clamp(x - half, 0.0, std::max(0.0, width() - 2 * half));
        drawTabular(&painter, QRectF(left, bottom, 2 * half, theme.px(20)), Qt::AlignHCenter, label);
    }
    double y = 0;
    for (const Row &row : m_rows) {
        paintRow(&painter, row, y, where, theme);
        y += rowHeight;
    }
}

QString IntervalPlot::sentence(const Row &row) const
{
    if (!std::isfinite(row.value)) {
        //: A group in a chart: its name; nothing was measured for it.
        return tr("%1: not measured").arg(row.label);
    }
    QString text = row.label + u": "_s + formatInterval(row.value, row.low, row.high, m_decimals);
    if (row.n >= 0)
        text += u", n "_s + formatCount(row.n);
    if (row.tooSmall) {
        //: Added to a group of a chart.
        text += u", "_s + tr("too few to judge");
    } else if (fails(row)) {
        //: Added to a group of a chart that does not reach the threshold.
        text += u", "_s + tr("fails");
    }
    return text;
}

void IntervalPlot::describe()
{
    QStringList parts;
    if (m_threshold) {
        //: The line a chart is read against; %1 is a number.
        parts << tr("Threshold %1").arg(formatFixed(*m_threshold, m_decimals));
    }
    for (const Row &row : m_rows)
        parts << sentence(row);
    setAccessibleDescription(parts.join(u". "_s));
}

void IntervalPlot::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

bool IntervalPlot::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const qsizetype row = help->pos().y() / Theme::current().px(28);
        if (row >= 0 && row < m_rows.size())
            QToolTip::showText(help->globalPos(), sentence(m_rows[row]).toHtmlEscaped(), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace countersign
