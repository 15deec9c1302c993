// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/restjob.h"

#include "client/backoff.h"
#include "client/problem.h"
#include "client/restclient.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

qint64 revisionOf(const QByteArray &tag)
{
    QByteArray text = tag.trimmed();
    if (text.startsWith("W/"))
        text = text.sliced(2);
    return text.size() > 2 && text.startsWith('"') && text.endsWith('"') ? text.sliced(1, text.size() - 2).toLongLong() : 0;
}

} // namespace

RestJob::RestJob(RestClient *client, const RestRequest &request, QObject *context, Done done)
    : QObject(client)
    , m_client(client)
    , m_request(request)
    , m_context(context)
    , m_hasContext(context != nullptr)
    , m_done(std::move(done))
{
    m_since.start();
    m_deadline.setSingleShot(true);
    m_pause.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { end(networkProblem(QNetworkReply::TimeoutError, {})); });
    connect(&m_pause, &QTimer::timeout, this, &RestJob::start);
    m_deadline.start(request.timeout);
    // Whoever asks first connects and sets source and sink; the answer never comes before they return.
    m_pause.start(0);
}

RestJob::~RestJob()
{
    if (!m_ended) {
        m_ended = true;
        dropReply();
        RestReply reply;
        reply.error = networkProblem(QNetworkReply::OperationCanceledError, u"the client ended"_s);
        if (m_done && (!m_hasContext || m_context))
            m_done(reply);
    }
}

void RestJob::setSource(std::unique_ptr<QIODevice> source)
{
    m_source = std::move(source);
}

void RestJob::setSink(Sink sink, std::function<void()> restart)
{
    m_sink = std::move(sink);
    m_restart = std::move(restart);
}

void RestJob::cancel()
{
    end(networkProblem(QNetworkReply::OperationCanceledError, {}));
}

void RestJob::start()
{
    if (m_ended)
        return;
    dropReply();
    m_body.clear();
    m_received = 0;
    m_cut.reset();
    ++m_attempt;
    if (m_restart)
        m_restart();
    if (m_source && !m_source->seek(0))
        return end({Error::Code::Internal, tr("The file could not be read.")});
    const auto reply = m_client->transmit(m_request, m_source.get());
    if (!reply.ok())
        return end(reply.error());
    m_reply = *reply;
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &RestJob::takeHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &RestJob::takeBody);
    connect(m_reply, &QNetworkReply::finished, this, &RestJob::takeEnd);
    if (m_source)
        connect(m_reply, &QNetworkReply::uploadProgress, this, &RestJob::progress);
    else
        connect(m_reply, &QNetworkReply::downloadProgress, this, &RestJob::progress);
}

void RestJob::takeHead()
{
    const QVariant length = m_reply->header(QNetworkRequest::ContentLengthHeader);
    if (length.isValid() && length.toLongLong() > m_request.maximumBytes)
        m_cut = Error{Error::Code::TooLarge, tr("The server's answer is larger than is taken.")};
    if (m_cut)
        cut();
}

/// Not from inside the reply's own signals: it is not done with itself there.
void RestJob::cut()
{
    QMetaObject::invokeMethod(m_reply, &QNetworkReply::abort, Qt::QueuedConnection);
}

void RestJob::takeBody()
{
    if (!m_reply || m_cut)
        return;
    const QByteArray piece = m_reply->readAll();
    m_received += piece.size();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_received > m_request.maximumBytes) {
        m_cut = Error{Error::Code::TooLarge, tr("The server's answer is larger than is taken.")};
    } else if (m_sink && status >= 200 && status < 300) {
        if (!m_sink(piece))
            m_cut = Error{Error::Code::Internal, tr("The file could not be written.")};
    } else {
        m_body += piece;
    }
    if (m_cut)
        cut();
}

void RestJob::takeEnd()
{
    if (m_ended || !m_reply)
        return;
    takeBody();
    RestReply out;
    out.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    out.contentType = m_reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
    out.revision = revisionOf(m_reply->rawHeader("ETag"));
    out.requestId = m_reply->rawHeader("X-Request-Id").left(100);
    if (out.requestId.isEmpty())
        out.requestId = m_reply->request().rawHeader("X-Request-Id");
    out.body = std::exchange(m_body, {});
    const auto code = m_reply->error();
    const QString detail = m_reply->errorString();
    const int wait = retryAfter(m_reply->rawHeader("Retry-After"));
    dropReply();
    if (m_cut) {
        out.error = m_cut;
    } else if (out.status >= 400) {
        out.error = problemOf(out);
    } else if (code != QNetworkReply::NoError) {
        // Broken off after the head: what came is not an answer.
        out.status = 0;
        out.body.clear();
        out.error = networkProblem(code, detail);
    } else if (out.status < 200 || out.status >= 300) {
        out.error = Error{Error::Code::Untrusted, tr("The server sends elsewhere, and that is not followed."), u"HTTP %1"_s.arg(out.status)};
    }
    retryOrFinish(out, wait);
}

void RestJob::retryOrFinish(const RestReply &reply, int waitAtLeast)
{
    const bool again = reply.error && reply.error->retryable && m_request.repeatable() && m_attempt <= m_request.retries;
    const int wait = std::max(waitAtLeast, backoff(m_attempt, m_client->options().backoffBase));
    if (!again || m_since.elapsed() + wait >= m_request.timeout)
        return finish(reply);
    m_pause.start(wait);
}

void RestJob::end(const Error &error)
{
    if (m_ended)
        return;
    RestReply reply;
    reply.error = error;
    finish(reply);
}

void RestJob::finish(const RestReply &reply)
{
    if (m_ended)
        return;
    m_ended = true;
    m_deadline.stop();
    m_pause.stop();
    dropReply();
    m_client->noteReply(reply);
    deleteLater();
    if (m_done && (!m_hasContext || m_context))
        m_done(reply);
}

void RestJob::dropReply()
{
    if (!m_reply)
        return;
    QNetworkReply *reply = m_reply;
    m_reply = nullptr;
    reply->disconnect(this);
    if (reply->isRunning())
        reply->abort();
    reply->deleteLater();
}

} // namespace countersign
