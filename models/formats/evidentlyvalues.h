// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/reportdraft.h"

namespace countersign {

/// The results of Evidently's metrics as versions 0.2 to 0.6 nest them ("current" beside "reference") and as 0.7 flattens
/// them. What belongs to the reference data gets the slice dataset=reference.
class EvidentlyValues
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit EvidentlyValues(ReportDraft &draft) : m_draft(draft) {}

    /// 0.2–0.6: a metric's name and its result.
    void addLegacy(const QString &name, JsonTree::Node result);
    /// 0.7: the configuration, the value (a number, {count, share}, {label: number}, …) and the metric's id.
    void addValue(const QString &id, JsonTree::Node config, JsonTree::Node value);
    /// 0.7: a test of a metric with that id.
    void addTest(JsonTree::Node test);
    /// 0.2–0.6: a test.
    void addLegacyTest(JsonTree::Node test);
    /// Adds what had to wait for the number of samples, which only the confusion matrix knows.
    void finish();

    struct Counts
    {
        qint64 all = 0, passed = 0, failed = 0, undecided = 0;
    };
    [[nodiscard]] const Counts &tests() const { return m_tests; }
    /// Whether a statistical test's score is a p-value: drift where it is small.
    [[nodiscard]] static bool isPValue(const QString &method);

private:
    using Terms = QList<EvaluationReport::SliceTerm>;
    void addDrift(const QString &column, JsonTree::Node drift);
    void addDistribution(const QString &column, JsonTree::Node spread, const Terms &slice);
    void addConfusion(const QString &name, JsonTree::Node matrix, const Terms &slice);
    void addByClass(const QString &name, JsonTree::Node classes, const Terms &slice);
    void addNumbers(const QString &name, const QString &path, JsonTree::Node values, const Terms &slice, int depth);
    void setVerdict(EvaluationReport::Metric &metric, const QString &status, JsonTree::Node test);
    void keep(EvaluationReport::Metric metric, const QString &id = {});
    ReportDraft &m_draft;
    QList<EvaluationReport::Metric> m_waiting;
    QHash<QString, qsizetype> m_byId;
    std::optional<qint64> m_current, m_reference;
    Counts m_tests;
};

} // namespace countersign
