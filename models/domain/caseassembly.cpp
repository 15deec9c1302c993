// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/caseassembly.h"

#include "base/json.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// The record a piece of evidence names, if it is still the same evidence.
template <typename T>
Result<std::optional<T>> evidence(CaseSource &source, const QString &kind, const EvidenceRef &ref)
{
    const auto record = source.record(kind, ref.id);
    if (!record.ok() && record.error().code == Error::Code::NotFound)
        return std::optional<T>();
    auto value = decodeRecord<T>(record);
    if (!value.ok())
        return value.error();
    return value->raw == ref.digest ? std::optional<T>(*value) : std::optional<T>();
}

Result<EvaluationReport> readReport(CaseSource &source, const Evaluation &evaluation)
{
    auto report = source.report(evaluation.report);
    if (!report.ok() && report.error().code == Error::Code::Corrupt)
        return {Error::Code::Corrupt, u"The report of '%1' cannot be read."_s.arg(evaluation.title), report.error().text};
    return report;
}

Result<void> addEvidence(CaseSource &source, CaseReports reports, ReleaseCase &out)
{
    for (const EvidenceRef &ref : out.request.evidence) {
        if (ref.kind == EvidenceRef::Evaluation) {
            const auto found = evidence<Evaluation>(source, u"evaluation"_s, ref);
            if (!found.ok())
                return found.error();
            if (!*found || (*found)->withdrawn)
                continue;
            ReleaseCase::EvaluationEvidence entry{ref.id, **found, {}};
            if (reports == CaseReports::Load) {
                const auto report = readReport(source, entry.record);
                if (!report.ok())
                    return report.error();
                entry.report = *report;
            }
            out.evaluations.append(entry);
        } else if (ref.kind == EvidenceRef::Card) {
            const auto found = evidence<Card>(source, u"card"_s, ref);
            if (!found.ok())
                return found.error();
            if (*found)
                out.cards.append({ref.id, **found});
        } else if (ref.kind == EvidenceRef::Plan) {
            const auto record = source.record(u"plan"_s, ref.id);
            if (!record.ok() && record.error().code == Error::Code::NotFound)
                continue;
            const auto plan = decodeRecord<Plan>(record);
            if (!plan.ok())
                return plan.error();
            if (plan->contentDigest == ref.digest)
                out.plans.append({ref.id, *plan, record->leaf});
        }
    }
    return {};
}

Result<void> addPeopleAndWords(CaseSource &source, ReleaseCase &out)
{
    const auto signoffs = source.list(u"signoff"_s, u"request"_s, out.requestId);
    if (!signoffs.ok())
        return signoffs.error();
    for (const Record &record : *signoffs) {
        const auto signoff = decodeRecord<Signoff>(record);
        if (!signoff.ok())
            return signoff.error();
        out.signoffs.append({record.id, *signoff, record.leaf, true, {}});
    }
    const auto waivers = source.list(u"waiver"_s, u"version"_s, out.request.version);
    if (!waivers.ok())
        return waivers.error();
    for (const Record &record : *waivers) {
        const auto waiver = decodeRecord<Waiver>(record);
        if (!waiver.ok())
            return waiver.error();
        if (waiver->environment == out.request.environment)
            out.waivers.append({record.id, *waiver});
    }
    const auto people = source.list(u"person"_s, {}, {});
    if (!people.ok())
        return people.error();
    for (const Record &record : *people) {
        const auto person = decodeRecord<Person>(record);
        if (!person.ok())
            return person.error();
        out.people.append(*person);
    }
    return {};
}

} // namespace

Result<EvaluationReport> CaseSource::report(const QString &digest)
{
    const auto bytes = blob(digest);
    if (!bytes.ok())
        return bytes.error();
    const auto json = parseJson(*bytes);
    if (!json.ok())
        return {Error::Code::Corrupt, json.error().text};
    return EvaluationReport::fromJson(json->toObject());
}

ParsedReports parseReports(CaseSource &source, const QString &requestId)
{
    ParsedReports out;
    const auto digests = caseBlobs(source, requestId);
    if (!digests.ok())
        return out;
    for (const QString &digest : *digests) {
        if (auto report = source.report(digest); report.ok())
            out.insert(digest, std::move(*report));
    }
    return out;
}

Result<ReleaseCase> assembleCase(CaseSource &source, const QString &requestId, CaseReports reports)
{
    ReleaseCase out;
    out.requestId = requestId;
    const auto request = decodeRecord<Request>(source.record(u"request"_s, requestId));
    if (!request.ok())
        return request.error();
    out.request = *request;
    const auto version = decodeRecord<Version>(source.record(u"version"_s, request->version));
    if (!version.ok())
        return version.error();
    out.version = *version;
    const auto model = decodeRecord<Model>(source.record(u"model"_s, version->model));
    if (!model.ok())
        return model.error();
    out.modelOwner = model->owner;
    const auto policy = decodeRecord<Policy>(source.record(u"policy"_s, request->policy));
    if (!policy.ok())
        return policy.error();
    out.policy = *policy;
    if (const auto added = addEvidence(source, reports, out); !added.ok())
        return added.error();
    if (const auto added = addPeopleAndWords(source, out); !added.ok())
        return added.error();
    return out;
}

Result<QStringList> caseBlobs(CaseSource &source, const QString &requestId)
{
    const auto request = decodeRecord<Request>(source.record(u"request"_s, requestId));
    if (!request.ok())
        return request.error();
    QStringList out;
    for (const EvidenceRef &ref : request->evidence) {
        if (ref.kind != EvidenceRef::Evaluation)
            continue;
        const auto found = evidence<Evaluation>(source, u"evaluation"_s, ref);
        if (!found.ok())
            return found.error();
        if (*found && !(*found)->withdrawn)
            out.append((*found)->report);
    }
    return out;
}

} // namespace countersign
