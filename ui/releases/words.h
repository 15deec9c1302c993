// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/releases/reviewdata.h"
#include "ui/widgets/chip.h"

namespace countersign {

/// How a request's state looks; `round` is named while it is in review.
ChipSpec requestChip(const Request &request);
/// "claims-triage 7" out of "claims-triage/7".
QString versionTitle(const QString &key);
/// "R-118".
QString requestTitle(const Request &request);
/// The verdict as a finished act: "approved".
QString verdictWord(Signoff::Verdict verdict);

} // namespace countersign
