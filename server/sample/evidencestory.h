// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/sample/story.h"

#include <functional>

namespace countersign::sample {

/// What is fixed before a run and what people say after it: two evaluation plans of claims-triage, of which the second
/// took the first's place, a review that was closed and one that waits for its raters. Adds its acts by `at`.
void tellOfPlansAndReviews(Story &story, const QDateTime &now,
                           const std::function<void(const QDateTime &, std::function<Result<void>()>)> &at);

} // namespace countersign::sample
