// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inbox/outboxtrouble.h"

#include "base/json.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Inbox
{
    Q_DECLARE_TR_FUNCTIONS(Inbox)
};

QString shown(const QJsonValue &value)
{
    if (value.isUndefined() || value.isNull())
        return {};
    return value.isString() ? value.toString() : QString::fromUtf8(toJson(value));
}

WaitingItem itemOf(const OutboxItem &command)
{
    WaitingItem out;
    out.kind = WaitingItem::Kind::OutboxTrouble;
    out.key = u"outbox %1"_s.arg(command.number);
    out.outbox = command.number;
    out.title = command.command.title;
    out.since = command.createdAt;
    out.facts = command.problem.simplified();
    out.quote = command.problem;
    out.reason = Inbox::tr("You decided this; it has not reached the others.");
    for (const FieldError &field : command.fields)
        out.details.append({field.pointer, field.message});
    switch (command.state) {
    case OutboxItem::Conflict:
        out.chip = {ChipShape::DiamondFilled, Tone::Negative, Inbox::tr("Conflict")};
        for (const ConflictRow &row : conflictRows(command.command.base, command.command.body, command.theirs))
            out.details.append({row.member, Inbox::tr("yours %1 · theirs %2").arg(row.mine, row.theirs)});
        out.next = Inbox::tr("Somebody else changed it first. Compare both, then send yours changed or drop it.");
        break;
    case OutboxItem::NeedsReview:
        if (command.command.person.isEmpty()) {
            out.chip = {ChipShape::Exclamation, Tone::Negative, Inbox::tr("Unknown whose")};
            out.reason = Inbox::tr("Somebody decided this on this machine; it has not reached the others.");
            out.next = Inbox::tr("Sent again, it goes out as your decision. Send it only if it is.");
            break;
        }
        out.chip = {ChipShape::Exclamation, Tone::Negative, Inbox::tr("Review again")};
        out.next = Inbox::tr("What you signed is not what is there now. It is never sent by itself: read the evidence again and sign again, or drop it.");
        break;
    default:
        out.chip = {ChipShape::Cross, Tone::Negative, Inbox::tr("Refused")};
        out.next = Inbox::tr("It stays here until you send it again, change it or drop it.");
    }
    if (!command.command.requestId.isEmpty()) {
        const bool plan = command.command.path.startsWith("/v1/plans/"_L1);
        out.target = plan ? links::to(u"plans"_s, u"plan/"_s + command.command.requestId) : links::to(u"releases"_s, command.command.requestId);
        out.openText = plan ? Inbox::tr("Read the plan") : Inbox::tr("Open review");
    }
    return out;
}

/// It goes out as the decision of the person who made it or not at all, so only they can settle it.
WaitingItem ofAnother(const OutboxItem &command, bool waits)
{
    WaitingItem out = itemOf(command);
    out.outbox = 0;
    out.information = true;
    out.openText.clear();
    out.target.clear();
    out.reason = Inbox::tr("%1 decided this on this machine; it has not reached the others.").arg(command.command.person);
    out.next = waits ? Inbox::tr("It is sent when %1 acts here again.").arg(command.command.person)
                     : Inbox::tr("Only %1 can send it again, change it or drop it.").arg(command.command.person);
    if (waits)
        out.chip = {ChipShape::Quarter, Tone::Neutral, Inbox::tr("Waits")};
    return out;
}

} // namespace

QList<WaitingItem> outboxTrouble(const QList<OutboxItem> &commands, const QString &person, const QSet<QString> &away)
{
    QList<WaitingItem> out;
    for (const OutboxItem &command : commands) {
        const QString &whose = command.command.person;
        const bool waits = command.state == OutboxItem::Queued && away.contains(whose);
        if (command.needsPerson() || waits)
            out.append(whose.isEmpty() || whose == person ? itemOf(command) : ofAnother(command, waits));
    }
    return out;
}

QList<ConflictRow> conflictRows(const QJsonObject &base, const QJsonObject &mine, const QJsonObject &theirs)
{
    QStringList members = base.keys() + mine.keys() + theirs.keys();
    members.removeDuplicates();
    members.sort();
    QList<ConflictRow> out;
    for (const QString &member : std::as_const(members)) {
        // An edit is a merge patch: what it does not name stays as it was.
        const QJsonValue was = base.value(member);
        const QJsonValue own = mine.contains(member) ? mine.value(member) : was;
        const QJsonValue other = theirs.value(member);
        if (own == was && other == was)
            continue;
        out.append({member, shown(was), shown(own), shown(other), own != was && other != was && own != other});
    }
    return out;
}

} // namespace countersign
