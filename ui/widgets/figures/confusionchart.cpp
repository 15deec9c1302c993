// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/confusionchart.h"

#include "ui/widgets/numberformat.h"
#include "ui/widgets/tabulartext.h"

#include <QPainter>

#include <cmath>
#include <numeric>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString confusionCount(double count)
{
    return count == std::floor(count) && std::abs(count) < 9e15 ? formatCount(qint64(count)) : formatSignificant(count, 3);
}

/// What fits a small cell: "12k" for 12,345.
QString shortCount(double count)
{
    if (count >= 9'950'000)
        return formatSignificant(count / 1e6, 2) + u'M';
    if (count >= 9'950)
        return formatSignificant(count / 1e3, 2) + u'k';
    return confusionCount(count);
}

QColor mixed(const QColor &from, const QColor &to, double share)
{
    const auto part = [&](int a, int b) { return int(std::lround(a + (b - a) * share)); };
    return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

} // namespace

void ConfusionChart::setMatrix(const QStringList &labels, const QList<QList<double>> &counts)
{
    m_labels = labels;
    m_counts = counts;
    m_rows.clear();
    for (const QList<double> &row : counts)
        m_rows.append(std::accumulate(row.begin(), row.end(), 0.0));
    dataChanged();
}

double ConfusionChart::share(qsizetype row, qsizetype column) const
{
    return m_rows.value(row) > 0 ? m_counts[row].value(column) / m_rows[row] : 0;
}

FigureTable ConfusionChart::table() const
{
    FigureTable out;
    out.columns = {{tr("Actual"), false}, {tr("Predicted"), false}, {tr("Count"), true}, {tr("Share of the row"), true}};
    for (qsizetype row = 0; row < m_labels.size(); ++row) {
        for (qsizetype column = 0; column < m_labels.size(); ++column)
            out.rows.append({m_labels[row], m_labels[column], confusionCount(m_counts[row].value(column)), formatPercent(share(row, column))});
    }
    return out;
}

QString ConfusionChart::pointText(int point) const
{
    const qsizetype row = point / m_labels.size(), column = point % m_labels.size();
    const QString count = confusionCount(m_counts[row].value(column));
    if (row == column)
        //: a cell of a confusion matrix on the diagonal
        return tr("%1 predicted as such: %2, %3 of all %1").arg(m_labels[row], count, formatPercent(share(row, column)));
    return tr("%1 predicted as %2: %3, %4 of all %1").arg(m_labels[row], m_labels[column], count, formatPercent(share(row, column)));
}

QSizeF ConfusionChart::cell(const Theme &theme) const
{
    const qsizetype n = m_labels.size();
    return n <= 6 ? QSizeF(theme.px(72), theme.px(44)) : n <= 12 ? QSizeF(theme.px(48), theme.px(36)) : QSizeF(theme.px(40), theme.px(32));
}

double ConfusionChart::labelWidth(const Theme &theme) const
{
    const QFontMetricsF metrics(theme.font(TextSize::Small));
    double width = theme.px(40);
    for (const QString &label : m_labels)
        width = std::max(width, metrics.horizontalAdvance(label) + 1);
    return std::min<double>(width, theme.px(140)) + theme.px(28);
}

double ConfusionChart::headHeight(const Theme &theme) const
{
    if (!slanted())
        return theme.px(38);
    const QFontMetricsF metrics(theme.font(TextSize::Small));
    double longest = 0;
    for (const QString &label : m_labels)
        longest = std::max(longest, metrics.horizontalAdvance(label));
    return theme.px(26) + std::min<double>(longest, theme.px(120)) * 0.71 + theme.px(8);
}

QSize ConfusionChart::wantedSize(const Theme &theme) const
{
    const double n = double(m_labels.size());
    const double tail = slanted() ? theme.px(64) : theme.px(4); // the last slanted label leans out
    return QSizeF(labelWidth(theme) + n * cell(theme).width() + tail, headHeight(theme) + n * cell(theme).height() + theme.px(2)).toSize();
}

int ConfusionChart::leastWidth(const Theme &theme) const
{
    return wantedSize(theme).width();
}

int ConfusionChart::neighbour(int point, Qt::Key arrow) const
{
    const int n = int(m_labels.size());
    if (arrow == Qt::Key_Up || arrow == Qt::Key_Down)
        return arrow == Qt::Key_Up ? point - n : point + n;
    const int next = Figure::neighbour(point, arrow);
    return next / n == point / n && next >= 0 ? next : -1;
}

QRectF ConfusionChart::pointArea(int point, const QSizeF &, const Theme &theme) const
{
    const QSizeF one = cell(theme);
    const int n = int(m_labels.size());
    return {labelWidth(theme) + point % n * one.width(), headHeight(theme) + point / n * one.height(), one.width(), one.height()};
}

void ConfusionChart::paintHead(QPainter *painter, const Theme &theme) const
{
    const QSizeF one = cell(theme);
    const double left = labelWidth(theme), top = headHeight(theme);
    painter->setFont(theme.font(TextSize::Small));
    painter->setPen(theme.color(ColorRole::TextMuted));
    //: over the columns of a confusion matrix
    painter->drawText(QRectF(left, 0, double(m_labels.size()) * one.width(), theme.px(18)), int(Qt::AlignLeft | Qt::AlignVCenter), tr("Predicted →"));
    painter->save();
    painter->translate(theme.px(2), top + double(m_labels.size()) * one.height());
    painter->rotate(-90);
    //: beside the rows of a confusion matrix; read from bottom to top, so that the arrow leads down
    painter->drawText(QRectF(0, 0, double(m_labels.size()) * one.height(), theme.px(18)), int(Qt::AlignRight | Qt::AlignVCenter), tr("← Actual"));
    painter->restore();
    const QFontMetricsF metrics(painter->font());
    painter->setPen(theme.color(ColorRole::Text));
    for (qsizetype i = 0; i < m_labels.size(); ++i) {
        const double x = left + double(i) * one.width();
        if (slanted()) {
            painter->save();
            painter->translate(x + one.width() / 2 - theme.px(4), top - theme.px(4));
            painter->rotate(-45);
            painter->drawText(QPointF(0, 0), metrics.elidedText(m_labels[i], Qt::ElideRight, theme.px(120)));
            painter->restore();
        } else {
            painter->drawText(QRectF(x + 2, theme.px(18), one.width() - 4, theme.px(18)), Qt::AlignCenter,
                              metrics.elidedText(m_labels[i], Qt::ElideRight, one.width() - 4));
        }
        painter->drawText(QRectF(theme.px(20), top + double(i) * one.height(), left - theme.px(28), one.height()), int(Qt::AlignRight | Qt::AlignVCenter),
                          metrics.elidedText(m_labels[i], Qt::ElideRight, left - theme.px(28)));
    }
}

void ConfusionChart::paintCell(QPainter *painter, qsizetype row, qsizetype column, const Theme &theme) const
{
    const QRectF area = pointArea(int(row * m_labels.size() + column), {}, theme);
    const double part = share(row, column);
    const double count = m_counts[row].value(column);
    // What is right is blue, what is wrong is red; both deepen with the share of the row. Half way keeps text readable.
    const QColor ink = theme.color(row == column ? ColorRole::Chart1 : ColorRole::ChartNegative);
    const QColor fill = mixed(theme.color(ColorRole::Surface), ink, std::sqrt(part) * 0.38);
    painter->fillRect(area.adjusted(0.5, 0.5, -0.5, -0.5), fill);
    painter->setPen(theme.color(count > 0 ? ColorRole::Text : ColorRole::TextMuted));
    const bool large = m_labels.size() <= 6;
    painter->setFont(theme.font(large ? TextSize::Body : TextSize::Small, row == column ? QFont::DemiBold : QFont::Normal));
    const double half = area.height() / 2;
    if (count <= 0) {
        painter->setPen(theme.color(ColorRole::TextDisabled));
        drawTabular(painter, area, Qt::AlignHCenter, u"0"_s);
        return;
    }
    drawTabular(painter, QRectF(area.left(), area.top() + 2, area.width(), half), Qt::AlignHCenter, large ? confusionCount(count) : shortCount(count));
    QFont small = theme.font(TextSize::Small);
    if (!large)
        small.setPixelSize(std::max(8, QFontInfo(small).pixelSize() - 1));
    painter->setFont(small);
    const QString text = large ? formatPercent(part) : part < 0.005 ? u"<\u2009"_s + formatPercent(0.01, 0) : formatPercent(part, 0);
    drawTabular(painter, QRectF(area.left(), area.top() + half - 1, area.width(), half - 1), Qt::AlignHCenter, text);
}

void ConfusionChart::paintFigure(QPainter *painter, const QSizeF &, const Theme &theme) const
{
    paintHead(painter, theme);
    // Only what is seen: a hundred classes have ten thousand cells.
    const QRectF clip = painter->hasClipping() ? painter->clipBoundingRect() : QRectF();
    for (qsizetype row = 0; row < m_labels.size(); ++row) {
        for (qsizetype column = 0; column < m_labels.size(); ++column) {
            if (clip.isEmpty() || clip.intersects(pointArea(int(row * m_labels.size() + column), {}, theme)))
                paintCell(painter, row, column, theme);
        }
    }
}

} // namespace countersign
