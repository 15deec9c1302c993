// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/logpage.h"

#include "ui/audit/leafpanel.h"
#include "ui/audit/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/tableexport.h"

#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 searchStep = 2000; ///< entries looked through at once before the person is asked
const QString splitterKey = u"audit/splitter"_s;
}

LogPage::LogPage(Workspace *workspace, QSettings *settings, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_settings(settings)
    , m_filter(new FilterBar)
    , m_table(new DataTable(tr("Log entries")))
    , m_model(new LogModel(this))
    , m_panel(new LeafPanel)
    , m_splitter(new QSplitter(Qt::Horizontal))
{
    const Theme theme = Theme::current();
    m_table->setModel(m_model);
    m_table->setColumns({{new NumberDelegate, 68, false, Qt::AlignRight},
                         {new RelativeTimeDelegate(workspace->clock()), 56},
                         {nullptr, 108},
                         {new TwoLineDelegate, 156},
                         {nullptr, 92, false, Qt::AlignLeft, true},
                         {nullptr, 200, true},
                         {nullptr, 88}});
    m_table->rememberColumns(settings, u"audit/log"_s);
    updateFilters();
    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(0);
    leftLayout->addWidget(m_filter);
    leftLayout->addWidget(m_table, 1);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_panel);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({theme.px(736), theme.px(368)});
    m_splitter->restoreState(settings->value(splitterKey).toByteArray());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);

    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_settings->setValue(splitterKey, m_splitter->saveState()); });
    connect(m_model, &LogModel::pageWanted, this, &LogPage::fetch);
    connect(m_table, &DataTable::currentRowChanged, this, &LogPage::showCurrent);
    connect(m_table, &DataTable::emptyActionTriggered, this, [this] {
        m_searchGoal += searchStep;
        searchOn();
    });
    connect(m_filter, &FilterBar::changed, this, &LogPage::applyFilter);
    connect(m_filter, &FilterBar::leaveRequested, m_table, qOverload<>(&QWidget::setFocus));
    connect(m_panel, &LeafPanel::openLink, this, &LogPage::openLink);
    connect(m_panel, &LeafPanel::bundleRequested, this, &LogPage::bundleRequested);
    connect(workspace->replica(), &Replica::changed, this, &LogPage::showCurrent);
    connect(workspace, &Workspace::freshnessChanged, this, &LogPage::refresh);
    refresh();
}

void LogPage::refresh()
{
    const qint64 before = m_model->size();
    const auto size = std::max<qint64>(m_workspace->freshness().logSize, qint64(m_workspace->logView().size));
    m_model->setSize(size);
    if (before == 0 && size > 0 && !m_table->currentIndex().isValid())
        m_table->selectRow(0);
    showCount();
    if (before != size)
        emit countChanged();
}

bool LogPage::goTo(qint64 leaf)
{
    if (leaf < 0 || leaf >= m_model->size())
        return false;
    if (m_model->rowOf(leaf) < 0)
        m_filter->setState({});
    const QModelIndex index = m_model->index(m_model->rowOf(leaf), 0);
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index, QAbstractItemView::PositionAtCenter);
    m_table->setFocus();
    return true;
}

void LogPage::fetch(qint64 page)
{
    if (m_fetching.contains(page))
        return;
    m_fetching.insert(page);
    fetchFrom(page, page * LogModel::pageSize);
}

void LogPage::fetchFrom(qint64 page, qint64 first)
{
    const qint64 end = std::min(m_model->size(), (page + 1) * LogModel::pageSize);
    const int count = int(end - first);
    m_workspace->replica()->read(
        this, [first, count](ReadSession &session) { return mirroredEntries(session, first, count); },
        [this, page, first, count](const Result<QList<QByteArray>> &here) {
            if (here && here->size() == count)
                nameAndTake(page, first, *here);
            else
                ask(page, first, count);
        });
}

void LogPage::ask(qint64 page, qint64 first, int count)
{
    m_workspace->logEntries(first, count, this, [this, page, first, count](const Result<QList<QByteArray>> &entries) {
        if (!entries)
            take(page, entries.error());
        else if (entries->isEmpty() || entries->size() > count)
            take(page, Error{Error::Code::Corrupt, tr("The server does not show the entries its log is said to have.")});
        else
            nameAndTake(page, first, *entries);
    });
}

void LogPage::nameAndTake(qint64 page, qint64 first, const QList<QByteArray> &entries)
{
    m_workspace->replica()->read(
        this, [first, entries](ReadSession &session) { return nameLeaves(session, first, entries); },
        [this, page](const Result<QList<LeafRow>> &rows) { take(page, rows); });
}

void LogPage::take(qint64 page, const Result<QList<LeafRow>> &rows)
{
    m_fetching.remove(page);
    if (!rows) {
        m_model->failed(page);
        m_searchGoal = 0; // a search that cannot go on does not try for ever
        m_table->setDataState(DataState::Failed, rows.error().text);
        return;
    }
    m_table->setDataState(DataState::Ready);
    // A server may give fewer than were asked for; the rest of the page follows.
    const qint64 next = rows->isEmpty() ? 0 : rows->last().leaf + 1;
    if (next > page * LogModel::pageSize && next < std::min(m_model->size(), (page + 1) * LogModel::pageSize)) {
        m_fetching.insert(page);
        fetchFrom(page, next);
    }
    const qint64 leaf = m_model->leafOf(m_table->currentIndex().row());
    m_model->addRows(*rows);
    if (!m_model->filter().isEmpty()) // the rows were laid out anew
        m_table->selectRow(std::max(0, m_model->rowOf(leaf)));
    updateFilters();
    showCount();
    showCurrent();
    emit countChanged();
    searchOn();
}

void LogPage::updateFilters()
{
    const QMap<QString, QString> actors = m_model->actors();
    if (!m_actors.isEmpty() && m_actors == actors.keys())
        return;
    m_actors = actors.keys();
    QList<FilterOption> kindOptions;
    for (const QString &kind : {u"signoff"_s, u"request"_s, u"signer"_s, u"waiver"_s, u"evaluation"_s, u"card"_s, u"version"_s, u"model"_s,
                                u"deployment"_s, u"decision"_s, u"policy"_s, u"person"_s, u"key"_s})
        kindOptions.append({kind, kindWord(kind)});
    QList<FilterOption> people;
    for (auto it = actors.begin(); it != actors.end(); ++it)
        people.append({it.key(), it.value()});
    std::sort(people.begin(), people.end(), [](const FilterOption &a, const FilterOption &b) { return a.text.localeAwareCompare(b.text) < 0; });
    m_filter->setFilters({{u"kind"_s, tr("Kind"), kindOptions}, {u"who"_s, tr("Who"), people}});
}

void LogPage::applyFilter()
{
    const FilterState state = m_filter->state();
    const qint64 leaf = m_model->leafOf(m_table->currentIndex().row());
    m_model->setFilter({state.words, state.chosen.value(u"kind"_s).value(0), state.chosen.value(u"who"_s).value(0)});
    m_searchGoal = m_model->filter().isEmpty() ? 0 : std::max(searchStep, m_model->loadedCount());
    const int row = m_model->rowOf(leaf);
    if (m_model->rowCount() > 0)
        m_table->selectRow(std::max(0, row));
    showCount();
    showCurrent();
    searchOn();
}

/// While there is a filter: fetches on, page by page, until enough was looked through.
void LogPage::searchOn()
{
    if (m_model->filter().isEmpty() || m_model->loadedCount() >= m_searchGoal)
        return;
    if (const qint64 page = m_model->nextPage(); page >= 0)
        fetch(page);
}

void LogPage::showCount()
{
    const qint64 loaded = m_model->loadedCount();
    if (m_model->filter().isEmpty()) {
        m_filter->setResultCount(m_model->size(), -1);
        m_table->setEmptyState(m_workspace->freshness().state == Freshness::State::Never
                                   ? tr("Nothing is known of the log yet: the first sync is under way.")
                                   : tr("The log is empty: nothing has been decided yet."));
        return;
    }
    m_filter->setResultCount(m_model->rowCount(), loaded);
    const bool all = loaded >= m_model->size();
    m_table->setEmptyState(all ? tr("No entry matches.") : tr("None of the %1 newest entries matches.").arg(formatCount(loaded)),
                           all || loaded < m_searchGoal ? QString() : tr("Search further back"));
}

void LogPage::showCurrent()
{
    m_detailJob.request_stop();
    const quint64 generation = ++m_generation;
    const int current = m_table->currentIndex().row();
    const LeafRow *row = m_model->at(current);
    if (!row) {
        m_panel->showSentence(m_model->leafOf(current) >= 0 ? tr("Reading…") : tr("Choose an entry to see what it says and proves."));
        return;
    }
    m_detailJob = m_workspace->replica()->read(
        this, [leaf = *row](ReadSession &session) { return loadLeaf(session, leaf); },
        [this, generation](const Result<LeafDetail> &detail) {
            if (generation != m_generation)
                return;
            if (detail)
                m_panel->show(*detail);
            else if (detail.error().code != Error::Code::Cancelled)
                m_panel->showSentence(detail.error().text);
        });
}

qint64 LogPage::csvRows() const
{
    return m_model->filter().isEmpty() ? m_model->loadedCount() : m_model->rowCount();
}

QByteArray LogPage::toCsv() const
{
    LogModel here;
    QList<LeafRow> rows;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (const LeafRow *leaf = m_model->at(row))
            rows.append(*leaf);
    }
    // The hidden column of kinds too, and no rows that were never fetched.
    QList<int> columns;
    for (int column = 0; column < int(LogModel::Column::Count); ++column)
        columns.append(column);
    here.setFetchedOnly(true);
    here.addRows(rows);
    return modelAsCsv(here, columns);
}

} // namespace countersign
