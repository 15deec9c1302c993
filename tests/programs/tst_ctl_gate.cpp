// SPDX-License-Identifier: GPL-3.0-or-later
// The gate against a real server: what must not pass does not pass, and each no has its reason.
#include "ctl_harness.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestCtlGate : public QObject
{
    Q_OBJECT

    /// A world with people, policy, version and evidence; each test has its own.
    std::unique_ptr<CtlWorld> world()
    {
        auto out = std::make_unique<CtlWorld>();
        if (!out->start() || !out->populate())
            QTest::qFail(qPrintable(out->lastError()), __FILE__, __LINE__);
        return out;
    }
    /// … with a request that both have approved; its id.
    QString approved(CtlWorld &world)
    {
        const QString id = world.request();
        if (id.isEmpty() || !world.approve(id, u"victor"_s, u"validator"_s) || !world.approve(id, u"rita"_s, u"risk"_s))
            QTest::qFail(qPrintable(world.lastError()), __FILE__, __LINE__);
        return id;
    }
    static void copyFolder(const QString &from, const QString &to)
    {
        QDirIterator it(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString file = it.next();
            const QString target = to + file.mid(from.size());
            QDir().mkpath(QFileInfo(target).path());
            QVERIFY(QFile::copy(file, target));
        }
    }
    static void compare(const Ran &ran, int code, const QByteArray &says)
    {
        QVERIFY2(ran.code == code, (QByteArray::number(ran.code) + ' ' + ran.out + ran.err).constData());
        QVERIFY2(ran.err.contains(says), ran.err.constData());
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (programPath(u"countersignctl"_s).isEmpty() || programPath(u"countersignd"_s).isEmpty())
            QSKIP("countersignctl or countersignd was not built");
    }

    void filesAndPlaces()
    {
        const auto w = world();
        compare(w->ctl(u"tom"_s, w->gate()), 10, "Nobody has asked");
        approved(*w);
        compare(w->ctl(u"tom"_s, w->gate()), 0, {});
        compare(w->ctl(u"tom"_s, w->gate() + QStringList{u"--quick"_s}), 0, {});
        compare(w->ctl(u"tom"_s, w->gate(u"model"_s, u"staging"_s)), 10, "staging");
        QStringList unknown = w->gate();
        unknown[2] = u"9.9"_s;
        compare(w->ctl(u"tom"_s, unknown), 10, "no version");
        w->writeFile(u"model/weights.bin"_s, QByteArray("weights of the test ").repeated(49) + "weights of the tesT ");
        compare(w->ctl(u"tom"_s, w->gate()), 10, "has other bytes");
        w->writeFile(u"model/weights.bin"_s, QByteArray("weights of the test ").repeated(50));
        compare(w->ctl(u"tom"_s, w->gate()), 0, {});
        w->writeFile(u"model/extra.bin"_s, "x");
        compare(w->ctl(u"tom"_s, w->gate()), 10, "'extra.bin' is not a file");
        QVERIFY(QFile::remove(w->path(u"model/extra.bin"_s)));
        QVERIFY(QFile::rename(w->path(u"model/config.json"_s), w->path(u"model/Config.json"_s)));
        compare(w->ctl(u"tom"_s, w->gate()), 10, "'Config.json' is not a file");
    }

    void expired()
    {
        const auto w = world();
        approved(*w);
        const QString later = QDateTime::currentDateTimeUtc().addDays(30).addSecs(60).toString(Qt::ISODate);
        compare(w->ctl(u"tom"_s, w->gate() + QStringList{u"--now"_s, later}), 10, "ended on");
    }

    void oneSignerShort()
    {
        const auto w = world();
        const QString id = w->request();
        compare(w->ctl(u"tom"_s, w->gate()), 10, "Stage 'Validation' has 0 of 1");
        QVERIFY2(w->approve(id, u"victor"_s, u"validator"_s), qPrintable(w->lastError()));
        compare(w->ctl(u"tom"_s, w->gate()), 10, "Stage 'Risk' has 0 of 1");
    }

    void samePersonTwice()
    {
        const auto w = world();
        const QString id = w->request();
        QVERIFY2(w->approve(id, u"victor"_s, u"validator"_s), qPrintable(w->lastError()));
        // Victor has the role risk as well; he still is one person.
        compare(w->ctl(u"victor"_s, {u"sign"_s, id, u"--role"_s, u"risk"_s, u"--approve"_s, u"--comment"_s, u"Once more."_s}), 1, "counts in an earlier stage");
        compare(w->ctl(u"tom"_s, w->gate()), 10, "Stage 'Risk' has 0 of 1");
    }

    void staleRound()
    {
        const auto w = world();
        approved(*w);
        w->writeFile(u"again.json"_s, evaluationFile(0.95, QDateTime::currentDateTimeUtc().addSecs(-60)));
        compare(w->ctl(u"nora"_s, {u"import"_s, u"again.json"_s, u"--model"_s, u"triage"_s, u"--version"_s, u"1.0"_s}), 0, {});
        compare(w->ctl(u"tom"_s, w->gate()), 10, "round 1, which was closed");
    }

    void worseEvidence()
    {
        const auto w = world();
        const QString id = approved(*w);
        w->writeFile(u"worse.json"_s, evaluationFile(0.71, QDateTime::currentDateTimeUtc().addSecs(-60)));
        compare(w->ctl(u"nora"_s, {u"import"_s, u"worse.json"_s, u"--model"_s, u"triage"_s, u"--version"_s, u"1.0"_s}), 0, {});
        compare(w->ctl(u"tom"_s, w->gate()), 10, "0.71");
        compare(w->ctl(u"victor"_s, {u"sign"_s, id, u"--role"_s, u"validator"_s, u"--approve"_s, u"--comment"_s, u"Still."_s}), 1, "requirements are open");
    }

    void changedPolicy()
    {
        const auto w = world();
        approved(*w);
        QByteArray policy = w->readFile(u"policy.json"_s);
        w->writeFile(u"policy.json"_s, policy.replace("\"limit\":0.9", "\"limit\":0.91"));
        compare(w->ctl(u"admin"_s, {u"policy"_s, u"put"_s, u"policy.json"_s}), 0, {});
        compare(w->ctl(u"tom"_s, w->gate()), 10, "closed");
    }

    void rejected()
    {
        const auto w = world();
        const QString id = w->request();
        compare(w->ctl(u"victor"_s, {u"sign"_s, id, u"--role"_s, u"validator"_s, u"--reject"_s, u"--comment"_s, u"Not reproducible."_s}), 0, {});
        compare(w->ctl(u"tom"_s, w->gate()), 10, "Not reproducible.");
    }

    void revoked()
    {
        const auto w = world();
        const QString id = approved(*w);
        compare(w->ctl(u"tom"_s, w->gate()), 0, {});
        compare(w->ctl(u"rita"_s, {u"revoke"_s, id, u"--comment"_s, u"Tickets were lost."_s}), 0, {});
        compare(w->ctl(u"tom"_s, w->gate()), 10, "Tickets were lost.");
        compare(w->ctl(u"tom"_s, {u"bundle"_s, id, u"-o"_s, u"revoked.zip"_s}), 0, {});
        compare(w->ctl(u"tom"_s, {u"log"_s, u"key"_s, u"-o"_s, u"trust.txt"_s}), 0, {});
        compare(w->ctl({}, {u"verify"_s, u"revoked.zip"_s, u"--trust"_s, u"trust.txt"_s}), 10, "Tickets were lost.");
    }

    void withdrawnAndResubmitted()
    {
        const auto w = world();
        const QString id = w->request();
        QVERIFY2(w->approve(id, u"victor"_s, u"validator"_s), qPrintable(w->lastError()));
        compare(w->ctl(u"nora"_s, {u"resubmit"_s, id, u"--comment"_s, u"New wording of the notes."_s}), 0, {});
        compare(w->ctl(u"tom"_s, w->gate()), 10, "round 1, which was closed");
        compare(w->ctl(u"nora"_s, {u"withdraw"_s, u"R-1"_s}), 0, {});
        compare(w->ctl(u"tom"_s, w->gate()), 10, "withdrawn");
    }

    void waivedRequirement()
    {
        const auto w = world();
        w->writeFile(u"worse.json"_s, evaluationFile(0.88, QDateTime::currentDateTimeUtc().addSecs(-60)));
        compare(w->ctl(u"nora"_s, {u"import"_s, u"worse.json"_s, u"--model"_s, u"triage"_s, u"--version"_s, u"1.0"_s}), 0, {});
        const QString until = QDateTime::currentDateTimeUtc().addDays(5).toString(Qt::ISODate);
        const Ran proposed = w->ctl(u"nora"_s, {u"waiver"_s, u"propose"_s, u"triage"_s, u"1.0"_s, u"--environment"_s, u"production"_s,
                                                u"--requirement"_s, u"metric:accuracy"_s, u"--reason"_s, u"A new queue has few examples."_s,
                                                u"--instead"_s, u"Every ticket of it is read twice."_s, u"--owner"_s, u"nora"_s, u"--until"_s, until, u"--json"_s});
        QVERIFY2(proposed.code == 0, proposed.err.constData());
        compare(w->ctl(u"rita"_s, {u"waiver"_s, u"grant"_s, proposed.json().value(u"id"_s).toString()}), 0, {});
        approved(*w);
        compare(w->ctl(u"tom"_s, w->gate()), 0, {});
        // The exception ends before the approval does.
        const QString later = QDateTime::currentDateTimeUtc().addDays(6).toString(Qt::ISODate);
        compare(w->ctl(u"tom"_s, w->gate() + QStringList{u"--now"_s, later}), 10, "waiver for it ended");
    }

    void byDigest()
    {
        const auto w = world();
        approved(*w);
        const QJsonObject version = w->ctl(u"tom"_s, {u"versions"_s, u"show"_s, u"triage/1.0"_s, u"--json"_s}).json().value(u"body"_s).toObject();
        const auto ask = [&](const QString &digest) {
            return w->ctl(u"tom"_s, {u"gate"_s, u"triage"_s, u"1.0"_s, u"--environment"_s, u"production"_s, u"--digest"_s, digest});
        };
        compare(ask(version.value(u"manifestDigest"_s).toString()), 0, {});
        const QString one = version.value(u"artifacts"_s).toArray().at(0).toObject().value(u"digest"_s).toString();
        compare(ask(one), 10, "one of 2 files");
        compare(ask(u"sha256:"_s + QString(64, u'1')), 10, "neither");
    }

    void keysAndRights()
    {
        const auto w = world();
        approved(*w);
        compare(w->ctl({}, w->gate()), 1, "");
        compare(w->ctl(u"tom"_s, {u"person"_s, u"put"_s, u"eve"_s, u"--role"_s, u"risk"_s}), 1, "");
        compare(w->ctl(u"nora"_s, {u"sign"_s, u"R-1"_s, u"--role"_s, u"risk"_s, u"--approve"_s, u"--comment"_s, u"x"_s, u"--key"_s, u"victor.pem"_s}), 1, "");
    }

    void unreachable()
    {
        const auto w = world();
        approved(*w);
        QVERIFY(w->stop());
        compare(w->ctl(u"tom"_s, w->gate()), 3, "127.0.0.1");
    }

    void forkedLog()
    {
        const auto w = world();
        approved(*w);
        QVERIFY(w->stop());
        copyFolder(w->path(u"data"_s), w->path(u"fork"_s));
        QVERIFY2(w->start(), qPrintable(w->lastError()));
        w->writeFile(u"b.json"_s, evaluationFile(0.97, QDateTime::currentDateTimeUtc().addSecs(-60)));
        compare(w->ctl(u"tom"_s, w->gate()), 0, {});
        compare(w->ctl(u"admin"_s, {u"person"_s, u"put"_s, u"one"_s}), 0, {});
        compare(w->ctl(u"tom"_s, w->gate()), 0, {}); // remembers the log with "one"
        compare(w->ctl(u"tom"_s, {u"log"_s, u"checkpoint"_s, u"-o"_s, u"kept.txt"_s}), 0, {});
        QVERIFY(w->stop());
        // Another history of the same log, at the same address.
        QVERIFY2(w->start(u"fork"_s), qPrintable(w->lastError()));
        compare(w->ctl(u"tom"_s, w->gate()), 11, "shrank");
        compare(w->ctl(u"admin"_s, {u"person"_s, u"put"_s, u"two"_s}), 0, {});
        for (int i = 0; i < 3; ++i)
            compare(w->ctl(u"admin"_s, {u"person"_s, u"put"_s, u"more%1"_s.arg(i)}), 0, {});
        compare(w->ctl(u"tom"_s, w->gate()), 11, "forked");
        compare(w->ctl(u"tom"_s, {u"log"_s, u"verify"_s}), 11, "forked");
        compare(w->ctl(u"victor"_s, {u"sign"_s, u"R-1"_s, u"--role"_s, u"validator"_s, u"--approve"_s, u"--comment"_s, u"x"_s}), 11, "forked");
        // Somebody who never saw the first history notices by the checkpoint that somebody else kept.
        w->setEnvironment(u"XDG_STATE_HOME"_s, w->path(u"fresh"_s));
        compare(w->ctl(u"tom"_s, {u"log"_s, u"verify"_s}), 0, {});
        compare(w->ctl(u"tom"_s, {u"log"_s, u"verify"_s, u"--against"_s, u"kept.txt"_s}), 11, "kept.txt");
    }

    void anotherServerAtTheAddress()
    {
        const auto w = world();
        approved(*w);
        compare(w->ctl(u"tom"_s, w->gate()), 0, {});
        QVERIFY(w->stop());
        QVERIFY2(w->start(u"empty"_s), qPrintable(w->lastError()));
        compare(w->ctl(u"admin"_s, w->gate()), 11, "checkpoint");
    }
};

QTEST_GUILESS_MAIN(TestCtlGate)
#include "tst_ctl_gate.moc"
