// SPDX-License-Identifier: GPL-3.0-or-later
// The card of a version by clicks and keys: reading, writing, its state, its history, comparing and exporting.
#include "base/json.h"
#include "places/cardsample.h"
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "ui/registry/cardconflict.h"
#include "ui/registry/carddiffpage.h"
#include "ui/registry/carddiffview.h"
#include "ui/registry/cardeditor.h"
#include "ui/registry/cardexportdialog.h"
#include "ui/registry/cardfillpanel.h"
#include "ui/registry/cardmissingline.h"
#include "ui/registry/cardnavigator.h"
#include "ui/registry/cardreader.h"
#include "ui/registry/cardsectionform.h"
#include "ui/registry/cardtab.h"
#include "ui/registry/registryplace.h"
#include "ui/registry/versionpage.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/textlabel.h"
#include "widgets/support.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

const QString seven = u"claims-triage/7"_s;

/// The place on the card of version 7.
struct CardScene
{
    EvidenceWorkspace workspace;
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"s.ini"_s), QSettings::IniFormat};
    ActionRegistry registry;
    std::unique_ptr<RegistryPlace> place;
    QString id = sampleId(u"card"_s, 7);

    explicit CardScene(const CardContent &content = fullCard(), const QString &status = u"draft"_s)
    {
        fillSample(workspace);
        workspace.put({cardRecord(workspace, sampleId(u"card"_s, 6), u"claims-triage/6"_s, olderCard(), u"jonas.weber"_s, 2, u"approved"_s)});
        put(content, 3, status);
        open();
    }
    void put(const CardContent &content, qint64 revision, const QString &status = u"draft"_s, const QString &by = u"jonas.weber"_s)
    {
        Record record = cardRecord(workspace, id, seven, content, u"jonas.weber"_s, revision, status);
        record.updatedBy = by;
        workspace.put({record});
    }
    void open()
    {
        place.reset();
        place = std::make_unique<RegistryPlace>(&workspace, &registry, &settings);
        place->resize(1600, 900);
        place->show();
        place->activate(links::to(u"registry"_s, seven));
        page()->setTab(VersionPage::Tab::Card);
    }
    [[nodiscard]] VersionPage *page() const { return place->findChild<VersionPage *>(); }
    [[nodiscard]] CardTab *tab() const { return page()->card(); }
    [[nodiscard]] bool ready(qint64 revision = 3) const
    {
        return QTest::qWaitFor([&] {
            const auto &shown = tab()->shown();
            return shown && shown->key == seven && shown->card && shown->card->revision == revision && shown->cardContent;
        }, 20'000);
    }
    [[nodiscard]] QPushButton *button(QWidget *in, const QString &text) const
    {
        for (QPushButton *button : in->findChildren<QPushButton *>()) {
            if (button->text() == text && button->isVisibleTo(in))
                return button;
        }
        return nullptr;
    }
    void trigger(const QString &action) { registry.action(u"registry."_s + action)->trigger(); }
};

QList<RecordRevision> fourRevisions(CardScene &scene)
{
    QList<RecordRevision> out;
    const QStringList actions{u"create"_s, u"submit"_s, u"edit"_s};
    const QStringList states{u"draft"_s, u"pendingReview"_s, u"draft"_s};
    for (int i = 0; i < actions.size(); ++i) {
        Record record = cardRecord(scene.workspace, scene.id, seven, i < 2 ? olderCard() : fullCard(), u"jonas.weber"_s, i + 1, states[i]);
        record.updatedBy = u"jonas.weber"_s;
        record.updatedAt = scene.workspace.time().now().addDays(i - 5);
        out.append({actions[i], record});
    }
    return out;
}

} // namespace

class TestCard : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void missingSectionsAreOneClickAway()
    {
        CardScene scene(sparseCard());
        QVERIFY(scene.ready());
        Policy policy = samplePolicies().first();
        policy.cardSections = {u"intendedUses"_s, u"limitations"_s};
        Record asking = recordOf(u"policy"_s, policy.name, policy);
        asking.revision = 2;
        scene.workspace.put({asking});
        QTRY_COMPARE(scene.tab()->shown()->cards.asked.size(), 2);
        auto *line = scene.tab()->findChild<CardMissingLine *>();
        QTRY_VERIFY(line->findChild<QAbstractButton *>());
        QVERIFY(line->findChildren<TextLabel *>().first()->text().startsWith(u"1 of 24 sections"_s));
        QSignalSpy chosen(line, &CardMissingLine::chosen);
        // What the policy asks for stands first.
        QTRY_COMPARE(line->findChildren<QAbstractButton *>().first()->text(), u"Intended uses and users"_s);
        auto *first = line->findChildren<QAbstractButton *>().first();
        QCOMPARE(first->text(), u"Intended uses and users"_s);
        QTest::mouseClick(first, Qt::LeftButton);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(scene.tab()->reader()->navigator()->current(), u"intendedUses"_s);
    }

    void sectionsSayWhereTheirWordsComeFrom()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        QStringList texts;
        QTRY_VERIFY(!scene.tab()->reader()->findChildren<TextLabel *>().isEmpty());
        for (const TextLabel *label : scene.tab()->reader()->findChildren<TextLabel *>())
            texts.append(label->text());
        QVERIFY(texts.contains(u"found under “Limitations”, not verified"_s));
        QVERIFY(texts.contains(u"from the registry"_s));
        QCOMPARE(scene.tab()->reader()->navigator()->item(0)->text(), u"Intended uses and users"_s);
        QCOMPARE(scene.tab()->reader()->navigator()->item(1)->text(), u"Out of scope and restrictions"_s);
    }

    void markdownRunsNothingAndAsksBeforeALink()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        QString all;
        QTRY_VERIFY(!scene.tab()->reader()->findChildren<MarkdownView *>().isEmpty());
        MarkdownView *withLink = nullptr;
        for (MarkdownView *view : scene.tab()->reader()->findChildren<MarkdownView *>()) {
            all += view->toPlainText();
            if (view->toPlainText().contains(u"the method"_s))
                withLink = view;
        }
        QVERIFY(all.contains(u"<b>not bold</b>"_s));
        QVERIFY(all.contains(u"[picture not shown: https://tracker.example/p.png]"_s));
        QVERIFY(all.contains(u"⟨U+202E⟩"_s));
        QVERIFY(withLink);
        QSignalSpy asked(scene.tab(), &CardTab::openWebLink);
        emit withLink->anchorClicked(QUrl(u"https://example.org/method"_s));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().at(1).toString(), u"https://example.org/method"_s);
        QSignalSpy said(scene.tab(), &CardTab::said);
        emit withLink->anchorClicked(QUrl(u"file:///etc/passwd"_s));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(said.size(), 1);
    }

    void savingMakesARevision()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.trigger(u"editCard"_s);
        CardEditor *editor = scene.tab()->editor();
        QVERIFY(editor);
        editor->goTo(u"limitations"_s);
        editor->form()->text()->setFocus();
        QTest::keyClicks(editor->form()->text(), u"New. "_s);
        scene.trigger(u"saveCard"_s);
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
        const Command &command = scene.workspace.sent().first();
        QCOMPARE(command.method, QByteArray("PATCH"));
        QCOMPARE(command.path, u"/v1/cards/"_s + scene.id);
        QCOMPARE(command.ifMatch, 3);
        const auto stored = scene.workspace.replica()->blobs().read(command.body.value(u"raw"_s).toString());
        QVERIFY(stored.ok());
        const auto content = cardFromBlob(*stored);
        QVERIFY(content.ok());
        QVERIFY(content->section(u"limitations")->text.startsWith(u"New. "_s));
        QVERIFY2(content->section(u"limitations")->foundUnder.isEmpty(), "what a person wrote was not found under a heading");
        QCOMPARE(content->section(u"fairness")->groups, fullCard().section(u"fairness")->groups);
        QTRY_VERIFY(!scene.tab()->isEditing());
    }

    void placeholdersAreNotStoredAndCountAsMissing()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.trigger(u"editCard"_s);
        scene.tab()->editor()->goTo(u"limitations"_s);
        scene.tab()->editor()->form()->text()->setPlainText(u"[More Information Needed]"_s);
        scene.tab()->editor()->save();
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
        const auto content = cardFromBlob(*scene.workspace.replica()->blobs().read(scene.workspace.sent().first().body.value(u"raw"_s).toString()));
        QVERIFY(!content->section(u"limitations"));
        QVERIFY(content->missing.contains(u"limitations"_s));
    }

    void somebodyElseSavesACardOfTheirOwn()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.workspace.setPerson(samplePerson(u"mara.lindt"_s));
        scene.trigger(u"editCard"_s);
        scene.tab()->editor()->form()->text()->appendPlainText(u"Mine."_s);
        scene.tab()->editor()->save();
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
        QCOMPARE(scene.workspace.sent().first().path, u"/v1/cards"_s);
        QCOMPARE(scene.workspace.sent().first().body.value(u"version"_s).toString(), seven);
    }

    void whatIsTypedSurvivesACrash()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.trigger(u"editCard"_s);
        scene.tab()->editor()->goTo(u"limitations"_s);
        scene.tab()->editor()->form()->text()->appendPlainText(u"Typed and not saved."_s);
        scene.place.reset();
        QCOMPARE(scene.workspace.sent().size(), 0);
        scene.open();
        QVERIFY(scene.ready());
        auto *banner = scene.tab()->findChild<Banner *>(u"unsaved"_s);
        QTRY_VERIFY(banner->isVisible());
        emit banner->actionTriggered();
        QVERIFY(scene.tab()->editor());
        QVERIFY(scene.tab()->editor()->content().section(u"limitations")->text.endsWith(u"Typed and not saved."_s));
        scene.tab()->editor()->discard();
        QVERIFY(!scene.tab()->isEditing());
        QVERIFY(!banner->isVisible());
    }

    void discardingCanBeUndone()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.trigger(u"editCard"_s);
        scene.tab()->editor()->form()->text()->appendPlainText(u"Back again."_s);
        std::function<void()> undo;
        connect(scene.tab(), &CardTab::said, scene.tab(), [&](const QString &, const std::function<void()> &back) { undo = back; });
        scene.tab()->editor()->discard();
        QVERIFY(undo);
        undo();
        QVERIFY(scene.tab()->findChild<Banner *>(u"unsaved"_s)->isVisible());
        scene.trigger(u"editCard"_s);
        QVERIFY(scene.tab()->editor()->content().section(u"intendedUses")->text.endsWith(u"Back again."_s));
        scene.tab()->editor()->discard();
    }

    void wrongValuesAreSaidAtTheFieldAndNotSaved()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.trigger(u"editCard"_s);
        CardEditor *editor = scene.tab()->editor();
        editor->goTo(u"identity"_s);
        auto *date = qobject_cast<QLineEdit *>(editor->form()->editorOf(u"date"_s));
        QVERIFY(date);
        date->setText(u"last Tuesday"_s);
        editor->save();
        QVERIFY(!editor->form()->check().isEmpty());
        // Leaving the section does not make it right.
        editor->goTo(u"limitations"_s);
        editor->save();
        QCOMPARE(editor->navigator()->current(), u"identity"_s);
        QTest::qWait(20);
        QCOMPARE(scene.workspace.sent().size(), 0);
        qobject_cast<QLineEdit *>(editor->form()->editorOf(u"date"_s))->setText(u"2026-11-20"_s);
        editor->save();
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
    }

    void withoutAConnectionNothingIsLost()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.workspace.setStoreError(Error{Error::Code::Unreachable, u"The server does not answer."_s});
        scene.trigger(u"editCard"_s);
        CardEditor *editor = scene.tab()->editor();
        editor->form()->text()->appendPlainText(u"Kept."_s);
        editor->save();
        QTRY_VERIFY(editor->findChild<Banner *>()->isVisible());
        QCOMPARE(scene.workspace.sent().size(), 0);
        QVERIFY(editor->unsaved(seven));
        scene.workspace.setStoreError({});
        editor->save();
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
        QTRY_VERIFY(!scene.tab()->isEditing());
    }

    void factsAreFilledInOneByOne()
    {
        CardScene scene(sparseCard());
        QVERIFY(scene.ready());
        scene.trigger(u"editCard"_s);
        CardEditor *editor = scene.tab()->editor();
        scene.trigger(u"fillCard"_s);
        DataTable *table = editor->fillPanel()->table();
        QVERIFY(table->model()->rowCount() > 3);
        const QString left = table->model()->index(0, 1).data().toString();
        const QString leftFact = table->model()->index(0, 2).data().toString();
        QTest::keyClick(table, Qt::Key_Space);
        for (QPushButton *button : editor->fillPanel()->findChildren<QPushButton *>()) {
            if (button->text().startsWith(u"Fill in"_s))
                QTest::mouseClick(button, Qt::LeftButton);
        }
        const CardContent content = editor->content();
        QVERIFY(content.sections.size() > sparseCard().sections.size());
        bool stays = false, sourced = false;
        for (const CardContent::Section &section : content.sections) {
            for (const CardContent::Field &field : section.fields) {
                stays |= section.title == left && field.label == leftFact;
                sourced |= field.source == "registry"_L1;
            }
        }
        QVERIFY2(!stays, "what was left out was filled in");
        QVERIFY(sourced);
        editor->discard();
    }

    void aConflictIsShownSideBySide()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.trigger(u"editCard"_s);
        CardEditor *editor = scene.tab()->editor();
        editor->goTo(u"limitations"_s);
        editor->form()->text()->appendPlainText(u"Mine."_s);
        CardContent theirs = fullCard();
        theirs.sectionForWriting(u"safety"_s).text = u"Theirs."_s;
        scene.put(theirs, 4, u"draft"_s, u"ana.ferreira"_s);
        QTRY_VERIFY(editor->inConflict());
        editor->save();
        QTest::qWait(20);
        QCOMPARE(scene.workspace.sent().size(), 0);
        emit editor->findChild<Banner *>()->actionTriggered();
        CardConflict *conflict = editor->conflict();
        QVERIFY(conflict->isVisible());
        QCOMPARE(conflict->navigator()->count(), 2);
        conflict->navigator()->setCurrent(u"safety"_s);
        QTest::mouseClick(scene.button(conflict, u"Take theirs here"_s), Qt::LeftButton);
        QCOMPARE(conflict->navigator()->count(), 1);
        QTest::mouseClick(scene.button(conflict, u"Go on with mine"_s), Qt::LeftButton);
        QVERIFY(!editor->inConflict());
        editor->save();
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
        QCOMPARE(scene.workspace.sent().first().ifMatch, 4);
        const auto content = cardFromBlob(*scene.workspace.replica()->blobs().read(scene.workspace.sent().first().body.value(u"raw"_s).toString()));
        QCOMPARE(content->section(u"safety")->text, u"Theirs."_s);
        QVERIFY(content->section(u"limitations")->text.endsWith(u"Mine."_s));
    }

    void aChangeOfStateAloneIsNoConflict()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.trigger(u"editCard"_s);
        CardEditor *editor = scene.tab()->editor();
        editor->form()->text()->appendPlainText(u"Mine."_s);
        scene.put(fullCard(), 4, u"pendingReview"_s, u"ana.ferreira"_s);
        QVERIFY(scene.ready(4));
        QVERIFY(!editor->inConflict());
        editor->save();
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
        QCOMPARE(scene.workspace.sent().first().ifMatch, 4);
    }

    void refusalsAreSentences_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("person");
        QTest::addColumn<QString>("verb");
        QTest::addColumn<bool>("may");
        QTest::newRow("author submits") << u"draft"_s << u"jonas.weber"_s << u"submit"_s << true;
        QTest::newRow("reviewer submits") << u"draft"_s << u"mara.lindt"_s << u"submit"_s << false;
        QTest::newRow("author approves") << u"pendingReview"_s << u"jonas.weber"_s << u"approve"_s << false;
        QTest::newRow("reviewer approves") << u"pendingReview"_s << u"mara.lindt"_s << u"approve"_s << true;
        QTest::newRow("reviewer returns") << u"pendingReview"_s << u"mara.lindt"_s << u"return"_s << true;
        QTest::newRow("approve a draft") << u"draft"_s << u"mara.lindt"_s << u"approve"_s << false;
        QTest::newRow("author archives") << u"approved"_s << u"jonas.weber"_s << u"archive"_s << true;
    }
    void refusalsAreSentences()
    {
        QFETCH(QString, status);
        QFETCH(QString, person);
        QFETCH(QString, verb);
        QFETCH(bool, may);
        CardScene scene(fullCard(), status);
        scene.workspace.setPerson(samplePerson(person));
        QVERIFY(scene.ready());
        const QString problem = scene.tab()->verbProblem(verb);
        QCOMPARE(problem.isEmpty(), may);
        QVERIFY(may || problem.endsWith(u'.'));
        scene.trigger(u"card."_s + verb);
        QCOMPARE(scene.workspace.sent().size(), may ? 1 : 0);
        if (may) {
            QCOMPARE(scene.workspace.sent().first().path, u"/v1/cards/%1/%2"_s.arg(scene.id, verb));
            QCOMPARE(scene.workspace.sent().first().ifMatch, 3);
        }
    }

    void historyComparesTwoLines()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.workspace.setRevisions(scene.id, fourRevisions(scene));
        scene.trigger(u"historyOfCard"_s);
        DataTable *table = scene.tab()->history()->table();
        QTRY_COMPARE(table->model()->rowCount(), 3);
        QCOMPARE(table->model()->index(0, 1).data().toString(), u"edited"_s);
        QCOMPARE(table->model()->index(2, 1).data().toString(), u"imported"_s);
        table->selectRow(2);
        QTest::mouseClick(scene.button(scene.tab()->history(), u"Compare with the newest"_s), Qt::LeftButton);
        QCOMPARE(scene.tab()->view(), CardTab::View::Compare);
        QTRY_VERIFY(scene.tab()->changes()->view()->changeCount() > 3);
        QVERIFY(scene.tab()->changes()->against()->currentText().contains(u"Revision 1"_s));
    }
    void withoutAServerTheHistoryIsWhatIsHere()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.trigger(u"historyOfCard"_s);
        QTRY_COMPARE(scene.tab()->history()->table()->model()->rowCount(), 1);
        QTRY_VERIFY([&] {
            const auto labels = scene.tab()->history()->findChildren<TextLabel *>();
            return std::any_of(labels.begin(), labels.end(), [](const TextLabel *label) { return label->text().contains(u"There is no connection"_s); });
        }());
    }

    void changesAreAgainstProductionAndFollowKeys()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.trigger(u"compareCard"_s);
        CardDiffPage *page = scene.tab()->changes();
        QCOMPARE(page->against()->currentText(), u"Version 6, in production"_s);
        QTRY_VERIFY(page->view()->changeCount() > 3);
        const int count = page->view()->changeCount();
        QVERIFY(page->view()->toPlainText().contains(u"− "_s));
        QVERIFY(page->view()->toPlainText().contains(u"+ "_s));
        page->view()->setFocus();
        QTest::keyClick(page->view(), Qt::Key_N);
        QTest::keyClick(page->view(), Qt::Key_N);
        QCOMPARE(page->view()->currentChange(), 1);
        QTest::keyClick(page->view(), Qt::Key_P);
        QCOMPARE(page->view()->currentChange(), 0);
        QTest::keyClick(page->view(), Qt::Key_P);
        QCOMPARE(page->view()->currentChange(), 0);
        page->view()->setOnlyChanges(false);
        QCOMPARE(page->view()->changeCount(), count);
        QTest::mouseClick(scene.button(page, u"Copy as Markdown"_s), Qt::LeftButton);
        QVERIFY(QApplication::clipboard()->text().startsWith(u"# Model card: Version 6, in production → Version 7"_s));
    }

    void exportsSayWhatTheyLose_data()
    {
        QTest::addColumn<QString>("format");
        for (const char *format : {"huggingface", "sagemaker", "cyclonedx", "cyclonedx-1.6", "spdx", "mct", "html", "pdf", "json"})
            QTest::newRow(format) << QString::fromLatin1(format);
    }
    void exportsSayWhatTheyLose()
    {
        QFETCH(QString, format);
        CardScene scene;
        QVERIFY(scene.ready());
        CardExportDialog *dialog = scene.tab()->openExport();
        QVERIFY(dialog);
        dialog->choose(format);
        QTRY_VERIFY(dialog->made());
        const auto *table = dialog->findChild<DataTable *>();
        QCOMPARE(table->model()->rowCount(), int(dialog->made()->lost.size()));
        const QString path = scene.folder.filePath(u"out"_s);
        QVERIFY(dialog->saveTo(path).ok());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), dialog->made()->bytes);
        QVERIFY(!dialog->saveTo(scene.folder.filePath(u"no/such/folder"_s)).ok());
        dialog->close();
    }

    void everythingHasAName()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        for (const CardTab::View view : {CardTab::View::Read, CardTab::View::Source, CardTab::View::Compare, CardTab::View::History}) {
            scene.tab()->setView(view);
            QTest::qWait(10);
            QCOMPARE(unnamedWidgets(scene.tab()).join(u", "_s), QString());
        }
        scene.trigger(u"editCard"_s);
        for (const QString &section : {u"intendedUses"_s, u"evaluationResults"_s, u"trainingProcedure"_s}) {
            scene.tab()->editor()->goTo(section);
            QCOMPARE(unnamedWidgets(scene.tab()).join(u", "_s), QString());
        }
        scene.tab()->editor()->fill();
        QCOMPARE(unnamedWidgets(scene.tab()).join(u", "_s), QString());
    }

    void withoutACardOneIsWritten()
    {
        CardScene scene;
        QVERIFY(scene.ready());
        scene.workspace.put({recordOf(u"version"_s, u"claims-triage/8"_s, sampleVersion(u"claims-triage"_s, u"8"_s, scene.workspace.time().now(), Version::Draft))});
        scene.place->activate(links::to(u"registry"_s, u"claims-triage/8"_s));
        QTRY_VERIFY(scene.tab()->shown() && scene.tab()->shown()->key == u"claims-triage/8"_s);
        QTest::mouseClick(scene.button(scene.tab(), u"Write the card"_s), Qt::LeftButton);
        CardEditor *editor = scene.tab()->editor();
        QVERIFY(editor);
        editor->save();
        QTest::qWait(20);
        QVERIFY2(scene.workspace.sent().isEmpty(), "an empty card is none");
        editor->form()->text()->setPlainText(u"Sorting claims."_s);
        editor->save();
        QTRY_COMPARE(scene.workspace.sent().size(), 1);
        QCOMPARE(scene.workspace.sent().first().path, u"/v1/cards"_s);
    }
};

QTEST_MAIN(TestCard)
#include "tst_card.moc"
