// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/tile.h"

#include "trust/decimal.h"
#include "trust/words.h"

#include <QtEndian>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int maximumTileLevel = 7; // 8·7 + 8 = 64 bits

Error broken(const QString &text, Error::Code code = Error::Code::Invalid)
{
    return {code, text};
}

/// How many hashes the tree of `size` leaves has at the tree level that is the bottom of tile level `level`.
quint64 hashesAt(int level, quint64 size)
{
    return size >> (8 * std::max(level, 0));
}

} // namespace

QString Tile::path() const
{
    QString number = u"%1"_s.arg(index % 1000, 3, 10, QLatin1Char('0'));
    for (quint64 rest = index / 1000; rest > 0; rest /= 1000)
        number.prepend(u"x%1/"_s.arg(rest % 1000, 3, 10, QLatin1Char('0')));
    const QString folder = level < 0 ? u"entries"_s : QString::number(level);
    const QString tail = width < tileWidth ? u".p/%1"_s.arg(width) : QString();
    return "tile/"_L1 + folder + u'/' + number + tail;
}

Result<Tile> Tile::fromPath(QStringView path)
{
    const Error error = broken(Trust::tr("There is no tile of this name."));
    QList<QStringView> parts = path.split(u'/');
    if (parts.size() < 3 || parts.size() > 12 || parts[0] != "tile"_L1)
        return error;
    Tile out;
    if (parts[1] == "entries"_L1) {
        out.level = -1;
    } else {
        const auto level = parseDecimal(parts[1].toLatin1());
        if (!level || *level > maximumTileLevel)
            return error;
        out.level = int(*level);
    }
    if (parts.size() > 3 && parts[parts.size() - 2].endsWith(".p"_L1)) {
        const auto width = parseDecimal(parts.takeLast().toLatin1());
        if (!width || *width == 0 || *width >= tileWidth)
            return error;
        out.width = int(*width);
        parts.last().chop(2);
    }
    for (qsizetype i = 2; i < parts.size(); ++i) {
        QStringView digits = parts[i];
        if (i + 1 < parts.size() && digits.startsWith(u'x'))
            digits = digits.sliced(1);
        const bool good = digits.size() == 3 && std::all_of(digits.begin(), digits.end(), [](QChar c) {
            return c >= u'0' && c <= u'9';
        });
        if (!good || out.index > std::numeric_limits<quint64>::max() / 1000 - 1)
            return error;
        out.index = out.index * 1000 + digits.toULongLong();
    }
    if (out.path() != path) // leading groups of zeros and the like
        return error;
    return out;
}

bool Tile::existsIn(quint64 size) const
{
    const quint64 hashes = hashesAt(level, size);
    return index < (hashes + tileWidth - 1) / tileWidth && hashes - index * tileWidth >= quint64(width);
}

QList<Tile> newTiles(quint64 oldSize, quint64 newSize)
{
    QList<Tile> out;
    for (int level = -1; level <= maximumTileLevel; ++level) {
        const quint64 before = hashesAt(level, oldSize);
        const quint64 after = hashesAt(level, newSize);
        for (quint64 at = before; at < after;) {
            const quint64 index = at / tileWidth;
            const quint64 end = std::min(after, (index + 1) * tileWidth);
            out.append({level, index, int(end - index * tileWidth)});
            at = end;
        }
    }
    return out;
}

QByteArray encodeHashTile(const QList<QByteArray> &hashes)
{
    QByteArray out;
    out.reserve(hashes.size() * 32);
    for (const QByteArray &hash : hashes)
        out.append(hash);
    return out;
}

Result<QList<QByteArray>> decodeHashTile(QByteArrayView bytes, int width)
{
    if (bytes.size() != qsizetype(width) * 32)
        return broken(Trust::tr("The tile of hashes has the wrong size."), Error::Code::Corrupt);
    QList<QByteArray> out;
    for (int i = 0; i < width; ++i)
        out.append(bytes.sliced(i * 32, 32).toByteArray());
    return out;
}

Result<QByteArray> encodeEntryTile(const QList<QByteArray> &entries)
{
    QByteArray out;
    for (const QByteArray &entry : entries) {
        if (entry.size() > maximumEntryBytes)
            return broken(Trust::tr("A log entry may have 65535 bytes at most."), Error::Code::TooLarge);
        char length[2];
        qToBigEndian(quint16(entry.size()), length);
        out.append(length, 2).append(entry);
    }
    return out;
}

Result<QList<QByteArray>> decodeEntryTile(QByteArrayView bytes, int width)
{
    QList<QByteArray> out;
    while (bytes.size() >= 2 && out.size() < width) {
        const qsizetype length = qFromBigEndian<quint16>(bytes.data());
        if (bytes.size() < 2 + length)
            break;
        out.append(bytes.sliced(2, length).toByteArray());
        bytes = bytes.sliced(2 + length);
    }
    if (!bytes.isEmpty() || out.size() != width)
        return broken(Trust::tr("The tile of entries is cut short or too long."), Error::Code::Corrupt);
    return out;
}

HashReader hashesFromTiles(quint64 size, TileReader read)
{
    return [size, read = std::move(read)](int level, quint64 index) -> Result<QByteArray> {
        const int tileLevel = level / 8;
        const int within = level % 8; // the subtree spans 2^within hashes of its tile
        const quint64 first = index << within;
        const quint64 hashes = hashesAt(tileLevel, size);
        Tile tile{tileLevel, first / tileWidth, tileWidth};
        tile.width = int(std::min<quint64>(tileWidth, hashes - std::min(hashes, tile.index * tileWidth)));
        const qsizetype offset = qsizetype(first % tileWidth);
        const qsizetype span = qsizetype(1) << within;
        if (offset + span > tile.width)
            return broken(Trust::tr("The log has no entry at this position."));
        auto bytes = read(tile);
        if (!bytes)
            return bytes.error();
        auto list = decodeHashTile(*bytes, tile.width);
        if (!list)
            return list.error();
        return rootOf(list->mid(offset, span));
    };
}

} // namespace countersign
