// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/routes/creating.h"
#include "server/routes/signedenvelope.h"
#include "server/routes/verbs.h"

namespace countersign {

/// Evaluation plans: written as a draft, locked by another person's signature, replaced rather than changed.
Result<Created> createPlan(Command &command, const Creation &creation);
/// Only a draft is edited, by its author.
Result<Record> editPlan(Command &command, const Record &before, const QJsonObject &after);
/// "withdraw".
Result<Record> movePlan(Command &command, const VerbCall &call, const Record &before);

/// What a reviewer of a plan sends.
struct PlanSignCall
{
    QString plan, role;
    QByteArray envelope, sheet;
};
/// Records a signature and locks the plan. Refused for its author and for who has signed before; Stale when the text has
/// changed since; Untrusted, Forbidden, Invalid. A plan that it replaces is superseded at that moment.
Result<Record> signPlan(Command &command, const PlanSignCall &call, const LogFacts &log);

} // namespace countersign
