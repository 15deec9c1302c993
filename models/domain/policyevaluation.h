// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/releasecase.h"

namespace countersign {

/// One thing that the policy asks of the evidence, and what became of it.
struct Requirement
{
    Q_GADGET
public:
    enum State { Met, Failed, Missing, Stale, Waived };
    Q_ENUM(State)
    QString id;    ///< "metric:recall-urgent", "card", "category:safety", "safeguard:…"; what a waiver names
    QString title;
    State state = Missing;
    QString threshold; ///< as shown: "≥ 0.900", "24 of 24"; empty when there is none
    QString actual;    ///< as shown: "0.872 (0.851–0.891)"
    std::optional<double> value;
    std::optional<EvaluationReport::Interval> interval;
    std::optional<qint64> n;
    QString source;        ///< title of the evidence it came from
    QString sourceId;      ///< record of that evidence
    QString sourceDigest;  ///< its raw bytes
    QString sourcePointer; ///< where in those bytes
    QString reason;        ///< one sentence; always there unless Met
    QString waiver;        ///< record of the waiver, when Waived
    bool operator==(const Requirement &) const = default;
};

/// What one stage of the policy has and still needs.
struct StageStatus
{
    struct Uncounted
    {
        QString signoff, person, reason;
        bool operator==(const Uncounted &) const = default;
    };
    QString name, role;
    qint64 quorum = 1;
    bool open = false;     ///< earlier stages are done and this one is not
    bool done = false;
    QStringList counted;   ///< sign-offs that count
    QStringList countedPeople;
    QList<Uncounted> uncounted;
    QStringList canSign;   ///< people who could sign here today
    QMap<QString, QString> cannotSign; ///< people with the role who cannot, and why
    QDateTime dueAt;       ///< when it escalates; invalid for never
    qint64 doneAtLeaf = -1;
    QDateTime doneAt;
    bool operator==(const StageStatus &) const = default;
};

/// The release decision: every requirement, every stage, and the yes or no that follows.
struct ReleaseStatus
{
    Q_GADGET
public:
    enum Outcome { Undecided, Approved, Rejected, ChangesRequested, Revoked, Expired, Withdrawn };
    Q_ENUM(Outcome)
    QList<Requirement> requirements;
    QList<StageStatus> stages;
    bool requirementsMet = false;
    bool stagesDone = false;
    Outcome outcome = Undecided;
    QDateTime decidedAt;
    QDateTime validUntil;
    QStringList reasons; ///< why the gate says no; empty exactly when it says yes
    bool operator==(const ReleaseStatus &) const = default;

    [[nodiscard]] bool allowed() const { return reasons.isEmpty(); }
    [[nodiscard]] qsizetype count(Requirement::State state) const;
};

/// Where every release decision is made: the server enforces it, the console explains it, the gate and the offline
/// verifier repeat it. Pure: the same case and the same time always give the same status.
ReleaseStatus evaluate(const ReleaseCase &release, const QDateTime &now);

/// The requirements alone (without people): evaluate() uses it, and so does a version that has no request yet.
QList<Requirement> evaluateRequirements(const ReleaseCase &release, const QDateTime &now);
/// The stages alone.
QList<StageStatus> evaluateStages(const ReleaseCase &release, const QDateTime &now);

/// Whether a policy can be fulfilled at all with these people, given who is excluded.
struct Satisfiability
{
    bool possible = false;
    QString reason;                       ///< why not
    QMap<QString, QStringList> eligible;  ///< stage name → people who could sign it
};
Satisfiability satisfiable(const Policy &policy, const QList<Person> &people, const QMap<QString, QString> &excluded = {});

/// Contradictions inside a policy itself: two stages of one name, an unknown operator, a bound that is not a number.
QList<FieldError> policyProblems(const Policy &policy);

} // namespace countersign
