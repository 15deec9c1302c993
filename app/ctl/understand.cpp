// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand.h"

#include "formats/evidencereader.h"
#include "formats/importer.h"
#include "formats/tablemapping.h"
#include "formats/packfolder.h"

#include <QFile>
#include <QFileInfo>

namespace countersign {

using namespace Qt::StringLiterals;

Result<Understood> understand(const QByteArray &raw, const QString &fileName, const QString &format)
{
    return evidenceReader()(raw, fileName, format);
}

Result<Understood> understandFile(const QString &path, const QString &format)
{
    auto imported = inspectPath(path, format);
    if (!imported)
        return imported.error();
    return std::move(imported).value().content;
}

Result<EvidenceBytes> evidenceBytes(const QString &path)
{
    ImportOptions options;
    options.fileBytes = 16LL * 1024 * 1024; // the most that the server takes in one request
    auto raw = openEvidence(path, options);
    if (!raw) {
        Error error = raw.error();
        error.text = u"%1: %2"_s.arg(path, error.text);
        return error;
    }
    EvidenceBytes out{raw->device->readAll(), raw->fileName};
    if (out.bytes.size() != raw->device->size())
        return Error{Error::Code::Internal, u"%1: it could not be read."_s.arg(path), raw->device->errorString()};
    return out;
}

Result<EvidenceBytes> mappedBytes(const QString &path, const QString &mappingPath)
{
    QFile file(mappingPath);
    if (!QFileInfo(mappingPath).isFile() || !file.open(QIODevice::ReadOnly))
        return Error{Error::Code::NotFound, u"There is no mapping “%1”."_s.arg(mappingPath)};
    const auto mapping = FieldMapping::fromBytes(file.read(4 * 1024 * 1024));
    if (!mapping)
        return mapping.error();
    const auto table = evidenceBytes(path);
    if (!table)
        return table.error();
    auto packed = packMapped(table->bytes, table->fileName, *mapping);
    if (!packed)
        return packed.error();
    return EvidenceBytes{std::move(*packed), table->fileName + u".zip"_s};
}

QStringList formatNames()
{
    QStringList out;
    for (const auto &importer : importers())
        out.append(importer->id());
    return out;
}

} // namespace countersign
