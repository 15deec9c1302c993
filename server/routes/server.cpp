// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/server.h"

#include "server/jobs/expiry.h"
#include "server/routes/bootstrap.h"

#include <QDir>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(log, "countersign.server")

constexpr int daysAnswersAreKept = 7;

} // namespace

Server::Server(Options options)
    : m_options(std::move(options)), m_clock(m_options.clock ? m_options.clock : &m_systemClock)
{
}

Server::~Server()
{
    stop();
}

Result<std::unique_ptr<Server>> Server::open(Options options)
{
    std::unique_ptr<Server> server(new Server(std::move(options)));
    if (const auto prepared = server->prepare(); !prepared)
        return prepared.error();
    return server;
}

Result<void> Server::prepare()
{
    auto store = Store::open(m_options.folder);
    if (!store)
        return store.error();
    m_store = std::move(store).value();
    if (const auto made = ensureAdministrator(*m_store, m_options.adminName, m_clock->now()); !made)
        return made;
    const auto gateKey = ensureGateKey(*m_store, m_options.folder, m_clock->now());
    if (!gateKey)
        return gateKey.error();

    Api::Options api;
    api.clock = m_clock;
    api.readEvidence = m_options.readEvidence;
    api.gateKey = *gateKey;
    api.requestsPerSecond = m_options.requestsPerSecond;
    api.burst = m_options.burst;
    api.posture = {{u"address"_s, m_options.http.address},
                   {u"behindProxy"_s, m_options.http.behindProxy},
                   {u"tls"_s, m_options.http.behindProxy ? u"ends at the reverse proxy"_s : u"none; loopback only"_s},
                   {u"exposure"_s, m_options.http.behindProxy ? u"network, through a proxy"_s : u"this machine"_s}};
    api.httpFigures = [this] {
        const HttpServer::Figures figures = m_http ? m_http->figures() : HttpServer::Figures{};
        return QJsonObject{{u"connections"_s, figures.connections}, {u"in_flight"_s, figures.inFlight},
                           {u"answered"_s, qint64(figures.answered)}, {u"refused"_s, qint64(figures.refused)}};
    };
    m_api = std::make_unique<Api>(*m_store, std::move(api));
    m_api->addRoutes(m_router);
    m_store->setCommitListener([this](qint64) { m_api->feed().wake(); });
    return {};
}

Result<quint16> Server::listen()
{
    HttpServer::Options http = m_options.http;
    http.uploadDirectory = m_options.folder + u"/uploads"_s;
    if (!QDir().mkpath(http.uploadDirectory))
        return {Error::Code::Internal, u"The folder for uploads cannot be made."_s};
    http.isUpload = Api::isUpload;
    http.admitUpload = [this](const HttpRequest &head) { return m_api->admitUpload(head); };
    http.onDrain = [this] { m_api->feed().drain(); };
    m_http = std::make_unique<HttpServer>(http, [this](HttpRequest &&request, Responder responder) {
        m_router.handle(std::move(request), std::move(responder));
    });
    const auto port = m_http->start();
    if (!port)
        return port;
    m_ticker = std::make_unique<Ticker>(m_options.jobInterval, [this] {
        const auto done = expireRequests(*m_store, m_clock->now());
        if (!done)
            qCWarning(log) << "requests could not be expired:" << done.error().text << done.error().detail;
        const auto forgotten = forgetAnswers(*m_store, m_clock->now().addDays(-daysAnswersAreKept), m_clock->now());
        if (!forgotten)
            qCWarning(log) << "old answers could not be forgotten:" << forgotten.error().text;
    });
    return port;
}

void Server::stop()
{
    m_ticker.reset();
    if (m_http)
        m_http->stop();
    m_http.reset();
    if (m_store)
        m_store->setCommitListener({});
}

Result<QByteArray> Server::adminKey(const QByteArray &known)
{
    if (m_api->access().authenticate("Bearer " + known, m_clock->now().addDays(7)))
        return known;
    auto key = issueAdminKey(*m_store, m_options.adminName, m_clock->now());
    m_api->access().forget();
    return key;
}

} // namespace countersign
