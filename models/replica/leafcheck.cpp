// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/leafcheck.h"

#include "base/json.h"
#include "replica/logentry.h"
#include "replica/schema.h"
#include "trust/base64.h"

#include <QCoreApplication>
#include <QRandomGenerator>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LeafCheck)
};

bool alwaysChecked(const QString &kind)
{
    return kind == "signoff"_L1 || kind == "signer"_L1;
}

LeafClaim claimOf(const FeedRecord &record)
{
    LeafClaim out{record.table->kind->name, record.id, {}, record.revision, record.seq, record.leaf};
    if (!record.deleted)
        out.bodyDigest = bodyDigest(record.salt, record.body);
    return out;
}

} // namespace

QList<LeafClaim> claimsToCheck(const FeedPage &page, int sample)
{
    QList<LeafClaim> out;
    for (const FeedRecord &record : page.records) {
        if (alwaysChecked(record.table->kind->name))
            out.append(claimOf(record));
    }
    for (int i = 0; i < sample && !page.records.isEmpty(); ++i) {
        const FeedRecord &record = page.records[QRandomGenerator::system()->bounded(int(page.records.size()))];
        out.append(claimOf(record));
    }
    std::sort(out.begin(), out.end(), [](const LeafClaim &a, const LeafClaim &b) { return a.leaf < b.leaf; });
    out.erase(std::unique(out.begin(), out.end(), [](const LeafClaim &a, const LeafClaim &b) { return a.seq == b.seq; }), out.end());
    return out;
}

QList<std::pair<qint64, qint64>> leafRanges(const QList<LeafClaim> &claims, qint64 span)
{
    QList<std::pair<qint64, qint64>> out;
    for (const LeafClaim &claim : claims) {
        if (!out.isEmpty() && claim.leaf - out.last().first < span)
            out.last().second = std::max(out.last().second, claim.leaf - out.last().first + 1);
        else
            out.append({claim.leaf, 1});
    }
    return out;
}

std::optional<QString> contradiction(const LeafClaim &claim, const QByteArray &entry)
{
    const auto json = parseJson(entry);
    if (!json.ok() || !json->isObject())
        return Text::tr("Entry %1 of the log cannot be read.").arg(claim.leaf);
    const QJsonObject said = json->toObject();
    const auto text = [&](const QString &key) { return said.value(key).toString(); };
    if (claim.leaf != claim.seq - 1 || text(u"seq"_s) != QString::number(claim.seq) || text(u"kind"_s) != claim.kind
        || text(u"id"_s) != claim.id || text(u"revision"_s) != QString::number(claim.revision))
        return Text::tr("Entry %1 of the log is about something else than the %2 '%3'.").arg(claim.leaf).arg(claim.kind, claim.id);
    if (!claim.bodyDigest.isEmpty() && text(u"bodyDigest"_s) != claim.bodyDigest)
        return Text::tr("The %1 '%2' is not what the log says was written.").arg(claim.kind, claim.id);
    return std::nullopt;
}

Result<QList<QByteArray>> hashesOf(const QByteArray &answer)
{
    const auto json = parseJson(answer);
    const Error bad{Error::Code::Corrupt, Text::tr("The server's proof could not be understood."), {}, true};
    if (!json.ok() || !(*json)[u"hashes"_s].isArray())
        return bad;
    QList<QByteArray> out;
    const QJsonArray hashes = (*json)[u"hashes"_s].toArray();
    constexpr qsizetype longestProof = 130; // two paths in a tree of 2^63 leaves, and some
    if (hashes.size() > longestProof)
        return bad;
    for (const QJsonValue &hash : hashes) {
        const auto raw = decodeStandardBase64(hash.toString().toLatin1());
        if (!raw.ok() || raw->size() != 32)
            return bad;
        out.append(*raw);
    }
    return out;
}

} // namespace countersign
