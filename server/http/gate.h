// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/http/requesthead.h"
#include "server/http/uploadwriter.h"

#include <asio.hpp>

#include <array>
#include <chrono>

namespace countersign {

/// Memory that waiting bodies may take, all connections together.
struct BodyLease
{
    std::shared_ptr<std::atomic<qint64>> free;
    qint64 bytes = 0;

    explicit BodyLease(std::shared_ptr<std::atomic<qint64>> budget) : free(std::move(budget)) {}
    ~BodyLease() { *free += bytes; }
    Q_DISABLE_COPY_MOVE(BodyLease)
    /// False, and nothing taken, when there is not that much left.
    bool grow(qint64 more);
};

/// One request as the gate hands it on: complete and lawful, or already answered.
struct Arrived
{
    HttpRequest request;
    bool keepAlive = true;
    std::optional<HttpResponse> answer;
    std::shared_ptr<std::atomic<bool>> gone;
    std::shared_ptr<BodyLease> lease;
};

struct GateLimits
{
    qsizetype headerBytes = 0;
    qint64 bodyBytes = 0;
    qint64 uploadBytes = 0;
    qint64 uploadBytesPerSecond = 0;
    int uploads = 0;
    std::chrono::milliseconds requestTime{};
    std::chrono::milliseconds idleTime{};
    QString uploadDirectory;
};

class Gate;

/// What a Gate needs of the server. Everything is called on the I/O thread.
class GateHost
{
public:
    virtual ~GateHost() = default;
    virtual asio::io_context &io() = 0;
    virtual const GateLimits &limits() const = 0;
    /// Where all gates read into: one thread, one buffer, so that a waiting connection holds none.
    virtual std::array<char, 64 * 1024> &scratch() = 0;
    virtual std::shared_ptr<BodyLease> newLease() = 0;
    virtual QString newRequestId() = 0;
    /// Keeps the request and says under which number RESTinio may ask for it.
    virtual quint64 keep(Arrived arrived) = 0;
    virtual bool isUpload(const HttpRequest &head) = 0;
    /// Decides on a worker thread; `done` is called on the I/O thread, with the refusal if there is one.
    virtual void admitUpload(HttpRequest head, std::function<void(std::optional<HttpResponse>)> done) = 0;
    /// Runs `job` on the disk thread, then `done` on the I/O thread with its result.
    virtual void onDisk(std::function<bool()> job, std::function<void(bool)> done) = 0;
    virtual int &uploadsRunning() = 0;
    virtual bool isDraining() const = 0;
    virtual bool enter(Gate &gate, const QString &peer) = 0;
    virtual void leave(Gate &gate, const QString &peer) = 0;
};

/// The reading half of one connection, standing between the socket and RESTinio.
///
/// RESTinio 0.6 buffers every body whole and closes without a word when it does not like a request. So the gate reads
/// and judges the requests itself, streams large uploads to disk, and shows RESTinio one harmless line per request,
/// "GET /<number>", whose number stands for what was read. No byte of a client's ever reaches RESTinio's parser, hence
/// none can pretend to be such a line; refusals go out in order because they are answers like any other.
/// RESTinio is told to take one request at a time, so it reads only when the last answer is written.
/// I/O thread only.
class Gate : public std::enable_shared_from_this<Gate>
{
public:
    using ReadDone = std::function<void(const asio::error_code &, std::size_t)>;

    explicit Gate(GateHost &host) : m_host(host), m_socket(host.io()), m_timer(host.io()) {}
    ~Gate();
    Q_DISABLE_COPY_MOVE(Gate)

    asio::ip::tcp::socket &socket() { return m_socket; }
    [[nodiscard]] bool isOpen() const { return m_phase != Phase::Closed && m_socket.is_open(); }
    /// Registers with the host; false when there are too many connections.
    bool enter();
    void read(asio::mutable_buffer into, ReadDone done);
    void close();
    /// The server stops: ends the connection if it waits for a request of which nothing has come.
    void drain();
    [[nodiscard]] bool isClosing() const { return m_phase == Phase::Closed; }

private:
    enum class Phase { Quiet, Head, Admission, Body, Chunks, Upload, Closed };

    [[nodiscard]] bool isReading() const { return m_phase >= Phase::Head && m_phase <= Phase::Upload; }
    void run();
    bool receive();
    void wait();
    void waited(const asio::error_code &error);
    bool consume();
    bool consumeHead();
    bool judge(const RequestHead &head);
    bool chooseBody();
    void admitted(const std::optional<HttpResponse> &refusal);
    void startUpload();
    bool consumeBody();
    bool consumeChunks();
    bool consumeUpload();
    void onDisk(std::function<bool()> job, std::function<void(bool)> done);
    void uploadWritten(bool good);
    void finishUpload();
    void sayContinue();
    void setDeadline(std::chrono::milliseconds time);
    void expired();
    bool expiredMeanwhile();
    void lookForPeer();
    void peerEnded();
    void refuse(const Refusal &refusal);
    void answer(HttpResponse response);
    void handOver();
    void finishRead(const asio::error_code &error, std::size_t bytes = 0);
    void dropUpload();
    void linger();

    GateHost &m_host;
    asio::ip::tcp::socket m_socket;
    asio::steady_timer m_timer;
    QString m_peer;
    bool m_entered = false;
    Phase m_phase = Phase::Quiet;
    bool m_waiting = false;
    bool m_ended = false;       ///< nothing more is read from this connection
    bool m_jobOut = false;      ///< another thread works for this request
    bool m_expired = false;     ///< the deadline passed while a job was out
    quint64 m_turn = 0;         ///< tells a timer's late call from a timely one
    qint64 m_lingered = 0;
    asio::mutable_buffer m_into;
    ReadDone m_done;
    QByteArray m_in;
    qsizetype m_searched = 0;
    RequestHead m_head;
    Arrived m_arrived;
    std::unique_ptr<ChunkDecoder> m_chunks;
    std::shared_ptr<UploadWriter> m_writer;
    qint64 m_left = 0;
};

} // namespace countersign
