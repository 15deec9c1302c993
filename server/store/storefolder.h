// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "trust/checkpoint.h"

#include <QString>

namespace countersign {

/// A server's folder, held by one process at a time. The lock goes with the process, however it ends.
class StoreFolder
{
public:
    /// Makes the folder (mode 0700) and its parts. Busy when another process holds it, Internal when it cannot be made.
    static Result<StoreFolder> hold(const QString &path);
    StoreFolder(StoreFolder &&other) noexcept;
    StoreFolder &operator=(StoreFolder &&) = delete;
    Q_DISABLE_COPY(StoreFolder)
    ~StoreFolder();

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] static QString database(const QString &folder);
    [[nodiscard]] static QString logKey(const QString &folder);

private:
    StoreFolder(QString path, int lock) : m_path(std::move(path)), m_lock(lock) {}
    QString m_path;
    int m_lock = -1;
};

/// The key that signs checkpoints, with the origin that is made from it: "countersign/" and the first eight hexadecimal
/// digits of the SHA-256 of the public key.
struct LogKey
{
    QString origin;
    NoteSigner signer;

    /// Reads `path`, or makes it (mode 0600) when `create` is set. Corrupt when it is missing or not a key, Forbidden when
    /// others may read it.
    static Result<LogKey> load(const QString &path, bool create);
};

} // namespace countersign
