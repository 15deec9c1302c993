// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inbox/inboxitems.h"

#include "replica/replicacase.h"
#include "ui/inbox/inboxlook.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// Nobody should wait longer than this for an answer that has no clock of its own.
constexpr int patienceDays = 3;

} // namespace

QDateTime urgentAt(const WaitingItem &item)
{
    if (item.due.isValid())
        return item.due;
    return item.since.isValid() ? item.since.addDays(patienceDays) : item.since;
}

void sortWaiting(QList<WaitingItem> &items)
{
    std::stable_sort(items.begin(), items.end(), [](const WaitingItem &a, const WaitingItem &b) {
        if (a.information != b.information)
            return b.information;
        if (a.information)
            return a.since > b.since;
        // What the server did not take is a decision that others believe was never made.
        if ((a.kind == WaitingItem::Kind::OutboxTrouble) != (b.kind == WaitingItem::Kind::OutboxTrouble))
            return a.kind == WaitingItem::Kind::OutboxTrouble;
        return urgentAt(a) < urgentAt(b);
    });
}

Result<QList<WaitingItem>> loadInbox(ReadSession &session, const InboxAsker &asker)
{
    InboxLook look(session, asker);
    for (const auto step : {&InboxLook::openRequests, &InboxLook::decidedRequests, &InboxLook::endingApprovals,
                            &InboxLook::waivers, &InboxLook::keys, &InboxLook::cards, &InboxLook::plans, &InboxLook::ratings}) {
        if (const auto done = (look.*step)(); !done)
            return done.error();
        if (session.stop().stop_requested())
            return {Error::Code::Cancelled, InboxLook::tr("Cancelled.")};
    }
    QList<WaitingItem> out = look.take();
    sortWaiting(out);
    return out;
}

Result<QString> requirementSummary(ReadSession &session, const QString &requestId, const QDateTime &now)
{
    const auto release = releaseCase(session, requestId);
    if (!release)
        return release.error();
    const QList<Requirement> requirements = evaluateRequirements(*release, now);
    const std::pair<Requirement::State, QString> words[] = {{Requirement::Failed, InboxLook::tr("%1 failed")},
                                                            {Requirement::Missing, InboxLook::tr("%1 missing")},
                                                            {Requirement::Stale, InboxLook::tr("%1 stale")},
                                                            {Requirement::Waived, InboxLook::tr("%1 waived")},
                                                            {Requirement::Met, InboxLook::tr("%1 met")}};
    QStringList out;
    for (const auto &[state, word] : words) {
        const auto count = std::count_if(requirements.begin(), requirements.end(), [s = state](const Requirement &r) { return r.state == s; });
        if (count > 0)
            out.append(word.arg(count));
    }
    return out.isEmpty() ? InboxLook::tr("none asked") : out.join(u" · "_s);
}

QString readableNumber(const QString &keyId)
{
    QString out;
    for (qsizetype i = 0; i < keyId.size(); i += 4) {
        if (i > 0)
            out += i % 16 == 0 ? u'\n' : u' ';
        out += keyId.mid(i, 4);
    }
    return out;
}

} // namespace countersign
