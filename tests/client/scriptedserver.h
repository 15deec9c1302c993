// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QList>
#include <QObject>
#include <QTcpServer>
#include <QUrl>
#include <QUrlQuery>

#include <functional>

class QTcpSocket;

namespace countersign::fixture {

struct ScriptedRequest
{
    QByteArray method;
    QString path;
    QUrlQuery query;
    QHash<QByteArray, QByteArray> headers = {}; ///< names in lower case
    QByteArray body = {};
};

/// What to put on the wire for one request, decently or not.
struct ScriptedReply
{
    int status = 200;
    QByteArray body = {};
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    QByteArray contentType = "application/json";
    qint64 announced = -1;  ///< a Content-Length of its own; the connection closes after what there is
    QByteArray raw = {};         ///< instead of all this
    bool hang = false;      ///< say nothing, keep the connection
    bool drop = false;      ///< close without a word
    int delay = 0;          ///< milliseconds before anything is said
    bool chunked = false;

    static ScriptedReply json(const QByteArray &body) { return {200, body, {}}; }
    static ScriptedReply problem(int status, const QByteArray &body = "{\"title\":\"no\"}")
    {
        ScriptedReply out{status, body, {}};
        out.contentType = "application/problem+json";
        return out;
    }
};

/// A double below the socket: a real HTTP server on the loopback whose every answer the test decides. It counts.
class ScriptedServer : public QObject
{
    Q_OBJECT
public:
    using Handler = std::function<ScriptedReply(const ScriptedRequest &)>;
    explicit ScriptedServer(Handler handler = {});
    ~ScriptedServer() override;

    [[nodiscard]] QUrl url() const;
    void setHandler(Handler handler) { m_handler = std::move(handler); }
    /// Stops and starts listening on the same port; open connections are cut.
    void goAway();
    void comeBack();

    QList<ScriptedRequest> requests;
    [[nodiscard]] int count(const QByteArray &method, const QString &pathStart) const;

private:
    void take(QTcpSocket *socket);
    void serve(QTcpSocket *socket);
    void answer(QTcpSocket *socket, const ScriptedReply &reply);
    QTcpServer m_server;
    quint16 m_port = 0;
    Handler m_handler;
    QHash<QTcpSocket *, QByteArray> m_input;
};

} // namespace countersign::fixture
