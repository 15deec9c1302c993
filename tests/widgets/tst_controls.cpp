// SPDX-License-Identifier: GPL-3.0-or-later
#include "support.h"

#include "ui/widgets/actionregistry.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/commandpalette.h"
#include "ui/widgets/diffview.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/pillbutton.h"
#include "ui/widgets/segmentedbuttons.h"
#include "ui/widgets/toast.h"

#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QVBoxLayout>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

QList<FilterDefinition> filters()
{
    return {{u"status"_s, u"Status"_s, {{u"new"_s, u"new"_s}, {u"done"_s, u"done"_s}}},
            {u"category"_s, u"Category"_s, {{u"bias"_s, u"bias"_s}, {u"quality"_s, u"quality"_s}, {u"harm"_s, u"harm"_s}}, true},
            {u"group"_s, u"Group"_s, {{u"65"_s, u"65+"_s}}, false, true}};
}

PillButton *pill(QWidget *parent, const QString &start)
{
    const QList<PillButton *> pills = parent->findChildren<PillButton *>();
    for (PillButton *button : pills) {
        if (button->text().startsWith(start))
            return button;
    }
    return nullptr;
}

QAction *entry(QMenu *menu, const QString &text)
{
    const QList<QAction *> actions = menu->actions();
    for (QAction *action : actions) {
        if (action->text() == text)
            return action;
    }
    return nullptr;
}

} // namespace

class TestControls : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnAnyWarning(); }

    void filtersGiveAState()
    {
        FilterBar bar;
        bar.setFilters(filters());
        bar.show();
        QSignalSpy changed(&bar, &FilterBar::changed);
        QTest::keyClicks(bar.words(), u"abc"_s);
        QCOMPARE(bar.state().words, u"abc"_s);
        QCOMPARE(changed.count(), 3);
        entry(pill(&bar, u"Category"_s)->menu(), u"bias"_s)->trigger();
        entry(pill(&bar, u"Category"_s)->menu(), u"harm"_s)->trigger();
        QCOMPARE(bar.state().chosen.value(u"category"_s), (QStringList{u"bias"_s, u"harm"_s}));
        QCOMPARE(pill(&bar, u"Category"_s)->text(), u"Category: bias, harm"_s);
        entry(pill(&bar, u"Category"_s)->menu(), u"quality"_s)->trigger();
        QCOMPARE(pill(&bar, u"Category"_s)->text(), u"Category: 3 chosen"_s);
        QVERIFY(pill(&bar, u"Category"_s)->isActive());
        entry(pill(&bar, u"Category"_s)->menu(), u"Any"_s)->trigger();
        QVERIFY(!bar.state().chosen.contains(u"category"_s));
        entry(pill(&bar, u"Status"_s)->menu(), u"new"_s)->trigger();
        entry(pill(&bar, u"Status"_s)->menu(), u"done"_s)->trigger();
        QCOMPARE(bar.state().chosen.value(u"status"_s), QStringList{u"done"_s});
        QTest::keyClick(bar.words(), Qt::Key_Escape);
        QVERIFY(bar.state().words.isEmpty());
        QSignalSpy leave(&bar, &FilterBar::leaveRequested);
        QTest::keyClick(bar.words(), Qt::Key_Down);
        QCOMPARE(leave.count(), 1);
        QCOMPARE(test::unnamedWidgets(&bar), QStringList());
    }

    void optionalFiltersAppearWhenAsked()
    {
        FilterBar bar;
        bar.setFilters(filters());
        QVERIFY(!pill(&bar, u"Group"_s));
        bar.setState({{}, {{u"group"_s, {u"65"_s}}}, {}});
        QVERIFY(pill(&bar, u"Group: 65+"_s));
    }

    void storedStatesAreChecked()
    {
        FilterBar bar;
        bar.setFilters(filters());
        bar.setSorts({{u"a"_s, u"A"_s}, {u"b"_s, u"B"_s}});
        QSignalSpy changed(&bar, &FilterBar::changed);
        bar.setState({u"x"_s, {{u"status"_s, {u"done"_s, u"new"_s}}, {u"gone"_s, {u"y"_s}}, {u"category"_s, {u"unknown"_s}}}, u"zzz"_s});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(bar.state().chosen, (QMap<QString, QStringList>{{u"status"_s, {u"new"_s}}}));
        QVERIFY(bar.state().sort.isEmpty());
        bar.setState(bar.state());
        QCOMPARE(changed.count(), 1);
        bar.setSavedViews({{u"Mine"_s, FilterState{u"saved"_s, {}, u"b"_s}}});
        entry(pill(&bar, u"Views"_s)->menu(), u"Mine"_s)->trigger();
        QCOMPARE(bar.state().words, u"saved"_s);
        QCOMPARE(bar.state().sort, u"b"_s);
        QCOMPARE(bar.words()->text(), u"saved"_s);
        entry(pill(&bar, u"Views"_s)->menu(), u"Clear all filters"_s)->trigger();
        QCOMPARE(bar.state(), FilterState());
    }

    void countsAreExactOrAbout_data()
    {
        QTest::addColumn<qint64>("shown");
        QTest::addColumn<qint64>("total");
        QTest::addColumn<bool>("about");
        QTest::addColumn<QString>("text");
        QTest::newRow("of") << qint64(412) << qint64(1048212) << false << u"412 of 1,048,212"_s;
        QTest::newRow("about") << qint64(412) << qint64(1000000) << true << u"412 of about 1,000,000"_s;
        QTest::newRow("all") << qint64(412) << qint64(412) << false << u"412"_s;
        QTest::newRow("unknown") << qint64(0) << qint64(-1) << false << u"0"_s;
    }
    void countsAreExactOrAbout()
    {
        QFETCH(qint64, shown);
        QFETCH(qint64, total);
        QFETCH(bool, about);
        QFETCH(QString, text);
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        FilterBar bar;
        bar.setResultCount(shown, total, about);
        QCOMPARE(bar.words()->accessibleDescription(), text);
    }

    void segmentsAreChosenDeliberately()
    {
        SegmentedButtons verdicts(u"Verdict"_s);
        verdicts.addSegment(u"approve"_s, u"Approve"_s);
        verdicts.addSegment(u"changes"_s, u"Changes"_s);
        verdicts.addSegment(u"reject"_s, u"Reject"_s);
        verdicts.show();
        QVERIFY(QTest::qWaitForWindowExposed(&verdicts));
        QSignalSpy changed(&verdicts, &SegmentedButtons::currentChanged);
        auto *approve = verdicts.findChild<QAbstractButton *>(u"approve"_s);
        approve->setFocus();
        QTest::keyClick(approve, Qt::Key_Right);
        auto *changes = verdicts.findChild<QAbstractButton *>(u"changes"_s);
        QVERIFY(changes->hasFocus());
        QVERIFY(verdicts.current().isEmpty());
        QTest::keyClick(changes, Qt::Key_Space);
        QCOMPARE(verdicts.current(), u"changes"_s);
        QCOMPARE(changed.count(), 1);
        verdicts.setUnavailable(u"changes"_s, u"Closed."_s);
        QVERIFY(verdicts.current().isEmpty());
        QCOMPARE(changes->toolTip(), u"Closed."_s);
        QTest::mouseClick(changes, Qt::LeftButton);
        QVERIFY(verdicts.current().isEmpty());
        approve->setFocus();
        QTest::keyClick(approve, Qt::Key_Right);
        QVERIFY(verdicts.findChild<QAbstractButton *>(u"reject"_s)->hasFocus());
        verdicts.setUnavailable(u"nothing"_s, u"x"_s);
        verdicts.setCurrent(u"nothing"_s);
        QVERIFY(verdicts.current().isEmpty());
    }

    void undoIsOfferedOnce()
    {
        QWidget host;
        host.resize(500, 300);
        Toast toast(&host);
        host.show();
        QSignalSpy undone(&toast, &Toast::undoRequested);
        QSignalSpy dismissed(&toast, &Toast::dismissed);
        toast.showMessage(u"Merged 11."_s, u"Undo"_s, 0);
        QVERIFY(host.rect().contains(toast.geometry()));
        host.resize(300, 200);
        QVERIFY(host.rect().contains(toast.geometry()));
        toast.showMessage(u"Merged 3."_s, u"Undo"_s, 0);
        QCOMPARE(dismissed.count(), 1);
        QTest::mouseClick(toast.findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(undone.count(), 1);
        QVERIFY(!toast.isVisible());
        toast.dismiss();
        QCOMPARE(dismissed.count(), 1);
        toast.showMessage(u"Short."_s, {}, 1);
        QTRY_COMPARE(dismissed.count(), 2);
    }

    void actionsAreUnique()
    {
        ActionRegistry registry;
        QWidget window;
        QWidget left(&window);
        QWidget right(&window);
        const QKeySequence key(Qt::Key_M);
        QVERIFY(registry.add({u"a"_s, u"&Merge"_s, u"Feedback"_s, u"Joins duplicates."_s, {}, key, &left}));
        QVERIFY(!registry.add({u"a"_s, u"Again"_s, {}, {}, {}, {}}));
        QVERIFY(!registry.add({{}, u"No id"_s, {}, {}, {}, {}}));
        QVERIFY(registry.add({u"b"_s, u"Mute"_s, {}, {}, {}, key, &right}));
        QCOMPARE(registry.add({u"c"_s, u"Above"_s, {}, {}, {}, key, &window}).error().code, Error::Code::Exists);
        QVERIFY(!registry.add({u"d"_s, u"Everywhere"_s, {}, {}, {}, key}));
        QCOMPARE(registry.action(u"a"_s)->toolTip(), u"Merge (M)\nJoins duplicates."_s);
        registry.setUnavailable(u"a"_s, u"Nothing is selected."_s);
        QVERIFY(!registry.action(u"a"_s)->isEnabled());
        QCOMPARE(registry.action(u"a"_s)->toolTip(), u"Merge (M)\nNothing is selected."_s);
        registry.setUnavailable(u"a"_s, {});
        QVERIFY(registry.action(u"a"_s)->isEnabled());
        registry.setUnavailable(u"unknown"_s, u"x"_s);
        QCOMPARE(registry.ids(), (QStringList{u"a"_s, u"b"_s}));
    }

    void actionsGoWithTheirScope()
    {
        ActionRegistry registry;
        const QKeySequence key(Qt::Key_M);
        auto *place = new QWidget;
        QVERIFY(registry.add({u"a"_s, u"Merge"_s, {}, {}, {}, key, place}));
        delete place;
        QVERIFY(registry.ids().isEmpty());
        QVERIFY(registry.add({u"a"_s, u"Merge"_s, {}, {}, {}, key}));
        QCOMPARE(registry.ids(), QStringList{u"a"_s});
    }

    void paletteRunsWhatIsTyped()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        ActionRegistry registry;
        QAction *sign = registry.add({u"sign"_s, u"Sign…"_s, u"Releases"_s, {}, {}, {}}).value();
        QAction *sync = registry.add({u"sync"_s, u"Sync now"_s, u"Go"_s, {}, {}, {}}).value();
        registry.setUnavailable(u"sign"_s, u"You requested it."_s);
        QSignalSpy signedSpy(sign, &QAction::triggered);
        QSignalSpy synced(sync, &QAction::triggered);
        CommandPalette palette(&registry, &settings);
        QSignalSpy chosen(&palette, &CommandPalette::chosen);
        int asked = 0;
        palette.setFinder([&](const QString &, int generation) { asked = generation; });
        palette.popUp();
        QCOMPARE(palette.list()->model()->rowCount(), 2);
        QTest::keyClicks(palette.input(), u"sig"_s);
        QCOMPARE(palette.list()->model()->rowCount(), 1);
        QVERIFY(palette.list()->currentIndex().data(Qt::AccessibleTextRole).toString().contains(u"You requested it."_s));
        QTest::keyClick(palette.input(), Qt::Key_Return);
        QCOMPARE(signedSpy.count(), 0);
        QVERIFY(palette.isVisible());
        palette.input()->setText(u"s"_s);
        palette.setRecords(asked - 1, {{u"old"_s, u"stale answer"_s, {}, {}}});
        QCOMPARE(palette.list()->model()->rowCount(), 2);
        palette.setRecords(asked, {{u"releases/R-118"_s, u"R-118"_s, u"Release"_s, {}}});
        QCOMPARE(palette.list()->model()->rowCount(), 3);
        QTest::keyClick(palette.input(), Qt::Key_Up);
        QTest::keyClick(palette.input(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().toString(), u"releases/R-118"_s);
        QVERIFY(!palette.isVisible());
        palette.popUp();
        QVERIFY(palette.input()->text().isEmpty());
        QTest::keyClicks(palette.input(), u"sy"_s);
        QTest::keyClick(palette.input(), Qt::Key_Return);
        QCOMPARE(synced.count(), 1);
        registry.setUnavailable(u"sign"_s, {});
        palette.popUp();
        QCOMPARE(palette.list()->model()->index(0, 0).data().toString(), u"Sync now"_s);
        QTest::keyClicks(palette.input(), u"nothing like it"_s);
        QTest::keyClick(palette.input(), Qt::Key_Down);
        QTest::keyClick(palette.input(), Qt::Key_PageDown);
        QTest::keyClick(palette.input(), Qt::Key_PageUp);
        QTest::keyClick(palette.input(), Qt::Key_Return);
        QCOMPARE(synced.count(), 1);
        palette.reject();
    }

    void bannersAct()
    {
        Banner banner;
        QVERIFY(!banner.isVisible());
        banner.show(Banner::Kind::Error, u"The log's history was rewritten"_s, u"Syncing has stopped."_s, u"Show"_s);
        QCOMPARE(banner.accessibleName(), u"The log's history was rewritten"_s);
        QSignalSpy action(&banner, &Banner::actionTriggered);
        QTest::mouseClick(banner.findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(action.count(), 1);
        banner.show(Banner::Kind::Info, u"<b>plain</b>"_s);
        QVERIFY(!banner.findChild<QPushButton *>()->isVisible());
    }

    void factsAreNamedAndLinksSpeak()
    {
        FactGrid facts;
        facts.addFact(u"Owner"_s, {});
        facts.addDigest(u"Digest"_s, QString(64, u'a'));
        facts.addLink(u"Trace"_s, u"tr-8f2c"_s, u"countersign://traces/8f2c"_s);
        facts.show();
        QSignalSpy link(&facts, &FactGrid::linkActivated);
        auto *button = facts.findChild<LinkButton *>();
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(link.first().first().toString(), u"countersign://traces/8f2c"_s);
        QCOMPARE(test::unnamedWidgets(&facts), QStringList());
        facts.resize(100, 100);
        QVERIFY(!facts.grab().isNull());
        facts.clear();
        QVERIFY(!facts.findChild<LinkButton *>());
    }

    void factLineWraps()
    {
        FactLine line;
        line.setFacts({{u"Owner"_s, u"Jonas Weber"_s, {}}, {u"Policy"_s, u"High-risk release, v4"_s, {}}, {u"Replaces"_s, u"version 5"_s, u", live"_s}});
        QVERIFY(line.heightForWidth(150) > line.heightForWidth(2000));
        QVERIFY(line.heightForWidth(1) > 0);
    }

    void differencesAreClickableByKey()
    {
        DiffView diff(u"Changes"_s);
        diff.setRows({{u"a"_s, u"Recall"_s, u"0.904"_s, u"0.921"_s, u"+0.017"_s, DiffView::Verdict::Better, true},
                      {{}, u"Latency"_s, u"410"_s, u"402"_s, {}, DiffView::Verdict::NoDifference},
                      {u"c"_s, u"New"_s, {}, u"x"_s, {}, DiffView::Verdict::NotComparable}});
        diff.resize(400, 100);
        diff.show();
        QVERIFY(diff.accessibleDescription().contains(u"Recall: 0.904 → 0.921, +0.017 better"_s));
        QSignalSpy activated(&diff, &DiffView::activated);
        QVERIFY(QTest::qWaitForWindowActive(&diff));
        diff.setFocus();
        QTest::keyClick(&diff, Qt::Key_Down);
        QTest::keyClick(&diff, Qt::Key_Return);
        QCOMPARE(activated.count(), 0);
        QTest::keyClick(&diff, Qt::Key_J);
        QTest::keyClick(&diff, Qt::Key_Return);
        QCOMPARE(activated.first().first().toString(), u"c"_s);
        QTest::mouseClick(&diff, Qt::LeftButton, {}, QPoint(10, 5));
        QCOMPARE(activated.last().first().toString(), u"a"_s);
        QTest::mouseClick(&diff, Qt::LeftButton, {}, QPoint(10, 45));
        QCOMPARE(activated.count(), 2);
    }

    void cardsReplaceTheirContent()
    {
        Panel card(u"Requirements"_s);
        auto *first = new QLabel(u"a"_s);
        card.setContent(first, true);
        QSignalSpy gone(first, &QObject::destroyed);
        card.setContent(new QVBoxLayout);
        QCOMPARE(gone.count(), 1);
        QCOMPARE(card.accessibleName(), u"Requirements"_s);
    }
};

QTEST_MAIN(TestControls)
#include "tst_controls.moc"
