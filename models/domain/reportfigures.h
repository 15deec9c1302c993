// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

namespace countersign {

class StrictObject;

/// The members of a report's JSON beside its results: samples, distributions, confusions, calibrations, attributions and
/// experiments. Empty lists are not written.
void writeFigures(const EvaluationReport &report, QJsonObject &out);
void readFigures(StrictObject &in, EvaluationReport &out, QList<FieldError> &errors);

} // namespace countersign
