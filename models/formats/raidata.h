// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/confusioncounts.h"
#include "formats/jsonwalk.h"
#include "formats/reportdraft.h"

namespace countersign {

/// The rows of a Responsible AI dashboard: features, labels, predictions and probabilities in columns, and what is counted
/// of them here, for everybody and for each cohort.
class RaiData
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    struct Cohort
    {
        QString name;
        JsonTree filters; ///< a list of {column, method, arg}
    };

    void readTruth(JsonWalk &walk) { readLabels(walk, m_true); }
    void readPredictions(JsonWalk &walk) { readLabels(walk, m_predicted); }
    void readProbabilities(JsonWalk &walk);
    void readFeatures(JsonWalk &walk);
    void setFeatureNames(const QStringList &names);
    void setClassNames(const QStringList &names) { m_classes = names; }
    void setRegression(bool regression) { m_regression = regression; }
    void addCohort(Cohort cohort) { m_cohorts.push_back(std::move(cohort)); }
    [[nodiscard]] const QStringList &featureNames() const { return m_features; }
    [[nodiscard]] const QStringList &classNames() const { return m_classes; }
    [[nodiscard]] bool any() const { return !m_true.values.empty() || !m_predicted.values.empty(); }

    /// Counts everything and every cohort.
    void finish(ReportDraft &draft);

private:
    struct Cell
    {
        double number = 0;
        qint32 text = -1; ///< index into m_texts, or -1 for a number
    };
    struct Labels
    {
        std::vector<Cell> values;
        std::vector<qint32> classes; ///< index into the classes, or -1
    };
    struct Filter;
    void readLabels(JsonWalk &walk, Labels &into);
    Cell cellHere(JsonWalk &walk);
    [[nodiscard]] QString textOf(const Cell &cell) const;
    bool findClasses();
    [[nodiscard]] qint32 classOf(const Cell &cell) const;
    std::optional<std::vector<Filter>> filtersOf(JsonTree::Node list) const;
    [[nodiscard]] bool holds(const Filter &filter, qsizetype row) const;
    [[nodiscard]] QString outcome(qsizetype row) const;
    void count(ReportDraft &draft, const QList<EvaluationReport::SliceTerm> &slice, const std::vector<Filter> &filters);
    void countClasses(ReportDraft &draft, const QList<EvaluationReport::SliceTerm> &slice, const ConfusionCounts &counts);
    void countErrors(ReportDraft &draft, const QList<EvaluationReport::SliceTerm> &slice, const std::vector<Filter> &filters);
    void addCalibration(ReportDraft &draft);

    QStringList m_features, m_classes, m_texts;
    QHash<QString, qint32> m_textIndex;
    std::vector<Cell> m_cells; // row by row
    qsizetype m_columns = 0;
    bool m_ragged = false, m_tooMany = false, m_regression = false;
    Labels m_true, m_predicted;
    std::vector<double> m_probability; // of the second class
    std::vector<Cohort> m_cohorts;
};

} // namespace countersign
