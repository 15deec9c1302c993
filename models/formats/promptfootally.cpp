// SPDX-License-Identifier: GPL-3.0-or-later
// The counting half of PromptfooTally; promptfooreport.cpp makes the results of the counts.
#include "formats/promptfooreport.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;

namespace {

constexpr qsizetype promptfooTargets = 200;
constexpr qsizetype promptfooGroups = 60;
constexpr qsizetype promptfooDimensions = 60;
constexpr qsizetype promptfooNames = 500;

QString rowText(const QByteArray &utf8)
{
    return QString::fromUtf8(utf8);
}

QString attackPlugin(const PromptfooRow &row)
{
    constexpr QByteArrayView prefix("promptfoo:redteam:");
    for (const auto &assertion : row.assertions) {
        if (assertion.type.startsWith(prefix))
            return rowText(row.plugin.isEmpty() ? assertion.type.sliced(prefix.size()) : row.plugin);
    }
    return {};
}

QString severityOf(const QByteArray &written)
{
    const QByteArray word = written.toLower();
    for (const char *known : {"critical", "high", "medium", "low"}) {
        if (word == known)
            return QString::fromLatin1(known);
    }
    return u"unknown"_s;
}

} // namespace

PromptfooTally::PromptfooTally(const ImportOptions &options, const QString &format) : m_draft(options, format, u"promptfoo"_s) {}

PromptfooTally::Target &PromptfooTally::target(const PromptfooRow &row)
{
    const QByteArray &key = row.target();
    const auto known = m_index.constFind(key);
    if (known != m_index.constEnd())
        return m_targets[*known];
    if (m_targets.size() >= promptfooTargets) {
        ++m_targetsLeftOut;
        return m_targets.last();
    }
    m_index.insert(key, m_targets.size());
    m_targets.append(Target{.name = rowText(key.left(400)), .tests = {}, .score = {}, .latency = {}, .cost = {}, .named = {}, .assertions = {},
                            .attacks = {}, .slices = {}, .prompts = {}});
    return m_targets.last();
}

void PromptfooTally::add(const PromptfooRow &row, const QString &pointer)
{
    ++m_rows;
    const bool error = row.isError();
    Target &into = target(row);
    if (row.cost)
        into.cost.add(row.cost);
    if (error) {
        ++into.errors;
        countFailure(row, true);
    } else if (!row.success) {
        ++m_unjudged;
    } else {
        into.tests.count(*row.success);
        if (row.score)
            into.score.add(row.score);
        if (row.latency)
            into.latency.add(row.latency);
        for (const auto &named : row.named) {
            if (into.named.size() < promptfooNames || into.named.contains(named.name))
                into.named[named.name].add(named.value);
        }
        for (const auto &assertion : row.assertions) {
            if (assertion.pass && !assertion.type.isEmpty() && (into.assertions.size() < promptfooNames || into.assertions.contains(assertion.type)))
                into.assertions[assertion.type].count(*assertion.pass);
        }
        countLabels(row, into, *row.success);
        if (!*row.success)
            countFailure(row, false);
    }
    addSample(row, pointer, error);
}

void PromptfooTally::countLabels(const PromptfooRow &row, Target &into, bool passed)
{
    into.prompts[rowText(row.promptLabel.isEmpty() ? QByteArray::number(row.promptIndex) : row.promptLabel.left(200))].count(passed);
    if (const QString plugin = attackPlugin(row); !plugin.isEmpty()) {
        m_attacked = true;
        Attack &attack = into.attacks[std::pair(plugin.toUtf8(), row.strategy.isEmpty() ? "basic"_ba : row.strategy)];
        attack.blocked.count(passed);
        if (attack.severity.isEmpty())
            attack.severity = row.severity;
    }
    for (const auto &[name, value] : row.labels) {
        if (m_tooManyGroups.contains(name) || name == "pluginId" || name == "strategyId" || name == "severity")
            continue;
        if (!m_dimensions.contains(name) && m_dimensions.size() >= promptfooDimensions)
            continue;
        auto &groups = m_dimensions[name];
        ++groups[value];
        if (groups.size() > promptfooGroups) {
            m_tooManyGroups.insert(name);
            continue;
        }
        into.slices[std::pair(name, value)].count(passed);
    }
}

void PromptfooTally::countFailure(const PromptfooRow &row, bool error)
{
    QString mode = error ? u"error"_s : u"failed"_s;
    QByteArray expected, reason = row.reason.isEmpty() ? row.error : row.reason;
    for (const auto &assertion : row.assertions) {
        if (error || assertion.pass.value_or(true) || assertion.type.isEmpty())
            continue;
        mode = rowText(assertion.metric.isEmpty() ? assertion.type : assertion.type + " (" + assertion.metric + ')').left(200);
        expected = assertion.threshold ? assertion.type + ' ' + QByteArray::number(*assertion.threshold) : assertion.value;
        reason = assertion.reason.isEmpty() ? reason : assertion.reason;
        break;
    }
    const QString plugin = attackPlugin(row);
    if (!m_draft.findings.count(rowText(row.target().left(400)), plugin.isEmpty() || error ? mode : plugin, severityOf(row.severity)))
        return;
    Report::Example example{clippedUtf8(row.prompt), clippedUtf8(row.output), clippedUtf8(expected)};
    example.id = row.testIndex >= 0 ? QString::number(row.testIndex) : rowText(row.id.left(200));
    example.reason = clippedUtf8(reason);
    m_draft.findings.addExample(example);
}

void PromptfooTally::addSample(const PromptfooRow &row, const QString &pointer, bool error)
{
    if (!m_draft.findings.countSample())
        return;
    Report::Sample sample;
    sample.id = row.testIndex >= 0 ? QString::number(row.testIndex) : rowText(row.id.left(200));
    sample.task = rowText(row.target().left(400));
    sample.input = clippedUtf8(row.prompt);
    sample.output = clippedUtf8(row.output);
    for (const auto &assertion : row.assertions) {
        if (sample.expected.isEmpty())
            sample.expected = clippedUtf8(assertion.value);
    }
    sample.score = row.score;
    sample.verdict = error || !row.success ? Report::Verdict::Indeterminate : *row.success ? Report::Verdict::Pass : Report::Verdict::Fail;
    sample.reason = clippedUtf8(row.reason.isEmpty() ? row.error : row.reason);
    sample.pointer = pointer;
    m_draft.findings.addSample(sample);
}

} // namespace countersign
