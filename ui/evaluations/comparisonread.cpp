// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisonread.h"

#include "domain/kinds/evidence.h"
#include "domain/kinds/release.h"
#include "domain/kinds/version.h"
#include "domain/policyevaluation.h"
#include "ui/evaluations/reportread.h"

#include <QCoreApplication>
#include <QSet>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostReports = 400;
constexpr qint64 mostFound = 40;

Error comparisonCancelled()
{
    return {Error::Code::Cancelled, QCoreApplication::translate("Comparison", "Cancelled.")};
}

Result<QList<Record>> evaluationsOf(ReadSession &session, const QString &version)
{
    return session.records({u"evaluation"_s, {ListFilter::is(u"version"_s, version), ListFilter::is(u"withdrawn"_s, 0)}, {}, {u"seq"_s, false}});
}

ComparisonChoice reportChoice(const Record &record, const Evaluation &evaluation)
{
    return {ComparisonChoice::Kind::Report, record.id, evaluation.version, evaluation.title.isEmpty() ? evaluation.fileName : evaluation.title};
}

ComparisonChoice versionChoice(const QString &version, int reports)
{
    return {ComparisonChoice::Kind::Version, version, version, {}, reports};
}

/// The version of the model that runs in production.
QString liveVersion(ReadSession &session, const QString &model)
{
    const auto records = session.records({u"deployment"_s, {ListFilter::is(u"environment"_s, u"production"_s), ListFilter::is(u"state"_s, u"running"_s)}, {}, {u"seq"_s, true}});
    for (const Record &record : records ? *records : QList<Record>()) {
        const QString version = record.body.value(u"version"_s).toString();
        if (version.startsWith(model + u'/'))
            return version;
    }
    return {};
}

/// A side of a version is worth offering only when something was measured on it.
std::optional<ComparisonChoice> measuredVersion(ReadSession &session, const QString &version, ComparisonChoice::Standing standing)
{
    if (version.isEmpty())
        return std::nullopt;
    const auto count = session.count({u"evaluation"_s, {ListFilter::is(u"version"_s, version), ListFilter::is(u"withdrawn"_s, 0)}, {}, {}});
    if (!count || *count == 0)
        return std::nullopt;
    ComparisonChoice out = versionChoice(version, int(*count));
    out.standing = standing;
    return out;
}

/// Versions and reports of one model, the newest first, each version before its reports.
QList<ComparisonChoice> choicesOf(const QList<Record> &records, const QList<ComparisonChoice> &first)
{
    QList<QString> order;
    QHash<QString, QList<ComparisonChoice>> reports;
    for (const ComparisonChoice &choice : first) {
        if (!order.contains(choice.version))
            order.append(choice.version);
    }
    for (const Record &record : records) {
        const auto evaluation = decode<Evaluation>(record.body);
        if (!evaluation)
            continue;
        QList<ComparisonChoice> &list = reports[evaluation->version];
        if (list.isEmpty() && !order.contains(evaluation->version))
            order.append(evaluation->version);
        list.append(reportChoice(record, *evaluation));
    }
    QList<ComparisonChoice> out;
    for (const QString &version : std::as_const(order)) {
        const auto known = std::find_if(first.begin(), first.end(), [&](const ComparisonChoice &choice) { return choice.version == version; });
        const QList<ComparisonChoice> list = reports.value(version);
        out.append(known != first.end() ? *known : versionChoice(version, int(list.size())));
        out += list;
    }
    return out;
}

/// The sides a person most likely wants.
void setUsual(ComparisonChoices &out, const ComparisonChoice &own, const std::optional<ComparisonChoice> &ownVersion,
              const std::optional<ComparisonChoice> &other)
{
    out.after = own;
    if (other) {
        out.before = *other;
        if (ownVersion)
            out.after = *ownVersion;
        return;
    }
    for (const bool elsewhere : {true, false}) {
        for (const ComparisonChoice &choice : std::as_const(out.list)) {
            const bool fits = choice.kind == ComparisonChoice::Kind::Report && choice.id != own.id && (choice.version != own.version) == elsewhere;
            if (fits && !out.before.isValid())
                out.before = choice;
        }
    }
}

Result<ComparisonSide> sideFor(ReadSession &session, const ComparisonChoice &choice, QList<EvaluationReport> &reports, QStringList &missing)
{
    ComparisonSide out;
    out.choice = choice;
    QList<Record> records;
    if (choice.kind == ComparisonChoice::Kind::Version) {
        const auto found = evaluationsOf(session, choice.id);
        if (!found)
            return found.error();
        records = *found;
    } else {
        const auto found = session.record(u"evaluation"_s, choice.id);
        if (!found)
            return found.error();
        records.append(*found);
    }
    for (const Record &record : std::as_const(records)) {
        if (session.stop().stop_requested())
            return comparisonCancelled();
        const auto evaluation = decode<Evaluation>(record.body);
        if (!evaluation)
            return evaluation.error();
        auto report = readReport(session, evaluation->report);
        if (!report && report.error().code == Error::Code::NotFound) {
            missing.append(evaluation->report);
            continue;
        }
        if (!report)
            return report.error();
        out.evidence.append({record.id, evaluation->title, evaluation->version});
        reports.append(std::move(*report));
    }
    return out;
}

/// What the policies that apply to a side's versions ask of its results.
void addBounds(ReadSession &session, const ComparisonSide &side, const QList<EvaluationReport> &reports, const QDateTime &now, ComparedBounds &out)
{
    QSet<QString> done;
    for (const ComparisonSide::Evidence &evidence : side.evidence) {
        if (done.contains(evidence.version))
            continue;
        done.insert(evidence.version);
        const auto version = session.get<Version>(evidence.version);
        QString from;
        auto release = version ? appliedCase(session, *version, from) : Result<ReleaseCase>(version.error());
        if (!release)
            continue;
        for (auto &held : release->evaluations) {
            const auto at = std::find_if(side.evidence.begin(), side.evidence.end(), [&](const auto &one) { return one.id == held.id; });
            if (at != side.evidence.end())
                held.report = reports[at - side.evidence.begin()];
        }
        for (const Requirement &requirement : evaluateRequirements(*release, now)) {
            if (!requirement.sourcePointer.isEmpty() && !requirement.threshold.isEmpty())
                out.insert({requirement.sourceId, requirement.sourcePointer}, u"%1 · %2"_s.arg(requirement.threshold, from));
        }
    }
}

} // namespace

Result<ComparisonChoices> loadComparisonChoices(ReadSession &session, const QString &evaluation)
{
    const auto record = session.record(u"evaluation"_s, evaluation);
    if (!record)
        return record.error();
    const auto own = decode<Evaluation>(record->body);
    if (!own)
        return own.error();
    const QString model = own->version.section(u'/', 0, 0);
    const auto records = session.records({u"evaluation"_s,
                                          {{u"version"_s, ListFilter::Op::AtLeast, {QString(model + u'/')}},
                                           {u"version"_s, ListFilter::Op::AtMost, {QString(model + u'/' + QChar(0xffff))}},
                                           ListFilter::is(u"withdrawn"_s, 0)},
                                          {},
                                          {u"importedAt"_s, true}}, mostReports);
    if (!records)
        return records.error();
    using S = ComparisonChoice::Standing;
    QList<ComparisonChoice> first;
    const auto live = measuredVersion(session, liveVersion(session, model), S::Production);
    const auto version = session.get<Version>(own->version);
    const QString parent = version ? version->lineage.parent : QString();
    const auto before = measuredVersion(session, parent.isEmpty() || parent.contains(u'/') ? parent : QString(model + u'/' + parent), S::Parent);
    std::optional<ComparisonChoice> ownVersion = measuredVersion(session, own->version, S::None);
    if (ownVersion && live && live->id == own->version)
        ownVersion = live;
    for (const auto &choice : {ownVersion, live, before}) {
        const bool known = choice && std::any_of(first.begin(), first.end(), [&](const ComparisonChoice &one) { return one.same(*choice); });
        if (choice && !known)
            first.append(*choice);
    }
    if (session.stop().stop_requested())
        return comparisonCancelled();
    ComparisonChoices out;
    out.evaluation = evaluation;
    out.list = choicesOf(*records, first);
    const ComparisonChoice ownReport = reportChoice(*record, *own);
    if (own->withdrawn) {
        out.list.prepend(ownReport);
        ownVersion.reset(); // its version's reports are without it
    }
    setUsual(out, ownReport, ownVersion, live && live->id != own->version ? live : before && before->id != own->version ? before : std::nullopt);
    return out;
}

Result<QList<ComparisonChoice>> findComparisonChoices(ReadSession &session, const QString &words)
{
    const auto records = session.records({u"evaluation"_s, {ListFilter::is(u"withdrawn"_s, 0)}, words, {u"importedAt"_s, true}}, mostFound);
    if (!records)
        return records.error();
    QList<ComparisonChoice> out = choicesOf(*records, {});
    for (ComparisonChoice &choice : out) {
        if (choice.kind == ComparisonChoice::Kind::Version)
            choice.reports = 0; // not all of them need to have the words
    }
    return out;
}

Result<ComparisonPtr> readComparison(ReadSession &session, const ComparisonChoice &before, const ComparisonChoice &after, const QDateTime &now)
{
    QList<EvaluationReport> old, current;
    QStringList missing;
    auto oldSide = sideFor(session, before, old, missing);
    if (!oldSide)
        return oldSide.error();
    auto side = sideFor(session, after, current, missing);
    if (!side)
        return side.error();
    // A comparison with half of the reports would call the other half new.
    if (!missing.isEmpty()) {
        auto waiting = std::make_shared<ComparisonData>();
        waiting->missingBlobs = missing;
        return ComparisonPtr(waiting);
    }
    ComparedBounds bounds;
    addBounds(session, *oldSide, old, now, bounds);
    addBounds(session, *side, current, now, bounds);
    if (session.stop().stop_requested())
        return comparisonCancelled();
    return ComparisonPtr(std::make_shared<ComparisonData>(comparisonData(std::move(*oldSide), old, std::move(*side), current, bounds)));
}

} // namespace countersign
