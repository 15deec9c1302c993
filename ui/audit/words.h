// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/people.h"
#include "domain/kinds/release.h"
#include "ui/widgets/chip.h"

namespace countersign {

/// A kind of record as people call it: "signer" → "signing key".
QString kindWord(const QString &kind);
/// What an entry says was done, as a finished act: "create" → "added".
QString actionWord(const QString &kind, const QString &action);
ChipSpec verdictChip(Signoff::Verdict verdict);
ChipSpec requestChipOf(Request::State state);

} // namespace countersign
