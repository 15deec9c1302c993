// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "replica/feedpage.h"
#include "trust/checkpoint.h"

namespace countersign {

/// What must be the same in a record and in the log entry it points to.
struct LeafClaim
{
    QString kind, id, bodyDigest;
    qint64 revision = 0, seq = 0, leaf = -1;
};

/// The leaves of a page that are looked up in the log: every sign-off and signer, and of the rest a few at random,
/// which the server cannot foresee. Their digests are computed here.
QList<LeafClaim> claimsToCheck(const FeedPage &page, int sample);

/// Neighbouring leaves are fetched in one go: first leaf and count, at most `span` each.
QList<std::pair<qint64, qint64>> leafRanges(const QList<LeafClaim> &claims, qint64 span = 256);

/// Why the entry is not what the record says, or nothing.
std::optional<QString> contradiction(const LeafClaim &claim, const QByteArray &entry);

/// {"hashes":[base64…]} of the log's proofs.
Result<QList<QByteArray>> hashesOf(const QByteArray &answer);

} // namespace countersign
