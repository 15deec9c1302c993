// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/routes/creating.h"

namespace countersign {

/// RFC 7396: null removes, objects merge, everything else replaces. At most `depth` levels deep.
QJsonObject mergePatch(const QJsonObject &target, const QJsonObject &patch, int depth = 32);

/// What a client sent to edit a record.
struct Edit
{
    const Kind *kind = nullptr;
    QString id;
    qint64 revision = 0; ///< that the client has seen
    QJsonObject patch;
    ImportedEvidence imported; ///< when the patch brings another raw file
};

/// Checks and makes one edit with everything that follows from it. Stale when the record has moved on; Invalid with
/// pointers relative to the body; Refused, Forbidden, NotFound.
Result<Record> editRecord(Command &command, const Edit &edit);

} // namespace countersign
