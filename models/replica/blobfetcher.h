// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "client/restclient.h"

#include <QHash>
#include <QObject>
#include <QQueue>
#include <QTimer>

namespace countersign {

class Replica;

/// Brings blobs into the replica's cache: those that are asked for, and, quietly, the reports and cards of current
/// evidence, so that they can be read without the server. Each is fetched once however many want it, few at a time.
/// Lives in one thread with its client and replica.
class BlobFetcher : public QObject
{
    Q_OBJECT
public:
    /// Neither is owned; both must outlive this.
    BlobFetcher(RestClient *client, Replica *replica, QObject *parent = nullptr);

    /// `done` once all are in the cache, or with the first error; never if context is gone by then.
    void fetch(const QStringList &digests, QObject *context, std::function<void(Result<void>)> done);
    /// Begins to keep the cache filled behind the feed; again after errors, when something changes or on wake().
    void prefetch(bool on);
    void wake();

Q_SIGNALS:
    /// A blob is there that was not.
    void arrived(const QString &digest);

private:
    struct Wish
    {
        QPointer<QObject> context;
        QStringList open;
        std::function<void(Result<void>)> done;
    };
    void enqueue(const QString &digest);
    void pump();
    void take(const QString &digest, const Result<void> &result);
    void lookForMissing();

    RestClient *m_client;
    Replica *m_replica;
    QList<std::shared_ptr<Wish>> m_wishes;
    QQueue<QString> m_waiting;
    QSet<QString> m_known; ///< waiting or under way
    int m_underWay = 0;
    bool m_prefetch = false;
    QTimer m_look;
};

} // namespace countersign
