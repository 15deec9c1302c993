// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace countersign::test {

/// Paints the lineage with 8 and with 500 things, closed, opened, looked through and as lists, in the theme that is
/// applied: FOLDER/lineage-<what>-<theme>.png.
void paintLineages(const QString &folder, const QString &themeName);

} // namespace countersign::test
