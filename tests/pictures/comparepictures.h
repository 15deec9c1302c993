// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace countersign::test {

/// Paints the comparison as a table and as a heat map: 312 results, 12,000, hostile names, nothing comparable and nothing
/// at all, narrow and wide, in the theme that is applied: FOLDER/compare-<what>-<theme>.png.
void paintComparisons(const QString &folder, const QString &themeName);

} // namespace countersign::test
