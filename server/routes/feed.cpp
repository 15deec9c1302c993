// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/feed.h"

#include "base/json.h"
#include "server/http/problem.h"

namespace countersign {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Feed::Feed(Store &store) : m_store(store), m_thread([this] { loop(); }) {}

Feed::~Feed()
{
    drain();
    {
        const std::scoped_lock lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void Feed::ask(const Ask &ask, Responder responder)
{
    const qint64 before = m_store.head();
    if (answer(ask, responder, ask.wait <= 0s))
        return;
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_draining && m_waiters.size() < maximumWaiters) {
            m_waiters.push_back({ask, responder, Clock::now() + ask.wait});
            ++m_joins;
            // Whatever was committed between the look and this moment must not be slept over.
            if (m_store.head() != before)
                ++m_wakes;
            m_changed.notify_all();
            return;
        }
    }
    answer(ask, responder, true);
}

bool Feed::answer(const Ask &ask, const Responder &responder, bool final)
{
    const auto page = m_store.changes(ask.after, ask.limit, ask.withoutKinds);
    if (!page) {
        responder.answer(problem(page.error()));
        return true;
    }
    if (page->count == 0 && !final)
        return false;
    const auto checkpoint = m_store.log().checkpoint(page->head);
    if (!checkpoint) {
        responder.answer(problem(checkpoint.error()));
        return true;
    }
    QByteArray body;
    body.reserve(page->changes.size() + checkpoint->size() + 128);
    body += "{\"changes\":" + page->changes + ",\"checkpoint\":" + toJson(QString::fromUtf8(*checkpoint));
    body += ",\"head\":" + QByteArray::number(page->head) + ",\"last\":" + QByteArray::number(page->last) + '}';
    responder.answer(HttpResponse::json(200, std::move(body)));
    return true;
}

void Feed::wake()
{
    {
        const std::scoped_lock lock(m_mutex);
        ++m_wakes;
    }
    m_changed.notify_all();
}

void Feed::drain()
{
    std::list<Waiter> left;
    {
        const std::scoped_lock lock(m_mutex);
        m_draining = true;
        left.swap(m_waiters);
    }
    for (const Waiter &waiter : left)
        answer(waiter.ask, waiter.responder, true);
}

int Feed::waiting() const
{
    const std::scoped_lock lock(m_mutex);
    return int(m_waiters.size());
}

void Feed::loop()
{
    std::unique_lock lock(m_mutex);
    quint64 seen = 0;
    while (!m_ending) {
        const bool woken = m_wakes != seen;
        seen = m_wakes;
        const quint64 joins = m_joins;
        std::list<Waiter> due;
        const auto now = Clock::now();
        for (auto it = m_waiters.begin(); it != m_waiters.end();) {
            const auto next = std::next(it);
            if (woken || it->until <= now || it->responder.clientGone())
                due.splice(due.end(), m_waiters, it);
            it = next;
        }
        lock.unlock();
        for (auto it = due.begin(); it != due.end();) {
            const bool done = it->responder.clientGone() || answer(it->ask, it->responder, it->until <= now);
            it = done ? due.erase(it) : std::next(it);
        }
        lock.lock();
        if (m_draining && !due.empty()) {
            lock.unlock();
            for (const Waiter &waiter : due)
                answer(waiter.ask, waiter.responder, true);
            lock.lock();
            continue;
        }
        m_waiters.splice(m_waiters.end(), due);
        auto until = Clock::now() + 5s; // now and then, for clients that went away
        for (const Waiter &waiter : m_waiters)
            until = std::min(until, waiter.until);
        m_changed.wait_until(lock, until, [&] { return m_ending || m_wakes != seen || m_joins != joins; });
    }
}

} // namespace countersign
