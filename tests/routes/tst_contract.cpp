// SPDX-License-Identifier: GPL-3.0-or-later
// What the REST contract promises whatever the kind: idempotency, conflicts, feed, log, keys, rate limits.
#include "base/json.h"
#include "routes/workplace.h"
#include "trust/checkpoint.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

class TestContract : public QObject
{
    Q_OBJECT
private slots:
    void idempotency();
    void editsAndConflicts();
    void cardsKeepTheirRevisions();
    void feedAndLog();
    void keysComeAndGo();
    void oneKeyCannotHoldUpOthers();
};

void TestContract::idempotency()
{
    Workplace place;
    HttpClient &owner = *place[u"owner"_s].http;
    const QJsonObject model{{u"name"_s, u"a"_s}, {u"owner"_s, u"owner"_s}};
    const Reply first = owner.post("/v1/models", model, {{"Idempotency-Key", "k1"}});
    QCOMPARE(first.status, 201);
    const Reply again = owner.post("/v1/models", model, {{"Idempotency-Key", "k1"}});
    QCOMPARE(again.status, 201);
    QCOMPARE(again.body, first.body);
    QCOMPARE(again.headers.value("etag"), first.headers.value("etag"));
    QCOMPARE(again.headers.value("location"), QByteArray("/v1/models/a"));
    QCOMPARE(again.headers.value("idempotent-replay"), QByteArray("true"));
    QCOMPARE(owner.post("/v1/models", {{u"name"_s, u"b"_s}, {u"owner"_s, u"owner"_s}}, {{"Idempotency-Key", "k1"}}).status, 409);
    QCOMPARE(owner.post("/v1/models", model).status, 409);
    QCOMPARE(owner.post("/v1/models", model, {{"Idempotency-Key", "with blank"}}).status, 400);
    // Another person's key of the same text is another key.
    QCOMPARE(place[u"admin"_s].http->post("/v1/models", {{u"name"_s, u"c"_s}, {u"owner"_s, u"owner"_s}}, {{"Idempotency-Key", "k1"}}).status, 201);
    // A secret is not given twice.
    const QJsonObject key{{u"label"_s, u"ci"_s}, {u"person"_s, u"eng"_s}, {u"scopes"_s, QJsonArray{u"read"_s}},
                          {u"expiresAt"_s, toRfc3339(place.clock().now().addDays(5))}};
    const Reply made = place[u"admin"_s].http->post("/v1/keys", key, {{"Idempotency-Key", "k2"}});
    QVERIFY(made.json().contains(u"secret"_s));
    const Reply repeated = place[u"admin"_s].http->post("/v1/keys", key, {{"Idempotency-Key", "k2"}});
    QCOMPARE(repeated.id(), made.id());
    QVERIFY(!repeated.json().contains(u"secret"_s));
}

void TestContract::editsAndConflicts()
{
    Workplace place;
    place.furnish();
    HttpClient &owner = *place[u"owner"_s].http;
    QCOMPARE(owner.send("PATCH", "/v1/models/m", R"({"title":"T"})").status, 428);
    const Reply good = owner.patch("/v1/models/m", 1, {{u"title"_s, u"Triage"_s}});
    QCOMPARE(good.status, 200);
    QCOMPARE(good.headers.value("etag"), QByteArray("\"2\""));
    const Reply stale = owner.patch("/v1/models/m", 1, {{u"title"_s, u"Other"_s}});
    QCOMPARE(stale.status, 412);
    QCOMPARE(stale.json().value(u"current"_s).toObject().value(u"body"_s).toObject().value(u"title"_s).toString(), u"Triage"_s);
    QVERIFY(!owner.patch("/v1/models/m", 2, {{u"title"_s, QJsonValue::Null}}).recordBody().contains(u"title"_s));
    const Reply fixed = owner.patch("/v1/models/m", 3, {{u"name"_s, u"n"_s}});
    QCOMPARE(fixed.status, 400);
    QCOMPARE(fixed.pointers(), QStringList{u"/body/name"_s});
    const Reply moved = owner.patch("/v1/versions/m/1", 1, {{u"stage"_s, u"inService"_s}});
    QCOMPARE(moved.pointers(), QStringList{u"/body/stage"_s});
    // Whoever brings files cannot sign, so nobody else may bring them under the author's name.
    QCOMPARE(place[u"admin"_s].http->patch("/v1/versions/m/1", 1, {{u"artifacts"_s, QJsonArray()}}).status, 403);
    QCOMPARE(owner.get("/v1/models/m").headers.value("etag"), QByteArray("\"3\""));
    QCOMPARE(owner.send("GET", "/v1/models/m", {}, {{"If-None-Match", "\"3\""}}).status, 304);
    QCOMPARE(owner.post("/v1/versions/m/1/submit", {}).status, 200);
    QCOMPARE(owner.post("/v1/versions/m/1/submit", {}).status, 409);
}

void TestContract::cardsKeepTheirRevisions()
{
    Workplace place;
    place.furnish();
    HttpClient &owner = *place[u"owner"_s].http;
    const QByteArray text = cardFile({u"licence"_s}), digest = "sha256:" + sha256(text).toHex(), path = "/v1/cards/" + place.card;
    QVERIFY(owner.send("PUT", "/v1/blobs/" + digest, text).status < 300);
    QCOMPARE(owner.patch(path, 1, {{u"raw"_s, QString::fromLatin1(digest)}}).status, 200);
    QCOMPARE(owner.patch(path, 1, {{u"raw"_s, QString::fromLatin1(digest)}}).status, 412);
    QCOMPARE(owner.post(path + "/submit", {}).status, 200);
    // Only its author writes it; others bring a card of their own.
    const QByteArray other = cardFile({u"privacy"_s}), otherDigest = "sha256:" + sha256(other).toHex();
    QVERIFY(place[u"val"_s].http->send("PUT", "/v1/blobs/" + otherDigest, other).status < 300);
    QCOMPARE(place[u"val"_s].http->patch(path, 3, {{u"raw"_s, QString::fromLatin1(otherDigest)}}).status, 403);
    const QJsonArray items = place[u"audit"_s].http->get(path + "/history").json().value(u"items"_s).toArray();
    QCOMPARE(items.size(), 3);
    QStringList states;
    for (const QJsonValue &item : items) {
        const auto record = Record::fromJson(item[u"record"].toObject());
        QVERIFY(record.ok());
        QCOMPARE(record->revision, states.size() + 1);
        states.append(record->body.value(u"status"_s).toString());
    }
    QCOMPARE(states, (QStringList{u"draft"_s, u"draft"_s, u"pendingReview"_s}));
    QVERIFY(items[0][u"record"][u"body"][u"content"] != items[1][u"record"][u"body"][u"content"]);
    QCOMPARE(items[2][u"action"].toString(), u"submit"_s);
    QCOMPARE(owner.get("/v1/cards/01J00000000000000000000000/history").status, 404);
    QCOMPARE(owner.get("/v1/models/m/history").status, 404);
}

void TestContract::feedAndLog()
{
    Workplace place;
    HttpClient &audit = *place[u"audit"_s].http;
    const Reply all = audit.get("/v1/changes?after=0");
    QCOMPARE(all.status, 200);
    const qint64 head = all.json().value(u"head"_s).toInteger();
    QCOMPARE(qint64(all.json().value(u"changes"_s).toArray().size()), head);
    QVERIFY(!place[u"val"_s].http->get("/v1/changes").body.contains("\"kind\":\"key\"")); // not theirs to see
    // A waiting client is woken by a write.
    HttpClient waiting(place.port(), place[u"audit"_s].apiKey);
    QVERIFY(waiting.start("GET", "/v1/changes?wait=60&after=" + QByteArray::number(head)));
    QCOMPARE(place[u"owner"_s].http->post("/v1/models", {{u"name"_s, u"w"_s}, {u"owner"_s, u"owner"_s}}).status, 201);
    const Reply woken = waiting.finish();
    QCOMPARE(woken.json().value(u"changes"_s).toArray().size(), 1);
    QCOMPARE(audit.get("/v1/changes?wait=1&after=" + QByteArray::number(head + 1)).json().value(u"changes"_s).toArray().size(), 0);

    const Reply note = audit.get("/v1/log/checkpoint");
    const auto opened = openCheckpoint(note.body, place.server().store().log().verifier());
    QVERIFY(opened);
    const qint64 size = qint64(opened->checkpoint.size);
    QCOMPARE(size, head + 1);
    const QByteArray entries = audit.get("/v1/log/entries?from=0&count=1000").body;
    const QList<QByteArray> lines = entries.trimmed().split('\n');
    QCOMPARE(qint64(lines.size()), size);
    for (qint64 leaf = 0; leaf < size; ++leaf) {
        const QJsonObject proof = audit.get("/v1/log/proof?leaf=" + QByteArray::number(leaf) + "&size=" + QByteArray::number(size)).json();
        QList<QByteArray> hashes;
        for (const QJsonValue &hash : proof.value(u"hashes"_s).toArray())
            hashes.append(QByteArray::fromBase64(hash.toString().toLatin1()));
        QVERIFY(verifyInclusion(quint64(leaf), quint64(size), leafHash(lines[leaf]), hashes, opened->checkpoint.root));
    }
    QCOMPARE(audit.get("/v1/log/consistency?from=1&to=" + QByteArray::number(size)).status, 200);
    const Reply tile = audit.get("/v1/log/tile/entries/000.p/" + QByteArray::number(size));
    QCOMPARE(tile.status, 200);
    QCOMPARE(audit.get("/v1/log/tile/0/001").status, 404);
    QCOMPARE(audit.get("/v1/log/proof?leaf=0&size=99999").status, 400);
}

void TestContract::keysComeAndGo()
{
    Workplace place;
    HttpClient &admin = *place[u"admin"_s].http;
    const QJsonObject wanted{{u"label"_s, u"ci"_s}, {u"person"_s, u"eng"_s}, {u"scopes"_s, QJsonArray{u"read"_s}},
                             {u"expiresAt"_s, toRfc3339(place.clock().now().addDays(5))}};
    const Reply made = admin.post("/v1/keys", wanted);
    const QByteArray secret = made.json().value(u"secret"_s).toString().toLatin1();
    HttpClient ci(place.port(), secret);
    QCOMPARE(ci.get("/v1/whoami").json().value(u"person"_s).toString(), u"eng"_s);
    QCOMPARE(ci.post("/v1/models", {}).status, 403);
    const Reply rotated = admin.post("/v1/keys/" + made.id().toLatin1() + "/rotate", {});
    QCOMPARE(rotated.status, 201);
    QCOMPARE(ci.get("/v1/whoami").status, 401);
    HttpClient next(place.port(), rotated.json().value(u"secret"_s).toString().toLatin1());
    QCOMPARE(next.get("/v1/whoami").status, 200);
    // Somebody who leaves is out at once, whatever keys there are.
    QCOMPARE(admin.patch("/v1/persons/eng", 1, {{u"active"_s, false}}).status, 200);
    QCOMPARE(next.get("/v1/whoami").status, 401);
    QCOMPARE(admin.patch("/v1/persons/eng", 2, {{u"active"_s, true}}).status, 200);
    QCOMPARE(next.get("/v1/whoami").status, 200);
    place.clock().advance(6 * 86400);
    QCOMPARE(next.get("/v1/whoami").status, 401);
    QCOMPARE(admin.patch("/v1/persons/admin", 1, {{u"active"_s, false}}).status, 409);
    QJsonObject tooLong = wanted;
    tooLong.insert(u"expiresAt"_s, toRfc3339(place.clock().now().addDays(91)));
    QCOMPARE(admin.post("/v1/keys", tooLong).pointers(), QStringList{u"/body/expiresAt"_s});
    // Others see none of it.
    QCOMPARE(place[u"val"_s].http->get("/v1/keys/" + made.id().toLatin1()).status, 404);
    QCOMPARE(place[u"val"_s].http->get("/v1/keys").json().value(u"items"_s).toArray().size(), 1);
    QVERIFY(place[u"audit"_s].http->get("/v1/keys").json().value(u"items"_s).toArray().size() > 8);
}

void TestContract::oneKeyCannotHoldUpOthers()
{
    Workplace place(0.01, 40);
    HttpClient &val = *place[u"val"_s].http;
    int good = 0;
    Reply reply;
    for (int i = 0; i < 50; ++i) {
        reply = val.get("/v1/whoami");
        good += reply.status == 200;
    }
    QCOMPARE(good, 40);
    QCOMPARE(reply.status, 429);
    QVERIFY(reply.headers.value("retry-after").toInt() > 0);
    QCOMPARE(place[u"risk"_s].http->get("/v1/whoami").status, 200);
    // Guessing is slowed down as well, without harm to those who hold a key.
    HttpClient stranger(place.port(), "csk_" + QByteArray(43, 'A'));
    QSet<int> seen;
    for (int i = 0; i < 80; ++i)
        seen.insert(stranger.get("/v1/whoami").status);
    QCOMPARE(seen, (QSet<int>{401, 429}));
    QCOMPARE(place[u"risk"_s].http->get("/v1/whoami").status, 200);
}

QTEST_GUILESS_MAIN(TestContract)
#include "tst_contract.moc"
