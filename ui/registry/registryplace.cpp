// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/registryplace.h"

#include "lists/recordlistmodel.h"
#include "ui/registry/controlstab.h"
#include "ui/registry/historytab.h"
#include "ui/registry/lineagetab.h"
#include "ui/registry/versionlist.h"
#include "ui/registry/versionpage.h"
#include "ui/registry/words.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/textlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

RegistryPlace::RegistryPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent)
    : Place(parent)
    , m_workspace(workspace)
    , m_registry(registry)
    , m_settings(settings)
    , m_filter(new FilterBar)
    , m_split(new QSplitter(Qt::Horizontal))
{
    m_split->addWidget(makeList());
    m_split->addWidget(makeDetail());
    m_split->setStretchFactor(0, 42);
    m_split->setStretchFactor(1, 58);
    m_split->setSizes({420, 580});
    m_split->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filter);
    layout->addWidget(m_split, 1);
    connectLists();
    addActions();
    m_page->setTab(VersionPage::Tab(settings->value(u"registry/tab"_s).toInt()));
    if (const QByteArray state = settings->value(u"registry/split"_s).toByteArray(); !state.isEmpty())
        m_split->restoreState(state);
    if (const QByteArray state = settings->value(u"registry/versionSplit"_s).toByteArray(); !state.isEmpty())
        m_versionSplit->restoreState(state);
    m_model = settings->value(u"registry/model"_s).toString();
    m_pendingVersion = settings->value(u"registry/version"_s).toString();
    m_filter->setSorts({{u"name"_s, tr("By name")}, {u"criticality"_s, tr("Most critical first")}, {u"updated"_s, tr("Changed last")}});
    applyFilter(m_filter->state());
    reloadFacets();
    updateActions();
}

QWidget *RegistryPlace::makeList()
{
    m_modelList = new RecordListModel(m_workspace->replica(), modelListSpec(), this);
    m_modelLook = new ModelListLook(this);
    m_modelLook->setSourceModel(m_modelList);
    m_models = new DataTable(tr("Models"));
    m_models->setModel(m_modelLook);
    m_models->setColumns({{new ChipDelegate, 96}, {new TwoLineDelegate, 180, true}, {new TwoLineDelegate, 118}, {nullptr, 56}, {nullptr, 112}});
    m_models->rememberColumns(m_settings, u"registry/models"_s);
    m_models->setDataState(DataState::Loading);
    m_models->setMinimumWidth(Theme::current().px(320));
    m_models->installEventFilter(this);
    return m_models;
}

QWidget *RegistryPlace::makeDetail()
{
    const Theme theme = Theme::current();
    m_modelHeader = new SectionHeader(SectionHeader::Level::Page);
    m_modelFacts = new FactLine;
    m_versionWords = new QLineEdit;
    m_versionWords->setPlaceholderText(tr("Versions"));
    m_versionWords->setAccessibleName(tr("Filter the versions by words"));
    m_versionWords->setObjectName(u"versionWords"_s);
    m_versionWords->setFixedWidth(theme.px(150));
    m_versionWords->setClearButtonEnabled(true);
    m_versionCount = new TextLabel({}, TextSize::Body, ColorRole::TextMuted);
    m_versionList = new RecordListModel(m_workspace->replica(), versionListSpec(), this);
    m_versionLook = new VersionListLook(this);
    m_versionLook->setSourceModel(m_versionList);
    m_versions = new DataTable(tr("Versions of the model"));
    m_versions->setModel(m_versionLook);
    m_versions->setColumns({{nullptr, 84},
                            {new ChipDelegate, 104},
                            {new ChipDelegate, 150, true},
                            {new NumberDelegate, 52, false, Qt::AlignRight},
                            {new SparklineDelegate, 132, false, Qt::AlignRight},
                            {new RelativeTimeDelegate(m_workspace->clock()), 84}});
    m_versions->rememberColumns(m_settings, u"registry/versions"_s);
    m_page = new VersionPage(m_workspace->clock());
    m_page->lineage()->setReplica(m_workspace->replica());
    m_page->history()->setWorkspace(m_workspace);
    m_page->controls()->setReplica(m_workspace->replica());
    m_noVersion = new EmptyState;
    m_versionStack = new QStackedWidget;
    m_versionStack->addWidget(m_page);
    m_versionStack->addWidget(m_noVersion);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(theme.margin(), theme.groupGap(), theme.margin(), theme.gap());
    head->setSpacing(theme.gap());
    m_modelHeader->addAction(m_versionCount);
    m_modelHeader->addAction(m_versionWords);
    head->addWidget(m_modelHeader);
    head->addWidget(m_modelFacts);
    auto *top = new QWidget;
    auto *topLayout = new QVBoxLayout(top);
    topLayout->setContentsMargins(0, 0, 0, 0);
    topLayout->setSpacing(0);
    topLayout->addLayout(head);
    topLayout->addWidget(m_versions, 1);
    m_versionSplit = new QSplitter(Qt::Vertical);
    m_versionSplit->addWidget(top);
    m_versionSplit->addWidget(m_versionStack);
    m_versionSplit->setStretchFactor(0, 42);
    m_versionSplit->setStretchFactor(1, 58);
    m_versionSplit->setSizes({420, 580});
    m_versionSplit->setChildrenCollapsible(false);
    m_noModel = new EmptyState;
    m_noModel->setText(tr("Choose a model to see its versions, or register the first one."));
    m_detail = new QStackedWidget;
    m_detail->addWidget(m_versionSplit);
    m_detail->addWidget(m_noModel);
    m_detail->setCurrentWidget(m_noModel);
    return m_detail;
}

void RegistryPlace::connectLists()
{
    connect(m_filter, &FilterBar::changed, this, &RegistryPlace::applyFilter);
    connect(m_filter, &FilterBar::leaveRequested, m_models, [this] { m_models->setFocus(); });
    connect(m_modelList, &RecordListModel::countChanged, this, [this](const ListCount &count) {
        m_filter->setResultCount(count.value, -1, !count.exact);
        m_models->setDataState(DataState::Ready);
        emit titleChanged();
    });
    connect(m_modelList, &RecordListModel::failed, this, [this](const Error &error) { m_models->setDataState(DataState::Failed, error.text); });
    // What was chosen stays chosen when the order changes; a new list begins at its first row.
    connect(m_modelList, &QAbstractItemModel::modelReset, this, [this] {
        if (!m_model.isEmpty() && m_models->selectId(m_model))
            return;
        m_modelList->findRow(m_model, this, [this, wanted = m_model](int row) {
            if (m_model != wanted)
                return; // a link has asked for another one since
            if (row < 0 && m_filter->state() == FilterState() && m_modelList->count().exact)
                m_model.clear();
            m_models->selectRow(std::max(row, 0));
        });
    });
    connect(m_models, &DataTable::currentRowChanged, this, [this](const QModelIndex &index) {
        if (index.isValid())
            selectModel(m_models->currentId());
    });
    connect(m_models, &DataTable::activated, m_versions, [this] { m_versions->setFocus(); });
    connect(m_models, &DataTable::emptyActionTriggered, this, &RegistryPlace::registerModel);

    connect(m_versionWords, &QLineEdit::textChanged, this, [this](const QString &words) { m_versionList->setWords(words); });
    connect(m_versionList, &RecordListModel::countChanged, this, [this](const ListCount &count) {
        const QString number = formatCount(count.value);
        m_versionCount->setText(count.exact ? tr("%n version(s)", nullptr, int(count.value)).replace(QString::number(count.value), number)
                                            //: the rest is being counted
                                            : tr("at least %1 versions").arg(number));
        m_versions->setDataState(DataState::Ready);
        m_versions->setEmptyState(m_versionWords->text().isEmpty() ? tr("Nothing has been registered yet. A version is what is reviewed and released.")
                                                                    : tr("No version has these words."),
                                  m_versionWords->text().isEmpty() ? tr("Register version…") : QString());
        if (count.value == 0 && m_pendingVersion.isEmpty())
            selectVersion({});
    });
    connect(m_versionList, &RecordListModel::failed, this, [this](const Error &error) { m_versions->setDataState(DataState::Failed, error.text); });
    connect(m_versionList, &QAbstractItemModel::modelReset, this, &RegistryPlace::goToPendingVersion);
    connect(m_versions, &DataTable::currentRowChanged, this, [this](const QModelIndex &index) {
        if (index.isValid())
            selectVersion(m_versions->currentId());
    });
    connect(m_versions, &DataTable::activated, m_page, [this] { m_page->tabWidget(m_page->tab())->setFocus(); });
    connect(m_versions, &DataTable::emptyActionTriggered, this, &RegistryPlace::registerVersion);

    connect(m_page, &VersionPage::openLink, this, [this](const QUrl &link) {
        if (link.host() == "registry"_L1)
            activate(link);
        else
            emit openLink(link);
    });
    connect(m_page->history(), &HistoryTab::done, this, [this](const QString &sentence) { emit undoOffered(sentence, {}); });
    connect(m_page, &VersionPage::openWebLink, this, &RegistryPlace::askToOpen);
    connect(m_page, &VersionPage::importCardRequested, this, [this] { import(u"card"_s); });
    connect(m_page, &VersionPage::tabChanged, this, [this] { m_settings->setValue(u"registry/tab"_s, int(m_page->tab())); });
    connect(m_split, &QSplitter::splitterMoved, this, [this] { m_settings->setValue(u"registry/split"_s, m_split->saveState()); });
    connect(m_versionSplit, &QSplitter::splitterMoved, this,
            [this] { m_settings->setValue(u"registry/versionSplit"_s, m_versionSplit->saveState()); });

    m_facetTimer.setSingleShot(true);
    m_detailTimer.setSingleShot(true);
    connect(&m_facetTimer, &QTimer::timeout, this, &RegistryPlace::reloadFacets);
    connect(&m_detailTimer, &QTimer::timeout, this, [this] {
        reloadModel();
        reloadVersion();
    });
    connect(m_workspace->replica(), &Replica::changed, this, [this](const QString &kind) {
        if (kind == "model"_L1 || kind == "person"_L1)
            m_facetTimer.start(0);
        if (kind != "log"_L1)
            m_detailTimer.start(0);
    });
    connect(m_workspace, &Workspace::personChanged, this, &RegistryPlace::updateActions);
}

bool RegistryPlace::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_models && event->type() == QEvent::Resize)
        fitColumns();
    return Place::eventFilter(watched, event);
}

/// Name and criticality always show; the other columns come as there is room for them.
void RegistryPlace::fitColumns()
{
    const Theme theme = Theme::current();
    const std::pair<RegistryColumn, int> order[] = {{RegistryColumn::Newest, 118}, {RegistryColumn::Production, 56}, {RegistryColumn::Owner, 112}};
    int room = m_models->width() - theme.px(96 + 176);
    for (const auto &[column, width] : order) {
        room -= theme.px(width);
        m_models->setColumnHidden(int(column), room < 0);
    }
}

QString RegistryPlace::title() const
{
    return tr("Models");
}

QString RegistryPlace::subtitle() const
{
    const ListCount count = m_modelList->count();
    if (m_filter->state() != FilterState())
        return tr("%1 shown").arg(formatCount(count.value));
    return tr("%1 registered").arg(formatCount(count.value));
}

QWidget *RegistryPlace::primaryFocus()
{
    return m_models;
}

void RegistryPlace::activate(const QUrl &link)
{
    const QString id = links::id(link);
    if (id.isEmpty())
        return;
    const QString model = modelOf(id);
    if (id.contains(u'/'))
        m_pendingVersion = id;
    if (m_model == model) {
        if (id.contains(u'/'))
            goToPendingVersion();
        return;
    }
    selectModel(model);
    if (m_models->selectId(model))
        return;
    m_modelList->findRow(model, this, [this](int row) {
        if (row >= 0)
            m_models->selectRow(row);
    });
}

void RegistryPlace::applyFilter(const FilterState &state)
{
    QList<ListFilter> filters;
    for (auto it = state.chosen.begin(); it != state.chosen.end(); ++it)
        filters.append({it.key(), ListFilter::Op::AnyOf, QVariantList(it->begin(), it->end())});
    const ListSort sort = state.sort == "criticality"_L1 ? ListSort{u"criticality"_s, true}
        : state.sort == "updated"_L1                     ? ListSort{u"updatedAt"_s, true}
                                                         : ListSort{u"name"_s, false};
    const bool filtered = !state.words.isEmpty() || !state.chosen.isEmpty();
    m_models->setEmptyState(filtered ? tr("No model fits. Fewer words or filters show more.")
                                     : tr("No model is registered yet. A model is the thing that has versions; register it once."),
                            filtered ? QString() : tr("Register model…"));
    m_modelList->setQuery(filters, state.words, sort);
}

void RegistryPlace::reloadFacets()
{
    m_facetJob.request_stop();
    m_facetJob = m_workspace->replica()->read(this, modelFacets, [this](const Result<ModelFacets> &facets) {
        if (!facets || *facets == m_facets)
            return;
        m_facets = *facets;
        const auto level = [](Criticality::Level value) { return FilterOption{enumText(value), criticalityChip(value).text}; };
        QList<FilterOption> domains, owners;
        for (const QString &domain : m_facets.domains)
            domains.append({domain, domain});
        for (const auto &[id, name] : m_facets.owners)
            owners.append({id, name});
        m_filter->setFilters({{u"criticality"_s, tr("Criticality"),
                               {level(Criticality::Critical), level(Criticality::High), level(Criticality::Medium), level(Criticality::Low)}, true},
                              {u"businessDomain"_s, tr("Domain"), domains, true},
                              {u"owner"_s, tr("Owner"), owners, true}});
    });
}

PlaceEntry registryPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings)
{
    return {u"registry"_s, RegistryPlace::tr("Models"), u"models"_s, PlaceGroup::Work,
            [=](QWidget *parent) { return new RegistryPlace(workspace, registry, settings, parent); }};
}

} // namespace countersign
