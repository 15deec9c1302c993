// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "artifacts.h"
#include "context.h"
#include "gatecheck.h"
#include "lookup.h"
#include "base/json.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// Creates the record, or edits it where it is already there.
Result<Record> put(Session &server, const QString &kind, const QJsonObject &body)
{
    const Kind *known = kindByName(kind);
    const QString id = known->keyOf(body);
    const auto before = server.record(kind, id);
    if (!before && before.error().code != Error::Code::NotFound)
        return before.error();
    if (!before) {
        const auto made = server.post(u"/v1/"_s + known->plural, body);
        return made ? Record::fromJson(*made) : made.error();
    }
    QJsonObject changes;
    for (const FieldInfo &field : known->shape->fields) {
        if (field.serverSet || field.fixed)
            continue;
        if (body.contains(field.name) && body.value(field.name) != before->body.value(field.name))
            changes.insert(field.name, body.value(field.name));
        else if (!body.contains(field.name) && before->body.contains(field.name))
            changes.insert(field.name, QJsonValue::Null);
    }
    if (changes.isEmpty())
        return before;
    const auto edited = server.patch(recordPath(kind, id), before->revision, changes);
    return edited ? Record::fromJson(*edited) : edited.error();
}

int report(Context &context, const Result<Record> &record, const QString &sentence)
{
    if (!record)
        return context.out.fail(record.error());
    context.out.json(record->toJson());
    context.out.line(u"%1 Revision %2, log entry %3."_s.arg(sentence).arg(record->revision).arg(record->leaf));
    return ExitDone;
}

int policyPut(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    const auto bytes = readFile(given.argument(0), 1'000'000);
    if (!bytes)
        return context.out.fail(bytes.error());
    const auto json = parseJson(*bytes);
    if (!json) {
        Error error = json.error();
        error.text = u"%1: %2"_s.arg(given.argument(0), error.text);
        return context.out.fail(error);
    }
    // Judged here as well, so that a mistake is told with its place in the file before anything is sent.
    const auto policy = decode<Policy>(json->toObject());
    if (!policy)
        return context.out.fail(policy.error());
    if (const auto problems = policyProblems(*policy); !problems.isEmpty())
        return context.out.fail(invalidFields(shapeOf<Policy>(), problems));
    return report(context, put(*context.session(), u"policy"_s, encode(*policy)), u"The policy '%1' is in force."_s.arg(policy->name));
}

int personPut(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    Session &server = *context.session();
    Person person;
    const auto before = recordOf<Person>(server, u"person"_s, given.argument(0));
    if (before)
        person = *before;
    else if (before.error().code != Error::Code::NotFound)
        return context.out.fail(before.error());
    person.name = given.argument(0);
    person.displayName = given.value(u"display-name"_s, person.displayName.isEmpty() ? person.name : person.displayName);
    person.email = given.value(u"email"_s, person.email);
    if (given.has(u"role"_s))
        person.roles = given.values(u"role"_s);
    if (given.has(u"identity"_s))
        person.identities = given.values(u"identity"_s);
    if (given.has(u"inactive"_s) || given.has(u"active"_s))
        person.active = given.has(u"active"_s);
    return report(context, put(server, u"person"_s, encode(person)), u"%1 has the roles: %2."_s.arg(person.name, person.roles.isEmpty()
                  ? u"none"_s : person.roles.join(u", "_s)));
}

Result<void> ensureModel(Session &server, const Invocation &given, const QString &name)
{
    const auto found = server.record(u"model"_s, name);
    if (found || found.error().code != Error::Code::NotFound)
        return found ? Result<void>() : found.error();
    QString owner = given.value(u"owner"_s);
    if (owner.isEmpty()) {
        const auto me = server.get(u"/v1/whoami"_s);
        if (!me)
            return me.error();
        owner = me->value(u"person"_s).toString();
    }
    const auto made = server.post(u"/v1/models"_s, {{u"name"_s, name}, {u"owner"_s, owner}, {u"title"_s, given.value(u"title"_s, name)}});
    return made ? Result<void>() : made.error();
}

QJsonArray safeguards(const QStringList &names)
{
    QJsonArray out;
    for (const QString &text : names) {
        const qsizetype colon = text.indexOf(u':');
        QJsonObject item{{u"name"_s, colon < 0 ? text : text.mid(colon + 1)}};
        item.insert(u"layer"_s, colon < 0 ? u"input"_s : text.left(colon));
        out.append(item);
    }
    return out;
}

QJsonObject lineage(const Invocation &given)
{
    QJsonObject out;
    for (const auto &[option, field] : {std::pair{u"base-model"_s, u"baseModel"_s}, {u"relation"_s, u"baseModelRelation"_s},
                                        {u"run"_s, u"run"_s}, {u"commit"_s, u"sourceCommit"_s},
                                        {u"repository"_s, u"sourceRepository"_s}, {u"parent"_s, u"parent"_s}}) {
        if (given.has(option))
            out.insert(field, given.value(option));
    }
    QJsonArray datasets;
    const QStringList named = given.values(u"dataset"_s);
    for (const QString &text : named) {
        const qsizetype at = text.lastIndexOf("@sha256:"_L1);
        QJsonObject dataset{{u"name"_s, at < 0 ? text : text.left(at)}};
        if (at >= 0)
            dataset.insert(u"digest"_s, text.mid(at + 1));
        datasets.append(dataset);
    }
    if (!datasets.isEmpty())
        out.insert(u"datasets"_s, datasets);
    return out;
}

int registerVersion(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    Session &server = *context.session();
    const auto artifacts = artifactsAt(given.values(u"artifact"_s));
    if (!artifacts)
        return context.out.fail(artifacts.error());
    if (const auto model = ensureModel(server, given, given.argument(0)); !model)
        return context.out.fail(model.error());
    QJsonObject body{{u"model"_s, given.argument(0)}, {u"version"_s, given.argument(1)}, {u"artifacts"_s, artifactsJson(*artifacts)}};
    if (const QJsonObject from = lineage(given); !from.isEmpty())
        body.insert(u"lineage"_s, from);
    if (given.has(u"safeguard"_s))
        body.insert(u"safeguards"_s, safeguards(given.values(u"safeguard"_s)));
    for (const auto &[option, field] : {std::pair{u"notes"_s, u"notes"_s}, {u"criticality"_s, u"criticality"_s},
                                        {u"business-domain"_s, u"businessDomain"_s}, {u"cost-centre"_s, u"costCentre"_s}}) {
        if (given.has(option))
            body.insert(field, given.value(option));
    }
    if (given.has(u"compliance"_s))
        body.insert(u"compliance"_s, QJsonArray::fromStringList(given.values(u"compliance"_s)));
    const auto made = server.post(u"/v1/versions"_s, body);
    const auto record = made ? Record::fromJson(*made) : Result<Record>(made.error());
    if (!record)
        return context.out.fail(record.error());
    context.out.json(record->toJson());
    context.out.line(u"Registered %1 with %2, manifest %3, log entry %4."_s.arg(record->id, counted(artifacts->size(), u"file"_s))
                         .arg(record->body.value(u"manifestDigest"_s).toString()).arg(record->leaf));
    return ExitDone;
}

} // namespace

QList<CommandSpec> registryCommands()
{
    return {
        {u"register"_s, u"Register a version of a model with its files; the model too where it is new."_s,
         {{u"MODEL"_s, u"The model's name."_s}, {u"VERSION"_s, u"The new version's label."_s}},
         {{u"artifact"_s, u"PATH"_s, u"A file, or a folder with all files. Only names, sizes and digests are sent."_s, true, true},
          {u"base-model"_s, u"NAME"_s, u"What it was made from: MODEL/VERSION or an outside name."_s},
          {u"relation"_s, u"WORD"_s, u"How: finetune, adapter, quantized or merge."_s},
          {u"dataset"_s, u"NAME[@sha256:HEX]"_s, u"What it was trained on."_s, false, true},
          {u"run"_s, u"NAME"_s, u"The training run, as its tracker names it."_s},
          {u"commit"_s, u"HASH"_s, u"Commit of the training code."_s},
          {u"repository"_s, u"URL"_s, u"Where that commit is."_s},
          {u"parent"_s, u"VERSION"_s, u"The version of the same model that it follows."_s},
          {u"safeguard"_s, u"[LAYER:]NAME"_s, u"A safeguard around it; layers: input, output, personalData, access."_s, false, true},
          {u"notes"_s, u"TEXT"_s, u"What is new."_s},
          {u"owner"_s, u"PERSON"_s, u"Who answers for the model, where it is new; you otherwise."_s},
          {u"title"_s, u"TEXT"_s, u"The name people use for the model, where it is new."_s},
          {u"criticality"_s, u"LEVEL"_s, u"low, medium, high or critical."_s},
          {u"business-domain"_s, u"TEXT"_s, u"The part of the business that uses it."_s},
          {u"compliance"_s, u"REGIME"_s, u"A regime that applies."_s, false, true},
          {u"cost-centre"_s, u"TEXT"_s, u"Who pays."_s}},
         {}, registerVersion},
        {u"policy put"_s, u"Put a policy in force, or change it, from a JSON file."_s,
         {{u"FILE"_s, u"The policy's JSON."_s}}, {},
         u"A changed policy begins a new round on every request under it."_s, policyPut},
        {u"person put"_s, u"Add or change a person."_s,
         {{u"NAME"_s, u"Their address here, e.g. ana.ferreira."_s}},
         {{u"display-name"_s, u"TEXT"_s, u"Their name as shown."_s},
          {u"email"_s, u"ADDRESS"_s, u"Their mail address."_s},
          {u"role"_s, u"ROLE"_s, u"A role; all roles are given anew."_s, false, true},
          {u"identity"_s, u"ISSUER SUBJECT"_s, u"An account that is this person."_s, false, true},
          {u"active"_s, {}, u"They may act again."_s},
          {u"inactive"_s, {}, u"They may no longer act."_s}},
         {}, personPut},
    };
}

} // namespace countersign
