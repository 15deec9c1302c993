// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/reportdraft.h"

namespace countersign {

class JsonWalk;

/// One evaluation log of Inspect AI in the making: its header's members and its samples, in whatever order and out of
/// whatever file they come. One thread, one use.
class InspectLog
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit InspectLog(const ImportOptions &options);

    /// Reads a log's JSON object; samples within it included. `file` stands before pointers ("" for a plain JSON log).
    Result<void> readLog(const ImportInput &input, const QString &file);
    /// Reads one sample's file.
    Result<void> readSample(const ImportInput &input, const QString &file);
    /// The run has no header: it did not end.
    void markUnfinished();
    void warn(const QString &code, const QString &text, const QString &pointer);
    Result<Imported> take();

private:
    /// What the samples say about one scorer.
    struct Tally
    {
        QHash<QString, std::pair<double, qint64>> values; ///< by sample: sum over epochs and their number
        qint64 scored = 0, unscored = 0;
        bool yesNo = true, numeric = true;
    };
    struct Score
    {
        QString scorer, reducer;
        std::optional<qint64> scored, unscored;
        QList<EvaluationReport::Metric> metrics;
    };

    void readMember(JsonWalk &walk, const QString &key);
    void readEval(JsonTree::Node eval);
    void readResults(JsonTree::Node results);
    void readScore(JsonTree::Node score);
    void attachErrors(Score &score, const QList<EvaluationReport::Metric> &errors) const;
    void readSample(JsonTree::Node sample);
    void readSampleScore(JsonTree::Node score, const QString &scorer, EvaluationReport::Sample &sample);
    void tally(const QString &scorer, const QString &id, JsonTree::Node value, std::optional<double> number);
    void settleCompleteness();
    void addResults();
    void addScore(Score &score);
    void forgetDirection(EvaluationReport::Metric &metric);
    void recount(const Score &score, EvaluationReport::Metric &metric);
    void addCounted();
    [[nodiscard]] bool isShare(const Score &score, const EvaluationReport::Metric &metric) const;
    [[nodiscard]] QString at(const QString &pointer) const;

    ImportOptions m_options;
    ReportDraft m_draft;
    QString m_file, m_status, m_task, m_dataset;
    bool m_hasEval = false, m_unfinished = false, m_invalidated = false, m_human = false;
    qint64 m_epochs = 1, m_sampleErrors = 0, m_samples = 0;
    std::optional<qint64> m_datasetSamples, m_total, m_completed;
    QList<Score> m_scores;
    QHash<QString, Tally> m_tallies;
    QStringList m_scorers;
};

} // namespace countersign
