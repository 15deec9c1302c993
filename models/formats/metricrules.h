// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/metricregistry.h"
#include "formats/warninglist.h"

namespace countersign {

/// Settles what the file leaves open about one value: direction, unit, category, range and interval.
class MetricRules
{
public:
    MetricRules(const MetricRegistry &registry, QString producer, WarningList &warnings);

    /// `higherIsBetter` is what the file says, if it does. A file that contradicts the registry makes the direction
    /// unknown: it cannot gate. A known target stays, because yes or no cannot express it.
    void settle(EvaluationReport::Metric &metric, std::optional<bool> higherIsBetter = {});
    /// The same for values whose scale (0–1 or 0–100) the format leaves open: no unit, flag "unitUnknown".
    void settleWithoutUnit(EvaluationReport::Metric &metric);
    /// Fills the interval where the file gives none: Wilson for a share with n, else normal from the standard error.
    /// A group's value is a mean of means, so `group` rules Wilson out.
    void addInterval(EvaluationReport::Metric &metric, bool group = false);

private:
    void settleDirection(EvaluationReport::Metric &metric, const MetricInfo &info, std::optional<bool> higherIsBetter);
    void settleCategory(EvaluationReport::Metric &metric, const MetricInfo &info);
    void checkRange(EvaluationReport::Metric &metric, const MetricInfo &info, double scale);
    const MetricRegistry &m_registry;
    QString m_producer;
    WarningList &m_warnings;
};

/// Sets value, valueText and valueState from the number as written. Texts that spell no number become Missing
/// ("N/A", "") or Error (anything else).
void setValue(EvaluationReport::Metric &metric, QByteArrayView text);

} // namespace countersign
