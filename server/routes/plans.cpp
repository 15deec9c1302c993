// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/plans.h"

#include "base/ids.h"
#include "domain/plancheck.h"
#include "domain/statetable.h"
#include "server/routes/bodyrules.h"
#include "trust/planapproval.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Result<void> checkReplaced(Command &command, const Plan &plan)
{
    if (plan.replaces.isEmpty())
        return {};
    const auto before = bodyOf<Plan>(command.record(u"plan"_s, plan.replaces));
    if (!before)
        return before.error();
    if (before->model != plan.model || before->version != plan.version)
        return invalidField(u"replaces"_s, u"is a plan for something else."_s);
    if (before->status == Plan::Superseded)
        return invalidField(u"replaces"_s, u"is replaced by another plan already."_s);
    return {};
}

Result<void> supersede(Command &command, const QString &id)
{
    const auto record = command.record(u"plan"_s, id);
    auto plan = bodyOf<Plan>(record);
    if (!plan)
        return plan.error();
    if (plan->status == Plan::Superseded || plan->status == Plan::Withdrawn)
        return {};
    plan->status = Plan::Superseded;
    plan->endedAt = command.now();
    const auto changed = command.change(*record, encode(*plan), u"supersede"_s);
    return changed ? Result<void>() : Result<void>(changed.error());
}

} // namespace

Result<Created> createPlan(Command &command, const Creation &creation)
{
    auto plan = fromClient<Plan>(command, creation.body);
    if (!plan)
        return plan.error();
    if (const auto problems = planProblems(*plan); !problems.isEmpty())
        return invalidFields(shapeOf<Plan>(), problems);
    if (const auto good = checkReplaced(command, *plan); !good)
        return good.error();
    plan->author = command.caller().actor.person;
    plan->createdAt = command.now();
    auto record = command.create(u"plan"_s, newUlid(command.now()), encode(*plan));
    if (!record)
        return record.error();
    return Created{*record, {}};
}

Result<Record> editPlan(Command &command, const Record &before, const QJsonObject &after)
{
    const auto plan = fromClient<Plan>(command, after, &before.body);
    if (!plan)
        return plan.error();
    if (plan->status != Plan::Draft)
        return {Error::Code::Refused, u"A plan that was locked does not change; write one that replaces it."_s};
    if (plan->author != command.caller().actor.person)
        return {Error::Code::Forbidden, u"Only its author %1 edits this plan."_s.arg(plan->author)};
    if (const auto problems = planProblems(*plan); !problems.isEmpty())
        return invalidFields(shapeOf<Plan>(), problems);
    return command.change(before, encode(*plan), u"update"_s);
}

Result<Record> movePlan(Command &command, const VerbCall &call, const Record &before)
{
    auto plan = decode<Plan>(before.body);
    if (!plan)
        return plan.error();
    const auto to = call.kind->states->next(enumText(plan->status), call.verb, command.caller().actor, {{}, plan->author, {}});
    if (!to)
        return to.error();
    plan->status = *enumFromText<Plan::Status>(*to);
    plan->endedAt = command.now();
    return command.change(before, encode(*plan), call.verb);
}

Result<Record> signPlan(Command &command, const PlanSignCall &call, const LogFacts &log)
{
    const auto record = command.record(u"plan"_s, call.plan);
    auto plan = bodyOf<Plan>(record);
    if (!plan)
        return plan.error();
    const auto envelope = openEnvelope(command, call.envelope);
    if (!envelope)
        return envelope.error();
    const auto facts = checkPlanApproval(envelope->statement, call.plan, *plan, call.sheet);
    if (!facts)
        return facts.error();
    if (facts->person != command.caller().actor.person || facts->role != call.role)
        return {Error::Code::Untrusted, u"The statement says it is %1's, in the role '%2'."_s.arg(facts->person, facts->role)};
    if (const auto good = checkLogView(facts->logView, log); !good)
        return good.error();
    if (const auto may = maySignPlan(*plan, call.role, command.caller().actor); !may)
        return may.error();
    const bool first = plan->status == Plan::Draft;
    plan->signatures.append({facts->person, call.role, envelope->keyId, envelope->payloadDigest, QString::fromUtf8(call.sheet),
                             QString::fromUtf8(envelope->bundle), command.now()});
    plan->status = Plan::Locked;
    if (first) {
        plan->lockedAt = command.now();
        plan->contentDigest = facts->contentDigest;
        if (!plan->replaces.isEmpty()) {
            if (const auto done = supersede(command, plan->replaces); !done)
                return done.error();
        }
    }
    return command.change(*record, encode(*plan), u"lock"_s, envelope->payloadDigest);
}

} // namespace countersign
