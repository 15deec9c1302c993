// SPDX-License-Identifier: GPL-3.0-or-later
// The log: checkpoint, tiles, proofs, entries; and the feed that follows it.
#include "server/routes/api.h"

#include "base/json.h"
#include "server/http/problem.h"
#include "server/routes/logreading.h"
#include "trust/checkpoint.h"
#include "trust/tlogpolicy.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QJsonArray base64List(const QList<QByteArray> &hashes)
{
    QJsonArray out;
    for (const QByteArray &hash : hashes)
        out.append(QString::fromLatin1(hash.toBase64()));
    return out;
}

HttpResponse proofAnswer(const Result<QList<QByteArray>> &hashes, QJsonObject facts)
{
    if (!hashes)
        return problem(hashes.error());
    facts.insert(u"hashes"_s, base64List(*hashes));
    return HttpResponse::json(200, toJson(facts));
}

constexpr qint64 largest = 1'000'000'000'000'000;

} // namespace

Result<QByteArray> rootAt(const LogStore &log, qint64 size)
{
    if (size < 0 || size > log.size())
        return {Error::Code::Invalid, u"The log is not that long."_s};
    return rootOf(quint64(size), hashesFromTiles(quint64(size), [&](const Tile &tile) { return log.tile(tile); }));
}

void Api::addLogRoutes(Router &router)
{
    add(router, "GET", u"/v1/log/checkpoint"_s, u"logCheckpoint"_s, [this](Call &) {
        const auto checkpoint = m_store.log().checkpoint();
        return checkpoint ? HttpResponse::text(200, *checkpoint) : problem(checkpoint.error());
    });
    add(router, "GET", u"/v1/log/key"_s, u"logKey"_s, [this](Call &) {
        const NoteVerifier key = m_store.log().verifier();
        return HttpResponse::json(200, toJson(QJsonObject{{u"origin"_s, m_store.log().origin()},
                                                          {u"vkey"_s, key.vkey()},
                                                          {u"policy"_s, QString::fromUtf8(TlogPolicy::textFor(key))}}));
    });
    add(router, "GET", u"/v1/log/tile/{rest...}"_s, u"logTile"_s, [this](Call &call) {
        const auto tile = Tile::fromPath(u"tile/"_s + call.captures.text(u"rest"));
        if (!tile)
            return problem(tile.error());
        const auto bytes = m_store.log().tile(*tile);
        if (!bytes)
            return problem(bytes.error());
        return HttpResponse::text(200, *bytes, "application/octet-stream").with("Cache-Control", "private, max-age=31536000, immutable");
    });
    add(router, "GET", u"/v1/log/proof"_s, u"logProof"_s, [this](Call &call) {
        const auto known = onlyQuery(call.request, {u"leaf"_s, u"size"_s});
        const auto size = queryNumber(call.request, u"size"_s, 1, largest, m_store.log().size());
        const auto leaf = queryNumber(call.request, u"leaf"_s, 0, largest, std::nullopt);
        if (!known || !size || !leaf)
            return problem(!known ? known.error() : !size ? size.error() : leaf.error());
        return proofAnswer(m_store.log().inclusion(*leaf, *size), {{u"leaf"_s, *leaf}, {u"size"_s, *size}});
    });
    add(router, "GET", u"/v1/log/consistency"_s, u"logConsistency"_s, [this](Call &call) {
        const auto known = onlyQuery(call.request, {u"from"_s, u"to"_s});
        const auto to = queryNumber(call.request, u"to"_s, 1, largest, m_store.log().size());
        const auto from = queryNumber(call.request, u"from"_s, 1, largest, std::nullopt);
        if (!known || !to || !from)
            return problem(!known ? known.error() : !to ? to.error() : from.error());
        return proofAnswer(m_store.log().consistency(*from, *to), {{u"from"_s, *from}, {u"to"_s, *to}});
    });
    add(router, "GET", u"/v1/log/entries"_s, u"logEntries"_s, [this](Call &call) {
        const auto known = onlyQuery(call.request, {u"from"_s, u"count"_s});
        const auto from = queryNumber(call.request, u"from"_s, 0, largest, 0);
        const auto count = queryNumber(call.request, u"count"_s, 1, 1000, 1000);
        if (!known || !from || !count)
            return problem(!known ? known.error() : !from ? from.error() : count.error());
        const auto entries = m_store.log().entries(*from, *count);
        if (!entries)
            return problem(entries.error());
        QByteArray body;
        for (const QByteArray &entry : *entries)
            body += entry + '\n';
        return HttpResponse::text(200, body, "application/x-ndjson");
    });
    addLater(router, u"/v1/changes"_s, u"changes"_s, [this](Call &&call, Responder responder) {
        const auto known = onlyQuery(call.request, {u"after"_s, u"limit"_s, u"wait"_s});
        const auto after = queryNumber(call.request, u"after"_s, 0, largest, 0);
        const auto limit = queryNumber(call.request, u"limit"_s, 1, 5000, 5000);
        const auto wait = queryNumber(call.request, u"wait"_s, 0, 60, 0);
        if (!known || !after || !limit || !wait) {
            responder.answer(problem(!known ? known.error() : !after ? after.error() : !limit ? limit.error() : wait.error()));
            return;
        }
        Feed::Ask ask{*after, int(*limit), std::chrono::seconds(*wait), {}};
        if (sightOf(call.caller) != "*"_L1)
            ask.withoutKinds.append(u"key"_s);
        m_feed.ask(ask, std::move(responder));
    });
}

} // namespace countersign
