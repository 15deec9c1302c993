// SPDX-License-Identifier: GPL-3.0-or-later
// Published worked examples, bounds that must hold for every input, and input that nothing can be made of.
#include "analysis/chisquare.h"
#include "analysis/confusion.h"
#include "analysis/distributions.h"
#include "analysis/experiment.h"
#include "analysis/frontier.h"
#include "analysis/histogram.h"
#include "analysis/means.h"
#include "analysis/proportions.h"
#include "analysis/randomnumbers.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

bool near(double value, double expected, double within)
{
    return std::abs(value - expected) <= within;
}

} // namespace

class TestEstimates : public QObject
{
    Q_OBJECT
private slots:
    void distributionsOutsideTheirDomain()
    {
        for (const double p : {0.0, 1.0, -0.1, 1.1, none}) {
            QVERIFY(!normalQuantile(p));
            QVERIFY(!normalQuantileOfLevel(p));
            QVERIFY(!studentQuantile(p, 5));
        }
        for (const double df : {0.0, -1.0, none, infinite}) {
            QVERIFY(!studentQuantile(0.9, df));
            QVERIFY(!studentTwoSided(1, df));
            QVERIFY(!chiSquareUpper(1, df));
            QVERIFY(!logGamma(df));
            QVERIFY(!regularisedBeta(df, 1, 0.5));
            QVERIFY(!regularisedBeta(1, df, 0.5));
        }
        for (const double x : {-0.1, 1.1, none})
            QVERIFY(!regularisedBeta(1, 1, x));
        for (const double x : {-0.1, none, infinite})
            QVERIFY(!chiSquareUpper(x, 1));
        QVERIFY(!studentTwoSided(none, 3));
        QCOMPARE(*studentTwoSided(infinite, 3), 0.0);
        QCOMPARE(*regularisedBeta(2, 3, 0), 0.0);
        QCOMPARE(*regularisedBeta(2, 3, 1), 1.0);
        QCOMPARE(*chiSquareUpper(0, 4), 1.0);
        QVERIFY(near(*normalQuantileOfLevel(0.95), 1.959963984540054, 1e-14));
    }

    /// R. G. Newcombe, Statist. Med. 17 (1998) 873–890, table II, method 10.
    void newcombeExamples_data()
    {
        QTest::addColumn<qint64>("x1");
        QTest::addColumn<qint64>("n1");
        QTest::addColumn<qint64>("x2");
        QTest::addColumn<qint64>("n2");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        const auto row = [](const char *name, qint64 x1, qint64 n1, qint64 x2, qint64 n2, double low, double high) {
            QTest::newRow(name) << x1 << n1 << x2 << n2 << low << high;
        };
        row("56/70 − 48/80", 48, 80, 56, 70, 0.0524, 0.3339);
        row("9/10 − 3/10", 3, 10, 9, 10, 0.1705, 0.8090);
        row("5/56 − 0/29", 0, 29, 5, 56, -0.0381, 0.1926);
        row("10/10 − 0/10", 0, 10, 10, 10, 0.6075, 1.0);
    }
    void newcombeExamples()
    {
        QFETCH(qint64, x1);
        QFETCH(qint64, n1);
        QFETCH(qint64, x2);
        QFETCH(qint64, n2);
        QFETCH(double, low);
        QFETCH(double, high);
        const auto found = shareDifference(Share::of(x1, n1), Share::of(x2, n2));
        QVERIFY2(near(found->interval->low, low, 6e-5), qPrintable(QString::number(found->interval->low, 'g', 8)));
        QVERIFY2(near(found->interval->high, high, 6e-5), qPrintable(QString::number(found->interval->high, 'g', 8)));
    }

    /// Newcombe's paired table of 36, 12, 2 and 0 (Statist. Med. 17 (1998) 2635–2650, method 10).
    void newcombePairedExample()
    {
        const auto found = pairedShareDifference({36, 2, 12, 0});
        QVERIFY(near(found->value, 0.2, 1e-12));
        QVERIFY2(near(found->interval->low, 0.0569, 6e-5), qPrintable(QString::number(found->interval->low, 'g', 8)));
        QVERIFY2(near(found->interval->high, 0.3404, 6e-5), qPrintable(QString::number(found->interval->high, 'g', 8)));
    }

    void sharesThatAreNone_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<qint64>("n");
        QTest::newRow("no outcomes") << 0.5 << qint64(0);
        QTest::newRow("negative n") << 0.5 << qint64(-3);
        QTest::newRow("below 0") << -0.01 << qint64(10);
        QTest::newRow("above 1") << 1.01 << qint64(10);
        QTest::newRow("NaN") << none << qint64(10);
    }
    void sharesThatAreNone()
    {
        QFETCH(double, value);
        QFETCH(qint64, n);
        const Share bad{value, n};
        const Share good{0.5, 10};
        QVERIFY(!wilsonInterval(bad, 0.95));
        QVERIFY(!shareDifference(bad, good) && !shareDifference(good, bad));
        QVERIFY(!shareRatio(bad, good) && !shareRatio(good, bad));
        QVERIFY(!oddsRatio(bad, good) && !oddsRatio(good, bad));
    }

    void sharesAtTheirEnds()
    {
        const Share no{0, 20};
        const Share half{0.5, 20};
        const Share all{1, 20};
        for (const double level : {0.0, 1.0, none}) {
            QVERIFY(!wilsonInterval(half, level));
            QVERIFY(!shareDifference(half, half, level));
        }
        QCOMPARE(*shareDifference(no, no)->pValue, 1.0);
        QCOMPARE(*shareDifference(all, all)->pValue, 1.0);
        QVERIFY(shareDifference(no, all)->interval->high <= 1 && shareDifference(all, no)->interval->low >= -1);
        QVERIFY(!shareRatio(no, half));
        QCOMPARE(shareRatio(half, no)->value, 0.0);
        QVERIFY(!shareRatio(half, no)->interval);
        QVERIFY(!shareRatio(all, all)->interval);
        QVERIFY(!oddsRatio(no, half) && !oddsRatio(half, all));
        QVERIFY(!oddsRatio(half, no)->interval && !oddsRatio(all, half)->interval);
        QVERIFY(!pairedShareDifference({0, 0, 0, 0}));
        QVERIFY(!pairedShareDifference({5, -1, 2, 3}));
        QCOMPARE(*pairedShareDifference({5, 0, 0, 5})->pValue, 1.0);
        QVERIFY(pairedShareDifference({0, 0, 9, 0})->interval->high <= 1);
    }

    void meansOfNothing()
    {
        const QList<double> values{1, 2, 4};
        for (const QList<double> &bad : {QList<double>{}, QList<double>{1, none}, QList<double>{infinite}}) {
            QVERIFY(!summarise(bad));
            QVERIFY(!bootstrapMean(bad));
            QVERIFY(!bootstrapMeanDifference(bad, values) && !bootstrapMeanDifference(values, bad));
            QVERIFY(!pairedMeanDifference(bad, bad));
        }
        QVERIFY(!pairedMeanDifference(values, QList<double>{1, 2}));
        QVERIFY(!meanEstimate({0, 1, 1}) && !meanEstimate({5, none, 1}) && !meanEstimate({5, 1, -1}) && !meanEstimate({5, 1, 1}, 1));
        const auto one = meanEstimate(*summarise(QList<double>{3}));
        QVERIFY(one->value == 3 && !one->interval && !one->pValue);
        const auto constant = meanEstimate(*summarise(QList<double>{3, 3, 3}));
        QVERIFY(constant->value == 3 && !constant->interval && !constant->pValue);
        QVERIFY(!meanDifference({3, 1, 0}, {4, 2, 0})->interval);
        QVERIFY(!meanDifference({1, 1, 0}, {4, 2, 1})->interval);
        QVERIFY(meanDifference({3, 1, 0}, {4, 2, 1})->interval.has_value());
        QVERIFY(!bootstrapMean(QList<double>{3, 3})->interval);
        QVERIFY(!bootstrapMean(values, {1, 0.95, 1})->interval);
        QVERIFY(!bootstrapMean(values, {100, 1.5, 1})->interval);
        const auto rarely = [](std::span<const qsizetype> drawn) { return drawn[0] == 0 && drawn[1] == 0 ? std::optional(1.0) : std::nullopt; };
        QVERIFY(!bootstrapInterval(3, rarely));
        QVERIFY(!bootstrapInterval(1, [](std::span<const qsizetype>) { return std::optional(1.0); }));
    }

    /// The first numbers of SplitMix64 from the seed 1234567, as its published test vectors have them.
    void randomNumbers()
    {
        RandomNumbers random(1234567);
        for (const quint64 expected : {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL, 4593380528125082431ULL, 16408922859458223821ULL})
            QCOMPARE(random.next(), expected);
        QList<qint64> counts(7, 0);
        for (int i = 0; i < 70'000; ++i)
            ++counts[qsizetype(random.below(7))];
        QVERIFY(goodnessOfFit(counts, QList<double>(7, 1))->pValue > 1e-4);
        QCOMPARE(random.below(1), 0ULL);
        for (int i = 0; i < 1000; ++i) {
            const double u = random.uniform();
            QVERIFY(u >= 0 && u < 1);
        }
    }

    void chiSquareOfNothing()
    {
        const auto fit = [](const QList<qint64> &counts, const QList<double> &shares) { return goodnessOfFit(counts, shares).has_value(); };
        QVERIFY(!fit({}, {}) && !fit({5}, {1}) && !fit({5, 5}, {1}) && !fit({0, 0}, {1, 1}) && !fit({5, -5}, {1, 1}));
        QVERIFY(!fit({5, 5}, {1, 0}) && !fit({5, 5}, {1, none}) && !fit({5, 5}, {1, infinite}));
        QVERIFY(!independence({}) && !independence({{1, 2}}) && !independence({{1, 2}, {3}}) && !independence({{1, 2}, {-1, 2}}));
        QVERIFY(!independence({{1, 0}, {2, 0}}));
        QCOMPARE(independence({{5, 0, 7}, {0, 0, 0}, {3, 0, 9}})->degreesOfFreedom, 1);
    }

    void histograms()
    {
        const QList<double> values{0, 1, 1, 2, none, infinite, 7, -1};
        const Histogram found = *histogram(values, QList<double>{0, 1, 2});
        QCOMPARE(found.counts, QList<qint64>({1, 3})); // the last bin holds its upper edge
        QCOMPARE(found.outside, 2);
        QCOMPARE(found.nonFinite, 2);
        QVERIFY(!histogram(values, QList<double>{0}) && !histogram(values, QList<double>{0, 0}) && !histogram(values, QList<double>{0, none}));
        QVERIFY(!histogram(values, 0) && !histogram(values, 10'001) && !histogram(QList<double>{none}, 3) && !histogram(QList<double>{}, 3));
        const Histogram same = *histogram(QList<double>{5, 5, 5}, 2);
        QCOMPARE(same.counts, QList<qint64>({0, 3}));
        for (const double large : {1e300, -1e300, 1e17}) {
            const Histogram equal = *histogram(QList<double>{large, large}, 4);
            QCOMPARE(std::accumulate(equal.counts.begin(), equal.counts.end(), qint64(0)), 2);
        }
        const Histogram close = *histogram(QList<double>{1, std::nextafter(1, 2)}, 10);
        QCOMPARE(std::accumulate(close.counts.begin(), close.counts.end(), qint64(0)), 2);
        const Histogram whole = *histogram(QList<double>{-1.7e308, 1.7e308}, 4);
        QCOMPARE(whole.counts, QList<qint64>({1, 0, 0, 1}));
        QCOMPARE(suggestedBins(QList<double>{}), 1);
        QCOMPARE(suggestedBins(QList<double>{1, 1, 1}), 1);
        QVERIFY(suggestedBins(QList<double>{1, 2, 1e12}) <= 60);
        QVERIFY(!quantileOfSorted(QList<double>{}, 0.5) && !quantileOfSorted(QList<double>{1}, 1.1) && !quantileOfSorted(QList<double>{1}, none));
        QVERIFY(!quantiles(QList<double>{none}, {0.5}) && !quantiles(QList<double>{}, {}) && !quantiles(QList<double>{1}, {-1}));
        QCOMPARE(*quantiles(QList<double>{3, none, 1}, {0.5}), QList<double>({2}));
    }

    void confusionsThatAreNone()
    {
        const auto scored = [](const QList<QList<double>> &counts) { return scoreConfusion(counts).has_value(); };
        QVERIFY(!scored({}) && !scored({{}}) && !scored({{0}}) && !scored({{1, 2}}) && !scored({{1, 2}, {3}}) && !scored({{1, -1}, {0, 1}}));
        QVERIFY(!scored({{1, none}, {0, 1}}) && !scored({{1, infinite}, {0, 1}}));
        const ConfusionScores shares = *scoreConfusion({{0.4, 0.1}, {0.2, 0.3}});
        QVERIFY(near(shares.accuracy.value, 0.7, 1e-12) && !shares.accuracy.interval);
        const ConfusionScores unused = *scoreConfusion({{4, 1, 0}, {2, 3, 0}, {0, 0, 0}});
        QVERIFY(!unused.classes[2].precision && !unused.classes[2].recall && !unused.classes[2].f1);
        QVERIFY(near(unused.macroRecall, (0.8 + 0.6) / 2, 1e-12)); // the class that does not occur is no class
    }

    void frontiers()
    {
        QVERIFY(paretoFrontier({}, Wanted::More, Wanted::Less).isEmpty());
        const QList<TradeOff> points{{1, 5}, {2, 4}, {2, 4}, {2, 6}, {none, 0}, {0, infinite}, {3, 4}, {0.5, 5}};
        QCOMPARE(paretoFrontier(points, Wanted::More, Wanted::Less), QList<qsizetype>({6}));
        QCOMPARE(paretoFrontier(points, Wanted::Less, Wanted::Less), QList<qsizetype>({7, 1, 2}));
        QCOMPARE(paretoFrontier(points, Wanted::Less, Wanted::More), QList<qsizetype>({7, 3}));
    }

    void experiments_data()
    {
        using J = ExperimentJudgement;
        using Change = std::function<void(EvaluationReport::Experiment &, ExperimentRules &)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<int>("reason");
        const auto row = [](const char *name, J::Verdict verdict, J::Reason reason, const Change &change) {
            QTest::newRow(name) << change << int(verdict) << int(reason);
        };
        row("better", J::Verdict::Better, J::Reason::None, [](auto &, auto &) {});
        row("lower is better", J::Verdict::Worse, J::Reason::None, [](auto &e, auto &) { e.direction = EvaluationReport::Direction::Lower; });
        row("no direction", J::Verdict::Changed, J::Reason::DirectionUnknown, [](auto &e, auto &) { e.direction = EvaluationReport::Direction::Unknown; });
        row("alike", J::Verdict::NoDifference, J::Reason::None, [](auto &e, auto &) { e.treatment.successes = 305; });
        row("a split that was not planned", J::Verdict::Undecided, J::Reason::SampleRatioMismatch, [](auto &e, auto &) { e.plannedShare = 0.7; });
        row("an uneven split that nobody planned", J::Verdict::Better, J::Reason::None, [](auto &e, auto &) { e.plannedShare.reset(); e.control.n = 3000; });
        row("too few", J::Verdict::Undecided, J::Reason::TooFewInArm, [](auto &, auto &r) { r.leastPerArm = 1001; });
        row("looked too early", J::Verdict::Undecided, J::Reason::PlanNotReached, [](auto &, auto &r) { r.planned = 2001; });
        row("as many as planned", J::Verdict::Better, J::Reason::None, [](auto &, auto &r) { r.planned = 2000; });
        row("no successes", J::Verdict::Undecided, J::Reason::NoData, [](auto &e, auto &) { e.treatment.successes.reset(); });
        row("more successes than outcomes", J::Verdict::Undecided, J::Reason::NoData, [](auto &e, auto &) { e.treatment.successes = 1001; });
        row("an empty arm", J::Verdict::Undecided, J::Reason::NoData, [](auto &e, auto &) { e.control.n = 0; e.control.successes = 0; });
        row("a negative arm", J::Verdict::Undecided, J::Reason::NoData, [](auto &e, auto &) { e.control.n = -5; });
        row("a planned share of everything", J::Verdict::Better, J::Reason::None, [](auto &e, auto &) { e.plannedShare = 1; });
        row("means", J::Verdict::Worse, J::Reason::None, [](auto &e, auto &) {
            e.control = {u"a"_s, 1000, {}, 2.0, 1.0};
            e.treatment = {u"b"_s, 1000, {}, 1.0, 1.0};
        });
        row("means without deviation", J::Verdict::Undecided, J::Reason::NoInterval, [](auto &e, auto &) {
            e.control = {u"a"_s, 1000, {}, 2.0, {}};
            e.treatment = {u"b"_s, 1000, {}, 1.0, 1.0};
        });
        row("a mean that is NaN", J::Verdict::Undecided, J::Reason::NoData, [](auto &e, auto &) {
            e.control = {u"a"_s, 1000, {}, none, 1.0};
            e.treatment = {u"b"_s, 1000, {}, 1.0, 1.0};
        });
    }
    void experiments()
    {
        using Change = std::function<void(EvaluationReport::Experiment &, ExperimentRules &)>;
        QFETCH(Change, change);
        QFETCH(int, verdict);
        QFETCH(int, reason);
        EvaluationReport::Experiment experiment;
        experiment.direction = EvaluationReport::Direction::Higher;
        experiment.control = {u"old"_s, 1000, 300, {}, {}};
        experiment.treatment = {u"new"_s, 1000, 400, {}, {}};
        experiment.plannedShare = 0.5;
        experiment.stoppingRule = u"1,000 an arm"_s;
        ExperimentRules rules;
        change(experiment, rules);
        const ExperimentJudgement found = judgeExperiment(experiment, rules);
        QCOMPARE(int(found.verdict), verdict);
        QCOMPARE(int(found.reason), reason);
        QCOMPARE(found.cautions.contains(ExperimentJudgement::Caution::SplitNotStated), !experiment.plannedShare.has_value());
        QCOMPARE(found.cautions.contains(ExperimentJudgement::Caution::SplitUneven), experiment.control.n == 3000);
    }

    void stoppingRuleIsAskedFor()
    {
        EvaluationReport::Experiment experiment;
        QVERIFY(judgeExperiment(experiment).cautions.contains(ExperimentJudgement::Caution::StoppingRuleNotStated));
        experiment.stoppingRule = u"until Friday"_s;
        QVERIFY(!judgeExperiment(experiment).cautions.contains(ExperimentJudgement::Caution::StoppingRuleNotStated));
    }
};

QTEST_GUILESS_MAIN(TestEstimates)
#include "tst_estimates.moc"
