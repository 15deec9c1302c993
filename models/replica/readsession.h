// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"
#include "replica/listquery.h"

#include <functional>
#include <stop_token>

namespace countersign {

class BlobCache;
class Connection;

/// A record and the row it has in the replica.
struct StoredRecord
{
    qint64 row = 0;
    Record record;
};

/// One consistent look at the replica. Handed to the functions that Replica::read() runs on a reader's thread; ends
/// with them. Everything comes out as values.
class ReadSession
{
public:
    ReadSession(Connection &connection, const BlobCache &blobs, bool fullText, std::stop_token stop)
        : m_connection(connection), m_blobs(blobs), m_fullText(fullText), m_stop(std::move(stop))
    {
    }

    /// NotFound when there is no such record here.
    [[nodiscard]] Result<Record> record(const QString &kind, const QString &id);
    /// The record as its domain type; Corrupt when its body does not decode.
    template <typename T>
    [[nodiscard]] Result<T> get(const QString &id)
    {
        const Kind *kind = kindOf(&shapeOf<T>());
        Q_ASSERT(kind);
        const auto found = record(kind->name, id);
        if (!found.ok())
            return found.error();
        return decode<T>(found->body);
    }
    /// Records of a query in its order.
    [[nodiscard]] Result<QList<Record>> records(const ListQuery &query, qint64 limit = -1);
    /// Rows of a query in its order: all, or the first `limit`. Cancelled when the session was asked to stop.
    [[nodiscard]] Result<QList<qint64>> rows(const ListQuery &query, qint64 limit = -1);
    [[nodiscard]] Result<qint64> count(const ListQuery &query);
    /// The records at these rows, in this order; rows that have gone are left out.
    [[nodiscard]] Result<QList<StoredRecord>> at(const QString &kind, const QList<qint64> &rows);
    /// The row of a record, 0 when it is not here.
    [[nodiscard]] Result<qint64> rowOf(const QString &kind, const QString &id);
    /// Ids of the records whose lineage names `target` (see lineageTargets()), oldest first, at most `limit`.
    [[nodiscard]] Result<QStringList> linkedTo(const QString &kind, const QString &target, qint64 limit);
    /// The bytes of a body as they came: what the log's leaf commits to.
    [[nodiscard]] Result<QByteArray> bodyBytes(const QString &kind, const QString &id);
    /// Every body of a kind in the order of its leaves, until `take` says no. Cancelled when asked to stop.
    [[nodiscard]] Result<void> bodies(const QString &kind, const std::function<bool(qint64 leaf, const QByteArray &)> &take);
    /// Bytes that hold against their digest; NotFound when they are not on this machine.
    [[nodiscard]] Result<QByteArray> blob(const QString &digest);
    [[nodiscard]] bool hasBlob(const QString &digest) const;
    /// The seq up to which this is a full copy.
    [[nodiscard]] Result<qint64> seq();
    [[nodiscard]] Result<QByteArray> meta(const QString &key);
    [[nodiscard]] const std::stop_token &stop() const { return m_stop; }

private:
    static const Kind *kindOf(const Shape *shape);
    [[nodiscard]] Result<std::optional<QList<qint64>>> rowsNearTheHead(const ListQuery &query, qint64 limit);
    Connection &m_connection;
    const BlobCache &m_blobs;
    bool m_fullText;
    std::stop_token m_stop;
};

} // namespace countersign
