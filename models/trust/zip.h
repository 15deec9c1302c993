// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QIODevice>
#include <QSet>

#include <optional>

// ZIP archives with stored (not compressed) entries: an export bundle needs no decompressor to be checked, and equal
// content gives equal bytes. One thread at a time.
namespace countersign {

/// Ok if `name` is safe to unpack anywhere: relative, '/' only, no "." or "..", no drive, no control character, none of
/// the names Windows reserves, no trailing dot or space. Invalid with the reason otherwise.
Result<void> checkArchiveName(QStringView name);

/// Writes an archive. Entries keep the order they are added in; every time stamp is 1980-01-01 00:00.
class ZipWriter
{
public:
    enum class Names {
        Portable, ///< safe to unpack anywhere, different even where case does not count
        Any,      ///< data that is never unpacked: only doubled names are refused
    };

    /// `device` must be open for writing and outlive the writer.
    explicit ZipWriter(QIODevice *device, Names names = Names::Portable) : m_device(device), m_names(names) {}

    /// Invalid for a bad name, Exists for one already used, TooLarge beyond 4 GiB or 65535 entries, Internal when the
    /// device refuses. After an error the archive is useless.
    Result<void> add(const QString &name, QByteArrayView content, bool executable = false);
    /// Reads a seekable source twice, first for its checksum.
    Result<void> add(const QString &name, QIODevice &source);
    /// Writes the directory. Nothing may be added afterwards.
    Result<void> finish();

private:
    struct Entry
    {
        QByteArray name;
        quint32 crc = 0;
        quint32 size = 0;
        quint32 offset = 0;
        bool executable = false;
    };
    Result<void> begin(const QString &name, quint32 crc, qint64 size, bool executable);
    Result<void> write(QByteArrayView bytes);

    QIODevice *m_device;
    QList<Entry> m_entries;
    Names m_names;
    QSet<QString> m_used;
    qint64 m_offset = 0;
};

/// Bounds for an archive that comes from outside.
struct ZipLimits
{
    int entries = 10'000;
    qint64 entryBytes = qint64(1) << 31;
    qint64 totalBytes = qint64(4) << 30;
};

/// Reads an archive. Opening checks the whole structure: the directory against every local header, every byte accounted
/// for (nothing hidden between entries, nothing shared by two), names safe and different even where case does not count.
/// Compressed, encrypted, split and ZIP64 archives and links are refused with a sentence that says so.
class ZipReader
{
public:
    struct Entry
    {
        QString name;
        qint64 size = 0; ///< bytes
        quint32 crc = 0;
        qint64 offset = 0; ///< of the content
        bool operator==(const Entry &) const = default;
    };

    /// `device` must be open for reading, seekable, and outlive the reader.
    static Result<ZipReader> open(QIODevice *device, const ZipLimits &limits = {});

    /// Files in the order of the directory; folders are left out.
    [[nodiscard]] const QList<Entry> &entries() const { return m_entries; }
    [[nodiscard]] bool contains(const QString &name) const { return find(name) != nullptr; }
    /// NotFound, or Corrupt when the content does not match its checksum.
    [[nodiscard]] Result<QByteArray> read(const QString &name) const;

private:
    [[nodiscard]] const Entry *find(const QString &name) const;
    QIODevice *m_device = nullptr;
    QList<Entry> m_entries;
};

} // namespace countersign
