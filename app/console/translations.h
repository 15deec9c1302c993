// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;

namespace countersign {

/// Loads the texts of the system's language, and English plurals where there are none. Once, before the first window.
void installTranslations(QCoreApplication *app);

} // namespace countersign
