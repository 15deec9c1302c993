// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/counted.h"

namespace countersign {

/// What DeepEval measured, metric by metric. Names come in camelCase (2024 on) and snake_case; `either` asks for both.
class DeepEvalTally
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit DeepEvalTally(ReportDraft &draft) : m_draft(draft) {}

    /// One metric's judgement of one case; `span` where a part of a trace was judged rather than the case.
    void add(JsonTree::Node metric, const EvaluationReport::Sample &about, bool span);
    void countCase(std::optional<bool> success);
    /// A row of "metricsScores": what DeepEval itself summed up.
    void addSummary(JsonTree::Node summary);
    /// Results, failures and contradictions into the draft.
    void build(std::optional<qint64> claimedPassed, std::optional<qint64> claimedFailed);

    [[nodiscard]] qint64 cases() const { return m_cases; }
    [[nodiscard]] qint64 errors() const { return m_errors; }
    [[nodiscard]] const QStringList &judges() const { return m_judges; }
    static JsonTree::Node either(JsonTree::Node node, QStringView camel, QStringView snake);

private:
    struct Counted
    {
        QString name, pointer;
        RunningMean score;
        qint64 passed = 0, failed = 0, errors = 0;
        std::optional<double> threshold;
        bool sameThreshold = true;
        qint64 higherVotes = 0, lowerVotes = 0; ///< what success says of the side that is good
    };
    struct Claimed
    {
        RunningMean score;
        qint64 passed = 0, failed = 0, errors = 0;
        QString pointer;
    };
    Counted &counted(QList<Counted> &list, const QString &name);
    void addMetric(const Counted &one, const QString &filter);
    void addCases(std::optional<qint64> claimedPassed, std::optional<qint64> claimedFailed);
    void addClaimed();
    void compare(const Counted &one, const Claimed &claimed);

    ReportDraft &m_draft;
    QList<Counted> m_ofCases, m_ofSpans;
    QList<std::pair<QString, Claimed>> m_claimed;
    QStringList m_judges;
    qint64 m_cases = 0, m_passed = 0, m_failed = 0, m_errors = 0, m_unjudged = 0;
};

} // namespace countersign
