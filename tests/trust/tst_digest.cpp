// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/base64.h"
#include "trust/digest.h"
#include "trusttest.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace countersign;

class TestDigest : public QObject
{
    Q_OBJECT
private slots:
    void knownDigests();
    void piecesGiveTheSame();
    void parsing_data();
    void parsing();
    void files();
    void cancel();
    void base64_data();
    void base64();
    void everyChangedBase64IsNoticed();
};

void TestDigest::knownDigests()
{
    QCOMPARE(sha256Hex("abc"), u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s);
    QCOMPARE(sha256Hex({}), u"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_s);
    QCOMPARE(digestString(sha256("abc")), u"sha256:"_s + sha256Hex("abc"));
}

void TestDigest::piecesGiveTheSame()
{
    QByteArray data;
    for (int i = 0; i < 1000; ++i)
        data.append(char(i * 7));
    Sha256 hash;
    for (qsizetype at = 0; at < data.size(); at += 13)
        hash.addData(QByteArrayView(data).sliced(at, std::min<qsizetype>(13, data.size() - at)));
    QCOMPARE(hash.result(), sha256(data));
    hash.addData("abc"); // result() began anew
    QCOMPARE(hash.result(), sha256("abc"));
}

void TestDigest::parsing_data()
{
    const QString hex = sha256Hex("abc");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("right") << u"sha256:"_s + hex << true;
    QTest::newRow("bare") << hex << false;
    QTest::newRow("upper case") << u"sha256:"_s + hex.toUpper() << false;
    QTest::newRow("short") << u"sha256:"_s + hex.chopped(1) << false;
    QTest::newRow("long") << u"sha256:"_s + hex + u'0' << false;
    QTest::newRow("other algorithm") << u"sha512:"_s + hex << false;
    QTest::newRow("no hex") << u"sha256:"_s + hex.chopped(1) + u'g' << false;
    QTest::newRow("space") << u" sha256:"_s + hex << false;
    QTest::newRow("full-width digit") << u"sha256:"_s + hex.chopped(1) + QChar(0xff11) << false;
    QTest::newRow("empty") << QString() << false;
}

void TestDigest::parsing()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    const auto digest = parseDigest(text);
    QCOMPARE(digest.ok(), good);
    if (good)
        QCOMPARE(*digest, sha256("abc"));
}

void TestDigest::files()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(u"weights.bin"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray content(700'001, 'w');
    file.write(content);
    file.close();
    qint64 told = 0;
    const auto digest = digestFile(file.fileName(), {}, [&](qint64 n) { told += n; });
    VERIFY_OK(digest);
    QCOMPARE(digest->digest, sha256(content));
    QCOMPARE(digest->size, content.size());
    QCOMPARE(told, content.size());
    VERIFY_ERROR(digestFile(dir.filePath(u"absent"_s)), NotFound);
    VERIFY_ERROR(digestFile(dir.path()), Invalid);
    QVERIFY(QFile::link(file.fileName(), dir.filePath(u"link"_s)));
    VERIFY_ERROR(digestFile(dir.filePath(u"link"_s)), Invalid);
    VERIFY_ERROR(digestFile(u"/dev/zero"_s), Invalid);
}

void TestDigest::cancel()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(u"a"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(2'000'000, 'a'));
    file.close();
    std::stop_source stop;
    int pieces = 0;
    const auto digest = digestFile(file.fileName(), stop.get_token(), [&](qint64) {
        ++pieces;
        stop.request_stop();
    });
    VERIFY_ERROR(digest, Cancelled);
    QCOMPARE(pieces, 1);
}

void TestDigest::base64_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("standard");
    QTest::addColumn<bool>("any");
    QTest::newRow("empty") << QByteArray() << true << true;
    QTest::newRow("one byte") << QByteArray("+w==") << true << true;
    QTest::newRow("url-safe") << QByteArray("-w==") << false << true;
    QTest::newRow("url-safe, bare") << QByteArray("-w") << false << true;
    QTest::newRow("stray bits") << QByteArray("+x==") << false << false;
    QTest::newRow("padding missing") << QByteArray("+w=") << false << false;
    QTest::newRow("too much padding") << QByteArray("+w===") << false << false;
    QTest::newRow("both alphabets") << QByteArray("+-AA") << false << false;
    QTest::newRow("line end") << QByteArray("+w==\n") << false << false;
    QTest::newRow("space") << QByteArray("+ w==") << false << false;
    QTest::newRow("zero byte") << QByteArray("AA\0A", 4) << false << false;
}

void TestDigest::base64()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, standard);
    QFETCH(bool, any);
    QCOMPARE(decodeStandardBase64(text).ok(), standard);
    QCOMPARE(decodeBase64(text).ok(), any);
}

void TestDigest::everyChangedBase64IsNoticed()
{
    const QByteArray bytes = sha256("content");
    const QByteArray text = bytes.toBase64();
    for (qsizetype at = 0; at < text.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            const auto decoded = decodeBase64(flipped(text, at, char(1 << bit)));
            QVERIFY(!decoded || *decoded != bytes);
        }
    }
}

QTEST_GUILESS_MAIN(TestDigest)
#include "tst_digest.moc"
