// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QDateTime>

namespace countersign {

class Store;

/// Moves requests whose time is up to "expired": open ones past closesAt, approved ones past validUntil. Returns how many.
Result<int> expireRequests(Store &store, const QDateTime &now);
/// Forgets the answers kept for repeated commands.
Result<void> forgetAnswers(Store &store, const QDateTime &before, const QDateTime &now);

} // namespace countersign
