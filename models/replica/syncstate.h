// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDateTime>
#include <QObject>

namespace countersign {

/// How the copy stands to the server it is of.
struct SyncState
{
    Q_GADGET
public:
    enum Phase {
        Stopped,
        CatchingUp, ///< reading what happened since the last time
        UpToDate,   ///< waiting for the next change
        Retrying,   ///< the server does not answer or answers nonsense; it is asked again
        SignInNeeded,
        Alarm, ///< the server contradicts what it said before; nothing is taken from it any more
    };
    Q_ENUM(Phase)
    enum AlarmKind {
        NoAlarm,
        HistoryRewritten, ///< the log it shows does not continue the log it showed
        LogShrank,
        LogKeyChanged,
        RecordContradictsLog, ///< it served a record that is not what its own log says
        BadCheckpoint,        ///< the signature of the log does not hold
    };
    Q_ENUM(AlarmKind)
    Phase phase = Stopped;
    AlarmKind alarm = NoAlarm;
    QString sentence;    ///< for people: why it retries, or what the alarm is
    qint64 seq = 0;      ///< what the copy has
    qint64 head = 0;     ///< what the server has, as last heard
    qint64 received = 0; ///< records since start()
    QDateTime freshAt;   ///< when the server last confirmed that the copy is complete; invalid for never
    QDateTime retryAt;
    bool operator==(const SyncState &) const = default;
};

/// Both sides of a contradiction, to be kept and shown: nobody should have to take the console's word for it.
struct SyncEvidence
{
    QByteArray remembered; ///< the last checkpoint that was verified, as a signed note
    QByteArray received;   ///< what came instead
    QString pinnedKey;
    QString finding;
    QDateTime at;
};

} // namespace countersign

Q_DECLARE_METATYPE(countersign::SyncEvidence)
