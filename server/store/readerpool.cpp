// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/readerpool.h"

#include <atomic>
#include <map>

namespace countersign {

namespace {

struct Reader
{
    std::weak_ptr<const quint64> pool;
    std::unique_ptr<SqlConnection> connection;
};
using Readers = std::map<quint64, Reader>;

Readers &readersOfThisThread()
{
    thread_local Readers readers;
    return readers;
}

void forgetClosedPools(Readers &readers)
{
    std::erase_if(readers, [](const auto &entry) { return entry.second.pool.expired(); });
}

} // namespace

ReaderPool::ReaderPool(QString path) : m_path(std::move(path))
{
    static std::atomic<quint64> count{0};
    m_id = std::make_shared<const quint64>(++count);
}

ReaderPool::~ReaderPool()
{
    m_id.reset();
    forgetClosedPools(readersOfThisThread());
}

Result<SqlConnection *> ReaderPool::mine() const
{
    Readers &readers = readersOfThisThread();
    if (const auto found = readers.find(*m_id); found != readers.end())
        return found->second.connection.get();
    forgetClosedPools(readers);
    auto opened = SqlConnection::open(m_path, SqlConnection::Mode::Read);
    if (!opened)
        return opened.error();
    Reader &reader = readers[*m_id];
    reader = {m_id, std::move(opened).value()};
    return reader.connection.get();
}

} // namespace countersign
