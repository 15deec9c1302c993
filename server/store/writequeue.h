// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Only for .cpp files of this room.
#include "server/store/logtail.h"
#include "server/store/storefolder.h"
#include "server/store/writesession.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

namespace countersign {

/// The one writer: a thread with a queue of commands. Whatever waits when it is free is run in one transaction, each
/// command in its own savepoint, and all are answered after the commit: sixteen callers share one flush of the disk.
class WriteQueue
{
public:
    using Work = std::function<Result<void>(WriteSession &)>;

    /// Opens the database in `folder` (creating what is missing), checks it and starts the thread.
    static Result<std::unique_ptr<WriteQueue>> start(const QString &folder);
    /// Finishes what is queued.
    ~WriteQueue();
    Q_DISABLE_COPY_MOVE(WriteQueue)

    /// Blocks until the command is on the disk or has failed. Busy when too many wait. Any thread but the writer's.
    Result<void> run(const QString &actor, const QDateTime &now, Work work);
    /// A command that needs the database itself, in the same transaction as the others.
    Result<void> runRaw(std::function<Result<void>(SqlConnection &, const LogTail &)> work);

    /// Leaves that are committed.
    [[nodiscard]] qint64 head() const { return m_head; }
    [[nodiscard]] const LogKey &key() const { return *m_key; }
    /// Called on the writer's thread after each commit that made the log longer.
    void setListener(std::function<void(qint64 head)> listener);

private:
    struct Job
    {
        QString actor;
        QDateTime now;
        Work work;
        std::function<Result<void>(SqlConnection &, const LogTail &)> raw;
        Result<void> outcome;
        bool erased = false;
        std::promise<void> done;
    };
    WriteQueue() = default;
    Result<void> enqueue(Job &job);
    void loop(const QString &folder, std::promise<Result<void>> opened);
    Result<void> openDatabase(const QString &folder);
    void runBatch(const std::vector<Job *> &batch);
    Result<void> runJobs(const std::vector<Job *> &batch);
    Result<void> runJob(Job &job);
    Result<void> runWork(Job &job);
    void afterCommit(const std::vector<Job *> &batch, qint64 before);

    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job *> m_jobs;
    bool m_stopping = false;
    std::function<void(qint64)> m_listener;
    std::atomic<qint64> m_head{0};
    std::optional<LogKey> m_key;
    // The writer thread's own:
    std::unique_ptr<SqlConnection> m_sql;
    LogTail m_tail;
    bool m_tailKnown = false;
};

} // namespace countersign
