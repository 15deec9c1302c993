// SPDX-License-Identifier: GPL-3.0-or-later
// Paints every place of the real console on the sample workspace, with the real server behind it, into PNGs.
#include "console.h"
#include "tests/pictures/accesspictures.h"
#include "tests/pictures/evidencepictures.h"
#include "tests/pictures/lineagepictures.h"
#include "tests/pictures/cardpictures.h"
#include "tests/pictures/comparepictures.h"
#include "tests/pictures/reportpictures.h"
#include "translations.h"
#include "ui/shell/startpage.h"
#include "ui/widgets/commandpalette.h"
#include "ui/widgets/segmentedbuttons.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000; // ms; only a machine in trouble needs it

struct Shot
{
    QString name;
    QString place;
    QString id;  ///< what the link names; empty for the place alone
    QString tab; ///< object name or text of a tab to open
};

class Gallery
{
public:
    Gallery(QString folder, Console &console, ThemeController &theme) : m_folder(std::move(folder)), m_console(console), m_theme(theme) {}

    bool waitForSync() const
    {
        return QTest::qWaitFor(
            [this] { return m_console.workspace() && m_console.workspace()->freshness().state == Freshness::State::Current; }, patience);
    }

    /// The id of the newest request of a version.
    QString request(const QString &version) const
    {
        QString found;
        bool done = false;
        m_console.workspace()->replica()->read(
            m_console.window(),
            [version](ReadSession &session) { return session.records({u"request"_s, {ListFilter::is(u"version"_s, version)}, {}, {u"seq"_s, true}}, 1); },
            [&](const Result<QList<Record>> &records) {
                done = true;
                if (records && !records->isEmpty())
                    found = records->first().id;
            });
        (void)QTest::qWaitFor([&] { return done; }, patience);
        return found;
    }

    void take(const QList<Shot> &shots, const QSize &size, const QString &themeName)
    {
        m_console.window()->resize(size);
        for (const Shot &shot : shots) {
            m_console.openLink(links::to(shot.place, shot.id));
            settle();
            // A place stays where it was left; without an id the picture is of its list.
            if (shot.id.isEmpty() && QApplication::focusWidget())
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
            settle();
            if (!shot.tab.isEmpty())
                openTab(shot.tab);
            save(m_console.window(), u"%1-%2-%3"_s.arg(shot.name, themeName).arg(size.width()));
        }
    }

    void takePalette(const QString &themeName)
    {
        CommandPalette *palette = m_console.window()->commandPalette();
        palette->popUp();
        settle();
        QImage image(m_console.window()->size() * m_console.window()->devicePixelRatioF(), QImage::Format_ARGB32);
        image.setDevicePixelRatio(m_console.window()->devicePixelRatioF());
        QPainter painter(&image);
        painter.drawPixmap(0, 0, m_console.window()->grab());
        painter.drawPixmap(palette->mapToGlobal(QPoint()) - m_console.window()->mapToGlobal(QPoint()), palette->grab());
        painter.end();
        image.save(m_folder + u"/palette-%1.png"_s.arg(themeName));
        palette->close();
    }

    void save(QWidget *widget, const QString &name) const
    {
        if (!widget->grab().save(m_folder + u'/' + name + u".png"_s))
            qWarning("%s could not be written", qPrintable(name));
    }

    /// Reads are on other threads: let their answers come in.
    static void settle() { QTest::qWait(500); }

private:
    void openTab(const QString &text)
    {
        const auto segments = m_console.window()->findChildren<SegmentedButtons *>();
        for (SegmentedButtons *tabs : segments) {
            const auto buttons = tabs->findChildren<QAbstractButton *>();
            for (QAbstractButton *button : buttons) {
                if (tabs->isVisible() && button->text() == text)
                    QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        settle();
    }
    QString m_folder;
    Console &m_console;
    ThemeController &m_theme;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    installTranslations(&app);
    QApplication::setCursorFlashTime(0);
    const QString folder = app.arguments().value(1, u"out/gallery"_s);
    QDir().mkpath(folder);
    QTemporaryDir data;
    QSettings settings(data.filePath(u"settings.ini"_s), QSettings::IniFormat);
    ThemeController theme(&app);
    theme.apply(ThemeChoice::Light);
    Console::Options options;
    options.settings = &settings;
    options.theme = &theme;
    options.dataFolder = data.path();
    Console console(options);
    Gallery gallery(folder, console, theme);

    console.openSample();
    if (!QTest::qWaitFor([&] { return console.window() != nullptr; }, patience) || !gallery.waitForSync()) {
        qCritical("The sample workspace did not open.");
        return 1;
    }
    const bool scaled = console.window()->devicePixelRatioF() > 1;
    const QList<Shot> shots{
        {u"inbox"_s, u"inbox"_s, {}, {}},
        {u"models"_s, u"registry"_s, {}, {}},
        {u"model"_s, u"registry"_s, u"claims-triage"_s, {}},
        {u"version"_s, u"registry"_s, u"claims-triage/7"_s, {}},
        {u"version-lineage"_s, u"registry"_s, u"claims-triage/7"_s, u"Lineage"_s},
        {u"version-card"_s, u"registry"_s, u"claims-triage/7"_s, u"Card"_s},
        {u"evaluations"_s, u"evaluations"_s, {}, {}},
        {u"releases"_s, u"releases"_s, {}, {}},
        {u"review"_s, u"releases"_s, gallery.request(u"claims-triage/7"_s), {}},
        {u"review-failing"_s, u"releases"_s, gallery.request(u"medical-coding/3"_s), {}},
        {u"review-waived"_s, u"releases"_s, gallery.request(u"image-damage/2"_s), {}},
        {u"review-approved"_s, u"releases"_s, gallery.request(u"claims-triage/5"_s), {}},
        {u"audit"_s, u"audit"_s, {}, {}},
        {u"version-history"_s, u"registry"_s, u"claims-triage/7"_s, u"History"_s},
        {u"plans"_s, u"plans"_s, {}, u"Plans"_s},
        {u"reviews"_s, u"plans"_s, {}, u"Reviews"_s},
    };
    if (scaled) {
        gallery.take({shots[0], shots[8]}, QSize(1280, 800), u"light-200%"_s);
        return 0;
    }
    const std::pair<ThemeChoice, QString> themes[] = {{ThemeChoice::Light, u"light"_s}, {ThemeChoice::Dark, u"dark"_s},
                                                      {ThemeChoice::HighContrast, u"contrast"_s}};
    for (const auto &[choice, name] : themes) {
        theme.apply(choice);
        gallery.settle();
        if (choice == ThemeChoice::HighContrast) {
            gallery.take({shots[0], shots[8]}, QSize(1280, 800), name);
            continue;
        }
        gallery.take(shots, QSize(1280, 800), name);
        gallery.takePalette(name);
        gallery.take(shots, QSize(1920, 1080), name);
        test::paintLineages(folder, name);
        test::paintEvidence(folder, name);
        test::paintReports(folder, name);
        test::paintCards(folder, name);
        test::paintComparisons(folder, name);
        test::paintAccess(folder, name);
    }
    theme.apply(ThemeChoice::Light);
    StartPage start;
    start.resize(900, 720);
    start.show();
    gallery.settle();
    gallery.save(&start, u"start"_s);
    return 0;
}
