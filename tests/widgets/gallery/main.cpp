// SPDX-License-Identifier: GPL-3.0-or-later
// Draws every widget in every theme into PNG files: gallery_widgets FOLDER
#include "pages.h"
#include "samples.h"

#include "ui/shell/headerbar.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/statusbar.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/commandpalette.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTextStream>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace countersign;

namespace {

class SamplePlace final : public Place
{
public:
    SamplePlace(const QString &title, const QString &subtitle, QWidget *content, QWidget *parent)
        : Place(parent)
        , m_title(title)
        , m_subtitle(subtitle)
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(content);
    }
    [[nodiscard]] QString title() const override { return m_title; }
    [[nodiscard]] QString subtitle() const override { return m_subtitle; }

private:
    QString m_title;
    QString m_subtitle;
};

QList<PlaceEntry> places(const Clock *clock)
{
    const auto none = [](QWidget *parent) -> Place * { return new SamplePlace(u"Inbox"_s, {}, new QWidget, parent); };
    return {{u"inbox"_s, u"Inbox"_s, u"inbox"_s, PlaceGroup::Work, none},
            {u"models"_s, u"Models"_s, u"models"_s, PlaceGroup::Work,
             [](QWidget *parent) -> Place * { return new SamplePlace(u"Models"_s, u"214 registered"_s, gallery::kitPage(nullptr), parent); }},
            {u"evaluations"_s, u"Evaluations"_s, u"evaluations"_s, PlaceGroup::Work, none},
            {u"releases"_s, u"Releases"_s, u"releases"_s, PlaceGroup::Work,
             [](QWidget *parent) -> Place * { return new SamplePlace(u"Releases"_s, u"R-118"_s, gallery::reviewPage(nullptr), parent); }},
            {u"monitoring"_s, u"Monitoring"_s, u"monitoring"_s, PlaceGroup::AfterRelease, none},
            {u"incidents"_s, u"Incidents"_s, u"incidents"_s, PlaceGroup::AfterRelease, none},
            {u"feedback"_s, u"Feedback"_s, u"feedback"_s, PlaceGroup::AfterRelease,
             [clock](QWidget *parent) -> Place * {
                 return new SamplePlace(u"Feedback"_s, u"1,048,212 kept, 38 to triage"_s, gallery::triagePage(clock, nullptr), parent);
             }},
            {u"safeguards"_s, u"Safeguards"_s, u"safeguards"_s, PlaceGroup::Protection, none},
            {u"access"_s, u"Access"_s, u"access"_s, PlaceGroup::Protection, none},
            {u"audit"_s, u"Audit"_s, u"audit"_s, PlaceGroup::Record, none}};
}

bool take(QWidget *widget, const QString &file)
{
    const bool saved = widget->grab().save(file);
    QTextStream(stdout) << (saved ? "" : "FAILED ") << file << '\n';
    return saved;
}

bool drawTheme(ThemeController *controller, ThemeChoice choice, const QString &name, const QDir &folder)
{
    controller->apply(choice);
    QTemporaryDir temporary;
    QSettings settings(temporary.filePath(u"s.ini"_s), QSettings::IniFormat);
    const ManualClock clock(gallery::galleryTime());
    ActionRegistry registry;
    MainWindow window(&registry, &settings, &clock);
    window.setPlaces(places(&clock));
    window.header()->setPerson(u"Ana Ferreira, Risk"_s);
    window.status()->setStatus({ConnectionStatus::Link::Online, clock.now().addSecs(-2), 20433,
                                ConnectionStatus::History::Consistent, 0, 0, u"governance.example.org"_s});
    window.setBadge(u"inbox"_s, 5, true);
    window.setBadge(u"models"_s, 214, false);
    window.setBadge(u"releases"_s, 3, false);
    window.setBadge(u"incidents"_s, 2, false);
    window.setBadge(u"feedback"_s, 38, false);
    window.resize(1440, 900);
    window.show();
    bool good = true;
    for (const QString &place : {u"releases"_s, u"feedback"_s, u"models"_s}) {
        window.showPlace(place);
        if (place == u"feedback"_s)
            window.offerUndo(u"Marked 11 as hallucination."_s, [] {});
        window.resize(1440, place == u"models"_s ? 1180 : 900);
        QApplication::sendPostedEvents();
        good = take(&window, folder.filePath(place + u'-' + name + u".png"_s)) && good;
    }
    registry.setUnavailable(u"back"_s, u"Nothing to go back to"_s);
    window.commandPalette()->popUp();
    window.commandPalette()->input()->setText(u"re"_s);
    window.commandPalette()->setRecords(2, {{u"r"_s, u"R-118 claims-triage 7 → production"_s, u"Release"_s, u"releases"_s},
                                            {u"v"_s, u"risk-rerank 3"_s, u"Version"_s, u"models"_s}});
    return take(window.commandPalette(), folder.filePath(u"palette-"_s + name + u".png"_s)) && good;
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English));
    const QDir folder(app.arguments().value(1, u"."_s));
    if (!folder.mkpath(u"."_s))
        return 1;
    ThemeController controller(&app);
    bool good = drawTheme(&controller, ThemeChoice::Light, u"light"_s, folder);
    good = drawTheme(&controller, ThemeChoice::Dark, u"dark"_s, folder) && good;
    return drawTheme(&controller, ThemeChoice::HighContrast, u"contrast"_s, folder) && good ? 0 : 1;
}
