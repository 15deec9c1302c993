// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "documents/dossierinput.h"
#include "documents/pdfpaper.h"

namespace countersign {

/// One release as a document that a board or an auditor reads: summary first, then requirements with verdicts, figures,
/// what changed, plans, exceptions, decisions, sign-offs (21 CFR 11.50: printed name, date and time, meaning), evidence,
/// card, controls, and how to verify it. Errors as printPages().
Result<QByteArray> dossierPdf(const DossierInput &input, const PaperOptions &options);

/// The same release as an archive (stored entries, fixed order): README.txt, dossier.pdf, requirements.csv, decisions.md,
/// signoffs.csv with sheets/, card.md, card.html and card.json, controls/, bundle/release.zip and SHA256SUMS. Equal input
/// gives equal bytes. Invalid without a bundle: a dossier that cannot be checked is none.
Result<QByteArray> dossierZip(const DossierInput &input, QByteArrayView pdf, QByteArrayView bundle);

// The plain files of the archive, by themselves.
QByteArray requirementsCsv(const DossierInput &input);
QByteArray signoffsCsv(const DossierInput &input);
QByteArray decisionsMarkdown(const DossierInput &input);

} // namespace countersign
