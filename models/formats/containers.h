// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/fileset.h"
#include "formats/hashingdevice.h"
#include "formats/reportmerge.h"

namespace countersign {

/// How much of a file's beginning is looked at.
inline constexpr qsizetype probedBytes = 1024 * 1024;

/// The importer that takes a file for its own; null for none.
const Importer *detectImporter(QByteArrayView head);
/// What a file nobody knows is told: where its JSON is broken, or what was recognised of it.
Error unknownFormat(HashingDevice &device, QByteArrayView head);

/// Looks through gzip and ZIP for what inspect() reads. One use, one thread.
class ContainerReader
{
public:
    /// `format`: an importer's id, or empty to find out.
    ContainerReader(const ImportOptions &options, QString format) : m_options(options), m_format(std::move(format)) {}

    Result<Imported> read(HashingDevice &device, QByteArrayView head, const QString &name);

private:
    struct Found;
    Result<Imported> readGzip(HashingDevice &device, const QString &name);
    Result<Imported> readZip(HashingDevice &device);
    Result<Imported> readSet(const FileSet &set);
    Result<Imported> readMembers(const FileSet &set);
    Result<Imported> readMember(const FileSet &set, const QString &name);
    void lookAt(const FileSet &set, const QString &name, Found &found);
    Result<Imported> conclude(const FileSet &set, Found &found);
    const Importer *importerOf(const FileSet &set) const;
    const Importer *importerOf(QByteArrayView head, bool alone) const;

    const ImportOptions &m_options;
    QString m_format;
    int m_level = 0;
    qint64 m_room = qint64(1) << 30; ///< bytes that all containers together may still expand to
};

} // namespace countersign
