// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/lineagetab.h"

#include "ui/registry/words.h"
#include "ui/widgets/emptystate.h"
#include "ui/workspace/workspace.h"

#include <QCoreApplication>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

constexpr int mostDeployments = 12;

QString tr(const char *text)
{
    return QCoreApplication::translate("Registry", text);
}

void addOrigin(const VersionData &shown, const QString &subject, LineageGraph &out)
{
    const Lineage &lineage = shown.version.lineage;
    const QString base = u"base"_s;
    if (!lineage.baseModel.isEmpty()) {
        const QString kind = lineage.baseModelRelation.isEmpty() ? tr("Base model") : tr("Base model, %1").arg(lineage.baseModelRelation);
        out.nodes.append({base, kind, lineage.baseModel, u"model-base"_s, {}, false});
        out.edges.append({base, subject});
        if (shown.baseModelIsOurs)
            out.links.insert(base, links::to(u"registry"_s, lineage.baseModel));
    }
    for (const DatasetRef &dataset : lineage.datasets) {
        const QString id = u"dataset:"_s + dataset.name;
        const QString kind = dataset.licence.isEmpty() ? tr("Dataset") : tr("Dataset, %1").arg(dataset.licence);
        out.nodes.append({id, kind, dataset.name, u"dataset"_s, {}, false});
        out.edges.append({id, subject});
    }
    if (const QString parent = shown.parentKey(); !parent.isEmpty()) {
        const QString id = u"parent"_s;
        out.nodes.append({id, tr("Follows"), versionTitle(parent), u"models"_s,
                          shown.parentStage ? stageChip(*shown.parentStage) : ChipSpec(), false});
        out.edges.append({id, subject});
        if (shown.parentIsOurs)
            out.links.insert(id, links::to(u"registry"_s, parent));
    }
    if (!lineage.sourceCommit.isEmpty()) {
        out.nodes.append({u"commit"_s, tr("Training code"), lineage.sourceCommit.left(12), u"commit"_s, {}, false});
        out.edges.append({u"commit"_s, subject});
    }
}

} // namespace

LineageGraph lineageOf(const VersionData &shown)
{
    LineageGraph out;
    const QString subject = u"version"_s;
    addOrigin(shown, subject, out);
    out.nodes.append({subject, tr("Version"), versionTitle(shown.key), u"models"_s, stageChip(shown.version.stage), true});
    for (int i = 0; i < std::min<int>(mostDeployments, int(shown.deployments.size())); ++i) {
        const Deployment &deployment = shown.deployments[i].body;
        const QString id = u"deployment:"_s + shown.deployments[i].id;
        const bool running = deployment.state == Deployment::Running;
        out.nodes.append({id, tr("Deployment, %1").arg(deployment.environment),
                          deployment.endpoint.isEmpty() ? deployment.environment : deployment.endpoint, u"deployment"_s,
                          running ? chipFor(ChipState::Deployed) : chipFor(ChipState::Closed, tr("Ended")), false});
        out.edges.append({subject, id});
        if (!deployment.request.isEmpty())
            out.links.insert(id, links::to(u"releases"_s, deployment.request));
    }
    return out;
}

LineageTab::LineageTab(QWidget *parent)
    : QWidget(parent)
    , m_view(new LineageView(tr("Lineage of the version")))
    , m_empty(new EmptyState)
{
    m_empty->setText(tr("Nobody has recorded where this version comes from. Register versions with their base model, datasets and parent to see them here."));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_empty, 1);
    connect(m_view, &LineageView::activated, this, [this](const QString &id) {
        if (const QUrl link = m_links.value(id); !link.isEmpty())
            emit openLink(link);
    });
}

void LineageTab::show(const VersionData &shown)
{
    const LineageGraph graph = lineageOf(shown);
    const bool alone = graph.nodes.size() == 1;
    m_links = graph.links;
    m_view->setGraph(graph.nodes, graph.edges);
    m_view->setVisible(!alone);
    m_empty->setVisible(alone);
}

} // namespace countersign
