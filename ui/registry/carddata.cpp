// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/carddata.h"

#include "base/json.h"
#include "domain/kinds/policy.h"
#include "ui/registry/modellist.h"
#include "ui/registry/versiondata.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostOthers = 12;
constexpr qint64 mostCards = 100;

QList<CardData::Entry> cardsOfVersion(ReadSession &session, const QString &version)
{
    QList<CardData::Entry> out;
    const auto records = session.records({u"card"_s, {ListFilter::is(u"version"_s, version)}, {}, {u"importedAt"_s, true}}, mostCards);
    if (!records)
        return out;
    for (const Record &record : *records) {
        if (auto body = decode<Card>(record.body); body.ok())
            out.append({record.id, record.revision, record.updatedAt, record.updatedBy, std::move(*body)});
    }
    return out;
}

void addOther(ReadSession &session, const VersionData &shown, const QString &version, CardData::Other::Why why, CardData &out)
{
    const auto known = [&](const CardData::Other &other) { return other.version == version; };
    if (version.isEmpty() || version == shown.key || std::any_of(out.others.begin(), out.others.end(), known))
        return;
    for (const CardData::Entry &card : cardsOfVersion(session, version)) {
        if (card.body.status != Card::Archived && !card.body.content.isEmpty()) {
            out.others.append({version, why, card});
            return;
        }
    }
}

void addOthers(ReadSession &session, const VersionData &shown, CardData &out)
{
    using Why = CardData::Other::Why;
    auto running = runningDeploymentsOf(shown.version.model);
    running.append(ListFilter::is(u"environment"_s, u"production"_s));
    if (const auto records = session.records({u"deployment"_s, running, {}, {u"since"_s, true}}, mostOthers); records.ok()) {
        for (const Record &record : *records)
            addOther(session, shown, record.body.value(u"version"_s).toString(), Why::Production, out);
    }
    addOther(session, shown, shown.parentKey(), Why::Parent, out);
    const auto versions = session.records({u"version"_s, {ListFilter::is(u"model"_s, shown.version.model)}, {}, {u"registeredAt"_s, true}}, mostOthers);
    if (!versions)
        return;
    for (const Record &record : *versions)
        addOther(session, shown, record.id, Why::Other, out);
}

/// The policies of what has been asked for; before that, those of the environment where most releases go.
void addAsked(ReadSession &session, const VersionData &shown, CardData &out)
{
    QStringList wanted;
    for (const auto &request : shown.requests) {
        const Request::State state = request.body.state;
        if (state == Request::InReview || state == Request::ChangesRequested || state == Request::Approved)
            wanted.append(request.body.policy);
    }
    const auto records = session.records({u"policy"_s, {}, {}, {u"name"_s, false}}, mostCards);
    if (!records)
        return;
    QList<Policy> policies;
    for (const Record &record : *records) {
        auto policy = decode<Policy>(record.body);
        if (policy.ok() && (wanted.isEmpty() ? policy->environments.contains(u"production"_s) : wanted.contains(policy->name)))
            policies.append(std::move(*policy));
    }
    for (const Policy &policy : std::as_const(policies)) {
        const QStringList asked = missingSections({}, policy.cardSections);
        for (const QString &section : asked)
            out.asked[section].append(policy.title.isEmpty() ? policy.name : policy.title);
    }
}

} // namespace

CardData loadCardData(ReadSession &session, const VersionData &shown)
{
    CardData out;
    out.cards = cardsOfVersion(session, shown.key);
    addOthers(session, shown, out);
    addAsked(session, shown, out);
    QList<std::pair<QString, Evaluation>> evaluations;
    for (const auto &evaluation : shown.evaluations) {
        evaluations.append({evaluation.id, evaluation.body});
        out.evaluations.insert(evaluation.id, evaluation.body.title);
    }
    const auto model = session.get<Model>(shown.version.model);
    out.facts = cardFacts(model.ok() ? *model : Model{}, shown.version, evaluations);
    if (!model)
        out.facts.model = shown.version.model;
    for (const auto &request : shown.requests) {
        if (request.body.state == Request::Approved && out.facts.approvalState.isEmpty())
            out.facts.approvalState = u"approved for "_s + request.body.environment;
    }
    return out;
}

Result<CardContent> cardFromBlob(const QByteArray &bytes)
{
    const auto json = parseJson(bytes);
    if (!json)
        return json.error();
    return CardContent::fromJson(json->toObject());
}

} // namespace countersign
