// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/requestdata.h"

#include "ui/registry/words.h"

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

template <typename T>
QList<std::pair<QString, T>> all(ReadSession &session, const QString &kind, const QList<ListFilter> &filters = {})
{
    QList<std::pair<QString, T>> out;
    const auto records = session.records({kind, filters, {}, {u"seq"_s, false}});
    if (!records)
        return out;
    for (const Record &record : *records) {
        if (auto body = decode<T>(record.body); body.ok())
            out.append({record.id, std::move(*body)});
    }
    return out;
}

/// The case as it would be the moment after the request, as far as it decides who may not sign.
Result<ReleaseCase> caseOf(ReadSession &session, const QString &key, const QString &requester)
{
    ReleaseCase out;
    const auto version = session.get<Version>(key);
    if (!version)
        return version.error();
    out.version = *version;
    out.request.version = key;
    out.request.requestedBy = requester;
    if (const auto model = session.get<Model>(version->model); model.ok())
        out.modelOwner = model->owner;
    const ListFilter ofVersion = ListFilter::is(u"version"_s, key);
    for (const auto &[id, evaluation] : all<Evaluation>(session, u"evaluation"_s, {ofVersion})) {
        if (!evaluation.withdrawn)
            out.evaluations.append({id, evaluation, {}});
    }
    for (const auto &[id, card] : all<Card>(session, u"card"_s, {ofVersion})) {
        if (card.status != Card::Archived)
            out.cards.append({id, card});
    }
    for (const auto &[id, person] : all<Person>(session, u"person"_s))
        out.people.append(person);
    return out;
}

} // namespace

QList<RequestChoices::Choice> RequestChoices::fitting(const QString &environment) const
{
    QList<Choice> exact, general;
    for (const Choice &choice : policies) {
        if (choice.body.environments.contains(environment))
            exact.append(choice);
        else if (choice.body.environments.isEmpty())
            general.append(choice);
    }
    return exact + general;
}

Result<RequestChoices> loadRequestChoices(ReadSession &session, const QString &version, const QString &requester)
{
    const auto release = caseOf(session, version, requester);
    if (!release)
        return release.error();
    RequestChoices out;
    for (const Person &person : release->people)
        out.names.insert(person.name, person.displayName);
    const auto excluded = release->excludedPeople();
    for (const auto &[id, policy] : all<Policy>(session, u"policy"_s)) {
        out.policies.append({id, policy, satisfiable(policy, release->people, excluded)});
        out.environments += policy.environments;
    }
    for (const auto &[id, request] : all<Request>(session, u"request"_s, {ListFilter::is(u"version"_s, version)})) {
        if (request.state == Request::InReview || request.state == Request::ChangesRequested)
            out.open.insert(request.environment, requestTitle(request));
    }
    out.environments.removeDuplicates();
    // Where most requests go stands first.
    std::stable_sort(out.environments.begin(), out.environments.end(),
                     [](const QString &a, const QString &b) { return a == "production"_L1 && b != "production"_L1; });
    return out;
}

} // namespace countersign
