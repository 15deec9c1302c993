// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/histogramchart.h"

#include "ui/widgets/numberformat.h"
#include "ui/widgets/tabulartext.h"

#include <QPainter>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

void HistogramChart::setBins(const QList<Bin> &bins, const QString &unit, bool shares)
{
    m_bins = bins;
    m_unit = unit;
    m_shares = shares;
    m_most = m_total = 0;
    for (const Bin &bin : bins) {
        m_most = std::max(m_most, bin.count);
        m_total += bin.count;
    }
    dataChanged();
}

QString HistogramChart::countText(double count) const
{
    if (m_shares)
        return formatPercent(count);
    return count == std::floor(count) && std::abs(count) < 9e15 ? formatCount(qint64(count)) : formatSignificant(count);
}

FigureTable HistogramChart::table() const
{
    FigureTable out;
    const QString unit = m_unit.isEmpty() ? QString() : u" ("_s + m_unit + u')';
    out.columns = {{tr("From") + unit, true}, {tr("To") + unit, true}, {m_shares ? tr("Share") : tr("Count"), true}, {tr("Share of all"), true}};
    for (const Bin &bin : m_bins)
        out.rows.append({formatSignificant(bin.low, 4), formatSignificant(bin.high, 4), countText(bin.count),
                         m_total > 0 ? formatPercent(bin.count / m_total) : u"—"_s});
    return out;
}

QString HistogramChart::pointText(int point) const
{
    const Bin &bin = m_bins[point];
    //: a bar of a histogram: from, to, how many, which share
    return tr("%1 to %2: %3, %4 of all")
        .arg(formatSignificant(bin.low, 4), (formatSignificant(bin.high, 4) + u' ' + m_unit).trimmed(), countText(bin.count),
             m_total > 0 ? formatPercent(bin.count / m_total) : u"—"_s);
}

QSize HistogramChart::wantedSize(const Theme &theme) const
{
    return {theme.px(420), theme.px(180)};
}

QRectF HistogramChart::plot(const QSizeF &size, const Theme &theme) const
{
    const AxisTicks ticks = axisTicks(0, m_most * 1.05, 4);
    double label = theme.px(16);
    for (const double value : ticks.values)
        label = std::max(label, std::ceil(tabularWidth(theme.font(TextSize::Small), m_shares ? formatPercent(value, 0) : tickText(value, ticks))));
    const double left = label + theme.px(8);
    return {left, double(theme.px(6)), std::max(24.0, size.width() - left - theme.px(24)), size.height() - theme.px(6) - theme.px(m_unit.isEmpty() ? 22 : 38)};
}

AxisScale HistogramChart::across(const QRectF &plot) const
{
    if (m_bins.isEmpty() || !(m_bins.last().high > m_bins.first().low))
        return {0, 1, plot.left(), plot.right()};
    return {m_bins.first().low, m_bins.last().high, plot.left(), plot.right()};
}

AxisScale HistogramChart::up(const QRectF &plot) const
{
    return {0, m_most > 0 ? m_most * 1.05 : 1, plot.bottom(), plot.top()};
}

QRectF HistogramChart::pointArea(int point, const QSizeF &size, const Theme &theme) const
{
    const QRectF where = plot(size, theme);
    const AxisScale x = across(where);
    const double left = x.at(m_bins[point].low), right = x.at(m_bins[point].high);
    return {left, where.top(), std::max(1.0, right - left), where.height()};
}

void HistogramChart::paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const
{
    const QRectF where = plot(size, theme);
    const AxisScale x = across(where), y = up(where);
    painter->setFont(theme.font(TextSize::Small));
    const AxisTicks counts = axisTicks(y.low, y.high, 4);
    for (const double value : counts.values) {
        const double at = std::round(y.at(value));
        painter->fillRect(QRectF(where.left(), at, where.width(), 1), theme.color(value == 0 ? ColorRole::BorderStrong : ColorRole::ChartGrid));
        painter->setPen(theme.color(ColorRole::TextMuted));
        drawTabular(painter, QRectF(0, at - theme.px(9), where.left() - theme.px(8), theme.px(18)), Qt::AlignRight,
                    m_shares ? formatPercent(value, 0) : tickText(value, counts));
    }
    const QColor fill = theme.color(ColorRole::Chart1);
    for (const Bin &bin : m_bins) {
        const double left = std::round(x.at(bin.low)), right = std::round(x.at(bin.high));
        const double gap = right - left > 4 ? 1 : 0;
        const double top = y.at(bin.count);
        if (bin.count > 0)
            painter->fillRect(QRectF(left + gap, std::min(top, where.bottom() - 1), std::max(1.0, right - left - gap), std::max(1.0, where.bottom() - top)), fill);
    }
    const AxisTicks values = axisTicks(x.low, x.high, std::clamp(int(where.width() / theme.px(64)), 2, 9));
    for (const double value : values.values) {
        const double at = std::round(x.at(value));
        painter->fillRect(QRectF(at, where.bottom(), 1, theme.px(3)), theme.color(ColorRole::BorderStrong));
        const QString text = tickText(value, values);
        const double half = tabularWidth(painter->font(), text) / 2 + 1;
        painter->setPen(theme.color(ColorRole::TextMuted));
        drawTabular(painter, QRectF(at - half, where.bottom() + theme.px(3), 2 * half, theme.px(18)), Qt::AlignHCenter, text);
    }
    if (!m_unit.isEmpty())
        painter->drawText(QRectF(where.left(), where.bottom() + theme.px(20), where.width(), theme.px(16)), int(Qt::AlignRight | Qt::AlignVCenter), m_unit);
}

} // namespace countersign
