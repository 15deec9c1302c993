// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QList>
#include <QString>
#include <QtEndian>

#include <utility>

#include <zlib.h>

/// Archives as other tools write them, and as nobody should, byte by byte.
namespace formatstest {

struct ZipMember
{
    QByteArray name, content;
    int method = 8; ///< 0 stored, 8 deflated, anything else is only claimed
    bool zip64 = false;
    bool descriptor = false;
    quint32 mode = 0100644;
    quint32 claimedSize = 0; ///< instead of the true one when not 0
    quint32 badCrc = 0;      ///< added to the checksum
    quint16 flags = 1 << 11;
};

namespace archives {

template <typename T>
void put(QByteArray &out, T value)
{
    char bytes[sizeof(T)];
    qToLittleEndian(value, bytes);
    out.append(bytes, sizeof(T));
}

inline QByteArray compressed(const QByteArray &content, int windowBits)
{
    z_stream z = {};
    deflateInit2(&z, 9, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(qsizetype(deflateBound(&z, uLong(content.size())) + 64), Qt::Uninitialized);
    z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(content.data()));
    z.avail_in = uInt(content.size());
    z.next_out = reinterpret_cast<Bytef *>(out.data());
    z.avail_out = uInt(out.size());
    deflate(&z, Z_FINISH);
    out.truncate(qsizetype(z.total_out));
    deflateEnd(&z);
    return out;
}

struct Written
{
    ZipMember member;
    QByteArray packed;
    quint32 crc = 0, size = 0, offset = 0;
};

inline QByteArray extra64(const Written &w)
{
    QByteArray extra;
    put<quint16>(extra, 1);
    put<quint16>(extra, 16);
    put<quint64>(extra, w.size);
    put<quint64>(extra, quint64(w.packed.size()));
    return extra;
}

inline void putSizes(QByteArray &out, const Written &w, bool hidden)
{
    put<quint32>(out, hidden ? 0 : w.crc);
    put<quint32>(out, w.member.zip64 ? 0xffffffffu : hidden ? 0 : quint32(w.packed.size()));
    put<quint32>(out, w.member.zip64 ? 0xffffffffu : hidden ? 0 : w.size);
}

inline void putLocal(QByteArray &out, const Written &w)
{
    put<quint32>(out, 0x04034b50);
    put<quint16>(out, 20);
    put<quint16>(out, quint16(w.member.flags | (w.member.descriptor ? 8 : 0)));
    put<quint16>(out, quint16(w.member.method));
    put<quint32>(out, 0x210000);
    putSizes(out, w, w.member.descriptor);
    put<quint16>(out, quint16(w.member.name.size()));
    const QByteArray extra = w.member.zip64 ? extra64(w) : QByteArray();
    put<quint16>(out, quint16(extra.size()));
    out += w.member.name + extra + w.packed;
    if (w.member.descriptor) {
        put<quint32>(out, 0x08074b50);
        put<quint32>(out, w.crc);
        put<quint32>(out, quint32(w.packed.size()));
        put<quint32>(out, w.size);
    }
}

inline void putCentral(QByteArray &out, const Written &w)
{
    put<quint32>(out, 0x02014b50);
    put<quint16>(out, (3 << 8) | 20);
    put<quint16>(out, 20);
    put<quint16>(out, quint16(w.member.flags | (w.member.descriptor ? 8 : 0)));
    put<quint16>(out, quint16(w.member.method));
    put<quint32>(out, 0x210000);
    putSizes(out, w, false);
    put<quint16>(out, quint16(w.member.name.size()));
    const QByteArray extra = w.member.zip64 ? extra64(w) : QByteArray();
    put<quint16>(out, quint16(extra.size()));
    put<quint16>(out, 0);
    put<quint16>(out, 0);
    put<quint16>(out, 0);
    put<quint32>(out, w.member.mode << 16);
    put<quint32>(out, w.offset);
    out += w.member.name + extra;
}

} // namespace archives

inline QByteArray zipOfMembers(const QList<ZipMember> &members, const QByteArray &comment = {})
{
    QByteArray out, directory;
    for (const ZipMember &member : members) {
        archives::Written w{member, member.method == 8 ? archives::compressed(member.content, -15) : member.content, 0, 0, quint32(out.size())};
        w.crc = quint32(crc32_z(0, reinterpret_cast<const Bytef *>(member.content.data()), size_t(member.content.size()))) + member.badCrc;
        w.size = member.claimedSize ? member.claimedSize : quint32(member.content.size());
        archives::putLocal(out, w);
        archives::putCentral(directory, w);
    }
    const auto at = quint32(out.size());
    out += directory;
    archives::put<quint32>(out, 0x06054b50);
    archives::put<quint32>(out, 0);
    archives::put<quint16>(out, quint16(members.size()));
    archives::put<quint16>(out, quint16(members.size()));
    archives::put<quint32>(out, quint32(directory.size()));
    archives::put<quint32>(out, at);
    archives::put<quint16>(out, quint16(comment.size()));
    return out + comment;
}

inline QByteArray zipArchive(const QList<std::pair<QByteArray, QByteArray>> &members)
{
    QList<ZipMember> list;
    for (const auto &[name, content] : members)
        list.append(ZipMember{name, content});
    return zipOfMembers(list);
}

inline QByteArray gzipped(const QByteArray &content)
{
    return archives::compressed(content, 15 + 16);
}

} // namespace formatstest
