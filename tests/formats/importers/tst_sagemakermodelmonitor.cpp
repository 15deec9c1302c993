// SPDX-License-Identifier: GPL-3.0-or-later
#include "importertest.h"

using namespace formatstest;

class TestSageMakerModelMonitor : public QObject
{
    Q_OBJECT
private slots:
    void violations()
    {
        const EvaluationReport report = fixtureReport(u"monitor_violations.json"_s);
        QCOMPARE(report.results.size(), 4);
        const Metric *type = result(report, u"data_type_check"_s, u"age"_s), *drift = result(report, u"baseline_drift_check"_s, u"pay"_s);
        const Metric *quality = result(report, u"LessThanThreshold"_s, u"f1"_s), *count = result(report, u"violations"_s);
        REQUIRE(type && drift && quality && count);
        QCOMPARE(type->value, 0.25);
        QCOMPARE(type->verdict, Verdict::Fail);
        QCOMPARE(type->category, Category::DataQuality);
        QCOMPARE(drift->threshold->limit, 0.1);
        QCOMPARE(drift->threshold->op, u"<="_s);
        QCOMPARE(quality->value, 0.75);
        QCOMPARE(quality->threshold->op, u">="_s);
        QCOMPARE(quality->threshold->limit, 0.9);
        QCOMPARE(count->value, 3.0);
        QCOMPARE(count->verdict, Verdict::Fail);
        QCOMPARE(report.failures.size(), 3);
        const EvaluationReport none = reportOf(R"({"violations":[]})", u"sagemaker-model-monitor"_s);
        QCOMPARE(none.results.first().verdict, Verdict::Pass);
        QCOMPARE(none.completeness, Completeness::Complete);
    }

    void statistics()
    {
        const EvaluationReport report = fixtureReport(u"monitor_statistics.json"_s);
        const Metric *whole = result(report, u"completeness"_s, u"age"_s), *mean = result(report, u"mean"_s, u"age"_s);
        REQUIRE(whole && mean && result(report, u"std_dev"_s, u"age"_s));
        QCOMPARE(whole->value, 0.75);
        QCOMPARE(whole->n, std::optional<qint64>(20));
        QCOMPARE(mean->value, 40.5);
        QCOMPARE(mean->n, std::optional<qint64>(15));
        QCOMPARE(mean->direction, Direction::Unknown);
        QCOMPARE(result(report, u"std_dev"_s, u"age"_s)->valueState, State::Nan);
        QCOMPARE(report.distributions.size(), 1);
        QCOMPARE(report.distributions.first().edges, (QList<double>{0, 10, 20}));
        QCOMPARE(report.distributions.first().counts, (QList<double>{5, 10}));
        QCOMPARE(result(report, u"category_count"_s, u"kind"_s, u"kind=b"_s)->value, 8.0);
    }

    void quality()
    {
        const EvaluationReport report = fixtureReport(u"monitor_quality.json"_s);
        const Metric *accuracy = result(report, u"accuracy"_s, u"binary_classification"_s);
        REQUIRE(accuracy && result(report, u"auc"_s, u"binary_classification"_s));
        // The matrix has seven right of ten; the file claims 0.9.
        QCOMPARE(accuracy->value, 0.7);
        QCOMPARE(accuracy->n, std::optional<qint64>(10));
        QVERIFY(accuracy->interval && accuracy->flags.contains(u"contradiction"_s));
        QCOMPARE(result(report, u"auc"_s, u"binary_classification"_s)->valueState, State::Nan);
        QVERIFY(!result(report, u"auc"_s, u"binary_classification"_s)->stderror);
        QCOMPARE(result(report, u"recall"_s, u"binary_classification"_s)->filter, u"best constant classifier"_s);
        QCOMPARE(report.confusions.first().counts, (QList<QList<double>>{{6, 2}, {1, 1}}));
        QVERIFY(warned(report.warnings, u"leftOut"_s));
    }

    void constraintsAreNoResults()
    {
        const EvaluationReport report = fixtureReport(u"monitor_constraints.json"_s);
        QCOMPARE(report.completeness, Completeness::Unknown);
        QVERIFY(warned(report.warnings, u"notAnEvaluation"_s));
        const Metric *whole = result(report, u"completeness"_s, u"age"_s);
        REQUIRE(whole && result(report, u"min"_s, u"age"_s));
        QCOMPARE(whole->valueState, State::Missing);
        QCOMPARE(whole->threshold->limit, 0.5);
        QCOMPARE(whole->verdict, Verdict::None);
    }

    void hostileFiles_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"violations", "statistics", "quality", "constraints"})
            QTest::newRow(name) << u"monitor_%1.json"_s.arg(QLatin1StringView(name));
    }
    void hostileFiles()
    {
        QFETCH(QString, name);
        QCOMPARE(hostile(fixtureBytes(name), u"sagemaker-model-monitor"_s), QString());
    }

    void realFile_data() { addRealFiles(u"sagemaker-model-monitor"_s); }
    void realFile()
    {
        QFETCH(QString, path);
        QString wrong;
        const EvaluationReport report = realReport(path, u"sagemaker-model-monitor"_s, &wrong);
        QCOMPARE(wrong, QString());
        const QString name = QFileInfo(path).fileName();
        if (name == u"constraint_violations.json")
            QCOMPARE(result(report, u"violations"_s)->value, 7.0);
        else if (name.contains(u"constraints"_s))
            QVERIFY(warned(report.warnings, u"notAnEvaluation"_s));
        else if (name == u"data_quality_statistics.json")
            QCOMPARE(report.distributions.size(), 6);
        else if (name == u"model_quality_binary_classification.json")
            QCOMPARE(report.confusions.first().counts, (QList<QList<double>>{{1, 2}, {0, 1}}));
        else if (name == u"model_quality_statistics.json")
            QCOMPARE(result(report, u"r2"_s, u"regression"_s)->value, -3.208758170289026);
        else
            QCOMPARE(result(report, u"completeness"_s, u"message"_s)->n, std::optional<qint64>(418));
    }
};

QTEST_GUILESS_MAIN(TestSageMakerModelMonitor)
#include "tst_sagemakermodelmonitor.moc"
