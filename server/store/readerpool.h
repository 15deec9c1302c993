// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Only for .cpp files of this room.
#include "server/store/sqlconnection.h"

namespace countersign {

/// Read-only connections to one database, one a thread, opened when a thread first asks and closed when it ends.
class ReaderPool
{
public:
    explicit ReaderPool(QString path);
    ~ReaderPool();
    Q_DISABLE_COPY_MOVE(ReaderPool)

    /// The calling thread's own connection. Any thread.
    Result<SqlConnection *> mine() const;

private:
    QString m_path;
    std::shared_ptr<const quint64> m_id; ///< alive as long as the pool
};

} // namespace countersign
