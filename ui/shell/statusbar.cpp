// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statusbar.h"

#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/statuspill.h"

#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace countersign {

StatusBar::StatusBar(const Clock *clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_sync(new StatusPill)
    , m_log(new StatusPill)
    , m_outbox(new StatusPill)
    , m_server(new StatusPill)
{
    const Theme theme = Theme::current();
    setFixedHeight(theme.px(28));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.px(14), 1, theme.px(14), 0);
    layout->setSpacing(theme.px(8));
    layout->addWidget(m_sync);
    layout->addWidget(m_log);
    layout->addStretch(1);
    layout->addWidget(m_outbox);
    layout->addWidget(m_server);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &StatusBar::refreshSync);
    connect(m_sync, &StatusPill::clicked, this, &StatusBar::syncClicked);
    connect(m_log, &StatusPill::clicked, this, &StatusBar::logClicked);
    connect(m_outbox, &StatusPill::clicked, this, &StatusBar::outboxClicked);
    connect(m_server, &StatusPill::clicked, this, &StatusBar::serverClicked);
    refresh();
}

void StatusBar::setStatus(const ConnectionStatus &status)
{
    m_status = status;
    refresh();
}

void StatusBar::refreshSync()
{
    const bool known = m_status.syncedAt.isValid();
    const QString age = relativeTimeAgo(m_status.syncedAt, m_clock->now());
    switch (m_status.link) {
    case ConnectionStatus::Link::Online:
        //: Status bar: when the copy was last brought up to date; %1 is "2 s ago".
        m_sync->setStatus(ChipShape::Disc, Tone::Positive, known ? tr("Synced %1").arg(age) : tr("Connected"));
        break;
    case ConnectionStatus::Link::Syncing:
        //: Status bar: the copy is being brought up to date.
        m_sync->setStatus(ChipShape::Quarter, Tone::Neutral, tr("Syncing"));
        break;
    case ConnectionStatus::Link::Offline:
        //: Status bar: no connection; how old the copy is.
        m_sync->setStatus(ChipShape::Circle, Tone::Caution, known ? tr("Offline, last synced %1").arg(age) : tr("Offline"));
        break;
    case ConnectionStatus::Link::Stopped:
        //: Status bar: syncing was stopped because something is wrong with the log.
        m_sync->setStatus(ChipShape::Cross, Tone::Negative, tr("Sync stopped"));
        break;
    }
    m_sync->setToolTip(known ? exactTime(m_status.syncedAt) : QString());
    if (known)
        m_timer.start(int(std::min<qint64>(nextChangeIn(m_status.syncedAt, m_clock->now()), 60'000)));
}

void StatusBar::refreshLog()
{
    QStringList parts;
    if (m_status.logEntries >= 0) {
        //: Status bar: how many entries the log has; %1 is the grouped number.
        parts << tr("Log %1 entries", nullptr, int(std::min<qint64>(m_status.logEntries, 1'000'000)))
                     .arg(formatCount(m_status.logEntries));
    }
    const bool rewritten = m_status.history == ConnectionStatus::History::Rewritten;
    if (rewritten) {
        //: Status bar: the server's log no longer contains what was seen before.
        parts << tr("history was rewritten");
    } else if (m_status.history == ConnectionStatus::History::Consistent) {
        //: Status bar: the server's log still contains everything seen before.
        parts << tr("history consistent");
    }
    m_log->setStatus(rewritten ? ChipShape::Cross : ChipShape::None, rewritten ? Tone::Negative : Tone::Neutral,
                     parts.join(u", "_s));
    m_log->setVisible(!parts.isEmpty());
}

void StatusBar::refresh()
{
    refreshSync();
    refreshLog();
    if (m_status.refused > 0) {
        //: Status bar: commands the server refused.
        m_outbox->setStatus(ChipShape::Exclamation, Tone::Caution, tr("Outbox: %Ln refused", nullptr, m_status.refused));
    } else if (m_status.outbox > 0) {
        //: Status bar: commands waiting to be sent.
        m_outbox->setStatus(ChipShape::None, Tone::Neutral, tr("Outbox %Ln", nullptr, m_status.outbox));
    } else {
        //: Status bar: nothing waits to be sent.
        m_outbox->setStatus(ChipShape::None, Tone::Neutral, tr("Outbox empty"));
    }
    m_server->setStatus(ChipShape::None, Tone::Neutral, m_status.server);
    m_server->setVisible(!m_status.server.isEmpty());
}

void StatusBar::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(ColorRole::Surface));
    painter.fillRect(0, 0, width(), 1, theme.color(ColorRole::Border));
}

} // namespace countersign
