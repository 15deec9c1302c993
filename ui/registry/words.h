// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/evidence.h"
#include "domain/kinds/release.h"
#include "domain/kinds/version.h"
#include "ui/widgets/chip.h"

/// Words and chips of this place. Places never include each other, so each keeps its own under its name.
namespace countersign::registry {

/// How the registry's states look. All of them are chips of the widgets' one table.
ChipSpec criticalityChip(Criticality::Level level);
ChipSpec stageChip(Version::Stage stage);
QString stageWord(Version::Stage stage);
ChipSpec cardChip(Card::Status status);
ChipSpec decisionChip(Decision::Status status);
/// Where one environment stands: its name with the shape and colour of the request's state.
ChipSpec approvalChip(const QString &environment, Request::State state);
ChipSpec requestStateChip(const Request &request);

/// "claims-triage 7" out of "claims-triage/7", and its two halves.
QString versionTitle(const QString &key);
QString modelOf(const QString &key);
QString labelOf(const QString &key);
/// "R-118".
QString requestTitle(const Request &request);
/// "0.921 recall, overall"; empty without a headline.
QString headlineText(const Evaluation &evaluation);
/// "businessDomain" → "Business domain": a field's name as a form's label.
QString fieldLabel(const QString &field);

} // namespace countersign::registry
