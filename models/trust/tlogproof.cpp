// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/tlogproof.h"

#include "trust/base64.h"
#include "trust/decimal.h"
#include "trust/merkle.h"
#include "trust/words.h"

namespace countersign {

namespace {

constexpr char firstLine[] = "c2sp.org/tlog-proof@v1\n";
constexpr qsizetype maximumBytes = 2'000'000;
constexpr qsizetype maximumHashes = 63;

Error broken(const QString &text)
{
    return {Error::Code::Invalid, text};
}

/// Takes the first line, without its end, off `rest`; nothing when there is no line end.
std::optional<QByteArrayView> takeLine(QByteArrayView &rest)
{
    const qsizetype end = rest.indexOf('\n');
    if (end < 0)
        return {};
    const QByteArrayView line = rest.first(end);
    rest = rest.sliced(end + 1);
    return line;
}

} // namespace

Result<TlogProof> TlogProof::fromBytes(QByteArrayView bytes)
{
    if (bytes.size() > maximumBytes)
        return Error{Error::Code::TooLarge, Trust::tr("The proof is too large.")};
    if (!bytes.startsWith(firstLine))
        return broken(Trust::tr("This is not a log proof of version 1."));
    QByteArrayView rest = bytes.sliced(sizeof firstLine - 1);
    TlogProof out;
    auto line = takeLine(rest);
    if (line && line->startsWith("extra ")) {
        auto extra = decodeStandardBase64(line->sliced(6));
        if (!extra)
            return broken(Trust::tr("The proof's extra line is not base64."));
        out.extra = *extra;
        line = takeLine(rest);
    }
    const auto index = line && line->startsWith("index ") ? parseDecimal(line->sliced(6)) : std::nullopt;
    if (!index)
        return broken(Trust::tr("The proof does not say its position in the log."));
    out.index = *index;
    for (line = takeLine(rest); line && !line->isEmpty(); line = takeLine(rest)) {
        auto hash = decodeStandardBase64(*line);
        if (!hash || hash->size() != 32 || out.hashes.size() == maximumHashes)
            return broken(Trust::tr("A line of the proof is not a SHA-256 digest in base64, or there are too many."));
        out.hashes.append(*hash);
    }
    if (!line || rest.isEmpty())
        return broken(Trust::tr("The proof ends before its checkpoint."));
    out.checkpoint = rest.toByteArray();
    auto note = Note::fromBytes(out.checkpoint);
    if (!note)
        return note.error();
    return out;
}

QByteArray TlogProof::toBytes() const
{
    QByteArray out = firstLine;
    if (extra)
        out += "extra " + extra->toBase64() + '\n';
    out += "index " + QByteArray::number(index) + '\n';
    for (const QByteArray &hash : hashes)
        out += hash.toBase64() + '\n';
    return out + '\n' + checkpoint;
}

Result<SignedCheckpoint> TlogProof::verify(QByteArrayView entry, const TlogPolicy &policy) const
{
    auto opened = policy.open(checkpoint);
    if (!opened)
        return opened;
    if (!verifyInclusion(index, opened->checkpoint.size, leafHash(entry), hashes, opened->checkpoint.root)) {
        return Error{Error::Code::Untrusted,
                     Trust::tr("The log entry is not the one that the log's checkpoint contains at position %1.").arg(index)};
    }
    return opened;
}

} // namespace countersign
