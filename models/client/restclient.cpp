// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/restclient.h"

#include "base/ids.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QSslConfiguration>

namespace countersign {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcClient, "countersign.client", QtInfoMsg)

namespace {

bool isLoopback(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

QSslConfiguration tls(const QList<QSslCertificate> &authorities)
{
    QSslConfiguration out = QSslConfiguration::defaultConfiguration();
    out.setProtocol(QSsl::TlsV1_2OrLater);
    out.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!authorities.isEmpty())
        out.setCaCertificates(QSslConfiguration::systemCaCertificates() + authorities);
    return out;
}

} // namespace

Result<QUrl> RestClient::checkedBase(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return {Error::Code::Invalid, tr("This is no server's address.")};
    if (url.scheme() != "https"_L1 && !(url.scheme() == "http"_L1 && isLoopback(url.host())))
        return {Error::Code::Invalid, tr("Only https is spoken to another machine.")};
    QUrl out = url;
    while (out.path().endsWith(u'/'))
        out.setPath(out.path().chopped(1));
    return out;
}

RestClient::RestClient(RestOptions options, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_base(checkedBase(m_options.base))
{
    m_network.setRedirectPolicy(QNetworkRequest::SameOriginRedirectPolicy);
    m_network.setAutoDeleteReplies(false);
    if (m_base.ok() && isLoopback(m_base->host()))
        m_network.setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    m_connection.sentence = tr("Nothing has answered yet.");
}

RestClient::~RestClient()
{
    // The jobs end before what they use.
    qDeleteAll(findChildren<RestJob *>(QString(), Qt::FindDirectChildrenOnly));
}

RestJob *RestClient::send(const RestRequest &request, QObject *context, RestJob::Done done)
{
    return new RestJob(this, request, context, std::move(done));
}

Result<QNetworkReply *> RestClient::transmit(const RestRequest &request, QIODevice *source)
{
    if (!m_base.ok())
        return m_base.error();
    if (!request.path.startsWith(u'/'))
        return {Error::Code::Internal, tr("This request has no path.")};
    QUrl url = *m_base;
    url.setPath(url.path(QUrl::FullyEncoded) + request.path, QUrl::TolerantMode);
    url.setQuery(request.query);
    QNetworkRequest out(url);
    out.setSslConfiguration(tls(m_options.authorities));
    out.setMaximumRedirectsAllowed(3);
    if (!request.repeatable())
        out.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setRawHeader("Accept", "application/json, application/problem+json;q=0.9, */*;q=0.1");
    out.setRawHeader("User-Agent", "countersign/" COUNTERSIGN_VERSION);
    out.setRawHeader("X-Request-Id", randomBytes(12).toHex());
    const QByteArray own = m_options.token && !request.token ? m_options.token() : QByteArray();
    if (const QByteArray token = request.token.value_or(own); !token.isEmpty())
        out.setRawHeader("Authorization", "Bearer " + token);
    if (!request.ifMatch.isEmpty())
        out.setRawHeader("If-Match", '"' + request.ifMatch + '"');
    if (!request.idempotencyKey.isEmpty())
        out.setRawHeader("Idempotency-Key", request.idempotencyKey);
    if (source || !request.body.isEmpty())
        out.setHeader(QNetworkRequest::ContentTypeHeader,
                      request.contentType.isEmpty() ? QByteArray("application/json") : request.contentType);
    ++m_transmitted;
    qCDebug(lcClient) << request.method << request.path;
    return source ? m_network.sendCustomRequest(out, request.method, source)
                  : m_network.sendCustomRequest(out, request.method, request.body);
}

void RestClient::noteReply(const RestReply &reply)
{
    ConnectionState now = m_connection;
    if (reply.error && reply.error->code == Error::Code::Cancelled)
        return;
    now.sentence = reply.error ? reply.error->text : QString();
    if (reply.status == 401)
        now.state = ConnectionState::Unauthorised;
    else if (reply.status != 0)
        now.state = ConnectionState::Online;
    else if (reply.error && (reply.error->code == Error::Code::Untrusted || reply.error->code == Error::Code::Invalid))
        now.state = ConnectionState::Refused;
    else if (reply.error && (reply.error->code == Error::Code::Unreachable || reply.error->code == Error::Code::Timeout))
        now.state = ConnectionState::Offline;
    else
        return;
    if (now.state == ConnectionState::Online) {
        now.sentence.clear();
        now.lastOnline = QDateTime::currentDateTimeUtc();
    }
    const bool told = now.state != m_connection.state || now.sentence != m_connection.sentence;
    m_connection = now;
    if (told)
        Q_EMIT connectionChanged(m_connection);
}

} // namespace countersign
