// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/caseassembly.h"
#include "domain/statetable.h"

namespace countersign {

/// Beside the state table: whoever is excluded from signing a release cannot wave one of its requirements through
/// either, and the policy of an open request says whether and by whom a waiver is granted. Refused with the rule as a
/// sentence; NotFound or Corrupt when what it is judged from is not there. The server enforces it, the inbox asks it.
Result<void> mayGrant(CaseSource &source, const Waiver &waiver, const Actor &actor, const QDateTime &now);

} // namespace countersign
