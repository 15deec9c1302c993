// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"
#include "domain/kinds/evidence.h"
#include "domain/kinds/people.h"
#include "domain/kinds/plan.h"
#include "domain/kinds/policy.h"
#include "domain/kinds/release.h"
#include "domain/kinds/version.h"

namespace countersign {

/// All that a release decision is judged from, gathered by whoever asks: the server from its store, the console from
/// the replica, the offline verifier from a bundle. Plain values; no digest is computed and nothing is read here.
struct ReleaseCase
{
    struct EvaluationEvidence
    {
        QString id;
        Evaluation record;
        EvaluationReport report;
    };
    struct CardEvidence
    {
        QString id;
        Card record;
    };
    /// A sign-off as the log has it. `trusted` says whether its signature, its key's enrolment and its place in the
    /// log hold; `problem` is the sentence when they do not.
    struct SignoffEntry
    {
        QString id;
        Signoff signoff;
        qint64 leaf = -1;
        bool trusted = true;
        QString problem;
    };
    struct WaiverEntry
    {
        QString id;
        Waiver waiver;
    };

    QString requestId;
    Request request;
    Version version;
    QString modelOwner;
    Policy policy;
    QList<EvaluationEvidence> evaluations;
    QList<CardEvidence> cards;
    QList<SignoffEntry> signoffs; ///< any order, all rounds
    QList<WaiverEntry> waivers;
    QList<PlanEntry> plans; ///< those the round rests on
    QList<Person> people;

    /// Who can never count towards a quorum of this request, and as what.
    [[nodiscard]] QMap<QString, QString> excludedPeople() const;
    [[nodiscard]] const Person *person(const QString &name) const;
};

} // namespace countersign
