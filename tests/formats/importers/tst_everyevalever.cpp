// SPDX-License-Identifier: GPL-3.0-or-later
#include "formatstest.h"

#include "formats/everyevaleverexport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimeZone>

using namespace formatstest;
using Report = EvaluationReport;
using Completeness = Report::Completeness;

namespace {

QByteArray result(const QByteArray &name, const QByteArray &score, const QByteArray &config = {}, const QByteArray &more = {})
{
    return "{\"evaluation_name\":\"" + name + R"(","source_data":{"dataset_name":"birdset","source_type":"hf_dataset","hf_repo":"acme/birdset","hf_split":"test"},"metric_config":{"lower_is_better":false,)"
        R"("score_type":"continuous","min_score":0,"max_score":1)" + config + "},\"score_details\":{\"score\":" + score + more + "}}";
}

QByteArray record(const QList<QByteArray> &results, const QByteArray &version = "0.3.0", const QByteArray &type = "evaluation_run")
{
    QByteArray out = R"({"schema_version":"VERSION","evaluation_id":"birds/parrot/1","evaluation_timestamp":"1746093600","retrieved_timestamp":"1746100000",
 "source_metadata":{"source_name":"birdboard","source_type":"TYPE","source_organization_name":"acme","evaluator_relationship":"first_party"},
 "eval_library":{"name":"birdeval","version":"1.2"},"model_info":{"name":"Parrot","id":"acme/parrot","additional_details":{"deployment_type":"unknown","model_availability":"unknown"}},
 "evaluation_results":[RESULTS]})";
    return out.replace("VERSION", version).replace("TYPE", type).replace("RESULTS", results.join(','));
}

Report reportOf(const Result<Imported> &imported)
{
    return imported.ok() && imported->report() ? *imported->report() : Report();
}

EveryEvalEverSource source()
{
    EveryEvalEverSource out;
    out.retrievedAt = QDateTime::fromSecsSinceEpoch(1'760'000'000, QTimeZone::utc());
    return out;
}

/// Has Python's validator hold the record against the official schema. Empty when it does, else what is wrong.
QString invalidity(const QByteArray &json, const QString &schema)
{
    QProcess python;
    python.start(u"/usr/bin/python3"_s, {u"-c"_s, u"import json,sys,jsonschema; e=[x.message for x in jsonschema.Draft7Validator(json.load(open(sys.argv[1]))).iter_errors(json.load(sys.stdin))]; print('\\n'.join(e[:5])); sys.exit(len(e)>0)"_s, schema});
    python.write(json);
    python.closeWriteChannel();
    if (!python.waitForFinished(60'000))
        return u"python did not end"_s;
    return python.exitCode() == 0 ? QString() : QString::fromUtf8(python.readAllStandardOutput() + python.readAllStandardError());
}

bool hasValidator()
{
    return QProcess::execute(u"/usr/bin/python3"_s, {u"-c"_s, u"import jsonschema"_s}) == 0;
}

Report everything()
{
    Report report;
    report.format = u"birdeval"_s;
    report.completeness = Completeness::Partial;
    report.producer = {u"birdeval"_s, u"1.2"_s};
    report.subject = {u"acme/parrot"_s, u"main"_s, u"sha256:"_s + QString(64, u'a'), {}, u"acme"_s};
    report.run.startedAt = QDateTime::fromSecsSinceEpoch(1'746'093'600, QTimeZone::utc());
    report.run.limit = 10;
    report.run.seed = 42;
    report.run.configuration = {{u"temperature"_s, 0.5}};
    Report::Metric metric;
    metric.suite = u"suite"_s;
    metric.task = u"birds"_s;
    metric.dataset = u"birdset"_s;
    metric.metric = u"accuracy"_s;
    metric.filter = u"strict"_s;
    metric.value = 0.75;
    metric.valueText = u"0.750"_s;
    metric.valueState = Report::ValueState::Finite;
    metric.stderror = 0.05;
    metric.interval = Report::Interval{0.6, 0.85};
    metric.intervalMethod = u"bootstrap, from the file"_s;
    metric.intervalLevel = 0.95;
    metric.n = 40;
    metric.direction = Report::Direction::Higher;
    metric.unit = u"fraction"_s;
    metric.category = Report::Category::Robustness;
    metric.slice = {{u"sex"_s, u"female"_s}, {u"age"_s, u"> 60"_s}};
    metric.threshold = Report::Threshold{u">="_s, 0.7, u"producer"_s};
    metric.verdict = Report::Verdict::Pass;
    metric.flags = {u"smallGroup"_s};
    report.results.append(metric);
    metric.metric = u"odd_metric"_s;
    metric.direction = Report::Direction::Unknown;
    report.results.append(metric);
    metric.metric = u"balance"_s;
    metric.direction = Report::Direction::Target;
    metric.target = 0.5;
    report.results.append(metric);
    metric.metric = u"missing"_s;
    metric.valueState = Report::ValueState::Nan;
    metric.value = std::numeric_limits<double>::quiet_NaN();
    report.results.append(metric);
    report.failures.append({u"birds"_s, u"wrong"_s, u"high"_s, 1, 2, {}});
    return report;
}

} // namespace

class TestEveryEvalEver : public QObject
{
    Q_OBJECT
private slots:
    void aRecord()
    {
        const auto imported = inspectBytes(record({result("birds", "0.75", R"(,"metric_name":"accuracy","metric_unit":"proportion")",
                                                          R"(,"uncertainty":{"standard_error":{"value":0.05},"num_samples":40,"confidence_interval":{"lower":0.6,"upper":0.85,"confidence_level":0.9,"method":"bootstrap"}})"),
                                                   result("songs - wer", "0.25", R"(,"metric_name":"latency")")}));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const Report report = reportOf(imported);
        QCOMPARE(report.format, u"every-eval-ever"_s);
        QCOMPARE(report.formatVersion, u"0.3.0"_s);
        QCOMPARE(report.producer.name, u"birdeval"_s);
        QCOMPARE(report.subject.model, u"acme/parrot"_s);
        QCOMPARE(report.subject.measuredBy, u"acme"_s);
        QCOMPARE(report.completeness, Completeness::Complete);
        QCOMPARE(report.run.startedAt.toSecsSinceEpoch(), 1'746'093'600);
        QCOMPARE(report.results.size(), 2);
        const auto &first = report.results[0];
        QCOMPARE(first.value, 0.75);
        QCOMPARE(first.stderror, std::optional(0.05));
        QCOMPARE(first.n, std::optional<qint64>(40));
        QCOMPARE(first.interval, std::optional(Report::Interval{0.6, 0.85}));
        QCOMPARE(first.intervalMethod, u"bootstrap, from the file"_s);
        QCOMPARE(first.intervalLevel, std::optional(0.9));
        QCOMPARE(first.dataset, u"acme/birdset"_s);
        QCOMPARE(first.unit, u"fraction"_s);
        QCOMPARE(first.pointer, u"/evaluation_results/0/score_details/score"_s);
        // The record says that more latency is better; the registry knows that it is not.
        QCOMPARE(report.results[1].direction, Report::Direction::Unknown);
        QVERIFY(report.results[1].flags.contains(u"directionConflict"_s));
    }

    void olderRecords()
    {
        const QByteArray old =
            "{\"schema_version\":\"0.0.1\",\"evaluation_id\":\"x\",\"retrieved_timestamp\":\"1746100000.5\",\"source_data\":[\"a.json\"],"
            "\"evaluation_source\":{\"evaluation_source_name\":\"birdboard\",\"evaluation_source_type\":\"leaderboard\"},\"source_metadata\":{\"source_organization_name\":\"board\",\"evaluator_relationship\":\"third_party\"},"
            "\"model_info\":{\"name\":\"Parrot\",\"id\":\"acme/parrot\"},\"evaluation_results\":["
            "{\"evaluation_name\":\"Birds - EM\",\"metric_config\":{\"lower_is_better\":false,\"score_type\":\"continuous\",\"min_score\":0,\"max_score\":1},"
            "\"score_details\":{\"score\":0.5,\"details\":{\"tab\":\"Robustness\",\"Birds - # eval\":{\"description\":\"min=100 (1)\",\"tab\":\"General\",\"score\":100.0}}},\"generation_config\":{}},"
            "{\"evaluation_name\":\"Songs - EM\",\"metric_config\":{\"lower_is_better\":false,\"score_type\":\"continuous\",\"min_score\":0,\"max_score\":1},\"score_details\":{\"score\":-1.0}}]}";
        const auto imported = inspectBytes(old);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const Report report = reportOf(imported);
        QCOMPARE(report.producer.name, u"birdboard"_s);
        QCOMPARE(report.subject.claimedBy, u"board"_s);
        QCOMPARE(report.completeness, Completeness::Unknown);
        QVERIFY(warned(report.warnings, u"secondHand"_s));
        QCOMPARE(report.results[0].metric, u"EM"_s);
        QCOMPARE(report.results[0].n, std::optional<qint64>(100));
        QCOMPARE(report.results[0].category, Report::Category::Robustness);
        QCOMPARE(report.results[1].valueState, Report::ValueState::Missing); // −1 is no score
        QCOMPARE(report.results[1].valueText, u"-1.0"_s);
    }

    void newerRecords()
    {
        const Report report = reportOf(inspectBytes(QByteArray(record({result("birds", "0.75")}, "9.0.0")).replace("\"evaluation_id\"", "\"telepathy\":{},\"evaluation_id\"")));
        QCOMPARE(report.results.size(), 1);
        QVERIFY(warned(report.warnings, u"unknownVersion"_s));
        QVERIFY(warned(report.warnings, u"notUnderstood"_s));
    }

    void odd_data()
    {
        QTest::addColumn<QByteArray>("result");
        QTest::addColumn<QString>("code");
        QTest::newRow("out of its range") << result("a", "1.7") << u"outOfRange"_s;
        QTest::newRow("score is a text") << result("a", "\"high\"") << u"notANumber"_s;
        QTest::newRow("score is NaN") << result("a", "NaN") << QString();
        QTest::newRow("score is missing") << R"({"evaluation_name":"a"})"_ba << QString();
        QTest::newRow("interval upside down") << result("a", "0.5", {}, R"(,"uncertainty":{"confidence_interval":{"lower":0.9,"upper":0.1}})") << u"badInterval"_s;
        QTest::newRow("negative n") << result("a", "0.5", {}, R"(,"uncertainty":{"num_samples":-5,"standard_error":{"value":-1}})") << u"negativeStderr"_s;
        QTest::newRow("unknown level") << result("a", "-1", ",\"has_unknown_level\":true") << u"noScore"_s;
        QTest::newRow("other types") << R"({"evaluation_name":5,"metric_config":[],"score_details":"x","source_data":7})"_ba << QString();
        QTest::newRow("no object") << "17"_ba << u"notUnderstood"_s;
        QTest::newRow("claims in the details") << result("latency", "0.5", R"(,"metric_name":"latency")", R"(,"details":{"countersign_direction":"target","countersign_target":"0.5","countersign_flags":""})") << QString();
    }
    void odd()
    {
        QFETCH(QByteArray, result);
        QFETCH(QString, code);
        const auto imported = inspectBytes(record({result}));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const Report report = reportOf(imported);
        QVERIFY2(code.isEmpty() || warned(report.warnings, code), qPrintable(code));
        for (const auto &metric : report.results) {
            QVERIFY(!metric.n || *metric.n >= 0);
            QVERIFY(metric.valueState == Report::ValueState::Finite || std::isnan(metric.value));
            QVERIFY(metric.direction != Report::Direction::Target); // a record cannot make its own target of what is known
        }
    }

    void bad_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("truncated") << record({result("a", "0.5")}).chopped(4);
        QTest::newRow("a list") << "[]"_ba;
        QTest::newRow("no results") << "{\"schema_version\":\"0.3.0\"}"_ba;
        QTest::newRow("results are an object") << R"({"schema_version":"0.3.0","evaluation_results":{"a":1}})"_ba;
        QTest::newRow("twice") << QByteArray(record({result("a", "0.5")})).replace("\"evaluation_id\"", "\"schema_version\"");
    }
    void bad()
    {
        QFETCH(QByteArray, bytes);
        const auto imported = inspectBytes(bytes, u"every-eval-ever"_s);
        QVERIFY(!imported.ok());
        QVERIFY(!imported.error().text.isEmpty());
    }

    void samples()
    {
        const auto line = [](const QByteArray &id, const QByteArray &evaluation) {
            const QByteArray out = R"({"schema_version":"0.2.0","evaluation_id":"e","model_id":"acme/parrot","evaluation_name":"birds","sample_id":"ID",)"
                                   R"("interaction_type":"single_turn","input":{"raw":"Question?","reference":["yes","aye"]},"output":{"raw":["no"]},"evaluation":EVALUATION})";
            return QByteArray(out).replace("ID", id).replace("EVALUATION", evaluation) + '\n';
        };
        const QByteArray good = line("1", R"({"score":1.0,"is_correct":true})") + line("2", R"({"score":0.0,"is_correct":false})");
        const Report report = reportOf(inspectBytes(good));
        QCOMPARE(report.format, u"every-eval-ever-samples"_s);
        QCOMPARE(report.subject.model, u"acme/parrot"_s);
        QCOMPARE(report.completeness, Completeness::Partial);
        REQUIRE(report.results.size() == 1 && report.failures.size() == 1);
        QCOMPARE(report.results[0].value, 0.5);
        QCOMPARE(report.results[0].n, std::optional<qint64>(2));
        QCOMPARE(report.failures[0].examples[0], (Report::Example{u"Question?"_s, u"no"_s, u"yes | aye"_s, u"2"_s}));
        const Report mixed = reportOf(inspectBytes(good + QByteArray(line("3", R"({"score":0.25,"is_correct":true})")).replace("acme/parrot", "acme/crow") + "{\"broken\":\n"));
        QCOMPARE(mixed.results.size(), 2); // shares and scores differ
        QVERIFY(mixed.subject.model.isEmpty() && warned(mixed.warnings, u"subjectsDiffer"_s) && warned(mixed.warnings, u"damagedLine"_s));
        QVERIFY(!inspectBytes("{\"a\":1}\n", u"every-eval-ever-samples"_s).ok());
        QVERIFY(inspectBytes(line("1", R"({"score":"x","is_correct":"y"})"), u"every-eval-ever-samples"_s).ok());
    }

    /// Out and in again: what both sides can say comes back.
    void thereAndBack()
    {
        const Report before = everything();
        const auto exported = toEveryEvalEver(before, source());
        QVERIFY2(exported.ok(), exported.ok() ? "" : qPrintable(exported.error().text));
        QCOMPARE(exported->leftOut.size(), 2); // the value that is none, and the failure mode
        const Report after = reportOf(inspectBytes(exported->json));
        QCOMPARE(after.completeness, before.completeness);
        QVERIFY(after.producer == before.producer);
        QCOMPARE(after.subject.model, before.subject.model);
        QCOMPARE(after.subject.revision, before.subject.revision);
        QCOMPARE(after.subject.digest, before.subject.digest);
        QCOMPARE(after.subject.measuredBy, before.subject.measuredBy);
        QCOMPARE(after.run.startedAt, before.run.startedAt);
        QCOMPARE(after.run.limit, before.run.limit);
        QCOMPARE(after.run.seed, before.run.seed);
        QCOMPARE(after.run.configuration.value(u"run"_s).toObject(), before.run.configuration);
        QCOMPARE(after.results.size(), 3);
        for (qsizetype i = 0; i < 3; ++i) {
            Report::Metric metric = after.results[i];
            QCOMPARE(metric.value, before.results[i].value);
            metric.pointer = before.results[i].pointer;
            metric.valueText = before.results[i].valueText;
            QCOMPARE(metric.target, i == 2 ? before.results[i].target : std::nullopt);
            metric.target = before.results[i].target;
            QVERIFY2(metric == before.results[i], qPrintable(metric.metric));
        }
        // And the second time nothing changes any more.
        const auto again = toEveryEvalEver(after, source());
        QVERIFY(again.ok());
        QCOMPARE(reportOf(inspectBytes(again->json)).results.size(), 3);
        QCOMPARE(toEveryEvalEver(before, source())->json, exported->json);
    }

    void exportRefuses()
    {
        EveryEvalEverSource bad = source();
        bad.relationship = u"friend"_s;
        QCOMPARE(toEveryEvalEver(everything(), bad).error().code, Error::Code::Invalid);
        QCOMPARE(toEveryEvalEver(everything(), {}).error().code, Error::Code::Invalid);
    }

    /// Valid by the official schema: all that can be said, nothing at all, and every real file of every format.
    void exportIsValid()
    {
        const QString folder = realFiles(u"every-eval-ever"_s);
        if (folder.isEmpty() || !hasValidator())
            QSKIP("the schema (COUNTERSIGN_SHARED) or python3-jsonschema is not here");
        const QString schema = folder + u"/SCHEMA_0.3.0_eval.schema.json"_s;
        QVERIFY(!invalidity("{}", schema).isEmpty()); // the validator can say no
        for (const Report &report : {everything(), Report()})
            QCOMPARE(invalidity(toEveryEvalEver(report, source())->json, schema), QString());
        int checked = 0;
        for (const QString &path : {u"lm-eval"_s, u"inspect"_s, u"helm/rtp_openai_gpt2"_s, u"openai-evals"_s, u"every-eval-ever"_s, u"modelbench"_s}) {
            int ofThis = 0;
            for (const QFileInfo &file : QDir(folder + u"/../"_s + path).entryInfoList(QDir::Files)) {
                const auto imported = inspectFile(file.filePath());
                if (!imported.ok() || !imported->report() || ++ofThis > 2)
                    continue;
                const auto exported = toEveryEvalEver(*imported->report(), source());
                QVERIFY2(exported.ok(), qPrintable(file.fileName()));
                const QString wrong = invalidity(exported->json, schema);
                QVERIFY2(wrong.isEmpty(), qPrintable(file.fileName() + u": "_s + wrong));
                const auto back = inspectBytes(exported->json);
                QVERIFY2(back.ok(), qPrintable(file.fileName()));
                ++checked;
            }
        }
        QVERIFY(checked > 10);
    }

    void realRecords_data()
    {
        QTest::addColumn<QString>("path");
        const QString folder = realFiles(u"every-eval-ever"_s);
        if (folder.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        for (const QString &name : QDir(folder).entryList({u"20*.json"_s}, QDir::Files))
            QTest::newRow(qPrintable(name)) << folder + u'/' + name;
    }
    void realRecords()
    {
        QFETCH(QString, path);
        const auto imported = inspectFile(path);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const Report report = reportOf(imported);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(report.formatVersion, json[u"schema_version"_s].toString());
        QCOMPARE(report.subject.model, json[u"model_info"_s][u"id"_s].toString());
        const QJsonArray results = json[u"evaluation_results"_s].toArray();
        QCOMPARE(report.results.size(), results.size());
        for (qsizetype i = 0; i < results.size(); ++i) {
            const double score = results[i][u"score_details"_s][u"score"_s].toDouble();
            QCOMPARE(report.results[i].task, results[i][u"evaluation_name"_s].toString());
            if (report.results[i].valueState == Report::ValueState::Finite)
                QCOMPARE(report.results[i].value, score);
            else
                QCOMPARE(score, -1.0);
        }
    }
};

QTEST_GUILESS_MAIN(TestEveryEvalEver)
#include "tst_everyevalever.moc"
