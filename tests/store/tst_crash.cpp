// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/receipts.h"

#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QThread>

using namespace countersign;
using namespace countersign::test;

/// A server that is killed at any moment has lost nothing that it had acknowledged.
class TestCrash : public QObject
{
    Q_OBJECT
private slots:
    void killedAtRandomMoments()
    {
        bool given = false;
        const int asked = qEnvironmentVariableIntValue("COUNTERSIGN_ROUNDS", &given);
        const int rounds = given ? asked : 40;
        QRandomGenerator random(20'261'121);
        QTemporaryDir folder;
        const QString path = folder.path() + u"/server"_s;
        QByteArray all;
        qint64 acknowledged = 0;
        for (int round = 0; round < rounds; ++round) {
            const int lines = random.bounded(5) == 0 ? 0 : random.bounded(1, 120);
            const QByteArray output = killedAfter(path, round, lines, random);
            auto store = Store::open(path);
            QVERIFY2(store.ok(), store.ok() ? "" : qPrintable(u"round %1: "_s.arg(round) + store.error().text + store.error().detail));
            for (const QByteArray &line : wholeLines(output)) {
                const QString problem = broken(**store, line);
                QVERIFY2(problem.isEmpty(), qPrintable(u"round %1: "_s.arg(round) + problem));
                acknowledged += line.startsWith("record ");
            }
            all += output.first(output.lastIndexOf('\n') + 1);
            QCOMPARE(halves(**store), QStringList());
            const auto audit = auditStore(path);
            VERIFY_OK(audit);
            QVERIFY2(audit->clean(), qPrintable(u"round %1: "_s.arg(round) + audit->findings.value(0).text));
            QVERIFY(QDir(path + u"/tmp"_s).isEmpty());
        }
        auto store = Store::open(path);
        VERIFY_OK(store);
        for (const QByteArray &line : wholeLines(all))
            QCOMPARE(broken(**store, line), QString());
        qInfo() << rounds << "kills," << acknowledged << "acknowledged changes," << (*store)->head() << "in the log";
        QVERIFY(acknowledged > rounds);
        QVERIFY((*store)->head() >= acknowledged);
    }

private:
    static QByteArray killedAfter(const QString &path, int round, int lines, QRandomGenerator &random)
    {
        QProcess writer;
        writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        writer.start(QCoreApplication::applicationDirPath() + u"/crashwriter"_s,
                     {path, QString::number(random.bounded(1, 6)), u"r%1"_s.arg(round)});
        if (!writer.waitForStarted())
            qFatal("crashwriter is not there");
        QByteArray output;
        while (output.count('\n') < lines && writer.waitForReadyRead(30'000))
            output += writer.readAllStandardOutput();
        // Not only right after an answer: somewhere on the way to the next one.
        QThread::usleep(unsigned(random.bounded(lines == 0 ? 60'000 : 4'000)));
        writer.kill();
        writer.waitForFinished();
        return output + writer.readAllStandardOutput();
    }
};

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_crash.moc"
