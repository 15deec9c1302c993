// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/overviewtab.h"

#include "ui/registry/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <numeric>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

QString shortDigest(const QString &digest)
{
    return digest.isEmpty() ? u"—"_s : digest.mid(7, 16) + u'…';
}

/// How many rows a table inside the page shows before it scrolls by itself.
constexpr int mostRows = 60;

} // namespace

void ArtifactsModel::setArtifacts(QList<Artifact> artifacts)
{
    beginResetModel();
    m_artifacts = std::move(artifacts);
    endResetModel();
}

int ArtifactsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_artifacts.size());
}

int ArtifactsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant ArtifactsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Artifact &artifact = m_artifacts[index.row()];
    const auto column = Column(index.column());
    if (role == IdRole)
        return artifact.name;
    if (role == CopyRole && column == Column::Digest)
        return artifact.digest;
    if (role == CopyRole && column == Column::Size)
        return QString::number(artifact.size);
    if (role == NumericRole)
        return column == Column::Size;
    if (role == Qt::ToolTipRole && column == Column::Digest)
        return artifact.digest;
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Column::Name:
        return visibleText(artifact.name);
    case Column::Size:
        return formatBytes(artifact.size);
    case Column::Type:
        return artifact.mediaType;
    case Column::Digest:
        return shortDigest(artifact.digest);
    default:
        return {};
    }
}

QVariant ArtifactsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Column::Name:
        return tr("File");
    case Column::Size:
        return tr("Size");
    case Column::Type:
        return tr("Type");
    case Column::Digest:
        return tr("SHA-256");
    default:
        return {};
    }
}

OverviewTab::OverviewTab(QWidget *parent)
    : QScrollArea(parent)
    , m_facts(new FactGrid)
    , m_origin(new FactGrid)
    , m_artifactsPanel(new countersign::Panel(tr("Files")))
    , m_artifacts(new DataTable(tr("Files of the version")))
    , m_model(new ArtifactsModel(this))
    , m_safeguardsPanel(new countersign::Panel(tr("Safeguards")))
    , m_safeguards(new FactGrid)
    , m_notesPanel(new countersign::Panel(tr("What is new, in the author's words")))
    , m_notes(new TextLabel)
{
    const Theme theme = Theme::current();
    m_artifacts->setModel(m_model);
    m_artifacts->setColumns({{nullptr, 200, true}, {new NumberDelegate, 80, false, Qt::AlignRight}, {nullptr, 130}, {nullptr, 160}});
    m_artifacts->setFitToRows(true);
    m_artifacts->setEmptyState(tr("No file has been registered, so there is nothing to release. Register the version again with its files."));
    m_artifactsPanel->setContent(m_artifacts, true);
    auto *safeguards = new QVBoxLayout;
    safeguards->addWidget(m_safeguards);
    m_safeguardsPanel->setContent(safeguards);
    m_notes->setWordWrap(true);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *notes = new QVBoxLayout;
    notes->addWidget(m_notes);
    m_notesPanel->setContent(notes);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(theme.margin(), theme.groupGap(), theme.margin(), theme.margin());
    layout->setSpacing(theme.groupGap());
    auto *facts = new QHBoxLayout;
    facts->setSpacing(theme.px(24));
    facts->addWidget(m_facts, 1, Qt::AlignTop);
    facts->addWidget(m_origin, 1, Qt::AlignTop);
    layout->addLayout(facts);
    layout->addWidget(m_notesPanel);
    layout->addWidget(m_artifactsPanel);
    layout->addWidget(m_safeguardsPanel);
    layout->addStretch();
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
}

void OverviewTab::show(const VersionData &shown)
{
    showFacts(shown);
    showSafeguards(shown);
    m_artifacts->setFitToRows(shown.version.artifacts.size() <= mostRows);
    m_artifacts->setMinimumHeight(shown.version.artifacts.size() <= mostRows ? 0 : Theme::current().rowHeight() * 12);
    m_model->setArtifacts(shown.version.artifacts);
    const qint64 bytes = std::accumulate(shown.version.artifacts.begin(), shown.version.artifacts.end(), qint64(0),
                                         [](qint64 sum, const Artifact &artifact) { return sum + artifact.size; });
    m_artifactsPanel->setSummary(shown.version.artifacts.isEmpty()
                                     ? QString()
                                     //: "12 files, 3.4 GiB"; %1 is the size of all of them
                                     : tr("%n file(s), %1", nullptr, int(shown.version.artifacts.size())).arg(formatBytes(bytes)));
    m_notesPanel->setVisible(!shown.version.notes.isEmpty());
    m_notes->setText(visibleText(shown.version.notes));
}

void OverviewTab::showFacts(const VersionData &shown)
{
    const Version &version = shown.version;
    m_facts->clear();
    m_origin->clear();
    m_facts->addFact(tr("Registered"),
                     //: "84 d ago by Jonas Weber"
                     tr("%1 by %2").arg(relativeTimeAgo(version.registeredAt, shown.at), shown.name(version.author)),
                     exactTime(version.registeredAt));
    m_facts->addFact(tr("Criticality"), enumText(version.criticality));
    m_facts->addFact(tr("Domain"), version.businessDomain);
    if (!version.compliance.isEmpty())
        m_facts->addFact(tr("Compliance"), version.compliance.join(u", "_s));
    m_facts->addFact(tr("Cost centre"), version.costCentre);
    m_origin->addFact(tr("Training run"), version.lineage.run);
    m_origin->addFact(tr("Source"), (version.lineage.sourceRepository + u' ' + version.lineage.sourceCommit).trimmed());
    if (!version.manifestDigest.isEmpty()) {
        m_origin->addDigest(tr("Manifest"), version.manifestDigest);
        m_origin->addDigest(tr("Statement"), version.statementDigest);
    }
}

void OverviewTab::showSafeguards(const VersionData &shown)
{
    m_safeguards->clear();
    m_safeguardsPanel->setVisible(!shown.version.safeguards.isEmpty());
    m_safeguardsPanel->setSummary(tr("%n named", nullptr, int(shown.version.safeguards.size())));
    const auto layer = [](SafeguardRef::Layer value) {
        switch (value) {
        case SafeguardRef::Input:
            //: where a safeguard stands
            return tr("before the model");
        case SafeguardRef::Output:
            return tr("behind the model");
        case SafeguardRef::PersonalData:
            return tr("around personal shown");
        default:
            return tr("around access");
        }
    };
    for (const SafeguardRef &safeguard : shown.version.safeguards) {
        const auto test = std::find_if(shown.evaluations.begin(), shown.evaluations.end(),
                                       [&](const auto &evaluation) { return evaluation.id == safeguard.testedBy; });
        const QString tested = safeguard.testedBy.isEmpty()     ? tr("not tested")
            : test == shown.evaluations.end() ? tr("tested by %1").arg(safeguard.testedBy)
                                             : tr("tested by %1").arg(test->body.title);
        m_safeguards->addFact(layer(safeguard.layer), safeguard.name + u", "_s + tested);
    }
}

} // namespace countersign
