// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "client/restmessage.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>

namespace countersign {

class RestClient;

/// One request on its way. It ends exactly once, by success, error, cancel(), its time being over or its client's
/// destruction; then it tells whoever asked (unless their context is gone) and deletes itself. Thread of the client.
class RestJob final : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const RestReply &)>;
    /// Receives the body in pieces instead of the reply; false ends the job with an error.
    using Sink = std::function<bool(const QByteArray &piece)>;

    ~RestJob() override;

    void cancel();
    [[nodiscard]] const RestRequest &request() const { return m_request; }
    /// Sends this device's content as the body, from its beginning at every attempt. Before the event loop runs.
    void setSource(std::unique_ptr<QIODevice> source);
    /// `restart` is called before every attempt, so that what came of the last one can be dropped.
    void setSink(Sink sink, std::function<void()> restart);

Q_SIGNALS:
    /// Bytes of the body sent or received so far, and in all (-1: not known).
    void progress(qint64 done, qint64 total);

private:
    friend class RestClient;
    RestJob(RestClient *client, const RestRequest &request, QObject *context, Done done);

    void start();
    void takeHead();
    void takeBody();
    void cut();
    void takeEnd();
    void retryOrFinish(const RestReply &reply, int waitAtLeast);
    void end(const Error &error);
    void finish(const RestReply &reply);
    void dropReply();

    RestClient *m_client;
    RestRequest m_request;
    QPointer<QObject> m_context;
    bool m_hasContext;
    Done m_done;
    Sink m_sink;
    std::function<void()> m_restart;
    std::unique_ptr<QIODevice> m_source;
    QPointer<QNetworkReply> m_reply;
    QByteArray m_body;
    qint64 m_received = 0;
    int m_attempt = 0;
    bool m_ended = false;
    std::optional<Error> m_cut; ///< why we broke off ourselves
    QElapsedTimer m_since;
    QTimer m_deadline, m_pause;
};

} // namespace countersign
