// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/logstore.h"

#include "server/store/readerpool.h"
#include "server/store/writequeue.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Error beyondEnd()
{
    return {Error::Code::Invalid, Storage::tr("The log is not that long.")};
}

/// One column of `count` consecutive rows. Corrupt when one is missing.
Result<QList<QByteArray>> column(SqlConnection &sql, const QString &statement, const QVariantList &values, qint64 count)
{
    auto rows = sql.query(statement, values);
    if (!rows)
        return rows.error();
    QList<QByteArray> out;
    out.reserve(count);
    while (rows->next())
        out.append(rows->bytes(0));
    if (const auto status = rows->status(); !status)
        return status.error();
    if (out.size() != count)
        return {Error::Code::Corrupt, Storage::tr("The log lacks a part it should hold.")};
    return out;
}

/// The stored note for the log's size now, signed if there is none yet.
Result<void> signTail(SqlConnection &sql, const LogTail &tail, const LogKey &key, qint64 &size, QByteArray &note)
{
    size = tail.size();
    const auto stored = sql.value(u"SELECT note FROM checkpoints WHERE size = ?"_s, {size});
    if (!stored)
        return stored.error();
    if (*stored) {
        note = (*stored)->toByteArray();
        return {};
    }
    const Checkpoint checkpoint{key.origin, quint64(size), tail.tree.root(), {}};
    note = checkpoint.signedBy(key.signer);
    return sql.run(u"INSERT INTO checkpoints(size, root, note) VALUES(?, ?, ?)"_s, {size, checkpoint.root, note});
}

} // namespace

QString LogStore::origin() const
{
    return m_writer.key().origin;
}

NoteVerifier LogStore::verifier() const
{
    return m_writer.key().signer.verifier();
}

qint64 LogStore::size() const
{
    return m_writer.head();
}

Result<QByteArray> LogStore::checkpoint(qint64 covering)
{
    {
        // Readers may see a commit an instant before the head says so.
        const std::lock_guard lock(m_mutex);
        if (m_checkpointSize == m_writer.head() && m_checkpointSize >= covering)
            return m_checkpoint;
    }
    qint64 size = 0;
    QByteArray note;
    // Within the writer's transaction, so that the leaves it covers, those of the same batch too, become durable with it.
    const auto done = m_writer.runRaw([&](SqlConnection &sql, const LogTail &tail) {
        return signTail(sql, tail, m_writer.key(), size, note);
    });
    if (!done)
        return done.error();
    if (size < covering)
        return beyondEnd();
    const std::lock_guard lock(m_mutex);
    if (size > m_checkpointSize) {
        m_checkpointSize = size;
        m_checkpoint = note;
    }
    return note;
}

Result<QByteArray> LogStore::tile(const Tile &tile) const
{
    const qint64 head = size();
    if (!tile.existsIn(quint64(head)))
        return {Error::Code::NotFound, Storage::tr("The log is not that long.")};
    const auto sql = m_readers.mine();
    if (!sql)
        return sql.error();
    const qint64 first = qint64(tile.index) * tileWidth;
    if (tile.level < 0) {
        const auto entries = column(**sql, u"SELECT entry FROM log WHERE leaf >= ? AND leaf < ? ORDER BY leaf"_s,
                                    {first, first + tile.width}, tile.width);
        return entries ? encodeEntryTile(*entries) : Result<QByteArray>(entries.error());
    }
    const auto hashes = tile.level == 0
        ? column(**sql, u"SELECT hash FROM log WHERE leaf >= ? AND leaf < ? ORDER BY leaf"_s, {first, first + tile.width},
                 tile.width)
        : column(**sql, u"SELECT hash FROM nodes WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx"_s,
                 {8 * tile.level, first, first + tile.width}, tile.width);
    if (!hashes)
        return hashes.error();
    return encodeHashTile(*hashes);
}

Result<QList<QByteArray>> LogStore::inclusion(qint64 leaf, qint64 size) const
{
    if (leaf < 0 || leaf >= size || size > m_writer.head())
        return beyondEnd();
    const auto sql = m_readers.mine();
    if (!sql)
        return sql.error();
    return inclusionProof(quint64(leaf), quint64(size), storedHashes(**sql));
}

Result<QList<QByteArray>> LogStore::consistency(qint64 from, qint64 to) const
{
    if (from < 1 || from > to || to > m_writer.head())
        return beyondEnd();
    const auto sql = m_readers.mine();
    if (!sql)
        return sql.error();
    return consistencyProof(quint64(from), quint64(to), storedHashes(**sql));
}

Result<QList<QByteArray>> LogStore::entries(qint64 first, qint64 count) const
{
    const qint64 head = size();
    if (first < 0 || first > head || count < 0)
        return beyondEnd();
    const qint64 wanted = std::min({count, qint64(1000), head - first});
    const auto sql = m_readers.mine();
    if (!sql)
        return sql.error();
    return column(**sql, u"SELECT entry FROM log WHERE leaf >= ? AND leaf < ? ORDER BY leaf"_s, {first, first + wanted},
                  wanted);
}

} // namespace countersign
