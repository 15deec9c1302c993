// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"

#include <QWidget>

namespace countersign::gallery {

/// A release under review, as the review place will lay it out.
[[nodiscard]] QWidget *reviewPage(QWidget *parent);
/// A queue with filters and a detail.
[[nodiscard]] QWidget *triagePage(const Clock *clock, QWidget *parent);
/// Everything else, one of each.
[[nodiscard]] QWidget *kitPage(QWidget *parent);

} // namespace countersign::gallery
