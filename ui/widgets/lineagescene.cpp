// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/lineagescene.h"

#include "ui/widgets/safetext.h"

#include <algorithm>
#include <vector>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestName = 300; // of a name in a picture; nobody reads more, and measuring it costs

QString sceneText(const QString &text)
{
    return visibleText(text.size() > longestName ? text.first(longestName) + u'…' : text);
}

/// Everything that can be reached from the marked nodes along the edges, or against them.
void reach(const QList<LayeredGraph::Edge> &edges, qsizetype nodes, bool against, std::vector<bool> &marked)
{
    std::vector<std::vector<int>> next(static_cast<size_t>(nodes));
    for (const auto &edge : edges)
        next[size_t(against ? edge.to : edge.from)].push_back(against ? edge.from : edge.to);
    std::vector<int> waiting;
    for (size_t i = 0; i < marked.size(); ++i) {
        if (marked[i])
            waiting.push_back(int(i));
    }
    while (!waiting.empty()) {
        const int node = waiting.back();
        waiting.pop_back();
        for (const int to : next[size_t(node)]) {
            if (!marked[size_t(to)]) {
                marked[size_t(to)] = true;
                waiting.push_back(to);
            }
        }
    }
}

} // namespace

void LineageScene::setGraph(const QList<Node> &nodes, const QList<Edge> &edges, const QList<Group> &groups)
{
    m_nodes = nodes;
    m_groups = groups;
    m_edges.clear();
    m_index.clear();
    m_groupOf.fill(-1, nodes.size());
    QHash<QString, int> group;
    for (int i = 0; i < groups.size(); ++i) {
        group.insert(groups[i].id, i);
        m_groups[i].name = sceneText(groups[i].name);
        m_groups[i].label = sceneText(groups[i].label);
    }
    QList<int> members(groups.size(), 0);
    for (int i = 0; i < nodes.size(); ++i) {
        m_index.insert(nodes[i].id, i);
        m_nodes[i].name = sceneText(nodes[i].name);
        m_nodes[i].note = sceneText(nodes[i].note);
        m_groupOf[i] = group.value(nodes[i].group, -1);
        if (m_groupOf[i] >= 0)
            ++members[m_groupOf[i]];
    }
    for (int &of : m_groupOf) {
        if (of >= 0 && members[of] < 2)
            of = -1;
    }
    for (const Edge &edge : edges) {
        if (m_index.contains(edge.from) && m_index.contains(edge.to))
            m_edges << LayeredGraph::Edge{m_index[edge.from], m_index[edge.to]};
    }
    update();
}

void LineageScene::setOpen(int group, bool open)
{
    if (group < 0 || group >= m_groups.size() || m_groups[group].open == open)
        return;
    m_groups[group].open = open;
    update();
}

void LineageScene::setAllOpen(bool open)
{
    for (Group &group : m_groups)
        group.open = open;
    update();
}

void LineageScene::update()
{
    m_shown.clear();
    m_shownEdges.clear();
    m_place.fill(-1, m_nodes.size());
    QHash<int, int> closed;
    for (int i = 0; i < m_nodes.size(); ++i) {
        const int group = m_groupOf[i];
        if (group < 0 || m_groups[group].open) {
            m_place[i] = int(m_shown.size());
            m_shown.append({i, group, {i}});
            continue;
        }
        if (!closed.contains(group)) {
            closed.insert(group, int(m_shown.size()));
            m_shown.append({-1, group, {}});
        }
        m_place[i] = closed.value(group);
        m_shown[m_place[i]].members.append(i);
    }
    QSet<std::pair<int, int>> seen;
    for (const auto &edge : std::as_const(m_edges)) {
        const std::pair ends(m_place[edge.from], m_place[edge.to]);
        if (ends.first == ends.second || seen.contains(ends))
            continue;
        seen.insert(ends);
        m_shownEdges.append({ends.first, ends.second});
    }
}

QString LineageScene::idAt(int place) const
{
    if (place < 0 || place >= m_shown.size())
        return {};
    const Shown &shown = m_shown[place];
    return shown.isGroup() ? m_groups[shown.group].id : m_nodes[shown.node].id;
}

int LineageScene::placeOfId(const QString &id) const
{
    if (const int node = indexOf(id); node >= 0)
        return placeOf(node);
    for (int i = 0; i < m_shown.size(); ++i) {
        if (m_shown[i].isGroup() && m_groups[m_shown[i].group].id == id)
            return i;
    }
    return -1;
}

LayeredGraph::Wishes LineageScene::wishes() const
{
    LayeredGraph::Wishes out;
    QHash<QString, int> beside;
    for (const Shown &shown : m_shown) {
        const Node &first = m_nodes[shown.members.first()];
        out.layers << first.column;
        if (!shown.isGroup() && shown.group >= 0) {
            out.blocks << shown.group;
            out.framed.insert(shown.group);
        } else if (first.beside.isEmpty()) {
            out.blocks << -1;
        } else {
            if (!beside.contains(first.beside))
                beside.insert(first.beside, int(m_groups.size() + beside.size()));
            out.blocks << beside.value(first.beside);
        }
    }
    if (out.layers.contains(-1))
        out.layers.clear();
    return out;
}

QSet<int> LineageScene::pathThrough(int place) const
{
    QSet<int> out;
    if (place < 0 || place >= m_shown.size())
        return out;
    // Over the nodes, not the places: a way through one member of a group is none through another.
    for (const bool against : {false, true}) {
        std::vector<bool> marked(size_t(m_nodes.size()), false);
        for (const int member : m_shown[place].members)
            marked[size_t(member)] = true;
        reach(m_edges, m_nodes.size(), against, marked);
        for (int i = 0; i < m_nodes.size(); ++i) {
            if (marked[size_t(i)])
                out.insert(m_place[i]);
        }
    }
    return out;
}

QList<int> LineageScene::matches(const QString &words) const
{
    QList<int> out;
    const QString wanted = words.simplified();
    if (wanted.isEmpty())
        return out;
    for (int i = 0; i < m_nodes.size(); ++i) {
        const Node &node = m_nodes[i];
        if (node.name.contains(wanted, Qt::CaseInsensitive) || node.kind.contains(wanted, Qt::CaseInsensitive)
            || node.note.contains(wanted, Qt::CaseInsensitive))
            out.append(i);
    }
    std::stable_sort(out.begin(), out.end(), [this](int a, int b) { return m_nodes[a].column < m_nodes[b].column; });
    return out;
}

QStringList LineageScene::sources(int place) const
{
    QStringList out;
    for (const auto &edge : m_shownEdges) {
        if (edge.to == place)
            out << nameAt(edge.from);
    }
    return out;
}

QString LineageScene::nameAt(int place) const
{
    const Shown &shown = m_shown[place];
    return shown.isGroup() ? m_groups[shown.group].name : m_nodes[shown.node].name;
}

QString LineageScene::labelAt(int place) const
{
    const Shown &shown = m_shown[place];
    return shown.isGroup() && !m_groups[shown.group].label.isEmpty() ? m_groups[shown.group].label : nameAt(place);
}

QString LineageScene::kindAt(int place) const
{
    const Shown &shown = m_shown[place];
    return shown.isGroup() ? m_groups[shown.group].kind : m_nodes[shown.node].kind;
}

} // namespace countersign
