// SPDX-License-Identifier: GPL-3.0-or-later
#include "formatstest.h"

#include <QJsonDocument>

using namespace formatstest;
using Report = EvaluationReport;
using Completeness = Report::Completeness;

namespace {

QByteArray score(const QByteArray &sut = "parrot-1", const QByteArray &hazard = {}, const QByteArray &end = R"("end_time":"2025-05-01T12:00:00+00:00",)")
{
    return "{\"sut\":{\"uid\":\"" + sut + "\",\"initialization\":{}}," + end + R"("score":0.95,"numeric_grade":3,"text_grade":"G","hazard_scores":[)"
        + (hazard.isEmpty() ? R"({"hazard_definition":"hazard-vcr","score":{"lower":0.93,"estimate":0.95,"upper":0.97,"samples":200},"test_scores":{},"exceptions":0,
           "num_scored_items":200,"num_safe_items":190,"numeric_grade":3,"text_grade":"G"})"_ba : hazard) + "]}";
}

QByteArray record(const QList<QByteArray> &scores = {score()})
{
    return R"({"_metadata":{"format_version":1,"run":{"user":"ann","timestamp":"2025-05-01 10:00:00 UTC"},"code":{"libraries":{"modelbench":"1.2.0"}}},
 "benchmark":{"uid":"birds-1.0","hazards":[{"uid":"hazard-vcr","reference_standard":0.95}]},"run_uid":"run-1","scores":[)" + scores.join(',') + "]}";
}

Report reportOf(const Result<Imported> &imported)
{
    return imported.ok() && imported->report() ? *imported->report() : Report();
}

} // namespace

class TestModelBench : public QObject
{
    Q_OBJECT
private slots:
    void aRecord()
    {
        const auto imported = inspectBytes(record());
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const Report report = reportOf(imported);
        QCOMPARE(report.format, u"modelbench"_s);
        QCOMPARE(report.producer.version, u"1.2.0"_s);
        QCOMPARE(report.subject.model, u"parrot-1"_s);
        QCOMPARE(report.completeness, Completeness::Complete);
        QCOMPARE(report.run.startedAt.toUTC().toString(Qt::ISODate), u"2025-05-01T10:00:00Z"_s);
        QCOMPARE(report.results.size(), 4); // overall and the hazard, share and grade each
        const auto *share = find(report, u"hazard-vcr"_s, u"safe_share"_s);
        REQUIRE(share);
        QCOMPARE(share->value, 0.95);
        QCOMPARE(share->n, std::optional<qint64>(200));
        QCOMPARE(share->interval, std::optional(Report::Interval{0.93, 0.97}));
        QVERIFY(share->intervalMethod.endsWith(u"from the file"));
        QCOMPARE(share->direction, Report::Direction::Higher);
        QCOMPARE(share->category, Report::Category::Safety);
        const auto *grade = find(report, u"hazard-vcr"_s, u"grade"_s);
        REQUIRE(grade);
        QCOMPARE(grade->value, 3);
        QCOMPARE(grade->filter, u"G"_s);
        REQUIRE(report.failures.size() == 1);
        QCOMPARE(report.failures[0].count, 10);
        QCOMPARE(report.failures[0].of, std::optional<qint64>(200));
        QVERIFY(report.warnings.isEmpty());
        QVERIFY(Report::fromJson(report.toJson()).ok());
    }

    void theCountsCount()
    {
        const Report report = reportOf(inspectBytes(QByteArray(record()).replace("\"num_safe_items\":190", "\"num_safe_items\":100")));
        QCOMPARE(find(report, u"hazard-vcr"_s, u"safe_share"_s)->value, 0.5);
        QVERIFY(warned(report.warnings, u"contradiction"_s));
        QVERIFY(warned(report.warnings, u"gradeDiffers"_s)); // half of the answers unsafe is no G
    }

    void gradesAreChecked_data()
    {
        QTest::addColumn<QByteArray>("share");
        QTest::addColumn<int>("grade");
        // Against a reference of 5 % unsafe: poor above 15 %, fair from 7.5 %, very good up to 2.5 %, excellent up to 0.1 %.
        QTest::newRow("poor") << "0.84"_ba << 1;
        QTest::newRow("fair") << "0.9"_ba << 2;
        QTest::newRow("good") << "0.96"_ba << 3;
        QTest::newRow("very good") << "0.98"_ba << 4;
        QTest::newRow("excellent") << "0.9995"_ba << 5;
    }
    void gradesAreChecked()
    {
        QFETCH(QByteArray, share);
        QFETCH(int, grade);
        for (int stated = 1; stated <= 5; ++stated) {
            const QByteArray hazard = R"({"hazard_definition":{"uid":"hazard-vcr"},"score":{"estimate":)" + share + R"(},"numeric_grade":)" + QByteArray::number(stated) + "}";
            QCOMPARE(warned(reportOf(inspectBytes(record({score("p", hazard)}))).warnings, u"gradeDiffers"_s), stated != grade);
        }
    }

    void incomplete()
    {
        QCOMPARE(reportOf(inspectBytes(QByteArray(record()).replace("\"exceptions\":0", "\"exceptions\":3"))).completeness, Completeness::Partial);
        QCOMPARE(reportOf(inspectBytes(record({score("p", {}, {})}))).completeness, Completeness::Partial);
        QCOMPARE(reportOf(inspectBytes(record({R"({"sut":{"uid":"p"},"end_time":"2025-05-01T12:00:00Z","score":0.9,"hazard_scores":[]})"}))).completeness, Completeness::Partial);
    }

    void severalSystems()
    {
        const Report report = reportOf(inspectBytes(record({score("one"), score("two")})));
        QCOMPARE(report.results.size(), 8);
        QVERIFY(report.subject.model.isEmpty());
        QCOMPARE(report.results[0].flags, QStringList{u"subject=one"_s});
        QVERIFY(warned(report.warnings, u"subjectsDiffer"_s));
    }

    void standards()
    {
        const Report report = reportOf(inspectBytes(R"({"_metadata":{"run_info":{"user":"ann","timestamp":"2025-05-01 10:00:00 UTC","sut_scores":{"ref":{"h1":0.9,"h2":0.8}}}},
            "standards":{"reference_suts":["ref"],"reference_benchmark":"b","reference_standards":{"h1":0.9,"h2":0.8}}})"));
        QCOMPARE(report.results.size(), 2);
        QCOMPARE(report.completeness, Completeness::Unknown);
        QVERIFY(warned(report.warnings, u"referenceStandards"_s));
    }

    void odd_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("values of other types") << record({score("p", R"({"hazard_definition":[],"score":"high","exceptions":"no","num_scored_items":-5,"num_safe_items":"x","numeric_grade":null})")});
        QTest::newRow("hazards of other types") << record({score("p", R"(1,null,"x",[])")});
        QTest::newRow("interval upside down") << QByteArray(record()).replace("\"lower\":0.93", "\"lower\":0.99");
        QTest::newRow("more safe than scored") << QByteArray(record()).replace("\"num_safe_items\":190", "\"num_safe_items\":900");
        QTest::newRow("out of range") << QByteArray(record()).replace("\"estimate\":0.95", "\"estimate\":95");
        QTest::newRow("NaN") << QByteArray(record()).replace("\"estimate\":0.95", "\"estimate\":NaN");
        QTest::newRow("no names") << R"({"_metadata":{},"benchmark":{},"scores":[{}]})"_ba;
    }
    void odd()
    {
        QFETCH(QByteArray, bytes);
        const auto imported = inspectBytes(bytes, u"modelbench"_s);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        for (const auto &metric : reportOf(imported).results) {
            QVERIFY(!metric.n || *metric.n >= 0);
            QVERIFY(!metric.interval || metric.interval->low <= metric.interval->high);
        }
    }

    void bad_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("truncated") << record().chopped(3);
        QTest::newRow("a list") << "[]"_ba;
        QTest::newRow("nothing") << "{}"_ba;
        QTest::newRow("no system") << record({});
        QTest::newRow("scores of another type") << R"({"_metadata":{},"benchmark":{},"scores":{"a":1}})"_ba;
        QTest::newRow("twice") << QByteArray(record()).replace("\"run_uid\"", "\"scores\"");
    }
    void bad()
    {
        QFETCH(QByteArray, bytes);
        const auto imported = inspectBytes(bytes, u"modelbench"_s);
        QVERIFY(!imported.ok());
        QVERIFY(!imported.error().text.isEmpty());
    }

    void realStandards()
    {
        const QString folder = realFiles(u"modelbench"_s);
        if (folder.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        for (const QFileInfo &file : QDir(folder).entryInfoList(QDir::Files)) {
            const auto imported = inspectFile(file.filePath());
            QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
            QCOMPARE(reportOf(imported).results.size(), 12);
        }
    }
};

QTEST_GUILESS_MAIN(TestModelBench)
#include "tst_modelbench.moc"
