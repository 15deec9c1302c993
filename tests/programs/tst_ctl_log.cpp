// SPDX-License-Identifier: GPL-3.0-or-later
// `log verify` holds the log against what clients were told, not only against itself.
#include "ctl_harness.h"

#include "trust/merkle.h"

#include <QDir>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestCtlLog : public QObject
{
    Q_OBJECT

    /// A world of its own with a request that both have approved.
    std::unique_ptr<CtlWorld> world(QString *request)
    {
        auto out = std::make_unique<CtlWorld>();
        if (out->start() && out->populate())
            *request = out->request();
        if (request->isEmpty() || !out->approve(*request, u"victor"_s, u"validator"_s))
            QTest::qFail(qPrintable(out->lastError()), __FILE__, __LINE__);
        return out;
    }
    static Ran verify(CtlWorld &world, const QStringList &more = {})
    {
        return world.ctl(u"tom"_s, QStringList{u"log"_s, u"verify"_s} + more);
    }
    static void compare(const Ran &ran, int code, const QByteArray &says = {})
    {
        QVERIFY2(ran.code == code, (QByteArray::number(ran.code) + ' ' + ran.out + ran.err).constData());
        QVERIFY2((ran.out + ran.err).contains(says), (ran.out + ran.err).constData());
    }
    /// Runs statements behind the server's back, while it is down.
    static void tamper(const CtlWorld &world, const QStringList &statements)
    {
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"tamper"_s);
            database.setDatabaseName(world.path(u"data/countersign.db"_s));
            QVERIFY(database.open());
            const QStringList all = QStringList{u"DROP TRIGGER log_no_update"_s, u"DROP TRIGGER log_no_delete"_s} + statements;
            for (const QString &statement : all) {
                QSqlQuery query(database);
                QVERIFY2(query.exec(statement), qPrintable(statement + u": "_s + query.lastError().text()));
            }
        }
        QSqlDatabase::removeDatabase(u"tamper"_s);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (programPath(u"countersignctl"_s).isEmpty() || programPath(u"countersignd"_s).isEmpty())
            QSKIP("countersignctl or countersignd was not built");
    }

    void wholeLog()
    {
        QString request;
        const auto w = world(&request);
        compare(verify(*w), 0, "The log is whole");
        compare(w->ctl(u"tom"_s, {u"log"_s, u"checkpoint"_s, u"-o"_s, u"kept.txt"_s}), 0);
        compare(w->ctl(u"admin"_s, {u"person"_s, u"put"_s, u"later"_s}), 0);
        compare(verify(*w, {u"--against"_s, u"kept.txt"_s}), 0, "kept.txt");
        QVERIFY(verify(*w, {u"--json"_s}).json().value(u"verified"_s).toBool());
    }

    void keptCheckpoint()
    {
        QString request;
        const auto w = world(&request);
        compare(w->ctl(u"tom"_s, {u"log"_s, u"checkpoint"_s, u"-o"_s, u"kept.txt"_s}), 0);
        QByteArray altered = w->readFile(u"kept.txt"_s);
        const qsizetype root = altered.indexOf('\n', altered.indexOf('\n') + 1) + 3;
        altered[root] = altered[root] == 'A' ? 'B' : 'A';
        w->writeFile(u"altered.txt"_s, altered);
        compare(verify(*w, {u"--against"_s, u"altered.txt"_s}), 11, "altered.txt");
        w->writeFile(u"nonsense.txt"_s, "nonsense");
        compare(verify(*w, {u"--against"_s, u"nonsense.txt"_s}), 11, "nonsense.txt");
        compare(verify(*w, {u"--against"_s, u"missing.txt"_s}), 1, "missing.txt");
    }

    /// The entries of a bundle are what its holder was told; each is checked as a receipt.
    void receipts()
    {
        QString request;
        const auto w = world(&request);
        compare(w->ctl(u"tom"_s, {u"bundle"_s, request, u"-o"_s, u"b.zip"_s}), 0);
        QByteArray receipts;
        QByteArray lastHash;
        int count = 0;
        for (const auto &[name, bytes] : unzipped(w->readFile(u"b.zip"_s))) {
            if (!name.startsWith("records/"_L1) || !name.endsWith(".json"_L1))
                continue;
            const QByteArray entry = QJsonDocument::fromJson(bytes).object().value(u"entry"_s).toString().toUtf8();
            const QString seq = QJsonDocument::fromJson(entry).object().value(u"seq"_s).toString();
            lastHash = leafHash(entry).toBase64();
            receipts += "{\"leaf\":" + QByteArray::number(seq.toLongLong() - 1) + ",\"leafHash\":\"" + lastHash + "\"}\n";
            ++count;
        }
        QVERIFY(count > 5);
        w->writeFile(u"receipts.txt"_s, receipts);
        const Ran good = verify(*w, {u"--against"_s, u"receipts.txt"_s, u"--json"_s});
        compare(good, 0);
        QCOMPARE(good.json().value(u"receiptsHeld"_s).toInt(), count);

        w->writeFile(u"swapped.txt"_s, "{\"leaf\":0,\"leafHash\":\"" + lastHash + "\"}\n");
        compare(verify(*w, {u"--against"_s, u"swapped.txt"_s}), 11, "Entry 0");
        w->writeFile(u"beyond.txt"_s, "{\"leaf\":\"100000\",\"leafHash\":\"" + lastHash + "\"}\n");
        compare(verify(*w, {u"--against"_s, u"beyond.txt"_s}), 11, "entries were dropped");
        for (const QByteArray &bad : {QByteArray("{\"leaf\":-1,\"leafHash\":\"x\"}"), QByteArray("{\"leaf\":1}"), QByteArray("{\"leaf\":1,\"leafHash\":\"AAAA\"}"),
                                      QByteArray("{\"leaf\":1,\"leaf\":2,\"leafHash\":\"" + lastHash + "\"}"), QByteArray("{oops")}) {
            w->writeFile(u"bad.txt"_s, bad);
            compare(verify(*w, {u"--against"_s, u"bad.txt"_s}), 1, "Line 1");
        }
    }

    void tampered_data()
    {
        QTest::addColumn<QStringList>("statements");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("an entry changed") << QStringList{u"UPDATE log SET entry = replace(CAST(entry AS TEXT), '\"action\":\"create\"', '\"action\":\"update\"') WHERE leaf = 4"_s}
                                          << QByteArray("changed, swapped or dropped");
        QTest::newRow("two entries swapped") << QStringList{u"CREATE TEMP TABLE t AS SELECT leaf, entry FROM log WHERE leaf IN (4, 5)"_s,
                                                            u"UPDATE log SET entry = (SELECT entry FROM t WHERE leaf = 5) WHERE leaf = 4"_s,
                                                            u"UPDATE log SET entry = (SELECT entry FROM t WHERE leaf = 4) WHERE leaf = 5"_s}
                                             << QByteArray("Entry 4");
        QTest::newRow("an entry dropped") << QStringList{u"DELETE FROM log WHERE leaf = 5"_s} << QByteArray("cannot show the log's entries");
        QTest::newRow("an entry dropped, the rest moved up") << QStringList{u"DELETE FROM log WHERE leaf = 5"_s, u"UPDATE log SET leaf = -leaf WHERE leaf > 5"_s,
                                                                            u"UPDATE log SET leaf = -leaf - 1 WHERE leaf < 0"_s}
                                                             << QByteArray();
    }
    void tampered()
    {
        QFETCH(QStringList, statements);
        QFETCH(QByteArray, says);
        QString request;
        const auto w = world(&request);
        compare(verify(*w), 0);
        QVERIFY(w->stop());
        tamper(*w, statements);
        // A server that notices by itself and does not start has caught it too.
        if (w->start())
            compare(verify(*w), 11, says);
        else
            QVERIFY2(w->lastError().contains(u"did not start"_s), qPrintable(w->lastError()));
    }
};

QTEST_GUILESS_MAIN(TestCtlLog)
#include "tst_ctl_log.moc"
