// SPDX-License-Identifier: GPL-3.0-or-later
// The evidence half of policy evaluation: what the policy asks of evaluations, card and safeguards.
#include "domain/policyevaluation.h"

#include "domain/plancheck.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using Metric = EvaluationReport::Metric;
using Evidence = ReleaseCase::EvaluationEvidence;

QString number(double value)
{
    const double magnitude = std::abs(value);
    if (magnitude != 0 && (magnitude < 0.001 || magnitude >= 1e7))
        return QString::number(value, 'g', 4);
    return QString::number(value, 'f', magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 3);
}

QString opText(const QString &op)
{
    if (op == ">="_L1)
        return u"≥"_s;
    if (op == "<="_L1)
        return u"≤"_s;
    return op;
}

QString actualText(const Metric &metric)
{
    if (metric.valueState != EvaluationReport::ValueState::Finite)
        return enumText(metric.valueState);
    QString text = number(metric.value);
    if (metric.interval)
        text += u" (%1–%2)"_s.arg(number(metric.interval->low), number(metric.interval->high));
    return text;
}

bool matchesSlice(const Metric &metric, const MetricRequirement &wanted)
{
    if (wanted.sliceDimension.isEmpty() && wanted.sliceGroup.isEmpty())
        return metric.slice.isEmpty();
    return metric.slice.size() == 1 && metric.slice[0].group == wanted.sliceGroup
        && (wanted.sliceDimension.isEmpty() || metric.slice[0].dimension == wanted.sliceDimension);
}

bool matches(const Metric &metric, const MetricRequirement &wanted)
{
    const auto fits = [](const QString &selector, const QString &text) { return selector.isEmpty() || selector == text; };
    return metric.metric == wanted.metric && fits(wanted.suite, metric.suite) && fits(wanted.task, metric.task)
        && fits(wanted.filter, metric.filter) && matchesSlice(metric, wanted);
}

bool wantsHigh(const QString &op)
{
    return op.startsWith(u'>');
}

bool holds(double value, const QString &op, double limit)
{
    if (op == ">="_L1)
        return value >= limit;
    if (op == ">"_L1)
        return value > limit;
    if (op == "<="_L1)
        return value <= limit;
    return op == "<"_L1 && value < limit;
}

QDateTime evidenceTime(const Evaluation &record)
{
    return record.measuredAt.isValid() ? record.measuredAt : record.importedAt;
}

/// Why this result cannot be judged at all, or nothing. An indeterminate result never passes.
std::optional<QString> indeterminate(const Evidence &evidence, const Metric &metric, const MetricRequirement &wanted)
{
    using Completeness = EvaluationReport::Completeness;
    if (evidence.report.completeness != Completeness::Complete)
        return u"The run is %1, so it cannot pass."_s.arg(enumText(evidence.report.completeness));
    if (metric.valueState != EvaluationReport::ValueState::Finite || !std::isfinite(metric.value))
        return u"The file gives no finite value here (%1)."_s.arg(enumText(metric.valueState));
    if (metric.direction == EvaluationReport::Direction::Unknown)
        return u"Nothing says whether higher or lower is better for '%1'."_s.arg(metric.metric);
    if (!metric.flags.isEmpty())
        return u"The value is flagged: %1."_s.arg(metric.flags.join(u", "_s));
    if (!wanted.unit.isEmpty() && wanted.unit != metric.unit)
        return u"The limit is in '%1', the value in '%2'."_s.arg(wanted.unit, metric.unit.isEmpty() ? u"unknown unit"_s : metric.unit);
    if (wanted.minimumN > 0 && !metric.n)
        return u"The file does not say n; at least %1 is asked for."_s.arg(wanted.minimumN);
    if (wanted.minimumN > 0 && *metric.n < wanted.minimumN)
        return u"n is %1; at least %2 is asked for."_s.arg(*metric.n).arg(wanted.minimumN);
    if (wanted.boundInterval && !metric.interval)
        return u"The bound is on the interval, and there is none."_s;
    return std::nullopt;
}

double judgedValue(const Metric &metric, const MetricRequirement &wanted)
{
    if (!wanted.boundInterval)
        return metric.value;
    return wantsHigh(wanted.op) ? metric.interval->low : metric.interval->high;
}

/// By time, and by id where times are equal, so that the order of the list never decides.
bool isNewer(const Evidence &a, const Evidence &b)
{
    const QDateTime at = evidenceTime(a.record);
    const QDateTime bt = evidenceTime(b.record);
    return at != bt ? at > bt : a.id > b.id;
}

struct Candidate
{
    const Evidence *evidence = nullptr;
    const Metric *metric = nullptr;
};

/// The newest evaluation that has a matching result decides; where it has several, the least favourable one does.
Candidate pick(const QList<Evidence> &evaluations, const MetricRequirement &wanted)
{
    Candidate best;
    for (const Evidence &evidence : evaluations) {
        for (const Metric &metric : evidence.report.results) {
            if (!matches(metric, wanted))
                continue;
            if (best.evidence && best.evidence != &evidence && !isNewer(evidence, *best.evidence))
                break;
            const bool sameReport = best.evidence == &evidence;
            const bool bestUnusable = sameReport && indeterminate(evidence, *best.metric, wanted);
            if (bestUnusable)
                continue;
            const bool worse = sameReport
                && (indeterminate(evidence, metric, wanted)
                    || (wantsHigh(wanted.op) ? judgedValue(metric, wanted) < judgedValue(*best.metric, wanted)
                                             : judgedValue(metric, wanted) > judgedValue(*best.metric, wanted)));
            if (!sameReport || worse)
                best = {&evidence, &metric};
        }
    }
    return best;
}

bool isStale(const QDateTime &when, const Policy &policy, const QDateTime &now)
{
    return policy.evidenceMaxAgeDays > 0 && when.isValid() && when.daysTo(now) > policy.evidenceMaxAgeDays;
}

QString staleSentence(const QDateTime &when, const Policy &policy, const QDateTime &now)
{
    return u"The evidence is %1 days old; at most %2 are allowed."_s.arg(when.daysTo(now)).arg(policy.evidenceMaxAgeDays);
}

Requirement judgeMetric(const MetricRequirement &wanted, const ReleaseCase &release, const QDateTime &now)
{
    Requirement out;
    out.id = u"metric:"_s + wanted.id;
    out.title = wanted.title.isEmpty() ? wanted.metric : wanted.title;
    out.threshold = opText(wanted.op) + u' ' + number(wanted.limit);
    const Candidate found = pick(release.evaluations, wanted);
    if (!found.metric) {
        out.reason = u"No evaluation of this version has such a result."_s;
        return out;
    }
    const Evaluation &record = found.evidence->record;
    out.source = record.title;
    out.sourceId = found.evidence->id;
    out.sourceDigest = record.raw;
    out.sourcePointer = found.metric->pointer;
    out.actual = actualText(*found.metric);
    if (found.metric->valueState == EvaluationReport::ValueState::Finite)
        out.value = found.metric->value;
    out.interval = found.metric->interval;
    out.n = found.metric->n;
    if (const auto why = indeterminate(*found.evidence, *found.metric, wanted)) {
        out.reason = *why;
        return out;
    }
    const double judged = judgedValue(*found.metric, wanted);
    if (!holds(judged, wanted.op, wanted.limit)) {
        out.state = Requirement::Failed;
        out.reason = wanted.boundInterval
            ? u"The interval reaches %1, and the policy asks for %2."_s.arg(number(judged), out.threshold)
            : u"It is %1, and the policy asks for %2."_s.arg(number(judged), out.threshold);
    } else if (isStale(evidenceTime(record), release.policy, now)) {
        out.state = Requirement::Stale;
        out.reason = staleSentence(evidenceTime(record), release.policy, now);
    } else {
        out.state = Requirement::Met;
    }
    return out;
}

Requirement judgeCategory(const QString &category, const ReleaseCase &release, const QDateTime &now)
{
    Requirement out;
    out.id = u"category:"_s + category;
    out.title = u"Evaluation of %1"_s.arg(category);
    out.threshold = u"present"_s;
    const Evidence *best = nullptr;
    for (const Evidence &evidence : release.evaluations) {
        const bool has = std::any_of(evidence.report.results.begin(), evidence.report.results.end(), [&](const Metric &metric) {
            return metric.valueState == EvaluationReport::ValueState::Finite && enumText(metric.category) == category;
        });
        if (has && evidence.report.completeness == EvaluationReport::Completeness::Complete
            && (!best || isNewer(evidence, *best)))
            best = &evidence;
    }
    if (!best) {
        out.reason = u"No complete evaluation of this version measures %1."_s.arg(category);
        return out;
    }
    out.source = best->record.title;
    out.sourceId = best->id;
    out.sourceDigest = best->record.raw;
    out.actual = u"present"_s;
    if (isStale(evidenceTime(best->record), release.policy, now)) {
        out.state = Requirement::Stale;
        out.reason = staleSentence(evidenceTime(best->record), release.policy, now);
    } else {
        out.state = Requirement::Met;
    }
    return out;
}

Requirement judgeCard(const ReleaseCase &release)
{
    Requirement out;
    out.id = u"card"_s;
    out.title = u"Model card complete"_s;
    QStringList wanted = release.policy.cardSections;
    if (wanted.contains(u"all"_s)) {
        wanted.clear();
        for (const CardSectionInfo &section : cardSections())
            wanted.append(section.id);
    }
    out.threshold = u"%1 of %1"_s.arg(wanted.size());
    const ReleaseCase::CardEvidence *card = nullptr;
    for (const auto &entry : release.cards) {
        if (entry.record.status != Card::Archived && (!card || entry.record.importedAt > card->record.importedAt))
            card = &entry;
    }
    if (!card) {
        out.reason = u"This version has no model card."_s;
        return out;
    }
    QStringList lacking;
    for (const QString &section : wanted) {
        if (card->record.missing.contains(section))
            lacking.append(section);
    }
    out.source = card->record.fileName.isEmpty() ? u"Model card"_s : card->record.fileName;
    out.sourceId = card->id;
    out.sourceDigest = card->record.raw;
    out.actual = u"%1 of %2"_s.arg(wanted.size() - lacking.size()).arg(wanted.size());
    if (lacking.isEmpty()) {
        out.state = Requirement::Met;
    } else {
        out.state = Requirement::Failed;
        out.reason = u"The card says nothing on: %1."_s.arg(lacking.join(u", "_s));
    }
    return out;
}

Requirement judgeSafeguard(const QString &name, const ReleaseCase &release)
{
    Requirement out;
    out.id = u"safeguard:"_s + name;
    out.title = u"Safeguard: %1"_s.arg(name);
    out.threshold = u"named"_s;
    for (const SafeguardRef &safeguard : release.version.safeguards) {
        if (safeguard.name == name) {
            out.state = Requirement::Met;
            out.actual = enumText(safeguard.layer);
            return out;
        }
    }
    out.reason = u"The version does not name this safeguard."_s;
    return out;
}

/// Why a report that measures what its plan fixed does not keep it, or nothing.
std::optional<QString> planBreach(const PlanCheck &check, const QString &title)
{
    if (check.standing == PlanCheck::AfterTheRun)
        return u"'%1' ran before the plan was locked."_s.arg(title);
    if (check.standing == PlanCheck::TimeUnknown)
        return u"'%1' does not say when it ran."_s.arg(title);
    const bool broken = std::any_of(check.findings.begin(), check.findings.end(), [](const auto &it) { return it.state == PlanFinding::Broken; });
    const bool tooLittle = std::any_of(check.criteria.begin(), check.criteria.end(), [](const Requirement &it) {
        return !it.sourceId.isEmpty() && it.state != Requirement::Met;
    });
    return broken || tooLittle ? std::optional(u"'%1' does not keep its plan."_s.arg(title)) : std::nullopt;
}

/// Results of which nobody knew what they had to be are no proof. A plan may be fulfilled by several reports, and a report
/// that measures none of its criteria is none of its business; but one broken plan fails it: good runs excuse no others.
Requirement judgePlan(const ReleaseCase &release)
{
    Requirement out;
    out.id = u"plan"_s;
    out.title = u"Criteria fixed before the run"_s;
    out.threshold = u"a signed plan, kept"_s;
    out.reason = u"No evaluation of this version ran under a plan."_s;
    QMap<QString, QString> open; // criteria that no report has met, by plan and id
    QStringList met;
    for (const Evidence &evidence : release.evaluations) {
        const PlanCheck check = holdAgainstPlan(release.plans, evidence.id, evidence.record, evidence.report);
        const auto measured = [](const Requirement &it) { return !it.sourceId.isEmpty(); };
        if (check.standing == PlanCheck::NoPlan || std::none_of(check.criteria.begin(), check.criteria.end(), measured))
            continue;
        out.source = check.planTitle;
        out.sourceId = check.plan;
        out.actual = check.standing == PlanCheck::BeforeTheRun ? u"locked before the run"_s : u"not shown to be locked before the run"_s;
        if (const auto breach = planBreach(check, evidence.record.title)) {
            out.state = Requirement::Failed;
            out.reason = *breach;
            return out;
        }
        for (const Requirement &criterion : check.criteria) {
            open.insert(check.plan + criterion.id, criterion.title);
            if (criterion.state == Requirement::Met)
                met.append(check.plan + criterion.id);
        }
    }
    if (open.isEmpty())
        return out;
    for (const QString &key : std::as_const(met))
        open.remove(key);
    out.state = open.isEmpty() ? Requirement::Met : Requirement::Missing;
    out.reason = open.isEmpty() ? QString() : u"The plan also asks for: %1."_s.arg(QStringList(open.values()).join(u", "_s));
    return out;
}

void applyWaiver(Requirement &requirement, const ReleaseCase &release, const QDateTime &now)
{
    if (requirement.state == Requirement::Met || !release.policy.waivers)
        return;
    const auto excluded = release.excludedPeople();
    for (const auto &entry : release.waivers) {
        const Waiver &waiver = entry.waiver;
        if (waiver.state != Waiver::Active || waiver.requirement != requirement.id || waiver.version != release.version.key()
            || waiver.environment != release.request.environment)
            continue;
        if (waiver.expiresAt <= now) {
            requirement.reason += u" A waiver for it ended on %1."_s.arg(waiver.expiresAt.date().toString(Qt::ISODate));
            continue;
        }
        if (excluded.contains(waiver.grantedBy) || waiver.grantedBy == waiver.requestedBy)
            continue;
        requirement.state = Requirement::Waived;
        requirement.waiver = entry.id;
        requirement.reason = u"Waived by %1 until %2: %3"_s.arg(
            waiver.grantedBy, waiver.expiresAt.date().toString(Qt::ISODate), waiver.reason);
        return;
    }
}

} // namespace

QList<Requirement> evaluateRequirements(const ReleaseCase &release, const QDateTime &now)
{
    QList<Requirement> out;
    for (const MetricRequirement &metric : release.policy.metrics)
        out.append(judgeMetric(metric, release, now));
    for (const QString &category : release.policy.categories)
        out.append(judgeCategory(category, release, now));
    if (!release.policy.cardSections.isEmpty())
        out.append(judgeCard(release));
    if (release.policy.lockedPlan)
        out.append(judgePlan(release));
    for (const QString &safeguard : release.policy.safeguards)
        out.append(judgeSafeguard(safeguard, release));
    for (Requirement &requirement : out)
        applyWaiver(requirement, release, now);
    return out;
}

} // namespace countersign
