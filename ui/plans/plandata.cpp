// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/plandata.h"

#include "ui/widgets/safetext.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostModels = 2000;
constexpr qint64 mostVersionsEach = 100;
constexpr qint64 mostPlans = 1000;

} // namespace

Result<PlanData> loadPlan(ReadSession &session, const QString &id, const QDateTime &now)
{
    const auto record = session.record(u"plan"_s, id);
    if (!record)
        return record.error();
    const auto plan = decode<Plan>(record->body);
    if (!plan)
        return plan.error();
    PlanData out;
    out.id = id;
    out.revision = record->revision;
    out.leaf = record->leaf;
    out.plan = *plan;
    out.at = now;
    const auto addName = [&](const QString &person) {
        if (person.isEmpty() || out.names.contains(person))
            return;
        const auto found = session.record(u"person"_s, person);
        out.names.insert(person, visibleText(found ? found->body.value(u"displayName"_s).toString(person) : person));
    };
    addName(plan->author);
    for (const PlanSignature &signature : plan->signatures)
        addName(signature.person);
    if (const auto model = session.record(u"model"_s, plan->model); model.ok())
        out.modelOwner = model->body.value(u"owner"_s).toString();
    if (!plan->replaces.isEmpty()) {
        const auto before = session.record(u"plan"_s, plan->replaces);
        out.replacesTitle = visibleText(before ? before->body.value(u"title"_s).toString() : plan->replaces);
    }
    const auto others = session.records({u"plan"_s, {ListFilter::is(u"model"_s, plan->model)}, {}, {u"seq"_s, true}}, mostPlans);
    for (const Record &other : others ? *others : QList<Record>()) {
        if (out.replacedBy.isEmpty() && other.body.value(u"replaces"_s).toString() == id) {
            out.replacedBy = other.id;
            out.replacedByTitle = visibleText(other.body.value(u"title"_s).toString());
        }
    }
    return out;
}

Result<PlanChoices> loadPlanChoices(ReadSession &session, const QString &model)
{
    PlanChoices out;
    QList<ListFilter> which;
    if (!model.isEmpty())
        which.append(ListFilter::is(u"name"_s, model));
    const auto models = session.records({u"model"_s, which, {}, {u"name"_s, false}}, mostModels);
    if (!models)
        return models.error();
    for (const Record &record : *models) {
        out.models.append({record.id, visibleText(record.body.value(u"title"_s).toString(record.id))});
        const auto versions = session.records({u"version"_s, {ListFilter::is(u"model"_s, record.id)}, {}, {u"registeredAt"_s, true}}, mostVersionsEach);
        if (!versions)
            return versions.error();
        for (const Record &version : *versions) {
            out.versions[record.id].append(version.id);
            const auto body = decode<Version>(version.body);
            if (body.ok() && !body->lineage.datasets.isEmpty())
                out.datasets.insert(version.id, body->lineage.datasets);
        }
        if (session.stop().stop_requested())
            return {Error::Code::Cancelled, u"Cancelled."_s};
    }
    return out;
}

} // namespace countersign
