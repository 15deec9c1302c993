// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplecase.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;
using Change = std::function<void(ReleaseCase &)>;
Q_DECLARE_METATYPE(Change)

class TestRequirements : public QObject
{
    Q_OBJECT
private slots:
    void sampleIsMet();
    void metric_data();
    void metric();
    void others_data();
    void others();
    void waivers_data();
    void waivers();
    void newestEvaluationDecides();
    void leastFavourableResultDecides();
    void orderOfEvidenceDoesNotMatter();
    void plans_data();
    void plans();
};

namespace {

Requirement find(const ReleaseCase &release, const QString &id)
{
    for (const Requirement &requirement : evaluateRequirements(release, sampleNow)) {
        if (requirement.id == id)
            return requirement;
    }
    return {};
}

EvaluationReport::Metric &recall(ReleaseCase &release)
{
    return release.evaluations[0].report.results[0];
}

Waiver waiverFor(const QString &requirement)
{
    Waiver out;
    out.version = u"claims-triage/7"_s;
    out.environment = u"production"_s;
    out.requirement = requirement;
    out.state = Waiver::Active;
    out.reason = u"Rebalanced sample arrives in December."_s;
    out.owner = u"jonas"_s;
    out.requestedBy = u"jonas"_s;
    out.grantedBy = u"ana"_s;
    out.expiresAt = sampleNow.addDays(10);
    return out;
}

} // namespace

void TestRequirements::sampleIsMet()
{
    const ReleaseCase release = sampleCase();
    const auto all = evaluateRequirements(release, sampleNow);
    QCOMPARE(all.size(), 4);
    for (const Requirement &requirement : all)
        QVERIFY2(requirement.state == Requirement::Met, qPrintable(requirement.title + u": "_s + requirement.reason));
    const Requirement metric = find(release, u"metric:recall"_s);
    QCOMPARE(metric.threshold, u"≥ 0.900"_s);
    QCOMPARE(metric.actual, u"0.920 (0.900–0.940)"_s);
    QCOMPARE(metric.sourceDigest, release.evaluations[0].record.raw);
    QCOMPARE(metric.sourcePointer, u"/results/urgent/recall"_s);
}

void TestRequirements::metric_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<Requirement::State>("state");
    QTest::addColumn<QString>("says");
    using E = EvaluationReport;
    const auto row = [](const char *name, Requirement::State state, const QString &says, Change change) {
        QTest::newRow(name) << change << state << says;
    };
    row("below the limit", Requirement::Failed, u"0.890"_s, [](auto &c) { recall(c).value = 0.89; });
    row("exactly the limit", Requirement::Met, {}, [](auto &c) { recall(c).value = 0.9; });
    row("exactly the limit, strict", Requirement::Failed, u"0.900"_s, [](auto &c) {
        recall(c).value = 0.9;
        c.policy.metrics[0].op = u">"_s;
    });
    row("at most, above", Requirement::Failed, u"≤"_s, [](auto &c) { c.policy.metrics[0].op = u"<="_s; });
    row("interval's pessimistic end", Requirement::Failed, u"interval"_s, [](auto &c) {
        c.policy.metrics[0].boundInterval = true;
        recall(c).interval = E::Interval{0.85, 0.95};
    });
    row("no interval to hold", Requirement::Missing, u"interval"_s, [](auto &c) {
        c.policy.metrics[0].boundInterval = true;
        recall(c).interval.reset();
    });
    row("too few", Requirement::Missing, u"n is 50"_s, [](auto &c) { recall(c).n = 50; });
    row("n not said", Requirement::Missing, u"does not say n"_s, [](auto &c) { recall(c).n.reset(); });
    row("partial run", Requirement::Missing, u"partial"_s, [](auto &c) { c.evaluations[0].report.completeness = E::Completeness::Partial; });
    row("failed run", Requirement::Missing, u"failed"_s, [](auto &c) { c.evaluations[0].report.completeness = E::Completeness::Failed; });
    row("unknown completeness", Requirement::Missing, u"unknown"_s, [](auto &c) { c.evaluations[0].report.completeness = E::Completeness::Unknown; });
    row("NaN", Requirement::Missing, u"nan"_s, [](auto &c) { recall(c).valueState = E::ValueState::Nan; });
    row("a NaN that claims to be finite", Requirement::Missing, u"finite"_s, [](auto &c) { recall(c).value = qQNaN(); });
    row("infinite", Requirement::Missing, u"inf"_s, [](auto &c) { recall(c).valueState = E::ValueState::Inf; });
    row("direction unknown", Requirement::Missing, u"higher or lower"_s, [](auto &c) { recall(c).direction = E::Direction::Unknown; });
    row("flagged", Requirement::Missing, u"outOfRange"_s, [](auto &c) { recall(c).flags = {u"outOfRange"_s}; });
    row("other unit", Requirement::Missing, u"percent"_s, [](auto &c) {
        c.policy.metrics[0].unit = u"percent"_s;
    });
    row("other task", Requirement::Missing, u"No evaluation"_s, [](auto &c) { recall(c).task = u"routine"_s; });
    row("other slice", Requirement::Missing, u"No evaluation"_s, [](auto &c) { recall(c).slice = {{u"sex"_s, u"female"_s}}; });
    row("the slice that is asked for", Requirement::Met, {}, [](auto &c) {
        recall(c).slice = {{u"sex"_s, u"female"_s}};
        c.policy.metrics[0].sliceDimension = u"sex"_s;
        c.policy.metrics[0].sliceGroup = u"female"_s;
    });
    row("an intersection is not the slice", Requirement::Missing, u"No evaluation"_s, [](auto &c) {
        recall(c).slice = {{u"sex"_s, u"female"_s}, {u"age"_s, u"65+"_s}};
        c.policy.metrics[0].sliceDimension = u"sex"_s;
        c.policy.metrics[0].sliceGroup = u"female"_s;
    });
    row("old evidence", Requirement::Stale, u"61 days"_s, [](auto &c) { c.evaluations[0].record.measuredAt = sampleNow.addDays(-61); });
    row("old and failing is failing", Requirement::Failed, u"0.100"_s, [](auto &c) {
        c.evaluations[0].record.measuredAt = sampleNow.addDays(-61);
        recall(c).value = 0.1;
    });
    row("no evaluation at all", Requirement::Missing, u"No evaluation"_s, [](auto &c) { c.evaluations.clear(); });
}

void TestRequirements::metric()
{
    QFETCH(Change, change);
    QFETCH(Requirement::State, state);
    QFETCH(QString, says);
    ReleaseCase release = sampleCase();
    change(release);
    const Requirement requirement = find(release, u"metric:recall"_s);
    QVERIFY2(requirement.state == state, qPrintable(enumText(requirement.state) + u": "_s + requirement.reason));
    QVERIFY2(requirement.reason.contains(says), qPrintable(requirement.reason));
    QCOMPARE(requirement.reason.isEmpty(), state == Requirement::Met);
}

void TestRequirements::others_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<Change>("change");
    QTest::addColumn<Requirement::State>("state");
    const auto row = [](const char *name, const QString &id, Requirement::State state, Change change) {
        QTest::newRow(name) << id << change << state;
    };
    row("card lacks a section", u"card"_s, Requirement::Failed, [](auto &c) { c.cards[0].record.missing = {u"limitations"_s}; });
    row("card lacks what nobody asks for", u"card"_s, Requirement::Met, [](auto &c) { c.cards[0].record.missing = {u"citation"_s}; });
    row("no card", u"card"_s, Requirement::Missing, [](auto &c) { c.cards.clear(); });
    row("archived card", u"card"_s, Requirement::Missing, [](auto &c) { c.cards[0].record.status = Card::Archived; });
    row("category absent", u"category:accuracy"_s, Requirement::Missing, [](auto &c) {
        recall(c).category = EvaluationReport::Category::Safety;
    });
    row("category only in a partial run", u"category:accuracy"_s, Requirement::Missing, [](auto &c) {
        c.evaluations[0].report.completeness = EvaluationReport::Completeness::Partial;
    });
    row("category old", u"category:accuracy"_s, Requirement::Stale, [](auto &c) { c.evaluations[0].record.measuredAt = sampleNow.addDays(-100); });
    row("safeguard not named", u"safeguard:prompt filter"_s, Requirement::Missing, [](auto &c) { c.version.safeguards.clear(); });
}

void TestRequirements::others()
{
    QFETCH(QString, id);
    QFETCH(Change, change);
    QFETCH(Requirement::State, state);
    ReleaseCase release = sampleCase();
    change(release);
    QCOMPARE(find(release, id).state, state);
}

void TestRequirements::waivers_data()
{
    QTest::addColumn<std::function<void(Waiver &)>>("change");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char *name, bool holds, const std::function<void(Waiver &)> &change) { QTest::newRow(name) << change << holds; };
    row("as granted", true, [](Waiver &) {});
    row("only proposed", false, [](Waiver &w) { w.state = Waiver::Proposed; });
    row("revoked", false, [](Waiver &w) { w.state = Waiver::Revoked; });
    row("ended", false, [](Waiver &w) { w.expiresAt = sampleNow; });
    row("other requirement", false, [](Waiver &w) { w.requirement = u"card"_s; });
    row("other environment", false, [](Waiver &w) { w.environment = u"staging"_s; });
    row("other version", false, [](Waiver &w) { w.version = u"claims-triage/6"_s; });
    row("granted by the requester", false, [](Waiver &w) { w.grantedBy = u"jonas"_s; });
    row("granted by the evidence author", false, [](Waiver &w) { w.grantedBy = u"evaluator"_s; });
    row("granted by who asked for it", false, [](Waiver &w) { w.requestedBy = u"ana"_s; });
}

void TestRequirements::waivers()
{
    QFETCH(std::function<void(Waiver &)>, change);
    QFETCH(bool, holds);
    ReleaseCase release = sampleCase();
    recall(release).value = 0.5;
    Waiver waiver = waiverFor(u"metric:recall"_s);
    change(waiver);
    release.waivers = {{u"waiver-1"_s, waiver}};
    const Requirement requirement = find(release, u"metric:recall"_s);
    QCOMPARE(requirement.state, holds ? Requirement::Waived : Requirement::Failed);
    QCOMPARE(requirement.waiver, holds ? u"waiver-1"_s : QString());
    release.policy.waivers = false;
    QCOMPARE(find(release, u"metric:recall"_s).state, Requirement::Failed);
}

void TestRequirements::newestEvaluationDecides()
{
    ReleaseCase release = sampleCase();
    auto older = release.evaluations[0];
    older.id = u"older"_s;
    older.record.measuredAt = sampleNow.addDays(-20);
    older.report.results[0].value = 0.99;
    release.evaluations[0].report.results[0].value = 0.5;
    release.evaluations.append(older);
    QCOMPARE(find(release, u"metric:recall"_s).state, Requirement::Failed);
    QCOMPARE(find(release, u"metric:recall"_s).sourceId, u"evaluation-1"_s);
}

void TestRequirements::leastFavourableResultDecides()
{
    ReleaseCase release = sampleCase();
    auto &results = release.evaluations[0].report.results;
    results.append(metricOf(u"recall"_s, 0.7));
    results.append(metricOf(u"recall"_s, 0.95));
    QCOMPARE(find(release, u"metric:recall"_s).value, std::optional(0.7));
    results[2].flags = {u"outOfRange"_s};
    QCOMPARE(find(release, u"metric:recall"_s).state, Requirement::Missing);
}

void TestRequirements::orderOfEvidenceDoesNotMatter()
{
    ReleaseCase release = sampleCase();
    for (int i = 0; i < 3; ++i) {
        auto copy = release.evaluations[0];
        copy.id = u"copy-%1"_s.arg(i);
        copy.record.measuredAt = sampleNow.addDays(-30 - i);
        copy.report.results[0].value = 0.1 * i;
        release.evaluations.append(copy);
    }
    const auto forwards = evaluateRequirements(release, sampleNow);
    std::reverse(release.evaluations.begin(), release.evaluations.end());
    QCOMPARE(evaluateRequirements(release, sampleNow), forwards);
}

void TestRequirements::plans_data()
{
    QTest::addColumn<int>("lockedDaysBefore");
    QTest::addColumn<QString>("story");
    QTest::addColumn<Requirement::State>("state");
    const auto row = [](const char *story, int days, Requirement::State state) { QTest::newRow(story) << days << QString::fromLatin1(story) << state; };
    row("kept", 1, Requirement::Met);
    row("no plan", 1, Requirement::Missing);
    row("another report measures something else", 1, Requirement::Met);
    row("two reports share it", 1, Requirement::Met);
    row("half of it measured", 1, Requirement::Missing);
    row("one report breaks it", 1, Requirement::Failed);
    row("locked after the run", -1, Requirement::Failed);
    row("no time in the file", 1, Requirement::Failed);
}

/// A plan asks for recall and, where the story says so, for refusals as well.
void TestRequirements::plans()
{
    QFETCH(int, lockedDaysBefore);
    QFETCH(QString, story);
    QFETCH(Requirement::State, state);
    ReleaseCase release = sampleCase();
    release.policy.lockedPlan = true;
    auto &first = release.evaluations[0];
    first.record.version = release.version.key();
    first.report.run.startedAt = story == u"no time in the file" ? QDateTime() : sampleNow.addDays(-5);
    PlanEntry entry{u"plan-1"_s, {}, 3};
    entry.plan.model = release.version.model;
    entry.plan.status = Plan::Locked;
    entry.plan.lockedAt = first.report.run.startedAt.isValid() ? first.report.run.startedAt.addDays(-lockedDaysBefore) : sampleNow.addDays(-90);
    MetricRequirement recallBound{u"recall"_s, {}, {}, {}, u"recall"_s, {}, {}, {}, u">="_s, 0.9, {}, 0, false};
    MetricRequirement refusalBound = recallBound;
    refusalBound.id = refusalBound.metric = u"refusals"_s;
    entry.plan.criteria = {recallBound};
    if (story.contains(u"two reports") || story.contains(u"half"))
        entry.plan.criteria.append(refusalBound);
    if (story != u"no plan")
        release.plans = {entry};
    if (story.contains(u"report")) {
        auto second = first;
        second.id = u"second"_s;
        second.report.results = {metricOf(story.contains(u"breaks") ? u"recall"_s : u"refusals"_s, story.contains(u"breaks") ? 0.5 : 0.95)};
        release.evaluations.append(second);
    }
    const Requirement plan = find(release, u"plan"_s);
    QVERIFY2(plan.state == state, qPrintable(plan.reason));
    QCOMPARE(plan.reason.isEmpty(), state == Requirement::Met);
}

QTEST_GUILESS_MAIN(TestRequirements)
#include "tst_requirements.moc"
