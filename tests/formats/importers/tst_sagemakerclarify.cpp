// SPDX-License-Identifier: GPL-3.0-or-later
#include "importertest.h"

using namespace formatstest;

class TestSageMakerClarify : public QObject
{
    Q_OBJECT
private slots:
    void bias()
    {
        const EvaluationReport report = fixtureReport(u"clarify_analysis.json"_s);
        QCOMPARE(report.formatVersion, u"1.0"_s);
        const Metric *imbalance = result(report, u"CI"_s, u"bought"_s, u"region=1"_s), *missing = result(report, u"CDDL"_s, u"bought"_s, u"region=1"_s);
        const Metric *impact = result(report, u"DI"_s, u"bought"_s, u"age=(30, 90]"_s);
        REQUIRE(imbalance && missing && impact);
        QCOMPARE(imbalance->suite, u"preTraining"_s);
        QCOMPARE(imbalance->value, 0.25);
        QCOMPARE(imbalance->category, Category::Fairness);
        QCOMPARE(missing->valueState, State::Error);
        QCOMPARE(missing->verdict, Verdict::Indeterminate);
        QCOMPARE(impact->suite, u"postTraining"_s);
        QCOMPARE(impact->target, std::optional(1.0));
        QVERIFY(!impact->n && !impact->interval);
        for (const char *code : {"metricError", "signConvention", "modelUnknown", "notUnderstood"})
            QVERIFY2(warned(report.warnings, QLatin1StringView(code)), code);
    }

    void attributions()
    {
        const EvaluationReport report = fixtureReport(u"clarify_analysis.json"_s);
        QCOMPARE(report.attributions.size(), 2);
        QCOMPARE(report.attributions.last().feature, u"region"_s);
        QCOMPARE(report.attributions.last().value, -0.125);
        QCOMPARE(report.attributions.last().method, u"kernelShap"_s);
        QCOMPARE(report.attributions.last().output, u"label0"_s);
    }

    void unknownVersion()
    {
        const EvaluationReport report = reportOf(fixtureBytes(u"clarify_analysis.json"_s).replace("\"1.0\"", "\"2.0\""), u"sagemaker-clarify"_s);
        QVERIFY(warned(report.warnings, u"unknownVersion"_s));
        QCOMPARE(report.results.size(), 3);
    }

    void hostileFiles() { QCOMPARE(hostile(fixtureBytes(u"clarify_analysis.json"_s), u"sagemaker-clarify"_s), QString()); }

    void realFile_data() { addRealFiles(u"sagemaker-clarify"_s); }
    void realFile()
    {
        QFETCH(QString, path);
        QString wrong;
        const EvaluationReport report = realReport(path, u"sagemaker-clarify"_s, &wrong);
        QCOMPARE(wrong, QString());
        if (path.contains(u"fraud_bias"_s)) {
            QCOMPARE(report.results.size(), 19);
            QCOMPARE(result(report, u"CDDL"_s, u"fraud"_s, u"customer_gender_female=1"_s)->valueState, State::Error);
            QCOMPARE(result(report, u"CI"_s, u"fraud"_s, u"customer_gender_female=1"_s)->valueText, u"0.398"_s);
        } else if (path.contains(u"explainability"_s)) {
            QCOMPARE(report.attributions.size(), 45);
            const auto most = std::max_element(report.attributions.begin(), report.attributions.end(), [](const auto &a, const auto &b) { return a.value < b.value; });
            QCOMPARE(most->feature, u"customer_gender_male"_s);
            QCOMPARE(most->value, 0.01089049476601324);
        } else if (path.contains(u"modelcard"_s)) {
            QCOMPARE(report.results.size(), 3);
            QVERIFY(std::abs(result(report, u"AD"_s, u"Target"_s, u"Gender=1"_s)->value + 0.1142) < 1e-4);
        } else {
            QCOMPARE(report.results.size(), 8);
            QCOMPARE(result(report, u"CI"_s, u"Label"_s, u"F1=(0.5, 0.9936148802477393]"_s)->value, -0.08);
        }
    }
};

QTEST_GUILESS_MAIN(TestSageMakerClarify)
#include "tst_sagemakerclarify.moc"
