// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/reportdraft.h"

namespace countersign {

/// The outputs of AI Verify's algorithms, recognised by their members: fairness by group, robustness, corruption,
/// explanations, Veritas, and the answers of process checklists.
class AiVerifyOutputs
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit AiVerifyOutputs(ReportDraft &draft) : m_draft(draft) {}

    enum class Kind { Unknown, Fairness, FairnessRegression, Robustness, Corruption, Shap, Ale, Pdp, Veritas, Checklist };
    [[nodiscard]] static Kind kindOf(JsonTree::Node output);
    /// False when nothing in it was recognised.
    bool add(JsonTree::Node output, const QString &suite);
    /// Tells once what was computed and what was left out.
    void finish();

private:
    using Metric = EvaluationReport::Metric;
    void addFairness(JsonTree::Node output, const QString &suite);
    void addGroupValue(Metric metric, JsonTree::Node entry, JsonTree::Node features);
    void addFairnessRegression(JsonTree::Node output, const QString &suite);
    void addRobustness(JsonTree::Node results, const QString &suite);
    void addCorruption(JsonTree::Node results);
    void addShap(JsonTree::Node output);
    void addCurves(JsonTree::Node output, bool ale);
    void addVeritas(JsonTree::Node output, const QString &suite);
    void addPairs(JsonTree::Node values, const Metric &base);
    void addChecklist(JsonTree::Node answers);
    ReportDraft &m_draft;
    bool m_ranges = false, m_pairs = false, m_coded = false;
};

} // namespace countersign
