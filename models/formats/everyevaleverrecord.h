// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/importer.h"

namespace countersign {

/// Reads a record of Every Eval Ever, schema 0.0.1 to 0.3.0; a newer one as far as it is alike, with a warning.
Result<Imported> readEveryEvalEver(const ImportInput &input);

} // namespace countersign
