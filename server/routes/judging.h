// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/caseassembly.h"
#include "domain/policyevaluation.h"

namespace countersign {

/// A request as it is judged at one moment, every signature checked again.
struct Judged
{
    ReleaseCase release;
    ReleaseStatus status;
    QDateTime notAfter; ///< the earliest end that an approval which counts has set itself; invalid when none has
};

/// Gathers the case, marks each sign-off whose signature, key or contents do not hold, and evaluates.
Result<Judged> judgeRequest(CaseSource &source, const QString &requestId, const QDateTime &now);
/// The status alone, of a case that was changed since it was judged.
void evaluateAgain(Judged &judged, const QDateTime &now);

/// For GET /v1/requests/{id}/status: outcome, reasons, requirements and stages.
QJsonObject statusJson(const Judged &judged);
QJsonArray requirementsJson(const QList<Requirement> &requirements);

/// What the gate is asked.
struct GateQuestion
{
    QString version; ///< "model/version"
    QString environment;
    std::optional<QList<Artifact>> artifacts; ///< the files as they are
    QString manifestDigest;                   ///< or their manifest's digest, when the files are not given
};
struct GateAnswer
{
    bool allowed = false; ///< false until everything was found good
    QStringList reasons;
    std::optional<Judged> judged; ///< of the request that decided
    QString request;
};
/// Whether exactly these files may go to this environment now. Never yes by default: an unknown version, an error
/// while looking or an empty question is a no with its reason. NotFound is no error here.
Result<GateAnswer> askGate(CaseSource &source, const GateQuestion &question, const QDateTime &now);
QJsonObject gateJson(const GateAnswer &answer, const QByteArray &checkpoint);

} // namespace countersign
