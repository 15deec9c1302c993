// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/releasecase.h"
#include "replica/readsession.h"

namespace countersign {

/// The report that an evaluation record points to. NotFound while its blob is not on this machine.
Result<EvaluationReport> readReport(ReadSession &session, const QString &digest);

struct Version;
/// What a version is held against: its newest request that is open or approved, else the policy that its model was last
/// requested under, over all of the version's evaluations. Reports are left out. `from` names it: "High-risk release,
/// R-118". NotFound when no policy applies.
Result<ReleaseCase> appliedCase(ReadSession &session, const Version &version, QString &from);

} // namespace countersign
