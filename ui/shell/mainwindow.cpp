// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "ui/shell/headerbar.h"
#include "ui/shell/rail.h"
#include "ui/shell/statusbar.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/commandpalette.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/toast.h"

#include <QAction>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLoggingCategory>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

Q_LOGGING_CATEGORY(logShell, "countersign.ui.shell")

// Raised whenever stored geometry of an older window would no longer fit.
constexpr int layoutVersion = 1;
constexpr qsizetype longestHistory = 50;

QUrl linkTo(const QString &place)
{
    return QUrl(u"countersign://"_s + place);
}

} // namespace

MainWindow::MainWindow(ActionRegistry *registry, QSettings *settings, const Clock *clock, QWidget *parent)
    : QMainWindow(parent)
    , m_registry(registry)
    , m_settings(settings)
    , m_rail(new Rail)
    , m_header(new HeaderBar)
    , m_banner(new Banner)
    , m_bannerHolder(new QWidget)
    , m_stack(new QStackedWidget)
    , m_status(new StatusBar(clock))
    , m_palette(new CommandPalette(registry, settings, this))
    , m_toast(new Toast(m_stack))
{
    setObjectName(u"MainWindow"_s);
    setWindowTitle(u"Countersign"_s);
    const Theme theme = Theme::current();
    auto *bannerLayout = new QVBoxLayout(m_bannerHolder);
    bannerLayout->setContentsMargins(theme.margin(), theme.px(12), theme.margin(), 0);
    bannerLayout->addWidget(m_banner);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_header);
    right->addWidget(m_bannerHolder);
    m_bannerHolder->hide();
    right->addWidget(m_stack, 1);
    right->addWidget(m_status);
    auto *holder = new QWidget;
    auto *layout = new QHBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_rail);
    layout->addLayout(right, 1);
    setCentralWidget(holder);
    connect(m_rail, &Rail::chosen, this, [this](const QString &id) { showPlace(id); });
    connect(m_header, &HeaderBar::searchRequested, m_palette, &CommandPalette::popUp);
    connect(m_toast, &Toast::undoRequested, this, [this] {
        if (const auto undo = std::exchange(m_undo, nullptr))
            undo();
    });
    connect(m_toast, &Toast::dismissed, this, [this] { m_undo = nullptr; });
    addOwnActions();
    restoreWindow();
}

MainWindow::~MainWindow() = default;

void MainWindow::addOwnActions()
{
    //: Group of actions in the command palette.
    const QString go = tr("Go");
    const auto add = [this](const ActionRegistry::Definition &definition, auto function) {
        const auto action = m_registry->add(definition);
        if (!action) {
            qCWarning(logShell) << action.error().text;
            return;
        }
        connect(action.value(), &QAction::triggered, this, function);
        addAction(action.value());
    };
    //: Action: opens the command palette.
    add({u"palette"_s, tr("Search or command"), go, {}, u"search"_s, QKeySequence(Qt::CTRL | Qt::Key_K)},
        [this] { m_palette->popUp(); });
    //: Action: shows what can be done in the place in front, with the keys.
    add({u"shortcuts"_s, tr("What can be done here"), go, {}, u"help"_s, QKeySequence(Qt::Key_Question)}, [this] {
        if (const Place *place = currentPlace())
            m_palette->popUpFor(place);
    });
    //: Action: to what was shown before.
    add({u"back"_s, tr("Back"), go, {}, u"back"_s, QKeySequence(Qt::ALT | Qt::Key_Left)}, [this] { goBack(1); });
    //: Action: to what was shown before going back.
    add({u"forward"_s, tr("Forward"), go, {}, u"forward"_s, QKeySequence(Qt::ALT | Qt::Key_Right)},
        [this] { goBack(-1); });
    m_header->setSearchShortcut(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText));
}

void MainWindow::setPlaces(const QList<PlaceEntry> &places)
{
    m_entries = places;
    m_rail->setPlaces(places);
    for (qsizetype i = 0; i < places.size(); ++i) {
        const PlaceEntry &place = places[i];
        const QKeySequence shortcut = i < 9 ? QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + int(i))) : QKeySequence();
        //: Groups of actions in the command palette.
        const auto action = m_registry->add({u"place."_s + place.id, QString(place.title).replace(u'&', "&&"_L1), tr("Go"), {}, place.icon, shortcut});
        if (!action) {
            qCWarning(logShell) << action.error().text;
            continue;
        }
        connect(action.value(), &QAction::triggered, this, [this, id = place.id] { showPlace(id); });
        addAction(action.value());
        if (!shortcut.isEmpty())
            m_rail->setShortcutText(place.id, shortcut.toString(QKeySequence::NativeText));
    }
    const QString last = m_settings->value(u"window/place"_s).toString();
    if (!showPlace(last) && !places.isEmpty())
        showPlace(places.first().id);
}

Place *MainWindow::make(const PlaceEntry &entry)
{
    Place *place = entry.create ? entry.create(m_stack) : nullptr;
    if (!place)
        return nullptr;
    m_stack->addWidget(place);
    m_places.insert(entry.id, place);
    connect(place, &Place::titleChanged, this, &MainWindow::updateTitle);
    connect(place, &Place::badgeChanged, this,
            [this, id = entry.id](int count, bool urgent) { m_rail->setBadge(id, count, urgent); });
    connect(place, &Place::openLink, this, &MainWindow::openLink);
    connect(place, &Place::undoOffered, this, &MainWindow::offerUndo);
    return place;
}

bool MainWindow::showPlace(const QString &id, const QUrl &link)
{
    Place *place = m_places.value(id);
    for (const PlaceEntry &entry : std::as_const(m_entries)) {
        if (!place && entry.id == id)
            place = make(entry);
    }
    if (!place)
        return false;
    m_current = id;
    m_stack->setCurrentWidget(place);
    m_toast->raise();
    m_rail->setCurrent(id);
    place->activate(link);
    place->primaryFocus()->setFocus(Qt::OtherFocusReason);
    updateTitle();
    const QUrl here = link.isEmpty() ? linkTo(id) : link;
    if (!m_travelling && (m_historyAt < 0 || m_history[m_historyAt] != here)) {
        m_history = m_history.mid(std::max<qsizetype>(0, m_historyAt + 2 - longestHistory), m_historyAt + 1);
        m_history << here;
        m_historyAt = m_history.size() - 1;
    }
    return true;
}

bool MainWindow::openLink(const QUrl &link)
{
    if (link.scheme() != u"countersign"_s)
        return false;
    return showPlace(link.host(), link.path().size() > 1 || link.hasQuery() ? link : QUrl());
}

void MainWindow::goBack(int by)
{
    const qsizetype to = m_historyAt - by;
    if (to < 0 || to >= m_history.size())
        return;
    m_historyAt = to;
    m_travelling = true;
    openLink(m_history[to]);
    m_travelling = false;
}

Place *MainWindow::currentPlace() const
{
    return m_places.value(m_current);
}

void MainWindow::updateTitle()
{
    const Place *place = currentPlace();
    if (!place)
        return;
    m_header->setTitle(place->title(), place->subtitle());
    //: Window title; %1 is the place.
    setWindowTitle(tr("%1 — Countersign").arg(place->title()));
}

void MainWindow::showBanner(Banner::Kind kind, const QString &title, const QString &text, const QString &action)
{
    m_banner->show(kind, title, text, action);
    m_bannerHolder->show();
}

void MainWindow::hideBanner()
{
    m_bannerHolder->hide();
}

void MainWindow::setBadge(const QString &placeId, int count, bool urgent)
{
    m_rail->setBadge(placeId, count, urgent);
}

void MainWindow::offerUndo(const QString &text, const std::function<void()> &undo)
{
    m_toast->dismiss();
    m_undo = undo;
    //: Takes back what was just done.
    m_toast->showMessage(text, undo ? tr("Undo") : QString());
}

void MainWindow::restoreWindow()
{
    resize(QSize(1280, 800).boundedTo(QGuiApplication::primaryScreen()->availableSize()));
    if (m_settings->value(u"window/version"_s).toInt() != layoutVersion)
        return;
    // restoreGeometry() itself moves a window back onto a screen that exists.
    restoreGeometry(m_settings->value(u"window/geometry"_s).toByteArray());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings->setValue(u"window/version"_s, layoutVersion);
    m_settings->setValue(u"window/geometry"_s, saveGeometry());
    m_settings->setValue(u"window/place"_s, m_current);
    QMainWindow::closeEvent(event);
}

} // namespace countersign
