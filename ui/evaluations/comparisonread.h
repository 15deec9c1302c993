// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "replica/readsession.h"
#include "ui/evaluations/comparisondata.h"

namespace countersign {

/// What there is to compare an evaluation with, and what a person most likely wants: the version it is of against the one
/// in production, else against the one it replaces, else against the newest report there is.
struct ComparisonChoices
{
    QString evaluation; ///< whose page it is
    QList<ComparisonChoice> list; ///< what is offered first stands first
    ComparisonChoice before, after;
};
/// On a reader's thread. NotFound when there is no such evaluation; Cancelled when asked to stop.
Result<ComparisonChoices> loadComparisonChoices(ReadSession &session, const QString &evaluation);
/// Versions and reports of any model whose words begin like those that were typed; at most 40.
Result<QList<ComparisonChoice>> findComparisonChoices(ReadSession &session, const QString &words);

/// Reads the reports of both sides and compares them. While one of them is not on this machine, only missingBlobs is
/// filled. Cancelled when asked to stop.
Result<ComparisonPtr> readComparison(ReadSession &session, const ComparisonChoice &before, const ComparisonChoice &after, const QDateTime &now);

} // namespace countersign
