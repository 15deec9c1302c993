// SPDX-License-Identifier: GPL-3.0-or-later
// Dossiers, cards and controls as they leave the house, read back by programs that others wrote.
#include "documents/cardpdf.h"
#include "documents/controlexport.h"
#include "documents/dossiersample.h"
#include "documents/otherprograms.h"
#include "documents/papertext.h"
#include "base/json.h"
#include "domain/samplecase.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto readZip = "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n"
                         "assert all(i.compress_type==0 for i in z.infolist())\nz.extractall(sys.argv[2])\nprint('\\n'.join(z.namelist()))\n";

} // namespace

class TestDocuments : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString printed(const DossierInput &input, const QString &name, const QStringList &options = {})
    {
        const auto pdf = dossierPdf(input, paperOptions());
        if (!pdf || !writeBytes(path(name), *pdf))
            return {};
        return pdfText(path(name), options);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!hasProgram(u"pdftotext"_s) || !hasProgram(u"pdfinfo"_s))
            QSKIP("pdftotext and pdfinfo (poppler-utils) are not installed");
    }

    void frameworks()
    {
        QCOMPARE(controlFrameworks().size(), 5);
        for (const ControlFramework &framework : controlFrameworks()) {
            QVERIFY(controlFramework(framework.id) == &framework);
            QVERIFY2(framework.note.contains(u"not legal advice"_s), qPrintable(framework.id));
            QVERIFY2(framework.source.startsWith(u"https://"_s), qPrintable(framework.id));
            QVERIFY(framework.asOf > QDate(2026, 1, 1) && framework.asOf < QDate(2100, 1, 1));
            QVERIFY(framework.controls.size() >= 10);
        }
        QVERIFY(!controlFramework(u"iso-9001"_s));
        QVERIFY(controlFramework(u"eu-ai-act"_s)->note.contains(u"2 December 2027"_s));
        QVERIFY(controlFramework(u"sr-26-2"_s)->edition.contains(u"supersedes SR 11-7"_s));
    }

    void fullDossierSaysEverything()
    {
        const QString text = printed(fullDossier(), u"full.pdf"_s);
        for (const QString &words : {u"Release dossier"_s, u"Claims triage, version 7"_s, u"Approved"_s, u"Yes: this version may go to production"_s, u"R-118"_s,
                                     u"High-risk release"_s, u"Better recall for injuries."_s, u"Recall on urgent claims"_s, u"≥ 0.900"_s, u"0.920 (0.900–0.940)"_s, u"n 12"_s,
                                     u"Met"_s, u"women"_s, u"too few to judge"_s, u"jailbreak"_s, u"Better"_s, u"No criteria had been fixed."_s,
                                     u"Waits for the next measurement."_s, u"Recall before precision"_s, u"Intersections are not bound."_s,
                                     u"Recheck after the next quarter."_s, u"model.safetensors"_s, u"688858889"_s, u"Sorts claims by urgency"_s, u"filled in from registry"_s,
                                     u"https://example.org/study"_s, u"EU AI Act"_s, u"This is not legal advice."_s, u"MEASURE 2.11"_s, u"§ 5-301(b)"_s, u"Not kept here"_s,
                                     u"example.org/log"_s, u"sh verify.sh"_s, u"sha256sum -c SHA256SUMS"_s})
            QVERIFY2(text.contains(words), qPrintable(words));
        QVERIFY(text.contains(u"1111111111"_s) && text.contains(u"Countersign test"_s));
    }

    /// 21 CFR 11.50: the printed name of the signer, date and time, and the meaning.
    void everySignoffIsWhole()
    {
        const DossierInput input = fullDossier();
        const QString text = printed(input, u"signoffs.pdf"_s, {u"-layout"_s});
        for (const auto &entry : input.release.signoffs) {
            QVERIFY(text.contains(u"%1 (%2)"_s.arg(input.names.value(entry.signoff.person), entry.signoff.person)));
            QVERIFY(text.contains(entry.signoff.recordedAt.toString(u"yyyy-MM-dd HH:mm:ss 'UTC by the server'"_s)));
            QVERIFY(text.contains(entry.signoff.signedAt.toString(u"yyyy-MM-dd HH:mm:ss 'UTC by the signer'"_s)));
            QVERIFY(text.contains(entry.signoff.signer));
            QVERIFY(text.contains(u"Log entry %1"_s.arg(entry.leaf)));
        }
        QCOMPARE(text.count(u"Approval: this version may be used in production"_s), input.release.signoffs.size());
        for (const auto &[verdict, word] : {std::pair{Signoff::Reject, u"must not be used in production"_s}, {Signoff::RequestChanges, u"request for changes"_s},
                                            {Signoff::Abstain, u"Review without a decision"_s}, {Signoff::Revoke, u"no longer holds"_s}}) {
            DossierInput other = input;
            other.release.signoffs[2].signoff.verdict = verdict;
            other.status = evaluate(other.release, other.at);
            QVERIFY2(printed(other, u"verdict.pdf"_s, {u"-layout"_s}).contains(word), qPrintable(word));
        }
    }

    void summaryComesFirst()
    {
        DossierInput input = fullDossier();
        input.release.signoffs.removeLast();
        input.status = evaluate(input.release, input.at);
        QVERIFY(!printed(input, u"open.pdf"_s).isEmpty());
        const QString first = pdfText(path(u"open.pdf"_s), {u"-f"_s, u"1"_s, u"-l"_s, u"1"_s});
        for (const QString &words : {u"Not decided"_s, u"No: this version may not go to production."_s, u"Stage 'Risk' has 0 of 1"_s, u"Still to sign: Risk (0 of 1)"_s,
                                     u"Mara Lindt"_s, u"met"_s, u"page 1 of"_s, u"log at 443"_s, u"there is no approval that holds"_s})
            QVERIFY2(first.contains(words), qPrintable(words));
        QVERIFY(!first.contains(u"Decision records"_s));
        // However long the names are, who signed stays on it.
        QVERIFY(!printed(longDossier(), u"longnames.pdf"_s).isEmpty());
        const QString crowded = pdfText(path(u"longnames.pdf"_s), {u"-f"_s, u"1"_s, u"-l"_s, u"1"_s});
        QVERIFY2(crowded.contains(u"Signed by"_s) && crowded.contains(u"validator"_s), qPrintable(crowded));
    }

    void sparseDossierSaysWhatIsNotThere()
    {
        const QString text = printed(sparseDossier(), u"sparse.pdf"_s);
        for (const QString &words : {u"Nobody has signed."_s, u"The policy asks nothing of the evidence."_s, u"No exception was asked for."_s, u"This version has no model card."_s,
                                     u"Nothing of this model runs in staging."_s, u"The request rests on no evidence."_s, u"The version names no file."_s,
                                     u"made without a release bundle"_s, u"This is not legal advice."_s})
            QVERIFY2(text.contains(words), qPrintable(words));
    }

    void manyRequirementsAndALongCard()
    {
        QElapsedTimer timer;
        timer.start();
        const DossierInput input = longDossier();
        const QString text = printed(input, u"long.pdf"_s);
        for (int i = 0; i < 500; i += 37)
            QVERIFY2(text.contains(u"Requirement number %1 of many"_s.arg(i)), qPrintable(QString::number(i)));
        const auto whole = text.count(u"A sentence that is repeated until it is long."_s); // some run over the end of a page
        QVERIFY2(whole > 2150 && whole <= 2200, qPrintable(QString::number(whole)));
        const QString info = QString::fromUtf8(outputOf(u"pdfinfo"_s, {path(u"long.pdf"_s)}));
        const int pages = info.section(u"Pages:"_s, 1).section(u'\n', 0, 0).trimmed().toInt();
        QVERIFY2(pages > 30 && pages < 250, qPrintable(info));
        QVERIFY(text.contains(u"page %1 of %1"_s.arg(pages)));
        QVERIFY2(timer.elapsed() < 120'000, qPrintable(QString::number(timer.elapsed())));
    }

    void hostileTextStaysText()
    {
        const DossierInput input = hostileDossier();
        const auto pdf = dossierPdf(input, paperOptions());
        QVERIFY(pdf.ok());
        QVERIFY(writeBytes(path(u"hostile.pdf"_s), *pdf));
        const QString text = pdfText(path(u"hostile.pdf"_s));
        QVERIFY(text.contains(u"<script>alert(1)</script>"_s));
        QVERIFY(text.contains(u"safe\\u202eexe.fdp\\u2066\\u200b end"_s));
        QVERIFY(text.contains(u"bell\\u0007"_s) && text.contains(u"javascript:alert(1)"_s) && text.contains(u"http://tracker.example/x.png"_s));
        QVERIFY(text.contains(u"Kenji\\u202e otaS"_s));
        for (const QChar c : text)
            QVERIFY(!(c.unicode() >= 0x202a && c.unicode() <= 0x202e) && !(c.unicode() >= 0x2066 && c.unicode() <= 0x2069));
        // Nothing that a viewer could follow, run or fetch.
        for (const char *word : {"/JavaScript", "/URI", "/Launch", "/EmbeddedFile", "/AA", "/Annot\n", "/Annot ", "/Link"})
            QVERIFY2(!pdf->contains(word), word);
        QVERIFY(signoffsCsv(input).contains("\"'=HYPERLINK"));
        const QByteArray decisions = decisionsMarkdown(input);
        QCOMPARE(decisions.count("\n# "), 0);
        QCOMPARE(decisions.count("\n## "), 1);
    }

    void sameInputSameBytes()
    {
        const auto first = dossierPdf(fullDossier(), paperOptions());
        const auto again = dossierPdf(fullDossier(), paperOptions());
        QVERIFY(first.ok() && *first == *again);
        PaperOptions later = paperOptions();
        later.created = later.created.addSecs(1);
        QVERIFY(*dossierPdf(fullDossier(), later) != *first);
        QVERIFY(writeBytes(path(u"facts.pdf"_s), *first));
        const QByteArray info = outputOf(u"pdfinfo"_s, {u"-isodates"_s, path(u"facts.pdf"_s)});
        for (const char *word : {"Release dossier of claims-triage/7 for production", "Countersign test", "2026-11-20T12:00:00Z", "A4", "Encrypted:       no"})
            QVERIFY2(info.contains(word), info.constData());
        QVERIFY(outputOf(u"pdffonts"_s, {path(u"facts.pdf"_s)}).contains("yes"));
        const QByteArray images = outputOf(u"pdfimages"_s, {u"-list"_s, path(u"facts.pdf"_s)});
        QCOMPARE(images.trimmed().count('\n'), 1); // the two lines of the header: figures are vectors
    }

    void canBeStopped()
    {
        const auto stop = std::make_unique<std::stop_source>();
        PaperOptions options = paperOptions();
        options.stop = stop->get_token();
        int pages = 0;
        options.progress = [&](int done, int of) {
            QVERIFY(done <= of);
            if (++pages == 2)
                stop->request_stop();
        };
        const auto stopped = dossierPdf(fullDossier(), options);
        QVERIFY(!stopped.ok());
        QCOMPARE(stopped.error().code, Error::Code::Cancelled);
        QCOMPARE(pages, 2);
        QCOMPARE(dossierPdf(fullDossier(), options).error().code, Error::Code::Cancelled);
    }

    void printsOffTheGuiThread()
    {
        const auto here = dossierPdf(fullDossier(), paperOptions());
        std::optional<Result<QByteArray>> there;
        const std::unique_ptr<QThread> worker(QThread::create([&] { there = dossierPdf(fullDossier(), paperOptions()); }));
        worker->start();
        QVERIFY(worker->wait(60'000));
        QVERIFY(there && there->ok() && here.ok());
        QCOMPARE(**there, *here);
    }

    void archive()
    {
        const DossierInput input = fullDossier();
        const QByteArray bundle = "a bundle";
        const auto pdf = dossierPdf(input, paperOptions());
        const auto zip = dossierZip(input, *pdf, bundle);
        QVERIFY(zip.ok());
        QCOMPARE(*zip, *dossierZip(input, *pdf, bundle));
        QVERIFY(writeBytes(path(u"dossier.zip"_s), *zip));
        const QString unpacked = path(u"unpacked"_s);
        const QStringList names = QString::fromUtf8(outputOf(u"python3"_s, {u"-c"_s, QString::fromLatin1(readZip), path(u"dossier.zip"_s), unpacked})).split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(names, QStringList({u"README.txt"_s, u"dossier.pdf"_s, u"requirements.csv"_s, u"decisions.md"_s, u"signoffs.csv"_s, u"sheets/1.txt"_s, u"sheets/2.txt"_s,
                                     u"sheets/3.txt"_s, u"card.md"_s, u"card.html"_s, u"card.json"_s, u"controls/eu-ai-act.json"_s, u"controls/nist-ai-rmf.json"_s,
                                     u"controls/iso-42001.json"_s, u"controls/sr-26-2.json"_s, u"controls/nyc-ll-144.json"_s, u"controls/controls.csv"_s,
                                     u"bundle/release.zip"_s, u"SHA256SUMS"_s}));
        const QByteArray sums = outputOf(u"sha256sum"_s, {u"-c"_s, u"--strict"_s, u"SHA256SUMS"_s}, unpacked);
        QCOMPARE(sums.count(": OK\n"), names.size() - 1);
        QVERIFY(writeBytes(unpacked + u"/signoffs.csv"_s, "changed"));
        QVERIFY(outputOf(u"sha256sum"_s, {u"-c"_s, u"--strict"_s, u"SHA256SUMS"_s}, unpacked).isEmpty());
        const auto none = dossierZip(input, *pdf, {});
        QVERIFY(!none.ok());
        QCOMPARE(none.error().code, Error::Code::Invalid);
        DossierInput bare = sparseDossier();
        QVERIFY(dossierZip(bare, *pdf, bundle).ok());
    }

    void csvIsReadByPython()
    {
        DossierInput input = fullDossier();
        input.release.signoffs[0].signoff.comment = u"two\nlines, \"quoted\""_s;
        QVERIFY(writeBytes(path(u"s.csv"_s), signoffsCsv(input)));
        const QString script = u"import csv,sys\nr=list(csv.DictReader(open(sys.argv[1],newline='',encoding='utf-8')))\n"
                               "print(len(r),r[0]['printed name'],r[0]['comment'].replace('\\n','|'),r[0]['counts'],r[0]['meaning'][:9])"_s;
        QCOMPARE(outputOf(u"python3"_s, {u"-c"_s, script, path(u"s.csv"_s)}).trimmed(), QByteArray("3 Mara Lindt two|lines, \"quoted\" yes Approval:"));
    }

    void controlsCarryDigests()
    {
        const DossierInput input = fullDossier();
        const QByteArray csv = controlsCsv(input.controls);
        QVERIFY(csv.contains("\"sha256:1111111111111111111111111111111111111111111111111111111111111111\""));
        QVERIFY(csv.contains("not legal advice"));
        for (const ControlAssessment &assessment : input.controls) {
            const QJsonObject json = controlsJson(assessment);
            QCOMPARE(json.value(u"legalAdvice"_s).toBool(true), false);
            QCOMPARE(json.value(u"version"_s).toString(), u"claims-triage/7"_s);
            QCOMPARE(json.value(u"controls"_s).toArray().size(), assessment.lines.size());
            qint64 counted = 0;
            const QJsonObject coverage = json.value(u"coverage"_s).toObject();
            for (const QJsonValue &count : coverage)
                counted += count.toInteger();
            QCOMPARE(counted, assessment.lines.size());
        }
        QVERIFY(parseJson(controlsJsonText(input.controls)).ok());
    }

    void cardByItself()
    {
        const auto pdf = cardPdf(*fullDossier().card, {u"claims-triage/7"_s, u"approved"_s, u"README.md"_s, u"sha256:"_s + QString(64, u'6')}, paperOptions());
        QVERIFY(pdf.ok());
        QVERIFY(writeBytes(path(u"card.pdf"_s), *pdf));
        const QString text = pdfText(path(u"card.pdf"_s));
        QVERIFY(text.indexOf(u"Intended uses"_s) < text.indexOf(u"Identity"_s));
        for (const QString &words : {u"Model card"_s, u"claims-triage/7"_s, u"4 of 24 say something"_s, u"approved"_s, u"• reads text"_s, u"2. second"_s, u"precision"_s,
                                     u"The card says nothing on"_s, u"[image: chart file:///etc/passwd]"_s})
            QVERIFY2(text.contains(words), qPrintable(words + u"\n"_s + text));
        const auto empty = cardPdf({}, {u"bare/1"_s, {}, {}, {}}, paperOptions());
        QVERIFY(empty.ok());
    }

    void csvFields_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("cell");
        QTest::newRow("plain") << u"a"_s << u"\"a\""_s;
        QTest::newRow("quote") << u"a\"b"_s << u"\"a\"\"b\""_s;
        QTest::newRow("formula") << u"=1+1"_s << u"\"'=1+1\""_s;
        QTest::newRow("formula behind blanks") << u"  @x"_s << u"\"'  @x\""_s;
        QTest::newRow("tab") << u"\tx"_s << u"\"'\tx\""_s;
        QTest::newRow("minus") << u"-1"_s << u"\"'-1\""_s;
        QTest::newRow("empty") << QString() << u"\"\""_s;
    }
    void csvFields()
    {
        QFETCH(QString, text);
        QTEST(csvField(text), "cell");
    }
};

QTEST_MAIN(TestDocuments)
#include "tst_documents.moc"
