// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/findings.h"
#include "formats/importer.h"
#include "formats/jsontree.h"
#include "formats/metricrules.h"

namespace countersign {

/// A report in the making: what the importers of structured reports share. Settles each value by the registry, keeps the
/// bounds of the product and tells what had to be left out.
class ReportDraft
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    using Metric = EvaluationReport::Metric;

    /// `producer` names both the tool and its entries in the metric registry.
    ReportDraft(const ImportOptions &options, const QString &format, const QString &producer);

    /// Value, text, state and pointer from a node: a number, null, "NaN", NaN, a text that spells a number. Anything else
    /// becomes Error with a warning.
    static void setFrom(Metric &metric, JsonTree::Node node, WarningList &warnings);
    void setFrom(Metric &metric, JsonTree::Node node) { setFrom(metric, node, warnings); }
    /// A value that the file does not hold: computed from what it holds, and marked so.
    static void setComputed(Metric &metric, double value);

    /// Settles direction (or takes what is said of it), unit, category and interval and keeps the value, up to
    /// options.results.
    /// `share` false: the value is known to be no share of yes and no (partial credit, means of means), so no Wilson.
    void add(Metric metric, std::optional<bool> higherIsBetter = {}, bool share = true);
    /// Keeps an attribution, up to the same bound.
    void addAttribution(EvaluationReport::Attribution attribution);
    void notUnderstood(const QString &pointer);

    /// Whether one more value may be added to so many; sets the problem when not.
    bool hasRoom(qsizetype count);
    /// Set once more than options.results values were added.
    [[nodiscard]] std::optional<Error> problem() const { return m_problem; }
    /// The finished report, or the problem. Without any content it is Failed.
    Result<Imported> take();

    EvaluationReport report;
    WarningList warnings;
    Findings findings;

private:
    ImportOptions m_options;
    MetricRules m_rules;
    std::optional<Error> m_problem;
};

/// Marks a value of a group whose n is below thirty: nobody can conclude from it.
void flagSmallGroup(EvaluationReport::Metric &metric);

} // namespace countersign
