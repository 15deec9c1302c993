// SPDX-License-Identifier: GPL-3.0-or-later
// What states and verdicts are called on paper.
#include "documents/dossierparts.h"

#include "documents/papertext.h"

namespace countersign::dossier {

using namespace Qt::StringLiterals;

PaperMark requirementMark(Requirement::State state)
{
    switch (state) {
    case Requirement::Met:
        return {MarkShape::Check, Ink::Good, documentTr("Met")};
    case Requirement::Failed:
        return {MarkShape::Cross, Ink::Bad, documentTr("Not met")};
    case Requirement::Missing:
        return {MarkShape::Ring, Ink::Bad, documentTr("Missing")};
    case Requirement::Stale:
        return {MarkShape::Triangle, Ink::Warn, documentTr("Stale")};
    case Requirement::Waived:
        return {MarkShape::Diamond, Ink::Warn, documentTr("Waived")};
    }
    return {};
}

PaperMark outcomeMark(ReleaseStatus::Outcome outcome)
{
    switch (outcome) {
    case ReleaseStatus::Undecided:
        return {MarkShape::Ring, Ink::Info, documentTr("Not decided")};
    case ReleaseStatus::Approved:
        return {MarkShape::Check, Ink::Good, documentTr("Approved")};
    case ReleaseStatus::Rejected:
        return {MarkShape::Cross, Ink::Bad, documentTr("Rejected")};
    case ReleaseStatus::ChangesRequested:
        return {MarkShape::Triangle, Ink::Warn, documentTr("Changes requested")};
    case ReleaseStatus::Revoked:
        return {MarkShape::Cross, Ink::Bad, documentTr("Revoked")};
    case ReleaseStatus::Expired:
        return {MarkShape::Dash, Ink::Muted, documentTr("Expired")};
    case ReleaseStatus::Withdrawn:
        return {MarkShape::Dash, Ink::Muted, documentTr("Withdrawn")};
    }
    return {};
}

QString verdictWord(Signoff::Verdict verdict)
{
    switch (verdict) {
    case Signoff::Approve:
        return documentTr("Approval");
    case Signoff::Reject:
        return documentTr("Rejection");
    case Signoff::RequestChanges:
        return documentTr("Request for changes");
    case Signoff::Abstain:
        return documentTr("Abstention");
    case Signoff::Revoke:
        return documentTr("Revocation");
    }
    return {};
}

QString meaningOf(const Signoff &signoff)
{
    const QString where = paperLine(signoff.environment);
    switch (signoff.verdict) {
    case Signoff::Approve:
        return documentTr("Approval: this version may be used in %1 on the evidence and the conditions named.").arg(where);
    case Signoff::Reject:
        return documentTr("Review with rejection: this version must not be used in %1.").arg(where);
    case Signoff::RequestChanges:
        return documentTr("Review with request for changes: not to be used in %1 as it is.").arg(where);
    case Signoff::Abstain:
        return documentTr("Review without a decision.");
    case Signoff::Revoke:
        return documentTr("Revocation: an approval given before for %1 no longer holds.").arg(where);
    }
    return {};
}

QString notCounted(const DossierInput &input, const ReleaseCase::SignoffEntry &entry)
{
    for (const StageStatus &stage : input.status.stages) {
        if (stage.counted.contains(entry.id))
            return {};
        for (const auto &uncounted : stage.uncounted) {
            if (uncounted.signoff == entry.id)
                return paperLine(uncounted.reason);
        }
    }
    if (!entry.trusted)
        return paperLine(entry.problem);
    if (entry.signoff.round != input.release.request.round)
        return documentTr("It was given in round %1; what was reviewed has changed since.").arg(entry.signoff.round);
    return entry.signoff.verdict == Signoff::Approve ? documentTr("It counts for no stage of the policy.") : QString();
}

QList<ReleaseCase::SignoffEntry> signoffsInOrder(const ReleaseCase &release)
{
    QList<ReleaseCase::SignoffEntry> out = release.signoffs;
    std::stable_sort(out.begin(), out.end(), [](const auto &a, const auto &b) { return a.leaf < b.leaf; });
    return out;
}

QString outcomeSentence(const DossierInput &input)
{
    const QString where = paperLine(input.release.request.environment);
    if (input.status.allowed())
        return documentTr("Yes: this version may go to %1 until %2. Every requirement is met or excepted on record, and every stage has its sign-offs.")
            .arg(where, paperDate(input.status.validUntil));
    return documentTr("No: this version may not go to %1. %2").arg(where, paperLine(input.status.reasons.join(u' ')));
}

} // namespace countersign::dossier
