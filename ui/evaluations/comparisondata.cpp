// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisondata.h"

#include "ui/evaluations/comparisonwords.h"

#include <cmath>
#include <limits>
#include <tuple>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using ComparedVerdict = Comparison::Verdict;
using ComparedMetric = EvaluationReport::Metric;

const ComparedMetric *metricAt(const QList<EvaluationReport> &reports, const Comparison::Place &at)
{
    return at.report < 0 ? nullptr : &reports[at.report].results[at.result];
}

/// How far from zero a row reaches with its interval.
double reachOf(const Comparison &row)
{
    if (!row.difference || !std::isfinite(*row.difference))
        return 0;
    double out = std::abs(*row.difference);
    if (row.interval && std::isfinite(row.interval->low) && std::isfinite(row.interval->high))
        out = std::max({out, std::abs(row.interval->low), std::abs(row.interval->high)});
    return out;
}

bool isShare(const ComparedMetric &metric)
{
    return metric.unit == "fraction"_L1 || metric.unit == "percent"_L1;
}

/// Shares are drawn on one scale, other metrics each on its own. A few that reach very far would press all others onto
/// the zero, so the scale ends at three times what nineteen of twenty reach; what lies further out ends in an arrow.
void setScales(ComparisonData &data, const QList<QString> &scales)
{
    QHash<QString, QList<float>> reaches;
    for (qsizetype i = 0; i < data.rows.size(); ++i) {
        if (const double reach = reachOf(data.rows[i]); reach > 0 && std::isfinite(float(reach)))
            reaches[scales[i]].append(float(reach) / (data.details[i].percent ? 100.0F : 1.0F));
    }
    QHash<QString, float> ends;
    for (auto it = reaches.begin(); it != reaches.end(); ++it) {
        const qsizetype at = (it->size() - 1) * 19 / 20;
        std::nth_element(it->begin(), it->begin() + at, it->end());
        const float usual = (*it)[at];
        ends.insert(it.key(), std::min(*std::max_element(it->begin(), it->end()), 3 * usual));
    }
    for (qsizetype i = 0; i < data.rows.size(); ++i) {
        if (data.rows[i].difference)
            data.details[i].scale = ends.value(scales[i]) * (data.details[i].percent ? 100.0F : 1.0F);
    }
}

void countRow(ComparisonData &data, const Comparison &row, const ComparedDetail &detail)
{
    ++data.verdicts[size_t(row.verdict)];
    if (row.verdict == ComparedVerdict::NotComparable)
        ++data.obstacles[size_t(row.obstacle)];
    ++data.categories[size_t(detail.category)];
    data.bounded += detail.bound >= 0 ? 1 : 0;
}

QString boundOf(const ComparisonSide &side, const Comparison::Place &at, const ComparedMetric *metric, const ComparedBounds &bounds)
{
    if (!metric)
        return {};
    if (const QString bound = bounds.value({side.evidence.value(at.report).id, metric->pointer}); !bound.isEmpty())
        return bound;
    return metric->threshold ? ownBoundText(*metric->threshold) : QString();
}

bool hasWords(const Comparison &row, const QStringList &words)
{
    const auto has = [&row](const QString &word) {
        const auto in = [&word](const QString &text) { return text.contains(word, Qt::CaseInsensitive); };
        return in(row.task) || in(row.metric) || in(row.suite) || in(row.filter)
            || std::any_of(row.slice.begin(), row.slice.end(), [&](const auto &term) { return in(term.group) || in(term.dimension); });
    };
    return std::all_of(words.begin(), words.end(), has);
}

bool isIn(quint32 bits, int value)
{
    return bits == 0 || (bits & (1U << value)) != 0;
}

/// What is sorted by first; what has none stands last.
double sizeFor(ComparisonFilter::Order order, const Comparison &row)
{
    const double size = order == ComparisonFilter::Order::Clearest ? clearness(row) : row.difference.value_or(std::numeric_limits<double>::quiet_NaN());
    return std::isfinite(size) ? std::abs(size) : -1;
}

void sortRows(const ComparisonData &data, ComparisonFilter::Order order, QList<int> &rows)
{
    using Order = ComparisonFilter::Order;
    if (order == Order::Regressions)
        return;
    if (order == Order::Clearest || order == Order::Largest) {
        QList<double> sizes(data.rows.size());
        for (const int row : std::as_const(rows))
            sizes[row] = sizeFor(order, data.rows[row]);
        std::stable_sort(rows.begin(), rows.end(), [&sizes](int a, int b) { return sizes.at(a) > sizes.at(b); });
        return;
    }
    std::stable_sort(rows.begin(), rows.end(), [&](int a, int b) {
        const Comparison &x = data.rows[a];
        const Comparison &y = data.rows[b];
        if (order == Order::Metric && x.metric != y.metric)
            return x.metric < y.metric;
        return std::tie(x.suite, x.task, x.metric) < std::tie(y.suite, y.task, y.metric);
    });
}

} // namespace

std::pair<const ComparisonSide::Evidence *, Comparison::Place> ComparisonData::source(int row) const
{
    if (row < 0 || row >= rows.size())
        return {nullptr, {}};
    const Comparison &wanted = rows[row];
    const bool now = wanted.afterAt.report >= 0;
    const ComparisonSide &side = now ? after : before;
    const Comparison::Place at = now ? wanted.afterAt : wanted.beforeAt;
    return {at.report >= 0 && at.report < side.evidence.size() ? &side.evidence[at.report] : nullptr, at};
}

ComparisonData comparisonData(ComparisonSide beforeSide, const QList<EvaluationReport> &before, ComparisonSide afterSide,
                              const QList<EvaluationReport> &after, const ComparedBounds &bounds)
{
    ComparisonData out;
    out.before = std::move(beforeSide);
    out.after = std::move(afterSide);
    out.facts = runFacts(before, after);
    out.rows = compareReports(before, after);
    out.details.reserve(out.rows.size());
    QList<QString> scales(out.rows.size());
    QHash<QString, int> known;
    for (qsizetype i = 0; i < out.rows.size(); ++i) {
        const Comparison &row = out.rows[i];
        const ComparedMetric *old = metricAt(before, row.beforeAt);
        const ComparedMetric *now = metricAt(after, row.afterAt);
        const ComparedMetric &either = now ? *now : *old;
        ComparedDetail detail;
        detail.n = old ? old->n.value_or(-1) : -1;
        detail.nNow = now ? now->n.value_or(-1) : -1;
        detail.category = either.category;
        detail.percent = either.unit == "percent"_L1;
        if (!isShare(either))
            scales[i] = either.metric + u'\n' + either.unit;
        QString bound = boundOf(out.after, row.afterAt, now, bounds);
        if (bound.isEmpty())
            bound = boundOf(out.before, row.beforeAt, old, bounds);
        if (!bound.isEmpty()) {
            const auto found = known.constFind(bound);
            detail.bound = found == known.constEnd() ? int(out.bounds.size()) : *found;
            if (found == known.constEnd()) {
                known.insert(bound, detail.bound);
                out.bounds.append(bound);
            }
        }
        countRow(out, row, detail);
        out.details.append(detail);
    }
    setScales(out, scales);
    return out;
}

QList<int> filterComparison(const ComparisonData &data, const ComparisonFilter &filter, const std::function<bool()> &stopped)
{
    const QStringList words = filter.words.simplified().split(u' ', Qt::SkipEmptyParts);
    QList<int> out;
    for (int i = 0; i < data.rows.size(); ++i) {
        if ((i & 0x3ff) == 0 && stopped())
            return {};
        const Comparison &row = data.rows[i];
        const ComparedDetail &detail = data.details[i];
        if (!isIn(filter.verdicts, int(row.verdict)) || !isIn(filter.categories, int(detail.category)) || (filter.onlyBounded && detail.bound < 0))
            continue;
        if (filter.obstacles != 0 && (row.verdict != ComparedVerdict::NotComparable || !isIn(filter.obstacles, int(row.obstacle))))
            continue;
        if (words.isEmpty() || hasWords(row, words))
            out.append(i);
    }
    sortRows(data, filter.order, out);
    return out;
}

double clearness(const Comparison &row)
{
    if (!row.difference || !row.interval)
        return std::numeric_limits<double>::quiet_NaN();
    const double half = (row.interval->high - row.interval->low) / 2;
    if (!(half > 0) || !std::isfinite(half))
        return std::numeric_limits<double>::quiet_NaN();
    const double size = std::abs(*row.difference) / half;
    switch (row.verdict) {
    case ComparedVerdict::Worse:
        return -size;
    case ComparedVerdict::Better:
    case ComparedVerdict::NoDifference:
    case ComparedVerdict::Changed:
        return size;
    default:
        return std::numeric_limits<double>::quiet_NaN();
    }
}

} // namespace countersign
