// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "server/http/httpserver.h"
#include "server/jobs/ticker.h"
#include "server/routes/api.h"
#include "server/store/store.h"

namespace countersign {

/// The whole server, as a program or inside a test: store, API, jobs and HTTP. Everything but the constructor and
/// listen() may be called from any thread.
class Server
{
public:
    struct Options
    {
        QString folder;
        HttpServer::Options http;       ///< address, port, proxy and limits; the rest is filled in here
        QString adminName = QStringLiteral("admin"); ///< of the first person, made when there is nobody yet
        double requestsPerSecond = 500;
        double burst = 2000;
        std::chrono::seconds jobInterval{30};
        EvidenceReader readEvidence;
        const Clock *clock = nullptr;   ///< the system's when null
    };

    /// Opens the store and makes what a first start needs: the first administrator, the gate's key and its signer record.
    static Result<std::unique_ptr<Server>> open(Options options);
    ~Server();
    Q_DISABLE_COPY_MOVE(Server)

    /// Begins to serve; the port.
    Result<quint16> listen();
    /// Answers those who wait, lets what runs finish, and stops. Once.
    void stop();

    /// A key for the first administrator with every scope. `known`, one from an earlier start, is kept while it is good
    /// for another week.
    Result<QByteArray> adminKey(const QByteArray &known = {});
    [[nodiscard]] Store &store() { return *m_store; }
    [[nodiscard]] Api &api() { return *m_api; }

private:
    explicit Server(Options options);
    Result<void> prepare();

    Options m_options;
    SystemClock m_systemClock;
    const Clock *m_clock;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<Api> m_api;
    Router m_router;
    std::unique_ptr<HttpServer> m_http;
    std::unique_ptr<Ticker> m_ticker;
};

} // namespace countersign
