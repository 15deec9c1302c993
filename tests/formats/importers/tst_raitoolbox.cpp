// SPDX-License-Identifier: GPL-3.0-or-later
#include "importertest.h"

using namespace formatstest;

class TestRaiToolbox : public QObject
{
    Q_OBJECT
private slots:
    void everybody()
    {
        const EvaluationReport report = fixtureReport(u"raitoolbox_insights.json"_s);
        const Metric *accuracy = result(report, u"accuracy"_s), *recall = result(report, u"recall"_s);
        REQUIRE(accuracy && recall);
        QCOMPARE(accuracy->value, 0.75);
        QCOMPARE(accuracy->n, std::optional<qint64>(4));
        QVERIFY(accuracy->flags.contains(u"computedHere"_s) && warned(report.warnings, u"computedHere"_s));
        QCOMPARE(recall->value, 0.5);
        QCOMPARE(recall->n, std::optional<qint64>(2));
        QCOMPARE(report.confusions.first().labels, (QStringList{u"no"_s, u"yes"_s}));
        QCOMPARE(report.confusions.first().counts, (QList<QList<double>>{{2, 0}, {1, 1}}));
        QCOMPARE(report.calibrations.size(), 1);
        QCOMPARE(report.calibrations.first().bins.size(), 4);
        QCOMPARE(report.calibrations.first().bins.last().observed, 1.0);
    }

    void cohorts()
    {
        const EvaluationReport report = fixtureReport(u"raitoolbox_insights.json"_s);
        const Metric *young = result(report, u"accuracy"_s, {}, u"cohort=under 40"_s), *kind = result(report, u"accuracy"_s, {}, u"cohort=kind a"_s);
        const Metric *wrong = result(report, u"accuracy"_s, {}, u"cohort=false negatives"_s);
        REQUIRE(young && kind && wrong);
        QCOMPARE(young->value, 1.0);
        QCOMPARE(young->n, std::optional<qint64>(2));
        QVERIFY(young->flags.contains(u"smallGroup"_s));
        QCOMPARE(kind->value, 0.5);
        QCOMPARE(wrong->value, 0.0);
        QCOMPARE(wrong->n, std::optional<qint64>(1));
        QVERIFY(!result(report, u"accuracy"_s, {}, u"cohort=odd"_s) && warned(report.warnings, u"notUnderstood"_s));
        QCOMPARE(report.confusions.size(), 4);
        const Metric *leaf = result(report, u"error_rate"_s, {}, u"cohort=age <= 35"_s);
        REQUIRE(leaf);
        QCOMPARE(leaf->n, std::optional<qint64>(2));
    }

    void explanations()
    {
        const EvaluationReport report = fixtureReport(u"raitoolbox_insights.json"_s);
        QCOMPARE(report.attributions.size(), 4);
        QCOMPARE(report.attributions.first().feature, u"age"_s);
        QCOMPARE(report.attributions.first().value, 0.75);
        QCOMPARE(report.attributions.at(2).value, 0.5); // the mean of |0.5| and |−0.5|
        const Metric *effect = result(report, u"causal_effect"_s, u"age"_s);
        REQUIRE(effect);
        QCOMPARE(effect->stderror, std::optional(0.1));
        QCOMPARE(effect->interval->low, -0.7);
        QVERIFY(effect->intervalMethod.contains(u"from the file"_s));
        QCOMPARE(result(report, u"StatisticalParity"_s, u"label yes"_s, u"kind=a against b"_s)->value, -0.25);
    }

    void otherShapes()
    {
        const EvaluationReport explanation = fixtureReport(u"raitoolbox_explanation.json"_s);
        QVERIFY(std::abs(result(explanation, u"accuracy"_s)->value - 2.0 / 3) < 1e-12);
        QCOMPARE(explanation.attributions.size(), 1);
        QCOMPARE(explanation.attributions.first().value, 2.0);
        const EvaluationReport regression = fixtureReport(u"raitoolbox_regression.json"_s);
        QCOMPARE(result(regression, u"mean_absolute_error"_s)->value, 0.75);
        QCOMPARE(result(regression, u"mean_absolute_error"_s, {}, u"cohort=first"_s)->value, 0.5);
        QVERIFY(regression.confusions.isEmpty());
    }

    /// The rows fill the file's beginning: the labels stand behind all that is looked at to recognise it.
    void largeRows()
    {
        QByteArray json = R"({"dataset":{"feature_names":["age"],"features":[)";
        for (int i = 0; i < 200'000; ++i)
            json += (i ? ",[" : "[") + QByteArray::number(i % 100) + ".25]";
        json += "],\"true_y\":[";
        for (int i = 0; i < 200'000; ++i)
            json += i ? ",1" : "0";
        json += "],\"predicted_y\":[";
        for (int i = 0; i < 200'000; ++i)
            json += i ? ",1" : "1";
        json += R"(]},"cohortData":[{"name":"half","cohort_filter_list":[{"column":"age","method":"less","arg":[50]}]}]})";
        const auto imported = inspectBytes(json);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        REQUIRE(result(*imported->report(), u"accuracy"_s, {}, u"cohort=half"_s));
        QCOMPARE(result(*imported->report(), u"accuracy"_s)->n, std::optional<qint64>(200'000));
        QCOMPARE(result(*imported->report(), u"accuracy"_s, {}, u"cohort=half"_s)->n, std::optional<qint64>(100'000));
        QCOMPARE(result(*imported->report(), u"accuracy"_s)->value, 199'999.0 / 200'000);
    }

    void hostileFiles_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"insights", "explanation", "regression"})
            QTest::newRow(name) << u"raitoolbox_%1.json"_s.arg(QLatin1StringView(name));
    }
    void hostileFiles()
    {
        QFETCH(QString, name);
        QCOMPARE(hostile(fixtureBytes(name), u"rai-toolbox"_s), QString());
    }

    void realFile_data() { addRealFiles(u"rai-toolbox"_s); }
    void realFile()
    {
        QFETCH(QString, path);
        QString wrong;
        const EvaluationReport report = realReport(path, u"rai-toolbox"_s, &wrong);
        QCOMPARE(wrong, QString());
        QVERIFY(!warned(report.warnings, u"contradiction"_s));
        if (path.contains(u"errorAnalysis"_s)) {
            QCOMPARE(result(report, u"accuracy"_s)->value, 0.625);
            QCOMPARE(report.attributions.size(), 28);
        } else if (path.contains(u"modelAssessment"_s)) {
            QCOMPARE(report.confusions.size(), 7); // everybody and six cohorts
            REQUIRE(result(report, u"accuracy"_s, {}, u"cohort=Cohort Index"_s));
            QCOMPARE(result(report, u"accuracy"_s, {}, u"cohort=Cohort Index"_s)->n, std::optional<qint64>(23));
            QVERIFY(std::any_of(report.attributions.begin(), report.attributions.end(), [](const auto &it) { return it.method == u"counterfactual"; }));
        } else {
            QCOMPARE(result(report, u"accuracy_score"_s)->value, 0.506);
        }
    }
};

QTEST_GUILESS_MAIN(TestRaiToolbox)
#include "tst_raitoolbox.moc"
