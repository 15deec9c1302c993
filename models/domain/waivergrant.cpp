// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/waivergrant.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Result<void> allowedBy(const Policy &policy, const Request &request, const Actor &actor)
{
    if (!policy.waivers)
        return {Error::Code::Refused, u"The policy '%1' allows no waivers."_s.arg(policy.name)};
    if (!policy.waiverRole.isEmpty() && !actor.has(policy.waiverRole))
        return {Error::Code::Refused, u"Under the policy '%1' a waiver is granted by %2."_s.arg(policy.name, roleTitle(policy.waiverRole))};
    if (request.requestedBy == actor.person)
        return {Error::Code::Refused, u"You requested the release; another person must grant."_s};
    return {};
}

} // namespace

Result<void> mayGrant(CaseSource &source, const Waiver &waiver, const Actor &actor, const QDateTime &now)
{
    if (waiver.expiresAt <= now)
        return {Error::Code::Refused, u"Its end lies in the past."_s};
    const auto version = decodeRecord<Version>(source.record(u"version"_s, waiver.version));
    if (!version)
        return version.error();
    if (version->author == actor.person)
        return {Error::Code::Refused, u"You are the author of this version; another person must grant."_s};
    const auto evaluations = source.list(u"evaluation"_s, u"version"_s, waiver.version);
    if (!evaluations)
        return evaluations.error();
    for (const Record &evaluation : *evaluations) {
        if (evaluation.body.value(u"importedBy"_s).toString() == actor.person)
            return {Error::Code::Refused, u"You brought in evidence of this version; another person must grant."_s};
    }
    const auto requests = source.list(u"request"_s, u"version"_s, waiver.version);
    if (!requests)
        return requests.error();
    for (const Record &record : *requests) {
        const auto request = decodeRecord<Request>(record);
        if (!request)
            return request.error();
        if (request->environment != waiver.environment || request->state != Request::InReview)
            continue;
        const auto policy = decodeRecord<Policy>(source.record(u"policy"_s, request->policy));
        if (!policy)
            return policy.error();
        if (const auto allowed = allowedBy(*policy, *request, actor); !allowed)
            return allowed;
    }
    return {};
}

} // namespace countersign
