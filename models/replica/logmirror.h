// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "client/restclient.h"
#include "replica/readsession.h"
#include "trust/checkpoint.h"

#include <QObject>

namespace countersign {

class Replica;

/// Fetches the log's entries into the replica, so that the log can be read, searched and checked without the server.
/// Lives in one thread with its client and replica.
class LogMirror : public QObject
{
    Q_OBJECT
public:
    LogMirror(RestClient *client, Replica *replica, QObject *parent = nullptr);

    /// Fetches up to `size` entries from what is there; finished() follows. A second call while it runs raises the goal.
    void catchUp(qint64 size);
    void stop();

Q_SIGNALS:
    void progress(qint64 have, qint64 of);
    void finished(const QString &problem); ///< empty when all is there

private:
    void next();
    void take(const RestReply &reply, qint64 from);
    void end(const QString &problem);
    RestClient *m_client;
    Replica *m_replica;
    qint64 m_goal = 0, m_have = -1;
    bool m_running = false;
    QPointer<RestJob> m_job;
};

/// Recomputes the tree over the first `checkpoint.size` entries that are here. Untrusted when it is another tree than
/// the checkpoint's, NotFound when entries are missing here.
Result<void> checkMirroredLog(ReadSession &session, const Checkpoint &checkpoint);

} // namespace countersign
