// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/store/logstore.h"

namespace countersign {

/// The root of the log's first `size` leaves; Invalid beyond its end.
Result<QByteArray> rootAt(const LogStore &log, qint64 size);

} // namespace countersign
