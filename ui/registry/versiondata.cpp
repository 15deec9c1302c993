// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/versiondata.h"

#include "base/json.h"
#include "ui/registry/modellist.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostListed = 500;

template <typename T>
QList<Loaded<T>> listOf(ReadSession &session, const QString &kind, const QList<ListFilter> &filters, const QString &sort)
{
    QList<Loaded<T>> out;
    const auto records = session.records({kind, filters, {}, {sort, true}}, mostListed);
    if (!records)
        return out;
    for (const Record &record : *records) {
        if (auto body = decode<T>(record.body); body.ok())
            out.append({record.id, record.revision, std::move(*body)});
    }
    return out;
}

void addCard(ReadSession &session, VersionData &out)
{
    const auto cards = listOf<Card>(session, u"card"_s, {ListFilter::is(u"version"_s, out.key)}, u"importedAt"_s);
    for (const Loaded<Card> &card : cards) {
        if (card.body.status != Card::Archived && !out.card)
            out.card = card;
    }
    if (!out.card)
        return;
    if (const auto bytes = session.blob(out.card->body.raw); bytes.ok())
        out.cardSource = *bytes;
    else
        out.missingBlobs.append(out.card->body.raw);
    if (out.card->body.content.isEmpty())
        return;
    const auto bytes = session.blob(out.card->body.content);
    if (!bytes) {
        out.missingBlobs.append(out.card->body.content);
        return;
    }
    const auto json = parseJson(*bytes);
    if (!json)
        return;
    if (auto content = CardContent::fromJson(json->toObject()); content.ok())
        out.cardContent = *content;
}

void addNames(ReadSession &session, VersionData &out)
{
    const auto add = [&](const QString &name) {
        if (name.isEmpty() || out.names.contains(name))
            return;
        const auto person = session.record(u"person"_s, name);
        out.names.insert(name, person ? person->body.value(u"displayName"_s).toString(name) : name);
    };
    add(out.version.author);
    add(out.modelOwner);
    for (const auto &evaluation : std::as_const(out.evaluations))
        add(evaluation.body.importedBy);
    for (const auto &request : std::as_const(out.requests))
        add(request.body.requestedBy);
    for (const auto &deployment : std::as_const(out.deployments))
        add(deployment.body.deployedBy);
    for (const auto &decision : std::as_const(out.decisions))
        add(decision.body.author);
    for (const CardData::Entry &card : std::as_const(out.cards.cards)) {
        add(card.body.author);
        add(card.changedBy);
    }
}

void addOrigin(ReadSession &session, VersionData &out)
{
    const Lineage &lineage = out.version.lineage;
    if (!lineage.baseModel.isEmpty())
        out.baseModelIsOurs = session.record(u"version"_s, lineage.baseModel).ok();
    if (const QString parent = out.parentKey(); !parent.isEmpty()) {
        if (const auto record = session.record(u"version"_s, parent); record.ok()) {
            out.parentIsOurs = true;
            out.parentStage = enumFromText<Version::Stage>(record->body.value(u"stage"_s).toString());
        }
    }
}

} // namespace

QString VersionData::parentKey() const
{
    const QString &parent = version.lineage.parent;
    return parent.isEmpty() || parent.contains(u'/') ? parent : version.model + u'/' + parent;
}

Result<ModelData> loadModel(ReadSession &session, const QString &name, const QDateTime &now)
{
    const auto record = session.record(u"model"_s, name);
    if (!record)
        return record.error();
    const auto model = decode<Model>(record->body);
    if (!model)
        return model.error();
    ModelData out{*model, record->revision, model->owner, {}, now};
    if (const auto person = session.record(u"person"_s, model->owner); person.ok())
        out.ownerName = person->body.value(u"displayName"_s).toString(model->owner);
    const auto running = listOf<Deployment>(session, u"deployment"_s, runningDeploymentsOf(name), u"since"_s);
    for (const auto &deployment : running)
        out.running.append(deployment.body);
    return out;
}

Result<VersionData> loadVersion(ReadSession &session, const QString &key, const QDateTime &now)
{
    const auto record = session.record(u"version"_s, key);
    if (!record)
        return record.error();
    const auto version = decode<Version>(record->body);
    if (!version)
        return version.error();
    VersionData out;
    out.key = key;
    out.revision = record->revision;
    out.version = *version;
    out.at = now;
    if (const auto model = session.record(u"model"_s, version->model); model.ok())
        out.modelOwner = model->body.value(u"owner"_s).toString();
    const ListFilter ofVersion = ListFilter::is(u"version"_s, key);
    out.evaluations = listOf<Evaluation>(session, u"evaluation"_s, {ofVersion}, u"importedAt"_s);
    out.requests = listOf<Request>(session, u"request"_s, {ofVersion}, u"requestedAt"_s);
    out.deployments = listOf<Deployment>(session, u"deployment"_s, {ofVersion}, u"since"_s);
    std::stable_partition(out.deployments.begin(), out.deployments.end(),
                          [](const auto &deployment) { return deployment.body.state == Deployment::Running; });
    out.decisions = listOf<Decision>(session, u"decision"_s, {ListFilter::is(u"model"_s, version->model)}, u"seq"_s);
    std::stable_partition(out.decisions.begin(), out.decisions.end(),
                          [&](const auto &decision) { return decision.body.versions.contains(key); });
    addCard(session, out);
    addOrigin(session, out);
    out.cards = loadCardData(session, out);
    addNames(session, out);
    return out;
}

} // namespace countersign
