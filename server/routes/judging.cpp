// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/judging.h"

#include "base/clock.h"
#include "server/routes/command.h"
#include "trust/decision.h"
#include "trust/digest.h"
#include "trust/releasebundle.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// What the signed bytes of a sign-off say, or why they cannot be believed.
Result<DecisionFacts> checkedFacts(CaseSource &source, const ReleaseCase::SignoffEntry &entry)
{
    const Signoff &signoff = entry.signoff;
    const auto record = source.record(u"signer"_s, signoff.signer);
    const auto signer = bodyOf<SignerKey>(record);
    if (!signer || signer->person != signoff.person)
        return {Error::Code::Untrusted, u"Its key is not one that %1 enrolled."_s.arg(signoff.person)};
    if (signer->state == SignerKey::Pending)
        return {Error::Code::Untrusted, u"Its key was never confirmed."_s};
    if (signer->state == SignerKey::Revoked && record->leaf < entry.leaf)
        return {Error::Code::Untrusted, u"Signed with a key that had been revoked."_s};
    const auto key = PublicKey::fromPem(signer->publicKey.toLatin1());
    const auto bundle = SigstoreBundle::fromBytes(signoff.envelope.toUtf8());
    if (!key || !bundle || !bundle->verify(*key))
        return {Error::Code::Untrusted, u"The signature does not hold."_s};
    const auto statement = Statement::fromBytes(bundle->envelope.payload);
    if (!statement)
        return statement.error();
    auto facts = readDecision(*statement);
    if (!facts)
        return facts;
    if (facts->person != signoff.person || facts->role != signoff.role || facts->verdict != signoff.verdict
        || facts->round != signoff.round || facts->stage != signoff.stage || facts->comment != signoff.comment)
        return {Error::Code::Untrusted, u"The record says something else than was signed."_s};
    return facts;
}

QJsonValue optionalNumber(const std::optional<double> &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QJsonObject requirementJson(const Requirement &requirement)
{
    QJsonObject out{{u"id"_s, requirement.id},           {u"title"_s, requirement.title},
                    {u"state"_s, enumText(requirement.state)}, {u"threshold"_s, requirement.threshold},
                    {u"actual"_s, requirement.actual},   {u"value"_s, optionalNumber(requirement.value)},
                    {u"n"_s, requirement.n ? QJsonValue(*requirement.n) : QJsonValue(QJsonValue::Null)},
                    {u"source"_s, requirement.source},   {u"sourceId"_s, requirement.sourceId},
                    {u"sourceDigest"_s, requirement.sourceDigest}, {u"sourcePointer"_s, requirement.sourcePointer},
                    {u"reason"_s, requirement.reason},   {u"waiver"_s, requirement.waiver}};
    if (requirement.interval)
        out.insert(u"interval"_s, QJsonArray{requirement.interval->low, requirement.interval->high});
    return out;
}

QJsonObject stageJson(const StageStatus &stage)
{
    QJsonArray uncounted;
    for (const auto &entry : stage.uncounted)
        uncounted.append(QJsonObject{{u"signoff"_s, entry.signoff}, {u"person"_s, entry.person}, {u"reason"_s, entry.reason}});
    QJsonObject cannot;
    for (auto it = stage.cannotSign.begin(); it != stage.cannotSign.end(); ++it)
        cannot.insert(it.key(), it.value());
    QJsonObject out{{u"name"_s, stage.name},
                    {u"role"_s, stage.role},
                    {u"quorum"_s, stage.quorum},
                    {u"open"_s, stage.open},
                    {u"done"_s, stage.done},
                    {u"counted"_s, QJsonArray::fromStringList(stage.counted)},
                    {u"countedPeople"_s, QJsonArray::fromStringList(stage.countedPeople)},
                    {u"uncounted"_s, uncounted},
                    {u"canSign"_s, QJsonArray::fromStringList(stage.canSign)},
                    {u"cannotSign"_s, cannot}};
    if (stage.dueAt.isValid())
        out.insert(u"dueAt"_s, toRfc3339(stage.dueAt));
    if (stage.doneAt.isValid())
        out.insert(u"doneAt"_s, toRfc3339(stage.doneAt));
    return out;
}

/// What the store says beside the policy's evaluation: a yes needs both.
void addRecordedReasons(CaseSource &source, Judged &judged, const QDateTime &now)
{
    const Request &request = judged.release.request;
    QStringList &reasons = judged.status.reasons;
    const auto policy = source.record(u"policy"_s, request.policy);
    if (!policy || digestOfBody(policy->body) != request.policyDigest)
        reasons.append(u"The policy is not the one that was signed under."_s);
    if (judged.release.version.manifestDigest != request.manifestDigest
        || judged.release.version.statementDigest != request.statementDigest)
        reasons.append(u"The version's files are not those that were signed."_s);
    if (judged.status.allowed() && request.state != Request::Approved)
        reasons.append(u"The request is recorded as %1."_s.arg(enumText(request.state)));
    if (request.validUntil.isValid() && request.validUntil <= now && judged.status.allowed())
        reasons.append(u"The approval ended on %1."_s.arg(toRfc3339(request.validUntil)));
}

} // namespace

void evaluateAgain(Judged &judged, const QDateTime &now)
{
    judged.status = evaluate(judged.release, now);
    if (judged.status.allowed() && judged.notAfter.isValid() && judged.notAfter <= now) {
        judged.status.reasons.append(u"A sign-off's own time limit has passed."_s);
        judged.status.outcome = ReleaseStatus::Expired;
    }
    if (judged.notAfter.isValid() && judged.status.validUntil.isValid())
        judged.status.validUntil = std::min(judged.status.validUntil, judged.notAfter);
}

Result<Judged> judgeRequest(CaseSource &source, const QString &requestId, const QDateTime &now)
{
    auto release = assembleCase(source, requestId);
    if (!release)
        return release.error();
    Judged out{std::move(release).value(), {}, {}};
    for (ReleaseCase::SignoffEntry &entry : out.release.signoffs) {
        const auto facts = checkedFacts(source, entry);
        if (!facts) {
            entry.trusted = false;
            entry.problem = facts.error().text;
        } else if (facts->verdict == Signoff::Approve && facts->round == out.release.request.round
                   && (!out.notAfter.isValid() || facts->notAfter < out.notAfter)) {
            out.notAfter = facts->notAfter;
        }
    }
    evaluateAgain(out, now);
    return out;
}

QJsonArray requirementsJson(const QList<Requirement> &requirements)
{
    QJsonArray out;
    for (const Requirement &requirement : requirements)
        out.append(requirementJson(requirement));
    return out;
}

QJsonObject statusJson(const Judged &judged)
{
    const ReleaseStatus &status = judged.status;
    QJsonArray stages;
    for (const StageStatus &stage : status.stages)
        stages.append(stageJson(stage));
    QJsonObject out{{u"request"_s, judged.release.requestId},
                    {u"round"_s, judged.release.request.round},
                    {u"state"_s, enumText(judged.release.request.state)},
                    {u"outcome"_s, enumText(status.outcome)},
                    {u"allowed"_s, status.allowed()},
                    {u"reasons"_s, QJsonArray::fromStringList(status.reasons)},
                    {u"requirementsMet"_s, status.requirementsMet},
                    {u"stagesDone"_s, status.stagesDone},
                    {u"requirements"_s, requirementsJson(status.requirements)},
                    {u"stages"_s, stages}};
    if (status.decidedAt.isValid())
        out.insert(u"decidedAt"_s, toRfc3339(status.decidedAt));
    if (status.validUntil.isValid())
        out.insert(u"validUntil"_s, toRfc3339(status.validUntil));
    return out;
}

Result<GateAnswer> askGate(CaseSource &source, const GateQuestion &question, const QDateTime &now)
{
    GateAnswer out;
    const auto record = source.record(u"version"_s, question.version);
    if (!record && record.error().code == Error::Code::NotFound) {
        out.reasons.append(u"There is no version '%1'."_s.arg(question.version));
        return out;
    }
    const auto version = bodyOf<Version>(record);
    if (!version)
        return version.error();
    if (version->artifacts.isEmpty())
        out.reasons.append(u"The version has no files."_s);
    if (question.artifacts) {
        if (const QString difference = artifactDifference(version->artifacts, *question.artifacts); !difference.isEmpty())
            out.reasons.append(difference);
    } else if (question.manifestDigest.isEmpty() || question.manifestDigest != version->manifestDigest) {
        out.reasons.append(u"The manifest %1 is not that of the version (%2)."_s.arg(question.manifestDigest, version->manifestDigest));
    }
    const auto requests = source.list(u"request"_s, u"version"_s, question.version);
    if (!requests)
        return requests.error();
    for (auto it = requests->rbegin(); it != requests->rend(); ++it) {
        if (it->body.value(u"environment"_s).toString() != question.environment)
            continue;
        auto judged = judgeRequest(source, it->id, now);
        if (!judged)
            return judged.error();
        addRecordedReasons(source, *judged, now);
        const bool yes = judged->status.allowed();
        if (yes || !out.judged) { // where none says yes, the newest says why not
            out.request = it->id;
            out.judged = std::move(*judged);
        }
        if (yes)
            break;
    }
    if (!out.judged)
        out.reasons.append(u"Nobody has asked to release %1 into '%2'."_s.arg(question.version, question.environment));
    else
        out.reasons += out.judged->status.reasons;
    out.allowed = out.judged && out.judged->status.allowed() && out.reasons.isEmpty();
    return out;
}

QJsonObject gateJson(const GateAnswer &answer, const QByteArray &checkpoint)
{
    QJsonObject out{{u"allowed"_s, answer.allowed},
                    {u"reasons"_s, QJsonArray::fromStringList(answer.reasons)},
                    {u"request"_s, answer.request.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(answer.request)},
                    {u"requirements"_s, answer.judged ? requirementsJson(answer.judged->status.requirements) : QJsonArray()},
                    {u"validUntil"_s, QJsonValue::Null},
                    {u"checkpoint"_s, QString::fromUtf8(checkpoint)}};
    if (answer.judged && answer.judged->status.validUntil.isValid())
        out.insert(u"validUntil"_s, toRfc3339(answer.judged->status.validUntil));
    return out;
}

} // namespace countersign
