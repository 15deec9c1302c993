// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Only for .cpp files of this room.
#include "server/store/sqlconnection.h"
#include "trust/merkle.h"

namespace countersign {

/// The growing end of the log as the one writer knows it. A copy taken before a change puts it back after a rollback.
struct LogTail
{
    CompactRange tree;

    [[nodiscard]] qint64 size() const { return qint64(tree.size()); }
    static Result<LogTail> restore(SqlConnection &connection);
    /// Stores the entry as the next leaf, with every subtree that this completes. TooLarge beyond what a tile can hold.
    Result<void> append(SqlConnection &connection, const QByteArray &entry);
};

/// Hashes out of the tables. Corrupt where one is missing.
HashReader storedHashes(SqlConnection &connection);

} // namespace countersign
