// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "server/access/access.h"
#include "server/access/ratelimiter.h"
#include "server/http/router.h"
#include "server/routes/command.h"
#include "server/routes/feed.h"
#include "server/routes/listcache.h"
#include "server/routes/metrics.h"
#include "trust/key.h"
#include "trust/releasebundle.h"

namespace countersign {

/// One request that was let in.
struct Call
{
    HttpRequest request;
    Captures captures;
    Caller caller;
    QDateTime now;
};

/// What a command answers. `kept` is what the same command gets when it is sent again, where that differs.
struct Answer
{
    int status = 200;
    QByteArray body = {};
    QByteArray kept = {};
};

/// The API: who is let in, how a command becomes a transaction and an answer, and the routes (one .cpp a family).
/// Build it, addRoutes() once, then any thread.
class Api
{
public:
    struct Options
    {
        const Clock *clock = nullptr;
        EvidenceReader readEvidence;
        PrivateKey gateKey;
        double requestsPerSecond = 500; ///< of one API key; 0: no limit
        double burst = 2000;
        QJsonObject posture;            ///< how the program was started, for /v1/posture
        std::function<QJsonObject()> httpFigures;
    };

    Api(Store &store, Options options);

    void addRoutes(Router &router);
    /// For HttpServer::Options.
    [[nodiscard]] static bool isUpload(const HttpRequest &head);
    [[nodiscard]] std::optional<HttpResponse> admitUpload(const HttpRequest &head);
    [[nodiscard]] Feed &feed() { return m_feed; }
    [[nodiscard]] Metrics &metrics() { return m_metrics; }
    [[nodiscard]] Access &access() { return m_access; }

private:
    using Handle = std::function<HttpResponse(Call &)>;
    using Work = std::function<Result<Answer>(Command &)>;

    /// Registers a route that the route table has; asserts otherwise.
    void add(Router &router, const QByteArray &method, const QString &pattern, const QString &operation, Handle handle);
    void addLater(Router &router, const QString &pattern, const QString &operation,
                  std::function<void(Call &&, Responder)> handle);
    void addRecordRoutes(Router &router);
    void addReleaseRoutes(Router &router);
    void addEvidenceRoutes(Router &router);
    void addLogRoutes(Router &router);
    void addOperationRoutes(Router &router);

    /// Who calls and whether they may; the refusal otherwise.
    Result<Caller> admit(const HttpRequest &request, const RouteRule *rule, int *retryAfter);
    std::variant<Caller, HttpResponse> letIn(const HttpRequest &request, const RouteRule *rule);

    /// Runs a command as one transaction with its idempotency key, and makes the answer. Pointers of errors get
    /// "/body" in front.
    HttpResponse run(Call &call, const Work &work);
    Result<Answer> runOnce(Call &call, const QByteArray &key, const Work &work, bool *replayed);

    // Records
    HttpResponse listRecords(Call &call, const Kind &kind);
    HttpResponse oneRecord(Call &call, const Kind &kind);
    HttpResponse historyOfOne(Call &call, const Kind &kind);
    HttpResponse createOne(Call &call, const Kind &kind);
    HttpResponse editOne(Call &call, const Kind &kind);
    Result<void> readReview(struct VerbCall &move, const QDateTime &now);
    HttpResponse moveOne(Call &call, const Kind &kind, const QString &verb);
    // Releases
    HttpResponse sign(Call &call);
    HttpResponse signPlanRoute(Call &call);
    HttpResponse status(Call &call);
    HttpResponse bundle(Call &call);
    HttpResponse gate(Call &call);
    // Evidence
    HttpResponse putBlob(Call &call);
    HttpResponse getBlob(Call &call);
    HttpResponse importEvidence(Call &call, bool card);
    Result<std::variant<std::monostate, Evaluation, Card>> understand(const QString &kind, const QJsonObject &body,
                                                                      const QString &format);
    // Operations
    HttpResponse whoami(Call &call);
    HttpResponse posture(Call &call);
    HttpResponse metricsText() const;
    HttpResponse openApi() const;

    Store &m_store;
    Options m_options;
    Access m_access;
    RateLimiter m_limiter;
    RateLimiter m_strangers{5, 50};
    ListCache m_lists;
    Feed m_feed;
    Metrics m_metrics;
    QByteArray m_openApi;
};

/// The request's body as a JSON object. Invalid with a pointer, Unsupported for another content type. An empty body is
/// an empty object where `mayBeEmpty`.
Result<QJsonObject> jsonBody(const HttpRequest &request, bool mayBeEmpty = false);
/// The same error with "/body" in front of every pointer.
Error inBody(Error error);
/// A record's answer with its ETag and, when it is new, its Location.
HttpResponse recordAnswer(int status, const QByteArray &json);
QByteArray recordBytes(const Record &record);
/// A query field that must be a whole number from `low` to `high`; `otherwise` when it is absent.
Result<qint64> queryNumber(const HttpRequest &request, const QString &name, qint64 low, qint64 high,
                           std::optional<qint64> otherwise);
Result<QString> queryText(const HttpRequest &request, const QString &name, const QString &otherwise = {});
/// Invalid when the query has a field that is not in `known`.
Result<void> onlyQuery(const HttpRequest &request, const QStringList &known);

} // namespace countersign
