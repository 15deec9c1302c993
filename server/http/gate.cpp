// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/gate.h"

#include "server/http/problem.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int ReadsPerTurn = 8;
constexpr qint64 MaxLingerBytes = 16 * 1024 * 1024;
constexpr std::chrono::milliseconds MaxLingerTime{2000};

} // namespace

bool BodyLease::grow(qint64 more)
{
    qint64 left = *free;
    do {
        if (left < more)
            return false;
    } while (!free->compare_exchange_weak(left, left - more));
    bytes += more;
    return true;
}

Gate::~Gate()
{
    dropUpload();
    if (m_entered)
        m_host.leave(*this, m_peer);
}

bool Gate::enter()
{
    asio::error_code error;
    const auto end = m_socket.remote_endpoint(error);
    if (error)
        return false;
    m_peer = QString::fromStdString(end.address().to_string());
    m_socket.non_blocking(true, error);
    asio::error_code ignored;
    m_socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    m_entered = !error && m_host.enter(*this, m_peer);
    return m_entered;
}

void Gate::read(asio::mutable_buffer into, ReadDone done)
{
    m_into = into;
    m_done = std::move(done);
    if (m_phase == Phase::Closed)
        return finishRead(asio::error::operation_aborted);
    if (m_ended || (m_host.isDraining() && m_in.isEmpty()))
        return finishRead(asio::error::eof);
    m_phase = Phase::Head;
    m_searched = 0;
    m_expired = false;
    m_arrived = {};
    setDeadline(m_in.isEmpty() ? m_host.limits().idleTime : m_host.limits().requestTime);
    // Posted, because RESTinio's call must return before its handler runs.
    asio::post(m_host.io(), [self = shared_from_this()] { self->run(); });
}

void Gate::run()
{
    for (int i = 0; i < ReadsPerTurn; ++i) {
        if (!isReading() || m_jobOut)
            return;
        if (!consume() || !receive())
            return;
    }
    asio::post(m_host.io(), [self = shared_from_this()] { self->run(); });
}

/// True if there is more in m_in now. Otherwise waits for it, or the peer has ended.
bool Gate::receive()
{
    asio::error_code error;
    auto &scratch = m_host.scratch();
    const std::size_t bytes = m_socket.read_some(asio::buffer(scratch), error);
    if (!error) {
        if (m_phase == Phase::Head && m_in.isEmpty())
            setDeadline(m_host.limits().requestTime);
        m_in.append(scratch.data(), static_cast<qsizetype>(bytes));
        return true;
    }
    if (error == asio::error::would_block || error == asio::error::try_again)
        wait();
    else
        peerEnded();
    return false;
}

void Gate::wait()
{
    if (m_waiting)
        return;
    m_waiting = true;
    m_socket.async_wait(asio::ip::tcp::socket::wait_read,
                        [self = shared_from_this()](const asio::error_code &error) { self->waited(error); });
}

void Gate::waited(const asio::error_code &error)
{
    m_waiting = false;
    if (m_phase == Phase::Closed)
        return error ? void() : linger();
    if (m_phase == Phase::Quiet)
        return lookForPeer();
    // While a job is out the bytes may wait in the kernel; the job's end looks for them.
    if (!m_jobOut)
        run();
}

void Gate::setDeadline(std::chrono::milliseconds time)
{
    m_timer.expires_after(time);
    m_timer.async_wait([weak = weak_from_this(), turn = ++m_turn](const asio::error_code &error) {
        const auto self = weak.lock();
        if (!error && self && self->m_turn == turn)
            self->expired();
    });
}

void Gate::expired()
{
    if (m_phase == Phase::Closed) {
        asio::error_code ignored;
        m_socket.close(ignored);
        return;
    }
    if (m_jobOut) {
        m_expired = true;
    } else if (m_phase == Phase::Head && m_in.isEmpty()) {
        m_phase = Phase::Quiet;
        m_ended = true;
        finishRead(asio::error::eof);
    } else if (isReading()) {
        refuse({408, u"The request took too long to arrive."_s});
    }
}

bool Gate::expiredMeanwhile()
{
    if (!m_expired)
        return false;
    refuse({408, u"The request took too long to arrive."_s});
    return true;
}

/// While a request is being answered: has the other side ended, or does it only pipeline?
void Gate::lookForPeer()
{
    char byte = 0;
    asio::error_code error;
    const std::size_t bytes =
        m_socket.receive(asio::buffer(&byte, 1), asio::ip::tcp::socket::message_peek, error);
    // The event may be older than the wait: then there is nothing to see yet.
    if (error == asio::error::would_block || error == asio::error::try_again)
        return wait();
    if (bytes == 0 && m_arrived.gone)
        *m_arrived.gone = true;
}

void Gate::peerEnded()
{
    dropUpload();
    m_phase = Phase::Quiet;
    m_ended = true;
    finishRead(asio::error::eof);
}

void Gate::refuse(const Refusal &refusal)
{
    HttpResponse response = problem(refusal.status, QString::fromLatin1(reasonPhrase(refusal.status)), refusal.detail);
    if (refusal.status == 503)
        response.headers.set("Retry-After", "1");
    answer(std::move(response));
}

void Gate::answer(HttpResponse response)
{
    dropUpload();
    m_arrived.request.body.clear();
    m_arrived.answer = std::move(response);
    m_arrived.keepAlive = false;
    m_ended = true;
    m_in.clear();
    handOver();
}

void Gate::handOver()
{
    m_phase = Phase::Quiet;
    ++m_turn;
    m_timer.cancel();
    if (m_writer) {
        --m_host.uploadsRunning();
        m_writer.reset();
    }
    m_chunks.reset();
    m_head = {};
    if (m_arrived.request.requestId.isEmpty())
        m_arrived.request.requestId = m_host.newRequestId();
    m_ended = m_ended || !m_arrived.keepAlive;
    const auto gone = std::make_shared<std::atomic<bool>>(false);
    m_arrived.gone = gone;
    const QByteArray line = "GET /" + QByteArray::number(m_host.keep(std::move(m_arrived))) + " HTTP/1.1\r\n\r\n";
    m_arrived = {};
    m_arrived.gone = gone;
    Q_ASSERT(static_cast<std::size_t>(line.size()) <= m_into.size());
    std::memcpy(m_into.data(), line.constData(), static_cast<std::size_t>(line.size()));
    if (!m_ended)
        wait();
    finishRead({}, static_cast<std::size_t>(line.size()));
}

void Gate::finishRead(const asio::error_code &error, std::size_t bytes)
{
    if (!m_done)
        return;
    asio::post(m_host.io(), [done = std::exchange(m_done, nullptr), error, bytes] { done(error, bytes); });
}

void Gate::drain()
{
    if (m_phase == Phase::Head && m_in.isEmpty())
        peerEnded();
}

void Gate::close()
{
    if (m_phase == Phase::Closed)
        return;
    dropUpload();
    m_phase = Phase::Closed;
    if (m_arrived.gone)
        *m_arrived.gone = true;
    ++m_turn;
    m_timer.cancel();
    finishRead(asio::error::operation_aborted);
    asio::error_code error;
    if (!m_ended || m_host.isDraining()) {
        m_socket.close(error);
        return;
    }
    // Closing with unread bytes makes the kernel send a reset, which can destroy the answer before it is read.
    m_socket.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    setDeadline(MaxLingerTime);
    linger();
}

void Gate::linger()
{
    asio::error_code error;
    auto &scratch = m_host.scratch();
    for (int i = 0; i < ReadsPerTurn && !error && m_lingered < MaxLingerBytes; ++i)
        m_lingered += static_cast<qint64>(m_socket.read_some(asio::buffer(scratch), error));
    const bool more = !error || error == asio::error::would_block || error == asio::error::try_again;
    if (more && m_lingered < MaxLingerBytes)
        return wait();
    m_timer.cancel();
    m_socket.close(error);
}

} // namespace countersign
