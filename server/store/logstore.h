// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "trust/note.h"
#include "trust/tile.h"

#include <mutex>

namespace countersign {

class ReaderPool;
class WriteQueue;

/// The server's log, for reading: what was committed, its checkpoints, tiles and proofs. Leaves are appended by
/// WriteSession only. Any thread.
class LogStore
{
public:
    LogStore(const ReaderPool &readers, WriteQueue &writer) : m_readers(readers), m_writer(writer) {}
    Q_DISABLE_COPY_MOVE(LogStore)

    /// "countersign/" and eight hexadecimal digits.
    [[nodiscard]] QString origin() const;
    /// The public key that checkpoints verify with.
    [[nodiscard]] NoteVerifier verifier() const;
    /// Leaves.
    [[nodiscard]] qint64 size() const;

    /// A signed note over the log as it stood at some moment of this call. It covers at least `covering` leaves: pass the
    /// head of a feed that is sent with it. Signed at most once for a size and on the disk before it is returned.
    Result<QByteArray> checkpoint(qint64 covering = 0);
    /// The hashes or entries of a tile. NotFound when the log is not (yet) that long.
    Result<QByteArray> tile(const Tile &tile) const;
    /// Audit path of a leaf in the tree of `size` leaves. Invalid beyond the log's end.
    Result<QList<QByteArray>> inclusion(qint64 leaf, qint64 size) const;
    /// Proof that the tree of `from` leaves is the beginning of that of `to` leaves. Invalid beyond the log's end.
    Result<QList<QByteArray>> consistency(qint64 from, qint64 to) const;
    /// Up to `count` (at most 1000) leaves from `first` on, as they were hashed.
    Result<QList<QByteArray>> entries(qint64 first, qint64 count) const;

private:
    const ReaderPool &m_readers;
    WriteQueue &m_writer;
    std::mutex m_mutex;
    qint64 m_checkpointSize = -1;
    QByteArray m_checkpoint;
};

} // namespace countersign
