// SPDX-License-Identifier: GPL-3.0-or-later
// Private to httpserver.cpp: the part of the server that knows nothing of RESTinio.
#pragma once
#include "server/http/gate.h"
#include "server/http/httpserver.h"
#include "server/http/workerpool.h"

#include <set>

namespace countersign {

/// Counts connections, keeps what arrived until it is asked for, and lends threads to the gates.
class GateKeeper : public GateHost
{
public:
    GateKeeper(const HttpServer::Options &options);

    asio::io_context &io() override { return m_io; }
    const GateLimits &limits() const override { return m_limits; }
    std::array<char, 64 * 1024> &scratch() override { return m_scratch; }
    std::shared_ptr<BodyLease> newLease() override { return std::make_shared<BodyLease>(m_bodyBudget); }
    QString newRequestId() override;
    quint64 keep(Arrived arrived) override;
    bool isUpload(const HttpRequest &head) override;
    void admitUpload(HttpRequest head, std::function<void(std::optional<HttpResponse>)> done) override;
    void onDisk(std::function<bool()> job, std::function<void(bool)> done) override;
    int &uploadsRunning() override { return m_uploads; }
    bool isDraining() const override { return m_draining; }
    bool enter(Gate &gate, const QString &peer) override;
    void leave(Gate &gate, const QString &peer) override;

protected:
    /// Ends idle connections; from now on every answer closes its connection. I/O thread.
    void drainGates();
    /// True when no connection is left but those that only wait for the other side to read.
    [[nodiscard]] bool allGatesClosing() const;
    /// Ends every connection, when the I/O thread is no more.
    void closeGates();
    std::optional<Arrived> take(quint64 number);
    void startPools();
    /// Drops the job once the pools have ended: requests that were read until then are still delivered by closeGates().
    void onWorker(std::function<void()> job);
    void endPools();

    const HttpServer::Options m_options;
    std::atomic<int> m_connections = 0;

private:
    GateLimits m_limits;
    std::shared_ptr<std::atomic<qint64>> m_bodyBudget;
    std::array<char, 64 * 1024> m_scratch{};
    int m_maxConnections = 0;
    int m_uploads = 0;
    bool m_draining = false;
    quint64 m_lastNumber = 0;
    QByteArray m_idPrefix;
    quint64 m_lastId = 0;
    QHash<quint64, Arrived> m_arrived;
    QHash<QString, int> m_perPeer;
    std::set<Gate *> m_gates;
    std::unique_ptr<WorkerPool> m_workers;
    std::unique_ptr<WorkerPool> m_disk;
    // Last, hence destroyed first: the calls it still holds own gates, and gates know their host.
    asio::io_context m_io{1};
};

} // namespace countersign
