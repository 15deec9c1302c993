// SPDX-License-Identifier: GPL-3.0-or-later
#include "importertest.h"

using namespace formatstest;

class TestDeepchecks : public QObject
{
    Q_OBJECT
private slots:
    void suite()
    {
        const EvaluationReport report = fixtureReport(u"deepchecks_suite.json"_s);
        QCOMPARE(report.completeness, Completeness::Partial); // one check could not run
        const Metric *duplicates = result(report, u"data_duplicates"_s, u"Data Duplicates"_s), *f1 = result(report, u"F1"_s, u"Train Test Performance"_s, u"class=1"_s);
        REQUIRE(duplicates && f1);
        QCOMPARE(duplicates->suite, u"small suite"_s);
        QCOMPARE(duplicates->value, 0.25);
        QCOMPARE(duplicates->verdict, Verdict::Warn);
        QCOMPARE(duplicates->threshold->op, u"<="_s);
        QCOMPARE(duplicates->threshold->limit, 0.05);
        QCOMPARE(duplicates->category, Category::DataQuality);
        QCOMPARE(f1->value, 0.5);
        QCOMPARE(f1->n, std::optional<qint64>(40));
        QCOMPARE(f1->filter, u"Test"_s);
        const Metric *drift = result(report, u"drift_score"_s, u"Feature Drift · age"_s), *crash = result(report, u"mixed_nulls"_s, u"Mixed Nulls"_s);
        REQUIRE(drift && crash);
        QCOMPARE(drift->value, 0.02);
        QCOMPARE(drift->category, Category::Robustness);
        QCOMPARE(crash->valueState, State::Error);
        QCOMPARE(crash->verdict, Verdict::Indeterminate);
        QVERIFY(warned(report.warnings, u"checkFailed"_s) && warned(report.warnings, u"conditionError"_s));
        QCOMPARE(report.attributions.size(), 1);
    }

    void markupIsText()
    {
        const EvaluationReport report = fixtureReport(u"deepchecks_suite.json"_s);
        const QString summary = report.run.configuration.value(u"Data Duplicates"_s).toObject().value(u"summary"_s).toString();
        QCOMPARE(summary, u"Checks duplicates . Read More..."_s);
        QVERIFY(!QJsonDocument(report.toJson()).toJson().contains("utm="));
    }

    void limits_data()
    {
        QTest::addColumn<QByteArray>("condition");
        QTest::addColumn<QString>("op");
        QTest::addColumn<double>("limit");
        QTest::newRow("less") << "Label drift score < 0.15"_ba << u"<"_s << 0.15;
        QTest::newRow("words") << "AUC score for all the classes is greater than 0.7"_ba << u">"_s << 0.7;
        QTest::newRow("percent") << "Ratio is less or equal to 5%"_ba << u"<="_s << 0.05;
        QTest::newRow("two") << "categorical drift score < 0.2 and numerical drift score < 0.2"_ba << u"<"_s << 0.2;
        QTest::newRow("none") << "No new categories"_ba << QString() << 0.0;
    }
    void limits()
    {
        QFETCH(QByteArray, condition);
        QFETCH(QString, op);
        QFETCH(double, limit);
        const EvaluationReport report = reportOf(R"({"results":[{"type":"CheckResult","check":{"name":"c"},"value":1,"conditions_results":[{"Status":"PASS","Condition":")" + condition + R"("}]}]})",
                                                 u"deepchecks"_s);
        QCOMPARE(report.results.size(), 1);
        QCOMPARE(report.results.first().threshold ? report.results.first().threshold->op : QString(), op);
        if (!op.isEmpty())
            QCOMPARE(report.results.first().threshold->limit, limit);
    }

    void hostileFiles() { QCOMPARE(hostile(fixtureBytes(u"deepchecks_suite.json"_s), u"deepchecks"_s), QString()); }

    void realFile_data() { addRealFiles(u"deepchecks"_s); }
    void realFile()
    {
        QFETCH(QString, path);
        QString wrong;
        const EvaluationReport report = realReport(path, u"deepchecks"_s, &wrong);
        QCOMPARE(wrong, QString());
        const bool iris = path.contains(u"iris"_s);
        qint64 passed = 0, warnings = 0, crashed = 0;
        for (const Metric &metric : report.results) {
            QCOMPARE(metric.suite, iris ? u"iris suite"_s : u"Adult model evaluation"_s);
            passed += metric.verdict == Verdict::Pass;
            warnings += metric.verdict == Verdict::Warn;
            crashed += metric.valueState == State::Error;
        }
        QCOMPARE(passed, iris ? 7 : 5);
        QCOMPARE(warnings, iris ? 1 : 0);
        QCOMPARE(crashed, iris ? 4 : 2);
        QVERIFY(!QJsonDocument(report.toJson()).toJson().contains("utm_"));
    }
};

QTEST_GUILESS_MAIN(TestDeepchecks)
#include "tst_deepchecks.moc"
