// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/confusioncounts.h"
#include "formats/jsonwalk.h"
#include "formats/reportdraft.h"

#include <QSet>

namespace countersign {

/// The dictionary that Fairlearn's dashboard was fed with, and that the Responsible AI toolbox took over: metrics
/// precomputed for the bins of each sensitive feature and each model, beside labels and predictions. Counts, confusions
/// and the shares that follow from them are counted again from the labels; where the file's own differ, the count wins.
class FairnessDashboard
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    /// Whether a member of the document's root belongs to the dictionary.
    [[nodiscard]] static bool isMember(const QString &key);
    /// Whether the root of a file's beginning is such a dictionary.
    [[nodiscard]] static bool fits(JsonTree::Node root);
    /// Reads a member for which isMember() holds; its key has just been read.
    void readMember(JsonWalk &walk, const QString &key);
    /// Puts everything into the report.
    void finish(ReportDraft &draft);

private:
    struct Feature
    {
        QString name;
        QStringList labels;
        std::vector<qint32> bins;
        QString pointer;
    };
    std::vector<double> readVector(JsonWalk &walk);
    void readFeature(JsonWalk &walk);
    void addModel(ReportDraft &draft, const Feature &feature, const QString &model, JsonTree::Node metrics, qsizetype modelIndex);
    void addMetric(ReportDraft &draft, const Feature &feature, const QString &model, JsonTree::Node metric,
                   const std::vector<ConfusionCounts> &groups);
    static void addConfusions(ReportDraft &draft, const Feature &feature, const QString &model, const std::vector<ConfusionCounts> &groups);
    [[nodiscard]] std::vector<qint64> sizes(const Feature &feature) const;
    [[nodiscard]] bool isBinary() const;
    /// By group, the whole population last; empty when the file's labels do not allow it.
    [[nodiscard]] std::vector<ConfusionCounts> countGroups(const Feature &feature, qsizetype modelIndex) const;
    static std::optional<double> recount(const QString &metric, const ConfusionCounts &counts);

    QString m_type;
    QStringList m_models;
    QList<Feature> m_features;
    JsonTree m_metrics;
    std::vector<double> m_true;
    std::vector<std::vector<double>> m_predicted;
    QSet<QString> m_seenOverall;
};

} // namespace countersign
