// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

namespace countersign {

/// One metric of two versions beside each other.
struct Comparison
{
    enum class Verdict { Better, Worse, NoDifference, NotComparable, Changed, Added, Removed };
    QString suite, task, metric, filter;
    QList<EvaluationReport::SliceTerm> slice;
    std::optional<double> before, after;
    std::optional<double> difference;                     ///< after − before
    std::optional<EvaluationReport::Interval> interval;   ///< 95 % of the difference, where both sides have an error
    Verdict verdict = Verdict::NotComparable;
    QString reason; ///< why it is not comparable, or why there is no verdict
};

/// Pairs results by suite, task, metric, filter and slice and judges each pair. The interval of a difference is the
/// normal one for independent samples, d ± 1.96·√(se₁² + se₂²); a difference whose interval holds 0 is no difference.
/// Without errors on both sides a difference is Changed, never better or worse. Regressions first, then improvements,
/// each by size; then the rest. Several reports a side: the last one that has a result speaks. Pure; any thread.
QList<Comparison> compareReports(const QList<EvaluationReport> &before, const QList<EvaluationReport> &after);

} // namespace countersign
