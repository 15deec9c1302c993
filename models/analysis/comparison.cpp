// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/comparison.h"

#include "analysis/proportions.h"
#include "domain/intervals.h"

#include <QCoreApplication>

#include <cmath>
#include <numeric>
#include <tuple>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using Metric = EvaluationReport::Metric;
using Verdict = Comparison::Verdict;
using Method = Comparison::Method;

struct ComparisonWords
{
    Q_DECLARE_TR_FUNCTIONS(Comparison)
};

/// What makes two results the same one. Points at the result: copying a million names would cost more than comparing.
struct PairKey
{
    const Metric *metric;

    bool operator==(const PairKey &other) const
    {
        const Metric &a = *metric;
        const Metric &b = *other.metric;
        if (a.task != b.task || a.metric != b.metric || a.filter != b.filter || a.suite != b.suite || a.slice.size() != b.slice.size())
            return false;
        return a.slice == b.slice || std::is_permutation(a.slice.begin(), a.slice.end(), b.slice.begin());
    }
};

size_t qHash(const PairKey &key, size_t seed = 0)
{
    size_t terms = 0;
    for (const EvaluationReport::SliceTerm &term : key.metric->slice)
        terms += qHashMulti(seed, term.dimension, term.group); // a sum: the order of the terms means nothing
    return qHashMulti(seed, key.metric->suite, key.metric->task, key.metric->metric, key.metric->filter, terms);
}

/// A result and the run that it comes from.
struct Measured
{
    const Metric *metric = nullptr;
    const RunFacts *run = nullptr;
    Comparison::Place at;
};

using Side = QHash<PairKey, Measured>;

Side sideOf(const QList<EvaluationReport> &reports, const QList<RunFacts> &runs)
{
    Side out;
    for (qsizetype i = 0; i < reports.size(); ++i) {
        for (qsizetype k = 0; k < reports[i].results.size(); ++k) {
            const Metric &metric = reports[i].results[k];
            out.insert(PairKey{&metric}, Measured{&metric, &runs[i], {int(i), int(k)}});
        }
    }
    return out;
}

QList<RunFacts> factsOf(const QList<EvaluationReport> &reports)
{
    QList<RunFacts> out;
    for (const EvaluationReport &report : reports)
        out.append(RunFacts(report));
    return out;
}

double scaleOf(const Metric &metric)
{
    return metric.unit == "percent"_L1 ? 100 : 1;
}

/// The result as a share of n outcomes, where it is one.
std::optional<Share> outcomesOf(const Metric &metric)
{
    const bool isShare = metric.unit == "fraction"_L1 || metric.unit == "percent"_L1;
    const Share share{metric.value / scaleOf(metric), metric.n.value_or(0)};
    return isShare && share.isValid() ? std::optional(share) : std::nullopt;
}

bool hasOwnError(const Metric &metric)
{
    return metric.stderror && std::isfinite(*metric.stderror) && *metric.stderror > 0;
}

/// The file's standard error; else what its interval implies; else, for a share, √(p(1−p)/n).
std::optional<double> standardError(const Metric &metric)
{
    if (hasOwnError(metric))
        return metric.stderror;
    const double level = metric.intervalLevel.value_or(0.95);
    if (metric.interval && metric.interval->high > metric.interval->low && std::abs(level - 0.95) < 1e-9)
        return (metric.interval->high - metric.interval->low) / (2 * normalQuantile975);
    const auto share = outcomesOf(metric);
    if (share && share->value > 0 && share->value < 1)
        return scaleOf(metric) * std::sqrt(share->value * (1 - share->value) / double(share->n));
    return std::nullopt;
}

/// Whether the file's interval comes from something else than counting, so that counting would say less.
bool hasOtherInterval(const Metric &metric)
{
    return metric.interval && !metric.intervalMethod.contains("wilson"_L1, Qt::CaseInsensitive);
}

void addInterval(const Metric &before, const Metric &after, Comparison &out)
{
    const auto first = outcomesOf(before);
    const auto second = outcomesOf(after);
    const bool ownErrors = hasOwnError(before) && hasOwnError(after);
    if (!ownErrors && first && second && !hasOtherInterval(before) && !hasOtherInterval(after)) {
        const EvaluationReport::Interval interval = *shareDifference(*first, *second)->interval;
        out.interval = EvaluationReport::Interval{interval.low * scaleOf(after), interval.high * scaleOf(after)};
        out.method = Method::TwoProportions;
        return;
    }
    const auto error = standardError(before);
    const auto errorNow = standardError(after);
    if (error && errorNow) {
        out.interval = normalInterval(*out.difference, std::hypot(*error, *errorNow));
        out.method = ownErrors ? Method::StandardErrors : Method::Mixed;
    }
}

/// Whether a difference that is one is for the better; nothing when no direction is known.
std::optional<bool> isBetter(const Metric &before, const Metric &after)
{
    switch (after.direction) {
    case EvaluationReport::Direction::Higher:
        return after.value > before.value;
    case EvaluationReport::Direction::Lower:
        return after.value < before.value;
    case EvaluationReport::Direction::Target:
        if (after.target)
            return std::abs(after.value - *after.target) < std::abs(before.value - *after.target);
        return {};
    case EvaluationReport::Direction::Unknown:
        return {};
    }
    return {};
}

void judge(const Measured &before, const Measured &after, Comparison &out)
{
    const Incomparability obstacle = findObstacle(*before.metric, *before.run, *after.metric, *after.run);
    out.obstacle = obstacle.obstacle;
    out.reason = obstacle.reason;
    if (obstacle.obstacle != Obstacle::None)
        return;
    out.difference = after.metric->value - before.metric->value;
    addInterval(*before.metric, *after.metric, out);
    // Values that are too large for a double's difference have no interval that could say anything.
    if (out.interval && !(std::isfinite(out.interval->low) && std::isfinite(out.interval->high))) {
        out.interval.reset();
        out.method = Method::None;
    }
    if (!std::isfinite(*out.difference))
        out.difference.reset();
    if (!out.interval) {
        out.verdict = out.difference == 0.0 ? Verdict::NoDifference : Verdict::Changed;
        out.reason = ComparisonWords::tr("Not both sides say how sure they are.");
        return;
    }
    if (out.interval->low <= 0 && out.interval->high >= 0) {
        out.verdict = Verdict::NoDifference;
        return;
    }
    const std::optional<bool> better = isBetter(*before.metric, *after.metric);
    out.verdict = !better ? Verdict::Changed : *better ? Verdict::Better : Verdict::Worse;
    if (!better)
        out.reason = ComparisonWords::tr("Nothing says which direction is better.");
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

bool comesFirst(const Comparison &a, const Comparison &b)
{
    if (rank(a.verdict) != rank(b.verdict))
        return rank(a.verdict) < rank(b.verdict);
    const double size = std::abs(a.difference.value_or(0));
    const double other = std::abs(b.difference.value_or(0));
    if (size != other)
        return size > other;
    const auto names = [](const Comparison &c) { return std::tie(c.suite, c.task, c.metric, c.filter); };
    if (names(a) != names(b))
        return names(a) < names(b);
    return std::lexicographical_compare(a.slice.begin(), a.slice.end(), b.slice.begin(), b.slice.end(), [](const auto &x, const auto &y) {
        return std::tie(x.dimension, x.group) < std::tie(y.dimension, y.group);
    });
}

/// Sorted by moving positions: a comparison is too large to be swapped about.
QList<Comparison> inOrder(QList<Comparison> &&rows)
{
    QList<qsizetype> order(rows.size());
    std::iota(order.begin(), order.end(), qsizetype(0));
    std::stable_sort(order.begin(), order.end(), [&](qsizetype a, qsizetype b) { return comesFirst(std::as_const(rows)[a], std::as_const(rows)[b]); });
    QList<Comparison> out;
    out.reserve(rows.size());
    for (const qsizetype index : std::as_const(order))
        out.append(std::move(rows[index]));
    return out;
}

} // namespace

QString methodText(Comparison::Method method)
{
    switch (method) {
    case Method::StandardErrors:
        return ComparisonWords::tr("from the standard errors");
    case Method::TwoProportions:
        return ComparisonWords::tr("of two proportions (Newcombe)");
    case Method::Mixed:
        return ComparisonWords::tr("from standard errors, in part computed here");
    case Method::None:
        break;
    }
    return {};
}

QList<Comparison> compareReports(const QList<EvaluationReport> &before, const QList<EvaluationReport> &after)
{
    const QList<RunFacts> beforeRuns = factsOf(before);
    const QList<RunFacts> afterRuns = factsOf(after);
    const Side old = sideOf(before, beforeRuns);
    const Side now = sideOf(after, afterRuns);
    QList<Comparison> out;
    out.reserve(std::max(old.size(), now.size()));
    for (auto it = now.begin(); it != now.end(); ++it) {
        Comparison row = named(*it->metric);
        row.after = finite(*it->metric);
        row.afterAt = it->at;
        const auto match = old.constFind(it.key());
        if (match == old.constEnd()) {
            row.verdict = Verdict::Added;
        } else {
            row.before = finite(*match->metric);
            row.beforeAt = match->at;
            judge(*match, *it, row);
        }
        out.append(std::move(row));
    }
    for (auto it = old.begin(); it != old.end(); ++it) {
        if (now.contains(it.key()))
            continue;
        Comparison row = named(*it->metric);
        row.before = finite(*it->metric);
        row.beforeAt = it->at;
        row.verdict = Verdict::Removed;
        out.append(std::move(row));
    }
    return inOrder(std::move(out));
}

} // namespace countersign
