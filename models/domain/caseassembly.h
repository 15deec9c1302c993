// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"
#include "domain/releasecase.h"

#include <QHash>

namespace countersign {

/// A record's body as its type. Corrupt when what is stored does not decode.
template <typename T>
Result<T> decodeRecord(const Result<Record> &record)
{
    if (!record.ok())
        return record.error();
    auto value = decode<T>(record->body);
    if (!value.ok())
        return {Error::Code::Corrupt, QStringLiteral("The %1 '%2' is stored in a form that cannot be read.").arg(record->kind, record->id),
                value.error().text};
    return value;
}

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
    /// A normalised report by its blob's digest, read from the blob unless the source has it parsed already.
    virtual Result<EvaluationReport> report(const QString &digest);
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

/// Reports that were parsed before, by the digest of their blobs. A digest names its bytes, so they never grow stale.
using ParsedReports = QHash<QString, EvaluationReport>;
/// The reports that assembleCase() would parse; those that cannot be read are left out, for it to say so.
ParsedReports parseReports(CaseSource &source, const QString &requestId);

/// The digests of the blobs that assembleCase() would read.
Result<QStringList> caseBlobs(CaseSource &source, const QString &requestId);

} // namespace countersign
