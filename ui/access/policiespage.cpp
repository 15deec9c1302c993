// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/access/policiespage.h"

#include "domain/statetable.h"
#include "ui/access/policydialog.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/sidepanel.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSettings>

namespace countersign {

using namespace Qt::StringLiterals;

PoliciesPage::PoliciesPage(Workspace *workspace, QSettings *settings, QWidget *parent)
    : QWidget(parent), m_workspace(workspace), m_table(new DataTable(tr("Policies"))), m_model(new PoliciesModel(this))
{
    m_table->setModel(m_model);
    m_table->setColumns({{new TwoLineDelegate, 220},
                         {new ChipDelegate, 136},
                         {nullptr, 112},
                         {nullptr, 200, true},
                         {new RelativeTimeDelegate(workspace->clock()), 76},
                         {nullptr, 120}});
    m_table->rememberColumns(settings, u"access/policies"_s);
    m_table->setEmptyState(tr("There is no policy yet: without one nothing can be released."), tr("New policy…"));
    m_table->setDataState(DataState::Loading);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_table, 1);
    layout->addWidget(makePanel());
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PoliciesPage::reload);
    connect(m_table, &DataTable::currentRowChanged, this, &PoliciesPage::showCurrent);
    connect(m_table, &DataTable::activated, this, &PoliciesPage::editCurrent);
    connect(m_table, &DataTable::emptyActionTriggered, this, &PoliciesPage::makeNew);
    connect(m_edit, &QPushButton::clicked, this, &PoliciesPage::editCurrent);
    connect(workspace, &Workspace::personChanged, this, &PoliciesPage::showCurrent);
    connect(workspace->replica(), &Replica::changed, this, [this](const QString &kind) {
        if (kind == "policy"_L1 || kind == "person"_L1)
            m_timer.start(0);
    });
    reload();
}

QWidget *PoliciesPage::makePanel()
{
    const Theme theme = Theme::current();
    auto *panel = new SidePanel;
    m_content = new QWidget;
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.gap());
    m_name = new TextLabel({}, TextSize::Title, ColorRole::Text, QFont::DemiBold);
    m_name->setWordWrap(true);
    m_chip = new Chip;
    m_sentence = new TextLabel;
    m_sentence->setWordWrap(true);
    m_facts = new FactGrid;
    m_edit = new QPushButton(tr("Edit…"));
    column->addWidget(m_name);
    column->addWidget(m_chip, 0, Qt::AlignLeft);
    column->addWidget(m_sentence);
    column->addWidget(m_facts);
    column->addWidget(m_edit);
    column->addStretch();
    m_empty = new EmptyState;
    m_empty->setText(tr("Choose a policy to see what it asks for."));
    panel->body()->addWidget(m_content, 1);
    panel->body()->addWidget(m_empty, 1);
    m_content->hide();
    return panel;
}

void PoliciesPage::reload()
{
    m_job.request_stop();
    m_job = m_workspace->replica()->read(
        this, [](ReadSession &session) { return loadPolicyRows(session); },
        [this](const Result<PolicyRows> &rows) {
            if (!rows) {
                if (rows.error().code != Error::Code::Cancelled)
                    m_table->setDataState(DataState::Failed, rows.error().text);
                return;
            }
            const QString before = m_wanted.isEmpty() ? m_table->currentId() : m_wanted;
            m_people = rows->people;
            m_model->setRows(rows->rows);
            m_table->setDataState(DataState::Ready);
            if (m_table->selectId(before))
                m_wanted.clear();
            else if (m_model->rowCount() > 0)
                m_table->selectRow(0);
            showCurrent();
        });
}

void PoliciesPage::select(const QString &name)
{
    m_wanted = m_table->selectId(name) ? QString() : name;
}

QString PoliciesPage::refusal() const
{
    const Actor actor = m_workspace->actor();
    return actor.has(u"administrator"_s) || actor.has(u"risk"_s) ? QString() : tr("Policies are written by administration and risk.");
}

void PoliciesPage::showCurrent()
{
    const PolicyRow *row = m_model->at(m_table->currentIndex().row());
    m_content->setVisible(row != nullptr);
    m_empty->setVisible(row == nullptr);
    if (!row)
        return;
    const Policy &policy = row->policy;
    m_name->setText(visibleText(policy.title.isEmpty() ? policy.name : policy.title));
    m_chip->setChip(row->possible ? chipFor(ChipState::Met, tr("Can be fulfilled")) : chipFor(ChipState::Failed, tr("Nobody could approve")));
    m_sentence->setText(row->fulfilment);
    m_facts->clear();
    m_facts->addFact(tr("Address"), policy.name);
    m_facts->addFact(tr("What for"), visibleText(policy.description), visibleText(policy.description));
    m_facts->addFact(tr("Changed"), tr("by %1, %2").arg(visibleText(row->changedBy), relativeTimeAgo(row->changedAt, m_workspace->clock()->now())), exactTime(row->changedAt));
    m_facts->addFact(tr("Evaluations"), policy.categories.join(u", "_s), policy.categories.join(u", "_s));
    m_facts->addFact(tr("Card"), policy.cardSections.join(u", "_s), policy.cardSections.join(u", "_s));
    m_facts->addFact(tr("Safeguards"), policy.safeguards.join(u", "_s), policy.safeguards.join(u", "_s));
    for (const MetricRequirement &bound : policy.metrics) {
        const QString limit = u"%1 %2 %3"_s.arg(bound.metric, bound.op, QString::number(bound.limit, 'g', 6));
        m_facts->addFact(visibleText(bound.title.isEmpty() ? bound.id : bound.title), limit, limit);
    }
    m_facts->addFact(tr("Approval holds"), tr("%n days", nullptr, int(policy.approvalDays)));
    m_facts->addFact(tr("Exceptions"), !policy.waivers                ? tr("none")
                                       : policy.waiverRole.isEmpty() ? tr("possible")
                                                                     : tr("granted by %1").arg(roleTitle(policy.waiverRole)));
    const QString why = refusal();
    m_edit->setEnabled(why.isEmpty());
    m_edit->setToolTip(why.isEmpty() ? tr("Opens the policy to be changed (Return).") : why);
}

void PoliciesPage::editCurrent()
{
    const PolicyRow *row = m_model->at(m_table->currentIndex().row());
    if (row && refusal().isEmpty())
        openEditor(row->policy, row->revision);
}

void PoliciesPage::makeNew()
{
    if (!refusal().isEmpty())
        return;
    Policy policy;
    policy.stages = {{tr("Review"), u"risk"_s, 1, {}, 0, {}}};
    openEditor(policy, 0);
}

void PoliciesPage::openEditor(const Policy &policy, qint64 revision)
{
    auto *dialog = new PolicyDialog(m_workspace, policy, revision, m_people, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace countersign
