// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/comparisondata.h"

namespace countersign::test {

/// Two runs of the same evaluation; the same every time they are made.
struct ComparedReports
{
    EvaluationReport before, after;
};

/// Some 300 results in five suites with slices and thresholds: some worse, some better, some of other datasets and with other
/// shots, some new and some gone, and one each without a value, a direction and an interval.
ComparedReports mixedReports();
/// `suites` × `tasks` × 5 results, of which about one in thirty differs.
ComparedReports largeReports(int suites = 40, int tasks = 60);
/// Names that are too long, empty, with hidden characters, markup and formulas; values that are none.
ComparedReports hostileReports();
/// Every result measured on other data.
ComparedReports apartReports();

/// What the tab would be given for them.
ComparisonPtr comparedData(const ComparedReports &reports);
ComparisonChoice choiceOf(const QString &version, const QString &title);

} // namespace countersign::test
