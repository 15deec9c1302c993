// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "bundleview.h"
#include "context.h"
#include "decide.h"
#include "lookup.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

int request(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    QJsonObject body{{u"version"_s, given.argument(0) + u'/' + given.argument(1)}, {u"environment"_s, given.value(u"environment"_s)}};
    for (const QString &name : {u"policy"_s, u"comment"_s}) {
        if (given.has(name))
            body.insert(name, given.value(name));
    }
    const auto made = context.session()->post(u"/v1/requests"_s, body);
    const auto record = made ? Record::fromJson(*made) : Result<Record>(made.error());
    if (!record)
        return context.out.fail(record.error());
    context.out.json(record->toJson());
    context.out.line(u"Requested: R-%1 (%2), policy '%3', log entry %4."_s.arg(record->body.value(u"number"_s).toInteger())
                         .arg(record->id, record->body.value(u"policy"_s).toString()).arg(record->leaf));
    return ExitDone;
}

int status(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    const auto id = requestId(*context.session(), given.argument(0));
    if (!id)
        return context.out.fail(id.error());
    const auto judged = context.session()->get(recordPath(u"request"_s, *id) + u"/status"_s);
    if (!judged)
        return context.out.fail(judged.error());
    context.out.json(*judged);
    context.out.facts({{u"Request"_s, *id},
                       {u"Round"_s, QString::number(judged->value(u"round"_s).toInteger())},
                       {u"Outcome"_s, judged->value(u"outcome"_s).toString()},
                       {u"Holds until"_s, judged->value(u"validUntil"_s).toString()}});
    showStatus(context.out, *judged);
    const QStringList reasons = judged->value(u"reasons"_s).toVariant().toStringList();
    for (const QString &reason : reasons)
        context.out.line(safeLine(u"No: "_s + reason));
    return ExitDone;
}

/// A verb without a signature. The state table says who may.
int verb(Context &context, const Invocation &given, const QString &name, const QString &done)
{
    if (!context.session())
        return context.noServer();
    const auto id = requestId(*context.session(), given.argument(0));
    if (!id)
        return context.out.fail(id.error());
    QJsonObject body;
    if (given.has(u"comment"_s))
        body.insert(u"comment"_s, given.value(u"comment"_s));
    const auto moved = context.session()->post(recordPath(u"request"_s, *id) + u'/' + name, body);
    if (!moved)
        return context.out.fail(moved.error());
    context.out.json(*moved);
    context.out.line(u"%1 It is now %2, round %3."_s.arg(done, moved->value(u"body"_s).toObject().value(u"state"_s).toString())
                         .arg(moved->value(u"body"_s).toObject().value(u"round"_s).toInteger()));
    return ExitDone;
}

std::optional<Signoff::Verdict> verdictOf(const Invocation &given)
{
    std::optional<Signoff::Verdict> out;
    for (const auto &[option, verdict] : {std::pair{u"approve"_s, Signoff::Approve}, {u"reject"_s, Signoff::Reject},
                                          {u"request-changes"_s, Signoff::RequestChanges}, {u"abstain"_s, Signoff::Abstain}}) {
        if (!given.has(option))
            continue;
        if (out)
            return std::nullopt;
        out = verdict;
    }
    return out;
}

int sign(Context &context, const Invocation &given)
{
    const auto verdict = verdictOf(given);
    if (!verdict)
        return context.out.fail(ExitUsage, u"'sign' needs exactly one of --approve, --reject, --request-changes and --abstain."_s);
    return decide(context, given, *verdict, given.value(u"role"_s));
}

int revoke(Context &context, const Invocation &given)
{
    return decide(context, given, Signoff::Revoke, given.value(u"role"_s));
}

} // namespace

QList<CommandSpec> requestCommands()
{
    const ArgumentSpec which{u"REQUEST"_s, u"The request's id or number (R-118)."_s};
    const OptionSpec comment{u"comment"_s, u"TEXT"_s, u"Why."_s};
    const OptionSpec said{u"comment"_s, u"TEXT"_s, u"Why; it becomes part of what is signed."_s, true};
    const OptionSpec yes{u"yes"_s, {}, u"Do not show the sheet and ask before signing."_s};
    return {
        {u"request"_s, u"Ask for a version to be released into an environment."_s,
         {{u"MODEL"_s, u"The model's name."_s}, {u"VERSION"_s, u"The version's label."_s}},
         {{u"environment"_s, u"ENV"_s, u"Where it is to go."_s, true},
          {u"policy"_s, u"POLICY"_s, u"The policy to be judged by, where several apply."_s}, comment},
         u"Who requests a release cannot sign it."_s, request},
        {u"status"_s, u"Show what a request has and what it still needs."_s, {which}, {}, {}, status},
        {u"sign"_s, u"Decide on a request and sign the decision with your own key."_s, {which},
         {{u"role"_s, u"ROLE"_s, u"The role you sign in."_s, true},
          {u"approve"_s, {}, u"Approve the release."_s},
          {u"reject"_s, {}, u"Reject it."_s},
          {u"request-changes"_s, {}, u"Ask for changes first."_s},
          {u"abstain"_s, {}, u"Abstain."_s},
          said,
          {u"condition"_s, u"TEXT"_s, u"A condition of your decision."_s, false, true},
          keyOption(), yes},
         u"The sheet that is shown is what is signed. On a terminal you are asked before the signature is made."_s, sign},
        {u"revoke"_s, u"Take an approval back, signed with your own key."_s, {which},
         {{u"role"_s, u"ROLE"_s, u"The role you sign in; the one you approved in otherwise."_s}, said, keyOption(), yes}, {}, revoke},
        {u"withdraw"_s, u"Withdraw a request."_s, {which}, {comment}, {},
         [](Context &context, const Invocation &given) { return verb(context, given, u"withdraw"_s, u"Withdrawn."_s); }},
        {u"resubmit"_s, u"Put a request before its reviewers again, in a new round."_s, {which}, {comment}, {},
         [](Context &context, const Invocation &given) { return verb(context, given, u"resubmit"_s, u"Submitted again."_s); }},
    };
}

} // namespace countersign
