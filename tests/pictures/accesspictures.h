// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace countersign::test {

/// People, keys, policies and their editors, with ordinary and with long names, in the theme that is set; beside them
/// the overview of keys and the log while it is verified: FOLDER/access-*-THEME.png.
void paintAccess(const QString &folder, const QString &themeName);

} // namespace countersign::test
