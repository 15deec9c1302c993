// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/backgroundhash.h"

namespace countersign {

namespace {
constexpr qint64 onTheSpot = 2 * 1024 * 1024; // bytes for which a thread is not worth its start
constexpr std::size_t mostWaiting = 32;       // pieces; the reader waits rather than fill the memory
} // namespace

BackgroundHash::~BackgroundHash()
{
    finish();
}

void BackgroundHash::add(QByteArrayView bytes)
{
    m_seen += bytes.size();
    if (!m_thread.joinable()) {
        if (m_seen <= onTheSpot) {
            m_hash.addData(bytes);
            return;
        }
        m_thread = std::thread([this] { work(); });
    }
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_waiting.size() < mostWaiting; });
    m_waiting.push_back(bytes.toByteArray());
    m_changed.notify_all();
}

QByteArray BackgroundHash::result()
{
    finish();
    return m_hash.result();
}

void BackgroundHash::finish()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_done = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void BackgroundHash::work()
{
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_done || !m_waiting.empty(); });
        if (m_waiting.empty())
            return;
        const QByteArray bytes = std::move(m_waiting.front());
        m_waiting.pop_front();
        lock.unlock();
        m_changed.notify_all();
        m_hash.addData(bytes);
    }
}

} // namespace countersign
