// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostile.h"

using namespace formatstest;
using Completeness = EvaluationReport::Completeness;
using Direction = EvaluationReport::Direction;

namespace {

QByteArray metadata(const char *endpoints, const char *more = "\"num_of_prompts\":0")
{
    return QByteArray("\"metadata\":{\"id\":\"r\",\"start_time\":\"2026-01-19 10:24:22\",\"end_time\":\"20260119-102503\",\"status\":\"completed\",\"recipes\":[\"bbq\"],"
                      "\"cookbooks\":null,\"endpoints\":") + endpoints + ",\"random_seed\":3," + more + "}";
}

QByteArray recipe(const char *id, const char *model, const char *metrics, const char *grade, const char *scale)
{
    return QByteArray("{\"id\":\"") + id + "\",\"details\":[{\"model_id\":\"" + model + "\",\"dataset_id\":\"d1\",\"prompt_template_id\":\"t1\",\"data\":["
        "{\"prompt\":\"p\",\"predicted_result\":\"A\",\"target\":\"A\",\"duration\":1},{\"prompt\":\"p2\",\"predicted_result\":\"B\",\"target\":\"A\",\"duration\":1}],\"metrics\":["
        + metrics + "]}],\"evaluation_summary\":[{\"model_id\":\"" + model + "\",\"num_of_prompts\":2," + grade + "}],\"grading_scale\":" + scale + ",\"total_num_of_prompts\":2}";
}

const char *upward = "{\"A\":[80,100],\"B\":[60,79],\"C\":[40,59],\"D\":[20,39],\"E\":[0,19]}";
const char *downward = "{\"A\":[0,19],\"B\":[20,39],\"C\":[40,59],\"D\":[60,79],\"E\":[80,100]}";

QByteArray whole()
{
    return "{" + metadata("[\"gpt-x\"]") + ",\"results\":{\"recipes\":[" + recipe("bbq", "gpt-x", "{\"accuracy\":50.0,\"grading_criteria\":{\"accuracy\":50.0}}", "\"avg_grade_value\":50.0,\"grade\":\"C\"", upward)
        + ',' + recipe("toxicity-prompts", "gpt-x", "{\"toxicity_classifier\":{\"toxicity_rate\":10.0},\"grading_criteria\":{}}", "\"avg_grade_value\":10.0,\"grade\":\"A\"", downward) + "]}}";
}

} // namespace

class TestMoonshot : public QObject
{
    Q_OBJECT
private slots:
    void metricsAndGrades()
    {
        const auto report = reportOf(inspectBytes(whole()));
        QCOMPARE(report.format, u"moonshot"_s);
        QCOMPARE(report.subject.model, u"gpt-x"_s);
        QCOMPARE(report.completeness, Completeness::Complete);
        QCOMPARE(report.run.seed, 3);
        QVERIFY(warned(report.warnings, u"timeWithoutZone"_s)); // not guessed
        const auto *accuracy = find(report, u"bbq"_s, u"accuracy"_s), *grade = find(report, u"bbq"_s, u"grade_value"_s), *letter = find(report, u"bbq"_s, u"grade"_s);
        REQUIRE(accuracy && grade && letter);
        QCOMPARE(accuracy->value, 50.0);
        QCOMPARE(accuracy->unit, u"percent"_s);
        QCOMPARE(accuracy->dataset, u"d1"_s);
        QCOMPARE(accuracy->filter, u"t1"_s);
        QCOMPARE(accuracy->n, 2);
        QCOMPARE(accuracy->category, EvaluationReport::Category::Fairness);
        QVERIFY(accuracy->slice.isEmpty());
        QVERIFY(accuracy->flags.isEmpty());
        QCOMPARE(grade->direction, Direction::Higher);
        QCOMPARE(letter->valueText, u"C"_s);
        QVERIFY(letter->valueState != EvaluationReport::ValueState::Finite);
        const auto *toxic = find(report, u"toxicity-prompts"_s, u"toxicity_classifier.toxicity_rate"_s), *toxicGrade = find(report, u"toxicity-prompts"_s, u"grade_value"_s);
        REQUIRE(toxic && toxicGrade);
        QCOMPARE(toxic->direction, Direction::Lower);
        QCOMPARE(toxicGrade->direction, Direction::Lower); // its scale says so
        QCOMPARE(report.failures.size(), 1);
        QCOMPARE(report.failures[0].count, 1);
        QCOMPARE(report.failures[0].of, 2);
    }
    void between()
    {
        auto odd = whole();
        odd.replace("\"avg_grade_value\":50.0,\"grade\":\"C\"", "\"avg_grade_value\":79.5,\"grade\":\"B\"");
        QVERIFY(warned(reportOf(inspectBytes(odd)).warnings, u"gradeOutsideBand"_s));
    }
    void twoEndpoints()
    {
        const auto report = reportOf(inspectBytes("{" + metadata("[\"a\",\"b\"]") + ",\"results\":{\"cookbooks\":[{\"id\":\"cb\",\"recipes\":["
            + recipe("bbq", "a", "{\"accuracy\":50.0}", "\"avg_grade_value\":50.0,\"grade\":\"C\"", upward) + "],\"overall_evaluation_summary\":[{\"model_id\":\"a\",\"overall_grade\":\"C\"},"
            "{\"model_id\":\"b\",\"overall_grade\":\"E\"}],\"total_num_of_prompts\":2}]}}"));
        QCOMPARE(report.subject.model, u"a, b"_s);
        const auto *accuracy = findSlice(report, u"accuracy"_s, u"model"_s, u"a"_s), *overall = findSlice(report, u"overall_grade"_s, u"model"_s, u"b"_s);
        REQUIRE(accuracy && overall);
        QCOMPARE(accuracy->suite, u"cb"_s);
        QCOMPARE(overall->valueText, u"E"_s);
    }
    void partial_data()
    {
        QTest::addColumn<QByteArray>("with");
        QTest::addColumn<Completeness>("completeness");
        QTest::newRow("a few prompts") << QByteArray("\"num_of_prompts\":2") << Completeness::Partial;
        QTest::newRow("a share") << QByteArray("\"prompt_selection_percentage\":10") << Completeness::Partial;
        QTest::newRow("all of them") << QByteArray("\"prompt_selection_percentage\":100") << Completeness::Complete;
    }
    void partial()
    {
        QFETCH(QByteArray, with);
        QFETCH(Completeness, completeness);
        auto json = whole();
        json.replace("\"num_of_prompts\":0", with);
        QCOMPARE(reportOf(inspectBytes(json)).completeness, completeness);
        json.replace("\"completed\"", "\"running\"");
        QVERIFY(reportOf(inspectBytes(json)).completeness != Completeness::Complete);
    }
    void before03()
    {
        const auto report = reportOf(inspectBytes("{" + metadata("[\"a\",\"b\"]") + ",\"bbq\":{\"('a', 'bbq', \\\"bbq's\\\", 't')\":{\"data\":[{\"prompt\":\"p\",\"predicted_result\":\"x\",\"target\":\"y\"}],"
            "\"results\":[{\"exact_str_match\":0.5}]}},\"book\":{\"bbq\":{\"('b', 'bbq', 'd2', 't')\":{\"data\":[],\"results\":[{\"exact_str_match\":1.0}]}}}}"));
        QCOMPARE(report.formatVersion, u"before 0.3"_s);
        const auto *a = findSlice(report, u"exact_str_match"_s, u"model"_s, u"a"_s), *b = findSlice(report, u"exact_str_match"_s, u"model"_s, u"b"_s);
        REQUIRE(a && b);
        QCOMPARE(a->dataset, u"bbq's"_s);
        QCOMPARE(a->valueText, u"0.5"_s);
        QCOMPARE(b->suite, u"book"_s);
    }
    void odd()
    {
        cutEverywhere(whole(), u"moonshot"_s);
        replaceEveryScalar(whole(), u"moonshot"_s);
        for (const char *bad : {"[]", "{}", "{\"results\":{}}", "{\"metadata\":{},\"metadata\":{}}"})
            QVERIFY2(!inspectBytes(bad, u"moonshot"_s).ok(), bad);
    }
    void realFiles_data()
    {
        QTest::addColumn<QString>("path");
        const QString path = formatstest::realFiles(u"moonshot"_s);
        if (path.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        for (const QString &name : QDir(path).entryList({u"*.json"_s}, QDir::Files))
            QTest::newRow(qPrintable(name)) << path + u'/' + name;
    }
    void realFiles()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
        const auto report = reportOf(inspectFile(path));
        QCOMPARE(report.completeness, Completeness::Partial); // all of them saw a part of the prompts
        QJsonArray recipes = root[u"results"_s][u"recipes"_s].toArray();
        for (const QJsonValue &book : root[u"results"_s][u"cookbooks"_s].toArray()) {
            for (const QJsonValue &recipe : book[u"recipes"_s].toArray())
                recipes.append(recipe);
            for (const QJsonValue &summary : book[u"overall_evaluation_summary"_s].toArray()) {
                const auto found = std::any_of(report.results.begin(), report.results.end(), [&](const auto &it) {
                    return it.metric == u"overall_grade" && it.valueText == summary[u"overall_grade"_s].toString();
                });
                QVERIFY(found);
            }
        }
        for (const QJsonValue &recipe : recipes) {
            for (const QJsonValue &summary : recipe[u"evaluation_summary"_s].toArray()) {
                const auto found = std::any_of(report.results.begin(), report.results.end(), [&](const auto &it) {
                    return it.metric == u"grade_value" && it.task == recipe[u"id"_s].toString() && it.value == summary[u"avg_grade_value"_s].toDouble()
                        && it.n == summary[u"num_of_prompts"_s].toInteger() && (it.slice.isEmpty() || it.slice[0].group == summary[u"model_id"_s].toString());
                });
                QVERIFY(found);
            }
        }
        QVERIFY(!report.results.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestMoonshot)
#include "tst_moonshot.moc"
