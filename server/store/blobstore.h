// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "trust/digest.h"

#include <QFile>

#include <memory>

namespace countersign {

struct BlobInfo
{
    QString digest; ///< "sha256:…"
    qint64 size = 0;
};

/// A blob on its way in: bytes are hashed as they come and lie in a temporary file until finish(). Whatever is not finished
/// leaves nothing behind. One thread at a time.
class BlobUpload
{
public:
    ~BlobUpload();
    Q_DISABLE_COPY_MOVE(BlobUpload)

    /// TooLarge beyond the store's limit; Internal (retryable) when the disk is full. After an error only destruction is left.
    Result<void> write(QByteArrayView bytes);
    [[nodiscard]] qint64 size() const { return m_size; }
    /// Puts the blob into the store, durably. Untrusted when `expectedDigest` is given and is not what came.
    Result<BlobInfo> finish(const QString &expectedDigest = {});

private:
    friend class BlobStore;
    BlobUpload(QString folder, qint64 limit, QString path);
    QString m_folder;
    qint64 m_limit;
    QFile m_file;
    Sha256 m_hash;
    qint64 m_size = 0;
    bool m_done = false;
};

/// Files by the SHA-256 of their content, under blobs/ab/cd…; a blob never changes and is never half there. Any thread.
class BlobStore
{
public:
    static constexpr qint64 defaultLimit = 512LL * 1024 * 1024;

    /// Makes the folders in the server's folder and removes what an interrupted upload left.
    static Result<std::unique_ptr<BlobStore>> open(const QString &serverFolder, qint64 limit = defaultLimit);

    [[nodiscard]] Result<std::unique_ptr<BlobUpload>> begin() const;
    Result<BlobInfo> put(QByteArrayView bytes) const;
    /// Takes over a closed file of the same file system, which is gone afterwards in any case. Untrusted when its content
    /// is not `expectedDigest` (if given), TooLarge beyond the limit.
    Result<BlobInfo> adopt(const QString &path, const QString &expectedDigest = {}) const;

    /// Invalid for what is no "sha256:…" digest, NotFound.
    [[nodiscard]] Result<qint64> size(const QString &digest) const;
    [[nodiscard]] bool has(const QString &digest) const { return size(digest).ok(); }
    /// Opened for reading.
    [[nodiscard]] Result<std::unique_ptr<QFile>> file(const QString &digest) const;
    /// The whole content; Corrupt when it is not what its name says, TooLarge beyond `maximum` bytes.
    [[nodiscard]] Result<QByteArray> read(const QString &digest, qint64 maximum = 64LL * 1024 * 1024) const;
    [[nodiscard]] qint64 limit() const { return m_limit; }

private:
    BlobStore(QString folder, qint64 limit) : m_folder(std::move(folder)), m_limit(limit) {}
    [[nodiscard]] Result<QString> path(const QString &digest) const;

    QString m_folder;
    qint64 m_limit;
};

} // namespace countersign
