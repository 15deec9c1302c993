// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/http/httpmessage.h"

#include <QCryptographicHash>
#include <QFile>

#include <memory>

namespace countersign {

/// Writes one arriving body to a temporary file and hashes it. The file goes away unless finish() handed it out.
/// One thread at a time.
class UploadWriter
{
public:
    UploadWriter() = default;
    ~UploadWriter();
    Q_DISABLE_COPY_MOVE(UploadWriter)

    /// Creates "upload-….part" in `directory`, readable by the owner only.
    bool open(const QString &directory);
    bool write(const QByteArray &bytes);
    /// Flushes to the disk and hands the file over; null when that failed.
    std::shared_ptr<UploadedFile> finish();

    /// Removes what a crash has left in `directory`.
    static void removeLeftovers(const QString &directory);

private:
    QFile m_file;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    qint64 m_size = 0;
};

} // namespace countersign
