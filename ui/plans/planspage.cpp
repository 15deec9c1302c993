// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/planspage.h"

#include "lists/recordlistmodel.h"
#include "trust/planapproval.h"
#include "ui/plans/plandetail.h"
#include "ui/plans/plandialog.h"
#include "ui/plans/planlist.h"
#include "ui/plans/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/signdialog.h"

#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

PlansPage::PlansPage(Workspace *workspace, QSettings *settings, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_settings(settings)
    , m_filter(new FilterBar)
    , m_split(new QSplitter(Qt::Horizontal))
    , m_table(new DataTable(tr("Plans")))
    , m_list(new RecordListModel(workspace->replica(), planListSpec(), this))
    , m_stack(new QStackedWidget)
    , m_detail(new PlanDetail)
    , m_none(new EmptyState)
{
    auto *look = new PlanListLook(this);
    look->setSourceModel(m_list);
    m_table->setModel(look);
    m_table->setColumns({{new TwoLineDelegate, 220, true}, {new ChipDelegate, 128}, {new RelativeTimeDelegate(workspace->clock()), 84},
                         {nullptr, 116}, {new NumberDelegate, 60, false, Qt::AlignRight}});
    m_table->rememberColumns(settings, u"plans/list"_s);
    m_table->setDataState(DataState::Loading);
    m_table->setMinimumWidth(Theme::current().px(360));
    m_none->setText(tr("Choose a plan to read it."));
    m_stack->addWidget(m_detail);
    m_stack->addWidget(m_none);
    m_stack->setCurrentWidget(m_none);
    m_split->addWidget(m_table);
    m_split->addWidget(m_stack);
    m_split->setStretchFactor(0, 46);
    m_split->setStretchFactor(1, 54);
    m_split->setSizes({460, 540});
    m_split->setChildrenCollapsible(false);
    if (const QByteArray state = settings->value(u"plans/split"_s).toByteArray(); !state.isEmpty())
        m_split->restoreState(state);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filter);
    layout->addWidget(m_split, 1);
    m_id = settings->value(u"plans/chosen"_s).toString();
    const auto option = [](Plan::Status status) { return FilterOption{enumText(status), plans::planChip(status).text}; };
    m_filter->setFilters({{u"status"_s, tr("Status"), {option(Plan::Draft), option(Plan::Locked), option(Plan::Superseded), option(Plan::Withdrawn)}, true}});
    m_filter->setSorts({{u"created"_s, tr("Written last")}, {u"locked"_s, tr("Locked last")}, {u"title"_s, tr("By title")}});
    connectList();
    applyFilter(m_filter->state());
}

void PlansPage::connectList()
{
    connect(m_filter, &FilterBar::changed, this, &PlansPage::applyFilter);
    connect(m_filter, &FilterBar::leaveRequested, m_table, [this] { m_table->setFocus(); });
    connect(m_list, &RecordListModel::countChanged, this, [this](const ListCount &count) {
        m_filter->setResultCount(count.value, -1, !count.exact);
        m_table->setDataState(DataState::Ready);
    });
    connect(m_list, &RecordListModel::failed, this, [this](const Error &error) { m_table->setDataState(DataState::Failed, error.text); });
    connect(m_list, &QAbstractItemModel::modelReset, this, [this] {
        if (!m_id.isEmpty() && m_table->selectId(m_id))
            return;
        m_list->findRow(m_id, this, [this, wanted = m_id](int row) {
            // What a link names is shown even where no row has it.
            if (m_id == wanted && (row >= 0 || !m_linked))
                m_table->selectRow(std::max(row, 0));
        });
    });
    connect(m_table, &DataTable::currentRowChanged, this, [this](const QModelIndex &index) {
        if (!index.isValid())
            return;
        m_linked = false;
        choose(m_table->currentId());
    });
    connect(m_table, &DataTable::emptyActionTriggered, this, &PlansPage::makeNew);
    connect(m_table, &DataTable::activated, m_detail, [this] { m_detail->signButton()->setFocus(); });
    connect(m_detail, &PlanDetail::openLink, this, &PlansPage::openLink);
    connect(m_detail->editButton(), &QPushButton::clicked, this, &PlansPage::editCurrent);
    connect(m_detail->replaceButton(), &QPushButton::clicked, this, &PlansPage::replaceCurrent);
    connect(m_detail->withdrawButton(), &QPushButton::clicked, this, &PlansPage::withdrawCurrent);
    connect(m_detail->signButton(), &QPushButton::clicked, this, &PlansPage::signCurrent);
    connect(m_split, &QSplitter::splitterMoved, this, [this] { m_settings->setValue(u"plans/split"_s, m_split->saveState()); });
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PlansPage::reload);
    connect(m_workspace->replica(), &Replica::changed, this, [this](const QString &kind) {
        if (kind == "plan"_L1 || kind == "person"_L1)
            m_timer.start(0);
    });
    connect(m_workspace, &Workspace::personChanged, this, [this] {
        if (m_data)
            m_detail->show(*m_data, m_workspace->actor());
    });
}

void PlansPage::applyFilter(const FilterState &state)
{
    QList<ListFilter> filters;
    for (auto it = state.chosen.begin(); it != state.chosen.end(); ++it)
        filters.append({it.key(), ListFilter::Op::AnyOf, QVariantList(it->begin(), it->end())});
    const ListSort sort = state.sort == "locked"_L1 ? ListSort{u"lockedAt"_s, true}
        : state.sort == "title"_L1                  ? ListSort{u"title"_s, false}
                                                    : ListSort{u"createdAt"_s, true};
    const bool filtered = !state.words.isEmpty() || !state.chosen.isEmpty();
    m_table->setEmptyState(filtered ? tr("No plan fits. Fewer words or filters show more.")
                                    : tr("No plan has been written yet. A plan fixes what a result must reach before anybody knows the result."),
                           filtered ? QString() : tr("New plan…"));
    m_list->setQuery(filters, state.words, sort);
}

void PlansPage::select(const QString &id)
{
    m_linked = true;
    choose(id);
    if (m_table->selectId(id))
        return;
    m_list->findRow(id, this, [this, id](int row) {
        if (row >= 0 && m_id == id)
            m_table->selectRow(row);
    });
}

void PlansPage::choose(const QString &id)
{
    // A row that is not read yet has no id; it says so itself once it is.
    if (id.isEmpty() || (id == m_id && m_data && m_data->id == id))
        return;
    m_id = id;
    m_settings->setValue(u"plans/chosen"_s, id);
    reload();
}

void PlansPage::reload()
{
    if (m_id.isEmpty())
        return;
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    m_job = m_workspace->replica()->read(
        this, [id = m_id, now = m_workspace->clock()->now()](ReadSession &session) { return loadPlan(session, id, now); },
        [this, generation](const Result<PlanData> &loaded) {
            if (generation == m_generation)
                show(loaded);
        });
}

void PlansPage::show(const Result<PlanData> &loaded)
{
    if (!loaded) {
        if (loaded.error().code == Error::Code::Cancelled)
            return;
        m_data.reset();
        m_none->setText(loaded.error().code == Error::Code::NotFound ? tr("Choose a plan to read it.") : loaded.error().text);
        m_stack->setCurrentWidget(m_none);
        return;
    }
    m_data = *loaded;
    m_detail->show(*m_data, m_workspace->actor());
    m_stack->setCurrentWidget(m_detail);
}

void PlansPage::makeNew()
{
    openEditor({}, {}, 0);
}

void PlansPage::editCurrent()
{
    if (m_data && m_detail->editButton()->isVisibleTo(m_detail) && m_detail->editButton()->isEnabled())
        openEditor(m_data->plan, m_data->id, m_data->revision);
}

void PlansPage::replaceCurrent()
{
    if (!m_data || m_data->plan.status != Plan::Locked)
        return;
    Plan next = m_data->plan;
    next.replaces = m_data->id;
    next.status = Plan::Draft;
    next.signatures.clear();
    openEditor(next, {}, 0);
}

void PlansPage::openEditor(const Plan &plan, const QString &id, qint64 revision)
{
    auto *dialog = new PlanDialog(m_workspace, plan, id, revision, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PlanDialog::done, this, &PlansPage::done);
    dialog->open();
}

void PlansPage::withdrawCurrent()
{
    if (!m_data || !m_detail->withdrawButton()->isEnabled())
        return;
    Command command;
    command.title = tr("Withdraw the plan “%1”").arg(m_data->plan.title);
    command.path = u"/v1/plans/%1/withdraw"_s.arg(m_data->id);
    command.ifMatch = m_data->revision;
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) {
        emit done(answer ? tr("The plan was withdrawn.") : answer.error().text);
    });
}

void PlansPage::signCurrent()
{
    if (!m_data)
        return;
    const PlanRoles roles = planRolesOf(m_data->plan, m_workspace->actor());
    if (roles.roles.isEmpty())
        return;
    const Person person = m_workspace->person();
    const auto prepare = [plan = m_data->plan, id = m_data->id, person, view = m_workspace->logView(), now = m_workspace->clock()->now()](const QString &role) {
        return preparePlanApproval(plan, {id, role, person.name, person.displayName, {}, now, view});
    };
    const SigningTarget target{tr("Sign the plan “%1”").arg(m_data->plan.title), u"/v1/plans/%1/sign"_s.arg(m_data->id), m_data->id};
    auto *dialog = new SignDialog(m_workspace, target, prepare(roles.roles.first()), roles.roles.first(), this);
    dialog->setRoles(roles.roles, prepare);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { emit done(dialog->outcome()); });
    dialog->open();
}

} // namespace countersign
