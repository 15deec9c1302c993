// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/humanreview.h"
#include "domain/kinds/plan.h"
#include "domain/reviewrules.h"

namespace countersign::test {

class EvidenceWorkspace;

// Ids of what fillPlans() makes.
QString draftPlanId();
QString lockedPlanId();
QString openReviewId();
QString closedReviewId();

/// A plan of claims-triage as Jonas Weber would write it.
Plan samplePlan(const QString &title);
/// The items of the open review; the third holds characters that reorder text.
QList<ReviewItem> sampleItems();

/// On top of fillSample(): plans in every state, a blind review that is open (Mara Lindt has rated 2 of 5 items, Kenji
/// Sato none) and one that is closed, with its evaluation.
void fillPlans(EvidenceWorkspace &workspace, bool longNames = false);

} // namespace countersign::test
