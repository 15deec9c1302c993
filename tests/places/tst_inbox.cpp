// SPDX-License-Identifier: GPL-3.0-or-later
#include "places/loggedworkspace.h"
#include "places/reviewstory.h"
#include "replica/outbox.h"
#include "ui/inbox/inboxplace.h"
#include "ui/inbox/inboxpreview.h"
#include "ui/inbox/outboxdialog.h"
#include "ui/inbox/outboxtrouble.h"
#include "ui/inbox/waitingmodel.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/itemroles.h"
#include "widgets/support.h"

#include <QCheckBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

/// A place over a workspace, as the shell would hold it.
struct Desk
{
    explicit Desk(const ReviewStory &story, const QString &person)
    {
        workspace.fill(story.records);
        workspace.setPerson(story.people.value(person));
        open();
    }
    void open()
    {
        place.reset();
        registry = std::make_unique<ActionRegistry>();
        place = std::make_unique<InboxPlace>(&workspace, registry.get(), &settings);
        place->resize(1100, 700);
        place->show();
        (void)QTest::qWaitForWindowExposed(place.get());
        table = place->findChild<DataTable *>();
        preview = place->findChild<InboxPreview *>();
    }
    [[nodiscard]] QStringList rows() const
    {
        QStringList out;
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const auto chip = table->model()->index(row, 0).data(ChipRole).value<ChipSpec>();
            out.append(chip.text + u": "_s + table->model()->index(row, 1).data().toString());
        }
        return out;
    }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (QPushButton *each : preview->findChildren<QPushButton *>()) {
            if (each->isVisible() && each->text() == text)
                return each;
        }
        return nullptr;
    }
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"s.ini"_s), QSettings::IniFormat};
    LoggedWorkspace workspace;
    std::unique_ptr<ActionRegistry> registry;
    std::unique_ptr<InboxPlace> place;
    DataTable *table = nullptr;
    InboxPreview *preview = nullptr;
};

Result<QList<WaitingItem>> inboxOf(LoggedWorkspace &workspace, const Actor &actor, const QDateTime &now)
{
    std::optional<Result<QList<WaitingItem>>> out;
    workspace.replica()->read(
        &workspace, [&](ReadSession &session) { return loadInbox(session, {actor, now}); },
        [&](Result<QList<WaitingItem>> items) { out = std::move(items); });
    if (!QTest::qWaitFor([&] { return out.has_value(); }, 30'000))
        return {Error::Code::Timeout, u"no answer"_s};
    return *out;
}

} // namespace

class TestInbox : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void everybodySeesTheirOwn_data()
    {
        QTest::addColumn<QString>("person");
        QTest::addColumn<QStringList>("rows");
        QTest::newRow("risk") << u"ana.ferreira"_s
                              << QStringList{u"Sign off: claims-triage 7 → production"_s, u"Waiver proposed: fraud-screen 12 → production"_s,
                                             u"Review card: Model card of fraud-screen 12"_s};
        QTest::newRow("validator, who has signed one") << u"mara.lindt"_s
                                                       << QStringList{u"Sign off: fraud-screen 12 → production"_s,
                                                                      u"Review card: Model card of fraud-screen 12"_s};
        QTest::newRow("escalation") << u"sofia.rossi"_s
                                    << QStringList{u"Escalated: fraud-screen 12 → production"_s, u"Sign off: claims-triage 7 → production"_s,
                                                   u"Waiver proposed: fraud-screen 12 → production"_s, u"Review card: Model card of fraud-screen 12"_s};
        QTest::newRow("owner") << u"jonas.weber"_s
                               << QStringList{u"Waiver ends: claims-triage 5 → production"_s, u"Approval ends: claims-triage 5 → production"_s,
                                              u"Changes: policy-chat 4 → production"_s, u"Rejected: policy-chat 3 → production"_s,
                                              u"Approval ends: fraud-screen 11 → staging"_s};
        QTest::newRow("administrator") << u"emeka.obi"_s << QStringList{u"Confirm key: Signing key of Kenji Sato"_s};
        QTest::newRow("own key") << u"kenji.sato"_s
                                 << QStringList{u"Sign off: fraud-screen 12 → production"_s, u"Review card: Model card of fraud-screen 12"_s,
                                                u"Key unconfirmed: Your signing key"_s};
        // They asked for the waiver, wrote the card and requested the release: none of it is theirs to decide.
        QTest::newRow("requester decides nothing of theirs") << u"yuki.tanaka"_s << QStringList{u"Approval ends: fraud-screen 11 → staging"_s};
        QTest::newRow("nobody in particular") << u"hannah.clarke"_s << QStringList{};
        QTest::newRow("unknown person") << u"someone.else"_s << QStringList{};
    }
    void everybodySeesTheirOwn()
    {
        QFETCH(QString, person);
        QFETCH(QStringList, rows);
        Desk desk(m_story, person);
        QTRY_COMPARE(desk.rows(), rows);
    }

    void anotherPersonAnotherInbox()
    {
        Desk desk(m_story, u"hannah.clarke"_s);
        QTRY_COMPARE(desk.rows().size(), 0);
        desk.workspace.setPerson(m_story.people.value(u"emeka.obi"_s));
        QTRY_COMPARE(desk.rows().size(), 1);
    }

    void timeMakesThingsUrgent()
    {
        Desk desk(m_story, u"ana.ferreira"_s);
        QTRY_COMPARE(desk.rows().size(), 3);
        QSignalSpy badge(desk.place.get(), &Place::badgeChanged);
        const auto due = [&] { return desk.table->model()->index(0, 3); };
        QCOMPARE(due().data().toString(), u"in 18 h"_s);
        QCOMPARE(due().data(ToneRole).toInt(), int(Tone::Caution));
        desk.workspace.time().advance(21 * 3600);
        desk.workspace.setPerson(m_story.people.value(u"ana.ferreira"_s));
        QTRY_VERIFY(!badge.isEmpty());
        QCOMPARE(due().data().toString(), u"2 h overdue"_s);
        QCOMPARE(due().data(ToneRole).toInt(), int(Tone::Negative));
        QCOMPARE(badge.last().at(0).toInt(), 3);
        QCOMPARE(badge.last().at(1).toBool(), true);
    }

    void keysMoveAndEnterGoesThere()
    {
        Desk desk(m_story, u"ana.ferreira"_s);
        QTRY_COMPARE(desk.rows().size(), 3);
        QSignalSpy links(desk.place.get(), &Place::openLink);
        desk.place->primaryFocus()->setFocus();
        QTest::keyClick(desk.table, Qt::Key_J);
        QCOMPARE(desk.table->currentIndex().row(), 1);
        QTest::keyClick(desk.table, Qt::Key_K);
        QCOMPARE(desk.table->currentIndex().row(), 0);
        QTest::keyClick(desk.table, Qt::Key_Return);
        QCOMPARE(links.size(), 1);
        QCOMPARE(links.first().first().toUrl(), countersign::links::to(u"releases"_s, m_story.open));
        QTest::mouseClick(desk.button(u"Open review"_s), Qt::LeftButton);
        QCOMPARE(links.size(), 2);
    }

    void selectionSurvivesTheProgram()
    {
        Desk desk(m_story, u"ana.ferreira"_s);
        QTRY_COMPARE(desk.rows().size(), 3);
        QTest::keyClick(desk.table, Qt::Key_J);
        const QString chosen = desk.table->currentId();
        desk.open();
        QTRY_COMPARE(desk.rows().size(), 3);
        QCOMPARE(desk.table->currentId(), chosen);
    }

    void keyIsConfirmedOnlyAfterComparing()
    {
        Desk desk(m_story, u"emeka.obi"_s);
        QTRY_COMPARE(desk.rows().size(), 1);
        QPushButton *confirm = desk.button(u"Confirm key"_s);
        QVERIFY(confirm);
        QVERIFY(!confirm->isEnabled());
        QTest::keyClick(desk.place.get(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(desk.workspace.sent().size(), 0);
        auto *agree = desk.preview->findChild<QCheckBox *>();
        QVERIFY(agree->isVisible());
        QTest::mouseClick(agree, Qt::LeftButton, {}, QPoint(8, agree->height() / 2));
        QVERIFY(confirm->isEnabled());
        QTest::mouseClick(confirm, Qt::LeftButton);
        QCOMPARE(desk.workspace.sent().size(), 1);
        QCOMPARE(desk.workspace.sent().first().path, u"/v1/signers/%1/confirm"_s.arg(m_story.pendingKey));
        QCOMPARE(desk.workspace.sent().first().ifMatch, 1);
    }

    void theWholeNumberIsShown()
    {
        Desk desk(m_story, u"emeka.obi"_s);
        QTRY_COMPARE(desk.rows().size(), 1);
        QString shown;
        for (const QLabel *label : desk.preview->findChildren<QLabel *>())
            shown += label->isVisible() ? label->text() + u'\n' : QString();
        QVERIFY(shown.simplified().remove(u' ').contains(m_story.pendingKey));
    }

    void grantGoesOutAndWaits()
    {
        Desk desk(m_story, u"ana.ferreira"_s);
        QTRY_COMPARE(desk.rows().size(), 3);
        desk.workspace.setSilent(true);
        desk.table->selectRow(1);
        QTest::keyClick(desk.place.get(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(desk.workspace.sent().size(), 1);
        QCOMPARE(desk.workspace.sent().first().path, u"/v1/waivers/%1/grant"_s.arg(ulid(401)));
        QVERIFY(!desk.button(u"Grant waiver"_s)->isEnabled());
        QVERIFY(desk.table->model()->index(1, 2).data().toString().contains(u"waiting"_s));
        // Twice does nothing twice.
        QTest::keyClick(desk.place.get(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(desk.workspace.sent().size(), 1);
    }

    void refusalComesBackWithItsSentence()
    {
        Desk desk(m_story, u"ana.ferreira"_s);
        QTRY_COMPARE(desk.rows().size(), 3);
        QSignalSpy said(desk.place.get(), &Place::undoOffered);
        desk.workspace.setNextAnswer(Error{Error::Code::Refused, u"Its end lies in the past."_s});
        desk.table->selectRow(1);
        QTest::mouseClick(desk.button(u"Grant waiver"_s), Qt::LeftButton);
        QTRY_COMPARE(said.size(), 1);
        QCOMPARE(said.first().first().toString(), u"Its end lies in the past."_s);
        QVERIFY(desk.button(u"Grant waiver"_s)->isEnabled());
    }

    void emptyIsOneSentence()
    {
        Desk desk(m_story, u"hannah.clarke"_s);
        QTRY_VERIFY(desk.table->findChildren<QLabel *>().size() > 0);
        const auto sentence = [&] {
            for (const QLabel *label : desk.table->findChildren<QLabel *>()) {
                if (label->isVisible() && !label->text().isEmpty())
                    return label->text();
            }
            return QString();
        };
        QTRY_COMPARE(sentence(), u"Nothing waits for you."_s);
    }

    void wordsOfOthersStayWords()
    {
        ReviewStory story = reviewStory();
        Record waiver = story.records.record(u"waiver"_s, ulid(401));
        waiver.body.insert(u"reason"_s, u"<b>sign</b> <img src='file:///etc/passwd'> \u202Eevil"_s);
        story.records.add(u"waiver"_s, ulid(401), waiver.body, u"yuki.tanaka"_s, storyNow(), u"update"_s);
        Desk desk(story, u"ana.ferreira"_s);
        QTRY_COMPARE(desk.rows().size(), 3);
        desk.table->selectRow(desk.rows().indexOf(u"Waiver proposed: fraud-screen 12 → production"_s));
        bool found = false;
        for (const QLabel *label : desk.preview->findChildren<QLabel *>()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
            QVERIFY(!label->text().contains(QChar(0x202E)));
            found = found || label->text().contains(u"<b>sign</b>"_s);
        }
        QVERIFY(found);
    }

    void recordsThatDoNotDecodeAreLeftOut()
    {
        ReviewStory story = reviewStory();
        story.records.add(u"request"_s, ulid(900), QJsonObject{{u"state"_s, u"inReview"_s}, {u"version"_s, u"gone/1"_s}, {u"policy"_s, u"high-risk"_s}},
                          u"jonas.weber"_s, storyNow(), u"create"_s);
        Request orphan = LoggedRecords::request(130, u"gone/1"_s, u"production"_s, u"high-risk"_s, u"jonas.weber"_s, storyNow());
        story.records.put(ulid(901), orphan, orphan.requestedBy, storyNow());
        orphan.policy = u"no-such-policy"_s;
        story.records.put(ulid(902), orphan, orphan.requestedBy, storyNow());
        story.records.add(u"waiver"_s, ulid(903), QJsonObject{{u"state"_s, u"proposed"_s}}, u"jonas.weber"_s, storyNow(), u"create"_s);
        Desk desk(story, u"mara.lindt"_s);
        QTRY_COMPARE(desk.rows().size(), 2);
    }

    void everyWidgetHasAName()
    {
        Desk desk(m_story, u"emeka.obi"_s);
        QTRY_COMPARE(desk.rows().size(), 1);
        QCOMPARE(unnamedWidgets(desk.place.get()), QStringList());
    }

    void cancelledWhenAskedToStop()
    {
        LoggedWorkspace workspace;
        workspace.fill(m_story.records);
        const auto items = inboxOf(workspace, {u"ana.ferreira"_s, {u"risk"_s}}, storyNow());
        QVERIFY(items.ok());
        QCOMPARE(items->size(), 3);
        // A role alone is not enough: nobody of this name is known.
        const auto stranger = inboxOf(workspace, {u"mallory"_s, {u"risk"_s, u"validator"_s}}, storyNow());
        QVERIFY(stranger.ok());
        for (const WaitingItem &item : *stranger)
            QVERIFY(item.kind != WaitingItem::Kind::SignOff);
    }

    /// What is decided must not make what is open slower.
    void aLargeRegistry()
    {
        ReviewStory story = reviewStory();
        const Policy policy = storyPolicy();
        for (int i = 0; i < 2000; ++i) {
            const QString model = u"model-%1"_s.arg(i);
            story.records.model(model, model, u"yuki.tanaka"_s, Criticality::Low);
            story.records.version(model, u"1"_s, u"farid.haddad"_s, storyNow().addDays(-50));
            Request request = LoggedRecords::request(1000 + i, model + u"/1"_s, u"production"_s, policy.name, u"yuki.tanaka"_s, storyNow().addDays(-20));
            if (i % 10 != 0) {
                request.state = Request::Approved;
                request.decidedAt = storyNow().addDays(-18);
                request.validUntil = storyNow().addDays(72);
            }
            story.records.put(ulid(10'000 + i), request, request.requestedBy, request.requestedAt);
        }
        LoggedWorkspace workspace;
        workspace.fill(story.records);
        qsizetype found = 0;
        QBENCHMARK {
            const auto items = inboxOf(workspace, {u"mara.lindt"_s, {u"validator"_s}}, storyNow());
            found = items.ok() ? items->size() : -1;
        }
        QCOMPARE(found, 202);
    }

    void order()
    {
        const auto item = [](const QString &key, int due, int since, bool information, WaitingItem::Kind kind = WaitingItem::Kind::SignOff) {
            WaitingItem out;
            out.key = key;
            out.kind = kind;
            out.due = due == 0 ? QDateTime() : storyNow().addDays(due);
            out.since = storyNow().addDays(since);
            out.information = information;
            return out;
        };
        QList<WaitingItem> items{item(u"told late"_s, 0, -1, true), item(u"due in 5"_s, 5, -9, false), item(u"waits 4"_s, 0, -4, false),
                                 item(u"told early"_s, 0, -6, true), item(u"overdue"_s, -2, -3, false), item(u"waits 1"_s, 0, -1, false),
                                 item(u"outbox"_s, 0, 0, false, WaitingItem::Kind::OutboxTrouble)};
        sortWaiting(items);
        QStringList keys;
        for (const WaitingItem &each : items)
            keys.append(each.key);
        QCOMPARE(keys, QStringList({u"outbox"_s, u"overdue"_s, u"waits 4"_s, u"waits 1"_s, u"due in 5"_s, u"told late"_s, u"told early"_s}));
    }

    void conflicts_data()
    {
        QTest::addColumn<QJsonObject>("base");
        QTest::addColumn<QJsonObject>("mine");
        QTest::addColumn<QJsonObject>("theirs");
        QTest::addColumn<QStringList>("rows");
        const QJsonObject base{{u"owner"_s, u"ana"_s}, {u"title"_s, u"Old"_s}};
        QTest::newRow("both the same member") << base << QJsonObject{{u"title"_s, u"Mine"_s}}
                                              << QJsonObject{{u"owner"_s, u"ana"_s}, {u"title"_s, u"Theirs"_s}} << QStringList{u"title|Old|Mine|Theirs|!"_s};
        QTest::newRow("different members") << base << QJsonObject{{u"title"_s, u"Mine"_s}}
                                           << QJsonObject{{u"owner"_s, u"ben"_s}, {u"title"_s, u"Old"_s}}
                                           << QStringList{u"owner|ana|ana|ben|"_s, u"title|Old|Mine|Old|"_s};
        QTest::newRow("the same change") << base << QJsonObject{{u"title"_s, u"New"_s}} << QJsonObject{{u"owner"_s, u"ana"_s}, {u"title"_s, u"New"_s}}
                                         << QStringList{u"title|Old|New|New|"_s};
        QTest::newRow("taken away") << base << QJsonObject{{u"owner"_s, QJsonValue::Null}} << QJsonObject{{u"title"_s, u"Old"_s}, {u"owner"_s, u"zoe"_s}}
                                    << QStringList{u"owner|ana||zoe|!"_s};
        QTest::newRow("nothing known before") << QJsonObject() << QJsonObject{{u"n"_s, 1}} << QJsonObject() << QStringList{u"n||1||"_s};
        QTest::newRow("nothing at all") << QJsonObject() << QJsonObject() << QJsonObject() << QStringList{};
    }
    void conflicts()
    {
        QFETCH(QJsonObject, base);
        QFETCH(QJsonObject, mine);
        QFETCH(QJsonObject, theirs);
        QFETCH(QStringList, rows);
        QStringList found;
        for (const ConflictRow &row : conflictRows(base, mine, theirs))
            found.append(QStringList{row.member, row.base, row.mine, row.theirs, row.contradicts ? u"!"_s : QString()}.join(u'|'));
        QCOMPARE(found, rows);
    }

    void troubleInTheOutbox()
    {
        OutboxItem refused;
        refused.number = 7;
        refused.state = OutboxItem::Refused;
        refused.command.person = u"ana"_s;
        refused.command.title = u"Register triage 8"_s;
        refused.problem = u"There is a version 8 already."_s;
        OutboxItem fine = refused;
        fine.state = OutboxItem::Queued;
        OutboxItem review = refused;
        review.number = 9;
        review.state = OutboxItem::NeedsReview;
        review.command.requestId = m_story.open;
        const QList<WaitingItem> items = outboxTrouble({fine, refused, review}, u"ana"_s);
        QCOMPARE(items.size(), 2);
        QCOMPARE(items[0].outbox, 7);
        QVERIFY(items[0].target.isEmpty());
        QCOMPARE(items[1].target, links::to(u"releases"_s, m_story.open));

        // Another person sees that it waits, and for whom; there is nothing to press.
        const QList<WaitingItem> others = outboxTrouble({fine, refused, review}, u"ben"_s, {u"ana"_s});
        QCOMPARE(others.size(), 3);
        for (const WaitingItem &item : others) {
            QCOMPARE(item.outbox, 0);
            QVERIFY(item.information && item.target.isEmpty());
            QVERIFY(item.next.contains(u"ana"_s));
        }
        refused.command.person.clear();
        QCOMPARE(outboxTrouble({refused}, u"ben"_s).first().outbox, 7);
    }

    void changingWhatIsSent()
    {
        OutboxItem item;
        item.state = OutboxItem::Conflict;
        item.command.title = u"Edit claims-triage"_s;
        item.command.body = {{u"title"_s, u"Mine"_s}};
        item.command.base = {{u"title"_s, u"Old"_s}};
        item.theirs = {{u"title"_s, u"Theirs"_s}};
        item.theirRevision = 5;
        OutboxDialog dialog(item);
        dialog.show();
        auto *text = dialog.findChild<QPlainTextEdit *>();
        QPushButton *send = nullptr;
        for (QPushButton *button : dialog.findChildren<QPushButton *>())
            send = button->text() == u"Send mine over theirs"_s ? button : send;
        QVERIFY(send);
        for (const QString &bad : {u"{"_s, u"[1]"_s, u"{\"a\":1,\"a\":2}"_s, QString()}) {
            text->setPlainText(bad);
            QTest::mouseClick(send, Qt::LeftButton);
            QVERIFY2(dialog.isVisible(), qPrintable(bad));
        }
        text->setPlainText(u"{\"title\":\"Both\"}"_s);
        QTest::mouseClick(send, Qt::LeftButton);
        QVERIFY(!dialog.isVisible());
        QCOMPARE(dialog.command().body.value(u"title"_s).toString(), u"Both"_s);
        QCOMPARE(dialog.command().ifMatch, QByteArray("5"));
        QCOMPARE(dialog.command().base, item.theirs);
    }

    void withoutTheOutboxItsTroubleIsStillSeen()
    {
        Desk desk(m_story, u"hannah.clarke"_s);
        Freshness freshness = desk.workspace.freshness();
        freshness.outboxTrouble = 2;
        auto *banner = desk.place->findChild<Banner *>();
        QVERIFY(!banner->isVisible());
        desk.workspace.setFreshness(freshness);
        QVERIFY(banner->isVisible());
    }

private:
    const ReviewStory m_story = reviewStory();
};

QTEST_MAIN(TestInbox)
#include "tst_inbox.moc"
