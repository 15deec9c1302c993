// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/estimate.h"

#include <functional>
#include <span>

namespace countersign {

/// How many values, their mean and their sample standard deviation (divisor n − 1; 0 when n is 1).
struct MeanSummary
{
    qint64 n = 0;
    double mean = 0;
    double deviation = 0;
};

/// Everything here is a pure function, any thread. Nothing comes of: no values, a value that is not finite, a level
/// outside (0, 1). An interval and a p value need two values a side and a deviation that is not 0.

/// By Welford's method (Technometrics 4 (1962) 419–420), which does not cancel.
std::optional<MeanSummary> summarise(std::span<const double> values);

/// The mean with Student's interval: mean ± t·s/√n, n − 1 degrees of freedom. p value: of a mean of 0.
std::optional<Estimate> meanEstimate(const MeanSummary &summary, double level = 0.95);

/// second − first of independent samples whose variances may differ: B. L. Welch, Biometrika 34 (1947) 28–35, with
/// the Welch–Satterthwaite degrees of freedom. p value: of equal means. Where only one side varies, it alone counts.
std::optional<Estimate> meanDifference(const MeanSummary &first, const MeanSummary &second, double level = 0.95);

/// second − first on the same items: Student's interval of the mean of the differences; nothing when the columns
/// differ in length. p value: of a mean difference of 0 (the paired t test).
std::optional<Estimate> pairedMeanDifference(std::span<const double> first, std::span<const double> second, double level = 0.95);

/// How a bootstrap is made: the same options and data give the same bounds on every machine. It takes time in proportion
/// to resamples · items, some tenths of a second for the default and 10,000 items: not for the thread that paints.
struct BootstrapOptions
{
    int resamples = 2000;
    double level = 0.95;
    quint64 seed = 20180612;
};

/// A statistic of a resample, given as the indices (0…n−1, with repetitions) of the drawn items; nothing where it is not
/// defined on this resample.
using ResampleStatistic = std::function<std::optional<double>(std::span<const qsizetype> drawn)>;

/// The percentile bootstrap interval (B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap", 1993, §13.3) of a
/// statistic of n items: the (1−level)/2 and (1+level)/2 quantiles, linear between order statistics, of the statistic
/// over resamples drawn with replacement. Nothing when n < 2, when there are fewer than 2 resamples, or when the
/// statistic is defined on fewer than half of them.
std::optional<EvaluationReport::Interval> bootstrapInterval(qsizetype n, const ResampleStatistic &statistic, const BootstrapOptions &options = {});

/// The mean with its percentile bootstrap interval; for values that are far from normal and few.
std::optional<Estimate> bootstrapMean(std::span<const double> values, const BootstrapOptions &options = {});

/// second − first of the means of two independent samples, each resampled on its own, with the percentile interval.
std::optional<Estimate> bootstrapMeanDifference(std::span<const double> first, std::span<const double> second,
                                                const BootstrapOptions &options = {});

} // namespace countersign
