// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/counted.h"
#include "formats/jsonwalk.h"
#include "formats/recordlines.h"
#include "formats/redactedconfiguration.h"
#include "formats/timestamps.h"

#include <QSet>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Node = JsonTree::Node;
using Report = EvaluationReport;

namespace {

constexpr qsizetype pendingPrompts = 5000;

QString openAiText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

bool isBootstrapError(const QString &name)
{
    return name == u"boostrap_std" || name == u"bootstrap_std"; // the tool's own spelling is the first
}

/// A prompt is a text or a list of messages; the question stands at its end.
QString promptText(Node prompt)
{
    if (!prompt.isArray())
        return clippedText(prompt.text());
    QStringList out;
    for (const Node message : prompt) {
        if (out.size() < 100)
            out.append(message[u"content"].text());
    }
    return clippedText(out.join(u'\n'));
}

QString anyText(Node node)
{
    if (!node.isArray())
        return clippedText(node.text());
    QStringList out;
    for (const Node one : node) {
        if (out.size() < 50)
            out.append(one.text());
    }
    return clippedText(out.join(u" | "_s));
}

class OpenAiLog
{
public:
    explicit OpenAiLog(const ImportInput &input)
        : m_draft(input.options, u"openai-evals"_s, u"openai-evals"_s), m_lines(input, m_draft.warnings)
    {
    }

    Result<Imported> read()
    {
        for (;;) {
            const JsonTree tree = m_lines.next();
            if (!tree.root())
                break;
            readRecord(tree.root());
        }
        if (m_lines.problem())
            return *m_lines.problem();
        if (!m_hasSpec && m_events == 0 && !m_hasReport)
            return Error{Error::Code::Invalid, openAiText("The file holds no readable record of a run.")};
        m_lines.finish();
        return finish();
    }

private:
    void readRecord(Node record)
    {
        if (record[u"spec"].isObject())
            readSpec(record[u"spec"]);
        else if (record[u"final_report"].isObject())
            readReport(record[u"final_report"]);
        else if (record[u"type"].isString())
            readEvent(record);
        else if (!record[u"final_report"]) // it may be null: a run without results
            m_draft.notUnderstood(m_lines.place());
    }

    void readSpec(Node spec)
    {
        if (m_hasSpec)
            m_draft.warnings.add(u"severalRuns"_s, openAiText("The log holds more than one run; they are read as one."), m_lines.place());
        m_hasSpec = true;
        const Node config = spec[u"run_config"];
        const Node fns = spec[u"completion_fns"] ? spec[u"completion_fns"] : config[u"completion_fns"];
        m_draft.report.subject.model = fns.isArray() ? anyText(fns) : spec[u"model_name"].text();
        m_task = spec[u"eval_name"].text();
        m_suite = spec[u"base_eval"].text();
        m_split = spec[u"split"].text();
        m_dataset = config[u"eval_spec"][u"args"][u"samples_jsonl"].text().section(u'/', -2);
        if (const auto seed = config[u"seed"].count())
            m_draft.report.run.seed = *seed;
        m_draft.report.run.limit = config[u"max_samples"].number();
        m_draft.report.run.configuration = redactedConfiguration(spec.toJson().toObject());
    }

    void readReport(Node report)
    {
        if (m_hasReport)
            m_draft.warnings.add(u"severalReports"_s, openAiText("A second final report was left out."), m_lines.place());
        if (std::exchange(m_hasReport, true))
            return;
        for (const Node entry : report) {
            if (isBootstrapError(entry.key())) {
                m_error = entry.number();
                continue;
            }
            if (entry.isContainer()) {
                m_draft.notUnderstood(m_lines.place() + entry.pointer());
                continue;
            }
            Report::Metric metric;
            metric.metric = entry.key();
            m_draft.setFrom(metric, entry);
            metric.pointer = m_lines.place() + u"/final_report/"_s + entry.key();
            m_reported.append(metric);
        }
    }

    void readEvent(Node event)
    {
        ++m_events;
        const QString type = event[u"type"].text(), id = event[u"sample_id"].text();
        const Node data = event[u"data"];
        noteTime(event[u"created_at"].text());
        if (type == u"sampling") {
            readSampling(id, data);
        } else if (type == u"match") {
            readMatch(id, data);
        } else if (type == u"metrics") {
            readMetrics(data);
        } else if (type == u"error") {
            ++m_errors;
            m_draft.findings.fail(m_task, openAiText("error"), u"unknown"_s,
                                  {m_prompts.value(id), {}, {}, id, clippedText(data[u"message"].isString() ? data[u"message"].text() : data[u"type"].text())});
        } else if (type != u"raw_sample" && type != u"embedding" && type != u"cond_logp" && type != u"pick_option" && type != u"function_call" && type != u"extra") {
            m_draft.notUnderstood(m_lines.place());
        }
    }

    /// Python writes a blank where RFC 3339 has a T.
    void noteTime(QString text)
    {
        text.replace(u' ', u'T');
        if (text.isEmpty() || (m_first.isEmpty() && (m_first = text, true)))
            return;
        m_last = text;
    }

    void readSampling(const QString &id, Node data)
    {
        if (m_prompts.size() >= pendingPrompts)
            m_prompts.clear(), m_answers.clear(); // the match follows its sampling closely
        m_prompts.insert(id, promptText(data[u"prompt"]));
        m_answers.insert(id, anyText(data[u"sampled"]));
        ++m_sampled;
    }

    void readMatch(const QString &id, Node data)
    {
        const std::optional<bool> correct = data[u"correct"].boolean();
        m_match.add(correct ? std::optional(*correct ? 1.0 : 0.0) : std::nullopt);
        Report::Sample sample;
        sample.id = id;
        sample.task = m_task;
        sample.input = m_prompts.take(id);
        const QString answer = m_answers.take(id);
        sample.output = data[u"sampled"] ? anyText(data[u"sampled"]) : !answer.isEmpty() ? answer : anyText(data[u"picked"]);
        sample.expected = anyText(data[u"expected"]);
        sample.pointer = m_lines.place();
        if (correct) {
            sample.score = *correct ? 1 : 0;
            sample.verdict = *correct ? Report::Verdict::Pass : Report::Verdict::Fail;
        }
        if (correct == false)
            m_draft.findings.fail(m_task, openAiText("wrong answer"), u"unknown"_s, {sample.input, sample.output, sample.expected, id});
        if (m_draft.findings.countSample())
            m_draft.findings.addSample(sample);
    }

    void readMetrics(Node data)
    {
        for (const Node entry : data) {
            if (!entry.isNumber() && entry.kind() != JsonTree::Kind::Null)
                continue;
            if (!m_means.contains(entry.key())) {
                if (m_means.size() >= 500)
                    continue;
                m_order.append(entry.key());
            }
            m_means[entry.key()].add(entry.number());
        }
    }

    /// What the rows give for this metric of the final report, if they give it.
    std::optional<RunningMean> rowsOf(const QString &name) const
    {
        if (name == u"accuracy" && m_match.n > 0)
            return m_match;
        const auto it = m_means.constFind(name);
        return it != m_means.cend() && it->n > 0 ? std::optional(*it) : std::nullopt;
    }

    void addReported()
    {
        for (Report::Metric metric : std::as_const(m_reported)) {
            const auto rows = rowsOf(metric.metric);
            if (rows)
                metric.n = rows->n;
            else if (m_match.n > 0)
                metric.n = m_match.n;
            if (metric.metric == u"accuracy" && m_error && std::isfinite(*m_error))
                metric.stderror = m_error;
            const bool differs = rows && rows->missing == 0 && metric.valueState == Report::ValueState::Finite
                && std::abs(rows->mean() - metric.value) > 1e-6 * std::max(1.0, std::abs(metric.value));
            if (differs && metric.metric == u"accuracy") {
                m_draft.warnings.add(u"contradiction"_s, openAiText("The final report says that %1 is %2, its rows give %3; the rows count.")
                                                             .arg(metric.metric, metric.valueText.left(40)).arg(rows->mean(), 0, 'g', 6), metric.pointer);
                setCounted(metric, rows->mean());
                metric.stderror.reset();
            }
            place(metric, !rows || rows->yesNo());
        }
    }

    void addCounted()
    {
        const auto add = [this](const QString &name, const RunningMean &mean) {
            Report::Metric metric;
            metric.metric = name;
            metric.n = mean.n;
            ReportDraft::setComputed(metric, mean.mean());
            metric.pointer = u"line 1"_s;
            place(metric, mean.yesNo());
        };
        if (m_match.n > 0)
            add(u"accuracy"_s, m_match);
        for (const QString &name : std::as_const(m_order)) {
            if (m_means[name].n > 0 && !(name == u"accuracy" && m_match.n > 0))
                add(name, m_means[name]);
        }
    }

    void place(Report::Metric metric, bool share)
    {
        metric.task = m_task;
        metric.suite = m_suite;
        metric.dataset = m_dataset;
        metric.filter = m_split;
        m_draft.add(metric, {}, share);
    }

    Result<Imported> finish()
    {
        using enum Report::Completeness;
        m_draft.report.run.startedAt = readTime(m_first, u"/created_at"_s, m_draft.warnings);
        m_draft.report.run.finishedAt = readTime(m_last, u"/created_at"_s, m_draft.warnings);
        m_draft.report.completeness = m_hasSpec ? Complete : Unknown;
        if (!m_hasSpec)
            m_draft.warnings.add(u"noSpec"_s, openAiText("The log's first line, which says what was run, is not here."));
        if (m_draft.report.run.limit) {
            m_draft.report.completeness = Partial;
            m_draft.warnings.add(u"partialRun"_s, openAiText("The run was limited to %1 samples.").arg(*m_draft.report.run.limit), u"line 1/spec/run_config/max_samples"_s);
        }
        if (m_errors > 0 || m_lines.broken() > 0)
            m_draft.report.completeness = Partial;
        if (m_hasReport) {
            addReported();
        } else {
            m_draft.report.completeness = Partial;
            m_draft.warnings.add(u"noFinalReport"_s, openAiText("There is no final report: the run did not come to its end (%1 answers, %2 graded).")
                                                         .arg(m_sampled).arg(m_match.n));
            addCounted();
        }
        m_draft.findings.setOf(m_task, openAiText("wrong answer"), m_match.n);
        m_draft.findings.setOf(m_task, openAiText("error"), std::max(m_sampled, m_errors));
        return m_draft.take();
    }

    ReportDraft m_draft;
    RecordLines m_lines;
    QString m_task, m_suite, m_split, m_dataset, m_first, m_last;
    bool m_hasSpec = false, m_hasReport = false;
    qint64 m_events = 0, m_errors = 0, m_sampled = 0;
    RunningMean m_match;
    QHash<QString, RunningMean> m_means;
    QStringList m_order;
    QHash<QString, QString> m_prompts, m_answers;
    QList<Report::Metric> m_reported;
    std::optional<double> m_error;
};

class OpenAiEvals final : public Importer
{
public:
    QString id() const override { return u"openai-evals"_s; }
    QString title() const override { return openAiText("OpenAI evals log"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"run_config\"", "\"event_id\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root(), spec = root[u"spec"];
        if (spec[u"run_config"].isObject() && spec[u"eval_name"])
            return Match::Sure;
        const bool event = root[u"run_id"].isString() && root[u"event_id"].isNumber() && root[u"type"].isString() && root[u"data"];
        return event ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return OpenAiLog(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> openaievalsImporter()
{
    return std::make_unique<OpenAiEvals>();
}

} // namespace countersign
