// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/deepevaltally.h"

#include <algorithm>
#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;
using Node = JsonTree::Node;

namespace {
constexpr qsizetype deepEvalMetrics = 2000;
}

Node DeepEvalTally::either(Node node, QStringView camel, QStringView snake)
{
    return node.firstOf({camel, snake});
}

DeepEvalTally::Counted &DeepEvalTally::counted(QList<Counted> &list, const QString &name)
{
    const auto at = std::find_if(list.begin(), list.end(), [&](const Counted &one) { return one.name == name; });
    if (at != list.end())
        return *at;
    if (list.size() >= deepEvalMetrics)
        return list.last();
    list.append(Counted{.name = name, .pointer = {}, .score = {}, .threshold = {}});
    return list.last();
}

void DeepEvalTally::add(Node metric, const Report::Sample &about, bool span)
{
    const QString name = metric.firstOf({u"name", u"metric"}).text().left(400);
    if (name.isEmpty())
        return m_draft.notUnderstood(metric.pointer());
    Counted &into = counted(span ? m_ofSpans : m_ofCases, name);
    if (into.pointer.isEmpty())
        into.pointer = metric.pointer();
    const std::optional<double> score = metric[u"score"].number();
    const std::optional<bool> success = metric[u"success"].boolean();
    const Node error = metric[u"error"];
    const bool failedToScore = (error.isString() && !error.text().isEmpty()) || (!score && !success);
    if (const auto threshold = metric[u"threshold"].number()) {
        into.sameThreshold = into.sameThreshold && (!into.threshold || *into.threshold == *threshold);
        into.threshold = threshold;
        if (score && success && *score != *threshold)
            ++((*score > *threshold) == *success ? into.higherVotes : into.lowerVotes);
    }
    const QString judge = either(metric, u"evaluationModel", u"evaluation_model").text();
    if (!judge.isEmpty() && !m_judges.contains(judge) && m_judges.size() < 20)
        m_judges.append(judge.left(200));
    if (failedToScore) {
        ++into.errors;
        ++m_errors;
    } else {
        into.score.add(score);
        into.passed += success.value_or(false);
        into.failed += success && !*success;
    }
    if (!failedToScore && success.value_or(true))
        return;
    const QString mode = failedToScore ? tr("%1: error").arg(name) : name;
    if (!m_draft.findings.count(about.task, mode, u"unknown"_s))
        return;
    Report::Example example{about.input, about.output, about.expected};
    example.id = about.id;
    example.reason = clippedText(failedToScore ? error.text() : metric[u"reason"].text());
    m_draft.findings.addExample(example);
}

void DeepEvalTally::countCase(std::optional<bool> success)
{
    ++m_cases;
    m_passed += success.value_or(false);
    m_failed += success && !*success;
    m_unjudged += !success;
}

void DeepEvalTally::addSummary(Node summary)
{
    Claimed claimed;
    claimed.pointer = summary.pointer();
    claimed.passed = summary[u"passes"].count().value_or(0);
    claimed.failed = summary[u"fails"].count().value_or(0);
    claimed.errors = summary[u"errors"].count().value_or(0);
    for (const Node score : summary[u"scores"])
        claimed.score.add(score.number());
    if (m_claimed.size() < deepEvalMetrics)
        m_claimed.append({summary[u"metric"].text().left(400), claimed});
}

/// Its mean, and the share of cases that reached its threshold.
void DeepEvalTally::addMetric(const Counted &one, const QString &filter)
{
    Report::Metric mean;
    mean.suite = u"deepeval"_s;
    mean.task = one.name;
    mean.metric = one.name;
    mean.filter = filter;
    mean.pointer = one.pointer;
    mean.n = one.score.n;
    if (one.score.n > 0)
        setCounted(mean, one.score.mean());
    else if (one.errors > 0)
        mean.valueState = Report::ValueState::Error;
    mean.verdict = one.failed > 0 ? Report::Verdict::Fail : one.errors > 0 ? Report::Verdict::Indeterminate : one.passed > 0 ? Report::Verdict::Pass : Report::Verdict::None;
    const qsizetype at = m_draft.report.results.size();
    // Every judged case says on which side of its threshold the good values are.
    const bool unanimous = (one.higherVotes == 0) != (one.lowerVotes == 0);
    m_draft.add(mean, unanimous ? std::optional(one.higherVotes > 0) : std::nullopt);
    if (m_draft.report.results.size() > at && one.threshold && one.sameThreshold) {
        // For what should be low, DeepEval's threshold is a maximum.
        const bool low = m_draft.report.results.last().direction == Report::Direction::Lower;
        m_draft.report.results.last().threshold = Report::Threshold{low ? u"<="_s : u">="_s, *one.threshold, u"producer"_s};
    }
    if (!one.sameThreshold)
        m_draft.warnings.add(u"severalThresholds"_s, tr("“%1” had different thresholds in different cases; none is shown.").arg(one.name), one.pointer);
    if (one.passed + one.failed == 0)
        return;
    Report::Metric share = mean;
    share.metric = u"pass_rate"_s;
    share.verdict = Report::Verdict::None;
    share.n = one.passed + one.failed;
    setCounted(share, double(one.passed) / double(*share.n));
    m_draft.add(std::move(share));
}

/// DeepEval's own sum may be of the cases alone or of the spans of their traces as well.
void DeepEvalTally::compare(const Counted &one, const Claimed &claimed)
{
    const auto same = [&](const Counted &counted) {
        return counted.passed == claimed.passed && counted.failed == claimed.failed && counted.score.n == claimed.score.n
            && (counted.score.n == 0 || std::abs(counted.score.mean() - claimed.score.mean()) < 1e-9);
    };
    if (!same(one))
        m_draft.warnings.add(u"contradiction"_s,
                             tr("“%1”: the summary says %2 passed and %3 failed, the cases say %4 and %5. The cases are used.")
                                 .arg(one.name).arg(claimed.passed).arg(claimed.failed).arg(one.passed).arg(one.failed),
                             claimed.pointer);
}

void DeepEvalTally::addCases(std::optional<qint64> claimedPassed, std::optional<qint64> claimedFailed)
{
    if (m_passed + m_failed > 0) {
        Report::Metric all;
        all.suite = u"deepeval"_s;
        all.task = tr("all test cases");
        all.metric = u"pass_rate"_s;
        all.n = m_passed + m_failed;
        all.pointer = u"/testCases"_s;
        setCounted(all, double(m_passed) / double(*all.n));
        m_draft.add(all);
    }
    if ((claimedPassed && *claimedPassed != m_passed) || (claimedFailed && *claimedFailed != m_failed))
        m_draft.warnings.add(u"contradiction"_s,
                             tr("The file says %1 cases passed and %2 failed; its cases say %3 and %4. The cases are used.")
                                 .arg(claimedPassed.value_or(0)).arg(claimedFailed.value_or(0)).arg(m_passed).arg(m_failed),
                             u"/testPassed"_s);
}

void DeepEvalTally::addClaimed()
{
    const auto inBoth = [&](const QString &name) {
        const auto holds = [&](const QList<Counted> &list) {
            return std::any_of(list.begin(), list.end(), [&](const Counted &one) { return one.name == name; });
        };
        return holds(m_ofCases) && holds(m_ofSpans);
    };
    for (const auto &[name, claimed] : std::as_const(m_claimed)) {
        Counted whole{.name = name, .pointer = claimed.pointer, .score = {}, .threshold = {}};
        for (const QList<Counted> *list : {&m_ofCases, &m_ofSpans}) {
            for (const Counted &one : *list) {
                if (one.name != name)
                    continue;
                whole.score.sum += one.score.sum;
                whole.score.n += one.score.n;
                whole.passed += one.passed;
                whole.failed += one.failed;
                whole.higherVotes += one.higherVotes;
                whole.lowerVotes += one.lowerVotes;
                whole.sameThreshold = whole.sameThreshold && one.sameThreshold && (!whole.threshold || whole.threshold == one.threshold);
                whole.threshold = one.threshold;
            }
        }
        if (whole.passed + whole.failed > 0 && inBoth(name))
            addMetric(whole, u"cases and spans"_s);
        const bool ofCases = std::any_of(m_ofCases.begin(), m_ofCases.end(), [&, &name = name, &claimed = claimed](const Counted &one) { return one.name == name && one.passed == claimed.passed && one.failed == claimed.failed; });
        if (whole.passed + whole.failed > 0 && !ofCases) {
            compare(whole, claimed);
        } else if (whole.passed + whole.failed == 0) {
            Counted only{.name = name, .pointer = claimed.pointer, .score = claimed.score, .passed = claimed.passed, .failed = claimed.failed, .errors = claimed.errors, .threshold = {}};
            m_errors += claimed.errors;
            addMetric(only, u"summary"_s);
            m_draft.warnings.add(u"notRecounted"_s, tr("“%1” stands only in the file's summary; no case shows it.").arg(name), claimed.pointer);
        }
    }
}

void DeepEvalTally::build(std::optional<qint64> claimedPassed, std::optional<qint64> claimedFailed)
{
    addCases(claimedPassed, claimedFailed);
    addClaimed();
    for (const Counted &one : std::as_const(m_ofCases))
        addMetric(one, {});
    for (const Counted &one : std::as_const(m_ofSpans))
        addMetric(one, u"spans"_s);
    if (m_unjudged > 0)
        m_draft.warnings.add(u"notJudged"_s, tr("%1 of %2 cases have no verdict.").arg(m_unjudged).arg(m_cases), u"/testCases"_s);
    for (const QList<Counted> *list : {&m_ofSpans, &m_ofCases}) {
        for (const Counted &one : *list)
            m_draft.findings.setOf({}, one.name, one.passed + one.failed + one.errors);
    }
    m_draft.findings.setOf({}, {}, m_cases);
}

} // namespace countersign
