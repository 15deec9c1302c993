// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/reportdraft.h"

namespace countersign {

/// What SageMaker Model Monitor measured: statistics of features with their histograms, and the quality of a model with
/// its confusion matrix. "NaN" and "Infinity" stand there as texts.
class ModelMonitorStatistics
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit ModelMonitorStatistics(ReportDraft &draft) : m_draft(draft) {}

    [[nodiscard]] static bool isQuality(const QString &key);       ///< "binary_classification_metrics", …
    [[nodiscard]] static bool isQualityLimits(const QString &key); ///< "binary_classification_constraints", …
    void setDataset(JsonTree::Node dataset);
    void addFeature(JsonTree::Node feature);
    void addQuality(const QString &key, JsonTree::Node metrics);
    /// The dataset's size may stand behind the metrics that were made with it.
    void finish();
    [[nodiscard]] bool any() const { return m_any; }

private:
    void addNumber(const QString &feature, JsonTree::Node value, std::optional<qint64> n);
    void addCounts(const QString &feature, JsonTree::Node common);
    void addBuckets(const QString &feature, JsonTree::Node buckets);
    void addCategories(const QString &feature, JsonTree::Node buckets);
    void addConfusion(const QString &key, JsonTree::Node matrix);
    ReportDraft &m_draft;
    QList<EvaluationReport::Metric> m_quality;
    std::optional<qint64> m_items, m_confused, m_right;
    bool m_any = false, m_deviations = false;
};

} // namespace countersign
