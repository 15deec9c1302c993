// SPDX-License-Identifier: GPL-3.0-or-later
// Plans and reviews as people work them: lists, forms, signing, closing.
#include "evidence/planscene.h"
#include "trust/planapproval.h"
#include "ui/plans/plandetail.h"
#include "ui/plans/plandialog.h"
#include "ui/plans/planform.h"
#include "ui/plans/planspage.h"
#include "ui/plans/questionform.h"
#include "ui/plans/reviewsetdetail.h"
#include "ui/plans/reviewsetdialog.h"
#include "ui/plans/reviewsetspage.h"
#include "ui/widgets/formcell.h"
#include "ui/widgets/itemroles.h"
#include "ui/workspace/boundrow.h"
#include "ui/workspace/signdialog.h"
#include "widgets/support.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

FormCell *cellOf(QWidget *root, const QString &member)
{
    const auto cells = root->findChildren<FormCell *>();
    for (FormCell *cell : cells) {
        if (cell->member() == member)
            return cell;
    }
    return nullptr;
}

void type(QWidget *root, const QString &member, const QString &text)
{
    auto *line = qobject_cast<QLineEdit *>(cellOf(root, member)->editor());
    line->selectAll();
    QTest::keyClicks(line, text);
}

} // namespace

class TestPlansPlace : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void listAndDetail()
    {
        PlanScene scene(u"mara.lindt"_s);
        auto *page = scene.find<PlansPage>();
        QTRY_COMPARE(page->table()->model()->rowCount(), 4);
        const QAbstractItemModelTester tester(page->table()->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        QTRY_COMPARE(page->table()->model()->index(0, 0).data().toString(), u"Acceptance of version 7"_s);
        QCOMPARE(page->table()->model()->index(0, 0).data(SecondaryRole).toString(), u"claims-triage 7"_s);
        QCOMPARE(page->table()->model()->index(0, 1).data(ChipRole).value<ChipSpec>().text, u"Draft"_s);
        QCOMPARE(page->table()->model()->index(1, 1).data(ChipRole).value<ChipSpec>().text, u"Locked"_s);
        QVERIFY(page->table()->model()->index(2, 0).data(MutedRole).toBool());
        QTest::mouseClick(page->table()->viewport(), Qt::LeftButton, {}, page->table()->visualRect(page->table()->model()->index(1, 0)).center());
        QTRY_VERIFY(page->data() && page->data()->id == lockedPlanId());
        QCOMPARE(page->data()->replacesTitle, u"Acceptance, summer"_s);
        QVERIFY(page->detail()->replaceButton()->isVisible());
        QVERIFY(!page->detail()->editButton()->isVisible());
        QCOMPARE(unnamedWidgets(scene.place.get()), QStringList());
    }

    void emptyTeaches()
    {
        PlanScene scene(u"jonas.weber"_s, false);
        auto *page = scene.find<PlansPage>();
        QTRY_VERIFY(page->findChildren<QLabel *>().size() > 0);
        QTest::keyClick(scene.place.get(), Qt::Key_2, Qt::AltModifier);
        QVERIFY(scene.find<ReviewSetsPage>()->isVisible());
        QTest::keyClick(scene.place.get(), Qt::Key_1, Qt::AltModifier);
        QVERIFY(page->isVisible());
        QTest::keyClick(scene.place.get(), Qt::Key_N, Qt::ControlModifier);
        QVERIFY(scene.find<PlanDialog>());
    }

    void aPlanIsWritten()
    {
        PlanScene scene(u"jonas.weber"_s);
        PlanDialog dialog(&scene.workspace, {}, {}, 0);
        dialog.show();
        auto *models = qobject_cast<QComboBox *>(cellOf(&dialog, u"model"_s)->editor());
        QTRY_COMPARE(models->count(), 12);
        models->setCurrentIndex(models->findData(u"claims-triage"_s));
        // Nothing written: the domain's own sentences, each at its field.
        QTest::mouseClick(dialog.saveButton(), Qt::LeftButton);
        QVERIFY(!cellOf(&dialog, u"title"_s)->error().isEmpty());
        QVERIFY(scene.workspace.sent().isEmpty());
        type(&dialog, u"title"_s, u"Winter"_s);
        QTest::mouseClick(dialog.saveButton(), Qt::LeftButton);
        QVERIFY(!cellOf(&dialog, u"criteria"_s)->error().isEmpty());
        BoundRow *row = dialog.form()->addCriterion({});
        type(row, u"id"_s, u"recall"_s);
        type(row, u"metric"_s, u"recall"_s);
        type(row, u"limit"_s, u"high"_s);
        type(&dialog, u"seed"_s, u"seven"_s);
        QTest::mouseClick(dialog.saveButton(), Qt::LeftButton);
        QVERIFY(!cellOf(row, u"limit"_s)->error().isEmpty());
        QVERIFY(!cellOf(&dialog, u"seed"_s)->error().isEmpty());
        type(row, u"limit"_s, u"0.9"_s);
        type(&dialog, u"seed"_s, u"7"_s);
        auto *versions = qobject_cast<QComboBox *>(cellOf(&dialog, u"version"_s)->editor());
        versions->setCurrentIndex(versions->findData(u"claims-triage/7"_s));
        QSignalSpy said(&dialog, &PlanDialog::done);
        QTest::mouseClick(dialog.saveButton(), Qt::LeftButton);
        QTRY_COMPARE(said.size(), 1);
        QCOMPARE(scene.workspace.sent().size(), 1);
        const Command &sent = scene.workspace.sent().first();
        QCOMPARE(sent.path, u"/v1/plans"_s);
        QCOMPARE(sent.body.value(u"version"_s).toString(), u"claims-triage/7"_s);
        QCOMPARE(sent.body.value(u"seed"_s).toInteger(), 7);
        QCOMPARE(sent.body.value(u"criteria"_s).toArray().first()[u"limit"].toDouble(), 0.9);
        QVERIFY(!sent.body.contains(u"status"_s));
        QVERIFY(decode<Plan>(sent.body).ok());
    }

    void whatTheServerRefusesStaysOpen()
    {
        PlanScene scene(u"jonas.weber"_s);
        PlanDialog dialog(&scene.workspace, samplePlan(u"Winter"_s), {}, 0);
        dialog.show();
        scene.workspace.setNextAnswer(Error{Error::Code::Invalid, u"No."_s, {}, false, {{u"/body/criteria/1/id"_s, u"is taken."_s}, {u"/body/odd"_s, u"is odd."_s}}});
        QTest::mouseClick(dialog.saveButton(), Qt::LeftButton);
        QTRY_VERIFY(dialog.message().contains(u"is odd"_s));
        QVERIFY(dialog.isVisible());
        QCOMPARE(cellOf(dialog.form()->findChildren<BoundRow *>().at(1), u"id"_s)->error(), u"Is taken."_s);
    }

    void aDraftIsEditedByItsAuthor()
    {
        PlanScene scene(u"jonas.weber"_s);
        scene.open(u"plan/"_s + draftPlanId());
        auto *page = scene.find<PlansPage>();
        QTRY_VERIFY(page->data() && page->data()->id == draftPlanId());
        QVERIFY(!page->detail()->signButton()->isEnabled());
        QVERIFY(page->detail()->signButton()->toolTip().contains(u"signed by"_s));
        QTest::keyClick(scene.place.get(), Qt::Key_F2);
        auto *dialog = scene.find<PlanDialog>();
        QVERIFY(dialog);
        type(dialog, u"tool"_s, u" "_s);
        type(dialog, u"title"_s, u"Changed"_s);
        QTest::mouseClick(dialog->saveButton(), Qt::LeftButton);
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
        const Command &sent = scene.workspace.sent().first();
        QCOMPARE(sent.method, QByteArray("PATCH"));
        QCOMPARE(sent.path, u"/v1/plans/"_s + draftPlanId());
        QVERIFY(sent.ifMatch > 0);
        QVERIFY(sent.body.value(u"tool"_s).isNull());
        QCOMPARE(sent.body.value(u"title"_s).toString(), u"Changed"_s);
        for (const QString &fixed : {u"model"_s, u"version"_s, u"author"_s, u"status"_s})
            QVERIFY2(!sent.body.contains(fixed), qPrintable(fixed));
    }

    void aLockedPlanIsReplacedOrWithdrawn()
    {
        PlanScene scene(u"jonas.weber"_s);
        scene.open(u"plan/"_s + lockedPlanId());
        auto *page = scene.find<PlansPage>();
        QTRY_VERIFY(page->data() && page->data()->id == lockedPlanId());
        QTest::mouseClick(page->detail()->replaceButton(), Qt::LeftButton);
        auto *dialog = scene.find<PlanDialog>();
        QVERIFY(dialog);
        QVERIFY(!cellOf(dialog, u"version"_s)->editor()->isEnabled());
        QTest::mouseClick(dialog->saveButton(), Qt::LeftButton);
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
        QCOMPARE(scene.workspace.sent().first().body.value(u"replaces"_s).toString(), lockedPlanId());
        QCOMPARE(scene.workspace.sent().first().body.value(u"criteria"_s).toArray().size(), 2);
        QTest::mouseClick(page->detail()->withdrawButton(), Qt::LeftButton);
        QCOMPARE(scene.workspace.sent().last().path, u"/v1/plans/%1/withdraw"_s.arg(lockedPlanId()));
    }

    void signedByAnother()
    {
        PlanScene scene(u"mara.lindt"_s);
        const auto key = PrivateKey::generate();
        const QString path = scene.folder.filePath(u"key.pem"_s);
        QVERIFY(writeSecretFile(path, key->toPem()).ok());
        auto signer = FileSigner::open(path);
        scene.workspace.setSigner(std::shared_ptr<Signer>(std::move(*signer)));
        scene.open(u"plan/"_s + draftPlanId());
        auto *page = scene.find<PlansPage>();
        QTRY_VERIFY(page->data() && page->data()->id == draftPlanId());
        QVERIFY(page->detail()->signButton()->isEnabled());
        QTest::keyClick(scene.place.get(), Qt::Key_Return, Qt::ControlModifier);
        auto *dialog = scene.find<SignDialog>();
        QVERIFY(dialog);
        QVERIFY(dialog->sheet().contains(u"recall >= 0.9"_s));
        const QString shown = dialog->sheet();
        // Refused by the server: it says so and stays.
        scene.workspace.setNextAnswer(Error{Error::Code::Stale, u"The plan has changed since."_s});
        QPushButton *sign = nullptr;
        const auto buttons = dialog->findChildren<QPushButton *>();
        for (QPushButton *button : buttons) {
            if (button->text().startsWith(u"Sign as"_s))
                sign = button;
        }
        QVERIFY(sign);
        QTest::mouseClick(sign, Qt::LeftButton);
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
        QTRY_VERIFY(sign->isEnabled());
        QVERIFY(dialog->isVisible());
        const Command &sent = scene.workspace.sent().first();
        QCOMPARE(sent.path, u"/v1/plans/%1/sign"_s.arg(draftPlanId()));
        QCOMPARE(sent.request, draftPlanId());
        QCOMPARE(sent.body.value(u"role"_s).toString(), u"validator"_s);
        QCOMPARE(sent.body.value(u"sheet"_s).toString(), shown);
        const auto bundle = SigstoreBundle::fromBytes(sent.body.value(u"envelope"_s).toString().toUtf8());
        QVERIFY(bundle.ok());
        const auto statement = Statement::fromBytes(bundle->envelope.payload);
        QVERIFY(statement.ok());
        QVERIFY(checkPlanApproval(*statement, draftPlanId(), page->data()->plan, shown.toUtf8()).ok());
        // Another text than the one that was signed is noticed.
        Plan other = page->data()->plan;
        other.criteria[0].limit = 0.1;
        QVERIFY(!checkPlanApproval(*statement, draftPlanId(), other, shown.toUtf8()).ok());
        QTest::mouseClick(sign, Qt::LeftButton);
        QTRY_VERIFY(!scene.find<SignDialog>());
    }

    void blindRatersAreNotToldTheVersion()
    {
        PlanScene scene(u"mara.lindt"_s);
        scene.open(u"review/"_s + openReviewId());
        auto *page = scene.find<ReviewSetsPage>();
        QTRY_COMPARE(page->table()->model()->rowCount(), 2);
        const QAbstractItemModelTester tester(page->table()->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        const auto everything = [&] {
            QString out;
            const auto labels = page->detail()->findChildren<QLabel *>();
            for (const QLabel *label : labels)
                out += label->text() + u'\n';
            const auto links = page->detail()->findChildren<QAbstractButton *>();
            for (const QAbstractButton *link : links)
                out += link->text() + u'\n';
            const auto tables = page->detail()->findChildren<DataTable *>();
            for (const DataTable *table : tables)
                out += QString::fromUtf8(table->toCsv());
            return out;
        };
        QTRY_VERIFY(everything().contains(u"Sorting of October"_s));
        QVERIFY(!everything().contains(u"claims-triage"_s));
        QVERIFY(!everything().contains(u"Kenji"_s));
        QCOMPARE(page->table()->model()->index(0, 0).data(SecondaryRole).toString(), u"blind"_s);
        scene.workspace.setPerson(samplePerson(u"jonas.weber"_s));
        QVERIFY(everything().contains(u"claims-triage"_s));
        QVERIFY(everything().contains(u"Kenji"_s));
        QCOMPARE(page->table()->model()->index(0, 0).data(SecondaryRole).toString(), u"claims-triage 7"_s);
    }

    void closedShowsAgreement()
    {
        PlanScene scene(u"jonas.weber"_s);
        scene.open(u"review/"_s + closedReviewId());
        auto *page = scene.find<ReviewSetsPage>();
        QTRY_VERIFY(page->detail()->resultButton()->isVisible());
        QString agreement;
        const auto tables = page->detail()->findChildren<DataTable *>();
        for (const DataTable *table : tables) {
            if (table->accessibleName() == u"Agreement")
                agreement = QString::fromUtf8(table->toCsv());
        }
        QVERIFY2(agreement.contains(u"0.737"_s), qPrintable(agreement));
        QSignalSpy links(scene.place.get(), &Place::openLink);
        QTest::mouseClick(page->detail()->resultButton(), Qt::LeftButton);
        QCOMPARE(links.size(), 1);
        QCOMPARE(links.first().first().toUrl().host(), u"evaluations"_s);
    }

    void closingEarlyIsAskedFirst()
    {
        PlanScene scene(u"jonas.weber"_s);
        scene.open(u"review/"_s + openReviewId());
        auto *page = scene.find<ReviewSetsPage>();
        QTRY_VERIFY(page->detail()->closeButton()->isVisible());
        QTest::mouseClick(page->detail()->closeButton(), Qt::LeftButton);
        auto *box = scene.find<QMessageBox>();
        QVERIFY(box);
        QVERIFY(box->informativeText().contains(u"8"_s)); // of 10 ratings
        QVERIFY(scene.workspace.sent().isEmpty());
        for (QAbstractButton *button : box->buttons()) {
            if (box->buttonRole(button) == QMessageBox::AcceptRole)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
        QCOMPARE(scene.workspace.sent().first().path, u"/v1/reviewsets/%1/close"_s.arg(openReviewId()));
    }

    void aReviewIsMade()
    {
        PlanScene scene(u"jonas.weber"_s);
        ReviewSetDialog dialog(&scene.workspace, sampleId(u"eval"_s, 7));
        dialog.show();
        QTRY_VERIFY(dialog.makeButton()->isEnabled());
        QTest::mouseClick(dialog.makeButton(), Qt::LeftButton);
        QVERIFY(!cellOf(&dialog, u"title"_s)->error().isEmpty());
        QVERIFY(!cellOf(&dialog, u"raters"_s)->error().isEmpty());
        auto *question = dialog.findChild<QuestionForm *>();
        QVERIFY(!cellOf(question, u"text"_s)->error().isEmpty());
        type(&dialog, u"title"_s, u"October"_s);
        type(question, u"text"_s, u"Right?"_s);
        type(question, u"choices"_s, u"yes"_s);
        type(&dialog, u"seed"_s, u"x"_s);
        auto *raters = dialog.findChild<QListWidget *>();
        raters->item(0)->setCheckState(Qt::Checked);
        QTest::mouseClick(dialog.makeButton(), Qt::LeftButton);
        QVERIFY(!cellOf(&dialog, u"seed"_s)->error().isEmpty());
        type(&dialog, u"seed"_s, u"3"_s);
        QTest::mouseClick(dialog.makeButton(), Qt::LeftButton);
        QVERIFY(cellOf(question, u"choices"_s)->error().contains(u"two"_s));
        type(question, u"choices"_s, u"no, yes"_s);
        QTest::mouseClick(dialog.makeButton(), Qt::LeftButton);
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
        const Command &sent = scene.workspace.sent().first();
        QCOMPARE(sent.path, u"/v1/reviewsets"_s);
        QCOMPARE(sent.body.value(u"version"_s).toString(), u"claims-triage/7"_s);
        QCOMPARE(sent.body.value(u"drawnFrom"_s).toString(), u"failures"_s);
        QCOMPARE(sent.body.value(u"seed"_s).toInteger(), 3);
        QCOMPARE(sent.body.value(u"raters"_s).toArray().size(), 1);
        QVERIFY(decode<ReviewSet>(sent.body).ok());
    }
};

QTEST_MAIN(TestPlansPlace)
#include "tst_plansplace.moc"
