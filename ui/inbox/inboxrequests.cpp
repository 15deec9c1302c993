// SPDX-License-Identifier: GPL-3.0-or-later
// What concerns releases: stages to sign, changes that were asked for, decisions, approvals that end.
#include "ui/inbox/inboxlook.h"

#include "base/clock.h"
#include "domain/statetable.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

ChipSpec chipOfEnding(Request::State state)
{
    switch (state) {
    case Request::Approved:
        return chipFor(ChipState::Approved);
    case Request::Rejected:
        return chipFor(ChipState::Rejected);
    case Request::Revoked:
        return chipFor(ChipState::Revoked);
    default:
        return chipFor(ChipState::Expired);
    }
}

qsizetype signaturesMissing(const QList<StageStatus> &stages)
{
    qsizetype out = 0;
    for (const StageStatus &stage : stages)
        out += std::max<qsizetype>(0, qsizetype(stage.quorum) - stage.counted.size());
    return out;
}

} // namespace

WaitingItem InboxLook::about(const Found<Request> &found, WaitingItem::Kind kind)
{
    const Request &request = found.body;
    WaitingItem out;
    out.kind = kind;
    out.key = u"%1 %2"_s.arg(int(kind)).arg(found.record.id);
    out.request = found.record.id;
    out.title = u"%1 → %2"_s.arg(inboxVersionTitle(request.version), request.environment);
    out.target = links::to(u"releases"_s, found.record.id);
    out.openText = tr("Open review");
    out.details = {{tr("Request"), u"R-%1"_s.arg(request.number)}, {tr("Requested by"), name(request.requestedBy)}};
    if (const auto model = m_source.record(u"model"_s, request.version.section(u'/', 0, 0)); model.ok())
        out.details.append({tr("Criticality"), model->body.value(u"criticality"_s).toString()});
    if (!request.replaces.isEmpty())
        out.details.append({tr("Replaces"), inboxVersionTitle(request.replaces)});
    return out;
}

/// Gathering a case is the costly part; most open requests are decided by people of other roles.
bool InboxLook::mayConcern(const Request &request)
{
    const auto record = m_source.record(u"policy"_s, request.policy);
    if (!record)
        return false;
    const auto policy = decode<Policy>(record->body);
    return policy.ok() && std::any_of(policy->stages.begin(), policy->stages.end(), [&](const PolicyStage &stage) {
        return m_asker.actor.has(stage.role) || isMe(stage.escalateTo);
    });
}

Result<void> InboxLook::openRequests()
{
    const auto found = find<Request>(u"request"_s, {{u"state"_s, ListFilter::Op::AnyOf, {u"inReview"_s, u"changesRequested"_s}}});
    if (!found)
        return found.error();
    for (const auto &request : *found) {
        if (m_session.stop().stop_requested())
            return {};
        if (request.body.state == Request::ChangesRequested)
            addChangesAsked(request);
        else if (mayConcern(request.body)) {
            if (const auto done = addOpen(request); !done)
                return done;
        }
    }
    return {};
}

Result<void> InboxLook::addOpen(const Found<Request> &request)
{
    const auto release = assembleCase(m_source, request.record.id, CaseReports::Leave);
    if (!release) // something it rests on has not arrived yet; it comes with a later page of the feed
        return {};
    const QList<StageStatus> stages = evaluateStages(*release, m_asker.now);
    for (qsizetype i = 0; i < stages.size(); ++i) {
        if (!stages[i].open)
            continue;
        if (stages[i].canSign.contains(m_asker.actor.person))
            addSignOff(request, *release, stages, i);
        else if (isMe(release->policy.stages[i].escalateTo) && stages[i].dueAt.isValid() && stages[i].dueAt < m_asker.now)
            addEscalated(request, stages[i]);
    }
    return {};
}

void InboxLook::addSignOff(const Found<Request> &found, const ReleaseCase &release, const QList<StageStatus> &stages, qsizetype open)
{
    const Request &request = found.body;
    const StageStatus &stage = stages[open];
    WaitingItem item = about(found, WaitingItem::Kind::SignOff);
    item.chip = chipFor(ChipState::InReview, tr("Sign off"));
    item.due = stage.dueAt.isValid() ? stage.dueAt : request.closesAt;
    item.since = request.rounds.isEmpty() ? request.requestedAt : request.rounds.last().openedAt;
    qint64 counted = 0, needed = 0;
    for (const StageStatus &each : stages) {
        counted += each.counted.size();
        needed += each.quorum;
    }
    //: the stage that is open, and how many of all signatures are there
    item.facts = tr("%1 · %2 of %3 signed").arg(stage.name).arg(counted).arg(needed);
    if (request.round > 1)
        item.facts += tr(" · round %1").arg(request.round);
    item.details.append({tr("Policy"), release.policy.title.isEmpty() ? release.policy.name : release.policy.title});
    item.details.append({tr("Evidence"), tr("%n piece(s)", nullptr, int(request.evidence.size()))});
    if (request.closesAt.isValid())
        item.details.append({tr("Closes"), relativeTime(request.closesAt, m_asker.now)});
    item.reason = tr("The stage '%1' is open and you have its role, %2.").arg(stage.name, roleTitle(stage.role));
    QStringList others = stage.canSign;
    others.removeAll(m_asker.actor.person);
    for (QString &other : others)
        other = name(other);
    if (!others.isEmpty())
        item.reason += u' ' + tr("%1 could sign too.").arg(others.mid(0, 3).join(u", "_s));
    else if (stage.quorum - stage.counted.size() == 1)
        item.reason += u' ' + tr("Nobody else can.");
    if (signaturesMissing(stages) == 1)
        item.next = tr("Yours is the last signature that is missing: if every requirement is met, your approval lets it out.");
    else if (stage.quorum - stage.counted.size() == 1 && open + 1 < stages.size())
        item.next = tr("With your approval it goes on to '%1'.").arg(stages[open + 1].name);
    else
        item.next = tr("After yours, %n more signature(s) are needed.", nullptr, int(signaturesMissing(stages) - 1));
    item.quote = request.round > 1 && !request.rounds.isEmpty() ? tr("Round %1: %2").arg(request.round).arg(request.rounds.last().reason)
                                                                : request.comment;
    m_items.append(item);
}

void InboxLook::addEscalated(const Found<Request> &found, const StageStatus &stage)
{
    WaitingItem item = about(found, WaitingItem::Kind::Escalated);
    item.chip = {ChipShape::Exclamation, Tone::Negative, tr("Escalated")};
    item.due = stage.dueAt;
    item.since = stage.dueAt;
    item.facts = tr("'%1' is overdue · %2 of %3 signed").arg(stage.name).arg(stage.counted.size()).arg(stage.quorum);
    QStringList people;
    for (const QString &person : stage.canSign)
        people.append(name(person));
    item.details.append({tr("Could sign"), people.isEmpty() ? tr("nobody") : people.join(u", "_s)});
    item.reason = tr("The policy names you as the one who is told when the stage '%1' takes too long.").arg(stage.name);
    item.next = tr("It never approves by itself: ask those who can sign, or it closes undecided.");
    m_items.append(item);
}

QString InboxLook::lastWords(const QString &requestId, qint64 round, Signoff::Verdict verdict)
{
    const auto signoffs = find<Signoff>(u"signoff"_s, {ListFilter::is(u"request"_s, requestId)});
    if (!signoffs)
        return {};
    QString out;
    for (const auto &signoff : *signoffs) {
        if (signoff.body.round == round && signoff.body.verdict == verdict)
            out = tr("%1: %2").arg(name(signoff.body.person), signoff.body.comment);
    }
    return out;
}

void InboxLook::addChangesAsked(const Found<Request> &found)
{
    const Request &request = found.body;
    const QString owner = ownerOf(request.version);
    if (!isMe(request.requestedBy) && !isMe(owner))
        return;
    WaitingItem item = about(found, WaitingItem::Kind::ChangesAsked);
    item.chip = chipFor(ChipState::ChangesRequested);
    item.due = request.closesAt;
    item.since = found.record.updatedAt;
    item.quote = lastWords(found.record.id, request.round, Signoff::RequestChanges);
    item.facts = item.quote.isEmpty() ? tr("Round %1").arg(request.round) : item.quote.simplified();
    item.details.append({tr("Round"), QString::number(request.round)});
    item.reason = isMe(request.requestedBy) ? tr("You requested this release.") : tr("You own this model.");
    item.next = tr("Make the changes, then open a new round: everybody signs again what is new. Undecided, it closes %1.")
                    .arg(relativeTime(request.closesAt, m_asker.now));
    m_items.append(item);
}

Result<void> InboxLook::decidedRequests()
{
    const auto found = find<Request>(
        u"request"_s, {{u"state"_s, ListFilter::Op::AnyOf, {u"approved"_s, u"rejected"_s, u"revoked"_s, u"expired"_s}},
                       ListFilter::is(u"requestedBy"_s, m_asker.actor.person),
                       {u"decidedAt"_s, ListFilter::Op::AtLeast, {toRfc3339(m_asker.now.addDays(-decidedWithinDays))}}});
    if (!found)
        return found.error();
    for (const auto &request : *found)
        addDecided(request);
    return {};
}

void InboxLook::addDecided(const Found<Request> &found)
{
    const Request &request = found.body;
    WaitingItem item = about(found, WaitingItem::Kind::Decided);
    item.chip = chipOfEnding(request.state);
    item.since = request.decidedAt;
    item.information = true;
    item.reason = tr("You requested it.");
    switch (request.state) {
    case Request::Approved:
        item.facts = tr("holds until %1").arg(request.validUntil.toLocalTime().date().toString(Qt::ISODate));
        item.next = tr("Its exact files may go to %1 until then; the gate lets nothing else through.").arg(request.environment);
        break;
    case Request::Rejected:
        item.quote = lastWords(found.record.id, request.round, Signoff::Reject);
        item.facts = item.quote.isEmpty() ? tr("by one of its reviewers") : item.quote.simplified();
        item.next = tr("A rejection ends the request. A new version can be requested under a new one.");
        break;
    case Request::Revoked:
        item.quote = lastWords(found.record.id, request.round, Signoff::Revoke);
        item.facts = item.quote.isEmpty() ? tr("the gate says no from now on") : item.quote.simplified();
        item.next = tr("The gate says no from now on. What runs is not stopped by this: end its deployment.");
        break;
    default:
        item.facts = tr("nobody decided in time");
        item.next = tr("Request the release again when it is still wanted.");
    }
    m_items.append(item);
}

Result<void> InboxLook::endingApprovals()
{
    const auto found = find<Request>(
        u"request"_s, {ListFilter::is(u"state"_s, u"approved"_s),
                       {u"validUntil"_s, ListFilter::Op::AtLeast, {toRfc3339(m_asker.now)}},
                       {u"validUntil"_s, ListFilter::Op::AtMost, {toRfc3339(m_asker.now.addDays(endsWithinDays))}}});
    if (!found)
        return found.error();
    for (const auto &request : *found) {
        if (const auto done = addEnding(request); !done)
            return done;
    }
    return {};
}

Result<void> InboxLook::addEnding(const Found<Request> &found)
{
    const Request &request = found.body;
    QString reason;
    if (isMe(ownerOf(request.version))) {
        reason = tr("You own this model.");
    } else if (isMe(request.requestedBy)) {
        reason = tr("You requested this release.");
    } else {
        const auto mine = m_session.count({u"signoff"_s, {ListFilter::is(u"request"_s, found.record.id),
                                                          ListFilter::is(u"person"_s, m_asker.actor.person),
                                                          ListFilter::is(u"round"_s, request.round), ListFilter::is(u"verdict"_s, u"approve"_s)}, {}, {}});
        if (!mine)
            return mine.error();
        if (*mine == 0)
            return {};
        reason = tr("You signed this approval.");
    }
    const auto running = find<Deployment>(u"deployment"_s, {ListFilter::is(u"request"_s, found.record.id), ListFilter::is(u"state"_s, u"running"_s)});
    if (!running)
        return running.error();
    WaitingItem item = about(found, WaitingItem::Kind::ApprovalEnds);
    item.chip = chipFor(ChipState::Stale, tr("Approval ends"));
    item.since = request.decidedAt;
    item.reason = reason;
    // An approval that nothing rests on may end in peace.
    item.information = running->isEmpty();
    item.due = request.validUntil;
    item.facts = running->isEmpty() ? tr("not deployed") : tr("runs at %1").arg(running->first().body.endpoint);
    item.details.append({tr("Approved"), relativeTimeAgo(request.decidedAt, m_asker.now)});
    item.next = running->isEmpty() ? tr("Nothing rests on it. Request the release again if it is still wanted.")
                                   : tr("From then on the gate says no. Request the release again, with fresh evidence, to keep it running.");
    m_items.append(item);
    return {};
}

} // namespace countersign
