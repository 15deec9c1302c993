// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/cardexport.h"
#include "formats/importer.h"

#include <QBuffer>

namespace countersign {

/// Reads the bytes as a card of the format. What is understood survives its own codec, and every export of it can be
/// read again; a refusal needs a sentence.
inline int fuzzCard(const uint8_t *data, size_t size, const QString &format)
{
    const auto read = [](QByteArray bytes, const QString &as) {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::ReadOnly);
        return inspect({&buffer, {}, {}}, as);
    };
    const Result<Imported> imported = read(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)), format);
    if (!imported.ok() && imported.error().text.isEmpty())
        __builtin_trap();
    if (!imported.ok())
        return 0;
    const CardContent &card = *imported->card();
    if (!CardContent::fromJson(card.toJson()).ok())
        __builtin_trap();
    CardFacts facts;
    facts.model = QStringLiteral("fuzzed");
    for (const QString &name : cardFormatNames()) {
        const Result<CardExport> out = exportCard(card, *cardFormatFromName(name), facts);
        const bool document = name == QLatin1StringView("html");
        if (out.ok() && !document && !read(out->bytes, name == QLatin1StringView("huggingface") ? QStringLiteral("huggingface-model-card") : QString()).ok())
            __builtin_trap();
    }
    return 0;
}

} // namespace countersign
