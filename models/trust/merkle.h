// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>

#include <functional>

// The Merkle tree of RFC 9162 section 2.1 (= RFC 6962 section 2.1) with SHA-256. Hashes are 32 raw bytes. A complete
// subtree is named by (level, index): it covers the leaves [index·2^level, (index+1)·2^level); level 0 is the leaves.
// Everything here is pure; any thread.
namespace countersign {

/// SHA-256(0x00 || entry).
QByteArray leafHash(QByteArrayView entry);
/// SHA-256(0x01 || left || right).
QByteArray nodeHash(QByteArrayView left, QByteArrayView right);
/// The root of the tree without leaves: SHA-256 of nothing.
QByteArray emptyRoot();

/// Gives the hash of a complete subtree, from rows, tiles or memory. An error ends the computation and is passed on.
using HashReader = std::function<Result<QByteArray>(int level, quint64 index)>;

/// The root over leaf hashes held in memory.
QByteArray rootOf(const QList<QByteArray> &leafHashes);
/// The root of the first `size` leaves.
Result<QByteArray> rootOf(quint64 size, const HashReader &read);
/// The audit path of leaf `index` in the tree of `size` leaves, from the leaf's sibling upwards.
Result<QList<QByteArray>> inclusionProof(quint64 index, quint64 size, const HashReader &read);
/// The proof that the tree of `newSize` leaves begins with the tree of `oldSize` leaves; 0 < oldSize ≤ newSize.
/// Empty when the sizes are equal.
Result<QList<QByteArray>> consistencyProof(quint64 oldSize, quint64 newSize, const HashReader &read);

/// RFC 9162 2.1.3.2, with the check that `leaf` really is a hash: without it a node could pass for a leaf.
[[nodiscard]] bool verifyInclusion(quint64 index, quint64 size, QByteArrayView leaf, const QList<QByteArray> &proof,
                                   QByteArrayView root);
/// RFC 9162 2.1.4.2. Nothing can be proved about a tree of size 0, so that is false (unless handled by the caller).
[[nodiscard]] bool verifyConsistency(quint64 oldSize, quint64 newSize, const QList<QByteArray> &proof,
                                     QByteArrayView oldRoot, QByteArrayView newRoot);

/// The right edge of a growing tree: at most 64 hashes, enough to append and to know the root. Not thread-safe.
class CompactRange
{
public:
    using Emit = std::function<void(int level, quint64 index, const QByteArray &hash)>;

    CompactRange() = default;
    /// Takes up a tree of `size` leaves from the store.
    static Result<CompactRange> restore(quint64 size, const HashReader &read);

    [[nodiscard]] quint64 size() const { return m_size; }
    /// Appends one leaf and tells `emitNode` every subtree this completes, the leaf itself first. A store that keeps
    /// what is emitted by (level, index) can serve any proof.
    void append(const QByteArray &leafHash, const Emit &emitNode = {});
    [[nodiscard]] QByteArray root() const;

private:
    quint64 m_size = 0;
    QList<QByteArray> m_peaks; ///< complete subtrees from left (largest) to right
};

} // namespace countersign
