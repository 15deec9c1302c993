// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/evidence.h"
#include "domain/kinds/people.h"
#include "domain/kinds/policy.h"
#include "domain/kinds/release.h"
#include "domain/kinds/version.h"

namespace countersign::sample {

/// The people of the sample organisation, a mutual insurer that does not exist.
QList<Person> people();
/// Its release policies: high-risk, standard, staging and low-risk.
QList<Policy> policies();

/// What a model of the sample is about and how well its versions do; files are made from it.
struct ModelPlan
{
    Model model;
    QString author;      ///< who makes its versions
    QString evaluator;   ///< who brings in the evidence
    QString suite;       ///< name of its evaluation suite
    QString metric;      ///< headline metric: acc, recall, f1, exact_match …
    QStringList tasks;   ///< tasks of the suite
    QStringList groups;  ///< groups it is measured on, as tasks of a second suite
    double level = 0.9;  ///< headline value of the first version
    double step = 0.006; ///< how much each version gains
    QString baseModel;
    QStringList datasets;
    QStringList safeguards;
    QString use, misuse, limits; ///< sentences of its card
};
QList<ModelPlan> models();

/// Where a request of the sample stands when the story ends.
enum class Ending {
    Deployed,         ///< approved, running, and later replaced or not
    WaitsForFirst,    ///< nobody has signed yet
    WaitsForLater,    ///< the first stage is done
    ChangesRequested,
    SecondRound,      ///< an artifact changed after sign-offs
    Rejected,
    Withdrawn,
    Revoked,
    Expired,
    Failing,          ///< a requirement fails, nobody can approve
    Waived,           ///< a failing requirement with an active waiver, waits for the last stage
    None,             ///< a version without a request
};

struct VersionPlan
{
    QString model;
    int number = 1;
    int daysAgo = 10;
    Ending ending = Ending::None;
    QString environment = QStringLiteral("production");
};
/// Every version of the sample, oldest first.
QList<VersionPlan> versions();

/// Decision records: title, what was decided and why, by model.
struct DecisionPlan
{
    QString model, title, context, options, decision, consequences, limits;
    int daysAgo = 30;
};
QList<DecisionPlan> decisions();

} // namespace countersign::sample
