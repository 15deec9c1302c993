// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostile.h"

using namespace formatstest;
using Completeness = EvaluationReport::Completeness;

namespace {

QByteArray row(const char *provider, int test, bool success, const char *group, int failure = -1, const QByteArray &more = {})
{
    return QByteArray("{\"provider\":{\"id\":\"") + provider + "\",\"label\":\"\"},\"testIdx\":" + QByteArray::number(test)
        + ",\"promptIdx\":0,\"success\":" + (success ? "true" : "false") + ",\"score\":" + (success ? "1" : "0.25") + ",\"failureReason\":"
        + QByteArray::number(failure < 0 ? (success ? 0 : 1) : failure) + ",\"latencyMs\":" + QByteArray::number(10 * (test + 1))
        + ",\"cost\":0,\"vars\":{\"city\":\"" + group + "\"},\"prompt\":{\"raw\":\"Where is it?\",\"label\":\"p\"},\"response\":{\"output\":\"There\"},"
          "\"namedScores\":{\"polite\":" + (success ? "1" : "0") + "},\"gradingResult\":{\"pass\":" + (success ? "true" : "false")
        + ",\"score\":1,\"reason\":\"because\",\"componentResults\":[{\"pass\":" + (success ? "true" : "false")
        + ",\"score\":1,\"reason\":\"the word is missing\",\"assertion\":{\"type\":\"contains\",\"value\":\"north\"}}]}" + more + "}";
}

QByteArray file(const QList<QByteArray> &rows, int passed, int failed, int errors = 0)
{
    return "{\"evalId\":\"eval-1\",\"results\":{\"version\":3,\"timestamp\":\"2025-02-03T04:05:06.000Z\",\"prompts\":[],\"results\":["
        + rows.join(',') + "],\"stats\":{\"successes\":" + QByteArray::number(passed) + ",\"failures\":" + QByteArray::number(failed) + ",\"errors\":"
        + QByteArray::number(errors) + "}},\"config\":{\"description\":\"Cities\",\"providers\":[{\"id\":\"openai:x\",\"config\":{\"apiKey\":\"sk-abcdefghijklmnopqrstu\","
          "\"headers\":{\"Authorization\":\"Bearer abcdefghijkl\"},\"temperature\":0.5}}],\"env\":{\"KEY\":\"v\"}},\"metadata\":{\"promptfooVersion\":\"0.118.14\",\"author\":\"a@b.example\"}}";
}

QByteArray twoTargets()
{
    return file({row("a", 0, true, "Rome"), row("b", 0, false, "Rome"), row("a", 1, true, "Oslo"), row("b", 1, true, "Oslo"),
                 row("a", 2, false, "Rome"), row("b", 2, false, "Rome"), row("a", 3, true, "Oslo"), row("b", 3, true, "Oslo")}, 5, 3);
}

} // namespace

class TestPromptfoo : public QObject
{
    Q_OBJECT
private slots:
    void twoTargetsAreTwoSubjects()
    {
        const auto report = reportOf(inspectBytes(twoTargets()));
        QCOMPARE(report.format, u"promptfoo"_s);
        QCOMPARE(report.formatVersion, u"3"_s);
        QCOMPARE(report.producer.version, u"0.118.14"_s);
        QCOMPARE(report.subject.model, u"a, b"_s);
        QCOMPARE(report.completeness, Completeness::Complete);
        QVERIFY(warned(report.warnings, u"severalSubjects"_s));
        const auto *a = findSlice(report, u"pass_rate"_s, u"model"_s, u"a"_s), *b = findSlice(report, u"pass_rate"_s, u"model"_s, u"b"_s);
        REQUIRE(a && b);
        QCOMPARE(a->value, 0.75);
        QCOMPARE(a->n, 4);
        QCOMPARE(b->value, 0.5);
        QCOMPARE(a->task, u"Cities"_s);
        QVERIFY(a->flags.isEmpty()); // counted from the rows: may gate
        QCOMPARE(a->intervalMethod, u"wilson, computed here"_s);
        QCOMPARE(report.experiments.size(), 1);
        QCOMPARE(report.experiments[0].control.successes, 3);
        QCOMPARE(report.experiments[0].treatment.n, 4);
        for (const auto &metric : report.results)
            QCOMPARE(metric.slice.first().dimension, u"model"_s);
    }
    void slicesScoresAndFailures()
    {
        const auto report = reportOf(inspectBytes(twoTargets()));
        const auto *rome = findSlice(report, u"pass_rate"_s, u"city"_s, u"Rome"_s);
        REQUIRE(rome);
        QCOMPARE(rome->value, 0.5);
        QCOMPARE(rome->n, 2);
        const auto *polite = findSlice(report, u"polite"_s, u"model"_s, u"b"_s);
        REQUIRE(polite);
        QCOMPARE(polite->value, 0.5);
        QCOMPARE(polite->direction, EvaluationReport::Direction::Higher);
        const auto *score = findSlice(report, u"score"_s, u"model"_s, u"a"_s);
        REQUIRE(score);
        QCOMPARE(score->value, (1 + 1 + 0.25 + 1) / 4);
        const auto *latency = findSlice(report, u"latency"_s, u"model"_s, u"a"_s);
        REQUIRE(latency);
        QCOMPARE(latency->value, 25.0);
        QCOMPARE(latency->unit, u"ms"_s);
        QCOMPARE(report.failures.size(), 2);
        QCOMPARE(report.failures[0].mode, u"contains"_s);
        QCOMPARE(report.failures[0].task, u"b"_s);
        QCOMPARE(report.failures[0].count, 2);
        QCOMPARE(report.failures[0].of, 4);
        QCOMPARE(report.failures[0].examples[0].expected, u"north"_s);
        QCOMPARE(report.failures[0].examples[0].reason, u"the word is missing"_s);
        QCOMPARE(report.samples.size(), 8);
        QCOMPARE(report.samples[1].verdict, EvaluationReport::Verdict::Fail);
    }
    void secretsDoNotComeAlong()
    {
        const auto imported = inspectBytes(twoTargets());
        const QByteArray text = QJsonDocument(imported->toJson()).toJson();
        for (const char *secret : {"sk-abcdef", "Bearer abc", "a@b.example", "\"KEY\""})
            QVERIFY2(!text.contains(secret), secret);
        QVERIFY(text.contains("temperature"));
    }
    void liesAreRecounted()
    {
        const auto report = reportOf(inspectBytes(file({row("a", 0, false, "x")}, 1, 0)));
        QVERIFY(warned(report.warnings, u"contradiction"_s));
        QCOMPARE(report.results[0].metric, u"pass_rate"_s);
        QCOMPARE(report.results[0].value, 0.0);
        QCOMPARE(report.results[0].n, 1);
        const auto missing = reportOf(inspectBytes(file({row("a", 0, true, "x")}, 5, 5)));
        QCOMPARE(missing.completeness, Completeness::Partial);
        QVERIFY(warned(missing.warnings, u"rowsMissing"_s));
    }
    void errorsMakeItPartial()
    {
        const auto report = reportOf(inspectBytes(file({row("a", 0, true, "x"), row("a", 1, false, "x", 2, ",\"error\":\"429 slow down\"")}, 1, 0, 1)));
        QCOMPARE(report.completeness, Completeness::Partial);
        QCOMPARE(report.results[0].n, 1); // an error is no answer
        QCOMPARE(report.results[0].value, 1.0);
        QVERIFY(!warned(report.warnings, u"contradiction"_s));
        QCOMPARE(report.failures[0].mode, u"error"_s);
    }
    void layouts_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("format");
        QTest::addColumn<double>("rate");
        const QByteArray old = "{\"prompt\":{\"raw\":\"q\",\"display\":\"q\"},\"vars\":{\"a\":1},\"response\":{\"output\":\"r\"},\"success\":%1}";
        const auto oldRow = [&](bool good) { return QByteArray(old).replace("%1", good ? "true" : "false"); };
        const QByteArray rows = oldRow(true) + ',' + oldRow(false);
        QTest::newRow("summary, version 1") << "{\"version\":1,\"results\":[" + rows + "],\"stats\":{\"successes\":1,\"failures\":1},\"table\":{\"head\":{},\"body\":[]}}"
                                            << u"promptfoo"_s << 0.5;
        QTest::newRow("version 2 in results") << "{\"results\":{\"version\":2,\"results\":[" + rows + "],\"stats\":{\"successes\":1,\"failures\":1}},\"config\":{},\"shareableUrl\":null}"
                                              << u"promptfoo"_s << 0.5;
        QTest::newRow("lines") << row("a", 0, true, "x") + "\n" + row("a", 1, true, "x") + "\n" << u"promptfoo-jsonl"_s << 1.0;
        QTest::newRow("stats first") << "{\"stats\":{\"successes\":1,\"failures\":1},\"version\":2,\"results\":[" + rows + "]}" << u"promptfoo"_s << 0.5;
    }
    void layouts()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, format);
        QFETCH(double, rate);
        const auto report = reportOf(inspectBytes(json));
        QCOMPARE(report.format, format);
        REQUIRE(!report.results.isEmpty());
        QCOMPARE(report.results[0].metric, u"pass_rate"_s);
        QCOMPARE(report.results[0].value, rate);
        QCOMPARE(report.results[0].n, 2);
        QCOMPARE(report.completeness, format == u"promptfoo" ? Completeness::Complete : Completeness::Unknown);
    }
    void dumpWithoutRows()
    {
        const auto report = reportOf(inspectBytes("{\"_resultsLoaded\":false,\"createdAt\":1700000000000,\"id\":\"e\",\"config\":{},\"results\":[],\"persisted\":true,\"vars\":[],"
                                                  "\"prompts\":[{\"raw\":\"q\",\"label\":\"q\",\"provider\":\"p\",\"metrics\":{\"testPassCount\":3,\"testFailCount\":1}}]}"));
        QCOMPARE(report.completeness, Completeness::Unknown);
        QCOMPARE(report.run.startedAt.date(), QDate(2023, 11, 14));
        REQUIRE(report.results.size() == 1);
        QCOMPARE(report.results[0].value, 0.75);
        QVERIFY(report.results[0].flags.contains(u"notRecounted"_s)); // cannot gate
        QVERIFY(warned(report.warnings, u"noRows"_s));
    }
    void attacks()
    {
        const auto attack = [](int test, bool blocked, const char *plugin) {
            QByteArray out = row("a", test, blocked, "x");
            out.replace("\"type\":\"contains\"", QByteArray("\"type\":\"promptfoo:redteam:") + plugin + "\"");
            out.chop(1);
            return out + ",\"metadata\":{\"pluginId\":\"" + plugin + "\",\"severity\":\"critical\"}}";
        };
        const auto report = reportOf(inspectBytes(file({attack(0, true, "harmful:hate"), attack(1, false, "harmful:hate"), attack(2, true, "pii:direct")}, 2, 1)));
        const auto *hate = findSlice(report, u"attack_success_rate"_s, u"attack"_s, u"harmful:hate"_s);
        const auto *pii = findSlice(report, u"attack_success_rate"_s, u"attack"_s, u"pii:direct"_s);
        REQUIRE(hate && pii);
        QCOMPARE(hate->value, 0.5); // success of the test is failure of the attack
        QCOMPARE(hate->category, EvaluationReport::Category::Safety);
        QCOMPARE(hate->direction, EvaluationReport::Direction::Lower);
        QCOMPARE(pii->value, 0.0);
        QCOMPARE(pii->category, EvaluationReport::Category::Privacy);
        REQUIRE(report.failures.size() == 1);
        QCOMPARE(report.failures[0].mode, u"harmful:hate"_s);
        QCOMPARE(report.failures[0].severity, u"critical"_s);
    }
    void tables()
    {
        const auto report = reportOf(inspectBytes("city,\"[a] Where is {{city}}?\",\"[b] Where is {{city}}?\"\nRome,[PASS] (1.00) There,\"[FAIL] (0.25) no north\n---\nHere\"\n"
                                                  "Rome,[PASS] x,[ERROR] timeout\nOslo,[PASS] x,[PASS] y\nOslo,[PASS] x,[PASS] y\n"));
        QCOMPARE(report.format, u"promptfoo-csv"_s);
        QCOMPARE(report.subject.model, u"a, b"_s);
        QCOMPARE(findSlice(report, u"pass_rate"_s, u"model"_s, u"a"_s)->value, 1.0);
        const auto *b = findSlice(report, u"pass_rate"_s, u"model"_s, u"b"_s);
        REQUIRE(b);
        QCOMPARE(b->n, 3);
        QCOMPARE(b->value, 2.0 / 3);
        QCOMPARE(report.completeness, Completeness::Partial);
        const auto failed = std::find_if(report.failures.begin(), report.failures.end(), [](const auto &it) { return it.mode == u"failed"; });
        REQUIRE(failed != report.failures.end());
        QCOMPARE(failed->examples[0].reason, u"no north"_s);
        QCOMPARE(failed->examples[0].output, u"Here"_s);
        REQUIRE(findSlice(report, u"pass_rate"_s, u"city"_s, u"Oslo"_s));
        const QString path = realFiles(u"promptfoo"_s);
        if (path.isEmpty())
            return;
        const auto real = reportOf(inspectFile(path + u"/node-package_output.csv"_s));
        QCOMPARE(real.format, u"promptfoo-csv"_s);
        QFile file(path + u"/node-package_output.csv"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        const auto passed = text.count("\"[PASS]"), failedCells = text.count("\"[FAIL]");
        QCOMPARE(real.results[0].n, passed + failedCells);
        QCOMPARE(real.results[0].value, double(passed) / double(passed + failedCells));
    }
    void refused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("array") << QByteArray("[1,2]");
        QTest::newRow("no results") << QByteArray("{\"evalId\":\"e\"}");
        QTest::newRow("double key") << QByteArray("{\"evalId\":\"e\",\"results\":{},\"results\":{}}");
        QTest::newRow("two documents") << twoTargets() + "{}";
    }
    void refused()
    {
        QFETCH(QByteArray, json);
        const auto imported = inspectBytes(json, u"promptfoo"_s);
        QVERIFY(!imported.ok());
        QVERIFY(!imported.error().text.isEmpty());
    }
    void odd()
    {
        cutEverywhere(twoTargets(), u"promptfoo"_s);
        replaceEveryScalar(file({row("a", 0, true, "Rome"), row("b", 0, false, "Rome", 2)}, 1, 0, 1), u"promptfoo"_s);
        const auto lines = reportOf(inspectBytes(row("a", 0, true, "x") + "\n{\"success\":\n[1]\n" + row("a", 1, true, "x") + "\n", u"promptfoo-jsonl"_s));
        QCOMPARE(lines.results[0].n, 2);
        QVERIFY(warned(lines.warnings, u"damagedLines"_s));
    }
    void bounds()
    {
        QList<QByteArray> rows;
        for (int i = 0; i < 700; ++i)
            rows.append(row("a", i, i % 2, "x"));
        const auto report = reportOf(inspectBytes(file(rows, 350, 350)));
        QCOMPARE(report.results[0].n, 700);
        QCOMPARE(report.samples.size(), 500);
        QVERIFY(warned(report.warnings, u"samplesLeftOut"_s));
        QCOMPARE(report.failures[0].count, 350);
        QVERIFY(report.failures[0].examples.size() <= 50);
        ImportOptions few;
        few.results = 1;
        QCOMPARE(inspectBytes(twoTargets(), {}, few).error().code, Error::Code::TooLarge);
        std::stop_source stop;
        stop.request_stop();
        ImportOptions stopped;
        stopped.stop = stop.get_token();
        QCOMPARE(inspectBytes(twoTargets(), {}, stopped).error().code, Error::Code::Cancelled);
    }

    void realFilesAreCounted_data()
    {
        QTest::addColumn<QString>("path");
        const QString path = realFiles(u"promptfoo"_s);
        if (path.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        for (const QString &name : QDir(path).entryList({u"*.json"_s}, QDir::Files))
            QTest::newRow(qPrintable(name)) << path + u'/' + name;
    }
    void realFilesAreCounted()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        // Qt's own parser, a whole document at once: another way to the same counts.
        const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
        const QJsonArray rows = root.value(u"results"_s).isArray() ? root.value(u"results"_s).toArray() : root.value(u"results"_s).toObject().value(u"results"_s).toArray();
        QHash<QString, std::pair<qint64, qint64>> counts;
        for (const QJsonValue &it : rows) {
            const QJsonValue provider = it[u"provider"_s];
            const QString label = provider[u"label"_s].toString();
            const QString name = provider.isString() ? provider.toString() : label.isEmpty() ? provider[u"id"_s].toString() : label;
            counts[name].first += it[u"success"_s].toBool();
            ++counts[name].second;
        }
        const auto report = reportOf(inspectFile(path));
        QCOMPARE(report.format, u"promptfoo"_s);
        QCOMPARE(report.completeness, Completeness::Complete);
        QVERIFY(!warned(report.warnings, u"contradiction"_s));
        for (auto it = counts.begin(); it != counts.end(); ++it) {
            const auto *metric = counts.size() > 1 ? findSlice(report, u"pass_rate"_s, u"model"_s, it.key()) : &report.results.first();
            REQUIRE(metric);
            QCOMPARE(metric->n, it->second);
            QCOMPARE(metric->value, double(it->first) / double(it->second));
            QVERIFY(it.key().isEmpty() || report.subject.model.contains(it.key()));
        }
    }
};

QTEST_GUILESS_MAIN(TestPromptfoo)
#include "tst_promptfoo.moc"
