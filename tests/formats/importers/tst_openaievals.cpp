// SPDX-License-Identifier: GPL-3.0-or-later
#include "formatstest.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace formatstest;
using Report = EvaluationReport;
using Completeness = Report::Completeness;

namespace {

const QByteArray spec = R"({"spec":{"completion_fns":["acme/parrot"],"eval_name":"birds.test.v0","base_eval":"birds","split":"test","run_config":{"eval_spec":{"cls":"x:Match",
"args":{"samples_jsonl":"data/birds/samples.jsonl"}},"seed":7,"max_samples":null,"openai_api_key":"sk-0123456789"},"run_id":"R1","created_at":"2024-05-01 10:00:00"}})";

QByteArray line(QByteArray json)
{
    return json.replace('\n', ' ') + '\n';
}

QByteArray report(const QByteArray &values = R"("accuracy":0.5,"boostrap_std":0.2)")
{
    return line("{\"final_report\":{" + values + "}}");
}

QByteArray events(const QList<bool> &correct)
{
    QByteArray out;
    for (qsizetype i = 0; i < correct.size(); ++i) {
        const QByteArray id = "birds." + QByteArray::number(i);
        const QByteArray common = "{\"run_id\":\"R1\",\"event_id\":" + QByteArray::number(2 * i) + ",\"sample_id\":\"" + id + "\",\"created_at\":\"2024-05-01 10:00:0" + QByteArray::number(i) + "+00:00\",";
        out += line(common + R"("type":"sampling","data":{"prompt":[{"role":"user","content":"Question?"}],"sampled":["maybe"]}})");
        out += line(common + "\"type\":\"match\",\"data\":{\"correct\":" + (correct[i] ? "true" : "false") + ",\"expected\":\"yes\",\"picked\":\"maybe\"}}");
    }
    return out;
}

Report reportOf(const Result<Imported> &imported)
{
    return imported.ok() && imported->report() ? *imported->report() : Report();
}

} // namespace

class TestOpenAiEvals : public QObject
{
    Q_OBJECT
private slots:
    void aLog()
    {
        for (const QByteArray &bytes : {line(spec) + report() + events({true, false, true, false}), line(spec) + events({true, false, true, false}) + report()}) {
            const auto imported = inspectBytes(bytes);
            QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
            const Report out = reportOf(imported);
            QCOMPARE(out.format, u"openai-evals"_s);
            QCOMPARE(out.subject.model, u"acme/parrot"_s);
            QCOMPARE(out.completeness, Completeness::Complete);
            QCOMPARE(out.run.seed, std::optional<qint64>(7));
            QCOMPARE(out.run.startedAt.toUTC().toString(Qt::ISODate), u"2024-05-01T10:00:00Z"_s);
            QVERIFY(!QJsonDocument(out.run.configuration).toJson().contains("sk-0123456789"));
            QCOMPARE(out.results.size(), 1);
            QCOMPARE(out.results[0].task, u"birds.test.v0"_s);
            QCOMPARE(out.results[0].n, std::optional<qint64>(4));
            QCOMPARE(out.results[0].stderror, std::optional(0.2));
            QVERIFY(out.results[0].intervalMethod.startsWith(u"wilson"));
            QCOMPARE(out.samples.size(), 4);
            REQUIRE(out.failures.size() == 1);
            QCOMPARE(out.failures[0].count, 2);
            QCOMPARE(out.failures[0].of, std::optional<qint64>(4));
            QCOMPARE(out.failures[0].examples[0], (Report::Example{u"Question?"_s, u"maybe"_s, u"yes"_s, u"birds.1"_s}));
            QVERIFY(Report::fromJson(out.toJson()).ok());
        }
    }

    void withoutReport()
    {
        const Report out = reportOf(inspectBytes(line(spec) + events({true, true, false, false, true})));
        QCOMPARE(out.completeness, Completeness::Partial);
        QVERIFY(warned(out.warnings, u"noFinalReport"_s));
        REQUIRE(out.results.size() == 1);
        QCOMPARE(out.results[0].value, 0.6);
        QVERIFY(out.results[0].flags.contains(u"computedHere"_s));
    }

    void theRowsCount()
    {
        const Report out = reportOf(inspectBytes(line(spec) + report(R"("accuracy":0.99,"bootstrap_std":0.01)") + events({true, false})));
        REQUIRE(out.results.size() == 1);
        QCOMPARE(out.results[0].value, 0.5);
        QVERIFY(!out.results[0].stderror);
        QVERIFY(warned(out.warnings, u"contradiction"_s));
    }

    void incomplete_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Completeness>("completeness");
        QTest::addColumn<QString>("code");
        const QByteArray all = line(spec) + report() + events({true, false});
        QTest::newRow("limited") << QByteArray(all).replace("\"max_samples\":null", "\"max_samples\":2") << Completeness::Partial << u"partialRun"_s;
        QTest::newRow("no spec") << report() + events({true, false}) << Completeness::Unknown << u"noSpec"_s;
        QTest::newRow("damaged line") << all + "{\"run_id\":\n" << Completeness::Partial << u"damagedLine"_s;
        QTest::newRow("error event") << all + line(R"({"run_id":"R1","event_id":9,"sample_id":"x","type":"error","data":{"message":"timeout"}})") << Completeness::Partial << QString();
        QTest::newRow("null report") << line(spec) + line("{\"final_report\":null}") + events({true}) << Completeness::Partial << u"noFinalReport"_s;
        QTest::newRow("second run") << all + line(spec) << Completeness::Complete << u"severalRuns"_s;
        QTest::newRow("second report") << all + report() << Completeness::Complete << u"severalReports"_s;
        QTest::newRow("unknown event") << all + line(R"({"run_id":"R1","event_id":9,"sample_id":"x","type":"telepathy","data":{}})") << Completeness::Complete << u"notUnderstood"_s;
    }
    void incomplete()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, code);
        const auto imported = inspectBytes(bytes, u"openai-evals"_s);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        QTEST(reportOf(imported).completeness, "completeness");
        QVERIFY(code.isEmpty() || warned(reportOf(imported).warnings, code));
    }

    void odd_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("values of other types") << line(spec) + report(R"("accuracy":"0.5","f1_score":null,"list":[1],"deep":{"a":1},"nan":NaN)") + events({true});
        QTest::newRow("out of range") << line(spec) + report(R"("f1_score":7)");
        QTest::newRow("data of other types") << line(spec) + report() + line(R"({"run_id":1,"event_id":"x","sample_id":5,"type":"match","data":[1]})")
                                             + line(R"({"type":"sampling","data":"x"})") + line(R"({"type":"metrics","data":{"a":"b","c":null,"d":true}})") + line("[1,2]") + line("7");
        QTest::newRow("bidi") << line(QByteArray(spec).replace("birds", "b\\u202eirds")) + report();
    }
    void odd()
    {
        QFETCH(QByteArray, bytes);
        const auto imported = inspectBytes(bytes, u"openai-evals"_s);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        for (const auto &metric : reportOf(imported).results)
            QVERIFY(metric.valueState == Report::ValueState::Finite || std::isnan(metric.value));
    }

    void bad_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing readable") << "[1]\n{\"a\":\n"_ba;
        QTest::newRow("another's lines") << "{\"a\":1}\n{\"b\":2}\n"_ba;
        QTest::newRow("empty objects") << "{}\n{}\n"_ba;
    }
    void bad()
    {
        QFETCH(QByteArray, bytes);
        const auto imported = inspectBytes(bytes, u"openai-evals"_s);
        QVERIFY(!imported.ok());
        QVERIFY(!imported.error().text.isEmpty());
    }

    /// Real logs, read a second time line by line.
    void realLogs_data()
    {
        QTest::addColumn<QString>("path");
        const QString folder = realFiles(u"openai-evals"_s);
        if (folder.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        for (const QString &name : QDir(folder).entryList(QDir::Files))
            QTest::newRow(qPrintable(name)) << folder + u'/' + name;
    }
    void realLogs()
    {
        QFETCH(QString, path);
        const auto imported = inspectFile(path);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const Report out = reportOf(imported);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QJsonObject last, config;
        qint64 matches = 0, correct = 0;
        for (const QByteArray &text : file.readAll().split('\n')) {
            const QJsonObject record = QJsonDocument::fromJson(text).object();
            if (record.contains(u"final_report"_s))
                last = record[u"final_report"_s].toObject();
            if (record.contains(u"spec"_s))
                config = record[u"spec"_s].toObject();
            matches += record[u"type"_s] == u"match"_s;
            correct += record[u"type"_s] == u"match"_s && record[u"data"_s][u"correct"_s].toBool();
        }
        QCOMPARE(out.subject.model, config[u"completion_fns"_s][0].toString());
        QCOMPARE(out.completeness, last.isEmpty() ? Completeness::Partial : Completeness::Complete);
        for (const QString &key : last.keys()) {
            if (key == u"boostrap_std")
                continue;
            const auto *metric = find(out, config[u"eval_name"_s].toString(), key);
            REQUIRE(metric);
            QCOMPARE(metric->value, last[key].toDouble());
            QCOMPARE(metric->n, std::optional(matches));
            if (key == u"accuracy") {
                QCOMPARE(metric->value, double(correct) / double(matches));
                QCOMPARE(metric->stderror.value_or(-1), last[u"boostrap_std"_s].toDouble(-1));
            }
        }
        QVERIFY(!last.isEmpty() || out.results.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestOpenAiEvals)
#include "tst_openaievals.moc"
