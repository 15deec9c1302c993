// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/http/httpmessage.h"
#include "server/store/store.h"

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace countersign {

/// The change feed. Who asks for more than there is waits here without holding a thread, until something is committed,
/// the time is up, the client has gone or the server drains. Any thread.
class Feed
{
public:
    explicit Feed(Store &store);
    ~Feed();
    Q_DISABLE_COPY_MOVE(Feed)

    struct Ask
    {
        qint64 after = 0;
        int limit = 5000;
        std::chrono::seconds wait{0};
        QStringList withoutKinds;
    };
    void ask(const Ask &ask, Responder responder);
    /// For the store's commit listener: quick.
    void wake();
    /// Answers everybody who waits, and does not let anybody wait any more.
    void drain();
    [[nodiscard]] int waiting() const;

private:
    using Clock = std::chrono::steady_clock;
    struct Waiter
    {
        Ask ask;
        Responder responder;
        Clock::time_point until;
    };
    static constexpr std::size_t maximumWaiters = 4000;

    /// True if it was answered; `final`: also with nothing.
    bool answer(const Ask &ask, const Responder &responder, bool final);
    void loop();

    Store &m_store;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::list<Waiter> m_waiters;
    quint64 m_wakes = 0; ///< commits
    quint64 m_joins = 0; ///< waiters that came: the next deadline may be theirs
    bool m_draining = false;
    bool m_ending = false;
    std::thread m_thread;
};

} // namespace countersign
