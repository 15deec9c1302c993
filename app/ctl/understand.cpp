// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand.h"

#include "formats/evidencereader.h"
#include "formats/importer.h"
#include "formats/packfolder.h"

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

QStringList formatNames()
{
    QStringList out;
    for (const auto &importer : importers())
        out.append(importer->id());
    return out;
}

} // namespace countersign
