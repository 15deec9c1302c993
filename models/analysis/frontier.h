// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>

#include <span>

namespace countersign {

/// One candidate in a trade-off between two results.
struct TradeOff
{
    double x = 0, y = 0;
};

/// Which end of an axis is wanted.
enum class Wanted { More, Less };

/// The Pareto frontier: the indices of the points that no other point beats, best x first. A point is beaten when another
/// is at least as good on both axes and better on one; equal points stand or fall together. Points with a value that is
/// not finite are never on it. Empty for no points. One sort and one pass, O(n log n); pure, any thread.
QList<qsizetype> paretoFrontier(std::span<const TradeOff> points, Wanted x, Wanted y);

} // namespace countersign
