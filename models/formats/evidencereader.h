// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "trust/releasebundle.h"

namespace countersign {

/// The importers as the one function that a bundle's verifier and the server ask. Any thread.
EvidenceReader evidenceReader();

} // namespace countersign
