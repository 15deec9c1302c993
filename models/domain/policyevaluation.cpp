// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/policyevaluation.h"

#include "domain/statetable.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString day(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-dd HH:mm 'UTC'"_s);
}

void addRequirementReasons(const ReleaseStatus &status, QStringList &reasons)
{
    for (const Requirement &requirement : status.requirements) {
        if (requirement.state != Requirement::Met && requirement.state != Requirement::Waived)
            reasons.append(u"%1 is %2: %3"_s.arg(requirement.title, enumText(requirement.state), requirement.reason));
    }
}

void addStageReasons(const ReleaseStatus &status, QStringList &reasons)
{
    for (const StageStatus &stage : status.stages) {
        if (stage.done)
            continue;
        QString text = u"Stage '%1' has %2 of %3 sign-offs."_s.arg(stage.name).arg(stage.counted.size()).arg(stage.quorum);
        for (const auto &uncounted : stage.uncounted)
            text += u" Not counted: %1 (%2)"_s.arg(uncounted.person, uncounted.reason);
        reasons.append(text);
    }
}

/// A rejection, a request for changes or a revocation speaks for the whole round.
void applyVerdicts(const ReleaseCase &release, ReleaseStatus &status)
{
    const auto excluded = release.excludedPeople();
    for (const auto &entry : release.signoffs) {
        if (!entry.trusted || entry.signoff.round != release.request.round)
            continue;
        const QString who = entry.signoff.person;
        if (entry.signoff.verdict == Signoff::Reject && !excluded.contains(who))
            status.outcome = ReleaseStatus::Rejected;
        else if (entry.signoff.verdict == Signoff::RequestChanges && !excluded.contains(who)
                 && status.outcome == ReleaseStatus::Undecided)
            status.outcome = ReleaseStatus::ChangesRequested;
        else if (entry.signoff.verdict == Signoff::Revoke)
            status.outcome = ReleaseStatus::Revoked;
        else
            continue;
        status.reasons.append(u"%1 signed: %2. %3"_s.arg(who, enumText(entry.signoff.verdict), entry.signoff.comment).trimmed());
    }
    if (status.outcome == ReleaseStatus::Undecided && release.request.state == Request::ChangesRequested)
        status.outcome = ReleaseStatus::ChangesRequested;
}

void applyRecordedState(const ReleaseCase &release, const QDateTime &now, ReleaseStatus &status)
{
    switch (release.request.state) {
    case Request::Withdrawn:
        status.outcome = ReleaseStatus::Withdrawn;
        status.reasons.append(u"The request was withdrawn."_s);
        return;
    case Request::Revoked:
        status.outcome = ReleaseStatus::Revoked;
        if (status.reasons.isEmpty())
            status.reasons.append(u"The approval was revoked."_s);
        return;
    case Request::Expired:
        status.outcome = ReleaseStatus::Expired;
        status.reasons.append(u"The request expired."_s);
        return;
    default:
        break;
    }
    if (status.outcome == ReleaseStatus::Undecided && !status.stagesDone && release.request.closesAt.isValid()
        && release.request.closesAt <= now) {
        status.outcome = ReleaseStatus::Expired;
        status.reasons.append(u"The request closed undecided on %1."_s.arg(day(release.request.closesAt)));
    }
}

} // namespace

qsizetype ReleaseStatus::count(Requirement::State state) const
{
    return std::count_if(requirements.begin(), requirements.end(), [state](const Requirement &r) { return r.state == state; });
}

ReleaseStatus evaluate(const ReleaseCase &release, const QDateTime &now)
{
    ReleaseStatus status;
    status.requirements = evaluateRequirements(release, now);
    status.stages = evaluateStages(release, now);
    status.requirementsMet = std::all_of(status.requirements.begin(), status.requirements.end(), [](const Requirement &r) {
        return r.state == Requirement::Met || r.state == Requirement::Waived;
    });
    status.stagesDone = !status.stages.isEmpty()
        && std::all_of(status.stages.begin(), status.stages.end(), [](const StageStatus &s) { return s.done; });

    applyVerdicts(release, status);
    applyRecordedState(release, now, status);
    addRequirementReasons(status, status.reasons);
    addStageReasons(status, status.reasons);
    if (status.stages.isEmpty())
        status.reasons.append(u"The policy has no stage, so nobody can approve."_s);
    if (status.stagesDone) {
        status.decidedAt = status.stages.last().doneAt;
        status.validUntil = status.decidedAt.addDays(release.policy.approvalDays);
        if (status.validUntil <= now) {
            status.reasons.append(u"The approval ended on %1."_s.arg(day(status.validUntil)));
            if (status.outcome == ReleaseStatus::Undecided)
                status.outcome = ReleaseStatus::Expired;
        }
    }
    if (status.reasons.isEmpty())
        status.outcome = ReleaseStatus::Approved;
    return status;
}

QList<FieldError> policyProblems(const Policy &policy)
{
    QList<FieldError> out;
    QStringList names;
    for (qsizetype i = 0; i < policy.stages.size(); ++i) {
        const PolicyStage &stage = policy.stages[i];
        if (names.contains(stage.name))
            out.append({u"/stages/%1/name"_s.arg(i), u"two stages have this name."_s});
        names.append(stage.name);
        if (!stage.people.isEmpty() && stage.people.size() < stage.quorum)
            out.append({u"/stages/%1/people"_s.arg(i), u"names fewer people than the quorum needs."_s});
        if (stage.role == "administrator"_L1)
            out.append({u"/stages/%1/role"_s.arg(i), u"administration gives no right to approve."_s});
    }
    static const QStringList ops{u">="_s, u"<="_s, u">"_s, u"<"_s};
    QStringList ids;
    for (qsizetype i = 0; i < policy.metrics.size(); ++i) {
        const MetricRequirement &metric = policy.metrics[i];
        if (!ops.contains(metric.op))
            out.append({u"/metrics/%1/op"_s.arg(i), u"must be one of >=, <=, >, <."_s});
        if (ids.contains(metric.id))
            out.append({u"/metrics/%1/id"_s.arg(i), u"two requirements have this id."_s});
        ids.append(metric.id);
    }
    static const auto meta = QMetaEnum::fromType<EvaluationReport::Category>();
    for (qsizetype i = 0; i < policy.categories.size(); ++i) {
        if (!enumFromText<EvaluationReport::Category>(policy.categories[i]))
            out.append({u"/categories/%1"_s.arg(i), u"is no category of evaluations (%1 are known)."_s.arg(meta.keyCount())});
    }
    return out;
}

} // namespace countersign
