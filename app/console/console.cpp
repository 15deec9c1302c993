// SPDX-License-Identifier: GPL-3.0-or-later
#include "console.h"

#include "domain/statetable.h"
#include "places.h"
#include "recordfinder.h"
#include "ui/shell/headerbar.h"
#include "ui/access/persondialog.h"
#include "ui/shell/startpage.h"
#include "ui/shell/statusbar.h"
#include "ui/widgets/commandpalette.h"

#include <QAction>
#include <QDir>
#include <QMenu>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

ConnectionStatus statusOf(const Freshness &freshness)
{
    ConnectionStatus out;
    out.syncedAt = freshness.syncedAt;
    out.logEntries = freshness.logSize > 0 ? freshness.logSize : -1;
    out.history = freshness.logSize > 0 ? ConnectionStatus::History::Consistent : ConnectionStatus::History::Unknown;
    out.outbox = freshness.outbox;
    out.refused = freshness.outboxTrouble;
    out.server = freshness.server;
    switch (freshness.state) {
    case Freshness::State::Current:
        out.link = ConnectionStatus::Link::Online;
        break;
    case Freshness::State::Syncing:
        out.link = ConnectionStatus::Link::Syncing;
        break;
    case Freshness::State::HistoryRewritten:
        out.link = ConnectionStatus::Link::Stopped;
        out.history = ConnectionStatus::History::Rewritten;
        break;
    default:
        out.link = ConnectionStatus::Link::Offline;
    }
    return out;
}

} // namespace

Console::Console(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_clock(m_options.clock ? m_options.clock : &m_systemClock)
{
}

Console::~Console()
{
    close();
}

void Console::close()
{
    // The window looks at the workspace, the workspace talks to the server: in this order.
    m_window.reset();
    m_registry.reset();
    m_workspace.reset();
    m_server.reset();
}

void Console::showStart()
{
    m_start = std::make_unique<StartPage>();
    m_start->setWindowTitle(tr("Countersign"));
    m_start->resize(900, 720);
    connect(m_start.get(), &StartPage::sampleChosen, this, &Console::openSample);
    connect(m_start.get(), &StartPage::localChosen, this,
            [this](const QString &person) { openLocal(m_options.dataFolder + u"/local"_s, person); });
    connect(m_start.get(), &StartPage::serverChosen, this, &Console::openServer);
    m_start->show();
}

bool Console::openLast()
{
    const QString last = m_options.settings->value(u"workspace/last"_s).toString();
    if (last == "sample"_L1)
        openSample();
    else if (last == "local"_L1)
        openLocal(m_options.settings->value(u"workspace/folder"_s).toString(), {});
    else if (last == "server"_L1)
        openServer(m_options.settings->value(u"workspace/server"_s).toUrl(), {});
    else
        return false;
    return true;
}

void Console::openSample()
{
    startServer({m_options.dataFolder + u"/sample"_s, {}, true}, tr("Sample workspace"));
}

void Console::openLocal(const QString &folder, const QString &person)
{
    m_options.settings->setValue(u"workspace/folder"_s, folder);
    startServer({folder, person, false}, tr("Local workspace"));
}

void Console::startServer(const LocalServer::Options &options, const QString &title)
{
    if (m_start)
        m_start->setBusy(options.sample ? tr("Making the sample; this takes a few seconds…") : tr("Opening the workspace…"));
    m_server = std::make_unique<LocalServer>(options);
    connect(m_server.get(), &LocalServer::failed, this, &Console::fail);
    connect(m_server.get(), &LocalServer::ready, this, [this, options, title] {
        LiveWorkspace::Options live;
        live.server = m_server->url();
        live.token = m_server->adminKey();
        live.folder = options.folder + u"/console"_s;
        live.serverTitle = title;
        live.sampleFolder = options.sample ? options.folder : QString();
        live.local = !options.sample;
        live.clock = m_options.clock;
        m_options.settings->setValue(u"workspace/last"_s, options.sample ? u"sample"_s : u"local"_s);
        openWorkspace(live);
    });
    m_server->start();
}

void Console::openServer(const QUrl &url, const QByteArray &token)
{
    const QString entry = u"server/"_s + url.host() + u':' + QString::number(url.port(443));
    if (token.isEmpty()) {
        m_keychain.read(entry, this, [this, url](const Result<QByteArray> &kept) {
            if (kept)
                return openServerWith(url, *kept);
            fail(tr("The key of %1 is not in this machine's keychain; type it once more.").arg(url.host()));
        });
        return;
    }
    m_keychain.write(entry, token, this, [this, url, token](const Result<void> &kept) {
        // Without a keychain the key is used and forgotten: it is never kept anywhere less safe.
        if (kept) {
            m_options.settings->setValue(u"workspace/last"_s, u"server"_s);
            m_options.settings->setValue(u"workspace/server"_s, url);
        }
        openServerWith(url, token);
        if (!kept && m_window)
            m_window->showBanner(Banner::Kind::Info, tr("The key was not kept"), kept.error().text + u' ' + tr("You will be asked for it at the next start."));
    });
}

void Console::openServerWith(const QUrl &url, const QByteArray &token)
{
    LiveWorkspace::Options live;
    live.server = url;
    live.token = token;
    live.folder = m_options.dataFolder + u"/servers/"_s + url.host() + u'-' + QString::number(url.port(443));
    live.serverTitle = url.host();
    live.clock = m_options.clock;
    openWorkspace(live);
}

void Console::fail(const QString &sentence)
{
    if (m_window) {
        m_window->showBanner(Banner::Kind::Error, tr("The local server ended"), sentence);
        return;
    }
    m_server.reset();
    if (!m_start)
        showStart();
    m_start->setProblem(sentence);
}

void Console::openWorkspace(const LiveWorkspace::Options &options)
{
    auto opened = LiveWorkspace::open(options);
    if (!opened)
        return fail(opened.error().text);
    m_workspace = std::move(*opened);
    m_registry = std::make_unique<ActionRegistry>();
    m_window = std::make_unique<MainWindow>(m_registry.get(), m_options.settings, m_clock);
    addPlaces();
    addActions();
    connectStatus();
    m_start.reset();
    m_window->showPlace(u"inbox"_s);
    m_window->show();
    m_workspace->start();
    if (!m_pendingLink.isEmpty())
        openLink(std::exchange(m_pendingLink, {}));
    emit this->opened();
}

void Console::addPlaces()
{
    m_window->setPlaces(allPlaces(m_workspace.get(), m_registry.get(), m_options.settings));
}

void Console::openLink(const QUrl &link)
{
    if (!m_window) {
        m_pendingLink = link;
        return;
    }
    m_window->openLink(link);
    m_window->raise();
    m_window->activateWindow();
}

void Console::addActions()
{
    const auto add = [this](const QString &id, const QString &text, const QString &description, const QKeySequence &keys,
                            const std::function<void()> &act) {
        if (const auto action = m_registry->add({id, text, tr("Console"), description, {}, keys, nullptr}); action.ok())
            connect(*action, &QAction::triggered, this, act);
    };
    if (!m_options.theme)
        return;
    add(u"theme.system"_s, tr("Theme: as the desktop"), tr("Follows the desktop's light or dark."), {}, [this] { chooseTheme(ThemeChoice::System); });
    add(u"theme.light"_s, tr("Theme: light"), tr("Light, whatever the desktop does."), {}, [this] { chooseTheme(ThemeChoice::Light); });
    add(u"theme.dark"_s, tr("Theme: dark"), tr("Dark, whatever the desktop does."), {}, [this] { chooseTheme(ThemeChoice::Dark); });
    add(u"theme.contrast"_s, tr("Theme: high contrast"), tr("The strongest differences."), {}, [this] { chooseTheme(ThemeChoice::HighContrast); });
    if (m_workspace->canActAsOthers())
        add(u"person.choose"_s, tr("Act as…"), tr("Another person sits down at this machine; each signs with a key of their own."),
            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A), [this] { choosePerson(); });
    if (m_workspace->isLocal())
        add(u"person.add"_s, tr("Add a person…"), tr("Somebody who can be named in a decision, with their roles."), {}, [this] { addPerson(); });
}

void Console::chooseTheme(ThemeChoice choice)
{
    m_options.settings->setValue(u"theme"_s, int(choice));
    m_options.theme->apply(choice);
}

void Console::connectStatus()
{
    LiveWorkspace *workspace = m_workspace.get();
    connect(workspace, &Workspace::freshnessChanged, m_window.get(), [this] {
        const Freshness freshness = m_workspace->freshness();
        m_window->status()->setStatus(statusOf(freshness));
        if (freshness.state == Freshness::State::HistoryRewritten)
            m_window->showBanner(Banner::Kind::Error, tr("The log's history was rewritten"),
                                 freshness.detail + u' ' + tr("Nothing more is taken from this server. Keep this machine's copy: it is the evidence."));
        else if (freshness.state == Freshness::State::Unauthorised)
            m_window->showBanner(Banner::Kind::Warning, tr("The server does not know your key"), freshness.detail);
    });
    connect(workspace, &Workspace::personChanged, m_window.get(), [this] { showPerson(); });
    connect(workspace, &LiveWorkspace::actingFailed, m_window.get(),
            [this](const QString &sentence) { m_window->showBanner(Banner::Kind::Warning, tr("That did not work"), sentence); });
    // A child of the window, which owns the palette and goes before the workspace.
    new RecordFinder(workspace->replica(), m_window->commandPalette(), m_window.get());
    connect(m_window->commandPalette(), &CommandPalette::chosen, m_window.get(), [this](const QString &link) { openLink(QUrl(link)); });
    connect(m_window->header(), &HeaderBar::personClicked, this, &Console::choosePerson);
    connect(m_window->status(), &StatusBar::logClicked, m_window.get(), [this] { m_window->showPlace(u"audit"_s); });
    connect(m_window->status(), &StatusBar::outboxClicked, m_window.get(), [this] { m_window->showPlace(u"inbox"_s); });
    connect(m_window->status(), &StatusBar::syncClicked, m_window.get(), [this] { m_workspace->sync()->poke(); });
    showPerson();
    m_window->status()->setStatus(statusOf(m_workspace->freshness()));
}

void Console::showPerson()
{
    const Person person = m_workspace->person();
    QStringList roles;
    for (const QString &role : person.roles)
        roles.append(roleTitle(role));
    const QString name = person.displayName.isEmpty() ? person.name : person.displayName;
    m_window->header()->setPerson(roles.isEmpty() ? name : tr("%1, %2").arg(name, roles.join(u", "_s)),
                                  m_workspace->isSample()  ? tr("Sample workspace: you act as this person. Click to act as another.")
                                  : m_workspace->isLocal() ? tr("Click when another person sits down at this machine.")
                                                           : QString());
}

void Console::choosePerson()
{
    if (!m_workspace->canActAsOthers())
        return;
    auto *menu = new QMenu(m_window.get());
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSection(tr("Act as"));
    for (const Person &person : m_workspace->actablePeople()) {
        QStringList roles;
        for (const QString &role : person.roles)
            roles.append(roleTitle(role));
        QAction *action = menu->addAction(tr("%1, %2").arg(person.displayName, roles.join(u", "_s)));
        action->setCheckable(true);
        action->setChecked(person.name == m_workspace->person().name);
        connect(action, &QAction::triggered, this, [this, name = person.name] { m_workspace->actAs(name); });
    }
    if (m_workspace->isLocal()) {
        menu->addSeparator();
        connect(menu->addAction(tr("Add a person…")), &QAction::triggered, this, &Console::addPerson);
    }
    menu->popup(m_window->header()->mapToGlobal(m_window->header()->rect().bottomRight()) - QPoint(menu->sizeHint().width(), 0));
}

void Console::addPerson()
{
    auto *dialog = new PersonDialog(m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PersonDialog::personGiven, m_window.get(), [this, dialog](const Person &person) {
        Command command;
        command.title = tr("Add %1").arg(person.displayName);
        command.path = u"/v1/persons"_s;
        command.body = encode(person);
        m_workspace->send(command, dialog, [dialog](const Result<QJsonObject> &answer) {
            if (answer)
                dialog->accept();
            else
                dialog->setProblem(answer.error().text);
        });
    });
    dialog->open();
}

} // namespace countersign
