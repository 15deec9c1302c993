// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/lineagelayout.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace countersign {
namespace {

// K. Sugiyama, S. Tagawa, M. Toda: Methods for visual understanding of hierarchical system structures (1981).
// Points are nodes followed by the bends of edges that cross more than one layer.
struct Work
{
    std::vector<int> layer;
    std::vector<std::vector<int>> before; ///< neighbours one layer to the left
    std::vector<std::vector<int>> after;
    std::vector<std::vector<int>> order;  ///< points of each layer, top to bottom
    std::vector<double> y;
};

std::vector<int> longestPathLayers(int nodes, const QList<LayeredGraph::Edge> &edges)
{
    std::vector<std::vector<int>> next(size_t(nodes), std::vector<int>{});
    std::vector<int> waiting(size_t(nodes), 0);
    for (const auto &edge : edges) {
        next[size_t(edge.from)].push_back(edge.to);
        ++waiting[size_t(edge.to)];
    }
    std::vector<int> layer(size_t(nodes), 0);
    std::vector<int> ready;
    std::vector<bool> done(size_t(nodes), false);
    for (int i = 0; i < nodes; ++i) {
        if (waiting[size_t(i)] == 0)
            ready.push_back(i);
    }
    for (int left = nodes; left > 0; --left) {
        if (ready.empty()) {
            // A circle: go on with its first node, as if nothing came before it.
            const auto at = std::find(done.begin(), done.end(), false);
            ready.push_back(int(at - done.begin()));
        }
        const int node = ready.back();
        ready.pop_back();
        done[size_t(node)] = true;
        for (const int to : next[size_t(node)]) {
            if (done[size_t(to)])
                continue;
            layer[size_t(to)] = std::max(layer[size_t(to)], layer[size_t(node)] + 1);
            if (--waiting[size_t(to)] == 0)
                ready.push_back(to);
        }
    }
    return layer;
}

/// A source that only feeds a far layer belongs next to what it feeds.
void pullRight(std::vector<int> &layer, const QList<LayeredGraph::Edge> &edges)
{
    for (size_t node = 0; node < layer.size(); ++node) {
        int nearest = -1;
        bool isSource = true;
        for (const auto &edge : edges) {
            if (size_t(edge.from) == node && layer[size_t(edge.to)] > layer[node])
                nearest = nearest < 0 ? layer[size_t(edge.to)] : std::min(nearest, layer[size_t(edge.to)]);
            isSource = isSource && size_t(edge.to) != node;
        }
        if (isSource && nearest > 0)
            layer[node] = nearest - 1;
    }
}

void sweep(Work &work, const std::vector<std::vector<int>> &neighbours, std::vector<int> &points,
           const std::vector<int> &fixed)
{
    std::vector<double> position(work.layer.size(), 0);
    for (size_t i = 0; i < fixed.size(); ++i)
        position[size_t(fixed[i])] = double(i);
    std::vector<double> centre(work.layer.size(), 0);
    for (size_t i = 0; i < points.size(); ++i) {
        const auto &around = neighbours[size_t(points[i])];
        double sum = 0;
        for (const int other : around)
            sum += position[size_t(other)];
        centre[size_t(points[i])] = around.empty() ? double(i) : sum / double(around.size());
    }
    std::stable_sort(points.begin(), points.end(),
                     [&](int a, int b) { return centre[size_t(a)] < centre[size_t(b)]; });
}

/// Moves points towards the middle of their neighbours without changing the order or coming too close.
void relax(Work &work, const std::vector<int> &points, const std::vector<std::vector<int>> &neighbours, double step)
{
    std::vector<double> wanted;
    for (const int point : points) {
        const auto &around = neighbours[size_t(point)];
        double sum = 0;
        for (const int other : around)
            sum += work.y[size_t(other)];
        wanted.push_back(around.empty() ? work.y[size_t(point)] : sum / double(around.size()));
    }
    for (size_t i = 1; i < points.size(); ++i)
        wanted[i] = std::max(wanted[i], wanted[i - 1] + step);
    // What was pushed down by its upper neighbour comes back by half of the push, so that groups stay centred.
    double push = 0;
    for (size_t i = 0; i < points.size(); ++i) {
        const auto &around = neighbours[size_t(points[i])];
        double sum = 0;
        for (const int other : around)
            sum += work.y[size_t(other)];
        if (!around.empty())
            push += wanted[i] - sum / double(around.size());
    }
    push /= std::max<size_t>(1, points.size());
    for (size_t i = 0; i < points.size(); ++i)
        work.y[size_t(points[i])] = wanted[i] - push;
}

} // namespace

LayeredGraph LayeredGraph::layOut(int nodeCount, const QList<Edge> &allEdges, const Spacing &spacing)
{
    LayeredGraph graph;
    if (nodeCount <= 0)
        return graph;
    QList<Edge> edges;
    for (const Edge &edge : allEdges) {
        if (edge.from >= 0 && edge.to >= 0 && edge.from < nodeCount && edge.to < nodeCount && edge.from != edge.to)
            edges << edge;
    }
    Work work;
    work.layer = longestPathLayers(nodeCount, edges);
    pullRight(work.layer, edges);
    work.before.resize(size_t(nodeCount));
    work.after.resize(size_t(nodeCount));
    QList<QList<int>> chains;
    for (const Edge &edge : edges) {
        QList<int> chain{edge.from};
        const int first = work.layer[size_t(edge.from)];
        const int last = work.layer[size_t(edge.to)];
        for (int layer = first + 1; layer < last; ++layer) {
            chain << int(work.layer.size());
            work.layer.push_back(layer);
            work.before.emplace_back();
            work.after.emplace_back();
        }
        chain << edge.to;
        for (qsizetype i = 1; first < last && i < chain.size(); ++i) {
            work.after[size_t(chain[i - 1])].push_back(chain[i]);
            work.before[size_t(chain[i])].push_back(chain[i - 1]);
        }
        chains << chain;
    }
    const int layerCount = 1 + *std::max_element(work.layer.begin(), work.layer.end());
    work.order.resize(size_t(layerCount));
    for (size_t point = 0; point < work.layer.size(); ++point)
        work.order[size_t(work.layer[point])].push_back(int(point));
    for (int round = 0; round < 6; ++round) {
        for (int i = 1; i < layerCount; ++i)
            sweep(work, work.before, work.order[size_t(i)], work.order[size_t(i - 1)]);
        for (int i = layerCount - 2; i >= 0; --i)
            sweep(work, work.after, work.order[size_t(i)], work.order[size_t(i + 1)]);
    }
    const double step = spacing.node.height() + spacing.betweenNodes;
    work.y.resize(work.layer.size());
    for (const auto &points : work.order) {
        for (size_t i = 0; i < points.size(); ++i)
            work.y[size_t(points[i])] = (double(i) - double(points.size() - 1) / 2) * step;
    }
    for (int round = 0; round < 4; ++round) {
        for (int i = 1; i < layerCount; ++i)
            relax(work, work.order[size_t(i)], work.before, step);
        for (int i = layerCount - 2; i >= 0; --i)
            relax(work, work.order[size_t(i)], work.after, step);
    }
    const double top = *std::min_element(work.y.begin(), work.y.end());
    const double column = spacing.node.width() + spacing.betweenLayers;
    double bottom = 0;
    for (size_t point = 0; point < work.layer.size(); ++point) {
        work.y[point] -= top;
        bottom = std::max(bottom, work.y[point]);
    }
    for (int i = 0; i < nodeCount; ++i) {
        graph.nodes << QPointF(work.layer[size_t(i)] * column, work.y[size_t(i)]);
        graph.layers << work.layer[size_t(i)];
    }
    const double middle = spacing.node.height() / 2;
    for (const QList<int> &chain : std::as_const(chains)) {
        QList<QPointF> points;
        for (const int point : chain) {
            const double x = work.layer[size_t(point)] * column;
            const double y = work.y[size_t(point)] + middle;
            if (point != chain.first())
                points << QPointF(x, y);
            if (point != chain.last())
                points << QPointF(x + spacing.node.width(), y);
        }
        graph.edges << points;
    }
    graph.size = QSizeF((layerCount - 1) * column + spacing.node.width(), bottom + spacing.node.height());
    return graph;
}

} // namespace countersign
