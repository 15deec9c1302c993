// SPDX-License-Identifier: GPL-3.0-or-later
// The walkthrough, and what its files prove afterwards: to countersignctl, to openssl, and after a byte was changed.
#include "ctl_harness.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestCtlWalkthrough : public QObject
{
    Q_OBJECT

    std::unique_ptr<CtlWorld> m_world;
    QByteArray m_bundle;

    Ran verify(const QByteArray &bundle)
    {
        m_world->writeFile(u"try.zip"_s, bundle);
        return m_world->ctl({}, {u"verify"_s, u"try.zip"_s, u"--trust"_s, u"w/trust.txt"_s});
    }
    QStringList offline(const QString &artifact, const QString &environment = u"production"_s) const
    {
        return {u"gate"_s, u"ticket-triage"_s, u"1.0.0"_s, u"--environment"_s, environment, u"--artifact"_s, artifact,
                u"--bundle"_s, u"w/release.zip"_s, u"--trust"_s, u"w/trust.txt"_s};
    }
    void unpack(const QString &folder, const QString &changed = {})
    {
        for (const auto &[name, bytes] : unzipped(m_bundle)) {
            QByteArray content = bytes;
            if (name == changed)
                content[content.size() / 2] = char(content[content.size() / 2] ^ 1);
            m_world->writeFile(folder + u'/' + name, content);
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (programPath(u"countersignctl"_s).isEmpty() || programPath(u"countersignd"_s).isEmpty())
            QSKIP("countersignctl or countersignd was not built");
        m_world = std::make_unique<CtlWorld>();
        const Ran ran = m_world->ctl({}, {u"walkthrough"_s, u"w"_s, u"--json"_s});
        QVERIFY2(ran.code == 0, ran.err.constData());
        const QJsonObject told = ran.json();
        QVERIFY(told.value(u"ok"_s).toBool());
        QVERIFY(told.value(u"steps"_s).toArray().size() > 30);
        m_bundle = m_world->readFile(u"w/release.zip"_s);
        QVERIFY(!m_bundle.isEmpty());
    }

    void leavesItsFiles()
    {
        for (const QString &name : {u"trust.txt"_s, u"checkpoint.txt"_s, u"policy.json"_s, u"evaluation.json"_s, u"README.md"_s,
                                    u"model/model.safetensors"_s, u"keys/victor.osei.pem"_s, u"keys/rita.haas.pem"_s, u"server.json"_s})
            QVERIFY2(!m_world->readFile(u"w/"_s + name).isEmpty(), qPrintable(name));
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
        for (const QString &name : {u"keys/rita.haas.pem"_s, u"server.json"_s})
            QVERIFY2(!(QFile(m_world->path(u"w/"_s + name)).permissions() & others), qPrintable(name));
    }

    void wantsAnEmptyFolder()
    {
        const Ran ran = m_world->ctl({}, {u"walkthrough"_s, u"w"_s});
        QCOMPARE(ran.code, 1);
        QVERIFY(ran.err.contains("is not empty"));
    }

    void verifies()
    {
        const Ran ran = m_world->ctl({}, {u"verify"_s, u"w/release.zip"_s, u"--trust"_s, u"w/trust.txt"_s});
        QVERIFY2(ran.code == 0, ran.err.constData());
        for (const char *word : {"ok      checkpoint", "ok      sign-offs", "ok      evidence", "Decision:", "approved", "Holds until:"})
            QVERIFY2(ran.out.contains(word), word);
        const QJsonObject json = m_world->ctl({}, {u"verify"_s, u"w/release.zip"_s, u"--trust"_s, u"w/trust.txt"_s, u"--json"_s}).json();
        QVERIFY(json.value(u"authentic"_s).toBool());
        QVERIFY(json.value(u"status"_s).toObject().value(u"allowed"_s).toBool());
    }

    void anotherLogIsNotTrusted()
    {
        const Ran ran = m_world->ctl({}, {u"walkthrough"_s, u"other"_s});
        QVERIFY2(ran.code == 0, ran.err.constData());
        const Ran crossed = m_world->ctl({}, {u"verify"_s, u"w/release.zip"_s, u"--trust"_s, u"other/trust.txt"_s});
        QCOMPARE(crossed.code, 11);
        QVERIFY2(crossed.err.contains("checkpoint"), crossed.err.constData());
    }

    void gateOffline_data()
    {
        const QString later = QDateTime::currentDateTimeUtc().addDays(31).toString(Qt::ISODate);
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("right files") << offline(u"w/model"_s) << 0 << QByteArray();
        QTest::newRow("one byte changed") << offline(u"w/changed"_s) << 10 << QByteArray("has other bytes");
        QTest::newRow("renamed file") << offline(u"w/renamed"_s) << 10 << QByteArray("is not a file of the approved version");
        QTest::newRow("a file missing") << offline(u"w/model/config.json"_s) << 10 << QByteArray("is missing");
        QTest::newRow("a file too many") << offline(u"w/model"_s) + QStringList{u"--artifact"_s, u"w/policy.json"_s} << 10 << QByteArray("is not a file");
        QTest::newRow("other environment") << offline(u"w/model"_s, u"staging"_s) << 10 << QByteArray("for the environment 'production'");
        QTest::newRow("expired") << offline(u"w/model"_s) + QStringList{u"--now"_s, later} << 10 << QByteArray("ended on");
        QTest::newRow("no such file") << offline(u"w/nothing"_s) << 1 << QByteArray("w/nothing");
        QStringList otherVersion = offline(u"w/model"_s);
        otherVersion[2] = u"1.0.1"_s;
        QTest::newRow("other version") << otherVersion << 10 << QByteArray("approval is for ticket-triage/1.0.0");
    }
    void gateOffline()
    {
        QFETCH(QStringList, words);
        QFETCH(int, code);
        QFETCH(QByteArray, says);
        const Ran ran = m_world->ctl({}, words);
        QVERIFY2(ran.code == code, (ran.out + ran.err).constData());
        QVERIFY2(ran.err.contains(says), ran.err.constData());
        const QJsonObject json = m_world->ctl({}, words + QStringList{u"--json"_s}).json();
        if (code != 1)
            QCOMPARE(json.value(u"allowed"_s).toBool(), code == 0);
    }

    void gateByDigest()
    {
        const QJsonObject bundle = m_world->ctl({}, {u"verify"_s, u"w/release.zip"_s, u"--trust"_s, u"w/trust.txt"_s, u"--json"_s}).json();
        const auto ask = [&](const QString &digest) {
            return m_world->ctl({}, {u"gate"_s, u"ticket-triage"_s, u"1.0.0"_s, u"--environment"_s, u"production"_s, u"--digest"_s, digest,
                                     u"--bundle"_s, u"w/release.zip"_s, u"--trust"_s, u"w/trust.txt"_s});
        };
        const Ran manifest = ask(bundle.value(u"manifestDigest"_s).toString());
        QVERIFY2(manifest.code == 0, manifest.err.constData());
        QVERIFY2(manifest.out.contains("manifest's digest"), manifest.out.constData());
        const Ran none = ask(u"sha256:"_s + QString(64, u'0'));
        QCOMPARE(none.code, 10);
    }

    void expiredBundle()
    {
        const QString later = QDateTime::currentDateTimeUtc().addDays(31).toString(Qt::ISODate);
        const Ran ran = m_world->ctl({}, {u"verify"_s, u"w/release.zip"_s, u"--trust"_s, u"w/trust.txt"_s, u"--now"_s, later});
        QCOMPARE(ran.code, 10);
        QVERIFY2(ran.err.contains("ended on"), ran.err.constData());
    }

    void flippedByte_data()
    {
        QTest::addColumn<qsizetype>("at");
        // Three places in every file, wherever it is in the archive, and the archive's own structure.
        for (const auto &[name, bytes] : unzipped(m_bundle)) {
            const qsizetype begin = m_bundle.indexOf(name.toUtf8() + bytes.left(40));
            QVERIFY2(begin >= 0, qPrintable(name));
            const qsizetype content = begin + name.toUtf8().size();
            for (const qsizetype at : {content, content + bytes.size() / 2, content + bytes.size() - 1})
                QTest::newRow(qPrintable(name + u" at %1"_s.arg(at))) << at;
        }
        QTest::newRow("first byte") << qsizetype(0);
        QTest::newRow("a name") << qsizetype(31);
        QTest::newRow("last directory") << m_bundle.size() - 60;
        QTest::newRow("end record") << m_bundle.size() - 4;
    }
    void flippedByte()
    {
        QFETCH(qsizetype, at);
        QByteArray bundle = m_bundle;
        bundle[at] = char(bundle[at] ^ 0x01);
        const Ran ran = verify(bundle);
        QVERIFY2(ran.code == 11, (QByteArray::number(ran.code) + ' ' + ran.out + ran.err).constData());
        QVERIFY2(ran.err.contains("does not hold"), ran.err.constData());
    }

    /// The archive's checksums are made good again, so that only signatures, digests and proofs are left to notice.
    void flippedByteInAGoodArchive_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qsizetype>("at");
        QTest::addColumn<int>("bit");
        // What the sender merely says about the bundle, which nothing is judged by.
        const QStringList words{u"README.txt"_s, u"verify.sh"_s, u"trust-policy.txt"_s};
        for (const auto &[name, bytes] : unzipped(m_bundle)) {
            if (words.contains(name) || bytes.isEmpty())
                continue;
            int row = 0;
            for (const qsizetype at : {qsizetype(0), bytes.size() / 3, bytes.size() / 2, bytes.size() * 2 / 3, bytes.size() - 1}) {
                QTest::newRow(qPrintable(name + u" at %1 (%2)"_s.arg(at).arg(row++))) << name << at << 0x01;
            }
            QTest::newRow(qPrintable(name + u" another bit"_s)) << name << bytes.size() / 2 << 0x20;
        }
    }
    void flippedByteInAGoodArchive()
    {
        QFETCH(QString, name);
        QFETCH(qsizetype, at);
        QFETCH(int, bit);
        auto entries = unzipped(m_bundle);
        for (auto &[entry, bytes] : entries) {
            if (entry == name)
                bytes[at] = char(bytes[at] ^ char(bit));
        }
        const Ran ran = verify(zipped(entries));
        QVERIFY2(ran.code == 11, (QByteArray::number(ran.code) + ' ' + ran.out + ran.err).constData());
    }

    void fileTakenOut_data()
    {
        QTest::addColumn<QString>("name");
        const QStringList optional{u"README.txt"_s, u"verify.sh"_s, u"trust-policy.txt"_s, u"model.sig"_s, u"gate.sigstore.json"_s};
        for (const auto &[name, bytes] : unzipped(m_bundle)) {
            if (!optional.contains(name))
                QTest::newRow(qPrintable(name)) << name;
        }
    }
    void fileTakenOut()
    {
        QFETCH(QString, name);
        auto entries = unzipped(m_bundle);
        entries.removeIf([&](const auto &entry) { return entry.first == name; });
        const Ran ran = verify(zipped(entries));
        QVERIFY2(ran.code == 11, (QByteArray::number(ran.code) + ' ' + ran.out + ran.err).constData());
    }

    void opensslAlone()
    {
        if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
            QSKIP("openssl is not installed");
        unpack(u"good"_s);
        const Ran good = m_world->program(u"sh"_s, {u"verify.sh"_s}, m_world->path(u"good"_s));
        QVERIFY2(good.code == 0, (good.out + good.err).constData());
        QVERIFY2(good.out.contains("APPROVED victor.osei") && good.out.contains("APPROVED rita.haas"), good.out.constData());
        QVERIFY(!good.out.contains("BAD"));
        QStringList evidence;
        for (const auto &[name, bytes] : unzipped(m_bundle)) {
            if (name.startsWith("evidence/"_L1))
                evidence.append(name);
        }
        QCOMPARE(evidence.size(), 2);
        for (const QString &name : QStringList{u"signoffs/1.sigstore.json"_s, u"sheets/2.txt"_s} + evidence) {
            const QString folder = u"bad-"_s + QString(name).replace(u'/', u'-');
            unpack(folder, name);
            const Ran bad = m_world->program(u"sh"_s, {u"verify.sh"_s}, m_world->path(folder));
            QVERIFY2(bad.code == 1, (name.toUtf8() + ": " + bad.out + bad.err).constData());
            QVERIFY2(bad.out.contains("BAD"), bad.out.constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestCtlWalkthrough)
#include "tst_ctl_walkthrough.moc"
