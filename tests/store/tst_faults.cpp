// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/receipts.h"

#include <QProcess>

#include <sys/stat.h>

using namespace countersign;
using namespace countersign::test;

/// Disks that are full, files that are damaged, keys that are gone.
class TestFaults : public QObject
{
    Q_OBJECT

    static Error reopened(Fixture &f)
    {
        const auto opened = f.reopen();
        return opened.ok() ? Error{Error::Code::Cancelled, u"it opened"_s} : opened.error();
    }
    static void overwrite(const QString &path, qint64 at, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(at));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    static void fill(Fixture &f, int count)
    {
        for (int i = 0; i < count; ++i)
            VERIFY_OK(f.model(u"m%1"_s.arg(i), {{u"description"_s, u"long enough "_s.repeated(200)}}));
    }

private slots:
    void diskFull_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::newRow("soon") << qint64(1'500'000);
        QTest::newRow("later") << qint64(2'500'000);
        QTest::newRow("at the start") << qint64(15'000);
    }
    void diskFull()
    {
        QFETCH(qint64, bytes);
        Fixture f; // made while there is room
        fill(f, 3);
        f.store.reset();
        QProcess writer;
        writer.start(QCoreApplication::applicationDirPath() + u"/crashwriter"_s,
                     {f.path(), u"4"_s, u"full"_s, QString::number(bytes)});
        QVERIFY(writer.waitForFinished(60'000));
        QCOMPARE(writer.exitStatus(), QProcess::NormalExit);
        const QByteArray output = writer.readAllStandardOutput();
        QVERIFY2(output.contains("error retryable The server"), output.right(500).constData());
        QVERIFY(!output.contains("SELECT") && !output.contains("INSERT"));
        VERIFY_OK(f.reopen());
        for (const QByteArray &line : wholeLines(output))
            QCOMPARE(broken(*f.store, line), QString());
        QCOMPARE(halves(*f.store), QStringList());
        QVERIFY(QDir(f.path() + u"/tmp"_s).isEmpty());
        VERIFY_OK(f.model(u"after"_s));
        const auto audit = auditStore(f.path());
        VERIFY_OK(audit);
        QVERIFY2(audit->clean(), qPrintable(audit->findings.value(0).text));
    }

    void newerSchemaIsRefused()
    {
        Fixture f;
        fill(f, 2);
        f.store.reset();
        QCOMPARE(Fixture::tamper(f.path(), {u"UPDATE meta SET value = '2' WHERE name = 'schema'"_s}), QString());
        const Error error = reopened(f);
        QCOMPARE(error.code, Error::Code::Unsupported);
        QVERIFY(error.text.contains(u"newer"_s));
        QCOMPARE(Fixture::tamper(f.path(), {u"UPDATE meta SET value = '1' WHERE name = 'schema'"_s}), QString());
        VERIFY_OK(f.reopen()); // untouched by the refusal
        QVERIFY(auditStore(f.path())->clean());
    }

    void damagedFiles_data()
    {
        QTest::addColumn<qint64>("at");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no database at all") << qint64(0) << QByteArray("this is a text file, not a database\n").repeated(30);
        QTest::newRow("header") << qint64(16) << QByteArray(60, '\xff');
        QTest::newRow("first page") << qint64(100) << QByteArray(3000, '\xff');
        QTest::newRow("all later pages") << qint64(4096) << QByteArray(400'000, '\x5a');
    }
    void damagedFiles()
    {
        QFETCH(qint64, at);
        QFETCH(QByteArray, bytes);
        Fixture f;
        fill(f, 100);
        f.store.reset();
        overwrite(f.path() + u"/countersign.db"_s, at, bytes);
        const Error error = reopened(f);
        QCOMPARE(error.code, Error::Code::Corrupt);
        QVERIFY2(!error.text.isEmpty() && !error.text.contains(u'/'), qPrintable(error.text));
    }

    void truncatedFile()
    {
        Fixture f;
        fill(f, 100);
        f.store.reset();
        QFile file(f.path() + u"/countersign.db"_s);
        QVERIFY(file.resize(file.size() / 2 / 4096 * 4096));
        QCOMPARE(reopened(f).code, Error::Code::Corrupt);
    }

    void oneFlippedByteIsFoundByTheAudit()
    {
        Fixture f;
        fill(f, 100);
        f.store.reset();
        QFile file(f.path() + u"/countersign.db"_s);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray all = file.readAll();
        const qsizetype at = all.indexOf("long enough", all.indexOf("\"name\":\"m42\"") - 3000);
        QVERIFY(at > 0);
        QVERIFY(file.seek(at));
        QVERIFY(file.putChar('L'));
        file.close();
        const auto audit = auditStore(f.path());
        VERIFY_OK(audit);
        QVERIFY(!audit->clean());
    }

    void keyAndDatabaseBelongTogether()
    {
        Fixture f;
        const QString key = f.path() + u"/log.key"_s;
        QCOMPARE(QFile(key).permissions() & QFile::Permissions(0x0077), QFile::Permissions());
        fill(f, 3);
        f.store.reset();
        QVERIFY(QFile::rename(key, key + u".away"_s));
        QCOMPARE(reopened(f).code, Error::Code::Corrupt); // no new key for an old log
        QVERIFY(!QFile::exists(key));
        Fixture other;
        QVERIFY(QFile::copy(other.path() + u"/log.key"_s, key));
        QCOMPARE(reopened(f).code, Error::Code::Corrupt); // nor another one
        QVERIFY(QFile::remove(key));
        QVERIFY(QFile::rename(key + u".away"_s, key));
        ::chmod(QFile::encodeName(key).constData(), 0644);
        QCOMPARE(reopened(f).code, Error::Code::Forbidden);
        ::chmod(QFile::encodeName(key).constData(), 0600);
        VERIFY_OK(f.reopen());
    }

    void aKeyWithoutItsDatabaseBeginsNoSecondHistory()
    {
        Fixture f;
        fill(f, 3);
        f.store.reset();
        for (const QString &name : {u""_s, u"-wal"_s, u"-shm"_s})
            QFile::remove(f.path() + u"/countersign.db"_s + name);
        QCOMPARE(reopened(f).code, Error::Code::Corrupt);
        QCOMPARE(reopened(f).code, Error::Code::Corrupt); // and the refusal leaves nothing that would let the next start pass
        QVERIFY(QFile::remove(f.path() + u"/log.key"_s));
        VERIFY_OK(f.reopen());
        QCOMPARE(f.store->head(), 0);
    }

    void aStartThatWasCutOffCanBeRepeated()
    {
        Fixture f;
        f.store.reset();
        // Between the tables and the key.
        QVERIFY(QFile::remove(f.path() + u"/log.key"_s));
        VERIFY_OK(f.reopen());
        // Between the key and its name in the tables.
        f.store.reset();
        QCOMPARE(Fixture::tamper(f.path(), {u"DELETE FROM meta WHERE name = 'logKey'"_s}), QString());
        VERIFY_OK(f.reopen());
        VERIFY_OK(f.model(u"a"_s));
    }

    void foldersThatCannotBe()
    {
        QTemporaryDir folder;
        QFile file(folder.path() + u"/file"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(!Store::open(file.fileName()).ok());
        QVERIFY(!Store::open(file.fileName() + u"/below"_s).ok());
        QVERIFY(!Store::open(u"/proc/nowhere"_s).ok());
        Fixture f;
        QCOMPARE(QFile(f.path()).permissions() & QFile::Permissions(0x0077), QFile::Permissions());
    }
};

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
