// SPDX-License-Identifier: GPL-3.0-or-later
// From a registered model to a gate that opens for exactly these files, over HTTP.
#include "base/json.h"
#include "routes/workplace.h"
#include "server/jobs/expiry.h"
#include "trust/releasebundle.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

class TestStory : public QObject
{
    Q_OBJECT
private slots:
    void twoSignAndTheGateOpens();
    void bundleVerifies();
    void whatEndsARound_data();
    void whatEndsARound();
    void changedPolicySaysWhoChangedIt();
    void titleDoesNotEndARound();
    void waiverLetsThrough();
    void changesRequestedAndResubmitted();
    void rejectedAndRevoked();
    void timeRunsOut();
    void deploymentsFollowTheGate();
    void impossiblePolicies();
    void oneOpenRequest();
    void everythingSurvivesARestart();

private:
    static bool approve(Workplace &place, const QString &request)
    {
        return place.sign(place[u"val"_s], request, Signoff::Approve, u"validator"_s).status == 201
            && place.sign(place[u"risk"_s], request, Signoff::Approve, u"risk"_s).status == 201;
    }
    static QString stateOf(Workplace &place, const QString &request)
    {
        return place[u"audit"_s].http->get("/v1/requests/" + request.toLatin1()).recordBody().value(u"state"_s).toString();
    }
    static qint64 roundOf(Workplace &place, const QString &request)
    {
        return place[u"audit"_s].http->get("/v1/requests/" + request.toLatin1()).recordBody().value(u"round"_s).toInteger();
    }
    static QString reasons(const QJsonObject &gate) { return QString::fromUtf8(toJson(gate.value(u"reasons"_s))); }
};

void TestStory::twoSignAndTheGateOpens()
{
    Workplace place;
    place.furnish();
    QVERIFY(reasons(place.gate()).contains(u"Nobody has asked"_s));
    const QString request = place.ask();
    QVERIFY(!request.isEmpty());
    QVERIFY(!place.gate().value(u"allowed"_s).toBool());

    const Reply status = place[u"val"_s].http->get("/v1/requests/" + request.toLatin1() + "/status");
    QCOMPARE(status.status, 200);
    QVERIFY(status.json().value(u"requirementsMet"_s).toBool());
    QCOMPARE(status.json().value(u"stages"_s).toArray().size(), 2);

    const Reply first = place.sign(place[u"val"_s], request, Signoff::Approve, u"validator"_s);
    QVERIFY2(first.status == 201, first.body.constData());
    QVERIFY(!place.gate().value(u"allowed"_s).toBool());
    const Reply second = place.sign(place[u"risk"_s], request, Signoff::Approve, u"risk"_s);
    QVERIFY2(second.status == 201, second.body.constData());
    QCOMPARE(stateOf(place, request), u"approved"_s);

    const QJsonObject yes = place.gate();
    QVERIFY2(yes.value(u"allowed"_s).toBool(), toJson(yes).constData());
    QCOMPARE(yes.value(u"request"_s).toString(), request);
    QVERIFY(yes.value(u"checkpoint"_s).toString().startsWith(u"countersign/"_s));
    QVERIFY(!yes.value(u"validUntil"_s).toString().isEmpty());

    QJsonArray files = Workplace::files();
    QVERIFY(!place.gate(u"staging"_s).value(u"allowed"_s).toBool());
    QVERIFY(!place.gate(u"production"_s, {}).value(u"allowed"_s).toBool());
    QVERIFY(!place.gate(u"production"_s, {files[0]}).value(u"allowed"_s).toBool());
    QJsonObject spoiled = files[0].toObject();
    spoiled.insert(u"digest"_s, u"sha256:"_s + QString(64, u'0'));
    QVERIFY(!place.gate(u"production"_s, {spoiled, files[1]}).value(u"allowed"_s).toBool());
    QJsonObject renamed = files[0].toObject();
    renamed.insert(u"name"_s, u"config2.json"_s);
    QVERIFY(!place.gate(u"production"_s, {renamed, files[1]}).value(u"allowed"_s).toBool());
    const Reply unknown = place[u"eng"_s].http->post("/v1/gate", {{u"model"_s, u"m"_s}, {u"version"_s, u"2"_s},
                                                                  {u"environment"_s, u"production"_s}, {u"artifacts"_s, files}});
    QCOMPARE(unknown.status, 200);
    QVERIFY(!unknown.json().value(u"allowed"_s).toBool());
}

void TestStory::bundleVerifies()
{
    Workplace place;
    place.furnish();
    const QString request = place.ask();
    QVERIFY(approve(place, request));
    const Reply zip = place[u"audit"_s].http->get("/v1/requests/" + request.toLatin1() + "/bundle");
    QCOMPARE(zip.status, 200);
    VerifyOptions options{TlogPolicy::fromText(TlogPolicy::textFor(place.server().store().log().verifier())).value(), {}, place.clock().now(), {}};
    options.readEvidence = [](const QByteArray &raw, const QString &, const QString &) -> Result<std::variant<EvaluationReport, CardContent>> {
        const QJsonObject json = parseJson(raw)->toObject();
        if (auto report = EvaluationReport::fromJson(json))
            return std::variant<EvaluationReport, CardContent>(*report);
        return std::variant<EvaluationReport, CardContent>(CardContent::fromJson(json).value());
    };
    const BundleReport report = verifyBundle(zip.body, options);
    QVERIFY2(report.authentic(), qPrintable(report.failure()));
    QVERIFY2(report.status.allowed(), qPrintable(report.status.reasons.join(u'|')));
    options.now = place.clock().now().addDays(200);
    QVERIFY(!verifyBundle(zip.body, options).status.allowed());
}

void TestStory::whatEndsARound_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"artifacts", "evaluation added", "evaluation withdrawn", "card replaced", "card archived", "policy"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestStory::whatEndsARound()
{
    QFETCH(QString, what);
    Workplace place;
    place.furnish();
    const QString request = place.ask();
    QVERIFY(approve(place, request));
    QVERIFY(place.gate().value(u"allowed"_s).toBool());
    HttpClient &owner = *place[u"owner"_s].http;
    Reply done;
    if (what == u"artifacts"_s) {
        QJsonArray files = Workplace::files();
        files.removeAt(1);
        done = owner.patch("/v1/versions/m/1", 1, {{u"artifacts"_s, files}});
    } else if (what == u"evaluation added"_s) {
        done = place[u"val2"_s].http->send("POST", "/v1/evaluations/import?version=m/1", evaluationFile(0.97));
    } else if (what == u"evaluation withdrawn"_s) {
        done = place[u"val2"_s].http->patch("/v1/evaluations/" + place.evaluation, 1, {{u"withdrawn"_s, true}});
    } else if (what == u"card replaced"_s) {
        const QByteArray text = cardFile({u"licence"_s});
        const QByteArray digest = digestString(sha256(text)).toLatin1();
        QCOMPARE(owner.send("PUT", "/v1/blobs/" + digest, text).status, 201);
        done = owner.patch("/v1/cards/" + place.card, 1, {{u"raw"_s, QString::fromLatin1(digest)}});
    } else if (what == u"card archived"_s) {
        done = owner.post("/v1/cards/" + place.card + "/archive", {});
    } else {
        done = place[u"risk"_s].http->patch("/v1/policies/prod", 1, {{u"approvalDays"_s, 10}});
    }
    QVERIFY2(done.status == 200 || done.status == 201, done.body.constData());
    QCOMPARE(stateOf(place, request), u"inReview"_s);
    QCOMPARE(roundOf(place, request), 2);
    QVERIFY(!place.gate().value(u"allowed"_s).toBool());
    const QJsonObject body = owner.get("/v1/requests/" + request.toLatin1()).recordBody();
    QCOMPARE(body.value(u"rounds"_s).toArray().size(), 2);
    QVERIFY(!body.contains(u"validUntil"_s));
    // Earlier sign-offs stay visible.
    QCOMPARE(owner.get("/v1/signoffs?request=" + request.toLatin1()).json().value(u"items"_s).toArray().size(), 2);
}

/// The one reason that names a person: a policy is changed by one, and everybody whose sign-off ends is told by whom.
void TestStory::changedPolicySaysWhoChangedIt()
{
    Workplace place;
    place.furnish();
    const QString request = place.ask();
    QVERIFY(approve(place, request));
    const QDateTime changed = place.clock().now().addSecs(3600);
    place.clock().advance(3600);
    QCOMPARE(place[u"risk"_s].http->patch("/v1/policies/prod", 1, {{u"approvalDays"_s, 10}}).status, 200);
    const auto rounds = [&] { return place[u"audit"_s].http->get("/v1/requests/" + request.toLatin1()).recordBody().value(u"rounds"_s).toArray(); };
    QCOMPARE(rounds().size(), 2);
    QVERIFY(rounds()[0][u"reason"_s].toString() != rounds()[1][u"reason"_s].toString());
    QCOMPARE(rounds()[1][u"reason"_s].toString(), u"Policy changed by risk"_s);
    QCOMPARE(fromRfc3339(rounds()[1][u"openedAt"_s].toString()), changed);
    // Another person, another round.
    QCOMPARE(place[u"admin"_s].http->patch("/v1/policies/prod", 2, {{u"approvalDays"_s, 11}}).status, 200);
    QCOMPARE(rounds().size(), 3);
    QCOMPARE(rounds()[2][u"reason"_s].toString(), u"Policy changed by admin"_s);
    // A refused change changes nothing.
    QVERIFY(place[u"admin"_s].http->patch("/v1/policies/prod", 3, {{u"approvalDays"_s, -1}}).status >= 400);
    QVERIFY(place[u"owner"_s].http->patch("/v1/policies/prod", 3, {{u"approvalDays"_s, 12}}).status >= 400);
    QCOMPARE(rounds().size(), 3);
}

void TestStory::titleDoesNotEndARound()
{
    Workplace place;
    place.furnish();
    const QString request = place.ask();
    QVERIFY(approve(place, request));
    QCOMPARE(place[u"val2"_s].http->patch("/v1/evaluations/" + place.evaluation, 1, {{u"title"_s, u"Triage, March"_s}}).status, 200);
    QCOMPARE(roundOf(place, request), 1);
    QVERIFY(place.gate().value(u"allowed"_s).toBool());
}

void TestStory::waiverLetsThrough()
{
    Workplace place;
    place.furnish();
    QCOMPARE(place[u"risk"_s].http->patch("/v1/policies/prod", 1, {{u"safeguards"_s, QJsonArray{u"pii filter"_s}}}).status, 200);
    const QString request = place.ask();
    const Reply refused = place.sign(place[u"val"_s], request, Signoff::Approve, u"validator"_s);
    QCOMPARE(refused.status, 409);
    QVERIFY2(refused.detail().contains(u"pii filter"_s), refused.body.constData());

    const QJsonObject wanted{{u"version"_s, u"m/1"_s}, {u"environment"_s, u"production"_s}, {u"requirement"_s, u"safeguard:pii filter"_s},
                             {u"reason"_s, u"Internal texts only."_s}, {u"compensatingControl"_s, u"Manual sampling."_s},
                             {u"owner"_s, u"owner"_s}, {u"expiresAt"_s, toRfc3339(place.clock().now().addDays(20))}};
    const Reply waiver = place[u"owner"_s].http->post("/v1/waivers", wanted);
    QVERIFY2(waiver.status == 201, waiver.body.constData());
    const QByteArray grant = "/v1/waivers/" + waiver.id().toLatin1() + "/grant";
    QCOMPARE(place[u"owner"_s].http->post(grant, {}).status, 403); // the route's roles
    const Reply granted = place[u"legal"_s].http->post(grant, {});
    QVERIFY2(granted.status == 200, granted.body.constData());
    QCOMPARE(roundOf(place, request), 2); // the evidence that is signed for has changed
    QVERIFY(approve(place, request));
    QVERIFY(place.gate().value(u"allowed"_s).toBool());
    place.clock().advance(21 * 86400);
    QVERIFY(reasons(place.gate()).contains(u"pii filter"_s));
    place.clock().advance(-21 * 86400);
    QCOMPARE(place[u"legal"_s].http->post("/v1/waivers/" + waiver.id().toLatin1() + "/revoke", {{u"reason"_s, u"No longer."_s}}).status, 200);
    QCOMPARE(roundOf(place, request), 3);
    QVERIFY(!place.gate().value(u"allowed"_s).toBool());
}

void TestStory::changesRequestedAndResubmitted()
{
    Workplace place;
    place.furnish();
    const QString request = place.ask();
    QCOMPARE(place.sign(place[u"risk"_s], request, Signoff::RequestChanges, u"risk"_s).status, 201);
    QCOMPARE(stateOf(place, request), u"changesRequested"_s);
    QCOMPARE(place.sign(place[u"val"_s], request, Signoff::Approve, u"validator"_s).status, 409);
    const QByteArray path = "/v1/requests/" + request.toLatin1();
    QCOMPARE(place[u"val"_s].http->post(path + "/resubmit", {}).status, 409);
    const Reply again = place[u"owner"_s].http->post(path + "/resubmit", {{u"comment"_s, u"Card mended"_s}});
    QVERIFY2(again.status == 200, again.body.constData());
    QCOMPARE(again.recordBody().value(u"round"_s).toInteger(), 2);
    QVERIFY(approve(place, request));
    QVERIFY(place.gate().value(u"allowed"_s).toBool());
    QCOMPARE(place[u"owner"_s].http->post(path + "/withdraw", {}).status, 409);
}

void TestStory::rejectedAndRevoked()
{
    Workplace place;
    place.furnish();
    const QString first = place.ask();
    QCOMPARE(place.sign(place[u"risk"_s], first, Signoff::Reject, u"risk"_s).status, 201);
    QCOMPARE(stateOf(place, first), u"rejected"_s);
    QVERIFY(!place.gate().value(u"allowed"_s).toBool());
    const QString second = place.ask();
    QVERIFY(approve(place, second));
    QVERIFY(place.gate().value(u"allowed"_s).toBool());
    place.enrol(place[u"val2"_s]);
    QCOMPARE(place.sign(place[u"val2"_s], second, Signoff::Revoke, u"validator"_s).status, 409); // neither signer nor by office
    const Reply revoked = place.sign(place[u"legal"_s], second, Signoff::Revoke, u"legal"_s);
    QVERIFY2(revoked.status == 201, revoked.body.constData());
    QCOMPARE(stateOf(place, second), u"revoked"_s);
    QVERIFY(reasons(place.gate()).contains(u"revoke"_s));
}

void TestStory::timeRunsOut()
{
    Workplace place;
    place.furnish();
    const QString approved = place.ask();
    QVERIFY(approve(place, approved));
    place.clock().advance(31 * 86400); // the sign-offs held for 30 days
    QVERIFY(!place.gate().value(u"allowed"_s).toBool());
    QCOMPARE(*expireRequests(place.server().store(), place.clock().now()), 1);
    QCOMPARE(stateOf(place, approved), u"expired"_s);
    const QString open = place.ask();
    QCOMPARE(*expireRequests(place.server().store(), place.clock().now()), 0);
    place.clock().advance(31 * 86400);
    QCOMPARE(place.sign(place[u"val"_s], open, Signoff::Approve, u"validator"_s).status, 409);
    QCOMPARE(*expireRequests(place.server().store(), place.clock().now()), 1);
    QCOMPARE(stateOf(place, open), u"expired"_s);
}

void TestStory::deploymentsFollowTheGate()
{
    Workplace place;
    place.furnish();
    HttpClient &eng = *place[u"eng"_s].http;
    const QJsonObject deployment{{u"version"_s, u"m/1"_s}, {u"environment"_s, u"production"_s}, {u"endpoint"_s, u"triage-eu"_s}};
    const Reply refused = eng.post("/v1/deployments", deployment);
    QCOMPARE(refused.status, 409);
    QVERIFY(refused.detail().contains(u"Nobody has asked"_s));
    const QString request = place.ask();
    QVERIFY(approve(place, request));
    const Reply made = eng.post("/v1/deployments", deployment);
    QVERIFY2(made.status == 201, made.body.constData());
    QCOMPARE(made.recordBody().value(u"request"_s).toString(), request);
    QCOMPARE(eng.get("/v1/versions/m/1").recordBody().value(u"stage"_s).toString(), u"inService"_s);
    QCOMPARE(eng.post("/v1/deployments", deployment).status, 201); // ends the one before
    QCOMPARE(eng.get("/v1/deployments?state=running").json().value(u"items"_s).toArray().size(), 1);
    QVERIFY(place.gate().value(u"allowed"_s).toBool());
    const QString running = eng.get("/v1/deployments?state=running").json().value(u"items"_s).toArray()[0].toObject().value(u"id"_s).toString();
    QCOMPARE(eng.post("/v1/deployments/" + running.toLatin1() + "/end", {}).status, 200);
    QCOMPARE(eng.get("/v1/versions/m/1").recordBody().value(u"stage"_s).toString(), u"candidate"_s);
    QCOMPARE(eng.post("/v1/deployments/" + running.toLatin1() + "/end", {}).status, 409);
}

void TestStory::impossiblePolicies()
{
    Workplace place;
    place.furnish();
    const QJsonArray stages{QJsonObject{{u"name"_s, u"v"_s}, {u"role"_s, u"validator"_s}, {u"quorum"_s, 2}}};
    QCOMPARE(place[u"risk"_s].http->post("/v1/policies", {{u"name"_s, u"two"_s}, {u"environments"_s, QJsonArray{u"edge"_s}}, {u"stages"_s, stages}}).status, 201);
    // val2 brought the evidence, so only val could sign.
    const Reply refused = place[u"owner"_s].http->post("/v1/requests", {{u"version"_s, u"m/1"_s}, {u"environment"_s, u"edge"_s}});
    QCOMPARE(refused.status, 409);
    QVERIFY2(refused.detail().contains(u"val2"_s) || refused.detail().contains(u"VAL2"_s), refused.body.constData());
    const Reply none = place[u"owner"_s].http->post("/v1/requests", {{u"version"_s, u"m/1"_s}, {u"environment"_s, u"moon"_s}});
    QCOMPARE(none.status, 400);
    QCOMPARE(none.pointers(), QStringList{u"/body/environment"_s});
}

void TestStory::oneOpenRequest()
{
    Workplace place;
    place.furnish();
    const QString request = place.ask();
    const Reply again = place[u"owner"_s].http->post("/v1/requests", {{u"version"_s, u"m/1"_s}, {u"environment"_s, u"production"_s}});
    QCOMPARE(again.status, 409);
    QCOMPARE(place[u"owner"_s].http->post("/v1/requests/" + request.toLatin1() + "/withdraw", {}).status, 200);
    QVERIFY(!place.ask().isEmpty());
}

void TestStory::everythingSurvivesARestart()
{
    Workplace place;
    place.furnish();
    const QString request = place.ask();
    QVERIFY(approve(place, request));
    const qint64 head = place.server().store().head();
    place.restart();
    QCOMPARE(place.server().store().head(), head); // a second start adds nothing
    QVERIFY(place.gate().value(u"allowed"_s).toBool());
    const QByteArray key = place[u"admin"_s].apiKey;
    QCOMPARE(*place.server().adminKey(key), key);
    QCOMPARE(place.server().store().head(), head);
}

QTEST_GUILESS_MAIN(TestStory)
#include "tst_story.moc"
