// SPDX-License-Identifier: GPL-3.0-or-later
#include "decide.h"

#include "base/clock.h"
#include "base/json.h"
#include "command.h"
#include "context.h"
#include "gatecheck.h"
#include "logwatch.h"
#include "lookup.h"
#include "trust/decision.h"
#include "trust/digest.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// The stage that a decision in this role belongs to: the first that is not done; empty for none.
Result<QString> stageFor(const ReleaseStatus &status, const QString &role, Signoff::Verdict verdict)
{
    QStringList roles;
    QString last;
    for (const StageStatus &stage : status.stages) {
        roles.append(stage.role);
        if (stage.role != role)
            continue;
        last = stage.name;
        if (!stage.done)
            return stage.name;
    }
    if (!last.isEmpty() || verdict == Signoff::Revoke)
        return last;
    return {Error::Code::Refused, u"No stage of this policy is for the role '%1'; its stages want: %2."_s.arg(role, roles.join(u", "_s))};
}

/// Why an approval now would not count; empty when it would.
QString futility(const ReleaseStatus &status, const DecisionInput &input)
{
    for (const StageStatus &stage : status.stages) {
        if (stage.name != input.stage || stage.canSign.contains(input.person))
            continue;
        const QString why = stage.cannotSign.value(input.person);
        return why.isEmpty() ? u"%1 does not have the role %2"_s.arg(input.personName, input.role) : u"%1 %2"_s.arg(input.personName, why);
    }
    return {};
}

/// The role that `person` approved in, for a revocation that names none.
QString ownRole(const ReleaseCase &release, const QString &person)
{
    for (const auto &entry : release.signoffs) {
        if (entry.signoff.person == person && entry.signoff.round == release.request.round)
            return entry.signoff.role;
    }
    return {};
}

/// The server's policy and files must be those the request was opened for: the sheet shows one and signs the other
/// otherwise. Stale where it moved on, which its new round will say.
Result<void> checkBasis(Session &server, const ReleaseCase &release)
{
    const auto policy = server.record(u"policy"_s, release.request.policy);
    if (!policy)
        return policy.error();
    if (digestString(sha256(toJson(policy->body))) != release.request.policyDigest)
        return {Error::Code::Stale, u"The policy '%1' is not the one this request is judged by."_s.arg(release.request.policy)};
    const auto files = artifactDigests(release.version);
    if (!files)
        return files.error();
    if (files->manifest != release.request.manifestDigest || files->statement != release.request.statementDigest)
        return {Error::Code::Stale, u"The files of %1 are not those this request was opened for."_s.arg(release.request.version)};
    return {};
}

struct Ready
{
    PreparedDecision decision;
    QString requestId, role, warning;
};

Result<Ready> prepare(Session &server, const Invocation &given, Signoff::Verdict verdict, const QString &role)
{
    Ready out;
    const auto id = requestId(server, given.argument(0));
    if (!id)
        return id.error();
    out.requestId = *id;
    const auto trust = trustOf(server);
    if (!trust)
        return trust.error();
    const auto seen = watchLog(server, *trust);
    if (!seen)
        return seen.error();
    const auto me = server.get(u"/v1/whoami"_s);
    if (!me)
        return me.error();
    ServerCaseSource source(server);
    const auto release = assembleCase(source, *id);
    if (!release)
        return release.error();
    if (const auto basis = checkBasis(server, *release); !basis && verdict != Signoff::Revoke)
        return basis.error();
    DecisionInput input;
    input.verdict = verdict;
    input.person = me->value(u"person"_s).toString();
    const Person *person = release->person(input.person);
    input.personName = person ? person->displayName : input.person;
    input.role = role.isEmpty() ? ownRole(*release, input.person) : role;
    input.comment = given.value(u"comment"_s);
    input.conditions = given.values(u"condition"_s);
    input.decidedAt = SystemClock().now();
    input.notAfter = input.decidedAt.addDays(release->policy.approvalDays);
    input.logView = {seen->checkpoint.origin, seen->checkpoint.size, seen->checkpoint.root};
    if (input.role.isEmpty())
        return {Error::Code::Refused, u"%1 signed nothing in this round, so --role ROLE must say in which role this is done."_s.arg(input.personName)};
    const ReleaseStatus status = evaluate(*release, input.decidedAt);
    const auto stage = stageFor(status, input.role, verdict);
    if (!stage)
        return stage.error();
    input.stage = *stage;
    out.role = input.role;
    if (verdict == Signoff::Approve)
        out.warning = futility(status, input);
    out.decision = prepareDecision(*release, status, input);
    return out;
}

} // namespace

int decide(Context &context, const Invocation &given, Signoff::Verdict verdict, const QString &role)
{
    const auto path = keyPath(given);
    if (!path)
        return context.out.fail(ExitUsage, path.error().text);
    if (!context.session())
        return context.noServer();
    Session &server = *context.session();
    const auto ready = prepare(server, given, verdict, role);
    if (!ready)
        return context.out.fail(ready.error(), forkAdvice(ready.error()));
    if (!given.has(u"yes"_s)) {
        context.out.line(QString::fromUtf8(ready->decision.sheet));
        if (!ready->warning.isEmpty())
            context.out.line(u"This signature will not count: %1."_s.arg(ready->warning));
        if (canAsk() && !confirmed(u"Sign exactly this?"_s))
            return context.out.fail(ExitFailed, u"Nothing was signed."_s);
    }
    const auto signer = openKey(*path);
    if (!signer)
        return context.out.fail(ExitFailed, signer.error().text, u"Give the passphrase in COUNTERSIGN_PASSPHRASE or on a terminal, and allow the key file to its owner only."_s);
    const auto envelope = signEnvelope(inTotoPayloadType, ready->decision.statement.toBytes(), (*signer)->key());
    if (!envelope)
        return context.out.fail(envelope.error());
    const auto taken = server.post(recordPath(u"request"_s, ready->requestId) + u"/sign"_s,
                                   {{u"role"_s, ready->role},
                                    {u"envelope"_s, QString::fromUtf8(SigstoreBundle::around(*envelope).toBytes())},
                                    {u"sheet"_s, QString::fromUtf8(ready->decision.sheet)}});
    if (!taken)
        return context.out.fail(taken.error());
    context.out.json(*taken);
    const auto record = Record::fromJson(taken->contains(u"signoff"_s) ? taken->value(u"signoff"_s).toObject() : *taken);
    if (!record)
        return context.out.fail(record.error());
    context.out.line(u"Signed: %1 by %2, log entry %3."_s.arg(enumText(verdict), record->body.value(u"person"_s).toString()).arg(record->leaf));
    return ExitDone;
}

} // namespace countersign
