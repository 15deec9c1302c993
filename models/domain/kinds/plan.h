// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/policy.h"
#include "domain/kinds/version.h"

namespace countersign {

/// One reviewer's signed yes to a plan.
struct PlanSignature
{
    QString person, role;
    QString signer;        ///< key id
    QString payloadDigest; ///< SHA-256 of the signed statement
    QString sheet;         ///< the plain text that was shown
    QString envelope;      ///< Sigstore bundle v0.3 as JSON text
    QDateTime signedAt;    ///< when the server took it
    bool operator==(const PlanSignature &) const = default;
};

/// What an evaluation must measure and reach, written down and signed before anybody knows the result. Once locked it
/// does not change: another plan replaces it, and both stay visible.
struct Plan
{
    Q_GADGET
public:
    enum Status { Draft, Locked, Superseded, Withdrawn };
    Q_ENUM(Status)
    QString model;
    QString version; ///< "model/version"; empty: every version of the model
    QString title;
    Status status = Draft;
    QString purpose;
    QList<MetricRequirement> criteria;
    QList<DatasetRef> datasets; ///< what is measured on; a report on anything else does not fulfil the plan
    QStringList slices;         ///< dimensions that results must be given for
    qint64 minimumN = 0;        ///< of every criterion that names none itself
    std::optional<qint64> seed;
    QString tool, toolVersion;
    QString replaces; ///< an earlier plan
    QString author;
    QDateTime createdAt;
    QDateTime lockedAt;      ///< when the first signature came
    QString contentDigest;   ///< of planContent() when it was locked
    QDateTime endedAt;       ///< when it was superseded or withdrawn
    QList<PlanSignature> signatures;
    bool operator==(const Plan &) const = default;
};

/// A plan as the records have it.
struct PlanEntry
{
    QString id;
    Plan plan;
    qint64 leaf = -1; ///< of the record's latest change
};

template <>
const Shape &shapeOf<PlanSignature>();
template <>
const Shape &shapeOf<Plan>();

/// What a signature covers: everything the author wrote, nothing that happens to the plan afterwards.
QJsonObject planContent(const Plan &plan);

} // namespace countersign
