// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

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

QByteArray zipOfMembers(const QList<ZipMember> &members, const QByteArray &comment = {});
/// The usual case: deflated members.
QByteArray zipArchive(const QList<std::pair<QByteArray, QByteArray>> &members);
QByteArray gzipped(const QByteArray &content);

} // namespace formatstest
