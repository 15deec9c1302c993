// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QStringList>
#include <QVariant>

#include <stop_token>

namespace countersign {

struct KindTable;

/// One record of the feed, taken apart for its table. `body` is a copy of the bytes as they came: the log's leaf
/// commits to exactly these.
struct FeedRecord
{
    const KindTable *table = nullptr;
    QString id;
    qint64 revision = 0, seq = 0, leaf = -1;
    QString updatedAt, updatedBy, salt;
    bool deleted = false;
    QVariantList columns; ///< in the order of the table's
    QString words;        ///< for the full-text index
    QStringList links;    ///< what its lineage names, see lineageTargets()
    QByteArray body;
};

/// One answer of GET /v1/changes.
struct FeedPage
{
    QList<FeedRecord> records; ///< in the order of seq
    qint64 lastSeq = 0;        ///< highest seq in the page, 0 for an empty one
    qint64 head = 0;
    QByteArray checkpoint; ///< signed note, unverified
    qint64 unknownKinds = 0; ///< records left out because this version does not know their kind
};

/// Takes a page apart. The whole of every body is validated. Corrupt when the page is no such answer or a record lacks
/// its frame; nothing of it is used then. Any thread.
Result<FeedPage> decodeFeedPage(const QByteArray &bytes, std::stop_token stop = {});

/// The columns and words of one body, which must be a JSON object.
Result<void> takeApart(const KindTable &table, QByteArray body, FeedRecord &out);

/// The words of a body as they were indexed.
QString indexedWords(const KindTable &table, const QByteArray &body);

/// Log entries, one a line as GET /v1/log/entries gives them, as records of the "log" kind; the first is leaf `from`.
Result<QList<FeedRecord>> decodeLogEntries(const QByteArray &lines, qint64 from);

} // namespace countersign
