// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/grouptally.h"

namespace countersign {

/// How groups are compared.
struct FairnessOptions
{
    double level = 0.95;
    qint64 least = 30; ///< a group with fewer members is set apart: shown, but compared with nothing
    /// The group that a dimension's others are held against, by the dimension's name. Without one, differences are
    /// between the extremes and contrasts are against the most selected group.
    QHash<QString, QString> reference;
};

/// The line below which a selection rate is "generally regarded as evidence of adverse impact": 29 CFR 1607.4 D (1978).
inline constexpr double fourFifths = 0.8;

/// One group's value of one rate, wherever it comes from: counted here or read from a report.
struct GroupValue
{
    QList<EvaluationReport::SliceTerm> slice;
    double value = 0;
    std::optional<qint64> n; ///< the rate's denominator; without it there is no interval
};

/// One group held against another.
struct GroupContrast
{
    GroupValue group;
    std::optional<EvaluationReport::Interval> interval; ///< Wilson's, of the group's own value
    bool tooFew = false;                                ///< set apart: neither compared nor a reference
    bool isReference = false;
    std::optional<Estimate> difference; ///< group − reference, Newcombe's interval; with intervals only where n is known
    std::optional<Estimate> ratio;      ///< group / reference, Katz's interval
    bool belowFourFifths = false;       ///< ratio < 0.8, for rates where more is favourable
};

/// Each group against the reference, in the order given. Reference: the group at `reference`, or the one with the highest
/// value among those that are large enough (the first of equals). A group whose n is not known counts as large enough.
/// Values outside 0…1 or not finite are not compared; without a usable reference (−1, say) nothing is. Pure; any thread.
QList<GroupContrast> contrastGroups(const QList<GroupValue> &groups, std::optional<qsizetype> reference = {}, const FairnessOptions &options = {});

/// One group's counts and rates (Wilson intervals); a rate whose denominator is 0 is absent.
struct GroupRates
{
    QString dimension;
    QList<EvaluationReport::SliceTerm> slice;
    GroupCounts counts;
    bool tooFew = false;
    std::optional<Estimate> selectionRate, truePositiveRate, falsePositiveRate, precision, accuracy;
    /// Of scores against outcomes; empty and absent where no scores came with outcomes.
    QList<ReliabilityBin> calibration;
    std::optional<double> expectedCalibrationError, brierScore;
};

/// One fairness metric of one dimension, under the name it has in the program's output.
struct FairnessMetric
{
    enum class Reason { None, TooFewGroups, NothingSelected, ReferenceMissing };
    QString name;      ///< demographicParityDifference, demographicParityRatio, equalOpportunityDifference,
                       ///< equalizedOddsDifference, predictiveParityDifference, impactRatio
    QString dimension;
    QList<EvaluationReport::SliceTerm> slice;   ///< impactRatio only: the group it is of
    QList<EvaluationReport::SliceTerm> lower, higher; ///< the two groups whose rates make the value
    std::optional<double> value;
    std::optional<EvaluationReport::Interval> interval; ///< for these two groups; picking extremes of many widens it in truth
    double target = 0;                                  ///< the value of perfect parity: 0 or 1
    Reason reason = Reason::None;                       ///< why there is no value
    bool belowFourFifths = false;                       ///< of ratios
};

/// All that a tally says about the fairness of a model.
struct FairnessAnalysis
{
    QList<GroupRates> groups;
    QList<FairnessMetric> metrics;
    /// Selection rates of each dimension's groups against its reference, in the order of `groups`.
    QList<GroupContrast> contrasts;
};

/// Rates and metrics of each dimension and of the intersection of all. Definitions, as Fairlearn's (S. Bird et al., 2020)
/// between groups: demographic parity: largest minus (smallest over) selection rate; equal opportunity: largest minus
/// smallest true positive rate (M. Hardt, E. Price, N. Srebro, NIPS 2016); equalised odds: the larger of the differences
/// of true and of false positive rates; predictive parity: largest minus smallest precision (A. Chouldechova, 2017);
/// impact ratio: a group's selection rate over the most selected group's. With a reference group, the group farthest from
/// it (by difference; by the lesser ratio of the two) takes the other extreme's place; differences are never negative
/// and ratios never above 1. Groups that are too few, or whose rate has no denominator, take no part; with fewer than
/// two left a metric has no value and says why. Pure; any thread.
FairnessAnalysis analyseFairness(const GroupTally &tally, const FairnessOptions &options = {});

} // namespace countersign
