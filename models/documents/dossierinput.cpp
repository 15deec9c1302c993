// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/dossierinput.h"

#include "documents/papertext.h"
#include "trust/bundlelayout.h"
#include "trust/zip.h"

#include <QBuffer>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// What runs in the environment now, whoever put it there.
Result<std::optional<Deployment>> runningNow(CaseSource &source, const QString &model, const QString &environment)
{
    const auto records = source.list(u"deployment"_s, u"environment"_s, environment);
    if (!records)
        return records.error();
    std::optional<Deployment> out;
    for (const Record &record : *records) {
        const auto deployment = decode<Deployment>(record.body);
        if (deployment.ok() && deployment->state == Deployment::Running && deployment->version.startsWith(model + u'/'))
            out = *deployment;
    }
    return out;
}

/// The reports of the version that runs; none when one of them is not at hand, for half a comparison misleads.
QList<EvaluationReport> reportsOf(CaseSource &source, const QString &version)
{
    QList<EvaluationReport> out;
    const auto records = source.list(u"evaluation"_s, u"version"_s, version);
    if (!records)
        return out;
    for (const Record &record : *records) {
        const auto evaluation = decode<Evaluation>(record.body);
        if (!evaluation || evaluation->withdrawn)
            continue;
        auto report = source.report(evaluation->report);
        if (!report)
            return {};
        out.append(std::move(*report));
    }
    return out;
}

void compareWithProduction(CaseSource &source, DossierInput &out)
{
    if (!out.production || out.production->version == out.release.request.version)
        return;
    QList<EvaluationReport> now;
    for (const auto &evidence : out.release.evaluations)
        now.append(evidence.report);
    const auto before = reportsOf(source, out.production->version);
    if (!before.isEmpty())
        out.changes = compareReports(before, now);
}

QString safeName(const QString &text)
{
    QString out;
    for (const QChar c : text.left(60)) {
        const bool kept = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'.' || c == u'_';
        out += kept ? c : u'-';
    }
    return out;
}

} // namespace

QString DossierInput::name(const QString &person) const
{
    const QString found = names.value(person);
    return paperLine(found.isEmpty() ? person : found);
}

QString DossierInput::number() const
{
    return u"R-%1"_s.arg(release.request.number);
}

QString DossierInput::fileStem() const
{
    return u"%1-%2-%3"_s.arg(number(), safeName(release.request.version), safeName(release.request.environment));
}

Result<DossierInput> gatherDossier(CaseSource &source, const QString &requestId, const QDateTime &now)
{
    DossierInput out;
    out.at = now;
    auto release = assembleCase(source, requestId);
    if (!release)
        return release.error();
    out.release = std::move(*release);
    out.status = evaluate(out.release, now);
    const auto gathered = gatherControls(source, out.release.version.key(), now);
    if (!gathered)
        return gathered.error();
    const ControlEvidence &evidence = gathered->evidence;
    for (const Person &person : out.release.people)
        out.names.insert(person.name, person.displayName);
    out.modelTitle = evidence.model.title;
    out.requestDigest = evidence.digests.value(u"request/"_s + requestId);
    out.card = evidence.cardContent;
    if (evidence.card) {
        out.cardName = evidence.card->record.fileName;
        out.cardDigest = evidence.card->record.raw;
    }
    out.decisions = evidence.decisions;
    std::stable_sort(out.decisions.begin(), out.decisions.end(), [](const auto &a, const auto &b) { return a.second.decidedAt < b.second.decidedAt; });
    for (const auto &entry : out.release.evaluations)
        out.plans.append({entry.record.title, holdAgainstPlan(evidence.plans, entry.id, entry.record, entry.report)});
    for (const ControlFramework &framework : controlFrameworks())
        out.controls.append(assess(framework, evidence));
    const auto production = runningNow(source, out.release.version.model, out.release.request.environment);
    if (!production)
        return production.error();
    out.production = *production;
    compareWithProduction(source, out);
    return out;
}

Result<void> adoptBundle(DossierInput &input, const BundleReport &report, QByteArrayView bundleZip)
{
    if (!report.authentic())
        return {Error::Code::Untrusted, documentTr("The release bundle does not hold: %1").arg(report.failure())};
    if (report.release.requestId != input.release.requestId)
        return {Error::Code::Untrusted, documentTr("The release bundle is that of another request.")};
    QByteArray bytes = bundleZip.toByteArray();
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    const auto zip = ZipReader::open(&buffer);
    const auto note = zip ? zip->read(layout::checkpoint) : Result<QByteArray>(zip.error());
    if (!note)
        return note.error();
    // A bundle knows no owner of the model; that stands in the registry.
    const QString owner = input.release.modelOwner;
    input.release = report.release;
    input.release.modelOwner = owner;
    input.status = report.status;
    input.checks = report.checks;
    input.checkpoint = report.checkpoint;
    input.signedCheckpoint = *note;
    for (const Person &person : input.release.people)
        input.names.insert(person.name, person.displayName);
    return {};
}

} // namespace countersign
