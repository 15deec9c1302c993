// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/calibrationchart.h"

#include "ui/widgets/figures/figuremarks.h"
#include "ui/widgets/numberformat.h"

#include <QPainter>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

void CalibrationChart::setBins(const QList<Bin> &bins)
{
    m_bins = bins;
    dataChanged();
}

bool CalibrationChart::hasCounts() const
{
    return std::any_of(m_bins.begin(), m_bins.end(), [](const Bin &bin) { return bin.n > 0; });
}

FigureTable CalibrationChart::table() const
{
    FigureTable out;
    out.columns = {{tr("From"), true}, {tr("To"), true}, {tr("Predicted"), true}, {tr("Observed"), true}, {tr("n"), true}};
    for (const Bin &bin : m_bins)
        out.rows.append({formatSignificant(bin.low), formatSignificant(bin.high), formatFixed(bin.predicted),
                         formatInterval(bin.observed, bin.intervalLow, bin.intervalHigh), bin.n > 0 ? formatCount(bin.n) : u"—"_s});
    return out;
}

QString CalibrationChart::pointText(int point) const
{
    const Bin &bin = m_bins[point];
    //: a bin of a reliability diagram: its bounds, the mean prediction, the observed share with its interval, how many
    return tr("%1 to %2: predicted %3, observed %4, n %5")
        .arg(formatSignificant(bin.low), formatSignificant(bin.high), formatFixed(bin.predicted),
             formatInterval(bin.observed, bin.intervalLow, bin.intervalHigh), bin.n > 0 ? formatCount(bin.n) : tr("not stated"));
}

QSize CalibrationChart::wantedSize(const Theme &theme) const
{
    return {theme.px(340), theme.px(hasCounts() ? 320 : 260)};
}

QRectF CalibrationChart::plot(const QSizeF &size, const Theme &theme) const
{
    const double left = upAxisWidth(0, 1, theme.px(200), theme) + theme.px(18);
    return {left, double(theme.px(8)), std::max(24.0, std::min<double>(size.width() - left - theme.px(12), theme.px(420))), double(theme.px(206))};
}

QRectF CalibrationChart::pointArea(int point, const QSizeF &size, const Theme &theme) const
{
    const QRectF where = plot(size, theme);
    const Bin &bin = m_bins[point];
    const AxisScale x{0, 1, where.left(), where.right()}, y{0, 1, where.bottom(), where.top()};
    const double reach = theme.px(8);
    return {x.at(bin.predicted) - reach, y.at(bin.observed) - reach, 2 * reach, 2 * reach};
}

void CalibrationChart::paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const
{
    const QRectF where = plot(size, theme);
    const AxisScale x{0, 1, where.left(), where.right()}, y{0, 1, where.bottom(), where.top()};
    paintUpAxis(painter, where, y, theme);
    paintAcrossAxis(painter, where, x, theme);
    painter->setPen(theme.color(ColorRole::TextMuted));
    painter->drawText(QRectF(where.left(), where.bottom() + theme.px(18), where.width(), theme.px(18)), int(Qt::AlignRight | Qt::AlignVCenter), tr("predicted"));
    painter->save();
    painter->translate(0, where.top());
    painter->rotate(-90);
    painter->drawText(QRectF(-where.height(), 0, where.height(), theme.px(18)), int(Qt::AlignRight | Qt::AlignVCenter), tr("observed"));
    painter->restore();
    QPen diagonal(theme.color(ColorRole::TextMuted), 1.2);
    diagonal.setDashPattern({3, 2.5});
    painter->setPen(diagonal);
    painter->drawLine(where.bottomLeft(), where.topRight());
    const QColor color = theme.color(ColorRole::Chart1);
    QPolygonF line;
    for (const Bin &bin : m_bins) {
        if (std::isfinite(bin.predicted) && std::isfinite(bin.observed))
            line.append({x.at(bin.predicted), y.at(bin.observed)});
    }
    painter->setPen(QPen(color, 1.2));
    painter->drawPolyline(line);
    for (const Bin &bin : m_bins) {
        if (!std::isfinite(bin.predicted) || !std::isfinite(bin.observed))
            continue;
        const QPointF at(x.at(bin.predicted), y.at(bin.observed));
        if (std::isfinite(bin.intervalLow) && std::isfinite(bin.intervalHigh)) {
            painter->setPen(QPen(color, std::max(2, theme.px(2)), Qt::SolidLine, Qt::FlatCap));
            painter->drawLine(QPointF(at.x(), y.at(bin.intervalLow)), QPointF(at.x(), y.at(bin.intervalHigh)));
        }
        paintMark(painter, at, theme.px(8) / 2.0 - 0.5, 0, color);
    }
    if (hasCounts())
        paintCounts(painter, where, theme);
}

void CalibrationChart::paintCounts(QPainter *painter, const QRectF &where, const Theme &theme) const
{
    qint64 most = 1;
    for (const Bin &bin : m_bins)
        most = std::max(most, bin.n);
    const double top = where.bottom() + theme.px(44), height = theme.px(32);
    const AxisScale x{0, 1, where.left(), where.right()};
    painter->setFont(theme.font(TextSize::Small));
    painter->setPen(theme.color(ColorRole::TextMuted));
    painter->drawText(QRectF(0, top, where.left() - theme.px(8), height), int(Qt::AlignRight | Qt::AlignBottom), tr("n"));
    for (const Bin &bin : m_bins) {
        const double left = x.at(std::clamp(bin.low, 0.0, 1.0)), right = x.at(std::clamp(bin.high, 0.0, 1.0));
        const double tall = height * double(bin.n) / double(most);
        painter->fillRect(QRectF(left + 0.5, top + height - tall, std::max(1.0, right - left - 1), tall), theme.color(ColorRole::Chart5));
        const QString text = bin.n > 0 ? formatCount(bin.n) : QString();
        if (QFontMetricsF(painter->font()).horizontalAdvance(text) < right - left)
            painter->drawText(QRectF(left, top + height, right - left, theme.px(18)), Qt::AlignCenter, text);
    }
    painter->fillRect(QRectF(where.left(), top + height, where.width(), 1), theme.color(ColorRole::BorderStrong));
}

} // namespace countersign
