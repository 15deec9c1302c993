// SPDX-License-Identifier: GPL-3.0-or-later
#include "support.h"

#include "ui/shell/headerbar.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/statusbar.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/commandpalette.h"
#include "ui/widgets/statuspill.h"
#include "ui/widgets/toast.h"

#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QVBoxLayout>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

class FakePlace final : public Place
{
public:
    FakePlace(const QString &name, QWidget *parent)
        : Place(parent)
        , m_name(name)
        , m_button(new QPushButton(name, this))
    {
    }
    [[nodiscard]] QString title() const override { return m_name; }
    [[nodiscard]] QString subtitle() const override { return links.isEmpty() ? QString() : links.last().path(); }
    void activate(const QUrl &link) override { links << link; }
    [[nodiscard]] QWidget *primaryFocus() override { return m_button; }
    QList<QUrl> links;

private:
    QString m_name;
    QPushButton *m_button;
};

struct House
{
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"s.ini"_s), QSettings::IniFormat};
    ManualClock clock{QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC)};
    ActionRegistry registry;
    int made = 0;

    QList<PlaceEntry> places()
    {
        const auto entry = [this](const QString &id, PlaceGroup group) {
            return PlaceEntry{id, id.toUpper(), u"inbox"_s, group, [this, id](QWidget *parent) -> Place * {
                                  ++made;
                                  return new FakePlace(id, parent);
                              }};
        };
        return {entry(u"inbox"_s, PlaceGroup::Work), entry(u"releases"_s, PlaceGroup::Work), entry(u"audit"_s, PlaceGroup::Record)};
    }
};

QStringList pills(QWidget *bar)
{
    QStringList texts;
    const QList<StatusPill *> all = bar->findChildren<StatusPill *>();
    for (StatusPill *pill : all) {
        if (pill->isVisibleTo(bar))
            texts << pill->text();
    }
    return texts;
}

} // namespace

class TestShell : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init() { test::failOnAnyWarning(); }

    void placesAreMadeWhenShown()
    {
        House house;
        MainWindow window(&house.registry, &house.settings, &house.clock);
        window.setPlaces(house.places());
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QCOMPARE(house.made, 1);
        QCOMPARE(window.currentPlaceId(), u"inbox"_s);
        QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(window.currentPlaceId(), u"releases"_s);
        QCOMPARE(window.windowTitle(), u"releases — Countersign"_s);
        QVERIFY(window.currentPlace()->primaryFocus()->hasFocus());
        QTest::mouseClick(window.findChild<QAbstractButton *>(u"rail-audit"_s), Qt::LeftButton);
        QCOMPARE(window.currentPlaceId(), u"audit"_s);
        QCOMPARE(house.made, 3);
        QVERIFY(!window.showPlace(u"nowhere"_s));
        QCOMPARE(window.currentPlaceId(), u"audit"_s);
        QCOMPARE(test::unnamedWidgets(&window), QStringList());
    }

    void linksReachTheirPlace_data()
    {
        QTest::addColumn<QString>("link");
        QTest::addColumn<bool>("opened");
        QTest::newRow("thing") << u"countersign://releases/R-118"_s << true;
        QTest::newRow("place") << u"countersign://audit"_s << true;
        QTest::newRow("unknown place") << u"countersign://nowhere/x"_s << false;
        QTest::newRow("other scheme") << u"https://releases/R-118"_s << false;
        QTest::newRow("empty") << QString() << false;
    }
    void linksReachTheirPlace()
    {
        QFETCH(QString, link);
        QFETCH(bool, opened);
        House house;
        MainWindow window(&house.registry, &house.settings, &house.clock);
        window.setPlaces(house.places());
        QCOMPARE(window.openLink(QUrl(link)), opened);
        QCOMPARE(window.currentPlaceId(), opened ? QUrl(link).host() : u"inbox"_s);
    }

    void backAndForward()
    {
        House house;
        MainWindow window(&house.registry, &house.settings, &house.clock);
        window.setPlaces(house.places());
        window.openLink(QUrl(u"countersign://releases/1"_s));
        window.openLink(QUrl(u"countersign://releases/2"_s));
        house.registry.action(u"back"_s)->trigger();
        auto *place = static_cast<FakePlace *>(window.currentPlace());
        QCOMPARE(place->links.last().path(), u"/1"_s);
        house.registry.action(u"back"_s)->trigger();
        QCOMPARE(window.currentPlaceId(), u"inbox"_s);
        house.registry.action(u"back"_s)->trigger();
        QCOMPARE(window.currentPlaceId(), u"inbox"_s);
        house.registry.action(u"forward"_s)->trigger();
        house.registry.action(u"forward"_s)->trigger();
        QCOMPARE(place->links.last().path(), u"/2"_s);
        window.showPlace(u"audit"_s);
        house.registry.action(u"forward"_s)->trigger();
        QCOMPARE(window.currentPlaceId(), u"audit"_s);
        for (int i = 0; i < 200; ++i)
            window.openLink(QUrl(u"countersign://releases/%1"_s.arg(i)));
        house.registry.action(u"back"_s)->trigger();
        QCOMPARE(place->links.last().path(), u"/198"_s);
    }

    void comesBackWhereItWas()
    {
        House house;
        {
            MainWindow window(&house.registry, &house.settings, &house.clock);
            window.setPlaces(house.places());
            window.resize(900, 700);
            window.show();
            window.showPlace(u"audit"_s);
            window.close();
        }
        House next;
        MainWindow window(&next.registry, &house.settings, &next.clock);
        window.setPlaces(next.places());
        QCOMPARE(window.currentPlaceId(), u"audit"_s);
        QCOMPARE(next.made, 1);
        QCOMPARE(window.size(), QSize(900, 700));
        house.settings.setValue(u"window/geometry"_s, QByteArray("rubbish"));
        house.settings.setValue(u"window/place"_s, u"gone"_s);
        House third;
        MainWindow other(&third.registry, &house.settings, &third.clock);
        other.setPlaces(third.places());
        QCOMPARE(other.currentPlaceId(), u"inbox"_s);
    }

    void questionMarkListsWhatThePlaceCanDo()
    {
        House house;
        MainWindow window(&house.registry, &house.settings, &house.clock);
        window.setPlaces(house.places());
        window.showPlace(u"releases"_s);
        QWidget elsewhere;
        QVERIFY(house.registry.add({u"here"_s, u"Sign"_s, u"Releases"_s, {}, {}, QKeySequence(Qt::Key_S), window.currentPlace()}).ok());
        QVERIFY(house.registry.add({u"there"_s, u"Merge"_s, u"Feedback"_s, {}, {}, QKeySequence(Qt::Key_M), &elsewhere}).ok());
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto *palette = window.commandPalette();
        const auto listed = [palette] {
            QStringList out;
            for (int i = 0; i < palette->list()->model()->rowCount(); ++i)
                out.append(palette->list()->model()->index(i, 0).data().toString());
            return out;
        };
        int asked = 0;
        palette->setFinder([&](const QString &, int) { ++asked; });
        QTest::keyClick(&window, Qt::Key_Question);
        QVERIFY(palette->isVisible());
        QVERIFY(listed().contains(u"Sign"_s) && listed().contains(u"Back"_s) && !listed().contains(u"Merge"_s));
        QTest::keyClicks(palette->input(), u"sig"_s);
        QCOMPARE(listed().value(0), u"Sign"_s);
        QCOMPARE(asked, 0);
        QTest::keyClick(palette->input(), Qt::Key_Escape);
        QVERIFY(!palette->isVisible());
        // The command palette itself still has everything, records too.
        palette->popUp();
        QVERIFY(listed().contains(u"Merge"_s));
        asked = 0;
        QTest::keyClicks(palette->input(), u"cl"_s);
        QCOMPARE(asked, 2);
        palette->setRecords(0, {{u"old"_s, u"claims"_s, {}, {}}});
        QVERIFY(!listed().contains(u"claims"_s));
        palette->close();
    }

    void paletteGoesToPlaces()
    {
        House house;
        MainWindow window(&house.registry, &house.settings, &house.clock);
        window.setPlaces(house.places());
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        QVERIFY(window.commandPalette()->isVisible());
        QTest::keyClicks(window.commandPalette()->input(), u"aud"_s);
        QTest::keyClick(window.commandPalette()->input(), Qt::Key_Return);
        QVERIFY(!window.commandPalette()->isVisible());
        QCOMPARE(window.currentPlaceId(), u"audit"_s);
    }

    void undoIsCalledOnceAtMost()
    {
        House house;
        MainWindow window(&house.registry, &house.settings, &house.clock);
        window.setPlaces(house.places());
        window.show();
        int undone = 0;
        window.offerUndo(u"Merged."_s, [&] { ++undone; });
        auto *toast = window.findChild<Toast *>();
        QTest::mouseClick(toast->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(undone, 1);
        window.offerUndo(u"First."_s, [&] { undone += 100; });
        window.offerUndo(u"Second."_s, [&] { ++undone; });
        QTest::mouseClick(toast->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(undone, 2);
        emit toast->undoRequested();
        QCOMPARE(undone, 2);
    }

    void placesDriveTheFrame()
    {
        House house;
        MainWindow window(&house.registry, &house.settings, &house.clock);
        window.setPlaces(house.places());
        emit window.currentPlace()->badgeChanged(5, true);
        QCOMPARE(window.findChild<QAbstractButton *>(u"rail-inbox"_s)->accessibleDescription(), u"5"_s);
        emit window.currentPlace()->openLink(QUrl(u"countersign://audit/leaf/7"_s));
        QCOMPARE(window.currentPlaceId(), u"audit"_s);
        window.showBanner(Banner::Kind::Error, u"The log's history was rewritten"_s);
        QVERIFY(window.banner()->isVisibleTo(&window));
        window.hideBanner();
        QVERIFY(!window.banner()->isVisibleTo(&window));
    }

    void aThemeChangeReachesAWindowThatIsOpen()
    {
        ThemeController controller(qApp);
        controller.apply(ThemeChoice::Light);
        House house;
        MainWindow window(&house.registry, &house.settings, &house.clock);
        window.setPlaces(house.places());
        window.resize(900, 600);
        window.show();
        controller.apply(ThemeChoice::Dark);
        QCoreApplication::processEvents();
        House next;
        MainWindow fresh(&next.registry, &next.settings, &next.clock);
        fresh.setPlaces(next.places());
        fresh.resize(900, 600);
        fresh.show();
        window.currentPlace()->primaryFocus()->clearFocus();
        fresh.currentPlace()->primaryFocus()->clearFocus();
        const QImage after = window.grab().toImage();
        const QImage expected = fresh.grab().toImage();
        if (after != expected) {
            after.save(QDir::temp().filePath(u"theme-after.png"_s));
            expected.save(QDir::temp().filePath(u"theme-expected.png"_s));
        }
        QVERIFY(after == expected);
        controller.apply(ThemeChoice::Light);
        QCoreApplication::processEvents();
    }

    void statusSaysHowNew_data()
    {
        using Status = ConnectionStatus;
        QTest::addColumn<ConnectionStatus>("status");
        QTest::addColumn<QStringList>("texts");
        const QDateTime at(QDate(2026, 1, 1), QTime(11, 59, 58), Qt::UTC);
        QTest::newRow("fresh") << Status{Status::Link::Online, at, 20433, Status::History::Consistent, 0, 0, u"gov.example"_s}
                               << QStringList{u"Synced 2 s ago"_s, u"Log 20,433 entries, history consistent"_s, u"Outbox empty"_s, u"gov.example"_s};
        QTest::newRow("offline") << Status{Status::Link::Offline, at.addSecs(-7200), 5, Status::History::Unknown, 2, 0, {}}
                                 << QStringList{u"Offline, last synced 2 h ago"_s, u"Log 5 entries"_s, u"Outbox 2"_s};
        QTest::newRow("never") << Status{} << QStringList{u"Offline"_s, u"Outbox empty"_s};
        QTest::newRow("rewritten") << Status{Status::Link::Stopped, at, 7, Status::History::Rewritten, 1, 1, {}}
                                   << QStringList{u"Sync stopped"_s, u"Log 7 entries, history was rewritten"_s, u"Outbox: 1 refused"_s};
        QTest::newRow("clock behind") << Status{Status::Link::Online, at.addSecs(10), -1, Status::History::Unknown, 0, 0, {}}
                                      << QStringList{u"Synced in 8 s"_s, u"Outbox empty"_s};
    }
    void statusSaysHowNew()
    {
        QFETCH(ConnectionStatus, status);
        QFETCH(QStringList, texts);
        const ManualClock clock(QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC));
        StatusBar bar(&clock);
        bar.setStatus(status);
        QCOMPARE(pills(&bar), texts);
    }

    void holdsAtAnyWidth_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {640, 800, 1024, 2560})
            QTest::addRow("%d", width) << width;
    }
    void holdsAtAnyWidth()
    {
        QFETCH(int, width);
        House house;
        MainWindow window(&house.registry, &house.settings, &house.clock);
        window.setPlaces(house.places());
        window.header()->setPerson(u"Dr. Maximiliane Featherstonehaugh-Okonkwo, Model validation"_s);
        window.resize(width, 600);
        window.show();
        const QList<QWidget *> parts = window.header()->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly);
        for (QWidget *part : parts)
            QVERIFY(window.header()->rect().contains(part->geometry()));
    }
};

QTEST_MAIN(TestShell)
#include "tst_shell.moc"
