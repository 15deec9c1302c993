// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/jobs/ticker.h"

namespace countersign {

Ticker::Ticker(std::chrono::milliseconds interval, std::function<void()> job)
    : m_interval(interval), m_job(std::move(job)), m_thread([this] { loop(); })
{
}

Ticker::~Ticker()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_ending = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void Ticker::loop()
{
    std::unique_lock lock(m_mutex);
    while (!m_ending) {
        lock.unlock();
        m_job();
        lock.lock();
        m_wake.wait_for(lock, m_interval, [this] { return m_ending; });
    }
}

} // namespace countersign
