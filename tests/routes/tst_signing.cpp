// SPDX-License-Identifier: GPL-3.0-or-later
// Who cannot sign, and what cannot be signed.
#include "routes/workplace.h"
#include "trust/digest.h"

#include <QJsonDocument>
#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

class TestSigning : public QObject
{
    Q_OBJECT
private slots:
    void refused_data();
    void refused();
    void stalePapers_data();
    void stalePapers();
    void anyByteOfTheEnvelope();
    void onePersonCountsOnce();
    void keysMustBeActive();
    void enrolment_data();
    void enrolment();
    void tamperedStoreIsNotBelieved();

private:
    static Reply post(Member &member, const QString &request, const QJsonObject &body)
    {
        return member.http->post("/v1/requests/" + request.toLatin1() + "/sign", body);
    }
};

void TestSigning::refused_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("status");
    const auto row = [](const char *what, int status) { QTest::newRow(what) << QString::fromLatin1(what) << status; };
    row("requester approves", 409);
    row("version author approves", 409);
    row("evidence author approves", 409);
    row("card author approves", 409);
    row("role not held", 403);
    row("role in body differs", 422);
    row("role of no stage", 409);
    row("later stage first", 409);
    row("stage of another name", 409);
    row("other person in statement", 422);
    row("other environment", 422);
    row("other request", 422);
    row("other round", 412);
    row("other nonce", 412);
    row("other policy", 412);
    row("evidence left out", 412);
    row("other artifacts", 412);
    row("requirements painted green", 412);
    row("other log", 422);
    row("other history", 422);
    row("log longer than ours", 422);
    row("holds too long", 409);
    row("ended already", 409);
    row("sheet changed", 422);
    row("sheet empty", 400);
    row("key of another person", 403);
    row("key nobody enrolled", 422);
    row("signed by another key", 422);
    row("rejection as approval", 400);
    row("revoke what is not approved", 409);
    row("requester rejects", 409);
    row("envelope is no JSON", 400);
    row("unknown member beside", 400);
}

/// A statement that says something else than prepareDecision() would, signed all the same.
static QJsonObject resigned(Member &member, const Workplace::Paper &paper, const std::function<void(Statement &)> &change)
{
    Statement statement = Statement::fromBytes(SigstoreBundle::fromBytes(paper.envelope)->envelope.payload).value();
    change(statement);
    Statement bare = statement;
    bare.predicate.remove(u"presented"_s);
    const QByteArray sheet = signingSheet(bare);
    statement.predicate.insert(u"presented"_s, QJsonObject{{u"digest"_s, QJsonObject{{u"sha256"_s, sha256Hex(sheet)}}},
                                                           {u"mediaType"_s, u"text/plain; charset=utf-8"_s}});
    const auto envelope = signEnvelope(QString(inTotoPayloadType), statement.toBytes(), member.key);
    return Workplace::Paper{SigstoreBundle::around(*envelope).toBytes(), sheet}.toJson(u"validator"_s);
}

void TestSigning::refused()
{
    QFETCH(QString, what);
    QFETCH(int, status);
    Workplace place;
    place.furnish();
    HttpClient &admin = *place[u"admin"_s].http;
    const QString request = place.ask();
    Member &val = place[u"val"_s];
    const auto give = [&](const QString &name, const QStringList &roles) -> Member & {
        const qint64 revision = admin.get("/v1/persons/" + name.toLatin1()).json().value(u"revision"_s).toInteger();
        const Reply done = admin.patch("/v1/persons/" + name.toLatin1(), revision, {{u"roles"_s, QJsonArray::fromStringList(roles)}});
        if (done.status != 200)
            qWarning("%s", done.body.constData());
        Member &member = place[name];
        if (member.key.publicKey().isNull())
            place.enrol(member);
        return member;
    };
    using Change = std::function<void(ReleaseCase &, DecisionInput &)>;
    const auto changed = [&](const Change &change) {
        return post(val, request, place.prepare(val, request, Signoff::Approve, u"validator"_s, {}, change).toJson(u"validator"_s));
    };
    const auto paper = [&] { return place.prepare(val, request, Signoff::Approve, u"validator"_s); };
    const std::map<QString, std::function<Reply()>> cases{
        {u"requester approves"_s, [&] { return place.sign(give(u"owner"_s, {u"model-owner"_s, u"validator"_s}), request, Signoff::Approve, u"validator"_s); }},
        {u"version author approves"_s, [&] { return place.sign(give(u"owner"_s, {u"validator"_s}), request, Signoff::Approve, u"validator"_s); }},
        {u"card author approves"_s, [&] { return place.sign(give(u"owner"_s, {u"validator"_s}), request, Signoff::Approve, u"validator"_s); }},
        {u"evidence author approves"_s, [&] { return place.sign(give(u"val2"_s, {u"validator"_s}), request, Signoff::Approve, u"validator"_s); }},
        {u"role not held"_s, [&] { return place.sign(place[u"legal"_s], request, Signoff::Approve, u"validator"_s); }},
        {u"role in body differs"_s, [&] { return post(val, request, paper().toJson(u"risk"_s)); }},
        {u"role of no stage"_s, [&] { return place.sign(place[u"legal"_s], request, Signoff::Approve, u"legal"_s); }},
        {u"later stage first"_s, [&] { return place.sign(place[u"risk"_s], request, Signoff::Approve, u"risk"_s); }},
        {u"stage of another name"_s, [&] { return post(val, request, place.prepare(val, request, Signoff::Approve, u"validator"_s, u"risk"_s).toJson(u"validator"_s)); }},
        {u"other person in statement"_s, [&] { return changed([](ReleaseCase &, DecisionInput &input) { input.person = u"val2"_s; }); }},
        {u"other environment"_s, [&] { return changed([](ReleaseCase &release, DecisionInput &) { release.request.environment = u"staging"_s; }); }},
        {u"other request"_s, [&] { return changed([](ReleaseCase &release, DecisionInput &) { release.requestId = u"01J00000000000000000000000"_s; }); }},
        {u"other round"_s, [&] { return changed([](ReleaseCase &release, DecisionInput &) { release.request.round = 2; }); }},
        {u"other nonce"_s, [&] { return changed([](ReleaseCase &release, DecisionInput &) { release.request.nonce = u"aaaa"_s; }); }},
        {u"other policy"_s, [&] { return changed([](ReleaseCase &release, DecisionInput &) { release.request.policyDigest = digestString(sha256("x")); }); }},
        {u"evidence left out"_s, [&] { return changed([](ReleaseCase &release, DecisionInput &) { release.request.evidence.removeLast(); }); }},
        {u"other artifacts"_s, [&] { return changed([](ReleaseCase &release, DecisionInput &) { release.request.manifestDigest = digestString(sha256("x")); }); }},
        {u"requirements painted green"_s, [&] {
             return post(val, request, resigned(val, paper(), [](Statement &s) { s.predicate.insert(u"requirements"_s, QJsonArray()); }));
         }},
        {u"other log"_s, [&] { return changed([](ReleaseCase &, DecisionInput &input) { input.logView.origin = u"countersign/00000000"_s; }); }},
        {u"other history"_s, [&] { return changed([](ReleaseCase &, DecisionInput &input) { input.logView.root = sha256("fork"); }); }},
        {u"log longer than ours"_s, [&] { return changed([](ReleaseCase &, DecisionInput &input) { input.logView.size += 1; }); }},
        {u"holds too long"_s, [&] { return changed([](ReleaseCase &, DecisionInput &input) { input.notAfter = input.decidedAt.addDays(92); }); }},
        {u"ended already"_s, [&] { return changed([](ReleaseCase &, DecisionInput &input) { input.notAfter = input.decidedAt; }); }},
        {u"sheet changed"_s, [&] {
             auto p = paper();
             p.sheet.replace("I APPROVE", "I REJECT ");
             return post(val, request, p.toJson(u"validator"_s));
         }},
        {u"sheet empty"_s, [&] { return post(val, request, Workplace::Paper{paper().envelope, {}}.toJson(u"validator"_s)); }},
        {u"key of another person"_s, [&] { return post(place[u"val2"_s], request, paper().toJson(u"validator"_s)); }},
        {u"key nobody enrolled"_s, [&] {
             val.key = PrivateKey::generate().value();
             return post(val, request, paper().toJson(u"validator"_s));
         }},
        {u"signed by another key"_s, [&] {
             const auto good = paper();
             auto bundle = SigstoreBundle::fromBytes(good.envelope).value();
             const QString keyId = bundle.hint;
             bundle.envelope.signatures[0].sig = PrivateKey::generate()->sign(bundle.envelope.signedBytes()).value();
             bundle.envelope.signatures[0].keyId = keyId;
             return post(val, request, Workplace::Paper{bundle.toBytes(), good.sheet}.toJson(u"validator"_s));
         }},
        {u"rejection as approval"_s, [&] {
             return post(val, request, resigned(val, place.prepare(val, request, Signoff::Reject, u"validator"_s),
                                                [](Statement &s) { s.predicateType = QString(predicate::approval); }));
         }},
        {u"revoke what is not approved"_s, [&] { return place.sign(place[u"risk"_s], request, Signoff::Revoke, u"risk"_s); }},
        {u"requester rejects"_s, [&] { return place.sign(give(u"owner"_s, {u"validator"_s}), request, Signoff::Reject, u"validator"_s); }},
        {u"envelope is no JSON"_s, [&] { return post(val, request, Workplace::Paper{"{", paper().sheet}.toJson(u"validator"_s)); }},
        {u"unknown member beside"_s, [&] {
             QJsonObject body = paper().toJson(u"validator"_s);
             body.insert(u"force"_s, true);
             return post(val, request, body);
         }},
    };
    const Reply reply = cases.at(what)();
    QVERIFY2(reply.status == status, qPrintable(QString::number(reply.status) + u' ' + QString::fromUtf8(reply.body)));
    QVERIFY(!reply.detail().isEmpty());
    QCOMPARE(place[u"audit"_s].http->get("/v1/signoffs").json().value(u"items"_s).toArray().size(), 0);
    QVERIFY(!place.gate().value(u"allowed"_s).toBool());
}

void TestSigning::stalePapers_data()
{
    QTest::addColumn<QString>("change");
    for (const char *change : {"evaluation", "card", "artifacts", "policy", "round"})
        QTest::newRow(change) << QString::fromLatin1(change);
}

void TestSigning::stalePapers()
{
    // What was prepared before a change cannot be handed in after it.
    QFETCH(QString, change);
    Workplace place;
    place.furnish();
    const QString request = place.ask();
    const auto paper = place.prepare(place[u"val"_s], request, Signoff::Approve, u"validator"_s);
    HttpClient &owner = *place[u"owner"_s].http;
    Reply done;
    if (change == u"evaluation"_s)
        done = place[u"val2"_s].http->send("POST", "/v1/evaluations/import?version=m/1", evaluationFile(0.99));
    else if (change == u"card"_s)
        done = owner.post("/v1/cards/" + place.card + "/archive", {});
    else if (change == u"artifacts"_s)
        done = owner.patch("/v1/versions/m/1", 1, {{u"artifacts"_s, QJsonArray{Workplace::files()[0]}}});
    else if (change == u"policy"_s)
        done = place[u"risk"_s].http->patch("/v1/policies/prod", 1, {{u"title"_s, u"Production"_s}});
    else
        done = owner.post("/v1/requests/" + request.toLatin1() + "/resubmit", {});
    QVERIFY2(done.status == 200 || done.status == 201, done.body.constData());
    const Reply late = post(place[u"val"_s], request, paper.toJson(u"validator"_s));
    QVERIFY2(late.status == 412, late.body.constData());
}

void TestSigning::anyByteOfTheEnvelope()
{
    Workplace place;
    place.furnish();
    const QString request = place.ask();
    Member &val = place[u"val"_s];
    const auto paper = place.prepare(val, request, Signoff::Approve, u"validator"_s);
    int spoiledBytes = 0;
    for (const QByteArray &member : {QByteArray("\"payload\":\""), QByteArray("\"sig\":\""), QByteArray("\"hint\":\""),
                                     QByteArray("\"payloadType\":\""), QByteArray("\"mediaType\":\"")}) {
        const qsizetype begin = paper.envelope.indexOf(member) + member.size();
        QVERIFY(begin >= member.size());
        const qsizetype end = paper.envelope.indexOf('"', begin);
        for (qsizetype at = begin; at < end; at += member.contains("payload\"") ? 11 : 1, ++spoiledBytes) {
            QByteArray spoiled = paper.envelope;
            spoiled[at] = spoiled[at] == 'A' ? 'B' : 'A';
            const Reply reply = post(val, request, Workplace::Paper{spoiled, paper.sheet}.toJson(u"validator"_s));
            QVERIFY2(reply.status >= 400 && reply.status < 500, qPrintable(u"byte %1: %2"_s.arg(at).arg(reply.status)));
        }
    }
    QVERIFY(spoiledBytes > 300);
    // A client's own spelling around the signed bytes does not reach the record.
    Workplace::Paper wordy = paper;
    wordy.envelope.replace(0, 1, "{ \"note\" : \"hello\",");
    const Reply taken = post(val, request, wordy.toJson(u"validator"_s));
    QVERIFY2(taken.status == 201, taken.body.constData());
    const QJsonObject stored = taken.json().value(u"signoff"_s).toObject().value(u"body"_s).toObject();
    QCOMPARE(stored.value(u"envelope"_s).toString().toUtf8(), paper.envelope);
}

void TestSigning::onePersonCountsOnce()
{
    Workplace place;
    place.furnish();
    HttpClient &admin = *place[u"admin"_s].http;
    // val gets the second stage's role too, and a second key: still one person.
    QCOMPARE(admin.patch("/v1/persons/val", 1, {{u"roles"_s, QJsonArray{u"validator"_s, u"risk"_s}}}).status, 200);
    const QString request = place.ask();
    Member &val = place[u"val"_s];
    const auto paper = place.prepare(val, request, Signoff::Approve, u"validator"_s);
    QCOMPARE(post(val, request, paper.toJson(u"validator"_s)).status, 201);
    QCOMPARE(post(val, request, paper.toJson(u"validator"_s)).status, 409); // the same paper again
    place.clock().advance(1);
    QCOMPARE(place.sign(val, request, Signoff::Approve, u"validator"_s).status, 409);
    place.enrol(val);
    QCOMPARE(place.sign(val, request, Signoff::Approve, u"risk"_s).status, 409);
    QVERIFY(!place.gate().value(u"allowed"_s).toBool());
    QCOMPARE(place.sign(place[u"risk"_s], request, Signoff::Approve, u"risk"_s).status, 201);
    QVERIFY(place.gate().value(u"allowed"_s).toBool());
}

void TestSigning::keysMustBeActive()
{
    Workplace place;
    place.furnish();
    const QString request = place.ask();
    Member &val = place[u"val"_s];
    place.enrol(val, false);
    QCOMPARE(place.sign(val, request, Signoff::Approve, u"validator"_s).status, 409); // pending
    const QByteArray path = "/v1/signers/" + val.key.keyId().toLatin1();
    QCOMPARE(val.http->post(path + "/confirm", {}).status, 403);
    QCOMPARE(place[u"admin"_s].http->post(path + "/confirm", {}).status, 200);
    QCOMPARE(place.sign(val, request, Signoff::Approve, u"validator"_s).status, 201);
    QCOMPARE(val.http->post(path + "/revoke", {{u"reason"_s, u"Laptop lost."_s}}).status, 200);
    // What was signed before the revocation stands by its place in the log; nothing can be signed after it.
    QCOMPARE(place.sign(place[u"risk"_s], request, Signoff::Approve, u"risk"_s).status, 201);
    QVERIFY(place.gate().value(u"allowed"_s).toBool());
    const Reply late = place.sign(val, request, Signoff::Revoke, u"validator"_s);
    QCOMPARE(late.status, 409);
    QVERIFY(late.detail().contains(u"revoked"_s));
    // An administrator cannot confirm a key of their own.
    place.enrol(place[u"admin2"_s], false);
    QCOMPARE(place[u"admin2"_s].http->post("/v1/signers/" + place[u"admin2"_s].key.keyId().toLatin1() + "/confirm", {}).status, 409);
}

void TestSigning::enrolment_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("status");
    const auto row = [](const char *what, int status) { QTest::newRow(what) << QString::fromLatin1(what) << status; };
    row("for another person", 403);
    row("statement names another", 400);
    row("signed by another key", 400);
    row("public key of another", 400);
    row("no bundle", 400);
    row("twice", 409);
}

void TestSigning::enrolment()
{
    QFETCH(QString, what);
    QFETCH(int, status);
    Workplace place;
    const PrivateKey key = PrivateKey::generate().value();
    const PrivateKey other = PrivateKey::generate().value();
    Member &val = place[u"val"_s];
    const QString person = what == u"statement names another"_s ? u"risk"_s : u"val"_s;
    const Statement statement = enrolmentStatement(person, key.publicKey(), u"k"_s, place.clock().now());
    const auto envelope = signEnvelope(QString(inTotoPayloadType), statement.toBytes(), what == u"signed by another key"_s ? other : key);
    QJsonObject body{{u"person"_s, what == u"for another person"_s ? u"risk"_s : u"val"_s},
                     {u"publicKey"_s, QString::fromLatin1((what == u"public key of another"_s ? other : key).publicKey().toPem())},
                     {u"enrolment"_s, what == u"no bundle"_s ? u"{}"_s : QString::fromUtf8(SigstoreBundle::around(*envelope).toBytes())}};
    if (what == u"twice"_s)
        QCOMPARE(val.http->post("/v1/signers", body).status, 201);
    const Reply reply = val.http->post("/v1/signers", body);
    QVERIFY2(reply.status == status, reply.body.constData());
    if (status == 400)
        QVERIFY(!reply.pointers().isEmpty());
}

void TestSigning::tamperedStoreIsNotBelieved()
{
    // Whoever can write records but has no reviewer's key gets nothing through the gate.
    Workplace place;
    place.furnish();
    const QString request = place.ask();
    QCOMPARE(place.sign(place[u"val"_s], request, Signoff::Approve, u"validator"_s).status, 201);
    QCOMPARE(place.sign(place[u"risk"_s], request, Signoff::Approve, u"risk"_s).status, 201);
    QVERIFY(place.gate().value(u"allowed"_s).toBool());
    const auto forged = place.server().store().write(u"countersign.server"_s, place.clock().now(), [&](WriteSession &session) -> Result<Record> {
        ListQuery query;
        query.filters.append({u"person"_s, {u"val"_s}});
        const Record record = session.query(u"signoff"_s, query)->first();
        QJsonObject body = record.body;
        body.insert(u"person"_s, u"legal"_s);
        return session.put({record.kind, record.id, body, u"update"_s, record.revision, {}});
    });
    QVERIFY(forged);
    const QJsonObject no = place.gate();
    QVERIFY(!no.value(u"allowed"_s).toBool());
}

QTEST_GUILESS_MAIN(TestSigning)
#include "tst_signing.moc"
