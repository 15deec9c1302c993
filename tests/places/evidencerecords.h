// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"
#include "domain/kinds/evidence.h"
#include "domain/kinds/people.h"
#include "domain/kinds/policy.h"
#include "domain/kinds/release.h"
#include "domain/kinds/version.h"

namespace countersign::test {

class EvidenceWorkspace;

template <typename T>
Record recordOf(const QString &kind, const QString &id, const T &body)
{
    Record out;
    out.kind = kind;
    out.id = id;
    out.revision = 1;
    out.body = encode(body);
    return out;
}

/// "01JSAMPLE0000000000000007E": a ULID that says what it is for.
QString sampleId(const QString &kind, int number);

QList<Person> samplePeople();
Person samplePerson(const QString &name);
QList<Policy> samplePolicies();

/// A report in which `tasks` tasks were measured, with groups, failures and a warning; values follow from `level`.
EvaluationReport sampleReport(const QString &model, double level, int tasks, const QDateTime &at);
/// An evaluation record for the report, whose blobs are put into the workspace.
Record sampleEvaluation(EvidenceWorkspace &workspace, const QString &id, const QString &version, const QString &title,
                        const EvaluationReport &report, const QDateTime &importedAt, const QString &importedBy);
Record sampleCard(EvidenceWorkspace &workspace, const QString &id, const QString &version, const QDateTime &at, const QString &author);
Version sampleVersion(const QString &model, const QString &label, const QDateTime &registeredAt, Version::Stage stage);

/// A small organisation: people, policies, ten models with versions, evidence, requests, deployments and decisions.
/// `longNames` gives everything names as long as they may be.
void fillSample(EvidenceWorkspace &workspace, bool longNames = false);

} // namespace countersign::test
