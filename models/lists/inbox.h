// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "lists/roles.h"
#include "replica/outboxitem.h"
#include "replica/readsession.h"

namespace countersign {

/// One thing that waits for a person.
struct InboxItem
{
    Q_GADGET
public:
    enum Reason {
        OutboxProblem,    ///< a command of theirs was refused, conflicts or must be looked at again
        Escalated,        ///< a stage is past its time and was escalated to them
        Sign,             ///< an open stage of a request that they can sign
        ChangesRequested, ///< of what they requested or made
        ConfirmSigner,    ///< somebody's key that they may confirm
        GrantWaiver,
        ApprovalEnding,
        WaiverEnding,
    };
    Q_ENUM(Reason)
    Reason reason = Sign;
    QString kind, id;        ///< the record to open; empty for a command without one
    qint64 command = 0;      ///< number in the outbox
    QString title, subtitle; ///< "triage 2.1 into production", "Sign as Model validation (1 of 2)"
    QDateTime due;           ///< invalid for none
    ListTone tone = ListTone::Neutral;
    bool overdue = false;
    bool operator==(const InboxItem &) const = default;

    /// Stays the same while the thing waits.
    [[nodiscard]] QString key() const;
};

/// What waits for `person` according to the replica, most urgent first.
Result<QList<InboxItem>> inboxOf(ReadSession &session, const QString &person, const QDateTime &now);

/// What in the outbox needs its person.
QList<InboxItem> inboxOf(const QList<OutboxItem> &outbox);

/// Overdue first, then by due time, then by reason and title.
void sortInbox(QList<InboxItem> &items);

} // namespace countersign
