// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/lineagegraph.h"
#include "replica/readsession.h"

namespace countersign {

/// What one thing was made from and what is made from it, as far as it was read.
struct LineageData
{
    QString subject; ///< id of the node that was asked for
    LineageGraph graph;
    int leftOut = 0;     ///< things that are known to be there and are not in the graph
    bool more = false;   ///< there may be more than that behind them
};

inline constexpr int mostLineageNodes = 500;

/// Reads the neighbourhood of a node (see lineageId()), nearest first and both ways in turn, without looking at any
/// other record. NotFound when a version of that id is not here. For a reader's thread; Cancelled when asked to stop.
Result<LineageData> loadLineage(ReadSession &session, const QString &subject, int most = mostLineageNodes);

} // namespace countersign
