// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

#include <optional>

namespace countersign {

/// A number computed from data and how sure it is. What cannot be computed is absent, never NaN.
struct Estimate
{
    double value = 0;
    std::optional<EvaluationReport::Interval> interval; ///< two-sided, of the level that was asked for
    std::optional<double> pValue;                       ///< two-sided, of the hypothesis the function's comment names
    bool operator==(const Estimate &) const = default;
};

/// Whether `level` can be the level of a two-sided interval: strictly between 0 and 1.
[[nodiscard]] constexpr bool isLevel(double level)
{
    return level > 0 && level < 1;
}

} // namespace countersign
