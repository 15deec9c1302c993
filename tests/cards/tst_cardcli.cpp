// SPDX-License-Identifier: GPL-3.0-or-later
// `countersignctl export card --from FILE`: the program as it is, without a server.
#include "cardstest.h"

#include "base/json.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

using namespace cardstest;

namespace {

struct Ran
{
    int code = -1;
    QByteArray out, err;
};

Ran ctl(const QStringList &words)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"COUNTERSIGN_URL"_s);
    process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("COUNTERSIGN_BIN") + u"/countersignctl"_s, words);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class TestCardCli : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        if (!QFileInfo::exists(qEnvironmentVariable("COUNTERSIGN_BIN") + u"/countersignctl"_s))
            QSKIP("countersignctl was not built");
    }

    void converts_data()
    {
        QTest::addColumn<QString>("format");
        for (const QString &format : cardFormatNames())
            QTest::newRow(qPrintable(format)) << format;
    }
    void converts()
    {
        QFETCH(QString, format);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"card"_s);
        const Ran ran = ctl({u"export"_s, u"card"_s, u"--from"_s, fixture(u"cyclonedx_two.json"_s), u"--format"_s, format, u"-o"_s, path, u"--json"_s, u"--now"_s,
                             u"2026-05-01T12:00:00Z"_s});
        QVERIFY2(ran.code == 0, ran.err.constData());
        const auto said = parseJson(ran.out);
        QVERIFY(said.ok());
        CardFacts facts;
        facts.exportedAt = QDateTime::fromString(u"2026-05-01T12:00:00Z"_s, Qt::ISODate);
        const auto wanted = exportCard(*inspectFile(fixture(u"cyclonedx_two.json"_s))->card(), *cardFormatFromName(format), facts);
        QCOMPARE(bytesOf(path), wanted->bytes);
        QCOMPARE(said->toObject().value(u"lost"_s).toArray().size(), wanted->lost.size());
        QCOMPARE(ran.err.count('\n'), wanted->lost.size());
        QVERIFY(format != u"mct" || wanted->lost.size() > 5);
    }

    void refuses_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("says");
        const QString file = fixture(u"toolkit_old.json"_s);
        QTest::newRow("no source") << QStringList{u"--format"_s, u"mct"_s, u"-o"_s, u"x"_s} << 2 << QByteArray("--from FILE");
        QTest::newRow("two sources") << QStringList{u"m"_s, u"1"_s, u"--from"_s, file, u"--format"_s, u"mct"_s, u"-o"_s, u"x"_s} << 2 << QByteArray("--from FILE");
        QTest::newRow("half a version") << QStringList{u"m"_s, u"--format"_s, u"mct"_s, u"-o"_s, u"x"_s} << 2 << QByteArray("MODEL and VERSION");
        QTest::newRow("no format") << QStringList{u"--from"_s, file, u"-o"_s, u"x"_s} << 2 << QByteArray("--format");
        QTest::newRow("unknown format") << QStringList{u"--from"_s, file, u"--format"_s, u"word"_s, u"-o"_s, u"x"_s} << 2 << QByteArray("no format");
        QTest::newRow("no such file") << QStringList{u"--from"_s, u"/nowhere/at/all"_s, u"--format"_s, u"mct"_s, u"-o"_s, u"x"_s} << 1 << QByteArray("no file");
        QTest::newRow("no server") << QStringList{u"m"_s, u"1"_s, u"--format"_s, u"mct"_s, u"-o"_s, u"x"_s} << 2 << QByteArray("COUNTERSIGN_URL");
    }
    void refuses()
    {
        QFETCH(QStringList, words);
        QFETCH(int, code);
        QFETCH(QByteArray, says);
        const Ran ran = ctl(QStringList{u"export"_s, u"card"_s} + words);
        QVERIFY2(ran.err.contains(says), ran.err.constData());
        QCOMPARE(ran.code, code);
    }
};

QTEST_GUILESS_MAIN(TestCardCli)
#include "tst_cardcli.moc"
