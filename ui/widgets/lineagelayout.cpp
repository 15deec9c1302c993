// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/lineagelayout.h"

#include <QHash>

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

namespace countersign {
namespace {

using Links = std::vector<std::vector<int>>;

// K. Sugiyama, S. Tagawa, M. Toda: Methods for visual understanding of hierarchical system structures (1981).
// Points are nodes followed by the bends of edges that cross more than one layer.
struct Work
{
    int nodes = 0;
    std::vector<int> layer;
    std::vector<int> block;
    std::vector<bool> framed; ///< by node: stands in a framed block
    Links before; ///< neighbours one layer to the left
    Links after;
    Links order; ///< points of each layer, top to bottom
    std::vector<double> place; ///< in the order of its layer
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
    std::vector<int> nearest(layer.size(), -1);
    std::vector<bool> isSource(layer.size(), true);
    for (const auto &edge : edges) {
        isSource[size_t(edge.to)] = false;
        const int to = layer[size_t(edge.to)];
        int &best = nearest[size_t(edge.from)];
        if (to > layer[size_t(edge.from)])
            best = best < 0 ? to : std::min(best, to);
    }
    for (size_t node = 0; node < layer.size(); ++node) {
        if (isSource[node] && nearest[node] > 0)
            layer[node] = nearest[node] - 1;
    }
}

void numberPlaces(Work &work, const std::vector<int> &points)
{
    for (size_t i = 0; i < points.size(); ++i)
        work.place[size_t(points[i])] = double(i);
}

/// Orders a layer by where its neighbours on one side stand; a block moves as one.
void sweep(Work &work, const Links &neighbours, std::vector<int> &points)
{
    std::vector<double> centre(points.size(), 0);
    std::vector<std::pair<double, int>> blocks(work.layer.size(), {0.0, 0}); // sum and number, by block
    const auto blockOf = [&](size_t i) { return size_t(work.block[size_t(points[i])]); };
    for (size_t i = 0; i < points.size(); ++i) {
        const auto &around = neighbours[size_t(points[i])];
        double sum = 0;
        for (const int other : around)
            sum += work.place[size_t(other)];
        centre[i] = around.empty() ? double(i) : sum / double(around.size());
        blocks[blockOf(i)].first += centre[i];
        ++blocks[blockOf(i)].second;
    }
    std::vector<size_t> sorted(points.size());
    std::iota(sorted.begin(), sorted.end(), size_t(0));
    const auto key = [&](size_t i) {
        const auto &[sum, count] = blocks[blockOf(i)];
        return std::pair(sum / count, blockOf(i));
    };
    std::stable_sort(sorted.begin(), sorted.end(), [&](size_t a, size_t b) { return key(a) < key(b); });
    std::vector<int> out;
    out.reserve(points.size());
    for (const size_t i : sorted)
        out.push_back(points[i]);
    points = std::move(out);
    numberPlaces(work, points);
}

/// Crossings between two layers: inversions among the edges sorted by their left end, counted in a Fenwick tree.
qint64 crossings(const Work &work, const std::vector<int> &left, size_t rightSize)
{
    std::vector<int> tree(rightSize + 1, 0);
    qint64 out = 0;
    int entered = 0;
    for (const int from : left) {
        std::vector<int> ends;
        for (const int to : work.after[size_t(from)])
            ends.push_back(int(work.place[size_t(to)]));
        for (const int end : ends) {
            int below = 0;
            for (int i = end + 1; i > 0; i -= i & -i)
                below += tree[size_t(i)];
            out += entered - below;
        }
        for (const int end : ends) {
            for (size_t i = size_t(end) + 1; i <= rightSize; i += i & (~i + 1))
                ++tree[i];
            ++entered;
        }
    }
    return out;
}

qint64 crossings(const Work &work)
{
    qint64 out = 0;
    for (size_t i = 0; i + 1 < work.order.size(); ++i)
        out += crossings(work, work.order[i], work.order[i + 1].size());
    return out;
}

void orderLayers(Work &work)
{
    work.place.assign(work.layer.size(), 0);
    for (auto &points : work.order) {
        std::stable_sort(points.begin(), points.end(), [&](int a, int b) { return work.block[size_t(a)] < work.block[size_t(b)]; });
        numberPlaces(work, points);
    }
    Links best = work.order;
    qint64 fewest = crossings(work);
    for (int round = 0; round < 8 && fewest > 0; ++round) {
        for (size_t i = 1; i < work.order.size(); ++i)
            sweep(work, work.before, work.order[i]);
        for (size_t i = work.order.size() - 1; i-- > 0;)
            sweep(work, work.after, work.order[i]);
        if (const qint64 count = crossings(work); count < fewest) {
            fewest = count;
            best = work.order;
        }
    }
    work.order = std::move(best);
}

double distance(const Work &work, int upper, int lower, const LayeredGraph::Spacing &spacing)
{
    // A bend needs only the room of a line.
    const auto half = [&](int point) { return point < work.nodes ? spacing.node.height() / 2 : 0; };
    const bool sameBlock = work.block[size_t(upper)] == work.block[size_t(lower)];
    const auto framed = [&](int point) { return point < work.nodes && work.framed[size_t(point)]; };
    const bool apart = !sameBlock && spacing.betweenBlocks > 0 && (framed(upper) || framed(lower));
    const double between = apart ? spacing.betweenBlocks : spacing.betweenNodes;
    const bool bends = upper >= work.nodes && lower >= work.nodes;
    return half(upper) + half(lower) + (bends ? spacing.betweenNodes * 0.6 : between);
}

/// Puts a layer's points as near as can be to the middle of their neighbours, by least squares, without changing their
/// order or coming too close: isotonic regression by pooling adjacent violators (Ayer et al. 1955).
void relax(Work &work, const std::vector<int> &points, const Links &neighbours, const Links &others, const LayeredGraph::Spacing &spacing)
{
    struct Pool
    {
        double sum, weight;
        size_t count;
    };
    std::vector<Pool> pools;
    std::vector<double> offset(points.size(), 0);
    for (size_t i = 0; i < points.size(); ++i) {
        if (i > 0)
            offset[i] = offset[i - 1] + distance(work, points[i - 1], points[i], spacing);
        const auto &around = neighbours[size_t(points[i])];
        double sum = 0;
        for (const int other : around)
            sum += work.y[size_t(other)];
        const double wanted = around.empty() ? work.y[size_t(points[i])] : sum / double(around.size());
        // Bends hold on hard, so that long edges are straight; what has nothing on this side follows the others.
        const bool bend = points[i] >= work.nodes;
        const double weight = bend ? 4.0 : around.empty() ? (others[size_t(points[i])].empty() ? 0.001 : 0.05) : 1.0;
        pools.push_back({(wanted - offset[i]) * weight, weight, 1});
        // A block moves as one, without gaps.
        bool together = i > 0 && work.block[size_t(points[i - 1])] == work.block[size_t(points[i])];
        const auto middle = [](const Pool &pool) { return pool.sum / pool.weight; };
        while (pools.size() > 1 && (together || middle(pools[pools.size() - 2]) > middle(pools.back()))) {
            together = false;
            const Pool last = pools.back();
            pools.pop_back();
            pools.back().sum += last.sum;
            pools.back().weight += last.weight;
            pools.back().count += last.count;
        }
    }
    size_t at = 0;
    for (const Pool &pool : pools) {
        for (size_t i = 0; i < pool.count; ++i, ++at)
            work.y[size_t(points[at])] = pool.sum / pool.weight + offset[at];
    }
}

/// Middles of all points; the topmost node begins at 0.
void placeHeights(Work &work, const LayeredGraph::Spacing &spacing)
{
    work.y.assign(work.layer.size(), 0);
    for (const auto &points : work.order) {
        double y = 0;
        for (size_t i = 0; i < points.size(); ++i) {
            y += i > 0 ? distance(work, points[i - 1], points[i], spacing) : 0;
            work.y[size_t(points[i])] = y;
        }
        for (const int point : points)
            work.y[size_t(point)] -= y / 2;
    }
    const int layers = int(work.order.size());
    for (int round = 0; round < 6; ++round) {
        for (int i = 1; i < layers; ++i)
            relax(work, work.order[size_t(i)], work.before, work.after, spacing);
        for (int i = layers - 2; i >= 0; --i)
            relax(work, work.order[size_t(i)], work.after, work.before, spacing);
    }
    double top = std::numeric_limits<double>::max();
    for (int i = 0; i < work.nodes; ++i)
        top = std::min(top, work.y[size_t(i)] - spacing.node.height() / 2);
    for (double &y : work.y)
        y -= top;
}

/// The points of an edge: its ends and, where it passes layers, its bends there.
QList<int> addChain(Work &work, const LayeredGraph::Edge &edge)
{
    QList<int> chain{edge.from};
    const int first = work.layer[size_t(edge.from)];
    const int last = work.layer[size_t(edge.to)];
    for (int layer = first + 1; layer < last; ++layer) {
        chain << int(work.layer.size());
        work.block.push_back(int(work.layer.size()));
        work.layer.push_back(layer);
        work.before.emplace_back();
        work.after.emplace_back();
    }
    chain << edge.to;
    for (qsizetype i = 1; first < last && i < chain.size(); ++i) {
        work.after[size_t(chain[i - 1])].push_back(chain[i]);
        work.before[size_t(chain[i])].push_back(chain[i - 1]);
    }
    return chain;
}

/// Blocks get the number of their first node, so that they and lone points can be told apart and are in a fixed order.
std::vector<int> numberBlocks(int nodes, const QList<int> &wished, const std::vector<int> &layer)
{
    std::vector<int> out(static_cast<size_t>(nodes), 0);
    QHash<std::pair<int, int>, int> first;
    for (int i = 0; i < nodes; ++i) {
        const int block = wished.value(i, -1);
        const std::pair key(layer[size_t(i)], block);
        if (block >= 0 && !first.contains(key))
            first.insert(key, i);
        out[size_t(i)] = block < 0 ? i : first.value(key);
    }
    return out;
}

} // namespace

LayeredGraph LayeredGraph::layOut(int nodeCount, const QList<Edge> &allEdges, const Spacing &spacing, const Wishes &wishes)
{
    LayeredGraph graph;
    if (nodeCount <= 0)
        return graph;
    QList<Edge> edges;
    for (int i = 0; i < allEdges.size(); ++i) {
        const Edge &edge = allEdges[i];
        if (edge.from < 0 || edge.to < 0 || edge.from >= nodeCount || edge.to >= nodeCount || edge.from == edge.to)
            continue;
        edges << edge;
        graph.edgeOf << i;
    }
    Work work;
    work.nodes = nodeCount;
    if (wishes.layers.size() == nodeCount) {
        work.layer.assign(wishes.layers.begin(), wishes.layers.end());
    } else {
        work.layer = longestPathLayers(nodeCount, edges);
        pullRight(work.layer, edges);
    }
    work.block = numberBlocks(nodeCount, wishes.blocks, work.layer);
    for (int i = 0; i < nodeCount; ++i)
        work.framed.push_back(wishes.framed.contains(wishes.blocks.value(i, -1)));
    work.before.resize(size_t(nodeCount));
    work.after.resize(size_t(nodeCount));
    QList<QList<int>> chains;
    for (const Edge &edge : std::as_const(edges))
        chains << addChain(work, edge);
    const int layerCount = 1 + *std::max_element(work.layer.begin(), work.layer.end());
    work.order.resize(size_t(layerCount));
    for (size_t point = 0; point < work.layer.size(); ++point)
        work.order[size_t(work.layer[point])].push_back(int(point));
    orderLayers(work);
    placeHeights(work, spacing);
    const double column = spacing.node.width() + spacing.betweenLayers;
    double bottom = 0;
    for (int i = 0; i < nodeCount; ++i) {
        const QPointF corner(work.layer[size_t(i)] * column, work.y[size_t(i)] - spacing.node.height() / 2);
        graph.nodes << corner;
        graph.layers << work.layer[size_t(i)];
        bottom = std::max(bottom, corner.y() + spacing.node.height());
    }
    for (const QList<int> &chain : std::as_const(chains)) {
        QList<QPointF> points;
        for (const int point : chain) {
            const double x = work.layer[size_t(point)] * column;
            const double y = work.y[size_t(point)];
            if (point != chain.first())
                points << QPointF(x, y);
            if (point != chain.last())
                points << QPointF(x + spacing.node.width(), y);
        }
        graph.edges << points;
    }
    graph.size = QSizeF((layerCount - 1) * column + spacing.node.width(), bottom);
    return graph;
}

} // namespace countersign
