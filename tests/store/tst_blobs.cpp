// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storefixture.h"

#include <QDirIterator>

#include <csignal>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

using namespace countersign;
using namespace countersign::test;

class TestBlobs : public QObject
{
    Q_OBJECT

    static int filesBelow(const QString &path)
    {
        int count = 0;
        for (QDirIterator it(path, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext(); it.next())
            ++count;
        return count;
    }
    static Result<std::unique_ptr<BlobStore>> open(const QTemporaryDir &folder, qint64 limit = 1000)
    {
        return BlobStore::open(folder.path(), limit);
    }

private slots:
    void putAndRead()
    {
        QTemporaryDir folder;
        const auto store = open(folder);
        VERIFY_OK(store);
        for (const QByteArray &bytes : {QByteArray(), QByteArray("x"), QByteArray(1000, '\0')}) {
            const auto put = (*store)->put(bytes);
            VERIFY_OK(put);
            QCOMPARE(put->digest, digestString(sha256(bytes)));
            QCOMPARE(put->size, bytes.size());
            QCOMPARE(*(*store)->size(put->digest), bytes.size());
            QCOMPARE(*(*store)->read(put->digest), bytes);
            QCOMPARE((*(*store)->file(put->digest))->readAll(), bytes);
        }
        VERIFY_OK((*store)->put("x")); // again
        QCOMPARE(filesBelow(folder.path()), 3);
    }

    void uploadInPieces()
    {
        QTemporaryDir folder;
        const auto store = open(folder);
        auto upload = (*store)->begin();
        VERIFY_OK(upload);
        for (int i = 0; i < 10; ++i)
            VERIFY_OK((*upload)->write(QByteArray::number(i)));
        QCOMPARE((*upload)->size(), 10);
        const auto done = (*upload)->finish(digestString(sha256("0123456789")));
        VERIFY_OK(done);
        QVERIFY(!(*upload)->write("more").ok());
        QVERIFY(!(*upload)->finish().ok());
        upload.value().reset();
        QCOMPARE(*(*store)->read(done->digest), "0123456789");
    }

    void nothingIsLeft_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<bool>("finish");
        QTest::addColumn<int>("code");
        QTest::newRow("given up") << QByteArray("abc") << QString() << false << -1;
        QTest::newRow("too large") << QByteArray(1001, 'x') << QString() << false << int(Error::Code::TooLarge);
        QTest::newRow("other digest") << QByteArray("abc") << digestString(sha256("abd")) << true << int(Error::Code::Untrusted);
        QTest::newRow("no digest") << QByteArray("abc") << u"../../etc/passwd"_s << true << int(Error::Code::Invalid);
    }
    void nothingIsLeft()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        QFETCH(bool, finish);
        QFETCH(int, code);
        QTemporaryDir folder;
        const auto store = open(folder);
        {
            const auto upload = (*store)->begin();
            VERIFY_OK(upload);
            const auto written = (*upload)->write(bytes);
            QCOMPARE(written.ok(), finish || code < 0);
            if (!written.ok())
                QCOMPARE(int(written.error().code), code);
            if (finish)
                QCOMPARE(int((*upload)->finish(expected).error().code), code);
        }
        QCOMPARE(filesBelow(folder.path()), 0);
    }

    void adopt()
    {
        QTemporaryDir folder;
        const auto store = open(folder);
        const auto make = [&](const QByteArray &bytes) {
            QFile file(folder.path() + u"/tmp/incoming"_s);
            if (file.open(QIODevice::WriteOnly))
                file.write(bytes);
            return file.fileName();
        };
        const auto taken = (*store)->adopt(make("abc"), digestString(sha256("abc")));
        VERIFY_OK(taken);
        QCOMPARE(*(*store)->read(taken->digest), "abc");
        VERIFY_OK((*store)->adopt(make("abc")));
        QCOMPARE((*store)->adopt(make("abd"), taken->digest).error().code, Error::Code::Untrusted);
        QCOMPARE((*store)->adopt(make(QByteArray(1001, 'x'))).error().code, Error::Code::TooLarge);
        QVERIFY(!(*store)->adopt(folder.path() + u"/nowhere"_s).ok());
        QCOMPARE(filesBelow(folder.path()), 1);
        const QString link = folder.path() + u"/tmp/link"_s;
        QVERIFY(QFile::link(u"/etc/hostname"_s, link));
        QVERIFY(!(*store)->adopt(link).ok());
        QVERIFY(QFile::exists(u"/etc/hostname"_s));
    }

    void hostileNames_data()
    {
        QTest::addColumn<QString>("digest");
        QTest::newRow("empty") << QString();
        QTest::newRow("traversal") << u"sha256:../../../../etc/passwd"_s;
        QTest::newRow("traversal of the right length") << QString(u"sha256:"_s + u"../"_s.repeated(21) + u"a"_s);
        QTest::newRow("upper case") << QString(u"sha256:"_s + u"A"_s.repeated(64));
        QTest::newRow("short") << QString(u"sha256:"_s + u"a"_s.repeated(63));
        QTest::newRow("other algorithm") << QString(u"sha512:"_s + u"a"_s.repeated(64));
        QTest::newRow("NUL") << QString(u"sha256:"_s + u"a"_s.repeated(63) + QChar(0));
    }
    void hostileNames()
    {
        QFETCH(QString, digest);
        QTemporaryDir folder;
        const auto store = open(folder);
        QCOMPARE((*store)->size(digest).error().code, Error::Code::Invalid);
        QVERIFY(!(*store)->has(digest));
        QVERIFY(!(*store)->file(digest).ok());
        QVERIFY(!(*store)->read(digest).ok());
    }

    void damagedAndMissing()
    {
        QTemporaryDir folder;
        const auto store = open(folder);
        const QString digest = (*store)->put("abc")->digest;
        const QString hex = digest.sliced(7);
        QFile file(folder.path() + u"/blobs/"_s + hex.first(2) + u'/' + hex.sliced(2));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("abd");
        file.close();
        QCOMPARE((*store)->read(digest).error().code, Error::Code::Corrupt);
        QCOMPARE((*store)->read(digest, 2).error().code, Error::Code::TooLarge);
        QCOMPARE((*store)->read(digestString(sha256("nothing"))).error().code, Error::Code::NotFound);
    }

    void interruptedUploadsAreSweptAway()
    {
        QTemporaryDir folder;
        VERIFY_OK(open(folder));
        QFile file(folder.path() + u"/tmp/left"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        VERIFY_OK(open(folder));
        QVERIFY(!file.exists());
    }

    void diskFull()
    {
        QTemporaryDir folder;
        const auto store = open(folder, 1'000'000);
        const QString before = (*store)->put("small")->digest;
        rlimit old{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &old), 0);
        const rlimit small{100'000, old.rlim_max};
        const auto handler = ::signal(SIGXFSZ, SIG_IGN);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto put = (*store)->put(QByteArray(200'000, 'x'));
        ::setrlimit(RLIMIT_FSIZE, &old);
        ::signal(SIGXFSZ, handler);
        QVERIFY(!put.ok());
        QVERIFY2(put.error().retryable && put.error().text.contains(u"full"_s), qPrintable(put.error().text + put.error().detail));
        QCOMPARE(filesBelow(folder.path()), 1);
        VERIFY_OK((*store)->read(before));
        VERIFY_OK((*store)->put(QByteArray(200'000, 'x')));
    }

    void manyAtOnce()
    {
        QTemporaryDir folder;
        const auto store = open(folder);
        std::atomic<int> good{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 8; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 20; ++i) {
                    const auto put = (*store)->put(QByteArray::number(i)); // the same ones in every thread
                    if (put.ok() && (*store)->read(put->digest).valueOr({}) == QByteArray::number(i))
                        ++good;
                }
            });
        }
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(good.load(), 160);
        QCOMPARE(filesBelow(folder.path()), 20);
    }
};

QTEST_GUILESS_MAIN(TestBlobs)
#include "tst_blobs.moc"
