// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "client/connectionstate.h"
#include "client/restjob.h"
#include "client/restmessage.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QSslCertificate>
#include <QUrl>

namespace countersign {

struct RestOptions
{
    QUrl base; ///< "https://host[:port][/prefix]"; http only to this machine itself
    /// Asked at every request and never kept; empty for none. Called on the client's thread.
    std::function<QByteArray()> token = {};
    QList<QSslCertificate> authorities = {}; ///< trusted besides the system's, e.g. a company's own
    int backoffBase = 250;                   ///< milliseconds before the first repetition, at most
};

/// Makes requests to one server. Lives in one thread, whose event loop it needs; several requests run at once.
class RestClient final : public QObject
{
    Q_OBJECT
public:
    explicit RestClient(RestOptions options, QObject *parent = nullptr);
    ~RestClient() override;

    /// A base that may be spoken to, or the sentence why not: https with a host, or http to a loopback address.
    static Result<QUrl> checkedBase(const QUrl &url);

    /// Begins a request; `done` is called once, later, on this thread, unless `context` is gone by then. A null
    /// context means always. The job may be kept to cancel it, in a QPointer.
    RestJob *send(const RestRequest &request, QObject *context, RestJob::Done done);

    [[nodiscard]] const RestOptions &options() const { return m_options; }
    [[nodiscard]] const ConnectionState &connection() const { return m_connection; }
    /// Requests put on the wire so far, repetitions included.
    [[nodiscard]] qint64 transmitted() const { return m_transmitted; }

Q_SIGNALS:
    void connectionChanged(const countersign::ConnectionState &state);

private:
    friend class RestJob;
    Result<QNetworkReply *> transmit(const RestRequest &request, QIODevice *source);
    void noteReply(const RestReply &reply);

    RestOptions m_options;
    Result<QUrl> m_base;
    QNetworkAccessManager m_network;
    ConnectionState m_connection;
    qint64 m_transmitted = 0;
};

} // namespace countersign
