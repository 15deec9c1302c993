// SPDX-License-Identifier: GPL-3.0-or-later
// The record: decisions, sign-offs, evidence, card, controls, how to verify.
#include "documents/cardpdf.h"
#include "documents/dossierparts.h"
#include "documents/papertext.h"

namespace countersign::dossier {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostFiles = 400;

PaperRuns mono(const QString &what)
{
    return {{what.isEmpty() ? u"—"_s : paperLine(what), Ink::Text, false, true}};
}

PaperMark controlMark(ControlAssessment::State state)
{
    const QString word = controlStateWord(state);
    switch (state) {
    case ControlAssessment::Supported:
        return {MarkShape::Check, Ink::Good, word};
    case ControlAssessment::Partly:
        return {MarkShape::Triangle, Ink::Warn, word};
    case ControlAssessment::Gap:
        return {MarkShape::Cross, Ink::Bad, word};
    case ControlAssessment::NotKeptHere:
        return {MarkShape::Dash, Ink::Muted, word};
    }
    return {};
}

void flowSignoff(PageFlow &flow, const DossierInput &input, const ReleaseCase::SignoffEntry &entry)
{
    const Signoff &signoff = entry.signoff;
    const QString why = notCounted(input, entry);
    flow.keep(170);
    flow.heading(2, input.name(signoff.person));
    QList<std::pair<QString, PaperRuns>> facts{
        {documentTr("Printed name"), plainRuns(documentTr("%1 (%2)").arg(input.name(signoff.person), paperLine(signoff.person)))},
        {documentTr("Role and stage"), plainRuns(documentTr("%1, stage “%2”, round %3").arg(paperLine(signoff.role), paperLine(signoff.stage)).arg(signoff.round))},
        {documentTr("Meaning"), plainRuns(meaningOf(signoff))},
        {documentTr("Signed"), plainRuns(documentTr("%1 by the signer's clock").arg(paperTime(signoff.signedAt)))},
        {documentTr("Recorded"), plainRuns(documentTr("%1 by the server's clock").arg(paperTime(signoff.recordedAt)))}};
    if (!signoff.comment.isEmpty())
        facts.append({documentTr("Comment"), plainRuns(paperText(signoff.comment))});
    for (const QString &condition : signoff.conditions)
        facts.append({documentTr("Condition"), plainRuns(paperText(condition))});
    if (!why.isEmpty())
        facts.append({documentTr("Does not count"), plainRuns(why, Ink::Bad)});
    facts.append({documentTr("Key"), mono(signoff.signer)});
    facts.append({documentTr("Signed statement"), mono(signoff.payloadDigest)});
    facts.append({documentTr("Sheet that was shown"), mono(signoff.sheetDigest)});
    facts.append({documentTr("Log entry"), plainRuns(entry.leaf < 0 ? u"—"_s : QString::number(entry.leaf))});
    flow.facts(facts);
}

void flowFramework(PageFlow &flow, const ControlAssessment &assessment)
{
    const auto &framework = assessment.framework;
    flow.keep(230);
    flow.heading(2, paperLine(framework.title));
    flow.paragraph({{documentTr("%1. Mapping as of %2. %3").arg(paperLine(framework.edition), framework.asOf.toString(Qt::ISODate), paperLine(framework.source)), Ink::Muted}}, 8.5);
    flow.paragraph(documentTr("Of %1 controls %2 are supported, %3 partly, %4 are gaps, %5 ask for what is not kept here.").arg(assessment.lines.size())
                       .arg(assessment.count(ControlAssessment::Supported)).arg(assessment.count(ControlAssessment::Partly))
                       .arg(assessment.count(ControlAssessment::Gap)).arg(assessment.count(ControlAssessment::NotKeptHere)));
    PaperTable table;
    table.columns = {{documentTr("Control"), 1.8}, {documentTr("State"), 1.3}, {documentTr("Supported by"), 2.3}, {documentTr("Missing"), 2}};
    for (const auto &line : assessment.lines) {
        QStringList pieces;
        for (const auto &piece : line.pieces) {
            const QString one = paperLine(piece.title) + (piece.digest.isEmpty() ? QString() : u"  "_s + shortDigest(piece.digest));
            if (!pieces.contains(one))
                pieces.append(one);
        }
        constexpr qsizetype most = 8;
        if (pieces.size() > most)
            pieces = pieces.first(most) + QStringList{documentTr("and %1 more").arg(pieces.size() - most)};
        table.rows.append({{{{paperLine(line.control.id), Ink::Text, true}, {u'\n' + paperLine(line.control.title), Ink::Muted}}},
                           {{}, controlMark(line.state)},
                           {plainRuns(pieces.isEmpty() ? u"—"_s : pieces.join(u'\n'))},
                           {plainRuns(line.missing.isEmpty() ? u"—"_s : paperLine(line.missing), Ink::Muted)}});
    }
    flow.table(table);
    flow.paragraph({{paperLine(framework.note), Ink::Muted}}, 8.5);
}

} // namespace

void flowDecisions(PageFlow &flow, const DossierInput &input)
{
    flow.heading(1, documentTr("Decision records"));
    if (input.decisions.isEmpty())
        flow.paragraph(documentTr("No decision record speaks of this version or of the model as a whole."), Ink::Muted);
    for (const auto &[id, decision] : input.decisions) {
        flow.heading(2, paperLine(decision.title));
        flow.paragraph({{documentTr("%1, %2, %3").arg(enumText(decision.status), input.name(decision.author), paperTime(decision.decidedAt)), Ink::Muted}}, 8.5);
        QList<std::pair<QString, PaperRuns>> facts;
        const std::pair<QString, QString> parts[] = {{documentTr("Context"), decision.context}, {documentTr("Options"), decision.options},
                                                     {documentTr("Trade-offs"), decision.tradeOffs}, {documentTr("Decision"), decision.decision},
                                                     {documentTr("Consequences"), decision.consequences}, {documentTr("Known limits"), decision.knownLimits}};
        for (const auto &[label, text] : parts) {
            if (!text.trimmed().isEmpty())
                facts.append({label, plainRuns(paperText(text.trimmed()))});
        }
        flow.facts(facts);
    }
}

void flowSignoffs(PageFlow &flow, const DossierInput &input)
{
    flow.heading(1, documentTr("Sign-offs"));
    const auto signoffs = signoffsInOrder(input.release);
    if (signoffs.isEmpty())
        flow.paragraph(documentTr("Nobody has signed."), Ink::Muted);
    for (const auto &entry : signoffs)
        flowSignoff(flow, input, entry);
}

void flowEvidence(PageFlow &flow, const DossierInput &input)
{
    const Request &request = input.release.request;
    flow.heading(1, documentTr("What was signed: files and evidence"));
    flow.facts({{documentTr("Manifest"), mono(request.manifestDigest)},
                {documentTr("Statement of names"), mono(request.statementDigest)},
                {documentTr("Policy's text"), mono(request.policyDigest)}});
    PaperTable evidence;
    evidence.columns = {{documentTr("Evidence"), 1.3}, {documentTr("Kind"), 0.6}, {documentTr("SHA-256 of the raw bytes"), 2.2}};
    for (const EvidenceRef &piece : request.evidence)
        evidence.rows.append({{plainRuns(paperLine(piece.title))}, {plainRuns(enumText(piece.kind))}, {mono(piece.digest)}});
    if (evidence.rows.isEmpty())
        flow.paragraph(documentTr("The request rests on no evidence."), Ink::Muted);
    else
        flow.table(evidence);
    PaperTable files;
    files.columns = {{documentTr("File"), 1.5}, {documentTr("Bytes"), 0.6, true}, {documentTr("SHA-256"), 2.2}};
    const auto &artifacts = input.release.version.artifacts;
    for (const Artifact &artifact : artifacts.first(std::min(artifacts.size(), mostFiles)))
        files.rows.append({{plainRuns(paperLine(artifact.name))}, {plainRuns(QString::number(artifact.size))}, {mono(artifact.digest)}});
    if (files.rows.isEmpty())
        flow.paragraph(documentTr("The version names no file."), Ink::Muted);
    else
        flow.table(files);
    if (artifacts.size() > mostFiles)
        flow.paragraph(documentTr("%1 further files stand in the bundle.").arg(artifacts.size() - mostFiles), Ink::Muted);
}

void flowModelCard(PageFlow &flow, const DossierInput &input)
{
    flow.heading(1, documentTr("Model card"));
    if (!input.card) {
        flow.paragraph(input.cardDigest.isEmpty() ? documentTr("This version has no model card.") : documentTr("The card's content is not at hand here; its file is named among the evidence."), Ink::Muted);
        return;
    }
    QList<std::pair<QString, PaperRuns>> facts;
    if (!input.cardName.isEmpty())
        facts.append({documentTr("Source"), plainRuns(paperLine(input.cardName))});
    facts.append({documentTr("Its SHA-256"), mono(input.cardDigest)});
    flow.facts(facts);
    flowCard(flow, *input.card);
}

void flowControls(PageFlow &flow, const DossierInput &input)
{
    flow.keep(330);
    flow.heading(1, documentTr("Controls"));
    flow.paragraph(noLegalAdvice());
    if (input.controls.isEmpty())
        flow.paragraph(documentTr("No framework was held against this version."), Ink::Muted);
    for (const ControlAssessment &assessment : input.controls)
        flowFramework(flow, assessment);
}

void flowVerification(PageFlow &flow, const DossierInput &input)
{
    flow.heading(1, documentTr("How to verify"));
    if (input.checks.isEmpty()) {
        flow.paragraph(documentTr("This document was printed without a release bundle. Fetch the bundle with “countersignctl bundle %1 -o release.zip” and check it as follows.").arg(input.number()));
    } else {
        flow.paragraph(documentTr("When this document was made, the release bundle was checked step by step:"));
        PaperTable table;
        table.columns = {{documentTr("Step"), 1}, {documentTr("Result"), 0.7}, {documentTr("Found"), 3}};
        for (const auto &check : input.checks)
            table.rows.append({{plainRuns(paperLine(check.what))},
                               {{}, check.ok ? PaperMark{MarkShape::Check, Ink::Good, documentTr("holds")} : PaperMark{MarkShape::Cross, Ink::Bad, documentTr("fails")}},
                               {plainRuns(paperLine(check.detail))}});
        flow.table(table);
        flow.heading(2, documentTr("Checkpoint of the log"));
        flow.paragraph({{paperText(QString::fromUtf8(input.signedCheckpoint).trimmed()), Ink::Text, false, true}}, 8.5);
        flow.paragraph(documentTr("Compare its first three lines with a checkpoint of the same size from somebody else: the same log never shows two of one size."), Ink::Muted);
    }
    flow.heading(2, documentTr("Again, at any time"));
    flow.paragraph({{documentTr("With countersignctl and the log's trust file, offline: "), Ink::Text}, {u"countersignctl verify bundle/release.zip --trust trust.txt"_s, Ink::Text, false, true}});
    flow.paragraph({{documentTr("With openssl alone, after unpacking the bundle: "), Ink::Text}, {u"sh verify.sh"_s, Ink::Text, false, true}});
    flow.paragraph({{documentTr("The archive this document comes with: "), Ink::Text}, {u"sha256sum -c SHA256SUMS"_s, Ink::Text, false, true}});
    flow.paragraph(documentTr("A print proves nothing by itself. What counts is the bundle: each signature covers the version's files, the policy, every piece of evidence "
                              "and the sheet that the signer was shown, so it cannot be cut off and put under something else. Whether a decision was revoked after the "
                              "bundle was made only the log can tell: ask the gate."), Ink::Muted);
}

} // namespace countersign::dossier
