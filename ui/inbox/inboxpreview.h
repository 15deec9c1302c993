// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/inbox/inboxitems.h"
#include "ui/widgets/sidepanel.h"

class QCheckBox;
class QHBoxLayout;
class QPushButton;
class QScrollArea;

namespace countersign {

class Chip;
class EmptyState;
class FactGrid;
class TextLabel;

/// Beside the list: what the selected thing is, why it is the person's, what happens next, and what can be done about
/// it at once.
class InboxPreview : public SidePanel
{
    Q_OBJECT
public:
    explicit InboxPreview(QWidget *parent = nullptr);

    void show(const WaitingItem &item, const QDateTime &now, bool underWay);
    using SidePanel::show;
    void showNothing();
    /// The requirements of the shown request, once they are known; ignored for another item.
    void setRequirements(const QString &key, const QString &summary);
    /// What Ctrl+Return presses; null when there is nothing to do.
    [[nodiscard]] QPushButton *primary() const { return m_primary; }

signals:
    void openRequested();
    /// The act of that index in the shown item.
    void actRequested(int act);
    /// One of "resend", "edit" and "discard", for a command in the outbox.
    void outboxRequested(const QString &what);

private:
    void showFacts(const WaitingItem &item, const QDateTime &now);
    TextLabel *addText(const QString &label, const QString &text);
    void showButtons(const WaitingItem &item, bool underWay);
    QPushButton *addButton(const QString &text, const QString &toolTip, bool primary);

    QWidget *m_content;
    QWidget *m_scroll;
    Chip *m_chip;
    TextLabel *m_title;
    FactGrid *m_facts;
    TextLabel *m_requirements = nullptr;
    TextLabel *m_numberNote;
    TextLabel *m_number;
    TextLabel *m_quote;
    TextLabel *m_whyHead, *m_why, *m_nextHead, *m_next;
    QCheckBox *m_agree;
    QWidget *m_buttons;
    QPushButton *m_primary = nullptr;
    EmptyState *m_empty;
    QString m_key;
};

} // namespace countersign
