// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace countersign::test {

/// Paints each section of the page of an evaluation full, sparse, empty and with forty of everything, narrow and wide, in
/// the theme that is applied: FOLDER/report-<section>-<filling>-<theme>.png.
void paintReports(const QString &folder, const QString &themeName);

} // namespace countersign::test
