// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/cards/carddraft.h"

#include <QJsonObject>

namespace countersign {

/// One function a format. The draft holds the card; the facts are only for what a document needs besides (its time).
Result<QByteArray> writeHuggingFace(CardDraft &draft, const CardFacts &facts);
Result<QByteArray> writeSageMaker(CardDraft &draft, const CardFacts &facts);
Result<QByteArray> writeCycloneDx(CardDraft &draft, const CardFacts &facts, const QString &specVersion);
Result<QByteArray> writeSpdx(CardDraft &draft, const CardFacts &facts);
Result<QByteArray> writeModelCardToolkit(CardDraft &draft, const CardFacts &facts);
QByteArray writeHtml(const CardContent &card);

/// The digest algorithms' names: ours and SPDX's is "sha256", CycloneDX's "SHA-256". Empty for one it does not know.
QString cycloneDxAlgorithm(const QString &name);
QString plainAlgorithm(const QString &name);
/// The SPDX licence list's spelling of a common licence ("apache-2.0" → "Apache-2.0"), or nothing.
QString spdxLicence(const QString &text);
/// Indented JSON with a line break at its end.
QByteArray prettyJson(const QJsonObject &object);

} // namespace countersign
