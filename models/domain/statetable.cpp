// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/statetable.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString titles(const QStringList &roles)
{
    QStringList out;
    for (const QString &role : roles)
        out.append(roleTitle(role));
    return out.join(u", "_s);
}

/// Nothing when `actor` may make the move; otherwise the rule that refuses.
std::optional<QString> refusal(const Transition &move, const Actor &actor, const Participants &people)
{
    const bool inRole = std::any_of(move.roles.begin(), move.roles.end(), [&](const QString &role) { return actor.has(role); });
    const bool involved = actor.person == people.requester || actor.person == people.author || actor.person == people.owner;
    switch (move.who) {
    case Transition::System:
        return u"'%1' happens by itself; nobody can ask for it."_s.arg(move.verb);
    case Transition::AnyOfRoles:
        if (inRole || move.roles.isEmpty())
            return std::nullopt;
        return u"'%1' needs the role %2."_s.arg(move.verb, titles(move.roles));
    case Transition::Owner:
        if (inRole || involved)
            return std::nullopt;
        return u"'%1' is for %2, or for the role %3."_s.arg(
            move.verb, people.requester.isEmpty() ? people.owner : people.requester, titles(move.roles));
    case Transition::NotRequester:
        if (!inRole)
            return u"'%1' needs the role %2."_s.arg(move.verb, titles(move.roles));
        if (actor.person == people.requester)
            return u"You requested it; another person must %1."_s.arg(move.verb);
        if (involved)
            return u"You are its author or owner; another person must %1."_s.arg(move.verb);
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

Result<QString> StateTable::next(const QString &state, const QString &verb, const Actor &actor,
                                 const Participants &participants) const
{
    QStringList from;
    for (const Transition &move : transitions) {
        if (move.verb != verb)
            continue;
        if (move.from == state) {
            if (const auto rule = refusal(move, actor, participants))
                return {Error::Code::Refused, *rule};
            return move.to;
        }
        from.append(move.from);
    }
    if (from.isEmpty())
        return {Error::Code::NotFound, u"A %1 has no verb '%2'."_s.arg(kind, verb)};
    return {Error::Code::Refused,
            u"'%1' is possible while the %2 is %3; it is %4."_s.arg(verb, kind, from.join(u" or "_s), state)};
}

QStringList StateTable::verbs(const QString &state) const
{
    QStringList out;
    for (const Transition &move : transitions) {
        if (move.from == state && move.who != Transition::System)
            out.append(move.verb);
    }
    return out;
}

bool StateTable::hasVerb(QStringView verb) const
{
    return std::any_of(transitions.begin(), transitions.end(), [&](const Transition &move) {
        return move.verb == verb && move.who != Transition::System;
    });
}

const StateTable &versionStates()
{
    using T = Transition;
    static const QStringList keepers{u"model-owner"_s, u"administrator"_s};
    static const StateTable table{
        u"version"_s,
        u"draft"_s,
        {
            {u"draft"_s, u"submit"_s, u"candidate"_s, T::Owner, keepers, u"at least one artifact"_s},
            {u"candidate"_s, u"rework"_s, u"draft"_s, T::Owner, keepers, {}},
            {u"candidate"_s, u"deploy"_s, u"inService"_s, T::System, {}, u"an approved release request"_s},
            {u"draft"_s, u"deploy"_s, u"inService"_s, T::System, {}, u"an approved release request"_s},
            {u"inService"_s, u"deploy"_s, u"inService"_s, T::System, {}, {}},
            {u"inService"_s, u"undeploy"_s, u"candidate"_s, T::System, {}, {}},
            {u"draft"_s, u"retire"_s, u"retired"_s, T::Owner, keepers, {}},
            {u"candidate"_s, u"retire"_s, u"retired"_s, T::Owner, keepers, {}},
        }};
    return table;
}

const StateTable &cardStates()
{
    using T = Transition;
    static const QStringList editors{u"model-owner"_s, u"administrator"_s};
    static const QStringList reviewers{u"validator"_s, u"risk"_s, u"legal"_s, u"product"_s, u"domain-expert"_s};
    static const StateTable table{
        u"card"_s,
        u"draft"_s,
        {
            {u"draft"_s, u"submit"_s, u"pendingReview"_s, T::Owner, editors, {}},
            {u"pendingReview"_s, u"approve"_s, u"approved"_s, T::NotRequester, reviewers, {}},
            {u"pendingReview"_s, u"return"_s, u"draft"_s, T::AnyOfRoles, reviewers, {}},
            {u"draft"_s, u"archive"_s, u"archived"_s, T::Owner, editors, {}},
            {u"approved"_s, u"archive"_s, u"archived"_s, T::Owner, editors, {}},
        }};
    return table;
}

const StateTable &requestStates()
{
    using T = Transition;
    static const QStringList keepers{u"model-owner"_s, u"administrator"_s};
    static const StateTable table = [] {
        StateTable out{u"request"_s, u"inReview"_s, {}};
        const QString review = u"inReview"_s;
        const QString changes = u"changesRequested"_s;
        out.transitions = {
            {review, u"approve"_s, u"approved"_s, T::System, {}, u"every stage's quorum and every requirement"_s},
            {review, u"reject"_s, u"rejected"_s, T::System, {}, u"a signed rejection"_s},
            {review, u"requestChanges"_s, changes, T::System, {}, u"a signed request for changes"_s},
            {review, u"expire"_s, u"expired"_s, T::System, {}, {}},
            {changes, u"expire"_s, u"expired"_s, T::System, {}, {}},
            {review, u"withdraw"_s, u"withdrawn"_s, T::Owner, keepers, {}},
            {changes, u"withdraw"_s, u"withdrawn"_s, T::Owner, keepers, {}},
            {changes, u"resubmit"_s, review, T::Owner, keepers, u"a new round"_s},
            {review, u"resubmit"_s, review, T::Owner, keepers, u"a new round"_s},
            {u"approved"_s, u"revoke"_s, u"revoked"_s, T::System, {}, u"a signed revocation"_s},
            {u"approved"_s, u"expire"_s, u"expired"_s, T::System, {}, {}},
            {u"approved"_s, u"reopen"_s, review, T::System, {}, u"a change of what was approved"_s},
        };
        return out;
    }();
    return table;
}

const StateTable &waiverStates()
{
    using T = Transition;
    static const QStringList granters{u"risk"_s, u"legal"_s};
    static const StateTable table{u"waiver"_s,
                                  u"proposed"_s,
                                  {
                                      {u"proposed"_s, u"grant"_s, u"active"_s, T::NotRequester, granters, {}},
                                      {u"proposed"_s, u"revoke"_s, u"revoked"_s, T::Owner, granters, {}},
                                      {u"active"_s, u"revoke"_s, u"revoked"_s, T::Owner, granters, {}},
                                  }};
    return table;
}

const StateTable &planStates()
{
    using T = Transition;
    static const QStringList keepers{u"model-owner"_s, u"validator"_s, u"administrator"_s};
    static const StateTable table{u"plan"_s,
                                  u"draft"_s,
                                  {
                                      {u"draft"_s, u"lock"_s, u"locked"_s, T::System, {}, u"another person's signature"_s},
                                      {u"locked"_s, u"lock"_s, u"locked"_s, T::System, {}, {}},
                                      {u"locked"_s, u"supersede"_s, u"superseded"_s, T::System, {}, u"a plan that replaces it"_s},
                                      {u"draft"_s, u"withdraw"_s, u"withdrawn"_s, T::Owner, keepers, {}},
                                      {u"locked"_s, u"withdraw"_s, u"withdrawn"_s, T::Owner, keepers, {}},
                                  }};
    return table;
}

const StateTable &reviewSetStates()
{
    using T = Transition;
    static const QStringList keepers{u"model-owner"_s, u"validator"_s, u"administrator"_s};
    static const StateTable table{u"reviewset"_s,
                                  u"open"_s,
                                  {
                                      {u"open"_s, u"close"_s, u"closed"_s, T::Owner, keepers, u"at least one rating"_s},
                                      {u"open"_s, u"cancel"_s, u"cancelled"_s, T::Owner, keepers, {}},
                                  }};
    return table;
}

const StateTable &deploymentStates()
{
    static const StateTable table{
        u"deployment"_s,
        u"running"_s,
        {{u"running"_s, u"end"_s, u"ended"_s, Transition::AnyOfRoles, {u"release-engineer"_s, u"administrator"_s}, {}}}};
    return table;
}

const StateTable &signerStates()
{
    using T = Transition;
    static const StateTable table{
        u"signer"_s,
        u"pending"_s,
        {
            {u"pending"_s, u"confirm"_s, u"active"_s, T::NotRequester, {u"administrator"_s}, u"the fingerprint compared with the person"_s},
            {u"pending"_s, u"revoke"_s, u"revoked"_s, T::Owner, {u"administrator"_s}, {}},
            {u"active"_s, u"revoke"_s, u"revoked"_s, T::Owner, {u"administrator"_s}, {}},
        }};
    return table;
}

const QList<RoleInfo> &knownRoles()
{
    static const QList<RoleInfo> roles{
        {u"model-owner"_s, u"Model owner"_s},
        {u"validator"_s, u"Model validation"_s},
        {u"risk"_s, u"Risk"_s},
        {u"legal"_s, u"Legal"_s},
        {u"security"_s, u"Security"_s},
        {u"product"_s, u"Product"_s},
        {u"domain-expert"_s, u"Domain expert"_s},
        {u"release-engineer"_s, u"Release engineering"_s},
        {u"auditor"_s, u"Audit"_s},
        {u"administrator"_s, u"Administration"_s},
    };
    return roles;
}

QString roleTitle(const QString &role)
{
    for (const RoleInfo &info : knownRoles()) {
        if (info.id == role)
            return info.title;
    }
    return role;
}

} // namespace countersign
