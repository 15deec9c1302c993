// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <functional>

namespace countersign {

/// One thing that does not fit, in a sentence; with the leaf it was found at, or -1 where no leaf can be named.
struct AuditFinding
{
    qint64 leaf = -1;
    QString text;
    bool operator==(const AuditFinding &) const = default;
};

struct AuditReport
{
    qint64 leaves = 0;
    qint64 records = 0;
    qint64 erased = 0; ///< revisions whose body was erased on record, so that it cannot be checked
    qint64 checkpoints = 0;
    QByteArray root; ///< over all leaves, as computed now
    QList<AuditFinding> findings; ///< at most 1000
    [[nodiscard]] bool clean() const { return findings.isEmpty(); }
};

/// Holds everything in a server's folder against everything else: every leaf is hashed again, the tree rebuilt and
/// compared with the stored hashes and with every signed checkpoint; every revision of every record must be what its leaf
/// says, and every record the newest of its revisions. Reads only and also beside a running server; takes seconds per
/// million leaves. An Error when the database cannot be read at all. What it cannot see is a history rewritten
/// consistently by somebody who has the log's key too: that is what the checkpoints that clients remember are for.
Result<AuditReport> auditStore(const QString &folder, const std::function<void(qint64 leaf)> &progress = {});

} // namespace countersign
