// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/people.h"
#include "ui/widgets/chip.h"

namespace countersign {

/// How the state of a person's signing key looks and reads, everywhere.
ChipSpec keyChip(SignerKey::State state);
/// "9f4a 11c2 …": groups of four; `groups` of them and an ellipsis, or all for 0, four a line.
QString fingerprint(const QString &keyId, int groups = 0);
/// "Risk, Legal".
QString roleTitles(const QStringList &roles);

} // namespace countersign
