// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "bundleview.h"
#include "context.h"
#include "documents/controlexport.h"
#include "documents/dossier.h"
#include "logwatch.h"
#include "lookup.h"
#include "trust/digest.h"

#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// A request as a dossier tells it, proved by its bundle.
struct ProvedDossier
{
    DossierInput input;
    QByteArray bundle;
};

Result<ProvedDossier> provedDossier(Session &server, const QString &request, const TrustFile &trust, const QDateTime &now)
{
    // The log first: what the bundle shows is then held against the newest checkpoint.
    if (const auto newest = watchLog(server, trust); !newest)
        return newest.error();
    ServerCaseSource source(server);
    auto input = gatherDossier(source, request, now);
    if (!input)
        return input.error();
    auto bundle = server.getBytes(recordPath(u"request"_s, request) + u"/bundle"_s);
    if (!bundle)
        return bundle.error();
    if (const auto adopted = adoptBundle(*input, verifyBytes(*bundle, trust.policy, now), *bundle); !adopted)
        return adopted.error();
    return ProvedDossier{std::move(*input), std::move(*bundle)};
}

int exportDossier(Context &context, const Invocation &given)
{
    const QString path = given.value(u"output"_s);
    const bool zip = path.endsWith(".zip"_L1, Qt::CaseInsensitive);
    if (!zip && !path.endsWith(".pdf"_L1, Qt::CaseInsensitive))
        return context.out.fail(ExitUsage, u"'%1' must end in .pdf or .zip: that says what is written."_s.arg(path));
    const auto now = judgedTime(given);
    if (!now)
        return context.out.fail(ExitUsage, now.error().text);
    if (!context.session())
        return context.noServer();
    Session &server = *context.session();
    const auto trust = given.has(u"trust"_s) ? readTrustFile(given.value(u"trust"_s)) : trustOf(server);
    if (!trust)
        return context.out.fail(trust.error());
    const auto id = requestId(server, given.argument(0));
    if (!id)
        return context.out.fail(id.error());
    const auto dossier = provedDossier(server, *id, *trust, *now);
    if (!dossier)
        return context.out.fail(dossier.error());
    PaperOptions options;
    options.created = *now;
    options.software = u"Countersign %1"_s.arg(QStringLiteral(COUNTERSIGN_VERSION));
    auto bytes = dossierPdf(dossier->input, options);
    if (bytes && zip)
        bytes = dossierZip(dossier->input, *bytes, dossier->bundle);
    if (!bytes)
        return context.out.fail(bytes.error());
    if (const auto written = writeFile(path, *bytes); !written)
        return context.out.fail(written.error());
    context.out.json(QJsonObject{{u"request"_s, *id}, {u"file"_s, path}, {u"bytes"_s, bytes->size()}, {u"digest"_s, digestString(sha256(*bytes))},
                                 {u"allowed"_s, dossier->input.status.allowed()}});
    context.out.line(u"Wrote %1 (%2 bytes), proved against %3 at %4 entries."_s.arg(path).arg(bytes->size()).arg(dossier->input.checkpoint.origin)
                         .arg(dossier->input.checkpoint.size));
    return ExitDone;
}

QString frameworkIds()
{
    QStringList out;
    for (const ControlFramework &framework : controlFrameworks())
        out.append(framework.id);
    return out.join(u", "_s);
}

/// The chosen framework, or all of them.
Result<QList<ControlFramework>> chosenFrameworks(const Invocation &given)
{
    if (!given.has(u"framework"_s))
        return controlFrameworks();
    const ControlFramework *framework = controlFramework(given.value(u"framework"_s));
    if (!framework)
        return Error{Error::Code::Invalid, u"There is no framework '%1'; there are %2."_s.arg(given.value(u"framework"_s), frameworkIds())};
    return QList<ControlFramework>{*framework};
}

int exportControls(Context &context, const Invocation &given)
{
    const QString path = given.value(u"output"_s);
    const bool csv = path.endsWith(".csv"_L1, Qt::CaseInsensitive);
    if (!csv && !path.endsWith(".json"_L1, Qt::CaseInsensitive))
        return context.out.fail(ExitUsage, u"'%1' must end in .json or .csv: that says what is written."_s.arg(path));
    const auto frameworks = chosenFrameworks(given);
    if (!frameworks)
        return context.out.fail(ExitUsage, frameworks.error().text);
    const auto now = judgedTime(given);
    if (!now)
        return context.out.fail(ExitUsage, now.error().text);
    if (!context.session())
        return context.noServer();
    ServerCaseSource source(*context.session());
    const auto gathered = gatherControls(source, given.argument(0) + u'/' + given.argument(1), *now);
    if (!gathered)
        return context.out.fail(gathered.error());
    QList<ControlAssessment> assessments;
    QList<QStringList> rows;
    for (const ControlFramework &framework : *frameworks) {
        const ControlAssessment one = assess(framework, gathered->evidence);
        rows.append({framework.id, QString::number(one.count(ControlAssessment::Supported)), QString::number(one.count(ControlAssessment::Partly)),
                     QString::number(one.count(ControlAssessment::Gap)), QString::number(one.count(ControlAssessment::NotKeptHere)), framework.asOf.toString(Qt::ISODate)});
        assessments.append(one);
    }
    const QByteArray bytes = csv ? controlsCsv(assessments) : controlsJsonText(assessments);
    if (const auto written = writeFile(path, bytes); !written)
        return context.out.fail(written.error());
    context.out.json(QJsonObject{{u"file"_s, path}, {u"bytes"_s, bytes.size()}, {u"digest"_s, digestString(sha256(bytes))}});
    context.out.table({u"FRAMEWORK"_s, u"SUPPORTED"_s, u"PARTLY"_s, u"GAP"_s, u"NOT KEPT"_s, u"AS OF"_s}, rows);
    context.out.line(noLegalAdvice());
    return ExitDone;
}

} // namespace

QList<CommandSpec> dossierCommands()
{
    CommandSpec dossier{u"export dossier"_s, u"Write one release as a document for a board or an auditor."_s,
                        {{u"REQUEST"_s, u"The request's id or number (R-118)."_s}},
                        {{u"output"_s, u"FILE"_s, u"FILE.pdf for the document, FILE.zip for it with evidence, sheets, controls and bundle."_s, true, false, u'o'},
                         {u"trust"_s, u"FILE"_s, u"The log's trust file; the key seen at first contact otherwise."_s},
                         nowOption()},
                        u"The release bundle is fetched and verified first; what it does not prove is not printed as the release's evidence."_s,
                        exportDossier};
    dossier.needsFonts = true;
    return {dossier,
            {u"export controls"_s, u"Hold laws' and standards' controls against the evidence of a version."_s,
             {{u"MODEL"_s, u"The model's name."_s}, {u"VERSION"_s, u"The version's label."_s}},
             {{u"output"_s, u"FILE"_s, u"FILE.json or FILE.csv."_s, true, false, u'o'},
              {u"framework"_s, u"ID"_s, u"Only this one: %1."_s.arg(frameworkIds())},
              nowOption()},
             noLegalAdvice(), exportControls}};
}

} // namespace countersign
