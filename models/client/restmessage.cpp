// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/restmessage.h"

#include "base/json.h"

#include <QUrl>

namespace countersign {

using namespace Qt::StringLiterals;

RestRequest RestRequest::get(const QString &path, const QUrlQuery &query)
{
    RestRequest out;
    out.path = path;
    out.query = query;
    return out;
}

RestRequest RestRequest::send(const QByteArray &method, const QString &path, const QJsonObject &body,
                              const QByteArray &idempotencyKey)
{
    RestRequest out;
    out.method = method;
    out.path = path;
    out.body = toJson(body);
    out.idempotencyKey = idempotencyKey;
    if (method == "PATCH")
        out.contentType = "application/merge-patch+json";
    return out;
}

bool RestRequest::repeatable() const
{
    return method == "GET" || method == "HEAD" || method == "PUT" || !idempotencyKey.isEmpty();
}

QString pathPart(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

Result<QJsonObject> RestReply::object() const
{
    if (error)
        return *error;
    const auto value = parseJson(body);
    if (!value.ok() || !value->isObject())
        return {Error::Code::Corrupt, u"The server's answer could not be understood."_s,
                value.ok() ? u"not an object"_s : value.error().text};
    return value->toObject();
}

QJsonObject RestReply::anyObject() const
{
    const auto value = parseJson(body);
    return value.ok() ? value->toObject() : QJsonObject();
}

} // namespace countersign
