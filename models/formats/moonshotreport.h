// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/counted.h"

namespace countersign {

/// What Moonshot's two layouts share: one endpoint's answers to one dataset of a recipe with their metrics, and grades.
class MoonshotReport
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    struct Place
    {
        QString cookbook, recipe, dataset, promptTemplate, model, pointer;
    };

    explicit MoonshotReport(ReportDraft &draft) : m_draft(draft) {}

    void readMetadata(JsonTree::Node metadata);
    /// `detail` has "data" and "metrics" (or, before 0.3, "results").
    void addDetail(const Place &place, JsonTree::Node detail);
    /// A recipe's "evaluation_summary" with its "grading_scale".
    void addGrades(const Place &place, JsonTree::Node summaries, JsonTree::Node scale);
    void addOverallGrades(const QString &cookbook, JsonTree::Node summaries);
    void finish();

private:
    using Metric = EvaluationReport::Metric;
    [[nodiscard]] Metric metric(const Place &place, const QString &name) const;
    void addMetrics(const Place &place, JsonTree::Node metrics, qint64 n);
    void addRows(const Place &place, JsonTree::Node rows, bool compares);
    void addLetter(Metric metric, JsonTree::Node grade);

    ReportDraft &m_draft;
    QStringList m_models;
    QHash<QString, qint64> m_compared;
    qint64 m_details = 0;
};

} // namespace countersign
