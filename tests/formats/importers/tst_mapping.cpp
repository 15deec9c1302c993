// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/evidencereader.h"
#include "formats/tablemapping.h"
#include "hostile.h"

using namespace formatstest;
using Completeness = EvaluationReport::Completeness;
using Role = MappedColumn::Role;
using State = EvaluationReport::ValueState;

namespace {

FieldMapping longMapping()
{
    FieldMapping out;
    out.columns = {{u"task"_s, Role::Task, {}, {}}, {u"metric"_s, Role::Metric, {}, {}}, {u"score"_s, Role::Value, {}, {}},
                   {u"n"_s, Role::Count, {}, {}}, {u"sex"_s, Role::Slice, {}, {}}};
    out.wholeRun = true;
    out.model = u"m"_s;
    return out;
}

Result<EvaluationReport> mapBytes(QByteArray bytes, const FieldMapping &mapping, const ImportOptions &options = {})
{
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    return mapTable({&buffer, {}, options}, mapping);
}

Result<MappingPreview> preview(QByteArray bytes, const FieldMapping &mapping = {}, qsizetype rows = 50)
{
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    return previewTable({&buffer, {}, {}}, mapping, rows);
}

Role roleOf(const FieldMapping &mapping, const QString &column)
{
    for (const MappedColumn &it : mapping.columns) {
        if (it.name == column)
            return it.role;
    }
    return Role::Ignore;
}

} // namespace

class TestMapping : public QObject
{
    Q_OBJECT
private slots:
    void sameTableInEveryDress_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("records");
        QTest::newRow("commas") << QByteArray("task,metric,score,n,sex\nqa,accuracy,0.5,10,f\nqa,accuracy,0.75,8,\n") << QString();
        QTest::newRow("semicolons") << QByteArray("task;metric;score;n;sex\r\nqa;accuracy;0.5;10;f\r\nqa;accuracy;0.75;8;\r\n") << QString();
        QTest::newRow("tabs") << QByteArray("\xef\xbb\xbftask\tmetric\tscore\tn\tsex\nqa\taccuracy\t0.5\t10\tf\nqa\taccuracy\t0.75\t8\t\n") << QString();
        QTest::newRow("quotes") << QByteArray("\"task\",\"metric\",\"score\",\"n\",\"sex\"\n\"qa\",\"accuracy\",\"0.5\",\"10\",\"f\"\n\nqa,accuracy,0.75,8,\"\"") << QString();
        const QByteArray one = "{\"task\":\"qa\",\"metric\":\"accuracy\",\"score\":0.5,\"n\":10,\"sex\":\"f\"}", two = "{\"n\":8,\"score\":0.75,\"metric\":\"accuracy\",\"task\":\"qa\",\"sex\":null}";
        QTest::newRow("array") << '[' + one + ',' + two + ']' << QString();
        QTest::newRow("lines") << one + '\n' + two + '\n' << QString();
        QTest::newRow("object of objects") << "{\"a\":" + one + ",\"b\":" + two + '}' << QString();
        QTest::newRow("deeper") << "{\"meta\":{\"x\":1},\"runs\":[{\"rows\":[" + one + "]},{\"rows\":[" + two + "]}]}" << u"/runs/*/rows"_s;
    }
    void sameTableInEveryDress()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, records);
        FieldMapping mapping = longMapping();
        mapping.records = records;
        if (bytes.startsWith('{') || bytes.startsWith('[')) {
            for (MappedColumn &column : mapping.columns)
                column.name.prepend(u'/');
        }
        const auto report = mapBytes(bytes, mapping);
        QVERIFY2(report.ok(), report.ok() ? "" : qPrintable(report.error().text));
        QCOMPARE(report->results.size(), 2);
        QCOMPARE(report->results[0].value, 0.5);
        QCOMPARE(report->results[0].n, 10);
        QCOMPARE(report->results[0].slice, (QList<EvaluationReport::SliceTerm>{{u"sex"_s, u"f"_s}}));
        QVERIFY(report->results[1].slice.isEmpty());
        QCOMPARE(report->results[1].task, u"qa"_s);
        QCOMPARE(report->results[1].direction, EvaluationReport::Direction::Higher);
        QCOMPARE(report->results[1].intervalMethod, u"wilson, computed here"_s);
        QCOMPARE(report->completeness, Completeness::Complete);
        QCOMPARE(report->format, u"mapped"_s);
    }
    void wide()
    {
        FieldMapping mapping;
        mapping.layout = FieldMapping::Layout::Wide;
        mapping.columns = {{u"model"_s, Role::Model, {}, {}}, {u"acc"_s, Role::Value, u"acc"_s, {}}, {u"acc se"_s, Role::StandardError, u"acc"_s, {}},
                           {u"house"_s, Role::Value, u"house"_s, {}}, {u"limit"_s, Role::Threshold, u"house"_s, {}}, {u"n"_s, Role::Count, {}, {}}};
        mapping.directions.insert(u"house"_s, EvaluationReport::Direction::Lower);
        const auto report = mapBytes("model,acc,acc se,house,limit,n\na,0.5,0.01,3,4,10\nb,0.6,0.02,7,4,20\n", mapping);
        QVERIFY(report.ok());
        QCOMPARE(report->results.size(), 4);
        QCOMPARE(report->results[0].stderror, 0.01);
        QVERIFY(!report->results[1].stderror);
        QCOMPARE(report->results[1].threshold->op, u"<="_s);
        QCOMPARE(report->results[1].threshold->limit, 4.0);
        QVERIFY(!report->results[0].threshold);
        QCOMPARE(report->results[3].n, 20);
        QCOMPARE(report->results[2].slice[0], (EvaluationReport::SliceTerm{u"model"_s, u"b"_s})); // two models: two subjects
        QCOMPARE(report->subject.model, u"a, b"_s);
        QCOMPARE(report->completeness, Completeness::Unknown); // nobody said that this is all
    }
    void decimalCommaIsNotGuessed()
    {
        FieldMapping mapping = longMapping();
        const QByteArray bytes = "task;metric;score;n;sex\nqa;accuracy;0,93;10;\n";
        const auto asIs = mapBytes(bytes, mapping);
        QVERIFY(asIs.ok());
        QCOMPARE(asIs->results[0].valueState, State::Error);
        QVERIFY(warned(asIs->warnings, u"decimalComma"_s));
        mapping.decimalComma = true;
        const auto said = mapBytes(bytes, mapping);
        QVERIFY(said.ok());
        QCOMPARE(said->results[0].value, 0.93);
        QCOMPARE(said->results[0].valueText, u"0,93"_s);
        QVERIFY(!warned(said->warnings, u"decimalComma"_s));
    }
    void oddCells_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<State>("state");
        QTest::addColumn<QString>("warning");
        QTest::newRow("NaN") << QByteArray("qa,acc,nan,10,") << State::Nan << QString();
        QTest::newRow("empty") << QByteArray("qa,acc,,10,") << State::Missing << QString();
        QTest::newRow("infinite") << QByteArray("qa,acc,-inf,10,") << State::Inf << QString();
        QTest::newRow("words") << QByteArray("qa,acc,good,10,") << State::Error << u"notANumber"_s;
        QTest::newRow("negative n") << QByteArray("qa,acc,0.5,-3,") << State::Finite << u"badCount"_s;
        QTest::newRow("half n") << QByteArray("qa,acc,0.5,3.5,") << State::Finite << u"badCount"_s;
        QTest::newRow("out of range") << QByteArray("qa,acc,1.7,10,") << State::Finite << u"outOfRange"_s;
        QTest::newRow("short row") << QByteArray("qa,acc,0.5") << State::Finite << u"raggedRows"_s;
        QTest::newRow("latin") << QByteArray("q\xe9,acc,0.5,1,") << State::Finite << u"latin1"_s;
        QTest::newRow("formula") << QByteArray("=cmd|' /C calc'!A0,acc,0.5,1,") << State::Finite << QString();
    }
    void oddCells()
    {
        QFETCH(QByteArray, row);
        QFETCH(State, state);
        QFETCH(QString, warning);
        const auto report = mapBytes("task,metric,score,n,sex\n" + row + "\n", longMapping());
        QVERIFY(report.ok());
        QCOMPARE(report->results[0].valueState, state);
        QVERIFY(warning.isEmpty() || warned(report->warnings, warning));
        QVERIFY(EvaluationReport::fromJson(report->toJson()).ok());
    }
    void doubledRowsCannotGate()
    {
        const auto report = mapBytes("task,metric,score,n,sex\nqa,acc,0.5,1,\nqa,acc,0.6,1,\n", longMapping());
        QVERIFY(report.ok());
        QVERIFY(report->results[0].flags.contains(u"doubled"_s) && report->results[1].flags.contains(u"doubled"_s));
    }
    void refused()
    {
        QVERIFY(!mapBytes("task,metric,score\n", longMapping()).ok());
        QVERIFY(!mapBytes("", longMapping()).ok());
        const auto quote = mapBytes("task,metric,score,n,sex\n\"qa,acc,0.5\n", longMapping());
        QVERIFY(!quote.ok() && quote.error().text.contains(u"Line 2"_s));
        QVERIFY(!mapBytes("[{\"a\":1},", longMapping()).ok());
        ImportOptions few;
        few.results = 1;
        QCOMPARE(mapBytes("task,metric,score,n,sex\nqa,a,0.5,1,\nqa,b,0.6,1,\n", longMapping(), few).error().code, Error::Code::TooLarge);
        std::stop_source stop;
        stop.request_stop();
        ImportOptions stopped;
        stopped.stop = stop.get_token();
        QCOMPARE(mapBytes("task,metric,score,n,sex\nqa,a,0.5,1,\n", longMapping(), stopped).error().code, Error::Code::Cancelled);
    }
    void codec()
    {
        FieldMapping mapping = longMapping();
        mapping.directions.insert(u"house"_s, EvaluationReport::Direction::Lower);
        mapping.thresholdOp = u"<="_s;
        const auto again = FieldMapping::fromJson(mapping.toJson());
        QVERIFY(again.ok());
        QCOMPARE(*again, mapping);
    }
    void badMappings_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("pointer");
        QTest::newRow("no value") << QByteArray("{\"columns\":[{\"name\":\"a\",\"role\":\"metric\"}]}") << u"/columns"_s;
        QTest::newRow("no metric") << QByteArray("{\"columns\":[{\"name\":\"a\",\"role\":\"value\"}]}") << u"/columns"_s;
        QTest::newRow("wide without names") << QByteArray("{\"layout\":\"wide\",\"columns\":[{\"name\":\"a\",\"role\":\"value\"}]}") << u"/columns/0/metric"_s;
        QTest::newRow("twice") << QByteArray("{\"columns\":[{\"name\":\"a\",\"role\":\"value\"},{\"name\":\"a\",\"role\":\"metric\"}]}") << u"/columns/1/name"_s;
        QTest::newRow("unknown member") << QByteArray("{\"columns\":[],\"script\":\"x\"}") << u"/script"_s;
        QTest::newRow("unknown role") << QByteArray("{\"columns\":[{\"name\":\"a\",\"role\":\"magic\"}]}") << u"/columns/0/role"_s;
        QTest::newRow("direction") << QByteArray("{\"columns\":[],\"directions\":{\"a\":\"up\"}}") << u"/directions/a"_s;
        QTest::newRow("delimiter") << QByteArray("{\"layout\":\"wide\",\"delimiter\":\"x\",\"columns\":[{\"name\":\"a\",\"role\":\"value\",\"metric\":\"m\"}]}") << u"/delimiter"_s;
        QTest::newRow("no JSON") << QByteArray("{") << QString();
        QTest::newRow("newer") << QByteArray("{\"version\":2,\"columns\":[]}") << QString();
    }
    void badMappings()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, pointer);
        const auto mapping = FieldMapping::fromBytes(json);
        QVERIFY(!mapping.ok());
        QVERIFY(!mapping.error().text.isEmpty());
        if (!pointer.isEmpty())
            QCOMPARE(mapping.error().fields.first().pointer, pointer);
    }
    void suggestions()
    {
        const auto wide = preview("model,language,Accuracy,Notes,n\na,de,0.5,fine,10\nb,fr,0.7,,20\n");
        QVERIFY(wide.ok());
        QCOMPARE(wide->suggestion.layout, FieldMapping::Layout::Wide);
        QCOMPARE(roleOf(wide->suggestion, u"model"_s), Role::Model);
        QCOMPARE(roleOf(wide->suggestion, u"language"_s), Role::Slice);
        QCOMPARE(roleOf(wide->suggestion, u"Accuracy"_s), Role::Value);
        QCOMPARE(roleOf(wide->suggestion, u"Notes"_s), Role::Ignore);
        QCOMPARE(roleOf(wide->suggestion, u"n"_s), Role::Count);
        QVERIFY(wide->suggestion.directions.isEmpty()); // never guessed
        const auto tall = preview("Task;Metric;Score\nqa;acc;0.5\n");
        QCOMPARE(tall->suggestion.layout, FieldMapping::Layout::Long);
        QCOMPARE(tall->delimiter, u";"_s);
        const auto json = preview("{\"meta\":{\"by\":\"x\"},\"results\":[{\"task\":\"qa\",\"scores\":{\"acc\":0.5}}]}");
        QVERIFY(json.ok());
        QCOMPARE(json->recordPlaces.first(), u"/results"_s);
        QCOMPARE(json->suggestion.records, u"/results"_s);
        QCOMPARE(roleOf(json->suggestion, u"/scores/acc"_s), Role::Value);
        const auto mapped = mapBytes("{\"meta\":{\"by\":\"x\"},\"results\":[{\"task\":\"qa\",\"scores\":{\"acc\":0.5}}]}", json->suggestion);
        QVERIFY(mapped.ok());
        QCOMPARE(mapped->results[0].task, u"qa"_s);
        QCOMPARE(mapped->results[0].value, 0.5);
    }
    void previews()
    {
        QByteArray bytes = "task,metric,score,n,sex\n";
        for (int i = 0; i < 80; ++i)
            bytes += "qa,acc," + QByteArray::number(i / 100.0) + ",10,f\n";
        const auto seen = preview(bytes, longMapping());
        QVERIFY(seen.ok());
        QCOMPARE(seen->rows.size(), 50);
        QVERIFY(seen->more);
        QCOMPARE(seen->rows[7].results.size(), 1);
        QCOMPARE(seen->rows[7].results[0].value, 0.07);
        QCOMPARE(seen->rows[7].place, u"line 9"_s);
        QCOMPARE(seen->rows[7].cells, (QStringList{u"qa"_s, u"acc"_s, u"0.07"_s, u"10"_s, u"f"_s}));
        FieldMapping other = longMapping();
        other.columns[2].name = u"nowhere"_s;
        QVERIFY(warned(preview(bytes, other)->warnings, u"columnMissing"_s));
    }
    /// What is imported can be read again by whoever has the bytes: the mapping is among them.
    void evidenceCarriesItsMapping()
    {
        const QByteArray table = "task,metric,score,n,sex\nqa,accuracy,0.5,10,f\n";
        const auto packed = packMapped(table, u"../evil/results.csv"_s, longMapping());
        QVERIFY(packed.ok());
        QCOMPARE(*packMapped(table, u"results.csv"_s, longMapping()), *packed);
        QVERIFY(packed->contains(table));
        const auto found = inspectBytes(*packed);
        QVERIFY2(found.ok(), found.ok() ? "" : qPrintable(found.error().text));
        QCOMPARE(found->format(), u"mapped"_s);
        // As the server and a bundle's verifier do it: by the recorded format.
        const auto again = evidenceReader()(*packed, u"results.csv.zip"_s, u"mapped"_s);
        QVERIFY(again.ok());
        const auto &report = std::get<EvaluationReport>(*again);
        QCOMPARE(report.results[0].value, 0.5);
        QCOMPARE(report.rawBytes, packed->size());
        const auto mapping = FieldMapping::fromJson(report.run.configuration.value(u"mapping"_s).toObject());
        QVERIFY(mapping.ok());
        QCOMPARE(*mapping, longMapping());
        QVERIFY(!inspectBytes(table, u"mapped"_s).ok());
        for (qsizetype at = 0; at < packed->size(); at += 7)
            QVERIFY(behaves(packed->left(at), u"mapped"_s));
    }
    void realBadTables()
    {
        const QString folder = formatstest::realFiles(u"bad"_s);
        if (folder.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        for (const QString &name : {u"b43_latin1.csv"_s, u"b44_semicolon_decimal_comma.csv"_s}) {
            QFile file(folder + u'/' + name);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto seen = preview(file.readAll());
            QVERIFY(seen.ok());
            QVERIFY(seen->columns.size() > 1);
            QVERIFY(name.startsWith(u"b44") || warned(seen->warnings, u"latin1"_s));
        }
    }
};

QTEST_GUILESS_MAIN(TestMapping)
#include "tst_mapping.moc"
