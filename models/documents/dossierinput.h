// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/comparison.h"
#include "documents/controlframeworks.h"
#include "trust/releasebundle.h"

namespace countersign {

/// All that a dossier tells of one release. Plain values: printing reads nothing and knows no clock.
struct DossierInput
{
    struct HeldPlan
    {
        QString evaluation; ///< its title
        PlanCheck check;
    };
    ReleaseCase release;
    ReleaseStatus status;
    QString modelTitle;
    std::optional<CardContent> card;
    QString cardName, cardDigest;
    QList<std::pair<QString, Decision>> decisions; ///< by date, oldest first: the history
    QList<HeldPlan> plans;
    std::optional<Deployment> production; ///< what runs in the environment now
    QList<Comparison> changes;            ///< against that version
    QList<ControlAssessment> controls;
    QMap<QString, QString> names; ///< person → printed name
    QString requestDigest;        ///< by which the log commits to the request
    QList<BundleReport::Check> checks; ///< of the bundle that belongs to it; empty: printed without one
    Checkpoint checkpoint;        ///< of that bundle
    QByteArray signedCheckpoint;  ///< the note itself
    QDateTime at;                 ///< as of when it was judged

    [[nodiscard]] QString name(const QString &person) const;
    [[nodiscard]] QString number() const; ///< "R-118"
    /// "R-118-claims-triage-7-production": a name for files.
    [[nodiscard]] QString fileStem() const;
};

/// Reads everything about a request from records. Sign-offs come out as the source believes them.
/// NotFound names what is not there (a report that is not at hand, too).
Result<DossierInput> gatherDossier(CaseSource &source, const QString &requestId, const QDateTime &now);

/// Puts what a verified bundle proved in place of what the records said: the case, the status and the checkpoint.
/// Untrusted when the bundle does not hold or speaks of another request.
Result<void> adoptBundle(DossierInput &input, const BundleReport &report, QByteArrayView bundleZip);

} // namespace countersign
