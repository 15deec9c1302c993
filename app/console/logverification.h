// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "replica/logmirror.h"
#include "ui/workspace/workspace.h"

#include <QPointer>

#include <optional>

namespace countersign {

/// One run of "verify now": fetches the entries that are not here and recomputes the tree over all of them. Answers
/// once, on the thread it lives in, and then deletes itself; says nothing once the asker is gone.
class LogVerification final : public QObject
{
    Q_OBJECT
public:
    /// Mirror and replica outlive it.
    LogVerification(LogMirror *mirror, Replica *replica, const Checkpoint &checkpoint, QObject *parent);
    void start(QObject *asker, const LogWatch &watch, std::function<void(Result<QString>)> done);

private:
    void cancel();
    void check();
    void tell(const LogProgress &progress);
    void end(const Result<QString> &answer);

    LogMirror *m_mirror;
    Replica *m_replica;
    Checkpoint m_checkpoint;
    QPointer<QObject> m_asker;
    LogWatch m_watch;
    std::function<void(Result<QString>)> m_done;
    std::stop_source m_job;
    std::optional<std::stop_callback<std::function<void()>>> m_onStop;
    bool m_ended = false;
};

} // namespace countersign
