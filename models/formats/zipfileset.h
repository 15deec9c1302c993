// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/fileset.h"

namespace countersign {

/// Bounds of a foreign archive. The expanded sizes are those it declares; reading holds it to them.
struct ArchiveLimits
{
    int files = 100'000;
    qint64 expandedBytes = qint64(1) << 30;
    qint64 ratio = 200;
};

/// The members of a ZIP archive of anybody's making: stored or deflated, with ZIP64 and data descriptors.
/// Unlike trust/zip.h, which reads nothing but what we write, this one takes what tools write and notes what it leaves
/// out. Refused as a whole: damage, bombs (ratio, size, members that share bytes), split archives.
class ZipFileSet final : public FileSet
{
public:
    /// `device` must be open for reading, seekable, and outlive the set. Errors: Corrupt, TooLarge, Unsupported.
    static Result<std::unique_ptr<FileSet>> open(QIODevice *device, const ArchiveLimits &limits = {});
    [[nodiscard]] Result<std::unique_ptr<QIODevice>> open(const QString &name) const override;

private:
    friend class ZipDirectory;
    class Member;
    struct Entry
    {
        qint64 header = 0, packed = 0, size = 0;
        quint32 crc = 0;
        int method = 0;
    };
    QIODevice *m_device = nullptr;
    QHash<QString, Entry> m_entries;
};

/// Whether a file that begins so is a ZIP archive (or wants to be one).
bool isZip(QByteArrayView head);

} // namespace countersign
