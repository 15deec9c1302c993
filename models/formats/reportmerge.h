// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/importer.h"

namespace countersign {

/// One report of several that came as one import.
struct ReportPart
{
    QString member; ///< the file's name inside of the folder or archive
    EvaluationReport report;
    bool placed = false; ///< its pointers name the file already
};

/// The format's name of a report whose parts are of several formats.
inline constexpr QLatin1StringView severalFormats("several-formats");

/// Puts the reports of one import together. Pointers become "member#pointer". The completeness is the worst. Results
/// that would be taken for one another get their member as suite. Where the parts are about different models the
/// report names none, each result is flagged "subject=…" (so that it cannot gate) and a warning says so.
/// Means that were computed here from single answers give way to the same results from the tool's own file.
/// Errors: TooLarge beyond options.results.
Result<EvaluationReport> mergeReports(QList<ReportPart> parts, const ImportOptions &options = {});
/// Prefixes every pointer of a report.
void prefixPointers(EvaluationReport &report, const QString &member);

} // namespace countersign
