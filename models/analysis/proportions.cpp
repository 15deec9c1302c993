// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/proportions.h"

#include "analysis/distributions.h"
#include "domain/intervals.h"

namespace countersign {

namespace {

using Bounds = EvaluationReport::Interval;

bool areValid(const Share &first, const Share &second, double level)
{
    return first.isValid() && second.isValid() && isLevel(level);
}

double pooledTest(const Share &first, const Share &second)
{
    const double n1 = double(first.n);
    const double n2 = double(second.n);
    const double pooled = (first.successes() + second.successes()) / (n1 + n2);
    const double variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2);
    return variance > 0 ? normalTwoSided((second.value - first.value) / std::sqrt(variance)) : 1;
}

Bounds onLogScale(double value, double variance, double z)
{
    const double factor = std::exp(z * std::sqrt(variance));
    return {value / factor, value * factor};
}

/// The correlation of the two measurements as Newcombe corrects it: half a count per item nearer to 0 when positive.
double correctedPhi(const PairedOutcomes &o, double n)
{
    const double first = double(o.both + o.onlyFirst);
    const double second = double(o.both + o.onlySecond);
    const double margins = first * (n - first) * second * (n - second);
    if (!(margins > 0))
        return 0;
    double cross = double(o.both) * double(o.neither) - double(o.onlyFirst) * double(o.onlySecond);
    if (cross > 0)
        cross = std::max(cross - n / 2, 0.0);
    return cross / std::sqrt(margins);
}

double squareAndAdd(double a, double b, double phi)
{
    return std::sqrt(std::max(0.0, a * a - 2 * phi * a * b + b * b));
}

double exactMcNemar(qint64 less, qint64 more)
{
    if (less == more)
        return 1;
    // P(X ≤ k) of Binomial(n, ½) is I_½(n − k, k + 1).
    const double k = double(std::min(less, more));
    const double n = double(less + more);
    return std::min(1.0, 2 * regularisedBeta(n - k, k + 1, 0.5).value_or(0.5));
}

} // namespace

std::optional<Bounds> wilsonInterval(const Share &share, double level)
{
    const auto z = normalQuantileOfLevel(level);
    if (!share.isValid() || !z)
        return {};
    return wilsonInterval(share.value, share.n, *z);
}

std::optional<Estimate> shareDifference(const Share &first, const Share &second, double level)
{
    if (!areValid(first, second, level))
        return {};
    const Bounds one = *wilsonInterval(first, level);
    const Bounds two = *wilsonInterval(second, level);
    const double d = second.value - first.value;
    const double below = std::hypot(second.value - two.low, one.high - first.value);
    const double above = std::hypot(two.high - second.value, first.value - one.low);
    return Estimate{d, Bounds{std::max(-1.0, d - below), std::min(1.0, d + above)}, pooledTest(first, second)};
}

std::optional<Estimate> shareRatio(const Share &first, const Share &second, double level)
{
    if (!areValid(first, second, level) || first.value == 0)
        return {};
    Estimate out{second.value / first.value, {}, {}};
    if (second.value > 0) {
        const double variance = 1 / first.successes() - 1 / double(first.n) + 1 / second.successes() - 1 / double(second.n);
        if (variance > 0)
            out.interval = onLogScale(out.value, variance, *normalQuantileOfLevel(level));
    }
    return out;
}

std::optional<Estimate> oddsRatio(const Share &first, const Share &second, double level)
{
    if (!areValid(first, second, level) || first.value == 0 || second.value == 1)
        return {};
    Estimate out{second.value / (1 - second.value) * (1 - first.value) / first.value, {}, {}};
    if (first.value < 1 && second.value > 0) {
        const auto cells = [](const Share &share) { return 1 / share.successes() + 1 / (double(share.n) - share.successes()); };
        out.interval = onLogScale(out.value, cells(first) + cells(second), *normalQuantileOfLevel(level));
    }
    return out;
}

std::optional<Estimate> pairedShareDifference(const PairedOutcomes &outcomes, double level)
{
    const PairedOutcomes &o = outcomes;
    const qint64 n = o.both + o.onlyFirst + o.onlySecond + o.neither;
    if (std::min({o.both, o.onlyFirst, o.onlySecond, o.neither}) < 0 || n < 1 || !isLevel(level))
        return {};
    const Share first = Share::of(o.both + o.onlyFirst, n);
    const Share second = Share::of(o.both + o.onlySecond, n);
    const Bounds one = *wilsonInterval(first, level);
    const Bounds two = *wilsonInterval(second, level);
    const double phi = correctedPhi(o, double(n));
    const double d = double(o.onlySecond - o.onlyFirst) / double(n);
    const double below = squareAndAdd(second.value - two.low, one.high - first.value, phi);
    const double above = squareAndAdd(two.high - second.value, first.value - one.low, phi);
    return Estimate{d, Bounds{std::max(-1.0, d - below), std::min(1.0, d + above)}, exactMcNemar(o.onlyFirst, o.onlySecond)};
}

} // namespace countersign
