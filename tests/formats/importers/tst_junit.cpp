// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostile.h"

using namespace formatstest;
using Completeness = EvaluationReport::Completeness;

namespace {
const QByteArray suites = "<?xml version=\"1.0\"?>\n<testsuites name=\"all\" tests=\"5\" failures=\"1\" errors=\"1\">\n"
                          " <testsuite name=\"outer\" tests=\"2\" time=\"1,234.5\"><properties><property name=\"api_key\" value=\"abcdef\"/><property name=\"accuracy\" value=\"0.75\"/></properties>\n"
                          "  <testcase name=\"a\" classname=\"C\" time=\"1,000.5\"/>\n"
                          "  <testcase name=\"b\" classname=\"C\"><failure type=\"AssertionError\" message=\"1 != 2\">trace</failure></testcase>\n"
                          "  <testsuite name=\"inner\" tests=\"3\"><testcase name=\"c\"/><testcase name=\"d\"><error message=\"boom\"/></testcase><testcase name=\"\"><skipped/></testcase></testsuite>\n"
                          " </testsuite>\n</testsuites>\n";
}

class TestJUnit : public QObject
{
    Q_OBJECT
private slots:
    void counts()
    {
        const auto report = reportOf(inspectBytes(suites));
        QCOMPARE(report.format, u"junit"_s);
        const auto *all = find(report, u"all tests"_s, u"pass_rate"_s), *outer = find(report, u"outer"_s, u"pass_rate"_s), *inner = find(report, u"inner"_s, u"pass_rate"_s);
        REQUIRE(all && outer && inner);
        QCOMPARE(all->n, 4); // skipped tests say nothing
        QCOMPARE(all->value, 0.5);
        QCOMPARE(outer->n, 2);
        QCOMPARE(inner->n, 2);
        QCOMPARE(inner->verdict, EvaluationReport::Verdict::Fail);
        QCOMPARE(find(report, u"outer"_s, u"accuracy"_s)->value, 0.75);
        QCOMPARE(find(report, u"outer"_s, u"time"_s)->value, 1000.5);
        QVERIFY(!warned(report.warnings, u"contradiction"_s));
        QVERIFY(warned(report.warnings, u"skipped"_s));
        QCOMPARE(report.completeness, Completeness::Complete);
        QCOMPARE(report.failures.size(), 2);
        QCOMPARE(report.failures[0].mode, u"AssertionError"_s);
        QCOMPARE(report.failures[0].examples[0].id, u"C.b"_s);
        QVERIFY(report.failures[0].examples[0].reason.contains(u"1 != 2"_s));
        QCOMPARE(report.run.configuration.value(u"api_key"_s).toString(), u"(removed)"_s);
        QCOMPARE(report.samples.size(), 5);
    }
    void liesAreCounted()
    {
        const auto report = reportOf(inspectBytes("<testsuite name=\"s\" tests=\"9\" failures=\"0\"><testcase name=\"a\"><failure/></testcase></testsuite>"));
        QVERIFY(warned(report.warnings, u"contradiction"_s));
        QCOMPARE(report.results[0].value, 0.0);
        QCOMPARE(report.results[0].n, 1);
        QCOMPARE(report.completeness, Completeness::Partial);
    }
    void flakyTestsPassed()
    {
        const auto report = reportOf(inspectBytes("<testsuite name=\"s\"><testcase name=\"a\"><flakyFailure message=\"m\"><stackTrace>t</stackTrace></flakyFailure></testcase></testsuite>"));
        QCOMPARE(report.results[0].value, 1.0);
        QVERIFY(report.failures.isEmpty() && !warned(report.warnings, u"notUnderstood"_s));
    }
    void refused_data()
    {
        QTest::addColumn<QByteArray>("xml");
        QTest::newRow("entities") << QByteArray("<!DOCTYPE x [<!ENTITY a \"b\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><testsuite name=\"&a;\"><testcase name=\"&c;\"/></testsuite>");
        QTest::newRow("document type") << QByteArray("<!DOCTYPE testsuite SYSTEM \"http://x.example/j.dtd\"><testsuite name=\"s\"><testcase name=\"a\"/></testsuite>");
        QTest::newRow("unknown entity") << QByteArray("<testsuite name=\"s\"><testcase name=\"a\"><failure>&nope;</failure></testcase></testsuite>");
        QTest::newRow("not closed") << QByteArray("<testsuite name=\"s\"><testcase name=\"a\"/>");
        QTest::newRow("two roots") << QByteArray("<testsuite name=\"s\"><testcase name=\"a\"/></testsuite><testsuite/>");
        QTest::newRow("no suite") << QByteArray("<testsuites/>");
        QByteArray deep;
        for (int i = 0; i < 2000; ++i)
            deep += "<testsuite name=\"s\">";
        QTest::newRow("deep") << deep;
    }
    void refused()
    {
        QFETCH(QByteArray, xml);
        const auto imported = inspectBytes(xml, u"junit"_s);
        QVERIFY(!imported.ok());
        QVERIFY(imported.error().text.contains(u"Line"_s) || imported.error().text.contains(u"suite"_s));
    }
    void documentTypesAreRecognisedToBeRefused()
    {
        const auto imported = inspectBytes("<?xml version=\"1.0\"?><!-- c --><!DOCTYPE x [<!ENTITY a \"b\">]><testsuite/>");
        QVERIFY(!imported.ok());
        QVERIFY(imported.error().text.contains(u"document type"_s));
        QVERIFY(!inspectBytes("<promptfoo><results/></promptfoo>").ok());
    }
    void odd()
    {
        cutEverywhere(suites, u"junit"_s);
        for (qsizetype at = 0; at < suites.size(); at += 3) {
            for (const char *other : {"<", ">", "&", "\"", "]]>", "<!--", "\xff"})
                QVERIFY(behaves(QByteArray(suites).replace(at, 1, other), u"junit"_s));
        }
        const QString text = QString::fromUtf8(suites);
        const QByteArray utf16 = QByteArray("\xff\xfe") + QByteArray(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
        QCOMPARE(find(reportOf(inspectBytes(utf16)), u"all tests"_s, u"pass_rate"_s)->n, 4);
    }
    void realFiles_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qint64>("cases");
        QTest::addColumn<qint64>("bad"); // failures and errors
        if (formatstest::realFiles(u"junit"_s).isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        QTest::newRow("empty name") << u"empty-testcasename.xml"_s << qint64(1) << qint64(1);
        QTest::newRow("error details") << u"error-details.xml"_s << qint64(1) << qint64(1);
        QTest::newRow("nested") << u"nested-testsuites.xml"_s << qint64(2) << qint64(0); // the error is a suite's
        QTest::newRow("large") << u"report-1472_650KB.xml"_s << qint64(2653) << qint64(1);
        QTest::newRow("properties") << u"with-properties.xml"_s << qint64(2) << qint64(1);
    }
    void realFiles()
    {
        QFETCH(QString, name);
        QFETCH(qint64, cases);
        QFETCH(qint64, bad);
        const auto report = reportOf(inspectFile(formatstest::realFiles(u"junit"_s) + u'/' + name));
        const auto *all = find(report, u"all tests"_s, u"pass_rate"_s);
        REQUIRE(all);
        QCOMPARE(all->n, cases);
        QCOMPARE(all->value, double(cases - bad) / double(cases));
    }
};

QTEST_GUILESS_MAIN(TestJUnit)
#include "tst_junit.moc"
