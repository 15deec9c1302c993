// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/plancheck.h"

#include <QSet>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

bool plansFor(const Plan &plan, const QString &version)
{
    return plan.version.isEmpty() ? plan.model == version.section(u'/', 0, 0) : plan.version == version;
}

bool stoodAt(const Plan &plan, const QDateTime &when)
{
    return plan.lockedAt.isValid() && plan.lockedAt <= when && (!plan.endedAt.isValid() || plan.endedAt > when);
}

/// "name@digest" and bare digests name a dataset as well as its name does.
bool isMeasuredOn(const EvaluationReport &report, const DatasetRef &dataset)
{
    return std::any_of(report.results.begin(), report.results.end(), [&](const EvaluationReport::Metric &metric) {
        if (!dataset.digest.isEmpty())
            return metric.dataset.contains(dataset.digest);
        return metric.dataset == dataset.name || metric.dataset.startsWith(dataset.name + u'@');
    });
}

PlanFinding datasetFinding(const EvaluationReport &report, const DatasetRef &dataset)
{
    PlanFinding out{u"dataset:"_s + dataset.name, u"Dataset %1"_s.arg(dataset.name), PlanFinding::Unknown, {}, {}, {}};
    out.planned = dataset.digest.isEmpty() ? dataset.name : dataset.digest;
    QStringList named;
    for (const auto &metric : report.results) {
        if (!metric.dataset.isEmpty() && !named.contains(metric.dataset) && named.size() < 5)
            named.append(metric.dataset);
    }
    out.actual = named.join(u", "_s);
    if (named.isEmpty()) {
        out.reason = u"The file does not say what it was measured on."_s;
    } else if (isMeasuredOn(report, dataset)) {
        out.state = PlanFinding::Kept;
    } else if (!dataset.digest.isEmpty() && std::any_of(named.begin(), named.end(), [&](const QString &name) { return name.startsWith(dataset.name); })) {
        out.reason = u"The name is the planned one, but the file gives no digest that shows it is the same data."_s;
    } else {
        out.state = PlanFinding::Broken;
        out.reason = u"It was measured on something else than planned."_s;
    }
    return out;
}

PlanFinding sliceFinding(const EvaluationReport &report, const QString &dimension)
{
    PlanFinding out{u"slice:"_s + dimension, u"Results by %1"_s.arg(dimension), PlanFinding::Broken, dimension, {}, {}};
    QSet<QString> groups;
    for (const auto &metric : report.results) {
        for (const auto &term : metric.slice) {
            if (term.dimension == dimension)
                groups.insert(term.group);
        }
    }
    if (groups.isEmpty())
        out.reason = u"The plan asks for results by %1; there are none."_s.arg(dimension);
    else
        out.state = PlanFinding::Kept;
    out.actual = groups.isEmpty() ? QString() : u"%1 groups"_s.arg(groups.size());
    return out;
}

PlanFinding textFinding(const QString &id, const QString &title, const QString &planned, const QString &actual)
{
    PlanFinding out{id, title, PlanFinding::Kept, planned, actual, {}};
    if (actual.isEmpty()) {
        out.state = PlanFinding::Unknown;
        out.reason = u"The file does not say."_s;
    } else if (actual.compare(planned, Qt::CaseInsensitive) != 0) {
        out.state = PlanFinding::Broken;
        out.reason = u"Planned was %1, the file says %2."_s.arg(planned, actual);
    }
    return out;
}

QList<PlanFinding> findingsOf(const Plan &plan, const EvaluationReport &report)
{
    QList<PlanFinding> out;
    for (const DatasetRef &dataset : plan.datasets)
        out.append(datasetFinding(report, dataset));
    for (const QString &slice : plan.slices)
        out.append(sliceFinding(report, slice));
    if (plan.seed)
        out.append(textFinding(u"seed"_s, u"Seed"_s, QString::number(*plan.seed), report.run.seed ? QString::number(*report.run.seed) : QString()));
    if (!plan.tool.isEmpty())
        out.append(textFinding(u"tool"_s, u"Tool"_s, plan.tool, report.producer.name));
    if (!plan.toolVersion.isEmpty())
        out.append(textFinding(u"toolVersion"_s, u"Version of the tool"_s, plan.toolVersion, report.producer.version));
    return out;
}

/// Criteria are bounds like a policy's, so they are judged by the same rule; age does not matter here.
QList<Requirement> judged(const Plan &plan, const QString &id, const Evaluation &record, const EvaluationReport &report)
{
    ReleaseCase one;
    one.version.model = record.version.section(u'/', 0, 0);
    one.version.version = record.version.section(u'/', 1);
    one.policy.waivers = false;
    one.policy.metrics = plan.criteria;
    for (MetricRequirement &criterion : one.policy.metrics) {
        if (criterion.minimumN == 0)
            criterion.minimumN = plan.minimumN;
    }
    one.evaluations.append({id, record, report});
    return evaluateRequirements(one, record.importedAt);
}

} // namespace

bool PlanCheck::kept() const
{
    return standing == BeforeTheRun
        && std::all_of(criteria.begin(), criteria.end(), [](const Requirement &it) { return it.state == Requirement::Met; })
        && std::none_of(findings.begin(), findings.end(), [](const PlanFinding &it) { return it.state == PlanFinding::Broken; });
}

QDateTime runTime(const EvaluationReport &report)
{
    return report.run.startedAt.isValid() ? report.run.startedAt : report.run.finishedAt;
}

const PlanEntry *planStandingAt(const QList<PlanEntry> &plans, const QString &version, const QDateTime &when)
{
    const PlanEntry *best = nullptr;
    for (const PlanEntry &entry : plans) {
        if (!plansFor(entry.plan, version) || !stoodAt(entry.plan, when))
            continue;
        const bool closer = best && best->plan.version.isEmpty() != entry.plan.version.isEmpty();
        if (!best || (closer ? best->plan.version.isEmpty() : entry.plan.lockedAt > best->plan.lockedAt))
            best = &entry;
    }
    return best;
}

PlanCheck holdAgainstPlan(const QList<PlanEntry> &plans, const QString &evaluationId, const Evaluation &record,
                          const EvaluationReport &report)
{
    PlanCheck out;
    out.ranAt = runTime(report);
    const bool timed = out.ranAt.isValid();
    const PlanEntry *stood = planStandingAt(plans, record.version, timed ? out.ranAt : record.importedAt);
    const PlanEntry *later = nullptr;
    for (const PlanEntry &entry : plans) {
        const Plan &plan = entry.plan;
        const bool afterwards = plan.lockedAt.isValid() && timed && plan.lockedAt > out.ranAt;
        if (plansFor(plan, record.version) && afterwards && plan.status != Plan::Withdrawn && (!later || plan.lockedAt > later->plan.lockedAt))
            later = &entry;
    }
    const PlanEntry *against = stood ? stood : later;
    if (!against)
        return out;
    out.standing = !stood ? PlanCheck::AfterTheRun : timed ? PlanCheck::BeforeTheRun : PlanCheck::TimeUnknown;
    out.plan = against->id;
    out.planTitle = against->plan.title;
    out.lockedAt = against->plan.lockedAt;
    if (stood && later) {
        out.laterPlan = later->id;
        out.laterLockedAt = later->plan.lockedAt;
    }
    out.criteria = judged(against->plan, evaluationId, record, report);
    out.findings = findingsOf(against->plan, report);
    return out;
}

QList<FieldError> planProblems(const Plan &plan)
{
    QList<FieldError> out;
    if (plan.criteria.isEmpty())
        out.append({u"/criteria"_s, u"A plan fixes at least one criterion."_s});
    QSet<QString> ids;
    for (qsizetype i = 0; i < plan.criteria.size(); ++i) {
        const MetricRequirement &it = plan.criteria[i];
        const QString at = u"/criteria/%1"_s.arg(i);
        if (ids.contains(it.id))
            out.append({at + u"/id"_s, u"Two criteria are called '%1'."_s.arg(it.id)});
        ids.insert(it.id);
        if (!QStringList{u">="_s, u"<="_s, u">"_s, u"<"_s}.contains(it.op))
            out.append({at + u"/op"_s, u"The operator is one of >=, <=, > and <."_s});
        if (!std::isfinite(it.limit))
            out.append({at + u"/limit"_s, u"The limit is a number."_s});
    }
    if (!plan.version.isEmpty() && plan.version.section(u'/', 0, 0) != plan.model)
        out.append({u"/version"_s, u"This is no version of %1."_s.arg(plan.model)});
    return out;
}

const QStringList &planSigningRoles()
{
    static const QStringList roles{u"validator"_s, u"risk"_s, u"legal"_s, u"product"_s, u"domain-expert"_s};
    return roles;
}

Result<void> maySignPlan(const Plan &plan, const QString &role, const Actor &actor)
{
    if (!planSigningRoles().contains(role))
        return {Error::Code::Refused, u"A plan is signed in a reviewing role; %1 is none."_s.arg(roleTitle(role))};
    if (!actor.has(role))
        return {Error::Code::Forbidden, u"You do not have the role %1."_s.arg(roleTitle(role))};
    if (plan.author == actor.person)
        return {Error::Code::Refused, u"You wrote this plan; another person must sign it."_s};
    if (plan.status != Plan::Draft && plan.status != Plan::Locked)
        return {Error::Code::Refused, u"A plan is signed while it is draft or locked; this one is %1."_s.arg(enumText(plan.status))};
    for (const PlanSignature &signature : plan.signatures) {
        if (signature.person == actor.person)
            return {Error::Code::Exists, u"You have signed this plan before."_s};
    }
    return {};
}

} // namespace countersign
