// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/writequeue.h"

#include "server/store/dialect.h"
#include "server/store/schema.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(log, "countersign.store")

constexpr std::size_t maximumWaiting = 1024;
constexpr std::size_t batchSize = 64; // commands of one transaction: bounds how long the first one waits
constexpr qint64 leavesBetweenTidying = 20'000;

} // namespace

Result<std::unique_ptr<WriteQueue>> WriteQueue::start(const QString &folder)
{
    std::unique_ptr<WriteQueue> queue(new WriteQueue);
    std::promise<Result<void>> promise;
    auto opened = promise.get_future();
    queue->m_thread = std::thread([q = queue.get(), folder, p = std::move(promise)]() mutable {
        q->loop(folder, std::move(p));
    });
    const Result<void> result = opened.get();
    if (!result)
        return result.error();
    return queue;
}

WriteQueue::~WriteQueue()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void WriteQueue::setListener(std::function<void(qint64)> listener)
{
    const std::lock_guard lock(m_mutex);
    m_listener = std::move(listener);
}

Result<void> WriteQueue::run(const QString &actor, const QDateTime &now, Work work)
{
    Job job;
    job.actor = actor;
    job.now = now;
    job.work = std::move(work);
    return enqueue(job);
}

Result<void> WriteQueue::runRaw(std::function<Result<void>(SqlConnection &, const LogTail &)> work)
{
    Job job;
    job.raw = std::move(work);
    return enqueue(job);
}

Result<void> WriteQueue::enqueue(Job &job)
{
    if (std::this_thread::get_id() == m_thread.get_id())
        return {Error::Code::Internal, Storage::tr("A command cannot wait for another command.")};
    auto done = job.done.get_future();
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return {Error::Code::Cancelled, Storage::tr("The server is stopping.")};
        if (m_jobs.size() >= maximumWaiting)
            return Error{Error::Code::Busy, Storage::tr("Too many changes are waiting."), {}, true};
        m_jobs.push_back(&job);
    }
    m_wake.notify_one();
    done.wait();
    return job.outcome;
}

void WriteQueue::loop(const QString &folder, std::promise<Result<void>> opened)
{
    // A connection belongs to its thread, so it is opened and closed here.
    const Result<void> open = openDatabase(folder);
    opened.set_value(open);
    while (open.ok()) {
        std::vector<Job *> batch;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopping || !m_jobs.empty(); });
            while (!m_jobs.empty() && batch.size() < batchSize) {
                batch.push_back(m_jobs.front());
                m_jobs.pop_front();
            }
        }
        if (batch.empty())
            break;
        runBatch(batch);
    }
    m_sql.reset();
}

Result<void> WriteQueue::openDatabase(const QString &folder)
{
    auto opened = schema::open(folder);
    if (!opened)
        return opened.error();
    m_sql = std::move(opened.value().connection);
    m_tail = opened.value().tail;
    m_key = opened.value().key;
    m_tailKnown = true;
    m_head = m_tail.size();
    return {};
}

void WriteQueue::runBatch(const std::vector<Job *> &batch)
{
    const qint64 before = m_head;
    if (const auto done = runJobs(batch); !done) {
        qCWarning(log) << "transaction failed:" << done.error().text << done.error().detail;
        // It may already be rolled back by the engine; either way nothing of it may stay.
        (void)m_sql->execute(u"ROLLBACK"_s);
        m_tailKnown = false;
        for (Job *job : batch) {
            if (job->outcome.ok())
                job->outcome = done;
        }
    }
    if (!m_tailKnown) {
        if (const auto tail = LogTail::restore(*m_sql); tail.ok()) {
            m_tail = *tail;
            m_tailKnown = true;
        }
    }
    if (m_tailKnown)
        m_head = m_tail.size();
    afterCommit(batch, before);
    // The jobs live on their callers' stacks: nothing may touch them after this.
    for (Job *job : batch)
        job->done.set_value();
    std::function<void(qint64)> listener;
    {
        const std::lock_guard lock(m_mutex);
        listener = m_listener;
    }
    if (listener && m_head > before)
        listener(m_head);
}

void WriteQueue::afterCommit(const std::vector<Job *> &batch, qint64 before)
{
    if (std::any_of(batch.begin(), batch.end(), [](const Job *job) { return job->erased; })) {
        for (const QString &statement : dialect::foldJournal())
            (void)m_sql->execute(statement);
    }
    if (before / leavesBetweenTidying != m_head / leavesBetweenTidying) {
        for (const QString &statement : dialect::tidy())
            (void)m_sql->execute(statement);
    }
}

/// Runs and commits; an error means that nothing of the batch stays.
Result<void> WriteQueue::runJobs(const std::vector<Job *> &batch)
{
    if (!m_tailKnown)
        return {Error::Code::Internal, Storage::tr("The server cannot read its log.")};
    if (const auto begun = m_sql->run(dialect::beginWrite()); !begun)
        return begun;
    for (Job *job : batch) {
        if (const auto done = runJob(*job); !done)
            return done;
    }
    return m_sql->run(u"COMMIT"_s);
}

/// One command in its savepoint; an error means that the transaction itself is broken.
Result<void> WriteQueue::runJob(Job &job)
{
    const LogTail before = m_tail;
    if (const auto saved = m_sql->run(u"SAVEPOINT command"_s); !saved)
        return saved;
    job.outcome = runWork(job);
    if (!job.outcome) {
        m_tail = before;
        if (const auto undone = m_sql->run(u"ROLLBACK TO command"_s); !undone)
            return job.outcome; // the engine gave the whole transaction up: a full disk, a damaged page
    }
    return m_sql->run(u"RELEASE command"_s);
}

Result<void> WriteQueue::runWork(Job &job)
{
    if (job.raw)
        return job.raw(*m_sql, m_tail);
    WriteSession session(*m_sql, m_tail, job.actor, job.now);
    Result<void> outcome = job.work(session);
    job.erased = session.m_erased;
    if (outcome.ok() && session.m_failure)
        return *session.m_failure;
    return outcome;
}

} // namespace countersign
