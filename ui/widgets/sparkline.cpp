// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sparkline.h"

#include "ui/widgets/numberformat.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPolygonF>

#include <cmath>
#include <limits>

namespace countersign {
namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(countersign::Sparkline)
};

struct Range
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    qsizetype first = -1;
    qsizetype last = -1;
};

Range rangeOf(const QList<double> &series)
{
    Range range;
    for (qsizetype i = 0; i < series.size(); ++i) {
        if (!std::isfinite(series[i]))
            continue;
        range.low = std::min(range.low, series[i]);
        range.high = std::max(range.high, series[i]);
        range.first = range.first < 0 ? i : range.first;
        range.last = i;
    }
    return range;
}

/// First, lowest, highest and last of every pixel column, so that no peak is lost and nothing is drawn twice.
QPolygonF thinned(const QPolygonF &run)
{
    if (run.size() < 3)
        return run;
    QPolygonF result;
    for (qsizetype i = 0; i < run.size();) {
        const double column = std::floor(run[i].x());
        qsizetype end = i;
        qsizetype low = i;
        qsizetype high = i;
        for (; end < run.size() && std::floor(run[end].x()) == column; ++end) {
            low = run[end].y() < run[low].y() ? end : low;
            high = run[end].y() > run[high].y() ? end : high;
        }
        qsizetype picks[] = {i, std::min(low, high), std::max(low, high), end - 1};
        qsizetype previous = -1;
        for (const qsizetype pick : picks) {
            if (pick != previous)
                result << run[pick];
            previous = pick;
        }
        i = end;
    }
    return result;
}

} // namespace

void paintSparkline(QPainter *painter, const QRectF &rect, const QList<double> &series, const Theme &theme, Tone tone)
{
    const Range range = rangeOf(series);
    if (range.last < 0 || rect.width() < 2)
        return;
    const QColor color = theme.color(tone == Tone::Info ? ColorRole::Chart1 : textRole(tone));
    const QRectF area = rect.adjusted(2, 2, -3, -2);
    // Halves, because the difference of two finite numbers need not be finite.
    const double span = range.high / 2 - range.low / 2;
    const auto at = [&](qsizetype i) {
        const double x = series.size() > 1 ? double(i) / double(series.size() - 1) : 1.0;
        const double y = span > 0 ? (series[i] / 2 - range.low / 2) / span : 0.5;
        return QPointF(area.left() + x * area.width(), area.bottom() - y * area.height());
    };
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(color);
    QPolygonF run;
    const auto flush = [&] {
        painter->setPen(QPen(color, 1.2));
        if (run.size() > 1)
            painter->drawPolyline(thinned(run));
        else if (run.size() == 1)
            painter->drawEllipse(run.first(), 0.7, 0.7);
        run.clear();
    };
    for (qsizetype i = 0; i < series.size(); ++i) {
        if (std::isfinite(series[i]))
            run << at(i);
        else
            flush();
    }
    flush();
    painter->setPen(Qt::NoPen);
    painter->drawEllipse(at(range.last), 2, 2);
    painter->restore();
}

QString describeSeries(const QList<double> &series)
{
    const Range range = rangeOf(series);
    if (range.last < 0) {
        //: What a screen reader says for a chart without values.
        return Words::tr("No values.");
    }
    //: What a screen reader says for a small chart: count, first, last, lowest, highest value.
    return Words::tr("%Ln value(s), first %1, last %2, lowest %3, highest %4.", nullptr, int(series.size()))
        .arg(formatSignificant(series[range.first]), formatSignificant(series[range.last]),
             formatSignificant(range.low), formatSignificant(range.high));
}

Sparkline::Sparkline(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void Sparkline::setSeries(const QList<double> &series, Tone tone)
{
    m_series = series;
    m_tone = tone;
    setAccessibleDescription(describeSeries(series));
    setToolTip(describeSeries(series));
    update();
}

QSize Sparkline::sizeHint() const
{
    const Theme theme = Theme::current();
    return {theme.px(96), theme.px(20)};
}

void Sparkline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintSparkline(&painter, rect(), m_series, Theme::current(), m_tone);
}

} // namespace countersign
