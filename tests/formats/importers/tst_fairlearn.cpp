// SPDX-License-Identifier: GPL-3.0-or-later
#include "importertest.h"

using namespace formatstest;

class TestFairlearn : public QObject
{
    Q_OBJECT
private slots:
    void frame()
    {
        const EvaluationReport report = fixtureReport(u"fairlearn_frame.json"_s);
        QCOMPARE(report.completeness, Completeness::Complete);
        REQUIRE(result(report, u"accuracy"_s) && result(report, u"accuracy"_s, {}, u"group=south"_s));
        QCOMPARE(result(report, u"accuracy"_s)->n, std::optional<qint64>(140));
        QCOMPARE(result(report, u"accuracy"_s)->category, Category::Accuracy);
        const Metric &south = *result(report, u"accuracy"_s, {}, u"group=south"_s);
        QCOMPARE(south.n, std::optional<qint64>(20));
        QCOMPARE(south.flags, QStringList{u"smallGroup"_s});
        QCOMPARE(south.intervalMethod, u"wilson, computed here"_s);
        QCOMPARE(south.category, Category::Fairness);
        QVERIFY(result(report, u"accuracy"_s, {}, u"group=north"_s)->flags.isEmpty());
        QCOMPARE(result(report, u"accuracy"_s, {}, u"group=east"_s)->valueState, State::Nan);
        QCOMPARE(result(report, u"selection_rate"_s, {}, u"group=east"_s)->valueState, State::Missing);
        QVERIFY(!result(report, u"count"_s));
        QVERIFY(warned(report.warnings, u"attributeUnknown"_s) && warned(report.warnings, u"notUnderstood"_s));
    }

    void aggregates()
    {
        const EvaluationReport report = fixtureReport(u"fairlearn_frame.json"_s);
        // The fixture's accuracies differ by 0.2, not by the 0.25 it claims.
        const Metric *difference = result(report, u"accuracy_difference"_s);
        REQUIRE(difference);
        QVERIFY(std::abs(difference->value - 0.2) < 1e-12);
        QVERIFY(difference->flags.contains(u"contradiction"_s) && warned(report.warnings, u"contradiction"_s));
        const Metric *selection = result(report, u"selection_rate_difference"_s), *ratio = result(report, u"selection_rate_ratio"_s);
        REQUIRE(selection && ratio && result(report, u"accuracy_group_min"_s));
        QCOMPARE(selection->value, 0.2);
        QVERIFY(selection->flags.isEmpty());
        QCOMPARE(selection->target, std::optional(0.0));
        QCOMPARE(ratio->target, std::optional(1.0));
        QCOMPARE(result(report, u"accuracy_group_min"_s)->direction, Direction::Higher);
        QCOMPARE(result(report, u"demographic_parity_difference"_s)->value, 0.2);
    }

    void severalAttributes()
    {
        const EvaluationReport report = fixtureReport(u"fairlearn_attributes.json"_s);
        REQUIRE(result(report, u"accuracy"_s, {}, u"age=old"_s) && result(report, u"accuracy"_s, {}, u"age=young, region=north"_s));
        QCOMPARE(result(report, u"accuracy"_s, {}, u"age=old"_s)->n, std::optional<qint64>(25));
        qsizetype overall = 0;
        for (const Metric &metric : report.results)
            overall += metric.slice.isEmpty();
        QCOMPARE(overall, 1);
    }

    void tables()
    {
        const EvaluationReport csv = fixtureReport(u"fairlearn_groups.csv"_s);
        QCOMPARE(csv.formatVersion, u"csv"_s);
        QCOMPARE(csv.completeness, Completeness::Partial);
        QVERIFY(warned(csv.warnings, u"damagedLines"_s));
        QCOMPARE(csv.results.size(), 4);
        REQUIRE(result(csv, u"accuracy"_s, {}, u"region=north, age=40, and over"_s));
        QCOMPARE(result(csv, u"accuracy"_s, {}, u"region=north, age=40, and over"_s)->pointer, u"line 2"_s);
        QCOMPARE(result(csv, u"accuracy"_s, {}, u"region=south, age=under 40"_s)->valueState, State::Nan);
        QCOMPARE(result(csv, u"selection_rate"_s, {}, u"region=south, age=under 40"_s)->valueState, State::Missing);
        const EvaluationReport split = fixtureReport(u"fairlearn_split.json"_s);
        REQUIRE(result(split, u"selection_rate"_s, {}, u"attribute 1=south, attribute 2=young"_s));
        QCOMPARE(result(split, u"selection_rate"_s, {}, u"attribute 1=south, attribute 2=young"_s)->n, std::optional<qint64>(8));
        const EvaluationReport semicolons = reportOf("region;accuracy;selection_rate\nnorth;0,75;0,5\n", u"fairlearn"_s);
        REQUIRE(result(semicolons, u"accuracy"_s, {}, u"region=north"_s));
        QCOMPARE(result(semicolons, u"accuracy"_s, {}, u"region=north"_s)->value, 0.75);
        const EvaluationReport records = reportOf(R"([{"region":"a","accuracy":"0.5","selection_rate":0.5}])", u"fairlearn"_s);
        REQUIRE(result(records, u"accuracy"_s, {}, u"region=a"_s));
        QCOMPARE(result(records, u"accuracy"_s, {}, u"region=a"_s)->valueState, State::Error);
    }

    void dashboard()
    {
        const EvaluationReport report = fixtureReport(u"fairlearn_dashboard.json"_s);
        QCOMPARE(report.subject.model, u"m1"_s);
        REQUIRE(result(report, u"accuracy_score"_s, u"m1"_s) && result(report, u"accuracy_score"_s, u"m1"_s, u"region=south"_s));
        // The labels give one right of two; the file claims 0.9 and three people.
        const Metric &south = *result(report, u"accuracy_score"_s, u"m1"_s, u"region=south"_s);
        QCOMPARE(south.value, 0.5);
        QCOMPARE(south.n, std::optional<qint64>(2));
        QVERIFY(south.flags.contains(u"computedHere"_s) && warned(report.warnings, u"contradiction"_s));
        QCOMPARE(report.confusions.size(), 3);
        QCOMPARE(report.confusions.first().counts, (QList<QList<double>>{{2, 0}, {1, 1}}));
    }

    void hostileFiles_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"frame", "attributes", "split", "dashboard"})
            QTest::newRow(name) << u"fairlearn_%1.json"_s.arg(QLatin1StringView(name));
    }
    void hostileFiles()
    {
        QFETCH(QString, name);
        QCOMPARE(hostile(fixtureBytes(name), u"fairlearn"_s), QString());
    }

    void realFile_data() { addRealFiles(u"fairlearn"_s); }
    void realFile()
    {
        QFETCH(QString, path);
        QString wrong;
        const EvaluationReport report = realReport(path, u"fairlearn"_s, &wrong);
        QCOMPARE(wrong, QString());
        QVERIFY(!warned(report.warnings, u"contradiction"_s) && !warned(report.warnings, u"notUnderstood"_s));
        if (path.endsWith(u"adult-gbc.metricframe.gender.json"_s)) {
            QCOMPARE(result(report, u"accuracy"_s)->n, std::optional<qint64>(16281));
            QVERIFY(std::abs(result(report, u"accuracy"_s, {}, u"group=Female"_s)->value - 0.9367) < 1e-4);
            QVERIFY(std::abs(result(report, u"demographic_parity_difference"_s)->value - 0.1626) < 1e-4);
        } else if (path.contains(u"attrition"_s)) {
            QVERIFY(std::abs(result(report, u"accuracy"_s, {}, u"Gender=Female"_s)->value - 0.7845) < 1e-4);
            QVERIFY(result(report, u"accuracy"_s, {}, u"AgeGroup=51-60"_s)->flags.contains(u"smallGroup"_s));
        } else if (path.endsWith(u".csv"_s) || path.contains(u"records"_s)) {
            QCOMPARE(report.results.size(), 60); // ten groups, six metrics
            QCOMPARE(report.results.first().slice.size(), 2);
        }
    }

    /// The table a second time by the plainest means: it has no quotes.
    void realTable()
    {
        const QString folder = realFiles(u"fairlearn"_s);
        if (folder.isEmpty())
            QSKIP("the real files are not here (COUNTERSIGN_SHARED)");
        QFile file(folder + u"/adult-logreg.metricframe.by_group.gender-race.csv"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n'), names = lines.first().trimmed().split(',');
        const auto imported = inspectFile(file.fileName());
        QVERIFY(imported.ok());
        qsizetype at = 0;
        for (const QByteArray &line : lines.mid(1)) {
            const QList<QByteArray> cells = line.trimmed().split(',');
            for (qsizetype i = 2; i + 1 < cells.size(); ++i, ++at) {
                const Metric &metric = imported->report()->results.at(at);
                QCOMPARE(metric.metric, QString::fromUtf8(names.at(i)));
                QCOMPARE(metric.value, cells.at(i).toDouble());
                QCOMPARE(double(*metric.n), cells.last().toDouble());
                QCOMPARE(metric.slice.last().group, QString::fromUtf8(cells.at(1)));
            }
        }
        QCOMPARE(at, imported->report()->results.size());
    }
};

QTEST_GUILESS_MAIN(TestFairlearn)
#include "tst_fairlearn.moc"
