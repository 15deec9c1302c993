// SPDX-License-Identifier: GPL-3.0-or-later
// Rules of control mappings, one at a time, and frameworks that are wrong.
#include "domain/controlmapping.h"
#include "samplecase.h"

#include <QJsonArray>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

QString hexDigest(QChar c)
{
    return u"sha256:"_s + QString(64, c);
}

/// Everything that any rule asks for, so that a test can take one thing away.
ControlEvidence fullEvidence()
{
    ControlEvidence out;
    ReleaseCase release = sampleCase();
    release.version.manifestDigest = hexDigest(u'1');
    release.version.artifacts = {{u"model.bin"_s, hexDigest(u'2'), 10, {}}};
    release.version.lineage = {u"base/1"_s, u"finetune"_s, {{u"claims"_s, hexDigest(u'3'), u"internal"_s}}, u"run-9"_s, u"abc"_s, {}, {}};
    release.version.safeguards = {{u"prompt filter"_s, SafeguardRef::Input, u"evaluation-1"_s}};
    release.request.policyDigest = hexDigest(u'4');
    release.signoffs[0].signoff.payloadDigest = hexDigest(u'5');
    release.evaluations[0].record.version = release.version.key();
    auto &report = release.evaluations[0].report;
    EvaluationReport::Metric ratio = metricOf(u"impact_ratio"_s, 0.9);
    ratio.category = EvaluationReport::Category::Fairness;
    ratio.slice = {{u"sex"_s, u"female"_s}, {u"age"_s, u"65+"_s}};
    EvaluationReport::Metric attack = metricOf(u"attack_success"_s, 0.1);
    attack.category = EvaluationReport::Category::Safety;
    attack.slice = {{u"attack"_s, u"roleplay"_s}};
    report.results += {ratio, attack};
    report.failures = {{u"urgent"_s, u"negation"_s, u"high"_s, 3, 100, {}}};
    report.reviews = {{u"item"_s, u"ana"_s, u"accept"_s}};
    report.attributions = {{u"urgent"_s, u"shap"_s, u"yes"_s, u"age"_s, 0.2, {}}};
    report.run.startedAt = sampleNow.addDays(-10);
    out.version = release.version;
    out.model.name = u"claims-triage"_s;
    out.model.owner = u"jonas"_s;
    out.model.intendedUse = u"Sort claims."_s;
    out.card = release.cards.first();
    out.card->record.raw = hexDigest(u'6');
    out.cardContent = CardContent();
    out.cardContent->sectionForWriting(u"fairness"_s).text = u"Measured by group."_s;
    out.evaluations = release.evaluations;
    Plan plan;
    plan.model = u"claims-triage"_s;
    plan.title = u"Before"_s;
    plan.status = Plan::Locked;
    plan.lockedAt = sampleNow.addDays(-20);
    plan.contentDigest = hexDigest(u'7');
    out.plans = {{u"plan-1"_s, plan, 4}};
    Decision decision;
    decision.title = u"Keep the old threshold"_s;
    decision.status = Decision::Accepted;
    decision.knownLimits = u"Not for children."_s;
    out.decisions = {{u"decision-1"_s, decision}};
    out.releases = {release};
    out.statuses = {evaluate(release, sampleNow)};
    out.deployments = {{u"deployment-1"_s, Deployment{u"claims-triage/7"_s, u"production"_s, u"https://a"_s, {}, Deployment::Running, {}, {}, {}}}};
    out.digests.insert(u"decision/decision-1"_s, hexDigest(u'8'));
    out.leaves.insert(u"request/request-1"_s, 9);
    out.at = sampleNow;
    return out;
}

ControlAssessment::Line assessed(const QStringList &rules, const ControlEvidence &evidence)
{
    ControlFramework framework;
    framework.controls = {{u"1"_s, u"One"_s, u"Something."_s, rules, {}}};
    return assess(framework, evidence).lines.first();
}

using Take = std::function<void(ControlEvidence &)>;

QJsonObject frameworkJson()
{
    const QJsonObject control{{u"id"_s, u"1"_s}, {u"title"_s, u"One"_s}, {u"asks"_s, u"Something."_s},
                              {u"supportedBy"_s, QJsonArray{u"card"_s, u"notKept:incidents"_s}}};
    return {{u"id"_s, u"x"_s}, {u"title"_s, u"X"_s}, {u"edition"_s, u"2026"_s}, {u"source"_s, u"example.org"_s}, {u"asOf"_s, u"2026-01-31"_s},
            {u"note"_s, u"No legal advice."_s}, {u"controls"_s, QJsonArray{control}}};
}

} // namespace

Q_DECLARE_METATYPE(Take)

class TestControlMapping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Each rule holds for the full evidence, with a piece that has a digest or a record, and no longer once `take` ran.
    void rules_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<Take>("take");
        const Take noCard = [](ControlEvidence &e) { e.card.reset(); e.cardContent.reset(); };
        const Take noResults = [](ControlEvidence &e) { e.evaluations[0].report.results.clear(); };
        const Take partial = [](ControlEvidence &e) { e.evaluations[0].report.completeness = EvaluationReport::Completeness::Partial; };
        const Take noRelease = [](ControlEvidence &e) { e.releases.clear(); e.statuses.clear(); e.leaves.clear(); };
        const Take noSignoff = [](ControlEvidence &e) { e.releases[0].signoffs.clear(); e.statuses[0] = evaluate(e.releases[0], e.at); };
        QTest::newRow("card") << u"card"_s << noCard;
        QTest::newRow("section") << u"card:fairness"_s << Take([](ControlEvidence &e) { e.cardContent->sections.clear(); });
        QTest::newRow("evaluation") << u"evaluation"_s << partial;
        QTest::newRow("accuracy") << u"evaluation:accuracy"_s << noResults;
        QTest::newRow("accuracy, cut short") << u"evaluation:accuracy"_s << partial;
        QTest::newRow("fairness") << u"evaluation:fairness"_s << noResults;
        QTest::newRow("groups") << u"evaluation:groups"_s << noResults;
        QTest::newRow("attacks are no groups") << u"evaluation:groups"_s << Take([](ControlEvidence &e) { e.evaluations[0].report.results.remove(1); });
        QTest::newRow("intersections") << u"evaluation:intersections"_s << Take([](ControlEvidence &e) { e.evaluations[0].report.results[1].slice.removeLast(); });
        QTest::newRow("impact ratio") << u"evaluation:impactRatio"_s << Take([](ControlEvidence &e) { e.evaluations[0].report.results[1].metric = u"ratio_of_something"_s; });
        QTest::newRow("a ratio without value") << u"evaluation:impactRatio"_s
                                               << Take([](ControlEvidence &e) { e.evaluations[0].report.results[1].valueState = EvaluationReport::ValueState::Nan; });
        QTest::newRow("attacks") << u"evaluation:attacks"_s << noResults;
        QTest::newRow("failures") << u"evaluation:failures"_s << Take([](ControlEvidence &e) { e.evaluations[0].report.failures.clear(); });
        QTest::newRow("human review") << u"evaluation:humanReview"_s << Take([](ControlEvidence &e) { e.evaluations[0].report.reviews.clear(); });
        QTest::newRow("explainability") << u"evaluation:explainability"_s << Take([](ControlEvidence &e) { e.evaluations[0].report.attributions.clear(); });
        QTest::newRow("within a year") << u"evaluation:withinYear"_s << Take([](ControlEvidence &e) { e.evaluations[0].record.measuredAt = e.at.addDays(-367); });
        QTest::newRow("not in the future") << u"evaluation:withinYear"_s << Take([](ControlEvidence &e) { e.evaluations[0].record.measuredAt = e.at.addDays(1); });
        QTest::newRow("plan") << u"plan"_s << Take([](ControlEvidence &e) { e.plans.clear(); });
        QTest::newRow("plan after the run") << u"plan"_s << Take([](ControlEvidence &e) { e.plans[0].plan.lockedAt = e.at.addDays(-1); });
        QTest::newRow("datasets") << u"lineage:datasets"_s << Take([](ControlEvidence &e) { e.version.lineage.datasets.clear(); });
        QTest::newRow("dataset digests") << u"lineage:datasetDigests"_s << Take([](ControlEvidence &e) { e.version.lineage.datasets.append({u"b"_s, {}, {}}); });
        QTest::newRow("licences") << u"lineage:datasetLicences"_s << Take([](ControlEvidence &e) { e.version.lineage.datasets[0].licence.clear(); });
        QTest::newRow("base") << u"lineage:base"_s << Take([](ControlEvidence &e) { e.version.lineage.baseModel.clear(); });
        QTest::newRow("commit") << u"lineage:commit"_s << Take([](ControlEvidence &e) { e.version.lineage.sourceCommit.clear(); });
        QTest::newRow("run") << u"lineage:run"_s << Take([](ControlEvidence &e) { e.version.lineage.run.clear(); });
        QTest::newRow("artifacts") << u"artifacts"_s << Take([](ControlEvidence &e) { e.version.artifacts.clear(); });
        QTest::newRow("safeguard") << u"safeguard:input"_s << Take([](ControlEvidence &e) { e.version.safeguards[0].layer = SafeguardRef::Output; });
        QTest::newRow("tested safeguard") << u"safeguard:tested"_s << Take([](ControlEvidence &e) { e.version.safeguards[0].testedBy.clear(); });
        QTest::newRow("sign-off") << u"signoff"_s << noSignoff;
        QTest::newRow("sign-off, no request") << u"signoff"_s << noRelease;
        QTest::newRow("role") << u"signoff:risk"_s << noSignoff;
        QTest::newRow("independent") << u"signoff:independent"_s << Take([](ControlEvidence &e) {
            for (auto &entry : e.releases[0].signoffs)
                entry.signoff.person = u"author"_s;
            e.statuses[0] = evaluate(e.releases[0], e.at);
        });
        QTest::newRow("untrusted signature") << u"signoff"_s << Take([](ControlEvidence &e) {
            for (auto &entry : e.releases[0].signoffs)
                entry.trusted = false;
            e.statuses[0] = evaluate(e.releases[0], e.at);
        });
        QTest::newRow("decision") << u"decision"_s << Take([](ControlEvidence &e) { e.decisions[0].second.status = Decision::Superseded; });
        QTest::newRow("limits") << u"decision:limits"_s << Take([](ControlEvidence &e) { e.decisions[0].second.knownLimits.clear(); });
        QTest::newRow("waiver") << u"waiver"_s << Take([](ControlEvidence &e) { e.statuses[0].requirements[0].state = Requirement::Failed; });
        QTest::newRow("policy") << u"policy"_s << noRelease;
        QTest::newRow("log") << u"log"_s << noRelease;
        QTest::newRow("deployment") << u"deployment"_s << Take([](ControlEvidence &e) { e.deployments.clear(); });
        QTest::newRow("model") << u"model"_s << Take([](ControlEvidence &e) { e.model = {}; });
        QTest::newRow("owner") << u"model:owner"_s << Take([](ControlEvidence &e) { e.model.owner.clear(); });
        QTest::newRow("intended use") << u"model:intendedUse"_s << Take([](ControlEvidence &e) { e.model.intendedUse = u"  "_s; });
        QTest::newRow("expiry") << u"expiry"_s << noRelease;
    }
    void rules()
    {
        QFETCH(QString, rule);
        QFETCH(Take, take);
        ControlEvidence evidence = fullEvidence();
        const auto line = assessed({rule}, evidence);
        QVERIFY2(line.state == ControlAssessment::Supported, qPrintable(line.missing));
        QVERIFY(line.missing.isEmpty());
        QVERIFY(!line.pieces.isEmpty());
        for (const auto &piece : line.pieces) {
            QCOMPARE(piece.rule, rule);
            QVERIFY(!piece.title.isEmpty() && !piece.kind.isEmpty() && !piece.id.isEmpty());
        }
        take(evidence);
        const auto after = assessed({rule}, evidence);
        QCOMPARE(after.state, ControlAssessment::Gap);
        QVERIFY(after.missing.endsWith(u'.'));
        QVERIFY(after.pieces.isEmpty() || rule == "waiver"_L1);
    }

    void digestsOfPieces()
    {
        const ControlEvidence evidence = fullEvidence();
        QCOMPARE(assessed({u"card"_s}, evidence).pieces.first().digest, hexDigest(u'6'));
        QCOMPARE(assessed({u"artifacts"_s}, evidence).pieces.first().digest, hexDigest(u'1'));
        QCOMPARE(assessed({u"policy"_s}, evidence).pieces.first().digest, hexDigest(u'4'));
        QCOMPARE(assessed({u"signoff"_s}, evidence).pieces.first().digest, hexDigest(u'5'));
        QCOMPARE(assessed({u"plan"_s}, evidence).pieces.first().digest, hexDigest(u'7'));
        QCOMPARE(assessed({u"decision"_s}, evidence).pieces.first().digest, hexDigest(u'8'));
        QCOMPARE(assessed({u"signoff:risk"_s}, evidence).pieces.size(), 1);
    }

    void states()
    {
        const ControlEvidence evidence = fullEvidence();
        const auto stateOf = [&](const QStringList &rules) { return assessed(rules, evidence).state; };
        QCOMPARE(stateOf({u"card"_s, u"artifacts"_s}), ControlAssessment::Supported);
        QCOMPARE(stateOf({u"card"_s, u"evaluation:privacy"_s}), ControlAssessment::Partly);
        QCOMPARE(stateOf({u"card"_s, u"notKept:monitoring"_s}), ControlAssessment::Partly);
        QCOMPARE(stateOf({u"evaluation:privacy"_s, u"notKept:monitoring"_s}), ControlAssessment::Gap);
        QCOMPARE(stateOf({u"notKept:monitoring"_s, u"notKept:incidents"_s}), ControlAssessment::NotKeptHere);
        QVERIFY(assessed({u"notKept:monitoring"_s}, evidence).missing.startsWith(u"Not kept here"_s));
        const ControlEvidence nothing;
        QCOMPARE(assessed({u"card"_s, u"evaluation"_s, u"plan"_s, u"artifacts"_s}, nothing).state, ControlAssessment::Gap);
    }

    void waiversAreNamed()
    {
        ControlEvidence evidence = fullEvidence();
        evidence.statuses[0].requirements[0].state = Requirement::Waived;
        evidence.statuses[0].requirements[0].waiver = u"waiver-1"_s;
        evidence.digests.insert(u"waiver/waiver-1"_s, hexDigest(u'9'));
        const auto line = assessed({u"waiver"_s}, evidence);
        QCOMPARE(line.state, ControlAssessment::Supported);
        QCOMPARE(line.pieces.first().id, u"waiver-1"_s);
        QCOMPARE(line.pieces.first().digest, hexDigest(u'9'));
    }

    void ruleProblems_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<bool>("good");
        for (const char *rule : {"card", "card:fairness", "card:monitoring", "evaluation", "evaluation:dataQuality", "signoff", "signoff:model-owner",
                                 "signoff:independent", "notKept:incidents", "plan", "lineage:run"})
            QTest::newRow(rule) << QString::fromLatin1(rule) << true;
        for (const char *rule : {"", "cards", "card:", "card:nosuch", "evaluation:speed", "signoff:Not A Role", "notKept", "notKept:weather", "plan:now", "lineage",
                                 ":", "card:fairness:more", "Card"})
            QTest::newRow(qPrintable(u"bad '%1'"_s.arg(QString::fromLatin1(rule)))) << QString::fromLatin1(rule) << false;
    }
    void ruleProblems()
    {
        QFETCH(QString, rule);
        QFETCH(bool, good);
        QCOMPARE(!controlRuleProblem(rule), good);
        if (!good)
            QCOMPARE(assessed({rule}, fullEvidence()).state, ControlAssessment::Gap);
    }

    void frameworks_data()
    {
        QTest::addColumn<QString>("member");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("pointer");
        const auto control = [](const QString &member, const QJsonValue &value) {
            QJsonObject out = frameworkJson().value(u"controls"_s).toArray().first().toObject();
            out.insert(member, value);
            return QJsonValue(QJsonArray{out});
        };
        QTest::newRow("no title") << u"title"_s << QJsonValue(u""_s) << u"/title"_s;
        QTest::newRow("no note") << u"note"_s << QJsonValue() << u"/note"_s;
        QTest::newRow("no date") << u"asOf"_s << QJsonValue(u"yesterday"_s) << u"/asOf"_s;
        QTest::newRow("a number") << u"source"_s << QJsonValue(1) << u"/source"_s;
        QTest::newRow("stranger") << u"certified"_s << QJsonValue(true) << u"/certified"_s;
        QTest::newRow("no controls") << u"controls"_s << QJsonValue(QJsonArray()) << u"/controls"_s;
        QTest::newRow("bad rule") << u"controls"_s << control(u"supportedBy"_s, QJsonArray{u"card"_s, u"magic"_s}) << u"/controls/0/supportedBy/1"_s;
        QTest::newRow("no rule") << u"controls"_s << control(u"supportedBy"_s, QJsonArray()) << u"/controls/0/supportedBy"_s;
        QTest::newRow("rule twice") << u"controls"_s << control(u"supportedBy"_s, QJsonArray{u"card"_s, u"card"_s}) << u"/controls/0/supportedBy/1"_s;
        QTest::newRow("no asks") << u"controls"_s << control(u"asks"_s, u""_s) << u"/controls/0"_s;
        QTest::newRow("strange member") << u"controls"_s << control(u"weight"_s, 1) << u"/controls/0/weight"_s;
        const QJsonValue one = frameworkJson().value(u"controls"_s).toArray().first();
        QTest::newRow("control twice") << u"controls"_s << QJsonValue(QJsonArray{one, one}) << u"/controls/1"_s;
    }
    void frameworks()
    {
        QFETCH(QString, member);
        QFETCH(QJsonValue, value);
        QFETCH(QString, pointer);
        const auto good = ControlFramework::fromJson(frameworkJson());
        QVERIFY(good.ok());
        QCOMPARE(good->controls.first().supportedBy.size(), 2);
        QJsonObject json = frameworkJson();
        json.insert(member, value);
        const auto bad = ControlFramework::fromJson(json);
        QVERIFY(!bad.ok());
        QCOMPARE(bad.error().code, Error::Code::Invalid);
        const auto &fields = bad.error().fields;
        QVERIFY2(std::any_of(fields.begin(), fields.end(), [&](const FieldError &field) { return field.pointer == pointer; }), qPrintable(bad.error().text));
    }

    void vocabularyIsClosed()
    {
        QVERIFY(controlRules().size() > 40);
        for (const ControlRuleInfo &rule : controlRules()) {
            QString written = rule.rule;
            written.replace(u"<section>"_s, u"fairness"_s).replace(u"<role>"_s, u"risk"_s);
            QVERIFY2(!controlRuleProblem(written), qPrintable(written));
            QVERIFY(!rule.help.isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestControlMapping)
#include "tst_controlmapping.moc"
