// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/comparability.h"

namespace countersign {

/// One metric of two versions beside each other.
struct Comparison
{
    enum class Verdict { Better, Worse, NoDifference, NotComparable, Changed, Added, Removed };
    /// What the interval of the difference is made from.
    enum class Method {
        None,
        StandardErrors, ///< the files' own: d ± z·√(se₁² + se₂²)
        TwoProportions, ///< shares and their n: Newcombe's hybrid score interval (proportions.h)
        Mixed,          ///< as StandardErrors, where a side's comes from its share and n or from its own interval
    };
    /// Which of the reports that were given, and which of its results; negative for none.
    struct Place
    {
        int report = -1, result = -1;
        bool operator==(const Place &) const = default;
    };
    QString suite, task, metric, filter;
    QList<EvaluationReport::SliceTerm> slice;
    Place beforeAt, afterAt;
    std::optional<double> before, after;
    std::optional<double> difference;                     ///< after − before
    std::optional<EvaluationReport::Interval> interval;   ///< 95 % of the difference, where both sides are unsure by a known amount
    Verdict verdict = Verdict::NotComparable;
    QString reason; ///< a sentence: why it is not comparable, or why there is no verdict; translated
    Method method = Method::None;
    Obstacle obstacle = Obstacle::None; ///< what `reason` says, for filters; None unless NotComparable
};

/// What a method is called in front of a reader; empty for None. Translated.
QString methodText(Comparison::Method method);

/// Pairs results by suite, task, metric, filter and slice (its terms in any order) and judges each pair. The samples of
/// both sides are taken as independent; a difference whose 95 % interval holds 0 is no difference, and without an interval
/// it is Changed, never better or worse. Of many pairs that are truly alike about one in twenty will still be judged
/// better or worse. Regressions first, then improvements, each by size; then the rest, equals by name. Several reports a
/// side: the last one that has a result speaks. O(n log n) in the number of results. Pure; any thread.
QList<Comparison> compareReports(const QList<EvaluationReport> &before, const QList<EvaluationReport> &after);

} // namespace countersign
