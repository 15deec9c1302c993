// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/creatingreleases.h"

#include "base/ids.h"
#include "domain/kinds/policy.h"
#include "domain/policyevaluation.h"
#include "server/routes/bodyrules.h"
#include "server/routes/judging.h"
#include "server/routes/rounds.h"
#include "trust/releasebundle.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

template <typename T>
Result<Created> store(Command &command, const QString &kind, const T &value)
{
    auto record = command.create(kind, newUlid(command.now()), encode(value));
    if (!record)
        return record.error();
    return Created{*record, {}};
}

bool appliesTo(const Policy &policy, const QString &environment)
{
    return policy.environments.isEmpty() || policy.environments.contains(environment);
}

/// Two open requests for the same thing would split the sign-offs between them.
Result<void> noOpenRequest(Command &command, const Request &request)
{
    const auto open = command.newest(u"request"_s, {{u"version"_s, {request.version}},
                                                    {u"environment"_s, {request.environment}},
                                                    {u"state"_s, {u"inReview"_s, u"changesRequested"_s}}});
    if (!open)
        return open.error();
    if (*open)
        return {Error::Code::Refused, u"R-%1 already asks for this and is open."_s.arg((*open)->body.value(u"number"_s).toInteger())};
    return {};
}

Result<QString> runningVersion(Command &command, const QString &model, const QString &environment)
{
    const auto running = command.list(u"deployment"_s, u"environment"_s, environment);
    if (!running)
        return running.error();
    for (auto it = running->rbegin(); it != running->rend(); ++it) {
        const QString version = it->body.value(u"version"_s).toString();
        if (it->body.value(u"state"_s) == "running"_L1 && version.startsWith(model + u'/'))
            return version;
    }
    return QString();
}

Result<void> endPrevious(Command &command, const Deployment &next)
{
    const auto before = command.list(u"deployment"_s, u"endpoint"_s, next.endpoint);
    if (!before)
        return before.error();
    for (const Record &record : *before) {
        auto deployment = bodyOf<Deployment>(record);
        if (!deployment)
            return deployment.error();
        if (deployment->state != Deployment::Running || deployment->environment != next.environment)
            continue;
        deployment->state = Deployment::Ended;
        deployment->until = command.now();
        if (const auto ended = command.change(record, encode(*deployment), u"end"_s); !ended)
            return ended.error();
        if (deployment->version == next.version)
            continue;
        if (const auto left = leaveService(command, deployment->version); !left)
            return left;
    }
    return {};
}

} // namespace

Result<void> setArtifactDigests(Version &version)
{
    if (const auto errors = artifactErrors(version.artifacts); !errors.isEmpty())
        return invalidFields(shapeOf<Version>(), errors);
    version.manifestDigest.clear();
    version.statementDigest.clear();
    if (version.artifacts.isEmpty())
        return {};
    const auto digests = artifactDigests(version);
    if (!digests)
        return invalidField(u"artifacts"_s, digests.error().text);
    version.manifestDigest = digests->manifest;
    version.statementDigest = digests->statement;
    return {};
}

Result<Record> policyFor(Command &command, const QString &environment, const QString &named)
{
    if (!named.isEmpty()) {
        const auto record = command.record(u"policy"_s, named);
        const auto policy = bodyOf<Policy>(record);
        if (!policy)
            return policy.error();
        if (!appliesTo(*policy, environment))
            return invalidField(u"policy"_s, u"the policy '%1' does not apply to '%2'."_s.arg(named, environment));
        return record;
    }
    const auto all = command.list(u"policy"_s, {}, {});
    if (!all)
        return all.error();
    QList<Record> exact;
    QList<Record> general;
    for (const Record &record : *all) {
        const auto policy = bodyOf<Policy>(record);
        if (!policy)
            return policy.error();
        if (policy->environments.contains(environment))
            exact.append(record);
        else if (policy->environments.isEmpty())
            general.append(record);
    }
    const QList<Record> &fitting = exact.isEmpty() ? general : exact;
    if (fitting.isEmpty())
        return invalidField(u"environment"_s, u"no policy applies to '%1'."_s.arg(environment));
    if (fitting.size() == 1)
        return fitting.first();
    QStringList names;
    for (const Record &record : fitting)
        names.append(record.id);
    return invalidField(u"policy"_s, u"several policies apply; say which: %1."_s.arg(names.join(u", "_s)));
}

Result<void> checkSatisfiable(Command &command, const Request &request)
{
    ReleaseCase release;
    release.request = request;
    const auto version = bodyOf<Version>(command.record(u"version"_s, request.version));
    const auto policy = bodyOf<Policy>(command.record(u"policy"_s, request.policy));
    if (!version)
        return version.error();
    if (!policy)
        return policy.error();
    release.version = *version;
    for (const EvidenceRef &ref : request.evidence) {
        if (ref.kind == EvidenceRef::Evaluation) {
            const auto evaluation = bodyOf<Evaluation>(command.record(u"evaluation"_s, ref.id));
            if (!evaluation)
                return evaluation.error();
            release.evaluations.append({ref.id, *evaluation, {}});
        } else if (ref.kind == EvidenceRef::Card) {
            const auto card = bodyOf<Card>(command.record(u"card"_s, ref.id));
            if (!card)
                return card.error();
            release.cards.append({ref.id, *card});
        }
    }
    const auto records = command.list(u"person"_s, {}, {});
    if (!records)
        return records.error();
    QList<Person> people;
    for (const Record &record : *records) {
        const auto person = bodyOf<Person>(record);
        if (!person)
            return person.error();
        people.append(*person);
    }
    const Satisfiability answer = satisfiable(*policy, people, release.excludedPeople());
    if (!answer.possible)
        return {Error::Code::Refused, u"The policy '%1' cannot be fulfilled: %2"_s.arg(request.policy, answer.reason)};
    return {};
}

Result<Created> createRequest(Command &command, const Creation &creation)
{
    QJsonObject body = creation.body;
    const QString environment = body.value(u"environment"_s).toString();
    const bool chooses = !body.contains(u"policy"_s) && !environment.isEmpty();
    if (chooses) {
        const auto policy = policyFor(command, environment, {});
        if (!policy)
            return policy.error();
        body.insert(u"policy"_s, policy->id);
    }
    auto request = fromClient<Request>(command, body);
    if (!request)
        return request.error();
    if (const auto policy = policyFor(command, request->environment, request->policy); !policy)
        return policy.error();
    const auto version = bodyOf<Version>(command.record(u"version"_s, request->version));
    if (!version)
        return version.error();
    if (version->artifacts.isEmpty())
        return {Error::Code::Refused, u"%1 has no artifacts; there is nothing to release."_s.arg(request->version)};
    if (version->stage == Version::Retired)
        return {Error::Code::Refused, u"%1 is retired."_s.arg(request->version)};
    if (const auto free = noOpenRequest(command, *request); !free)
        return free.error();
    const auto replaces = runningVersion(command, version->model, request->environment);
    if (!replaces)
        return replaces.error();
    request->replaces = *replaces;
    request->requestedBy = command.caller().actor.person;
    request->requestedAt = command.now();
    const auto basis = basisNow(command, *request);
    if (!basis)
        return basis.error();
    if (const auto begun = beginRound(command, *request, *basis, u"Requested"_s); !begun)
        return begun.error();
    if (const auto possible = checkSatisfiable(command, *request); !possible)
        return possible.error();
    const auto number = command.session().nextNumber(u"request"_s);
    if (!number)
        return number.error();
    request->number = *number;
    return store(command, u"request"_s, *request);
}

Result<Created> createWaiver(Command &command, const Creation &creation)
{
    auto waiver = fromClient<Waiver>(command, creation.body);
    if (!waiver)
        return waiver.error();
    if (waiver->expiresAt <= command.now())
        return invalidField(u"expiresAt"_s, u"lies in the past."_s);
    static const QStringList prefixes{u"metric:"_s, u"category:"_s, u"safeguard:"_s};
    const bool known = waiver->requirement == "card"_L1
        || std::any_of(prefixes.begin(), prefixes.end(), [&](const QString &prefix) { return waiver->requirement.startsWith(prefix); });
    if (!known)
        return invalidField(u"requirement"_s, u"must be 'card' or begin with 'metric:', 'category:' or 'safeguard:'."_s);
    waiver->requestedBy = command.caller().actor.person;
    return store(command, u"waiver"_s, *waiver);
}

Result<Created> createDeployment(Command &command, const Creation &creation)
{
    auto deployment = fromClient<Deployment>(command, creation.body);
    if (!deployment)
        return deployment.error();
    const auto version = bodyOf<Version>(command.record(u"version"_s, deployment->version));
    if (!version)
        return version.error();
    // The same question as CI asks: what may not pass the gate may not be recorded as running either.
    const auto answer = askGate(command, {deployment->version, deployment->environment, version->artifacts, {}}, command.now());
    if (!answer)
        return answer.error();
    if (!answer->allowed)
        return {Error::Code::Refused, u"The gate says no. %1"_s.arg(answer->reasons.join(u' '))};
    deployment->request = answer->request;
    deployment->deployedBy = command.caller().actor.person;
    deployment->since = command.now();
    if (const auto ended = endPrevious(command, *deployment); !ended)
        return ended.error();
    auto out = store(command, u"deployment"_s, *deployment);
    if (!out)
        return out;
    if (const auto moved = moveVersion(command, deployment->version, u"deploy"_s); !moved)
        return moved.error();
    return out;
}

Result<void> moveVersion(Command &command, const QString &version, const QString &verb)
{
    const auto record = command.record(u"version"_s, version);
    auto body = bodyOf<Version>(record);
    if (!body)
        return body.error();
    const QString from = enumText(body->stage);
    for (const Transition &move : versionStates().transitions) {
        if (move.who != Transition::System || move.verb != verb || move.from != from || move.to == from)
            continue;
        body->stage = *enumFromText<Version::Stage>(move.to);
        const auto written = command.change(*record, encode(*body), verb);
        return written ? Result<void>() : Result<void>(written.error());
    }
    return {};
}

Result<void> leaveService(Command &command, const QString &version)
{
    const auto running = command.newest(u"deployment"_s, {{u"version"_s, {version}}, {u"state"_s, {u"running"_s}}});
    if (!running)
        return running.error();
    return *running ? Result<void>() : moveVersion(command, version, u"undeploy"_s);
}

} // namespace countersign
