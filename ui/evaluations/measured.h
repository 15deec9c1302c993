// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

/// One measured value as words and as what can be computed from it. Pure; any thread.
namespace countersign::evaluations {

using Metric = EvaluationReport::Metric;

/// "0.872"; fewer decimals for what is large, scientific for what is tiny.
[[nodiscard]] QString numberText(double value);
/// "(0.851–0.891)", both ends with the same decimals, or nothing.
[[nodiscard]] QString intervalText(const std::optional<EvaluationReport::Interval> &interval);
/// "(−0.041 to +0.028)": where ends have signs a dash could be read as one.
[[nodiscard]] QString differenceIntervalText(const std::optional<EvaluationReport::Interval> &interval, int decimals = 3);
/// "not a number", "infinite", "error" or "—".
[[nodiscard]] QString stateText(EvaluationReport::ValueState state);
/// How the interval came about: "Wilson, computed here".
[[nodiscard]] QString methodText(const QString &method);
/// The value, or the words for what stands in its place.
[[nodiscard]] QString valueText(const Metric &metric);
[[nodiscard]] bool isFinite(const Metric &metric);

/// A share of yes/no outcomes, by the registry of metrics or by how its interval was made: only then do n and the value
/// give counts.
[[nodiscard]] bool isProportion(const EvaluationReport &report, const Metric &metric);
/// The file's, or the half width of its 95 % interval in standard errors.
[[nodiscard]] std::optional<double> standardErrorOf(const Metric &metric);

/// Suite, task, metric, filter: what a reader calls a result. "recall · overall".
[[nodiscard]] QString resultTitle(const Metric &metric);
/// Everything but the slice: results with the same key were measured alike.
[[nodiscard]] QString resultKey(const Metric &metric);
/// "women", or "women × 65 plus".
[[nodiscard]] QString groupTitle(const QList<EvaluationReport::SliceTerm> &slice);
/// Whether the slice names groups of people rather than perturbations or attacks.
[[nodiscard]] bool isOfPeople(const QList<EvaluationReport::SliceTerm> &slice);

} // namespace countersign::evaluations
