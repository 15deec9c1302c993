// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/dossierfigures.h"

#include "documents/papertext.h"
#include "domain/controlrules.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using Metric = EvaluationReport::Metric;
constexpr double unit = PageFlow::unit;
constexpr double lineHeight = 16, axisHeight = 18;
constexpr qsizetype mostLines = 40;

/// Where things stand in a chart: labels left, the axis, values right.
struct ChartFrame
{
    QRectF plot;
    double low = 0, high = 1;
    [[nodiscard]] double x(double value) const
    {
        return plot.left() + plot.width() * std::clamp((value - low) / (high - low), 0.0, 1.0);
    }
};

ChartFrame frameOf(const QRectF &rect, double low, double high)
{
    return {QRectF(rect.left() + 170 * unit, rect.top(), rect.width() - (170 + 96) * unit, rect.height() - axisHeight * unit), low, high};
}

void drawAxis(QPainter &painter, const ChartFrame &frame)
{
    const QFont font = PageFlow::font(7.5);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    for (int i = 0; i <= 4; ++i) {
        const double value = frame.low + (frame.high - frame.low) * i / 4;
        const double x = frame.x(value);
        painter.setPen(QPen(inkColour(Ink::Hairline), 0.5 * unit));
        painter.drawLine(QPointF(x, frame.plot.top()), QPointF(x, frame.plot.bottom()));
        const QString text = QString::number(value, 'g', 3);
        painter.setPen(inkColour(Ink::Muted));
        painter.drawText(QPointF(x - metrics.horizontalAdvance(text) / 2, frame.plot.bottom() + 10 * unit), text);
    }
}

void drawTexts(QPainter &painter, const QRectF &rect, const ChartLine &line, double middle)
{
    const QFont font = PageFlow::font(8.5);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setPen(inkColour(line.apart ? Ink::Muted : Ink::Text));
    const double base = middle + metrics.ascent() / 2 - metrics.descent() / 2;
    painter.drawText(QPointF(rect.left(), base), metrics.elidedText(line.label, Qt::ElideRight, 160 * unit));
    painter.drawText(QPointF(rect.right() - metrics.horizontalAdvance(line.value), base), line.value);
}

void drawWhisker(QPainter &painter, const ChartFrame &frame, const ChartLine &line, double middle, double thickness)
{
    if (!line.interval)
        return;
    painter.setPen(QPen(inkColour(line.ink), thickness * unit, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(frame.x(line.interval->low), middle), QPointF(frame.x(line.interval->high), middle));
    painter.setPen(QPen(inkColour(line.ink), 0.9 * unit));
    for (const double end : {line.interval->low, line.interval->high})
        painter.drawLine(QPointF(frame.x(end), middle - 2.6 * unit), QPointF(frame.x(end), middle + 2.6 * unit));
}

void drawLimit(QPainter &painter, const ChartFrame &frame, double limit, double from, double to)
{
    painter.setPen(QPen(inkColour(Ink::Text), 1.1 * unit));
    painter.drawLine(QPointF(frame.x(limit), from), QPointF(frame.x(limit), to));
}

bool isFinite(const Metric &metric)
{
    return metric.valueState == EvaluationReport::ValueState::Finite && std::isfinite(metric.value);
}

template <typename Fits>
QList<ResultGroup> resultsThat(const ReleaseCase &release, Fits fits)
{
    QMap<QString, ResultGroup> out;
    for (const auto &evidence : release.evaluations) {
        for (const Metric &metric : evidence.report.results) {
            if (!isFinite(metric) || !fits(metric))
                continue;
            // A suite whose tasks are groups is one chart; sliced results are one a task and dimension.
            QString key = evidence.id + u'\n' + metric.suite + u'\n' + metric.metric;
            QString title = metric.suite.isEmpty() ? metric.metric : metric.suite + u", "_s + metric.metric;
            if (!metric.slice.isEmpty()) {
                QStringList dimensions;
                for (const auto &term : metric.slice)
                    dimensions.append(term.dimension);
                key += u'\n' + metric.task + u'\n' + dimensions.join(u'\n');
                title = (metric.task.isEmpty() ? title : metric.task + u", "_s + metric.metric) + u" — "_s + dimensions.join(u" × "_s);
            }
            ResultGroup &group = out[key];
            group.title = title;
            group.rows.append(metric);
        }
    }
    QList<ResultGroup> groups;
    for (ResultGroup &group : out) {
        for (const MetricRequirement &bound : release.policy.metrics) {
            const Metric &first = group.rows.first();
            const bool same = bound.metric == first.metric && (bound.suite.isEmpty() || bound.suite == first.suite)
                && (bound.task.isEmpty() || first.slice.isEmpty() || bound.task == first.task);
            if (same && !group.threshold)
                group.threshold = bound.limit;
        }
        if (group.rows.size() > 1)
            groups.append(group);
    }
    return groups;
}

} // namespace

PaperFigure dotChart(const QList<ChartLine> &all, double low, double high)
{
    if (all.isEmpty() || !(high > low))
        return {};
    const QList<ChartLine> lines = all.first(std::min(all.size(), mostLines));
    return {double(lines.size()) * lineHeight + axisHeight, [lines, low, high](QPainter &painter, const QRectF &rect) {
                const ChartFrame frame = frameOf(rect, low, high);
                drawAxis(painter, frame);
                double y = frame.plot.top();
                for (const ChartLine &line : lines) {
                    const double middle = y + lineHeight * unit / 2;
                    drawTexts(painter, rect, line, middle);
                    if (line.limit)
                        drawLimit(painter, frame, *line.limit, y + 2 * unit, y + (lineHeight - 2) * unit);
                    drawWhisker(painter, frame, line, middle, 2.2);
                    painter.setPen(QPen(inkColour(line.ink), 1.1 * unit));
                    painter.setBrush(line.apart ? QColor(Qt::white) : inkColour(line.ink));
                    painter.drawEllipse(QPointF(frame.x(line.at), middle), 2.9 * unit, 2.9 * unit);
                    y += lineHeight * unit;
                }
            }};
}

PaperFigure barChart(const QList<ChartLine> &all, double high, std::optional<double> limit)
{
    if (all.isEmpty() || !(high > 0))
        return {};
    const QList<ChartLine> lines = all.first(std::min(all.size(), mostLines));
    return {double(lines.size()) * lineHeight + axisHeight, [lines, high, limit](QPainter &painter, const QRectF &rect) {
                const ChartFrame frame = frameOf(rect, 0, high);
                drawAxis(painter, frame);
                double y = frame.plot.top();
                for (const ChartLine &line : lines) {
                    const double middle = y + lineHeight * unit / 2;
                    drawTexts(painter, rect, line, middle);
                    QColor fill = inkColour(line.ink).lighter(230);
                    painter.setPen(QPen(inkColour(line.ink), 0.6 * unit, line.apart ? Qt::DashLine : Qt::SolidLine));
                    painter.setBrush(line.apart ? QBrush(Qt::NoBrush) : QBrush(fill));
                    painter.drawRect(QRectF(QPointF(frame.x(0), middle - 4.2 * unit), QPointF(frame.x(line.at), middle + 4.2 * unit)));
                    drawWhisker(painter, frame, line, middle, 1);
                    y += lineHeight * unit;
                }
                if (limit)
                    drawLimit(painter, frame, *limit, frame.plot.top(), frame.plot.bottom());
            }};
}

PaperFigure requirementsFigure(const DossierInput &input)
{
    QList<ChartLine> lines;
    for (const Requirement &requirement : input.status.requirements) {
        const auto &bounds = input.release.policy.metrics;
        const auto bound = std::find_if(bounds.begin(), bounds.end(), [&](const auto &b) { return u"metric:"_s + b.id == requirement.id; });
        const bool drawn = requirement.value && *requirement.value >= 0 && *requirement.value <= 1;
        if (!drawn || bound == bounds.end() || bound->limit < 0 || bound->limit > 1)
            continue;
        ChartLine line;
        line.label = paperLine(requirement.title);
        line.value = requirement.threshold + u"  "_s + paperNumber(*requirement.value);
        line.at = *requirement.value;
        line.interval = requirement.interval;
        line.limit = bound->limit;
        line.ink = requirement.state == Requirement::Met ? Ink::Good : requirement.state == Requirement::Waived ? Ink::Warn : Ink::Bad;
        line.apart = requirement.state == Requirement::Stale || requirement.state == Requirement::Missing;
        lines.append(line);
    }
    // A dot says where it is on any axis, so this one shows only where the values are.
    double low = 1, high = 0;
    for (const ChartLine &line : std::as_const(lines)) {
        low = std::min({low, line.at, *line.limit, line.interval ? line.interval->low : 1});
        high = std::max({high, line.at, *line.limit, line.interval ? line.interval->high : 0});
    }
    low = std::max(0.0, std::floor(low * 10 - 0.2) / 10);
    high = std::min(1.0, std::ceil(high * 10 + 0.2) / 10);
    return dotChart(lines, low, high);
}

QList<ResultGroup> groupResults(const ReleaseCase &release)
{
    return resultsThat(release, [](const Metric &metric) { return isOfGroup(metric) && !isOfAttack(metric); });
}

QList<ResultGroup> attackResults(const ReleaseCase &release)
{
    return resultsThat(release, isOfAttack);
}

QString groupLabel(const Metric &metric)
{
    if (metric.slice.isEmpty())
        return paperLine(metric.task);
    QStringList out;
    for (const auto &term : metric.slice)
        out.append(metric.slice.size() == 1 ? term.group : term.dimension + u": "_s + term.group);
    return paperLine(out.join(u", "_s));
}

PaperFigure groupFigure(const ResultGroup &group)
{
    QList<ChartLine> lines;
    double high = group.threshold.value_or(0);
    for (const Metric &metric : group.rows) {
        if (metric.value < 0)
            return {};
        ChartLine line;
        line.label = groupLabel(metric);
        line.apart = metric.n && *metric.n < fewestMembers;
        line.value = paperNumber(metric.value) + (metric.n ? u"  n %1"_s.arg(*metric.n) : QString());
        line.at = metric.value;
        line.interval = metric.interval;
        high = std::max({high, metric.value, metric.interval ? metric.interval->high : 0});
        lines.append(line);
    }
    // Shares end at one of a few round numbers, so that charts of one kind look alike and small rates can be seen.
    double end = high * 1.05;
    for (const double round : {1.0, 0.5, 0.25, 0.1, 0.05, 0.01}) {
        if (high <= round)
            end = round;
    }
    return barChart(lines, end, group.threshold);
}

} // namespace countersign
