// SPDX-License-Identifier: GPL-3.0-or-later
// What concerns evaluation plans that want a signature, and items that want rating.
#include "ui/inbox/inboxlook.h"

#include "domain/kinds/humanreview.h"
#include "domain/plancheck.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"

namespace countersign {

using namespace Qt::StringLiterals;

Result<void> InboxLook::plans()
{
    const auto drafts = find<Plan>(u"plan"_s, {ListFilter::is(u"status"_s, u"draft"_s)});
    if (!drafts)
        return drafts.error();
    for (const auto &found : *drafts) {
        const Plan &plan = found.body;
        const QStringList &roles = planSigningRoles();
        if (std::none_of(roles.begin(), roles.end(), [&](const QString &role) { return maySignPlan(plan, role, m_asker.actor).ok(); }))
            continue;
        WaitingItem item;
        item.kind = WaitingItem::Kind::PlanSign;
        item.key = u"%1 %2"_s.arg(int(item.kind)).arg(found.record.id);
        item.chip = {ChipShape::Lock, Tone::Info, tr("Sign plan")};
        item.title = tr("Plan “%1”").arg(visibleText(plan.title));
        const QString subject = plan.version.isEmpty() ? tr("%1, every version").arg(plan.model) : inboxVersionTitle(plan.version);
        item.facts = tr("%1 · by %2").arg(subject, name(plan.author));
        item.since = plan.createdAt;
        item.target = links::to(u"plans"_s, u"plan/"_s + found.record.id);
        item.openText = tr("Read the plan");
        item.details = {{tr("For"), subject}, {tr("Author"), name(plan.author)}, {tr("Criteria"), QString::number(plan.criteria.size())}};
        item.quote = plan.purpose;
        item.reason = tr("You judge models and did not write it.");
        item.next = tr("Signed, it is locked: runs from then on are held against it, and it does not change any more.");
        m_items.append(item);
    }
    return {};
}

/// Neither the version nor the model is named: the review may be blind.
Result<void> InboxLook::ratings()
{
    const auto open = find<ReviewSet>(u"reviewset"_s, {ListFilter::is(u"status"_s, u"open"_s)});
    if (!open)
        return open.error();
    for (const auto &found : *open) {
        const ReviewSet &set = found.body;
        if (!set.raters.contains(m_asker.actor.person))
            continue;
        const auto rated = m_session.count({u"rating"_s, {ListFilter::is(u"reviewSet"_s, found.record.id), ListFilter::is(u"rater"_s, m_asker.actor.person)}, {}, {}});
        if (!rated)
            return rated.error();
        const qint64 left = set.itemCount - *rated;
        if (left <= 0)
            continue;
        WaitingItem item;
        item.kind = WaitingItem::Kind::Rate;
        item.key = u"%1 %2"_s.arg(int(item.kind)).arg(found.record.id);
        item.chip = chipFor(ChipState::InReview, tr("Rate"));
        //: %1 is the title of a review
        item.title = tr("Rate %n item(s): %1", nullptr, int(left)).arg(visibleText(set.title));
        item.facts = tr("%n question(s) each · asked by %1", nullptr, int(set.questions.size())).arg(name(set.createdBy));
        item.due = set.dueAt;
        item.since = set.createdAt;
        item.target = links::to(u"plans"_s, u"rate/"_s + found.record.id);
        item.openText = tr("Rate");
        item.details = {{tr("Asked by"), name(set.createdBy)}, {tr("Rated"), tr("%1 of %2").arg(*rated).arg(set.itemCount)}};
        item.reason = tr("You are one of %n rater(s).", nullptr, int(set.raters.size()));
        item.next = set.blind ? tr("You rate it blind. Closed, the answers of all become an evaluation.") : tr("Closed, the answers of all become an evaluation.");
        m_items.append(item);
    }
    return {};
}

} // namespace countersign
