// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/lineagepicture.h"

#include "ui/registry/words.h"
#include "ui/workspace/workspace.h"

#include <QCollator>
#include <QCoreApplication>

#include <numeric>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

using NodeKind = LineageNode::Kind;
using Outline = LineageScene::Outline;

constexpr int groupedFrom = 24;   // nodes in the picture: fewer are all shown
constexpr int fewestInGroup = 4;
constexpr int crowded = 100; // nodes from which two of a kind make a group
constexpr int mostBesideSubject = 8; // of a kind that touch the subject and are shown each for itself

QString tr(const char *text)
{
    return QCoreApplication::translate("Registry", text);
}

Outline outlineOf(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Dataset:
        return Outline::Pill;
    case NodeKind::BaseModel:
        return Outline::Hexagon;
    case NodeKind::Run:
    case NodeKind::Commit:
        return Outline::Plain;
    case NodeKind::Deployment:
        return Outline::Tag;
    case NodeKind::Version:
        break;
    }
    return Outline::Box;
}

QString lineageIcon(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Dataset:
        return u"dataset"_s;
    case NodeKind::BaseModel:
        return u"model-base"_s;
    case NodeKind::Run:
        return u"run"_s;
    case NodeKind::Commit:
        return u"commit"_s;
    case NodeKind::Deployment:
        return u"deployment"_s;
    case NodeKind::Version:
        break;
    }
    return u"models"_s;
}

/// How many columns right of the first one the versions of each model stand: right of what they are based on. Models
/// that are based on each other in a circle stay where they were when the circle was met.
QHash<QString, int> modelDepths(const LineageGraph &graph)
{
    QHash<QString, int> depth;
    QHash<QString, QSet<QString>> next;
    QHash<QString, int> waiting;
    for (const LineageNode &node : graph.nodes()) {
        if (node.kind == NodeKind::Version)
            depth.insert(node.model, 0);
    }
    for (const LineageEdge &edge : graph.edges()) {
        const LineageNode &from = graph.nodes()[edge.from];
        const LineageNode &to = graph.nodes()[edge.to];
        if (edge.relation != LineageRelation::BasedOn || from.kind != NodeKind::Version || from.model == to.model || next[from.model].contains(to.model))
            continue;
        next[from.model].insert(to.model);
        ++waiting[to.model];
    }
    QStringList ready;
    for (auto it = depth.cbegin(); it != depth.cend(); ++it) {
        if (waiting.value(it.key()) == 0)
            ready.append(it.key());
    }
    while (!ready.isEmpty()) {
        const QString model = ready.takeLast();
        for (const QString &after : next.value(model)) {
            depth[after] = std::max(depth[after], depth[model] + 1);
            if (--waiting[after] == 0)
                ready.append(after);
        }
    }
    return depth;
}

class PictureMaker
{
public:
    explicit PictureMaker(const LineageData &data) : m_graph(data.graph), m_subject(m_graph.indexOf(data.subject))
    {
        for (const LineageStep &step : m_graph.whatItCameFrom(m_subject))
            m_upstream.insert(step.node);
        for (const std::span<const int> edges : {m_graph.edgesInto(m_subject), m_graph.edgesFrom(m_subject)}) {
            for (const int edge : edges) {
                const LineageEdge &touching = m_graph.edges()[edge];
                const int other = touching.from == m_subject ? touching.to : touching.from;
                m_touching.insert(other);
                ++m_touchingOfKind[m_graph.nodes()[other].kind];
            }
        }
    }

    LineagePicture make()
    {
        placeColumns();
        sortNodes();
        if (m_graph.nodes().size() > groupedFrom)
            group();
        LineagePicture out;
        for (const int i : std::as_const(m_order))
            out.nodes.append(nodeOf(i));
        for (const LineageEdge &edge : m_graph.edges())
            out.edges.append({m_graph.nodes()[edge.from].id, m_graph.nodes()[edge.to].id});
        for (auto it = m_members.cbegin(); it != m_members.cend(); ++it) {
            if (it->size() >= (m_graph.nodes().size() >= crowded ? 2 : fewestInGroup))
                out.groups.append({it.key(), groupName(*it), groupKind(*it), false, modelsName(it->first())});
        }
        out.columns = m_heads;
        return out;
    }

private:
    /// Sources, runs and commits, versions by what they are based on, deployments; columns without anything are left out.
    void placeColumns()
    {
        const QHash<QString, int> depths = modelDepths(m_graph);
        const int deepest = depths.isEmpty() ? 0 : *std::max_element(depths.begin(), depths.end());
        QMap<int, int> used;
        for (const LineageNode &node : m_graph.nodes()) {
            const int column = node.kind == NodeKind::Dataset || node.kind == NodeKind::BaseModel ? 0
                : node.kind == NodeKind::Run || node.kind == NodeKind::Commit                     ? 1
                : node.kind == NodeKind::Version                                              ? 2 + depths.value(node.model)
                                                                                          : 3 + deepest;
            m_column.append(column);
            used.insert(column, 0);
        }
        int at = 0;
        for (auto it = used.begin(); it != used.end(); ++it) {
            *it = at++;
            m_heads << (it.key() == 0           ? sourcesHead()
                            : it.key() == 1     ? tr("Runs and commits")
                            : it.key() == 2     ? tr("Versions")
                            : it.key() <= 2 + deepest ? tr("Versions built on those")
                                                      : tr("Deployments"));
        }
        for (int &column : m_column)
            column = used.value(column);
    }

    [[nodiscard]] QString sourcesHead() const
    {
        const auto has = [this](NodeKind kind) {
            return std::any_of(m_graph.nodes().begin(), m_graph.nodes().end(), [kind](const LineageNode &node) { return node.kind == kind; });
        };
        return !has(NodeKind::BaseModel) ? tr("Datasets") : !has(NodeKind::Dataset) ? tr("Base models") : tr("Datasets, base models");
    }

    /// In the order of their column: by model, and versions as people count them.
    void sortNodes()
    {
        QCollator collator;
        collator.setNumericMode(true);
        const auto &nodes = m_graph.nodes();
        m_order.resize(nodes.size());
        std::iota(m_order.begin(), m_order.end(), 0);
        std::stable_sort(m_order.begin(), m_order.end(), [&](int a, int b) {
            if (m_column[a] != m_column[b] || nodes[a].kind != nodes[b].kind)
                return std::pair(m_column[a], nodes[a].kind) < std::pair(m_column[b], nodes[b].kind);
            if (nodes[a].model != nodes[b].model)
                return nodes[a].model < nodes[b].model;
            return collator.compare(nodes[a].name.left(200), nodes[b].name.left(200)) < 0;
        });
    }

    void group()
    {
        for (const int i : std::as_const(m_order)) {
            const LineageNode &node = m_graph.nodes()[i];
            if (i == m_subject || (m_touching.contains(i) && m_touchingOfKind.value(node.kind) <= mostBesideSubject))
                continue;
            const QString models = modelsAround(i).join(u'\n');
            const bool origin = node.kind == NodeKind::Run || node.kind == NodeKind::Commit;
            // Before and after the subject are two groups, so that the way through it goes one way.
            const QString side = m_upstream.contains(i) ? u"from"_s : u"on"_s;
            const QString key = u"group:%1:%2:"_s.arg(side).arg(int(origin ? NodeKind::Run : node.kind)) + models;
            m_groupOf.insert(i, key);
            m_members[key].append(i);
        }
    }

    /// The models whose versions a node touches; of a version and a deployment its own.
    [[nodiscard]] QStringList modelsAround(int node) const
    {
        if (!m_graph.nodes()[node].model.isEmpty())
            return {m_graph.nodes()[node].model};
        QStringList out;
        for (const int edge : m_graph.edgesFrom(node)) {
            const QString &model = m_graph.nodes()[m_graph.edges()[edge].to].model;
            if (!out.contains(model))
                out.append(model);
        }
        out.sort();
        return out;
    }

    [[nodiscard]] QString modelsName(int member) const
    {
        const QStringList models = modelsAround(member);
        return models.size() == 1 ? models.first() : QCoreApplication::translate("Registry", "%n models", nullptr, int(models.size()));
    }

    [[nodiscard]] QString groupName(const QList<int> &members) const
    {
        //: a group in a picture of a lineage; %1 is "12 versions", %2 a model
        return tr("%1 of %2").arg(groupKind(members), modelsName(members.first()));
    }

    [[nodiscard]] QString groupKind(const QList<int> &members) const
    {
        const int n = int(members.size());
        switch (m_graph.nodes()[members.first()].kind) {
        case NodeKind::Dataset:
            return QCoreApplication::translate("Registry", "%n dataset(s)", nullptr, n);
        case NodeKind::BaseModel:
            return QCoreApplication::translate("Registry", "%n base model(s)", nullptr, n);
        case NodeKind::Run:
        case NodeKind::Commit:
            return QCoreApplication::translate("Registry", "%n run(s) and commit(s)", nullptr, n);
        case NodeKind::Deployment:
            return QCoreApplication::translate("Registry", "%n deployment(s)", nullptr, n);
        case NodeKind::Version:
            break;
        }
        return QCoreApplication::translate("Registry", "%n version(s)", nullptr, n);
    }

    [[nodiscard]] LineageView::Node nodeOf(int i) const
    {
        const LineageNode &node = m_graph.nodes()[i];
        LineageView::Node out;
        out.id = node.id;
        out.kind = lineageKind(node.kind);
        out.name = lineageName(node);
        out.icon = lineageIcon(node.kind);
        out.subject = i == m_subject;
        out.outline = outlineOf(node.kind);
        out.column = m_column[i];
        out.group = m_groupOf.value(i);
        out.note = node.licence;
        out.beside = node.model;
        out.faint = !node.here;
        if (node.stage)
            out.state = stageChip(*node.stage);
        if (node.kind == NodeKind::Deployment) {
            out.state = node.running ? chipFor(ChipState::Deployed) : chipFor(ChipState::Closed, tr("Ended"));
            out.note = node.detail;
        }
        if (!node.here)
            out.note = tr("not here");
        out.toolTip = toolTipOf(node);
        return out;
    }

    [[nodiscard]] static QString toolTipOf(const LineageNode &node)
    {
        QStringList lines;
        if (!node.detail.isEmpty() && node.kind != NodeKind::Deployment)
            lines << node.detail.left(200);
        if (node.nameOnly)
            lines << tr("No digest was recorded: it may be any dataset of this name.");
        if (node.sameName > 0)
            lines << QCoreApplication::translate("Registry", "%n other(s) of this name here have another digest or none.", nullptr, node.sameName);
        if (!node.otherLicences.isEmpty())
            lines << tr("Elsewhere recorded under %1.").arg(node.otherLicences.join(u", "_s).left(200));
        if (!node.here)
            lines << tr("A version names it; there is no record of it on this machine.");
        return lines.join(u'\n');
    }

    const LineageGraph &m_graph;
    int m_subject;
    QSet<int> m_upstream, m_touching;
    QHash<NodeKind, int> m_touchingOfKind;
    QList<int> m_column, m_order;
    QStringList m_heads;
    QHash<int, QString> m_groupOf;
    QMap<QString, QList<int>> m_members;
};

} // namespace

LineagePicture lineagePicture(const LineageData &data)
{
    if (data.graph.indexOf(data.subject) < 0)
        return {};
    return PictureMaker(data).make();
}

QUrl lineageLink(const LineageNode &node)
{
    if (node.record.isEmpty() || !node.here)
        return {};
    return links::to(node.kind == NodeKind::Deployment ? u"releases"_s : u"registry"_s, node.record);
}

QString lineageName(const LineageNode &node)
{
    if (node.kind == NodeKind::Version)
        return versionTitle(node.name);
    return node.kind == NodeKind::Commit ? node.name.left(12) : node.name;
}

QString lineageKind(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Dataset:
        return tr("Dataset");
    case NodeKind::BaseModel:
        return tr("Base model");
    case NodeKind::Run:
        return tr("Training run");
    case NodeKind::Commit:
        return tr("Training code");
    case NodeKind::Deployment:
        return tr("Deployment");
    case NodeKind::Version:
        break;
    }
    return tr("Version");
}

} // namespace countersign
