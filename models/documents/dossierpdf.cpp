// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/dossier.h"

#include "documents/dossierparts.h"
#include "documents/papertext.h"

namespace countersign {

using namespace Qt::StringLiterals;

Result<QByteArray> dossierPdf(const DossierInput &input, const PaperOptions &options)
{
    PageFlow flow(options.stop);
    dossier::flowSummary(flow, input);
    flow.pageBreak();
    for (const auto part : {dossier::flowRequirements, dossier::flowResults, dossier::flowChanges, dossier::flowPlans, dossier::flowWaivers,
                            dossier::flowDecisions, dossier::flowSignoffs, dossier::flowEvidence, dossier::flowModelCard, dossier::flowControls,
                            dossier::flowVerification})
        part(flow, input);
    const QString version = paperLine(input.release.request.version);
    PaperFrame frame;
    frame.title = documentTr("Release dossier of %1 for %2").arg(version, paperLine(input.release.request.environment));
    frame.left = documentTr("%1  ·  %2 to %3").arg(input.number(), version, paperLine(input.release.request.environment));
    frame.right = input.checks.isEmpty() ? documentTr("without bundle")
                                         : documentTr("log at %1  ·  %2…").arg(input.checkpoint.size).arg(QString::fromLatin1(input.checkpoint.root.toHex().left(12)));
    frame.footer = documentTr("%1  ·  judged as of %2").arg(options.software, paperTime(input.at));
    return printPages(flow, frame, options);
}

} // namespace countersign
