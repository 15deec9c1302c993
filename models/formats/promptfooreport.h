// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/promptfoorow.h"
#include "formats/counted.h"

#include <QMap>
#include <QSet>

namespace countersign {

/// What promptfoo's own summaries claim; the rows are counted against them.
struct PromptfooSummary
{
    QString version, evalId, description, toolVersion, layout;
    QString timestamp;
    std::optional<qint64> successes, failures, errors;
    struct Prompt
    {
        QString provider, label;
        std::optional<qint64> passed, failed, errors;
        QString pointer;
    };
    QList<Prompt> prompts;
    QJsonObject configuration;
    bool stats = false, wholeRun = true;
};

/// Counts rows by target, score, assertion, slice and attack, and makes the report. One thread.
class PromptfooTally
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit PromptfooTally(const ImportOptions &options, const QString &format);

    void add(const PromptfooRow &row, const QString &pointer);
    [[nodiscard]] WarningList &warnings() { return m_draft.warnings; }
    [[nodiscard]] qint64 rows() const { return m_rows; }
    Result<Imported> build(const PromptfooSummary &summary);

private:
    struct Share
    {
        qint64 passed = 0, n = 0;
        void count(bool good) { passed += good, ++n; }
    };
    struct Attack
    {
        Share blocked;
        QByteArray severity;
    };
    struct Target
    {
        QString name;
        Share tests;
        qint64 errors = 0;
        RunningMean score, latency, cost;
        QHash<QByteArray, RunningMean> named;
        QHash<QByteArray, Share> assertions;
        QHash<std::pair<QByteArray, QByteArray>, Attack> attacks; // plugin, strategy
        QHash<std::pair<QByteArray, QByteArray>, Share> slices;   // dimension, group
        QHash<QString, Share> prompts;
    };
    using Metric = EvaluationReport::Metric;

    Target &target(const PromptfooRow &row);
    void countLabels(const PromptfooRow &row, Target &into, bool passed);
    void countFailure(const PromptfooRow &row, bool error);
    void addSample(const PromptfooRow &row, const QString &pointer, bool error);
    [[nodiscard]] Metric metric(const Target &target, const QString &name) const;
    void addShare(Metric metric, const Share &share, bool inverted = false);
    void addMean(Metric metric, const RunningMean &mean);
    void addTarget(const Target &target);
    void addAttacks(const Target &target);
    void addSlices(const Target &target);
    void addExperiment();
    void addSummaryOnly(const PromptfooSummary &summary);
    void checkSummary(const PromptfooSummary &summary);
    void fillRun(const PromptfooSummary &summary);
    void fillOf();

    ReportDraft m_draft;
    QHash<QByteArray, qsizetype> m_index;
    QList<Target> m_targets;
    QHash<QByteArray, QHash<QByteArray, qint64>> m_dimensions; // groups and how many rows each has
    QSet<QByteArray> m_tooManyGroups;
    QHash<QString, qint64> m_tried; // mode → how often
    QString m_task;
    qint64 m_rows = 0, m_unjudged = 0, m_targetsLeftOut = 0;
    bool m_attacked = false;
};

/// Whether a record is one of promptfoo's rows, of any version.
bool looksLikePromptfooRow(JsonTree::Node row);

} // namespace countersign
