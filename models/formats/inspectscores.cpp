// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of inspectlog.h: what the scores of a log become.
#include "formats/inspectlog.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;
using State = Report::ValueState;

/// Whether the value is a share of yes and no, one a sample: partial credit and means over epochs are not.
bool InspectLog::isShare(const Score &score, const Report::Metric &metric) const
{
    const auto tally = m_tallies.constFind(score.scorer);
    if (m_epochs > 1 || !metric.n || (tally != m_tallies.cend() && !tally->yesNo))
        return false;
    const double hits = metric.value * double(*metric.n);
    return std::abs(hits - std::round(hits)) < 1e-6 * std::max(1.0, hits);
}

/// The samples are the evidence, the summary only says what somebody made of them.
void InspectLog::recount(const Score &score, Report::Metric &metric)
{
    const auto tally = m_tallies.constFind(score.scorer);
    const bool mean = (metric.metric == u"accuracy" || metric.metric == u"mean") && (score.reducer.isEmpty() || score.reducer == u"mean");
    if (!mean || !metric.slice.isEmpty() || tally == m_tallies.cend() || !tally->numeric || tally->unscored > 0 || m_sampleErrors > 0)
        return;
    if (metric.valueState != State::Finite || !metric.n || *metric.n != tally->values.size())
        return;
    double sum = 0;
    for (const auto &[value, count] : tally->values)
        sum += value / double(count);
    const double counted = sum / double(tally->values.size());
    if (std::abs(counted - metric.value) <= 1e-6 * std::max(1.0, std::abs(counted)))
        return;
    m_draft.warnings.add(u"contradiction"_s, tr("%1 of %2 is %3 in the summary, but the samples give %4; the samples count.")
                                                 .arg(metric.metric, score.scorer, metric.valueText.left(40)).arg(counted, 0, 'g', 6), metric.pointer);
    ReportDraft::setComputed(metric, counted);
    metric.stderror.reset();
}

/// Where a task measures harm, a "correct" answer may be the attack's success: no name says which.
void InspectLog::forgetDirection(Report::Metric &metric)
{
    const bool graded = metric.metric == u"accuracy" || metric.metric == u"mean";
    if (!graded || metric.category != Report::Category::Safety || metric.direction == Report::Direction::Unknown)
        return;
    metric.direction = Report::Direction::Unknown;
    m_draft.warnings.add(u"directionUnknown"_s, tr("In a safety task a high score may mean that the model resisted or that the attack succeeded; "
                                                   "the log does not say which, so “%1” cannot gate.").arg(metric.metric), metric.pointer);
}

void InspectLog::addScore(Score &score)
{
    for (Report::Metric &metric : score.metrics) {
        metric.task = m_task;
        metric.suite = m_task.contains(u'/') ? m_task.section(u'/', 0, -2) : QString();
        metric.dataset = m_dataset;
        metric.filter = score.reducer.isEmpty() ? score.scorer : u"%1 (%2)"_s.arg(score.scorer, score.reducer);
        if (metric.slice.isEmpty()) // of a group nobody says how many
            metric.n = score.scored ? score.scored : m_completed ? std::optional(*m_completed / m_epochs) : std::nullopt;
        if (m_human)
            metric.category = Report::Category::Human;
        recount(score, metric);
        const qsizetype at = m_draft.report.results.size();
        m_draft.add(metric, {}, isShare(score, metric));
        if (m_draft.report.results.size() > at)
            forgetDirection(m_draft.report.results.last());
    }
    if (score.unscored.value_or(0) > 0)
        m_draft.warnings.add(u"unscored"_s, tr("%1 samples were not scored by %2.").arg(*score.unscored).arg(score.scorer));
}

/// A run that did not come to its end has no results; its samples' means are better than nothing, and say what they are.
void InspectLog::addCounted()
{
    for (const QString &scorer : std::as_const(m_scorers)) {
        const Tally &tally = m_tallies[scorer];
        if (!tally.numeric || tally.values.isEmpty())
            continue;
        Score score;
        score.scorer = scorer;
        score.scored = tally.values.size();
        Report::Metric metric;
        metric.metric = tally.yesNo ? u"accuracy"_s : u"mean"_s;
        metric.pointer = m_file.isEmpty() ? u"/samples"_s : u"samples"_s;
        double sum = 0;
        for (const auto &[value, count] : tally.values)
            sum += value / double(count);
        ReportDraft::setComputed(metric, sum / double(tally.values.size()));
        score.metrics.append(metric);
        addScore(score);
    }
    if (!m_draft.report.results.isEmpty())
        m_draft.warnings.add(u"computedHere"_s, tr("The run left no results; what is shown are means of the samples that are there, computed here."));
}

} // namespace countersign
