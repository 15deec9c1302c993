// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/reportdraft.h"

#include <QSet>

namespace countersign {

class JsonWalk;

/// One run of HELM, file by file: run_spec.json, scenario.json, stats.json, per_instance_stats.json,
/// scenario_state.json. Any of them may be missing; read them in this order. One thread, one use.
class HelmRun
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    static constexpr qsizetype outcomesKept = 200'000; ///< instances whose scores stand beside their texts
    enum class Part { None, Spec, Scenario, Stats, Instances, States };

    /// `folder` stands before the files' names in pointers; with `alone` the run is one file and pointers are plain.
    HelmRun(const ImportOptions &options, QString folder, bool alone);

    /// Which of the files begins so.
    static Part partOf(QByteArrayView head);
    /// "stats.json" and so on.
    static QString fileNameOf(Part part);
    Result<void> read(Part part, const ImportInput &input);
    Result<EvaluationReport> take();

private:
    struct Stat
    {
        EvaluationReport::Metric metric;
        QString split, subSplit, perturbation, computedOn, strength;
        bool robustness = false, fairness = false;
        [[nodiscard]] QString place() const { return split + QChar(0x1f) + subSplit + QChar(0x1f) + perturbation + QChar(0x1f) + computedOn; }
    };
    /// What is known of one instance from its statistics.
    struct Outcome
    {
        std::optional<double> match, toxicity;
    };
    struct Mean
    {
        Stat stat;
        double sum = 0;
        qint64 count = 0;
    };

    void readSpec(JsonWalk &walk);
    void readScenario(JsonWalk &walk);
    void readStats(JsonWalk &walk);
    void readInstances(JsonWalk &walk);
    void readStates(JsonWalk &walk);
    bool readStat(JsonTree::Node node, Stat &stat);
    void readInstance(JsonTree::Node instance);
    void readState(JsonTree::Node state);
    void addMean(const Stat &stat, double value);
    void useMeans();
    void addResults();
    void addResult(Stat &stat);
    void settleCompleteness();
    [[nodiscard]] QString pointerTo(Part part, const QString &pointer) const;

    ReportDraft m_draft;
    ImportOptions m_options;
    QString m_folder, m_task, m_suite, m_dataset;
    bool m_alone = false, m_hasSpec = false, m_hasStats = false, m_statesOnly = false;
    std::optional<double> m_limit;
    QList<Stat> m_stats;
    QHash<QString, double> m_instances; // num_instances by place
    QHash<QString, Outcome> m_outcomes; // by instance and perturbation
    QHash<QString, Mean> m_means;
    QStringList m_meanOrder;
    QSet<QString> m_counters;
    qint64 m_requests = 0, m_failedRequests = 0, m_seen = 0, m_matchFailed = 0, m_matched = 0, m_rated = 0;
    bool m_outcomesLeftOut = false;
};

} // namespace countersign
