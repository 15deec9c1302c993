// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/plansection.h"

#include "domain/plancheck.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/workspace.h"

#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString verdictWord(Requirement::State state)
{
    switch (state) {
    case Requirement::Met:
        return PlanSection::tr("met");
    case Requirement::Failed:
        return PlanSection::tr("failed");
    case Requirement::Stale:
        return PlanSection::tr("stale");
    case Requirement::Waived:
        return PlanSection::tr("waived");
    case Requirement::Missing:
        break;
    }
    return PlanSection::tr("missing");
}

QString findingWord(PlanFinding::State state)
{
    switch (state) {
    case PlanFinding::Kept:
        return PlanSection::tr("as planned");
    case PlanFinding::Broken:
        return PlanSection::tr("not as planned");
    case PlanFinding::Unknown:
        break;
    }
    //: the file does not say whether it was done as planned
    return PlanSection::tr("not stated");
}

} // namespace

ChipSpec planStandingChip(const PlanCheck &check)
{
    switch (check.standing) {
    case PlanCheck::BeforeTheRun:
        return check.kept() ? chipFor(ChipState::Met, PlanSection::tr("Fixed before, and kept")) : chipFor(ChipState::Failed, PlanSection::tr("Fixed before, not kept"));
    case PlanCheck::AfterTheRun:
        return chipFor(ChipState::Failed, PlanSection::tr("Fixed after the run"));
    case PlanCheck::TimeUnknown:
        return chipFor(ChipState::Stale, PlanSection::tr("Time of the run unknown"));
    case PlanCheck::NoPlan:
        break;
    }
    return chipFor(ChipState::Missing, PlanSection::tr("No plan"));
}

QString planStandingText(const PlanCheck &check)
{
    const QString plan = visibleText(check.planTitle);
    switch (check.standing) {
    case PlanCheck::BeforeTheRun:
        return PlanSection::tr("“%1” was locked on %2, before the run of %3.").arg(plan, exactTime(check.lockedAt), exactTime(check.ranAt));
    case PlanCheck::AfterTheRun:
        return PlanSection::tr("“%1” was locked on %2, when the run of %3 had begun: its criteria could be chosen knowing the result.")
            .arg(plan, exactTime(check.lockedAt), exactTime(check.ranAt));
    case PlanCheck::TimeUnknown:
        return PlanSection::tr("“%1” was locked on %2, before the file was imported. The file does not say when it ran, so it may have run before that.")
            .arg(plan, exactTime(check.lockedAt));
    case PlanCheck::NoPlan:
        break;
    }
    return PlanSection::tr("No plan for this version had been signed when this ran: what counts as good was not fixed beforehand.");
}

PlanSection::PlanSection(QWidget *parent)
    : ReportSection(u"plan"_s, tr("Plan"), parent)
    , m_chip(new Chip)
    , m_standing(new TextLabel)
    , m_later(new TextLabel({}, TextSize::Body, ColorRole::CautionText))
    , m_facts(new FactGrid)
    , m_criteriaModel(new FigureTableModel(this))
    , m_findingsModel(new FigureTableModel(this))
{
    m_standing->setWordWrap(true);
    m_later->setWordWrap(true);
    body()->addWidget(m_chip, 0, Qt::AlignLeft);
    body()->addWidget(m_standing);
    body()->addWidget(m_later);
    body()->addWidget(m_facts);
    m_criteria = addTable(tr("Criteria"), m_criteriaModel);
    m_criteriaTitle = body()->itemAt(body()->count() - 2)->widget();
    m_findings = addTable(tr("How it was measured"), m_findingsModel);
    m_findingsTitle = body()->itemAt(body()->count() - 2)->widget();
    connect(m_facts, &FactGrid::linkActivated, this, [this](const QString &target) { emit openLink(QUrl(target)); });
}

DataTable *PlanSection::addTable(const QString &title, FigureTableModel *model)
{
    body()->addWidget(new TextLabel(title, TextSize::Body, ColorRole::Text, QFont::DemiBold));
    auto *table = new DataTable(title);
    table->setModel(model);
    table->setFitToRows(true);
    body()->addWidget(table);
    return table;
}

bool PlanSection::showReport(const ReportData &shown)
{
    if (!shown.plan)
        return false;
    const PlanCheck &check = *shown.plan;
    m_chip->setChip(planStandingChip(check));
    m_standing->setText(planStandingText(check));
    m_later->setVisible(!check.laterPlan.isEmpty());
    m_later->setText(tr("Edited after the run: another plan took its place on %1, when results could be known.").arg(exactTime(check.laterLockedAt)));
    m_facts->clear();
    m_facts->setVisible(!check.plan.isEmpty());
    if (!check.plan.isEmpty())
        m_facts->addLink(tr("Plan"), visibleText(check.planTitle), links::to(u"plans"_s, u"plan/"_s + check.plan).toString());
    if (!check.laterPlan.isEmpty())
        m_facts->addLink(tr("Edited as"), tr("the plan that took its place"), links::to(u"plans"_s, u"plan/"_s + check.laterPlan).toString());
    showTables(check);
    // Without any plan in the model there is nothing to hold it against, and nothing to say but that.
    return check.standing != PlanCheck::NoPlan || shown.modelHasPlans;
}

void PlanSection::showTables(const PlanCheck &check)
{
    FigureTable criteria{{{tr("Criterion"), false}, {tr("Verdict"), false}, {tr("Planned"), false}, {tr("Measured"), false}, {tr("Why"), false}}, {}};
    for (const Requirement &one : check.criteria)
        criteria.rows.append({visibleText(one.title.isEmpty() ? one.id : one.title), verdictWord(one.state), visibleText(one.threshold), visibleText(one.actual), visibleText(one.reason)});
    m_criteriaModel->setTable(criteria);
    m_criteria->setColumns({{nullptr, 160}, {nullptr, 80}, {nullptr, 110}, {nullptr, 150}, {nullptr, 160, true}});
    FigureTable findings{{{tr("What"), false}, {tr("Finding"), false}, {tr("Planned"), false}, {tr("In the file"), false}, {tr("Why"), false}}, {}};
    for (const PlanFinding &one : check.findings)
        findings.rows.append({visibleText(one.title), findingWord(one.state), visibleText(one.planned), visibleText(one.actual), visibleText(one.reason)});
    m_findingsModel->setTable(findings);
    m_findings->setColumns({{nullptr, 160}, {nullptr, 110}, {nullptr, 130}, {nullptr, 130}, {nullptr, 160, true}});
    for (QWidget *widget : {static_cast<QWidget *>(m_criteria), m_criteriaTitle})
        widget->setVisible(!check.criteria.isEmpty());
    for (QWidget *widget : {static_cast<QWidget *>(m_findings), m_findingsTitle})
        widget->setVisible(!check.findings.isEmpty());
}

QString PlanSection::standing() const
{
    return m_standing->text();
}

} // namespace countersign
