// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisontab.h"

#include "ui/evaluations/comparisonchooser.h"
#include "ui/evaluations/comparisondelegate.h"
#include "ui/evaluations/comparisonfacts.h"
#include "ui/evaluations/comparisonmap.h"
#include "ui/evaluations/comparisonmodel.h"
#include "ui/evaluations/comparisonsummary.h"
#include "ui/evaluations/comparisonwords.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/figures/heatmap.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/pillbutton.h"
#include "ui/widgets/segmentedbuttons.h"

#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSaveFile>
#include <QStackedWidget>
#include <QToolButton>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QToolButton *toolButton(const QString &iconName, const QString &tip)
{
    auto *out = new QToolButton;
    out->setIcon(icon(iconName));
    out->setAutoRaise(true);
    out->setFocusPolicy(Qt::StrongFocus);
    out->setToolTip(tip);
    out->setAccessibleName(tip);
    return out;
}

QString orderText(ComparisonFilter::Order order)
{
    switch (order) {
    case ComparisonFilter::Order::Regressions:
        return ComparisonTab::tr("Worst first");
    case ComparisonFilter::Order::Clearest:
        //: order of the rows: how far a difference lies beyond its interval
        return ComparisonTab::tr("Clearest first");
    case ComparisonFilter::Order::Largest:
        return ComparisonTab::tr("Largest first");
    case ComparisonFilter::Order::Task:
        return ComparisonTab::tr("By task");
    case ComparisonFilter::Order::Metric:
        return ComparisonTab::tr("By metric");
    }
    return {};
}

} // namespace

ComparisonTab::ComparisonTab(QWidget *parent)
    : QWidget(parent)
    , m_chooser(new ComparisonChooser)
    , m_facts(new ComparisonFacts)
    , m_summary(new ComparisonSummary)
    , m_words(new QLineEdit)
    , m_category(new PillButton({}))
    , m_bounded(new PillButton({}))
    , m_order(new PillButton({}, PillButton::Look::Plain))
    , m_view(new SegmentedButtons(tr("Table or heat map")))
    , m_wide(toolButton(u"forward"_s, tr("Hide the list of evaluations (Alt+F)")))
    , m_export(toolButton(u"export"_s, tr("Export the rows as CSV…")))
    , m_stack(new QStackedWidget)
    , m_table(new DataTable(tr("Differences")))
    , m_map(new ComparisonMap)
    , m_model(new ComparisonModel(this))
{
    makeTable();
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_map);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(makeHead());
    layout->addLayout(makeTools());
    layout->addWidget(m_stack, 1);
    fillMenus();
    showFilter();
    connectParts();
}

QLayout *ComparisonTab::makeHead()
{
    const Theme theme = Theme::current();
    auto *out = new QVBoxLayout;
    out->setContentsMargins(theme.margin(), theme.groupGap(), theme.margin(), theme.gap());
    out->setSpacing(theme.gap());
    auto *first = new QHBoxLayout;
    first->setSpacing(theme.gap());
    first->addWidget(m_chooser, 1);
    first->addWidget(m_wide);
    m_wide->setCheckable(true);
    out->addLayout(first);
    out->addWidget(m_facts);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(-theme.px(6), 0, 0, 0); // words stand in line with the facts, not their buttons
    line->addWidget(m_summary, 1);
    out->addLayout(line);
    return out;
}

QLayout *ComparisonTab::makeTools()
{
    const Theme theme = Theme::current();
    m_words->setPlaceholderText(tr("Filter the results"));
    m_words->setAccessibleName(tr("Filter the results by words"));
    m_words->setClearButtonEnabled(true);
    m_words->setMinimumWidth(theme.px(110));
    m_words->setMaximumWidth(theme.px(240));
    m_category->setMenu(new QMenu(m_category));
    m_category->setToolTip(tr("Show only some categories"));
    m_bounded->setToolTip(tr("Show only results with a threshold, of a policy or the tool's own"));
    m_order->setMenu(new QMenu(m_order));
    m_order->setToolTip(tr("Order of the rows"));
    m_view->addSegment(u"table"_s, tr("Table"), tr("The results as a table (Alt+T)"));
    m_view->addSegment(u"map"_s, tr("Map"), tr("The results as a heat map (Alt+H)"));
    m_view->setCurrent(u"table"_s);
    auto *out = new QHBoxLayout;
    out->setContentsMargins(theme.margin(), 0, theme.margin(), theme.gap());
    out->setSpacing(theme.gap());
    out->addWidget(m_words, 1);
    out->addWidget(m_category);
    out->addWidget(m_bounded);
    out->addWidget(m_order);
    out->addStretch(1);
    out->addWidget(m_view);
    out->addWidget(m_export);
    return out;
}

void ComparisonTab::makeTable()
{
    m_table->setModel(m_model);
    const auto number = [](int width) { return TableColumn{new NumberDelegate, width, false, Qt::AlignRight}; };
    m_table->setColumns({{new TwoLineDelegate, 150, true}, {nullptr, 116}, {nullptr, 112}, number(62), number(62), {new DifferenceDelegate, 84},
                         number(188), number(92), {new ChipDelegate, 146}, {nullptr, 214}, {nullptr, 250}});
    m_table->setEmptyState(tr("Choose what to compare; what got worse will stand first."));
    m_table->installEventFilter(this);
}

void ComparisonTab::connectParts()
{
    connect(m_chooser, &ComparisonChooser::changed, this, [this] {
        m_picked = true;
        ask();
    });
    connect(m_chooser, &ComparisonChooser::searched, this, &ComparisonTab::searched);
    connect(m_summary, &ComparisonSummary::chosen, this, [this](quint32 verdicts, quint32 obstacles) {
        applyFilter([=](ComparisonFilter &filter) {
            filter.verdicts = verdicts;
            filter.obstacles = obstacles;
        });
    });
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString &words) { applyFilter([&](ComparisonFilter &filter) { filter.words = words; }); });
    connect(m_words, &QLineEdit::returnPressed, this, [this] { m_stack->currentWidget() == m_table ? m_table->setFocus() : m_map->map()->setFocus(); });
    connect(m_bounded, &QPushButton::clicked, this, [this] { applyFilter([](ComparisonFilter &filter) { filter.onlyBounded = !filter.onlyBounded; }); });
    connect(m_view, &SegmentedButtons::currentChanged, this, [this](const QString &id) { setMapShown(id == "map"_L1); });
    connect(m_model, &ComparisonModel::filtered, this, &ComparisonTab::showRows);
    connect(m_table, &QAbstractItemView::activated, this, [this](const QModelIndex &index) { openRow(m_model->sourceRow(index.row())); });
    connect(m_map, &ComparisonMap::rowActivated, this, [this](int row) {
        setMapShown(false);
        m_table->selectRow(int(m_model->rows().indexOf(row)));
        m_table->scrollTo(m_table->currentIndex(), QAbstractItemView::PositionAtCenter);
        m_table->setFocus();
    });
    connect(m_map, &ComparisonMap::notice, this, &ComparisonTab::notice);
    connect(m_export, &QToolButton::clicked, this, &ComparisonTab::askWhereTo);
    connect(m_wide, &QToolButton::toggled, this, [this](bool wide) {
        m_wide->setIcon(icon(wide ? u"back"_s : u"forward"_s));
        emit roomWanted(wide);
    });
}

void ComparisonTab::setEvaluation(const QString &id)
{
    m_evaluation = id;
    m_due = true;
    if (isVisible())
        showEvent(nullptr);
}

void ComparisonTab::showEvent(QShowEvent *event)
{
    if (event)
        QWidget::showEvent(event);
    if (!m_due || m_evaluation.isEmpty())
        return;
    m_due = false;
    m_table->setDataState(DataState::Loading);
    emit choicesWanted(m_evaluation);
}

void ComparisonTab::showChoices(const Result<ComparisonChoices> &choices)
{
    if (!choices) {
        if (choices.error().code != Error::Code::Cancelled)
            m_table->setDataState(DataState::Failed, choices.error().text);
        return;
    }
    const auto offered = [&](const ComparisonChoice &side) {
        return std::any_of(choices->list.begin(), choices->list.end(), [&](const ComparisonChoice &one) { return one.same(side); });
    };
    const ComparisonChoice before = m_chooser->before(), after = m_chooser->after();
    const bool stays = m_picked && offered(before) && offered(after);
    const QSignalBlocker blocker(m_chooser);
    m_chooser->setSides(stays ? before : choices->before, stays ? after : choices->after);
    m_chooser->setChoices(choices->list);
    m_picked = stays;
    const bool any = m_chooser->before().isValid();
    m_table->setEmptyState(any ? tr("Neither side holds a result.") : tr("There is no other evaluation of this model on this machine to compare with. Type to search other models."));
    ask();
}

void ComparisonTab::addChoices(const QList<ComparisonChoice> &found)
{
    m_chooser->addChoices(found);
}

QString ComparisonTab::chosen() const
{
    return m_chooser->before().id;
}

void ComparisonTab::choose(const QString &id)
{
    for (const ComparisonChoice &choice : m_chooser->choices()) {
        if (choice.id == id)
            return m_chooser->setSides(ComparisonChoice(choice), ComparisonChoice(m_chooser->after()));
    }
}

void ComparisonTab::ask()
{
    if (!m_chooser->before().isValid() || !m_chooser->after().isValid())
        return showComparison(ComparisonPtr(std::make_shared<ComparisonData>()));
    m_table->setDataState(DataState::Loading);
    emit compareRequested(m_chooser->before(), m_chooser->after());
}

void ComparisonTab::showComparison(const Result<ComparisonPtr> &comparison)
{
    if (!comparison && comparison.error().code == Error::Code::Cancelled)
        return;
    const ComparisonPtr shown = comparison ? *comparison : std::make_shared<ComparisonData>();
    if (!comparison)
        m_table->setDataState(DataState::Failed, comparison.error().text);
    else
        m_table->setDataState(DataState::Ready);
    m_summary->setData(*shown);
    m_facts->setFacts(shown->facts);
    m_model->setData(shown);
    fillMenus();
    showFilter();
}

void ComparisonTab::applyFilter(const std::function<void(ComparisonFilter &)> &change)
{
    ComparisonFilter filter = m_model->filter();
    change(filter);
    m_model->setFilter(filter);
    showFilter();
}

/// The controls say what the filter is and how many rows each choice would leave of all.
void ComparisonTab::showFilter()
{
    const ComparisonFilter &filter = m_model->filter();
    const ComparisonData &shown = *m_model->comparison();
    QStringList names;
    for (int category = 0; category < categoryCount; ++category) {
        if ((filter.categories >> category) & 1U)
            names.append(evaluations::categoryTitle(EvaluationReport::Category(category)));
    }
    m_category->setText(names.isEmpty() ? tr("Any category") : names.size() > 1 ? tr("%n categories", nullptr, int(names.size())) : names.first());
    m_category->setActive(!names.isEmpty());
    m_bounded->setText(tr("Thresholds (%1)").arg(formatCount(shown.bounded)));
    m_bounded->setActive(filter.onlyBounded);
    m_bounded->setEnabled(shown.bounded > 0 || filter.onlyBounded);
    m_order->setText(orderText(filter.order));
    m_summary->setChosen(filter.verdicts, filter.obstacles);
    for (PillButton *pill : {m_category, m_bounded, m_order})
        pill->updateGeometry();
}

void ComparisonTab::fillMenus()
{
    const ComparisonData &shown = *m_model->comparison();
    m_category->menu()->clear();
    connect(m_category->menu()->addAction(tr("Any")), &QAction::triggered, this, [this] { applyFilter([](ComparisonFilter &filter) { filter.categories = 0; }); });
    m_category->menu()->addSeparator();
    for (int category = 0; category < categoryCount; ++category) {
        const quint32 bit = 1U << category;
        if (shown.categories[size_t(category)] == 0 && !(m_model->filter().categories & bit))
            continue;
        QAction *action = m_category->menu()->addAction(u"%1 (%2)"_s.arg(evaluations::categoryTitle(EvaluationReport::Category(category)), formatCount(shown.categories[size_t(category)])));
        action->setCheckable(true);
        action->setChecked(m_model->filter().categories & bit);
        connect(action, &QAction::triggered, this, [this, bit] { applyFilter([bit](ComparisonFilter &filter) { filter.categories ^= bit; }); });
    }
    if (!m_order->menu()->isEmpty())
        return;
    using Order = ComparisonFilter::Order;
    for (const Order order : {Order::Regressions, Order::Clearest, Order::Largest, Order::Task, Order::Metric}) {
        connect(m_order->menu()->addAction(orderText(order)), &QAction::triggered, this,
                [this, order] { applyFilter([order](ComparisonFilter &filter) { filter.order = order; }); });
    }
}

void ComparisonTab::showRows()
{
    const bool filtered = m_model->filter() != ComparisonFilter() && !m_model->comparison()->rows.isEmpty();
    if (filtered)
        m_table->setEmptyState(tr("No result fits. Fewer words or filters show more."));
    m_words->setAccessibleDescription(tr("%n rows", nullptr, m_model->rowCount()));
    m_mapDue = true;
    if (isMapShown())
        setMapShown(true);
}

bool ComparisonTab::isMapShown() const
{
    return m_stack->currentWidget() == m_map;
}

void ComparisonTab::setMapShown(bool shown)
{
    m_view->setCurrent(shown ? u"map"_s : u"table"_s);
    if (shown && std::exchange(m_mapDue, false))
        m_map->setRows(m_model->comparison(), m_model->rows());
    m_stack->setCurrentWidget(shown ? static_cast<QWidget *>(m_map) : m_table);
    m_order->setVisible(!shown);
}

bool ComparisonTab::isWide() const
{
    return m_wide->isChecked();
}

void ComparisonTab::setWide(bool wide)
{
    m_wide->setChecked(wide);
}

void ComparisonTab::openRow(int row)
{
    const auto [evidence, at] = m_model->comparison()->source(row);
    if (evidence)
        emit resultRequested(evidence->id, at.result);
}

bool ComparisonTab::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::Resize)
        fitColumns();
    return QWidget::eventFilter(watched, event);
}

/// What a row is, how it differs and what that means always show; the rest comes as there is room for it.
void ComparisonTab::fitColumns()
{
    using C = ComparisonModel::Column;
    const Theme theme = Theme::current();
    const std::pair<C, int> order[] = {{C::Metric, 116}, {C::Plot, 84}, {C::Before, 62}, {C::After, 62}, {C::Slice, 112}, {C::N, 92}, {C::Reason, 250}, {C::Method, 214}};
    int room = m_table->width() - theme.px(140 + 188 + 146);
    for (const auto &[column, width] : order) {
        room -= theme.px(width);
        m_table->setColumnHidden(int(column), room < 0);
    }
    m_model->setSliceApart(!m_table->isColumnHidden(int(C::Slice)));
}

Result<void> ComparisonTab::exportTo(const QString &path) const
{
    const QByteArray csv = m_model->toCsv();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size() || !file.commit())
        return {Error::Code::Internal, tr("The rows could not be written: %1").arg(file.errorString())};
    return {};
}

void ComparisonTab::askWhereTo()
{
    auto *dialog = new QFileDialog(this, tr("Export the comparison"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->selectFile(u"comparison.csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const Result<void> written = exportTo(path);
        emit notice(written.ok() ? tr("Written to %1.").arg(QFileInfo(path).fileName()) : written.error().text);
    });
    dialog->open();
}

} // namespace countersign
