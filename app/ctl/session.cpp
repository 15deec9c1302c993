// SPDX-License-Identifier: GPL-3.0-or-later
#include "session.h"

#include "base/ids.h"
#include "client/restclient.h"
#include "trust/digest.h"

#include <future>

namespace countersign {

using namespace Qt::StringLiterals;

struct Session::Private
{
    std::unique_ptr<RestClient> client;

    /// From the worker: puts the request on the main thread's loop and waits for its one answer.
    RestReply ask(const RestRequest &request) const
    {
        auto answer = std::make_shared<std::promise<RestReply>>();
        auto waiting = answer->get_future();
        QMetaObject::invokeMethod(client.get(), [this, request, answer] {
            client->send(request, nullptr, [answer](const RestReply &reply) { answer->set_value(reply); });
        }, Qt::QueuedConnection);
        return waiting.get();
    }
};

namespace {

QUrlQuery toUrlQuery(const Session::Query &query)
{
    QUrlQuery out;
    for (const auto &[name, value] : query)
        out.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    return out;
}

/// The answer, with who could not be reached in the sentence.
Result<RestReply> checked(RestReply reply, const QUrl &server)
{
    if (!reply.error)
        return reply;
    Error error = *reply.error;
    if (error.code == Error::Code::Unreachable || error.code == Error::Code::Timeout)
        error.text = u"%1 (%2)"_s.arg(error.text, server.toString());
    return error;
}

} // namespace

QString recordPath(const QString &kind, const QString &id)
{
    const Kind *known = kindByName(kind);
    QString out = u"/v1/"_s + (known ? known->plural : kind);
    const auto parts = id.split(u'/');
    for (const QString &part : parts)
        out += u'/' + pathPart(part);
    return out;
}

Session::Session(const QUrl &server, const QString &token, const QList<QSslCertificate> &authorities)
    : m_url(server), d(std::make_unique<Private>())
{
    RestOptions options;
    options.base = server;
    options.token = [bytes = token.toUtf8()] { return bytes; };
    options.authorities = authorities;
    d->client = std::make_unique<RestClient>(options);
}

Session::~Session() = default;

Result<QJsonObject> Session::get(const QString &path, const Query &query)
{
    const auto reply = checked(d->ask(RestRequest::get(path, toUrlQuery(query))), m_url);
    return reply ? reply->object() : reply.error();
}

Result<QByteArray> Session::getBytes(const QString &path, const Query &query)
{
    RestRequest request = RestRequest::get(path, toUrlQuery(query));
    request.timeout = 300'000;
    request.maximumBytes = 1LL << 30;
    const auto reply = checked(d->ask(request), m_url);
    if (!reply)
        return reply.error();
    return reply->body;
}

Result<QJsonObject> Session::post(const QString &path, const QJsonObject &body)
{
    const auto reply = checked(d->ask(RestRequest::send("POST", path, body, randomBytes(16).toHex())), m_url);
    return reply ? reply->object() : reply.error();
}

Result<QJsonObject> Session::postBytes(const QString &path, const Query &query, const QByteArray &bytes)
{
    RestRequest request;
    request.method = "POST";
    request.path = path;
    request.query = toUrlQuery(query);
    request.body = bytes;
    request.contentType = "application/octet-stream";
    request.idempotencyKey = randomBytes(16).toHex();
    request.timeout = 300'000;
    const auto reply = checked(d->ask(request), m_url);
    return reply ? reply->object() : reply.error();
}

Result<QJsonObject> Session::patch(const QString &path, qint64 revision, const QJsonObject &changes)
{
    RestRequest request = RestRequest::send("PATCH", path, changes, randomBytes(16).toHex());
    request.ifMatch = QByteArray::number(revision);
    const auto reply = checked(d->ask(request), m_url);
    return reply ? reply->object() : reply.error();
}

Result<Record> Session::record(const QString &kind, const QString &id)
{
    const auto json = get(recordPath(kind, id));
    return json ? Record::fromJson(*json) : json.error();
}

Result<QList<Record>> Session::list(const QString &kind, const Query &query, qint64 most)
{
    QList<Record> out;
    QString after;
    do {
        Query page = query;
        page.append({u"limit"_s, QString::number(std::min<qint64>(most - out.size(), 1000))});
        if (!after.isEmpty())
            page.append({u"after"_s, after});
        const auto answer = get(u"/v1/"_s + kindByName(kind)->plural, page);
        if (!answer)
            return answer.error();
        const QJsonArray items = answer->value(u"items"_s).toArray();
        for (const QJsonValue &item : items) {
            auto record = Record::fromJson(item.toObject());
            if (!record)
                return record.error();
            out.append(std::move(record).value());
        }
        after = items.isEmpty() ? QString() : answer->value(u"next"_s).toString();
    } while (!after.isEmpty() && out.size() < most);
    return out;
}

Result<QByteArray> Session::blob(const QString &digest)
{
    auto bytes = getBytes(u"/v1/blobs/"_s + pathPart(digest));
    if (bytes && digestString(sha256(*bytes)) != digest)
        return {Error::Code::Corrupt, u"The server gives other bytes for %1 than the digest names."_s.arg(digest)};
    return bytes;
}

} // namespace countersign
