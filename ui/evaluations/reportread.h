// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"
#include "replica/readsession.h"

namespace countersign {

/// The report that an evaluation record points to. NotFound while its blob is not on this machine.
Result<EvaluationReport> readReport(ReadSession &session, const QString &digest);

} // namespace countersign
