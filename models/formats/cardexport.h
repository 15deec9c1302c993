// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/cardcontent.h"
#include "formats/cards/cardfacts.h"

namespace countersign {

/// What a card can be written as.
enum class CardFormat { HuggingFace, SageMaker, CycloneDx16, CycloneDx17, Spdx3, ModelCardToolkit, Html, Json };

/// Something of the card that does not arrive as it was.
struct CardLoss
{
    enum class Kind {
        Lost,      ///< the format cannot say it
        Shortened, ///< only its beginning fits
        Moved,     ///< it stands in another member, and comes back as that
    };
    Kind kind = Kind::Lost;
    QString section, field; ///< field: an id, "text", or a group's kind ("metric", "metric/dataset")
    QString sentence;
    bool operator==(const CardLoss &) const = default;
};

struct CardExport
{
    QByteArray bytes; ///< UTF-8
    QString mediaType, fileName;
    /// Empty when importing `bytes` again gives everything back. HTML is for reading only: there it is what is not shown.
    QList<CardLoss> lost;
};

/// Writes a card in another tool's format. Where the card itself is silent the facts fill it in, marked as such
/// (autofill). Deterministic: equal input gives equal bytes. Invalid when the format needs something that neither has.
Result<CardExport> exportCard(const CardContent &card, CardFormat format, const CardFacts &facts = {});

/// The formats' names on the command line: huggingface, sagemaker, cyclonedx (1.7), cyclonedx-1.6, spdx, mct, html, json.
QStringList cardFormatNames();
Result<CardFormat> cardFormatFromName(const QString &name);

/// The card as one Markdown text for people (no HTML), e.g. for a document: headings of `level` (1–6) and below.
QString cardMarkdown(const CardContent &card, int level = 2);
/// The card as HTML elements, without a document around them: headings, lists, tables and paragraphs. Every text of the
/// card is escaped, links are plain text; there is nothing to load and nothing to run. Fit for QTextDocument.
QString cardHtmlBody(const CardContent &card, int level = 2);

} // namespace countersign
