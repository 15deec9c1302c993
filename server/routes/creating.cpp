// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/creating.h"

#include "base/ids.h"
#include "domain/kinds/people.h"
#include "domain/kinds/policy.h"
#include "domain/policyevaluation.h"
#include "server/access/apikey.h"
#include "server/routes/bodyrules.h"
#include "server/routes/creatingreleases.h"
#include "server/routes/humanreviews.h"
#include "server/routes/plans.h"
#include "server/routes/rounds.h"
#include "trust/decision.h"
#include "trust/digest.h"
#include "trust/releasebundle.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

template <typename T>
Result<Created> made(Command &command, const QString &kind, const T &value, const QString &id = {}, const QString &statement = {})
{
    const QJsonObject body = encode(value);
    QString key = id.isEmpty() ? kindByName(kind)->keyOf(body) : id;
    if (key.isEmpty())
        key = newUlid(command.now());
    auto record = command.create(kind, key, body, statement);
    if (!record)
        return record.error();
    return Created{*record, {}};
}

Result<Created> createModel(Command &command, const Creation &creation)
{
    const auto model = fromClient<Model>(command, creation.body);
    if (!model)
        return model.error();
    return made(command, u"model"_s, *model);
}

Result<Created> createVersion(Command &command, const Creation &creation)
{
    auto version = fromClient<Version>(command, creation.body);
    if (!version)
        return version.error();
    const auto model = bodyOf<Model>(command.record(u"model"_s, version->model));
    if (!model)
        return model.error();
    // A new version begins with what the model says of its context.
    if (!creation.body.contains(u"criticality"_s))
        version->criticality = model->criticality;
    if (!creation.body.contains(u"businessDomain"_s))
        version->businessDomain = model->businessDomain;
    if (!creation.body.contains(u"compliance"_s))
        version->compliance = model->compliance;
    if (!creation.body.contains(u"costCentre"_s))
        version->costCentre = model->costCentre;
    version->author = command.caller().actor.person;
    version->registeredAt = command.now();
    if (const auto done = setArtifactDigests(*version); !done)
        return done.error();
    return made(command, u"version"_s, *version);
}

Result<Created> createEvaluation(Command &command, const Creation &creation)
{
    const auto sent = fromClient<Evaluation>(command, creation.body);
    if (!sent)
        return sent.error();
    const auto *imported = std::get_if<Evaluation>(&creation.imported);
    if (!imported)
        return invalidField(u"raw"_s, u"was not understood as an evaluation."_s);
    Evaluation evaluation = *imported;
    evaluation.version = sent->version;
    evaluation.raw = sent->raw;
    evaluation.fileName = sent->fileName;
    evaluation.withdrawn = sent->withdrawn;
    if (!sent->title.isEmpty())
        evaluation.title = sent->title;
    evaluation.importedBy = command.caller().actor.person;
    evaluation.importedAt = command.now();
    auto out = made(command, u"evaluation"_s, evaluation);
    if (!out)
        return out;
    if (const auto done = renewRequestsOfVersion(command, evaluation.version, u"Evaluation added: %1"_s.arg(evaluation.title)); !done)
        return done.error();
    return out;
}

Result<Created> createCard(Command &command, const Creation &creation)
{
    const auto sent = fromClient<Card>(command, creation.body);
    if (!sent)
        return sent.error();
    const auto *imported = std::get_if<Card>(&creation.imported);
    if (!imported)
        return invalidField(u"raw"_s, u"was not understood as a model card."_s);
    Card card = *imported;
    card.version = sent->version;
    card.raw = sent->raw;
    card.fileName = sent->fileName;
    card.author = command.caller().actor.person;
    card.importedAt = command.now();
    auto out = made(command, u"card"_s, card);
    if (!out)
        return out;
    if (const auto done = renewRequestsOfVersion(command, card.version, u"Model card added"_s); !done)
        return done.error();
    return out;
}

Result<Created> createDecision(Command &command, const Creation &creation)
{
    auto decision = fromClient<Decision>(command, creation.body);
    if (!decision)
        return decision.error();
    for (qsizetype i = 0; i < decision->versions.size(); ++i) {
        if (!decision->versions[i].startsWith(decision->model + u'/'))
            return invalidField(u"versions"_s, u"'%1' is no version of %2."_s.arg(decision->versions[i], decision->model));
    }
    decision->author = command.caller().actor.person;
    if (!decision->decidedAt.isValid())
        decision->decidedAt = command.now();
    return made(command, u"decision"_s, *decision);
}

Result<Created> createPolicy(Command &command, const Creation &creation)
{
    const auto policy = fromClient<Policy>(command, creation.body);
    if (!policy)
        return policy.error();
    if (const auto problems = policyProblems(*policy); !problems.isEmpty())
        return invalidFields(shapeOf<Policy>(), problems);
    return made(command, u"policy"_s, *policy);
}

Result<Created> createPerson(Command &command, const Creation &creation)
{
    const auto person = fromClient<Person>(command, creation.body);
    if (!person)
        return person.error();
    if (person->name.startsWith(u"countersign."_s))
        return invalidField(u"name"_s, u"names that begin with 'countersign.' are the server's own."_s);
    return made(command, u"person"_s, *person);
}

Result<Created> createSigner(Command &command, const Creation &creation)
{
    auto signer = fromClient<SignerKey>(command, creation.body);
    if (!signer)
        return signer.error();
    if (signer->person != command.caller().actor.person)
        return {Error::Code::Forbidden, u"Only %1 can enrol a key of theirs."_s.arg(signer->person)};
    const auto key = checkEnrolment(signer->enrolment.toUtf8(), signer->person);
    if (!key)
        return Error{Error::Code::Invalid, key.error().text, {}, false, {{u"/enrolment"_s, key.error().text}}};
    const auto given = PublicKey::fromPem(signer->publicKey.toLatin1());
    if (!given || !(*given == *key))
        return invalidField(u"publicKey"_s, u"is not the key that the enrolment is about."_s);
    const auto bundle = SigstoreBundle::fromBytes(signer->enrolment.toUtf8());
    if (!bundle)
        return bundle.error();
    signer->keyId = key->keyId();
    signer->enrolmentDigest = digestString(sha256(bundle->envelope.payload));
    signer->enrolledAt = command.now();
    return made(command, u"signer"_s, *signer, signer->keyId, signer->enrolmentDigest);
}

Result<Created> createKey(Command &command, const Creation &creation)
{
    const auto key = fromClient<ApiKey>(command, creation.body);
    if (!key)
        return key.error();
    return createApiKey(command, *key);
}

} // namespace

Result<Created> createApiKey(Command &command, const ApiKey &asked)
{
    ApiKey key = asked;
    for (const QString &scope : key.scopes) {
        if (!knownScopes().contains(scope))
            return invalidField(u"scopes"_s, u"'%1' is no scope; there are %2."_s.arg(scope, knownScopes().join(u", "_s)));
    }
    key.scopes.removeDuplicates();
    if (key.expiresAt <= command.now())
        return invalidField(u"expiresAt"_s, u"lies in the past."_s);
    if (key.expiresAt > command.now().addDays(maximumKeyDays).addSecs(60))
        return invalidField(u"expiresAt"_s, u"is too far away: a key lives %1 days at most."_s.arg(maximumKeyDays));
    key.createdAt = command.now();
    auto out = made(command, u"key"_s, key);
    if (!out)
        return out;
    const ApiSecret secret = newApiSecret();
    const auto added = command.session().addApiKey({secret.hash, out->record.id, key.person, key.scopes, key.expiresAt});
    if (!added)
        return added.error();
    out->secret = secret.text;
    return out;
}

Result<Created> createRecord(Command &command, const Creation &creation)
{
    using Maker = Result<Created> (*)(Command &, const Creation &);
    static const QMap<QString, Maker> makers{
        {u"model"_s, createModel},     {u"version"_s, createVersion},   {u"evaluation"_s, createEvaluation},
        {u"card"_s, createCard},       {u"decision"_s, createDecision}, {u"policy"_s, createPolicy},
        {u"request"_s, createRequest}, {u"waiver"_s, createWaiver},     {u"deployment"_s, createDeployment},
        {u"person"_s, createPerson},   {u"signer"_s, createSigner},     {u"key"_s, createKey},
        {u"plan"_s, createPlan},       {u"reviewset"_s, createReviewSet}, {u"rating"_s, createRating},
    };
    const Maker maker = makers.value(creation.kind->name);
    if (!maker)
        return {Error::Code::Forbidden, u"A %1 is not made like this."_s.arg(creation.kind->name)};
    return maker(command, creation);
}

} // namespace countersign
