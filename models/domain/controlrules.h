// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/controlmapping.h"

namespace countersign {

/// What one rule found in a version's evidence.
struct ControlRuleFinding
{
    QList<ControlAssessment::Piece> pieces;
    QString missing;  ///< one sentence; empty when the rule holds
    bool kept = true; ///< false: this product holds no record of the kind
};

/// A result of a group of people: sliced by something else than a perturbation or an attack, or of a suite whose tasks are
/// groups ("recall by group").
bool isOfGroup(const EvaluationReport::Metric &metric);
/// A result of an attack: sliced by it, or an attack's success rate.
bool isOfAttack(const EvaluationReport::Metric &metric);

/// The single rules; `what` is what stands behind the colon.
namespace controlrules {

ControlRuleFinding lacks(const QString &sentence);
/// The digest a piece is known by: its own, or the one the log commits to.
ControlAssessment::Piece piece(const ControlEvidence &evidence, const QString &title, const QString &kind, const QString &id,
                               const QString &own = {});

ControlRuleFinding findSignoff(const QString &what, const ControlEvidence &evidence);
ControlRuleFinding findDecision(const QString &what, const ControlEvidence &evidence);
/// Exceptions are in order when each unmet requirement has one, or when nothing had to be excepted.
ControlRuleFinding findWaiver(const QString &what, const ControlEvidence &evidence);
ControlRuleFinding findPolicy(const QString &what, const ControlEvidence &evidence);
ControlRuleFinding findLog(const QString &what, const ControlEvidence &evidence);
ControlRuleFinding findDeployment(const QString &what, const ControlEvidence &evidence);
ControlRuleFinding findInventory(const QString &what, const ControlEvidence &evidence);
ControlRuleFinding findExpiry(const QString &what, const ControlEvidence &evidence);

} // namespace controlrules

/// Applies one rule of the vocabulary; a word that is none of it counts as missing.
ControlRuleFinding findForControl(const QString &rule, const ControlEvidence &evidence);

} // namespace countersign
