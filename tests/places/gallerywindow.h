// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "places/loggedworkspace.h"
#include "ui/shell/headerbar.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/statusbar.h"
#include "ui/widgets/actionregistry.h"

#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QTextStream>

namespace countersign::test {

using PlaceFactory = PlaceEntry (*)(Workspace *, ActionRegistry *, QSettings *);

/// Paints a place in the real window over `workspace`, in both themes and at both sizes: FOLDER/<name>-<theme>-<width>.png.
/// `prepare` brings the place into the state to be seen; it gets the window once rows can be there.
inline bool paintPlace(ThemeController &themes, const QDir &folder, const QString &name, PlaceFactory factory, LoggedWorkspace &workspace,
                       const std::function<void(MainWindow &)> &prepare = {}, const QList<QSize> &sizes = {{1280, 800}, {1920, 1080}})
{
    bool good = true;
    const std::pair<ThemeChoice, QString> choices[] = {{ThemeChoice::Light, QStringLiteral("light")}, {ThemeChoice::Dark, QStringLiteral("dark")}};
    for (const auto &[choice, theme] : choices) {
        themes.apply(choice);
        for (const QSize &size : sizes) {
            QTemporaryDir temporary;
            QSettings settings(temporary.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
            ActionRegistry registry;
            MainWindow window(&registry, &settings, workspace.clock());
            window.setPlaces({factory(&workspace, &registry, &settings)});
            window.header()->setPerson(workspace.person().displayName);
            window.status()->setStatus({ConnectionStatus::Link::Online, workspace.clock()->now().addSecs(-2), workspace.freshness().logSize,
                                        ConnectionStatus::History::Consistent, 0, 0, workspace.freshness().server});
            window.resize(size);
            window.show();
            QTest::qWait(250);
            if (prepare)
                prepare(window);
            QTest::qWait(250);
            const QString file = folder.filePath(QStringLiteral("%1-%2-%3.png").arg(name, theme).arg(size.width()));
            const bool saved = window.grab().save(file);
            QTextStream(stdout) << (saved ? "" : "FAILED ") << file << '\n';
            good = saved && good;
        }
    }
    return good;
}

/// The folder named on the command line, made if it is not there.
inline QDir galleryFolder()
{
    const QDir folder(QApplication::arguments().value(1, QStringLiteral(".")));
    folder.mkpath(QStringLiteral("."));
    return folder;
}

} // namespace countersign::test
