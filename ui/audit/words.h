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
ChipSpec keyChip(SignerKey::State state);
ChipSpec requestChipOf(Request::State state);
/// "9f4a 11c2 …": groups of four; `groups` of them and an ellipsis, or all for 0, four a line.
QString fingerprint(const QString &keyId, int groups = 0);

} // namespace countersign
