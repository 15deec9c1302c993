// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "localserver.h"
#include "liveworkspace.h"
#include "ui/shell/mainwindow.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/theme.h"

#include <QSettings>
#include <QStackedWidget>

namespace countersign {

class StartPage;

/// The console put together: start page, local server, workspace, window and places. One workspace at a time.
class Console : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        QSettings *settings = nullptr;
        ThemeController *theme = nullptr;
        QString dataFolder; ///< below it: the sample, the local workspace, replicas
        const Clock *clock = nullptr; ///< the system's when null
    };
    explicit Console(Options options, QObject *parent = nullptr);
    ~Console() override;

    void showStart();
    void openSample();
    void openLocal(const QString &folder, const QString &person);
    /// With an empty token, the one that the keychain holds for this server.
    void openServer(const QUrl &url, const QByteArray &token);
    /// Opens what was open last; false when nothing was.
    bool openLast();
    /// Asks for somebody new in a local workspace.
    void addPerson();
    /// countersign://… once a workspace is open.
    void openLink(const QUrl &link);

    [[nodiscard]] MainWindow *window() const { return m_window.get(); }
    [[nodiscard]] LiveWorkspace *workspace() const { return m_workspace.get(); }

signals:
    void opened();

private:
    void startServer(const LocalServer::Options &options, const QString &title);
    void openWorkspace(const LiveWorkspace::Options &options);
    void openServerWith(const QUrl &url, const QByteArray &token);
    void addPlaces();
    void addActions();
    void connectStatus();
    void showPerson();
    void choosePerson();
    void chooseTheme(ThemeChoice choice);
    void fail(const QString &sentence);
    void close();

    Options m_options;
    SystemClock m_systemClock;
    const Clock *m_clock;
    QUrl m_pendingLink;
    KeychainStore m_keychain{QStringLiteral("Countersign")};
    std::unique_ptr<StartPage> m_start;
    std::unique_ptr<LocalServer> m_server;
    std::unique_ptr<LiveWorkspace> m_workspace;
    std::unique_ptr<ActionRegistry> m_registry;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace countersign
