// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/plandetail.h"

#include "domain/plancheck.h"
#include "ui/plans/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/figures/figuretable.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/keywords.h"
#include "ui/workspace/workspace.h"

#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

PlanRoles planRolesOf(const Plan &plan, const Actor &actor)
{
    PlanRoles out;
    Result<void> refusal;
    for (const QString &role : planSigningRoles()) {
        const auto may = maySignPlan(plan, role, actor);
        if (may)
            out.roles.append(role);
        else if (actor.has(role))
            refusal = may;
    }
    if (out.roles.isEmpty())
        out.whyNot = refusal ? PlanDetail::tr("A plan is signed by %1; you are none of them.").arg(roleTitles(planSigningRoles())) : refusal.error().text;
    return out;
}

PlanDetail::PlanDetail(QWidget *parent)
    : QWidget(parent)
    , m_header(new SectionHeader(SectionHeader::Level::Page))
    , m_edit(new QPushButton(tr("Edit…")))
    , m_replace(new QPushButton(tr("Replace…")))
    , m_withdraw(new QPushButton(tr("Withdraw")))
    , m_sign(new QPushButton(tr("Sign and lock…")))
    , m_standing(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_purpose(new TextLabel)
    , m_facts(new FactGrid)
    , m_criteria(new FigureTableModel(this))
    , m_datasets(new FigureTableModel(this))
    , m_signatures(new FigureTableModel(this))
{
    const Theme theme = Theme::current();
    setButtonKind(m_sign, ButtonKind::Primary);
    for (QPushButton *button : {m_edit, m_replace, m_withdraw, m_sign})
        m_header->addAction(button);
    m_standing->setWordWrap(true);
    m_purpose->setWordWrap(true);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(theme.margin(), 0, theme.margin(), theme.margin());
    column->setSpacing(theme.gap());
    column->addWidget(m_standing);
    column->addWidget(m_purpose);
    m_criteriaTable = addTable(column, tr("Criteria"), m_criteria);
    m_datasetsTable = addTable(column, tr("Measured on"), m_datasets);
    m_datasetsTable->setEmptyState(tr("The plan names no dataset: a report on any data can fulfil it."));
    column->addSpacing(theme.gap());
    column->addWidget(m_facts);
    m_signaturesTable = addTable(column, tr("Signatures"), m_signatures);
    m_signaturesTable->setEmptyState(tr("Nobody has signed it yet. Until somebody other than its author does, it fixes nothing."));
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("The chosen plan"));
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(theme.margin(), theme.groupGap(), theme.margin(), theme.gap());
    head->addWidget(m_header);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(scroll, 1);
    connect(m_facts, &FactGrid::linkActivated, this, [this](const QString &target) { emit openLink(QUrl(target)); });
}

DataTable *PlanDetail::addTable(QVBoxLayout *layout, const QString &title, FigureTableModel *model)
{
    layout->addSpacing(Theme::current().gap());
    layout->addWidget(new TextLabel(title, TextSize::Body, ColorRole::Text, QFont::DemiBold));
    auto *table = new DataTable(title);
    table->setModel(model);
    table->setFitToRows(true);
    layout->addWidget(table);
    return table;
}

void PlanDetail::show(const PlanData &shown, const Actor &actor)
{
    const Plan &plan = shown.plan;
    m_header->setTitle(visibleText(plan.title));
    m_header->setChip(plans::planChip(plan.status));
    QString standing;
    switch (plan.status) {
    case Plan::Draft:
        standing = tr("A draft: it fixes nothing until somebody other than %1 signs it.").arg(shown.name(plan.author));
        break;
    case Plan::Locked:
        standing = tr("Locked %1. Runs from then on are held against it; it does not change any more.").arg(relativeTimeAgo(plan.lockedAt, shown.at));
        break;
    case Plan::Superseded:
        standing = tr("It stood from %1 to %2; runs of that time are held against it.").arg(exactTime(plan.lockedAt), exactTime(plan.endedAt));
        break;
    case Plan::Withdrawn:
        standing = plan.lockedAt.isValid() ? tr("Withdrawn %1; runs before that are still held against it.").arg(relativeTimeAgo(plan.endedAt, shown.at))
                                           : tr("Withdrawn before anybody signed it.");
        break;
    }
    m_standing->setText(standing);
    m_purpose->setText(visibleText(plan.purpose));
    m_purpose->setVisible(!plan.purpose.isEmpty());
    showTables(shown);
    showFacts(shown);
    showActs(shown, actor);
}

void PlanDetail::showTables(const PlanData &shown)
{
    const auto anyN = [&](qint64 n) { return n > 0 ? formatCount(n) : shown.plan.minimumN > 0 ? formatCount(shown.plan.minimumN) : u"—"_s; };
    FigureTable criteria{{{tr("Criterion"), false}, {tr("Metric"), false}, {tr("Must be"), false}, {tr("Where"), false}, {tr("n at least"), true}}, {}};
    for (const MetricRequirement &bound : shown.plan.criteria) {
        const QString held = plans::boundText(bound) + (bound.boundInterval ? tr(", worse end") : QString());
        criteria.rows.append({visibleText(bound.title.isEmpty() ? bound.id : bound.title), visibleText(bound.metric), held, plans::whereText(bound), anyN(bound.minimumN)});
    }
    m_criteria->setTable(criteria);
    m_criteriaTable->setColumns({{nullptr, 150, true}, {nullptr, 100}, {nullptr, 150}, {nullptr, 110}, {new NumberDelegate, 84, false, Qt::AlignRight}});
    FigureTable datasets{{{tr("Dataset"), false}, {tr("Digest"), false}, {tr("Licence"), false}}, {}};
    for (const DatasetRef &dataset : shown.plan.datasets)
        datasets.rows.append({visibleText(dataset.name), dataset.digest.isEmpty() ? tr("not recorded") : dataset.digest, visibleText(dataset.licence)});
    m_datasets->setTable(datasets);
    m_datasetsTable->setColumns({{nullptr, 200}, {nullptr, 200, true}, {nullptr, 110}});
    FigureTable signatures{{{tr("Signed by"), false}, {tr("Role"), false}, {tr("When"), false}, {tr("Key begins"), false}}, {}};
    for (const PlanSignature &signature : shown.plan.signatures)
        signatures.rows.append({shown.name(signature.person), roleTitle(signature.role), exactTime(signature.signedAt), fingerprint(signature.signer, 4)});
    m_signatures->setTable(signatures);
    m_signaturesTable->setColumns({{nullptr, 120, true}, {nullptr, 124}, {nullptr, 210}, {nullptr, 158}});
}

void PlanDetail::showFacts(const PlanData &shown)
{
    const Plan &plan = shown.plan;
    m_facts->clear();
    m_facts->addFact(tr("For"), plans::subjectTitle(plan), plans::subjectTitle(plan));
    m_facts->addFact(tr("Results by"), visibleText(plan.slices.join(u", "_s)));
    m_facts->addFact(tr("Seed"), plan.seed ? QString::number(*plan.seed) : QString());
    m_facts->addFact(tr("Tool"), visibleText((plan.tool + u' ' + plan.toolVersion).trimmed()));
    m_facts->addFact(tr("Written"), tr("by %1, %2").arg(shown.name(plan.author), relativeTimeAgo(plan.createdAt, shown.at)), exactTime(plan.createdAt));
    if (!plan.replaces.isEmpty())
        m_facts->addLink(tr("Replaces"), shown.replacesTitle, links::to(u"plans"_s, u"plan/"_s + plan.replaces).toString());
    if (!shown.replacedBy.isEmpty())
        m_facts->addLink(plan.status == Plan::Superseded ? tr("Replaced by") : tr("To be replaced by"), shown.replacedByTitle,
                         links::to(u"plans"_s, u"plan/"_s + shown.replacedBy).toString());
    if (!plan.contentDigest.isEmpty())
        m_facts->addDigest(tr("Content"), plan.contentDigest);
    if (shown.leaf >= 0)
        m_facts->addLink(tr("In the log"), tr("leaf %1").arg(formatCount(shown.leaf)), links::to(u"audit"_s, u"leaf/%1"_s.arg(shown.leaf)).toString());
}

void PlanDetail::showActs(const PlanData &shown, const Actor &actor)
{
    const Plan &plan = shown.plan;
    const auto set = [](QPushButton *button, const QString &why, const QString &help) {
        button->setEnabled(why.isEmpty());
        button->setToolTip(why.isEmpty() ? help : why);
    };
    m_edit->setVisible(plan.status == Plan::Draft);
    set(m_edit, plan.author == actor.person ? QString() : tr("Only its author %1 edits this plan.").arg(shown.name(plan.author)), tr("Opens the draft to be changed (F2)."));
    m_replace->setVisible(plan.status == Plan::Locked);
    set(m_replace, {}, tr("A new plan for the same, with this one's criteria to begin with. This one stands until the new one is signed."));
    const auto withdrawn = planStates().next(enumText(plan.status), u"withdraw"_s, actor, {shown.modelOwner, plan.author, {}});
    m_withdraw->setVisible(plan.status == Plan::Draft || plan.status == Plan::Locked);
    set(m_withdraw, withdrawn ? QString() : withdrawn.error().text, tr("Ends the plan; it stays to be read."));
    const PlanRoles roles = planRolesOf(plan, actor);
    m_sign->setVisible(plan.status == Plan::Draft || plan.status == Plan::Locked);
    m_sign->setText(plan.status == Plan::Draft ? tr("Sign and lock…") : tr("Sign too…"));
    set(m_sign, roles.whyNot, tr("Shows the text that is signed, then asks for your key (Ctrl+Return)."));
}

} // namespace countersign
