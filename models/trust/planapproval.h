// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/plan.h"
#include "trust/decision.h"

namespace countersign {

namespace predicate {
/// A reviewer's yes to an evaluation plan. Never an approval of a model: its subject is the plan.
inline constexpr QLatin1String planApproval("https://countersign.example/attestation/evaluation-plan/v1");
} // namespace predicate

/// Who signs a plan, and what they had verified of the log.
struct PlanSigning
{
    QString planId;
    QString role;
    QString person, personName;
    QString comment;
    QDateTime signedAt; ///< by the signer's clock; informational
    LogView logView;
};

/// "sha256:…" of what the author wrote, the same for everybody.
QString planDigest(const Plan &plan);

/// The statement over a plan's content and the sheet that is shown before it is signed; the sheet is made from the
/// statement alone.
PreparedDecision preparePlanApproval(const Plan &plan, const PlanSigning &signing);

/// The plain text of a plan approval's statement (its `presented` member aside).
QByteArray planSheet(const Statement &statement);

/// A plan approval as its signed statement says it.
struct PlanApprovalFacts
{
    QString planId, person, role, contentDigest, sheetDigest;
    LogView logView;
};
/// Reads a statement whose signature was verified, and holds it and its sheet against the plan: Invalid when a member is
/// missing, Stale when it speaks of another content, Untrusted when the sheet is not what was signed.
Result<PlanApprovalFacts> checkPlanApproval(const Statement &statement, const QString &planId, const Plan &plan, QByteArrayView sheet);

} // namespace countersign
