// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/problem.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace countersign {

HttpResponse problem(int status, const QString &title, const QString &detail, const QList<FieldError> &errors)
{
    QJsonObject body{{u"type"_s, u"about:blank"_s}, {u"title"_s, title}, {u"status"_s, status}};
    if (!detail.isEmpty())
        body.insert(u"detail"_s, detail);
    if (!errors.isEmpty()) {
        QJsonArray list;
        for (const FieldError &error : errors)
            list.append(QJsonObject{{u"pointer"_s, error.pointer}, {u"message"_s, error.message}});
        body.insert(u"errors"_s, list);
    }
    return HttpResponse::text(status, QJsonDocument(body).toJson(QJsonDocument::Compact), "application/problem+json");
}

HttpResponse problem(const Error &error)
{
    const int status = statusOf(error.code);
    HttpResponse response = problem(status, QString::fromLatin1(reasonPhrase(status)), error.text, error.fields);
    if (status == 429 || status == 503)
        response.headers.set("Retry-After", "1");
    return response;
}

int statusOf(Error::Code code)
{
    switch (code) {
    case Error::Code::Invalid: return 400;
    case Error::Code::NotFound: return 404;
    case Error::Code::Exists: return 409;
    case Error::Code::Stale: return 412;
    case Error::Code::Forbidden: return 403;
    case Error::Code::Unauthorised: return 401;
    case Error::Code::Refused: return 409;
    case Error::Code::TooLarge: return 413;
    case Error::Code::Busy: return 429;
    case Error::Code::Cancelled: return 503;
    case Error::Code::Timeout: return 504;
    case Error::Code::Unreachable: return 502;
    case Error::Code::Corrupt: return 500;
    case Error::Code::Untrusted: return 422;
    case Error::Code::Unsupported: return 415;
    case Error::Code::Internal: return 500;
    }
    return 500;
}

QByteArray reasonPhrase(int status)
{
    static const QHash<int, QByteArray> names{
        {200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"}, {206, "Partial Content"},
        {301, "Moved Permanently"}, {302, "Found"}, {303, "See Other"}, {304, "Not Modified"},
        {307, "Temporary Redirect"}, {308, "Permanent Redirect"},
        {400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"},
        {405, "Method Not Allowed"}, {406, "Not Acceptable"}, {408, "Request Timeout"}, {409, "Conflict"},
        {410, "Gone"}, {411, "Length Required"}, {412, "Precondition Failed"}, {413, "Content Too Large"},
        {414, "URI Too Long"}, {415, "Unsupported Media Type"}, {416, "Range Not Satisfiable"},
        {417, "Expectation Failed"}, {421, "Misdirected Request"}, {422, "Unprocessable Content"},
        {428, "Precondition Required"}, {429, "Too Many Requests"}, {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"}, {501, "Not Implemented"}, {502, "Bad Gateway"},
        {503, "Service Unavailable"}, {504, "Gateway Timeout"}, {505, "HTTP Version Not Supported"},
        {507, "Insufficient Storage"},
    };
    return names.value(status, "Unknown");
}

} // namespace countersign
