// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/comparison.h"
#include "domain/policyevaluation.h"
#include "replica/readsession.h"

namespace countersign {

/// Everything the review screen shows of one request, gathered on a reader's thread as one consistent look.
struct ReviewData
{
    struct Group
    {
        QString title; ///< the suite
        QList<EvaluationReport::Metric> rows;
        std::optional<double> threshold;
        bool higherIsBetter = true;
    };
    struct KnownFailure
    {
        EvaluationReport::Failure failure;
        QString evaluation;
    };
    ReleaseCase release;
    ReleaseStatus status;
    qint64 revision = 0;
    QString modelTitle;
    QString policyTitle;
    qint64 policyRevision = 0;
    std::optional<Deployment> production; ///< what runs in the environment now
    QList<Comparison> changes;            ///< against the version that runs
    QStringList artifactChanges;          ///< sentences: what files are new, changed, gone
    QList<Group> groups;
    QList<KnownFailure> failures;
    QList<std::pair<QString, Decision>> decisions; ///< newest first
    QMap<QString, QString> names;                  ///< person → display name
    QStringList missingReports;                    ///< blobs of the evidence that are not on this machine yet
    QStringList missingComparison;                 ///< the same of the version that runs now
    QDateTime at;

    [[nodiscard]] QString name(const QString &person) const { return names.value(person, person); }
};

Result<ReviewData> loadReview(ReadSession &session, const QString &requestId, const QDateTime &now);

/// "women" → "Women", "age_65_plus" → "Age 65 plus": a task's name as a label.
QString taskLabel(const QString &task);

} // namespace countersign
