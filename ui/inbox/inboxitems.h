// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "replica/readsession.h"
#include "ui/widgets/chip.h"
#include "ui/workspace/workspace.h"

#include <QUrl>

namespace countersign {

/// One thing that waits for the acting person, or that they should know, with all its row and its preview show.
struct WaitingItem
{
    enum class Kind {
        OutboxTrouble, ///< a decision of theirs that the server did not take
        SignOff,
        Escalated, ///< a stage of others that is overdue and names them
        ChangesAsked,
        KeyWaits,       ///< somebody's signing key wants confirming
        WaiverProposed, ///< an exception they may grant
        CardReview,
        PlanSign, ///< a plan that fixes nothing until somebody signs it
        Rate,     ///< items of a review they are a rater of
        ApprovalEnds,
        WaiverEnds,
        OwnKeyWaits,
        Decided, ///< a request of theirs that was decided lately
    };
    struct Fact
    {
        QString label, value;
        bool digest = false; ///< monospaced, cut in the middle
        bool operator==(const Fact &) const = default;
    };
    /// What can be done from here without opening anything.
    struct Act
    {
        QString text;
        QString toolTip;
        Command command;
        bool needsAgreement = false; ///< only after the person has confirmed `agreement`
    };

    QString key; ///< the same thing keeps its key while it waits
    Kind kind = Kind::Decided;
    ChipSpec chip;
    QString title; ///< "claims-triage 7 → production"
    QString facts; ///< the two that decide
    QDateTime due;   ///< when it must have been done; invalid when nothing says so
    QDateTime since; ///< how long it has been waiting
    bool information = false; ///< nothing to do; after everything else
    QUrl target;       ///< where Enter goes; empty for none
    QString openText;  ///< what going there is called: "Open review"
    QString request;   ///< the release request it is about, if any: the preview reads more of it
    QString reason;    ///< why it is theirs, as sentences
    QString next;      ///< what happens then
    QString quote;     ///< somebody's words on it
    QString number;    ///< to be compared with what the other person reads out; groups of four
    QString agreement; ///< what the person confirms to have done before the acts that need it
    QList<Fact> details;
    QList<Act> acts;
    qint64 outbox = 0; ///< number of the command in the outbox, 0 for none
};

/// Who asks, and when.
struct InboxAsker
{
    Actor actor;
    QDateTime now;
};

/// Approvals, waivers and what has been decided are shown this many days before they end and after they happened.
inline constexpr int endsWithinDays = 14;
inline constexpr int decidedWithinDays = 7;

/// Everything that waits for the person, most urgent first. Runs on a reader's thread; Cancelled when asked to stop.
Result<QList<WaitingItem>> loadInbox(ReadSession &session, const InboxAsker &asker);

/// Puts items into the order of the inbox: by the moment each becomes urgent, information last.
void sortWaiting(QList<WaitingItem> &items);
/// When an item becomes urgent: its clock, or, where there is none, three days after somebody began to wait for it.
QDateTime urgentAt(const WaitingItem &item);

/// What the evidence of a request says, for the preview of one item: "11 met · 1 failed". NotFound while reports are
/// missing on this machine.
Result<QString> requirementSummary(ReadSession &session, const QString &requestId, const QDateTime &now);

/// "9f4a 11c2 …": a key id in groups of four, four groups a line, to be read out.
QString readableNumber(const QString &keyId);

} // namespace countersign
