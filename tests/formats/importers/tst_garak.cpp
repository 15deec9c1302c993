// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostile.h"

using namespace formatstest;
using Completeness = EvaluationReport::Completeness;

namespace {

QByteArray setup()
{
    return "{\"entry_type\":\"start_run setup\",\"_config.version\":\"0.14.0\",\"plugins.target_type\":\"openai.X\",\"plugins.target_name\":\"my-model\","
           "\"run.seed\":7,\"run.eval_threshold\":0.5,\"plugins.api_key\":\"sk-abcdefghijklmnopqrst\"}\n"
           "{\"entry_type\":\"init\",\"garak_version\":\"0.14.0\",\"start_time\":\"2025-08-28T14:07:00.000000+00:00\",\"run\":\"r\"}\n";
}

QByteArray attempt(int seq, int status, double score)
{
    return "{\"entry_type\":\"attempt\",\"uuid\":\"u" + QByteArray::number(seq) + "\",\"seq\":" + QByteArray::number(seq) + ",\"status\":"
        + QByteArray::number(status) + ",\"probe_classname\":\"dan.Dan\",\"prompt\":{\"turns\":[{\"role\":\"user\",\"content\":{\"text\":\"do it\"}}]},"
          "\"outputs\":[{\"text\":\"no\"}],\"detector_results\":" + (status == 2 ? "{\"mit.Bypass\":[" + QByteArray::number(score) + "]}" : QByteArray("{}"))
        + ",\"goal\":\"break it\"}\n";
}

const QByteArray done = "{\"entry_type\":\"completion\",\"end_time\":\"2025-08-28T14:08:00+00:00\",\"run\":\"r\"}\n";

QByteArray newEval(int passed, int total, const QByteArray &more = {})
{
    return "{\"entry_type\":\"eval\",\"probe\":\"dan.Dan\",\"detector\":\"mit.Bypass\",\"passed\":" + QByteArray::number(passed) + ",\"total_evaluated\":"
        + QByteArray::number(total) + ",\"fails\":" + QByteArray::number(total - passed) + ",\"nones\":0,\"total_processed\":" + QByteArray::number(total) + more + "}\n";
}

QByteArray whole()
{
    return setup() + attempt(0, 1, 0) + attempt(1, 1, 0) + attempt(0, 2, 0) + attempt(1, 2, 0.75) + newEval(1, 2) + done
        + "{\"entry_type\":\"digest\",\"meta\":{},\"eval\":{\"dan\":{\"_summary\":{\"score\":0.5,\"group_defcon\":3,\"group_aggregation_function\":\"mean\"},"
          "\"dan.Dan\":{\"_summary\":{\"probe_score\":0.5},\"mit.Bypass\":{\"absolute_score\":0.5,\"detector_defcon\":2}}}}}\n";
}

} // namespace

class TestGarak : public QObject
{
    Q_OBJECT
private slots:
    void passedIsGood()
    {
        const auto report = reportOf(inspectBytes(whole()));
        QCOMPARE(report.format, u"garak"_s);
        QCOMPARE(report.producer.version, u"0.14.0"_s);
        QCOMPARE(report.subject.model, u"my-model"_s);
        QCOMPARE(report.run.seed, 7);
        QVERIFY(report.run.startedAt.isValid() && report.run.finishedAt > report.run.startedAt);
        QCOMPARE(report.completeness, Completeness::Complete);
        const auto *passed = find(report, u"dan.Dan"_s, u"pass_rate"_s), *attack = find(report, u"dan.Dan"_s, u"attack_success_rate"_s);
        REQUIRE(passed && attack);
        QCOMPARE(passed->value, 0.5);
        QCOMPARE(passed->direction, EvaluationReport::Direction::Higher);
        QVERIFY(passed->slice.isEmpty());
        QCOMPARE(attack->direction, EvaluationReport::Direction::Lower);
        QCOMPARE(attack->slice, (QList<EvaluationReport::SliceTerm>{{u"attack"_s, u"dan"_s}}));
        QCOMPARE(attack->category, EvaluationReport::Category::Safety);
        const auto *group = find(report, u"dan"_s, u"group_score"_s), *level = find(report, u"dan"_s, u"defcon"_s);
        REQUIRE(group && level);
        QCOMPARE(group->valueText, u"0.5"_s);
        QCOMPARE(level->value, 3.0);
        REQUIRE(report.failures.size() == 1);
        QCOMPARE(report.failures[0].severity, u"high"_s);
        QCOMPARE(report.failures[0].count, 1);
        QCOMPARE(report.failures[0].of, 2);
        QCOMPARE(report.failures[0].examples[0].input, u"do it"_s);
        QCOMPARE(report.samples.size(), 2); // each attempt stands twice
        QVERIFY(!QJsonDocument(report.toJson()).toJson().contains("sk-abc"));
    }
    void intervalIsOfTheFailRate()
    {
        const auto report = reportOf(inspectBytes(setup() + newEval(37, 50, ",\"confidence_method\":\"bootstrap\",\"confidence\":\"0.95\",\"confidence_lower\":0.14,\"confidence_upper\":0.38") + done));
        const auto *passed = find(report, u"dan.Dan"_s, u"pass_rate"_s), *attack = find(report, u"dan.Dan"_s, u"attack_success_rate"_s);
        REQUIRE(passed && attack && passed->interval && attack->interval);
        QCOMPARE(passed->value, 0.74);
        QCOMPARE(passed->interval->low, 1 - 0.38);
        QCOMPARE(passed->interval->high, 1 - 0.14);
        QCOMPARE(attack->value, 0.26);
        QCOMPARE(attack->interval->low, 0.14);
        QCOMPARE(attack->intervalLevel, 0.95);
        QVERIFY(attack->intervalMethod.contains(u"from the file"_s));
    }
    void oldRows()
    {
        const auto report = reportOf(inspectBytes("{\"entry_type\":\"start_run setup\",\"_config.version\":\"0.12\",\"plugins.model_type\":\"hf\",\"plugins.model_name\":\"gpt2\"}\n"
                                                  "{\"entry_type\":\"eval\",\"probe\":\"probes.lmrc.Bullying\",\"detector\":\"detector.unsafe.T\",\"passed\":7,\"total\":7}\n" + done));
        QCOMPARE(report.subject.model, u"gpt2"_s);
        const auto *passed = find(report, u"lmrc.Bullying"_s, u"pass_rate"_s, u"unsafe.T"_s);
        REQUIRE(passed);
        QCOMPARE(passed->n, 7);
        QCOMPARE(passed->value, 1.0);
    }
    void incomplete_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QString>("warning");
        QTest::newRow("no completion") << setup() + newEval(1, 1) << u"notCompleted"_s;
        QTest::newRow("no eval row") << setup() + attempt(0, 2, 1) + done << u"noEvaluation"_s;
        QTest::newRow("damaged line") << setup() + newEval(1, 1) + "{\"entry_type\":\"eval\",\n" + done << u"damagedLines"_s;
        QTest::newRow("never judged") << setup() + attempt(0, 1, 0) + newEval(1, 1) + done << u"notJudged"_s;
    }
    void incomplete()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QString, warning);
        const auto report = reportOf(inspectBytes(lines));
        QCOMPARE(report.completeness, Completeness::Partial);
        QVERIFY(warned(report.warnings, warning));
    }
    void noRatesWithoutEvaluation()
    {
        const auto report = reportOf(inspectBytes(setup() + attempt(0, 2, 1) + done));
        QVERIFY(report.results.isEmpty());
        QCOMPARE(report.failures.size(), 1);
        QVERIFY(!report.failures[0].of);
    }
    void attemptsWin()
    {
        const auto report = reportOf(inspectBytes(setup() + attempt(0, 2, 0.9) + attempt(1, 2, 0.9) + newEval(2, 2) + done));
        QVERIFY(warned(report.warnings, u"contradiction"_s));
        QCOMPARE(find(report, u"dan.Dan"_s, u"pass_rate"_s)->value, 0.0);
    }
    void nothingIsNoZero()
    {
        const auto report = reportOf(inspectBytes(setup() + newEval(0, 0) + done));
        const auto *passed = find(report, u"dan.Dan"_s, u"pass_rate"_s);
        REQUIRE(passed);
        QCOMPARE(passed->valueState, EvaluationReport::ValueState::Missing);
        QVERIFY(warned(report.warnings, u"noData"_s));
        const auto odd = reportOf(inspectBytes(setup() + newEval(5, 3) + done));
        QCOMPARE(find(odd, u"dan.Dan"_s, u"pass_rate"_s)->valueState, EvaluationReport::ValueState::Error);
    }
    void hitLogHasNoRates()
    {
        const auto report = reportOf(inspectBytes("{\"goal\":\"g\",\"prompt\":\"p\",\"output\":\"o\",\"trigger\":null,\"score\":1.0,\"run_id\":\"r\",\"attempt_id\":\"a\",\"attempt_seq\":3,"
                                                  "\"attempt_idx\":0,\"generator\":\"openai gpt\",\"probe\":\"dan.Dan\",\"detector\":\"mit.Bypass\",\"generations_per_prompt\":5}\n"));
        QCOMPARE(report.format, u"garak-hitlog"_s);
        QCOMPARE(report.completeness, Completeness::Partial);
        QVERIFY(report.results.isEmpty());
        QCOMPARE(report.failures.size(), 1);
        QCOMPARE(report.failures[0].examples[0].output, u"o"_s);
    }
    void avid()
    {
        const auto line = [](const QByteArray &score) {
            return "{\"data_type\":\"AVID\",\"affects\":{\"developer\":[],\"deployer\":[\"openai\"],\"artifacts\":[{\"type\":\"Model\",\"name\":\"gpt-x\"}]},\"metrics\":[{\"results\":"
                   "{\"detector\":{\"0\":\"detector.tox.T\",\"1\":\"detector.mit.B\"},\"passed\":{\"0\":49,\"1\":10},\"total\":{\"0\":50,\"1\":40},\"score\":{\"0\":" + score
                + ",\"1\":25.0}}}],\"description\":{\"lang\":\"eng\",\"value\":\"evaluated using the probe `art.Tox`.\"}}\n";
        };
        const auto report = reportOf(inspectBytes(line("98.0")));
        QCOMPARE(report.format, u"garak-avid"_s);
        QCOMPARE(report.subject.model, u"gpt-x"_s);
        QCOMPARE(report.results.size(), 4);
        QCOMPARE(find(report, u"art.Tox"_s, u"pass_rate"_s, u"mit.B"_s)->value, 0.25);
        QVERIFY(warned(reportOf(inspectBytes(line("12.0"))).warnings, u"contradiction"_s));
    }
    void odd()
    {
        cutEverywhere(whole(), u"garak"_s);
        replaceEveryScalar(whole(), u"garak"_s);
        QVERIFY(!inspectBytes("\n\n", u"garak"_s).ok());
        QVERIFY(!inspectBytes("{\"entry_type\":\"other\"}\n", u"garak"_s).ok());
    }

    void realFiles_data()
    {
        QTest::addColumn<QString>("path");
        const QString path = formatstest::realFiles(u"garak"_s);
        if (path.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        for (const QString &name : QDir(path).entryList({u"*.jsonl"_s}, QDir::Files))
            QTest::newRow(qPrintable(name)) << path + u'/' + name;
    }
    void realFiles()
    {
        QFETCH(QString, path);
        const auto report = reportOf(inspectFile(path));
        QVERIFY(report.format.startsWith(u"garak"_s));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        qint64 evals = 0;
        bool completed = false;
        while (!file.atEnd()) {
            const QJsonObject entry = QJsonDocument::fromJson(file.readLine()).object();
            completed |= entry.value(u"entry_type"_s) == u"completion"_s;
            if (entry.value(u"entry_type"_s) != u"eval"_s)
                continue;
            ++evals;
            const auto *passed = find(report, entry.value(u"probe"_s).toString(), u"pass_rate"_s, entry.value(u"detector"_s).toString());
            REQUIRE(passed);
            const qint64 total = entry.contains(u"total"_s) ? entry.value(u"total"_s).toInteger() : entry.value(u"total_evaluated"_s).toInteger();
            QCOMPARE(passed->n, total);
            QCOMPARE(passed->value, entry.value(u"passed"_s).toDouble() / double(total));
        }
        if (report.format == u"garak"_s) {
            QCOMPARE(report.completeness == Completeness::Complete, completed && evals > 0);
            QCOMPARE(warned(report.warnings, u"noEvaluation"_s), evals == 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestGarak)
#include "tst_garak.moc"
