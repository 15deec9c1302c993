// SPDX-License-Identifier: GPL-3.0-or-later
// A model's history: decisions in order, exceptions with their ends, and what may be done with each.
#include "evidence/planrecords.h"
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "ui/registry/decisiondialog.h"
#include "ui/registry/historytab.h"
#include "ui/registry/waiverdialog.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/itemroles.h"
#include "widgets/support.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

FormCell *historyCell(QWidget *root, const QString &member)
{
    const auto cells = root->findChildren<FormCell *>();
    for (FormCell *cell : cells) {
        if (cell->member() == member)
            return cell;
    }
    return nullptr;
}

QPushButton *buttonOf(QWidget *root, const QString &text)
{
    const auto buttons = root->findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

Waiver waiverOf(Waiver::State state, const QDateTime &until)
{
    Waiver out;
    out.version = u"claims-triage/7"_s;
    out.environment = u"production"_s;
    out.requirement = u"metric:recall-urgent"_s;
    out.state = state;
    out.reason = u"The new holdout is being labelled."_s;
    out.compensatingControl = u"Every tenth claim is read by a person."_s;
    out.owner = u"jonas.weber"_s;
    out.requestedBy = u"jonas.weber"_s;
    out.expiresAt = until;
    if (state != Waiver::Proposed) {
        out.grantedBy = u"amaka.okafor"_s;
        out.grantedAt = until.addDays(-30);
    }
    return out;
}

struct HistoryScene
{
    EvidenceWorkspace workspace;
    HistoryTab tab;
    explicit HistoryScene(const QString &person)
    {
        fillSample(workspace);
        Decision early;
        early.model = u"claims-triage"_s;
        early.title = u"No <b>free text</b> | for # customers"_s;
        early.status = Decision::Accepted;
        early.decision = u"> The model orders work.\n# It answers nobody."_s;
        early.author = u"jonas.weber"_s;
        early.decidedAt = workspace.time().now().addDays(-90);
        const QDateTime now = workspace.time().now();
        workspace.put({recordOf(u"decision"_s, sampleId(u"dec"_s, 90), early),
                       recordOf(u"waiver"_s, sampleId(u"wav"_s, 1), waiverOf(Waiver::Active, now.addDays(9))),
                       recordOf(u"waiver"_s, sampleId(u"wav"_s, 2), waiverOf(Waiver::Active, now.addDays(-3))),
                       recordOf(u"waiver"_s, sampleId(u"wav"_s, 3), waiverOf(Waiver::Proposed, now.addDays(40)))});
        workspace.setPerson(samplePerson(person));
        tab.setWorkspace(&workspace);
        tab.showModel(u"claims-triage"_s, u"claims-triage/7"_s);
        tab.resize(900, 460);
        tab.show();
        if (!QTest::qWaitFor([this] { return tab.data().has_value(); }, 20'000))
            qFatal("no history");
    }
};

} // namespace

class TestHistoryTab : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void inOrder()
    {
        HistoryScene scene(u"jonas.weber"_s);
        const QAbstractItemModelTester tester(scene.tab.table()->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        const QAbstractItemModel *rows = scene.tab.table()->model();
        QCOMPARE(rows->rowCount(), 5);
        QVERIFY(rows->index(0, 1).data().toString().contains(u"free text"_s));
        QCOMPARE(rows->index(1, 1).data().toString(), u"Accept a lower precision for a higher recall"_s);
        // Those that still hold first, the one that ends first at their head; what is over last.
        QCOMPARE(rows->index(2, 2).data(ChipRole).value<ChipSpec>().text, u"9 day(s) left"_s);
        QCOMPARE(rows->index(2, 2).data(ChipRole).value<ChipSpec>().tone, Tone::Caution);
        QCOMPARE(rows->index(4, 2).data(ChipRole).value<ChipSpec>().tone, Tone::Negative);
        QVERIFY(scene.tab.table()->selectId(sampleId(u"dec"_s, 1)));
        QTRY_VERIFY(scene.tab.readText().contains(u"Not revisited for motor claims."_s));
        QCOMPARE(unnamedWidgets(&scene.tab), QStringList());
    }

    void refusalsAreTheRules()
    {
        HistoryScene scene(u"jonas.weber"_s);
        scene.tab.table()->selectId(sampleId(u"wav"_s, 3));
        QTRY_VERIFY(buttonOf(&scene.tab, u"Grant"_s)->isVisible());
        QVERIFY(!buttonOf(&scene.tab, u"Grant"_s)->isEnabled());
        QCOMPARE(buttonOf(&scene.tab, u"Grant"_s)->toolTip(), scene.tab.data()->waiver(sampleId(u"wav"_s, 3))->grantRefusal);
        QTRY_VERIFY(scene.tab.readText().contains(scene.tab.data()->waiver(sampleId(u"wav"_s, 3))->grantRefusal));
        // Risk may, and had no part in it.
        scene.workspace.setPerson(samplePerson(u"ana.ferreira"_s));
        QTRY_VERIFY(scene.tab.data()->waiver(sampleId(u"wav"_s, 3))->grantRefusal.isEmpty());
        QTRY_VERIFY(buttonOf(&scene.tab, u"Grant"_s)->isEnabled());
        QTest::mouseClick(buttonOf(&scene.tab, u"Grant"_s), Qt::LeftButton);
        QCOMPARE(scene.workspace.sent().size(), 1);
        QCOMPARE(scene.workspace.sent().first().path, u"/v1/waivers/%1/grant"_s.arg(sampleId(u"wav"_s, 3)));
    }

    void aDecisionSupersedesAnother()
    {
        HistoryScene scene(u"jonas.weber"_s);
        scene.tab.newDecision(sampleId(u"dec"_s, 90));
        auto *dialog = scene.tab.findChild<DecisionDialog *>();
        QVERIFY(dialog);
        QTest::mouseClick(dialog->saveButton(), Qt::LeftButton);
        QVERIFY(!historyCell(dialog, u"title"_s)->error().isEmpty());
        QVERIFY(!historyCell(dialog, u"decision"_s)->error().isEmpty());
        QTest::keyClicks(historyCell(dialog, u"title"_s)->editor(), u"Templates"_s);
        QTest::keyClicks(historyCell(dialog, u"decision"_s)->editor(), u"It may."_s);
        QTest::keyClicks(historyCell(dialog, u"versions"_s)->editor(), u"policy-chat/1"_s);
        QTest::mouseClick(dialog->saveButton(), Qt::LeftButton);
        QVERIFY(!historyCell(dialog, u"versions"_s)->error().isEmpty());
        qobject_cast<QLineEdit *>(historyCell(dialog, u"versions"_s)->editor())->clear();
        // The server answers with the change; the record itself comes with the next page.
        Decision made;
        made.model = u"claims-triage"_s;
        made.title = u"Templates"_s;
        made.decision = u"It may."_s;
        made.status = Decision::Accepted;
        made.author = u"jonas.weber"_s;
        made.decidedAt = scene.workspace.time().now();
        scene.workspace.put({recordOf(u"decision"_s, sampleId(u"dec"_s, 91), made)});
        QTRY_VERIFY(scene.tab.data()->decision(sampleId(u"dec"_s, 91)));
        scene.workspace.setNextAnswer(QJsonObject{{u"seq"_s, scene.tab.data()->decision(sampleId(u"dec"_s, 91))->seq}});
        QTest::mouseClick(dialog->saveButton(), Qt::LeftButton);
        QTRY_COMPARE(scene.workspace.sent().size(), 2);
        QCOMPARE(scene.workspace.sent()[0].path, u"/v1/decisions"_s);
        QCOMPARE(scene.workspace.sent()[1].method, QByteArray("PATCH"));
        QCOMPARE(scene.workspace.sent()[1].path, u"/v1/decisions/"_s + sampleId(u"dec"_s, 90));
        QCOMPARE(scene.workspace.sent()[1].body.value(u"supersededBy"_s).toString(), sampleId(u"dec"_s, 91));
    }

    void aRenewalNamesTheOldOne()
    {
        HistoryScene scene(u"jonas.weber"_s);
        scene.tab.table()->selectId(sampleId(u"wav"_s, 1));
        QTRY_VERIFY(buttonOf(&scene.tab, u"Renew…"_s)->isVisible());
        QTest::mouseClick(buttonOf(&scene.tab, u"Renew…"_s), Qt::LeftButton);
        auto *dialog = scene.tab.findChild<WaiverDialog *>();
        QVERIFY(dialog);
        QTRY_COMPARE(dialog->json().value(u"owner"_s).toString(), u"jonas.weber"_s);
        QVERIFY(dialog->json().value(u"reason"_s).toString().contains(sampleId(u"wav"_s, 1)));
        auto *control = qobject_cast<QPlainTextEdit *>(historyCell(dialog, u"compensatingControl"_s)->editor());
        const QString kept = control->toPlainText();
        control->clear();
        QTest::mouseClick(dialog->askButton(), Qt::LeftButton);
        QVERIFY(!historyCell(dialog, u"compensatingControl"_s)->error().isEmpty());
        QVERIFY(scene.workspace.sent().isEmpty());
        control->setPlainText(kept);
        scene.workspace.setNextAnswer(Error{Error::Code::Invalid, u"No."_s, {}, false, {{u"/body/requirement"_s, u"is none."_s}}});
        QTest::mouseClick(dialog->askButton(), Qt::LeftButton);
        QTRY_COMPARE(historyCell(dialog, u"requirement"_s)->error(), u"Is none."_s);
        QTest::mouseClick(dialog->askButton(), Qt::LeftButton);
        QTRY_COMPARE(scene.workspace.sent().size(), 2);
        QCOMPARE(scene.workspace.sent()[1].path, u"/v1/waivers"_s);
        QVERIFY(!scene.workspace.sent()[1].body.contains(u"grantedBy"_s));
    }

    void exportedAsMarkdownThatCannotBeForged()
    {
        HistoryScene scene(u"jonas.weber"_s);
        const QString text = QString::fromUtf8(historyMarkdown(*scene.tab.data()));
        QVERIFY(text.contains(u"\n## 1. No \\<b\\>free text\\</b\\> \\| for \\# customers\n"_s));
        QVERIFY(text.contains(u"\n> # It answers nobody.\n"_s));
        QVERIFY(!text.contains(u"\n# It answers"_s));
        QVERIFY(text.contains(u"\n## 2. Accept a lower precision"_s));
        QVERIFY(text.contains(u"metric:recall-urgent"_s));
        QTemporaryDir folder;
        QSignalSpy said(&scene.tab, &HistoryTab::done);
        scene.tab.exportTo(folder.filePath(u"h.md"_s));
        QFile file(folder.filePath(u"h.md"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()), text);
        scene.tab.exportTo(folder.filePath(u"no/such/folder/h.md"_s));
        QCOMPARE(said.size(), 2);
        QVERIFY(said.last().first().toString().contains(u"could not"_s));
    }
};

QTEST_MAIN(TestHistoryTab)
#include "tst_historytab.moc"
