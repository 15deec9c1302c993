// SPDX-License-Identifier: GPL-3.0-or-later
// The decision: summary, requirements, results, changes, plans, exceptions.
#include "documents/dossierparts.h"

#include "documents/dossierfigures.h"
#include "documents/papertext.h"

namespace countersign::dossier {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostGroups = 12, mostChanges = 60;

PaperCell text(const QString &what, Ink ink = Ink::Text)
{
    return {plainRuns(paperLine(what), ink)};
}

QString dash(const QString &what)
{
    return what.isEmpty() ? u"—"_s : what;
}

QString requirementCounts(const ReleaseStatus &status)
{
    const std::pair<Requirement::State, QString> words[] = {{Requirement::Met, documentTr("%1 met")}, {Requirement::Waived, documentTr("%1 waived")},
                                                            {Requirement::Stale, documentTr("%1 stale")}, {Requirement::Failed, documentTr("%1 not met")},
                                                            {Requirement::Missing, documentTr("%1 missing")}};
    QStringList out;
    for (const auto &[state, word] : words) {
        if (const auto count = status.count(state))
            out.append(word.arg(count));
    }
    return out.isEmpty() ? documentTr("the policy asks nothing of the evidence") : out.join(u", "_s);
}

void flowSummarySignoffs(PageFlow &flow, const DossierInput &input)
{
    const auto signoffs = signoffsInOrder(input.release);
    flow.heading(2, documentTr("Signed by"));
    PaperTable table;
    table.columns = {{documentTr("Printed name"), 1.5}, {documentTr("Role"), 1.1}, {documentTr("Meaning"), 1.2}, {documentTr("Date and time"), 1.5}, {documentTr("Counts"), 0.8}};
    for (const auto &entry : signoffs) {
        if (entry.signoff.round != input.release.request.round)
            continue;
        const QString why = notCounted(input, entry);
        table.rows.append({text(paperShort(input.name(entry.signoff.person), 90)), text(entry.signoff.role), text(verdictWord(entry.signoff.verdict)),
                           text(paperTime(entry.signoff.recordedAt)), text(entry.signoff.verdict == Signoff::Approve ? why.isEmpty() ? documentTr("yes") : documentTr("no") : u"—"_s)});
    }
    if (table.rows.isEmpty())
        flow.paragraph(documentTr("Nobody has signed in this round."), Ink::Muted);
    else
        flow.table(table);
    QStringList open;
    for (const StageStatus &stage : input.status.stages) {
        if (!stage.done)
            open.append(documentTr("%1 (%2 of %3)").arg(paperLine(stage.name)).arg(stage.countedPeople.size()).arg(stage.quorum));
    }
    if (!open.isEmpty())
        flow.paragraph(documentTr("Still to sign: %1.").arg(open.join(u", "_s)), Ink::Muted);
}

QString evidenceText(const Requirement &requirement)
{
    QString out = paperShort(requirement.source, 70);
    if (!requirement.sourcePointer.isEmpty())
        out += u'\n' + paperShort(requirement.sourcePointer, 70);
    if (!requirement.sourceDigest.isEmpty())
        out += u'\n' + shortDigest(requirement.sourceDigest);
    return dash(out);
}

QString verdictOf(const Comparison &change)
{
    switch (change.verdict) {
    case Comparison::Verdict::Better:
        return documentTr("Better");
    case Comparison::Verdict::Worse:
        return documentTr("Worse");
    case Comparison::Verdict::NoDifference:
        return documentTr("No difference");
    case Comparison::Verdict::NotComparable:
        return documentTr("Not comparable");
    case Comparison::Verdict::Changed:
        return documentTr("Changed");
    case Comparison::Verdict::Added:
        return documentTr("New");
    case Comparison::Verdict::Removed:
        return documentTr("Not measured");
    }
    return {};
}

PaperMark changeMark(const Comparison &change)
{
    if (change.verdict == Comparison::Verdict::Worse)
        return {MarkShape::Triangle, Ink::Bad, verdictOf(change)};
    if (change.verdict == Comparison::Verdict::Better)
        return {MarkShape::Check, Ink::Good, verdictOf(change)};
    return {MarkShape::Dash, Ink::Muted, verdictOf(change)};
}

void flowGroup(PageFlow &flow, const ResultGroup &group)
{
    flow.heading(2, paperLine(group.title));
    if (const PaperFigure figure = groupFigure(group); figure.height > 0)
        flow.figure(figure.height, figure.draw);
    PaperTable table;
    table.columns = {{documentTr("Group"), 2.4}, {documentTr("Value"), 0.9, true}, {documentTr("95 % interval"), 1.4, true}, {documentTr("n"), 0.8, true}, {documentTr("Note"), 1.6}};
    for (const auto &metric : group.rows) {
        const bool few = metric.n && *metric.n < fewestMembers;
        table.rows.append({text(groupLabel(metric)), text(paperNumber(metric.value)),
                           text(metric.interval ? u"%1–%2"_s.arg(paperNumber(metric.interval->low), paperNumber(metric.interval->high)) : u"—"_s),
                           text(metric.n ? QString::number(*metric.n) : u"—"_s), text(few ? documentTr("too few to judge") : QString(), Ink::Muted)});
    }
    flow.table(table);
}

QString standingText(const PlanCheck &check)
{
    switch (check.standing) {
    case PlanCheck::NoPlan:
        return documentTr("No criteria had been fixed.");
    case PlanCheck::AfterTheRun:
        return documentTr("A plan exists, but was locked when the run had begun.");
    case PlanCheck::TimeUnknown:
        return documentTr("The file says no time, so only the order of the log speaks.");
    case PlanCheck::BeforeTheRun:
        return check.kept() ? documentTr("Locked before the run, and kept.") : documentTr("Locked before the run, and not kept.");
    }
    return {};
}

} // namespace

void flowSummary(PageFlow &flow, const DossierInput &input)
{
    const Request &request = input.release.request;
    const QString model = input.modelTitle.isEmpty() ? request.version.section(u'/', 0, 0) : input.modelTitle;
    flow.paragraph({{documentTr("Release dossier"), Ink::Muted}}, 10);
    // The first page is for what was decided: a title stays within two lines, the facts below have the whole name.
    flow.paragraph({{documentTr("%1, version %2").arg(paperShort(model, 48), paperShort(request.version.section(u'/', 1), 24)), Ink::Text, true}}, 20);
    flow.paragraph({{documentTr("to %1").arg(paperLine(request.environment)), Ink::Text}}, 13);
    flow.space(8);
    flow.mark(outcomeMark(input.status.outcome), 14);
    flow.paragraph(plainRuns(outcomeSentence(input)), 10.5);
    flow.space(8);
    QList<std::pair<QString, PaperRuns>> facts;
    const auto fact = [&](const QString &label, const QString &value, bool mono = false) { facts.append({label, {{dash(paperLine(value)), Ink::Text, false, mono}}}); };
    fact(documentTr("Request"), documentTr("%1, round %2").arg(input.number()).arg(request.round));
    fact(documentTr("Version"), request.version);
    fact(documentTr("Asked for by"), request.requestedBy.isEmpty() ? QString() : documentTr("%1, %2").arg(paperShort(input.name(request.requestedBy), 80), paperTime(request.requestedAt)));
    if (!request.comment.isEmpty())
        fact(documentTr("Why"), request.comment);
    fact(documentTr("Owner of the model"), input.name(input.release.modelOwner));
    fact(documentTr("Criticality"), enumText(input.release.version.criticality));
    fact(documentTr("Policy"), input.release.policy.title.isEmpty() ? request.policy : input.release.policy.title);
    if (input.status.decidedAt.isValid())
        fact(documentTr("Decided"), paperTime(input.status.decidedAt));
    fact(documentTr("Valid until"), input.status.validUntil.isValid() ? paperTime(input.status.validUntil) : documentTr("there is no approval that holds"));
    fact(documentTr("Requirements"), requirementCounts(input.status));
    fact(documentTr("Files, SHA-256"), request.manifestDigest, true);
    if (input.production)
        fact(documentTr("In %1 now").arg(paperShort(request.environment, 20)),
             documentTr("version %1, since %2").arg(input.production->version.section(u'/', 1), paperDate(input.production->since)));
    if (!input.checks.isEmpty())
        fact(documentTr("Log"), documentTr("%1, %2 entries").arg(input.checkpoint.origin).arg(input.checkpoint.size));
    fact(documentTr("Judged as of"), paperTime(input.at));
    flow.facts(facts);
    flowSummarySignoffs(flow, input);
    flow.paragraph(input.checks.isEmpty()
                       ? documentTr("This print shows what the records said on this machine. It was made without a release bundle, so nothing in it was proved against the log.")
                       : documentTr("This print shows what a release bundle proved against the checkpoint of the log named above. The bundle is the record; the last part says how to check it."),
                   Ink::Muted);
}

void flowRequirements(PageFlow &flow, const DossierInput &input)
{
    flow.heading(1, documentTr("Requirements"));
    if (input.status.requirements.isEmpty()) {
        flow.paragraph(documentTr("The policy asks nothing of the evidence."), Ink::Muted);
        return;
    }
    if (const PaperFigure figure = requirementsFigure(input); figure.height > 0) {
        flow.figure(figure.height, figure.draw);
        flow.paragraph({{documentTr("Dot: the measured value; line: its 95 % interval; stroke: what the policy asks. The table has every number."), Ink::Muted}}, 8);
        flow.space(4);
    }
    PaperTable table;
    table.columns = {{documentTr("Requirement"), 2.3}, {documentTr("Asked"), 0.9}, {documentTr("Found"), 1.3}, {documentTr("n"), 0.6, true}, {documentTr("Verdict"), 1.0}, {documentTr("Evidence"), 1.8}};
    for (const Requirement &requirement : input.status.requirements) {
        PaperRuns title = plainRuns(paperLine(requirement.title));
        if (!requirement.reason.isEmpty())
            title.append({u'\n' + paperLine(requirement.reason), Ink::Muted});
        table.rows.append({{title}, text(dash(requirement.threshold)), {plainRuns(dash(paperLine(requirement.actual)).replace(u" ("_s, u"\n("_s))}, text(requirement.n ? QString::number(*requirement.n) : u"—"_s),
                           {{}, requirementMark(requirement.state)}, {plainRuns(evidenceText(requirement), Ink::Muted)}});
    }
    flow.table(table);
}

void flowResults(PageFlow &flow, const DossierInput &input)
{
    flow.heading(1, documentTr("Results by group, and attacks"));
    const auto groups = groupResults(input.release);
    const auto attacks = attackResults(input.release);
    if (groups.isEmpty())
        flow.paragraph(documentTr("No evaluation of this release gives results by group."), Ink::Muted);
    for (const ResultGroup &group : groups.first(std::min(groups.size(), mostGroups)))
        flowGroup(flow, group);
    if (groups.size() > mostGroups)
        flow.paragraph(documentTr("%1 further sets of results by group stand in the evaluation files of the bundle.").arg(groups.size() - mostGroups), Ink::Muted);
    if (attacks.isEmpty())
        flow.paragraph(documentTr("No evaluation of this release tried attacks."), Ink::Muted);
    for (const ResultGroup &group : attacks.first(std::min(attacks.size(), mostGroups)))
        flowGroup(flow, group);
}

void flowChanges(PageFlow &flow, const DossierInput &input)
{
    flow.heading(1, documentTr("Against the version in service"));
    if (!input.production) {
        flow.paragraph(documentTr("Nothing of this model runs in %1.").arg(paperLine(input.release.request.environment)), Ink::Muted);
        return;
    }
    if (input.production->version == input.release.request.version) {
        flow.paragraph(documentTr("This version itself runs there since %1.").arg(paperDate(input.production->since)), Ink::Muted);
        return;
    }
    const QString other = paperLine(input.production->version.section(u'/', 1));
    if (input.changes.isEmpty()) {
        flow.paragraph(documentTr("Version %1 runs there; its results cannot be held against these.").arg(other), Ink::Muted);
        return;
    }
    flow.paragraph(documentTr("Paired with the results of version %1. A difference counts only where its 95 % interval leaves out zero.").arg(other));
    PaperTable table;
    table.columns = {{documentTr("Result"), 2.6}, {documentTr("Before"), 0.8, true}, {documentTr("Now"), 0.8, true}, {documentTr("Difference"), 1.5, true}, {documentTr("Verdict"), 1.4}};
    const auto number = [](std::optional<double> value) { return value ? paperNumber(*value) : u"—"_s; };
    for (const Comparison &change : input.changes.first(std::min(input.changes.size(), mostChanges))) {
        QStringList name{change.task.isEmpty() ? change.suite : change.task, change.metric};
        for (const auto &term : change.slice)
            name.append(term.dimension + u": "_s + term.group);
        name.removeAll(QString());
        PaperRuns title = plainRuns(paperLine(name.join(u", "_s)));
        if (!change.reason.isEmpty())
            title.append({u'\n' + paperLine(change.reason), Ink::Muted});
        QString difference = number(change.difference);
        if (change.interval)
            difference += u" (%1 to %2)"_s.arg(paperNumber(change.interval->low), paperNumber(change.interval->high));
        table.rows.append({{title}, text(number(change.before)), text(number(change.after)), text(difference), {{}, changeMark(change)}});
    }
    flow.table(table);
    if (input.changes.size() > mostChanges)
        flow.paragraph(documentTr("%1 further results, after the regressions and improvements shown, stand in the evaluation files.").arg(input.changes.size() - mostChanges), Ink::Muted);
}

void flowPlans(PageFlow &flow, const DossierInput &input)
{
    flow.heading(1, documentTr("Criteria fixed beforehand"));
    if (input.plans.isEmpty()) {
        flow.paragraph(documentTr("This release rests on no evaluation."), Ink::Muted);
        return;
    }
    PaperTable table;
    table.columns = {{documentTr("Evaluation"), 1.8}, {documentTr("Plan"), 1.6}, {documentTr("Locked"), 1.3}, {documentTr("Ran"), 1.3}, {documentTr("What follows"), 2}};
    for (const auto &held : input.plans) {
        const PlanCheck &check = held.check;
        PaperRuns outcome = plainRuns(standingText(check));
        if (!check.laterPlan.isEmpty())
            outcome.append({documentTr("\nThe plan was replaced after the run, on %1.").arg(paperTime(check.laterLockedAt)), Ink::Warn});
        for (const PlanFinding &finding : check.findings) {
            if (finding.state != PlanFinding::Kept)
                outcome.append({u'\n' + paperLine(finding.title + u": "_s + finding.reason), Ink::Muted});
        }
        table.rows.append({text(held.evaluation), text(dash(check.planTitle)), text(paperTime(check.lockedAt)), text(paperTime(check.ranAt)), {outcome}});
    }
    flow.table(table);
}

void flowWaivers(PageFlow &flow, const DossierInput &input)
{
    flow.heading(1, documentTr("Exceptions"));
    if (input.release.waivers.isEmpty())
        flow.paragraph(documentTr("No exception was asked for."), Ink::Muted);
    for (const auto &entry : input.release.waivers) {
        const Waiver &waiver = entry.waiver;
        const bool ended = waiver.state == Waiver::Active && waiver.expiresAt <= input.at;
        flow.heading(2, paperLine(waiver.requirement));
        flow.facts({{documentTr("State"), plainRuns(ended ? documentTr("ended") : enumText(waiver.state))},
                    {documentTr("Reason"), plainRuns(paperText(waiver.reason))},
                    {documentTr("Compensating control"), plainRuns(dash(paperText(waiver.compensatingControl)))},
                    {documentTr("Owner"), plainRuns(input.name(waiver.owner))},
                    {documentTr("Asked for by"), plainRuns(input.name(waiver.requestedBy))},
                    {documentTr("Granted by"), plainRuns(waiver.grantedBy.isEmpty() ? u"—"_s : documentTr("%1, %2").arg(input.name(waiver.grantedBy), paperTime(waiver.grantedAt)))},
                    {documentTr("Ends"), plainRuns(paperTime(waiver.expiresAt))}});
    }
}

} // namespace countersign::dossier
