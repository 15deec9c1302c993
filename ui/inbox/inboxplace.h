// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/inbox/inboxitems.h"
#include "ui/widgets/place.h"

#include <QTimer>

class QSettings;

namespace countersign {

class ActionRegistry;
class Banner;
class DataTable;
class WaitingModel;
class InboxPreview;

/// Home: what waits for the acting person, and beside it what the selected thing is about.
class InboxPlace : public Place
{
    Q_OBJECT
public:
    InboxPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    /// A link may name an item's key or the id of what it is about.
    void activate(const QUrl &link) override;
    [[nodiscard]] QWidget *primaryFocus() override;

private:
    void addActions(ActionRegistry *registry);
    void followOutbox();
    void reload();
    void take(Result<QList<WaitingItem>> items);
    void merge();
    void showCurrent();
    void readRequirements(const WaitingItem &item);
    void showFreshness();
    void tick();
    void open();
    void act(int index);
    void settleOutbox(const QString &what);
    void changeOutbox(qint64 number);
    [[nodiscard]] const WaitingItem *current() const;

    Workspace *m_workspace;
    QSettings *m_settings;
    Banner *m_banner;
    DataTable *m_table;
    WaitingModel *m_model;
    InboxPreview *m_preview;
    QList<WaitingItem> m_items; ///< as the replica gave them
    QString m_wanted;         ///< a link asked for this before it was read
    std::stop_source m_job, m_detailJob;
    quint64 m_generation = 0;
    QTimer m_timer, m_minute;
};

PlaceEntry inboxPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings);

} // namespace countersign
