// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QPointF>
#include <QSizeF>

namespace countersign {

/// A layered drawing of a directed graph, left to right. Pure; any thread. Meant for up to a few hundred nodes.
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
    };

    /// Top left corner of each node.
    QList<QPointF> nodes;
    /// For each edge the points it goes through, first at the right of `from`, last at the left of `to`.
    QList<QList<QPointF>> edges;
    /// Layer and place in the layer of each node, for keyboard movement.
    QList<int> layers;
    QSizeF size;

    /// Longest-path layers, barycentre ordering in a fixed number of sweeps, so the same graph always looks the same.
    /// Edges that close a circle are drawn but do not count for the layers; edges out of range are left out.
    [[nodiscard]] static LayeredGraph layOut(int nodeCount, const QList<Edge> &edges, const Spacing &spacing);
};

} // namespace countersign
