// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "trust/note.h"

#include <QStringList>

namespace countersign {

/// C2SP tlog-checkpoint v1.0.0: what a log says about itself, "origin\nsize\nbase64(root)\n".
struct Checkpoint
{
    QString origin;
    quint64 size = 0;
    QByteArray root;        ///< 32 raw bytes
    QStringList extensions; ///< further lines; ours has none
    bool operator==(const Checkpoint &) const = default;

    /// The text to be signed.
    [[nodiscard]] QByteArray text() const;
    /// Strict: a size without leading zeros that fits 63 bits, a canonical root. Invalid otherwise.
    static Result<Checkpoint> fromText(QByteArrayView text);
    /// The signed note with the log's signature; witnesses add theirs with addSignature().
    [[nodiscard]] QByteArray signedBy(const NoteSigner &log) const;
};

/// A checkpoint together with the signatures that hold.
struct SignedCheckpoint
{
    Checkpoint checkpoint;
    VerifiedNote note;
};

/// Opens a signed checkpoint: the log's own signature must hold and its name must be the origin. `witnesses` are
/// checked when present. Untrusted or Invalid otherwise.
Result<SignedCheckpoint> openCheckpoint(QByteArrayView bytes, const NoteVerifier &log,
                                        const QList<NoteVerifier> &witnesses = {});

/// Adds a signature line to a note, for a witness that has checked it.
Result<QByteArray> addSignature(QByteArrayView note, const NoteSignature &signature);

} // namespace countersign
