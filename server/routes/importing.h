// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "trust/releasebundle.h"

namespace countersign {

/// The importers of this program as one function.
EvidenceReader importingReader();

} // namespace countersign
