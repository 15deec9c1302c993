// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/evaluationsplace.h"

#include "base/async.h"
#include "lists/recordlistmodel.h"
#include "ui/evaluations/comparisonchooser.h"
#include "ui/evaluations/comparisonmap.h"
#include "ui/evaluations/comparisonreader.h"
#include "ui/evaluations/comparisontab.h"
#include "ui/evaluations/evaluationpage.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/figures/heatmap.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/workspace/importdialog.h"

#include <QAction>
#include <QEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QSaveFile>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

EvaluationsPlace::EvaluationsPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent)
    : Place(parent)
    , m_workspace(workspace)
    , m_registry(registry)
    , m_settings(settings)
{
    makeWidgets();
    connectList();
    addActions();
    m_id = settings->value(u"evaluations/chosen"_s).toString();
    if (const QByteArray state = settings->value(u"evaluations/split"_s).toByteArray(); !state.isEmpty())
        m_split->restoreState(state);
    m_filter->setSorts({{u"imported"_s, tr("Imported last")}, {u"measured"_s, tr("Measured last")}, {u"title"_s, tr("By title")},
                        {u"results"_s, tr("Most results first")}});
    applyFilter(m_filter->state());
    reloadFacets();
}

void EvaluationsPlace::makeWidgets()
{
    m_filter = new FilterBar;
    m_list = new RecordListModel(m_workspace->replica(), evaluationListSpec(), this);
    m_look = new EvaluationListLook(this);
    m_look->setSourceModel(m_list);
    m_table = new DataTable(tr("Evaluations"));
    m_table->setModel(m_look);
    const auto number = [](int width) { return TableColumn{new NumberDelegate, width, false, Qt::AlignRight}; };
    m_table->setColumns({{new TwoLineDelegate, 200, true}, {new ChipDelegate, 104}, number(176), number(60), number(66), number(66), number(72),
                         {new TwoLineDelegate, 120}, {new RelativeTimeDelegate(m_workspace->clock()), 78}, {nullptr, 112}});
    m_table->rememberColumns(m_settings, u"evaluations/list"_s);
    m_table->setDataState(DataState::Loading);
    m_table->setMinimumWidth(Theme::current().px(340));
    m_table->installEventFilter(this);
    m_page = new EvaluationPage;
    m_none = new EmptyState;
    m_none->setText(tr("Choose an evaluation to read it."));
    m_detail = new QStackedWidget;
    m_detail->addWidget(m_page);
    m_detail->addWidget(m_none);
    m_detail->setCurrentWidget(m_none);
    m_split = new QSplitter(Qt::Horizontal);
    m_split->addWidget(m_table);
    m_split->addWidget(m_detail);
    m_split->setStretchFactor(0, 42);
    m_split->setStretchFactor(1, 58);
    m_split->setSizes({420, 580});
    m_split->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filter);
    layout->addWidget(m_split, 1);
}

void EvaluationsPlace::connectList()
{
    connect(m_filter, &FilterBar::changed, this, &EvaluationsPlace::applyFilter);
    connect(m_filter, &FilterBar::leaveRequested, m_table, [this] { m_table->setFocus(); });
    connect(m_list, &RecordListModel::countChanged, this, [this](const ListCount &count) {
        m_filter->setResultCount(count.value, -1, !count.exact);
        m_table->setDataState(DataState::Ready);
        emit titleChanged();
    });
    connect(m_list, &RecordListModel::failed, this, [this](const Error &error) { m_table->setDataState(DataState::Failed, error.text); });
    connect(m_list, &QAbstractItemModel::modelReset, this, [this] {
        if (!m_id.isEmpty() && m_table->selectId(m_id))
            return;
        m_list->findRow(m_id, this, [this, wanted = m_id](int row) {
            // A link may have asked for another one since; and what a link names is shown even where no row has it.
            if (m_id == wanted && (row >= 0 || !m_linked))
                m_table->selectRow(std::max(row, 0));
        });
    });
    connect(m_table, &DataTable::currentRowChanged, this, [this](const QModelIndex &index) {
        if (!index.isValid())
            return;
        m_linked = false;
        select(m_table->currentId());
    });
    connect(m_table, &DataTable::activated, m_page, [this] { m_page->results()->setFocus(); });
    connect(m_table, &DataTable::emptyActionTriggered, this, [this] { emit openLink(links::to(u"registry"_s)); });
    connect(m_page, &EvaluationPage::openLink, this, &EvaluationsPlace::openLink);
    connect(m_page, &EvaluationPage::notice, this, [this](const QString &text) { emit undoOffered(text, {}); });
    auto *comparison = m_page->comparison();
    new ComparisonReader(m_workspace, comparison, this);
    connect(comparison, &ComparisonTab::resultRequested, this, &EvaluationsPlace::openResult);
    connect(comparison, &ComparisonTab::notice, this, [this](const QString &text) { emit undoOffered(text, {}); });
    connect(comparison, &ComparisonTab::roomWanted, m_table, &QWidget::setHidden);
    connect(m_split, &QSplitter::splitterMoved, this, [this] { m_settings->setValue(u"evaluations/split"_s, m_split->saveState()); });
    m_timer.setSingleShot(true);
    m_facetTimer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &EvaluationsPlace::reload);
    connect(&m_facetTimer, &QTimer::timeout, this, &EvaluationsPlace::reloadFacets);
    connect(m_workspace->replica(), &Replica::changed, this, [this](const QString &kind, const ChangeSet &changes) {
        if (kind == "evaluation"_L1)
            m_facetTimer.start(0);
        const bool judges = kind == "request"_L1 || kind == "policy"_L1 || kind == "waiver"_L1 || kind == "version"_L1 || kind == "plan"_L1;
        if (judges || (kind == "evaluation"_L1 && (changes.many || m_id.isEmpty() || changes.ids.contains(m_id))))
            m_timer.start(0);
    });
}

void EvaluationsPlace::addActions()
{
    const auto add = [this](const QString &id, const QString &text, const QString &description, const QString &icon, const QKeySequence &shortcut,
                            const std::function<void()> &act) {
        if (const auto action = m_registry->add({u"evaluations."_s + id, text, tr("Evaluations"), description, icon, shortcut, this}); action.ok())
            connect(*action, &QAction::triggered, this, act);
    };
    add(u"filter"_s, tr("Filter the evaluations"), tr("Puts the cursor into the words of the filter."), u"search"_s, QKeySequence(Qt::Key_Slash),
        [this] { m_filter->words()->setFocus(); });
    add(u"find"_s, tr("Find a result"), tr("Filters the results of the chosen evaluation by words."), u"search"_s, QKeySequence(Qt::CTRL | Qt::Key_F), [this] {
        m_page->goTo(u"results"_s);
        m_page->words()->setFocus();
    });
    add(u"back"_s, tr("Back to the list"), tr("From the evaluation to the list."), {}, QKeySequence(Qt::Key_Escape), [this] {
        m_page->comparison()->setWide(false);
        m_table->setFocus();
    });
    add(u"compare"_s, tr("Compare…"), tr("Shows what got worse and better against another version."), u"compare"_s,
        QKeySequence(Qt::CTRL | Qt::Key_D), [this] { m_page->goTo(u"compare"_s); });
    add(u"saveRaw"_s, tr("Save raw file…"), tr("Writes the file as it was imported, byte for byte."), u"export"_s,
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), [this] { saveRaw(); });
    add(u"import"_s, tr("Import…"), tr("Reads result files and whole folders, shows what they are, and brings them in."), u"import"_s,
        QKeySequence(Qt::CTRL | Qt::Key_I), [this] { import({}); });
    add(u"draw"_s, tr("Draw a review…"), tr("Draws a sample of this evaluation’s outputs for people to rate."), u"people"_s,
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R), [this] {
            if (!m_id.isEmpty())
                emit openLink(links::to(u"plans"_s, u"draw/"_s + m_id));
        });
    add(u"section.plan"_s, tr("Show the plan"), tr("Whether the criteria were fixed before the run."), u"plans"_s, QKeySequence(Qt::ALT | Qt::Key_P),
        [this] { m_page->goTo(u"plan"_s); });
    addSectionActions();
    addComparisonActions();
    new FileDrop(this, [this](const QStringList &paths) { import(paths); });
    m_page->addButton(m_registry->action(u"evaluations.import"_s));
    m_page->addButton(m_registry->action(u"evaluations.draw"_s));
    m_page->addButton(m_registry->action(u"evaluations.compare"_s));
    m_page->addButton(m_registry->action(u"evaluations.saveRaw"_s));
}

/// Alt and the section's place in the report; and the next and the one before from wherever one reads.
void EvaluationsPlace::addSectionActions()
{
    const std::pair<QString, QString> sections[] = {
        {u"summary"_s, tr("Show the summary")},         {u"results"_s, tr("Show the results")},       {u"errors"_s, tr("Show the errors")},
        {u"fairness"_s, tr("Show the fairness")},       {u"robustness"_s, tr("Show the robustness")}, {u"failures"_s, tr("Show the failures")},
        {u"explanations"_s, tr("Show the explanations")}, {u"review"_s, tr("Show the human review")}, {u"experiments"_s, tr("Show the experiment")},
        {u"tradeoffs"_s, tr("Show the trade-offs")},    {u"warnings"_s, tr("Show the warnings")}};
    const auto add = [this](const QString &id, const QString &text, const QString &description, const QKeySequence &shortcut, const std::function<void()> &act) {
        if (const auto action = m_registry->add({u"evaluations."_s + id, text, tr("Evaluations"), description, {}, shortcut, this}); action.ok())
            connect(*action, &QAction::triggered, this, act);
    };
    for (int i = 0; i < int(std::size(sections)); ++i) {
        const QKeySequence keys(Qt::ALT | (i < 10 ? Qt::Key(Qt::Key_0 + (i + 1) % 10) : Qt::Key_W));
        add(u"section."_s + sections[i].first, sections[i].second, tr("A part of the chosen evaluation."), keys, [this, id = sections[i].first] { m_page->goTo(id); });
    }
    add(u"section.next"_s, tr("Next section"), tr("The next part of the chosen evaluation."), QKeySequence(Qt::ALT | Qt::Key_PageDown), [this] { m_page->step(1); });
    add(u"section.previous"_s, tr("Previous section"), tr("The part before of the chosen evaluation."), QKeySequence(Qt::ALT | Qt::Key_PageUp), [this] { m_page->step(-1); });
}

/// Each goes to the comparison first: they mean nothing elsewhere.
void EvaluationsPlace::addComparisonActions()
{
    ComparisonTab *comparison = m_page->comparison();
    const auto add = [this](const QString &id, const QString &text, const QString &description, const QKeySequence &shortcut, const std::function<void()> &act) {
        if (const auto action = m_registry->add({u"evaluations.compare."_s + id, text, tr("Evaluations"), description, {}, shortcut, this}); action.ok()) {
            connect(*action, &QAction::triggered, this, [this, act] {
                m_page->goTo(u"compare"_s);
                act();
            });
        }
    };
    add(u"swap"_s, tr("Swap both sides of the comparison"), tr("What was before stands as now."), QKeySequence(Qt::ALT | Qt::Key_X),
        [comparison] { comparison->chooser()->swap(); });
    add(u"table"_s, tr("Show the comparison as a table"), tr("Every result with its difference, regressions first."), QKeySequence(Qt::ALT | Qt::Key_T), [comparison] {
        comparison->setMapShown(false);
        comparison->table()->setFocus();
    });
    add(u"map"_s, tr("Show the comparison as a heat map"), tr("Tasks against metrics or slices."), QKeySequence(Qt::ALT | Qt::Key_H), [comparison] {
        comparison->setMapShown(true);
        comparison->map()->map()->setFocus();
    });
    add(u"wide"_s, tr("Compare without the list"), tr("Hides the list of evaluations, or shows it again."), QKeySequence(Qt::ALT | Qt::Key_F),
        [comparison] { comparison->setWide(!comparison->isWide()); });
    add(u"export"_s, tr("Export the comparison…"), tr("Writes the rows that are shown as CSV."), {}, [comparison] { comparison->askWhereTo(); });
}

bool EvaluationsPlace::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::Resize)
        fitColumns();
    return Place::eventFilter(watched, event);
}

/// The name, the state and the headline always show; the other columns come as there is room for them.
void EvaluationsPlace::fitColumns()
{
    using C = EvaluationsColumn;
    const Theme theme = Theme::current();
    const std::pair<C, int> order[] = {{C::Measured, 78}, {C::Warnings, 72}, {C::Results, 66}, {C::N, 60}, {C::Tool, 120}, {C::By, 112}, {C::Failures, 66}};
    int room = m_table->width() - theme.px(200 + 104 + 176);
    for (const auto &[column, width] : order) {
        room -= theme.px(width);
        m_table->setColumnHidden(int(column), room < 0);
    }
}

QString EvaluationsPlace::title() const
{
    return tr("Evaluations");
}

QString EvaluationsPlace::subtitle() const
{
    const QString count = formatCount(m_list->count().value);
    return m_filter->state() != FilterState() ? tr("%1 shown").arg(count) : tr("%1 imported").arg(count);
}

QWidget *EvaluationsPlace::primaryFocus()
{
    return m_table;
}

void EvaluationsPlace::activate(const QUrl &link)
{
    const QString id = links::id(link);
    if (id.isEmpty())
        return;
    // It is shown even where the filter hides its row.
    m_linked = true;
    select(id);
    if (m_table->selectId(id))
        return;
    m_list->findRow(id, this, [this, id](int row) {
        if (row >= 0 && m_id == id)
            m_table->selectRow(row);
    });
}

void EvaluationsPlace::applyFilter(const FilterState &state)
{
    QList<ListFilter> filters;
    for (auto it = state.chosen.begin(); it != state.chosen.end(); ++it) {
        if (it.key() == "withdrawn"_L1)
            filters.append(ListFilter::is(it.key(), it->first() == "yes"_L1 ? 1 : 0));
        else
            filters.append({it.key(), ListFilter::Op::AnyOf, QVariantList(it->begin(), it->end())});
    }
    const ListSort sort = state.sort == "measured"_L1 ? ListSort{u"measuredAt"_s, true}
        : state.sort == "title"_L1                    ? ListSort{u"title"_s, false}
        : state.sort == "results"_L1                  ? ListSort{u"resultCount"_s, true}
                                                      : ListSort{u"importedAt"_s, true};
    const bool filtered = !state.words.isEmpty() || !state.chosen.isEmpty();
    m_table->setEmptyState(filtered ? tr("No evaluation fits. Fewer words or filters show more.")
                                    : tr("No evaluation has been imported yet. Choose a version under Models and import the result file of an evaluation."),
                           filtered ? QString() : tr("Go to Models"));
    m_list->setQuery(filters, state.words, sort);
}

void EvaluationsPlace::reloadFacets()
{
    m_facetJob.request_stop();
    m_facetJob = m_workspace->replica()->read(this, evaluationFacets, [this](const Result<EvaluationFacets> &facets) {
        if (!facets || *facets == m_facets)
            return;
        m_facets = *facets;
        const auto options = [](const QStringList &list) {
            QList<FilterOption> out;
            for (const QString &id : list)
                out.append({id, id});
            return out;
        };
        QList<FilterOption> people;
        for (const auto &[id, name] : m_facets.people)
            people.append({id, name});
        using C = EvaluationReport::Completeness;
        QList<FilterOption> runs;
        for (const C run : {C::Complete, C::Partial, C::Failed, C::Unknown})
            runs.append({enumText(run), completenessChip(run, false).text});
        m_filter->setFilters({{u"completeness"_s, tr("Run"), runs, true},
                              {u"tool"_s, tr("Tool"), options(m_facets.tools), true},
                              {u"format"_s, tr("Format"), options(m_facets.formats), true, true},
                              {u"importedBy"_s, tr("Imported by"), people, true, true},
                              {u"withdrawn"_s, tr("Withdrawn"), {{u"no"_s, tr("no")}, {u"yes"_s, tr("yes")}}, false, true}});
    });
}

void EvaluationsPlace::select(const QString &id)
{
    if (id.isEmpty() || (id == m_id && m_data))
        return;
    m_id = id;
    m_settings->setValue(u"evaluations/chosen"_s, id);
    reload();
}

void EvaluationsPlace::reload()
{
    if (m_id.isEmpty())
        return;
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    m_job = m_workspace->replica()->read(
        this, [id = m_id, now = m_workspace->clock()->now()](ReadSession &session) { return loadReport(session, id, now); },
        [this, generation](const Result<ReportData> &loaded) {
            if (generation == m_generation)
                showReport(loaded);
        });
}

void EvaluationsPlace::showReport(const Result<ReportData> &loaded)
{
    if (!loaded) {
        if (loaded.error().code == Error::Code::Cancelled)
            return;
        m_data.reset();
        m_none->setText(loaded.error().text);
        m_detail->setCurrentWidget(m_none);
        m_registry->setUnavailable(u"evaluations.saveRaw"_s, tr("Choose an evaluation first."));
        return;
    }
    m_data = *loaded;
    m_page->show(*m_data);
    m_detail->setCurrentWidget(m_page);
    m_registry->setUnavailable(u"evaluations.saveRaw"_s, {});
    fetchMissing(m_data->missingBlobs);
    showWantedResult();
    if (m_data->report)
        loadTradeOffsOf(m_data->record.version);
}

/// Reads many reports, so it comes after the one that was asked for.
void EvaluationsPlace::loadTradeOffsOf(const QString &version)
{
    m_tradeOffJob.request_stop();
    const quint64 generation = ++m_tradeOffGeneration;
    m_tradeOffJob = m_workspace->replica()->read(
        this, [version](ReadSession &session) { return loadTradeOffs(session, version); },
        [this, generation](const Result<TradeOffs> &loaded) {
            if (generation != m_tradeOffGeneration || !loaded)
                return;
            m_page->showTradeOffs(*loaded);
            fetchMissing(loaded->missingBlobs);
        });
}

/// The result in its report; another report is read first.
void EvaluationsPlace::openResult(const QString &evaluation, int result)
{
    m_wantedResult = result;
    if (evaluation == m_id && m_data)
        return showWantedResult();
    // It is shown even where the filter hides its row.
    m_linked = true;
    select(evaluation);
    m_table->selectId(evaluation);
}

void EvaluationsPlace::showWantedResult()
{
    if (m_wantedResult < 0 || !m_data || !m_data->report)
        return;
    m_page->words()->clear();
    m_page->goTo(u"results"_s);
    m_page->results()->selectId(QString::number(std::exchange(m_wantedResult, -1)));
    m_page->results()->setFocus();
}

void EvaluationsPlace::fetchMissing(const QStringList &digests)
{
    for (const QString &digest : digests) {
        if (m_fetching.contains(digest))
            continue;
        m_fetching.insert(digest);
        m_workspace->blob(digest, this, [this, digest](const Result<QByteArray> &bytes) {
            m_fetching.remove(digest);
            if (bytes.ok())
                m_timer.start(0);
        });
    }
}

void EvaluationsPlace::saveRaw()
{
    if (!m_data)
        return;
    auto *dialog = new QFileDialog(this, tr("Save the file as it was imported"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(m_data->record.fileName.section(u'/', -1));
    connect(dialog, &QFileDialog::fileSelected, this, &EvaluationsPlace::writeRaw);
    dialog->open();
}

void EvaluationsPlace::writeRaw(const QString &path)
{
    m_workspace->blob(m_data->record.raw, this, [this, path](const Result<QByteArray> &bytes) {
        if (!bytes) {
            emit undoOffered(bytes.error().text, {});
            return;
        }
        runAsync(
            this, QThreadPool::globalInstance(),
            [path, content = *bytes](const std::stop_token &) -> Result<qint64> {
                QSaveFile file(path);
                if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
                    return {Error::Code::Internal, tr("The file could not be written: %1").arg(file.errorString())};
                return content.size();
            },
            [this](const Result<qint64> &written) {
                emit undoOffered(written ? tr("Saved, %1.").arg(formatBytes(*written)) : written.error().text, {});
            });
    });
}

void EvaluationsPlace::import(const QStringList &paths)
{
    auto *dialog = new ImportDialog(m_workspace, m_settings, m_data ? m_data->record.version : QString(), false, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ImportDialog::imported, this, [this](int evaluations, int cards) {
        emit undoOffered(tr("%n file(s) imported.", nullptr, evaluations + cards), {});
    });
    dialog->open();
    if (!paths.isEmpty())
        dialog->add(paths);
}

PlaceEntry evaluationsPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings)
{
    return {u"evaluations"_s, EvaluationsPlace::tr("Evaluations"), u"evaluations"_s, PlaceGroup::Work,
            [=](QWidget *parent) { return new EvaluationsPlace(workspace, registry, settings, parent); }};
}

} // namespace countersign
