// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "documents/pdfpaper.h"
#include "domain/cardcontent.h"

namespace countersign {

/// Whose card is printed and what is known of it.
struct CardPaper
{
    QString version;  ///< "claims-triage/7"
    QString status;   ///< "approved", in the reader's language; may be empty
    QString fileName; ///< the source as imported
    QString digest;   ///< of that source; may be empty
};

/// A model card as a PDF: intended and out-of-scope uses first, what is missing named. Errors as printPages().
Result<QByteArray> cardPdf(const CardContent &card, const CardPaper &paper, const PaperOptions &options);

/// The card's sections as parts of a larger document, with headings of level 2.
void flowCard(PageFlow &flow, const CardContent &card);

} // namespace countersign
