// SPDX-License-Identifier: GPL-3.0-or-later
#include "archivebuilder.h"
#include "formatstest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

using namespace formatstest;
using Report = EvaluationReport;
using Completeness = Report::Completeness;

namespace {

QByteArray evalPart(const QByteArray &more = {})
{
    return R"("eval":{"run_id":"r1","created":"2025-05-01T10:00:00+02:00","task":"birds","model":"acme/parrot","dataset":{"name":"birdset","samples":4},)"
           R"("model_args":{"api_key":"sk-0123456789"},"config":{"limit":4)" + more + R"(},"packages":{"inspect_ai":"0.3.99"}})";
}

QByteArray sample(const QByteArray &id, const QByteArray &value, const QByteArray &more = {})
{
    return "{\"id\":" + id + ",\"epoch\":1,\"input\":[{\"role\":\"user\",\"content\":\"Question " + id + "?\"}],\"target\":\"yes\",\"scores\":{\"match\":{\"value\":" + value
        + ",\"answer\":\"a\",\"explanation\":\"because\"}},\"output\":{\"completion\":\"answer " + id + "\"},\"events\":[{\"deep\":[1,2,3]}]" + more + "}";
}

const QByteArray scores = R"("results":{"total_samples":4,"completed_samples":4,"scores":[{"name":"match","scorer":"match","scored_samples":4,"unscored_samples":0,
 "metrics":{"accuracy":{"name":"accuracy","value":0.5,"options":{}},"stderr":{"name":"stderr","value":0.25,"options":{}}}}]})";

QByteArray samplesPart(const QList<QByteArray> &values)
{
    QByteArray out = "\"samples\":[";
    for (qsizetype i = 0; i < values.size(); ++i)
        out += (i ? "," : "") + sample(QByteArray::number(i + 1), values[i]);
    return out + "]";
}

QByteArray log(const QByteArray &status = "success", const QList<QByteArray> &values = {"\"C\"", "\"C\"", "\"I\"", "\"N\""}, const QByteArray &results = scores,
               const QByteArray &eval = evalPart())
{
    return "{\"version\":2,\"status\":\"" + status + "\"," + eval + ",\"plan\":{\"steps\":[{\"solver\":\"generate\"}]}," + results
        + ",\"stats\":{\"started_at\":\"2025-05-01T10:00:01+02:00\",\"completed_at\":\"2025-05-01T10:05:00+02:00\"}," + samplesPart(values) + "}";
}

QByteArray header(const QByteArray &status = "success")
{
    return "{\"version\":2,\"status\":\"" + status + "\"," + evalPart() + "," + scores + "}";
}

Report reportOf(const Result<Imported> &imported)
{
    return imported.ok() && imported->report() ? *imported->report() : Report();
}

} // namespace

class TestInspectAi : public QObject
{
    Q_OBJECT
private slots:
    void aLog()
    {
        const auto imported = inspectBytes(log());
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const Report report = reportOf(imported);
        QCOMPARE(report.format, u"inspect"_s);
        QCOMPARE(report.formatVersion, u"2"_s);
        QCOMPARE(report.producer.version, u"0.3.99"_s);
        QCOMPARE(report.subject.model, u"acme/parrot"_s);
        QCOMPARE(report.completeness, Completeness::Complete);
        QCOMPARE(report.run.limit, std::optional(4.0));
        QCOMPARE(report.run.startedAt.toUTC().toString(Qt::ISODate), u"2025-05-01T08:00:01Z"_s);
        QVERIFY(!QJsonDocument(report.run.configuration).toJson().contains("sk-0123456789"));
        QCOMPARE(report.results.size(), 1); // the standard error is no metric
        const auto &accuracy = report.results[0];
        QCOMPARE(accuracy.metric, u"accuracy"_s);
        QCOMPARE(accuracy.filter, u"match"_s);
        QCOMPARE(accuracy.stderror, std::optional(0.25));
        QCOMPARE(accuracy.n, std::optional<qint64>(4));
        QVERIFY(accuracy.intervalMethod.startsWith(u"wilson"));
        QCOMPARE(accuracy.pointer, u"/results/scores/0/metrics/accuracy/value"_s);
        QCOMPARE(report.samples.size(), 4);
        QCOMPARE(report.samples[0].input, u"Question 1?"_s);
        QCOMPARE(report.samples[0].output, u"answer 1"_s);
        QCOMPARE(report.samples[2].verdict, Report::Verdict::Fail);
        QCOMPARE(report.failures.size(), 2); // incorrect, and no answer
        QCOMPARE(report.failures[0].of, std::optional<qint64>(4));
        QCOMPARE(report.failures[0].examples.first().reason, u"because"_s);
        QVERIFY(Report::fromJson(report.toJson()).ok());
    }

    void statuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Completeness>("completeness");
        QTest::newRow("error") << log("error") << Completeness::Failed;
        QTest::newRow("cancelled") << log("cancelled") << Completeness::Partial;
        QTest::newRow("started") << log("started") << Completeness::Partial;
        QTest::newRow("unknown") << log("splendid") << Completeness::Unknown;
        QTest::newRow("limited") << QByteArray(log()).replace("\"samples\":4}", "\"samples\":400}") << Completeness::Partial;
        QTest::newRow("epochs missing") << log("success", {"\"C\""}, scores, evalPart(",\"epochs\":3")) << Completeness::Partial;
        QTest::newRow("never scored") << log("success", {}, R"("results":{"total_samples":4,"completed_samples":4,"scores":[]})") << Completeness::Partial;
        QTest::newRow("no results") << log("error", {"null"}, "\"results\":null") << Completeness::Failed;
        QTest::newRow("invalidated") << QByteArray(log()).replace("\"plan\"", "\"invalidated\":true,\"plan\"") << Completeness::Failed;
        QTest::newRow("a sample failed") << QByteArray(log()).replace("\"events\":[{\"deep\":[1,2,3]}]}]", "\"error\":{\"message\":\"timeout\"}}]") << Completeness::Partial;
    }
    void statuses()
    {
        QFETCH(QByteArray, bytes);
        const auto imported = inspectBytes(bytes);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        QTEST(reportOf(imported).completeness, "completeness");
        QVERIFY(!reportOf(imported).warnings.isEmpty());
    }

    void theSamplesCount()
    {
        const Report report = reportOf(inspectBytes(log("success", {"\"I\"", "\"I\"", "\"I\"", "\"C\""})));
        REQUIRE(report.results.size() == 1);
        QCOMPARE(report.results[0].value, 0.25);
        QVERIFY(report.results[0].flags.contains(u"computedHere"_s));
        QVERIFY(!report.results[0].stderror); // it belonged to the other value
        QVERIFY(warned(report.warnings, u"contradiction"_s));
    }

    void shareOrNot()
    {
        const QByteArray partial = QByteArray(scores).replace("0.5,", "0.625,");
        const Report report = reportOf(inspectBytes(log("success", {"\"C\"", "\"C\"", "\"I\"", "\"P\""}, partial)));
        REQUIRE(report.results.size() == 1);
        QCOMPARE(report.results[0].value, 0.625);
        QVERIFY(report.results[0].intervalMethod.startsWith(u"normal")); // partial credit is no yes or no
        const Report epochs = reportOf(inspectBytes(log("success", {}, QByteArray(scores).replace("\"scored_samples\":4,\"unscored_samples\":0,", "").replace("_samples\":4", "_samples\":8"),
                                                        evalPart(",\"epochs\":2"))));
        QCOMPARE(epochs.results[0].n, std::optional<qint64>(4)); // samples, not answers
        QVERIFY(epochs.results[0].intervalMethod.startsWith(u"normal"));
    }

    void moreMetrics()
    {
        const QByteArray results = R"("results":{"total_samples":4,"completed_samples":4,"scores":[
         {"name":"graded","scorer":"graded","reducer":"mode","metrics":{"mean":{"name":"mean","value":2.5},"std":{"name":"std","value":0.5},"stderr":{"name":"stderr","value":0.1}}},
         {"name":"grouped","scorer":"g","metrics":{"red":{"name":"accuracy","group":"red","value":1.0},"blue":{"name":"accuracy","group":"blue","value":0.5},
           "blue_err":{"name":"stderr","group":"blue","value":0.2}}},
         {"name":"odd","scorer":"o","metrics":{"accuracy":{"name":"accuracy","value":NaN},"f1":{"name":"f1","value":null},"text":{"name":"text","value":"high"}}}]})";
        const Report report = reportOf(inspectBytes(log("success", {}, results)));
        QCOMPARE(report.results.size(), 7);
        QCOMPARE(report.results[0].filter, u"graded (mode)"_s);
        QCOMPARE(report.results[0].stderror, std::optional(0.1));
        QCOMPARE(report.results[1].metric, u"std"_s);
        QVERIFY(!report.results[1].stderror);
        QCOMPARE(report.results[2].slice, (QList<Report::SliceTerm>{{u"group"_s, u"red"_s}}));
        QVERIFY(!report.results[2].stderror && !report.results[2].n);
        QCOMPARE(report.results[3].stderror, std::optional(0.2));
        QCOMPARE(report.results[4].valueState, Report::ValueState::Nan);
        QCOMPARE(report.results[5].valueState, Report::ValueState::Missing);
        QCOMPARE(report.results[6].valueState, Report::ValueState::Error);
    }

    void safetyTasksSayNoDirection()
    {
        const Report report = reportOf(inspectBytes(QByteArray(log()).replace("\"task\":\"birds\"", "\"task\":\"inspect_evals/cyse2_prompt_injection\"")));
        REQUIRE(report.results.size() == 1);
        QCOMPARE(report.results[0].category, Report::Category::Safety);
        QCOMPARE(report.results[0].direction, Report::Direction::Unknown);
        QVERIFY(warned(report.warnings, u"directionUnknown"_s));
    }

    void anArchive()
    {
        const auto imported = inspectBytes(zipArchive({{"_journal/start.json", "{\"version\":2," + evalPart() + "}"}, {"header.json", header()}, {"summaries.json", "[]"},
                                                       {"samples/1_epoch_1.json", sample("1", "\"C\"")}, {"samples/2_epoch_1.json", sample("2", "\"C\"")},
                                                       {"samples/3_epoch_1.json", sample("3", "\"I\"")}, {"samples/4_epoch_1.json", sample("4", "\"I\"")}, {"extra.bin", "x"}}));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const Report report = reportOf(imported);
        QCOMPARE(report.completeness, Completeness::Complete);
        QCOMPARE(report.results.size(), 1);
        QCOMPARE(report.results[0].pointer, u"header.json#/results/scores/0/metrics/accuracy/value"_s);
        QCOMPARE(report.samples.size(), 4);
        QCOMPARE(report.samples[0].pointer, u"samples/1_epoch_1.json"_s);
        QCOMPARE(report.warnings.size(), 1);
        QCOMPARE(report.warnings[0].pointer, u"extra.bin"_s);
    }

    /// The header is written last.
    void anArchiveWithoutHeader()
    {
        const Report report = reportOf(inspectBytes(zipArchive({{"_journal/start.json", "{\"version\":2," + evalPart() + "}"},
                                                                {"samples/1_epoch_1.json", sample("1", "\"C\"")}, {"samples/2_epoch_1.json", sample("2", "\"I\"")}})));
        QCOMPARE(report.completeness, Completeness::Partial);
        QVERIFY(warned(report.warnings, u"noHeader"_s));
        REQUIRE(report.results.size() == 1);
        QCOMPARE(report.results[0].value, 0.5);
        QCOMPARE(report.results[0].n, std::optional<qint64>(2));
        QVERIFY(report.results[0].flags.contains(u"computedHere"_s));
    }

    void badArchives()
    {
        const auto damaged = inspectBytes(zipArchive({{"header.json", header().chopped(5)}}));
        QVERIFY(!damaged.ok());
        QVERIFY2(damaged.error().text.contains(u"header.json"_s), qPrintable(damaged.error().text));
        const auto member = inspectBytes(zipArchive({{"header.json", header()}, {"samples/1_epoch_1.json", "[]"}}));
        QVERIFY(!member.ok() && member.error().text.contains(u"samples/1_epoch_1.json"_s));
        const auto crc = inspectBytes(zipOfMembers({ZipMember{"header.json", header()}, ZipMember{"samples/1_epoch_1.json", sample("1", "\"C\""), 8, false, false, 0100644, 0, 1}}));
        QCOMPARE(crc.error().code, Error::Code::Corrupt);
        const auto zstd = inspectBytes(zipOfMembers({ZipMember{"header.json", header(), 93}}));
        QVERIFY2(!zstd.ok() && zstd.error().text.contains(u"zstd"_s), qPrintable(zstd.error().text));
        const auto slip = inspectBytes(zipArchive({{"header.json", header()}, {"../../evil.json", "{}"}, {"samples/../../x.json", "{}"}}));
        QVERIFY(slip.ok());
        const Report report = reportOf(slip);
        QCOMPARE(std::count_if(report.warnings.begin(), report.warnings.end(), [](const auto &w) { return w.code == u"unsafeName"; }), 2);
    }

    /// A folder of logs is one import.
    void aFolderOfLogs()
    {
        const QByteArray one = zipArchive({{"header.json", header()}, {"samples/1_epoch_1.json", sample("1", "\"C\"")}});
        const QByteArray two = QByteArray(log()).replace("\"task\":\"birds\"", "\"task\":\"fish\"");
        const Report report = reportOf(inspectBytes(zipArchive({{"logs/a.eval", one}, {"logs/b.json", two}})));
        QCOMPARE(report.results.size(), 2);
        QCOMPARE(report.format, u"inspect"_s);
        QCOMPARE(report.results[0].pointer, u"logs/a.eval#header.json#/results/scores/0/metrics/accuracy/value"_s);
    }

    void bad_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("truncated") << log().chopped(10);
        QTest::newRow("a list") << "[]"_ba;
        QTest::newRow("nothing") << "{}"_ba;
        QTest::newRow("eval is a text") << QByteArray(log()).replace(evalPart(), "\"eval\":\"x\"");
        QTest::newRow("twice") << QByteArray(log()).replace("\"version\":2", "\"status\":\"error\"");
        QTest::newRow("deep") << "{\"eval\":{\"task\":\"t\",\"model\":\"m\"},\"results\":" + QByteArray(600, '[');
    }
    void bad()
    {
        QFETCH(QByteArray, bytes);
        const auto imported = inspectBytes(bytes, u"inspect"_s);
        QVERIFY(!imported.ok());
        QVERIFY(!imported.error().text.isEmpty());
    }

    void odd_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("samples are texts") << "{" + evalPart() + ",\"status\":\"success\",\"samples\":[1,\"x\",null,[]]}";
        QTest::newRow("samples is an object") << "{" + evalPart() + ",\"status\":\"success\",\"samples\":{\"a\":1}}";
        QTest::newRow("scores is an object") << log("success", {}, "\"results\":{\"scores\":{\"a\":1}}");
        QTest::newRow("metrics is a list") << log("success", {}, "\"results\":{\"scores\":[{\"name\":5,\"metrics\":[1]}]}");
        QTest::newRow("negative n") << QByteArray(log()).replace("\"scored_samples\":4", "\"scored_samples\":-4");
        QTest::newRow("huge n") << QByteArray(log()).replace("\"scored_samples\":4", "\"scored_samples\":1e300");
        QTest::newRow("out of range") << QByteArray(log()).replace("\"value\":0.5", "\"value\":17");
        QTest::newRow("bidi") << QByteArray(log()).replace("birds", "\\u202ebirds");
        QTest::newRow("newer") << QByteArray(log()).replace("\"version\":2", "\"version\":9");
        QTest::newRow("absurd times") << QByteArray(log()).replace("2025-05-01T10:0", "9999-05-01T10:0");
        QTest::newRow("no time zone") << QByteArray(log()).replace("+02:00", "");
    }
    void odd()
    {
        QFETCH(QByteArray, bytes);
        const auto imported = inspectBytes(bytes, u"inspect"_s);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        for (const auto &metric : reportOf(imported).results) {
            QVERIFY(!metric.n || *metric.n == 4);
            QVERIFY(metric.value <= 1 || metric.flags.contains(u"outOfRange"_s) || metric.flags.contains(u"computedHere"_s));
        }
        const Report &report = reportOf(imported);
        const bool newer = bytes.contains("\"version\":9"), samples = bytes.contains("\"samples\":{");
        QVERIFY(!newer || warned(report.warnings, u"unknownVersion"_s));
        QVERIFY(!samples || !report.warnings.isEmpty());
    }

    /// What the list of files says must be seen: status, model, samples and every "scorer.metric=value".
    void realLogs_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("seen");
        const QString folder = realFiles(u"inspect"_s);
        if (folder.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        QFile index(folder + u"/../../INDEX.tsv"_s);
        QVERIFY(index.open(QIODevice::ReadOnly));
        for (const QByteArray &line : index.readAll().split('\n')) {
            const QStringList cells = QString::fromUtf8(line).split(u'\t');
            if (cells.size() >= 9 && cells[0].startsWith(u"dev/inspect/"))
                QTest::newRow(qPrintable(cells[0])) << folder + u'/' + cells[0].section(u'/', -1) << cells[8];
        }
    }
    void realLogs()
    {
        QFETCH(QString, path);
        QFETCH(QString, seen);
        const auto imported = inspectFile(path);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const Report report = reportOf(imported);
        QCOMPARE(report.subject.model, QRegularExpression(u"model=(\\S+);"_s).match(seen).captured(1));
        const QString status = QRegularExpression(u"status=(\\w+)"_s).match(seen).captured(1);
        QVERIFY(status == u"success" || report.completeness == (status == u"error" ? Completeness::Failed : Completeness::Partial));
        const QString tool = QRegularExpression(u"inspect_ai ([^;]+)"_s).match(seen).captured(1);
        QCOMPARE(report.producer.version, tool == u"None" ? QString() : tool);
        qsizetype values = 0;
        for (auto it = QRegularExpression(u"(\\w+)\\.(\\w+)=([\\d.]+)"_s).globalMatch(seen); it.hasNext();) {
            const auto match = it.next();
            ++values;
            const auto metric = std::find_if(report.results.begin(), report.results.end(), [&](const auto &m) {
                return m.filter == match.captured(1) && (m.metric == match.captured(2) || (match.captured(2) == u"stderr" && m.stderror));
            });
            QVERIFY2(metric != report.results.end(), qPrintable(match.captured(0)));
            QVERIFY(std::abs((match.captured(2) == u"stderr" ? *metric->stderror : metric->value) - match.captured(3).toDouble()) < 6e-5);
            QVERIFY(!warned(report.warnings, u"contradiction"_s));
        }
        QCOMPARE(report.results.isEmpty(), values == 0);
        const auto samples = QRegularExpression(u"samples (\\d+)/(\\d+)"_s).match(seen);
        if (samples.hasMatch() && !report.results.isEmpty() && !path.contains(u"epochs") && !path.contains(u"cyse2"))
            QCOMPARE(*report.results[0].n, samples.captured(2).toLongLong());
    }

    void zipSlip()
    {
        const QString folder = realFiles(u"bad"_s);
        if (folder.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        const auto slip = inspectFile(folder + u"/b32_zip_slip.eval"_s);
        QVERIFY2(slip.ok(), slip.ok() ? "" : qPrintable(slip.error().text));
        QVERIFY(warned(reportOf(slip).warnings, u"unsafeName"_s));
        QCOMPARE(inspectFile(folder + u"/b34_eval_not_zip.eval"_s).error().code, Error::Code::Corrupt);
    }
};

QTEST_GUILESS_MAIN(TestInspectAi)
#include "tst_inspectai.moc"
