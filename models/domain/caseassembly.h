// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"
#include "domain/releasecase.h"

namespace countersign {

/// Where an assembler finds records and blobs: the server's store, the console's replica, an offline bundle.
/// Used by one thread at a time.
class CaseSource
{
public:
    virtual ~CaseSource() = default;
    /// NotFound when there is no such record.
    virtual Result<Record> record(const QString &kind, const QString &id) = 0;
    /// Records whose `field` (one with a column) equals `value`; all of the kind when `field` is empty. Order of seq.
    virtual Result<QList<Record>> list(const QString &kind, const QString &field, const QString &value) = 0;
    /// Bytes that have been held against their digest. NotFound when they are not at hand.
    virtual Result<QByteArray> blob(const QString &digest) = 0;
};

enum class CaseReports {
    Load,  ///< the normalised reports too: the requirements can be judged
    Leave, ///< records only: enough for the stages and for who is excluded
};

/// Gathers what a release decision is judged from. Evidence is what the request's current round names; a piece whose
/// record has gone or now has another digest is left out, so that the requirement it met shows as missing. Sign-offs
/// come out as trusted: whoever has checked their signatures says otherwise afterwards.
/// NotFound names the record or blob that is not there; Corrupt when a stored body does not decode.
Result<ReleaseCase> assembleCase(CaseSource &source, const QString &requestId, CaseReports reports = CaseReports::Load);

/// The digests of the blobs that assembleCase() would read.
Result<QStringList> caseBlobs(CaseSource &source, const QString &requestId);

} // namespace countersign
