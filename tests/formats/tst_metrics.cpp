// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"
#include "formats/metricrules.h"
#include "domain/intervals.h"
#include "formats/timestamps.h"
#include "formatstest.h"

using namespace formatstest;
using Direction = EvaluationReport::Direction;

class TestMetrics : public QObject
{
    Q_OBJECT
private slots:
    void dataIsSound()
    {
        const QDir folder(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/resources/metrics"));
        const QStringList names = folder.entryList({u"*.json"_s}, QDir::Files);
        QVERIFY(names.contains(u"general.json"_s));
        for (const QString &name : names) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto registry = MetricRegistry::fromJson(file.readAll());
            QVERIFY2(registry.ok(), registry.ok() ? "" : qPrintable(name + registry.error().text + registry.error().fields.value(0).pointer));
        }
        QVERIFY(MetricRegistry::builtIn().find({}, u"acc").has_value());
    }

    void finds_data()
    {
        QTest::addColumn<QString>("producer");
        QTest::addColumn<QString>("metric");
        QTest::addColumn<int>("direction");
        QTest::addColumn<QString>("unit");
        const auto row = [](const QString &producer, const QString &metric, Direction direction, const QString &unit) {
            QTest::newRow(qPrintable(producer + u' ' + metric)) << producer << metric << int(direction) << unit;
        };
        row({}, u"acc"_s, Direction::Higher, u"fraction"_s);
        row({}, u"Accuracy"_s, Direction::Higher, u"fraction"_s);
        row({}, u"acc_norm"_s, Direction::Higher, u"fraction"_s);
        row({}, u"pass@1"_s, Direction::Higher, u"fraction"_s);
        row({}, u"ndcg_at_10"_s, Direction::Higher, u"fraction"_s);
        row({}, u"cos_sim_pearson"_s, Direction::Higher, u"coefficient"_s);
        row({}, u"word_perplexity"_s, Direction::Lower, u"perplexity"_s);
        row({}, u"WER"_s, Direction::Lower, u"fraction"_s);
        row({}, u"attack-success-rate"_s, Direction::Lower, u"fraction"_s);
        row({}, u"disparate impact"_s, Direction::Target, u"ratio"_s);
        row({}, u"pct_stereotype"_s, Direction::Target, u"fraction"_s);
        row(u"lm-eval"_s, u"rouge1"_s, Direction::Higher, u"points of 100"_s);
        row({}, u"rouge1"_s, Direction::Higher, QString());
    }
    void finds()
    {
        QFETCH(QString, producer);
        QFETCH(QString, metric);
        const auto info = MetricRegistry::builtIn().find(producer, metric);
        REQUIRE(info);
        QTEST(int(info->direction), "direction");
        QTEST(info->unit, "unit");
        QVERIFY(info->direction != Direction::Target || info->target.has_value());
    }

    void unknownStaysUnknown()
    {
        for (const QString &name : {u"vibes"_s, QString(), u"acc_stderr"_s, u"accx"_s})
            QVERIFY2(!MetricRegistry::builtIn().find({}, name), qPrintable(name));
        WarningList warnings;
        EvaluationReport::Metric metric;
        metric.metric = u"vibes"_s;
        setValue(metric, "3");
        MetricRules rules(MetricRegistry::builtIn(), {}, warnings);
        rules.settle(metric);
        rules.addInterval(metric);
        QCOMPARE(metric.direction, Direction::Unknown);
        QVERIFY(!metric.interval && metric.flags.isEmpty());
    }

    void tasksGiveCategories()
    {
        QCOMPARE(MetricRegistry::builtIn().task(u"crows_pairs_english").category, std::optional(EvaluationReport::Category::Fairness));
        QCOMPARE(MetricRegistry::builtIn().task(u"hendrycksTest-virology").suite, u"hendrycksTest"_s);
        QVERIFY(!MetricRegistry::builtIn().task(u"arc_easy").category);
    }

    void refusesBadData_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("no JSON") << "{"_ba;
        QTest::newRow("unknown member") << R"({"metrics":[{"name":"a","better":"up"}]})"_ba;
        QTest::newRow("unknown direction") << R"({"metrics":[{"name":"a","direction":"up"}]})"_ba;
        QTest::newRow("name is a number") << R"({"metrics":[{"name":1}]})"_ba;
        QTest::newRow("producer") << R"({"producers":{"x":[{"name":"a","min":"low"}]}})"_ba;
        QTest::newRow("task") << R"({"tasks":[{"pattern":"a","category":"no such"}]})"_ba;
    }
    void refusesBadData()
    {
        QFETCH(QByteArray, json);
        QVERIFY(!MetricRegistry::fromJson(json).ok());
    }

    void patterns()
    {
        QVERIFY(fitsPattern(u"a*c", u"abc"));
        QVERIFY(fitsPattern(u"a*c", u"ac"));
        QVERIFY(fitsPattern(u"*", u""));
        QVERIFY(fitsPattern(u"*_at_*", u"ndcg_at_10"));
        QVERIFY(!fitsPattern(u"a*c", u"acd"));
        QVERIFY(!fitsPattern(u"", u"a"));
        QVERIFY(!fitsPattern(u"a", u""));
        // Where backtracking would take exponential time.
        QVERIFY(!fitsPattern(u"*a*a*a*a*a*a*a*a*a*b", QString(20'000, u'a')));
    }

    /// Values of Wilson's interval from R's prop.test(x, n, correct = FALSE).
    void wilson_data()
    {
        QTest::addColumn<double>("share");
        QTest::addColumn<qint64>("n");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("half") << 0.5 << qint64(10) << 0.2365931 << 0.7634069;
        QTest::newRow("none") << 0.0 << qint64(10) << 0.0 << 0.2775328;
        QTest::newRow("all") << 1.0 << qint64(10) << 0.7224672 << 1.0;
        QTest::newRow("one in a hundred") << 0.01 << qint64(100) << 0.001767 << 0.0544862;
        QTest::newRow("one of one") << 1.0 << qint64(1) << 0.2065493 << 1.0;
    }
    void wilson()
    {
        QFETCH(double, share);
        QFETCH(qint64, n);
        QFETCH(double, low);
        QFETCH(double, high);
        const auto interval = wilsonInterval(share, n);
        QVERIFY2(std::abs(interval.low - low) < 1e-6, qPrintable(QString::number(interval.low, 'g', 10)));
        QVERIFY2(std::abs(interval.high - high) < 1e-6, qPrintable(QString::number(interval.high, 'g', 10)));
    }

    void normal()
    {
        const auto interval = normalInterval(0.5, 0.1);
        QVERIFY(std::abs(interval.low - 0.3040036) < 1e-6 && std::abs(interval.high - 0.6959964) < 1e-6);
    }

    void fileAgainstRegistry()
    {
        WarningList warnings;
        MetricRules rules(MetricRegistry::builtIn(), {}, warnings);
        const auto settled = [&](const QString &name, std::optional<bool> higher) {
            EvaluationReport::Metric metric;
            metric.metric = name;
            setValue(metric, "0.5");
            rules.settle(metric, higher);
            return metric;
        };
        QCOMPARE(settled(u"vibes"_s, true).direction, Direction::Higher);
        QCOMPARE(settled(u"vibes"_s, false).direction, Direction::Lower);
        QCOMPARE(settled(u"acc"_s, true).direction, Direction::Higher);
        QCOMPARE(settled(u"acc"_s, false).direction, Direction::Unknown);
        QCOMPARE(settled(u"acc"_s, false).flags, QStringList{u"directionConflict"_s});
        QCOMPARE(settled(u"pct_stereotype"_s, false).direction, Direction::Target);
    }

    void times_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QString>("warning");
        QTest::newRow("epoch") << u"1727695748.1696951"_s << u"2024-09-30T11:29:08.169Z"_s << QString();
        QTest::newRow("zone") << u"2024-09-30T13:29:08+02:00"_s << u"2024-09-30T11:29:08.000Z"_s << QString();
        QTest::newRow("date") << u"2026-05-23"_s << u"2026-05-23T00:00:00.000Z"_s << u"dateOnly"_s;
        QTest::newRow("local") << u"2026-05-23T10:00:00"_s << QString() << u"timeWithoutZone"_s;
        QTest::newRow("far") << u"99999999999999"_s << QString() << u"absurdTimestamp"_s;
        QTest::newRow("before") << u"0"_s << QString() << u"absurdTimestamp"_s;
        QTest::newRow("negative") << u"-5e300"_s << QString() << u"absurdTimestamp"_s;
        QTest::newRow("nan") << u"nan"_s << QString() << u"absurdTimestamp"_s;
        QTest::newRow("words") << u"last week"_s << QString() << u"absurdTimestamp"_s;
        QTest::newRow("nothing") << QString() << QString() << QString();
    }
    void times()
    {
        QFETCH(QString, text);
        QFETCH(QString, warning);
        WarningList warnings;
        QTEST(toRfc3339(readTime(text, {}, warnings)), "wanted");
        const auto list = warnings.take();
        QCOMPARE(list.size(), warning.isEmpty() ? 0 : 1);
        QVERIFY(warning.isEmpty() || list.first().code == warning);
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
