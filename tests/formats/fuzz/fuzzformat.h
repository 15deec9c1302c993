// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/json.h"
#include "formats/importer.h"

#include <QBuffer>

namespace countersign {

/// Reads the bytes as each of the formats. What is understood must survive its own codec; a refusal needs a sentence.
inline int fuzzFormat(const uint8_t *data, size_t size, const QStringList &formats)
{
    QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    for (const QString &format : formats) {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::ReadOnly);
        const Result<Imported> imported = inspect({&buffer, {}, {}}, format);
        if (!imported.ok() && imported.error().text.isEmpty())
            __builtin_trap();
        if (!imported.ok())
            continue;
        const bool survives = imported->report() ? EvaluationReport::fromJson(imported->toJson()).ok() : CardContent::fromJson(imported->toJson()).ok();
        if (!survives)
            __builtin_trap();
    }
    return 0;
}

} // namespace countersign
