// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/scriptedserver.h"

#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

namespace countersign::fixture {

using namespace Qt::StringLiterals;

ScriptedServer::ScriptedServer(Handler handler) : m_handler(std::move(handler))
{
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("no port to listen on");
    m_port = m_server.serverPort();
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection())
            take(socket);
    });
}

ScriptedServer::~ScriptedServer()
{
    goAway();
}

QUrl ScriptedServer::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port));
}

void ScriptedServer::goAway()
{
    m_server.close();
    const auto sockets = m_input.keys();
    m_input.clear();
    for (QTcpSocket *socket : sockets) {
        socket->disconnect(this);
        socket->abort();
        socket->deleteLater();
    }
}

void ScriptedServer::comeBack()
{
    if (!m_server.listen(QHostAddress::LocalHost, m_port))
        qFatal("the port is taken");
}

int ScriptedServer::count(const QByteArray &method, const QString &pathStart) const
{
    return int(std::count_if(requests.begin(), requests.end(), [&](const ScriptedRequest &request) {
        return request.method == method && request.path.startsWith(pathStart);
    }));
}

void ScriptedServer::take(QTcpSocket *socket)
{
    m_input.insert(socket, {});
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
        m_input[socket] += socket->readAll();
        serve(socket);
    });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        m_input.remove(socket);
        socket->deleteLater();
    });
}

void ScriptedServer::serve(QTcpSocket *socket)
{
    QByteArray &input = m_input[socket];
    const qsizetype headEnd = input.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return;
    ScriptedRequest request;
    const QList<QByteArray> lines = input.first(headEnd).split('\n');
    const QList<QByteArray> first = lines.first().trimmed().split(' ');
    const QUrl url = QUrl::fromEncoded(first.value(1));
    request.method = first.first();
    request.path = url.path(QUrl::FullyEncoded);
    request.query = QUrlQuery(url.query());
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines[i].indexOf(':');
        request.headers.insert(lines[i].first(colon).toLower(), lines[i].sliced(colon + 1).trimmed());
    }
    const qsizetype length = request.headers.value("content-length").toLongLong();
    if (input.size() < headEnd + 4 + length)
        return;
    request.body = input.sliced(headEnd + 4, length);
    input.remove(0, headEnd + 4 + length);
    requests.append(request);
    const ScriptedReply reply = m_handler ? m_handler(request) : ScriptedReply::json("{}");
    if (reply.hang)
        return;
    if (reply.delay > 0)
        QTimer::singleShot(reply.delay, socket, [this, socket, reply] { answer(socket, reply); });
    else
        answer(socket, reply);
}

void ScriptedServer::answer(QTcpSocket *socket, const ScriptedReply &reply)
{
    if (reply.drop)
        return socket->abort();
    if (!reply.raw.isEmpty()) {
        socket->write(reply.raw);
        return socket->disconnectFromHost();
    }
    QByteArray out = "HTTP/1.1 " + QByteArray::number(reply.status) + " X\r\nContent-Type: " + reply.contentType + "\r\n";
    for (const auto &[name, value] : reply.headers)
        out += name + ": " + value + "\r\n";
    if (reply.chunked)
        out += "Transfer-Encoding: chunked\r\n\r\n" + QByteArray::number(reply.body.size(), 16) + "\r\n" + reply.body + "\r\n0\r\n\r\n";
    else
        out += "Content-Length: " + QByteArray::number(reply.announced < 0 ? reply.body.size() : reply.announced) + "\r\n\r\n" + reply.body;
    socket->write(out);
    if (reply.announced >= 0)
        socket->disconnectFromHost();
}

} // namespace countersign::fixture
