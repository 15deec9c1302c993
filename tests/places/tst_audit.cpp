// SPDX-License-Identifier: GPL-3.0-or-later
#include "places/loggedworkspace.h"
#include "places/reviewstory.h"
#include "ui/audit/auditplace.h"
#include "ui/audit/bundledialog.h"
#include "ui/audit/leafdetail.h"
#include "ui/audit/leafpanel.h"
#include "ui/audit/logpage.h"
#include "ui/audit/verifypanel.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/itemroles.h"
#include "widgets/support.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

struct Desk
{
    explicit Desk(const ReviewStory &story)
    {
        workspace.setPerson(story.people.value(u"hannah.clarke"_s));
        workspace.fill(story.records);
        open();
    }
    void open()
    {
        place.reset();
        registry = std::make_unique<ActionRegistry>();
        place = std::make_unique<AuditPlace>(&workspace, registry.get(), &settings);
        place->resize(1100, 720);
        place->show();
        (void)QTest::qWaitForWindowExposed(place.get());
        log = place->findChild<LogPage *>();
    }
    [[nodiscard]] QString cell(int row, LogModel::Column column) const { return log->model()->index(row, int(column)).data().toString(); }
    [[nodiscard]] QString shownLeaf() const
    {
        auto *panel = log->findChild<LeafPanel *>();
        for (const QLabel *label : panel->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().startsWith(u"Leaf "_s))
                return label->text();
        }
        return {};
    }
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"s.ini"_s), QSettings::IniFormat};
    LoggedWorkspace workspace;
    std::unique_ptr<ActionRegistry> registry;
    std::unique_ptr<AuditPlace> place;
    LogPage *log = nullptr;
};

/// A story with so many entries that nobody fetches them all.
ReviewStory longStory()
{
    ReviewStory story = reviewStory();
    for (int i = 0; i < 1000; ++i)
        story.records.version(u"policy-chat"_s, u"nightly-%1"_s.arg(i), u"farid.haddad"_s, storyNow().addDays(-60).addSecs(i * 60));
    return story;
}

} // namespace

class TestAudit : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void newestFirst()
    {
        Desk desk(m_story);
        const qint64 size = m_story.records.size();
        QCOMPARE(desk.log->model()->rowCount(), int(size));
        QTRY_VERIFY(!desk.cell(0, LogModel::Column::What).isEmpty());
        QCOMPARE(desk.cell(0, LogModel::Column::Leaf), QString::number(size - 1));
        QCOMPARE(desk.cell(0, LogModel::Column::Who), u"Kenji Sato"_s);
        QCOMPARE(desk.cell(0, LogModel::Column::Action), u"enrolled"_s);
        const int signoff = int(size - 1 - m_story.records.record(u"signoff"_s, m_story.approval).leaf);
        QCOMPARE(desk.cell(signoff, LogModel::Column::What), u"Approved: R-118 claims-triage 7 → production"_s);
        QCOMPARE(desk.cell(signoff, LogModel::Column::Action), u"signed"_s);
    }

    void onlyWhatIsLookedAtIsFetched()
    {
        const ReviewStory story = longStory();
        Desk desk(story);
        QTRY_VERIFY(!desk.cell(0, LogModel::Column::What).isEmpty());
        QVERIFY2(desk.workspace.entryCalls.size() <= 2, qPrintable(QString::number(desk.workspace.entryCalls.size())));
        QVERIFY(desk.log->model()->loadedCount() <= 2 * LogModel::pageSize);
        // The end of the list is another page, and it comes when it is looked at.
        QVERIFY(desk.log->goTo(3));
        QTRY_COMPARE(desk.shownLeaf(), u"Leaf 3"_s);
        QVERIFY(desk.log->model()->loadedCount() < story.records.size());
    }

    void goToLeafByKeyboard()
    {
        const ReviewStory story = longStory();
        Desk desk(story);
        QTest::keyClick(desk.place.get(), Qt::Key_G);
        auto *field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(field);
        QTest::keyClicks(field, u"1,007"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(desk.shownLeaf(), u"Leaf 1,007"_s);
        QCOMPARE(desk.log->table()->currentId(), u"1007"_s);
        QVERIFY(desk.log->table()->hasFocus());
    }

    void goToNowhere_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("one too many") << QString::number(m_story.records.size());
        QTest::newRow("far beyond") << u"99999999999999999999999"_s;
        QTest::newRow("no number") << u"signoff"_s;
        QTest::newRow("nothing") << QString();
    }
    void goToNowhere()
    {
        QFETCH(QString, typed);
        Desk desk(m_story);
        QSignalSpy said(desk.place.get(), &Place::undoOffered);
        QTest::keyClick(desk.place.get(), Qt::Key_G);
        QTest::keyClicks(QApplication::focusWidget(), typed);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(said.size(), 1);
        QVERIFY(said.first().first().toString().contains(QString::number(m_story.records.size() - 1)));
    }

    void filterLooksThroughWhatIsHere()
    {
        const ReviewStory story = longStory();
        Desk desk(story);
        QTRY_VERIFY(!desk.cell(0, LogModel::Column::What).isEmpty());
        auto *filter = desk.log->findChild<FilterBar *>();
        filter->words()->setText(u"r-118 approved"_s);
        QTRY_COMPARE(desk.log->model()->rowCount(), 1);
        QCOMPARE(desk.cell(0, LogModel::Column::What), u"Approved: R-118 claims-triage 7 → production"_s);
        filter->setState({{}, {{u"kind"_s, {u"signer"_s}}}, {}});
        QTRY_COMPARE(desk.log->model()->rowCount(), 5);
        filter->setState({{}, {{u"who"_s, {u"emeka.obi"_s}}, {u"kind"_s, {u"signer"_s}}}, {}});
        QTRY_COMPARE(desk.log->model()->rowCount(), 2);
        filter->words()->setText(u"nothing like this"_s);
        QTRY_COMPARE(desk.log->model()->rowCount(), 0);
        // A leaf that the filter hides is still reached.
        QVERIFY(desk.log->goTo(0));
        QTRY_COMPARE(desk.shownLeaf(), u"Leaf 0"_s);
    }

    void logGrowsUnderTheSelection()
    {
        ReviewStory story = reviewStory();
        Desk desk(story);
        QVERIFY(desk.log->goTo(10));
        QTRY_COMPARE(desk.shownLeaf(), u"Leaf 10"_s);
        story.records.version(u"policy-chat"_s, u"5"_s, u"farid.haddad"_s, storyNow());
        desk.workspace.fill(story.records);
        QTRY_COMPARE(desk.log->model()->rowCount(), int(story.records.size()));
        QCOMPARE(desk.log->table()->currentId(), u"10"_s);
        QVERIFY(desk.log->goTo(story.records.size() - 1));
        QTRY_COMPARE(desk.cell(0, LogModel::Column::What), u"policy-chat 5"_s);
    }

    void aServerThatGivesLittleAtATime()
    {
        Desk desk(m_story);
        desk.workspace.entriesAtOnce = 7;
        desk.workspace.entryCalls.clear();
        desk.open();
        QTRY_COMPARE(desk.log->model()->loadedCount(), m_story.records.size());
        QCOMPARE(desk.workspace.entryCalls.size(), int((m_story.records.size() + 6) / 7));
    }

    void entriesThatCannotBeHad_data()
    {
        QTest::addColumn<bool>("error");
        QTest::newRow("offline") << true;
        QTest::newRow("none although there are some") << false;
    }
    void entriesThatCannotBeHad()
    {
        QFETCH(bool, error);
        Desk desk(m_story);
        QTRY_VERIFY(desk.log->model()->loadedCount() > 0);
        if (error)
            desk.workspace.entriesError = Error{Error::Code::Unreachable, u"The server cannot be reached."_s};
        else
            desk.workspace.entries.clear();
        desk.workspace.entryCalls.clear();
        desk.open();
        const auto said = [&] {
            QString out;
            for (const QLabel *label : desk.log->table()->findChildren<QLabel *>())
                out += label->isVisible() ? label->text() : QString();
            return out;
        };
        QTRY_VERIFY(said().contains(u"server"_s));
        QVERIFY(desk.workspace.entryCalls.size() < 5);
    }

    void mirroredEntriesNeedNoServer()
    {
        Desk desk(m_story);
        QByteArray lines;
        for (const QByteArray &entry : m_story.records.entries())
            lines += entry + '\n';
        const auto mirrored = decodeLogEntries(lines, 0);
        QVERIFY(mirrored.ok());
        bool done = false;
        desk.workspace.replica()->applyRecords(&desk.workspace, *mirrored, {}, [&](const Result<qint64> &written) { done = written.ok(); });
        QTRY_VERIFY(done);
        QTRY_VERIFY(desk.log->model()->loadedCount() > 0);
        desk.workspace.entryCalls.clear();
        desk.workspace.entriesError = Error{Error::Code::Unreachable, u"The server cannot be reached."_s};
        desk.open();
        QTRY_COMPARE(desk.log->model()->loadedCount(), m_story.records.size());
        QCOMPARE(desk.workspace.entryCalls.size(), 0);
    }

    void nonsenseInTheLogIsARow()
    {
        ReviewStory story = reviewStory();
        story.records.entries()[5] = "{\"v\":\"1\",\"kind\":\"request\"";
        story.records.entries()[6] = "{\"v\":\"9\"}";
        Desk desk(story);
        QVERIFY(desk.log->goTo(5));
        QTRY_COMPARE(desk.shownLeaf(), u"Leaf 5"_s);
        const LeafRow *row = desk.log->model()->at(desk.log->table()->currentIndex().row());
        QVERIFY(row && !row->problem.isEmpty());
    }

    void leafAgainstRecord_data()
    {
        QTest::addColumn<QString>("member");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QStringList>("failing");
        const QString record = u"The record is what the log commits to"_s;
        QTest::newRow("untouched") << QString() << QString() << QStringList{};
        QTest::newRow("comment") << u"comment"_s << u"I never looked."_s << QStringList{record};
        QTest::newRow("verdict") << u"verdict"_s << u"reject"_s << QStringList{record, u"Record and signed text say the same"_s};
        QTest::newRow("person") << u"person"_s << u"kenji.sato"_s
                                << QStringList{record, u"The key is the person's"_s, u"Record and signed text say the same"_s};
        QTest::newRow("sheet") << u"sheet"_s << u"Something else entirely."_s << QStringList{record, u"The sheet is what was signed"_s};
        QTest::newRow("envelope") << u"envelope"_s << u"{}"_s << QStringList{record, u"The envelope can be read"_s};
        QTest::newRow("key") << u"signer"_s << QString(64, u'0') << QStringList{record, u"The signature is that key's"_s};
    }
    void leafAgainstRecord()
    {
        QFETCH(QString, member);
        QFETCH(QString, value);
        QFETCH(QStringList, failing);
        ReviewStory story = reviewStory();
        Record record = story.records.record(u"signoff"_s, story.approval);
        if (!member.isEmpty())
            record.body.insert(member, value);
        story.records.forge(u"signoff"_s, story.approval, record.body);
        LoggedWorkspace workspace;
        workspace.fill(story.records);
        std::optional<Result<LeafDetail>> detail;
        workspace.replica()->read(
            &workspace,
            [&](ReadSession &session) -> Result<LeafDetail> {
                const auto rows = nameLeaves(session, record.leaf, {story.records.entries().at(record.leaf)});
                return rows.ok() ? loadLeaf(session, rows->first()) : Result<LeafDetail>(rows.error());
            },
            [&](Result<LeafDetail> loaded) { detail = std::move(loaded); });
        QTRY_VERIFY(detail.has_value());
        QVERIFY(detail->ok());
        QStringList found;
        for (const LeafDetail::Check &check : (*detail)->checks) {
            if (!check.holds)
                found.append(check.what);
        }
        QCOMPARE(found, failing);
        QCOMPARE((*detail)->sound(), failing.isEmpty());
        QVERIFY(!(*detail)->proves.isEmpty());
    }

    void editedAndGoneRecordsAreSaidToBe()
    {
        ReviewStory story = reviewStory();
        Desk desk(story);
        // The request of the changes has been changed by the verb after it was made.
        const qint64 leaf = story.records.record(u"request"_s, story.changes).leaf;
        qint64 first = -1;
        for (qint64 i = 0; i < leaf; ++i) {
            const auto facts = LeafFacts::fromEntry(story.records.entries().at(i));
            if (facts.ok() && facts->id == story.changes)
                first = i;
        }
        QVERIFY(first >= 0);
        QVERIFY(desk.log->goTo(first));
        QTRY_COMPARE(desk.shownLeaf(), u"Leaf %1"_s.arg(first));
        auto *panel = desk.log->findChild<LeafPanel *>();
        const auto chips = panel->findChildren<Chip *>();
        QVERIFY(std::any_of(chips.begin(), chips.end(), [](const Chip *chip) { return chip->isVisible() && chip->chip().text == u"Edited since"_s; }));
    }

    void recordIsOneClickAway()
    {
        Desk desk(m_story);
        QSignalSpy links(desk.place.get(), &Place::openLink);
        QVERIFY(desk.log->goTo(m_story.records.record(u"signoff"_s, m_story.approval).leaf));
        auto *panel = desk.log->findChild<LeafPanel *>();
        QPushButton *open = nullptr;
        for (QPushButton *button : panel->findChildren<QPushButton *>())
            open = button->text() == u"Open the record"_s ? button : open;
        QTRY_VERIFY(open && open->isVisible());
        QTest::mouseClick(open, Qt::LeftButton);
        QCOMPARE(links.size(), 1);
        QCOMPARE(links.first().first().toUrl(), countersign::links::to(u"releases"_s, m_story.open));
    }

    void verifying_data()
    {
        QTest::addColumn<int>("code"); // -1: it holds
        QTest::addColumn<bool>("failed");
        QTest::newRow("holds") << -1 << false;
        QTest::newRow("other tree") << int(Error::Code::Untrusted) << true;
        QTest::newRow("damaged") << int(Error::Code::Corrupt) << true;
        QTest::newRow("no connection") << int(Error::Code::Unreachable) << false;
        QTest::newRow("timeout") << int(Error::Code::Timeout) << false;
        QTest::newRow("nothing here yet") << int(Error::Code::NotFound) << false;
    }
    void verifying()
    {
        QFETCH(int, code);
        QFETCH(bool, failed);
        Desk desk(m_story);
        if (code >= 0)
            desk.workspace.verdict = Error{Error::Code(code), u"Not as it was."_s};
        auto *panel = desk.place->findChild<VerifyPanel *>();
        auto *banner = panel->findChild<Banner *>();
        QSignalSpy badge(desk.place.get(), &Place::badgeChanged);
        QTest::keyClick(desk.place.get(), Qt::Key_F9);
        QCOMPARE(desk.workspace.verifications, 1);
        QTest::keyClick(desk.place.get(), Qt::Key_F9); // it is under way
        QCOMPARE(desk.workspace.verifications, 1);
        QTRY_VERIFY(panel->findChild<QPushButton *>(QString())->isEnabled() || failed);
        QTRY_COMPARE(banner->isVisible(), failed);
        QCOMPARE(panel->hasFailed(), failed);
        if (!failed)
            return;
        QCOMPARE(badge.last().at(1).toBool(), true);
        // It must not be missed: a new start still says it, until the log has been verified again.
        desk.open();
        auto *again = desk.place->findChild<VerifyPanel *>();
        QVERIFY(again->hasFailed());
        QVERIFY(again->findChild<Banner *>()->isVisible());
        // Being offline takes nothing back.
        desk.workspace.verdict = Error{Error::Code::Unreachable, u"No connection."_s};
        again->verify();
        QTRY_COMPARE(desk.workspace.verifications, 2);
        QTRY_VERIFY(again->hasFailed());
        desk.workspace.verdict = u"All entries give the signed root."_s;
        again->verify();
        QTRY_VERIFY(desk.workspace.verifications == 3 && !again->hasFailed());
        QTRY_VERIFY(!again->findChild<Banner *>()->isVisible());
    }

    void longVerificationCanBeCancelled()
    {
        Desk desk(m_story);
        desk.workspace.verifySlowly = true;
        auto *panel = desk.place->findChild<VerifyPanel *>();
        auto *bar = panel->findChild<QProgressBar *>();
        const auto button = [panel](const QString &text) {
            for (QPushButton *one : panel->findChildren<QPushButton *>()) {
                if (one->text() == text)
                    return one;
            }
            return static_cast<QPushButton *>(nullptr);
        };
        const auto says = [panel](const QString &text) {
            for (const QLabel *label : panel->findChildren<QLabel *>()) {
                if (label->isVisible() && label->text().contains(text))
                    return true;
            }
            return false;
        };
        panel->verify();
        desk.workspace.running.progress({false, 500, 2000});
        QTRY_VERIFY(bar->isVisible() && button(u"Cancel"_s)->isVisible());
        QVERIFY(says(u"Fetched 500 of 2,000"_s));
        QCOMPARE(bar->value() * 4, bar->maximum());
        desk.workspace.running.progress({true, 1500, 2000});
        QVERIFY(says(u"Checked 1,500 of 2,000"_s));
        QTRY_VERIFY(says(u"left"_s)); // it takes longer
        QVERIFY(!desk.workspace.running.stop.stop_requested());
        QTest::mouseClick(button(u"Cancel"_s), Qt::LeftButton);
        QVERIFY(desk.workspace.running.stop.stop_requested());
        desk.workspace.answer(Error{Error::Code::Cancelled, u"The verification was cancelled."_s});
        QVERIFY(!panel->hasFailed() && !bar->isVisible() && !button(u"Cancel"_s)->isVisible());
        QVERIFY(button(u"Verify now"_s)->isVisible() && button(u"Verify now"_s)->isEnabled());
        QVERIFY(says(u"still stands"_s));
        // The next run has a stop of its own.
        panel->verify();
        QVERIFY(!desk.workspace.running.stop.stop_requested());
        desk.workspace.answer(u"All entries give the signed root."_s);
        QVERIFY(!bar->isVisible() && says(u"signed root"_s));
    }

    void rewrittenHistoryIsSaidHere()
    {
        Desk desk(m_story);
        Freshness freshness = desk.workspace.freshness();
        freshness.state = Freshness::State::HistoryRewritten;
        freshness.detail = u"Size 41 had another root."_s;
        desk.workspace.setFreshness(freshness);
        QVERIFY(desk.place->findChild<VerifyPanel *>()->findChild<Banner *>()->isVisible());
    }

    void listIsTakenAlongWhole()
    {
        Desk desk(m_story);
        QTRY_COMPARE(desk.log->model()->loadedCount(), m_story.records.size());
        const QByteArray csv = desk.log->toCsv();
        QCOMPARE(csv.count('\n'), m_story.records.size() + 1);
        const auto facts = LeafFacts::fromEntry(m_story.records.entries().last());
        QVERIFY(csv.contains(facts->bodyDigest.toLatin1()));
        QVERIFY(csv.contains("2026-11-21T04:00:00.000Z"));
        desk.log->findChild<FilterBar *>()->setState({{}, {{u"kind"_s, {u"signoff"_s}}}, {}});
        QCOMPARE(desk.log->toCsv().count('\n'), 3);
    }

    void bundleOfAChosenRelease()
    {
        Desk desk(m_story);
        BundleDialog dialog(&desk.workspace);
        dialog.show();
        auto *table = dialog.findChild<DataTable *>();
        QTRY_COMPARE(table->model()->rowCount(), 6);
        dialog.findChild<FilterBar *>()->words()->setText(u"nowhere"_s);
        QTRY_COMPARE(table->model()->rowCount(), 0);
        QTest::keyClick(&dialog, Qt::Key_Return);
        QVERIFY(dialog.isVisible());
        dialog.findChild<FilterBar *>()->words()->setText(u"claims 118"_s);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
            if (button->text() == u"Export…"_s)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
        QCOMPARE(dialog.request(), m_story.open);
        QCOMPARE(dialog.title(), u"R-118"_s);
    }

    void everyWidgetHasAName()
    {
        Desk desk(m_story);
        QTRY_VERIFY(!desk.shownLeaf().isEmpty());
        QCOMPARE(unnamedWidgets(desk.place.get()), QStringList());
    }

    void emptyLog()
    {
        LoggedWorkspace workspace;
        workspace.setFreshness({});
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        ActionRegistry registry;
        AuditPlace place(&workspace, &registry, &settings);
        place.show();
        QCOMPARE(workspace.entryCalls.size(), 0);
        QTest::keyClick(&place, Qt::Key_F9);
        QTest::qWait(0);
        place.activate(links::to(u"audit"_s, u"leaf/7"_s));
        place.activate(links::to(u"audit"_s, u"key/nobody"_s));
    }

private:
    const ReviewStory m_story = reviewStory();
};

QTEST_MAIN(TestAudit)
#include "tst_audit.moc"
