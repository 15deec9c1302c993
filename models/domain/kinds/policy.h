// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"
#include "domain/kinds/model.h"

namespace countersign {

/// One step of an approval. Stages run in order: the next begins when this one has its quorum.
struct PolicyStage
{
    QString name; ///< unique within the policy
    QString role; ///< what a person must be to count here
    qint64 quorum = 1;
    QStringList people;        ///< when not empty, only these persons count (the m of "n of m")
    qint64 timeLimitHours = 0; ///< 0: none; after it the stage escalates, it never approves by itself
    QString escalateTo;        ///< person
    bool operator==(const PolicyStage &) const = default;
};

/// A bound on one metric of the evidence. Empty selectors match anything.
struct MetricRequirement
{
    QString id; ///< unique within the policy; waivers name it
    QString title;
    QString suite, task, metric, filter;
    QString sliceDimension, sliceGroup; ///< both empty: the whole population
    QString op;                         ///< >= or <= or > or <
    double limit = 0;
    QString unit; ///< what the limit is in, when that matters
    qint64 minimumN = 0;
    /// Hold the bound against the pessimistic end of the interval instead of the point estimate.
    bool boundInterval = false;
    bool operator==(const MetricRequirement &) const = default;
};

/// What must be true of the evidence and of the people before a version may go to an environment.
struct Policy
{
    QString name;
    QString title;
    QString description;
    QStringList environments; ///< where it applies; empty: everywhere
    QList<PolicyStage> stages;
    QStringList cardSections;      ///< card sections that must hold something; "all" for every one
    QStringList categories;        ///< evaluation categories that must be present
    QStringList safeguards;        ///< safeguards that the version must name
    QList<MetricRequirement> metrics;
    bool lockedPlan = false; ///< a plan that was locked before the run must be kept by the evaluations it speaks of
    qint64 evidenceMaxAgeDays = 0; ///< 0: evidence does not age
    qint64 approvalDays = 90;      ///< how long an approval holds
    qint64 requestDays = 30;       ///< after how long an undecided request closes
    bool waivers = true;           ///< whether exceptions are possible at all
    QString waiverRole;            ///< who may grant one
    bool operator==(const Policy &) const = default;
};

template <>
const Shape &shapeOf<PolicyStage>();
template <>
const Shape &shapeOf<MetricRequirement>();
template <>
const Shape &shapeOf<Policy>();

} // namespace countersign
