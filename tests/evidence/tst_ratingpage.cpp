// SPDX-License-Identifier: GPL-3.0-or-later
// Rating with the keys, and what the inbox says of it.
#include "evidence/planscene.h"
#include "ui/inbox/inboxitems.h"
#include "ui/plans/questionbox.h"
#include "ui/plans/ratingpage.h"
#include "ui/plans/reviewsetspage.h"
#include "widgets/support.h"

#include <QAction>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

struct Rater : PlanScene
{
    explicit Rater(const QString &person) : PlanScene(person)
    {
        open(u"rate/"_s + openReviewId());
        page = find<RatingPage>();
        if (!QTest::qWaitFor([this] { return !page->questions().isEmpty(); }, 10'000))
            qFatal("no questions");
    }
    static void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(QApplication::focusWidget(), key, modifiers); }
    RatingPage *page;
};

QList<WaitingItem> inboxOf(EvidenceWorkspace &workspace)
{
    QList<WaitingItem> out;
    bool done = false;
    workspace.replica()->read(
        &workspace, [asker = InboxAsker{workspace.actor(), workspace.clock()->now()}](ReadSession &session) { return loadInbox(session, asker); },
        [&](const Result<QList<WaitingItem>> &items) {
            out = items.value();
            done = true;
        });
    (void)QTest::qWaitFor([&] { return done; }, 10'000);
    return out;
}

} // namespace

class TestRatingPage : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void byKeysAlone()
    {
        Rater rater(u"kenji.sato"_s);
        QCOMPARE(rater.page->current(), 0);
        QTRY_COMPARE(QApplication::focusWidget(), rater.page->questions().first());
        Rater::key(Qt::Key_3);
        Rater::key(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), rater.page->questions().last());
        Rater::key(Qt::Key_5);
        Rater::key(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), rater.page->comment());
        QTest::keyClicks(QApplication::focusWidget(), u"2 of 3"_s);
        Rater::key(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(rater.page->current(), 1);
        QCOMPARE(rater.workspace.sent().size(), 1);
        const Command &sent = rater.workspace.sent().first();
        QCOMPARE(sent.path, u"/v1/ratings"_s);
        QCOMPARE(sent.body, (QJsonObject{{u"reviewSet"_s, openReviewId()}, {u"item"_s, u"i001"_s}, {u"comment"_s, u"2 of 3"_s},
                                         {u"answers"_s, QJsonObject{{u"correct"_s, u"right"_s}, {u"tone"_s, u"5"_s}}}}));
        QCOMPARE(rater.page->progressText(), u"2 of 5"_s);
        QCOMPARE(QApplication::focusWidget(), rater.page->questions().first());
        QVERIFY(rater.page->questions().first()->answer().isEmpty());
    }

    void nothingIsSavedUnanswered()
    {
        Rater rater(u"kenji.sato"_s);
        Rater::key(Qt::Key_9); // there are three choices
        QVERIFY(rater.page->questions().first()->answer().isEmpty());
        Rater::key(Qt::Key_1);
        Rater::key(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(rater.page->current(), 0);
        QVERIFY(rater.workspace.sent().isEmpty());
        QVERIFY(!rater.page->message().isEmpty());
        QCOMPARE(QApplication::focusWidget(), rater.page->questions().last());
    }

    void beginsWhereOneLeftOffAndGoesBack()
    {
        Rater rater(u"mara.lindt"_s);
        QCOMPARE(rater.page->current(), 2);
        Rater::key(Qt::Key_PageUp, Qt::AltModifier);
        QCOMPARE(rater.page->current(), 1);
        QCOMPARE(rater.page->questions().first()->answer(), u"right"_s);
        Rater::key(Qt::Key_Down);
        Rater::key(Qt::Key_Up);
        QCOMPARE(rater.page->questions().first()->answer(), u"partly"_s);
        Rater::key(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(rater.workspace.sent().size(), 1);
        QCOMPARE(rater.workspace.sent().first().method, QByteArray("PATCH"));
        QCOMPARE(rater.workspace.sent().first().path, u"/v1/ratings/%1/i002/mara.lindt"_s.arg(openReviewId()));
        QCOMPARE(rater.workspace.sent().first().ifMatch, 1);
        // Unchanged, nothing is sent.
        Rater::key(Qt::Key_PageUp, Qt::AltModifier);
        Rater::key(Qt::Key_PageUp, Qt::AltModifier);
        QCOMPARE(rater.page->current(), 0);
        Rater::key(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(rater.workspace.sent().size(), 1);
    }

    void hiddenCharactersAreMarkedAndTheModelIsNot()
    {
        Rater rater(u"mara.lindt"_s);
        QString text;
        const auto texts = rater.page->findChildren<QPlainTextEdit *>();
        for (const QPlainTextEdit *one : texts)
            text += one->toPlainText();
        QVERIFY(text.contains(u"⟨U+202E⟩"_s));
        QVERIFY(!text.contains(QChar(0x202e)));
        const auto labels = rater.page->findChildren<QLabel *>();
        for (const QLabel *label : labels)
            QVERIFY2(!label->text().contains(u"claims-triage"_s), qPrintable(label->text()));
        QCOMPARE(unnamedWidgets(rater.place.get()), QStringList());
    }

    void worksWithoutAConnection()
    {
        Rater rater(u"kenji.sato"_s);
        rater.workspace.setSilent(true);
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(rater.page->current(), i);
            Rater::key(Qt::Key_2);
            Rater::key(Qt::Key_Tab);
            Rater::key(Qt::Key_3);
            Rater::key(Qt::Key_Return, Qt::ControlModifier);
        }
        QCOMPARE(rater.workspace.sent().size(), 5);
        QVERIFY(rater.page->message().contains(u"everything"_s));
    }

    void whatIsRefusedIsSaid()
    {
        Rater rater(u"kenji.sato"_s);
        rater.workspace.setNextAnswer(Error{Error::Code::Refused, u"This review is closed."_s});
        Rater::key(Qt::Key_2);
        Rater::key(Qt::Key_Tab);
        Rater::key(Qt::Key_3);
        Rater::key(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(rater.page->message().contains(u"This review is closed."_s));
        Rater::key(Qt::Key_PageUp, Qt::AltModifier);
        QVERIFY(rater.page->message().contains(u"not taken"_s));
        // Saved again as it is: the person wants it so.
        Rater::key(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(rater.workspace.sent().size(), 2);
    }

    void othersDoNotRate()
    {
        PlanScene scene(u"amaka.okafor"_s);
        scene.open(u"rate/"_s + openReviewId());
        auto *page = scene.find<RatingPage>();
        QTRY_VERIFY([&] {
            const auto labels = page->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) { return label->text().contains(u"not among the raters"_s); });
        }());
        QVERIFY(page->questions().isEmpty());
        QTest::keyClick(scene.place.get(), Qt::Key_Escape);
        QVERIFY(scene.find<ReviewSetsPage>()->isVisible());
    }

    void waitsInTheInbox()
    {
        EvidenceWorkspace workspace;
        fillPlans(workspace);
        workspace.setPerson(samplePerson(u"mara.lindt"_s));
        const auto items = inboxOf(workspace);
        const auto rate = std::find_if(items.begin(), items.end(), [](const WaitingItem &item) { return item.kind == WaitingItem::Kind::Rate; });
        QVERIFY(rate != items.end());
        QCOMPARE(rate->title, u"Rate 3 item(s): Sorting of October"_s);
        QCOMPARE(rate->target.path(), u"/rate/"_s + openReviewId());
        QVERIFY(!rate->facts.contains(u"claims-triage"_s));
        const auto plan = std::find_if(items.begin(), items.end(), [](const WaitingItem &item) { return item.kind == WaitingItem::Kind::PlanSign; });
        QVERIFY(plan != items.end());
        QCOMPARE(plan->target.path(), u"/plan/"_s + draftPlanId());
        // Its author and those who judge nothing are not asked.
        workspace.setPerson(samplePerson(u"jonas.weber"_s));
        for (const WaitingItem &item : inboxOf(workspace))
            QVERIFY(item.kind != WaitingItem::Kind::PlanSign && item.kind != WaitingItem::Kind::Rate);
    }
};

QTEST_MAIN(TestRatingPage)
#include "tst_ratingpage.moc"
