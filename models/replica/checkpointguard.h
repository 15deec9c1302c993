// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "replica/syncstate.h"
#include "trust/checkpoint.h"

#include <optional>

namespace countersign {

/// Remembers the log's key and the last checkpoint that held, and judges the next one (trust rules T1, T3, T12: a log
/// may only grow, and what it grew from must be what it was). A value; pure.
class CheckpointGuard
{
public:
    struct Finding
    {
        enum Verdict {
            Accepted,   ///< nothing new, or the same tree
            NeedsProof, ///< larger: accept() it with a consistency proof from rememberedSize() to size
            Alarm,
        };
        Verdict verdict = Accepted;
        SyncState::AlarmKind alarm = SyncState::NoAlarm;
        QString sentence;
        quint64 size = 0;
    };

    CheckpointGuard() = default;
    /// `pinnedKey` is a vkey, `remembered` the signed note that held last (empty for none). Corrupt when what was
    /// stored does not read any more.
    static Result<CheckpointGuard> restore(const QString &pinnedKey, const QByteArray &remembered);

    /// Pins the key at first contact; afterwards only says whether it still is that key.
    [[nodiscard]] Finding meetKey(const QString &vkey);
    [[nodiscard]] Finding meet(const QByteArray &note);
    /// After NeedsProof.
    [[nodiscard]] Finding prove(const QByteArray &note, const QList<QByteArray> &proof);

    [[nodiscard]] bool hasKey() const { return m_key.has_value(); }
    [[nodiscard]] QString pinnedKey() const { return m_key ? m_key->vkey() : QString(); }
    [[nodiscard]] const QByteArray &remembered() const { return m_note; }
    [[nodiscard]] const Checkpoint &checkpoint() const { return m_checkpoint; }

private:
    [[nodiscard]] Result<Checkpoint> open(const QByteArray &note) const;
    void remember(const QByteArray &note, const Checkpoint &checkpoint);
    std::optional<NoteVerifier> m_key;
    QByteArray m_note;
    Checkpoint m_checkpoint;
};

} // namespace countersign
