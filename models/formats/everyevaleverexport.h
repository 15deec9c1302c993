// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

namespace countersign {

/// What the record says about itself; all of it may stay empty but the time.
struct EveryEvalEverSource
{
    QString evaluationId; ///< empty: made of tool, model and time
    QString organisation; ///< who publishes it; empty: who measured or claimed
    QString relationship = QStringLiteral("other"); ///< first_party, third_party, collaborative or other
    QDateTime retrievedAt; ///< when the record is made
};

struct EveryEvalEverRecord
{
    QByteArray json; ///< valid by schema 0.3.0, indented
    QStringList leftOut; ///< what the format has no place for, a sentence each
};

/// A report as a record of Every Eval Ever (schema 0.3.0). What the schema has no member for goes into its free details,
/// so that importing the record gives the results back; what cannot be said at all is listed.
/// Any thread. Errors: Invalid without a time or for an unknown relationship.
Result<EveryEvalEverRecord> toEveryEvalEver(const EvaluationReport &report, const EveryEvalEverSource &source);

} // namespace countersign
