// SPDX-License-Identifier: GPL-3.0-or-later
// The console's ways to documents: the controls of a version, and a release's dossier written to a file.
#include "documents/otherprograms.h"
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "ui/registry/controlstab.h"
#include "ui/releases/dossierexport.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/textlabel.h"
#include "ui/widgets/toast.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

/// Says about bundles what a test wants said.
class BundleWorkspace : public EvidenceWorkspace
{
public:
    std::optional<Result<QString>> answer = Result<QString>(Error{Error::Code::Unreachable, u"There is no connection."_s});
    QByteArray bytes; ///< what is left in the file, whatever is answered
    void exportBundle(const QString &, const QString &path, QObject *, std::function<void(Result<QString>)> done) override
    {
        if (!bytes.isEmpty())
            writeBytes(path, bytes);
        if (answer)
            done(*answer);
    }
};

/// What an export told, and how often.
struct Told
{
    std::optional<Result<QString>> answer;
    int count = 0;
    explicit Told(DossierExport &dossier)
    {
        QObject::connect(&dossier, &DossierExport::finished, &dossier, [this](const Result<QString> &told) {
            answer = told;
            ++count;
        });
    }
    bool wait() { return QTest::qWaitFor([this] { return count > 0; }, 30'000); }
};

QString anyRequest(EvidenceWorkspace &workspace)
{
    QString id;
    QEventLoop loop;
    workspace.replica()->read(
        &loop, [](ReadSession &session) { return session.records({u"request"_s, {}, {}, {u"number"_s, true}}, 1); },
        [&](const Result<QList<Record>> &records) {
            id = records && !records->isEmpty() ? records->first().id : QString();
            loop.quit();
        });
    loop.exec();
    return id;
}

} // namespace

class TestConsoleDocuments : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const QString &name) const { return m_folder.filePath(name); }
    static bool settle(ControlsTab &tab, EvidenceWorkspace &workspace, const QString &version)
    {
        QSignalSpy settled(&tab, &ControlsTab::settled);
        VersionData shown;
        shown.key = version;
        shown.at = workspace.clock()->now();
        tab.setReplica(workspace.replica());
        tab.resize(1200, 600);
        tab.show();
        tab.show(shown);
        return settled.wait(10'000);
    }

private Q_SLOTS:
    void controlsOfAVersion()
    {
        EvidenceWorkspace workspace;
        fillSample(workspace);
        ControlsTab tab;
        QVERIFY(settle(tab, workspace, u"claims-triage/7"_s));
        QCOMPARE(tab.assessments().size(), 5);
        for (const ControlAssessment &assessment : tab.assessments()) {
            tab.setFramework(assessment.framework.id);
            QCOMPARE(tab.table()->model()->rowCount(), int(assessment.lines.size()));
            const QModelIndex state = tab.table()->model()->index(0, 2);
            QVERIFY(!state.data(ChipRole).value<ChipSpec>().text.isEmpty());
            bool advice = false, dated = false;
            for (const TextLabel *label : tab.findChildren<TextLabel *>()) {
                advice = advice || label->text().contains(u"not legal advice"_s);
                dated = dated || label->text().contains(assessment.framework.asOf.toString(Qt::ISODate));
            }
            QVERIFY(advice && dated);
        }
        QVERIFY(tab.assessments().first().count(ControlAssessment::Gap) < tab.assessments().first().lines.size());
    }

    void controlsFollowTheRow()
    {
        EvidenceWorkspace workspace;
        fillSample(workspace);
        ControlsTab tab;
        QVERIFY(settle(tab, workspace, u"claims-triage/7"_s));
        const auto says = [&](const QString &words) {
            const auto labels = tab.findChildren<TextLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&](const TextLabel *label) { return label->isVisible() && label->text().contains(words); });
        };
        const auto &lines = tab.assessments().first().lines;
        QVERIFY(says(lines.first().control.asks));
        QTest::keyClick(tab.table(), Qt::Key_Down);
        QVERIFY(says(lines.at(1).control.asks));
        QVERIFY(lines.at(1).missing.isEmpty() || says(lines.at(1).missing));
    }

    void controlsOfAnUnknownVersion()
    {
        EvidenceWorkspace workspace;
        ControlsTab tab;
        QVERIFY(settle(tab, workspace, u"nobody/1"_s));
        QVERIFY(!tab.exportTo(path(u"none.csv"_s)).ok());
        QVERIFY(!QFile::exists(path(u"none.csv"_s)));
    }

    void controlsToFiles()
    {
        EvidenceWorkspace workspace;
        fillSample(workspace);
        ControlsTab tab;
        QVERIFY(settle(tab, workspace, u"claims-triage/7"_s));
        tab.setFramework(u"iso-42001"_s);
        QVERIFY(tab.exportTo(path(u"c.csv"_s)).ok() && tab.exportTo(path(u"c.json"_s)).ok());
        QFile csv(path(u"c.csv"_s));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const QByteArray text = csv.readAll();
        QVERIFY(text.contains("A.6.2.4") && text.contains("not legal advice") && !text.contains("MEASURE"));
        QVERIFY(!tab.exportTo(path(u"nowhere/c.csv"_s)).ok());
    }

    void documentWithoutAConnection()
    {
        BundleWorkspace workspace;
        fillSample(workspace);
        QWidget host;
        host.resize(800, 600);
        host.show();
        DossierExport dossier(&workspace, &host);
        Told told(dossier);
        dossier.write(anyRequest(workspace), path(u"d.pdf"_s));
        QVERIFY(told.wait());
        QVERIFY2(told.answer->ok(), told.answer->ok() ? "" : qPrintable(told.answer->error().text));
        QVERIFY(told.answer->value().contains(u"nothing in it was proved"_s));
        const auto *toast = host.findChild<Toast *>();
        QVERIFY(toast && toast->isVisible());
        QCOMPARE(toast->findChild<QPushButton *>()->text(), u"Open folder"_s);
        if (hasProgram(u"pdftotext"_s))
            QVERIFY(pdfText(path(u"d.pdf"_s)).contains(u"made without a release bundle"_s));
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("code"); ///< of what is said about the bundle; −1: it is there, and is no bundle
        QTest::newRow("archive without a connection") << u"a.zip"_s << int(Error::Code::Unreachable);
        QTest::newRow("bundle does not hold") << u"b.pdf"_s << int(Error::Code::Untrusted);
        QTest::newRow("no bundle at all") << u"c.pdf"_s << -1;
        QTest::newRow("other ending") << u"d.docx"_s << int(Error::Code::Unreachable);
        QTest::newRow("no folder") << u"nowhere/e.pdf"_s << int(Error::Code::Unreachable);
    }
    void refusals()
    {
        QFETCH(QString, file);
        QFETCH(int, code);
        BundleWorkspace workspace;
        fillSample(workspace);
        workspace.bytes = "this is no archive";
        workspace.answer = code < 0 ? Result<QString>(u"kept"_s) : Result<QString>(Error{Error::Code(code), u"No bundle."_s});
        QWidget host;
        DossierExport dossier(&workspace, &host);
        Told told(dossier);
        dossier.write(anyRequest(workspace), path(file));
        QVERIFY(told.wait());
        QVERIFY(!told.answer->ok());
        QVERIFY(!QFile::exists(path(file)));
    }

    void cancelled()
    {
        BundleWorkspace workspace;
        fillSample(workspace);
        workspace.answer.reset(); // the answer never comes
        QWidget host;
        DossierExport dossier(&workspace, &host);
        Told told(dossier);
        dossier.write(anyRequest(workspace), path(u"f.pdf"_s));
        QCOMPARE(told.count, 0);
        dossier.cancel();
        QCOMPARE(told.count, 1);
        QCOMPARE(told.answer->error().code, Error::Code::Cancelled);
        dossier.cancel();
        QCOMPARE(told.count, 1);
        QVERIFY(!QFile::exists(path(u"f.pdf"_s)));
    }
};

QTEST_MAIN(TestConsoleDocuments)
#include "tst_consoledocuments.moc"
