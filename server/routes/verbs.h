// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/routes/creating.h"

namespace countersign {

/// What a client sent to move a record's state.
struct VerbCall
{
    const Kind *kind = nullptr;
    QString id, verb;
    QString comment;                ///< kept where the kind has a place for it
    std::optional<qint64> revision; ///< If-Match, when the client sent it
    /// For closing a review set: what its file was understood as, from how many ratings.
    ImportedEvidence imported = {};
    QString raw = {};
    qint64 ratings = 0;
};

/// Makes one move of a kind's state table, and what follows from it. Refused with the table's sentence (wrong state,
/// wrong person), NotFound, Stale.
Result<Record> applyVerb(Command &command, const VerbCall &call);

/// Ends an API key at once; its record stays.
Result<Record> revokeApiKey(Command &command, const QString &id);
/// A new key with the old one's label, person, scopes and life time; the old one ends.
Result<Created> rotateApiKey(Command &command, const QString &id);

} // namespace countersign
