// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/planform.h"

#include "ui/plans/words.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/style.h"
#include "ui/workspace/boundrow.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

#include <limits>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// What the pointer of a list member leaves of itself: "/criteria/2/id" with "/criteria" gives 2.
int planIndexIn(const QString &pointer, const QString &list)
{
    const QString plain = pointer.startsWith("/body/"_L1) ? pointer.mid(5) : pointer;
    bool ok = false;
    const int out = plain.startsWith(list + u'/') ? plain.mid(list.size() + 1).section(u'/', 0, 0).toInt(&ok) : -1;
    return ok ? out : -1;
}

} // namespace

DatasetRow::DatasetRow(const DatasetRef &dataset, QWidget *parent)
    : QWidget(parent)
    , m_name(new QLineEdit(dataset.name))
    , m_digest(new QLineEdit(dataset.digest))
    , m_licence(dataset.licence)
{
    m_name->setPlaceholderText(u"claims-holdout-2026-10"_s);
    m_digest->setPlaceholderText(u"sha256:…"_s);
    m_cells = {new FormCell(u"name"_s, tr("Dataset"), m_name, tr("As the report calls it.")),
               new FormCell(u"digest"_s, tr("Digest"), m_digest, tr("With it the report must show that it is the very same data; empty where nobody recorded it."))};
    auto *remove = new QPushButton(tr("Remove"));
    setButtonKind(remove, ButtonKind::Quiet);
    remove->setToolTip(tr("Takes this dataset away."));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::current().groupGap());
    layout->addWidget(m_cells[0], 2);
    layout->addWidget(m_cells[1], 3);
    layout->addWidget(remove, 0, Qt::AlignBottom);
    connect(remove, &QPushButton::clicked, this, &DatasetRow::removeRequested);
}

DatasetRef DatasetRow::dataset() const
{
    return {m_name->text().trimmed(), m_digest->text().trimmed(), m_licence};
}

PlanForm::PlanForm(const Plan &plan, bool fixed, QWidget *parent)
    : QWidget(parent)
    , m_plan(plan)
    , m_fixed(fixed)
    , m_model(new QComboBox)
    , m_version(new QComboBox)
    , m_title(new QLineEdit(plan.title))
    , m_slices(new QLineEdit(plan.slices.join(u", "_s)))
    , m_seed(new QLineEdit(plan.seed ? QString::number(*plan.seed) : QString()))
    , m_tool(new QLineEdit(plan.tool))
    , m_toolVersion(new QLineEdit(plan.toolVersion))
    , m_purpose(new QPlainTextEdit(plan.purpose))
    , m_minimum(new QSpinBox)
    , m_lineage(new QPushButton(tr("Take those of the version’s lineage")))
    , m_criteriaList(new QVBoxLayout)
    , m_datasetList(new QVBoxLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::current().groupGap());
    layout->addWidget(makeHead());
    layout->addWidget(makeCriteria());
    layout->addWidget(makeData());
    layout->addStretch();
    for (const MetricRequirement &bound : plan.criteria)
        addCriterion(bound);
    for (const DatasetRef &dataset : plan.datasets)
        addDataset(dataset);
    if (!plan.model.isEmpty())
        m_model->addItem(visibleText(plan.model), plan.model);
    m_model->setEnabled(!fixed && plan.model.isEmpty());
    m_version->setEnabled(!fixed);
    connect(m_model, &QComboBox::currentIndexChanged, this, &PlanForm::showVersions);
    connect(m_version, &QComboBox::currentIndexChanged, this, &PlanForm::showLineage);
    showVersions();
}

FormCell *PlanForm::cell(const QString &member, const QString &label, QWidget *editor, const QString &help)
{
    auto *out = new FormCell(member, label, editor, help);
    m_cells.append(out);
    return out;
}

QWidget *PlanForm::makeHead()
{
    m_title->setPlaceholderText(tr("Acceptance of claims triage, autumn 2026"));
    m_purpose->setTabChangesFocus(true);
    m_purpose->setFixedHeight(Theme::current().px(60));
    m_purpose->setPlaceholderText(tr("What the result will be used to decide."));
    auto *out = new QWidget;
    auto *grid = new QGridLayout(out);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::current().groupGap());
    grid->setVerticalSpacing(Theme::current().gap());
    grid->addWidget(cell(u"title"_s, tr("Title"), m_title), 0, 0, 1, 2);
    grid->addWidget(cell(u"model"_s, tr("Model"), m_model), 1, 0);
    grid->addWidget(cell(u"version"_s, tr("Version"), m_version, tr("A plan for every version goes on to hold for versions that come.")), 1, 1);
    grid->addWidget(cell(u"purpose"_s, tr("What it is for"), m_purpose), 2, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    return out;
}

QWidget *PlanForm::makeCriteria()
{
    auto *content = new QWidget;
    content->setLayout(m_criteriaList);
    m_criteriaList->setContentsMargins(0, 0, 0, 0);
    m_criteriaList->setSpacing(Theme::current().px(4));
    auto *add = new QPushButton(tr("Add a criterion"));
    add->setToolTip(tr("Asks that a metric of the evaluation be good enough."));
    m_criteriaList->addWidget(cell(u"criteria"_s, tr("Whoever reads the report sees each of them, met or not."), add));
    connect(add, &QPushButton::clicked, this, [this] { addCriterion({})->findChild<QLineEdit *>()->setFocus(); });
    auto *panel = new Panel(tr("What must be measured and reached"));
    panel->setContent(content);
    return panel;
}

QWidget *PlanForm::makeData()
{
    const Theme theme = Theme::current();
    m_slices->setPlaceholderText(u"region, age"_s);
    m_seed->setPlaceholderText(tr("any"));
    m_tool->setPlaceholderText(tr("any"));
    m_toolVersion->setPlaceholderText(tr("any"));
    m_minimum->setRange(0, std::numeric_limits<int>::max());
    m_minimum->setSpecialValueText(tr("any"));
    m_minimum->setValue(int(std::min<qint64>(m_plan.minimumN, std::numeric_limits<int>::max())));
    m_datasetList->setSpacing(theme.px(4));
    auto *add = new QPushButton(tr("Add a dataset"));
    add->setToolTip(tr("Asks that the report be measured on it."));
    m_lineage->setToolTip(tr("Adds the datasets that the version names as its own."));
    auto *buttons = new QWidget;
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme.gap());
    row->addWidget(add);
    row->addWidget(m_lineage);
    row->addStretch();
    m_datasetList->addWidget(cell(u"datasets"_s, tr("A report on anything else does not fulfil the plan."), buttons));
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.gap());
    column->addLayout(m_datasetList);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(theme.groupGap());
    grid->setVerticalSpacing(theme.gap());
    grid->addWidget(cell(u"slices"_s, tr("Results by"), m_slices, tr("Dimensions that results must be given for, separated by commas.")), 0, 0, 1, 2);
    grid->addWidget(cell(u"minimumN"_s, tr("Measured on at least"), m_minimum, tr("Examples, for every criterion that names none itself.")), 0, 2);
    grid->addWidget(cell(u"seed"_s, tr("Seed"), m_seed), 1, 0);
    grid->addWidget(cell(u"tool"_s, tr("Tool"), m_tool), 1, 1);
    grid->addWidget(cell(u"toolVersion"_s, tr("Its version"), m_toolVersion), 1, 2);
    for (int i = 0; i < 3; ++i)
        grid->setColumnStretch(i, 1);
    column->addLayout(grid);
    connect(add, &QPushButton::clicked, this, [this] { addDataset({})->findChild<QLineEdit *>()->setFocus(); });
    connect(m_lineage, &QPushButton::clicked, this, &PlanForm::takeLineage);
    auto *panel = new Panel(tr("What it is measured on, and how"));
    panel->setContent(content);
    return panel;
}

void PlanForm::setChoices(const PlanChoices &choices)
{
    m_choices = choices;
    const QString chosen = m_model->currentData().toString();
    {
        const QSignalBlocker blocker(m_model);
        m_model->clear();
        for (const auto &[name, title] : choices.models)
            m_model->addItem(title == name ? name : u"%1 (%2)"_s.arg(title, name), name);
        m_model->setCurrentIndex(chosen.isEmpty() && m_model->count() > 0 ? 0 : m_model->findData(chosen));
    }
    showVersions();
}

void PlanForm::showVersions()
{
    const QString chosen = m_version->count() > 0 ? version() : m_plan.version;
    {
        const QSignalBlocker blocker(m_version);
        m_version->clear();
        m_version->addItem(tr("every version"), QString());
        for (const QString &key : m_choices.versions.value(m_model->currentData().toString()))
            m_version->addItem(plans::versionTitle(key), key);
        if (!chosen.isEmpty() && m_version->findData(chosen) < 0 && m_fixed)
            m_version->addItem(plans::versionTitle(chosen), chosen);
        m_version->setCurrentIndex(std::max(0, m_version->findData(chosen)));
    }
    showLineage();
}

void PlanForm::showLineage()
{
    m_lineage->setVisible(m_choices.datasets.contains(version()));
}

QString PlanForm::version() const
{
    return m_version->currentData().toString();
}

void PlanForm::takeLineage()
{
    for (const DatasetRef &dataset : m_choices.datasets.value(version())) {
        const bool there = std::any_of(m_datasets.begin(), m_datasets.end(), [&](const DatasetRow *row) { return row->dataset().name == dataset.name; });
        if (!there)
            addDataset(dataset);
    }
}

BoundRow *PlanForm::addCriterion(const MetricRequirement &bound)
{
    auto *row = new BoundRow(bound);
    m_criteria.append(row);
    m_criteriaList->insertWidget(int(m_criteria.size()) - 1, row);
    connect(row, &BoundRow::removeRequested, this, [this, row] {
        m_criteria.removeOne(row);
        row->hide();
        row->deleteLater();
    });
    return row;
}

DatasetRow *PlanForm::addDataset(const DatasetRef &dataset)
{
    auto *row = new DatasetRow(dataset);
    m_datasets.append(row);
    m_datasetList->insertWidget(int(m_datasets.size()) - 1, row);
    connect(row, &DatasetRow::removeRequested, this, [this, row] {
        m_datasets.removeOne(row);
        row->hide();
        row->deleteLater();
    });
    return row;
}

QJsonObject PlanForm::json() const
{
    Plan out;
    out.model = m_model->currentData().toString();
    out.version = version();
    out.replaces = m_plan.replaces;
    out.title = m_title->text().trimmed();
    out.purpose = m_purpose->toPlainText().trimmed();
    for (const DatasetRow *row : m_datasets)
        out.datasets.append(row->dataset());
    out.slices = listedIn(m_slices->text());
    out.minimumN = m_minimum->value();
    out.tool = m_tool->text().trimmed();
    out.toolVersion = m_toolVersion->text().trimmed();
    QJsonObject json = encode(out);
    for (const FieldInfo &field : shapeOf<Plan>().fields) {
        if (field.serverSet)
            json.remove(field.name);
    }
    QJsonArray criteria;
    for (const BoundRow *row : m_criteria)
        criteria.append(row->json());
    json.insert(u"criteria"_s, criteria);
    // What was typed as the seed need not be a number.
    if (const QString seed = m_seed->text().trimmed(); !seed.isEmpty()) {
        bool number = false;
        const qint64 value = seed.toLongLong(&number);
        json.insert(u"seed"_s, number ? QJsonValue(value) : QJsonValue(seed));
    }
    return json;
}

QList<FieldError> PlanForm::show(const QList<FieldError> &errors)
{
    clearErrors();
    QList<FieldError> rest;
    for (const FieldError &error : errors) {
        QList<FieldError> left{error};
        if (const int at = planIndexIn(error.pointer, u"/criteria"_s); at >= 0 && at < m_criteria.size())
            left = showErrors(m_criteria[at]->cells(), u"/criteria/%1"_s.arg(at), left);
        else if (const int set = planIndexIn(error.pointer, u"/datasets"_s); set >= 0 && set < m_datasets.size())
            left = showErrors(m_datasets[set]->cells(), u"/datasets/%1"_s.arg(set), left);
        if (!left.isEmpty())
            left = showErrors(m_cells, {}, left);
        rest += left;
    }
    return rest;
}

void PlanForm::clearErrors()
{
    const auto cells = findChildren<FormCell *>();
    for (FormCell *cell : cells)
        cell->setError({});
}

} // namespace countersign
