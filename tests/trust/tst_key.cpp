// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/digest.h"
#include "trust/key.h"
#include "trusttest.h"

using namespace countersign;

namespace {

QByteArray hex(const char *text)
{
    return QByteArray::fromHex(text);
}

} // namespace

class TestKey : public QObject
{
    Q_OBJECT
private slots:
    void knownSignature();
    void roundTrip();
    void keyIdIsDigestOfSpki();
    void everyFlippedByteIsNoticed();
    void encrypted();
    void refusedPublic_data();
    void refusedPublic();
    void refusedPrivate_data();
    void refusedPrivate();
    void rawAndDer();
    void ed25519Known();
    void ed25519Pem();
};

// RFC 6979 A.2.5, P-256 with SHA-256, message "sample".
void TestKey::knownSignature()
{
    const auto key = PublicKey::fromP256Point(hex("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"),
                                              hex("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"));
    VERIFY_OK(key);
    const auto der = ecdsaDerFromRaw(hex("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                                         "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"));
    VERIFY_OK(der);
    QVERIFY(key->verify("sample", *der));
    QVERIFY(!key->verify("Sample", *der));
    QVERIFY(!key->verify("sample", *der + '\0'));
    QVERIFY(!key->verify("sample", {}));
    QVERIFY(!PublicKey().verify("sample", *der));
}

void TestKey::roundTrip()
{
    const auto key = PrivateKey::generate();
    VERIFY_OK(key);
    const auto signature = key->sign("a decision");
    VERIFY_OK(signature);
    QVERIFY(key->publicKey().verify("a decision", *signature));
    const auto again = PrivateKey::fromPem(key->toPem());
    VERIFY_OK(again);
    QCOMPARE(again->publicKey(), key->publicKey());
    const auto published = PublicKey::fromPem(key->publicKey().toPem());
    VERIFY_OK(published);
    QCOMPARE(*published, key->publicKey());
    QCOMPARE(published->curveBits(), 256);
    QVERIFY(!(PrivateKey::generate()->publicKey() == key->publicKey()));
}

void TestKey::keyIdIsDigestOfSpki()
{
    const auto key = PrivateKey::generate();
    VERIFY_OK(key);
    QCOMPARE(key->keyId(), sha256Hex(key->publicKey().spkiDer()));
    QCOMPARE(key->publicKey().spkiDer().size(), 91);
}

void TestKey::everyFlippedByteIsNoticed()
{
    const auto key = PrivateKey::generate();
    const QByteArray message = "approve demo 1.0 for production";
    const auto signature = key->sign(message);
    VERIFY_OK(signature);
    for (qsizetype at = 0; at < message.size(); ++at)
        QVERIFY(!key->publicKey().verify(flipped(message, at), *signature));
    for (qsizetype at = 0; at < signature->size(); ++at) {
        for (int bit = 0; bit < 8; ++bit)
            QVERIFY(!key->publicKey().verify(message, flipped(*signature, at, char(1 << bit))));
    }
}

void TestKey::encrypted()
{
    const auto key = PrivateKey::generate();
    const auto pem = key->toEncryptedPkcs8Pem(u"pässphrase ✓");
    VERIFY_OK(pem);
    QVERIFY(pem->startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    QVERIFY(PrivateKey::isEncryptedPem(*pem));
    QVERIFY(!PrivateKey::isEncryptedPem(key->toPem()));
    QVERIFY(pem->size() < 2000); // the smallest keychain takes 2560 bytes
    const auto opened = PrivateKey::fromEncryptedPem(*pem, u"pässphrase ✓");
    VERIFY_OK(opened);
    QCOMPARE(opened->keyId(), key->keyId());
    VERIFY_ERROR(PrivateKey::fromEncryptedPem(*pem, u"passphrase"), Unauthorised);
    VERIFY_ERROR(PrivateKey::fromEncryptedPem(*pem, u""), Unauthorised);
    VERIFY_ERROR(PrivateKey::fromPem(*pem), Unauthorised);
    VERIFY_ERROR(PrivateKey::fromEncryptedPem(key->toPem(), u"x"), Invalid);
    VERIFY_ERROR(key->toEncryptedPkcs8Pem(u""), Invalid);
    QVERIFY(*key->toEncryptedPkcs8Pem(u"x") != *key->toEncryptedPkcs8Pem(u"x")); // salted
}

void TestKey::refusedPublic_data()
{
    const QByteArray good = PrivateKey::generate()->publicKey().spkiDer();
    QByteArray compressed = hex("3039301306072a8648ce3d020106082a8648ce3d030107032200");
    compressed += char(2 + (good.back() & 1)) + good.sliced(27, 32);
    QTest::addColumn<QByteArray>("der");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut short") << good.chopped(1);
    QTest::newRow("something behind") << good + '\0';
    QTest::newRow("not on the curve") << flipped(good, 50);
    QTest::newRow("compressed point") << compressed;
    QTest::newRow("ed25519") << hex("302a300506032b6570032100") + QByteArray(32, 'k');
    QTest::newRow("P-384 where only P-256 is wanted")
        << hex("3076301006072a8648ce3d020106052b8104002203620004aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a38"
               "5502f25dbf55296c3a545e3872760ab73617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d"
               "7a431d7c90ea0e5f");
    QTest::newRow("random") << QByteArray(91, 'r');
}

void TestKey::refusedPublic()
{
    QFETCH(QByteArray, der);
    QVERIFY(!PublicKey::fromSpkiDer(der));
    const QByteArray pem = "-----BEGIN PUBLIC KEY-----\n" + der.toBase64() + "\n-----END PUBLIC KEY-----\n";
    QVERIFY(!PublicKey::fromPem(pem));
    QCOMPARE(PublicKey::fromSpkiDer(der, PublicKey::Curves::AnyNist).ok(), der.size() == 120);
}

void TestKey::refusedPrivate_data()
{
    QTest::addColumn<QByteArray>("pem");
    const QByteArray key = PrivateKey::generate()->toPem();
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("public") << PrivateKey::generate()->publicKey().toPem();
    QTest::newRow("ed25519") << Ed25519PrivateKey::generate()->toPem();
    QTest::newRow("cut short") << key.chopped(60);
    // The public half of one key behind the private half of another.
    const auto der = [](const QByteArray &pem) {
        return QByteArray::fromBase64(QByteArray(pem).replace("-----BEGIN PRIVATE KEY-----", "").replace("-----END PRIVATE KEY-----", ""));
    };
    const QByteArray mixed = der(key).chopped(64) + der(PrivateKey::generate()->toPem()).last(64);
    QTest::newRow("mixed halves") << "-----BEGIN PRIVATE KEY-----\n" + mixed.toBase64() + "\n-----END PRIVATE KEY-----\n";
    QTest::newRow("old encryption") << QByteArray("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: "
                                                  "AES-128-CBC,00000000000000000000000000000000\n\nAAAA\n-----END EC PRIVATE KEY-----\n");
}

void TestKey::refusedPrivate()
{
    QFETCH(QByteArray, pem);
    QVERIFY(!PrivateKey::fromPem(pem));
}

void TestKey::rawAndDer()
{
    const auto key = PrivateKey::generate();
    for (int i = 0; i < 50; ++i) {
        const auto der = key->sign(QByteArray::number(i));
        const auto raw = ecdsaRawFromDer(*der);
        VERIFY_OK(raw);
        QCOMPARE(raw->size(), 64);
        QCOMPARE(*ecdsaDerFromRaw(*raw), *der);
    }
    QVERIFY(!ecdsaDerFromRaw(QByteArray(63, 'x')));
    QVERIFY(!ecdsaRawFromDer("not DER"));
    QVERIFY(!ecdsaRawFromDer(*key->sign("x") + '\0'));
}

// RFC 8032 section 7.1, test 1.
void TestKey::ed25519Known()
{
    const auto key = Ed25519PrivateKey::fromSeed(hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
    VERIFY_OK(key);
    QCOMPARE(key->publicKey().raw(), hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    const QByteArray signature = key->sign({});
    QCOMPARE(signature, hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                            "d25bf5f0595bbe24655141438e7a100b"));
    QVERIFY(key->publicKey().verify({}, signature));
    for (qsizetype at = 0; at < 64; ++at)
        QVERIFY(!key->publicKey().verify({}, flipped(signature, at)));
    QVERIFY(!Ed25519PrivateKey::fromSeed("short"));
    QVERIFY(!Ed25519PublicKey::fromRaw("short"));
    QVERIFY(!Ed25519PublicKey().verify({}, signature));
}

void TestKey::ed25519Pem()
{
    const auto key = Ed25519PrivateKey::generate();
    const auto again = Ed25519PrivateKey::fromPem(key->toPem());
    VERIFY_OK(again);
    QCOMPARE(again->publicKey(), key->publicKey());
    QVERIFY(!Ed25519PrivateKey::fromPem(PrivateKey::generate()->toPem()));
}

QTEST_GUILESS_MAIN(TestKey)
#include "tst_key.moc"
