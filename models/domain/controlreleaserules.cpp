// SPDX-License-Identifier: GPL-3.0-or-later
// What a release says to a control: who signed, by which policy, with which exceptions, until when.
#include "domain/controlrules.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using Finding = ControlRuleFinding;
using Piece = ControlAssessment::Piece;
using Evidence = ControlEvidence;

/// The request that speaks for the version: one that is approved and holds, else the newest.
qsizetype speakingRelease(const Evidence &evidence)
{
    for (qsizetype i = 0; i < evidence.releases.size() && i < evidence.statuses.size(); ++i) {
        if (evidence.statuses[i].allowed())
            return i;
    }
    return evidence.releases.isEmpty() || evidence.statuses.isEmpty() ? -1 : 0;
}

QString requestTitle(const ReleaseCase &release)
{
    return u"Request R-%1 for %2"_s.arg(release.request.number).arg(release.request.environment);
}

Piece signoffPiece(const ReleaseCase &release, const ReleaseCase::SignoffEntry &entry)
{
    const Person *person = release.person(entry.signoff.person);
    const QString name = person && !person->displayName.isEmpty() ? person->displayName : entry.signoff.person;
    return {{}, u"Sign-off of %1 as %2"_s.arg(name, entry.signoff.role), u"signoff"_s, entry.id, entry.signoff.payloadDigest};
}

} // namespace

namespace controlrules {

Finding lacks(const QString &sentence)
{
    return {{}, sentence, true};
}

Piece piece(const Evidence &evidence, const QString &title, const QString &kind, const QString &id, const QString &own)
{
    return {{}, title, kind, id, own.isEmpty() ? evidence.digests.value(kind + u'/' + id) : own};
}

Finding findSignoff(const QString &what, const Evidence &evidence)
{
    const qsizetype at = speakingRelease(evidence);
    if (at < 0)
        return lacks(u"No release of this version was requested, so nobody has signed."_s);
    Finding out;
    const ReleaseCase &release = evidence.releases[at];
    for (const StageStatus &stage : evidence.statuses[at].stages) {
        for (const auto &entry : release.signoffs) {
            if (stage.counted.contains(entry.id) && (what.isEmpty() || what == "independent"_L1 || entry.signoff.role == what))
                out.pieces.append(signoffPiece(release, entry));
        }
    }
    if (!out.pieces.isEmpty())
        return out;
    if (what == "independent"_L1)
        return lacks(u"Nobody who had no part in making the version or its evidence has signed."_s);
    return lacks(what.isEmpty() ? u"Nobody's approval counts yet."_s : u"No approval by the role “%1” counts yet."_s.arg(what));
}

Finding findDecision(const QString &what, const Evidence &evidence)
{
    Finding out;
    for (const auto &[id, decision] : evidence.decisions) {
        if (decision.status == Decision::Accepted && (what.isEmpty() || !decision.knownLimits.isEmpty()))
            out.pieces.append(piece(evidence, u"Decision “%1”"_s.arg(decision.title), u"decision"_s, id));
    }
    if (out.pieces.isEmpty())
        out.missing = what.isEmpty() ? u"No accepted decision record speaks of this version."_s : u"No accepted decision record names known limits."_s;
    return out;
}

/// Exceptions are in order when each unmet requirement has one, or when nothing had to be excepted.
Finding findWaiver(const QString &, const Evidence &evidence)
{
    const qsizetype at = speakingRelease(evidence);
    if (at < 0)
        return lacks(u"No release was requested, so requirements and exceptions to them are not recorded."_s);
    Finding out;
    QStringList open;
    for (const Requirement &requirement : evidence.statuses[at].requirements) {
        if (requirement.state == Requirement::Waived)
            out.pieces.append(piece(evidence, u"Waiver of “%1”"_s.arg(requirement.title), u"waiver"_s, requirement.waiver));
        else if (requirement.state != Requirement::Met)
            open.append(requirement.title);
    }
    if (!open.isEmpty())
        out.missing = u"Unmet and not waived: %1."_s.arg(open.join(u", "_s));
    else if (out.pieces.isEmpty())
        out.pieces.append(piece(evidence, requestTitle(evidence.releases[at]) + u": no exception was needed"_s, u"request"_s, evidence.releases[at].requestId));
    return out;
}

Finding findPolicy(const QString &, const Evidence &evidence)
{
    const qsizetype at = speakingRelease(evidence);
    if (at < 0)
        return lacks(u"No release was requested, so no policy was applied."_s);
    const ReleaseCase &release = evidence.releases[at];
    const QString title = release.policy.title.isEmpty() ? release.request.policy : release.policy.title;
    return {{piece(evidence, u"Policy “%1”"_s.arg(title), u"policy"_s, release.request.policy, release.request.policyDigest)}, {}, true};
}

Finding findLog(const QString &, const Evidence &evidence)
{
    const qsizetype at = speakingRelease(evidence);
    const QString id = at < 0 ? QString() : evidence.releases[at].requestId;
    if (at >= 0 && evidence.leaves.value(u"request/"_s + id, -1) >= 0)
        return {{piece(evidence, u"%1, entry %2 of the log"_s.arg(requestTitle(evidence.releases[at])).arg(evidence.leaves.value(u"request/"_s + id)),
                       u"request"_s, id)}, {}, true};
    const QString key = u"version/"_s + evidence.version.key();
    if (evidence.leaves.value(key, -1) >= 0)
        return {{piece(evidence, u"Version, entry %1 of the log"_s.arg(evidence.leaves.value(key)), u"version"_s, evidence.version.key())}, {}, true};
    return lacks(u"No log entry of this version is known here."_s);
}

Finding findDeployment(const QString &, const Evidence &evidence)
{
    Finding out;
    for (const auto &[id, deployment] : evidence.deployments)
        out.pieces.append(piece(evidence, u"%1 in %2"_s.arg(deployment.endpoint, deployment.environment), u"deployment"_s, id));
    if (out.pieces.isEmpty())
        out.missing = u"No deployment of this version is recorded."_s;
    return out;
}

Finding findInventory(const QString &what, const Evidence &evidence)
{
    const auto of = [&](const QString &title) { return Finding{{piece(evidence, title, u"model"_s, evidence.model.name)}, {}, true}; };
    if (what == "owner"_L1)
        return evidence.model.owner.isEmpty() ? lacks(u"The model has no owner."_s) : of(u"Owner of the model"_s);
    if (what == "intendedUse"_L1)
        return evidence.model.intendedUse.trimmed().isEmpty() ? lacks(u"The model's entry says no intended use."_s) : of(u"Intended use of the model"_s);
    if (what == "criticality"_L1)
        return of(u"Criticality: %1"_s.arg(enumText(evidence.version.criticality)));
    return evidence.model.name.isEmpty() ? lacks(u"The model is not in the registry."_s) : of(u"Registry entry of the model"_s);
}

Finding findExpiry(const QString &, const Evidence &evidence)
{
    const qsizetype at = speakingRelease(evidence);
    if (at < 0 || !evidence.statuses[at].validUntil.isValid())
        return lacks(u"There is no approval with an end."_s);
    return {{piece(evidence, u"%1, holds until %2"_s.arg(requestTitle(evidence.releases[at]), evidence.statuses[at].validUntil.date().toString(Qt::ISODate)),
                   u"request"_s, evidence.releases[at].requestId)}, {}, true};
}

} // namespace controlrules

} // namespace countersign
