// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace countersign::test {

/// Paints the card of a version full, sparse, absent and with long names, its editor, what could be filled in, a conflict,
/// changes, history and what an export loses, in the theme that is applied: FOLDER/card-<what>-<theme>.png.
void paintCards(const QString &folder, const QString &themeName);

} // namespace countersign::test
