// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/sample/cast.h"

#include <QByteArray>

namespace countersign::sample {

/// An evaluation file of one version in lm-evaluation-harness' form: headline tasks and, where the model has them, one
/// result a group. The same plan and number give the same bytes for the same `at`.
QByteArray evaluationFile(const ModelPlan &plan, int number, const QDateTime &at, double shift);
/// A second evaluation: attacks on the safeguards, where the model has any.
QByteArray safetyFile(const ModelPlan &plan, int number, const QDateTime &at);
/// The model card as a README.md with front matter. `complete` leaves nothing out that the policies ask for.
QByteArray cardFile(const ModelPlan &plan, int number, const QDateTime &at, bool complete);
/// Artifacts with digests made from names; nothing stands behind them.
QList<Artifact> artifacts(const ModelPlan &plan, int number, int variant = 0);

} // namespace countersign::sample
