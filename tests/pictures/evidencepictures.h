// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace countersign::test {

/// Paints plans, reviews, rating, a model's history and importing, full, empty and with long names, into
/// `folder`/evidence-…-`theme`.png.
void paintEvidence(const QString &folder, const QString &theme);

} // namespace countersign::test
