// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/histogram.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace countersign {

namespace {

constexpr int mostBins = 10'000;

std::vector<double> sortedFinite(std::span<const double> values)
{
    std::vector<double> out;
    out.reserve(values.size());
    std::copy_if(values.begin(), values.end(), std::back_inserter(out), [](double x) { return std::isfinite(x); });
    std::sort(out.begin(), out.end());
    return out;
}

/// `bins` + 1 edges; the last is exactly `high`, so that the greatest value is inside.
QList<double> equalEdges(double low, double high, int bins)
{
    if (low == high) {
        const double half = std::max(0.5, std::abs(low) * 1e-9);
        low -= half;
        high += half;
    }
    QList<double> out;
    for (int i = 0; i < bins; ++i) {
        const double part = double(i) / bins;
        const double along = (high - low) * part;
        out.append(std::isfinite(along) ? low + along : low * (1 - part) + high * part); // the range itself may overflow
    }
    out.append(high);
    return out;
}

} // namespace

std::optional<Histogram> histogram(std::span<const double> values, const QList<double> &edges)
{
    const auto rises = [](double a, double b) { return !(a < b); };
    if (edges.size() < 2 || std::adjacent_find(edges.begin(), edges.end(), rises) != edges.end())
        return {};
    Histogram out{edges, QList<qint64>(edges.size() - 1, 0), 0, 0};
    for (const double value : values) {
        if (!std::isfinite(value)) {
            ++out.nonFinite;
        } else if (value < edges.first() || value > edges.last()) {
            ++out.outside;
        } else {
            const auto above = std::upper_bound(edges.begin(), edges.end(), value) - edges.begin();
            ++out.counts[std::min<qsizetype>(above, out.counts.size()) - 1];
        }
    }
    return out;
}

std::optional<Histogram> histogram(std::span<const double> values, int bins)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double value : values) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (low > high || bins < 1 || bins > mostBins)
        return {};
    // Of values nearer to each other than doubles allow for so many bins, fewer are made.
    for (; bins > 1; bins /= 2) {
        if (auto out = histogram(values, equalEdges(low, high, bins)))
            return out;
    }
    return histogram(values, equalEdges(low, high, 1));
}

int suggestedBins(std::span<const double> values, int most)
{
    const std::vector<double> sorted = sortedFinite(values);
    if (sorted.size() < 2 || sorted.front() == sorted.back())
        return 1;
    const double n = double(sorted.size());
    const double width = 2 * (*quantileOfSorted(sorted, 0.75) - *quantileOfSorted(sorted, 0.25)) / std::cbrt(n);
    const double wanted = width > 0 ? std::ceil((sorted.back() - sorted.front()) / width) : std::ceil(std::log2(n)) + 1;
    return wanted < most ? std::max(1, int(wanted)) : std::max(1, most);
}

std::optional<double> quantileOfSorted(std::span<const double> ascending, double q)
{
    if (ascending.empty() || !(q >= 0 && q <= 1))
        return {};
    const double at = q * double(ascending.size() - 1);
    const size_t below = size_t(std::floor(at));
    const size_t above = std::min(below + 1, ascending.size() - 1);
    return std::lerp(ascending[below], ascending[above], at - std::floor(at));
}

std::optional<QList<double>> quantiles(std::span<const double> values, const QList<double> &qs)
{
    const std::vector<double> sorted = sortedFinite(values);
    QList<double> out;
    for (const double q : qs) {
        const auto value = quantileOfSorted(sorted, q);
        if (!value)
            return {};
        out.append(*value);
    }
    return sorted.empty() ? std::nullopt : std::optional(out);
}

} // namespace countersign
