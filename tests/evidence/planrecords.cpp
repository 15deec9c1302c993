// SPDX-License-Identifier: GPL-3.0-or-later
#include "evidence/planrecords.h"

#include "base/json.h"
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "trust/digest.h"
#include "trust/planapproval.h"

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

const QString longTail = u" as the committee for automated decisions of the seven departments has asked for in its third session"_s;

QString planVersion(bool longNames)
{
    return longNames ? u"claims-triage/7-release-candidate-with-rebalanced-sample"_s : u"claims-triage/7"_s;
}

Record planRecord(const QString &id, Plan plan, Plan::Status status, const QDateTime &at)
{
    plan.status = status;
    plan.author = u"jonas.weber"_s;
    plan.createdAt = at;
    if (status != Plan::Draft) {
        plan.lockedAt = at.addDays(1);
        plan.contentDigest = planDigest(plan);
        plan.signatures = {{u"mara.lindt"_s, u"validator"_s, QString(64, u'a'), u"sha256:"_s + QString(64, u'b'), u"sheet"_s, u"{}"_s, plan.lockedAt},
                           {u"ana.ferreira"_s, u"risk"_s, QString(64, u'c'), u"sha256:"_s + QString(64, u'd'), u"sheet"_s, u"{}"_s, plan.lockedAt.addSecs(5000)}};
    }
    if (status == Plan::Superseded || status == Plan::Withdrawn)
        plan.endedAt = at.addDays(9);
    return recordOf(u"plan"_s, id, plan);
}

ReviewSet reviewOf(const QString &version, const QString &title, const QDateTime &at)
{
    ReviewSet out;
    out.version = version;
    out.title = title;
    out.source = sampleId(u"eval"_s, 7);
    out.drawnFrom = u"both"_s;
    out.sampleSize = 50;
    out.questions = {{u"correct"_s, u"Is the claim sorted right?"_s, u"Right: a person who knows the claim would have sorted it so."_s,
                      ReviewQuestion::Ordinal, {u"wrong"_s, u"partly"_s, u"right"_s}, {}, 1, 5},
                     {u"tone"_s, u"How considerate is the wording?"_s, {}, ReviewQuestion::Interval, {}, {}, 1, 5}};
    out.raters = {u"mara.lindt"_s, u"kenji.sato"_s};
    out.blind = true;
    out.createdBy = u"jonas.weber"_s;
    out.createdAt = at;
    out.dueAt = at.addDays(12);
    return out;
}

EvaluationReport::Metric agreementMetric(const QString &question, const QString &metric, double value, double low, double high)
{
    EvaluationReport::Metric out;
    out.suite = u"human review"_s;
    out.task = question;
    out.metric = metric;
    out.value = value;
    out.valueText = QString::number(value);
    out.valueState = EvaluationReport::ValueState::Finite;
    out.n = 50;
    out.interval = EvaluationReport::Interval{low, high};
    out.pointer = u"/agreement/0"_s;
    return out;
}

} // namespace

QString draftPlanId()
{
    return sampleId(u"plan"_s, 1);
}
QString lockedPlanId()
{
    return sampleId(u"plan"_s, 2);
}
QString openReviewId()
{
    return sampleId(u"rset"_s, 1);
}
QString closedReviewId()
{
    return sampleId(u"rset"_s, 2);
}

Plan samplePlan(const QString &title)
{
    Plan out;
    out.model = u"claims-triage"_s;
    out.title = title;
    out.purpose = u"Decides whether the October run may replace version 6 in production."_s;
    MetricRequirement recall;
    recall.id = u"recall-urgent"_s;
    recall.title = u"Recall of urgent claims"_s;
    recall.metric = u"recall"_s;
    recall.task = u"overall"_s;
    recall.op = u">="_s;
    recall.limit = 0.9;
    recall.boundInterval = true;
    MetricRequirement women = recall;
    women.id = u"recall-women"_s;
    women.title.clear();
    women.task = u"women"_s;
    women.limit = 0.85;
    women.minimumN = 1000;
    women.boundInterval = false;
    out.criteria = {recall, women};
    out.datasets = {{u"claims-holdout-2026-10"_s, u"sha256:"_s + QString(64, u'4'), u"internal"_s}, {u"claims-groups-2026-10"_s, {}, {}}};
    out.slices = {u"gender"_s, u"age"_s};
    out.minimumN = 500;
    out.seed = 1234;
    out.tool = u"lm-eval"_s;
    out.toolVersion = u"0.4.9"_s;
    return out;
}

QList<ReviewItem> sampleItems()
{
    return {{u"i001"_s, u"overall"_s, u"She has had no water in the house since Friday, and the plumber will not come before Tuesday."_s, u"not urgent"_s, u"urgent"_s, u"s1"_s},
            {u"i002"_s, u"overall"_s, u"My mother cannot leave her bed after the fall."_s, u"urgent"_s, u"urgent"_s, u"s2"_s},
            {u"i003"_s, u"overall"_s, u"Please \u202Etnegru\u202C see the letter\u200B."_s, u"not urgent"_s, {}, u"s3"_s},
            {u"i004"_s, u"overall"_s, u"Broken wing mirror, photographs attached."_s, u"not urgent"_s, u"not urgent"_s, u"s4"_s},
            {u"i005"_s, u"overall"_s, u"The roof is open and it rains."_s, u"urgent"_s, u"urgent"_s, u"s5"_s}};
}

void fillPlans(EvidenceWorkspace &workspace, bool longNames)
{
    fillSample(workspace, longNames);
    const QDateTime now = workspace.time().now();
    const auto titled = [&](const QString &title) { return samplePlan(longNames ? title + longTail : title); };
    Plan draft = titled(u"Acceptance of version 7"_s);
    draft.version = planVersion(longNames);
    draft.replaces.clear();
    Plan before = titled(u"Acceptance, summer"_s);
    Plan locked = titled(u"Acceptance, autumn"_s);
    locked.replaces = sampleId(u"plan"_s, 3);
    QList<Record> out{planRecord(draftPlanId(), draft, Plan::Draft, now.addDays(-2)),
                      planRecord(lockedPlanId(), locked, Plan::Locked, now.addDays(-40)),
                      planRecord(sampleId(u"plan"_s, 3), before, Plan::Superseded, now.addDays(-120)),
                      planRecord(sampleId(u"plan"_s, 4), titled(u"Pilot"_s), Plan::Withdrawn, now.addDays(-200))};
    ReviewSet open = reviewOf(planVersion(longNames), longNames ? u"Sorting of October"_s + longTail : u"Sorting of October"_s, now.addDays(-5));
    open.items = workspace.addBlob(toJson(QJsonValue(reviewItemsToJson(sampleItems()))));
    open.itemCount = sampleItems().size();
    out.append(recordOf(u"reviewset"_s, openReviewId(), open));
    for (int i = 0; i < 2; ++i) {
        const Rating rating{openReviewId(), sampleItems()[i].id, u"mara.lindt"_s, {{u"correct"_s, i == 0 ? u"wrong"_s : u"right"_s}, {u"tone"_s, u"4"_s}}, {}, now.addDays(-1)};
        out.append(recordOf(u"rating"_s, u"%1/%2/mara.lindt"_s.arg(openReviewId(), rating.item), rating));
    }
    EvaluationReport report = sampleReport(u"claims-triage"_s, 0.9, 4, now.addDays(-30));
    report.format = u"countersign-review"_s;
    report.results = {agreementMetric(u"correct"_s, u"percent_agreement"_s, 0.9, 0.79, 0.96), agreementMetric(u"correct"_s, u"cohens_kappa"_s, 0.737, 0.51, 0.93),
                      agreementMetric(u"correct"_s, u"krippendorffs_alpha"_s, 0.741, 0.53, 0.92), agreementMetric(u"tone"_s, u"krippendorffs_alpha"_s, 0.412, 0.18, 0.61)};
    const QString evaluation = sampleId(u"eval"_s, 900);
    out.append(sampleEvaluation(workspace, evaluation, planVersion(longNames), u"Sorting of September"_s, report, now.addDays(-28), u"jonas.weber"_s));
    ReviewSet closed = reviewOf(planVersion(longNames), u"Sorting of September"_s, now.addDays(-40));
    closed.status = ReviewSet::Closed;
    closed.items = open.items;
    closed.itemCount = 50;
    closed.closedAt = now.addDays(-28);
    closed.evaluation = evaluation;
    out.append(recordOf(u"reviewset"_s, closedReviewId(), closed));
    workspace.put(out);
}

} // namespace countersign::test
