// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/reportdata.h"
#include "ui/evaluations/tradeoffdata.h"

namespace countersign::test {

/// How much a made report holds.
enum class Filled {
    Full,   ///< every section, with six groups and an intersection
    Sparse, ///< one of each where one is possible: values without n, intervals or names
    Empty,  ///< a report of nothing
    Forty,  ///< forty groups, families, features, classes and raters' items; names as long as they come
};

/// A report with everything a section can show; the same every time it is made.
EvaluationReport madeReport(Filled filled);
/// What the page would be given for it, without a workspace. The policy asks for accuracy, fairness and robustness.
ReportData madeData(Filled filled);
ReportData dataOf(const EvaluationReport &report);
/// Versions of a model with four results each.
TradeOffs madeTradeOffs(int versions);

} // namespace countersign::test
