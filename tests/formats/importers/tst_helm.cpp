// SPDX-License-Identifier: GPL-3.0-or-later
#include "archivebuilder.h"
#include "formatstest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

using namespace formatstest;
using Report = EvaluationReport;
using Completeness = Report::Completeness;

namespace {

const QByteArray spec = R"({"name":"quiz:subject=birds,method=generation,model=acme_parrot","scenario_spec":{"class_name":"helm.benchmark.scenarios.quiz_scenario.QuizScenario","args":{}},
 "adapter_spec":{"method":"generation","model":"acme/parrot","max_eval_instances":100,"api_key":"sk-0123456789"},"metric_specs":[],"groups":["quiz"]})";
const QByteArray scenario = R"({"name":"quiz","description":"Questions about birds.","tags":["qa"],"definition_path":"https://example.org/helm/quiz_scenario.py"})";
const QByteArray stats = R"([
 {"name":{"name":"inference_runtime","split":"test"},"count":1,"sum":2,"sum_squared":4,"mean":2.0,"stddev":0.0},
 {"name":{"name":"exact_match","split":"test"},"count":1,"sum":0.75,"sum_squared":0.5625,"mean":0.75,"stddev":0.0},
 {"name":{"name":"exact_match","split":"test","perturbation":{"name":"typos","robustness":true,"fairness":false,"computed_on":"worst","prob":0.1}},"count":1,"sum":0.5,"sum_squared":0.25,"mean":0.5},
 {"name":{"name":"exact_match","split":"test","perturbation":{"name":"dialect","robustness":false,"fairness":true,"computed_on":"perturbed"}},"count":1,"sum":0.25,"sum_squared":0.25,"mean":0.25},
 {"name":{"name":"training_co2_cost","split":"test"},"count":0,"sum":0,"sum_squared":0},
 {"name":{"name":"toxic_frac","split":"test","sub_split":"rude"},"count":1,"sum":0.1,"sum_squared":0.01,"mean":0.1},
 {"name":{"name":"f1_score","split":"test"},"count":0,"sum":0,"sum_squared":0},
 {"name":{"name":"num_instances","split":"test"},"count":1,"sum":4,"sum_squared":16,"mean":4.0}])";
const QByteArray instances = R"([
 {"instance_id":"id1","train_trial_index":0,"stats":[{"name":{"name":"exact_match","split":"test"},"count":1,"sum":1,"sum_squared":1,"mean":1.0}]},
 {"instance_id":"id2","train_trial_index":0,"stats":[{"name":{"name":"exact_match","split":"test"},"count":1,"sum":0,"sum_squared":0,"mean":0.0}]}])";
const QByteArray states = R"({"adapter_spec":{"model":"acme/parrot"},"request_states":[
 {"instance":{"input":{"text":"Which bird talks?"},"references":[{"output":{"text":"parrot"},"tags":["correct"]},{"output":{"text":"emu"},"tags":[]}],"split":"test","id":"id1"},
  "request":{"prompt":"long"},"result":{"success":true,"completions":[{"text":" parrot","logprob":-1,"tokens":[{"text":"parrot"}]}]}},
 {"instance":{"input":{"text":"Which bird swims?"},"references":[{"output":{"text":"penguin"},"tags":["correct"]}],"split":"test","id":"id2"},
  "output_mapping":{"B":"ostrich"},"request":{},"result":{"success":true,"completions":[{"text":" B"}]}}]})";

QByteArray runFolder(const QByteArray &folder, const QByteArray &model = "acme/parrot")
{
    return zipArchive({{folder + "run_spec.json", QByteArray(spec).replace("acme/parrot", model)}, {folder + "scenario.json", scenario}, {folder + "stats.json", stats},
                       {folder + "per_instance_stats.json", instances}, {folder + "scenario_state.json", states}});
}

Report reportOf(const Result<Imported> &imported)
{
    return imported.ok() && imported->report() ? *imported->report() : Report();
}

const Report::Metric *sliced(const Report &report, const QString &metric, const QString &group)
{
    for (const auto &it : report.results) {
        if (it.metric == metric && (group.isEmpty() ? it.slice.isEmpty() : !it.slice.isEmpty() && it.slice.first().group == group))
            return &it;
    }
    return nullptr;
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestHelm : public QObject
{
    Q_OBJECT
private slots:
    void aRun()
    {
        const auto imported = inspectBytes(runFolder("quiz:subject=birds,model=acme_parrot/"));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const Report report = reportOf(imported);
        QCOMPARE(report.format, u"helm"_s);
        QCOMPARE(report.subject.model, u"acme/parrot"_s);
        QCOMPARE(report.completeness, Completeness::Complete);
        QCOMPARE(report.run.limit, std::optional(100.0));
        const auto *exact = sliced(report, u"exact_match"_s, {});
        REQUIRE(exact);
        QCOMPARE(exact->task, u"quiz:subject=birds,method=generation"_s); // the model is no part of the task
        QCOMPARE(exact->suite, u"quiz"_s);
        QCOMPARE(exact->filter, u"test"_s);
        QCOMPARE(exact->value, 0.75);
        QCOMPARE(exact->n, std::optional<qint64>(4)); // num_instances, not count
        QVERIFY(!exact->stderror); // the standard deviation is one over trials
        QVERIFY(exact->interval && exact->intervalMethod.startsWith(u"wilson"));
        QCOMPARE(exact->pointer, u"quiz:subject=birds,model=acme_parrot/stats.json#/1/mean"_s);
        QCOMPARE(report.results.first().metric, u"exact_match"_s); // the main one first, runtime last
        QVERIFY(warned(report.warnings, u"countersLeftOut"_s));
        QVERIFY(!QJsonDocument(report.run.configuration).toJson().contains("sk-0123456789"));
        QVERIFY(Report::fromJson(report.toJson()).ok());
    }

    void perturbations()
    {
        const Report report = reportOf(inspectBytes(runFolder({})));
        const auto *typos = sliced(report, u"exact_match"_s, u"typos (worst)"_s);
        REQUIRE(typos);
        QCOMPARE(typos->category, Report::Category::Robustness);
        QCOMPARE(typos->slice, (QList<Report::SliceTerm>{{u"perturbation"_s, u"typos (worst)"_s}, {u"strength"_s, u"prob=0.1"_s}}));
        QCOMPARE(typos->n, std::optional<qint64>(4));
        const auto *dialect = sliced(report, u"exact_match"_s, u"dialect (perturbed)"_s);
        REQUIRE(dialect);
        QCOMPARE(dialect->category, Report::Category::Fairness);
        const auto *toxic = sliced(report, u"toxic_frac"_s, u"rude"_s);
        REQUIRE(toxic);
        QCOMPARE(toxic->category, Report::Category::Safety);
        QCOMPARE(toxic->direction, Report::Direction::Lower);
        QVERIFY(!toxic->n); // nobody says how many of this part were seen
        const auto *f1 = find(report, u"quiz:subject=birds,method=generation"_s, u"f1_score"_s);
        REQUIRE(f1);
        QCOMPARE(f1->valueState, Report::ValueState::Missing); // count 0 is no 0
    }

    void samplesAndFailures()
    {
        const Report report = reportOf(inspectBytes(runFolder({})));
        QCOMPARE(report.samples.size(), 2);
        QCOMPARE(report.samples[0].output, u" parrot"_s);
        QCOMPARE(report.samples[0].verdict, Report::Verdict::Pass);
        QCOMPARE(report.samples[1].score, std::optional(0.0));
        QCOMPARE(report.failures.size(), 1);
        QCOMPARE(report.failures[0].count, 1);
        QCOMPARE(report.failures[0].of, std::optional<qint64>(2));
        QCOMPARE(report.failures[0].examples.first(), (Report::Example{u"Which bird swims?"_s, u"B: ostrich"_s, u"penguin"_s, u"id2"_s}));
    }

    void aFolderOfRuns()
    {
        QList<std::pair<QByteArray, QByteArray>> files;
        for (const QByteArray &run : {"one"_ba, "two"_ba}) {
            files.append(std::pair("runs/" + run + "/run_spec.json", QByteArray(spec).replace("birds", run)));
            files.append(std::pair("runs/" + run + "/stats.json", stats));
        }
        files.append(std::pair("runs/notes.txt"_ba, "hello"_ba));
        const Report report = reportOf(inspectBytes(zipArchive(files)));
        QCOMPARE(report.results.size(), 12);
        QCOMPARE(report.subject.model, u"acme/parrot"_s);
        QVERIFY(find(report, u"quiz:subject=one,method=generation"_s, u"exact_match"_s));
        QVERIFY(find(report, u"quiz:subject=two,method=generation"_s, u"exact_match"_s));
        QVERIFY(warned(report.warnings, u"notUnderstood"_s));
        // Another model in one of them, and none of the results can gate.
        files[2].second = QByteArray(spec).replace("acme/parrot", "acme/crow");
        const Report mixed = reportOf(inspectBytes(zipArchive(files)));
        QVERIFY(mixed.subject.model.isEmpty() && warned(mixed.warnings, u"subjectsDiffer"_s));
        QVERIFY(!mixed.results.isEmpty() && mixed.results.first().flags.contains(u"subject=acme/parrot"_s));
    }

    void singleFiles_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("results");
        QTest::addColumn<Completeness>("completeness");
        QTest::newRow("stats") << stats << 6 << Completeness::Unknown;
        QTest::newRow("spec") << spec << 0 << Completeness::Unknown;
        QTest::newRow("scenario") << scenario << 0 << Completeness::Unknown;
        QTest::newRow("instances") << instances << 1 << Completeness::Partial;
        QTest::newRow("states") << states << 0 << Completeness::Unknown;
    }
    void singleFiles()
    {
        QFETCH(QByteArray, bytes);
        const auto imported = inspectBytes(bytes);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const Report report = reportOf(imported);
        QCOMPARE(report.format, u"helm"_s);
        QTEST(int(report.results.size()), "results");
        QTEST(report.completeness, "completeness");
        QVERIFY(warned(report.warnings, u"oneFileOfSeveral"_s));
    }

    void incompleteRuns()
    {
        const auto with = [](const QByteArray &from, const QByteArray &to, const QByteArray &inSpec, const QByteArray &asSpec) {
            return reportOf(inspectBytes(zipArchive({{"run_spec.json", QByteArray(spec).replace(inSpec, asSpec)}, {"stats.json", stats},
                                                     {"per_instance_stats.json", instances}, {"scenario_state.json", QByteArray(states).replace(from, to)}})));
        };
        const Report limited = with("", "", "\"max_eval_instances\":100", "\"max_eval_instances\":4");
        QCOMPARE(limited.completeness, Completeness::Partial);
        QVERIFY(warned(limited.warnings, u"partialRun"_s));
        const Report failed = with("{\"success\":true,\"completions\":[{\"text\":\" B\"}]}", "{\"success\":false,\"error\":\"timeout\",\"completions\":[]}", "", "");
        QCOMPARE(failed.completeness, Completeness::Partial);
        REQUIRE(failed.failures.size() == 1);
        QCOMPARE(failed.failures[0].examples.first().reason, u"timeout"_s);
        QCOMPARE(reportOf(inspectBytes(zipArchive({{"run_spec.json", spec}}))).completeness, Completeness::Unknown);
    }

    void bad_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says"); // empty: read, with whatever warnings
        const auto row = [](const char *name, const QByteArray &bytes, const QString &says) { QTest::newRow(name) << bytes << says; };
        row("truncated", stats.chopped(30), u"Line 9"_s);
        row("object for a list", "{\"name\":1}", u"HELM"_s);
        row("nothing in it", "[]", {});
        row("names of other types", R"([{"name":7,"count":1},{"name":{"name":[]}},3,null,"x",{"name":{"name":"exact_match","split":5},"count":1,"mean":"0.5"}])", {});
        row("values of other types", R"([{"name":{"name":"exact_match","split":"test"},"count":1,"mean":{"a":1}}])", {});
        row("NaN", R"([{"name":{"name":"exact_match","split":"test"},"count":1,"mean":NaN}])", {});
        row("negative n", R"([{"name":{"name":"num_instances","split":"t"},"count":1,"mean":-4},{"name":{"name":"exact_match","split":"t"},"count":1,"mean":0.5}])", {});
        row("huge n", R"([{"name":{"name":"num_instances","split":"t"},"count":1,"mean":1e300},{"name":{"name":"exact_match","split":"t"},"count":1,"mean":0.5}])", {});
        row("out of range", R"([{"name":{"name":"exact_match","split":"t"},"count":1,"mean":7.5}])", {});
        row("twice", R"([{"name":{"name":"a","name":"b"},"count":1,"mean":0.5}])", u"HELM"_s);
        row("two documents", stats + stats, u"follows"_s);
        row("bidi", "[{\"name\":{\"name\":\"exact\\u202ematch\",\"split\":\"t\"},\"count\":1,\"mean\":0.5}]", {});
    }
    void bad()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        const auto imported = inspectBytes(bytes, u"helm"_s);
        if (imported.ok()) {
            QVERIFY2(says.isEmpty(), qPrintable(says));
            for (const auto &metric : imported->report()->results) {
                QVERIFY(!metric.n || *metric.n >= 0);
                QVERIFY(metric.valueState == Report::ValueState::Finite || std::isnan(metric.value));
            }
            QVERIFY(imported->report()->completeness != Completeness::Complete);
        } else if (!says.isEmpty()) {
            QVERIFY2(imported.error().text.contains(says), qPrintable(imported.error().text));
        } else {
            QVERIFY(!imported.error().text.isEmpty());
        }
    }

    /// Each real run as a folder: every stat that is no counter, with its value, and n from num_instances.
    void realRuns_data()
    {
        QTest::addColumn<QString>("path");
        const QString folder = realFiles(u"helm"_s);
        if (folder.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        for (const QString &name : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QTest::newRow(qPrintable(name)) << folder + u'/' + name;
    }
    void realRuns()
    {
        QFETCH(QString, path);
        const auto imported = inspectPath(path);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const Report report = reportOf(imported);
        const QJsonObject run = QJsonDocument::fromJson(bytesOf(path + u"/run_spec.json"_s)).object();
        QCOMPARE(report.subject.model, run[u"adapter_spec"_s][u"model"_s].toString());
        QHash<QString, double> instancesOf;
        qsizetype matched = 0;
        const QJsonArray list = QJsonDocument::fromJson(bytesOf(path + u"/stats.json"_s)).array();
        for (const QJsonValue &stat : list) {
            if (stat[u"name"_s][u"name"_s] == u"num_instances"_s)
                instancesOf.insert(stat[u"name"_s][u"split"_s].toString() + stat[u"name"_s][u"sub_split"_s].toString(), stat[u"mean"_s].toDouble());
        }
        for (qsizetype i = 0; i < list.size(); ++i) {
            const QJsonValue stat = list[i], name = stat[u"name"_s];
            for (const auto &metric : report.results) {
                if (!metric.pointer.endsWith(u"stats.json#/%1/mean"_s.arg(i)) || metric.pointer.contains(u"per_instance"))
                    continue;
                ++matched;
                QCOMPARE(metric.metric, name[u"name"_s].toString());
                QCOMPARE(metric.value, stat[u"mean"_s].toDouble());
                const QString place = name[u"split"_s].toString() + name[u"sub_split"_s].toString();
                QCOMPARE(metric.n.has_value(), instancesOf.contains(place));
                if (metric.n)
                    QCOMPARE(double(*metric.n), instancesOf.value(place));
                QCOMPARE(metric.slice.size(), qsizetype(name[u"sub_split"_s].isString()) + qsizetype(name[u"perturbation"_s].isObject()));
            }
        }
        QVERIFY(matched > 20);
        QVERIFY(!report.samples.isEmpty());
        for (const QFileInfo &file : QDir(path).entryInfoList(QDir::Files))
            QVERIFY2(inspectFile(file.filePath()).ok(), qPrintable(file.filePath()));
    }

    void allRealRunsAtOnce()
    {
        const QString folder = realFiles(u"helm"_s);
        if (folder.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        const auto imported = inspectPath(folder);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        QVERIFY(warned(reportOf(imported).warnings, u"subjectsDiffer"_s));
        QSet<QString> tasks;
        for (const auto &metric : reportOf(imported).results)
            tasks.insert(metric.task);
        QCOMPARE(tasks.size(), 4);
    }
};

QTEST_GUILESS_MAIN(TestHelm)
#include "tst_helm.moc"
