// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/plan.h"
#include "domain/policyevaluation.h"
#include "domain/statetable.h"

namespace countersign {

/// What a report says about one thing the plan fixed beforehand.
struct PlanFinding
{
    Q_GADGET
public:
    enum State { Kept, Broken, Unknown }; ///< Unknown: the file does not say
    Q_ENUM(State)
    QString id; ///< "dataset:…", "slice:…", "seed", "tool"
    QString title;
    State state = Unknown;
    QString planned, actual;
    QString reason; ///< one sentence unless Kept
    bool operator==(const PlanFinding &) const = default;
};

/// A report held against the plan that stood when it ran.
struct PlanCheck
{
    Q_GADGET
public:
    /// NoPlan: nothing was fixed before. AfterTheRun: a plan exists, but was locked when the run had begun.
    /// TimeUnknown: the file gives no time, so only the order of the log speaks.
    enum Standing { NoPlan, AfterTheRun, TimeUnknown, BeforeTheRun };
    Q_ENUM(Standing)
    Standing standing = NoPlan;
    QString plan;      ///< record of the plan it is held against; empty without one
    QString planTitle;
    QDateTime lockedAt, ranAt;
    QString laterPlan;  ///< a plan that replaced it after the run: the criteria were edited when results could be known
    QDateTime laterLockedAt;
    QList<Requirement> criteria;  ///< each of the plan's bounds, judged on this report alone
    QList<PlanFinding> findings;
    [[nodiscard]] bool kept() const; ///< before the run, every criterion met, nothing broken
    bool operator==(const PlanCheck &) const = default;
};

/// The moment a run can first have known results: its start, else its end; invalid when the file says neither.
QDateTime runTime(const EvaluationReport &report);

/// The plan that stood at `when`: locked before, not yet ended, for this version or for every version of the model; one
/// for this very version goes first, then the one locked last. Null when there was none.
const PlanEntry *planStandingAt(const QList<PlanEntry> &plans, const QString &version, const QDateTime &when);

/// Holds a report against the plan that stood when it ran; without a time in the file, when it was imported. Pure.
PlanCheck holdAgainstPlan(const QList<PlanEntry> &plans, const QString &evaluationId, const Evaluation &record,
                          const EvaluationReport &report);

/// Contradictions inside a plan: no criteria, two of one id, an unknown operator, a version of another model.
QList<FieldError> planProblems(const Plan &plan);


/// Who may fix criteria: the roles of those who judge models, not of those who build them.
const QStringList &planSigningRoles();
/// Whether somebody may sign a plan in a role; otherwise the rule as a sentence. The server enforces it, the console
/// asks it beforehand.
Result<void> maySignPlan(const Plan &plan, const QString &role, const Actor &actor);

} // namespace countersign
