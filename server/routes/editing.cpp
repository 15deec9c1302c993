// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/editing.h"

#include "domain/kinds/people.h"
#include "domain/kinds/policy.h"
#include "domain/policyevaluation.h"
#include "server/access/apikey.h"
#include "server/routes/bodyrules.h"
#include "server/routes/creatingreleases.h"
#include "server/routes/humanreviews.h"
#include "server/routes/plans.h"
#include "server/routes/rounds.h"
#include "trust/releasebundle.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// One edit on its way: the record as it is, the body as it shall be.
struct Draft
{
    const Edit &edit;
    Record before;
    QJsonObject after;
};

template <typename T>
Result<T> decoded(Command &command, const Draft &draft)
{
    return fromClient<T>(command, draft.after, &draft.before.body);
}

template <typename T>
Result<Record> write(Command &command, const Draft &draft, const T &value)
{
    return command.change(draft.before, encode(value), u"update"_s);
}

/// Only somebody who has a stake in it, or whose office it is, edits a record that others rely on.
Result<void> mustBe(Command &command, const QStringList &people, const QString &sentence)
{
    if (people.contains(command.caller().actor.person) || command.caller().actor.has(u"administrator"_s))
        return {};
    return {Error::Code::Forbidden, sentence};
}

Result<Record> editModel(Command &command, const Draft &draft)
{
    const auto model = decoded<Model>(command, draft);
    if (!model)
        return model.error();
    const QString owner = draft.before.body.value(u"owner"_s).toString();
    if (const auto may = mustBe(command, {owner}, u"Only its owner %1 or an administrator edits this model."_s.arg(owner)); !may)
        return may.error();
    return write(command, draft, *model);
}

Result<Record> editVersion(Command &command, const Draft &draft)
{
    auto version = decoded<Version>(command, draft);
    if (!version)
        return version.error();
    const auto before = decode<Version>(draft.before.body);
    if (!before)
        return before.error();
    const auto model = bodyOf<Model>(command.record(u"model"_s, version->model));
    if (!model)
        return model.error();
    if (const auto may = mustBe(command, {before->author, model->owner},
                                u"Only its author, the model's owner or an administrator edits this version."_s); !may)
        return may.error();
    if (version->stage == Version::Retired)
        return {Error::Code::Refused, u"A retired version is not edited any more."_s};
    const bool otherFiles = version->artifacts != before->artifacts;
    if (otherFiles && command.caller().actor.person != before->author) {
        // Whoever brings the files cannot sign them off; the record names one author.
        return {Error::Code::Forbidden, u"Only %1, who registered it, changes its artifacts; register a new version instead."_s.arg(before->author)};
    }
    if (const auto set = setArtifactDigests(*version); !set)
        return set.error();
    auto out = write(command, draft, *version);
    if (!out || !otherFiles)
        return out;
    if (const auto done = renewRequestsOfVersion(command, version->key(), u"Artifacts changed"_s); !done)
        return done.error();
    return out;
}

Result<Record> editEvaluation(Command &command, const Draft &draft)
{
    const auto evaluation = decoded<Evaluation>(command, draft);
    if (!evaluation)
        return evaluation.error();
    const QString importer = draft.before.body.value(u"importedBy"_s).toString();
    const bool moved = evaluation->withdrawn != draft.before.body.value(u"withdrawn"_s).toBool();
    if (const auto may = mustBe(command, {importer}, u"Only %1, who imported it, or an administrator edits it."_s.arg(importer)); !may)
        return may.error();
    auto out = write(command, draft, *evaluation);
    if (!out || !moved)
        return out;
    const QString reason = (evaluation->withdrawn ? u"Evaluation withdrawn: %1"_s : u"Evaluation taken up again: %1"_s).arg(evaluation->title);
    if (const auto done = renewRequestsOfVersion(command, evaluation->version, reason); !done)
        return done.error();
    return out;
}

Result<Record> editCard(Command &command, const Draft &draft)
{
    auto card = decoded<Card>(command, draft);
    if (!card)
        return card.error();
    const QString author = draft.before.body.value(u"author"_s).toString();
    if (author != command.caller().actor.person)
        return {Error::Code::Forbidden, u"Only its author %1 edits this card; add a card of your own instead."_s.arg(author)};
    if (card->status == Card::Archived)
        return {Error::Code::Refused, u"An archived card is not edited any more."_s};
    const bool otherText = card->raw != draft.before.body.value(u"raw"_s).toString();
    if (otherText) {
        const auto *imported = std::get_if<Card>(&draft.edit.imported);
        if (!imported)
            return invalidField(u"raw"_s, u"was not understood as a model card."_s);
        Card next = *imported;
        next.version = card->version;
        next.raw = card->raw;
        next.fileName = card->fileName;
        next.author = author;
        next.importedAt = command.now();
        *card = next; // back to draft: what was reviewed was another text
    }
    auto out = write(command, draft, *card);
    if (!out || !otherText)
        return out;
    if (const auto done = renewRequestsOfVersion(command, card->version, u"Model card replaced"_s); !done)
        return done.error();
    return out;
}

Result<Record> editDecision(Command &command, const Draft &draft)
{
    const auto decision = decoded<Decision>(command, draft);
    if (!decision)
        return decision.error();
    const QString author = draft.before.body.value(u"author"_s).toString();
    if (const auto may = mustBe(command, {author}, u"Only its author %1 or an administrator edits this decision."_s.arg(author)); !may)
        return may.error();
    if (decision->supersededBy == draft.before.id)
        return invalidField(u"supersededBy"_s, u"a decision cannot supersede itself."_s);
    return write(command, draft, *decision);
}

Result<Record> editPolicy(Command &command, const Draft &draft)
{
    const auto policy = decoded<Policy>(command, draft);
    if (!policy)
        return policy.error();
    if (const auto problems = policyProblems(*policy); !problems.isEmpty())
        return invalidFields(shapeOf<Policy>(), problems);
    auto out = write(command, draft, *policy);
    if (!out)
        return out;
    if (const auto done = renewRequestsUnderPolicy(command, policy->name, u"Policy changed by %1"_s.arg(command.caller().actor.person)); !done)
        return done.error();
    return out;
}

Result<Record> editRequest(Command &command, const Draft &draft)
{
    auto request = decoded<Request>(command, draft);
    if (!request)
        return request.error();
    if (const auto may = mustBe(command, {request->requestedBy}, u"Only %1, who asked, or an administrator edits this request."_s.arg(request->requestedBy)); !may)
        return may.error();
    if (request->state != Request::InReview && request->state != Request::ChangesRequested)
        return {Error::Code::Refused, u"A request is edited while it is open; this one is %1."_s.arg(enumText(request->state))};
    if (request->policy != draft.before.body.value(u"policy"_s).toString()) {
        if (const auto policy = policyFor(command, request->environment, request->policy); !policy)
            return policy.error();
        const auto basis = basisNow(command, *request);
        if (!basis)
            return basis.error();
        if (const auto begun = beginRound(command, *request, *basis, u"Another policy"_s); !begun)
            return begun.error();
        if (const auto possible = checkSatisfiable(command, *request); !possible)
            return possible.error();
    }
    return write(command, draft, *request);
}

Result<Record> editWaiver(Command &command, const Draft &draft)
{
    const auto waiver = decoded<Waiver>(command, draft);
    if (!waiver)
        return waiver.error();
    if (const auto may = mustBe(command, {waiver->requestedBy, draft.before.body.value(u"owner"_s).toString()},
                                u"Only who asked for it, its owner or an administrator edits this waiver."_s); !may)
        return may.error();
    if (waiver->state != Waiver::Proposed)
        return {Error::Code::Refused, u"A waiver is edited while it is proposed; this one is %1."_s.arg(enumText(waiver->state))};
    if (waiver->expiresAt <= command.now())
        return invalidField(u"expiresAt"_s, u"lies in the past."_s);
    return write(command, draft, *waiver);
}

Result<Record> editPerson(Command &command, const Draft &draft)
{
    const auto person = decoded<Person>(command, draft);
    if (!person)
        return person.error();
    if (draft.before.id == gatePerson)
        return {Error::Code::Refused, u"This is the server itself."_s};
    const bool themselves = draft.before.id == command.caller().actor.person;
    if (themselves && (!person->active || !person->roles.contains(u"administrator"_s)))
        return {Error::Code::Refused, u"Another administrator must take this from you; otherwise nobody might be left."_s};
    return write(command, draft, *person);
}

Result<Record> editSigner(Command &command, const Draft &draft)
{
    const auto signer = decoded<SignerKey>(command, draft);
    if (!signer)
        return signer.error();
    if (signer->person != command.caller().actor.person)
        return {Error::Code::Forbidden, u"Only %1 renames this key."_s.arg(signer->person)};
    return command.change(draft.before, encode(*signer), u"update"_s, signer->enrolmentDigest);
}

Result<Record> editKey(Command &command, const Draft &draft)
{
    const auto key = decoded<ApiKey>(command, draft);
    if (!key)
        return key.error();
    if (key->scopes != decode<ApiKey>(draft.before.body).valueOr({}).scopes)
        return invalidField(u"scopes"_s, u"cannot change; make another key."_s);
    return write(command, draft, *key);
}

} // namespace

QJsonObject mergePatch(const QJsonObject &target, const QJsonObject &patch, int depth)
{
    QJsonObject out = target;
    for (auto it = patch.begin(); it != patch.end(); ++it) {
        if (it->isNull())
            out.remove(it.key());
        else if (it->isObject() && depth > 0)
            out.insert(it.key(), mergePatch(out.value(it.key()).toObject(), it->toObject(), depth - 1));
        else
            out.insert(it.key(), *it);
    }
    return out;
}

Result<Record> editRecord(Command &command, const Edit &edit)
{
    using Editor = Result<Record> (*)(Command &, const Draft &);
    static const QMap<QString, Editor> editors{
        {u"model"_s, editModel},     {u"version"_s, editVersion},   {u"evaluation"_s, editEvaluation},
        {u"card"_s, editCard},       {u"decision"_s, editDecision}, {u"policy"_s, editPolicy},
        {u"request"_s, editRequest}, {u"waiver"_s, editWaiver},     {u"person"_s, editPerson},
        {u"signer"_s, editSigner},   {u"key"_s, editKey},
        {u"plan"_s, [](Command &by, const Draft &draft) { return editPlan(by, draft.before, draft.after); }},
        {u"reviewset"_s, [](Command &by, const Draft &draft) { return editReviewSet(by, draft.before, draft.after); }},
        {u"rating"_s, [](Command &by, const Draft &draft) { return editRating(by, draft.before, draft.after); }},
    };
    const Editor editor = editors.value(edit.kind->name);
    if (!editor)
        return {Error::Code::Forbidden, u"A %1 is not edited."_s.arg(edit.kind->name)};
    const auto before = command.record(edit.kind->name, edit.id);
    if (!before)
        return before.error();
    if (!maySee(command.caller(), *before))
        return {Error::Code::NotFound, u"There is no %1 '%2'."_s.arg(edit.kind->name, edit.id)};
    if (before->revision != edit.revision)
        return {Error::Code::Stale, u"It was changed by %1 in the meantime (revision %2)."_s.arg(before->updatedBy).arg(before->revision)};
    const Draft draft{edit, *before, mergePatch(before->body, edit.patch)};
    // Saying again what is there is no change; the log has nothing to tell of it.
    if (draft.after == before->body)
        return *before;
    return editor(command, draft);
}

} // namespace countersign
