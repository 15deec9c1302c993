// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/responsehead.h"

#include "server/http/problem.h"

#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

bool isToken(QByteArrayView text)
{
    static constexpr QByteArrayView marks("!#$%&'*+-.^_`|~");
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.contains(c);
    });
}

/// Stricter than RFC 9110: obs-text is not sent either.
bool isValue(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '\t' || (c >= 0x20 && c < 0x7f); });
}

bool isFramed(const QByteArray &name)
{
    static const QList<QByteArray> framed{"content-length", "transfer-encoding", "connection", "keep-alive", "date",
                                          "server", "x-request-id", "x-content-type-options", "upgrade", "trailer"};
    return framed.contains(name.toLower());
}

} // namespace

bool isSendable(const HttpResponse &response)
{
    const auto &fields = response.headers.fields();
    return response.status >= 200 && response.status <= 599
        && std::all_of(fields.begin(), fields.end(), [](const HttpHeaders::Field &field) {
               return isToken(field.first) && isValue(field.second);
           });
}

QByteArray responseHead(const HttpResponse &response, const ResponseFrame &frame)
{
    QByteArray head;
    head.reserve(512);
    head += "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + reasonPhrase(response.status) + "\r\n";
    head += "Date: " + frame.date + "\r\n";
    head += frame.keepAlive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
    if (response.status != 204)
        head += "Content-Length: " + QByteArray::number(frame.contentLength) + "\r\n";
    head += "X-Request-Id: " + frame.requestId.toLatin1() + "\r\nX-Content-Type-Options: nosniff\r\n";
    if (!response.headers.contains("Cache-Control"))
        head += "Cache-Control: no-store\r\n";
    for (const auto &[name, value] : response.headers.fields()) {
        if (!isFramed(name))
            head += name + ": " + value + "\r\n";
    }
    head += "\r\n";
    return head;
}

QByteArray httpDate(qint64 secondsSinceEpoch)
{
    const QDateTime time = QDateTime::fromSecsSinceEpoch(secondsSinceEpoch, Qt::UTC);
    return QLocale::c().toString(time, u"ddd, dd MMM yyyy HH:mm:ss"_s).toLatin1() + " GMT";
}

bool mayHaveBody(int status)
{
    return status != 204 && status != 304;
}

} // namespace countersign
