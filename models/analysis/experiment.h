// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/estimate.h"

namespace countersign {

/// What an A/B experiment is held to.
struct ExperimentRules
{
    double level = 0.95;           ///< of the effect's interval
    double mismatchBelow = 0.001;  ///< a sample-ratio p value below this says that the assignment is broken
    qint64 leastPerArm = 30;       ///< fewer in an arm decide nothing
    std::optional<qint64> planned; ///< both arms together, when the plan says; before that nothing is decided
};

/// What two arms say, as data; the sentences are the reader's.
struct ExperimentJudgement
{
    enum class Verdict {
        Better, ///< the treatment, by the direction of the metric
        Worse,
        NoDifference, ///< the interval holds 0
        Changed,      ///< differs, but nothing says which direction is better
        Undecided,    ///< `reason` says why no verdict can be drawn
    };
    enum class Reason {
        None,
        NoData,              ///< an arm without n, or without successes and mean
        SampleRatioMismatch, ///< the arms' sizes contradict the planned split: whatever broke it may make the effect
        TooFewInArm,
        PlanNotReached, ///< looked at before the planned size was reached
        NoInterval,     ///< means without deviation, or arms that do not vary
        DirectionUnknown,
    };
    enum class Caution {
        StoppingRuleNotStated, ///< repeated looks make false alarms more frequent than the interval says
        SplitNotStated,        ///< the sample ratio was held against half and half
        SplitUneven,           ///< … and is not that; no mismatch, since no plan says so
    };
    enum class Method { None, NewcombeShares, WelchMeans };

    Verdict verdict = Verdict::Undecided;
    Reason reason = Reason::None;
    QList<Caution> cautions;
    Method method = Method::None;
    std::optional<Estimate> effect; ///< treatment − control, with interval and p value
    std::optional<Estimate> ratio;  ///< treatment / control, of shares only
    std::optional<double> treatmentShare;    ///< n of the treatment over both
    std::optional<double> sampleRatioPValue; ///< chi-square against the planned split
};

/// Shares: Newcombe's interval and the pooled z test (proportions.h). Means: Welch's (means.h). The sample ratio: the
/// chi-square goodness of fit with one degree of freedom (R. Kohavi, D. Tang, Y. Xu, "Trustworthy Online Controlled
/// Experiments", 2020, ch. 21). An effect that can be computed is given even when nothing is decided. Pure; any thread.
ExperimentJudgement judgeExperiment(const EvaluationReport::Experiment &experiment, const ExperimentRules &rules = {});

} // namespace countersign
