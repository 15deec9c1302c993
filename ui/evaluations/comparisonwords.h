// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/comparisondata.h"
#include "ui/widgets/chip.h"

/// Words of the comparison. Pure; any thread.
namespace countersign {

/// Shape and word of a verdict; the shape says it without the colour: up is better, down is worse.
[[nodiscard]] ChipSpec comparisonChip(Comparison::Verdict verdict);
/// "other dataset", as it stands behind a number.
[[nodiscard]] QString obstacleWord(Obstacle obstacle);
/// "Claims triage 7, all 3 reports, in production".
[[nodiscard]] QString choiceText(const ComparisonChoice &choice);
/// "≥ 0.900, by the tool".
[[nodiscard]] QString ownBoundText(const EvaluationReport::Threshold &threshold);
/// "Anatomy", or the suite where a result has no task.
[[nodiscard]] QString comparedTask(const Comparison &row);
/// The suite, as it stands muted behind the task.
[[nodiscard]] QString comparedSuite(const Comparison &row);
/// Decimals that a row's difference and interval are written with.
[[nodiscard]] int comparedDecimals(const Comparison &row);
/// "exact match, strict".
[[nodiscard]] QString comparedMetric(const Comparison &row);
/// "women × 65 plus"; empty for the whole population.
[[nodiscard]] QString comparedSlice(const Comparison &row);
/// "1,000", or "1,000 → 1,319" where the sides have other numbers; a dash for what is not known.
[[nodiscard]] QString comparedCounts(const ComparedDetail &detail);
/// One sentence with everything there is to know of a row, for tooltips and screen readers.
[[nodiscard]] QString comparedSentence(const ComparisonData &data, int row);

/// What decides whether two runs can be held against each other, and what each says of it.
[[nodiscard]] QList<RunFact> runFacts(const QList<EvaluationReport> &before, const QList<EvaluationReport> &after);

} // namespace countersign
