// SPDX-License-Identifier: GPL-3.0-or-later
#include "places/reportfixture.h"
#include "ui/evaluations/measured.h"

#include <QTest>

#include <cmath>

using namespace countersign;
using namespace countersign::test;
using namespace countersign::evaluations;
using namespace Qt::StringLiterals;

namespace {

EvaluationReport::Metric value(const QString &task, const QString &name, double number, std::optional<qint64> n = {},
                               const QList<EvaluationReport::SliceTerm> &slice = {})
{
    EvaluationReport::Metric out;
    out.task = task;
    out.metric = name;
    out.value = number;
    out.valueState = EvaluationReport::ValueState::Finite;
    out.n = n;
    out.slice = slice;
    out.unit = u"fraction"_s;
    out.direction = EvaluationReport::Direction::Higher;
    return out;
}

QStringList namesOf(const GroupComparison &comparison)
{
    QStringList out;
    for (const GroupLine &line : comparison.lines)
        out.append(line.name);
    return out;
}

bool never()
{
    return false;
}

} // namespace

class TestReportParts : public QObject
{
    Q_OBJECT
private slots:
    void groupsAreFoundBySliceAndBySuite()
    {
        EvaluationReport report;
        report.results = {value(u"all"_s, u"accuracy"_s, 0.9, 500), value(u"all"_s, u"accuracy"_s, 0.92, 300, {{u"sex"_s, u"men"_s}}),
                          value(u"all"_s, u"accuracy"_s, 0.85, 200, {{u"sex"_s, u"women"_s}}),
                          value(u"all"_s, u"accuracy"_s, 0.8, 200, {{u"perturbation"_s, u"typos"_s}}),
                          value(u"all"_s, u"accuracy"_s, 0.8, 20, {{u"sex"_s, u"women"_s}, {u"age"_s, u"65_plus"_s}})};
        for (const QString &task : {u"mmlu_law"_s, u"mmlu_art"_s}) {
            report.results.append(value(task, u"acc"_s, 0.5, 100));
            report.results.last().suite = u"mmlu"_s;
        }
        for (const QString &task : {u"north"_s, u"south"_s}) {
            report.results.append(value(task, u"recall"_s, 0.5, 100));
            report.results.last().suite = u"recall by region"_s;
        }
        const QList<GroupSet> sets = groupSets(report);
        // Subjects of a benchmark are no groups of people, and one intersection alone is nothing to compare.
        QCOMPARE(sets.size(), 2);
        QCOMPARE(sets[0].dimension, u"sex"_s);
        QCOMPARE(sets[0].whole, 0);
        QCOMPARE(sets[0].groups.size(), 2);
        QCOMPARE(sets[1].dimension, u"region"_s);
        QCOMPARE(sets[1].groups[0].name, u"North"_s);
    }

    void groupsAreComparedWorstFirst()
    {
        const EvaluationReport report = madeReport(Filled::Full);
        const QList<GroupSet> sets = groupSets(report);
        const auto set = std::find_if(sets.begin(), sets.end(), [](const GroupSet &one) { return one.selection && one.dimension == "age"_L1; });
        QVERIFY(set != sets.end());
        QVERIFY(set->share);
        const GroupComparison comparison = compareGroups(report, *set, -1);
        QCOMPARE(comparison.method, u"Newcombe"_s);
        // The small group is last and compared with nothing, whatever its value.
        QVERIFY(comparison.lines.last().tooFew);
        QVERIFY(!comparison.lines.last().difference);
        double last = -1;
        for (const GroupLine &line : comparison.lines) {
            if (line.tooFew)
                continue;
            QVERIFY(report.results[line.metric].value >= last);
            last = report.results[line.metric].value;
            QCOMPARE(line.belowFourFifths, !line.isReference && line.ratio->value < 0.8);
        }
        // Another reference turns the differences around, and nobody else's.
        const GroupComparison other = compareGroups(report, *set, 0);
        QCOMPARE(other.reference, 0);
        QCOMPARE(namesOf(other).size(), namesOf(comparison).size());
    }

    void valuesThatAreNoSharesGetNormalIntervalsOrNone()
    {
        EvaluationReport report;
        report.results = {value(u"all"_s, u"mae"_s, 3.1, 100, {{u"sex"_s, u"men"_s}}), value(u"all"_s, u"mae"_s, 3.6, 100, {{u"sex"_s, u"women"_s}})};
        for (auto &metric : report.results) {
            metric.direction = EvaluationReport::Direction::Lower;
            metric.unit.clear();
        }
        const GroupComparison without = compareGroups(report, groupSets(report).first(), -1);
        QCOMPARE(without.reference, 0); // less error is best
        QCOMPARE(without.method, QString());
        QVERIFY(without.lines.first().difference && !without.lines.first().difference->interval);
        report.results[0].stderror = 0.03;
        report.results[1].stderror = 0.04;
        const GroupComparison with = compareGroups(report, groupSets(report).first(), -1);
        QCOMPARE(with.method, u"normal"_s);
        const auto interval = *with.lines.first().difference->interval;
        QVERIFY(std::abs(interval.low - (0.5 - 1.959964 * 0.05)) < 1e-6);
        QVERIFY(std::abs(interval.high - (0.5 + 1.959964 * 0.05)) < 1e-6);
    }

    void brokenGroupsAreLeftOutOfComparisons_data()
    {
        QTest::addColumn<double>("number");
        QTest::addColumn<int>("state");
        QTest::newRow("nan") << std::nan("") << int(EvaluationReport::ValueState::Nan);
        QTest::newRow("missing") << 0.0 << int(EvaluationReport::ValueState::Missing);
        QTest::newRow("infinite") << HUGE_VAL << int(EvaluationReport::ValueState::Inf);
    }
    void brokenGroupsAreLeftOutOfComparisons()
    {
        QFETCH(double, number);
        QFETCH(int, state);
        EvaluationReport report;
        report.results = {value(u"all"_s, u"accuracy"_s, number, 100, {{u"sex"_s, u"a"_s}}), value(u"all"_s, u"accuracy"_s, 0.5, 100, {{u"sex"_s, u"b"_s}}),
                          value(u"all"_s, u"accuracy"_s, 0.6, {}, {{u"sex"_s, u"c"_s}})};
        report.results[0].valueState = EvaluationReport::ValueState(state);
        const GroupComparison comparison = compareGroups(report, groupSets(report).first(), -1);
        QCOMPARE(comparison.lines.last().name, u"A"_s);
        QVERIFY(!comparison.lines.last().difference);
        QCOMPARE(compareGroups(report, groupSets(report).first(), 99).reference, comparison.reference);
    }

    void strengthsAreNumbersOrWords()
    {
        EvaluationReport report;
        const auto add = [&](const QString &kind, const QString &strength, double number) {
            report.results.append(value(u"all"_s, u"accuracy"_s, number, 100, {{u"perturbation"_s, kind}, {u"strength"_s, strength}}));
        };
        add(u"typos"_s, u"0.5"_s, 0.7);
        add(u"typos"_s, u"0.1"_s, 0.8);
        report.results.append(value(u"all"_s, u"accuracy"_s, 0.9, 100));
        QList<PerturbedResult> results = perturbedResults(report);
        QCOMPARE(results.size(), 1);
        QCOMPARE(results[0].baseline, 2);
        QVERIFY(results[0].hasStrengths && results[0].strengths.isEmpty());
        QCOMPARE(results[0].series[0].points[0].x, 0.1);
        add(u"blur"_s, u"severe"_s, 0.6);
        results = perturbedResults(report);
        QCOMPARE(results[0].series.size(), 2);
        QCOMPARE(results[0].strengths, QStringList({u"0.5"_s, u"0.1"_s, u"severe"_s}));
        report.results = {value(u"all"_s, u"accuracy"_s, 0.7, {}, {{u"perturbation"_s, u"typos"_s}})};
        results = perturbedResults(report);
        QCOMPARE(results[0].baseline, -1);
        QVERIFY(!results[0].hasStrengths);
        QVERIFY(perturbedResults({}).isEmpty());
    }

    void attacksAreFoundBySliceAndByName()
    {
        EvaluationReport report;
        report.results = {value(u"jailbreak"_s, u"attack_success_rate"_s, 0.02, 500), value(u"injection"_s, u"attack_success_rate"_s, 0.07, 500),
                          value(u"a"_s, u"acc"_s, 0.5)};
        report.results[0].suite = report.results[1].suite = u"red team"_s;
        const QList<AttackSet> sets = attackSets(report);
        QCOMPARE(sets.size(), 1);
        QCOMPARE(sets[0].attacks.size(), 2);
        QCOMPARE(sets[0].attacks[0].family, u"Jailbreak"_s); // the registry calls it higher-is-better here: less is worse
        report.results[0].direction = report.results[1].direction = EvaluationReport::Direction::Lower;
        QCOMPARE(attackSets(report)[0].attacks[0].family, u"Injection"_s);
    }

    void failuresStandBySeverityThenRate()
    {
        const ReportParts parts = reportParts(madeReport(Filled::Full), never);
        QStringList order;
        for (const FailureLine &line : parts.failures)
            order.append(line.severity);
        QCOMPARE(order, QStringList({u"critical"_s, u"high"_s, u"medium"_s, u"low"_s}));
        QVERIFY(parts.failures[0].delicate);  // of the attacks
        QVERIFY(!parts.failures[1].delicate);
        QCOMPARE(parts.failures[1].often, u"41 of 256, 16.0\u00a0%"_s);
    }

    void attributionsStandByWeight()
    {
        const ReportParts parts = reportParts(madeReport(Filled::Full), never);
        QCOMPARE(parts.explanations.size(), 1);
        const EvaluationReport report = madeReport(Filled::Full);
        double last = 1e9;
        for (const int at : parts.explanations[0].attributions) {
            QVERIFY(std::abs(report.attributions[at].value) <= last);
            last = std::abs(report.attributions[at].value);
        }
    }

    void reviewsAreTabulated()
    {
        EvaluationReport report;
        const auto say = [&](const QString &item, const QString &who, const QString &what) { report.reviews.append({item, who, what}); };
        say(u"1"_s, u"ana"_s, u"accept"_s);
        say(u"1"_s, u"ben"_s, u"accept"_s);
        say(u"2"_s, u"ana"_s, u"accept"_s);
        say(u"2"_s, u"ben"_s, u"reject"_s);
        say(u"3"_s, u"ana"_s, u"reject"_s);
        say(u"3"_s, u"ana"_s, u"accept"_s); // changed her mind
        const QList<RatedQuestion> questions = reviewQuestions(report, never);
        QCOMPARE(questions.size(), 1);
        const RatedQuestion &question = questions.first();
        QCOMPARE(question.raters, QStringList({u"ana"_s, u"ben"_s}));
        QCOMPARE(question.ratings, 5);
        QCOMPARE(question.items[0].id, u"2"_s); // the one they differ on
        QCOMPARE(question.items[0].disagreement, 1.0);
        QCOMPARE(question.scale, RatingScale::Nominal);
        QCOMPARE(question.percent->value, 0.5);
        QVERIFY(question.cohen);
        QVERIFY(!question.fleiss);
        const auto third = std::find_if(question.items.begin(), question.items.end(), [](const auto &item) { return item.id == "3"_L1; });
        QCOMPARE(third->ratings[0], u"Accept"_s);
        QCOMPARE(third->rated, 1);
    }

    void scalesAreOrdered()
    {
        EvaluationReport report;
        for (int item = 0; item < 8; ++item) {
            for (const QString &rater : {u"a"_s, u"b"_s, u"c"_s})
                report.reviews.append({QString::number(item), rater, {}, {}, u"How good?"_s, QString::number(1 + (item + int(rater == "b"_L1)) % 5), {}});
        }
        const RatedQuestion question = reviewQuestions(report, never).first();
        QCOMPARE(question.scale, RatingScale::Ordinal);
        QCOMPARE(question.answers.first(), u"1"_s);
        QVERIFY(question.fleiss && question.alpha);
        QVERIFY(question.alpha->interval);
    }

    void theFrontierFollowsTheDirections()
    {
        TradeOffs made = madeTradeOffs(14);
        const auto [x, y] = usualAxes(made);
        QCOMPARE(made.axes[x].key, u"recall"_s);
        QVERIFY(made.axes[y].direction != EvaluationReport::Direction::Unknown);
        const TradeOffPoints points = tradeOffPoints(made, 0, 1);
        QVERIFY(points.versions.size() == 12); // two versions have no latency
        QVERIFY(!points.frontier.isEmpty());
        for (const qsizetype at : points.frontier) {
            for (const int other : points.versions) {
                const auto &a = made.versions[points.versions[at]].values, &b = made.versions[other].values;
                QVERIFY(!(b.value(0).value > a.value(0).value && b.value(1).value < a.value(1).value));
            }
        }
        // Nobody says which direction is better on the fourth axis.
        QVERIFY(tradeOffPoints(made, 0, 3).frontier.isEmpty());
        QVERIFY(tradeOffPoints(made, 0, 9).versions.isEmpty());
        QVERIFY(tradeOffPoints({}, 0, 1).versions.isEmpty());
        QCOMPARE(usualAxes({}), std::pair(-1, -1));
    }

    void nothingComesOfNothing()
    {
        const ReportParts parts = reportParts({}, never);
        QVERIFY(parts.groups.isEmpty() && parts.perturbed.isEmpty() && parts.attacks.isEmpty() && parts.failures.isEmpty());
        QVERIFY(parts.explanations.isEmpty() && parts.questions.isEmpty() && parts.experiments.isEmpty());
        QCOMPARE(parts.intervals.none, 0);
    }
};

QTEST_APPLESS_MAIN(TestReportParts)
#include "tst_reportparts.moc"
