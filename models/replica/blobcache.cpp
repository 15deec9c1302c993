// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/blobcache.h"

#include "trust/digest.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace countersign {

using namespace Qt::StringLiterals;

Result<QString> BlobCache::place(const QString &digest) const
{
    const auto raw = parseDigest(digest);
    if (!raw.ok())
        return raw.error();
    const QString hex = QString::fromLatin1(raw->toHex());
    const QString folder = m_folder + u'/' + hex.left(2);
    if (!QDir().mkpath(folder))
        return {Error::Code::Internal, u"The folder for files could not be made."_s};
    return folder + u'/' + hex;
}

bool BlobCache::has(const QString &digest) const
{
    const auto path = place(digest);
    return path.ok() && QFile::exists(*path);
}

Result<QByteArray> BlobCache::read(const QString &digest) const
{
    const auto path = place(digest);
    if (!path.ok())
        return path.error();
    QFile file(*path);
    if (!file.open(QIODevice::ReadOnly))
        return {Error::Code::NotFound, u"A file this needs is not on this machine yet."_s, digest};
    const QByteArray bytes = file.readAll();
    if (digestString(sha256(bytes)) != digest) {
        file.remove();
        return {Error::Code::NotFound, u"A file this needs was damaged and must be fetched again."_s, digest};
    }
    return bytes;
}

Result<void> BlobCache::insert(const QString &digest, const QByteArray &bytes) const
{
    const auto path = place(digest);
    if (!path.ok())
        return path.error();
    if (digestString(sha256(bytes)) != digest)
        return {Error::Code::Untrusted, u"A file is not what its digest says."_s, digest};
    QSaveFile file(*path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return {Error::Code::Internal, u"A file could not be kept on this machine."_s, file.errorString()};
    return {};
}

} // namespace countersign
