// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/resultlines.h"

#include "ui/evaluations/measured.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"

#include <QCoreApplication>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Evaluations", text);
}

void setValue(const Metric &metric, ResultLine &out)
{
    if (metric.valueState != EvaluationReport::ValueState::Finite) {
        out.value = stateText(metric.valueState);
        out.valueToolTip = tr("The file gives no finite value here.");
        return;
    }
    out.value = numberText(metric.value);
    QStringList lines;
    if (!metric.valueText.isEmpty())
        lines.append(tr("In the file: %1").arg(metric.valueText) + (metric.unit.isEmpty() ? QString() : u' ' + metric.unit));
    if (metric.interval) {
        out.interval = intervalText(metric.interval);
        const QString level = metric.intervalLevel ? formatPercent(*metric.intervalLevel, 0) : QString();
        //: how an interval came about; %1 is its level, "95 %"
        lines.append(tr("Interval %1: %2").arg(level, methodText(metric.intervalMethod)));
    } else if (metric.stderror) {
        lines.append(tr("Standard error %1, from the file").arg(numberText(*metric.stderror)));
    } else {
        lines.append(tr("The file gives no error for this value."));
    }
    switch (metric.direction) {
    case EvaluationReport::Direction::Higher:
        lines.append(tr("Higher is better."));
        break;
    case EvaluationReport::Direction::Lower:
        lines.append(tr("Lower is better."));
        break;
    case EvaluationReport::Direction::Target:
        lines.append(metric.target ? tr("Best at %1.").arg(numberText(*metric.target)) : tr("Best at a target."));
        break;
    default:
        lines.append(tr("Nothing says which direction is better, so it cannot gate."));
    }
    if (!metric.flags.isEmpty())
        lines.append(tr("Flagged: %1. A flagged value cannot gate.").arg(metric.flags.join(u", "_s)));
    lines.append(metric.pointer);
    out.valueToolTip = lines.join(u'\n');
}

QString flagText(const QString &flag)
{
    if (flag == "outOfRange"_L1)
        //: marks of a result that cannot decide anything
        return tr("out of range");
    if (flag == "unitUnknown"_L1)
        return tr("unit not known");
    if (flag == "smallGroup"_L1)
        return tr("small group");
    return flag;
}

/// Shares and percentages have an end on both sides; other values have no scale to be drawn on.
void setBar(const Metric &metric, ResultLine &out)
{
    const double most = metric.unit == "fraction"_L1 ? 1 : metric.unit == "percent"_L1 ? 100 : 0;
    if (most == 0 || !isFinite(metric) || metric.value < 0 || metric.value > most)
        return;
    const double none = std::numeric_limits<double>::quiet_NaN();
    out.bar = {metric.value, metric.interval ? metric.interval->low : none, metric.interval ? metric.interval->high : none, 0, most};
}

void setBound(const Metric &metric, const ResultBound *bound, ResultLine &out)
{
    if (bound) {
        out.threshold = bound->requirement.threshold;
        out.thresholdToolTip = bound->requirement.title + u'\n' + bound->from;
        out.verdict = requirementChip(bound->requirement.state);
        out.verdictToolTip = bound->requirement.reason;
        return;
    }
    if (metric.threshold) {
        out.threshold = boundText(metric.threshold->op, metric.threshold->limit);
        out.thresholdToolTip = tr("The tool's own threshold; no policy asks for it.");
    }
    out.verdict = verdictChip(metric.verdict);
}

ResultLine lineOf(const Metric &metric, int index, const ResultBound *bound)
{
    ResultLine out;
    out.metric = index;
    out.category = metric.category;
    out.task = visibleText(taskLabel(metric.task.isEmpty() ? metric.suite : metric.task));
    QStringList detail;
    if (!metric.slice.isEmpty())
        detail.append(groupTitle(metric.slice));
    if (!metric.suite.isEmpty() && !metric.task.isEmpty() && metric.suite != metric.task)
        detail.append(metric.suite);
    if (!metric.dataset.isEmpty() && metric.dataset != metric.task && metric.dataset != metric.suite)
        detail.append(metric.dataset);
    for (const QString &flag : metric.flags)
        detail.append(u"⚑ "_s + flagText(flag));
    out.detail = visibleText(detail.join(u" · "_s));
    out.name = metric.filter.isEmpty() || metric.filter == "none"_L1 ? metric.metric : u"%1, %2"_s.arg(metric.metric, metric.filter);
    setValue(metric, out);
    setBar(metric, out);
    out.n = metric.n ? formatCount(*metric.n) : u"—"_s;
    setBound(metric, bound, out);
    QStringList dimensions;
    for (const EvaluationReport::SliceTerm &term : metric.slice)
        dimensions.append(term.dimension + u' ' + term.group);
    out.searched = (dimensions.join(u' ') + u' ' + out.task + u' ' + metric.task + u' ' + out.detail + u' ' + out.name + u' ' + categoryTitle(out.category)).toLower();
    return out;
}

/// What needs a look stands first.
int rank(const ResultLine &line)
{
    switch (line.verdict.tone) {
    case Tone::Negative:
        return 0;
    case Tone::Caution:
        return 1;
    default:
        return line.threshold.isEmpty() ? 3 : 2;
    }
}

void appendGroup(const QList<ResultLine> &group, QList<ResultLine> &out)
{
    if (group.isEmpty())
        return;
    ResultLine heading;
    heading.category = group.first().category;
    heading.task = categoryTitle(heading.category);
    heading.count = int(group.size());
    heading.detail = formatCount(heading.count);
    out.append(heading);
    out += group;
}

} // namespace

QList<ResultLine> resultLines(const EvaluationReport &report, const QHash<QString, ResultBound> &bounds)
{
    QMap<int, QList<ResultLine>> groups;
    for (int i = 0; i < report.results.size(); ++i) {
        const Metric &metric = report.results[i];
        const auto bound = bounds.constFind(metric.pointer);
        groups[int(metric.category)].append(lineOf(metric, i, bound == bounds.constEnd() ? nullptr : &*bound));
    }
    QList<ResultLine> out;
    for (QList<ResultLine> &group : groups) {
        std::stable_sort(group.begin(), group.end(), [](const ResultLine &a, const ResultLine &b) { return rank(a) < rank(b); });
        appendGroup(group, out);
    }
    return out;
}

QList<ResultLine> filterLines(const QList<ResultLine> &lines, const QString &words, const std::function<bool()> &stopped)
{
    const QStringList parts = words.toLower().simplified().split(u' ', Qt::SkipEmptyParts);
    QList<ResultLine> out, group;
    int seen = 0;
    for (const ResultLine &line : lines) {
        if ((++seen & 0x3ff) == 0 && stopped())
            return {};
        if (line.metric < 0) {
            appendGroup(group, out);
            group.clear();
        } else if (std::all_of(parts.begin(), parts.end(), [&](const QString &part) { return line.searched.contains(part); })) {
            group.append(line);
        }
    }
    appendGroup(group, out);
    return out;
}

} // namespace countersign
