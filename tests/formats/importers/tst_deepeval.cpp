// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostile.h"

using namespace formatstest;
using Completeness = EvaluationReport::Completeness;
using Direction = EvaluationReport::Direction;
using Verdict = EvaluationReport::Verdict;

namespace {

QByteArray run(const QByteArray &cases, const QByteArray &more = {})
{
    return "{\"testCases\":[" + cases + "],\"conversationalTestCases\":[],\"metricsScores\":[],\"testPassed\":1,\"testFailed\":1,"
           "\"hyperparameters\":{\"model\":\"my-model\",\"api_key\":\"sk-zzzzzzzzzzzzzzzzzzzz\"}" + more + "}";
}

QByteArray metric(const char *name, const char *score, bool success, const char *threshold = "0.5", const char *error = "null")
{
    return QByteArray("{\"name\":\"") + name + "\",\"threshold\":" + threshold + ",\"success\":" + (success ? "true" : "false") + ",\"score\":" + score
        + ",\"reason\":\"said so\",\"evaluationModel\":\"judge-1\",\"error\":" + error + "}";
}

QByteArray test(const char *name, bool success, const QByteArray &metrics, const QByteArray &more = {})
{
    return QByteArray("{\"name\":\"") + name + "\",\"input\":\"in\",\"actualOutput\":\"out\",\"expectedOutput\":\"want\",\"success\":" + (success ? "true" : "false")
        + ",\"metricsData\":[" + metrics + "]" + more + "}";
}

QByteArray good()
{
    return run(test("a", true, metric("Faithfulness", "0.9", true) + ',' + metric("Bias", "0.1", true)) + ','
               + test("b", false, metric("Faithfulness", "0.3", false) + ',' + metric("Bias", "0.2", true)));
}

} // namespace

class TestDeepEval : public QObject
{
    Q_OBJECT
private slots:
    void meansThresholdsVerdicts()
    {
        const auto report = reportOf(inspectBytes(good()));
        QCOMPARE(report.format, u"deepeval"_s);
        QCOMPARE(report.subject.model, u"my-model"_s);
        QCOMPARE(report.completeness, Completeness::Complete);
        const auto *faithful = find(report, u"Faithfulness"_s, u"Faithfulness"_s), *bias = find(report, u"Bias"_s, u"Bias"_s);
        REQUIRE(faithful && bias && faithful->threshold && bias->threshold);
        QCOMPARE(faithful->value, (0.9 + 0.3) / 2);
        QCOMPARE(faithful->n, 2);
        QCOMPARE(faithful->direction, Direction::Higher);
        QCOMPARE(faithful->threshold->op, u">="_s);
        QCOMPARE(faithful->threshold->limit, 0.5);
        QCOMPARE(faithful->threshold->source, u"producer"_s);
        QCOMPARE(faithful->verdict, Verdict::Fail);
        QCOMPARE(bias->direction, Direction::Lower);
        QCOMPARE(bias->threshold->op, u"<="_s);
        QCOMPARE(bias->verdict, Verdict::Pass);
        QCOMPARE(find(report, u"Faithfulness"_s, u"pass_rate"_s)->value, 0.5);
        QCOMPARE(report.failures.size(), 1);
        QCOMPARE(report.failures[0].mode, u"Faithfulness"_s);
        QCOMPARE(report.failures[0].of, 2);
        QCOMPARE(report.failures[0].examples[0].expected, u"want"_s);
        QCOMPARE(report.samples.size(), 2);
        QVERIFY(!QJsonDocument(report.toJson()).toJson().contains("sk-zz"));
    }
    void directionIsReadOffTheVerdicts()
    {
        const auto low = reportOf(inspectBytes(run(test("a", true, metric("House rule", "0.1", true)) + ',' + test("b", false, metric("House rule", "0.9", false)))));
        QCOMPARE(find(low, u"House rule"_s, u"House rule"_s)->direction, Direction::Lower);
        const auto torn = reportOf(inspectBytes(run(test("a", true, metric("House rule", "0.1", true)) + ',' + test("b", false, metric("House rule", "0.2", false)))));
        QCOMPARE(find(torn, u"House rule"_s, u"House rule"_s)->direction, Direction::Unknown);
        const auto against = reportOf(inspectBytes(run(test("a", true, metric("Faithfulness", "0.1", true)) + ',' + test("b", false, metric("Faithfulness", "0.9", false)))));
        QVERIFY(find(against, u"Faithfulness"_s, u"Faithfulness"_s)->flags.contains(u"directionConflict"_s));
    }
    void errorsAreNoZeros()
    {
        const auto report = reportOf(inspectBytes(run(test("a", true, metric("Faithfulness", "0.9", true)) + ',' + test("b", false, metric("Faithfulness", "null", false, "0.5", "\"timeout\"")))));
        QCOMPARE(report.completeness, Completeness::Partial);
        const auto *faithful = find(report, u"Faithfulness"_s, u"Faithfulness"_s);
        REQUIRE(faithful);
        QCOMPARE(faithful->value, 0.9);
        QCOMPARE(faithful->n, 1);
        QCOMPARE(faithful->verdict, Verdict::Indeterminate);
        QVERIFY(warned(report.warnings, u"errors"_s));
    }
    void summariesAreCompared()
    {
        auto lying = good();
        lying.replace("\"metricsScores\":[]", "\"metricsScores\":[{\"metric\":\"Faithfulness\",\"scores\":[0.9,0.9],\"passes\":2,\"fails\":0,\"errors\":0}]");
        QVERIFY(warned(reportOf(inspectBytes(lying)).warnings, u"contradiction"_s));
        auto true_ = good();
        true_.replace("\"metricsScores\":[]", "\"metricsScores\":[{\"metric\":\"Faithfulness\",\"scores\":[0.9,0.3],\"passes\":1,\"fails\":1,\"errors\":0}]");
        QVERIFY(!warned(reportOf(inspectBytes(true_)).warnings, u"contradiction"_s));
        auto counts = good();
        counts.replace("\"testPassed\":1", "\"testPassed\":2");
        QVERIFY(warned(reportOf(inspectBytes(counts)).warnings, u"contradiction"_s));
    }
    void spansAreTheirOwn()
    {
        const auto report = reportOf(inspectBytes(run(test("a", true, metric("Faithfulness", "0.9", true),
            ",\"trace\":{\"startTime\":\"2025-01-02T03:04:05Z\",\"metricsData\":[" + metric("Faithfulness", "0.9", true) + "],\"llmSpans\":[{\"model\":\"m\",\"metricsData\":[" + metric("Faithfulness", "0.7", true) + "]}]}"),
            ",\"x\":1")));
        QCOMPARE(find(report, u"Faithfulness"_s, u"Faithfulness"_s, QString(u""_s))->n, 1);
        QCOMPARE(find(report, u"Faithfulness"_s, u"Faithfulness"_s, u"spans"_s)->value, 0.7);
        QVERIFY(report.run.startedAt.isValid());
        QVERIFY(warned(report.warnings, u"leftOut"_s));
    }
    void otherLayouts()
    {
        const auto snake = reportOf(inspectBytes("{\"test_cases\":[{\"name\":\"a\",\"input\":\"i\",\"actual_output\":\"o\",\"success\":true,\"metrics_data\":["
                                                 + metric("Faithfulness", "1.0", true) + "]}],\"test_passed\":1,\"test_failed\":0}"));
        QCOMPARE(find(snake, u"Faithfulness"_s, u"Faithfulness"_s)->value, 1.0);
        QVERIFY(warned(snake.warnings, u"modelUnknown"_s));
        QCOMPARE(find(reportOf(inspectBytes("{\"testRunData\":" + good() + ",\"testRunLink\":null}")), u"Bias"_s, u"Bias"_s)->n, 2);
        const auto old = reportOf(inspectBytes("{\"testCases\":[{\"name\":\"a\",\"input\":\"i\",\"actualOutput\":\"o\",\"success\":true,\"metricsMetadata\":[{\"metric\":\"Latency\",\"score\":1.5,\"threshold\":10,\"success\":true}]}],\"metricScores\":[]}"));
        QCOMPARE(find(old, u"Latency"_s, u"Latency"_s)->direction, Direction::Lower);
        const auto data = reportOf(inspectBytes("[{\"input\":\"q\",\"actual_output\":null,\"expected_output\":null,\"context\":[\"c\"]}]"));
        QCOMPARE(data.format, u"deepeval"_s);
        QCOMPARE(data.completeness, Completeness::Failed);
        QVERIFY(data.results.isEmpty());
        QVERIFY(warned(data.warnings, u"notAnEvaluation"_s));
        QCOMPARE(data.samples.size(), 1);
    }
    void odd()
    {
        cutEverywhere(good(), u"deepeval"_s);
        replaceEveryScalar(good(), u"deepeval"_s);
        for (const char *bad : {"1", "\"x\"", "{}", "{\"testCases\":1}x"})
            QVERIFY2(!inspectBytes(bad, u"deepeval"_s).ok(), bad);
    }
    void realFiles()
    {
        const QString path = formatstest::realFiles(u"deepeval"_s);
        if (path.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        const auto read = [&](const QString &name) { return reportOf(inspectFile(path + u'/' + name)); };
        const auto first = read(u"2024-02_temp_test_run_data.json"_s);
        QCOMPARE(first.results[0].n, 9);
        QCOMPARE(first.results[0].value, 4.0 / 9);
        QCOMPARE(read(u"2024-03_results_142630.json"_s).samples.size(), 2);
        const auto spans = read(u"2025-11_langgraph_sync_eval.json"_s);
        QCOMPARE(find(spans, u"Task Completion"_s, u"pass_rate"_s)->value, 0.5);
        QCOMPARE(find(spans, u"Task Completion"_s, u"Task Completion"_s)->value, (0.2 + 0.6) / 2);
        QVERIFY(!warned(spans.warnings, u"contradiction"_s));
        const auto last = read(u"2026-05_test_run_sample.json"_s);
        QCOMPARE(find(last, u"Faithfulness"_s, u"pass_rate"_s, u"cases and spans"_s)->value, 2.0 / 3);
        QCOMPARE(find(last, u"Answer Relevancy"_s, u"Answer Relevancy"_s)->value, 0.92);
        QVERIFY(!warned(last.warnings, u"contradiction"_s));
    }
};

QTEST_GUILESS_MAIN(TestDeepEval)
#include "tst_deepeval.moc"
