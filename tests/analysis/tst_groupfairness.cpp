// SPDX-License-Identifier: GPL-3.0-or-later
// Groups that are too small, rates without a denominator, references, intersections. The figures themselves are compared
// with pandas' in tst_statistics.
#include "analysis/groupfairness.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>

using namespace countersign;
using namespace Qt::StringLiterals;
using Reason = FairnessMetric::Reason;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// `selected` of `n` in a group; every second one deserves it.
void addGroup(GroupTally &tally, const QStringList &groups, int n, int selected)
{
    for (int i = 0; i < n; ++i)
        tally.add(groups, i < selected, i % 2 == 0, i < selected ? 0.9 : 0.1);
}

const FairnessMetric *metricOf(const FairnessAnalysis &analysis, const QString &name, const QString &dimension = u"sex"_s, const QString &group = {})
{
    for (const FairnessMetric &metric : analysis.metrics) {
        const QString own = metric.slice.isEmpty() ? QString() : metric.slice[0].group;
        if (metric.name == name && metric.dimension == dimension && own == group)
            return &metric;
    }
    return nullptr;
}

GroupValue value(const QString &group, double share, std::optional<qint64> n)
{
    return {{{u"sex"_s, group}}, share, n};
}

} // namespace

class TestGroupFairness : public QObject
{
    Q_OBJECT
private slots:
    void twoGroups()
    {
        GroupTally tally({u"sex"_s});
        addGroup(tally, {u"f"_s}, 100, 30);
        addGroup(tally, {u"m"_s}, 200, 100);
        const FairnessAnalysis found = analyseFairness(tally);
        QCOMPARE(found.groups.size(), 2);
        QCOMPARE(found.groups[0].counts.n, 100);
        QCOMPARE(found.groups[0].selectionRate->value, 0.3);
        QVERIFY(found.groups[0].selectionRate->interval->low < 0.3);
        const FairnessMetric *parity = metricOf(found, u"demographicParityDifference"_s);
        QCOMPARE(*parity->value, 0.2);
        QCOMPARE(parity->lower[0].group, u"f"_s);
        QCOMPARE(parity->higher[0].group, u"m"_s);
        QVERIFY(parity->interval->low > 0 && parity->target == 0);
        const FairnessMetric *ratio = metricOf(found, u"demographicParityRatio"_s);
        QVERIFY(std::abs(*ratio->value - 0.6) < 1e-12 && ratio->belowFourFifths && ratio->target == 1);
        QVERIFY(metricOf(found, u"impactRatio"_s, u"sex"_s, u"f"_s)->belowFourFifths);
        const FairnessMetric *own = metricOf(found, u"impactRatio"_s, u"sex"_s, u"m"_s);
        QVERIFY(*own->value == 1 && !own->interval && !own->belowFourFifths);
        QCOMPARE(found.contrasts.size(), 2);
        QVERIFY(found.contrasts[1].isReference && !found.contrasts[1].difference);
        QCOMPARE(found.contrasts[0].difference->value, -0.2);
        QVERIFY(found.contrasts[0].belowFourFifths);
        QCOMPARE(found.groups[0].calibration.size(), 10);
        QVERIFY(found.groups[0].expectedCalibrationError && found.groups[0].brierScore);
    }

    void smallGroupsStandApart()
    {
        GroupTally tally({u"sex"_s});
        addGroup(tally, {u"f"_s}, 100, 50);
        addGroup(tally, {u"m"_s}, 100, 60);
        addGroup(tally, {u"x"_s}, 29, 0);
        FairnessAnalysis found = analyseFairness(tally);
        QVERIFY(found.groups[2].tooFew && found.groups[2].selectionRate.has_value());
        QVERIFY(std::abs(*metricOf(found, u"demographicParityDifference"_s)->value - 0.1) < 1e-12);
        QVERIFY(!metricOf(found, u"impactRatio"_s, u"sex"_s, u"x"_s));
        QVERIFY(found.contrasts[2].tooFew && !found.contrasts[2].difference);
        found = analyseFairness(tally, {0.95, 29, {}});
        QVERIFY(!found.groups[2].tooFew);
        QVERIFY(std::abs(*metricOf(found, u"demographicParityDifference"_s)->value - 0.6) < 1e-12);
        found = analyseFairness(tally, {0.95, 101, {}});
        for (const FairnessMetric &metric : found.metrics)
            QVERIFY(!metric.value && metric.reason == Reason::TooFewGroups);
        QCOMPARE(found.metrics.size(), 5);
    }

    void ratesWithoutDenominator()
    {
        GroupTally tally({u"sex"_s});
        for (int i = 0; i < 50; ++i) {
            tally.add(std::array{u"f"_s}, false, std::nullopt);
            tally.add(std::array{u"m"_s}, false, false);
        }
        const FairnessAnalysis found = analyseFairness(tally);
        QVERIFY(found.groups[0].selectionRate && !found.groups[0].accuracy && !found.groups[0].truePositiveRate && !found.groups[0].precision);
        QVERIFY(found.groups[0].calibration.isEmpty() && !found.groups[0].brierScore);
        QCOMPARE(*metricOf(found, u"demographicParityDifference"_s)->value, 0.0);
        QCOMPARE(int(metricOf(found, u"demographicParityRatio"_s)->reason), int(Reason::NothingSelected));
        QCOMPARE(int(metricOf(found, u"impactRatio"_s, u"sex"_s, u"f"_s)->reason), int(Reason::NothingSelected));
        for (const QString &name : {u"equalOpportunityDifference"_s, u"equalizedOddsDifference"_s, u"predictiveParityDifference"_s}) {
            QVERIFY(!metricOf(found, name)->value);
            QCOMPARE(int(metricOf(found, name)->reason), int(Reason::TooFewGroups));
        }
    }

    void againstAReference()
    {
        GroupTally tally({u"sex"_s});
        addGroup(tally, {u"a"_s}, 100, 20);
        addGroup(tally, {u"b"_s}, 100, 50);
        addGroup(tally, {u"c"_s}, 100, 90);
        FairnessOptions options;
        options.reference.insert(u"sex"_s, u"b"_s);
        FairnessAnalysis found = analyseFairness(tally, options);
        const FairnessMetric *parity = metricOf(found, u"demographicParityDifference"_s);
        QVERIFY(std::abs(*parity->value - 0.4) < 1e-12); // c is farther from b than a is
        QCOMPARE(parity->lower[0].group, u"b"_s);
        // … but as a quotient a is: 20/50 against 50/90.
        QVERIFY(std::abs(*metricOf(found, u"demographicParityRatio"_s)->value - 0.4) < 1e-12);
        QVERIFY(found.contrasts[1].isReference);
        QVERIFY(std::abs(found.contrasts[2].ratio->value - 1.8) < 1e-12);
        // The impact ratio stays that against the most selected.
        QVERIFY(std::abs(*metricOf(found, u"impactRatio"_s, u"sex"_s, u"b"_s)->value - 50.0 / 90) < 1e-12);
        options.reference.insert(u"sex"_s, u"nobody"_s);
        found = analyseFairness(tally, options);
        QCOMPARE(int(metricOf(found, u"demographicParityDifference"_s)->reason), int(Reason::ReferenceMissing));
        QCOMPARE(int(metricOf(found, u"demographicParityRatio"_s)->reason), int(Reason::ReferenceMissing));
        for (const GroupContrast &contrast : found.contrasts)
            QVERIFY(!contrast.isReference && !contrast.difference);
    }

    void intersections()
    {
        GroupTally tally({u"sex"_s, u"age"_s});
        addGroup(tally, {u"f"_s, u"1:a"_s}, 40, 10);
        addGroup(tally, {u"f"_s, u"old"_s}, 40, 20);
        addGroup(tally, {u"m"_s, QString()}, 40, 30);
        QCOMPARE(tally.parts().size(), 3);
        QCOMPARE(tally.parts()[2].dimension, u"sex × age"_s);
        QCOMPARE(tally.parts()[2].groups.size(), 2);
        QCOMPARE(tally.parts()[2].groups[0].slice.size(), 2);
        QCOMPARE(tally.parts()[1].leftOut, 40); // whose age is not known
        QCOMPARE(tally.parts()[2].leftOut, 40);
        QCOMPARE(tally.parts()[0].groups[1].counts.n, 40);
        QVERIFY(!tally.add(std::array{u"f"_s}, true, true));
        QCOMPARE(tally.parts()[0].groups[0].counts.n, 80);
        // Names that only look alike when they are joined.
        GroupTally names({u"a"_s, u"b"_s});
        names.add(std::array{u"x × y"_s, u"z"_s}, true, true);
        names.add(std::array{u"x"_s, u"y × z"_s}, true, true);
        names.add(std::array{u"x1:y"_s, u"z"_s}, true, true);
        QCOMPARE(names.parts()[2].groups.size(), 3);
    }

    void tooManyGroups()
    {
        GroupTally tally({u"id"_s});
        for (int i = 0; i < 1500; ++i)
            tally.add(std::array{QString::number(i)}, true, {});
        QCOMPARE(tally.parts()[0].groups.size(), GroupTally::mostGroups);
        QCOMPARE(tally.parts()[0].leftOut, 500);
        tally.add(std::array{u"7"_s}, true, {});
        QCOMPARE(tally.parts()[0].groups[7].counts.n, 2);
    }

    void columnsOfOtherLengths()
    {
        const GroupColumns good{{u"sex"_s}, {{u"f"_s, u"m"_s}}, {true, false}, {true, std::nullopt}, {0.5, none}};
        const auto tally = tallyOf(good);
        QCOMPARE(tally->parts()[0].groups[0].reliability.n(), 1);
        QCOMPARE(tally->parts()[0].groups[1].reliability.n(), 0);
        GroupColumns bad = good;
        bad.actual.append(true);
        QVERIFY(!tallyOf(bad));
        bad = good;
        bad.scores = {0.5};
        QVERIFY(!tallyOf(bad));
        bad = good;
        bad.groups[0].append(u"f"_s);
        QVERIFY(!tallyOf(bad));
        bad = good;
        bad.dimensions.append(u"age"_s);
        QVERIFY(!tallyOf(bad));
        QVERIFY(tallyOf({{}, {}, {}, {}, {}}).has_value());
        QVERIFY(analyseFairness(*tallyOf({{u"sex"_s}, {{}}, {}, {}, {}})).groups.isEmpty());
    }

    void contrastsOfReportedValues()
    {
        const QList<GroupValue> groups{value(u"a"_s, 0.5, {}), value(u"b"_s, 0.8, 400), value(u"c"_s, 0.9, 5), value(u"d"_s, none, 400),
                                       value(u"e"_s, 1.4, 400), value(u"f"_s, 0.7, 400)};
        const QList<GroupContrast> found = contrastGroups(groups);
        QVERIFY(found[1].isReference); // c is too few, d and e are no shares
        QVERIFY(std::abs(found[0].difference->value + 0.3) < 1e-12 && !found[0].difference->interval && !found[0].interval);
        QVERIFY(found[0].belowFourFifths && !found[0].ratio->interval);
        QVERIFY(found[2].tooFew && !found[2].difference && found[2].interval);
        QVERIFY(!found[3].difference && !found[4].difference && !found[4].interval);
        QVERIFY(found[5].difference->interval && found[5].ratio->interval && !found[5].belowFourFifths);
        for (const qsizetype reference : {-1, 2, 3, 6}) {
            for (const GroupContrast &contrast : contrastGroups(groups, reference))
                QVERIFY(!contrast.difference && !contrast.isReference);
        }
        QVERIFY(contrastGroups({}).isEmpty());
        const QList<GroupContrast> zero = contrastGroups({value(u"a"_s, 0, 50), value(u"b"_s, 0, 50)});
        QVERIFY(zero[0].isReference && zero[1].difference->value == 0 && !zero[1].ratio);
    }

    void reliabilityOfBadScores()
    {
        Reliability reliability(4);
        for (const double score : {none, -0.1, 1.1, double(INFINITY)})
            QVERIFY(!reliability.add(score, true));
        QCOMPARE(reliability.ignored(), 4);
        QVERIFY(!reliability.expectedCalibrationError() && !reliability.maximumCalibrationError() && !reliability.brierScore());
        for (const double score : {0.0, 0.25, 0.5, 0.75, 1.0})
            QVERIFY(reliability.add(score, true));
        const QList<ReliabilityBin> bins = reliability.bins();
        QCOMPARE(bins.size(), 4);
        QCOMPARE(bins[0].n, 2); // 0 and 0.25: a bin holds its upper border
        QCOMPARE(bins[3].n, 1);
        QVERIFY(bins[3].interval.has_value());
        QVERIFY(!expectedCalibrationError({}));
        QVERIFY(!expectedCalibrationError({{0, 1, 0.5, 0.5, 0}}));
        QVERIFY(!expectedCalibrationError({{0, 1, none, 0.5, 4}}));
        QCOMPARE(*expectedCalibrationError({{0, 0.5, 0.25, 0.5, 10}, {0.5, 1, 0.75, 0.75, 30}}), 0.0625);
    }
};

QTEST_GUILESS_MAIN(TestGroupFairness)
#include "tst_groupfairness.moc"
