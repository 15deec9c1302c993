// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/inspectlog.h"

#include "formats/fileset.h"
#include "formats/inspectsample.h"
#include "formats/jsonwalk.h"
#include "formats/redactedconfiguration.h"
#include "formats/timestamps.h"

#include <QSet>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Node = JsonTree::Node;
using Report = EvaluationReport;
using State = Report::ValueState;

namespace {

constexpr qsizetype talliedSamples = 500'000;
constexpr qsizetype talliedScorers = 200;

/// Names come with their package ("inspect_ai/accuracy") or without.
QString plainName(const QString &name)
{
    return name.startsWith(u"inspect_ai/") ? name.sliced(11) : name;
}

bool isStandardError(const QString &name)
{
    return name == u"stderr" || name == u"bootstrap_stderr" || name == u"bootstrap_std" || name.endsWith(u"_stderr");
}

} // namespace

InspectLog::InspectLog(const ImportOptions &options) : m_options(options), m_draft(m_options, u"inspect"_s, u"inspect_ai"_s) {}

QString InspectLog::at(const QString &pointer) const
{
    return m_file.isEmpty() ? pointer : memberPointer(m_file, pointer);
}

void InspectLog::warn(const QString &code, const QString &text, const QString &pointer)
{
    m_draft.warnings.add(code, text, pointer);
}

void InspectLog::markUnfinished()
{
    m_unfinished = true;
    m_draft.warnings.add(u"noHeader"_s, tr("The log has no header: the run did not come to its end."));
}

Result<void> InspectLog::readLog(const ImportInput &input, const QString &file)
{
    m_file = file;
    JsonWalk walk(input, m_draft.warnings);
    if (walk.open() != JsonReader::Event::StartObject)
        walk.refuse(tr("A log of Inspect is a JSON object."));
    else
        walk.members([&](const QString &key) { readMember(walk, key); });
    if (auto problem = walk.finish())
        return *problem;
    if (!m_hasEval)
        return Error{Error::Code::Invalid, tr("The log has no member “eval”.")};
    return {};
}

Result<void> InspectLog::readSample(const ImportInput &input, const QString &file)
{
    m_file = file;
    JsonWalk walk(input, m_draft.warnings);
    const JsonTree tree = walk.open() == JsonReader::Event::StartObject ? walk.tree(inspectSampleBounds()) : JsonTree();
    if (!tree.root())
        walk.refuse(tr("A sample is a JSON object."));
    if (auto problem = walk.finish())
        return *problem;
    readSample(tree.root());
    return {};
}

void InspectLog::readMember(JsonWalk &walk, const QString &key)
{
    static const QSet<QString> known{u"version"_s, u"status"_s, u"eval"_s, u"plan"_s, u"results"_s, u"stats"_s, u"error"_s, u"invalidated"_s};
    static const QSet<QString> ignored{u"reductions"_s, u"tags"_s, u"metadata"_s, u"location"_s, u"etag"_s, u"log_updates"_s};
    if (key == u"samples") {
        if (walk.open() == JsonReader::Event::StartArray)
            walk.elements([&](qint64) {
                const JsonTree tree = walk.tree(inspectSampleBounds());
                if (tree.root().isObject())
                    readSample(tree.root());
            });
        return;
    }
    if (!known.contains(key)) {
        if (!ignored.contains(key))
            m_draft.notUnderstood(at(u'/' + key));
        return;
    }
    JsonTree::Bounds bounds;
    bounds.without = {u"sample_reductions"_s, u"traceback_ansi"_s};
    const JsonTree tree = walk.tree(bounds);
    const Node root = tree.root();
    if (key == u"version") {
        m_draft.report.formatVersion = root.text();
        if (root.number().value_or(2) > 2)
            m_draft.warnings.add(u"unknownVersion"_s, tr("Version %1 of the log's format is newer than what is known here.").arg(root.text()), at(u"/version"_s));
    } else if (key == u"status") {
        m_status = root.text();
    } else if (key == u"eval") {
        readEval(root);
    } else if (key == u"results") {
        readResults(root);
    } else if (key == u"stats") {
        if (root[u"started_at"].isString())
            m_draft.report.run.startedAt = readTime(root[u"started_at"].text(), at(u"/stats/started_at"_s), m_draft.warnings);
        if (root[u"completed_at"].isString())
            m_draft.report.run.finishedAt = readTime(root[u"completed_at"].text(), at(u"/stats/completed_at"_s), m_draft.warnings);
    } else if (key == u"plan") {
        for (const Node step : root[u"steps"])
            m_human = m_human || step[u"solver"].text().contains(u"human");
        m_draft.report.run.configuration.insert(u"plan"_s, redactedConfiguration(root.toJson()));
    } else if (key == u"error" && root.isObject()) {
        m_draft.warnings.add(u"runError"_s, tr("The run ended with an error: %1").arg(clippedText(root[u"message"].text()).left(500)), at(u"/error"_s));
    } else if (key == u"invalidated") {
        m_invalidated = root.boolean().value_or(false);
    }
}

void InspectLog::readEval(Node eval)
{
    if (!eval.isObject() || !eval[u"task"].isString())
        return;
    m_hasEval = true;
    m_task = eval[u"task"].text();
    const Node dataset = eval[u"dataset"], config = eval[u"config"];
    m_dataset = dataset[u"name"].isString() ? dataset[u"name"].text() : dataset[u"location"].text();
    m_datasetSamples = dataset[u"samples"].count();
    m_epochs = std::max<qint64>(1, config[u"epochs"].count().value_or(1));
    m_draft.report.subject.model = eval[u"model"].text();
    m_draft.report.subject.revision = eval[u"model_args"][u"revision"].text();
    m_draft.report.producer.version = eval[u"packages"][u"inspect_ai"].text();
    const Node limit = config[u"limit"];
    if (limit.isNumber())
        m_draft.report.run.limit = limit.number();
    else if (limit.isArray() && limit.at(0).number() && limit.at(1).number())
        m_draft.report.run.limit = *limit.at(1).number() - *limit.at(0).number();
    const Node seed = eval[u"model_generate_config"][u"seed"] ? eval[u"model_generate_config"][u"seed"] : config[u"seed"];
    m_draft.report.run.seed = seed.count();
    if (!m_draft.report.run.startedAt.isValid() && eval[u"created"].isString())
        m_draft.report.run.startedAt = readTime(eval[u"created"].text(), at(u"/eval/created"_s), m_draft.warnings);
    m_human = m_human || eval[u"solver"].text().contains(u"human");
    QJsonObject configuration = m_draft.report.run.configuration;
    for (const Node member : eval) {
        static const QSet<QString> left{u"task"_s, u"model"_s, u"dataset"_s, u"scorers"_s, u"metrics"_s};
        if (!left.contains(member.key()))
            configuration.insert(member.key(), member.toJson());
    }
    m_draft.report.run.configuration = redactedConfiguration(configuration);
}

void InspectLog::readResults(Node results)
{
    m_total = results[u"total_samples"].count();
    m_completed = results[u"completed_samples"].count();
    for (const Node score : results[u"scores"]) {
        if (score[u"metrics"].isObject())
            readScore(score);
        else
            m_draft.notUnderstood(at(score.pointer()));
    }
}

void InspectLog::readScore(Node node)
{
    Score score;
    score.scorer = node[u"name"].isString() ? node[u"name"].text() : node[u"scorer"].text();
    score.reducer = node[u"reducer"].text();
    score.scored = node[u"scored_samples"].count();
    score.unscored = node[u"unscored_samples"].count();
    QList<Report::Metric> errors;
    for (const Node entry : node[u"metrics"]) {
        Report::Metric metric;
        metric.metric = plainName(entry[u"name"].isString() ? entry[u"name"].text() : entry.key());
        if (entry[u"group"].isString())
            metric.slice.append({u"group"_s, entry[u"group"].text()});
        else if (metric.metric != plainName(entry.key()) && isStandardError(metric.metric) == isStandardError(plainName(entry.key())))
            metric.metric = plainName(entry.key()); // the key tells equal metrics apart
        m_draft.setFrom(metric, entry.isObject() ? entry[u"value"] : entry);
        metric.pointer = at(entry.isObject() && entry[u"value"] ? entry[u"value"].pointer() : entry.pointer());
        (isStandardError(metric.metric) ? errors : score.metrics).append(metric);
    }
    attachErrors(score, errors);
    m_scores.append(score);
}

/// A standard error belongs to its sibling: the metric its name begins with, or the mean of the same group.
void InspectLog::attachErrors(Score &score, const QList<Report::Metric> &errors) const
{
    for (const Report::Metric &error : errors) {
        if (error.valueState != State::Finite)
            continue;
        Report::Metric *named = nullptr, *mean = nullptr, *any = nullptr;
        qsizetype candidates = 0;
        for (Report::Metric &metric : score.metrics) {
            if (metric.slice != error.slice || metric.metric == u"std" || metric.metric == u"var")
                continue;
            ++candidates;
            any = &metric;
            if (error.metric == metric.metric + u"_stderr"_s)
                named = &metric;
            if (metric.metric == u"accuracy" || (metric.metric == u"mean" && !mean))
                mean = &metric;
        }
        Report::Metric *owner = named ? named : mean ? mean : candidates == 1 ? any : nullptr;
        if (owner && !owner->stderror)
            owner->stderror = error.value;
    }
}

void InspectLog::readSample(Node node)
{
    ++m_samples;
    Report::Sample sample;
    sample.id = node[u"id"].text();
    sample.task = m_task;
    if (const auto epoch = node[u"epoch"].count(); epoch && (*epoch > 1 || m_epochs > 1))
        sample.id += u" (epoch %1)"_s.arg(*epoch);
    sample.input = inspectMessages(node[u"input"]);
    sample.expected = inspectTarget(node[u"target"]);
    sample.output = inspectOutput(node[u"output"]);
    sample.pointer = at(node.pointer());
    const Report::Example example{sample.input, sample.output, sample.expected, sample.id};
    if (const Node error = node[u"error"]; error.isObject()) {
        ++m_sampleErrors;
        sample.verdict = Report::Verdict::Indeterminate;
        sample.reason = clippedText(error[u"message"].text());
        m_draft.findings.fail(m_task, tr("sample ended with an error"), u"unknown"_s, {sample.input, sample.output, sample.expected, sample.id, sample.reason});
    }
    if (const Node limit = node[u"limit"]; limit.isObject())
        m_draft.findings.fail(m_task, tr("limit reached: %1").arg(limit[u"type"].text().left(60)), u"unknown"_s, example);
    // Before 2024-06 there was one score, afterwards a map of them.
    if (node[u"scores"].isObject()) {
        for (const Node score : node[u"scores"])
            readSampleScore(score, score.key(), sample);
    } else if (node[u"score"].isObject()) {
        readSampleScore(node[u"score"], u"score"_s, sample);
    }
    if (m_draft.findings.countSample())
        m_draft.findings.addSample(sample);
}

void InspectLog::readSampleScore(Node score, const QString &scorer, Report::Sample &sample)
{
    const Node value = score[u"value"];
    const QString id = sample.id.section(u" (epoch "_s, 0, 0);
    if (value.isObject()) { // several values of one scorer
        for (const Node part : value)
            tally(scorer + u'/' + part.key(), id, part, inspectScore(part));
        return;
    }
    const std::optional<double> number = inspectScore(value);
    tally(scorer, id, value, number);
    if (!number)
        return;
    if (!sample.score) {
        sample.score = number;
        sample.reason = clippedText(score[u"explanation"].text());
        const bool graded = value.isString() || value.boolean();
        if (sample.verdict == Report::Verdict::None && graded)
            sample.verdict = *number == 1 ? Report::Verdict::Pass : *number == 0 ? Report::Verdict::Fail : Report::Verdict::Warn;
    }
    if (*number != 0)
        return;
    const QString answer = clippedText(score[u"answer"].text());
    const QString mode = value.text() == u"N" ? tr("%1: no answer").arg(scorer) : tr("%1: incorrect").arg(scorer);
    m_draft.findings.fail(m_task, mode, u"unknown"_s,
                          {sample.input, answer.isEmpty() ? sample.output : answer, sample.expected, sample.id, clippedText(score[u"explanation"].text())});
}

void InspectLog::tally(const QString &scorer, const QString &id, Node value, std::optional<double> number)
{
    if (!m_tallies.contains(scorer)) {
        if (m_tallies.size() >= talliedScorers)
            return;
        m_scorers.append(scorer);
    }
    Tally &tally = m_tallies[scorer];
    if (!number) {
        ++tally.unscored;
        tally.numeric = tally.numeric && value.kind() == JsonTree::Kind::NonFinite;
        return;
    }
    ++tally.scored;
    tally.yesNo = tally.yesNo && (*number == 0 || *number == 1);
    if (tally.values.size() < talliedSamples || tally.values.contains(id)) {
        auto &[sum, count] = tally.values[id];
        sum += *number;
        ++count;
    }
}

void InspectLog::settleCompleteness()
{
    using enum Report::Completeness;
    Report::Completeness &out = m_draft.report.completeness;
    out = Complete;
    const double wanted = double(m_datasetSamples.value_or(0)) * double(m_epochs);
    const qint64 done = m_completed.value_or(m_total.value_or(m_samples));
    if (wanted > double(done)) {
        out = Partial;
        m_draft.warnings.add(u"partialRun"_s, tr("The run saw %1 of %2 samples.").arg(done).arg(wanted, 0, 'f', 0));
    } else if (!m_datasetSamples && m_draft.report.run.limit) {
        out = Partial;
        m_draft.warnings.add(u"partialRun"_s, tr("The run was limited to %1 samples.").arg(*m_draft.report.run.limit));
    }
    if (m_total && m_completed && *m_completed < *m_total)
        out = Partial;
    if (m_sampleErrors > 0) {
        out = Partial;
        m_draft.warnings.add(u"sampleErrors"_s, tr("%1 samples ended with an error.").arg(m_sampleErrors));
    }
    if (m_unfinished || m_status == u"started" || m_status == u"cancelled") {
        out = Partial;
        m_draft.warnings.add(u"runNotFinished"_s, m_status == u"cancelled" ? tr("The run was cancelled.") : tr("The run had not come to its end."));
    } else if (m_status == u"error") {
        out = Failed;
        m_draft.warnings.add(u"runFailed"_s, tr("The run's status is “error”; results that are there all the same are not those of a whole run."));
    } else if (m_status != u"success") {
        out = Unknown;
        m_draft.warnings.add(u"unknownStatus"_s, tr("The status “%1” is not known.").arg(m_status.left(60)), at(u"/status"_s));
    }
    if (m_invalidated) {
        out = Failed;
        m_draft.warnings.add(u"invalidated"_s, tr("The log was marked as invalid by who ran it."));
    }
}

Result<Imported> InspectLog::take()
{
    settleCompleteness();
    for (Score &score : m_scores)
        addScore(score);
    if (m_scores.isEmpty())
        addCounted();
    if (m_scores.isEmpty() && m_status == u"success") {
        m_draft.warnings.add(u"notScored"_s, tr("The run was never scored."));
        m_draft.report.completeness = Report::Completeness::Partial;
    }
    for (const QString &scorer : std::as_const(m_scorers)) {
        m_draft.findings.setOf(m_task, tr("%1: incorrect").arg(scorer), m_tallies[scorer].scored);
        m_draft.findings.setOf(m_task, tr("%1: no answer").arg(scorer), m_tallies[scorer].scored);
    }
    m_draft.findings.setOf(m_task, {}, m_samples);
    return m_draft.take();
}

} // namespace countersign
