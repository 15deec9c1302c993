// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ids.h"
#include "trust/checkpoint.h"
#include "trust/digest.h"
#include "trust/note.h"
#include "trust/tlogpolicy.h"
#include "trusttest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace countersign;

namespace {

NoteSigner logSigner(const QString &name = u"log.example/a"_s, char seed = 'l')
{
    return *NoteSigner::log(name, *Ed25519PrivateKey::fromSeed(QByteArray(32, seed)));
}

NoteSigner witnessSigner(const QString &name, char seed)
{
    return *NoteSigner::witness(name, *Ed25519PrivateKey::fromSeed(QByteArray(32, seed)));
}

Checkpoint sample()
{
    return {u"log.example/a"_s, 42, sha256("root"), {}};
}

} // namespace

class TestNote : public QObject
{
    Q_OBJECT
private slots:
    void vkeys();
    void refusedVkey_data();
    void refusedVkey();
    void signAndOpen();
    void refusedNote_data();
    void refusedNote();
    void openingRules();
    void ecdsaSignature();
    void cosignature();
    void everyFlippedByteIsNoticed();
    void checkpoints_data();
    void checkpoints();
    void openingCheckpoints();
    void policy();
    void refusedPolicy_data();
    void refusedPolicy();
    void crossCheck();
};

void TestNote::vkeys()
{
    for (const NoteVerifier &verifier : {logSigner().verifier(), witnessSigner(u"w.example"_s, 'w').verifier(),
                                         *NoteVerifier::ecdsa(u"old.example"_s, PrivateKey::generate()->publicKey())}) {
        const auto again = NoteVerifier::fromVkey(verifier.vkey());
        VERIFY_OK(again);
        QCOMPARE(again->vkey(), verifier.vkey());
        QCOMPARE(again->type(), verifier.type());
        QCOMPARE(again->keyId(), verifier.keyId());
    }
    // The same key under two types or names has different ids.
    const auto key = *Ed25519PrivateKey::fromSeed(QByteArray(32, 'l'));
    QVERIFY(NoteSigner::witness(u"log.example/a"_s, key)->verifier().keyId() != logSigner().verifier().keyId());
    QVERIFY(logSigner(u"log.example/b"_s).verifier().keyId() != logSigner().verifier().keyId());
}

void TestNote::refusedVkey_data()
{
    const QString good = logSigner().verifier().vkey();
    const QStringList parts = good.split(u'+');
    QTest::addColumn<QString>("vkey");
    QTest::newRow("empty") << QString();
    QTest::newRow("no parts") << u"log.example"_s;
    QTest::newRow("no name") << good.mid(parts[0].size());
    QTest::newRow("space in the name") << u"a b"_s + good.mid(parts[0].size());
    QTest::newRow("other name") << u"log.example/b"_s + good.mid(parts[0].size());
    QTest::newRow("short id") << QString(good).remove(parts[0].size() + 1, 1);
    QTest::newRow("upper-case id") << parts[0] + u"+FFFFFFFF+"_s + parts.mid(2).join(u'+');
    QTest::newRow("key cut short") << good.chopped(4);
    QTest::newRow("no key") << parts[0] + u'+' + parts[1] + u'+';
    QTest::newRow("type of the future") << parts[0] + u'+' + parts[1] + u'+' + QString::fromLatin1((QByteArray("\x06") + QByteArray(32, 'k')).toBase64());
}

void TestNote::refusedVkey()
{
    QFETCH(QString, vkey);
    QVERIFY(!NoteVerifier::fromVkey(vkey));
}

void TestNote::signAndOpen()
{
    const QByteArray text = "first line\n\nsecond part\n"; // the last blank line is the one that counts
    const QByteArray bytes = Note{text, {logSigner().sign(text)}}.toBytes();
    const auto opened = openNote(bytes, {logSigner().verifier()});
    VERIFY_OK(opened);
    QCOMPARE(opened->text, text);
    QCOMPARE(opened->verified.size(), 1);
    QVERIFY(opened->isVerifiedBy(logSigner().verifier()));
    QVERIFY(!opened->isVerifiedBy(logSigner(u"log.example/a"_s, 'x').verifier()));
    const auto note = Note::fromBytes(bytes);
    VERIFY_OK(note);
    QCOMPARE(note->toBytes(), bytes);
}

void TestNote::refusedNote_data()
{
    const QByteArray line = Note{"t\n", {logSigner().sign("t\n")}}.toBytes().sliced(3);
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no blank line") << "t\n" + line;
    QTest::newRow("no signature") << QByteArray("t\n\n");
    QTest::newRow("no line end") << ("t\n\n" + line).chopped(1);
    QTest::newRow("hyphen for the dash") << "t\n\n- " + line.sliced(4);
    QTest::newRow("two spaces") << QByteArray("t\n\n" + line).replace("example/a ", "example/a  ");
    QTest::newRow("name with plus") << QByteArray("t\n\n" + line).replace("log.", "lo+g");
    QTest::newRow("no name") << "t\n\n\xE2\x80\x94  " + line.sliced(line.indexOf(' ', 5) + 1);
    QTest::newRow("url-safe base64") << QByteArray("t\n\n\xE2\x80\x94 n __________8=\n");
    QTest::newRow("only a key id") << QByteArray("t\n\n\xE2\x80\x94 n AAAAAA==\n");
    QTest::newRow("control character") << QByteArray("t\t\n\n") + line;
    QTest::newRow("carriage return") << QByteArray("t\r\n\n") + line;
    QTest::newRow("zero byte") << QByteArray("t\0\n\n", 5) + line;
    QTest::newRow("not UTF-8") << "t\xff\n\n" + line;
    QTest::newRow("too many signatures") << "t\n\n" + line.repeated(101);
    QTest::newRow("too large") << QByteArray(1'000'001, 'x');
}

void TestNote::refusedNote()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!Note::fromBytes(bytes));
    QVERIFY(!openNote(bytes, {logSigner().verifier()}));
}

void TestNote::openingRules()
{
    const QByteArray text = "t\n";
    const NoteSignature good = logSigner().sign(text);
    const NoteSignature other = logSigner(u"stranger"_s, 's').sign(text);
    NoteSignature bad = good;
    bad.signature = flipped(bad.signature, 3);
    const auto open = [&](const QList<NoteSignature> &list) { return openNote(Note{text, list}.toBytes(), {logSigner().verifier()}); };
    VERIFY_OK(open({good, other}));
    QCOMPARE(open({good, other})->unknown.size(), 1);
    QCOMPARE(open({good, good})->verified.size(), 1);
    VERIFY_ERROR(open({other}), Untrusted);
    VERIFY_ERROR(open({bad}), Untrusted);
    VERIFY_ERROR(open({bad, good}), Untrusted); // a bad signature by a known key spoils the note
    VERIFY_ERROR(openNote(Note{text, {good}}.toBytes(), {}), Untrusted);
    VERIFY_OK(openNote(Note{text, QList<NoteSignature>(100, good)}.toBytes(), {logSigner().verifier()}));
}

void TestNote::ecdsaSignature()
{
    const auto key = PrivateKey::generate();
    const auto verifier = NoteVerifier::ecdsa(u"rekor.example"_s, key->publicKey());
    VERIFY_OK(verifier);
    const QByteArray text = "t\n";
    const NoteSignature signature{u"rekor.example"_s, verifier->keyId(), *key->sign(text)};
    VERIFY_OK(openNote(Note{text, {signature}}.toBytes(), {*verifier}));
    VERIFY_ERROR(openNote(Note{"u\n", {signature}}.toBytes(), {*verifier}), Untrusted);
}

void TestNote::cosignature()
{
    const NoteSigner witness = witnessSigner(u"w.example"_s, 'w');
    const QByteArray text = sample().text();
    const NoteSignature signature = witness.sign(text, 1'800'000'000);
    QCOMPARE(signature.signature.size(), 72);
    const auto opened = openNote(Note{text, {signature}}.toBytes(), {witness.verifier()});
    VERIFY_OK(opened);
    QCOMPARE(opened->verified.first().time.value_or(0), 1'800'000'000ULL);
    NoteSignature moved = signature;
    moved.signature = flipped(signature.signature, 7); // the time is signed too
    VERIFY_ERROR(openNote(Note{text, {moved}}.toBytes(), {witness.verifier()}), Untrusted);
}

void TestNote::everyFlippedByteIsNoticed()
{
    const NoteSigner witness = witnessSigner(u"w.example"_s, 'w');
    QByteArray bytes = sample().signedBy(logSigner());
    bytes = *addSignature(bytes, witness.sign(sample().text(), 1));
    const auto policy = TlogPolicy::fromText(TlogPolicy::textFor(logSigner().verifier(), {{"w", witness.verifier(), {}}}, 1));
    VERIFY_OK(policy);
    VERIFY_OK(policy->open(bytes));
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit)
            QVERIFY2(!policy->open(flipped(bytes, at, char(1 << bit))), qPrintable(QString::number(at)));
    }
}

void TestNote::checkpoints_data()
{
    const QByteArray root = sha256("root").toBase64();
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << "log.example/a\n42\n" + root + '\n' << true;
    QTest::newRow("empty tree") << "log.example/a\n0\n" + root + '\n' << true;
    QTest::newRow("extension") << "log.example/a\n42\n" + root + "\nmore\n" << true;
    QTest::newRow("largest") << "log.example/a\n9223372036854775807\n" + root + '\n' << true;
    QTest::newRow("beyond") << "log.example/a\n9223372036854775808\n" + root + '\n' << false;
    QTest::newRow("leading zero") << "log.example/a\n042\n" + root + '\n' << false;
    QTest::newRow("negative") << "log.example/a\n-1\n" + root + '\n' << false;
    QTest::newRow("plus") << "log.example/a\n+42\n" + root + '\n' << false;
    QTest::newRow("space") << "log.example/a\n42 \n" + root + '\n' << false;
    QTest::newRow("no origin") << "\n42\n" + root + '\n' << false;
    QTest::newRow("short root") << QByteArray("log.example/a\n42\nAAAA\n") << false;
    QTest::newRow("url-safe root") << "log.example/a\n42\n" + QByteArray(32, '\xff').toBase64(QByteArray::Base64UrlEncoding) + '\n' << false;
    QTest::newRow("two lines") << QByteArray("log.example/a\n42\n") << false;
    QTest::newRow("no line end") << "log.example/a\n42\n" + root << false;
    QTest::newRow("empty extension") << "log.example/a\n42\n" + root + "\n\n" << false;
    QTest::newRow("empty") << QByteArray() << false;
}

void TestNote::checkpoints()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, good);
    const auto checkpoint = Checkpoint::fromText(text);
    QCOMPARE(checkpoint.ok(), good);
    if (good)
        QCOMPARE(checkpoint->text(), text);
}

void TestNote::openingCheckpoints()
{
    const QByteArray bytes = sample().signedBy(logSigner());
    const auto opened = openCheckpoint(bytes, logSigner().verifier());
    VERIFY_OK(opened);
    QCOMPARE(opened->checkpoint, sample());
    // A log that signs for another's origin, and a witness in the log's place.
    VERIFY_ERROR(openCheckpoint(sample().signedBy(logSigner(u"log.example/b"_s)), logSigner(u"log.example/b"_s).verifier()), Untrusted);
    const NoteSigner witness = witnessSigner(u"w.example"_s, 'w');
    const QByteArray onlyWitness = Note{sample().text(), {witness.sign(sample().text(), 1)}}.toBytes();
    VERIFY_ERROR(openCheckpoint(onlyWitness, logSigner().verifier(), {witness.verifier()}), Untrusted);
    VERIFY_ERROR(openCheckpoint("", logSigner().verifier()), Invalid);
}

void TestNote::policy()
{
    QList<NoteSigner> witnesses;
    QByteArray text = "# who is believed\n\tlog " + logSigner().verifier().vkey().toUtf8() + " https://log.example \n\n";
    for (int i = 0; i < 5; ++i) {
        const QString name = u"w%1.example"_s.arg(i);
        witnesses.append(witnessSigner(name, char('0' + i)));
        text += "witness w" + QByteArray::number(i) + ' ' + witnesses.last().verifier().vkey().toUtf8() + '\n';
    }
    text += "group x 2 w0 w1 w2\ngroup y any w3 w4\ngroup both all x y\nquorum both\n";
    const auto policy = TlogPolicy::fromText(text);
    VERIFY_OK(policy);
    QCOMPARE(policy->logs().first().url, u"https://log.example"_s);
    const auto with = [&](const QList<int> &who) {
        QByteArray note = sample().signedBy(logSigner());
        for (const int i : who)
            note = *addSignature(note, witnesses[i].sign(sample().text(), 5));
        return policy->open(note).ok();
    };
    QVERIFY(with({0, 1, 3}));
    QVERIFY(with({1, 2, 4}));
    QVERIFY(with({0, 1, 2, 3, 4}));
    QVERIFY(!with({0, 1}));
    QVERIFY(!with({0, 0, 3})); // one witness counts once
    QVERIFY(!with({0, 3, 4}));
    QVERIFY(!with({}));
    VERIFY_OK(TlogPolicy::fromText("quorum none\n"));
    VERIFY_ERROR(TlogPolicy::fromText("quorum none\n")->open(sample().signedBy(logSigner())), Untrusted);
    VERIFY_OK(TlogPolicy::fromText(TlogPolicy::textFor(logSigner().verifier()))->open(sample().signedBy(logSigner())));
}

void TestNote::refusedPolicy_data()
{
    const QByteArray log = logSigner().verifier().vkey().toUtf8();
    const QByteArray w = witnessSigner(u"w.example"_s, 'w').verifier().vkey().toUtf8();
    const QByteArray v = witnessSigner(u"v.example"_s, 'v').verifier().vkey().toUtf8();
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no quorum") << "log " + log + '\n';
    QTest::newRow("two quorums") << QByteArray("quorum none\nquorum none\n");
    QTest::newRow("quorum not defined") << QByteArray("quorum w\n");
    QTest::newRow("quorum before its witness") << "quorum w\nwitness w " + w + '\n';
    QTest::newRow("unknown word") << QByteArray("trust everybody\nquorum none\n");
    QTest::newRow("log twice") << "log " + log + "\nlog " + log + "\nquorum none\n";
    QTest::newRow("witness twice") << "witness a " + w + "\nwitness b " + w + "\nquorum none\n";
    QTest::newRow("name twice") << "witness a " + w + "\nwitness a " + v + "\nquorum none\n";
    QTest::newRow("named none") << "witness none " + w + "\nquorum none\n";
    QTest::newRow("witness key as log") << "log " + w + "\nquorum none\n";
    QTest::newRow("log key as witness") << "witness a " + log + "\nquorum none\n";
    QTest::newRow("group without members") << QByteArray("group g any\nquorum g\n");
    QTest::newRow("threshold too high") << "witness a " + w + "\ngroup g 2 a\nquorum g\n";
    QTest::newRow("threshold 0") << "witness a " + w + "\ngroup g 0 a\nquorum g\n";
    QTest::newRow("threshold with zero") << "witness a " + w + "\ngroup g 01 a\nquorum g\n";
    QTest::newRow("member twice") << "witness a " + w + "\ngroup g 2 a a\nquorum g\n";
    QTest::newRow("member of two groups") << "witness a " + w + "\ngroup g any a\ngroup h any a\nquorum g\n";
    QTest::newRow("member none") << QByteArray("group g any none\nquorum g\n");
    QTest::newRow("carriage return") << QByteArray("quorum none\r\n");
    QTest::newRow("broken key") << QByteArray("log x+y+z\nquorum none\n");
}

void TestNote::refusedPolicy()
{
    QFETCH(QByteArray, text);
    VERIFY_ERROR(TlogPolicy::fromText(text), Invalid);
}

void TestNote::crossCheck()
{
    VECTORS_OR_SKIP(u"tlog-crosscheck"_s);
    const auto file = QJsonDocument::fromJson(contentOf(root + "/tlog_vectors.json"_L1)).object();
    const auto signer = NoteSigner::fromSkey(file[u"skey_TEST_ONLY"_s].toString());
    VERIFY_OK(signer);
    int seen = 0;
    for (const QJsonValue &tree : file[u"trees"_s].toArray()) {
        const QByteArray bytes = tree[u"Checkpoint"_s].toString().toUtf8();
        const auto opened = openCheckpoint(bytes, signer->verifier());
        VERIFY_OK(opened);
        QCOMPARE(opened->checkpoint.size, quint64(tree[u"Size"_s].toInteger()));
        QCOMPARE(opened->checkpoint.signedBy(*signer), bytes); // Ed25519 is deterministic: ours are the same bytes
        ++seen;
    }
    QCOMPARE(seen, 40);
}

QTEST_GUILESS_MAIN(TestNote)
#include "tst_note.moc"
