// SPDX-License-Identifier: GPL-3.0-or-later
// Signing, status, bundle and gate.
#include "server/routes/api.h"

#include "base/json.h"
#include "server/http/problem.h"
#include "server/routes/bundles.h"
#include "server/routes/judging.h"
#include "server/routes/logreading.h"
#include "server/routes/plans.h"
#include "server/routes/releasebodies.h"
#include "server/routes/signing.h"
#include "server/routes/storesource.h"

namespace countersign {

using namespace Qt::StringLiterals;

void Api::addReleaseRoutes(Router &router)
{
    add(router, "POST", u"/v1/requests/{id}/sign"_s, u"signRequest"_s, [this](Call &call) { return sign(call); });
    add(router, "POST", u"/v1/plans/{id}/sign"_s, u"signPlan"_s, [this](Call &call) { return signPlanRoute(call); });
    add(router, "GET", u"/v1/requests/{id}/status"_s, u"requestStatus"_s, [this](Call &call) { return status(call); });
    add(router, "GET", u"/v1/requests/{id}/bundle"_s, u"requestBundle"_s, [this](Call &call) { return bundle(call); });
    add(router, "POST", u"/v1/gate"_s, u"askGate"_s, [this](Call &call) { return gate(call); });
}

HttpResponse Api::sign(Call &call)
{
    const auto json = jsonBody(call.request);
    if (!json)
        return problem(json.error());
    const auto body = decode<SignBody>(*json);
    if (!body)
        return problem(inBody(body.error()));
    const SignCall signCall{call.captures.text(u"id"), body->role, body->envelope.toUtf8(), body->sheet.toUtf8()};
    const LogFacts log{m_store.log().origin(), [this](qint64 size) { return rootAt(m_store.log(), size); }};
    // Reports are large and known by their digests: they are parsed before, so that no other writer waits for it. The
    // judgement itself, and which digests the evidence has, is of the moment of recording.
    StoreSource source(m_store);
    const ParsedReports reports = parseReports(source, signCall.request);
    return run(call, [&](Command &command) -> Result<Answer> {
        command.setReports(reports);
        const auto done = recordSignoff(command, signCall, log);
        if (!done)
            return done.error();
        return Answer{201, toJson(QJsonObject{{u"signoff"_s, done->signoff.toJson()}, {u"request"_s, done->request.toJson()}}), {}};
    });
}

HttpResponse Api::signPlanRoute(Call &call)
{
    const auto json = jsonBody(call.request);
    if (!json)
        return problem(json.error());
    const auto body = decode<SignBody>(*json);
    if (!body)
        return problem(inBody(body.error()));
    const PlanSignCall signCall{call.captures.text(u"id"), body->role, body->envelope.toUtf8(), body->sheet.toUtf8()};
    const LogFacts log{m_store.log().origin(), [this](qint64 size) { return rootAt(m_store.log(), size); }};
    return run(call, [&](Command &command) -> Result<Answer> {
        const auto record = signPlan(command, signCall, log);
        if (!record)
            return record.error();
        return Answer{201, recordBytes(*record), {}};
    });
}

HttpResponse Api::status(Call &call)
{
    StoreSource source(m_store);
    const auto judged = judgeRequest(source, call.captures.text(u"id"), call.now);
    return judged ? HttpResponse::json(200, toJson(statusJson(*judged))) : problem(judged.error());
}

HttpResponse Api::bundle(Call &call)
{
    const QString id = call.captures.text(u"id");
    const auto zip = releaseBundle(m_store, id, m_options.gateKey, call.now);
    if (!zip)
        return problem(zip.error());
    return HttpResponse::text(200, *zip, "application/zip").with("Content-Disposition", "attachment; filename=\"release.zip\"");
}

HttpResponse Api::gate(Call &call)
{
    const auto json = jsonBody(call.request);
    if (!json)
        return problem(json.error());
    const auto body = decode<GateBody>(*json);
    if (!body)
        return problem(inBody(body.error()));
    const bool byFiles = json->contains(u"artifacts"_s);
    if (byFiles == !body->manifestDigest.isEmpty())
        return problem(inBody(invalidField(u"artifacts"_s, u"give either 'artifacts' or 'manifestDigest'."_s)));
    GateQuestion question{body->model + u'/' + body->version, body->environment, {}, body->manifestDigest};
    if (byFiles)
        question.artifacts = body->artifacts;
    StoreSource source(m_store);
    const auto answer = askGate(source, question, call.now);
    if (!answer)
        return problem(answer.error());
    const auto checkpoint = m_store.log().checkpoint();
    if (!checkpoint)
        return problem(checkpoint.error());
    return HttpResponse::json(200, toJson(gateJson(*answer, *checkpoint)));
}

} // namespace countersign
