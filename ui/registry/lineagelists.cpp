// SPDX-License-Identifier: GPL-3.0-or-later
// A lineage as two lists.
#include "ui/registry/lineagepicture.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/safetext.h"

#include <QCollator>
#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using NodeKind = LineageNode::Kind;

constexpr qsizetype longestCell = 400; // of a name in a list

QString tr(const char *text)
{
    return QCoreApplication::translate("Registry", text);
}

QString cellOf(const QString &text)
{
    return visibleText(text.size() > longestCell ? text.first(longestCell) + u'…' : text);
}

/// What a step upstream is to the thing behind it: the word of the record in brackets.
QString originWords(const LineageEdge &edge, const QString &other)
{
    switch (edge.relation) {
    case LineageRelation::TrainedOn:
        return tr("trained %1").arg(other);
    case LineageRelation::BasedOn:
        return edge.word.isEmpty() ? tr("base of %1").arg(other) : tr("base of %1 (%2)").arg(other, cellOf(edge.word));
    case LineageRelation::Follows:
        return tr("came before %1").arg(other);
    case LineageRelation::MadeBy:
        return tr("made %1").arg(other);
    case LineageRelation::CodeOf:
        return tr("code of %1").arg(other);
    case LineageRelation::RunsAs:
        break;
    }
    return tr("runs as %1").arg(other);
}

QString useWords(const LineageEdge &edge, const QString &other)
{
    switch (edge.relation) {
    case LineageRelation::TrainedOn:
        return tr("trained on %1").arg(other);
    case LineageRelation::BasedOn:
        return edge.word.isEmpty() ? tr("based on %1").arg(other) : tr("based on %1 (%2)").arg(other, cellOf(edge.word));
    case LineageRelation::Follows:
        return tr("follows %1").arg(other);
    case LineageRelation::MadeBy:
        return tr("made by %1").arg(other);
    case LineageRelation::CodeOf:
        return tr("made with %1").arg(other);
    case LineageRelation::RunsAs:
        break;
    }
    return tr("runs %1").arg(other);
}

QString termWords(const LicenceTerms &terms)
{
    QStringList out;
    if (terms.nonCommercial)
        out << tr("non-commercial");
    if (terms.noDerivatives)
        out << tr("no derivatives");
    if (terms.shareAlike)
        out << tr("share alike");
    return out.join(u", "_s);
}

FactTableModel::Cell licenceCell(const LineageNode &node)
{
    if (node.kind == NodeKind::Run || node.kind == NodeKind::Commit || node.kind == NodeKind::Deployment)
        return {QString()};
    FactTableModel::Cell out{node.licence.isEmpty() ? u"—"_s : cellOf(node.licence), termWords(licenceTerms(node.licence))};
    if (node.licence.isEmpty())
        out.toolTip = tr("No licence is recorded.");
    else if (!node.otherLicences.isEmpty())
        out.toolTip = tr("Elsewhere recorded under %1.").arg(cellOf(node.otherLicences.join(u", "_s)));
    return out;
}

QString detailOf(const LineageNode &node)
{
    if (!node.here)
        return tr("not here");
    if (node.kind == NodeKind::Dataset)
        return node.nameOnly ? tr("no digest") : cellOf(node.detail.section(u':', 1).left(12));
    return node.kind == NodeKind::Version ? QString() : cellOf(node.detail);
}

QList<FactTableModel::Row> rowsOf(const LineageGraph &graph, QList<LineageStep> steps, bool upstream)
{
    QCollator collator;
    collator.setNumericMode(true);
    std::stable_sort(steps.begin(), steps.end(), [&](const LineageStep &a, const LineageStep &b) {
        const LineageNode &left = graph.nodes()[a.node];
        const LineageNode &right = graph.nodes()[b.node];
        if (a.distance != b.distance || left.kind != right.kind)
            return std::pair(a.distance, left.kind) < std::pair(b.distance, right.kind);
        return collator.compare(left.name.left(longestCell), right.name.left(longestCell)) < 0;
    });
    QList<FactTableModel::Row> out;
    for (const LineageStep &step : steps) {
        const LineageNode &node = graph.nodes()[step.node];
        const LineageEdge &edge = graph.edges()[step.edge];
        const QString other = cellOf(lineageName(graph.nodes()[upstream ? edge.to : edge.from]));
        const QString relation = upstream ? originWords(edge, other) : useWords(edge, other);
        out.append({node.id,
                    lineageLink(node),
                    !node.here,
                    {{lineageKind(node.kind)},
                     {cellOf(lineageName(node)), detailOf(node)},
                     {relation, {}, {}, {}, relation},
                     licenceCell(node),
                     {QString::number(step.distance)}}});
    }
    return out;
}

} // namespace

FactTableModel *lineageTable(DataTable *table)
{
    auto *model = new FactTableModel({tr("Kind"), tr("Name"), tr("Relation"), tr("Licence"), tr("Steps")}, table);
    table->setModel(model);
    table->setColumns({{nullptr, 116}, {new TwoLineDelegate, 230}, {nullptr, 180, true}, {new TwoLineDelegate, 190}, {new NumberDelegate, 60, false, Qt::AlignRight}});
    return model;
}

QList<FactTableModel::Row> cameFromRows(const LineageData &data)
{
    return rowsOf(data.graph, data.graph.whatItCameFrom(data.graph.indexOf(data.subject)), true);
}

QList<FactTableModel::Row> builtOnRows(const LineageData &data)
{
    return rowsOf(data.graph, data.graph.whatIsBuiltOn(data.graph.indexOf(data.subject)), false);
}

QString licenceSentence(const LineageData &data)
{
    const int subject = data.graph.indexOf(data.subject);
    if (subject < 0)
        return {};
    const QString own = data.graph.nodes()[subject].licence;
    QSet<int> restricted, unknown;
    for (const LicenceFact &fact : data.graph.inheritedLicences(subject)) {
        if (fact.licence.isEmpty())
            unknown.insert(fact.node);
        else if (fact.terms != LicenceTerms())
            restricted.insert(fact.node);
    }
    QStringList out;
    if (!own.isEmpty())
        out << tr("Its card says %1.").arg(cellOf(own));
    if (!restricted.isEmpty())
        out << QCoreApplication::translate("Registry", "%n thing(s) it was made of restrict what may be made of them.", nullptr, int(restricted.size()));
    if (!unknown.isEmpty())
        out << QCoreApplication::translate("Registry", "Of %n thing(s) it was made of no licence is recorded.", nullptr, int(unknown.size()));
    return out.join(u' ');
}

} // namespace countersign
