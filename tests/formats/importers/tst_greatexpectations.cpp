// SPDX-License-Identifier: GPL-3.0-or-later
#include "importertest.h"

using namespace formatstest;

class TestGreatExpectations : public QObject
{
    Q_OBJECT
private slots:
    void validation()
    {
        const EvaluationReport report = fixtureReport(u"expectations_validation.json"_s);
        QCOMPARE(report.producer.version, u"0.15.2"_s);
        QCOMPARE(report.completeness, Completeness::Partial); // one expectation ended with an error
        QCOMPARE(report.run.startedAt, QDateTime::fromString(u"2026-01-02T03:04:05.678Z"_s, Qt::ISODateWithMs));
        const Metric *nulls = result(report, u"expect_column_values_to_not_be_null"_s, u"age"_s), *set = result(report, u"expect_column_values_to_be_in_set"_s, u"kind"_s);
        REQUIRE(nulls && set);
        QCOMPARE(nulls->suite, u"people.warning"_s);
        QCOMPARE(nulls->dataset, u"people.csv"_s);
        QCOMPARE(nulls->value, 25.0);
        QCOMPARE(nulls->unit, u"percent"_s);
        QCOMPARE(nulls->n, std::optional<qint64>(200));
        QCOMPARE(nulls->verdict, Verdict::Fail);
        QVERIFY(std::abs(nulls->threshold->limit - 10) < 1e-9);
        QCOMPARE(nulls->direction, Direction::Lower);
        QCOMPARE(set->value, 0.25);
        QCOMPARE(set->unit, u"fraction"_s); // old versions write a fraction and call it a percentage
        const Metric *rows = result(report, u"expect_table_row_count_to_be_between"_s), *broken = result(report, u"expect_column_max_to_be_between"_s, u"pay"_s);
        REQUIRE(rows && broken);
        QCOMPARE(rows->value, 200.0);
        QCOMPARE(rows->threshold->limit, 100.0);
        QCOMPARE(broken->valueState, State::Error);
        QCOMPARE(broken->verdict, Verdict::Indeterminate);
        QCOMPARE(report.failures.size(), 3);
        QCOMPARE(report.failures.first().count, 50);
        QCOMPARE(report.failures.first().examples.size(), 2);
        QVERIFY(!QJsonDocument(report.toJson()).toJson().contains("not-for-anyone"));
    }

    void recount()
    {
        const EvaluationReport report = fixtureReport(u"expectations_validation.json"_s);
        const Metric *summary = result(report, u"success_percent"_s);
        REQUIRE(summary);
        QCOMPARE(summary->value, 40.0); // two of five, not the 80 % it claims
        QCOMPARE(summary->verdict, Verdict::Fail);
        QVERIFY(warned(report.warnings, u"contradiction"_s));
    }

    void checkpoint()
    {
        const EvaluationReport report = fixtureReport(u"expectations_checkpoint.json"_s);
        QCOMPARE(report.producer.version, u"1.2.0"_s);
        REQUIRE(result(report, u"expect_column_to_exist"_s, u"a"_s) && result(report, u"success_percent"_s));
        QCOMPARE(result(report, u"expect_column_to_exist"_s, u"a"_s)->verdict, Verdict::Pass);
        QCOMPARE(result(report, u"success_percent"_s)->value, 100.0);
        QCOMPARE(report.completeness, Completeness::Complete);
    }

    void rowsAreMissing()
    {
        const EvaluationReport report = fixtureReport(u"expectations_empty.json"_s);
        QCOMPARE(report.completeness, Completeness::Partial);
        QVERIFY(warned(report.warnings, u"rowsMissing"_s));
        const EvaluationReport none = reportOf(R"({"success":true,"results":[],"statistics":{"evaluated_expectations":0,"successful_expectations":0,"success_percent":null}})", u"great-expectations"_s);
        QCOMPARE(none.results.first().valueState, State::Missing);
    }

    void hostileFiles_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"validation", "checkpoint", "empty"})
            QTest::newRow(name) << u"expectations_%1.json"_s.arg(QLatin1StringView(name));
    }
    void hostileFiles()
    {
        QFETCH(QString, name);
        QCOMPARE(hostile(fixtureBytes(name), u"great-expectations"_s), QString());
    }

    void realFile_data() { addRealFiles(u"great-expectations"_s); }
    void realFile()
    {
        QFETCH(QString, path);
        QString wrong;
        const EvaluationReport report = realReport(path, u"great-expectations"_s, &wrong);
        QCOMPARE(wrong, QString());
        const Metric *summary = result(report, u"success_percent"_s);
        REQUIRE(summary);
        const bool first = path.contains(u"2019_"_s), second = path.contains(u"2020_"_s);
        QVERIFY(std::abs(summary->value - (first ? 86.4865 : second ? 100 : 83.4532)) < 1e-4);
        QCOMPARE(*summary->n, first ? 37 : second ? 12 : 417);
        QCOMPARE(summary->verdict, second ? Verdict::Pass : Verdict::Fail);
        QCOMPARE(report.results.size(), first ? 38 : second ? 1 : 418);
        QCOMPARE(report.failures.size(), first ? 5 : second ? 0 : 69);
        QVERIFY(!warned(report.warnings, u"contradiction"_s));
    }
};

QTEST_GUILESS_MAIN(TestGreatExpectations)
#include "tst_greatexpectations.moc"
