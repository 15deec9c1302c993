// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostile.h"

using namespace formatstest;
using Completeness = EvaluationReport::Completeness;

namespace {
const QByteArray table = "user_input,retrieved_contexts,response,reference,faithfulness,answer_relevancy\n"
                         "\"What, really?\",\"['a', 'b']\",\"She said \"\"yes\"\"\nand left\",ref,0.5,1.0\n"
                         "Second?,[],No,ref,1.0,\n"
                         "Third?,[],Maybe,ref,nan,0.0\n";
const QByteArray notes = "{\"accuracy\":[{\"metric_input\":{\"user_input\":\"q\",\"response\":\"r\"},\"metric_output\":1,\"prompts\":{\"p\":{\"prompt_output\":{\"reason\":\"fits\",\"verdict\":1},"
                         "\"edited_output\":null}},\"is_accepted\":true},"
                         "{\"metric_input\":{\"user_input\":\"q2\",\"response\":\"r2\"},\"metric_output\":0,\"prompts\":{\"p\":{\"prompt_output\":{\"reason\":\"wrong\",\"verdict\":0},"
                         "\"edited_output\":{\"reason\":\"no\",\"verdict\":1}}},\"is_accepted\":false},"
                         "{\"metric_input\":{},\"metric_output\":0.5,\"prompts\":{},\"is_accepted\":false}]}";
}

class TestRagas : public QObject
{
    Q_OBJECT
private slots:
    void csv()
    {
        const auto report = reportOf(inspectBytes(table));
        QCOMPARE(report.format, u"ragas"_s);
        const auto *faithful = find(report, u"faithfulness"_s, u"faithfulness"_s), *relevant = find(report, u"answer_relevancy"_s, u"answer_relevancy"_s);
        REQUIRE(faithful && relevant);
        QCOMPARE(faithful->value, 0.75);
        QCOMPARE(faithful->n, 2); // NaN is no value
        QCOMPARE(relevant->n, 2);
        QCOMPARE(report.completeness, Completeness::Partial);
        QVERIFY(warned(report.warnings, u"unscored"_s));
        QCOMPARE(report.samples.size(), 3);
        QCOMPARE(report.samples[0].input, u"What, really?"_s);
        QCOMPARE(report.samples[0].output, u"She said \"yes\"\nand left"_s);
        QCOMPARE(report.samples[1].pointer, u"line 4"_s);
    }
    void sameInOtherClothes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("semicolons") << QByteArray("user_input;response;faithfulness\nq;r;0.5\nq;r;1\n");
        QTest::newRow("CRLF") << QByteArray("user_input,response,faithfulness\r\nq,r,0.5\r\nq,r,1\r\n");
        QTest::newRow("mark") << QByteArray("\xef\xbb\xbfuser_input,response,faithfulness\nq,r,0.5\nq,r,1\n");
        QTest::newRow("tabs") << QByteArray("user_input\tresponse\tfaithfulness\nq\tr\t0.5\nq\tr\t1");
        QTest::newRow("older names") << QByteArray("question,answer,contexts,faithfulness\nq,r,c,0.5\nq,r,c,1\n");
        QTest::newRow("lines") << QByteArray("{\"user_input\":\"q\",\"response\":\"r\",\"faithfulness\":0.5}\n{\"user_input\":\"q\",\"response\":\"r\",\"faithfulness\":1.0}\n");
        QTest::newRow("records") << QByteArray("[{\"user_input\":\"q\",\"response\":\"r\",\"faithfulness\":0.5},{\"user_input\":\"q\",\"response\":\"r\",\"faithfulness\":1}]");
        const QString text = u"user_input,response,faithfulness\nq,r,0.5\nq,r,1\n"_s;
        QTest::newRow("UTF-16") << QByteArray("\xff\xfe") + QByteArray(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
    }
    void sameInOtherClothes()
    {
        QFETCH(QByteArray, bytes);
        const auto report = reportOf(inspectBytes(bytes));
        const auto *faithful = find(report, u"faithfulness"_s, u"faithfulness"_s);
        REQUIRE(faithful);
        QCOMPARE(faithful->value, 0.75);
        QCOMPARE(faithful->n, 2);
        QCOMPARE(report.completeness, Completeness::Complete);
    }
    void words()
    {
        const auto report = reportOf(inspectBytes("query,response,correctness\na,b,pass\nc,d,fail\ne,f,pass\n"));
        const auto *share = find(report, u"correctness"_s, u"pass_rate"_s);
        REQUIRE(share);
        QCOMPARE(share->value, 2.0 / 3);
        QCOMPARE(share->intervalMethod, u"wilson, computed here"_s);
        QCOMPARE(report.failures[0].count, 1);
    }
    void annotations()
    {
        const auto report = reportOf(inspectBytes(notes));
        QCOMPARE(report.format, u"ragas-annotations"_s);
        QCOMPARE(report.reviews.size(), 3);
        QCOMPARE(report.reviews[0].decision, u"accept"_s);
        QCOMPARE(report.reviews[1].decision, u"edit"_s);
        QCOMPARE(report.reviews[2].decision, u"reject"_s);
        QCOMPARE(report.reviews[0].question, u"accuracy"_s);
        QCOMPARE(report.reviews[0].reason, u"fits"_s);
        QCOMPARE(report.reviews[2].rating, u"0.5"_s);
        const auto *accepted = find(report, u"accuracy"_s, u"acceptance_rate"_s);
        REQUIRE(accepted);
        QCOMPARE(accepted->value, 1.0 / 3);
        QCOMPARE(accepted->n, 3);
        QCOMPARE(accepted->category, EvaluationReport::Category::Human);
    }
    void odd()
    {
        replaceEveryScalar(notes, u"ragas-annotations"_s);
        cutEverywhere(notes, u"ragas-annotations"_s);
        for (qsizetype at = 0; at < table.size(); ++at)
            QVERIFY(behaves(table.left(at), u"ragas"_s));
        QVERIFY(!inspectBytes("user_input,response,f\n", u"ragas"_s).ok());
        const auto open = inspectBytes("user_input,response,f\na,\"b,c\n", u"ragas"_s);
        QVERIFY(!open.ok() && open.error().text.contains(u"Line 2"_s));
        QVERIFY(!inspectBytes(QByteArray("user_input,response,f\na,b\0,1\n", 29), u"ragas"_s).ok());
        const auto latin = reportOf(inspectBytes("user_input,response,faithfulness\ncaf\xe9,r,1\n"));
        QCOMPARE(latin.samples[0].input, u"caf\u00e9"_s);
        QVERIFY(warned(latin.warnings, u"latin1"_s));
        QVERIFY(warned(reportOf(inspectBytes("user_input,response,faithfulness\na,b\na,b,1\n")).warnings, u"raggedRows"_s));
        QVERIFY(!inspectBytes("name,value\na,1\n").ok()); // any other table needs a mapping
    }
    void realFiles()
    {
        const QString path = formatstest::realFiles(u"ragas"_s);
        if (path.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        const auto results = reportOf(inspectFile(path + u"/evaluation_results_2025.csv"_s));
        QCOMPARE(results.results[0].n, 10);
        QCOMPARE(results.results[0].value, 0.6);
        const auto people = reportOf(inspectFile(path + u"/sample_annotated_summary.json"_s));
        QCOMPARE(people.reviews.size(), 19);
        QCOMPARE(std::count_if(people.reviews.begin(), people.reviews.end(), [](const auto &it) { return it.decision == u"accept"; }), 10);
        QCOMPARE(std::count_if(people.reviews.begin(), people.reviews.end(), [](const auto &it) { return it.decision == u"edit"; }), 0);
    }
};

QTEST_GUILESS_MAIN(TestRagas)
#include "tst_ragas.moc"
