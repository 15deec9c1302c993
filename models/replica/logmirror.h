// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "client/restclient.h"
#include "replica/readsession.h"
#include "trust/checkpoint.h"

#include <QObject>
#include <QPointer>

#include <functional>

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
    /// Ends a run; finished() says so. What has been fetched stays.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }

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
/// the checkpoint's, NotFound when entries are missing here, Cancelled when the session was asked to stop. `progress`
/// is told now and then how many have been checked, on the reader's thread.
Result<void> checkMirroredLog(ReadSession &session, const Checkpoint &checkpoint, const std::function<void(qint64)> &progress = {});

} // namespace countersign
