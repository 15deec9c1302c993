// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/lineagegraph.h"

#include <QSet>

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// Places of edges by the node at one of their ends, as one array and where each node's part begins.
void sortEdges(const QList<LineageEdge> &edges, qsizetype nodes, int LineageEdge::*end, std::vector<int> &start, std::vector<int> &list)
{
    start.assign(size_t(nodes) + 1, 0);
    for (const LineageEdge &edge : edges)
        ++start[size_t(edge.*end) + 1];
    for (size_t i = 1; i < start.size(); ++i)
        start[i] += start[i - 1];
    list.resize(size_t(edges.size()));
    std::vector<int> next = start;
    for (int i = 0; i < edges.size(); ++i)
        list[size_t(next[size_t(edges[i].*end)]++)] = i;
}

void sortSteps(QList<LineageStep> &steps, const QList<LineageNode> &nodes)
{
    std::stable_sort(steps.begin(), steps.end(), [&](const LineageStep &a, const LineageStep &b) {
        const LineageNode &left = nodes[a.node];
        const LineageNode &right = nodes[b.node];
        return std::tie(a.distance, left.kind, left.name) < std::tie(b.distance, right.kind, right.name);
    });
}

} // namespace

LineageGraph::LineageGraph(QList<LineageNode> nodes, QList<LineageEdge> edges)
    : m_nodes(std::move(nodes))
    , m_edges(std::move(edges))
{
    m_index.reserve(m_nodes.size());
    for (int i = 0; i < m_nodes.size(); ++i)
        m_index.insert(m_nodes[i].id, i);
    sortEdges(m_edges, m_nodes.size(), &LineageEdge::from, m_fromStart, m_from);
    sortEdges(m_edges, m_nodes.size(), &LineageEdge::to, m_intoStart, m_into);
}

std::span<const int> LineageGraph::edgesFrom(int node) const
{
    const size_t at = size_t(node);
    return std::span(m_from).subspan(size_t(m_fromStart[at]), size_t(m_fromStart[at + 1] - m_fromStart[at]));
}

std::span<const int> LineageGraph::edgesInto(int node) const
{
    const size_t at = size_t(node);
    return std::span(m_into).subspan(size_t(m_intoStart[at]), size_t(m_intoStart[at + 1] - m_intoStart[at]));
}

/// Breadth first, so that every distance is a shortest one.
QList<LineageStep> LineageGraph::walk(int start, bool down, bool follow) const
{
    QList<LineageStep> out;
    if (start < 0 || start >= m_nodes.size())
        return out;
    std::vector<bool> seen(size_t(m_nodes.size()), false);
    seen[size_t(start)] = true;
    const auto visit = [&](int node, int distance) {
        for (const int edge : down ? edgesFrom(node) : edgesInto(node)) {
            const int next = down ? m_edges[edge].to : m_edges[edge].from;
            if (seen[size_t(next)] || (!follow && m_edges[edge].relation == LineageRelation::Follows))
                continue;
            seen[size_t(next)] = true;
            out.append({next, distance, edge});
        }
    };
    visit(start, 1);
    for (qsizetype i = 0; i < out.size(); ++i) {
        const LineageStep step = out[i];
        visit(step.node, step.distance + 1);
    }
    return out;
}

QList<LineageStep> LineageGraph::whatIsBuiltOn(int node) const
{
    QList<LineageStep> out = walk(node, true, true);
    sortSteps(out, m_nodes);
    return out;
}

QList<LineageStep> LineageGraph::whatItCameFrom(int node) const
{
    QList<LineageStep> out = walk(node, false, true);
    sortSteps(out, m_nodes);
    return out;
}

QList<LicenceFact> LineageGraph::inheritedLicences(int node) const
{
    QList<LicenceFact> out;
    QList<LineageStep> steps = walk(node, false, false);
    sortSteps(steps, m_nodes);
    for (const LineageStep &step : std::as_const(steps)) {
        const LineageNode &ancestor = m_nodes[step.node];
        if (ancestor.kind == LineageNode::Kind::Run || ancestor.kind == LineageNode::Kind::Commit)
            continue;
        QStringList all{ancestor.licence};
        all += ancestor.otherLicences;
        for (const QString &licence : std::as_const(all)) {
            const QString &own = m_nodes[node].licence;
            const bool differs = !own.isEmpty() && !licence.isEmpty() && own.compare(licence, Qt::CaseInsensitive) != 0;
            out.append({step.node, licence, licenceTerms(licence), differs});
        }
    }
    return out;
}

LineageGraph LineageGraph::around(int node, int most, int *leftOut) const
{
    QList<LineageStep> steps = walk(node, false, true) + walk(node, true, true);
    sortSteps(steps, m_nodes);
    std::vector<int> place(size_t(m_nodes.size()), -1);
    QList<LineageNode> nodes;
    int missing = 0;
    const auto keep = [&](int which) {
        // In a circle a node is both upstream and downstream.
        if (place[size_t(which)] >= 0)
            return;
        if (nodes.size() >= most) {
            ++missing;
            return;
        }
        place[size_t(which)] = int(nodes.size());
        nodes.append(m_nodes[which]);
    };
    if (node >= 0 && node < m_nodes.size())
        keep(node);
    for (const LineageStep &step : std::as_const(steps))
        keep(step.node);
    QList<LineageEdge> edges;
    for (LineageEdge edge : m_edges) {
        edge.from = place[size_t(edge.from)];
        edge.to = place[size_t(edge.to)];
        if (edge.from >= 0 && edge.to >= 0)
            edges.append(edge);
    }
    if (leftOut)
        *leftOut = missing;
    return {std::move(nodes), std::move(edges)};
}

LicenceTerms licenceTerms(const QString &licence)
{
    // Creative Commons writes its terms into its identifiers; of the others the copyleft families are known by name.
    LicenceTerms out;
    QString words = licence.toLower();
    for (const QChar c : {u'_', u' ', u'.', u'/', u'(', u')', u'+'})
        words.replace(c, u'-');
    const QStringList parts = words.split(u'-', Qt::SkipEmptyParts);
    out.nonCommercial = parts.contains("nc"_L1) || words.contains("noncommercial"_L1) || words.contains("non-commercial"_L1);
    out.noDerivatives = parts.contains("nd"_L1) || words.contains("no-derivatives"_L1);
    out.shareAlike = parts.contains("sa"_L1) || parts.contains("gpl"_L1) || parts.contains("agpl"_L1) || parts.contains("lgpl"_L1)
        || parts.contains("odbl"_L1) || words.contains("share-alike"_L1) || words.contains("sharealike"_L1);
    return out;
}

} // namespace countersign
