// SPDX-License-Identifier: GPL-3.0-or-later
// Dossiers of a real server's release through countersignctl, without a display, checked by other programs.
#include "documents/otherprograms.h"
#include "programs/ctl_harness.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

class TestCtlDossier : public QObject
{
    Q_OBJECT

    std::unique_ptr<CtlWorld> m_world;
    QString m_request;

    Ran ctl(const QStringList &words) { return m_world->ctl(u"rita"_s, words); }

private Q_SLOTS:
    void initTestCase()
    {
        if (programPath(u"countersignctl"_s).isEmpty() || programPath(u"countersignd"_s).isEmpty())
            QSKIP("countersignctl or countersignd was not built");
        if (!hasProgram(u"pdftotext"_s))
            QSKIP("pdftotext (poppler-utils) is not installed");
        m_world = std::make_unique<CtlWorld>();
        for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
            m_world->setEnvironment(name, QString());
        QVERIFY2(m_world->start() && m_world->populate(), qPrintable(m_world->lastError()));
        m_request = m_world->request();
        QVERIFY2(!m_request.isEmpty() && m_world->approve(m_request, u"victor"_s, u"validator"_s), qPrintable(m_world->lastError()));
    }

    void whileItIsOpen()
    {
        const Ran ran = ctl({u"export"_s, u"dossier"_s, m_request, u"-o"_s, u"open.pdf"_s});
        QVERIFY2(ran.code == 0, ran.err.constData());
        QVERIFY2(ran.err.isEmpty(), ran.err.constData());
        QVERIFY(ran.out.contains("proved against"));
        const QString text = pdfText(m_world->path(u"open.pdf"_s));
        QVERIFY(text.contains(u"Not decided"_s) && text.contains(u"No: this version may not go to production."_s) && text.contains(u"Still to sign"_s));
    }

    void approved()
    {
        QVERIFY2(m_world->approve(m_request, u"rita"_s, u"risk"_s), qPrintable(m_world->lastError()));
        const Ran ran = ctl({u"export"_s, u"dossier"_s, u"R-1"_s, u"-o"_s, u"dossier.pdf"_s, u"--json"_s});
        QVERIFY2(ran.code == 0, ran.err.constData());
        QVERIFY(ran.json().value(u"allowed"_s).toBool());
        const QString text = pdfText(m_world->path(u"dossier.pdf"_s));
        for (const QString &words : {u"Yes: this version may go to production"_s, u"(victor)"_s, u"(rita)"_s, u"Approval: this version may be used in production"_s, u"Reviewed."_s,
                                     u"This version has no model card."_s, u"EU AI Act"_s, u"holds"_s})
            QVERIFY2(text.contains(words), qPrintable(words));
    }

    void archiveAndItsBundle()
    {
        const Ran ran = ctl({u"export"_s, u"dossier"_s, m_request, u"-o"_s, u"dossier.zip"_s});
        QVERIFY2(ran.code == 0, ran.err.constData());
        const QString folder = m_world->path(u"unpacked"_s);
        const QString script = u"import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nz.extractall(sys.argv[2])\nprint('good')"_s;
        QCOMPARE(outputOf(u"python3"_s, {u"-c"_s, script, m_world->path(u"dossier.zip"_s), folder}).trimmed(), QByteArray("good"));
        const QByteArray sums = outputOf(u"sha256sum"_s, {u"-c"_s, u"--strict"_s, u"SHA256SUMS"_s}, folder);
        QVERIFY(sums.contains("bundle/release.zip: OK") && sums.contains("sheets/2.txt: OK"));
        // The sheets are those that were signed: their digests stand in the list of sign-offs.
        const QByteArray list = m_world->readFile(u"unpacked/signoffs.csv"_s);
        for (const QString &n : {u"1"_s, u"2"_s}) {
            const QByteArray sum = outputOf(u"sha256sum"_s, {folder + u"/sheets/%1.txt"_s.arg(n)}).left(64);
            QVERIFY(sum.size() == 64 && list.contains(sum));
        }
        // The bundle inside verifies by itself, offline, by the key this machine saw at first contact.
        const QByteArray trust = unzippedTrust(m_world->readFile(u"unpacked/bundle/release.zip"_s));
        m_world->writeFile(u"trust.txt"_s, trust);
        const Ran verified = m_world->ctl({}, {u"verify"_s, u"unpacked/bundle/release.zip"_s, u"--trust"_s, u"trust.txt"_s});
        QVERIFY2(verified.code == 0, verified.err.constData());
    }

    /// The digests of a mapping's records are those that the log commits to, as the bundle has them.
    void controlsMatchTheLog()
    {
        QVERIFY2(ctl({u"export"_s, u"controls"_s, u"triage"_s, u"1.0"_s, u"-o"_s, u"controls.json"_s}).code == 0, m_world->lastError().toUtf8().constData());
        const QJsonObject all = QJsonDocument::fromJson(m_world->readFile(u"controls.json"_s)).object();
        QCOMPARE(all.value(u"assessments"_s).toArray().size(), 5);
        QString digest;
        const QJsonArray assessments = all.value(u"assessments"_s).toArray();
        for (const QJsonValue &assessment : assessments) {
            const QJsonArray controls = assessment.toObject().value(u"controls"_s).toArray();
            for (const QJsonValue &control : controls) {
                const QJsonArray pieces = control.toObject().value(u"evidence"_s).toArray();
                for (const QJsonValue &piece : pieces) {
                    QVERIFY(!piece.toObject().value(u"digest"_s).toString().isEmpty());
                    if (piece.toObject().value(u"kind"_s).toString() == "request"_L1)
                        digest = piece.toObject().value(u"digest"_s).toString();
                }
            }
        }
        QString logged;
        for (const auto &[name, bytes] : unzipped(m_world->readFile(u"unpacked/bundle/release.zip"_s))) {
            const QJsonObject record = name.startsWith(u"records/"_s) && name.endsWith(u".json"_s) ? QJsonDocument::fromJson(bytes).object() : QJsonObject();
            if (record.value(u"kind"_s).toString() == "request"_L1)
                logged = QJsonDocument::fromJson(record.value(u"entry"_s).toString().toUtf8()).object().value(u"bodyDigest"_s).toString();
        }
        QVERIFY(!digest.isEmpty());
        QCOMPARE(digest, logged);
        const Ran one = ctl({u"export"_s, u"controls"_s, u"triage"_s, u"1.0"_s, u"--framework"_s, u"nyc-ll-144"_s, u"-o"_s, u"one.csv"_s});
        QCOMPARE(one.code, 0);
        QVERIFY(one.out.contains("not legal advice"));
        const QByteArray csv = m_world->readFile(u"one.csv"_s);
        QVERIFY(csv.contains("nyc-ll-144") && !csv.contains("eu-ai-act"));
    }

    void cardAsPdf()
    {
        const Ran ran = ctl({u"export"_s, u"card"_s, u"triage"_s, u"1.0"_s, u"--format"_s, u"pdf"_s, u"-o"_s, u"card.pdf"_s});
        QVERIFY2(ran.code == 0, ran.err.constData());
        const QString text = pdfText(m_world->path(u"card.pdf"_s));
        QVERIFY(text.contains(u"triage/1.0"_s) && text.contains(u"filled in from registry"_s) && text.contains(u"page 1 of"_s));
    }

    void wrongUse_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("other ending") << QStringList{u"dossier"_s, u"R-1"_s, u"-o"_s, u"x.docx"_s} << 2 << QByteArray(".pdf or .zip");
        QTest::newRow("no output") << QStringList{u"dossier"_s, u"R-1"_s} << 2 << QByteArray("--output");
        QTest::newRow("no such request") << QStringList{u"dossier"_s, u"R-77"_s, u"-o"_s, u"x.pdf"_s} << 1 << QByteArray("no request R-77");
        QTest::newRow("no folder") << QStringList{u"dossier"_s, u"R-1"_s, u"-o"_s, u"nowhere/x.pdf"_s} << 1 << QByteArray("nowhere/x.pdf");
        QTest::newRow("no such framework") << QStringList{u"controls"_s, u"triage"_s, u"1.0"_s, u"--framework"_s, u"iso-9001"_s, u"-o"_s, u"x.csv"_s} << 2 << QByteArray("iso-42001");
        QTest::newRow("no such version") << QStringList{u"controls"_s, u"triage"_s, u"9.9"_s, u"-o"_s, u"x.csv"_s} << 1 << QByteArray();
        QTest::newRow("controls as text") << QStringList{u"controls"_s, u"triage"_s, u"1.0"_s, u"-o"_s, u"x.txt"_s} << 2 << QByteArray(".json or .csv");
    }
    void wrongUse()
    {
        QFETCH(QStringList, words);
        QFETCH(int, code);
        QFETCH(QByteArray, says);
        const Ran ran = ctl(QStringList{u"export"_s} + words);
        QVERIFY2(ran.code == code, (QByteArray::number(ran.code) + ran.err).constData());
        QVERIFY2(ran.err.contains(says), ran.err.constData());
        QVERIFY(m_world->readFile(u"x.pdf"_s).isEmpty() && m_world->readFile(u"x.csv"_s).isEmpty());
    }

    void aForeignTrustFileIsNoReasonToPrint()
    {
        m_world->writeFile(u"foreign.txt"_s, QByteArray(m_world->readFile(u"trust.txt"_s)).replace("log ", "log x"));
        const Ran ran = ctl({u"export"_s, u"dossier"_s, m_request, u"-o"_s, u"foreign.pdf"_s, u"--trust"_s, u"foreign.txt"_s});
        QVERIFY(ran.code != 0);
        QVERIFY(m_world->readFile(u"foreign.pdf"_s).isEmpty());
    }

private:
    static QByteArray unzippedTrust(const QByteArray &bundle)
    {
        for (const auto &[name, bytes] : unzipped(bundle)) {
            if (name == "trust-policy.txt"_L1)
                return bytes;
        }
        return {};
    }
};

QTEST_GUILESS_MAIN(TestCtlDossier)
#include "tst_ctl_dossier.moc"
