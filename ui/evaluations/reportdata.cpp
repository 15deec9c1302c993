// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/reportdata.h"

#include "base/json.h"
#include "replica/replicacase.h"
#include "ui/evaluations/reportread.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostPlans = 1000;
QString tr(const char *text)
{
    return QCoreApplication::translate("Evaluations", text);
}

QString policyTitle(ReadSession &session, const QString &policy)
{
    const auto record = session.record(u"policy"_s, policy);
    return record ? record->body.value(u"title"_s).toString(policy) : policy;
}

/// The request whose policy speaks here: the newest that is open or approved for this version.
std::optional<Record> requestFor(ReadSession &session, const QString &version)
{
    const auto records = session.records({u"request"_s,
                                          {ListFilter::is(u"version"_s, version),
                                           {u"state"_s, ListFilter::Op::AnyOf, {u"inReview"_s, u"changesRequested"_s, u"approved"_s}}},
                                          {},
                                          {u"requestedAt"_s, true}}, 1);
    return records && !records->isEmpty() ? std::optional(records->first()) : std::nullopt;
}

/// Without a request of its own a version is held against the policy that the model was last requested under.
std::optional<QString> usualPolicy(ReadSession &session, const QString &model)
{
    const auto records = session.records({u"request"_s,
                                          {{u"version"_s, ListFilter::Op::AtLeast, {QString(model + u'/')}},
                                           {u"version"_s, ListFilter::Op::AtMost, {QString(model + u'/' + QChar(0xffff))}}},
                                          {},
                                          {u"requestedAt"_s, true}}, 1);
    return records && !records->isEmpty() ? std::optional(records->first().body.value(u"policy"_s).toString()) : std::nullopt;
}

Result<ReleaseCase> caseWithoutRequest(ReadSession &session, const Version &version, const QString &policy)
{
    ReleaseCase out;
    out.version = version;
    const auto found = session.get<Policy>(policy);
    if (!found)
        return found.error();
    out.policy = *found;
    const auto evaluations = session.records({u"evaluation"_s, {ListFilter::is(u"version"_s, version.key())}, {}, {u"seq"_s, false}});
    for (const Record &record : evaluations ? *evaluations : QList<Record>()) {
        if (auto evaluation = decode<Evaluation>(record.body); evaluation.ok() && !evaluation->withdrawn)
            out.evaluations.append({record.id, *evaluation, {}});
    }
    return out;
}

/// The categories a policy names, and those it means by asking for a value of a group.
QStringList askedCategories(const Policy &policy)
{
    QStringList out = policy.categories;
    const bool groups = std::any_of(policy.metrics.begin(), policy.metrics.end(), [](const MetricRequirement &metric) {
        return !metric.sliceDimension.isEmpty() && metric.sliceDimension != "attack"_L1 && metric.sliceDimension != "perturbation"_L1
            && metric.sliceDimension != "strength"_L1;
    });
    if (groups && !out.contains(u"fairness"_s))
        out.append(u"fairness"_s);
    return out;
}

QHash<QString, ResultBound> boundsOf(ReadSession &session, ReportData &out, const QDateTime &now)
{
    QHash<QString, ResultBound> bounds;
    if (!out.version)
        return bounds;
    auto release = appliedCase(session, *out.version, out.boundsFrom);
    if (!release)
        return bounds;
    out.asked = askedCategories(release->policy);
    for (auto &evidence : release->evaluations) {
        if (evidence.id == out.id) {
            evidence.report = *out.report;
        } else if (auto report = readReport(session, evidence.record.report); report.ok()) {
            evidence.report = std::move(*report);
        } else if (report.error().code == Error::Code::NotFound) {
            out.missingBlobs.append(evidence.record.report);
        }
    }
    for (const Requirement &requirement : evaluateRequirements(*release, now)) {
        if (requirement.sourceId == out.id && !requirement.sourcePointer.isEmpty())
            bounds.insert(requirement.sourcePointer, {requirement, out.boundsFrom});
        if (requirement.sourceId == out.id && requirement.state == Requirement::Failed)
            out.failing.insert(requirement.sourcePointer);
    }
    return bounds;
}

/// Drafts fix nothing; every other plan of the model stood at some time.
void holdAgainstPlans(ReadSession &session, ReportData &out, const QString &model)
{
    QList<PlanEntry> plans;
    const auto records = session.records({u"plan"_s, {ListFilter::is(u"model"_s, model)}, {}, {u"seq"_s, false}}, mostPlans);
    for (const Record &record : records ? *records : QList<Record>()) {
        if (const auto plan = decode<Plan>(record.body); plan.ok())
            plans.append({record.id, *plan, record.leaf});
    }
    out.modelHasPlans = !plans.isEmpty();
    out.plan = holdAgainstPlan(plans, out.id, out.record, *out.report);
}

} // namespace

Result<EvaluationReport> readReport(ReadSession &session, const QString &digest)
{
    const auto bytes = session.blob(digest);
    if (!bytes)
        return bytes.error();
    const auto json = parseJson(*bytes);
    if (!json)
        return json.error();
    return EvaluationReport::fromJson(json->toObject());
}

Result<ReleaseCase> appliedCase(ReadSession &session, const Version &version, QString &from)
{
    Result<ReleaseCase> out(Error{Error::Code::NotFound, tr("No policy applies.")});
    QString title;
    if (const auto request = requestFor(session, version.key())) {
        out = releaseCase(session, request->id, CaseReports::Leave);
        title = u"%1, R-%2"_s.arg(policyTitle(session, request->body.value(u"policy"_s).toString()))
                    .arg(request->body.value(u"number"_s).toInteger());
    } else if (const auto policy = usualPolicy(session, version.model)) {
        out = caseWithoutRequest(session, version, *policy);
        title = policyTitle(session, *policy);
    }
    if (out.ok())
        from = title;
    return out;
}

Result<ReportData> loadReport(ReadSession &session, const QString &id, const QDateTime &now)
{
    const auto record = session.record(u"evaluation"_s, id);
    if (!record)
        return record.error();
    const auto evaluation = decode<Evaluation>(record->body);
    if (!evaluation)
        return evaluation.error();
    ReportData out;
    out.id = id;
    out.revision = record->revision;
    out.record = *evaluation;
    out.at = now;
    out.importedByName = evaluation->importedBy;
    if (const auto person = session.record(u"person"_s, evaluation->importedBy); person.ok())
        out.importedByName = person->body.value(u"displayName"_s).toString(evaluation->importedBy);
    if (const auto version = session.get<Version>(evaluation->version); version.ok())
        out.version = *version;
    out.lines = std::make_shared<QList<ResultLine>>();
    auto report = readReport(session, evaluation->report);
    if (!report) {
        if (report.error().code != Error::Code::NotFound)
            return report.error();
        out.missingBlobs.append(evaluation->report);
        return out;
    }
    out.report = std::make_shared<EvaluationReport>(std::move(*report));
    if (out.version)
        out.subject = matchSubject(out.report->subject, *out.version);
    holdAgainstPlans(session, out, evaluation->version.section(u'/', 0, 0));
    if (session.stop().stop_requested())
        return {Error::Code::Cancelled, tr("Cancelled.")};
    out.lines = std::make_shared<QList<ResultLine>>(resultLines(*out.report, boundsOf(session, out, now)));
    out.parts = std::make_shared<ReportParts>(reportParts(*out.report, [&] { return session.stop().stop_requested(); }));
    return out;
}

} // namespace countersign
