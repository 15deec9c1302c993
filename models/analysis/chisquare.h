// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>

#include <optional>
#include <span>

namespace countersign {

/// Pearson's chi-square statistic and its upper tail.
struct ChiSquareTest
{
    double statistic = 0;
    qint64 degreesOfFreedom = 0;
    double pValue = 1;
};

/// Whether counts follow the given shares (K. Pearson, Phil. Mag. 50 (1900) 157–175). Shares are weights: they need not
/// add up to 1. Nothing for fewer than two classes, lists of different length, a negative count, a share that is not
/// above 0, or no counts at all. The p value is an approximation that wants about 5 expected a class. Pure; any thread.
std::optional<ChiSquareTest> goodnessOfFit(std::span<const qint64> counts, std::span<const double> shares);

/// Whether rows and columns of a table of counts are independent; no continuity correction. Empty rows and columns are
/// left out. Nothing for a ragged table, a negative count, or fewer than two rows or columns that hold something.
std::optional<ChiSquareTest> independence(const QList<QList<qint64>> &table);

} // namespace countersign
