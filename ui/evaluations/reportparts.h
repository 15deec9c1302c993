// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/experiment.h"
#include "ui/evaluations/groupdata.h"
#include "ui/evaluations/humandata.h"
#include "ui/evaluations/robustnessdata.h"

namespace countersign {

/// One way in which the version fails, as it is listed.
struct FailureLine
{
    int failure = -1; ///< index into the report's failures
    QString mode, task, often;
    QString severity;
    QString searched; ///< lower case
    double rate = 0;
    bool delicate = false; ///< of a safety evaluation: its examples may offend and are folded away
};

/// The features that one explanation names, the weightiest first.
struct Explanation
{
    QString title; ///< "kernelShap · claim accepted"
    QList<int> attributions; ///< indices into the report's attributions
};

/// Where the intervals of the results come from.
struct IntervalSources
{
    qint64 file = 0, wilson = 0, normal = 0, none = 0;
};

/// What the sections of the page show, computed once on a worker. Pure values.
struct ReportParts
{
    QList<GroupSet> groups;
    QList<PerturbedResult> perturbed;
    QList<AttackSet> attacks;
    QList<FailureLine> failures; ///< most severe first, then the most frequent
    QList<Explanation> explanations;
    QList<RatedQuestion> questions;
    QList<ExperimentJudgement> experiments; ///< one an experiment of the report
    IntervalSources intervals;
};
ReportParts reportParts(const EvaluationReport &report, const std::function<bool()> &stopped);

} // namespace countersign
