// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/logtail.h"

#include "trust/tile.h"

namespace countersign {

using namespace Qt::StringLiterals;

HashReader storedHashes(SqlConnection &connection)
{
    return [&connection](int level, quint64 index) -> Result<QByteArray> {
        const auto hash = level == 0
            ? connection.value(u"SELECT hash FROM log WHERE leaf = ?"_s, {qint64(index)})
            : connection.value(u"SELECT hash FROM nodes WHERE level = ? AND idx = ?"_s, {level, qint64(index)});
        if (!hash)
            return hash.error();
        if (!*hash || (*hash)->toByteArray().size() != 32) {
            return {Error::Code::Corrupt, Storage::tr("The log lacks a hash it should hold."),
                    u"level %1, index %2"_s.arg(level).arg(index)};
        }
        return (*hash)->toByteArray();
    };
}

Result<LogTail> LogTail::restore(SqlConnection &connection)
{
    const auto last = connection.value(u"SELECT coalesce(max(leaf), -1) FROM log"_s);
    if (!last)
        return last.error();
    auto tree = CompactRange::restore(quint64((*last)->toLongLong() + 1), storedHashes(connection));
    if (!tree)
        return tree.error();
    return LogTail{*tree};
}

Result<void> LogTail::append(SqlConnection &connection, const QByteArray &entry)
{
    if (entry.size() > maximumEntryBytes)
        return {Error::Code::TooLarge, Storage::tr("A change is too large for the log.")};
    const QByteArray hash = leafHash(entry);
    if (const auto done = connection.run(u"INSERT INTO log(leaf, entry, hash) VALUES(?, ?, ?)"_s, {size(), entry, hash});
        !done)
        return done;
    Result<void> stored;
    tree.append(hash, [&](int level, quint64 index, const QByteArray &node) {
        if (level > 0 && stored.ok()) {
            stored = connection.run(u"INSERT INTO nodes(level, idx, hash) VALUES(?, ?, ?)"_s,
                                    {level, qint64(index), node});
        }
    });
    return stored;
}

} // namespace countersign
