// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/evidence.h"
#include "server/routes/command.h"

#include <variant>

namespace countersign {

/// What an importer understood of a blob before the command began: parsing does not belong into the write transaction.
using ImportedEvidence = std::variant<std::monostate, Evaluation, Card>;

/// The items of a review set, drawn and stored before the command began.
struct DrawnItems
{
    QString blob;
    qint64 count = 0;
};

/// What a client sent to make a record.
struct Creation
{
    const Kind *kind = nullptr;
    QJsonObject body;
    ImportedEvidence imported = {}; ///< for evaluations and cards
    DrawnItems items = {};     ///< for review sets
};

/// A record that was made, and what only its maker may see.
struct Created
{
    Record record;
    QByteArray secret; ///< of a new API key; shown once
};

/// Checks and makes one record with everything that follows from it: rounds that end, versions that move.
/// Invalid (pointers relative to the body), Refused, Forbidden, Exists.
Result<Created> createRecord(Command &command, const Creation &creation);

/// Used by "rotate" as well: the record and the hash of a new key.
struct ApiKey;
Result<Created> createApiKey(Command &command, const ApiKey &key);

/// The policy a request comes under: the one named, else the one that applies to the environment.
Result<Record> policyFor(Command &command, const QString &environment, const QString &named);

} // namespace countersign
