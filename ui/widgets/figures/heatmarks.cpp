// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/heatmarks.h"

#include "ui/widgets/chip.h"
#include "ui/widgets/numberformat.h"

#include <QCoreApplication>
#include <QPainter>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct HeatWords
{
    Q_DECLARE_TR_FUNCTIONS(HeatMap)
};

QColor heatMixed(const QColor &from, const QColor &to, double share)
{
    const auto part = [&](int a, int b) { return int(std::lround(a + (b - a) * share)); };
    return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

void paintBars(QPainter *painter, const QRectF &rect, const QColor &ink, bool struck)
{
    const double thick = std::max(1.0, rect.height() / 7), side = rect.width() * 0.8, x = rect.center().x() - side / 2;
    painter->fillRect(QRectF(x, rect.center().y() - rect.height() * 0.16 - thick / 2, side, thick), ink);
    painter->fillRect(QRectF(x, rect.center().y() + rect.height() * 0.16 - thick / 2, side, thick), ink);
    if (struck) {
        painter->setPen(QPen(ink, thick));
        painter->drawLine(QPointF(rect.center().x() - side * 0.22, rect.bottom() - 1), QPointF(rect.center().x() + side * 0.22, rect.top() + 1));
        painter->setPen(Qt::NoPen);
    }
}

void paintPlus(QPainter *painter, const QRectF &rect, const QColor &ink, bool upright)
{
    const double thick = std::max(1.0, rect.height() / 6), side = rect.width() * 0.8;
    painter->fillRect(QRectF(rect.center().x() - side / 2, rect.center().y() - thick / 2, side, thick), ink);
    if (upright)
        painter->fillRect(QRectF(rect.center().x() - thick / 2, rect.center().y() - side / 2, thick, side), ink);
}

/// What is left of a sign in a cell of a few pixels.
void paintPattern(QPainter *painter, const QRectF &rect, HeatMark mark, const QColor &ink, const Theme &theme)
{
    const double half = std::round(rect.height() / 2);
    switch (mark) {
    case HeatMark::Worse:
        painter->fillRect(QRectF(rect.left(), rect.top() + half, rect.width(), rect.height() - half), theme.color(ColorRole::NegativeText));
        break;
    case HeatMark::Better:
        painter->fillRect(QRectF(rect.left(), rect.top(), rect.width(), half), theme.color(ColorRole::Chart3));
        break;
    case HeatMark::Apart:
        painter->setPen(QPen(theme.color(ColorRole::TextDisabled), 1));
        painter->drawLine(rect.bottomLeft(), rect.topRight());
        painter->setPen(Qt::NoPen);
        break;
    case HeatMark::Changed:
    case HeatMark::Gone:
    case HeatMark::New:
        painter->fillRect(QRectF(rect.center().x() - 1, rect.center().y() - 1, 2, 2), ink);
        break;
    case HeatMark::Same:
        break;
    }
}

} // namespace

QString heatMarkText(HeatMark mark)
{
    switch (mark) {
    case HeatMark::Worse:
        //: what a comparison found; stands behind a number
        return HeatWords::tr("worse");
    case HeatMark::Changed:
        return HeatWords::tr("changed");
    case HeatMark::Gone:
        return HeatWords::tr("gone");
    case HeatMark::Apart:
        return HeatWords::tr("not comparable");
    case HeatMark::New:
        return HeatWords::tr("new");
    case HeatMark::Better:
        return HeatWords::tr("better");
    case HeatMark::Same:
        break;
    }
    return HeatWords::tr("no difference");
}

QString heatCountsText(const HeatMapCell &cell)
{
    QStringList parts;
    for (int i = 0; i < heatMarkCount; ++i) {
        if (cell.counts[size_t(i)] > 0)
            parts.append(formatCount(cell.counts[size_t(i)]) + u' ' + heatMarkText(HeatMark(i)));
    }
    //: results in a cell of a heat map, and what became of them
    return HeatWords::tr("%n results: %1", nullptr, cell.total).arg(parts.join(u", "_s));
}

QColor heatFill(HeatMark mark, double strength, const Theme &theme)
{
    const QColor ground = theme.color(ColorRole::Surface);
    switch (mark) {
    case HeatMark::Worse:
        return heatMixed(ground, theme.color(ColorRole::ChartNegative), 0.42 + 0.58 * strength);
    case HeatMark::Better:
        return heatMixed(ground, theme.color(ColorRole::Chart3), 0.16 + 0.34 * strength);
    case HeatMark::Changed:
        return heatMixed(ground, theme.color(ColorRole::Chart2), 0.34);
    case HeatMark::Gone:
        return theme.color(ColorRole::CautionFill);
    case HeatMark::New:
        return theme.color(ColorRole::InfoFill);
    case HeatMark::Apart:
        return ground;
    case HeatMark::Same:
        break;
    }
    return theme.color(ColorRole::NeutralFill);
}

QColor heatInk(const QColor &fill, const Theme &theme)
{
    const QColor dark = theme.color(ColorRole::Text), light = theme.color(ColorRole::Surface);
    return contrastRatio(dark, fill) >= contrastRatio(light, fill) ? dark : light;
}

void paintHeatSign(QPainter *painter, const QRectF &rect, HeatMark mark, const QColor &ink)
{
    painter->setPen(Qt::NoPen);
    switch (mark) {
    case HeatMark::Worse:
        paintShape(painter, rect, ChipShape::TriangleDown, ink);
        break;
    case HeatMark::Better:
        paintShape(painter, rect, ChipShape::TriangleUp, ink);
        break;
    case HeatMark::Changed:
        paintShape(painter, rect, ChipShape::Diamond, ink);
        break;
    case HeatMark::Gone:
        paintPlus(painter, rect, ink, false);
        break;
    case HeatMark::New:
        paintPlus(painter, rect, ink, true);
        break;
    case HeatMark::Apart:
        paintBars(painter, rect, ink, true);
        break;
    case HeatMark::Same:
        paintBars(painter, rect, ink, false);
        break;
    }
    painter->setPen(Qt::NoPen);
}

void paintHeatCell(QPainter *painter, const QRectF &rect, HeatMark mark, double strength, const Theme &theme)
{
    const QColor fill = heatFill(mark, strength, theme);
    painter->fillRect(rect, fill);
    const double room = std::min(rect.width(), rect.height());
    QColor ink = heatInk(fill, theme);
    if (room < theme.px(11)) {
        if (room >= 4)
            paintPattern(painter, rect, mark, ink, theme);
        return;
    }
    if (mark == HeatMark::Apart) {
        painter->setPen(QPen(theme.color(ColorRole::Border), 1));
        painter->drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    // What is as it was stands back.
    if (mark == HeatMark::Same || mark == HeatMark::Apart)
        ink = theme.color(ColorRole::TextDisabled);
    const double side = std::min<double>(theme.px(10), room - theme.px(4));
    paintHeatSign(painter, QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side), mark, ink);
}

} // namespace countersign
