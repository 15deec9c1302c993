// SPDX-License-Identifier: GPL-3.0-or-later
// How records become a graph of who was made from what.
#include "domain/lineagegraph.h"

#include <QSet>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using NodeKind = LineageNode::Kind;

QLatin1String lineagePrefix(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Dataset:
        return "dataset:"_L1;
    case NodeKind::BaseModel:
        return "base:"_L1;
    case NodeKind::Run:
        return "run:"_L1;
    case NodeKind::Commit:
        return "commit:"_L1;
    case NodeKind::Version:
        return "version:"_L1;
    case NodeKind::Deployment:
        break;
    }
    return "deployment:"_L1;
}

class LineageBuilder
{
public:
    LineageBuilder(const QList<Version> &versions, const QList<Model> &models, const QHash<QString, QString> &licences)
    {
        m_nodes.reserve(versions.size() * 2);
        m_index.reserve(versions.size() * 2);
        for (const Model &model : models)
            m_titles.insert(model.name, model.title);
        for (const Version &version : versions) {
            const int at = node(NodeKind::Version, version.key());
            m_nodes[at].model = version.model;
            m_nodes[at].detail = m_titles.value(version.model);
            m_nodes[at].stage = version.stage;
            m_nodes[at].record = version.key();
            m_nodes[at].licence = licences.value(version.key());
        }
        for (const Version &version : versions)
            addOrigin(version);
    }

    void addDeployment(const RecordedDeployment &deployment)
    {
        const int version = versionNode(deployment.body.version);
        const QString &name = deployment.body.endpoint.isEmpty() ? deployment.body.environment : deployment.body.endpoint;
        const int at = node(NodeKind::Deployment, deployment.id);
        m_nodes[at].name = name;
        m_nodes[at].model = deployment.body.version.section(u'/', 0, 0);
        m_nodes[at].detail = deployment.body.environment;
        m_nodes[at].record = deployment.body.request;
        m_nodes[at].running = deployment.body.state == Deployment::Running;
        link(version, at, LineageRelation::RunsAs);
    }

    LineageGraph finish()
    {
        for (const QList<int> &same : std::as_const(m_datasets)) {
            for (const int dataset : same)
                m_nodes[dataset].sameName = int(same.size()) - 1;
        }
        return {std::move(m_nodes), std::move(m_edges)};
    }

private:
    int node(NodeKind kind, const QString &name, const QString &digest = {})
    {
        const QString id = lineageId(kind, name, digest);
        if (const auto found = m_index.constFind(id); found != m_index.constEnd())
            return *found;
        LineageNode out;
        out.kind = kind;
        out.id = id;
        out.name = name;
        m_index.insert(id, int(m_nodes.size()));
        m_nodes.append(std::move(out));
        return int(m_nodes.size()) - 1;
    }

    int versionNode(const QString &key)
    {
        const qsizetype before = m_nodes.size();
        const int at = node(NodeKind::Version, key);
        if (m_nodes.size() > before) {
            m_nodes[at].model = key.section(u'/', 0, 0);
            m_nodes[at].here = false;
        }
        return at;
    }

    /// A version of ours where there is one of that address or at least a model of that name, an outside name otherwise.
    int baseNode(const QString &name)
    {
        const bool ours = m_index.contains(lineageId(NodeKind::Version, name))
            || (name.contains(u'/') && m_titles.contains(name.section(u'/', 0, 0)));
        return ours ? versionNode(name) : node(NodeKind::BaseModel, name);
    }

    int datasetNode(const DatasetRef &dataset)
    {
        const qsizetype before = m_nodes.size();
        const int at = node(NodeKind::Dataset, dataset.name, dataset.digest);
        LineageNode &out = m_nodes[at];
        if (m_nodes.size() > before) {
            out.detail = dataset.digest;
            out.nameOnly = dataset.digest.isEmpty();
            m_datasets[dataset.name].append(at);
        }
        if (out.licence.isEmpty())
            out.licence = dataset.licence;
        else if (!dataset.licence.isEmpty() && dataset.licence.compare(out.licence, Qt::CaseInsensitive) != 0
                 && !out.otherLicences.contains(dataset.licence, Qt::CaseInsensitive))
            out.otherLicences.append(dataset.licence);
        return at;
    }

    void link(int from, int to, LineageRelation relation, const QString &word = {})
    {
        // The same two may stand in several relations, but not twice in one. A version has few sources.
        for (qsizetype i = m_edges.size() - 1; i >= 0 && m_edges[i].to == to; --i) {
            if (m_edges[i].from == from && m_edges[i].relation == relation)
                return;
        }
        m_edges.append({from, to, relation, word});
    }

    void addOrigin(const Version &version)
    {
        const Lineage &lineage = version.lineage;
        const int self = m_index.value(lineageId(NodeKind::Version, version.key()));
        QSet<int> datasets;
        for (const DatasetRef &dataset : lineage.datasets) {
            const int at = datasetNode(dataset);
            if (!datasets.contains(at))
                m_edges.append({at, self, LineageRelation::TrainedOn, {}});
            datasets.insert(at);
        }
        if (!lineage.run.isEmpty())
            link(node(NodeKind::Run, lineage.run), self, LineageRelation::MadeBy);
        if (!lineage.sourceCommit.isEmpty()) {
            const int commit = node(NodeKind::Commit, lineage.sourceCommit);
            if (m_nodes[commit].detail.isEmpty())
                m_nodes[commit].detail = lineage.sourceRepository;
            link(commit, self, LineageRelation::CodeOf);
        }
        if (!lineage.baseModel.isEmpty())
            link(baseNode(lineage.baseModel), self, LineageRelation::BasedOn, lineage.baseModelRelation);
        if (const QString parent = parentKey(version.model, lineage); !parent.isEmpty())
            link(versionNode(parent), self, LineageRelation::Follows);
    }

    QList<LineageNode> m_nodes;
    QList<LineageEdge> m_edges;
    QHash<QString, int> m_index;
    QHash<QString, QString> m_titles;
    QHash<QString, QList<int>> m_datasets; ///< by name
};

} // namespace

QString lineageId(LineageNode::Kind kind, const QString &name, const QString &digest)
{
    // The digest stands first: a name may look like anything, also like a name with its digest.
    if (kind == NodeKind::Dataset && !digest.isEmpty())
        return u"dataset@"_s + digest + u':' + name;
    return lineagePrefix(kind) + name;
}

QString parentKey(const QString &model, const Lineage &lineage)
{
    const QString &parent = lineage.parent;
    return parent.isEmpty() || parent.contains(u'/') ? parent : model + u'/' + parent;
}

QStringList lineageTargets(const QString &model, const Lineage &lineage)
{
    QStringList out;
    QSet<QString> seen;
    const auto add = [&](QLatin1String prefix, const QString &name) {
        const QString target = prefix + name;
        if (name.isEmpty() || seen.contains(target))
            return;
        seen.insert(target);
        out.append(target);
    };
    add("model:"_L1, lineage.baseModel);
    add("model:"_L1, parentKey(model, lineage));
    for (const DatasetRef &dataset : lineage.datasets)
        add("dataset:"_L1, dataset.name);
    add("run:"_L1, lineage.run);
    add("commit:"_L1, lineage.sourceCommit);
    return out;
}

LineageGraph buildLineage(const QList<Version> &versions, const QList<Model> &models, const QList<RecordedDeployment> &deployments,
                          const QHash<QString, QString> &licences)
{
    LineageBuilder builder(versions, models, licences);
    for (const RecordedDeployment &deployment : deployments)
        builder.addDeployment(deployment);
    return builder.finish();
}

} // namespace countersign
