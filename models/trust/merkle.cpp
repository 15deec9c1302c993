// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/merkle.h"

#include "trust/digest.h"
#include "trust/words.h"

#include <bit>

namespace countersign {

namespace {

constexpr qsizetype hashSize = 32;
constexpr quint64 maximumSize = quint64(1) << 62;

Error refused(const QString &text)
{
    return {Error::Code::Invalid, text};
}

bool allHashes(const QList<QByteArray> &list)
{
    return list.size() <= 64
        && std::all_of(list.begin(), list.end(), [](const QByteArray &h) { return h.size() == hashSize; });
}

/// The largest power of two smaller than n (n > 1): where RFC 9162 splits a tree.
quint64 splitOf(quint64 n)
{
    return std::bit_floor(n - 1);
}

/// The hash over the leaves [begin, begin+n), a range as the recursive split makes them.
Result<QByteArray> rangeHash(quint64 begin, quint64 n, const HashReader &read)
{
    if (std::has_single_bit(n)) {
        const int level = std::countr_zero(n);
        auto hash = read(level, begin >> level);
        if (hash && hash->size() != hashSize)
            return Error{Error::Code::Corrupt, Trust::tr("The log holds a hash of the wrong size.")};
        return hash;
    }
    const quint64 k = splitOf(n);
    auto left = rangeHash(begin, k, read);
    if (!left)
        return left;
    auto right = rangeHash(begin + k, n - k, read);
    if (!right)
        return right;
    return nodeHash(*left, *right);
}

/// Turns the ranges of a proof, collected from the root down, into hashes from the leaf up.
Result<QList<QByteArray>> readUpwards(const QList<std::pair<quint64, quint64>> &ranges, const HashReader &read)
{
    QList<QByteArray> proof;
    for (auto it = ranges.crbegin(); it != ranges.crend(); ++it) {
        auto hash = rangeHash(it->first, it->second, read);
        if (!hash)
            return hash.error();
        proof.append(*hash);
    }
    return proof;
}

} // namespace

QByteArray leafHash(QByteArrayView entry)
{
    thread_local Sha256 hash;
    hash.addData(QByteArrayView("\0", 1));
    hash.addData(entry);
    return hash.result();
}

QByteArray nodeHash(QByteArrayView left, QByteArrayView right)
{
    thread_local Sha256 hash;
    hash.addData(QByteArrayView("\1", 1));
    hash.addData(left);
    hash.addData(right);
    return hash.result();
}

QByteArray emptyRoot()
{
    return sha256({});
}

QByteArray rootOf(const QList<QByteArray> &leafHashes)
{
    CompactRange range;
    for (const QByteArray &leaf : leafHashes)
        range.append(leaf);
    return range.root();
}

Result<QByteArray> rootOf(quint64 size, const HashReader &read)
{
    if (size > maximumSize)
        return refused(Trust::tr("The tree is too large."));
    return size == 0 ? Result<QByteArray>(emptyRoot()) : rangeHash(0, size, read);
}

Result<QList<QByteArray>> inclusionProof(quint64 index, quint64 size, const HashReader &read)
{
    if (index >= size || size > maximumSize)
        return refused(Trust::tr("The log has no entry at this position."));
    QList<std::pair<quint64, quint64>> ranges;
    quint64 begin = 0;
    quint64 n = size;
    while (n > 1) {
        const quint64 k = splitOf(n);
        if (index - begin < k) {
            ranges.append({begin + k, n - k});
            n = k;
        } else {
            ranges.append({begin, k});
            begin += k;
            n -= k;
        }
    }
    return readUpwards(ranges, read);
}

Result<QList<QByteArray>> consistencyProof(quint64 oldSize, quint64 newSize, const HashReader &read)
{
    if (oldSize == 0 || oldSize > newSize || newSize > maximumSize)
        return refused(Trust::tr("A consistency proof goes from a smaller tree, not empty, to a larger one."));
    QList<std::pair<quint64, quint64>> ranges;
    quint64 begin = 0;
    quint64 n = newSize;
    quint64 m = oldSize;
    bool known = true; // the old root itself is the subtree reached, so the verifier has it
    while (m != n) {
        const quint64 k = splitOf(n);
        if (m <= k) {
            ranges.append({begin + k, n - k});
            n = k;
        } else {
            ranges.append({begin, k});
            begin += k;
            n -= k;
            m -= k;
            known = false;
        }
    }
    if (!known)
        ranges.append({begin, n});
    return readUpwards(ranges, read);
}

bool verifyInclusion(quint64 index, quint64 size, QByteArrayView leaf, const QList<QByteArray> &proof, QByteArrayView root)
{
    if (index >= size || leaf.size() != hashSize || root.size() != hashSize || !allHashes(proof))
        return false;
    quint64 fn = index;
    quint64 sn = size - 1;
    QByteArray r = leaf.toByteArray();
    for (const QByteArray &p : proof) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            r = nodeHash(p, r);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            r = nodeHash(r, p);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && r == root;
}

bool verifyConsistency(quint64 oldSize, quint64 newSize, const QList<QByteArray> &proof, QByteArrayView oldRoot,
                       QByteArrayView newRoot)
{
    if (oldSize == 0 || oldSize > newSize)
        return false;
    if (oldSize == newSize)
        return proof.isEmpty() && oldRoot == newRoot;
    if (proof.isEmpty() || oldRoot.size() != hashSize || newRoot.size() != hashSize || !allHashes(proof))
        return false;
    QList<QByteArray> path = proof;
    if (std::has_single_bit(oldSize))
        path.prepend(oldRoot.toByteArray());
    quint64 fn = oldSize - 1;
    quint64 sn = newSize - 1;
    while (fn & 1) {
        fn >>= 1;
        sn >>= 1;
    }
    QByteArray fr = path.first();
    QByteArray sr = fr;
    for (qsizetype i = 1; i < path.size(); ++i) {
        const QByteArray &c = path[i];
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            fr = nodeHash(c, fr);
            sr = nodeHash(c, sr);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            sr = nodeHash(sr, c);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && fr == oldRoot && sr == newRoot;
}

Result<CompactRange> CompactRange::restore(quint64 size, const HashReader &read)
{
    if (size > maximumSize)
        return refused(Trust::tr("The tree is too large."));
    CompactRange out;
    out.m_size = size;
    quint64 begin = 0;
    for (int level = 62; level >= 0; --level) {
        const quint64 n = quint64(1) << level;
        if (!(size & n))
            continue;
        auto hash = rangeHash(begin, n, read);
        if (!hash)
            return hash.error();
        out.m_peaks.append(*hash);
        begin += n;
    }
    return out;
}

void CompactRange::append(const QByteArray &leaf, const Emit &emitNode)
{
    Q_ASSERT(leaf.size() == hashSize);
    QByteArray hash = leaf;
    int level = 0;
    quint64 index = m_size;
    if (emitNode)
        emitNode(level, index, hash);
    while (index & 1) {
        hash = nodeHash(m_peaks.takeLast(), hash);
        index >>= 1;
        ++level;
        if (emitNode)
            emitNode(level, index, hash);
    }
    m_peaks.append(hash);
    ++m_size;
}

QByteArray CompactRange::root() const
{
    if (m_peaks.isEmpty())
        return emptyRoot();
    QByteArray hash = m_peaks.last();
    for (qsizetype i = m_peaks.size() - 2; i >= 0; --i)
        hash = nodeHash(m_peaks[i], hash);
    return hash;
}

} // namespace countersign
