// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

#include <algorithm>
#include <cmath>

namespace countersign {

/// The 97.5 % quantile of the standard normal distribution: what a two-sided 95 % interval is made with.
inline constexpr double normalQuantile975 = 1.959963984540054;

/// The Wilson score interval of a share `p` (0…1) of `n` yes/no outcomes (n ≥ 1).
/// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209–212:
/// (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n). Stays within 0…1 and is honest at p = 0 and 1.
inline EvaluationReport::Interval wilsonInterval(double p, qint64 n, double z = normalQuantile975)
{
    const double samples = double(n);
    const double z2 = z * z;
    const double centre = p + z2 / (2 * samples);
    const double half = z * std::sqrt(p * (1 - p) / samples + z2 / (4 * samples * samples));
    const double scale = 1 + z2 / samples;
    return {std::max(0.0, (centre - half) / scale), std::min(1.0, (centre + half) / scale)};
}

/// value ± z·standard error: the normal (Wald) interval, right for large n by the central limit theorem.
inline EvaluationReport::Interval normalInterval(double value, double standardError, double z = normalQuantile975)
{
    return {value - z * standardError, value + z * standardError};
}

} // namespace countersign
