// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/promptfooreport.h"

#include "domain/intervals.h"
#include "formats/counted.h"
#include "formats/timestamps.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;

namespace {

QString fromBytes(const QByteArray &utf8)
{
    return QString::fromUtf8(utf8);
}

/// The keys of a hash in a stable order.
template <typename Hash>
auto sortedKeys(const Hash &hash)
{
    auto keys = hash.keys();
    std::sort(keys.begin(), keys.end());
    return keys;
}

} // namespace

PromptfooTally::Metric PromptfooTally::metric(const Target &target, const QString &name) const
{
    Metric out;
    out.suite = u"promptfoo"_s;
    out.task = m_task;
    out.metric = name;
    out.pointer = u"/results/results"_s;
    if (m_attacked)
        out.category = Report::Category::Safety;
    if (m_targets.size() > 1)
        out.slice.append({u"model"_s, target.name});
    return out;
}

void PromptfooTally::addShare(Metric metric, const Share &share, bool inverted)
{
    if (share.n == 0)
        return;
    const qint64 counted = inverted ? share.n - share.passed : share.passed;
    setCounted(metric, double(counted) / double(share.n));
    metric.n = share.n;
    m_draft.add(std::move(metric));
}

/// promptfoo's scores grade: more is better. A name that is known for the opposite cannot be trusted either way.
void PromptfooTally::addMean(Metric metric, const RunningMean &mean)
{
    if (mean.n == 0)
        return;
    metric.n = mean.n;
    setCounted(metric, mean.mean());
    if (mean.yesNo()) {
        metric.unit = u"fraction"_s;
        metric.interval = wilsonInterval(mean.mean(), mean.n);
        metric.intervalMethod = u"wilson, computed here"_s;
        metric.intervalLevel = 0.95;
    }
    if (mean.missing > 0)
        m_draft.warnings.add(u"missingScores"_s, tr("%1 rows have no number for “%2”; its mean is of the others.").arg(mean.missing).arg(metric.metric), metric.pointer);
    const QString name = metric.metric;
    const qsizetype before = m_draft.report.results.size();
    m_draft.add(std::move(metric));
    if (m_draft.report.results.size() == before || name == u"latency" || name == u"cost")
        return;
    Metric &added = m_draft.report.results.last();
    if (added.direction == Report::Direction::Unknown) {
        added.direction = Report::Direction::Higher;
    } else if (added.direction != Report::Direction::Higher) {
        added.direction = Report::Direction::Unknown;
        added.flags.append(u"directionConflict"_s);
        m_draft.warnings.add(u"directionConflict"_s, tr("A higher score is better in promptfoo, but “%1” is known as the opposite.").arg(name), added.pointer);
    }
}

void PromptfooTally::addTarget(const Target &target)
{
    addShare(metric(target, u"pass_rate"_s), target.tests);
    addMean(metric(target, u"score"_s), target.score);
    for (const QByteArray &name : sortedKeys(target.named)) {
        Metric named = metric(target, fromBytes(name.left(400)));
        named.filter = u"named score"_s;
        addMean(std::move(named), target.named[name]);
    }
    for (const QByteArray &type : sortedKeys(target.assertions)) {
        Metric share = metric(target, u"assertion_pass_rate"_s);
        share.filter = fromBytes(type.left(400));
        addShare(std::move(share), target.assertions[type]);
    }
    addAttacks(target);
    addSlices(target);
    addMean(metric(target, u"latency"_s), target.latency);
    if (target.cost.n > 0 && target.cost.sum > 0) {
        Metric cost = metric(target, u"cost"_s);
        cost.unit = u"USD"_s;
        addMean(std::move(cost), target.cost);
    }
}

void PromptfooTally::addAttacks(const Target &target)
{
    QMap<QByteArray, Share> plugins;
    for (auto it = target.attacks.begin(); it != target.attacks.end(); ++it) {
        plugins[it.key().first].passed += it->blocked.passed;
        plugins[it.key().first].n += it->blocked.n;
    }
    const auto addOne = [&](const QByteArray &plugin, const QByteArray &strategy, const Share &share) {
        Metric attack = metric(target, u"attack_success_rate"_s);
        attack.slice.append({u"attack"_s, fromBytes(plugin)});
        if (!strategy.isEmpty())
            attack.slice.append({u"strategy"_s, fromBytes(strategy)});
        addShare(std::move(attack), share, true);
        if (!m_draft.report.results.isEmpty() && (plugin.contains("pii") || plugin.contains("privacy")))
            m_draft.report.results.last().category = Report::Category::Privacy;
    };
    if (!plugins.isEmpty())
        addShare(metric(target, u"attack_success_rate"_s), std::accumulate(plugins.begin(), plugins.end(), Share(), [](Share sum, const Share &one) {
                     return Share{sum.passed + one.passed, sum.n + one.n};
                 }), true);
    for (auto it = plugins.begin(); it != plugins.end(); ++it)
        addOne(it.key(), {}, it.value());
    for (const auto &key : sortedKeys(target.attacks)) {
        if (target.attacks.size() > plugins.size())
            addOne(key.first, key.second, target.attacks[key].blocked);
    }
}

/// A variable makes slices when it groups the tests; where nearly every test has its own value it does not.
void PromptfooTally::addSlices(const Target &target)
{
    for (const auto &key : sortedKeys(target.slices)) {
        const auto &groups = m_dimensions[key.first];
        const qint64 rows = std::accumulate(groups.begin(), groups.end(), qint64(0));
        if (m_tooManyGroups.contains(key.first) || groups.size() < 2 || 2 * rows < 3 * m_targets.size() * groups.size())
            continue;
        Metric slice = metric(target, u"pass_rate"_s);
        slice.slice.append({fromBytes(key.first), fromBytes(key.second)});
        const Share share = target.slices[key];
        slice.n = share.n;
        flagSmallGroup(slice);
        addShare(std::move(slice), share);
    }
    if (target.prompts.size() < 2)
        return;
    for (const QString &prompt : sortedKeys(target.prompts)) {
        Metric slice = metric(target, u"pass_rate"_s);
        slice.slice.append({u"prompt"_s, prompt});
        addShare(std::move(slice), target.prompts[prompt]);
    }
}

void PromptfooTally::addExperiment()
{
    if (m_targets.size() != 2)
        return;
    Report::Experiment experiment;
    experiment.task = m_task;
    experiment.metric = u"pass_rate"_s;
    experiment.unit = u"fraction"_s;
    experiment.direction = Report::Direction::Higher;
    const auto arm = [](const Target &target) {
        return Report::Experiment::Arm{target.name, target.tests.n, target.tests.passed, {}, {}};
    };
    experiment.control = arm(m_targets[0]);
    experiment.treatment = arm(m_targets[1]);
    experiment.plannedShare = 0.5; // every test is put to every target
    experiment.pointer = u"/results/results"_s;
    m_draft.report.experiments.append(experiment);
}

/// An evaluation that was saved without its rows still says how many passed, prompt by prompt.
void PromptfooTally::addSummaryOnly(const PromptfooSummary &summary)
{
    for (const auto &prompt : summary.prompts) {
        if (!prompt.passed || !prompt.failed || *prompt.passed + *prompt.failed == 0)
            continue;
        Metric share;
        share.suite = u"promptfoo"_s;
        share.task = m_task;
        share.metric = u"pass_rate"_s;
        share.slice = {{u"model"_s, prompt.provider}, {u"prompt"_s, prompt.label}};
        share.pointer = prompt.pointer;
        share.flags.append(u"notRecounted"_s);
        addShare(std::move(share), Share{*prompt.passed, *prompt.passed + *prompt.failed});
    }
    m_draft.report.completeness = m_draft.report.results.isEmpty() ? Report::Completeness::Failed : Report::Completeness::Unknown;
    m_draft.warnings.add(u"noRows"_s, tr("The file holds no results of single tests, so its own counts could not be checked."), u"/results"_s);
}

void PromptfooTally::checkSummary(const PromptfooSummary &summary)
{
    qint64 passed = 0, failed = 0, errors = 0;
    for (const Target &target : std::as_const(m_targets)) {
        passed += target.tests.passed;
        failed += target.tests.n - target.tests.passed;
        errors += target.errors;
    }
    const qint64 expectedFailures = summary.errors ? failed : failed + errors;
    const auto differs = [](std::optional<qint64> claimed, qint64 counted) { return claimed && *claimed != counted; };
    if (differs(summary.successes, passed) || differs(summary.failures, expectedFailures) || differs(summary.errors, errors))
        m_draft.warnings.add(u"contradiction"_s,
                             tr("The file's summary says %1 passed, %2 failed, %3 errors; its rows say %4, %5 and %6. The rows are used.")
                                 .arg(summary.successes.value_or(0)).arg(summary.failures.value_or(0)).arg(summary.errors.value_or(0))
                                 .arg(passed).arg(failed).arg(errors),
                             u"/results/stats"_s);
    using enum Report::Completeness;
    const qint64 claimed = summary.successes.value_or(0) + summary.failures.value_or(0) + summary.errors.value_or(0);
    if (!summary.stats || !summary.wholeRun) {
        m_draft.report.completeness = Unknown;
        m_draft.warnings.add(u"noSummary"_s, tr("The file does not say how many tests there were, so nobody can say whether it is all of them."));
    } else if (claimed > passed + failed + errors + m_unjudged) {
        m_draft.report.completeness = Partial;
        m_draft.warnings.add(u"rowsMissing"_s, tr("%1 of %2 results are in the file.").arg(m_rows).arg(claimed), u"/results/results"_s);
    }
    if (errors > 0 || m_unjudged > 0) {
        m_draft.report.completeness = Partial;
        m_draft.warnings.add(u"errors"_s, tr("%1 of %2 tests ended in an error and have no result.").arg(errors + m_unjudged).arg(m_rows), u"/results/stats"_s);
    }
}

void PromptfooTally::fillRun(const PromptfooSummary &summary)
{
    Report &report = m_draft.report;
    report.formatVersion = summary.version.isEmpty() ? summary.layout : summary.version;
    report.producer.version = summary.toolVersion;
    report.run.configuration = summary.configuration;
    report.run.startedAt = readTime(summary.timestamp, u"/results/timestamp"_s, m_draft.warnings);
    QStringList names;
    for (const Target &target : std::as_const(m_targets))
        names.append(target.name);
    names.removeAll(QString());
    report.subject.model = names.mid(0, 20).join(u", "_s);
    if (names.isEmpty())
        m_draft.warnings.add(u"modelUnknown"_s, tr("The file does not say which model was evaluated."), u"/results"_s);
    if (m_targets.size() > 1)
        m_draft.warnings.add(u"severalSubjects"_s,
                             tr("The file compares %1 targets. Each result says by its slice “model” which of them it is about; there is none of the whole.").arg(m_targets.size()),
                             u"/results/prompts"_s);
    if (m_targetsLeftOut > 0)
        m_draft.warnings.add(u"tooManyTargets"_s, tr("More than %1 targets; the others were counted with the last.").arg(m_targets.size()));
}

void PromptfooTally::fillOf()
{
    for (const Target &target : std::as_const(m_targets))
        m_draft.findings.setOf(target.name, {}, target.tests.n + target.errors);
}

Result<Imported> PromptfooTally::build(const PromptfooSummary &summary)
{
    m_task = summary.description.isEmpty() ? tr("all tests") : summary.description.left(400);
    fillRun(summary);
    if (m_rows == 0) {
        addSummaryOnly(summary);
        return m_draft.take();
    }
    checkSummary(summary);
    for (const Target &target : std::as_const(m_targets))
        addTarget(target);
    addExperiment();
    fillOf();
    return m_draft.take();
}

bool looksLikePromptfooRow(JsonTree::Node row)
{
    const bool judged = row[u"success"] || row[u"gradingResult"] || row[u"failureReason"] || row[u"namedScores"];
    return row[u"prompt"] && judged && (row[u"vars"] || row[u"provider"] || row[u"response"]);
}

} // namespace countersign
