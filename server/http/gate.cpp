// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/gate.h"

#include "server/http/problem.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype UploadSliceBytes = 256 * 1024;
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

/// True when more bytes are needed; false when the request is handed over or a job is out.
bool Gate::consume()
{
    switch (m_phase) {
    case Phase::Head: return consumeHead();
    case Phase::Body: return consumeBody();
    case Phase::Chunks: return consumeChunks();
    case Phase::Upload: return consumeUpload();
    case Phase::Quiet:
    case Phase::Admission:
    case Phase::Closed: break;
    }
    return false;
}

bool Gate::consumeHead()
{
    // RFC 9112 §2.2: an empty line before the request is forgiven.
    while (m_searched == 0 && m_in.startsWith("\r\n"))
        m_in.remove(0, 2);
    const qsizetype end = m_in.indexOf("\r\n\r\n", std::max<qsizetype>(0, m_searched - 3));
    const qsizetype limit = m_host.limits().headerBytes;
    if (end < 0 ? m_in.size() > limit : end > limit) {
        refuse({431, u"The request line and header fields are larger than %1 bytes."_s.arg(limit)});
        return false;
    }
    if (end < 0) {
        m_searched = m_in.size();
        return true;
    }
    auto parsed = parseRequestHead(QByteArrayView(m_in).first(end));
    m_in.remove(0, end + 4);
    if (const auto *refusal = std::get_if<Refusal>(&parsed)) {
        refuse(*refusal);
        return false;
    }
    return judge(std::get<RequestHead>(parsed));
}

bool Gate::judge(const RequestHead &head)
{
    m_head = head;
    HttpRequest &request = m_arrived.request;
    request.method = head.method;
    request.headers = head.headers;
    request.peer = m_peer;
    const QByteArray asked = head.headers.values("X-Request-Id").value(0);
    const bool harmless = !asked.isEmpty() && asked.size() <= 64 && std::all_of(asked.begin(), asked.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
    });
    request.requestId = harmless ? QString::fromLatin1(asked) : m_host.newRequestId();
    m_arrived.keepAlive = head.keepAlive;
    if (head.method == "CONNECT" || head.method == "TRACE") {
        refuse({501, u"This method is not for this server."_s});
        return false;
    }
    if (auto refusal = parseTarget(head.target, request)) {
        refuse(*refusal);
        return false;
    }
    return chooseBody();
}

bool Gate::chooseBody()
{
    const GateLimits &limits = m_host.limits();
    const bool upload = m_head.contentLength >= 0 && m_host.isUpload(m_arrived.request);
    const qint64 allowed = upload ? limits.uploadBytes : limits.bodyBytes;
    if (m_head.contentLength > allowed) {
        refuse({413, u"The body is larger than %1 bytes."_s.arg(allowed)});
        return false;
    }
    if (upload) {
        m_phase = Phase::Admission;
        m_jobOut = true;
        m_host.admitUpload(m_arrived.request, [self = shared_from_this()](const std::optional<HttpResponse> &refusal) {
            self->admitted(refusal);
        });
        return false;
    }
    if (!m_head.chunked && m_head.contentLength <= 0) {
        handOver();
        return false;
    }
    m_arrived.lease = m_host.newLease();
    if (!m_head.chunked && !m_arrived.lease->grow(m_head.contentLength)) {
        refuse({503, u"Too much is being sent to this server at once."_s});
        return false;
    }
    m_left = m_head.contentLength;
    m_phase = m_head.chunked ? Phase::Chunks : Phase::Body;
    if (m_head.chunked)
        m_chunks = std::make_unique<ChunkDecoder>(limits.bodyBytes);
    sayContinue();
    return consume();
}

void Gate::admitted(const std::optional<HttpResponse> &refusal)
{
    m_jobOut = false;
    if (m_phase != Phase::Admission || expiredMeanwhile())
        return;
    if (refusal)
        return answer(*refusal);
    if (m_host.uploadsRunning() >= m_host.limits().uploads)
        return refuse({503, u"Too many uploads are running."_s});
    startUpload();
}

void Gate::startUpload()
{
    const GateLimits &limits = m_host.limits();
    const qint64 seconds = m_head.contentLength / std::max<qint64>(1, limits.uploadBytesPerSecond);
    setDeadline(limits.requestTime + std::chrono::seconds(seconds));
    m_phase = Phase::Upload;
    m_left = m_head.contentLength;
    m_writer = std::make_shared<UploadWriter>();
    ++m_host.uploadsRunning();
    onDisk([writer = m_writer, directory = limits.uploadDirectory] { return writer->open(directory); },
           [this](bool good) {
               if (good)
                   sayContinue();
               uploadWritten(good);
           });
}

bool Gate::consumeBody()
{
    const qsizetype n = std::min<qsizetype>(m_left, m_in.size());
    m_arrived.request.body.append(QByteArrayView(m_in).first(n));
    m_in.remove(0, n);
    m_left -= n;
    if (m_left > 0)
        return true;
    handOver();
    return false;
}

bool Gate::consumeChunks()
{
    qsizetype taken = 0;
    QByteArray &body = m_arrived.request.body;
    const auto status = m_chunks->feed(m_in, body, taken);
    m_in.remove(0, taken);
    const bool room = m_arrived.lease->grow(std::max<qint64>(0, body.size() - m_arrived.lease->bytes));
    if (status == ChunkDecoder::Status::Malformed)
        refuse({400, u"The chunked coding of the body is malformed."_s});
    else if (status == ChunkDecoder::Status::TooLarge)
        refuse({413, u"The body is larger than %1 bytes."_s.arg(m_host.limits().bodyBytes)});
    else if (!room)
        refuse({503, u"Too much is being sent to this server at once."_s});
    else if (status == ChunkDecoder::Status::Done)
        handOver();
    else
        return true;
    return false;
}

bool Gate::consumeUpload()
{
    const qsizetype n = std::min<qsizetype>(m_left, m_in.size());
    if (n < m_left && n < UploadSliceBytes)
        return true;
    m_left -= n;
    onDisk([writer = m_writer, slice = m_in.first(n)] { return writer->write(slice); },
                  [this](bool good) { uploadWritten(good); });
    m_in.remove(0, n);
    return false;
}

void Gate::onDisk(std::function<bool()> job, std::function<void(bool)> done)
{
    m_jobOut = true;
    m_host.onDisk(std::move(job), [self = shared_from_this(), done = std::move(done)](bool good) {
        self->m_jobOut = false;
        if (self->m_phase == Phase::Upload && !self->expiredMeanwhile())
            done(good);
    });
}

void Gate::uploadWritten(bool good)
{
    if (!good)
        return refuse({507, u"The server could not store the body."_s});
    if (m_left == 0)
        return finishUpload();
    run();
}

void Gate::finishUpload()
{
    auto file = std::make_shared<std::shared_ptr<UploadedFile>>();
    onDisk(
        [writer = m_writer, file] {
            *file = writer->finish();
            return *file != nullptr;
        },
        [this, file](bool good) {
            if (!good)
                return refuse({507, u"The server could not store the body."_s});
            m_arrived.request.upload = std::move(*file);
            handOver();
        });
}

void Gate::sayContinue()
{
    // Nothing else is being written now: the last answer is out and the next one waits for this body.
    if (!m_head.expectsContinue || !m_in.isEmpty())
        return;
    asio::error_code ignored;
    m_socket.write_some(asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25), ignored);
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
    const bool alive = bytes > 0 || error == asio::error::would_block || error == asio::error::try_again;
    if (!alive && m_arrived.gone)
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

void Gate::dropUpload()
{
    if (!m_writer)
        return;
    --m_host.uploadsRunning();
    // The last owner removes the file: this line, or the job that is out.
    m_writer.reset();
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
