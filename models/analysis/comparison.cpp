// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/comparison.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using Metric = EvaluationReport::Metric;
using Verdict = Comparison::Verdict;

QString keyOf(const Metric &metric)
{
    QString key = metric.suite + u'\x1f' + metric.task + u'\x1f' + metric.metric + u'\x1f' + metric.filter;
    for (const auto &term : metric.slice)
        key += u'\x1f' + term.dimension + u'=' + term.group;
    return key;
}

QMap<QString, Metric> byKey(const QList<EvaluationReport> &reports)
{
    QMap<QString, Metric> out;
    for (const EvaluationReport &report : reports) {
        for (const Metric &metric : report.results)
            out.insert(keyOf(metric), metric);
    }
    return out;
}

/// The file's standard error; for a proportion with n, √(p(1−p)/n); else what a 95 % interval implies.
std::optional<double> standardError(const Metric &metric)
{
    if (metric.stderror && *metric.stderror > 0)
        return metric.stderror;
    if (metric.unit == "fraction"_L1 && metric.n && *metric.n > 0 && metric.value >= 0 && metric.value <= 1)
        return std::sqrt(metric.value * (1 - metric.value) / double(*metric.n));
    if (metric.interval && metric.interval->high > metric.interval->low)
        return (metric.interval->high - metric.interval->low) / (2 * 1.959964);
    return std::nullopt;
}

QString incomparable(const Metric &before, const Metric &after)
{
    using E = EvaluationReport;
    if (before.valueState != E::ValueState::Finite || after.valueState != E::ValueState::Finite)
        return u"one side has no finite value"_s;
    if (!before.dataset.isEmpty() && !after.dataset.isEmpty() && before.dataset != after.dataset)
        return u"other dataset: %1, now %2"_s.arg(before.dataset, after.dataset);
    if (before.unit != after.unit)
        return u"other unit: %1, now %2"_s.arg(before.unit, after.unit);
    if (before.direction != after.direction)
        return u"the files disagree on which direction is better"_s;
    return {};
}

void judge(const Metric &before, const Metric &after, Comparison &out)
{
    out.reason = incomparable(before, after);
    if (!out.reason.isEmpty())
        return;
    out.difference = after.value - before.value;
    const auto first = standardError(before);
    const auto second = standardError(after);
    if (!first || !second) {
        out.verdict = *out.difference == 0 ? Verdict::NoDifference : Verdict::Changed;
        out.reason = u"no standard error on both sides"_s;
        return;
    }
    const double half = 1.959964 * std::sqrt(*first * *first + *second * *second);
    out.interval = EvaluationReport::Interval{*out.difference - half, *out.difference + half};
    if (out.interval->low <= 0 && out.interval->high >= 0) {
        out.verdict = Verdict::NoDifference;
        return;
    }
    switch (after.direction) {
    case EvaluationReport::Direction::Higher:
        out.verdict = *out.difference > 0 ? Verdict::Better : Verdict::Worse;
        return;
    case EvaluationReport::Direction::Lower:
        out.verdict = *out.difference < 0 ? Verdict::Better : Verdict::Worse;
        return;
    case EvaluationReport::Direction::Target:
        if (after.target) {
            const bool nearer = std::abs(after.value - *after.target) < std::abs(before.value - *after.target);
            out.verdict = nearer ? Verdict::Better : Verdict::Worse;
            return;
        }
        [[fallthrough]];
    case EvaluationReport::Direction::Unknown:
        out.verdict = Verdict::Changed;
        out.reason = u"nothing says which direction is better"_s;
    }
}

int rank(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Worse:
        return 0;
    case Verdict::Better:
        return 1;
    case Verdict::Changed:
        return 2;
    case Verdict::Removed:
        return 3;
    case Verdict::Added:
        return 4;
    case Verdict::NotComparable:
        return 5;
    case Verdict::NoDifference:
        return 6;
    }
    return 7;
}

Comparison named(const Metric &metric)
{
    Comparison out;
    out.suite = metric.suite;
    out.task = metric.task;
    out.metric = metric.metric;
    out.filter = metric.filter;
    out.slice = metric.slice;
    return out;
}

std::optional<double> finite(const Metric &metric)
{
    return metric.valueState == EvaluationReport::ValueState::Finite ? std::optional(metric.value) : std::nullopt;
}

} // namespace

QList<Comparison> compareReports(const QList<EvaluationReport> &before, const QList<EvaluationReport> &after)
{
    const auto old = byKey(before);
    const auto now = byKey(after);
    QList<Comparison> out;
    for (auto it = now.begin(); it != now.end(); ++it) {
        Comparison row = named(*it);
        row.after = finite(*it);
        const auto match = old.constFind(it.key());
        if (match == old.constEnd()) {
            row.verdict = Verdict::Added;
        } else {
            row.before = finite(*match);
            judge(*match, *it, row);
        }
        out.append(row);
    }
    for (auto it = old.begin(); it != old.end(); ++it) {
        if (now.contains(it.key()))
            continue;
        Comparison row = named(*it);
        row.before = finite(*it);
        row.verdict = Verdict::Removed;
        out.append(row);
    }
    std::stable_sort(out.begin(), out.end(), [](const Comparison &a, const Comparison &b) {
        if (rank(a.verdict) != rank(b.verdict))
            return rank(a.verdict) < rank(b.verdict);
        return std::abs(a.difference.value_or(0)) > std::abs(b.difference.value_or(0));
    });
    return out;
}

} // namespace countersign
