// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "store/storefixture.h"

#include "server/store/logaudit.h"
#include "trust/checkpoint.h"
#include "trust/releasebundle.h"

namespace countersign::test {

/// What a crashwriter said; only whole lines count.
inline QList<QByteArray> wholeLines(const QByteArray &output)
{
    return output.first(output.lastIndexOf('\n') + 1).split('\n');
}

/// Why a line of a crashwriter does not hold in `store`, or nothing.
inline QString broken(Store &store, const QByteArray &line)
{
    const QList<QByteArray> words = line.split(' ');
    if (words[0] == "record") {
        const auto logged = store.logged(QString::fromUtf8(words[1]), QString::fromUtf8(words[2]), words[3].toLongLong());
        if (!logged)
            return u"lost: "_s + QString::fromUtf8(line);
        if (qint64(logged->index) + 1 != words[4].toLongLong()
            || bodyDigest(logged->salt, logged->body) != QString::fromLatin1(words[5]))
            return u"changed: "_s + QString::fromUtf8(line);
    } else if (words[0] == "blob") {
        const auto bytes = store.blobs().read(QString::fromLatin1(words[1]));
        if (!bytes)
            return u"blob: "_s + bytes.error().text;
    } else if (words[0] == "checkpoint") {
        const auto remembered = openCheckpoint(QByteArray::fromBase64(words[1]), store.log().verifier());
        const auto now = openCheckpoint(*store.log().checkpoint(), store.log().verifier());
        if (!remembered || !now || remembered->checkpoint.size > now->checkpoint.size)
            return u"checkpoint lost"_s;
        const auto &old = remembered->checkpoint;
        const auto proof = store.log().consistency(qint64(old.size), qint64(now->checkpoint.size));
        if (old.size > 0 && (!proof || !verifyConsistency(old.size, now->checkpoint.size, *proof, old.root, now->checkpoint.root)))
            return u"checkpoint of another log"_s;
    }
    return {};
}

/// Pairs that were written by one command, of which only one half is there.
inline QStringList halves(Store &store)
{
    QHash<QString, int> seen;
    ListQuery query;
    query.sort = u"id"_s;
    query.limit = 1000;
    do {
        const auto page = store.list(u"person"_s, query);
        if (!page)
            return {page.error().text};
        for (const auto &item : parseJson(page->items)->toArray()) {
            const QString id = item[u"id"_s].toString();
            ++seen[id.first(id.lastIndexOf(u'-'))];
        }
        query.after = page->next;
    } while (!query.after.isEmpty());
    QStringList out;
    for (auto it = seen.cbegin(); it != seen.cend(); ++it) {
        if (it.value() != 2)
            out.append(it.key());
    }
    return out;
}

} // namespace countersign::test
