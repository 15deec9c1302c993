// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand.h"

#include "formats/evidencereader.h"
#include "formats/importer.h"

namespace countersign {

using namespace Qt::StringLiterals;

Result<Understood> understand(const QByteArray &raw, const QString &fileName, const QString &format)
{
    return evidenceReader()(raw, fileName, format);
}

Result<Understood> understandFile(const QString &path, const QString &format)
{
    auto imported = inspectFile(path, format);
    if (!imported)
        return imported.error();
    return std::move(imported).value().content;
}

QStringList formatNames()
{
    QStringList out;
    for (const auto &importer : importers())
        out.append(importer->id());
    return out;
}

} // namespace countersign
