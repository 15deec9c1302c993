// SPDX-License-Identifier: GPL-3.0-or-later
#include "importertest.h"

using namespace formatstest;

class TestAiVerify : public QObject
{
    Q_OBJECT
private slots:
    void fairness()
    {
        const EvaluationReport report = fixtureReport(u"aiverify_fairness.json"_s);
        QCOMPARE(report.producer.version, u"0.9.0"_s);
        QCOMPARE(report.subject.model, u"model.sav"_s);
        QVERIFY(report.run.startedAt.isValid());
        const Metric *group = result(report, u"True Positive Rate"_s, u"class no"_s, u"region=0, age=1"_s), *impact = result(report, u"Disparate Impact"_s, u"class no"_s);
        REQUIRE(group && impact);
        QCOMPARE(group->value, 0.25);
        QCOMPARE(group->category, Category::Fairness);
        QCOMPARE(impact->value, 0.8);
        QCOMPARE(impact->filter, u"region, age: 0 / 1"_s);
        QCOMPARE(impact->target, std::optional(1.0));
        QVERIFY(warned(report.warnings, u"codedGroups"_s));
        QVERIFY(!QJsonDocument(report.toJson()).toJson().contains("not-for-anyone"));
    }

    void robustness()
    {
        const EvaluationReport report = fixtureReport(u"aiverify_robustness.json"_s);
        const Metric *original = result(report, u"performance"_s), *perturbed = result(report, u"performance"_s, {}, u"perturbation=adversarial"_s);
        REQUIRE(original && perturbed);
        QCOMPARE(original->value, 0.75);
        QCOMPARE(perturbed->value, 0.25);
        QCOMPARE(perturbed->n, std::optional<qint64>(40));
        QCOMPARE(perturbed->category, Category::Robustness);
        const EvaluationReport corruption = fixtureReport(u"aiverify_corruption.json"_s);
        const Metric *blurred = result(corruption, u"accuracy"_s, {}, u"perturbation=Gaussian_Blur, strength=1"_s);
        REQUIRE(blurred);
        QCOMPARE(blurred->value, 0.8);
        QCOMPARE(blurred->filter, u"sigma=0.5"_s);
    }

    void explanations()
    {
        const EvaluationReport shap = fixtureReport(u"aiverify_shap.json"_s);
        QCOMPARE(shap.attributions.size(), 2);
        QCOMPARE(shap.attributions.last().feature, u"b"_s);
        QCOMPARE(shap.attributions.last().value, -0.25);
        const EvaluationReport curves = fixtureReport(u"aiverify_curves.json"_s);
        QCOMPARE(curves.attributions.first().value, 0.75);
        QVERIFY(warned(curves.warnings, u"computedHere"_s));
        const EvaluationReport pdp = reportOf(R"({"feature_names":["a"],"output_classes":["x"],"results":[[[{"feature_value":0,"pdp_value":0.25},{"feature_value":1,"pdp_value":0.5}]]]})", u"aiverify"_s);
        QCOMPARE(pdp.attributions.first().value, 0.25);
        QCOMPARE(pdp.attributions.first().output, u"x"_s);
    }

    void checklists()
    {
        const EvaluationReport report = fixtureReport(u"aiverify_checklist.json"_s);
        QCOMPARE(report.reviews.size(), 3);
        QCOMPARE(report.reviews.first().decision, u"accept"_s);
        QCOMPARE(report.reviews.first().item, u"fairness"_s);
        QCOMPARE(report.reviews.first().reason, u"We asked them."_s);
        QCOMPARE(report.reviews.at(1).decision, u"reject"_s);
        QVERIFY(warned(report.warnings, u"unanswered"_s));
        const EvaluationReport blocks = reportOf(R"({"inputBlocks":[{"gid":"x","data":{"completed-safety-1":"Not Applicable"}}]})", u"aiverify"_s);
        QCOMPARE(blocks.reviews.size(), 1);
        QCOMPARE(blocks.reviews.first().decision, QString());
        QCOMPARE(blocks.reviews.first().rating, u"Not Applicable"_s);
    }

    void veritas()
    {
        const EvaluationReport report = fixtureReport(u"aiverify_veritas.json"_s);
        const Metric *equal = result(report, u"equal_opportunity"_s, u"SEX"_s), *accuracy = result(report, u"accuracy"_s);
        REQUIRE(equal && accuracy);
        QCOMPARE(equal->value, -0.25);
        QCOMPARE(equal->verdict, Verdict::Fail);
        QCOMPARE(accuracy->value, 0.75);
        QVERIFY(!accuracy->stderror);
        QCOMPARE(result(report, u"demographic_parity"_s, u"SEX"_s)->verdict, Verdict::None);
        QCOMPARE(report.confusions.first().counts, (QList<QList<double>>{{20, 2}, {3, 10}}));
        QCOMPARE(report.attributions.size(), 1);
    }

    void hostileFiles_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"fairness", "robustness", "corruption", "shap", "curves", "checklist", "veritas"})
            QTest::newRow(name) << u"aiverify_%1.json"_s.arg(QLatin1StringView(name));
    }
    void hostileFiles()
    {
        QFETCH(QString, name);
        QCOMPARE(hostile(fixtureBytes(name), u"aiverify"_s), QString());
    }

    void realFile_data() { addRealFiles(u"aiverify"_s); }
    void realFile()
    {
        QFETCH(QString, path);
        QString wrong;
        const EvaluationReport report = realReport(path, u"aiverify"_s, &wrong);
        QCOMPARE(wrong, QString());
        const QString name = QFileInfo(path).fileName();
        if (name.startsWith(u"fairness"_s) || name.startsWith(u"test_result"_s)) {
            QCOMPARE(report.results.size(), 36);
            QVERIFY(std::abs(result(report, u"True Positive Rate"_s, u"class 0"_s, u"gender=1"_s)->value - 0.1902) < 1e-4);
            QVERIFY(std::abs(result(report, u"True Negative Rate"_s, u"class 0"_s, u"gender=0"_s)->value - 0.3210) < 1e-4);
        } else if (name.startsWith(u"robustness"_s)) {
            QCOMPARE(result(report, u"performance"_s)->value, 0.46);
            QCOMPARE(result(report, u"performance"_s, {}, u"perturbation=adversarial"_s)->value, 0.024);
        } else if (name.contains(u"corruption"_s)) {
            QCOMPARE(report.results.size(), name.contains(u"blur"_s) ? 36 : 48);
        } else if (name.startsWith(u"shap"_s)) {
            QCOMPARE(report.attributions.size(), 8);
        } else {
            QVERIFY(warned(report.warnings, u"notAnEvaluation"_s));
            QCOMPARE(report.completeness, Completeness::Unknown);
        }
    }
};

QTEST_GUILESS_MAIN(TestAiVerify)
#include "tst_aiverify.moc"
