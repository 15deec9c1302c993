// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/routes/command.h"
#include "trust/decision.h"

#include <functional>

namespace countersign {

/// Gives the log's root at a size; Invalid beyond the log's end.
struct LogFacts
{
    QString origin;
    std::function<Result<QByteArray>(qint64 size)> rootAt;
};

/// A signature of the caller's own active key, and the statement it covers.
struct SignedEnvelope
{
    QString keyId;
    QString payloadDigest;
    QByteArray bundle; ///< spelled the one way that every verifier reads, whatever came beside it
    Statement statement;
};

/// Checks everything that does not depend on what was signed. Invalid (pointer "/envelope"), Untrusted, Forbidden for
/// somebody else's key, Refused for one that is not confirmed or is revoked.
Result<SignedEnvelope> openEnvelope(Command &command, QByteArrayView envelope);

/// A decision taken on another history than ours proves a forked log: it is refused loudly rather than recorded.
Result<void> checkLogView(const LogView &seen, const LogFacts &log);

} // namespace countersign
