// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "formats/deepevaltally.h"
#include "formats/jsonwalk.h"
#include "formats/redactedconfiguration.h"
#include "formats/timestamps.h"

#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Report = EvaluationReport;
using Node = JsonTree::Node;

namespace {

QString caseText(Node node)
{
    if (node.isContainer())
        return clippedText(QString::fromUtf8(toJson(node.toJson())));
    return node.kind() == JsonTree::Kind::Null ? QString() : clippedText(node.text());
}

/// Reads a test run (camelCase since 2024, snake_case in caches), or a list of data rows that were never evaluated.
class DeepEvalReader
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit DeepEvalReader(const ImportInput &input) : m_draft(input.options, u"deepeval"_s, u"deepeval"_s), m_tally(m_draft), m_walk(input, m_draft.warnings)
    {
        m_draft.report.producer.name = u"deepeval"_s;
    }

    Result<Imported> read()
    {
        const Event first = m_walk.open();
        if (first == Event::StartArray)
            m_walk.elements([&](qint64) { readRow(); });
        else if (first == Event::StartObject)
            m_walk.members([&](const QString &key) { readMember(key); });
        else
            m_walk.refuse(tr("DeepEval writes an object or a list of test cases."));
        if (const auto problem = m_walk.finish())
            return *problem;
        if (first == Event::StartObject && !m_cases)
            return Error{Error::Code::Invalid, tr("The file has no member “testCases”.")};
        return first == Event::StartArray ? buildRows() : build();
    }

private:
    void readMember(const QString &key)
    {
        if (key == u"testRunData" || key == u"test_run_data") { // as the tool keeps its latest run
            m_walk.members([&](const QString &inner) { readMember(inner); });
        } else if (key == u"testCases" || key == u"test_cases" || key == u"test_results" || key == u"testResults" || key == u"conversationalTestCases" || key == u"conversational_test_cases") {
            m_cases = true;
            m_walk.elements([&](qint64) { readCase(); });
        } else if (key == u"metricsScores" || key == u"metricScores" || key == u"metrics_scores" || key == u"metric_scores") {
            m_walk.elements([&](qint64) {
                const JsonTree tree = m_walk.tree();
                if (tree.root())
                    m_tally.addSummary(tree.root());
            });
        } else if (key == u"traceMetricsScores" || key == u"trace_metrics_scores") {
            m_walk.json().skipValue(); // the same, by span
        } else {
            readFact(key);
        }
    }

    void readFact(const QString &key)
    {
        const JsonTree tree = m_walk.tree({.elements = 100});
        const Node value = tree.root();
        if (key == u"testPassed" || key == u"test_passed")
            m_passed = value.count();
        else if (key == u"testFailed" || key == u"test_failed")
            m_failed = value.count();
        else if (key == u"hyperparameters" || key == u"configurations")
            readHyperparameters(key, value);
        else if (key == u"identifier" || key == u"testFile" || key == u"test_file" || key == u"datasetAlias" || key == u"dataset_alias")
            m_draft.report.run.configuration.insert(key, redactedConfiguration(value.toJson()));
        else if (key == u"runDuration" || key == u"run_duration")
            addFigure(u"latency"_s, tr("whole run"), value);
        else if (key == u"evaluationCost" || key == u"evaluation_cost")
            addFigure(u"cost"_s, tr("evaluation"), value);
        else if (key != u"deployment" && key != u"deploymentConfigs" && value && value.kind() != JsonTree::Kind::Null && !(value.isContainer() && value.size() == 0))
            m_left.append(key.left(80));
    }

    void readHyperparameters(const QString &key, Node value)
    {
        if (value.isContainer() && value.size() == 0)
            return;
        const Node model = value.firstOf({u"model", u"Model", u"model_name", u"llm", u"LLM"});
        if (model.isString())
            m_draft.report.subject.model = model.text().left(400);
        m_draft.report.run.configuration.insert(key, redactedConfiguration(value.toJson()));
    }

    void addFigure(const QString &metric, const QString &task, Node value)
    {
        if (!value.isNumber())
            return;
        Report::Metric figure;
        figure.suite = u"deepeval"_s;
        figure.task = task;
        figure.metric = metric;
        m_draft.setFrom(figure, value);
        m_draft.add(std::move(figure));
    }

    Report::Sample sampleOf(Node test)
    {
        Report::Sample sample;
        sample.id = test[u"name"].text().left(200);
        sample.input = caseText(test[u"input"]);
        sample.output = caseText(DeepEvalTally::either(test, u"actualOutput", u"actual_output"));
        sample.expected = caseText(DeepEvalTally::either(test, u"expectedOutput", u"expected_output"));
        if (const Node turns = test.firstOf({u"turns", u"messages"}); turns.isArray() && sample.input.isEmpty())
            sample.input = caseText(turns);
        sample.pointer = test.pointer();
        return sample;
    }

    void readCase()
    {
        const JsonTree tree = m_walk.tree({.nodes = 2'000'000});
        const Node test = tree.root();
        if (!test.isObject()) {
            if (test)
                m_draft.notUnderstood(test.pointer());
            return;
        }
        Report::Sample sample = sampleOf(test);
        const std::optional<bool> success = test[u"success"].boolean();
        m_tally.countCase(success);
        sample.verdict = !success ? Report::Verdict::Indeterminate : *success ? Report::Verdict::Pass : Report::Verdict::Fail;
        const Node metrics = test.firstOf({u"metricsData", u"metrics_data", u"metricsMetadata", u"metrics_metadata"});
        for (const Node metric : metrics) {
            m_tally.add(metric, sample, false);
            if (sample.reason.isEmpty() && !metric[u"success"].boolean().value_or(true))
                sample.reason = clippedText(metric[u"reason"].text());
        }
        if (metrics.size() == 1)
            sample.score = metrics.at(0)[u"score"].number();
        readTrace(test[u"trace"], sample);
        if (m_draft.findings.countSample())
            m_draft.findings.addSample(sample);
    }

    /// Spans have metrics of their own; the trace's repeat the case's.
    void readTrace(Node trace, const Report::Sample &about)
    {
        for (const QStringView kind : {u"baseSpans", u"agentSpans", u"llmSpans", u"retrieverSpans", u"toolSpans"}) {
            for (const Node span : trace[kind]) {
                for (const Node metric : DeepEvalTally::either(span, u"metricsData", u"metrics_data"))
                    m_tally.add(metric, about, true);
                const QString model = span[u"model"].text();
                if (!model.isEmpty() && !m_models.contains(model) && m_models.size() < 20)
                    m_models.append(model.left(200));
            }
        }
        if (const Node started = trace[u"startTime"]; started.isString() && !m_draft.report.run.startedAt.isValid())
            m_draft.report.run.startedAt = readTime(started.text(), started.pointer(), m_draft.warnings);
    }

    void readRow()
    {
        const JsonTree tree = m_walk.tree();
        if (!tree.root().isObject())
            return m_draft.notUnderstood(tree.root().pointer());
        ++m_rows;
        if (m_draft.findings.countSample())
            m_draft.findings.addSample(sampleOf(tree.root()));
    }

    /// Data for an evaluation is none: it says what to ask, not how the answers were.
    Result<Imported> buildRows()
    {
        m_draft.report.completeness = Report::Completeness::Failed;
        m_draft.warnings.add(u"notAnEvaluation"_s, tr("These are %1 rows of data for an evaluation. Nothing was measured, so there is no result.").arg(m_rows));
        m_draft.findings.finish(m_draft.report, m_draft.warnings);
        m_draft.report.warnings = m_draft.warnings.take();
        return Imported{std::move(m_draft.report)};
    }

    Result<Imported> build()
    {
        m_tally.build(m_passed, m_failed);
        Report &report = m_draft.report;
        using enum Report::Completeness;
        report.completeness = m_tally.cases() == 0 ? Failed : m_tally.errors() > 0 ? Partial : Complete;
        if (m_tally.cases() == 0)
            m_draft.warnings.add(u"noResults"_s, tr("The file holds no test case."), u"/testCases"_s);
        if (m_tally.errors() > 0)
            m_draft.warnings.add(u"errors"_s, tr("%1 judgements ended in an error and have no score.").arg(m_tally.errors()), u"/testCases"_s);
        if (!m_tally.judges().isEmpty())
            report.run.configuration.insert(u"evaluationModels"_s, QJsonArray::fromStringList(m_tally.judges()));
        if (report.subject.model.isEmpty() && m_models.size() == 1) {
            report.subject.model = m_models.first();
            m_draft.warnings.add(u"modelFromTrace"_s, tr("Only the traces say that the model is “%1”.").arg(m_models.first()));
        } else if (report.subject.model.isEmpty()) {
            if (!m_models.isEmpty())
                report.run.configuration.insert(u"modelsInTraces"_s, QJsonArray::fromStringList(m_models));
            m_draft.warnings.add(u"modelUnknown"_s, tr("The file does not say which model was evaluated."), u"/hyperparameters"_s);
        }
        if (!m_left.isEmpty())
            m_draft.warnings.add(u"leftOut"_s, tr("Only in the raw file: %1.").arg(m_left.join(u", "_s).left(400)));
        return m_draft.take();
    }

    ReportDraft m_draft;
    DeepEvalTally m_tally;
    JsonWalk m_walk;
    QStringList m_models, m_left;
    std::optional<qint64> m_passed, m_failed;
    qint64 m_rows = 0;
    bool m_cases = false;
};

class DeepEval final : public Importer
{
public:
    QString id() const override { return u"deepeval"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "DeepEval test run"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"testCases\"", "\"test_cases\"", "\"actual_output\"", "\"actualOutput\"", "\"metricsScores\"", "\"metrics_data\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root();
        if (root.isArray()) {
            const Node row = root.at(0);
            const bool data = row[u"input"] && row[u"actual_output"] && (row[u"expected_output"] || row[u"context"] || row[u"retrieval_context"]);
            return data ? Match::Sure : Match::No;
        }
        const Node run = root.firstOf({u"testRunData", u"test_run_data"}) ? root.firstOf({u"testRunData", u"test_run_data"}) : root;
        const Node cases = run.firstOf({u"testCases", u"test_cases", u"test_results", u"testResults"});
        const Node first = cases.at(0);
        const bool judged = first.firstOf({u"metricsData", u"metrics_data", u"metricsMetadata", u"metrics_metadata", u"actualOutput", u"actual_output"})
            || run.firstOf({u"metricsScores", u"metricScores", u"metrics_scores", u"conversationalTestCases"});
        return cases.isArray() && judged ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return DeepEvalReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> deepevalImporter()
{
    return std::make_unique<DeepEval>();
}

} // namespace countersign
