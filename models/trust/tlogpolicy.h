// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "trust/checkpoint.h"

#include <QHash>

namespace countersign {

/// C2SP tlog-policy: the trust file of an offline verifier. It lists the logs that are believed, the witnesses, and which
/// of these must have cosigned a checkpoint. A value; any thread.
class TlogPolicy
{
public:
    struct Log
    {
        NoteVerifier key; ///< its name is the log's origin
        QString url;
    };
    struct Witness
    {
        QByteArray name; ///< inside the policy only; opaque bytes
        NoteVerifier key;
        QString url;
    };
    struct Group
    {
        QByteArray name;
        int threshold = 1;
        QList<QByteArray> members;
    };

    /// Invalid with the line's number when the text breaks a rule: unknown word, name used before it is defined, used
    /// twice or missing, key listed twice, a threshold that cannot be met, not exactly one quorum line.
    static Result<TlogPolicy> fromText(QByteArrayView text);
    /// The policy of one log without witnesses.
    static QByteArray textFor(const NoteVerifier &log, const QList<Witness> &witnesses = {}, int threshold = 0);

    [[nodiscard]] const QList<Log> &logs() const { return m_logs; }
    [[nodiscard]] const QList<Witness> &witnesses() const { return m_witnesses; }

    /// Opens a signed checkpoint: signed by one of the logs (whose name is the origin) and cosigned by the quorum.
    /// Untrusted with the reason otherwise.
    [[nodiscard]] Result<SignedCheckpoint> open(QByteArrayView checkpoint) const;

private:
    [[nodiscard]] bool isSatisfied(const QByteArray &name, const VerifiedNote &note) const;
    Result<void> addLine(const QList<QByteArray> &words);
    Result<void> addGroup(const QList<QByteArray> &words);
    [[nodiscard]] bool isDefined(const QByteArray &name) const;

    QList<Log> m_logs;
    QList<Witness> m_witnesses;
    QList<Group> m_groups;
    QByteArray m_quorum;
};

} // namespace countersign
