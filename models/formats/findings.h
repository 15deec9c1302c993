// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/warninglist.h"

#include <QHash>

namespace countersign {

/// A text of an example or a sample, cut in its middle: a few-shot prompt asks its question at the end.
[[nodiscard]] QString clippedText(const QString &text);
[[nodiscard]] QString clippedUtf8(QByteArrayView utf8);

/// Collects failure modes and samples while records pass by, within the bounds that a report keeps: everything is
/// counted, a few examples of each mode and the first samples are kept, and finish() says how many were left out.
class Findings
{
public:
    static constexpr qsizetype modesKept = 2000;
    static constexpr qsizetype examplesKept = 25;  ///< of one mode
    static constexpr qsizetype examplesInAll = 2000;
    static constexpr qsizetype samplesKept = 500;

    /// Counts one failure; true when its example is wanted, which then goes into addExample().
    bool count(const QString &task, const QString &mode, const QString &severity);
    void addExample(const EvaluationReport::Example &example); ///< to what was counted last
    void fail(const QString &task, const QString &mode, const QString &severity, const EvaluationReport::Example &example);
    /// How many were tried for one mode, or (mode empty) for all modes of a task that have no number of their own.
    void setOf(const QString &task, const QString &mode, qint64 of);

    /// Severities that are known only after the failures, by task and mode.
    void setSeverities(const QHash<std::pair<QString, QString>, QString> &severities);

    /// Counts a sample; true when it is wanted.
    bool countSample();
    void addSample(const EvaluationReport::Sample &sample) { m_samples.append(sample); }

    /// Moves what was found into the report, most frequent first within a severity.
    void finish(EvaluationReport &report, WarningList &warnings);

private:
    QList<EvaluationReport::Failure> m_failures;
    QHash<std::pair<QString, QString>, qsizetype> m_index;
    QHash<std::pair<QString, QString>, qint64> m_of;
    QList<EvaluationReport::Sample> m_samples;
    qsizetype m_last = -1;
    qint64 m_samplesSeen = 0, m_modesLeftOut = 0, m_examples = 0, m_examplesLeftOut = 0;
};

} // namespace countersign
