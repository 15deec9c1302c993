// SPDX-License-Identifier: GPL-3.0-or-later
#include "importertest.h"

using namespace formatstest;

class TestAif360 : public QObject
{
    Q_OBJECT
private slots:
    void explanations()
    {
        const EvaluationReport report = fixtureReport(u"aif360_explainer.json"_s);
        const Metric *accuracy = result(report, u"Accuracy"_s), *parity = result(report, u"Statistical Parity Difference"_s);
        REQUIRE(accuracy && parity);
        QCOMPARE(accuracy->value, 0.75);
        QCOMPARE(accuracy->n, std::optional<qint64>(100));
        QCOMPARE(accuracy->pointer, u"/0/message"_s);
        QVERIFY(accuracy->interval);
        QCOMPARE(parity->value, -0.25);
        QCOMPARE(parity->target, std::optional(0.0));
        QVERIFY(parity->flags.isEmpty());
        const Metric *group = result(report, u"selection_rate"_s, {}, u"group=unprivileged"_s);
        REQUIRE(group);
        QCOMPARE(group->value, 0.25);
        QCOMPARE(group->n, std::optional<qint64>(40));
        QCOMPARE(group->flags, QStringList{u"computedHere"_s});
        // 10/20 − 30/40 is −0.25, whatever the sentence says.
        QVERIFY(result(report, u"Mean Difference"_s)->flags.contains(u"contradiction"_s));
        QCOMPARE(result(report, u"Consistency"_s)->value, 0.5);
        QCOMPARE(result(report, u"Theil Index"_s)->valueState, State::Nan);
        QCOMPARE(report.confusions.first().counts, (QList<QList<double>>{{55, 5}, {20, 20}}));
        QVERIFY(warned(report.warnings, u"signConvention"_s));
    }

    void check()
    {
        const EvaluationReport report = fixtureReport(u"aif360_check.json"_s);
        const Metric *parity = result(report, u"Statistical parity difference"_s), *impact = result(report, u"Disparate impact"_s);
        REQUIRE(parity && impact);
        QCOMPARE(parity->verdict, Verdict::Pass);
        QCOMPARE(parity->threshold->op, u">="_s);
        QCOMPARE(parity->threshold->limit, -0.1);
        QCOMPARE(impact->verdict, Verdict::Fail);
        QCOMPARE(impact->threshold->limit, 0.8);
        QCOMPARE(result(report, u"Equal opportunity difference"_s)->verdict, Verdict::Fail);
        QCOMPARE(result(report, u"Average odds difference"_s)->verdict, Verdict::Indeterminate);
        QCOMPARE(result(report, u"Average odds difference"_s)->valueState, State::Nan);
        QVERIFY(!result(report, u"Theil index"_s)->threshold);
    }

    void sentences_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<State>("state");
        QTest::addColumn<double>("value");
        QTest::newRow("plain") << "Accuracy (ACC): 0.5"_ba << State::Finite << 0.5;
        QTest::newRow("colon inside") << "Rate: of groups: -1e-3"_ba << State::Finite << -1e-3;
        QTest::newRow("list of one") << "Consistency: [0.25]"_ba << State::Finite << 0.25;
        QTest::newRow("numpy") << "Accuracy: 1."_ba << State::Finite << 1.0;
        QTest::newRow("list of two") << "Consistency: [0.25, 0.5]"_ba << State::Error << 0.0;
        QTest::newRow("infinite") << "Impact: inf"_ba << State::Inf << 0.0;
        QTest::newRow("no number") << "Impact: high"_ba << State::Error << 0.0;
        QTest::newRow("nothing") << ""_ba << State::Missing << 0.0;
    }
    void sentences()
    {
        QFETCH(QByteArray, message);
        QFETCH(State, state);
        QFETCH(double, value);
        const EvaluationReport report = reportOf("[{\"metric\":\"M\",\"message\":\"" + message + "\",\"ideal\":\"x\"}]", u"aif360"_s);
        QCOMPARE(report.results.size(), 1);
        QCOMPARE(report.results.first().valueState, state);
        if (state == State::Finite)
            QCOMPARE(report.results.first().value, value);
    }

    void hostileFiles()
    {
        QCOMPARE(hostile(fixtureBytes(u"aif360_explainer.json"_s), u"aif360"_s), QString());
        QCOMPARE(hostile(fixtureBytes(u"aif360_check.json"_s), u"aif360"_s), QString());
    }

    void realFile_data() { addRealFiles(u"aif360"_s); }
    void realFile()
    {
        QFETCH(QString, path);
        QString wrong;
        const EvaluationReport report = realReport(path, u"aif360"_s, &wrong);
        QCOMPARE(wrong, QString());
        if (path.contains(u"explainer"_s)) {
            QCOMPARE(report.results.size(), 24); // 14 different explanations, ten shares of groups
            QVERIFY(std::abs(result(report, u"Disparate Impact"_s)->value - 0.3084) < 1e-4);
            QVERIFY(result(report, u"True Positive Rate Difference"_s));
        } else {
            const bool race = path.contains(u"race"_s);
            QCOMPARE(report.results.size(), 8);
            QVERIFY(std::abs(result(report, u"Statistical parity difference"_s)->value - (race ? -0.0793 : -0.1626)) < 1e-4);
            QCOMPARE(result(report, u"Statistical parity difference"_s)->verdict, race ? Verdict::Pass : Verdict::Fail);
            QCOMPARE(result(report, u"Disparate impact"_s)->verdict, Verdict::Fail);
        }
    }
};

QTEST_GUILESS_MAIN(TestAif360)
#include "tst_aif360.moc"
