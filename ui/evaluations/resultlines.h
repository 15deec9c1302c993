// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/policyevaluation.h"
#include "ui/widgets/chip.h"

namespace countersign {

/// A bound of a policy on one result, and what became of it.
struct ResultBound
{
    Requirement requirement;
    QString from; ///< "High-risk release, R-118"
};

/// One line of the table of results, made once on a worker so that painting only copies text. A heading when `metric`
/// is negative.
struct ResultLine
{
    int metric = -1; ///< index into the report's results
    EvaluationReport::Category category = EvaluationReport::Category::Accuracy;
    QString task, detail; ///< "Recall on urgent claims", "women · claims holdout"
    QString name;         ///< metric and filter
    QString value, interval, valueToolTip;
    QString n;
    QList<double> bar;    ///< value, low, high, least, most, where a result has bounds of its own; else empty
    QString threshold, thresholdToolTip;
    ChipSpec verdict;
    QString verdictToolTip;
    QString searched; ///< lower case
    int count = 0;    ///< results below a heading
};

/// Every result by category, those that fail a bound first within each. `bounds` is by pointer into the file.
QList<ResultLine> resultLines(const EvaluationReport &report, const QHash<QString, ResultBound> &bounds);
/// The lines that hold every one of the words, with the headings of those that are left.
QList<ResultLine> filterLines(const QList<ResultLine> &lines, const QString &words, const std::function<bool()> &stopped);

} // namespace countersign
