// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/means.h"

#include "analysis/distributions.h"
#include "analysis/histogram.h"
#include "analysis/randomnumbers.h"

#include <cmath>
#include <vector>

namespace countersign {

namespace {

using MeanBounds = EvaluationReport::Interval;

bool isUsable(const MeanSummary &summary)
{
    return summary.n > 0 && std::isfinite(summary.mean) && std::isfinite(summary.deviation) && summary.deviation >= 0;
}

Estimate student(double value, double standardError, double df, double level)
{
    Estimate out{value, {}, {}};
    const auto t = studentQuantile(0.5 + level / 2, df);
    if (t && standardError > 0) {
        out.interval = MeanBounds{value - *t * standardError, value + *t * standardError};
        out.pValue = studentTwoSided(value / standardError, df);
    }
    return out;
}

std::optional<MeanBounds> percentileBounds(std::vector<double> statistics, const BootstrapOptions &options)
{
    if (options.resamples < 2 || statistics.size() * 2 < size_t(options.resamples) || !isLevel(options.level))
        return {};
    std::sort(statistics.begin(), statistics.end());
    const double tail = (1 - options.level) / 2;
    return MeanBounds{*quantileOfSorted(statistics, tail), *quantileOfSorted(statistics, 1 - tail)};
}

double meanOfResample(std::span<const double> values, RandomNumbers &random)
{
    double sum = 0;
    for (size_t i = 0; i < values.size(); ++i)
        sum += values[random.below(values.size())];
    return sum / double(values.size());
}

} // namespace

std::optional<MeanSummary> summarise(std::span<const double> values)
{
    if (values.empty())
        return {};
    MeanSummary out;
    double squares = 0;
    for (const double value : values) {
        if (!std::isfinite(value))
            return {};
        const double off = value - out.mean;
        out.mean += off / double(++out.n);
        squares += off * (value - out.mean);
    }
    out.deviation = out.n > 1 ? std::sqrt(squares / double(out.n - 1)) : 0;
    return std::isfinite(out.deviation) ? std::optional(out) : std::nullopt;
}

std::optional<Estimate> meanEstimate(const MeanSummary &summary, double level)
{
    if (!isUsable(summary) || !isLevel(level))
        return {};
    return student(summary.mean, summary.deviation / std::sqrt(double(summary.n)), double(summary.n - 1), level);
}

std::optional<Estimate> meanDifference(const MeanSummary &first, const MeanSummary &second, double level)
{
    if (!isUsable(first) || !isUsable(second) || !isLevel(level))
        return {};
    const double difference = second.mean - first.mean;
    if (first.n < 2 || second.n < 2)
        return Estimate{difference, {}, {}};
    const double one = first.deviation * first.deviation / double(first.n);
    const double two = second.deviation * second.deviation / double(second.n);
    const double both = one + two;
    if (!(both > 0))
        return Estimate{difference, {}, {}};
    // Shares instead of squares of variances: tiny and huge deviations neither vanish nor overflow.
    const double a = one / both;
    const double b = two / both;
    const double df = 1 / (a * a / double(first.n - 1) + b * b / double(second.n - 1));
    return student(difference, std::sqrt(both), df, level);
}

std::optional<Estimate> pairedMeanDifference(std::span<const double> first, std::span<const double> second, double level)
{
    if (first.size() != second.size())
        return {};
    std::vector<double> differences(first.size());
    for (size_t i = 0; i < first.size(); ++i)
        differences[i] = second[i] - first[i];
    const auto summary = summarise(differences);
    return summary ? meanEstimate(*summary, level) : std::nullopt;
}

std::optional<MeanBounds> bootstrapInterval(qsizetype n, const ResampleStatistic &statistic, const BootstrapOptions &options)
{
    if (n < 2)
        return {};
    RandomNumbers random(options.seed);
    std::vector<qsizetype> drawn(static_cast<size_t>(n));
    std::vector<double> statistics;
    for (int round = 0; round < options.resamples; ++round) {
        for (qsizetype &index : drawn)
            index = qsizetype(random.below(quint64(n)));
        const auto value = statistic(drawn);
        if (value && std::isfinite(*value))
            statistics.push_back(*value);
    }
    return percentileBounds(std::move(statistics), options);
}

std::optional<Estimate> bootstrapMean(std::span<const double> values, const BootstrapOptions &options)
{
    const auto summary = summarise(values);
    if (!summary)
        return {};
    Estimate out{summary->mean, {}, {}};
    if (summary->deviation > 0) {
        out.interval = bootstrapInterval(qsizetype(values.size()), [values](std::span<const qsizetype> drawn) {
            double sum = 0;
            for (const qsizetype index : drawn)
                sum += values[size_t(index)];
            return std::optional(sum / double(drawn.size()));
        }, options);
    }
    return out;
}

std::optional<Estimate> bootstrapMeanDifference(std::span<const double> first, std::span<const double> second, const BootstrapOptions &options)
{
    const auto one = summarise(first);
    const auto two = summarise(second);
    if (!one || !two)
        return {};
    Estimate out{two->mean - one->mean, {}, {}};
    if (first.size() < 2 || second.size() < 2 || (one->deviation == 0 && two->deviation == 0))
        return out;
    RandomNumbers random(options.seed);
    std::vector<double> statistics;
    for (int round = 0; round < options.resamples; ++round) {
        const double before = meanOfResample(first, random);
        statistics.push_back(meanOfResample(second, random) - before);
    }
    out.interval = percentileBounds(std::move(statistics), options);
    return out;
}

} // namespace countersign
