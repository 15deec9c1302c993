// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"
#include "server/access/access.h"
#include "server/access/apikey.h"
#include "server/access/ratelimiter.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestAccess : public QObject
{
    Q_OBJECT
private slots:
    void secretsAreLongAndDistinct();
    void presentedSecrets_data();
    void presentedSecrets();
    void headers_data();
    void headers();
    void whoIsKnown_data();
    void whoIsKnown();
    void changesAreSeen();
    void keysAreSeenByFew();
    void bucketsRefill();
    void bucketsAreApart();

private:
    QDateTime m_now = fromRfc3339(u"2026-03-01T12:00:00.000Z"_s);
};

void TestAccess::secretsAreLongAndDistinct()
{
    QSet<QByteArray> seen;
    for (int i = 0; i < 200; ++i) {
        const ApiSecret secret = newApiSecret();
        QCOMPARE(secret.text.size(), 47);
        QCOMPARE(secret.hash.size(), 32);
        const auto hash = apiSecretHash(secret.text);
        QVERIFY(hash);
        QCOMPARE(*hash, secret.hash);
        seen.insert(secret.text);
    }
    QCOMPARE(seen.size(), 200);
}

void TestAccess::presentedSecrets_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("formed");
    const QByteArray good = "csk_" + QByteArray(43, 'A');
    QTest::newRow("right form") << good << true;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("prefix alone") << QByteArray("csk_") << false;
    QTest::newRow("one short") << good.chopped(1) << false;
    QTest::newRow("one long") << good + 'A' << false;
    QTest::newRow("other prefix") << "csK_" + QByteArray(43, 'A') << false;
    QTest::newRow("standard base64") << "csk_" + QByteArray(42, 'A') + '+' << false;
    QTest::newRow("zero byte") << "csk_" + QByteArray(42, 'A') + '\0' << false;
    QTest::newRow("not ascii") << "csk_" + QByteArray(41, 'A') + "\xc3\xa9" << false;
}

void TestAccess::presentedSecrets()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, formed);
    QCOMPARE(apiSecretHash(text).ok(), formed);
}

void TestAccess::headers_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("bearer") << QByteArray("Bearer abc") << QByteArray("abc");
    QTest::newRow("case") << QByteArray("bEARER abc") << QByteArray("abc");
    QTest::newRow("absent") << QByteArray() << QByteArray();
    QTest::newRow("basic") << QByteArray("Basic YTpi") << QByteArray();
    QTest::newRow("no space") << QByteArray("Bearerabc") << QByteArray();
    QTest::newRow("nothing after it") << QByteArray("Bearer ") << QByteArray();
    QTest::newRow("endless") << "Bearer " + QByteArray(5000, 'a') << QByteArray();
}

void TestAccess::headers()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, token);
    const auto got = bearerToken(header);
    QCOMPARE(got.ok(), !token.isEmpty());
    if (got)
        QCOMPARE(*got, token);
    else
        QCOMPARE(got.error().code, Error::Code::Unauthorised);
}

void TestAccess::whoIsKnown_data()
{
    QTest::addColumn<int>("daysLeft");
    QTest::addColumn<bool>("revoked");
    QTest::addColumn<bool>("personActive");
    QTest::addColumn<bool>("known");
    QTest::newRow("good") << 10 << false << true << true;
    QTest::newRow("expired just now") << 0 << false << true << false;
    QTest::newRow("long expired") << -5 << false << true << false;
    QTest::newRow("revoked") << 10 << true << true << false;
    QTest::newRow("person left") << 10 << false << false << false;
}

void TestAccess::whoIsKnown()
{
    QFETCH(int, daysLeft);
    QFETCH(bool, revoked);
    QFETCH(bool, personActive);
    QFETCH(bool, known);
    const ApiSecret secret = newApiSecret();
    KnownKey key{{u"K1"_s, u"Ana"_s, {u"ana"_s, {u"risk"_s}}, {u"read"_s}}, m_now.addDays(daysLeft), personActive};
    Access access([&](const QByteArray &hash) -> Result<KnownKey> {
        if (revoked || hash != secret.hash)
            return {Error::Code::NotFound, u"none"_s};
        return key;
    });

    const auto caller = access.authenticate("Bearer " + secret.text, m_now);
    QCOMPARE(caller.ok(), known);
    if (known) {
        QCOMPARE(caller->actor.person, u"ana"_s);
        QVERIFY(caller->actor.has(u"risk"_s));
        QVERIFY(caller->hasScope(u"read"_s));
        QVERIFY(!caller->hasScope(u"write"_s));
    } else {
        QCOMPARE(caller.error().code, Error::Code::Unauthorised);
    }
    // Somebody else's well-formed secret gets the same sentence.
    const auto other = access.authenticate("Bearer " + newApiSecret().text, m_now);
    QVERIFY(!other);
    if (!known)
        QCOMPARE(other.error().text, caller.error().text);
}

void TestAccess::changesAreSeen()
{
    const ApiSecret secret = newApiSecret();
    QStringList roles{u"risk"_s};
    int asked = 0;
    Access *self = nullptr;
    bool changeMeanwhile = false;
    Access access([&](const QByteArray &) -> Result<KnownKey> {
        ++asked;
        KnownKey out{{u"K"_s, {}, {u"ana"_s, roles}, {}}, m_now.addDays(1), true};
        if (changeMeanwhile) {
            roles = {u"legal"_s};
            self->forget();
        }
        return out;
    });
    self = &access;
    const QByteArray header = "Bearer " + secret.text;
    QVERIFY(access.authenticate(header, m_now)->actor.has(u"risk"_s));
    QVERIFY(access.authenticate(header, m_now));
    QCOMPARE(asked, 1);
    access.forget();
    changeMeanwhile = true;
    QVERIFY(access.authenticate(header, m_now)->actor.has(u"risk"_s));
    changeMeanwhile = false;
    QVERIFY(access.authenticate(header, m_now)->actor.has(u"legal"_s)); // what was read before the change is not kept
    QCOMPARE(asked, 3);
}

void TestAccess::keysAreSeenByFew()
{
    Record key;
    key.kind = u"key"_s;
    key.body = {{u"person"_s, u"ana"_s}};
    Record model;
    model.kind = u"model"_s;
    const auto as = [](const QString &person, const QStringList &roles) { return Caller{{}, {}, {person, roles}, {}}; };
    QVERIFY(maySee(as(u"ana"_s, {}), key));
    QVERIFY(!maySee(as(u"bob"_s, {u"risk"_s}), key));
    QVERIFY(maySee(as(u"bob"_s, {u"administrator"_s}), key));
    QVERIFY(maySee(as(u"bob"_s, {u"auditor"_s}), key));
    QVERIFY(maySee(as(u"bob"_s, {}), model));
    QVERIFY(sightOf(as(u"ana"_s, {})) != sightOf(as(u"bob"_s, {})));
    QCOMPARE(sightOf(as(u"a"_s, {u"auditor"_s})), sightOf(as(u"b"_s, {u"administrator"_s})));
}

void TestAccess::bucketsRefill()
{
    RateLimiter limiter(2, 3);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(limiter.take(u"k"_s, 1000), 0);
    QCOMPARE(limiter.take(u"k"_s, 1000), 1);
    QCOMPARE(limiter.take(u"k"_s, 1499), 1);
    QCOMPARE(limiter.take(u"k"_s, 1500), 0);
    QCOMPARE(limiter.take(u"k"_s, 1400), 1); // a clock that steps back gives nothing away
    QCOMPARE(RateLimiter(0, 0).take(u"k"_s, 0), 0);
    RateLimiter slow(0.1, 1);
    QCOMPARE(slow.take(u"k"_s, 0), 0);
    QCOMPARE(slow.take(u"k"_s, 0), 10);
}

void TestAccess::bucketsAreApart()
{
    RateLimiter limiter(1, 1);
    for (int i = 0; i < 50'000; ++i)
        QCOMPARE(limiter.take(QString::number(i), 5), 0);
    QVERIFY(limiter.take(u"49999"_s, 5) > 0);
}

QTEST_GUILESS_MAIN(TestAccess)
#include "tst_access.moc"
