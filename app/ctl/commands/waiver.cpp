// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "context.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

int post(Context &context, const QString &path, const QJsonObject &body, const std::function<QString(const Record &)> &sentence)
{
    if (!context.session())
        return context.noServer();
    const auto answer = context.session()->post(path, body);
    const auto record = answer ? Record::fromJson(*answer) : Result<Record>(answer.error());
    if (!record)
        return context.out.fail(record.error());
    context.out.json(record->toJson());
    context.out.line(u"%1 Log entry %2."_s.arg(sentence(*record)).arg(record->leaf));
    return ExitDone;
}

QJsonObject comment(const Invocation &given)
{
    return given.has(u"comment"_s) ? QJsonObject{{u"comment"_s, given.value(u"comment"_s)}} : QJsonObject();
}

int propose(Context &context, const Invocation &given)
{
    const QJsonObject body{{u"version"_s, given.argument(0) + u'/' + given.argument(1)},
                           {u"environment"_s, given.value(u"environment"_s)},
                           {u"requirement"_s, given.value(u"requirement"_s)},
                           {u"reason"_s, given.value(u"reason"_s)},
                           {u"compensatingControl"_s, given.value(u"instead"_s)},
                           {u"owner"_s, given.value(u"owner"_s)},
                           {u"expiresAt"_s, given.value(u"until"_s)}};
    return post(context, u"/v1/waivers"_s, body, [](const Record &record) {
        return u"Proposed the waiver %1; somebody else must grant it."_s.arg(record.id);
    });
}

int move(Context &context, const Invocation &given, const QString &verb)
{
    return post(context, recordPath(u"waiver"_s, given.argument(0)) + u'/' + verb, comment(given), [](const Record &record) {
        return u"The waiver of %1 is now %2."_s.arg(record.body.value(u"requirement"_s).toString(), record.body.value(u"state"_s).toString());
    });
}

int deploy(Context &context, const Invocation &given)
{
    const QJsonObject body{{u"version"_s, given.argument(0) + u'/' + given.argument(1)},
                           {u"environment"_s, given.value(u"environment"_s)},
                           {u"endpoint"_s, given.value(u"endpoint"_s)}};
    return post(context, u"/v1/deployments"_s, body, [](const Record &record) {
        return u"%1 runs at %2 (deployment %3)."_s.arg(record.body.value(u"version"_s).toString(),
                                                       record.body.value(u"endpoint"_s).toString(), record.id);
    });
}

int undeploy(Context &context, const Invocation &given)
{
    return post(context, recordPath(u"deployment"_s, given.argument(0)) + u"/end"_s, comment(given), [](const Record &record) {
        return u"%1 no longer runs at %2."_s.arg(record.body.value(u"version"_s).toString(), record.body.value(u"endpoint"_s).toString());
    });
}

} // namespace

QList<CommandSpec> waiverCommands()
{
    const ArgumentSpec model{u"MODEL"_s, u"The model's name."_s};
    const ArgumentSpec version{u"VERSION"_s, u"The version's label."_s};
    const ArgumentSpec waiver{u"ID"_s, u"The waiver's record, from 'waivers list'."_s};
    const OptionSpec environment{u"environment"_s, u"ENV"_s, u"Where it runs or is to run."_s, true};
    const OptionSpec comment{u"comment"_s, u"TEXT"_s, u"Why."_s};
    return {
        {u"deploy"_s, u"Record that an approved version now runs at an endpoint."_s, {model, version},
         {environment, {u"endpoint"_s, u"NAME"_s, u"The endpoint, as it is known where it runs."_s, true}}, {}, deploy},
        {u"undeploy"_s, u"Record that a deployment has ended."_s, {{u"ID"_s, u"The deployment, from 'deployments list'."_s}}, {comment}, {}, undeploy},
        {u"waiver propose"_s, u"Propose an exception to one requirement, with an end."_s, {model, version},
         {environment,
          {u"requirement"_s, u"ID"_s, u"The requirement, as 'status --json' names it: metric:…, card, category:…, safeguard:…."_s, true},
          {u"reason"_s, u"TEXT"_s, u"Why the requirement cannot be met."_s, true},
          {u"instead"_s, u"TEXT"_s, u"What is done instead, until it ends."_s, true},
          {u"owner"_s, u"PERSON"_s, u"Who answers for the exception."_s, true},
          {u"until"_s, u"TIME"_s, u"When it ends (RFC 3339)."_s, true}},
         {}, propose},
        {u"waiver grant"_s, u"Grant a proposed exception."_s, {waiver}, {comment}, {},
         [](Context &context, const Invocation &given) { return move(context, given, u"grant"_s); }},
        {u"waiver revoke"_s, u"End an exception."_s, {waiver}, {comment}, {},
         [](Context &context, const Invocation &given) { return move(context, given, u"revoke"_s); }},
    };
}

} // namespace countersign
