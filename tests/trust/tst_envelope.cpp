// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "trust/dsse.h"
#include "trust/sigstorebundle.h"
#include "trust/statement.h"
#include "trusttest.h"

#include <QJsonArray>

using namespace countersign;

class TestEnvelope : public QObject
{
    Q_OBJECT
private slots:
    void preAuthenticationEncoding();
    void officialVector();
    void signAndVerify();
    void everyFlippedByteIsNoticed();
    void otherAlphabets();
    void refusedEnvelope_data();
    void refusedEnvelope();
    void twoSignaturesAreRead();
    void statement();
    void refusedStatement_data();
    void refusedStatement();
    void bundle();
    void refusedBundle_data();
    void refusedBundle();
    void everyFlippedByteOfABundle();
    void publishedBundles();
    void goldenSample();
};

namespace {

const PrivateKey &testKey()
{
    static const PrivateKey key = *PrivateKey::generate();
    return key;
}

Statement sampleStatement()
{
    return {{Subject::ofSha256(u"demo 1.0"_s, QString(64, u'a'))},
            u"https://example.com/model-approval/v1"_s,
            {{u"decision"_s, u"APPROVED"_s}, {u"round"_s, u"1"_s}}};
}

Envelope sampleEnvelope()
{
    return *signEnvelope(inTotoPayloadType, sampleStatement().toBytes(), testKey());
}

} // namespace

void TestEnvelope::preAuthenticationEncoding()
{
    QCOMPARE(pae(u"http://example.com/HelloWorld", "hello world"),
             QByteArray("DSSEv1 29 http://example.com/HelloWorld 11 hello world"));
    QCOMPARE(pae(u"", ""), QByteArray("DSSEv1 0  0 "));
    QCOMPARE(pae(u"é", QByteArrayView("\0\xff", 2)), QByteArray("DSSEv1 2 \xc3\xa9 2 \0\xff", 16)); // bytes, not characters
}

void TestEnvelope::officialVector()
{
    VECTORS_OR_SKIP(u"dsse"_s);
    const QJsonObject vector = QJsonDocument::fromJson(contentOf(root + "/vector.json"_L1)).object();
    auto envelope = Envelope::fromBytes(toJson(vector[u"envelope"_s]));
    VERIFY_OK(envelope);
    QCOMPARE(envelope->signedBytes(), vector[u"pae"_s].toString().toUtf8());
    const QByteArray raw = envelope->signatures.first().sig;
    QCOMPARE(raw.size(), 64);
    envelope->signatures.first().sig = *ecdsaDerFromRaw(raw);
    // The vector gives the point in decimal.
    const auto number = [&](const QString &name) {
        QByteArray out(32, '\0');
        const QString digits = vector[u"key"_s].toObject()[name].toString();
        for (const QChar digit : digits) {
            int carry = digit.digitValue();
            for (int i = 31; i >= 0; --i, carry >>= 8) {
                carry += uchar(out[i]) * 10;
                out[i] = char(carry & 0xff);
            }
        }
        return out;
    };
    const auto key = PublicKey::fromP256Point(number(u"x"_s), number(u"y"_s));
    VERIFY_OK(key);
    VERIFY_OK(envelope->verify(*key));
    envelope->payload[0] = 'H';
    VERIFY_ERROR(envelope->verify(*key), Untrusted);
}

void TestEnvelope::signAndVerify()
{
    const Envelope envelope = sampleEnvelope();
    VERIFY_OK(envelope.verify(testKey().publicKey()));
    QCOMPARE(envelope.signatures.first().keyId, testKey().keyId());
    const auto again = Envelope::fromBytes(envelope.toBytes());
    VERIFY_OK(again);
    QCOMPARE(*again, envelope);
    VERIFY_ERROR(envelope.verify(PrivateKey::generate()->publicKey()), Untrusted);
    Envelope relabelled = envelope;
    relabelled.payloadType = u"application/json"_s;
    VERIFY_ERROR(relabelled.verify(testKey().publicKey()), Untrusted);
    Envelope anonymous = envelope;
    anonymous.signatures.first().keyId.clear();
    VERIFY_OK(anonymous.verify(testKey().publicKey())); // the id is a hint only
}

void TestEnvelope::everyFlippedByteIsNoticed()
{
    const Envelope envelope = sampleEnvelope();
    for (qsizetype at = 0; at < envelope.payload.size(); ++at) {
        Envelope changed = envelope;
        changed.payload = flipped(envelope.payload, at);
        VERIFY_ERROR(changed.verify(testKey().publicKey()), Untrusted);
    }
    for (qsizetype at = 0; at < envelope.signatures.first().sig.size(); ++at) {
        Envelope changed = envelope;
        changed.signatures.first().sig = flipped(envelope.signatures.first().sig, at);
        VERIFY_ERROR(changed.verify(testKey().publicKey()), Untrusted);
    }
}

void TestEnvelope::otherAlphabets()
{
    Envelope envelope = *signEnvelope(u"t"_s, QByteArray("\xfb\xef\xff\xfe", 4), testKey());
    QByteArray bytes = envelope.toBytes();
    QVERIFY(bytes.contains("++///g=="));
    const auto urlSafe = Envelope::fromBytes(bytes.replace("++///g==", "--___g"));
    VERIFY_OK(urlSafe);
    QCOMPARE(*urlSafe, envelope);
}

void TestEnvelope::refusedEnvelope_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("list") << QByteArray("[]");
    QTest::newRow("no payload") << QByteArray(R"({"payloadType":"t","signatures":[{"sig":"AA=="}]})");
    QTest::newRow("no type") << QByteArray(R"({"payload":"AA==","signatures":[{"sig":"AA=="}]})");
    QTest::newRow("no signatures") << QByteArray(R"({"payload":"AA==","payloadType":"t"})");
    QTest::newRow("empty signatures") << QByteArray(R"({"payload":"AA==","payloadType":"t","signatures":[]})");
    QTest::newRow("signature is text") << QByteArray(R"({"payload":"AA==","payloadType":"t","signatures":["AA=="]})");
    QTest::newRow("no sig") << QByteArray(R"({"payload":"AA==","payloadType":"t","signatures":[{"keyid":"k"}]})");
    QTest::newRow("key id is a number") << QByteArray(R"({"payload":"AA==","payloadType":"t","signatures":[{"keyid":1,"sig":"AA=="}]})");
    QTest::newRow("stray bits") << QByteArray(R"({"payload":"AB==","payloadType":"t","signatures":[{"sig":"AA=="}]})");
    QTest::newRow("duplicate payload") << QByteArray(R"({"payload":"AA==","payload":"AQ==","payloadType":"t","signatures":[{"sig":"AA=="}]})");
    QTest::newRow("escaped duplicate") << QByteArray(R"({"payload":"AA==","p\u0061yload":"AQ==","payloadType":"t","signatures":[{"sig":"AA=="}]})");
    QTest::newRow("not UTF-8") << QByteArray("{\"payload\":\"AA==\",\"payloadType\":\"\xff\",\"signatures\":[{\"sig\":\"AA==\"}]}");
    const QByteArray good = sampleEnvelope().toBytes();
    QTest::newRow("byte order mark") << "\xEF\xBB\xBF" + good;
    QByteArray wide("\xFF\xFE");
    for (const char c : good)
        wide.append(c).append('\0');
    QTest::newRow("UTF-16") << wide;
    QTest::newRow("half a UTF-16 character") << QByteArray("\xFF\xFE\xFF");
    QTest::newRow("two documents") << QByteArray(R"({"payload":"AA==","payloadType":"t","signatures":[{"sig":"AA=="}]}{})");
}

void TestEnvelope::refusedEnvelope()
{
    QFETCH(QByteArray, json);
    const auto envelope = Envelope::fromBytes(json);
    QVERIFY(!envelope);
    QVERIFY(!envelope.error().text.isEmpty());
}

void TestEnvelope::twoSignaturesAreRead()
{
    Envelope two = sampleEnvelope();
    two.signatures.append(two.signatures.first());
    const auto read = Envelope::fromBytes(two.toBytes());
    VERIFY_OK(read);
    VERIFY_ERROR(read->singleSignature(), Untrusted);
    VERIFY_ERROR(read->verify(testKey().publicKey()), Untrusted);
}

void TestEnvelope::statement()
{
    const Statement statement = sampleStatement();
    const auto again = Statement::fromBytes(statement.toBytes());
    VERIFY_OK(again);
    QCOMPARE(*again, statement);
    QCOMPARE(again->toBytes(), statement.toBytes());
    QVERIFY(statement.hasSubject(QString(64, u'a')));
    QVERIFY(!statement.hasSubject(QString(64, u'b')));
    QVERIFY(!statement.hasSubject(u""));
    const auto extra = Statement::fromBytes(R"({"_type":"https://in-toto.io/Statement/v1","predicateType":"t","new":1,)"
                                            R"("subject":[{"digest":{"gitCommit":"abc"},"uri":"x"}]})");
    VERIFY_OK(extra); // members that are not known are ignored
}

void TestEnvelope::refusedStatement_data()
{
    const auto with = [](const char *name, const QJsonValue &value) {
        QJsonObject object = QJsonDocument::fromJson(sampleStatement().toBytes()).object();
        object.insert(QLatin1String(name), value);
        return toJson(object);
    };
    const auto subject = [](const QJsonValue &digest) { return QJsonArray{QJsonObject{{u"name"_s, u"n"_s}, {u"digest"_s, digest}}}; };
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("pointer");
    QTest::newRow("type") << with("_type", u"https://in-toto.io/Statement/v0.1"_s) << u"/_type"_s;
    QTest::newRow("predicate type") << with("predicateType", 1) << u"/predicateType"_s;
    QTest::newRow("predicate") << with("predicate", u"text"_s) << u"/predicate"_s;
    QTest::newRow("no subject") << with("subject", QJsonArray()) << u"/subject"_s;
    QTest::newRow("no digest") << with("subject", subject(QJsonObject())) << u"/subject/0/digest"_s;
    QTest::newRow("digest is text") << with("subject", subject(u"x"_s)) << u"/subject/0/digest"_s;
    QTest::newRow("upper case") << with("subject", subject(QJsonObject{{u"sha256"_s, QString(64, u'A')}})) << u"/subject/0/digest/sha256"_s;
    QTest::newRow("short digest") << with("subject", subject(QJsonObject{{u"sha256"_s, u"ab"_s}})) << u"/subject/0/digest/sha256"_s;
    QTest::newRow("duplicate") << QByteArray(R"({"_type":"https://in-toto.io/Statement/v1","_type":"https://in-toto.io/Statement/v1"})") << u""_s;
    QTest::newRow("empty") << QByteArray() << u""_s;
}

void TestEnvelope::refusedStatement()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, pointer);
    const auto statement = Statement::fromBytes(bytes);
    QVERIFY(!statement);
    if (!pointer.isEmpty())
        QCOMPARE(statement.error().fields.value(0).pointer, pointer);
}

void TestEnvelope::bundle()
{
    const auto bundle = SigstoreBundle::around(sampleEnvelope());
    const auto read = SigstoreBundle::fromBytes(bundle.toBytes());
    VERIFY_OK(read);
    QCOMPARE(read->hint, testKey().keyId());
    QCOMPARE(read->envelope, bundle.envelope);
    QCOMPARE(read->toBytes(), bundle.toBytes());
    VERIFY_OK(read->verify(testKey().publicKey()));
    VERIFY_ERROR(read->verify(PrivateKey::generate()->publicKey()), Untrusted);
    SigstoreBundle anonymous = *read;
    anonymous.envelope.signatures.first().keyId.clear();
    VERIFY_ERROR(anonymous.verify(testKey().publicKey()), Untrusted);
}

void TestEnvelope::refusedBundle_data()
{
    const QJsonObject good = QJsonDocument::fromJson(SigstoreBundle::around(sampleEnvelope()).toBytes()).object();
    const auto with = [&](const QString &name, const QJsonValue &value) {
        QJsonObject object = good;
        object.insert(name, value);
        return toJson(object);
    };
    const QJsonObject key{{u"hint"_s, testKey().keyId()}};
    QJsonObject two = good[u"dsseEnvelope"_s].toObject();
    QJsonArray signatures = two[u"signatures"_s].toArray();
    signatures.append(signatures.first());
    two.insert(u"signatures"_s, signatures);
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("media type") << with(u"mediaType"_s, u"application/vnd.dev.sigstore.bundle.v9+json"_s);
    QTest::newRow("no material") << with(u"verificationMaterial"_s, QJsonObject());
    QTest::newRow("two materials") << with(u"verificationMaterial"_s, QJsonObject{{u"publicKey"_s, key}, {u"certificate"_s, QJsonObject()}});
    QTest::newRow("hint of another") << with(u"verificationMaterial"_s, QJsonObject{{u"publicKey"_s, QJsonObject{{u"hint"_s, u"other"_s}}}});
    QTest::newRow("hint is a number") << with(u"verificationMaterial"_s, QJsonObject{{u"publicKey"_s, QJsonObject{{u"hint"_s, 1}}}});
    QTest::newRow("entries are text") << with(u"verificationMaterial"_s, QJsonObject{{u"publicKey"_s, key}, {u"tlogEntries"_s, u"x"_s}});
    QTest::newRow("certificate without entry")
        << with(u"verificationMaterial"_s, QJsonObject{{u"certificate"_s, QJsonObject{{u"rawBytes"_s, u"AAAA"_s}}}});
    QTest::newRow("empty chain")
        << with(u"verificationMaterial"_s, QJsonObject{{u"x509CertificateChain"_s, QJsonObject{{u"certificates"_s, QJsonArray()}}}});
    QTest::newRow("message signature") << with(u"messageSignature"_s, QJsonObject());
    QTest::newRow("envelope missing") << with(u"dsseEnvelope"_s, QJsonValue());
    QTest::newRow("two signatures") << with(u"dsseEnvelope"_s, two);
    QTest::newRow("not JSON") << QByteArray("{");
    QTest::newRow("empty") << QByteArray();
}

void TestEnvelope::refusedBundle()
{
    QFETCH(QByteArray, json);
    QVERIFY(!SigstoreBundle::fromBytes(json));
}

void TestEnvelope::everyFlippedByteOfABundle()
{
    const auto original = SigstoreBundle::around(sampleEnvelope());
    const QByteArray bytes = original.toBytes();
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        for (const char mask : {char(1), char(0x20), char(0x80)}) {
            const auto read = SigstoreBundle::fromBytes(flipped(bytes, at, mask));
            // A changed name of an ignored member is harmless: then the content must still be the very same.
            if (read && read->verify(testKey().publicKey()))
                QCOMPARE(read->envelope, original.envelope);
        }
    }
}

void TestEnvelope::publishedBundles()
{
    VECTORS_OR_SKIP(u"sigstore-bundle"_s);
    const auto publish = SigstoreBundle::fromBytes(contentOf(root + "/bundle-publish.json"_L1));
    VERIFY_OK(publish);
    QCOMPARE(publish->material, SigstoreBundle::Material::KeyHint);
    const auto key = PublicKey::fromPem(contentOf(root + "/publish_key.pub"_L1));
    VERIFY_OK(key);
    Envelope envelope = publish->envelope;
    envelope.signatures.first().keyId.clear(); // npm's own id form
    VERIFY_OK(envelope.verify(*key));
    const auto provenance = SigstoreBundle::fromBytes(contentOf(root + "/bundle-provenance.json"_L1));
    VERIFY_OK(provenance);
    const auto leaf = PublicKey::fromCertificateDer(provenance->certificates.value(0));
    VERIFY_OK(leaf);
    VERIFY_OK(provenance->envelope.verify(*leaf));
    const auto leafStatement = Statement::fromBytes(provenance->envelope.payload);
    QVERIFY(!leafStatement || !leafStatement->subjects.isEmpty());
}

void TestEnvelope::goldenSample()
{
    VECTORS_OR_SKIP(u"golden-sample"_s);
    for (const QString &who : {u"reviewer-alice"_s, u"reviewer-bob"_s}) {
        const auto key = PublicKey::fromPem(contentOf(root + "/keys/"_L1 + who + ".pub.pem"_L1));
        VERIFY_OK(key);
        const auto bundle = SigstoreBundle::fromBytes(contentOf(root + "/bundle/approval-"_L1 + who + ".sigstore.json"_L1));
        VERIFY_OK(bundle);
        VERIFY_OK(bundle->verify(*key));
        const auto statement = Statement::fromBytes(bundle->envelope.payload);
        VERIFY_OK(statement);
        QVERIFY(statement->hasSubject(u"cf4f848d8f3dc72f467c8ff1dba95dc286e7ec07967ded658af1c0c883008aa1"));
        const auto secret = PrivateKey::fromPem(contentOf(root + "/keys/"_L1 + who + ".TEST.pem"_L1));
        VERIFY_OK(secret);
        QCOMPARE(secret->publicKey(), *key);
    }
}

QTEST_GUILESS_MAIN(TestEnvelope)
#include "tst_envelope.moc"
