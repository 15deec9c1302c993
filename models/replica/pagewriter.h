// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "replica/connection.h"
#include "replica/feedpage.h"
#include "replica/pagechanges.h"

namespace countersign {

/// Puts a page's records into their tables, newest seq wins: a record that comes twice or late changes nothing.
/// Runs inside the caller's transaction, on the writer's thread.
class PageWriter
{
public:
    PageWriter(Connection &connection, bool fullText) : m_connection(connection), m_fullText(fullText) {}
    [[nodiscard]] Result<Changes> write(const QList<FeedRecord> &records);
    /// Puts the next rows into the full-text index that a first sync left out. False when there are none left.
    [[nodiscard]] Result<bool> indexMore(int rows);
    /// From now on rows beyond those that are there are left out of the full-text index, until indexMore().
    [[nodiscard]] Result<void> deferIndex();

private:
    struct Stored
    {
        qint64 row = 0, seq = 0;
        QByteArray body;
    };
    Result<qint64> put(const FeedRecord &record);
    Result<qint64> remove(const FeedRecord &record);
    Result<std::optional<Stored>> stored(const FeedRecord &record);
    Result<void> unindex(const KindTable &table, const Stored &old);
    Result<void> index(const KindTable &table, qint64 row, const QString &words);
    Result<void> link(const FeedRecord &record, qint64 row, bool replaced);
    Result<void> readMarks();
    [[nodiscard]] bool isIndexed(const KindTable &table, qint64 row) const;
    const QString &sql(const KindTable &table, int which);

    Connection &m_connection;
    bool m_fullText;
    QHash<qint64, QString> m_sql;
    QHash<int, qint64> m_marks; ///< by table: rows beyond are not indexed yet; none: all are
};

} // namespace countersign
