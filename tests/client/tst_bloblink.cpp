// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/bloblink.h"
#include "client/scriptedserver.h"
#include "trust/digest.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::fixture;
using namespace Qt::StringLiterals;

class TestBlobLink : public QObject
{
    Q_OBJECT
private:
    static RestOptions optionsFor(const ScriptedServer &server)
    {
        RestOptions out;
        out.base = server.url();
        out.backoffBase = 1;
        return out;
    }
    template <typename Begin>
    Result<void> wait(Begin begin)
    {
        std::optional<Result<void>> out;
        begin([&](Result<void> result) { out = result; });
        if (!QTest::qWaitFor([&] { return out.has_value(); }, 20'000))
            qFatal("no end");
        return *out;
    }

private Q_SLOTS:
    void upload()
    {
        QTemporaryDir folder;
        const QByteArray bytes(3'000'000, 'b');
        QFile file(folder.filePath(u"in"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        int left = 1;
        ScriptedServer server([&](const ScriptedRequest &) { return left-- > 0 ? ScriptedReply::problem(503) : ScriptedReply{201, {}, {}}; });
        RestClient client(optionsFor(server));
        const QString digest = digestString(sha256(bytes));
        const auto done = wait([&](auto end) { uploadBlob(client, file.fileName(), digest, this, end); });
        QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().text));
        QCOMPARE(server.requests.size(), 2);
        QCOMPARE(server.requests[1].path, u"/v1/blobs/"_s + digest);
        QVERIFY(server.requests[1].body == bytes);
        QVERIFY(!wait([&](auto end) { uploadBlob(client, folder.filePath(u"none"_s), digest, this, end); }).ok());
        QCOMPARE(server.requests.size(), 2);
    }

    void download_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<qint64>("announced");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("good");
        const QByteArray bytes(1'000'000, 'c');
        QTest::newRow("good") << bytes << qint64(-1) << 200 << true;
        QTest::newRow("other bytes") << QByteArray(1'000'000, 'd') << qint64(-1) << 200 << false;
        QTest::newRow("one byte short") << bytes.chopped(1) << qint64(-1) << 200 << false;
        QTest::newRow("broken off") << bytes.first(500'000) << qint64(1'000'000) << 200 << false;
        QTest::newRow("empty") << QByteArray() << qint64(-1) << 200 << false;
        QTest::newRow("larger than taken") << bytes + bytes + bytes << qint64(-1) << 200 << false;
        QTest::newRow("not there") << QByteArray("{}") << qint64(-1) << 404 << false;
        QTest::newRow("error with the very bytes") << bytes << qint64(-1) << 500 << false;
    }
    void download()
    {
        QFETCH(QByteArray, body);
        QFETCH(qint64, announced);
        QFETCH(int, status);
        QFETCH(bool, good);
        QTemporaryDir folder;
        ScriptedServer server([&](const ScriptedRequest &) {
            ScriptedReply reply{status, body, {}};
            reply.announced = announced;
            return reply;
        });
        RestClient client(optionsFor(server));
        const QString digest = digestString(sha256(QByteArray(1'000'000, 'c')));
        const QString path = folder.filePath(u"out"_s);
        const auto done = wait([&](auto end) { downloadBlob(client, digest, path, this, end, 2'000'000); });
        QCOMPARE(done.ok(), good);
        QCOMPARE(QFile::exists(path), good);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), good ? 1 : 0);
    }
};

QTEST_GUILESS_MAIN(TestBlobLink)
#include "tst_bloblink.moc"
