// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>
#include <stop_token>

namespace countersign {

/// SHA-256 (FIPS 180-4) of `bytes`: 32 raw bytes. Any thread.
QByteArray sha256(QByteArrayView bytes);
/// The same as 64 lower-case hexadecimal digits.
QString sha256Hex(QByteArrayView bytes);

/// "sha256:" and the 64 hexadecimal digits of a raw digest: how digests are written in records and on screen.
QString digestString(QByteArrayView raw);
/// Reads "sha256:HEX" (lower case only, so that one digest has one spelling) into 32 raw bytes; Invalid otherwise.
Result<QByteArray> parseDigest(QStringView text);
/// Reads 64 lower-case hexadecimal digits into 32 raw bytes; Invalid otherwise.
Result<QByteArray> parseSha256Hex(QStringView text);

/// SHA-256 of data that comes in pieces. One thread at a time.
class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256 &&) noexcept;
    Sha256 &operator=(Sha256 &&) noexcept;

    void addData(QByteArrayView bytes);
    /// The digest (32 raw bytes) of everything added; begins again empty.
    [[nodiscard]] QByteArray result();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

struct FileDigest
{
    QByteArray digest; ///< 32 raw bytes
    qint64 size = 0;   ///< bytes
    bool operator==(const FileDigest &) const = default;
};

/// Hashes a regular file. NotFound, Invalid (a directory, device or link), Cancelled, or Corrupt when reading fails.
/// `progress` is told the bytes read since the last call, on the calling thread.
Result<FileDigest> digestFile(const QString &path, std::stop_token stop = {},
                              const std::function<void(qint64)> &progress = {});

} // namespace countersign
