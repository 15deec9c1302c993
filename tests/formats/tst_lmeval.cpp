// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"
#include "formatstest.h"

using namespace formatstest;
using State = EvaluationReport::ValueState;
using Direction = EvaluationReport::Direction;
using Completeness = EvaluationReport::Completeness;

namespace {

/// A small good file with one thing put in place of another.
QByteArray changed(const QByteArray &from, const QByteArray &to)
{
    QByteArray json = R"({"results":{"t":{"alias":"t","acc,none":0.5,"acc_stderr,none":0.01}},"n-samples":{"t":{"original":100,"effective":100}},)"
                      R"("higher_is_better":{"t":{"acc":true}},"config":{"model":"hf","model_args":"pretrained=x/y","limit":null},"date":1767225600})";
    Q_ASSERT(json.contains(from));
    return json.replace(from, to);
}

} // namespace

class TestLmEval : public QObject
{
    Q_OBJECT
private slots:
    void newStyle()
    {
        const auto imported = inspectFile(fixture(u"lmeval_new.json"_s));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        REQUIRE(imported->report());
        const EvaluationReport &report = *imported->report();
        QCOMPARE(report.format, u"lm-evaluation-harness"_s);
        QCOMPARE(report.formatVersion, u"0.4"_s);
        QCOMPARE(report.producer.version, u"0.4.8"_s);
        QCOMPARE(report.completeness, Completeness::Complete);
        QCOMPARE(report.subject.model, u"example/small"_s);
        QCOMPARE(report.subject.revision, u"main"_s);
        QCOMPARE(report.subject.digest, u"git:0123456789abcdef0123456789abcdef01234567"_s);
        QCOMPARE(toRfc3339(report.run.startedAt), u"2026-01-01T00:00:00.250Z"_s);
        QCOMPARE(report.run.seed, std::optional<qint64>(7));
        QVERIFY(!report.run.limit);
        QCOMPARE(report.results.size(), 12);
        QVERIFY(!QJsonDocument(report.toJson()).toJson().contains("not-for-anyone"));
    }

    void valuesAndUncertainty()
    {
        const auto imported = inspectFile(fixture(u"lmeval_new.json"_s));
        QVERIFY(imported.ok());
        const EvaluationReport &report = *imported->report();
        const auto *birds = find(report, u"quiz_birds"_s, u"acc"_s);
        REQUIRE(birds);
        QCOMPARE(birds->value, 0.8);
        QCOMPARE(birds->valueText, u"0.8"_s);
        QCOMPARE(birds->filter, u"none"_s);
        QCOMPARE(birds->stderror, std::optional(0.04020151261036848));
        QCOMPARE(birds->n, std::optional<qint64>(100));
        QCOMPARE(birds->suite, u"quiz"_s);
        QCOMPARE(birds->dataset, u"example/quiz:birds"_s);
        QCOMPARE(birds->pointer, u"/results/quiz_birds/acc,none"_s);
        QCOMPARE(birds->direction, Direction::Higher);
        QCOMPARE(birds->unit, u"fraction"_s);
        QCOMPARE(birds->intervalMethod, u"wilson, computed here"_s);
        QVERIFY(std::abs(birds->interval->low - 0.71117) < 1e-5 && std::abs(birds->interval->high - 0.86663) < 1e-5);
        QVERIFY(birds->slice.isEmpty());
        // A group is one result although it stands in two places; its n is the metric's, and a mean of means is no share.
        const auto *group = find(report, u"quiz"_s, u"acc"_s);
        REQUIRE(group);
        QCOMPARE(group->suite, u"quiz"_s);
        QCOMPARE(group->n, std::optional<qint64>(200));
        QCOMPARE(group->intervalMethod, u"normal from stderr, computed here"_s);
        QCOMPARE(group->pointer, u"/results/quiz/acc,none"_s);
        const auto *f1 = find(report, u"quiz_birds"_s, u"f1"_s);
        REQUIRE(f1);
        QVERIFY(!f1->stderror && !f1->interval);
        const auto *strict = find(report, u"sums"_s, u"exact_match"_s, u"strict-match"_s);
        const auto *loose = find(report, u"sums"_s, u"exact_match"_s, u"flexible-extract"_s);
        REQUIRE(strict && loose);
        QCOMPARE(strict->value, 0.5);
        QCOMPARE(loose->value, 0.6);
        QVERIFY(!loose->stderror && warned(report.warnings, u"stderrNotFinite"_s));
        QCOMPARE(strict->suite, QString());
    }

    void directions()
    {
        const auto imported = inspectFile(fixture(u"lmeval_new.json"_s));
        QVERIFY(imported.ok());
        const EvaluationReport &report = *imported->report();
        const auto *stereotype = find(report, u"crows_pairs_sample"_s, u"pct_stereotype"_s);
        REQUIRE(stereotype);
        QCOMPARE(stereotype->direction, Direction::Target);
        QCOMPARE(stereotype->target, std::optional(0.5));
        QCOMPARE(stereotype->category, EvaluationReport::Category::Fairness);
        const auto *mystery = find(report, u"odd"_s, u"mystery"_s);
        REQUIRE(mystery);
        QCOMPARE(mystery->direction, Direction::Unknown);
        // The fixture claims that a higher perplexity is better.
        const auto *perplexity = find(report, u"sums"_s, u"word_perplexity"_s);
        REQUIRE(perplexity);
        QCOMPARE(perplexity->direction, Direction::Unknown);
        QVERIFY(perplexity->flags.contains(u"directionConflict"_s));
        QVERIFY(warned(report.warnings, u"directionConflict"_s));
        const auto *missing = find(report, u"odd"_s, u"acc"_s);
        const auto *infinite = find(report, u"odd"_s, u"mae"_s);
        REQUIRE(missing && infinite);
        QCOMPARE(missing->valueState, State::Missing);
        QCOMPARE(infinite->valueState, State::Inf);
        QVERIFY(report.toJson().value(u"results"_s).toArray().last().toObject().value(u"value"_s).isNull());
    }

    void oldStyle()
    {
        const auto imported = inspectFile(fixture(u"lmeval_old.json"_s));
        QVERIFY(imported.ok());
        const EvaluationReport &report = *imported->report();
        QCOMPARE(report.formatVersion, u"0.3"_s);
        QCOMPARE(report.subject.model, u"example/older"_s);
        QCOMPARE(report.subject.revision, u"step10"_s);
        QCOMPARE(report.producer.version, QString());
        QCOMPARE(report.results.size(), 5); // and no mean over the subjects
        const auto *astronomy = find(report, u"hendrycksTest-astronomy"_s, u"acc_norm"_s);
        REQUIRE(astronomy);
        QCOMPARE(astronomy->stderror, std::optional(0.03741657386773941));
        QCOMPARE(astronomy->intervalMethod, u"normal from stderr, computed here"_s);
        QVERIFY(!astronomy->n);
        QCOMPARE(astronomy->suite, u"hendrycksTest"_s);
        QCOMPARE(find(report, u"bigtext"_s, u"ppl"_s)->direction, Direction::Lower);
        QVERIFY(!QJsonDocument(report.toJson()).toJson().contains("not-for-anyone"));
    }

    void completeness_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<int>("wanted");
        QTest::addColumn<QString>("warning");
        const auto row = [](const char *name, const QByteArray &from, const QByteArray &to, Completeness wanted, const QString &warning) {
            QTest::newRow(name) << from << to << int(wanted) << warning;
        };
        row("whole", "0.5", "0.5", Completeness::Complete, {});
        row("limited", "\"limit\":null", "\"limit\":20.0", Completeness::Partial, u"partialRun"_s);
        row("fewer samples than there are", "\"effective\":100", "\"effective\":20", Completeness::Partial, u"partialTask"_s);
        row("no configuration", "\"config\":{\"model\":\"hf\",\"model_args\":\"pretrained=x/y\",\"limit\":null},", "", Completeness::Unknown,
            u"noConfiguration"_s);
        row("no results", "\"t\":{\"alias\":\"t\",\"acc,none\":0.5,\"acc_stderr,none\":0.01}", "", Completeness::Failed, u"noResults"_s);
    }
    void completeness()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, warning);
        const auto imported = inspectBytes(changed(from, to), u"lm-evaluation-harness"_s);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        QTEST(int(imported->report()->completeness), "wanted");
        QVERIFY(warning.isEmpty() || warned(imported->report()->warnings, warning));
    }

    void oddValues_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("flag");
        const auto row = [](const char *name, const QByteArray &value, State state, const QString &flag = {}) {
            QTest::newRow(name) << value << int(state) << flag;
        };
        row("NaN", "NaN", State::Nan);
        row("minus infinity", "-Infinity", State::Inf);
        row("overflow", "1e400", State::Inf);
        row("underflow", "1e-400", State::Finite);
        row("null", "null", State::Missing);
        row("N/A", "\"N/A\"", State::Missing);
        row("nan as text", "\"nan\"", State::Nan);
        row("inf as text", "\"-inf\"", State::Inf);
        row("number as text", "\"0.5\"", State::Finite);
        row("words", "\"about half\"", State::Error);
        row("decimal comma", "\"0,5\"", State::Error);
        row("hexadecimal text", "\"0x10\"", State::Error);
        row("boolean", "true", State::Error);
        row("beyond its range", "1.7", State::Finite, u"outOfRange"_s);
        row("percent in a fraction", "50.0", State::Finite, u"outOfRange"_s);
        row("below its range", "-0.1", State::Finite, u"outOfRange"_s);
        row("rounding", "1.0000000000000002", State::Finite);
        row("thirty digits", "123456789012345678901234567890", State::Finite, u"outOfRange"_s);
    }
    void oddValues()
    {
        QFETCH(QByteArray, value);
        QFETCH(QString, flag);
        const auto imported = inspectBytes(changed("0.5", value));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        REQUIRE(imported->report() && imported->report()->results.size() == 1);
        const auto &metric = imported->report()->results.first();
        QTEST(int(metric.valueState), "state");
        QCOMPARE(metric.flags, flag.isEmpty() ? QStringList() : QStringList{flag});
        QVERIFY(flag.isEmpty() || warned(imported->report()->warnings, flag));
        QVERIFY(metric.valueState == State::Finite || std::isnan(metric.value));
        QVERIFY(metric.valueState == State::Finite || !metric.interval);
    }

    void negativeStderr()
    {
        const auto imported = inspectBytes(changed("0.01", "-3"));
        QVERIFY(imported.ok());
        const auto &metric = imported->report()->results.first();
        QCOMPARE(metric.stderror, std::optional(-3.0));
        QCOMPARE(metric.flags, QStringList{u"negativeStderr"_s});
    }

    void hostile_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("code");
        const auto row = [](const char *name, const QByteArray &json, Error::Code code = Error::Code::Invalid) {
            QTest::newRow(name) << json << int(code);
        };
        row("duplicate value", changed("\"acc,none\":0.5", "\"acc,none\":0.9,\"acc,none\":0.1"));
        row("duplicate spelled otherwise", changed("\"acc,none\":0.5", "\"acc,none\":0.9,\"\\u0061cc,none\":0.1"));
        row("duplicate task", changed("\"results\":{", "\"results\":{\"t\":{},"));
        row("duplicate results", changed("\"date\"", "\"results\":{},\"date\""));
        row("cut off", changed("1767225600}", ""));
        row("second document", changed("1767225600}", "1767225600}{}"));
        row("NUL in a name", changed("\"t\":{\"alias\"", QByteArray("\"t\0\":{\"alias\"", 13)));
        row("invalid UTF-8", changed("x/y", "x/\xff"));
        row("trailing comma", changed("1767225600}", "1767225600,}"));
        row("comment", changed("\"date\"", "/* when */\"date\""));
        row("deep configuration", changed("\"limit\":null", "\"limit\":" + QByteArray(600, '[')), Error::Code::TooLarge);
        row("huge configuration", changed("\"limit\":null", "\"limit\":[" + QByteArray("1,").repeated(30'000) + "1]"), Error::Code::TooLarge);
        row("results is a list", changed("\"results\":{\"t\":{\"alias\":\"t\",\"acc,none\":0.5,\"acc_stderr,none\":0.01}}", "\"results\":[1]"),
            Error::Code::Unsupported);
    }
    void hostile()
    {
        QFETCH(QByteArray, json);
        const auto imported = inspectBytes(json);
        QVERIFY(!imported.ok());
        QTEST(int(imported.error().code), "code");
        QVERIFY(!imported.error().text.isEmpty());
    }

    void oddShapesAreWarnedOf_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("task is text") << changed("\"results\":{", "\"groups\":{\"g\":\"x\"},\"results\":{");
        QTest::newRow("value is a list") << changed("\"acc,none\":0.5,", "\"acc,none\":0.5,\"list,none\":[1,2],");
        QTest::newRow("config is text") << changed("{\"model\":\"hf\",\"model_args\":\"pretrained=x/y\",\"limit\":null}", "\"none\"");
        QTest::newRow("absurd date") << changed("1767225600", "99999999999999");
        QTest::newRow("lonely stderr") << changed("\"acc,none\":0.5,", "\"f1_stderr,none\":0.5,\"acc,none\":0.5,");
        QTest::newRow("groups disagree") << changed("\"n-samples\"", "\"groups\":{\"t\":{\"acc,none\":0.9}},\"n-samples\"");
        QTest::newRow("subtasks are numbers") << changed("\"n-samples\"", "\"group_subtasks\":{\"t\":[1,{}],\"g\":7},\"strange\":1,\"n-samples\"");
        QTest::newRow("groups in a circle") << changed("\"n-samples\"", "\"group_subtasks\":{\"t\":[\"u\"],\"u\":[\"t\",\"u\"]},\"strange\":1,\"n-samples\"");
        QTest::newRow("samples are text") << changed("{\"original\":100,\"effective\":100}", "\"many\"").replace("\"date\"", "\"x\":1,\"date\"");
    }
    void oddShapesAreWarnedOf()
    {
        QFETCH(QByteArray, json);
        const auto imported = inspectBytes(json);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        REQUIRE(imported->report() && !imported->report()->results.isEmpty());
        QCOMPARE(imported->report()->results.first().value, 0.5);
        QVERIFY(!imported->report()->warnings.isEmpty());
    }

    void contradictionIsFlagged()
    {
        const auto imported = inspectBytes(changed("\"n-samples\"", "\"groups\":{\"t\":{\"acc,none\":0.9}},\"n-samples\""));
        QVERIFY(imported.ok());
        QCOMPARE(imported->report()->results.size(), 1);
        QVERIFY(imported->report()->results.first().flags.contains(u"contradiction"_s));
    }

    void tooManyResults()
    {
        QByteArray json = R"({"results":{"big":{"acc,none":0.1)";
        for (int i = 0; i < 60; ++i)
            json += ",\"m" + QByteArray::number(i) + "\":0.5";
        json += "}}}";
        ImportOptions options;
        options.results = 50;
        const auto refused = inspectBytes(json, {}, options);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, Error::Code::TooLarge);
        options.results = 61;
        QVERIFY(inspectBytes(json, {}, options).ok());
    }

    void warningsDoNotFlood()
    {
        QByteArray json = R"({"results":{"big":{"acc,none":0.1)";
        for (int i = 0; i < 500; ++i)
            json += ",\"m" + QByteArray::number(i) + "\":\"no number\"";
        const auto imported = inspectBytes(json + "}}}");
        QVERIFY(imported.ok());
        QVERIFY(imported->report()->warnings.size() < 40);
    }

    void samples()
    {
        const auto imported = inspectFile(fixture(u"samples_sums.jsonl"_s));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        REQUIRE(imported->report());
        const EvaluationReport &report = *imported->report();
        QCOMPARE(report.format, u"lm-evaluation-harness-samples"_s);
        QCOMPARE(report.completeness, Completeness::Partial);
        const auto *strict = find(report, u"sums"_s, u"exact_match"_s, u"strict-match"_s);
        const auto *loose = find(report, u"sums"_s, u"exact_match"_s, u"flexible-extract"_s);
        const auto *pairs = find(report, u"sums"_s, u"pairs"_s);
        REQUIRE(strict && loose && pairs);
        QCOMPARE(strict->value, 2.0 / 3.0);
        QCOMPARE(strict->n, std::optional<qint64>(3));
        QCOMPARE(strict->flags, QStringList{u"computedHere"_s});
        QVERIFY(!strict->stderror);
        QCOMPARE(strict->intervalMethod, u"wilson, computed here"_s);
        QCOMPARE(loose->value, 1.0);
        QCOMPARE(pairs->valueState, State::Missing);
        QCOMPARE(report.failures.size(), 1);
        QCOMPARE(report.failures.first().count, 1);
        QCOMPARE(report.failures.first().of, std::optional<qint64>(3));
        QCOMPARE(report.failures.first().examples.first(), (EvaluationReport::Example{u"What is 1+2?"_s, u"4"_s, u"3"_s}));
        for (const QString &code : {u"samplesNotResults"_s, u"taskFromFileName"_s, u"damagedLine"_s, u"damagedLines"_s, u"notANumber"_s})
            QVERIFY2(warned(report.warnings, code), qPrintable(code));
    }

    void samplesHostile_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("duplicate key") << R"({"doc_id":1,"target":"x","arguments":[],"resps":[],"metrics":["m"],"m":1,"m":0})"_ba;
        QTest::newRow("a number") << "7"_ba;
        QTest::newRow("a list") << "[1,[2,{}]]"_ba;
        QTest::newRow("too deep") << QByteArray(600, '[');
        QTest::newRow("invalid UTF-8") << "{\"doc_id\":\"\xff\"}"_ba;
        QTest::newRow("half a line") << "{\"doc_id\":"_ba;
        QTest::newRow("control character") << "{\"doc_id\":\"\x1b[31m\"}"_ba;
    }
    void samplesHostile()
    {
        QFETCH(QByteArray, line);
        const QByteArray good = R"({"doc_id":0,"target":"x","arguments":[["a"]],"resps":[["b"]],"filter":"none","metrics":["acc"],"acc":1})";
        const auto imported = inspectBytes(good + "\n" + line + "\n" + good + "\n");
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        QCOMPARE(imported->report()->results.first().n, std::optional<qint64>(2));
        QVERIFY(warned(imported->report()->warnings, u"damagedLines"_s));
        QVERIFY(!inspectBytes(line + "\n", u"lm-evaluation-harness-samples"_s).ok());
    }

    void samplesNotFinite()
    {
        const QByteArray head = R"({"doc_id":0,"target":"x","arguments":[],"resps":[],"metrics":["mae"],"mae":)";
        QCOMPARE(inspectBytes(head + "Infinity}\n" + head + "1}\n")->report()->results.first().valueState, State::Inf);
        QCOMPARE(inspectBytes(head + "NaN}\n" + head + "1}\n")->report()->results.first().valueState, State::Nan);
    }
};

QTEST_GUILESS_MAIN(TestLmEval)
#include "tst_lmeval.moc"
