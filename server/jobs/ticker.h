// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace countersign {

/// A thread that calls `job` at once and then every `interval`, until it is destroyed. The job must not throw.
class Ticker
{
public:
    Ticker(std::chrono::milliseconds interval, std::function<void()> job);
    /// Waits for a job that runs.
    ~Ticker();
    Ticker(const Ticker &) = delete;
    Ticker &operator=(const Ticker &) = delete;

private:
    void loop();

    std::chrono::milliseconds m_interval;
    std::function<void()> m_job;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_ending = false;
    std::thread m_thread;
};

} // namespace countersign
