// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/digest.h"
#include "trust/merkle.h"
#include "trust/tlogproof.h"
#include "trusttest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace countersign;

namespace {

const NoteSigner &logKey()
{
    static const NoteSigner signer = *NoteSigner::log(u"log.example/a"_s, *Ed25519PrivateKey::fromSeed(QByteArray(32, 'l')));
    return signer;
}

const NoteSigner &witnessKey()
{
    static const NoteSigner signer = *NoteSigner::witness(u"w.example"_s, *Ed25519PrivateKey::fromSeed(QByteArray(32, 'w')));
    return signer;
}

TlogPolicy policy()
{
    return *TlogPolicy::fromText(TlogPolicy::textFor(logKey().verifier(), {{"w", witnessKey().verifier(), {}}}, 1));
}

QByteArray entry(int i)
{
    return "entry " + QByteArray::number(i);
}

TlogProof sampleProof(quint64 index, quint64 size)
{
    QHash<std::pair<int, quint64>, QByteArray> nodes;
    CompactRange range;
    for (quint64 i = 0; i < size; ++i)
        range.append(leafHash(entry(int(i))), [&](int l, quint64 n, const QByteArray &h) { nodes.insert({l, n}, h); });
    const auto proof = inclusionProof(index, size, [&](int l, quint64 n) -> Result<QByteArray> { return nodes.value({l, n}); });
    const Checkpoint checkpoint{u"log.example/a"_s, size, range.root(), {}};
    const QByteArray note = *addSignature(checkpoint.signedBy(logKey()), witnessKey().sign(checkpoint.text(), 7));
    return {std::nullopt, index, *proof, note};
}

} // namespace

class TestTlogProof : public QObject
{
    Q_OBJECT
private slots:
    void roundTrip();
    void everyFlippedByteIsNoticed();
    void mismatches();
    void refused_data();
    void refused();
    void goldenSample();
};

void TestTlogProof::roundTrip()
{
    for (const auto &[index, size] : {std::pair{0, 1}, {4, 10}, {9, 10}, {0, 2}}) {
        const TlogProof proof = sampleProof(quint64(index), quint64(size));
        const auto again = TlogProof::fromBytes(proof.toBytes());
        VERIFY_OK(again);
        QCOMPARE(*again, proof);
        const auto verified = again->verify(entry(index), policy());
        VERIFY_OK(verified);
        QCOMPARE(verified->checkpoint.size, quint64(size));
    }
    TlogProof extra = sampleProof(4, 10);
    extra.extra = "anything";
    QCOMPARE(*TlogProof::fromBytes(extra.toBytes()), extra);
}

void TestTlogProof::everyFlippedByteIsNoticed()
{
    const QByteArray bytes = sampleProof(4, 10).toBytes();
    const TlogPolicy trusted = policy();
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            const auto proof = TlogProof::fromBytes(flipped(bytes, at, char(1 << bit)));
            QVERIFY2(!proof || !proof->verify(entry(4), trusted), qPrintable(QString::number(at)));
        }
    }
    for (qsizetype at = 0; at < entry(4).size(); ++at)
        QVERIFY(!sampleProof(4, 10).verify(flipped(entry(4), at), trusted));
    for (qsizetype size = 0; size < bytes.size(); ++size) {
        const auto cut = TlogProof::fromBytes(QByteArrayView(bytes).first(size));
        QVERIFY(!cut || !cut->verify(entry(4), trusted));
    }
}

void TestTlogProof::mismatches()
{
    TlogProof old = sampleProof(4, 10);
    old.checkpoint = sampleProof(4, 9).checkpoint; // a proof from one size, a checkpoint of another
    VERIFY_ERROR(old.verify(entry(4), policy()), Untrusted);
    TlogProof next = sampleProof(4, 10);
    next.index = 5;
    VERIFY_ERROR(next.verify(entry(4), policy()), Untrusted);
    TlogProof without = sampleProof(4, 10);
    without.checkpoint = Checkpoint{u"log.example/a"_s, 10, QByteArray(32, 'r'), {}}.signedBy(logKey());
    VERIFY_ERROR(without.verify(entry(4), policy()), Untrusted);
    const auto stranger = *NoteSigner::log(u"log.example/a"_s, *Ed25519PrivateKey::fromSeed(QByteArray(32, 's')));
    TlogProof forged = sampleProof(4, 10);
    forged.checkpoint = Checkpoint::fromText(Note::fromBytes(forged.checkpoint)->text)->signedBy(stranger);
    VERIFY_ERROR(forged.verify(entry(4), policy()), Untrusted);
}

void TestTlogProof::refused_data()
{
    const QByteArray good = sampleProof(1, 2).toBytes();
    const auto with = [&](const char *a, const char *b) { return QByteArray(good).replace(a, b); };
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("other version") << with("@v1", "@v2");
    QTest::newRow("no index") << with("index 1\n", "");
    QTest::newRow("leading zero") << with("index 1", "index 01");
    QTest::newRow("negative") << with("index 1", "index -1");
    QTest::newRow("too large") << with("index 1", "index 18446744073709551616");
    QTest::newRow("extra after index") << with("index 1\n", "index 1\nextra AA==\n");
    QTest::newRow("extra not base64") << with("index 1\n", "extra !\nindex 1\n");
    QTest::newRow("short hash") << with("index 1\n", "index 1\nAAAA\n");
    QTest::newRow("too many hashes") << with("index 1\n", ("index 1\n" + (QByteArray(32, 'h').toBase64() + '\n').repeated(64)).constData());
    QTest::newRow("no checkpoint") << good.first(good.indexOf("\n\n") + 2);
    QTest::newRow("checkpoint not signed") << good.first(good.lastIndexOf("\n\n") + 1);
    QTest::newRow("too long") << good + QByteArray(2'000'000, 'x');
}

void TestTlogProof::refused()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!TlogProof::fromBytes(bytes));
}

void TestTlogProof::goldenSample()
{
    VECTORS_OR_SKIP(u"golden-sample"_s);
    const auto trusted = TlogPolicy::fromText(contentOf(root + "/bundle/trust-policy.txt"_L1));
    VERIFY_OK(trusted);
    const QList<QByteArray> entries = contentOf(root + "/bundle/entries.jsonl"_L1).trimmed().split('\n');
    for (const QString &name : {u"approval-reviewer-alice"_s, u"approval-reviewer-bob"_s, u"gate.vsa"_s}) {
        const QByteArray bytes = contentOf(root + "/bundle/"_L1 + name + ".tlog-proof"_L1);
        const auto proof = TlogProof::fromBytes(bytes);
        VERIFY_OK(proof);
        QCOMPARE(proof->toBytes(), bytes);
        VERIFY_OK(proof->verify(entries[qsizetype(proof->index)], *trusted));
        VERIFY_ERROR(proof->verify(entries[qsizetype(proof->index) + 1], *trusted), Untrusted);
    }
    const auto now = trusted->open(contentOf(root + "/bundle/checkpoint"_L1));
    const auto before = trusted->open(contentOf(root + "/bundle/checkpoint.old"_L1));
    VERIFY_OK(now);
    VERIFY_OK(before);
    const QJsonObject consistency = QJsonDocument::fromJson(contentOf(root + "/bundle/consistency.json"_L1)).object();
    QList<QByteArray> hashes;
    for (const QJsonValue &hash : consistency[u"proof"_s].toArray())
        hashes.append(QByteArray::fromBase64(hash.toString().toLatin1()));
    QVERIFY(verifyConsistency(before->checkpoint.size, now->checkpoint.size, hashes, before->checkpoint.root, now->checkpoint.root));
}

QTEST_GUILESS_MAIN(TestTlogProof)
#include "tst_tlogproof.moc"
