// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/model.h"
#include "domain/kinds/release.h"
#include "domain/kinds/version.h"

#include <span>
#include <vector>

namespace countersign {

/// What one thing has to do with what it was made from.
enum class LineageRelation {
    TrainedOn, ///< dataset → version
    BasedOn,   ///< base model or version → version; the edge's word says how (finetune, adapter, quantized, merge)
    Follows,   ///< version → the version of the same model that replaces it; says nothing of weights or licences
    MadeBy,    ///< training run → version
    CodeOf,    ///< commit of the training code → version
    RunsAs,    ///< version → deployment
};

/// Something in a lineage. A thing that is only named in a record, and has none here itself, is a node all the same.
struct LineageNode
{
    enum class Kind { Dataset, BaseModel, Run, Commit, Version, Deployment };
    Kind kind = Kind::Version;
    QString id;     ///< unique in the graph; see lineageId()
    QString name;   ///< as recorded, unescaped: show it through visibleText()
    QString model;  ///< of a version, its model; of a deployment, the model that it runs
    QString detail; ///< digest of a dataset, repository of a commit, environment of a deployment, title of a model
    QString licence;
    QStringList otherLicences; ///< that other records give the same thing
    QString record;            ///< where there is more: key of a version, request of a deployment; empty for none
    std::optional<Version::Stage> stage; ///< of a version that is here
    bool here = true;     ///< false for a version that a record names and that is not here
    bool nameOnly = false; ///< a dataset without a digest: it may be any of that name
    int sameName = 0;      ///< how many other datasets of the graph have its name, with another digest or none
    bool running = false;  ///< of a deployment
};

struct LineageEdge
{
    int from = 0; ///< what it was made from
    int to = 0;
    LineageRelation relation = LineageRelation::BasedOn;
    QString word; ///< as recorded, for BasedOn
};

/// One line of the answer to "what is built on this?" or "what did this come from?".
struct LineageStep
{
    int node = 0;
    int distance = 1; ///< edges on a shortest way
    int edge = 0;     ///< the last edge of such a way, seen from where the question was asked
};

/// What a licence's identifier says about what may be made of the thing: read off its parts, not legal advice.
struct LicenceTerms
{
    bool nonCommercial = false;
    bool noDerivatives = false;
    bool shareAlike = false;
    bool operator==(const LicenceTerms &) const = default;
};
LicenceTerms licenceTerms(const QString &licence);

/// What a node inherits by being made from another. Versions that merely follow one another inherit nothing.
struct LicenceFact
{
    int node = 0; ///< the ancestor that says it
    QString licence;
    LicenceTerms terms;
    bool differs = false; ///< from the licence of the asked node, where it has one
};

/// Who was made from what. Immutable; any thread. Built in time linear in the records; nothing here recurses, and
/// circles, which a record can claim, end every walk that meets itself.
class LineageGraph
{
public:
    LineageGraph() = default;
    LineageGraph(QList<LineageNode> nodes, QList<LineageEdge> edges);

    [[nodiscard]] const QList<LineageNode> &nodes() const { return m_nodes; }
    [[nodiscard]] const QList<LineageEdge> &edges() const { return m_edges; }
    /// -1 when there is no such node.
    [[nodiscard]] int indexOf(const QString &id) const { return m_index.value(id, -1); }
    /// Edges that leave and that reach a node, as places in edges().
    [[nodiscard]] std::span<const int> edgesFrom(int node) const;
    [[nodiscard]] std::span<const int> edgesInto(int node) const;

    /// Everything downstream, nearest first, then by kind and name; without the node itself, even in a circle.
    [[nodiscard]] QList<LineageStep> whatIsBuiltOn(int node) const;
    /// Everything upstream, likewise.
    [[nodiscard]] QList<LineageStep> whatItCameFrom(int node) const;
    /// Licences of what the node was made from, nearest first. Ancestors without a known licence are in it with an
    /// empty one, so that a gap shows.
    [[nodiscard]] QList<LicenceFact> inheritedLicences(int node) const;

    /// The node, what is upstream and what is downstream of it: the nearest `most` nodes. How many more there were
    /// goes to `leftOut`.
    [[nodiscard]] LineageGraph around(int node, int most, int *leftOut = nullptr) const;

private:
    [[nodiscard]] QList<LineageStep> walk(int start, bool down, bool follow) const;

    QList<LineageNode> m_nodes;
    QList<LineageEdge> m_edges;
    QHash<QString, int> m_index;
    std::vector<int> m_fromStart, m_from, m_intoStart, m_into;
};

/// The id of a node: "version:claims-triage/7", "dataset@sha256:…:claims-2025" ("dataset:claims-2025" without a digest),
/// "base:…", "run:…", "commit:…", "deployment:…".
QString lineageId(LineageNode::Kind kind, const QString &name, const QString &digest = {});
/// The address of the version that `lineage` says it follows, whichever way it is spelled; empty without one.
QString parentKey(const QString &model, const Lineage &lineage);
/// What a version's lineage names, as it is looked up the other way round: "model:" and the address of a base model or
/// parent, "dataset:", "run:" and "commit:" with the name. Without doubles.
QStringList lineageTargets(const QString &model, const Lineage &lineage);

/// A deployment and the id of its record.
struct RecordedDeployment
{
    QString id;
    Deployment body;
};

/// The graph of these records. Of the versions only model, version, stage and lineage are read. `licences` knows the
/// licence of versions by their key, as their cards say it.
LineageGraph buildLineage(const QList<Version> &versions, const QList<Model> &models, const QList<RecordedDeployment> &deployments,
                          const QHash<QString, QString> &licences = {});

} // namespace countersign
