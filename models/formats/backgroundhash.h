// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "trust/digest.h"

#include <QByteArray>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace countersign {

/// SHA-256 of what passes by, computed beside the reading: a large file is hashed as long as it is parsed. Small ones
/// are hashed on the spot, without a thread. Used by one thread; at most a few megabytes wait.
class BackgroundHash
{
public:
    BackgroundHash() = default;
    ~BackgroundHash();
    Q_DISABLE_COPY_MOVE(BackgroundHash)

    void add(QByteArrayView bytes);
    /// Waits for what is still to be hashed. Call it once, last.
    [[nodiscard]] QByteArray result();

private:
    void work();
    void finish();

    Sha256 m_hash;
    qint64 m_seen = 0;
    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<QByteArray> m_waiting; // guarded by m_mutex, like m_done
    bool m_done = false;
};

} // namespace countersign
