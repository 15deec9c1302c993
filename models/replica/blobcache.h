// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QString>

namespace countersign {

/// Reports, cards and other blobs that were fetched once, in a folder by digest. Any thread.
class BlobCache
{
public:
    explicit BlobCache(const QString &folder) : m_folder(folder) {}

    /// Bytes whose digest holds. NotFound when they are not here; damaged ones are removed and count as not here.
    [[nodiscard]] Result<QByteArray> read(const QString &digest) const;
    [[nodiscard]] bool has(const QString &digest) const;
    /// Untrusted when the bytes are not what the digest says.
    [[nodiscard]] Result<void> insert(const QString &digest, const QByteArray &bytes) const;
    /// Where a download of the blob belongs; its folder is made. Invalid for what is no digest.
    [[nodiscard]] Result<QString> place(const QString &digest) const;

private:
    QString m_folder;
};

} // namespace countersign
