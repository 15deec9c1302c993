// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"

#include <QTimer>
#include <QWidget>

namespace countersign {

class StatusPill;

/// What the shell says about the copy the person looks at. A plain value the app sets whenever it changes.
struct ConnectionStatus
{
    enum class Link { Online, Syncing, Offline, Stopped };
    /// Whether the server's log still contains what was seen before.
    enum class History { Unknown, Consistent, Rewritten };
    Link link = Link::Offline;
    QDateTime syncedAt;      ///< invalid: never
    qint64 logEntries = -1;  ///< negative: not known
    History history = History::Unknown;
    int outbox = 0;          ///< commands waiting to be sent
    int refused = 0;         ///< commands the server refused, to be looked at
    QString server;          ///< host name, or "Local workspace"
};

/// The line at the bottom: how new everything is, whether the log holds, what still has to be sent, and where.
class StatusBar : public QWidget
{
    Q_OBJECT
public:
    /// `clock` outlives the bar.
    explicit StatusBar(const Clock *clock, QWidget *parent = nullptr);
    void setStatus(const ConnectionStatus &status);

signals:
    void syncClicked();
    void logClicked();
    void outboxClicked();
    void serverClicked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    void refreshSync();
    void refreshLog();

    const Clock *m_clock;
    ConnectionStatus m_status;
    QTimer m_timer;
    StatusPill *m_sync;
    StatusPill *m_log;
    StatusPill *m_outbox;
    StatusPill *m_server;
};

} // namespace countersign
Q_DECLARE_METATYPE(countersign::ConnectionStatus)
