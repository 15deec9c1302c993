// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/caseassembly.h"
#include "server/routes/creating.h"
#include "server/routes/verbs.h"
#include "server/store/blobstore.h"

namespace countersign {

/// Review sets and their ratings. What reads reports or writes blobs happens before the transaction.

/// Draws the items of a set that is about to be made and stores them. Invalid with pointers relative to the body.
Result<DrawnItems> drawReviewItems(CaseSource &source, const BlobStore &blobs, const QJsonObject &body);
Result<Created> createReviewSet(Command &command, const Creation &creation);
/// Raters are added while it is open; everything else is fixed.
Result<Record> editReviewSet(Command &command, const Record &before, const QJsonObject &after);
Result<Created> createRating(Command &command, const Creation &creation);
/// By the rater, while the set is open.
Result<Record> editRating(Command &command, const Record &before, const QJsonObject &after);
/// "cancel", and "close" with the evaluation that `reviewFile()` was understood as.
Result<Record> moveReviewSet(Command &command, const VerbCall &call, const Record &before);

/// A set with its ratings as one file: what the evaluation that it becomes is read from. `ratings` counts them, so that
/// closing can tell whether another one came meanwhile.
struct ReviewFile
{
    QByteArray bytes;
    qint64 ratings = 0;
};
Result<ReviewFile> reviewFile(CaseSource &source, const QString &setId, const QDateTime &now);

} // namespace countersign
