// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "serveroptions.h"

namespace countersign {

/// Makes the sample in an empty folder, or refreshes the keys of the one that is there. Refused for a folder that holds
/// other data.
Result<void> prepareSample(const ServerOptions &options);

} // namespace countersign
