// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "trust/releasebundle.h"

namespace countersign {

using Understood = std::variant<EvaluationReport, CardContent>;

/// Reads an evaluation or a card with the importers. `format` empty: they find out which one it is.
Result<Understood> understand(const QByteArray &raw, const QString &fileName, const QString &format = {});

/// The same for a file of any size, read as a stream, or a folder. Refuses what is neither.
Result<Understood> understandFile(const QString &path, const QString &format = {});

/// What an import sends and keeps: a file's own bytes, or those of the archive that a folder becomes.
struct EvidenceBytes
{
    QByteArray bytes;
    QString fileName;
};
Result<EvidenceBytes> evidenceBytes(const QString &path);
/// The same of a table that a person's mapping belongs to (formats/tablemapping.h): both in one archive.
Result<EvidenceBytes> mappedBytes(const QString &path, const QString &mappingPath);
/// The formats that can be read, for --as.
QStringList formatNames();

} // namespace countersign
