// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QJsonObject>
#include <QMap>

namespace countersign::test {

/// What came back. Status 0: the connection ended or timed out.
struct Reply
{
    int status = 0;
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;

    [[nodiscard]] QJsonObject json() const;
    /// The record's body, when the answer is a record.
    [[nodiscard]] QJsonObject recordBody() const { return json().value(QStringLiteral("body")).toObject(); }
    [[nodiscard]] QString id() const { return json().value(QStringLiteral("id")).toString(); }
    [[nodiscard]] QString detail() const { return json().value(QStringLiteral("detail")).toString(); }
    [[nodiscard]] QStringList pointers() const;
};

/// A plain blocking HTTP/1.1 client that keeps its connection, on POSIX sockets: nothing of ours or of Qt's network
/// stack stands between the test and the server. One thread.
class HttpClient
{
public:
    explicit HttpClient(quint16 port, QByteArray key = {}) : m_port(port), m_key(std::move(key)) {}
    ~HttpClient();
    Q_DISABLE_COPY_MOVE(HttpClient)

    using Headers = QList<std::pair<QByteArray, QByteArray>>;
    Reply send(const QByteArray &method, const QByteArray &target, const QByteArray &body = {}, const Headers &headers = {});
    Reply get(const QByteArray &target) { return send("GET", target); }
    Reply post(const QByteArray &target, const QJsonObject &body, const Headers &headers = {});
    Reply patch(const QByteArray &target, qint64 revision, const QJsonObject &body);
    /// Writes a request without waiting for the answer.
    bool start(const QByteArray &method, const QByteArray &target, const QByteArray &body = {}, const Headers &headers = {});
    Reply finish();

private:
    bool connectNow();
    void close();

    quint16 m_port;
    QByteArray m_key;
    int m_socket = -1;
    QByteArray m_buffer;
};

} // namespace countersign::test
