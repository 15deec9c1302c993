// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/versionpage.h"

#include "ui/registry/cardtab.h"
#include "ui/registry/controlstab.h"
#include "ui/registry/historytab.h"
#include "ui/registry/lineagetab.h"
#include "ui/registry/overviewtab.h"
#include "ui/registry/versiontables.h"
#include "ui/registry/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/segmentedbuttons.h"
#include "ui/widgets/style.h"

#include <QAction>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

/// The ids of the tabs in their order, as they are remembered.
QStringList tabIds()
{
    return {u"overview"_s, u"lineage"_s, u"card"_s, u"evaluations"_s, u"releases"_s, u"history"_s, u"controls"_s};
}

} // namespace

VersionPage::VersionPage(const Clock *clock, QWidget *parent)
    : QWidget(parent)
    , m_header(new SectionHeader(SectionHeader::Level::Section))
    , m_tabs(new SegmentedButtons(tr("Parts of the version")))
    , m_stack(new QStackedWidget)
    , m_overview(new OverviewTab)
    , m_lineage(new LineageTab)
    , m_card(new CardTab)
    , m_controlsTab(new ControlsTab)
    , m_history(new HistoryTab)
    , m_evaluationsTable(new DataTable(tr("Evaluations of the version")))
    , m_releasesTable(new DataTable(tr("Release requests of the version")))
{
    const Theme theme = Theme::current();
    m_evaluations = evaluationsTable(m_evaluationsTable, clock);
    m_releases = releasesTable(m_releasesTable, clock);
    m_evaluationsTable->setEmptyState(tr("Nothing has been measured yet. Import the result file of an evaluation; it is read here and kept as it is."));
    m_releasesTable->setEmptyState(tr("No release of this version has been requested."));
    const QStringList ids = tabIds();
    const QStringList names{tr("Overview"), tr("Lineage"), tr("Card"), tr("Evaluations"), tr("Releases"), tr("History"), tr("Controls")};
    for (int i = 0; i < ids.size(); ++i)
        m_tabs->addSegment(ids[i], names[i], u"Alt+%1"_s.arg(i + 1));
    m_tabs->setCurrent(ids.first());
    m_stack->addWidget(m_overview);
    m_stack->addWidget(m_lineage);
    m_stack->addWidget(m_card);
    m_stack->addWidget(listTab(m_evaluationsTable, m_evaluations));
    m_stack->addWidget(listTab(m_releasesTable, m_releases));
    m_stack->addWidget(m_history);
    m_stack->addWidget(m_controlsTab);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(theme.margin(), theme.groupGap(), theme.margin(), theme.gap());
    head->setSpacing(theme.gap());
    head->addWidget(m_header);
    head->addWidget(m_tabs);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_stack, 1);
    connect(m_tabs, &SegmentedButtons::currentChanged, this, [this](const QString &id) { setTab(Tab(tabIds().indexOf(id))); });
    connect(m_lineage, &LineageTab::openLink, this, &VersionPage::openLink);
    connect(m_history, &HistoryTab::openLink, this, &VersionPage::openLink);
    connect(m_card, &CardTab::openWebLink, this, &VersionPage::openWebLink);
    connect(m_card, &CardTab::importRequested, this, &VersionPage::importCardRequested);
}

QWidget *VersionPage::listTab(DataTable *table, FactTableModel *model)
{
    const auto follow = [this, model](const QModelIndex &index) {
        if (const QUrl link = model->link(index.row()); !link.isEmpty())
            emit openLink(link);
    };
    connect(table, &DataTable::activated, this, follow);
    return table;
}

void VersionPage::show(const VersionData &shown)
{
    //: head of a version's page; %1 is its label
    m_header->setTitle(tr("Version %1").arg(shown.version.version));
    m_header->setChip(stageChip(shown.version.stage));
    m_header->setDetail(relativeTimeAgo(shown.version.registeredAt, shown.at));
    m_overview->show(shown);
    m_lineage->show(shown);
    m_card->show(shown);
    m_controlsTab->show(shown);
    m_evaluations->setRows(evaluationRows(shown));
    m_releases->setRows(releaseRows(shown));
    m_history->showModel(shown.version.model, shown.key);
    for (DataTable *table : {m_evaluationsTable, m_releasesTable}) {
        if (!table->currentIndex().isValid())
            table->selectRow(0);
    }
}

VersionPage::Tab VersionPage::tab() const
{
    return Tab(m_stack->currentIndex());
}

void VersionPage::setTab(Tab tab)
{
    const int at = std::clamp(int(tab), 0, m_stack->count() - 1);
    m_tabs->setCurrent(tabIds().value(at));
    if (m_stack->currentIndex() == at)
        return;
    m_stack->setCurrentIndex(at);
    emit tabChanged();
}

QWidget *VersionPage::tabWidget(Tab tab) const
{
    return m_stack->widget(int(tab));
}

void VersionPage::addButton(QAction *action, bool primary)
{
    auto *button = new QPushButton;
    if (primary)
        setButtonKind(button, ButtonKind::Primary);
    const auto follow = [button, action] {
        button->setText(action->text());
        button->setToolTip(action->toolTip());
        button->setEnabled(action->isEnabled());
        button->setVisible(action->isVisible());
    };
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    m_header->addAction(button);
}

void VersionPage::addMenuButton(const QString &text, const QList<QAction *> &actions)
{
    auto *button = new QPushButton(text);
    auto *menu = new QMenu(button);
    menu->addActions(actions);
    button->setMenu(menu);
    m_header->addAction(button);
}

} // namespace countersign
