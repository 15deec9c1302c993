// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/verbs.h"

#include "domain/kinds/people.h"
#include "domain/waivergrant.h"
#include "server/access/apikey.h"
#include "server/routes/creatingreleases.h"
#include "server/routes/humanreviews.h"
#include "server/routes/plans.h"
#include "server/routes/rounds.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// One move that the state table may allow.
struct Move
{
    const VerbCall &call;
    Record before;
};

/// The state that the table gives, as the kind's enumerator.
template <typename State>
Result<State> next(Command &command, const Move &move, const Participants &people)
{
    const QString from = move.before.body.value(move.call.kind->stateField).toString();
    const auto to = move.call.kind->states->next(from, move.call.verb, command.caller().actor, people);
    if (!to)
        return to.error();
    return *enumFromText<State>(*to);
}

Result<QString> ownerOfVersion(Command &command, const QString &version)
{
    const auto model = command.record(u"model"_s, version.section(u'/', 0, 0));
    if (!model)
        return model.error();
    return model->body.value(u"owner"_s).toString();
}

Result<Record> moveVersionBy(Command &command, const Move &move)
{
    auto version = decode<Version>(move.before.body);
    if (!version)
        return version.error();
    const auto owner = ownerOfVersion(command, version->key());
    if (!owner)
        return owner.error();
    const auto to = next<Version::Stage>(command, move, {*owner, version->author, {}});
    if (!to)
        return to.error();
    if (move.call.verb == "submit"_L1 && version->artifacts.isEmpty())
        return {Error::Code::Refused, u"'submit' needs at least one artifact."_s};
    version->stage = *to;
    return command.change(move.before, encode(*version), move.call.verb);
}

Result<Record> moveCard(Command &command, const Move &move)
{
    auto card = decode<Card>(move.before.body);
    if (!card)
        return card.error();
    const auto owner = ownerOfVersion(command, card->version);
    if (!owner)
        return owner.error();
    const auto to = next<Card::Status>(command, move, {*owner, card->author, {}});
    if (!to)
        return to.error();
    card->status = *to;
    auto out = command.change(move.before, encode(*card), move.call.verb);
    if (!out)
        return out;
    if (const auto done = renewRequestsOfVersion(command, card->version, u"Model card: %1"_s.arg(move.call.verb)); !done)
        return done.error();
    return out;
}

Result<Record> moveRequest(Command &command, const Move &move)
{
    auto request = decode<Request>(move.before.body);
    if (!request)
        return request.error();
    const auto owner = ownerOfVersion(command, request->version);
    if (!owner)
        return owner.error();
    const auto to = next<Request::State>(command, move, {*owner, {}, request->requestedBy});
    if (!to)
        return to.error();
    request->state = *to;
    if (move.call.verb == "resubmit"_L1) {
        const auto basis = basisNow(command, *request);
        if (!basis)
            return basis.error();
        const QString reason = move.call.comment.isEmpty() ? u"Submitted again"_s : move.call.comment.simplified();
        if (const auto begun = beginRound(command, *request, *basis, reason); !begun)
            return begun.error();
        if (const auto possible = checkSatisfiable(command, *request); !possible)
            return possible.error();
    }
    return command.change(move.before, encode(*request), move.call.verb);
}

Result<Record> moveWaiver(Command &command, const Move &move)
{
    auto waiver = decode<Waiver>(move.before.body);
    if (!waiver)
        return waiver.error();
    const auto to = next<Waiver::State>(command, move, {waiver->owner, {}, waiver->requestedBy});
    if (!to)
        return to.error();
    if (move.call.verb == "grant"_L1) {
        if (const auto may = mayGrant(command, *waiver, command.caller().actor, command.now()); !may)
            return may.error();
        waiver->grantedBy = command.caller().actor.person;
        waiver->grantedAt = command.now();
    }
    waiver->state = *to;
    auto out = command.change(move.before, encode(*waiver), move.call.verb);
    if (!out)
        return out;
    const QString reason = u"Waiver of %1: %2"_s.arg(waiver->requirement, move.call.verb);
    if (const auto done = renewRequestsOfVersion(command, waiver->version, reason); !done)
        return done.error();
    return out;
}

Result<Record> moveDeployment(Command &command, const Move &move)
{
    auto deployment = decode<Deployment>(move.before.body);
    if (!deployment)
        return deployment.error();
    const auto to = next<Deployment::State>(command, move, {});
    if (!to)
        return to.error();
    deployment->state = *to;
    deployment->until = command.now();
    auto out = command.change(move.before, encode(*deployment), move.call.verb);
    if (!out)
        return out;
    if (const auto left = leaveService(command, deployment->version); !left)
        return left.error();
    return out;
}

Result<Record> moveSigner(Command &command, const Move &move)
{
    auto signer = decode<SignerKey>(move.before.body);
    if (!signer)
        return signer.error();
    const auto to = next<SignerKey::State>(command, move, {signer->person, {}, signer->person});
    if (!to)
        return to.error();
    signer->state = *to;
    if (move.call.verb == "confirm"_L1) {
        signer->confirmedBy = command.caller().actor.person;
        signer->confirmedAt = command.now();
    } else {
        signer->revokedBy = command.caller().actor.person;
        signer->revokedAt = command.now();
        signer->revocationReason = move.call.comment;
    }
    return command.change(move.before, encode(*signer), move.call.verb, signer->enrolmentDigest);
}

} // namespace

Result<Record> applyVerb(Command &command, const VerbCall &call)
{
    using Mover = Result<Record> (*)(Command &, const Move &);
    static const QMap<QString, Mover> movers{
        {u"version"_s, moveVersionBy}, {u"card"_s, moveCard},             {u"request"_s, moveRequest},
        {u"waiver"_s, moveWaiver},     {u"deployment"_s, moveDeployment}, {u"signer"_s, moveSigner},
        {u"plan"_s, [](Command &by, const Move &move) { return movePlan(by, move.call, move.before); }},
        {u"reviewset"_s, [](Command &by, const Move &move) { return moveReviewSet(by, move.call, move.before); }},
    };
    const Mover mover = movers.value(call.kind->name);
    if (!mover || !call.kind->states->hasVerb(call.verb))
        return {Error::Code::NotFound, u"A %1 has no verb '%2'."_s.arg(call.kind->name, call.verb)};
    const auto before = command.record(call.kind->name, call.id);
    if (!before)
        return before.error();
    if (call.revision && *call.revision != before->revision)
        return {Error::Code::Stale, u"It was changed by %1 in the meantime (revision %2)."_s.arg(before->updatedBy).arg(before->revision)};
    return mover(command, {call, *before});
}

Result<Record> revokeApiKey(Command &command, const QString &id)
{
    const auto record = command.record(u"key"_s, id);
    auto key = bodyOf<ApiKey>(record);
    if (!key)
        return key.error();
    if (key->revokedAt.isValid())
        return {Error::Code::Refused, u"This key was revoked before."_s};
    key->revokedAt = command.now();
    if (const auto removed = command.session().removeApiKey(id); !removed && removed.error().code != Error::Code::NotFound)
        return removed.error();
    return command.change(*record, encode(*key), u"revoke"_s);
}

Result<Created> rotateApiKey(Command &command, const QString &id)
{
    const auto before = bodyOf<ApiKey>(command.record(u"key"_s, id));
    if (!before)
        return before.error();
    if (const auto revoked = revokeApiKey(command, id); !revoked)
        return revoked.error();
    ApiKey next;
    next.label = before->label;
    next.person = before->person;
    next.scopes = before->scopes;
    const qint64 days = std::clamp<qint64>(before->createdAt.daysTo(before->expiresAt), 1, maximumKeyDays);
    next.expiresAt = command.now().addDays(days);
    return createApiKey(command, next);
}

} // namespace countersign
