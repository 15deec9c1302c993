// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "documents/dossierinput.h"
#include "documents/pageflow.h"

// The parts of a dossier, one function each; every one says so in a sentence when there is nothing to tell.
namespace countersign::dossier {

PaperMark requirementMark(Requirement::State state);
PaperMark outcomeMark(ReleaseStatus::Outcome outcome);
QString verdictWord(Signoff::Verdict verdict);
/// What signing meant, as a sentence (21 CFR 11.50(a)(3)).
QString meaningOf(const Signoff &signoff);
/// Why a sign-off does not count; empty when it does.
QString notCounted(const DossierInput &input, const ReleaseCase::SignoffEntry &entry);
/// In the order of the log.
QList<ReleaseCase::SignoffEntry> signoffsInOrder(const ReleaseCase &release);
/// Why the gate says yes or no.
QString outcomeSentence(const DossierInput &input);

void flowSummary(PageFlow &flow, const DossierInput &input);
void flowRequirements(PageFlow &flow, const DossierInput &input);
void flowResults(PageFlow &flow, const DossierInput &input);
void flowChanges(PageFlow &flow, const DossierInput &input);
void flowPlans(PageFlow &flow, const DossierInput &input);
void flowWaivers(PageFlow &flow, const DossierInput &input);
void flowDecisions(PageFlow &flow, const DossierInput &input);
void flowSignoffs(PageFlow &flow, const DossierInput &input);
void flowEvidence(PageFlow &flow, const DossierInput &input);
void flowModelCard(PageFlow &flow, const DossierInput &input);
void flowControls(PageFlow &flow, const DossierInput &input);
void flowVerification(PageFlow &flow, const DossierInput &input);

} // namespace countersign::dossier
