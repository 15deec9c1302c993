// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "replica/outboxitem.h"

#include <memory>

namespace countersign {

class Connection;

/// The outbox's file. One that an older version wrote is brought up to date when it is opened; one of a newer version
/// is left alone (Unsupported). Every change is on the disk (synchronous FULL) when the call returns. One thread.
class OutboxStore
{
public:
    struct Loaded
    {
        QList<OutboxItem> items; ///< by number
        int unreadable = 0;      ///< rows kept in the file that this version cannot read
    };
    /// Opens or makes `folder`/outbox.sqlite. A damaged file is never thrown away: it is moved aside under a name of
    /// its own and Corrupt says so; the next open begins a new one.
    static Result<std::unique_ptr<OutboxStore>> open(const QString &folder);
    ~OutboxStore();

    [[nodiscard]] Result<Loaded> load();
    /// Returns its number.
    [[nodiscard]] Result<qint64> add(const OutboxItem &item);
    [[nodiscard]] Result<void> update(const OutboxItem &item);
    [[nodiscard]] Result<void> remove(qint64 number);

private:
    explicit OutboxStore(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> m_connection;
};

} // namespace countersign
