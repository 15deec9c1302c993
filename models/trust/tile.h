// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "trust/merkle.h"

#include <QByteArray>
#include <QString>

// C2SP tlog-tiles: a log served as immutable files. A hash tile of level L holds up to 256 hashes of the tree's level
// 8·L; an entry tile holds up to 256 entries. Pure; any thread.
namespace countersign {

inline constexpr int tileWidth = 256;
inline constexpr qsizetype maximumEntryBytes = 65535;

/// Names one tile. `level` -1 means entries.
struct Tile
{
    int level = 0;
    quint64 index = 0;
    int width = tileWidth; ///< 1…256; below 256 the tile is partial

    /// "tile/0/x001/x234/067", "tile/entries/000.p/5".
    [[nodiscard]] QString path() const;
    /// The one spelling of each tile; Invalid otherwise.
    static Result<Tile> fromPath(QStringView path);
    /// True if a tree of `size` leaves has this tile with exactly this many hashes or more.
    [[nodiscard]] bool existsIn(quint64 size) const;
    bool operator==(const Tile &) const = default;
};

/// The tiles that hold what a tree grown from `oldSize` to `newSize` has new, hash tiles of every level and entries.
QList<Tile> newTiles(quint64 oldSize, quint64 newSize);

QByteArray encodeHashTile(const QList<QByteArray> &hashes);
/// Corrupt unless the bytes are exactly `width` hashes.
Result<QList<QByteArray>> decodeHashTile(QByteArrayView bytes, int width);
/// Each entry behind its length in two bytes, big endian. TooLarge beyond 65535 bytes.
Result<QByteArray> encodeEntryTile(const QList<QByteArray> &entries);
/// Corrupt unless the bytes are exactly `width` entries.
Result<QList<QByteArray>> decodeEntryTile(QByteArrayView bytes, int width);

/// Gives the content of a tile, e.g. from a folder or a server.
using TileReader = std::function<Result<QByteArray>(const Tile &)>;
/// Serves the hashes of a tree of `size` leaves from tiles. It trusts the tiles: compare the root first.
HashReader hashesFromTiles(quint64 size, TileReader read);

} // namespace countersign
