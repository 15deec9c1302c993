// SPDX-License-Identifier: GPL-3.0-or-later
// What concerns waivers, signing keys and model cards.
#include "ui/inbox/inboxlook.h"

#include "base/clock.h"
#include "domain/waivergrant.h"
#include "ui/widgets/relativetime.h"

namespace countersign {

using namespace Qt::StringLiterals;

WaitingItem InboxLook::about(const Found<Waiver> &found, WaitingItem::Kind kind)
{
    const Waiver &waiver = found.body;
    WaitingItem out;
    out.kind = kind;
    out.key = u"%1 %2"_s.arg(int(kind)).arg(found.record.id);
    out.title = u"%1 → %2"_s.arg(inboxVersionTitle(waiver.version), waiver.environment);
    out.target = links::to(u"registry"_s, waiver.version);
    out.openText = tr("Open version");
    out.details = {{tr("Requirement"), waiver.requirement},
                   {tr("Asked for by"), name(waiver.requestedBy)},
                   {tr("Answers for it"), name(waiver.owner)},
                   {tr("Instead"), waiver.compensatingControl}};
    if (!waiver.grantedBy.isEmpty())
        out.details.append({tr("Granted by"), name(waiver.grantedBy)});
    out.quote = waiver.reason;
    return out;
}

Result<void> InboxLook::waivers()
{
    const auto ending = find<Waiver>(u"waiver"_s, {ListFilter::is(u"state"_s, u"active"_s), ListFilter::is(u"owner"_s, m_asker.actor.person),
                                                  {u"expiresAt"_s, ListFilter::Op::AtLeast, {toRfc3339(m_asker.now)}},
                                                  {u"expiresAt"_s, ListFilter::Op::AtMost, {toRfc3339(m_asker.now.addDays(endsWithinDays))}}});
    if (!ending)
        return ending.error();
    for (const auto &waiver : *ending)
        addWaiverEnds(waiver);
    const auto proposed = find<Waiver>(u"waiver"_s, {ListFilter::is(u"state"_s, u"proposed"_s)});
    if (!proposed)
        return proposed.error();
    for (const auto &waiver : *proposed) {
        if (const auto done = addWaiverProposed(waiver); !done)
            return done;
    }
    return {};
}

void InboxLook::addWaiverEnds(const Found<Waiver> &found)
{
    WaitingItem item = about(found, WaitingItem::Kind::WaiverEnds);
    item.chip = chipFor(ChipState::Waived, tr("Waiver ends"));
    item.due = found.body.expiresAt;
    item.since = found.body.grantedAt;
    item.facts = tr("%1 · granted by %2").arg(found.body.requirement, name(found.body.grantedBy));
    item.reason = tr("You answer for this exception.");
    item.next = tr("From then on the requirement counts again: meet it before, or ask for a new waiver.");
    m_items.append(item);
}

Result<void> InboxLook::addWaiverProposed(const Found<Waiver> &found)
{
    const Waiver &waiver = found.body;
    if (!waiverStates().next(u"proposed"_s, u"grant"_s, m_asker.actor, {waiver.owner, {}, waiver.requestedBy}))
        return {};
    if (const auto may = mayGrant(m_source, waiver, m_asker.actor, m_asker.now); !may) {
        // Refused by a rule, or what it is judged from is not here yet: not theirs, as far as is known.
        const bool unknown = may.error().code == Error::Code::NotFound || may.error().code == Error::Code::Corrupt;
        return may.error().code == Error::Code::Refused || unknown ? Result<void>() : may;
    }
    WaitingItem item = about(found, WaitingItem::Kind::WaiverProposed);
    item.chip = chipFor(ChipState::Waived, tr("Waiver proposed"));
    item.since = found.record.updatedAt;
    item.details.append({tr("Until"), waiver.expiresAt.toLocalTime().date().toString(Qt::ISODate)});
    item.facts = tr("%1 · asked for by %2").arg(waiver.requirement, name(waiver.requestedBy));
    item.reason = tr("You can grant it, as you had no part in what it excuses.");
    item.next = tr("Granted, the requirement counts as waived until it ends, and reviewers are asked to sign again.");
    const QString what = tr("waiver of %1 for %2").arg(waiver.requirement, inboxVersionTitle(waiver.version));
    item.acts = {{tr("Grant waiver"), tr("Accepts the exception in your name, in the log for everybody to see."),
                  verb(found.record, u"waivers"_s, u"grant"_s, tr("Grant the %1").arg(what))},
                 {tr("Decline"), tr("Revokes the proposal; the requirement stays as it is."),
                  verb(found.record, u"waivers"_s, u"revoke"_s, tr("Decline the %1").arg(what))}};
    m_items.append(item);
    return {};
}

Result<void> InboxLook::keys()
{
    const auto pending = find<SignerKey>(u"signer"_s, {ListFilter::is(u"state"_s, u"pending"_s)});
    if (!pending)
        return pending.error();
    for (const auto &key : *pending)
        addKey(key);
    return {};
}

void InboxLook::addKey(const Found<SignerKey> &found)
{
    const SignerKey &key = found.body;
    const QString id = key.keyId.isEmpty() ? found.record.id : key.keyId;
    const bool confirmable = signerStates().next(u"pending"_s, u"confirm"_s, m_asker.actor, {key.person, {}, key.person}).ok();
    if (!confirmable && !isMe(key.person))
        return;
    WaitingItem item;
    item.kind = confirmable ? WaitingItem::Kind::KeyWaits : WaitingItem::Kind::OwnKeyWaits;
    item.key = u"%1 %2"_s.arg(int(item.kind)).arg(found.record.id);
    item.since = key.enrolledAt.isValid() ? key.enrolledAt : found.record.updatedAt;
    item.number = readableNumber(id);
    item.target = links::to(u"access"_s, u"key/"_s + id);
    item.openText = tr("Show in Audit");
    item.details = {{tr("Person"), name(key.person)}, {tr("Key is called"), key.label}, {tr("Enrolled"), relativeTimeAgo(item.since, m_asker.now)}};
    item.facts = tr("%1 · %2…").arg(key.label.isEmpty() ? tr("unnamed key") : key.label, id.left(4) + u' ' + id.mid(4, 4));
    if (!confirmable) {
        item.chip = chipFor(ChipState::Waiting, tr("Key unconfirmed"));
        item.title = tr("Your signing key");
        item.information = true;
        item.reason = tr("You enrolled it.");
        item.next = tr("An administrator compares this number with you and confirms it; until then you cannot sign with it.");
        m_items.append(item);
        return;
    }
    item.chip = {ChipShape::Lock, Tone::Caution, tr("Confirm key")};
    item.title = tr("Signing key of %1").arg(name(key.person));
    item.reason = tr("You are an administrator, and the key is another person's.");
    item.next = tr("Call %1 or meet them, have the number read out, and compare all of it. Once confirmed, the key signs in their name.")
                    .arg(name(key.person));
    item.agreement = tr("%1 read this number out to me").arg(name(key.person));
    item.acts = {{tr("Confirm key"), tr("Says in the log that you compared the number with the person."),
                  verb(found.record, u"signers"_s, u"confirm"_s, tr("Confirm the key of %1").arg(name(key.person))), true},
                 {tr("Refuse"), tr("Revokes the key before it was ever used."),
                  verb(found.record, u"signers"_s, u"revoke"_s, tr("Refuse the key of %1").arg(name(key.person)))}};
    m_items.append(item);
}

Result<void> InboxLook::cards()
{
    const auto pending = find<Card>(u"card"_s, {ListFilter::is(u"status"_s, u"pendingReview"_s)});
    if (!pending)
        return pending.error();
    for (const auto &card : *pending)
        addCard(card);
    return {};
}

void InboxLook::addCard(const Found<Card> &found)
{
    const Card &card = found.body;
    if (!cardStates().next(u"pendingReview"_s, u"approve"_s, m_asker.actor, {ownerOf(card.version), card.author, {}}))
        return;
    WaitingItem item;
    item.kind = WaitingItem::Kind::CardReview;
    item.key = u"%1 %2"_s.arg(int(item.kind)).arg(found.record.id);
    item.chip = chipFor(ChipState::InReview, tr("Review card"));
    item.title = tr("Model card of %1").arg(inboxVersionTitle(card.version));
    item.since = found.record.updatedAt;
    item.facts = card.missing.isEmpty() ? tr("complete · by %1").arg(name(card.author))
                                        : tr("%n section(s) empty", nullptr, int(card.missing.size())) + tr(" · by %1").arg(name(card.author));
    item.target = links::to(u"registry"_s, card.version);
    item.openText = tr("Read the card");
    item.details = {{tr("Author"), name(card.author)},
                    {tr("Sections"), tr("%1 filled, %2 empty").arg(card.sectionCount).arg(card.missing.size())},
                    {tr("File"), card.fileName},
                    {tr("Source"), card.raw, true}};
    item.reason = tr("You have a reviewing role and neither wrote the card nor own the model.");
    item.next = tr("Approved, the card counts as reviewed; returned, its author gets it back as a draft.");
    const QString title = inboxVersionTitle(card.version);
    item.acts = {{tr("Approve card"), tr("Says in the log that you reviewed this card."),
                  verb(found.record, u"cards"_s, u"approve"_s, tr("Approve the card of %1").arg(title))},
                 {tr("Return"), tr("Gives the card back to its author as a draft."),
                  verb(found.record, u"cards"_s, u"return"_s, tr("Return the card of %1").arg(title))}};
    m_items.append(item);
}

} // namespace countersign
