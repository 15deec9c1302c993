// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/chip.h"
#include "ui/widgets/lineagelayout.h"

#include <QHash>
#include <QSet>
#include <QStringList>

namespace countersign {

/// What of a lineage is to be seen: groups that stand for their members until they are opened, the way through a node,
/// what a search finds. Knows no pixel; any thread.
class LineageScene
{
public:
    enum class Outline { Box, Pill, Hexagon, Plain, Tag };
    struct Node
    {
        QString id = {};
        QString kind = {};   ///< "Dataset", small above the name
        QString name = {};
        QString icon = {};
        ChipSpec state = {}; ///< may be empty
        bool subject = false; ///< the thing whose lineage this is
        QString note = {};    ///< small behind the kind: a licence
        QString toolTip = {}; ///< lines below kind and name
        Outline outline = Outline::Box;
        int column = -1;      ///< from 0; -1 for all: the longest path decides
        QString group = {};   ///< id of a Group; empty: always seen
        bool faint = false;   ///< named, but not here
        QString beside = {};  ///< nodes of a column with the same word here stand together
    };
    struct Edge
    {
        QString from;
        QString to;
    };
    struct Group
    {
        QString id;
        QString name; ///< "12 versions of claims-triage"
        QString kind; ///< "12 versions"
        bool open = false;
        QString label = {}; ///< "claims-triage", below the kind; empty: the name
    };
    /// What is seen in one place: a node, or a closed group for its members.
    struct Shown
    {
        int node = -1;
        int group = -1; ///< of the node too, when its group is open
        QList<int> members;
        [[nodiscard]] bool isGroup() const { return node < 0; }
    };

    /// Edges that name no node are left out, groups of fewer than two nodes are none.
    void setGraph(const QList<Node> &nodes, const QList<Edge> &edges, const QList<Group> &groups);
    [[nodiscard]] const QList<Node> &nodes() const { return m_nodes; }
    [[nodiscard]] const QList<Group> &groups() const { return m_groups; }
    [[nodiscard]] const QList<LayeredGraph::Edge> &edges() const { return m_edges; }

    void setOpen(int group, bool open);
    void setAllOpen(bool open);
    [[nodiscard]] const QList<Shown> &shown() const { return m_shown; }
    /// Between places of shown(), each pair once.
    [[nodiscard]] const QList<LayeredGraph::Edge> &shownEdges() const { return m_shownEdges; }
    /// The place where a node is seen, itself or through its group.
    [[nodiscard]] int placeOf(int node) const { return m_place.value(node, -1); }
    [[nodiscard]] int indexOf(const QString &id) const { return m_index.value(id, -1); }
    /// The id of a node, or of a closed group.
    [[nodiscard]] QString idAt(int place) const;
    [[nodiscard]] int placeOfId(const QString &id) const;
    /// Layers and blocks as the columns and open groups want them.
    [[nodiscard]] LayeredGraph::Wishes wishes() const;

    /// The places from which `place` can be reached and those reachable from it, with itself.
    [[nodiscard]] QSet<int> pathThrough(int place) const;
    /// Nodes whose name, kind or note holds the words, from left to right.
    [[nodiscard]] QList<int> matches(const QString &words) const;
    /// Names of what a place is made from, and of what is made from it.
    [[nodiscard]] QStringList sources(int place) const;
    [[nodiscard]] QString nameAt(int place) const;
    /// The name as it stands in the box.
    [[nodiscard]] QString labelAt(int place) const;
    [[nodiscard]] QString kindAt(int place) const;

private:
    void update();

    QList<Node> m_nodes;
    QList<LayeredGraph::Edge> m_edges;
    QList<Group> m_groups;
    QList<int> m_groupOf; ///< by node; -1 for none
    QHash<QString, int> m_index;
    QList<Shown> m_shown;
    QList<LayeredGraph::Edge> m_shownEdges;
    QList<int> m_place;
};

} // namespace countersign
