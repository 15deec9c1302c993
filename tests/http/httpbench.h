// SPDX-License-Identifier: GPL-3.0-or-later
// A raw client and a small server for the tests of server/http.
#pragma once
#include "server/http/httpserver.h"
#include "server/http/problem.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTest>

namespace bench {

using namespace countersign;
using namespace Qt::StringLiterals;

struct Answer
{
    int status = 0;         ///< 0: the connection ended before a head came
    QByteArray head;
    HttpHeaders headers;
    QByteArray body;
};

/// Writes bytes as they are and reads answers one by one.
class RawClient
{
public:
    explicit RawClient(quint16 port)
    {
        m_socket.connectToHost(u"127.0.0.1"_s, port);
        m_socket.waitForConnected(Patience);
    }
    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(Patience)) { }
    }
    Answer read(bool toHead = false)
    {
        Answer answer;
        qsizetype end = -1;
        while ((end = m_in.indexOf("\r\n\r\n")) < 0 && more()) { }
        if (end < 0)
            return answer;
        answer.head = m_in.first(end);
        m_in.remove(0, end + 4);
        QByteArrayList lines = answer.head.split('\n');
        answer.status = lines.takeFirst().split(' ').value(1).toInt();
        for (const QByteArray &line : lines)
            answer.headers.add(line.left(line.indexOf(':')), line.mid(line.indexOf(':') + 1).trimmed());
        const qsizetype length = toHead ? 0 : answer.headers.values("Content-Length").value(0).toLongLong();
        while (m_in.size() < length && more()) { }
        answer.body = m_in.first(std::min(length, m_in.size()));
        m_in.remove(0, answer.body.size());
        return answer;
    }
    Answer ask(const QByteArray &bytes)
    {
        send(bytes);
        return read();
    }
    /// True when the other side ends the connection, after anything it may still send.
    bool ended()
    {
        while (more()) { }
        return m_socket.state() == QAbstractSocket::UnconnectedState;
    }
    QByteArray rest() const { return m_in; }
    QTcpSocket &socket() { return m_socket; }

    static constexpr int Patience = 20'000;

private:
    bool more()
    {
        if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(Patience))
            return false;
        m_in += m_socket.readAll();
        return true;
    }
    QTcpSocket m_socket;
    QByteArray m_in;
};

inline QByteArray get(const QByteArray &target, const QByteArray &fields = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}

inline QByteArray post(const QByteArray &target, const QByteArray &body, const QByteArray &fields = {})
{
    return "POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n"
        + fields + "\r\n" + body;
}

/// Answers with what it understood: "METHOD path body-size" and the body.
inline void echo(HttpRequest &&request, const Responder &responder)
{
    responder.answer(HttpResponse::text(200, request.method + ' ' + request.path.toUtf8() + ' '
                                                 + QByteArray::number(request.body.size()) + '\n' + request.body));
}

/// Resident memory of this process in bytes, 0 where the system does not tell.
inline qint64 residentBytes()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').value(0).toLongLong() * 1024;
    }
    return 0;
}

} // namespace bench
