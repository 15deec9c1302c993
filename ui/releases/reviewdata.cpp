// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/reviewdata.h"

#include "base/json.h"
#include "domain/caseassembly.h"
#include "replica/replicacase.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Result<QList<Record>> recordsWhere(ReadSession &session, const QString &kind, const QString &field, const QString &value)
{
    return session.records({kind, {ListFilter::is(field, value)}, {}, {u"seq"_s, true}});
}

/// The reports of a version that are on this machine; evaluations that were withdrawn are left out.
QList<EvaluationReport> reportsOf(ReadSession &session, const QString &version, QStringList &missing)
{
    QList<EvaluationReport> out;
    const auto records = recordsWhere(session, u"evaluation"_s, u"version"_s, version);
    if (!records)
        return out;
    for (const Record &record : *records) {
        const auto evaluation = decode<Evaluation>(record.body);
        if (!evaluation || evaluation->withdrawn)
            continue;
        const auto bytes = session.blob(evaluation->report);
        if (!bytes) {
            missing.append(evaluation->report);
            continue;
        }
        const auto json = parseJson(*bytes);
        if (!json)
            continue;
        if (auto report = EvaluationReport::fromJson(json->toObject()); report.ok())
            out.append(*report);
    }
    return out;
}

std::optional<Deployment> runningIn(ReadSession &session, const QString &model, const QString &environment)
{
    const auto records = recordsWhere(session, u"deployment"_s, u"environment"_s, environment);
    if (!records)
        return std::nullopt;
    for (const Record &record : *records) {
        const auto deployment = decode<Deployment>(record.body);
        if (deployment.ok() && deployment->state == Deployment::Running && deployment->version.startsWith(model + u'/'))
            return *deployment;
    }
    return std::nullopt;
}

QStringList artifactChanges(const QList<Artifact> &before, const QList<Artifact> &after)
{
    QMap<QString, QString> old;
    for (const Artifact &artifact : before)
        old.insert(artifact.name, artifact.digest);
    QStringList out;
    for (const Artifact &artifact : after) {
        const QString digest = old.take(artifact.name);
        if (digest.isEmpty())
            out.append(QObject::tr("%1 is new").arg(artifact.name));
        else if (digest != artifact.digest)
            out.append(QObject::tr("%1 changed").arg(artifact.name));
    }
    for (auto it = old.begin(); it != old.end(); ++it)
        out.append(QObject::tr("%1 is gone").arg(it.key()));
    return out;
}

/// Suites whose tasks are groups of people: what the file calls "… by group", and every suite that has slices.
QList<ReviewData::Group> groupsOf(const ReleaseCase &release)
{
    QMap<QString, ReviewData::Group> out;
    for (const auto &evidence : release.evaluations) {
        for (const EvaluationReport::Metric &metric : evidence.report.results) {
            const bool byGroup = !metric.slice.isEmpty() || metric.suite.endsWith(u"by group"_s);
            if (!byGroup || metric.valueState != EvaluationReport::ValueState::Finite)
                continue;
            ReviewData::Group &group = out[metric.suite + u'/' + metric.metric];
            group.title = metric.suite.isEmpty() ? metric.metric : metric.suite;
            group.higherIsBetter = metric.direction != EvaluationReport::Direction::Lower;
            group.rows.append(metric);
        }
    }
    for (ReviewData::Group &group : out) {
        for (const MetricRequirement &bound : release.policy.metrics) {
            const bool same = bound.metric == group.rows.first().metric && (bound.suite.isEmpty() || bound.suite == group.rows.first().suite);
            if (same && !group.threshold)
                group.threshold = bound.limit;
        }
    }
    return out.values();
}

void addNames(ReviewData &out)
{
    for (const Person &person : out.release.people)
        out.names.insert(person.name, person.displayName);
}

void addFrame(ReadSession &session, ReviewData &out)
{
    const Request &request = out.release.request;
    if (const auto record = session.record(u"model"_s, out.release.version.model); record.ok()) {
        out.modelTitle = record->body.value(u"title"_s).toString();
        out.release.modelOwner = record->body.value(u"owner"_s).toString();
    }
    if (const auto record = session.record(u"policy"_s, request.policy); record.ok()) {
        out.policyTitle = record->body.value(u"title"_s).toString(request.policy);
        out.policyRevision = record->revision;
    }
    out.production = runningIn(session, out.release.version.model, request.environment);
    const auto decisions = recordsWhere(session, u"decision"_s, u"model"_s, out.release.version.model);
    if (!decisions)
        return;
    for (const Record &record : *decisions) {
        if (auto decision = decode<Decision>(record.body); decision.ok())
            out.decisions.append({record.id, *decision});
    }
}

void addComparison(ReadSession &session, ReviewData &out)
{
    if (!out.production || out.production->version == out.release.request.version)
        return;
    QList<EvaluationReport> now;
    for (const auto &evidence : out.release.evaluations)
        now.append(evidence.report);
    const auto before = reportsOf(session, out.production->version, out.missingComparison);
    // A comparison with half of the reports would call the other half new.
    if (out.missingComparison.isEmpty())
        out.changes = compareReports(before, now);
    if (const auto running = session.get<Version>(out.production->version); running.ok())
        out.artifactChanges = artifactChanges(running->artifacts, out.release.version.artifacts);
}

} // namespace

QString taskLabel(const QString &task)
{
    QString out = task;
    out.replace(u'_', u' ');
    if (!out.isEmpty())
        out[0] = out[0].toUpper();
    return out;
}

Result<ReviewData> loadReview(ReadSession &session, const QString &requestId, const QDateTime &now)
{
    ReviewData out;
    out.at = now;
    ReplicaCaseSource source(session);
    if (const auto wanted = caseBlobs(source, requestId); wanted.ok()) {
        for (const QString &digest : *wanted) {
            if (!session.blob(digest).ok())
                out.missingReports.append(digest);
        }
    }
    auto assembled = assembleCase(source, requestId, out.missingReports.isEmpty() ? CaseReports::Load : CaseReports::Leave);
    if (!assembled)
        return assembled.error();
    out.release = std::move(*assembled);
    if (const auto record = session.record(u"request"_s, requestId); record.ok())
        out.revision = record->revision;
    addNames(out);
    addFrame(session, out);
    out.status = evaluate(out.release, now);
    addComparison(session, out);
    out.groups = groupsOf(out.release);
    for (const auto &evidence : out.release.evaluations) {
        for (const EvaluationReport::Failure &failure : evidence.report.failures)
            out.failures.append({failure, evidence.record.title});
    }
    return out;
}

} // namespace countersign
