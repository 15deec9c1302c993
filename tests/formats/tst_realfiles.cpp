// SPDX-License-Identifier: GPL-3.0-or-later
// Real files, where they are at hand, read a second time by another parser: every number has to be the file's.
#include "formatstest.h"

#include <QDirIterator>
#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <cmath>

using namespace formatstest;
using Json = nlohmann::ordered_json;
using State = EvaluationReport::ValueState;

namespace {

void addRows(const QString &folder, const QStringList &filters)
{
    QTest::addColumn<QString>("path");
    const QString path = realFiles(folder);
    if (path.isEmpty())
        QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
    const QStringList names = QDir(path).entryList(filters, QDir::Files, QDir::Name);
    QVERIFY(!names.isEmpty());
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << path + u'/' + name;
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The other parser knows no NaN, so Python's words become texts.
Json otherReading(QByteArray text)
{
    QString json = QString::fromUtf8(text);
    json.replace(QRegularExpression(u"([:,\\[]\\s*)(NaN|-?Infinity)\\b"_s), u"\\1\"\\2\""_s);
    return Json::parse(json.toStdString());
}

struct Expected
{
    Json value, stderror, n;
};

bool isMetric(const std::string &key)
{
    return key != "alias" && key != "name" && key != "sample_len" && key != "sample_count" && key.find("_stderr") == std::string::npos
        && key.find_first_not_of(' ') != std::string::npos;
}

QHash<QString, Expected> expectedOf(const Json &file)
{
    QHash<QString, Expected> out;
    for (const char *part : {"groups", "results"}) {
        if (!file.contains(part))
            continue;
        for (const auto &[task, entry] : file[part].items()) {
            for (const auto &[key, value] : entry.items()) {
                if (!isMetric(key))
                    continue;
                const auto comma = key.find(',');
                const std::string name = key.substr(0, comma), filter = comma == std::string::npos ? "" : key.substr(comma);
                Expected one{value, entry.value(name + "_stderr" + filter, Json()), Json()};
                if (entry.contains("sample_count") && entry["sample_count"].contains(key))
                    one.n = entry["sample_count"][key];
                else if (file.contains("n-samples") && file["n-samples"].contains(task))
                    one.n = file["n-samples"][task]["effective"];
                else if (entry.contains("sample_len"))
                    one.n = entry["sample_len"];
                out.insert(QString::fromStdString(task + "|" + name + "|" + (filter.empty() ? "" : filter.substr(1))), one);
            }
        }
    }
    return out;
}

} // namespace

class TestRealFiles : public QObject
{
    Q_OBJECT
private slots:
    void lmEvalNumbers_data() { addRows(u"lm-eval"_s, {u"*.json"_s}); }
    void lmEvalNumbers()
    {
        QFETCH(QString, path);
        const auto imported = inspectFile(path);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        REQUIRE(imported->report());
        const auto expected = expectedOf(otherReading(bytesOf(path)));
        QCOMPARE(imported->report()->results.size(), expected.size());
        for (const auto &metric : imported->report()->results) {
            const QString key = metric.task + u'|' + metric.metric + u'|' + metric.filter;
            QVERIFY2(expected.contains(key), qPrintable(key));
            const Expected &one = expected[key];
            if (one.value.is_number())
                QVERIFY2(metric.valueState == State::Finite && metric.value == one.value.get<double>(), qPrintable(key));
            else
                QVERIFY2(metric.valueState != State::Finite && std::isnan(metric.value), qPrintable(key));
            QCOMPARE(metric.stderror.has_value(), one.stderror.is_number());
            QVERIFY(!metric.stderror || *metric.stderror == one.stderror.get<double>());
            QCOMPARE(metric.n.has_value(), one.n.is_number());
            QVERIFY(!metric.n || *metric.n == one.n.get<qint64>());
            QVERIFY(!metric.interval || (metric.interval->low <= metric.value && metric.value <= metric.interval->high));
        }
    }

    void lmEvalRuns_data() { addRows(u"lm-eval"_s, {u"*.json"_s}); }
    void lmEvalRuns()
    {
        QFETCH(QString, path);
        const auto imported = inspectFile(path);
        QVERIFY(imported.ok());
        const EvaluationReport &report = *imported->report();
        const Json file = otherReading(bytesOf(path));
        const bool limited = file["config"]["limit"].is_number();
        QCOMPARE(report.run.limit.has_value(), limited);
        QCOMPARE(report.completeness == EvaluationReport::Completeness::Partial, limited);
        if (limited)
            QCOMPARE(*report.run.limit, file["config"]["limit"].get<double>());
        QCOMPARE(report.formatVersion, file.contains("configs") ? u"0.4"_s : u"0.3"_s);
        const std::string sha = file["config"].value("model_sha", "");
        QCOMPARE(report.subject.digest, sha.empty() ? QString() : u"git:"_s + QString::fromStdString(sha));
        if (file.value("model_name", "") != "")
            QCOMPARE(report.subject.model, QString::fromStdString(file["model_name"].get<std::string>()));
        if (file.contains("date"))
            QVERIFY(std::abs(double(report.run.startedAt.toMSecsSinceEpoch()) / 1000 - file["date"].get<double>()) < 0.002);
        for (const auto &metric : report.results) {
            if (metric.metric == u"pct_stereotype" || metric.metric.startsWith(u"likelihood_diff"))
                QCOMPARE(metric.direction, EvaluationReport::Direction::Target);
            else if (file.contains("higher_is_better") && file["higher_is_better"].contains(metric.task.toStdString())
                     && file["higher_is_better"][metric.task.toStdString()].value(metric.metric.toStdString(), Json()).is_boolean())
                QCOMPARE(metric.direction, file["higher_is_better"][metric.task.toStdString()][metric.metric.toStdString()].get<bool>()
                                               ? EvaluationReport::Direction::Higher : EvaluationReport::Direction::Lower);
        }
    }

    void lmEvalSamples_data() { addRows(u"lm-eval"_s, {u"*.jsonl"_s}); }
    void lmEvalSamples()
    {
        QFETCH(QString, path);
        const auto imported = inspectFile(path);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const EvaluationReport &report = *imported->report();
        QCOMPARE(report.completeness, EvaluationReport::Completeness::Partial);
        std::map<std::string, std::pair<double, qint64>> sums;
        for (const QByteArray &line : bytesOf(path).split('\n')) {
            if (line.trimmed().isEmpty())
                continue;
            const Json record = otherReading(line);
            for (const auto &name : record["metrics"]) {
                auto &sum = sums[name.get<std::string>()];
                const Json &value = record[name.get<std::string>()];
                sum.first += value.is_number() ? value.get<double>() : std::nan("");
                sum.second += value.is_number() || value.is_string();
            }
        }
        QCOMPARE(report.results.size(), qsizetype(sums.size()));
        for (const auto &metric : report.results) {
            const auto &[sum, n] = sums.at(metric.metric.toStdString());
            QCOMPARE(metric.n, std::optional(n));
            if (std::isnan(sum))
                QVERIFY(metric.valueState != State::Finite);
            else
                QVERIFY(std::abs(metric.value - sum / double(n)) <= 1e-9 * std::max(1.0, std::abs(metric.value)));
        }
    }

    void cards_data() { addRows(u"modelcard-hf"_s, {u"*.md"_s}); }
    void cards()
    {
        QFETCH(QString, path);
        const auto imported = inspectFile(path);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        REQUIRE(imported->card());
        const CardContent &card = *imported->card();
        const QString text = QString::fromUtf8(bytesOf(path)).remove(u'\r');
        const auto licence = QRegularExpression(u"\\A---\\n(?:.*\\n)*?license: *(\\S+) *\\n"_s).match(text);
        QCOMPARE(field(card, u"licence"_s, u"license"_s), licence.captured(1));
        QCOMPARE(card.missing.size() + card.sections.size(), 24);
        qsizetype values = 0;
        const QString matter = text.startsWith(u"---\n") ? text.left(text.indexOf(u"\n---", 4)) : QString();
        for (auto it = QRegularExpression(u"^\\s+(?:- )?value: *(\\S+)"_s, QRegularExpression::MultilineOption).globalMatch(matter); it.hasNext(); it.next())
            ++values;
        const auto claims = inspectFile(path, u"huggingface-model-index"_s);
        QCOMPARE(claims.ok(), matter.contains(u"\nmodel-index:"_s));
        if (claims.ok())
            QCOMPARE(claims->report()->results.size(), values);
    }

    void claimedValues_data() { addRows(u"modelcard-hf"_s, {u"*.md"_s}); }
    void claimedValues()
    {
        QFETCH(QString, path);
        const auto claims = inspectFile(path, u"huggingface-model-index"_s);
        if (!claims.ok())
            return;
        const QString text = QString::fromUtf8(bytesOf(path)).remove(u'\r');
        const QString matter = text.left(text.indexOf(u"\n---", 4));
        qsizetype i = 0;
        for (auto it = QRegularExpression(u"^\\s+(?:- )?value: *(\\S+)"_s, QRegularExpression::MultilineOption).globalMatch(matter); it.hasNext(); ++i) {
            const QString value = it.next().captured(1);
            const auto &metric = claims->report()->results.at(i);
            QCOMPARE(metric.valueText, value);
            bool number = false;
            const double other = value.toDouble(&number);
            if (metric.valueState == State::Finite)
                QCOMPARE(metric.value, other);
            else
                QVERIFY2(!number || !std::isfinite(other), qPrintable(value));
            QVERIFY(metric.flags.contains(u"unitUnknown"_s) || !metric.unit.isEmpty());
        }
    }

    void evalResults_data() { addRows(u"hf-eval_results"_s, {u"*.yaml"_s}); }
    void evalResults()
    {
        QFETCH(QString, path);
        const auto imported = inspectFile(path);
        const QString text = QString::fromUtf8(bytesOf(path));
        QCOMPARE(imported.ok(), !text.contains(u"{metric_value}"_s));
        if (!imported.ok())
            return;
        REQUIRE(imported->report() && imported->report()->results.size() == 1);
        const auto &metric = imported->report()->results.first();
        QCOMPARE(metric.valueText, QRegularExpression(u"\\n  value: (\\S+)"_s).match(text).captured(1));
        QCOMPARE(metric.value, metric.valueText.toDouble());
        QCOMPARE(metric.task, QRegularExpression(u"task_id: (\\S+)"_s).match(text).captured(1));
        QVERIFY(metric.flags.contains(u"unitUnknown"_s));
        QVERIFY(imported->report()->subject.claimedBy.contains(QRegularExpression(u"url: (\\S+)"_s).match(text).captured(1)));
        QCOMPARE(imported->report()->subject.model, QString());
    }

    void bad_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("code"); // -1: accepted
        QTest::addColumn<QString>("says");
        if (realFiles(u"bad"_s).isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        const int invalid = int(Error::Code::Invalid), large = int(Error::Code::TooLarge), unsupported = int(Error::Code::Unsupported);
        const auto row = [](const char *name, int code, const QString &says) { QTest::newRow(name) << QString::fromLatin1(name) << code << says; };
        row("b01_truncated.json", invalid, u"Line 13, column"_s);
        row("b03_nesting_200.json", unsupported, QString());
        row("b04_nesting_100000.json", large, u"512 levels"_s);
        row("b05_nan_infinity.json", -1, QString());
        row("b07_duplicate_keys.json", invalid, u"stands twice"_s);
        row("b08_duplicate_keys_case.json", -1, QString());
        row("b09_bom_utf8.json", -1, QString());
        row("b11_crlf.jsonl", -1, QString());
        row("b13_invalid_utf8.json", invalid, u"UTF-8"_s);
        row("b15_huge_ints_exp.json", -1, QString());
        row("b16_leading_zero_comma_comment.json", invalid, u"Line 1"_s);
        row("b17_empty.json", invalid, u"empty"_s);
        row("b18_wrong_root.json", unsupported, QString());
        row("b19_json_null.json", unsupported, QString());
        row("b20_out_of_range.json", -1, u"outOfRange"_s);
        row("b22_two_documents.json", invalid, u"something follows"_s);
        row("b23_yaml_alias_bomb.README.md", large, u"nodes"_s);
        row("b25_yaml_norway.README.md", -1, QString());
        row("b26_html_script.README.md", -1, u"activeHtml"_s);
        row("b28_no_closing_fence.README.md", -1, u"frontMatterNotClosed"_s);
        row("b29_front_matter_after_text.README.md", -1, u"frontMatterMisplaced"_s);
        row("b30_path_traversal.Kitfile", unsupported, QString());
        row("b32_zip_slip.eval", -1, u"unsafeName"_s);
        row("b34_eval_not_zip.eval", int(Error::Code::Corrupt), u"damaged"_s);
        row("b40_garak_bad_line.jsonl", -1, u"damagedLine"_s);
        row("b36_xxe_billion_laughs.xml", invalid, u"document type"_s);
        row("b38_promptfoo_stats_lie.json", -1, u"contradiction"_s);
        row("b42_future_date_and_tz.json", -1, u"absurdTimestamp"_s);
        row("b43_latin1.csv", unsupported, QString());
        row("b44_semicolon_decimal_comma.csv", unsupported, QString());
    }
    void bad()
    {
        QFETCH(QString, name);
        QFETCH(int, code);
        QFETCH(QString, says);
        const auto imported = inspectFile(realFiles(u"bad"_s) + u'/' + name);
        QCOMPARE(imported.ok() ? -1 : int(imported.error().code), code);
        if (!imported.ok())
            QVERIFY2(imported.error().text.contains(says), qPrintable(imported.error().text));
        else if (!says.isEmpty())
            QVERIFY(warned(imported->report() ? imported->report()->warnings : imported->card()->warnings, says));
    }

    void badInDetail()
    {
        const QString folder = realFiles(u"bad"_s);
        if (folder.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        const auto report = [&](const QString &name) { return std::get<EvaluationReport>(inspectFile(folder + u'/' + name).value().content); };
        QCOMPARE(report(u"b05_nan_infinity.json"_s).results.first().valueState, State::Inf);
        QVERIFY(!report(u"b05_nan_infinity.json"_s).results.first().stderror);
        QCOMPARE(report(u"b08_duplicate_keys_case.json"_s).results.size(), 2);
        const auto huge = report(u"b15_huge_ints_exp.json"_s);
        QCOMPARE(huge.results.first().valueState, State::Inf);
        QCOMPARE(huge.results.last().valueText, u"123456789012345678901234567890"_s);
        const auto odd = report(u"b20_out_of_range.json"_s).results.first();
        QCOMPARE(odd.flags, (QStringList{u"negativeStderr"_s, u"outOfRange"_s}));
        QVERIFY(!report(u"b42_future_date_and_tz.json"_s).run.startedAt.isValid());
        const auto norway = inspectFile(folder + u"/b25_yaml_norway.README.md"_s);
        QVERIFY(norway.ok());
        QCOMPARE(field(*norway->card(), u"architecture"_s, u"language"_s), u"no, en"_s);
        QCOMPARE(field(*norway->card(), u"identity"_s, u"version"_s), u"1.10"_s);
        QCOMPARE(field(*norway->card(), u"identity"_s, u"tags"_s), u"on, yes, 012, 1e3, null, ~"_s);
        for (const QString &name : {u"b28_no_closing_fence.README.md"_s, u"b29_front_matter_after_text.README.md"_s})
            QVERIFY(inspectFile(folder + u'/' + name)->card()->missing.contains(u"licence"_s));
    }

    /// What other tools wrote is not taken for ours.
    /// Every real file is read by the importer of its tool, and by no other.
    void eachByItsOwn_data()
    {
        const QString folder = realFiles(u"."_s);
        if (folder.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        // Folder to what reads it; a folder that is not named here holds what no evaluation or card is.
        static const QMap<QString, QStringList> own{
            {u"lm-eval"_s, {u"lm-evaluation-harness"_s}}, {u"modelcard-hf"_s, {u"huggingface-model-card"_s}},
            {u"hf-eval_results"_s, {u"huggingface-eval-results"_s}}, {u"hf-model"_s, {u"huggingface-"_s}},
            {u"mlbom-cyclonedx"_s, {u"cyclonedx"_s}}, {u"spdx3-ai"_s, {u"spdx"_s}}, {u"modelcard-mct"_s, {u"model-card-toolkit"_s}},
            {u"modelcard-sagemaker"_s, {u"sagemaker-model-card"_s, u"sagemaker-clarify"_s}}, {u"aif360"_s, {u"aif360"_s}}, {u"aiverify"_s, {u"aiverify"_s}},
            {u"deepchecks"_s, {u"deepchecks"_s}}, {u"deepeval"_s, {u"deepeval"_s}}, {u"every-eval-ever"_s, {u"every-eval-ever"_s}},
            {u"evidently"_s, {u"evidently"_s}}, {u"fairlearn"_s, {u"fairlearn"_s}}, {u"fmeval"_s, {u"fmeval"_s}}, {u"garak"_s, {u"garak"_s}},
            {u"great-expectations"_s, {u"great-expectations"_s}}, {u"helm"_s, {u"helm"_s}}, {u"inspect"_s, {u"inspect"_s}}, {u"junit"_s, {u"junit"_s}},
            {u"modelbench"_s, {u"modelbench"_s}}, {u"moonshot"_s, {u"moonshot"_s}}, {u"openai-evals"_s, {u"openai-evals"_s}},
            {u"promptfoo"_s, {u"promptfoo"_s}}, {u"ragas"_s, {u"ragas"_s}}, {u"rai-toolbox"_s, {u"rai-toolbox"_s}},
            {u"sagemaker-clarify"_s, {u"sagemaker-clarify"_s}}, {u"sagemaker-model-monitor"_s, {u"sagemaker-model-monitor"_s}},
        };
        QTest::addColumn<QString>("path");
        QTest::addColumn<QStringList>("formats");
        for (const QString &tool : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            if (tool == u"bad")
                continue;
            QDirIterator files(folder + u'/' + tool, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                files.next();
                // A schema says what a report may look like, a template has yet to become one.
                const bool isReport = own.contains(tool) && !files.fileName().startsWith(u"SCHEMA"_s) && !files.fileName().contains(u"template"_s);
                QTest::newRow(qPrintable(tool + u'/' + files.fileName())) << files.filePath() << (isReport ? own.value(tool) : QStringList());
            }
        }
    }
    void eachByItsOwn()
    {
        QFETCH(QString, path);
        QFETCH(QStringList, formats);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray head = file.read(1024 * 1024);
        QStringList sure;
        for (const auto &importer : importers()) {
            if (importer->probe(head) == Match::Sure)
                sure.append(importer->id());
        }
        QVERIFY2(sure.size() <= 1, qPrintable(sure.join(u' ')));
        const auto imported = inspectFile(path);
        if (formats.isEmpty()) {
            QVERIFY2(!imported.ok(), qPrintable(imported.ok() ? imported->format() : QString()));
            QVERIFY(!imported.error().text.isEmpty());
            return;
        }
        QVERIFY2(imported.ok(), qPrintable(imported.ok() ? QString() : imported.error().text));
        QVERIFY2(std::any_of(formats.begin(), formats.end(), [&](const QString &format) { return imported->format().startsWith(format); }),
                 qPrintable(imported->format()));
    }
};

QTEST_GUILESS_MAIN(TestRealFiles)
#include "tst_realfiles.moc"
