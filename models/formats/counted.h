// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/reportdraft.h"

namespace countersign {

/// A value that is counted from all rows of the file: a share or a mean. It carries no flag, so that it can gate: the rows
/// are the evidence, and a producer's own summary of them is only compared.
inline void setCounted(EvaluationReport::Metric &metric, double value)
{
    const QStringList flags = metric.flags;
    ReportDraft::setComputed(metric, value);
    metric.flags = flags;
}

/// A mean without the rounding errors of a million additions (Kahan), and what its values were.
struct RunningMean
{
    double sum = 0, carry = 0;
    qint64 n = 0, zeros = 0, ones = 0, missing = 0;

    void add(std::optional<double> value)
    {
        if (!value) {
            ++missing;
            return;
        }
        const double y = *value - carry;
        const double t = sum + y;
        carry = (t - sum) - y;
        sum = t;
        ++n;
        zeros += *value == 0;
        ones += *value == 1;
    }
    [[nodiscard]] double mean() const { return sum / double(n); }
    [[nodiscard]] bool yesNo() const { return n > 0 && zeros + ones == n; }
};

} // namespace countersign
