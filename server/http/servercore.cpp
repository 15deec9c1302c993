// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/servercore.h"

#include "base/ids.h"

#include <QLoggingCategory>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

namespace countersign {

namespace {

/// `wanted`, or what the process's limit of open files leaves room for: RESTinio stops accepting for good after an
/// accept that fails, so it must not come to that.
int affordableConnections(int wanted)
{
#ifdef Q_OS_UNIX
    constexpr rlim_t Reserve = 128;
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return wanted;
    const rlim_t needed = static_cast<rlim_t>(wanted) + Reserve;
    if (files.rlim_cur < needed) {
        files.rlim_cur = std::min(needed, files.rlim_max);
        setrlimit(RLIMIT_NOFILE, &files);
        getrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur < needed)
        return static_cast<int>(files.rlim_cur > 2 * Reserve ? files.rlim_cur - Reserve : files.rlim_cur / 2);
#endif
    return wanted;
}

GateLimits limitsFrom(const HttpServer::Options &options)
{
    return {options.maxHeaderBytes, options.maxBodyBytes, options.maxUploadBytes, options.minUploadBytesPerSecond,
            options.maxUploads, options.requestReadTimeout, options.idleTimeout, options.uploadDirectory};
}

} // namespace

GateKeeper::GateKeeper(const HttpServer::Options &options)
    : m_options(options),
      m_limits(limitsFrom(options)),
      m_bodyBudget(std::make_shared<std::atomic<qint64>>(options.maxWaitingBodyBytes)),
      m_maxConnections(affordableConnections(options.maxConnections)),
      m_idPrefix(randomBytes(6).toHex() + '-')
{
}

void GateKeeper::startPools()
{
    m_workers = std::make_unique<WorkerPool>(m_options.workerThreads);
    m_disk = std::make_unique<WorkerPool>(1);
}

void GateKeeper::endPools()
{
    m_workers.reset();
    m_disk.reset();
}

void GateKeeper::onWorker(std::function<void()> job)
{
    if (m_workers)
        m_workers->post(std::move(job));
}

QString GateKeeper::newRequestId()
{
    return QString::fromLatin1(m_idPrefix + QByteArray::number(++m_lastId));
}

quint64 GateKeeper::keep(Arrived arrived)
{
    m_arrived.insert(++m_lastNumber, std::move(arrived));
    return m_lastNumber;
}

std::optional<Arrived> GateKeeper::take(quint64 number)
{
    const auto found = m_arrived.find(number);
    if (found == m_arrived.end())
        return {};
    std::optional<Arrived> arrived = std::move(*found);
    m_arrived.erase(found);
    return arrived;
}

bool GateKeeper::isUpload(const HttpRequest &head)
{
    return m_options.isUpload && m_options.isUpload(head);
}

void GateKeeper::admitUpload(HttpRequest head, std::function<void(std::optional<HttpResponse>)> done)
{
    onWorker([this, head = std::move(head), done = std::move(done)] {
        auto refusal = m_options.admitUpload ? m_options.admitUpload(head) : std::nullopt;
        asio::post(m_io, [done, refusal = std::move(refusal)] { done(refusal); });
    });
}

void GateKeeper::onDisk(std::function<bool()> job, std::function<void(bool)> done)
{
    if (!m_disk)
        return;
    m_disk->post([this, job = std::move(job), done = std::move(done)] {
        const bool good = job();
        asio::post(m_io, [done, good] { done(good); });
    });
}

bool GateKeeper::enter(Gate &gate, const QString &peer)
{
    int &ofPeer = m_perPeer[peer];
    const bool tooMany = m_connections >= m_maxConnections
        || (m_options.maxConnectionsPerPeer > 0 && ofPeer >= m_options.maxConnectionsPerPeer);
    if (tooMany || m_draining) {
        if (ofPeer == 0)
            m_perPeer.remove(peer);
        return false;
    }
    ++ofPeer;
    ++m_connections;
    m_gates.insert(&gate);
    return true;
}

void GateKeeper::leave(Gate &gate, const QString &peer)
{
    --m_connections;
    m_gates.erase(&gate);
    if (--m_perPeer[peer] == 0)
        m_perPeer.remove(peer);
}

void GateKeeper::drainGates()
{
    m_draining = true;
    for (Gate *gate : m_gates)
        gate->drain();
}

void GateKeeper::closeGates()
{
    std::vector<std::shared_ptr<Gate>> gates;
    for (Gate *gate : m_gates)
        gates.push_back(gate->shared_from_this());
    for (const auto &gate : gates)
        gate->close();
    // Lets what waits for these connections hear of their end and let go of them, here and now.
    m_io.restart();
    m_io.poll();
}

bool GateKeeper::allGatesClosing() const
{
    return std::all_of(m_gates.begin(), m_gates.end(), [](const Gate *gate) { return gate->isClosing(); });
}

} // namespace countersign
