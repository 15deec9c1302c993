// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/humanreview.h"
#include "domain/kinds/plan.h"
#include "ui/widgets/chip.h"

/// Words and chips of this place. Places never include each other, so each keeps its own under its name.
namespace countersign::plans {

ChipSpec planChip(Plan::Status status);
ChipSpec reviewChip(ReviewSet::Status status);
/// "claims-triage 7", or "claims-triage, every version".
QString subjectTitle(const Plan &plan);
/// "claims-triage 7" out of "claims-triage/7".
QString versionTitle(const QString &key);
/// "≥ 0.9".
QString boundText(const MetricRequirement &bound);
/// Where a bound is looked for: "triage, region = north"; "anywhere" without a selector.
QString whereText(const MetricRequirement &bound);
/// "in the order of the choices": what differences between answers mean.
QString scaleWord(ReviewQuestion::Scale scale);

} // namespace countersign::plans
