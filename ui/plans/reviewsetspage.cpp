// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/reviewsetspage.h"

#include "lists/recordlistmodel.h"
#include "ui/plans/planlist.h"
#include "ui/plans/reviewsetdetail.h"
#include "ui/plans/reviewsetdialog.h"
#include "ui/plans/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/theme.h"

#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

ReviewSetsPage::ReviewSetsPage(Workspace *workspace, QSettings *settings, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_settings(settings)
    , m_filter(new FilterBar)
    , m_split(new QSplitter(Qt::Horizontal))
    , m_table(new DataTable(tr("Reviews")))
    , m_list(new RecordListModel(workspace->replica(), reviewListSpec(), this))
    , m_look(new ReviewListLook(this))
    , m_stack(new QStackedWidget)
    , m_detail(new ReviewSetDetail)
    , m_none(new EmptyState)
{
    m_look->setSourceModel(m_list);
    m_look->setPerson(workspace->person().name);
    m_table->setModel(m_look);
    m_table->setColumns({{new TwoLineDelegate, 200, true}, {new ChipDelegate, 104}, {new NumberDelegate, 56, false, Qt::AlignRight},
                         {new NumberDelegate, 60, false, Qt::AlignRight}, {new RelativeTimeDelegate(workspace->clock()), 84}, {nullptr, 116}});
    m_table->rememberColumns(settings, u"plans/reviews"_s);
    m_table->setDataState(DataState::Loading);
    m_table->setMinimumWidth(Theme::current().px(360));
    m_none->setText(tr("Choose a review to see how far it is."));
    m_stack->addWidget(m_detail);
    m_stack->addWidget(m_none);
    m_stack->setCurrentWidget(m_none);
    m_split->addWidget(m_table);
    m_split->addWidget(m_stack);
    m_split->setStretchFactor(0, 46);
    m_split->setStretchFactor(1, 54);
    m_split->setSizes({460, 540});
    m_split->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filter);
    layout->addWidget(m_split, 1);
    m_id = settings->value(u"plans/review"_s).toString();
    const auto option = [](ReviewSet::Status status) { return FilterOption{enumText(status), plans::reviewChip(status).text}; };
    m_filter->setFilters({{u"status"_s, tr("Status"), {option(ReviewSet::Open), option(ReviewSet::Closed), option(ReviewSet::Cancelled)}, true}});
    m_filter->setSorts({{u"created"_s, tr("Made last")}, {u"due"_s, tr("Due first")}, {u"title"_s, tr("By title")}});
    connectList();
    applyFilter(m_filter->state());
}

void ReviewSetsPage::connectList()
{
    connect(m_filter, &FilterBar::changed, this, &ReviewSetsPage::applyFilter);
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
    connect(m_table, &DataTable::activated, this, &ReviewSetsPage::rateCurrent);
    connect(m_table, &DataTable::emptyActionTriggered, this, [this] { makeNew({}); });
    connect(m_detail, &ReviewSetDetail::openLink, this, &ReviewSetsPage::openLink);
    connect(m_detail->rateButton(), &QPushButton::clicked, this, &ReviewSetsPage::rateCurrent);
    connect(m_detail->closeButton(), &QPushButton::clicked, this, [this] { askAndRun(u"close"_s); });
    connect(m_detail->cancelButton(), &QPushButton::clicked, this, [this] { askAndRun(u"cancel"_s); });
    connect(m_detail->resultButton(), &QPushButton::clicked, this, [this] {
        if (m_data)
            emit openLink(links::to(u"evaluations"_s, m_data->set.evaluation));
    });
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ReviewSetsPage::reload);
    connect(m_workspace->replica(), &Replica::changed, this, [this](const QString &kind) {
        if (kind == "reviewset"_L1 || kind == "rating"_L1 || kind == "person"_L1)
            m_timer.start(0);
    });
    connect(m_workspace, &Workspace::blobArrived, this, [this](const QString &digest) {
        if (m_data && m_data->missingReport == digest)
            m_timer.start(0);
    });
    connect(m_workspace, &Workspace::personChanged, this, [this] {
        m_look->setPerson(m_workspace->person().name);
        if (m_data)
            m_detail->show(*m_data, m_workspace->actor());
    });
}

void ReviewSetsPage::applyFilter(const FilterState &state)
{
    QList<ListFilter> filters;
    for (auto it = state.chosen.begin(); it != state.chosen.end(); ++it)
        filters.append({it.key(), ListFilter::Op::AnyOf, QVariantList(it->begin(), it->end())});
    const ListSort sort = state.sort == "due"_L1 ? ListSort{u"dueAt"_s, false}
        : state.sort == "title"_L1               ? ListSort{u"title"_s, false}
                                                 : ListSort{u"createdAt"_s, true};
    const bool filtered = !state.words.isEmpty() || !state.chosen.isEmpty();
    m_table->setEmptyState(filtered ? tr("No review fits. Fewer words or filters show more.")
                                    : tr("Nobody has been asked to look yet. A review draws a sample of an evaluation’s outputs, and several people rate it."),
                           filtered ? QString() : tr("New review…"));
    m_list->setQuery(filters, state.words, sort);
}

void ReviewSetsPage::select(const QString &id)
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

void ReviewSetsPage::choose(const QString &id)
{
    if (id.isEmpty() || (id == m_id && m_data && m_data->id == id))
        return;
    m_id = id;
    m_settings->setValue(u"plans/review"_s, id);
    reload();
}

void ReviewSetsPage::reload()
{
    if (m_id.isEmpty())
        return;
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    m_job = m_workspace->replica()->read(
        this, [id = m_id, now = m_workspace->clock()->now()](ReadSession &session) { return loadReviewSet(session, id, now); },
        [this, generation](const Result<ReviewSetData> &loaded) {
            if (generation == m_generation)
                show(loaded);
        });
}

void ReviewSetsPage::show(const Result<ReviewSetData> &loaded)
{
    if (!loaded) {
        if (loaded.error().code == Error::Code::Cancelled)
            return;
        m_data.reset();
        m_none->setText(loaded.error().code == Error::Code::NotFound ? tr("Choose a review to see how far it is.") : loaded.error().text);
        m_stack->setCurrentWidget(m_none);
        return;
    }
    m_data = *loaded;
    m_detail->show(*m_data, m_workspace->actor());
    m_stack->setCurrentWidget(m_detail);
    if (const QString digest = m_data->missingReport; !digest.isEmpty() && digest != m_fetching) {
        m_fetching = digest;
        m_workspace->blob(digest, this, [this](const Result<QByteArray> &bytes) {
            m_fetching.clear();
            if (bytes.ok())
                m_timer.start(0);
        });
    }
}

void ReviewSetsPage::makeNew(const QString &source)
{
    auto *dialog = new ReviewSetDialog(m_workspace, source, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ReviewSetDialog::done, this, &ReviewSetsPage::done);
    dialog->open();
}

void ReviewSetsPage::rateCurrent()
{
    if (m_data && m_detail->rateButton()->isVisibleTo(m_detail))
        emit rateRequested(m_data->id);
}

/// Both end the review for good; what is lost is said before.
void ReviewSetsPage::askAndRun(const QString &verb)
{
    if (!m_data)
        return;
    const bool close = verb == "close"_L1;
    if (close && m_data->open() == 0)
        return run(verb);
    const QString text = close ? tr("%n rating(s) are missing. The evaluation will say that it is incomplete.", nullptr, int(m_data->open()))
                               : tr("No evaluation is made of it; what was rated counts for nothing.");
    auto *box = new QMessageBox(QMessageBox::Question, windowTitle(), close ? tr("Close the review now?") : tr("Cancel the review?"), QMessageBox::NoButton, this);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(text);
    QPushButton *yes = box->addButton(close ? tr("Close it") : tr("Cancel the review"), QMessageBox::AcceptRole);
    box->addButton(tr("Leave it open"), QMessageBox::RejectRole);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::buttonClicked, this, [this, yes, verb](QAbstractButton *clicked) {
        if (clicked == static_cast<QAbstractButton *>(yes))
            run(verb);
    });
    box->open();
}

void ReviewSetsPage::run(const QString &verb)
{
    const bool close = verb == "close"_L1;
    Command command;
    command.title = close ? tr("Close the review “%1”").arg(m_data->set.title) : tr("Cancel the review “%1”").arg(m_data->set.title);
    command.path = u"/v1/reviewsets/%1/%2"_s.arg(m_data->id, verb);
    m_workspace->send(command, this, [this, close](const Result<QJsonObject> &answer) {
        emit done(!answer ? answer.error().text : close ? tr("The review was closed and became an evaluation.") : tr("The review was cancelled."));
    });
}

} // namespace countersign
