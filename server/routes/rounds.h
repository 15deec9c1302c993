// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/release.h"
#include "server/routes/command.h"

namespace countersign {

/// What a round of sign-offs is about: the files, the evidence and the policy. A change of any of them ends the round.
struct RoundBasis
{
    QString manifestDigest, statementDigest, policyDigest;
    QList<EvidenceRef> evidence;
    /// True if sign-offs given on `other` still speak of this.
    [[nodiscard]] bool equals(const RoundBasis &other) const;
};

/// As the records stand now.
Result<RoundBasis> basisNow(Command &command, const Request &request);
/// Puts a fresh round on `request`: basis, nonce, closing time; an approval is taken back to review.
Result<void> beginRound(Command &command, Request &request, const RoundBasis &basis, const QString &reason);

/// Begins a new round on the requests of a version, or under a policy, that are open or approved and whose basis has
/// changed. To be called after the change, in the same command.
Result<void> renewRequestsOfVersion(Command &command, const QString &version, const QString &reason);
Result<void> renewRequestsUnderPolicy(Command &command, const QString &policy, const QString &reason);

} // namespace countersign
