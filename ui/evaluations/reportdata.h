// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/evidence.h"
#include "domain/plancheck.h"
#include "replica/readsession.h"
#include "ui/evaluations/reportparts.h"
#include "ui/evaluations/resultlines.h"
#include "ui/workspace/subjectmatch.h"

#include <QSet>

namespace countersign {

/// Everything the page of one evaluation shows, gathered on a reader's thread as one consistent look.
struct ReportData
{
    QString id;
    qint64 revision = 0;
    Evaluation record;
    QString importedByName;
    std::optional<Version> version;
    std::shared_ptr<const EvaluationReport> report; ///< null while the blob is not on this machine
    std::shared_ptr<const QList<ResultLine>> lines;
    std::shared_ptr<const ReportParts> parts; ///< null while the report is
    SubjectMatch subject;
    QString boundsFrom;        ///< "High-risk release, R-118"; empty when no policy applies
    std::optional<PlanCheck> plan; ///< what held against the plan of its time; none while the report is missing
    bool modelHasPlans = false;
    QStringList asked;         ///< categories that this policy asks to be measured ("fairness")
    QSet<QString> failing;     ///< pointers of the results that fail one of its bounds
    QStringList missingBlobs;
    QDateTime at;
};
Result<ReportData> loadReport(ReadSession &session, const QString &id, const QDateTime &now);

} // namespace countersign
