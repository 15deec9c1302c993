// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostile.h"

using namespace formatstest;
using Completeness = EvaluationReport::Completeness;
using State = EvaluationReport::ValueState;

namespace {
const QByteArray output = "{\"eval_name\":\"qa_accuracy\",\"dataset_name\":\"boolq\",\"dataset_scores\":[{\"name\":\"f1_score\",\"value\":0.50,\"error\":null},"
                          "{\"name\":\"exact_match_score\",\"value\":null,\"error\":\"no target\"}],\"prompt_template\":\"Answer: $model_input\","
                          "\"category_scores\":[{\"name\":\"history\",\"scores\":[{\"name\":\"f1_score\",\"value\":0.25}]}],\"output_path\":\"/x\",\"error\":null}";
const QByteArray records = "{\"model_input\":\"q\",\"model_output\":\"a\",\"target_output\":\"a\",\"category\":\"x\",\"scores\":[{\"name\":\"f1_score\",\"value\":1.0}]}\n"
                           "{\"model_input\":\"q\",\"model_output\":\"b\",\"target_output\":\"a\",\"category\":\"y\",\"scores\":[{\"name\":\"f1_score\",\"value\":0.5}]}\n"
                           "{\"model_input\":\"q\",\"model_output\":\"b\",\"target_output\":\"a\",\"category\":\"y\",\"scores\":[{\"name\":\"f1_score\",\"value\":null,\"error\":\"gone\"}]}\n";
}

class TestFmEval : public QObject
{
    Q_OBJECT
private slots:
    void scores_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("list") << '[' + output + ']';
        QTest::newRow("dictionary, March 2024") << "{\"accuracy\":[" + output + "]}";
    }
    void scores()
    {
        QFETCH(QByteArray, json);
        const auto report = reportOf(inspectBytes(json));
        QCOMPARE(report.format, u"fmeval"_s);
        const auto *f1 = find(report, u"qa_accuracy/boolq"_s, u"f1_score"_s), *exact = find(report, u"qa_accuracy/boolq"_s, u"exact_match_score"_s);
        REQUIRE(f1 && exact);
        QCOMPARE(f1->valueText, u"0.50"_s);
        QCOMPARE(f1->unit, u"fraction"_s);
        QCOMPARE(f1->dataset, u"boolq"_s);
        QVERIFY(!f1->n && !f1->interval && !f1->stderror);
        QCOMPARE(exact->valueState, State::Error);
        QCOMPARE(report.completeness, Completeness::Partial);
        const auto *history = findSlice(report, u"f1_score"_s, u"category"_s, u"history"_s);
        REQUIRE(history);
        QCOMPARE(history->value, 0.25);
        QVERIFY(warned(report.warnings, u"modelUnknown"_s));
    }
    void recordsBecomeMeans()
    {
        const auto report = reportOf(inspectBytes(records));
        QCOMPARE(report.format, u"fmeval-records"_s);
        const auto *all = find(report, QString(u""_s), u"f1_score"_s), *y = findSlice(report, u"f1_score"_s, u"category"_s, u"y"_s);
        REQUIRE(all && y);
        QCOMPARE(all->value, 0.75);
        QCOMPARE(all->n, 2);
        QVERIFY(all->flags.contains(u"computedHere"_s));
        QCOMPARE(y->n, 1);
        QCOMPARE(report.completeness, Completeness::Partial);
        QCOMPARE(report.samples.size(), 3);
    }
    void robustness()
    {
        auto json = '[' + output + ']';
        json.replace("qa_accuracy", "qa_accuracy_semantic_robustness").replace("\"f1_score\",\"value\":0.50", "\"delta_f1_score\",\"value\":0.50");
        const auto report = reportOf(inspectBytes(json));
        const auto *delta = find(report, u"qa_accuracy_semantic_robustness/boolq"_s, u"delta_f1_score"_s);
        REQUIRE(delta);
        QCOMPARE(delta->category, EvaluationReport::Category::Robustness);
        QCOMPARE(delta->direction, EvaluationReport::Direction::Lower);
    }
    void odd()
    {
        cutEverywhere('[' + output + ']', u"fmeval"_s);
        replaceEveryScalar('[' + output + ']', u"fmeval"_s);
        replaceEveryScalar(records, u"fmeval-records"_s);
        for (const char *bad : {"[]", "{}", "1", "[1,2]", "{\"a\":[{}]}"})
            QVERIFY2(!inspectBytes(bad, u"fmeval"_s).ok(), bad);
    }
    void realFiles_data()
    {
        QTest::addColumn<QString>("path");
        const QString path = formatstest::realFiles(u"fmeval"_s);
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
        const QJsonDocument json = QJsonDocument::fromJson(file.readAll());
        const QJsonArray outputs = json.isArray() ? json.array() : json.object().begin()->toArray();
        const auto report = reportOf(inspectFile(path));
        qsizetype scores = 0;
        for (const QJsonValue &one : outputs) {
            for (const QJsonValue &score : one[u"dataset_scores"_s].toArray()) {
                const auto *metric = find(report, one[u"eval_name"_s].toString() + u'/' + one[u"dataset_name"_s].toString(), score[u"name"_s].toString());
                REQUIRE(metric);
                QCOMPARE(metric->value, score[u"value"_s].toDouble());
                QCOMPARE(metric->direction, EvaluationReport::Direction::Higher);
                ++scores;
            }
        }
        QCOMPARE(report.results.size(), scores);
    }
};

QTEST_GUILESS_MAIN(TestFmEval)
#include "tst_fmeval.moc"
