// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/signing.h"

#include "base/clock.h"
#include "base/ids.h"
#include "domain/statetable.h"
#include "server/routes/judging.h"
#include "trust/decision.h"
#include "trust/digest.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 clockSkewSeconds = 24 * 3600;

/// What came, after everything that does not depend on the request was checked.
struct Opened
{
    QString keyId;
    QString payloadDigest;
    QByteArray envelope; ///< spelled the one way that every verifier reads, whatever came beside it
    Statement statement;
    DecisionFacts facts;
};

Result<Opened> openDecision(Command &command, const SignCall &call)
{
    auto envelope = openEnvelope(command, call.envelope);
    if (!envelope)
        return envelope.error();
    auto facts = readDecision(envelope->statement);
    if (!facts)
        return invalidField(u"envelope"_s, facts.error().text);
    return Opened{envelope->keyId, envelope->payloadDigest, envelope->bundle, std::move(envelope->statement), std::move(facts).value()};
}

Result<void> checkWho(Command &command, const SignCall &call, const Opened &opened)
{
    if (opened.facts.person != command.caller().actor.person)
        return {Error::Code::Untrusted, u"The statement says it is %1's."_s.arg(opened.facts.person)};
    if (opened.facts.role != call.role)
        return {Error::Code::Untrusted, u"The statement is signed in the role '%1', not '%2'."_s.arg(opened.facts.role, call.role)};
    if (!command.caller().actor.has(call.role))
        return {Error::Code::Forbidden, u"You do not have the role %1."_s.arg(roleTitle(call.role))};
    return {};
}

/// The statement says what this server would have said: the sheet is made from it, so the reviewer saw the truth.
Result<void> checkContents(const Judged &judged, const Opened &opened)
{
    const DecisionFacts &facts = opened.facts;
    DecisionInput input;
    input.verdict = facts.verdict;
    input.stage = facts.stage;
    input.role = facts.role;
    const QJsonObject expected = prepareDecision(judged.release, judged.status, input).statement.predicate;
    const QJsonObject &given = opened.statement.predicate;
    for (const QString &member : {u"requestNumber"_s, u"target"_s, u"policy"_s, u"evidence"_s}) {
        if (given.value(member) != expected.value(member))
            return {Error::Code::Untrusted, u"The statement's '%1' is not what the request says."_s.arg(member)};
    }
    // A revocation must be possible whatever has become of the evidence since.
    if (facts.verdict != Signoff::Revoke && given.value(u"requirements"_s) != expected.value(u"requirements"_s))
        return {Error::Code::Stale, u"The requirements are judged differently now than when this was signed."_s};
    return {};
}

Result<void> checkNew(const Judged &judged, const Opened &opened)
{
    for (const auto &entry : judged.release.signoffs) {
        if (entry.signoff.payloadDigest == opened.payloadDigest)
            return {Error::Code::Exists, u"This decision is recorded already."_s};
    }
    return {};
}

const StageStatus *stageFor(const Judged &judged, const Opened &opened)
{
    const StageStatus *fallback = nullptr;
    for (const StageStatus &stage : judged.status.stages) {
        if (stage.role != opened.facts.role || (!opened.facts.stage.isEmpty() && stage.name != opened.facts.stage))
            continue;
        if (stage.open)
            return &stage;
        if (!fallback)
            fallback = &stage;
    }
    return fallback;
}

Result<void> mayApprove(Command &command, const Judged &judged, const Opened &opened)
{
    const QString me = command.caller().actor.person;
    const StageStatus *stage = stageFor(judged, opened);
    if (!stage)
        return {Error::Code::Refused, u"The policy has no stage for the role %1."_s.arg(roleTitle(opened.facts.role))};
    if (const auto why = stage->cannotSign.constFind(me); why != stage->cannotSign.constEnd())
        return {Error::Code::Refused, u"You cannot approve here: %1 %2."_s.arg(me, *why)};
    if (stage->done)
        return {Error::Code::Refused, u"The stage '%1' has all its sign-offs."_s.arg(stage->name)};
    if (!stage->open)
        return {Error::Code::Refused, u"The stage '%1' is not open yet: an earlier one comes first."_s.arg(stage->name)};
    if (!stage->canSign.contains(me))
        return {Error::Code::Refused, u"You are not among those who can sign the stage '%1'."_s.arg(stage->name)};
    if (!judged.status.requirementsMet) {
        QStringList open;
        for (const Requirement &requirement : judged.status.requirements) {
            if (requirement.state != Requirement::Met && requirement.state != Requirement::Waived)
                open.append(u"%1 is %2"_s.arg(requirement.title, enumText(requirement.state)));
        }
        return {Error::Code::Refused, u"It cannot be approved while requirements are open: %1."_s.arg(open.join(u"; "_s))};
    }
    const QDateTime latest = command.now().addDays(judged.release.policy.approvalDays).addSecs(clockSkewSeconds);
    if (opened.facts.notAfter <= command.now() || opened.facts.notAfter > latest)
        return {Error::Code::Refused, u"The approval must hold for %1 days at most, and not have ended."_s.arg(judged.release.policy.approvalDays)};
    return {};
}

/// Everything but an approval: any reviewer of the policy may say so, at any stage; whoever could never approve may not.
Result<void> maySpeak(Command &command, const Judged &judged, const Opened &opened)
{
    const QString me = command.caller().actor.person;
    if (!stageFor(judged, opened))
        return {Error::Code::Refused, u"The policy has no stage for the role %1."_s.arg(roleTitle(opened.facts.role))};
    const auto excluded = judged.release.excludedPeople();
    if (const auto why = excluded.constFind(me); why != excluded.constEnd())
        return {Error::Code::Refused, u"You cannot decide here: %1 %2."_s.arg(me, *why)};
    return {};
}

Result<void> mayRevoke(Command &command, const Judged &judged)
{
    static const QStringList revokers{u"risk"_s, u"legal"_s, u"security"_s, u"administrator"_s};
    const Actor &me = command.caller().actor;
    const bool byOffice = std::any_of(revokers.begin(), revokers.end(), [&](const QString &role) { return me.has(role); });
    const bool bySignature = std::any_of(judged.status.stages.begin(), judged.status.stages.end(), [&](const StageStatus &stage) {
        return stage.countedPeople.contains(me.person);
    });
    if (byOffice || bySignature)
        return {};
    return {Error::Code::Refused, u"An approval is revoked by one of its signers, or by risk, legal, security or an administrator."_s};
}

Result<void> mayDecide(Command &command, const Judged &judged, const Opened &opened)
{
    const Request::State state = judged.release.request.state;
    const bool revokes = opened.facts.verdict == Signoff::Revoke;
    const Request::State needed = revokes ? Request::Approved : Request::InReview;
    if (state != needed) {
        return {Error::Code::Refused, u"This can be signed while the request is %1; it is %2."_s.arg(enumText(needed), enumText(state))};
    }
    if (!revokes && judged.release.request.closesAt <= command.now())
        return {Error::Code::Refused, u"The request closed on %1."_s.arg(toRfc3339(judged.release.request.closesAt))};
    switch (opened.facts.verdict) {
    case Signoff::Approve:
        return mayApprove(command, judged, opened);
    case Signoff::Revoke:
        return mayRevoke(command, judged);
    default:
        return maySpeak(command, judged, opened);
    }
}

Signoff recordOf(Command &command, const SignCall &call, const Judged &judged, const Opened &opened)
{
    Signoff out;
    out.request = call.request;
    out.version = judged.release.request.version;
    out.environment = judged.release.request.environment;
    out.round = opened.facts.round;
    out.stage = opened.facts.stage;
    out.role = opened.facts.role;
    out.person = opened.facts.person;
    out.verdict = opened.facts.verdict;
    out.comment = opened.facts.comment;
    out.conditions = opened.facts.conditions;
    out.signer = opened.keyId;
    out.payloadDigest = opened.payloadDigest;
    out.sheetDigest = opened.facts.sheetDigest;
    out.sheet = QString::fromUtf8(call.sheet);
    out.envelope = QString::fromUtf8(opened.envelope);
    out.signedAt = opened.facts.decidedAt;
    out.recordedAt = command.now();
    return out;
}

/// Where the decision takes the request; nothing when it stays where it is.
std::optional<QString> consequence(Judged &judged, const Opened &opened, const QDateTime &now)
{
    Request &request = judged.release.request;
    switch (opened.facts.verdict) {
    case Signoff::Reject:
        request.state = Request::Rejected;
        request.decidedAt = now;
        return u"reject"_s;
    case Signoff::RequestChanges:
        request.state = Request::ChangesRequested;
        return u"requestChanges"_s;
    case Signoff::Revoke:
        request.state = Request::Revoked;
        return u"revoke"_s;
    case Signoff::Abstain:
        return std::nullopt;
    case Signoff::Approve:
        break;
    }
    if (!judged.notAfter.isValid() || opened.facts.notAfter < judged.notAfter)
        judged.notAfter = opened.facts.notAfter;
    evaluateAgain(judged, now);
    if (judged.status.outcome != ReleaseStatus::Approved)
        return std::nullopt;
    request.state = Request::Approved;
    request.decidedAt = judged.status.decidedAt;
    request.validUntil = judged.status.validUntil;
    return u"approve"_s;
}

} // namespace

Result<Signed> recordSignoff(Command &command, const SignCall &call, const LogFacts &log)
{
    const auto requestRecord = command.record(u"request"_s, call.request);
    if (!requestRecord)
        return requestRecord.error();
    const auto opened = openDecision(command, call);
    if (!opened)
        return opened.error();
    auto judged = judgeRequest(command, call.request, command.now());
    if (!judged)
        return judged.error();
    const Result<void> checks[] = {
        checkWho(command, call, *opened),
        checkNew(*judged, *opened),
        checkDecision(opened->facts, call.request, judged->release.request, call.sheet, opened->statement),
        checkLogView(opened->facts.logView, log),
        mayDecide(command, *judged, *opened),
        checkContents(*judged, *opened),
    };
    for (const Result<void> &check : checks) {
        if (!check)
            return check.error();
    }
    const Signoff signoff = recordOf(command, call, *judged, *opened);
    const auto record = command.create(u"signoff"_s, newUlid(command.now()), encode(signoff), opened->payloadDigest);
    if (!record)
        return record.error();
    judged->release.signoffs.append({record->id, signoff, record->leaf, true, {}});
    const auto action = consequence(*judged, *opened, command.now());
    if (!action)
        return Signed{*record, *requestRecord};
    const auto moved = command.change(*requestRecord, encode(judged->release.request), *action);
    if (!moved)
        return moved.error();
    return Signed{*record, *moved};
}

} // namespace countersign
