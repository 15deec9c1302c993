// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/checkpointguard.h"

#include "trust/merkle.h"

#include <QCoreApplication>

namespace countersign {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(CheckpointGuard)
};

CheckpointGuard::Finding alarm(SyncState::AlarmKind kind, const QString &sentence)
{
    return {CheckpointGuard::Finding::Alarm, kind, sentence, 0};
}

CheckpointGuard::Finding rewritten(quint64 size)
{
    return alarm(SyncState::HistoryRewritten,
                 Text::tr("The server's log does not continue the log of %1 entries that it showed before: its history was rewritten.").arg(size));
}

} // namespace

Result<CheckpointGuard> CheckpointGuard::restore(const QString &pinnedKey, const QByteArray &remembered)
{
    CheckpointGuard out;
    if (pinnedKey.isEmpty())
        return out;
    auto key = NoteVerifier::fromVkey(pinnedKey);
    if (!key.ok())
        return {Error::Code::Corrupt, Text::tr("The log's key that was remembered cannot be read."), key.error().text};
    out.m_key = *key;
    if (remembered.isEmpty())
        return out;
    const auto checkpoint = out.open(remembered);
    if (!checkpoint.ok())
        return {Error::Code::Corrupt, Text::tr("The checkpoint that was remembered does not hold any more."), checkpoint.error().text};
    out.remember(remembered, *checkpoint);
    return out;
}

CheckpointGuard::Finding CheckpointGuard::meetKey(const QString &vkey)
{
    auto key = NoteVerifier::fromVkey(vkey);
    if (!key.ok())
        return alarm(SyncState::BadCheckpoint, Text::tr("The key of the server's log cannot be read."));
    if (!m_key)
        m_key = *key;
    if (m_key->vkey() != key->vkey())
        return alarm(SyncState::LogKeyChanged, Text::tr("The server's log is signed by another key than the one known to be its own."));
    return {};
}

Result<Checkpoint> CheckpointGuard::open(const QByteArray &note) const
{
    const auto opened = openCheckpoint(note, *m_key);
    return opened.ok() ? Result<Checkpoint>(opened->checkpoint) : Result<Checkpoint>(opened.error());
}

void CheckpointGuard::remember(const QByteArray &note, const Checkpoint &checkpoint)
{
    m_note = note;
    m_checkpoint = checkpoint;
}

CheckpointGuard::Finding CheckpointGuard::meet(const QByteArray &note)
{
    if (!m_key)
        return alarm(SyncState::BadCheckpoint, Text::tr("The key of the server's log is not known."));
    const auto checkpoint = open(note);
    if (!checkpoint.ok())
        return alarm(SyncState::BadCheckpoint, Text::tr("The signature on the server's log does not hold."));
    if (m_note.isEmpty() || m_checkpoint.size == 0) {
        if (!m_note.isEmpty() && checkpoint->size == 0 && checkpoint->root != m_checkpoint.root)
            return rewritten(0);
        remember(note, *checkpoint);
        return {};
    }
    if (checkpoint->size < m_checkpoint.size)
        return alarm(SyncState::LogShrank,
                     Text::tr("The server's log has %1 entries, and had %2 before: entries have gone.").arg(checkpoint->size).arg(m_checkpoint.size));
    if (checkpoint->size == m_checkpoint.size) {
        if (checkpoint->root != m_checkpoint.root)
            return rewritten(m_checkpoint.size);
        return {};
    }
    return {Finding::NeedsProof, SyncState::NoAlarm, {}, checkpoint->size};
}

CheckpointGuard::Finding CheckpointGuard::prove(const QByteArray &note, const QList<QByteArray> &proof)
{
    const auto checkpoint = open(note);
    if (!checkpoint.ok())
        return alarm(SyncState::BadCheckpoint, Text::tr("The signature on the server's log does not hold."));
    if (!verifyConsistency(m_checkpoint.size, checkpoint->size, proof, m_checkpoint.root, checkpoint->root))
        return rewritten(m_checkpoint.size);
    remember(note, *checkpoint);
    return {};
}

} // namespace countersign
