// SPDX-License-Identifier: GPL-3.0-or-later
#include "importertest.h"

using namespace formatstest;

class TestEvidently : public QObject
{
    Q_OBJECT
private slots:
    void legacyReport()
    {
        const EvaluationReport report = fixtureReport(u"evidently_legacy.json"_s);
        QCOMPARE(report.producer.version, u"0.4.9"_s);
        QCOMPARE(report.formatVersion, u"0.4"_s);
        QVERIFY(warned(report.warnings, u"timeWithoutZone"_s));
        const Metric *share = result(report, u"share_of_drifted_columns"_s, u"DatasetDriftMetric"_s);
        const Metric *age = result(report, u"drift_p_value"_s, u"age"_s), *kind = result(report, u"drift_score"_s, u"kind"_s);
        REQUIRE(share && age && kind);
        QCOMPARE(share->value, 0.25);
        QCOMPARE(share->verdict, Verdict::Pass);
        // A small p-value is drift, a small distance is none.
        QCOMPARE(age->verdict, Verdict::Fail);
        QCOMPARE(age->direction, Direction::Higher);
        QCOMPARE(age->threshold->op, u">="_s);
        QCOMPARE(kind->verdict, Verdict::Pass);
        QCOMPARE(kind->direction, Direction::Lower);
        QCOMPARE(kind->category, Category::Robustness);
        QCOMPARE(report.distributions.size(), 3);
        QCOMPARE(report.distributions.first().counts, (QList<double>{3, 4}));
        const Metric *current = result(report, u"accuracy"_s, u"ClassificationQualityMetric"_s);
        const Metric *reference = result(report, u"accuracy"_s, u"ClassificationQualityMetric"_s, u"dataset=reference"_s);
        REQUIRE(current && reference);
        QCOMPARE(current->n, std::optional<qint64>(100)); // from the confusion matrix
        QVERIFY(current->interval && !reference->n);
        QVERIFY(!result(report, u"roc_auc"_s, u"ClassificationQualityMetric"_s));
    }

    void testSuite()
    {
        const EvaluationReport report = fixtureReport(u"evidently_tests.json"_s);
        QCOMPARE(report.completeness, Completeness::Partial); // a test that ended with an error
        QVERIFY(report.run.startedAt.isValid());
        const Metric *accuracy = result(report, u"Accuracy Score"_s), *rows = result(report, u"Number of Rows"_s), *broken = result(report, u"Share"_s, u"age"_s);
        REQUIRE(accuracy && rows && broken);
        QCOMPARE(accuracy->verdict, Verdict::Fail);
        QCOMPARE(accuracy->threshold->limit, 0.95);
        QCOMPARE(accuracy->category, Category::Accuracy);
        QCOMPARE(rows->verdict, Verdict::Pass);
        QCOMPARE(rows->threshold->limit, 4.4);
        QCOMPARE(broken->verdict, Verdict::Indeterminate);
        // The summary says two passed; one did.
        const Metric *passed = result(report, u"success_tests"_s);
        REQUIRE(passed);
        QCOMPARE(passed->value, 1.0);
        QCOMPARE(passed->n, std::optional<qint64>(3));
        QVERIFY(warned(report.warnings, u"contradiction"_s));
        QCOMPARE(report.failures.size(), 2);
    }

    void newReport()
    {
        const EvaluationReport report = fixtureReport(u"evidently_new.json"_s);
        QCOMPARE(report.formatVersion, u"0.7"_s);
        QVERIFY(warned(report.warnings, u"versionUnknown"_s));
        const Metric *age = result(report, u"drift_p_value"_s, u"age"_s), *label = result(report, u"PrecisionByLabel"_s, {}, u"label=1"_s);
        REQUIRE(age && label);
        QCOMPARE(age->verdict, Verdict::Pass);
        QCOMPARE(age->threshold->limit, 0.05);
        QCOMPARE(label->value, 0.75);
        qsizetype tested = 0;
        for (const Metric &metric : report.results) {
            if (metric.metric != u"DriftedColumnsCount")
                continue;
            QCOMPARE(metric.verdict, metric.filter == u"share" ? Verdict::Fail : Verdict::None);
            tested += metric.verdict == Verdict::Fail;
        }
        QCOMPARE(tested, 1);
    }

    void dump()
    {
        const EvaluationReport report = fixtureReport(u"evidently_dump.json"_s);
        QCOMPARE(report.formatVersion, u"0.7 dump"_s);
        REQUIRE(result(report, u"Accuracy"_s));
        QCOMPARE(result(report, u"Accuracy"_s)->value, 0.95);
        QCOMPARE(result(report, u"Accuracy"_s)->verdict, Verdict::Pass);
        QCOMPARE(result(report, u"Accuracy"_s)->threshold->op, u">="_s);
        QVERIFY(!QJsonDocument(report.toJson()).toJson().contains("not-for-anyone"));
    }

    void snapshot()
    {
        const EvaluationReport report = reportOf(R"({"id":"1","name":"n","timestamp":"2026-01-02T03:04:05Z","suite":{"metrics":[{"type":"evidently.metrics.ColumnDriftMetric"}],)"
                                                 R"("metric_results":[{"type":"x","column_name":"age","stattest_name":"psi","stattest_threshold":0.1,"drift_score":0.2,"drift_detected":true}],)"
                                                 R"("tests":[],"test_results":[]},"metrics_ids":[0]})", u"evidently"_s);
        QCOMPARE(report.formatVersion, u"snapshot"_s);
        REQUIRE(result(report, u"drift_score"_s, u"age"_s));
        QCOMPARE(result(report, u"drift_score"_s, u"age"_s)->verdict, Verdict::Fail);
    }

    void unknownVersion()
    {
        const EvaluationReport report = reportOf(fixtureBytes(u"evidently_legacy.json"_s).replace("0.4.9", "3.0.0"), u"evidently"_s);
        QVERIFY(warned(report.warnings, u"unknownVersion"_s));
        QVERIFY(!report.results.isEmpty());
    }

    void hostileFiles_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"legacy", "tests", "new", "dump"})
            QTest::newRow(name) << u"evidently_%1.json"_s.arg(QLatin1StringView(name));
    }
    void hostileFiles()
    {
        QFETCH(QString, name);
        QCOMPARE(hostile(fixtureBytes(name), u"evidently"_s), QString());
    }

    void realFile_data() { addRealFiles(u"evidently"_s); }
    void realFile()
    {
        QFETCH(QString, path);
        QString wrong;
        const EvaluationReport report = realReport(path, u"evidently"_s, &wrong);
        QCOMPARE(wrong, QString());
        if (path.contains(u"report.json"_s)) {
            const Metric *share = result(report, u"share_of_drifted_columns"_s, u"DatasetDriftMetric"_s);
            REQUIRE(share);
            QCOMPARE(share->verdict, Verdict::Fail);
            QVERIFY(std::abs(share->value - 0.6667) < 1e-4);
            QCOMPARE(share->n, std::optional<qint64>(15));
        }
        if (path.contains(u"classification.report"_s)) {
            QVERIFY(std::abs(result(report, u"accuracy"_s, u"ClassificationQualityMetric"_s)->value - 0.9367) < 1e-4);
            QCOMPARE(result(report, u"accuracy"_s, u"ClassificationQualityMetric"_s, u"dataset=reference"_s)->value, 0.838);
            QCOMPARE(report.confusions.size(), 2);
        } else if (path.contains(u"testsuite"_s)) {
            QCOMPARE(result(report, u"success_tests"_s)->value, 33.0);
            QCOMPARE(result(report, u"success_tests"_s)->n, std::optional<qint64>(39));
            QVERIFY(!warned(report.warnings, u"contradiction"_s));
        } else if (path.contains(u"drift.snapshot"_s)) {
            qint64 failed = 0;
            for (const auto &failure : report.failures)
                failed += failure.count;
            QCOMPARE(failed, 11);
        } else if (path.contains(u"dump"_s)) {
            QCOMPARE(result(report, u"Accuracy"_s)->verdict, Verdict::Fail);
        }
    }
};

QTEST_GUILESS_MAIN(TestEvidently)
#include "tst_evidently.moc"
