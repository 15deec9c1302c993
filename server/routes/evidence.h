// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/routes/creating.h"
#include "server/store/blobstore.h"
#include "trust/releasebundle.h"

namespace countersign {

inline constexpr qint64 maximumEvidenceBytes = 256LL * 1024 * 1024;

struct IncomingEvidence
{
    QString kind; ///< "evaluation" or "card": what it is wanted as
    QByteArray bytes;
    QString fileName;
    QString format; ///< empty: whichever importer knows it
};
/// Has the importers read a file and puts what they understood into the store beside it. What comes back has every field
/// that the file decides. Invalid (pointer "/raw") when it is not understood, or is of the other sort.
Result<ImportedEvidence> readEvidence(const BlobStore &blobs, const EvidenceReader &reader, const IncomingEvidence &raw);

/// The figures that lists show: overall results first, at most twelve.
QList<Headline> headlineOf(const EvaluationReport &report);

} // namespace countersign
