// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand.h"

#include "formats/importer.h"

#include <QBuffer>

namespace countersign {

using namespace Qt::StringLiterals;

Result<Understood> understand(const QByteArray &raw, const QString &fileName, const QString &format)
{
    QByteArray bytes = raw;
    QBuffer device(&bytes);
    device.open(QIODevice::ReadOnly);
    auto imported = inspect({&device, fileName}, format);
    if (!imported)
        return imported.error();
    return std::move(imported).value().content;
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
