// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/importer.h"

namespace countersign {

/// The model-index in a card's front matter, as an evaluation: what the card claims.
Result<Imported> readModelIndex(const ImportInput &input);
/// `.eval_results/*.yaml` of a model's repository.
Result<Imported> readEvalResults(const ImportInput &input);

} // namespace countersign
