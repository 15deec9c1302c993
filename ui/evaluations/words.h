// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/evidence.h"
#include "domain/policyevaluation.h"
#include "ui/widgets/chip.h"

/// Words and chips of this place. Places never include each other, so each keeps its own under its name.
namespace countersign::evaluations {

ChipSpec completenessChip(EvaluationReport::Completeness completeness, bool withdrawn);
ChipSpec requirementChip(Requirement::State state);
/// What the tool itself thought of a result; no chip for no opinion.
ChipSpec verdictChip(EvaluationReport::Verdict verdict);
ChipSpec severityChip(const QString &severity);
QString categoryTitle(EvaluationReport::Category category);
/// "age_65_plus" → "Age 65 plus".
QString taskLabel(const QString &task);
QString versionTitle(const QString &key);
/// "≥ 0.900" out of ">=" and 0.9.
QString boundText(const QString &op, double limit);

} // namespace countersign::evaluations
