// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QPointF>
#include <QSet>
#include <QSizeF>

namespace countersign {

/// A layered drawing of a directed graph, left to right. Pure; any thread. Meant for up to a few thousand nodes.
struct LayeredGraph
{
    struct Edge
    {
        int from = 0;
        int to = 0;
    };
    struct Spacing
    {
        QSizeF node;
        double betweenLayers = 0;
        double betweenNodes = 0;
        double betweenBlocks = 0; ///< above and below a framed block; 0: as between any two nodes
    };
    /// What the caller knows better than the edges. Each list is empty or has a value for every node.
    struct Wishes
    {
        QList<int> layers; ///< from 0; empty: the longest path decides
        QList<int> blocks; ///< nodes of a layer with the same block stay together, in their order; -1: stands alone
        QSet<int> framed;  ///< blocks with betweenBlocks above and below
    };

    /// Top left corner of each node.
    QList<QPointF> nodes;
    /// For each edge the points it goes through, first at the right of `from`, last at the left of `to`. An edge that
    /// stays in its layer or goes back has these two points only.
    QList<QList<QPointF>> edges;
    /// Places of `edges` in the list that was given: edges out of range and loops are left out.
    QList<int> edgeOf;
    /// Layer of each node.
    QList<int> layers;
    QSizeF size;

    /// Barycentre ordering in a fixed number of sweeps, the one with the fewest crossings kept, so the same graph always
    /// looks the same; heights by least squares, so that what can be straight is. Edges that close a circle are drawn
    /// but do not count for the layers.
    [[nodiscard]] static LayeredGraph layOut(int nodeCount, const QList<Edge> &edges, const Spacing &spacing, const Wishes &wishes);
    [[nodiscard]] static LayeredGraph layOut(int nodeCount, const QList<Edge> &edges, const Spacing &spacing)
    {
        return layOut(nodeCount, edges, spacing, {});
    }
};

} // namespace countersign
