// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/measured.h"

#include "domain/intervals.h"
#include "formats/metricregistry.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"

#include <QCoreApplication>

#include <cmath>

namespace countersign::evaluations {

using namespace Qt::StringLiterals;

namespace {
struct MeasuredWords
{
    Q_DECLARE_TR_FUNCTIONS(Evaluations)
};
} // namespace

QString numberText(double value)
{
    const double size = std::abs(value);
    return size != 0 && (size < 0.001 || size >= 10'000) ? formatSignificant(value, 4) : formatFixed(value, size >= 100 ? 1 : 3);
}

QString intervalText(const std::optional<EvaluationReport::Interval> &interval)
{
    if (!interval)
        return {};
    const double size = std::max(std::abs(interval->low), std::abs(interval->high));
    if (size >= 10'000 || (size != 0 && size < 0.001))
        return u"(%1–%2)"_s.arg(formatSignificant(interval->low, 4), formatSignificant(interval->high, 4));
    return formatIntervalOnly(interval->low, interval->high, size >= 100 ? 1 : 3);
}

QString differenceIntervalText(const std::optional<EvaluationReport::Interval> &interval, int decimals)
{
    //: an interval of a difference: "(−0.041 to +0.028)"
    return interval ? MeasuredWords::tr("(%1 to %2)").arg(formatDifference(interval->low, decimals), formatDifference(interval->high, decimals)) : QString();
}

QString stateText(EvaluationReport::ValueState state)
{
    switch (state) {
    case EvaluationReport::ValueState::Nan:
        //: the file gives "not a number" as a result
        return MeasuredWords::tr("not a number");
    case EvaluationReport::ValueState::Inf:
        return MeasuredWords::tr("infinite");
    case EvaluationReport::ValueState::Error:
        return MeasuredWords::tr("error");
    default:
        return u"—"_s;
    }
}

QString methodText(const QString &method)
{
    if (method.isEmpty())
        return MeasuredWords::tr("method not stated");
    if (method.startsWith(u"wilson"_s))
        return u'W' + method.mid(1);
    return method;
}

bool isFinite(const Metric &metric)
{
    return metric.valueState == EvaluationReport::ValueState::Finite;
}

QString valueText(const Metric &metric)
{
    return isFinite(metric) ? numberText(metric.value) : stateText(metric.valueState);
}

bool isProportion(const EvaluationReport &report, const Metric &metric)
{
    if (!isFinite(metric) || metric.value < 0 || metric.value > 1)
        return false;
    if (metric.intervalMethod.startsWith(u"wilson"_s))
        return true;
    if (metric.unit != "fraction"_L1)
        return false;
    const auto info = MetricRegistry::builtIn().find(report.producer.name, metric.metric);
    return info && info->proportion;
}

std::optional<double> standardErrorOf(const Metric &metric)
{
    if (metric.stderror && *metric.stderror > 0)
        return metric.stderror;
    if (metric.interval && metric.intervalLevel.value_or(0.95) == 0.95 && metric.interval->high > metric.interval->low)
        return (metric.interval->high - metric.interval->low) / (2 * normalQuantile975);
    return std::nullopt;
}

QString resultTitle(const Metric &metric)
{
    const QString name = metric.filter.isEmpty() || metric.filter == "none"_L1 ? metric.metric : u"%1, %2"_s.arg(metric.metric, metric.filter);
    const QString task = taskLabel(metric.task.isEmpty() ? metric.suite : metric.task);
    return visibleText(task.isEmpty() ? name : name + u" · "_s + task);
}

QString resultKey(const Metric &metric)
{
    const QChar unit(0x1f);
    return metric.suite + unit + metric.task + unit + metric.dataset + unit + metric.metric + unit + metric.filter;
}

QString groupTitle(const QList<EvaluationReport::SliceTerm> &slice)
{
    QStringList parts;
    for (const EvaluationReport::SliceTerm &term : slice)
        parts.append(taskLabel(term.group));
    return visibleText(parts.join(isOfPeople(slice) ? u" × "_s : u", "_s));
}

bool isOfPeople(const QList<EvaluationReport::SliceTerm> &slice)
{
    return !slice.isEmpty() && std::none_of(slice.begin(), slice.end(), [](const EvaluationReport::SliceTerm &term) {
        return term.dimension == "perturbation"_L1 || term.dimension == "strength"_L1 || term.dimension == "attack"_L1;
    });
}

} // namespace countersign::evaluations
