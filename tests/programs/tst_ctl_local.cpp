// SPDX-License-Identifier: GPL-3.0-or-later
// What countersignctl does without any server: usage, help, inspect, keys in files, the unreachable server.
#include "ctl_harness.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QTcpServer>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestCtlLocal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (programPath(u"countersignctl"_s).isEmpty())
            QSKIP("countersignctl was not built");
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("nothing") << QStringList{} << QByteArray("No command");
        QTest::newRow("unknown command") << QStringList{u"approve"_s} << QByteArray("no command 'approve'");
        QTest::newRow("half a command") << QStringList{u"signer"_s} << QByteArray("no command 'signer'");
        QTest::newRow("missing argument") << QStringList{u"inspect"_s} << QByteArray("needs FILE");
        QTest::newRow("too many arguments") << QStringList{u"inspect"_s, u"a"_s, u"b"_s} << QByteArray("no further argument 'b'");
        QTest::newRow("unknown option") << QStringList{u"inspect"_s, u"a"_s, u"--force"_s} << QByteArray("no option '--force'");
        QTest::newRow("option without value") << QStringList{u"verify"_s, u"a"_s, u"--trust"_s} << QByteArray("--trust needs a value");
        QTest::newRow("empty value") << QStringList{u"verify"_s, u"a"_s, u"--trust="_s} << QByteArray("--trust needs a value");
        QTest::newRow("flag with value") << QStringList{u"inspect"_s, u"a"_s, u"--json=yes"_s} << QByteArray("takes no value");
        QTest::newRow("missing option") << QStringList{u"verify"_s, u"a"_s} << QByteArray("needs --trust");
        QTest::newRow("twice") << QStringList{u"verify"_s, u"a"_s, u"--trust"_s, u"b"_s, u"--trust"_s, u"c"_s} << QByteArray("once");
        QTest::newRow("empty argument") << QStringList{u"inspect"_s, QString()} << QByteArray("is empty");
        QTest::newRow("gate without files") << QStringList{u"gate"_s, u"m"_s, u"1"_s, u"--environment"_s, u"production"_s} << QByteArray("Nothing to judge");
        QTest::newRow("gate with a bad digest") << QStringList{u"gate"_s, u"m"_s, u"1"_s, u"--environment"_s, u"p"_s, u"--digest"_s, u"md5:1"_s} << QByteArray("is no digest");
        QTest::newRow("gate offline without trust") << QStringList{u"gate"_s, u"m"_s, u"1"_s, u"--environment"_s, u"p"_s, u"--digest"_s,
                                                                   u"sha256:"_s + QString(64, u'a'), u"--bundle"_s, u"b.zip"_s} << QByteArray("--bundle needs --trust");
        QTest::newRow("quick without a server") << QStringList{u"gate"_s, u"m"_s, u"1"_s, u"--environment"_s, u"p"_s, u"--artifact"_s, u"a"_s,
                                                                  u"--bundle"_s, u"b.zip"_s, u"--trust"_s, u"t"_s, u"--quick"_s} << QByteArray("no server");
        QTest::newRow("gate at no time") << QStringList{u"gate"_s, u"m"_s, u"1"_s, u"--environment"_s, u"p"_s, u"--artifact"_s, u"a"_s,
                                                        u"--now"_s, u"yesterday"_s} << QByteArray("RFC 3339");
        QTest::newRow("sign without verdict") << QStringList{u"sign"_s, u"R-1"_s, u"--role"_s, u"risk"_s, u"--comment"_s, u"x"_s} << QByteArray("exactly one of");
        QTest::newRow("sign with two verdicts") << QStringList{u"sign"_s, u"R-1"_s, u"--role"_s, u"risk"_s, u"--comment"_s, u"x"_s, u"--approve"_s, u"--reject"_s} << QByteArray("exactly one of");
        QTest::newRow("no server named") << QStringList{u"models"_s, u"list"_s} << QByteArray("COUNTERSIGN_URL is not set");
    }
    void wrongUsage()
    {
        QFETCH(QStringList, words);
        QFETCH(QByteArray, says);
        CtlWorld world;
        const Ran ran = world.ctl({}, words);
        QCOMPARE(ran.code, 2);
        QVERIFY2(ran.err.contains(says), ran.err.constData());
        QVERIFY(ran.out.isEmpty());
        QVERIFY(ran.err.startsWith("countersignctl: "));
        QVERIFY(ran.err.count('\n') <= 2);
    }

    void everyCommandExplainsItself()
    {
        CtlWorld world;
        const Ran all = world.ctl({}, {u"--help"_s});
        QCOMPARE(all.code, 0);
        int commands = 0;
        for (const QByteArray &line : all.out.split('\n')) {
            if (!line.startsWith("  ") || line.startsWith("  COUNTERSIGN"))
                continue;
            const QString name = QString::fromUtf8(line.mid(2, line.indexOf("  ", 2) - 2)).trimmed();
            const Ran help = world.ctl({}, name.split(u' ') + QStringList{u"--help"_s});
            QCOMPARE(help.code, 0);
            QVERIFY2(help.out.startsWith("Usage: countersignctl " + name.toUtf8()), help.out.constData());
            ++commands;
        }
        QVERIFY2(commands > 30, all.out.constData());
        QCOMPARE(world.ctl({}, {u"--version"_s}).code, 0);
    }

    void inspectsAnEvaluation()
    {
        CtlWorld world;
        world.writeFile(u"results.json"_s, evaluationFile(0.8125, QDateTime::currentDateTimeUtc()));
        const Ran ran = world.ctl({}, {u"inspect"_s, u"results.json"_s, u"--json"_s});
        QVERIFY2(ran.code == 0, ran.err.constData());
        const QJsonObject report = ran.json();
        QCOMPARE(report.value(u"kind"_s).toString(), u"evaluation"_s);
        QCOMPARE(report.value(u"completeness"_s).toString(), u"complete"_s);
        QCOMPARE(report.value(u"results"_s).toArray().at(0).toObject().value(u"value"_s).toDouble(), 0.8125);
        const Ran people = world.ctl({}, {u"inspect"_s, u"results.json"_s});
        QCOMPARE(people.code, 0);
        QVERIFY2(people.out.contains("0.8125") && people.out.contains("routing"), people.out.constData());
    }

    void inspectRefuses_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << evaluationFile(0.5, QDateTime::currentDateTimeUtc()).left(200);
        QTest::newRow("not JSON") << QByteArray("results: [");
        QTest::newRow("binary") << QByteArray("\x00\x01\x02\xff\xfe\xfd\x00garbage", 15);
        QTest::newRow("deep") << QByteArray("{\"results\":") + QByteArray(200'000, '[');
        QTest::newRow("raw control character") << QByteArray("{\"results\":{\"a\x01\":{\"acc\":1}},\"config\":{},\"versions\":{}}");
        QTest::newRow("another JSON") << QByteArray("{\"hello\":\"world\"}");
        QTest::newRow("invalid UTF-8") << QByteArray("{\"results\":{\"\xc3\x28\":{\"acc\":1}},\"config\":{},\"versions\":{}}");
    }
    void inspectRefuses()
    {
        QFETCH(QByteArray, content);
        CtlWorld world;
        world.writeFile(u"bad.json"_s, content);
        const Ran ran = world.ctl({}, {u"inspect"_s, u"bad.json"_s});
        QVERIFY2(ran.code == 1, ran.err.constData());
        QVERIFY2(ran.err.startsWith("countersignctl: bad.json: "), ran.err.constData());
        QVERIFY2(!ran.err.contains('\x01'), "a control character reached the terminal");
    }

    void inspectTellsThePlace()
    {
        CtlWorld world;
        world.writeFile(u"bad.json"_s, "{\"results\": {\n  \"a\": {\"acc\": 0.5},\n  \"b\": {\"acc\": 0.5]}\n}");
        const Ran ran = world.ctl({}, {u"inspect"_s, u"bad.json"_s, u"--as"_s, u"lm-evaluation-harness"_s});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains("Line 3, column 19"), ran.err.constData());
    }

    void inspectsAFolder()
    {
        CtlWorld world;
        world.writeFile(u"runs/a.json"_s, evaluationFile(0.5, QDateTime::currentDateTimeUtc()));
        world.writeFile(u"runs/notes.txt"_s, "hello");
        const Ran ran = world.ctl({}, {u"inspect"_s, u"runs"_s, u"--json"_s});
        QVERIFY2(ran.code == 0, ran.err.constData());
        QVERIFY(ran.json().value(u"results"_s).toArray().at(0).toObject().value(u"pointer"_s).toString().startsWith(u"a.json#/"_s));
    }

    void exportsAnEvaluation()
    {
        CtlWorld world;
        world.writeFile(u"results.json"_s, evaluationFile(0.8125, QDateTime::currentDateTimeUtc()));
        const QStringList words{u"export"_s, u"evaluation"_s, u"--from"_s, u"results.json"_s, u"--format"_s, u"every-eval-ever"_s, u"-o"_s, u"record.json"_s};
        const Ran ran = world.ctl({}, words);
        QVERIFY2(ran.code == 0, ran.err.constData());
        const Ran back = world.ctl({}, {u"inspect"_s, u"record.json"_s, u"--json"_s});
        QVERIFY2(back.code == 0, back.err.constData());
        QCOMPARE(back.json().value(u"format"_s).toString(), u"every-eval-ever"_s);
        QCOMPARE(back.json().value(u"results"_s).toArray().at(0).toObject().value(u"value"_s).toDouble(), 0.8125);
        QCOMPARE(world.ctl({}, {u"export"_s, u"evaluation"_s, u"--format"_s, u"every-eval-ever"_s, u"-o"_s, u"x"_s}).code, 2);
        QCOMPARE(world.ctl({}, words + QStringList{u"E-1"_s}).code, 2);
        QCOMPARE(world.ctl({}, {u"export"_s, u"evaluation"_s, u"--from"_s, u"results.json"_s, u"--format"_s, u"pdf"_s, u"-o"_s, u"x"_s}).code, 2);
        QCOMPARE(world.ctl({}, {u"export"_s, u"evaluation"_s, u"--from"_s, u"nothing"_s, u"--format"_s, u"every-eval-ever"_s, u"-o"_s, u"x"_s}).code, 1);
    }

    void inspectOfNoFile()
    {
        CtlWorld world;
        QCOMPARE(world.ctl({}, {u"inspect"_s, u"nothing.json"_s}).code, 1);
        world.writeFile(u"folder/x"_s, "x");
        const Ran ran = world.ctl({}, {u"inspect"_s, u"folder"_s});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.err.contains("x: This is not one of the known formats"), ran.err.constData());
        QVERIFY(world.ctl({}, {u"inspect"_s, u"/dev/null"_s}).err.contains("not a regular file"));
        QCOMPARE(world.ctl({}, {u"inspect"_s, u"folder/x"_s, u"--as"_s, u"no-such-format"_s}).code, 1);
    }

    void signingKeyFile()
    {
        CtlWorld world;
        const Ran made = world.ctl({}, {u"signer"_s, u"create"_s, u"key.pem"_s, u"--json"_s});
        QVERIFY2(made.code == 0, made.err.constData());
        QCOMPARE(made.json().value(u"keyId"_s).toString().size(), 64);
        const QByteArray before = world.readFile(u"key.pem"_s);
        QVERIFY(before.contains("ENCRYPTED PRIVATE KEY"));
        const auto open = QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup | QFileDevice::WriteOther;
        QVERIFY(!(QFile(world.path(u"key.pem"_s)).permissions() & open));
        QCOMPARE(world.ctl({}, {u"signer"_s, u"create"_s, u"key.pem"_s}).code, 1);
        QCOMPARE(world.readFile(u"key.pem"_s), before);
        QCOMPARE(world.ctl({}, {u"signer"_s, u"create"_s, u"open.pem"_s, u"--no-passphrase"_s}).code, 0);
        QVERIFY(world.readFile(u"open.pem"_s).contains("BEGIN PRIVATE KEY"));
    }

    void unreachableServer_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("list") << QStringList{u"models"_s};
        QTest::newRow("gate") << QStringList{u"gate"_s, u"m"_s, u"1"_s, u"--environment"_s, u"production"_s, u"--artifact"_s, u"file"_s};
        QTest::newRow("log") << QStringList{u"log"_s, u"verify"_s};
        QTest::newRow("bundle") << QStringList{u"bundle"_s, u"R-1"_s, u"-o"_s, u"out.zip"_s};
    }
    void unreachableServer()
    {
        QFETCH(QStringList, words);
        quint16 port = 0;
        {
            QTcpServer taken;
            QVERIFY(taken.listen(QHostAddress::LocalHost));
            port = taken.serverPort();
        }
        CtlWorld world;
        world.writeFile(u"file"_s, "x");
        world.setEnvironment(u"COUNTERSIGN_URL"_s, u"http://127.0.0.1:%1"_s.arg(port));
        const Ran ran = world.ctl({}, words);
        QVERIFY2(ran.code == 3, ran.err.constData());
        QVERIFY(ran.err.contains("127.0.0.1"));
        QVERIFY(!QFile::exists(world.path(u"out.zip"_s)));
    }

    void badServerAddress()
    {
        CtlWorld world;
        for (const QString &url : {u"http://example.com"_s, u"ftp://127.0.0.1"_s, u"nonsense"_s}) {
            world.setEnvironment(u"COUNTERSIGN_URL"_s, url);
            QCOMPARE(world.ctl({}, {u"models"_s}).code, 2);
        }
    }

    void verifyOfNoBundle_data()
    {
        QTest::addColumn<QByteArray>("bundle");
        QTest::addColumn<QByteArray>("trust");
        QTest::addColumn<int>("code");
        const QByteArray trust = "log countersign/0a0b0c0d+00000000+AQ==\nquorum none\n";
        QTest::newRow("bad trust file") << QByteArray("x") << trust << 1;
        QTest::newRow("empty trust file") << QByteArray("x") << QByteArray() << 1;
        QTest::newRow("no zip") << QByteArray("this is no zip") << QByteArray("quorum none\n") << 11;
        QTest::newRow("empty") << QByteArray() << QByteArray("quorum none\n") << 11;
    }
    void verifyOfNoBundle()
    {
        QFETCH(QByteArray, bundle);
        QFETCH(QByteArray, trust);
        QFETCH(int, code);
        CtlWorld world;
        world.writeFile(u"bundle.zip"_s, bundle);
        world.writeFile(u"trust.txt"_s, trust);
        const Ran ran = world.ctl({}, {u"verify"_s, u"bundle.zip"_s, u"--trust"_s, u"trust.txt"_s});
        QVERIFY2(ran.code == code, ran.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestCtlLocal)
#include "tst_ctl_local.moc"
