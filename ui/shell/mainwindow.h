// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/place.h"

#include <QHash>
#include <QMainWindow>

class QSettings;
class QStackedWidget;

namespace countersign {

class ActionRegistry;
class CommandPalette;
class HeaderBar;
class Rail;
class StatusBar;
class Toast;

/// The window: rail, header, the place in front, status bar. Knows no concrete place. What it is given outlives it.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(ActionRegistry *registry, QSettings *settings, const Clock *clock, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Once, before show(). Makes Ctrl+1… for the first nine and the place's entry in the palette.
    void setPlaces(const QList<PlaceEntry> &places);
    /// Brings a place to the front, making it on first use. False if there is none of that id.
    bool showPlace(const QString &id, const QUrl &link = {});
    /// countersign://releases/R-118 shows the place "releases" and gives it the link.
    bool openLink(const QUrl &link);
    [[nodiscard]] Place *currentPlace() const;
    [[nodiscard]] QString currentPlaceId() const { return m_current; }

    [[nodiscard]] HeaderBar *header() const { return m_header; }
    [[nodiscard]] StatusBar *status() const { return m_status; }
    [[nodiscard]] CommandPalette *commandPalette() const { return m_palette; }
    /// Over all places, for what must not be missed. Connect to the banner's action; it is shown and hidden here.
    [[nodiscard]] Banner *banner() const { return m_banner; }
    void showBanner(Banner::Kind kind, const QString &title, const QString &text = {}, const QString &action = {});
    void hideBanner();
    void setBadge(const QString &placeId, int count, bool urgent);
    /// Shows the text with Undo for a few seconds; `undo` is called at most once.
    void offerUndo(const QString &text, const std::function<void()> &undo);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void restoreWindow();
    void addOwnActions();
    void goBack(int by);
    void updateTitle();
    Place *make(const PlaceEntry &entry);

    ActionRegistry *m_registry;
    QSettings *m_settings;
    QList<PlaceEntry> m_entries;
    QHash<QString, Place *> m_places;
    QString m_current;
    QList<QUrl> m_history;
    qsizetype m_historyAt = -1;
    bool m_travelling = false;
    std::function<void()> m_undo;
    Rail *m_rail;
    HeaderBar *m_header;
    Banner *m_banner;
    QWidget *m_bannerHolder;
    QStackedWidget *m_stack;
    StatusBar *m_status;
    CommandPalette *m_palette;
    Toast *m_toast;
};

} // namespace countersign
