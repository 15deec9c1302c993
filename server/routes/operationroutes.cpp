// SPDX-License-Identifier: GPL-3.0-or-later
// Who am I, how is this server, is it well.
#include "server/routes/api.h"

#include "base/json.h"
#include "server/http/problem.h"

namespace countersign {

using namespace Qt::StringLiterals;

void Api::addOperationRoutes(Router &router)
{
    add(router, "GET", u"/v1/whoami"_s, u"whoami"_s, [this](Call &call) { return whoami(call); });
    add(router, "GET", u"/v1/posture"_s, u"posture"_s, [this](Call &call) { return posture(call); });
    add(router, "GET", u"/healthz"_s, u"health"_s, [](Call &) { return HttpResponse::text(200, "ok\n"); });
    add(router, "GET", u"/readyz"_s, u"ready"_s, [this](Call &) {
        // The one question that needs the database: can a record still be read.
        const auto read = m_store.count(u"person"_s);
        return read ? HttpResponse::text(200, "ready\n") : problem(503, u"Service Unavailable"_s, u"The database cannot be read."_s);
    });
    add(router, "GET", u"/metrics"_s, u"metrics"_s, [this](Call &) { return metricsText(); });
    add(router, "GET", u"/openapi.json"_s, u"openApi"_s, [this](Call &) { return openApi(); });
}

HttpResponse Api::whoami(Call &call)
{
    QJsonArray allowed;
    for (const RouteRule &rule : routeTable()) {
        if (mayCall(call.caller, &rule))
            allowed.append(QString(rule.method + u' ' + rule.pattern));
    }
    return HttpResponse::json(200, toJson(QJsonObject{{u"person"_s, call.caller.actor.person},
                                                      {u"displayName"_s, call.caller.displayName},
                                                      {u"roles"_s, QJsonArray::fromStringList(call.caller.actor.roles)},
                                                      {u"scopes"_s, QJsonArray::fromStringList(call.caller.scopes)},
                                                      {u"key"_s, call.caller.keyId},
                                                      {u"routes"_s, allowed},
                                                      {u"log"_s, m_store.log().origin()},
                                                      {u"server"_s, QStringLiteral(COUNTERSIGN_VERSION)},
                                                      {u"time"_s, toRfc3339(call.now)}}));
}

HttpResponse Api::posture(Call &call)
{
    ListQuery live;
    live.filters.append({u"expiresAt"_s, {toRfc3339(call.now)}, Filter::Op::AtLeast});
    live.filters.append({u"revokedAt"_s, {QString()}});
    ListQuery ending = live;
    ending.filters.append({u"expiresAt"_s, {toRfc3339(call.now.addDays(14))}, Filter::Op::Below});
    const auto keys = m_store.count(u"key"_s, live);
    const auto soon = m_store.count(u"key"_s, ending);
    const auto pending = m_store.count(u"signer"_s, {{{u"state"_s, {u"pending"_s}}}});
    for (const auto *count : {&keys, &soon, &pending}) {
        if (!*count)
            return problem(count->error());
    }
    QJsonObject out = m_options.posture;
    out.insert(u"authentication"_s, u"API keys, stored as SHA-256, 90 days at most"_s);
    out.insert(u"keys"_s, QJsonObject{{u"live"_s, *keys}, {u"endingWithin14Days"_s, *soon}});
    out.insert(u"signers"_s, QJsonObject{{u"pending"_s, *pending}});
    out.insert(u"rateLimit"_s, QJsonObject{{u"perSecond"_s, m_options.requestsPerSecond}, {u"burst"_s, m_options.burst}});
    out.insert(u"log"_s, QJsonObject{{u"origin"_s, m_store.log().origin()}, {u"size"_s, m_store.log().size()}});
    return HttpResponse::json(200, toJson(out));
}

HttpResponse Api::metricsText() const
{
    QByteArray body = m_metrics.text();
    const auto gauge = [&](const QByteArray &name, const QByteArray &help, qint64 value) {
        body += "# HELP " + name + ' ' + help + "\n# TYPE " + name + " gauge\n" + name + ' ' + QByteArray::number(value) + '\n';
    };
    gauge("countersign_log_leaves", "Leaves of the log.", m_store.log().size());
    gauge("countersign_feed_waiting", "Clients that wait for changes.", m_feed.waiting());
    if (m_options.httpFigures) {
        const QJsonObject figures = m_options.httpFigures();
        for (auto it = figures.begin(); it != figures.end(); ++it)
            gauge("countersign_http_" + it.key().toLatin1(), "As the HTTP server counts.", it->toInteger());
    }
    return HttpResponse::text(200, body, "text/plain; version=0.0.4; charset=utf-8");
}

HttpResponse Api::openApi() const
{
    return HttpResponse::json(200, m_openApi).with("Cache-Control", "public, max-age=300");
}

} // namespace countersign
