// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/people.h"
#include "domain/kinds/release.h"
#include "ui/audit/leafrows.h"

#include <QUrl>

#include <optional>

namespace countersign {

/// One leaf held against what this machine has of the record it speaks of.
struct LeafDetail
{
    enum class Body {
        Same,    ///< the record here is exactly what the leaf commits to
        Differs, ///< same revision, other bytes: this must not be
        Edited,  ///< the record has been edited since; the leaf speaks of an older text
        Gone,    ///< not on this machine: deleted, or not for this person
        Unread,  ///< the entry itself cannot be read
    };
    struct Check
    {
        QString what;
        bool holds = false;
        QString problem; ///< why it does not
        bool operator==(const Check &) const = default;
    };
    LeafRow row;
    Body body = Body::Unread;
    qint64 currentRevision = 0;
    QUrl link; ///< where the record is shown; empty where no place shows it
    QString request; ///< the release request it belongs to, for the bundle
    QList<Check> checks;
    std::optional<Signoff> signoff;
    std::optional<SignerKey> signer; ///< whose key signed, or the key that the leaf speaks of
    QString signerName;
    QString proves; ///< one sentence
    [[nodiscard]] bool sound() const;
};

/// Recomputes what can be recomputed from the replica; runs on a reader's thread.
Result<LeafDetail> loadLeaf(ReadSession &session, const LeafRow &row);

} // namespace countersign
