// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QString>
#include <QStringList>

namespace countersign {

/// Who wants to do something.
struct Actor
{
    QString person;
    QStringList roles;
    [[nodiscard]] bool has(const QString &role) const { return roles.contains(role); }
};

/// Who did what before: separation of duties is judged from this.
struct Participants
{
    QString owner, author, requester;
};

/// One allowed move: in state `from`, `verb` leads to `to`, for people of one of `roles`.
struct Transition
{
    enum Who {
        AnyOfRoles,   ///< a person with one of the roles
        Owner,        ///< the owner, author or requester, or one of the roles
        NotRequester, ///< one of the roles, and neither requester nor author nor owner
        System,       ///< only the server, as a consequence of something else
    };
    QString from, verb, to;
    Who who = AnyOfRoles;
    QStringList roles; ///< empty with AnyOfRoles: everybody known
    QString needs;     ///< what the move needs besides, as a noun phrase; for explanation
};

/// The states and verbs of one kind, said once: the server enforces the table, the console explains it.
struct StateTable
{
    QString kind;
    QString initial;
    QList<Transition> transitions;

    /// The state that `verb` leads to. On refusal Error::Refused (wrong state, wrong person) with a sentence that
    /// names the rule and, where there is one, who could do it; Error::NotFound for a verb the kind does not have.
    [[nodiscard]] Result<QString> next(const QString &state, const QString &verb, const Actor &actor,
                                       const Participants &participants) const;
    /// Verbs that the table has in `state`, whoever asks; system moves left out.
    [[nodiscard]] QStringList verbs(const QString &state) const;
    [[nodiscard]] bool hasVerb(QStringView verb) const;
};

const StateTable &versionStates();
const StateTable &cardStates();
const StateTable &requestStates();
const StateTable &waiverStates();
const StateTable &planStates();
const StateTable &reviewSetStates();
const StateTable &deploymentStates();
const StateTable &signerStates();

/// The roles that the tables and the sample policies know, and their names for people.
struct RoleInfo
{
    QString id, title;
};
const QList<RoleInfo> &knownRoles();
QString roleTitle(const QString &role);

} // namespace countersign
