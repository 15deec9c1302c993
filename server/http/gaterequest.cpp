// SPDX-License-Identifier: GPL-3.0-or-later
// From the bytes of a connection to a request: the head, then what becomes of the body.
#include "server/http/gate.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype UploadSliceBytes = 256 * 1024;

/// A client's request id is taken over when it can do no harm in a log or a header.
bool isHarmlessId(const QByteArray &id)
{
    return !id.isEmpty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
    });
}

} // namespace

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
    request.requestId = isHarmlessId(asked) ? QString::fromLatin1(asked) : m_host.newRequestId();
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

void Gate::dropUpload()
{
    if (!m_writer)
        return;
    --m_host.uploadsRunning();
    // The last owner removes the file: this line, or the job that is out.
    m_writer.reset();
}

} // namespace countersign
