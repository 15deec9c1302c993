// SPDX-License-Identifier: GPL-3.0-or-later
// The people half of policy evaluation: who signed, who counts, who could still sign.
#include "domain/policyevaluation.h"

#include "domain/statetable.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using Entry = ReleaseCase::SignoffEntry;

/// Why this person can never sign this stage, or nothing.
std::optional<QString> ineligible(const PolicyStage &stage, const Person &person, const QMap<QString, QString> &excluded)
{
    if (!person.active)
        return u"is no longer active"_s;
    if (!person.roles.contains(stage.role))
        return u"does not have the role %1"_s.arg(roleTitle(stage.role));
    if (!stage.people.isEmpty() && !stage.people.contains(person.name))
        return u"is not among the people this stage names"_s;
    if (const auto it = excluded.find(person.name); it != excluded.end())
        return *it;
    return std::nullopt;
}

/// Only the last thing a person signed in one role of a round speaks for them in it.
QList<const Entry *> lastWords(const ReleaseCase &release)
{
    QMap<QString, const Entry *> last;
    for (const Entry &entry : release.signoffs) {
        if (entry.signoff.round != release.request.round || entry.signoff.verdict == Signoff::Revoke || !entry.trusted)
            continue;
        const Entry *&slot = last[entry.signoff.person + u'\n' + entry.signoff.role + u'\n' + entry.signoff.stage];
        if (!slot || entry.leaf > slot->leaf)
            slot = &entry;
    }
    QList<const Entry *> out = last.values();
    std::sort(out.begin(), out.end(), [](const Entry *a, const Entry *b) { return a->leaf < b->leaf; });
    return out;
}

class StageJudge
{
public:
    StageJudge(const ReleaseCase &release)
        : m_release(release), m_excluded(release.excludedPeople()), m_words(lastWords(release))
    {
    }

    StageStatus judge(const PolicyStage &stage, const StageStatus *before)
    {
        StageStatus out;
        out.name = stage.name;
        out.role = stage.role;
        out.quorum = stage.quorum;
        const bool reachable = !before || before->done;
        const qint64 after = before ? before->doneAtLeaf : -1;
        for (const Entry *entry : m_words)
            consider(stage, *entry, reachable, after, out);
        out.done = reachable && out.counted.size() >= stage.quorum;
        out.open = reachable && !out.done;
        listPeople(stage, out);
        if (out.open && stage.timeLimitHours > 0)
            out.dueAt = begin(before).addSecs(stage.timeLimitHours * 3600);
        return out;
    }

    void listForeign(StageStatus &out) const
    {
        for (const Entry &entry : m_release.signoffs) {
            if (entry.signoff.role != out.role)
                continue;
            if (!entry.trusted)
                out.uncounted.append({entry.id, entry.signoff.person, entry.problem});
            else if (entry.signoff.round != m_release.request.round)
                out.uncounted.append({entry.id, entry.signoff.person,
                                      u"Signed in round %1, which was closed."_s.arg(entry.signoff.round)});
        }
    }

private:
    void consider(const PolicyStage &stage, const Entry &entry, bool reachable, qint64 after, StageStatus &out)
    {
        const Signoff &signoff = entry.signoff;
        if (signoff.role != stage.role || (!signoff.stage.isEmpty() && signoff.stage != stage.name))
            return;
        const auto no = [&](const QString &reason) { out.uncounted.append({entry.id, signoff.person, reason}); };
        const Person *person = m_release.person(signoff.person);
        if (!person)
            return no(u"Nobody of this name is known."_s);
        if (const auto why = ineligible(stage, *person, m_excluded))
            return no(u"%1 %2."_s.arg(person->displayName, *why));
        if (signoff.verdict != Signoff::Approve)
            return no(u"The verdict is not an approval."_s);
        if (m_used.contains(signoff.person))
            return no(u"One person counts once, and %1 counts in an earlier stage."_s.arg(person->displayName));
        if (!reachable || entry.leaf <= after)
            return no(u"Signed before the stage before it was done."_s);
        if (out.counted.size() >= stage.quorum)
            return no(u"The quorum was already reached."_s);
        m_used.insert(signoff.person);
        out.counted.append(entry.id);
        out.countedPeople.append(signoff.person);
        if (out.counted.size() == stage.quorum) {
            out.doneAtLeaf = entry.leaf;
            out.doneAt = signoff.recordedAt;
        }
    }

    void listPeople(const PolicyStage &stage, StageStatus &out) const
    {
        for (const Person &person : m_release.people) {
            if (!person.roles.contains(stage.role))
                continue;
            if (const auto why = ineligible(stage, person, m_excluded))
                out.cannotSign.insert(person.name, *why);
            else if (out.countedPeople.contains(person.name))
                out.cannotSign.insert(person.name, u"has signed"_s);
            else if (m_used.contains(person.name))
                out.cannotSign.insert(person.name, u"counts in an earlier stage"_s);
            else
                out.canSign.append(person.name);
        }
    }

    [[nodiscard]] QDateTime begin(const StageStatus *before) const
    {
        if (before && before->doneAt.isValid())
            return before->doneAt;
        return m_release.request.rounds.isEmpty() ? m_release.request.requestedAt : m_release.request.rounds.last().openedAt;
    }

    const ReleaseCase &m_release;
    QMap<QString, QString> m_excluded;
    QList<const Entry *> m_words;
    QSet<QString> m_used;
};

/// One augmenting path of bipartite matching: `slot` gets a person, moving others if it must.
bool assign(int slot, const QList<QStringList> &eligible, QMap<QString, int> &holder, QSet<QString> &seen)
{
    for (const QString &person : eligible[slot]) {
        if (seen.contains(person))
            continue;
        seen.insert(person);
        const auto held = holder.constFind(person);
        if (held == holder.constEnd() || assign(*held, eligible, holder, seen)) {
            holder.insert(person, slot);
            return true;
        }
    }
    return false;
}

} // namespace

QList<StageStatus> evaluateStages(const ReleaseCase &release, const QDateTime &)
{
    StageJudge judge(release);
    QList<StageStatus> out;
    for (const PolicyStage &stage : release.policy.stages) {
        StageStatus status = judge.judge(stage, out.isEmpty() ? nullptr : &out.last());
        judge.listForeign(status);
        out.append(status);
    }
    return out;
}

Satisfiability satisfiable(const Policy &policy, const QList<Person> &people, const QMap<QString, QString> &excluded)
{
    Satisfiability out;
    QList<QStringList> slotsEligible;
    QStringList all;
    for (const PolicyStage &stage : policy.stages) {
        QStringList can;
        QStringList cannot;
        for (const Person &person : people) {
            const auto why = ineligible(stage, person, excluded);
            if (!why)
                can.append(person.name);
            else if (person.roles.contains(stage.role))
                cannot.append(u"%1 %2"_s.arg(person.displayName, *why));
        }
        out.eligible.insert(stage.name, can);
        if (can.size() < stage.quorum) {
            out.reason = u"Stage '%1' needs %2 with the role %3; %4 could sign today."_s.arg(
                stage.name, stage.quorum == 1 ? u"one person"_s : u"%1 people"_s.arg(stage.quorum), roleTitle(stage.role),
                can.isEmpty() ? u"nobody"_s : u"only %1"_s.arg(can.join(u", "_s)));
            if (!cannot.isEmpty())
                out.reason += u" Not counted: %1."_s.arg(cannot.join(u"; "_s));
            return out;
        }
        for (qint64 i = 0; i < stage.quorum; ++i)
            slotsEligible.append(can);
        all += can;
    }
    QMap<QString, int> holder;
    for (int slot = 0; slot < slotsEligible.size(); ++slot) {
        QSet<QString> seen;
        if (!assign(slot, slotsEligible, holder, seen)) {
            all.removeDuplicates();
            all.sort();
            out.reason = u"The stages together need %1 different people, and one person counts once; only %2 could sign today."_s
                             .arg(slotsEligible.size()).arg(all.join(u", "_s));
            return out;
        }
    }
    out.possible = true;
    return out;
}

} // namespace countersign
