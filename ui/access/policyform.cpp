// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/access/policyform.h"

#include "ui/workspace/boundrow.h"
#include "ui/access/stagerow.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QPushButton *quietAdd(const QString &text, const QString &help)
{
    auto *out = new QPushButton(text);
    out->setToolTip(help);
    return out;
}

QWidget *gridOf(const QList<FormCell *> &cells, int columns)
{
    auto *out = new QWidget;
    auto *grid = new QGridLayout(out);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::current().groupGap());
    grid->setVerticalSpacing(Theme::current().gap());
    for (int i = 0; i < cells.size(); ++i)
        grid->addWidget(cells[i], i / columns, i % columns);
    for (int i = 0; i < columns; ++i)
        grid->setColumnStretch(i, 1);
    return out;
}

/// What the pointer of a list member leaves of itself: "/stages/2/name" with "/stages" gives 2.
int indexIn(const QString &pointer, const QString &list)
{
    const QString plain = pointer.startsWith("/body/"_L1) ? pointer.mid(5) : pointer;
    bool ok = false;
    const int out = plain.startsWith(list + u'/') ? plain.mid(list.size() + 1).section(u'/', 0, 0).toInt(&ok) : -1;
    return ok ? out : -1;
}

} // namespace

PolicyForm::PolicyForm(const Policy &policy, const QList<Person> &people, bool isNew, QWidget *parent)
    : QWidget(parent), m_policy(policy), m_people(people)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::current().groupGap());
    layout->addWidget(makeHead(isNew));
    layout->addWidget(makeStages());
    layout->addWidget(makeEvidence());
    layout->addWidget(makeTimes());
    layout->addStretch();
    for (const PolicyStage &stage : policy.stages)
        addStage(stage);
    for (const MetricRequirement &bound : policy.metrics)
        addBound(bound);
}

QLineEdit *PolicyForm::line(const QString &text, const QString &hint)
{
    auto *out = new QLineEdit(text);
    out->setPlaceholderText(hint);
    connect(out, &QLineEdit::textChanged, this, &PolicyForm::changed);
    return out;
}

QSpinBox *PolicyForm::days(qint64 value, int least, int most)
{
    auto *out = new QSpinBox;
    out->setRange(least, most);
    out->setValue(int(value));
    connect(out, &QSpinBox::valueChanged, this, &PolicyForm::changed);
    return out;
}

FormCell *PolicyForm::cell(const QString &member, const QString &label, QWidget *editor, const QString &help)
{
    auto *out = new FormCell(member, label, editor, help);
    m_cells.append(out);
    return out;
}

QWidget *PolicyForm::makeHead(bool isNew)
{
    m_name = line(m_policy.name, u"high-risk"_s);
    m_name->setReadOnly(!isNew);
    m_title = line(m_policy.title, tr("High-risk models"));
    m_environments = line(m_policy.environments.join(u", "_s), tr("everywhere"));
    m_description = new QPlainTextEdit(m_policy.description);
    m_description->setTabChangesFocus(true);
    m_description->setFixedHeight(Theme::current().px(52));
    connect(m_description, &QPlainTextEdit::textChanged, this, &PolicyForm::changed);
    auto *out = gridOf({cell(u"name"_s, tr("Address"), m_name, tr("a-z, 0-9, dot and dash; it stays for good.")),
                        cell(u"title"_s, tr("Title"), m_title),
                        cell(u"environments"_s, tr("Applies to"), m_environments, tr("Environments, separated by commas; empty for everywhere."))}, 3);
    auto *grid = static_cast<QGridLayout *>(out->layout());
    grid->addWidget(cell(u"description"_s, tr("What it is for"), m_description), 1, 0, 1, 3);
    return out;
}

QWidget *PolicyForm::makeStages()
{
    auto *content = new QWidget;
    m_stageList = new QVBoxLayout(content);
    m_stageList->setContentsMargins(0, 0, 0, 0);
    m_stageList->setSpacing(Theme::current().px(4));
    auto *add = quietAdd(tr("Add a stage"), tr("Asks one more group of people, after the stages above."));
    m_stageList->addWidget(cell(u"stages"_s, tr("In this order; each begins when the one before has all its sign-offs."), add));
    connect(add, &QPushButton::clicked, this, [this] {
        addStage({})->findChild<QLineEdit *>()->setFocus();
        emit changed();
    });
    auto *panel = new Panel(tr("Who must approve"));
    panel->setContent(content);
    return panel;
}

QWidget *PolicyForm::makeEvidence()
{
    m_categories = line(m_policy.categories.join(u", "_s), u"accuracy, fairness, safety"_s);
    m_sections = line(m_policy.cardSections.join(u", "_s), tr("all, or the sections by name"));
    m_safeguards = line(m_policy.safeguards.join(u", "_s), tr("none asked for"));
    m_age = days(m_policy.evidenceMaxAgeDays, 0, 3650);
    m_age->setSpecialValueText(tr("does not age"));
    m_lockedPlan = new QCheckBox(tr("Fixed by a signed plan before the run"));
    m_lockedPlan->setChecked(m_policy.lockedPlan);
    connect(m_lockedPlan, &QCheckBox::toggled, this, &PolicyForm::changed);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::current().gap());
    column->addWidget(gridOf({cell(u"categories"_s, tr("Evaluations of these categories"), m_categories, tr("Separated by commas.")),
                              cell(u"cardSections"_s, tr("Sections of the model card"), m_sections, tr("They must hold something; 'all' for every one.")),
                              cell(u"safeguards"_s, tr("Safeguards"), m_safeguards, tr("The version must name them.")),
                              cell(u"evidenceMaxAgeDays"_s, tr("Evidence counts for, in days"), m_age),
                              cell(u"lockedPlan"_s, tr("Criteria"), m_lockedPlan)}, 2));
    m_boundList = new QVBoxLayout;
    m_boundList->setSpacing(Theme::current().px(4));
    auto *add = quietAdd(tr("Add a bound"), tr("Asks that a metric of the evaluations be good enough."));
    m_boundList->addWidget(cell(u"metrics"_s, tr("Bounds on metrics"), add));
    column->addLayout(m_boundList);
    connect(add, &QPushButton::clicked, this, [this] {
        addBound({})->findChild<QLineEdit *>()->setFocus();
        emit changed();
    });
    auto *panel = new Panel(tr("What the evidence must show"));
    panel->setContent(content);
    return panel;
}

QWidget *PolicyForm::makeTimes()
{
    m_approval = days(m_policy.approvalDays, 1, 3650);
    m_request = days(m_policy.requestDays, 1, 365);
    m_waivers = new QCheckBox(tr("A requirement can be waived"));
    m_waivers->setChecked(m_policy.waivers);
    m_waiverRole = roleChoice(m_policy.waiverRole, tr("any role that grants waivers"));
    m_waiverRole->setEnabled(m_policy.waivers);
    connect(m_waivers, &QCheckBox::toggled, m_waiverRole, &QWidget::setEnabled);
    connect(m_waivers, &QCheckBox::toggled, this, &PolicyForm::changed);
    connect(m_waiverRole, &QComboBox::currentIndexChanged, this, &PolicyForm::changed);
    auto *panel = new Panel(tr("Times and exceptions"));
    panel->setContent(gridOf({cell(u"approvalDays"_s, tr("An approval holds, in days"), m_approval),
                              cell(u"requestDays"_s, tr("A request closes after, in days"), m_request),
                              cell(u"waivers"_s, tr("Exceptions"), m_waivers),
                              cell(u"waiverRole"_s, tr("Granted by"), m_waiverRole)}, 2));
    return panel;
}

StageRow *PolicyForm::addStage(const PolicyStage &stage)
{
    auto *row = new StageRow(stage, m_people);
    m_stages.append(row);
    m_stageList->insertWidget(int(m_stages.size()) - 1, row);
    connect(row, &StageRow::changed, this, &PolicyForm::changed);
    connect(row, &StageRow::removeRequested, this, [this, row] {
        m_stages.removeOne(row);
        row->hide();
        row->deleteLater();
        emit changed();
    });
    return row;
}

BoundRow *PolicyForm::addBound(const MetricRequirement &bound)
{
    auto *row = new BoundRow(bound);
    m_bounds.append(row);
    m_boundList->insertWidget(int(m_bounds.size()) - 1, row);
    connect(row, &BoundRow::changed, this, &PolicyForm::changed);
    connect(row, &BoundRow::removeRequested, this, [this, row] {
        m_bounds.removeOne(row);
        row->hide();
        row->deleteLater();
        emit changed();
    });
    return row;
}

QJsonObject PolicyForm::json() const
{
    Policy out = m_policy;
    out.name = m_name->text().trimmed();
    out.title = m_title->text().trimmed();
    out.description = m_description->toPlainText().trimmed();
    out.environments = listedIn(m_environments->text());
    out.cardSections = listedIn(m_sections->text());
    out.categories = listedIn(m_categories->text());
    out.safeguards = listedIn(m_safeguards->text());
    out.evidenceMaxAgeDays = m_age->value();
    out.lockedPlan = m_lockedPlan->isChecked();
    out.approvalDays = m_approval->value();
    out.requestDays = m_request->value();
    out.waivers = m_waivers->isChecked();
    out.waiverRole = m_waivers->isChecked() ? m_waiverRole->currentData().toString() : QString();
    out.stages.clear();
    for (const StageRow *row : m_stages)
        out.stages.append(row->stage());
    out.metrics.clear();
    QJsonObject json = encode(out);
    QJsonArray bounds;
    for (const BoundRow *row : m_bounds)
        bounds.append(row->json());
    if (!bounds.isEmpty())
        json.insert(u"metrics"_s, bounds);
    return json;
}

QList<FieldError> PolicyForm::show(const QList<FieldError> &errors)
{
    clearErrors();
    QList<FieldError> rest;
    for (const FieldError &error : errors) {
        QList<FieldError> left{error};
        if (const int stage = indexIn(error.pointer, u"/stages"_s); stage >= 0 && stage < m_stages.size())
            left = showErrors(m_stages[stage]->cells(), u"/stages/%1"_s.arg(stage), left);
        else if (const int bound = indexIn(error.pointer, u"/metrics"_s); bound >= 0 && bound < m_bounds.size())
            left = showErrors(m_bounds[bound]->cells(), u"/metrics/%1"_s.arg(bound), left);
        if (!left.isEmpty())
            left = showErrors(m_cells, {}, left);
        rest += left;
    }
    return rest;
}

void PolicyForm::clearErrors()
{
    const auto cells = findChildren<FormCell *>();
    for (FormCell *cell : cells)
        cell->setError({});
}

} // namespace countersign
