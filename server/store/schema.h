// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Only for .cpp files of this room.
#include "server/store/logtail.h"
#include "server/store/storefolder.h"

namespace countersign::schema {

inline constexpr int version = 1;

struct Opened
{
    std::unique_ptr<SqlConnection> connection; ///< for writing
    LogTail tail;
    LogKey key;
};

/// Opens the database of a folder for writing and makes what is missing. Unsupported when a newer program wrote it,
/// Corrupt when it is damaged, when its log is not whole at the end, or when database and log key do not belong together.
Result<Opened> open(const QString &folder);

} // namespace countersign::schema
