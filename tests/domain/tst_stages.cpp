// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplecase.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;
using Change = std::function<void(ReleaseCase &)>;

class TestStages : public QObject
{
    Q_OBJECT
private slots:
    void sampleIsApproved();
    void refusals_data();
    void refusals();
    void verdicts_data();
    void verdicts();
    void laterStageWaitsForEarlier();
    void whoCanSign();
    void validity();
    void escalation();
    void impossiblePolicies_data();
    void impossiblePolicies();
    void policyProblemsAreFound();
};

void TestStages::sampleIsApproved()
{
    const ReleaseStatus status = evaluate(sampleCase(), sampleNow);
    QVERIFY2(status.allowed(), qPrintable(status.reasons.join(u'\n')));
    QCOMPARE(status.outcome, ReleaseStatus::Approved);
    QCOMPARE(status.stages[0].countedPeople, QStringList({u"mara"_s, u"kenji"_s}));
    QCOMPARE(status.stages[1].countedPeople, QStringList({u"ana"_s}));
    QCOMPARE(status.validUntil, status.decidedAt.addDays(90));
}

void TestStages::refusals_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QString &says, const Change &change) { QTest::newRow(name) << change << says; };
    row("one signer short", u"1 of 2"_s, [](auto &c) { c.signoffs.removeAt(1); });
    row("same person twice", u"1 of 2"_s, [](auto &c) { c.signoffs[1] = signoffOf(u"mara"_s, u"validator"_s, u"Validation"_s, 11); });
    row("same person in two stages", u"earlier stage"_s, [](auto &c) {
        c.signoffs = {signoffOf(u"ana"_s, u"validator"_s, u"Validation"_s, 10), signoffOf(u"mara"_s, u"validator"_s, u"Validation"_s, 11),
                      signoffOf(u"ana"_s, u"risk"_s, u"Risk"_s, 12)};
    });
    row("the requester signs", u"requested it"_s, [](auto &c) { c.signoffs[2] = signoffOf(u"jonas"_s, u"risk"_s, u"Risk"_s, 12); });
    row("the author signs", u"author"_s, [](auto &c) { c.signoffs[1] = signoffOf(u"author"_s, u"validator"_s, u"Validation"_s, 11); });
    row("the evidence author signs", u"evidence"_s, [](auto &c) { c.signoffs[2] = signoffOf(u"evaluator"_s, u"risk"_s, u"Risk"_s, 12); });
    row("without the role", u"role"_s, [](auto &c) { c.signoffs[1] = signoffOf(u"nobody"_s, u"validator"_s, u"Validation"_s, 11);
                                                    c.people.append(personOf(u"nobody"_s, {u"legal"_s})); });
    row("unknown person", u"Nobody of this name"_s, [](auto &c) { c.signoffs[2] = signoffOf(u"ghost"_s, u"risk"_s, u"Risk"_s, 12); });
    row("no longer active", u"no longer active"_s, [](auto &c) { c.people[0].active = false; });
    row("role taken away", u"role"_s, [](auto &c) { c.people[2].roles = {}; });
    row("not among the named", u"not among"_s, [](auto &c) { c.policy.stages[1].people = {u"jonas"_s}; });
    row("stale round", u"round 1, which was closed"_s, [](auto &c) { c.request.round = 2; });
    row("bad signature", u"forged"_s, [](auto &c) { c.signoffs[2].trusted = false; c.signoffs[2].problem = u"It is forged."_s; });
    row("signed before the stage before", u"before the stage before"_s, [](auto &c) { c.signoffs[2].leaf = 9; });
    row("approval ended", u"ended"_s, [](auto &c) { c.policy.approvalDays = 1; for (auto &s : c.signoffs) s.signoff.recordedAt = sampleNow.addDays(-2); });
    row("requirement failed", u"failed"_s, [](auto &c) { c.evaluations[0].report.results[0].value = 0.1; });
    row("withdrawn", u"withdrawn"_s, [](auto &c) { c.request.state = Request::Withdrawn; });
    row("revoked in the record", u"revoked"_s, [](auto &c) { c.request.state = Request::Revoked; });
    row("no stages at all", u"no stage"_s, [](auto &c) { c.policy.stages.clear(); });
    row("nobody signed", u"0 of 2"_s, [](auto &c) { c.signoffs.clear(); });
}

void TestStages::refusals()
{
    QFETCH(Change, change);
    QFETCH(QString, says);
    ReleaseCase release = sampleCase();
    change(release);
    const ReleaseStatus status = evaluate(release, sampleNow);
    QVERIFY(!status.allowed());
    QVERIFY(status.outcome != ReleaseStatus::Approved);
    QVERIFY2(status.reasons.join(u' ').contains(says), qPrintable(status.reasons.join(u'\n')));
}

void TestStages::verdicts_data()
{
    QTest::addColumn<Signoff::Verdict>("verdict");
    QTest::addColumn<QString>("person");
    QTest::addColumn<ReleaseStatus::Outcome>("outcome");
    QTest::newRow("rejected") << Signoff::Reject << u"ana"_s << ReleaseStatus::Rejected;
    QTest::newRow("changes") << Signoff::RequestChanges << u"ana"_s << ReleaseStatus::ChangesRequested;
    QTest::newRow("abstained") << Signoff::Abstain << u"ana"_s << ReleaseStatus::Undecided;
    QTest::newRow("revoked") << Signoff::Revoke << u"ana"_s << ReleaseStatus::Revoked;
    QTest::newRow("the requester's own rejection does not count") << Signoff::Reject << u"jonas"_s << ReleaseStatus::Undecided;
}

void TestStages::verdicts()
{
    QFETCH(Signoff::Verdict, verdict);
    QFETCH(QString, person);
    QFETCH(ReleaseStatus::Outcome, outcome);
    ReleaseCase release = sampleCase();
    release.signoffs[2].signoff.verdict = verdict;
    release.signoffs[2].signoff.person = person;
    const ReleaseStatus status = evaluate(release, sampleNow);
    QCOMPARE(status.outcome, outcome);
    QVERIFY(!status.allowed());
}

void TestStages::laterStageWaitsForEarlier()
{
    ReleaseCase release = sampleCase();
    release.signoffs = {signoffOf(u"mara"_s, u"validator"_s, u"Validation"_s, 10)};
    const auto stages = evaluateStages(release, sampleNow);
    QVERIFY(stages[0].open && !stages[0].done);
    QVERIFY(!stages[1].open && !stages[1].done);
}

void TestStages::whoCanSign()
{
    ReleaseCase release = sampleCase();
    release.signoffs = {signoffOf(u"mara"_s, u"validator"_s, u"Validation"_s, 10)};
    const auto stages = evaluateStages(release, sampleNow);
    QCOMPARE(stages[0].canSign, QStringList({u"kenji"_s, u"ana"_s}));
    QCOMPARE(stages[0].cannotSign.value(u"mara"_s), u"has signed"_s);
    QVERIFY(stages[0].cannotSign.value(u"author"_s).contains(u"author"_s));
    QCOMPARE(stages[1].cannotSign.value(u"jonas"_s), u"requested it"_s);
}

void TestStages::validity()
{
    ReleaseCase release = sampleCase();
    const QDateTime until = evaluate(release, sampleNow).validUntil;
    release.policy.evidenceMaxAgeDays = 0;
    QVERIFY(evaluate(release, until.addMSecs(-1)).allowed());
    QVERIFY(!evaluate(release, until).allowed());
    QCOMPARE(evaluate(release, until).outcome, ReleaseStatus::Expired);
}

void TestStages::escalation()
{
    ReleaseCase release = sampleCase();
    release.signoffs.clear();
    const auto stages = evaluateStages(release, sampleNow);
    QCOMPARE(stages[0].dueAt, release.request.rounds[0].openedAt.addSecs(48 * 3600));
    QVERIFY(!stages[1].dueAt.isValid());
}

void TestStages::impossiblePolicies_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QString &says, const Change &change) { QTest::newRow(name) << change << says; };
    row("possible", {}, [](auto &) {});
    row("role nobody has", u"nobody could sign"_s, [](auto &c) { c.policy.stages[1].role = u"legal"_s; });
    row("quorum too high", u"only ana"_s, [](auto &c) { c.policy.stages[1].quorum = 2; });
    row("only excluded people", u"requested it"_s, [](auto &c) { c.people.removeAt(2); });
    row("one person for two stages", u"different people"_s, [](auto &c) {
        c.policy.stages = {{u"A"_s, u"risk"_s, 1, {}, 0, {}}, {u"B"_s, u"risk"_s, 1, {}, 0, {}}};
    });
    row("needs a clever assignment", {}, [](auto &c) {
        c.policy.stages = {{u"A"_s, u"validator"_s, 2, {}, 0, {}}, {u"B"_s, u"risk"_s, 1, {}, 0, {}}};
    });
    row("inactive people", u"no longer active"_s, [](auto &c) { c.people[2].active = false; });
}

void TestStages::impossiblePolicies()
{
    QFETCH(Change, change);
    QFETCH(QString, says);
    ReleaseCase release = sampleCase();
    change(release);
    const Satisfiability result = satisfiable(release.policy, release.people, release.excludedPeople());
    QCOMPARE(result.possible, says.isEmpty());
    QVERIFY2(result.reason.contains(says), qPrintable(result.reason));
}

void TestStages::policyProblemsAreFound()
{
    Policy policy = sampleCase().policy;
    QVERIFY(policyProblems(policy).isEmpty());
    policy.stages[1].name = policy.stages[0].name;
    policy.stages[1].role = u"administrator"_s;
    policy.metrics[0].op = u"=>"_s;
    policy.categories = {u"beauty"_s};
    QCOMPARE(policyProblems(policy).size(), 4);
}

QTEST_GUILESS_MAIN(TestStages)
#include "tst_stages.moc"
