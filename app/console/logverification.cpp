// SPDX-License-Identifier: GPL-3.0-or-later
#include "logverification.h"

#include "replica/replica.h"

#include <QCoreApplication>

namespace countersign {

LogVerification::LogVerification(LogMirror *mirror, Replica *replica, const Checkpoint &checkpoint, QObject *parent)
    : QObject(parent), m_mirror(mirror), m_replica(replica), m_checkpoint(checkpoint)
{
}

void LogVerification::start(QObject *asker, const LogWatch &watch, std::function<void(Result<QString>)> done)
{
    m_asker = asker;
    m_watch = watch;
    m_done = std::move(done);
    connect(asker, &QObject::destroyed, this, &LogVerification::cancel);
    connect(m_mirror, &LogMirror::progress, this, [this](qint64 have, qint64 of) { tell({false, have, of}); });
    connect(m_mirror, &LogMirror::finished, this, [this](const QString &problem) {
        if (m_watch.stop.stop_requested())
            return cancel();
        if (!problem.isEmpty())
            return end(Error{Error::Code::Unreachable, problem});
        check();
    });
    // Whoever asks to stop may do so from any thread; it is heard in this one.
    m_onStop.emplace(m_watch.stop, [this] { QMetaObject::invokeMethod(this, &LogVerification::cancel, Qt::QueuedConnection); });
    m_mirror->catchUp(qint64(m_checkpoint.size));
}

void LogVerification::cancel()
{
    if (m_ended)
        return;
    m_job.request_stop();
    end(Error{Error::Code::Cancelled, tr("The verification was cancelled.")});
    if (m_mirror->isRunning())
        m_mirror->stop();
}

void LogVerification::check()
{
    disconnect(m_mirror, nullptr, this, nullptr);
    const qint64 size = qint64(m_checkpoint.size);
    tell({true, 0, size});
    const QPointer<LogVerification> self(this);
    const auto checked = [self, size](qint64 done) {
        QMetaObject::invokeMethod(
            qApp, [self, done, size] { if (self) self->tell({true, done, size}); }, Qt::QueuedConnection);
    };
    m_job = m_replica->read(
        this,
        [checkpoint = m_checkpoint, checked](ReadSession &session) -> Result<bool> {
            const auto good = checkMirroredLog(session, checkpoint, checked);
            return good ? Result<bool>(true) : Result<bool>(good.error());
        },
        [this](const Result<bool> &good) {
            if (!good)
                return end(good.error());
            end(tr("All %n entries give the signed root, and every checkpoint seen before is part of it.", nullptr, int(m_checkpoint.size)));
        });
}

void LogVerification::tell(const LogProgress &progress)
{
    if (!m_ended && m_asker && m_watch.progress)
        m_watch.progress(progress);
}

void LogVerification::end(const Result<QString> &answer)
{
    if (std::exchange(m_ended, true))
        return;
    m_onStop.reset();
    deleteLater();
    if (m_asker)
        m_done(answer);
}

} // namespace countersign
