// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/rounds.h"

#include "base/ids.h"
#include "domain/kinds/evidence.h"
#include "domain/kinds/plan.h"
#include "domain/kinds/policy.h"
#include "domain/kinds/version.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString mediaTypeOf(const QString &fileName)
{
    static const std::pair<QString, QString> types[] = {
        {u".json"_s, u"application/json"_s}, {u".jsonl"_s, u"application/jsonl"_s}, {u".md"_s, u"text/markdown"_s},
        {u".yaml"_s, u"application/yaml"_s}, {u".yml"_s, u"application/yaml"_s},    {u".csv"_s, u"text/csv"_s},
        {u".xml"_s, u"application/xml"_s},
    };
    for (const auto &[ending, type] : types) {
        if (fileName.endsWith(ending, Qt::CaseInsensitive))
            return type;
    }
    return u"application/octet-stream"_s;
}

template <typename T, typename Take>
Result<void> each(Command &command, const QString &kind, const QString &version, Take take)
{
    const auto records = command.list(kind, u"version"_s, version);
    if (!records)
        return records.error();
    for (const Record &record : *records) {
        const auto value = bodyOf<T>(record);
        if (!value)
            return value.error();
        take(record, *value);
    }
    return {};
}

Result<QList<EvidenceRef>> evidenceNow(Command &command, const QString &version, const QString &environment)
{
    QList<EvidenceRef> out;
    auto done = each<Evaluation>(command, u"evaluation"_s, version, [&](const Record &record, const Evaluation &evaluation) {
        if (!evaluation.withdrawn)
            out.append({EvidenceRef::Evaluation, record.id, evaluation.title, evaluation.raw, mediaTypeOf(evaluation.fileName)});
    });
    if (!done)
        return done.error();
    done = each<Card>(command, u"card"_s, version, [&](const Record &record, const Card &card) {
        const QString title = card.fileName.isEmpty() ? u"Model card"_s : u"Model card (%1)"_s.arg(card.fileName);
        if (card.status != Card::Archived)
            out.append({EvidenceRef::Card, record.id, title, card.raw, mediaTypeOf(card.fileName)});
    });
    if (!done)
        return done.error();
    done = each<Waiver>(command, u"waiver"_s, version, [&](const Record &record, const Waiver &waiver) {
        if (waiver.state == Waiver::Active && waiver.environment == environment)
            out.append({EvidenceRef::Waiver, record.id, u"Waiver of %1"_s.arg(waiver.requirement), digestOfBody(record.body),
                        u"application/json"_s});
    });
    if (!done)
        return done.error();
    const auto plans = command.list(u"plan"_s, u"model"_s, version.section(u'/', 0, 0));
    if (!plans)
        return plans.error();
    for (const Record &record : *plans) {
        const auto plan = bodyOf<Plan>(record);
        if (!plan)
            return plan.error();
        // What was withdrawn or replaced since may still have stood when something ran; a draft never did.
        if (plan->lockedAt.isValid() && (plan->version.isEmpty() || plan->version == version))
            out.append({EvidenceRef::Plan, record.id, u"Plan: %1"_s.arg(plan->title), plan->contentDigest, u"application/json"_s});
    }
    std::sort(out.begin(), out.end(), [](const EvidenceRef &a, const EvidenceRef &b) {
        return std::pair(int(a.kind), a.id) < std::pair(int(b.kind), b.id);
    });
    return out;
}

bool canBeRenewed(Request::State state)
{
    return state == Request::InReview || state == Request::ChangesRequested || state == Request::Approved;
}

Result<void> renew(Command &command, const QString &field, const QString &value, const QString &reason)
{
    const auto records = command.list(u"request"_s, field, value);
    if (!records)
        return records.error();
    for (const Record &record : *records) {
        auto request = bodyOf<Request>(record);
        if (!request)
            return request.error();
        if (!canBeRenewed(request->state))
            continue;
        const auto now = basisNow(command, *request);
        if (!now)
            return now.error();
        const RoundBasis before{request->manifestDigest, request->statementDigest, request->policyDigest, request->evidence};
        if (now->equals(before))
            continue;
        const QString action = request->state == Request::Approved ? u"reopen"_s : u"renew"_s;
        if (const auto begun = beginRound(command, *request, *now, reason); !begun)
            return begun;
        if (const auto written = command.change(record, encode(*request), action); !written)
            return written.error();
    }
    return {};
}

} // namespace

bool RoundBasis::equals(const RoundBasis &other) const
{
    // A title may be mended without asking everybody to sign again; what stands in the bytes may not.
    const auto same = [](const EvidenceRef &a, const EvidenceRef &b) {
        return a.kind == b.kind && a.id == b.id && a.digest == b.digest;
    };
    return manifestDigest == other.manifestDigest && statementDigest == other.statementDigest
        && policyDigest == other.policyDigest
        && std::equal(evidence.begin(), evidence.end(), other.evidence.begin(), other.evidence.end(), same);
}

Result<RoundBasis> basisNow(Command &command, const Request &request)
{
    const auto version = bodyOf<Version>(command.record(u"version"_s, request.version));
    if (!version)
        return version.error();
    const auto policy = command.record(u"policy"_s, request.policy);
    if (!policy)
        return policy.error();
    const auto evidence = evidenceNow(command, request.version, request.environment);
    if (!evidence)
        return evidence.error();
    return RoundBasis{version->manifestDigest, version->statementDigest, digestOfBody(policy->body), *evidence};
}

Result<void> beginRound(Command &command, Request &request, const RoundBasis &basis, const QString &reason)
{
    const auto policy = bodyOf<Policy>(command.record(u"policy"_s, request.policy));
    if (!policy)
        return policy.error();
    request.round = request.rounds.isEmpty() ? 1 : request.round + 1;
    request.nonce = QString::fromLatin1(randomBytes(16).toHex());
    request.manifestDigest = basis.manifestDigest;
    request.statementDigest = basis.statementDigest;
    request.policyDigest = basis.policyDigest;
    request.evidence = basis.evidence;
    request.rounds.append({request.round, command.now(), reason.left(400)});
    request.closesAt = command.now().addDays(policy->requestDays);
    request.decidedAt = {};
    request.validUntil = {};
    if (request.state == Request::Approved)
        request.state = Request::InReview;
    return {};
}

Result<void> renewRequestsOfVersion(Command &command, const QString &version, const QString &reason)
{
    return renew(command, u"version"_s, version, reason);
}

Result<void> renewRequestsUnderPolicy(Command &command, const QString &policy, const QString &reason)
{
    return renew(command, u"policy"_s, policy, reason);
}

} // namespace countersign
