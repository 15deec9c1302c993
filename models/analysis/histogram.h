// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>

#include <optional>
#include <span>

namespace countersign {

/// Values counted into bins. Bin i holds edges[i] ≤ x < edges[i + 1]; the last one also holds its upper edge, as NumPy
/// counts. Pure functions, any thread.
struct Histogram
{
    QList<double> edges; ///< ascending, one more than counts
    QList<qint64> counts;
    qint64 outside = 0;   ///< finite values beyond the edges
    qint64 nonFinite = 0; ///< NaN and infinities, in no bin
    bool operator==(const Histogram &) const = default;
};

/// Counts into bins with these edges; nothing when there are fewer than two, or they do not ascend strictly.
std::optional<Histogram> histogram(std::span<const double> values, const QList<double> &edges);

/// Counts into `bins` (1…10,000) bins of equal width from the least to the greatest finite value, or half a unit
/// around it when all are equal. Fewer bins when doubles cannot tell so many apart. Nothing when no value is finite or `bins` is out of range.
std::optional<Histogram> histogram(std::span<const double> values, int bins);

/// How many bins to draw: the rule of D. Freedman and P. Diaconis, Z. Wahrscheinlichkeitstheorie 57 (1981) 453–476,
/// width 2·IQR/∛n; Sturges' ⌈log₂ n⌉ + 1 when the middle half is constant; within 1…`most`.
int suggestedBins(std::span<const double> values, int most = 60);

/// The q-quantile (0 ≤ q ≤ 1) of ascending values, linear between order statistics at (n−1)q: type 7 of R. J. Hyndman,
/// Y. Fan, Am. Stat. 50 (1996) 361–365, NumPy's and R's default. Nothing when there are none or q is out of range.
std::optional<double> quantileOfSorted(std::span<const double> ascending, double q);

/// The quantiles of values in any order; those that are not finite are left out. One answer a `q`; nothing when no value
/// is finite or a q is out of range.
std::optional<QList<double>> quantiles(std::span<const double> values, const QList<double> &qs);

} // namespace countersign
