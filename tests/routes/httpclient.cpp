// SPDX-License-Identifier: GPL-3.0-or-later
#include "routes/httpclient.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace countersign::test {

QJsonObject Reply::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QStringList Reply::pointers() const
{
    QStringList out;
    const QJsonArray errors = json().value(QStringLiteral("errors")).toArray();
    for (const QJsonValue &error : errors)
        out.append(error.toObject().value(QStringLiteral("pointer")).toString());
    return out;
}

HttpClient::~HttpClient()
{
    close();
}

void HttpClient::close()
{
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
    m_buffer.clear();
}

bool HttpClient::connectNow()
{
    if (m_socket >= 0)
        return true;
    m_socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{90, 0};
    const int on = 1;
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
        close();
    return m_socket >= 0;
}

bool HttpClient::start(const QByteArray &method, const QByteArray &target, const QByteArray &body, const Headers &headers)
{
    if (!connectNow())
        return false;
    QByteArray text = method + ' ' + target + " HTTP/1.1\r\nHost: test\r\n";
    const auto has = [&](const QByteArray &name) {
        return std::any_of(headers.begin(), headers.end(), [&](const auto &field) { return field.first.toLower() == name; });
    };
    if (!m_key.isEmpty() && !has("authorization"))
        text += "Authorization: Bearer " + m_key + "\r\n";
    for (const auto &[name, value] : headers)
        text += name + ": " + value + "\r\n";
    if (!body.isEmpty() || method == "POST" || method == "PUT" || method == "PATCH") {
        if (!has("content-length"))
            text += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        if (!has("content-type") && !body.isEmpty())
            text += "Content-Type: application/json\r\n";
    }
    text += "\r\n" + body;
    qsizetype sent = 0;
    while (sent < text.size()) {
        const ssize_t n = ::send(m_socket, text.constData() + sent, size_t(text.size() - sent), MSG_NOSIGNAL);
        if (n <= 0)
            break; // the server may refuse in the middle of a body: its answer is still to be read
        sent += n;
    }
    return true;
}

Reply HttpClient::finish()
{
    Reply out;
    qsizetype headEnd = -1;
    qsizetype length = 0;
    while (m_socket >= 0) {
        if (headEnd < 0 && (headEnd = m_buffer.indexOf("\r\n\r\n")) >= 0) {
            const auto lines = m_buffer.first(headEnd).split('\n');
            out.status = lines.first().split(' ').value(1).toInt();
            for (const QByteArray &line : lines.mid(1)) {
                const qsizetype colon = line.indexOf(':');
                out.headers.insert(line.first(colon).toLower(), line.mid(colon + 1).trimmed());
            }
            length = out.headers.value("content-length", "0").toLongLong();
        }
        if (headEnd >= 0 && m_buffer.size() >= headEnd + 4 + length) {
            out.body = m_buffer.mid(headEnd + 4, length);
            m_buffer.remove(0, headEnd + 4 + length);
            if (out.headers.value("connection") == "close")
                close();
            return out;
        }
        char bytes[64 * 1024];
        const ssize_t n = ::recv(m_socket, bytes, sizeof bytes, 0);
        if (n <= 0) {
            close();
            return {};
        }
        m_buffer.append(bytes, n);
    }
    return out;
}

Reply HttpClient::send(const QByteArray &method, const QByteArray &target, const QByteArray &body, const Headers &headers)
{
    return start(method, target, body, headers) ? finish() : Reply{};
}

Reply HttpClient::post(const QByteArray &target, const QJsonObject &body, const Headers &headers)
{
    return send("POST", target, QJsonDocument(body).toJson(QJsonDocument::Compact), headers);
}

Reply HttpClient::patch(const QByteArray &target, qint64 revision, const QJsonObject &body)
{
    return send("PATCH", target, QJsonDocument(body).toJson(QJsonDocument::Compact), {{"If-Match", '"' + QByteArray::number(revision) + '"'}});
}

} // namespace countersign::test
