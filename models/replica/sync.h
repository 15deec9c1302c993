// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "client/restclient.h"
#include "replica/checkpointguard.h"
#include "replica/feedpage.h"
#include "replica/leafcheck.h"
#include "replica/syncstate.h"

#include <QObject>
#include <QPointer>
#include <QQueue>
#include <QThreadPool>
#include <QTimer>

namespace countersign {

class Replica;

struct SyncOptions
{
    int pageSize = 5000;
    int wait = 25;      ///< seconds a long poll may take
    int sample = 4;     ///< records of a page, besides sign-offs, that are looked up in the log
    int inclusions = 2; ///< of those, how many must be proved to be in the tree
    int retryBase = 1000, retryMost = 60'000; ///< milliseconds
};

/// Keeps a replica a true copy: reads the feed page by page, holds every page against the log before it is written,
/// then waits for the next change. What contradicts the log raises an alarm that stays until the copy is thrown away.
/// Lives in one thread with its client and replica; pages are taken apart and written on other threads.
class Sync : public QObject
{
    Q_OBJECT
public:
    /// None of them is owned; all must outlive this.
    Sync(RestClient *client, Replica *replica, const Clock *clock, SyncOptions options = {}, QObject *parent = nullptr);
    ~Sync() override;

    void start();
    void stop();
    /// Asks again at once when it is waiting to: the network came back, or a new token is there.
    void poke();
    [[nodiscard]] const SyncState &state() const { return m_state; }
    [[nodiscard]] const CheckpointGuard &guard() const { return m_guard; }

Q_SIGNALS:
    void stateChanged(const countersign::SyncState &state);
    void alarmRaised(const countersign::SyncEvidence &evidence);

private:
    struct Arrived
    {
        FeedPage page;
        QList<LeafClaim> claims;
    };
    /// A page between its arrival and its being written.
    struct Held
    {
        Arrived arrived;
        QList<std::pair<qint64, qint64>> ranges; ///< of leaves still to be fetched
        QHash<qint64, QByteArray> entries;
        QList<LeafClaim> toInclude;
    };
    void endRun();
    /// `then`, as long as the run that it was made in goes on.
    template <typename Then>
    auto current(Then then)
    {
        return [this, generation = m_generation, then = std::move(then)](const auto &answer) {
            if (generation == m_generation)
                then(answer);
        };
    }
    void takeMemory(const Result<QMap<QString, QByteArray>> &memory);
    void askKey();
    void fetch();
    void takePage(const Result<Arrived> &arrived, qint64 after);
    void next();
    void judge();
    void askConsistency(quint64 size);
    void askEntries();
    bool takeEntries(const QByteArray &lines, qint64 from, qint64 count);
    void askInclusion();
    void write();
    void written(qint64 lastSeq, const Result<qint64> &result);
    void get(const QString &path, const QUrlQuery &query, std::function<void(const RestReply &)> then, int wait = 0);
    void caughtUp();
    void retry(const Error &error);
    void alarm(SyncState::AlarmKind kind, const QString &sentence, const QByteArray &received);
    void setPhase(SyncState::Phase phase, const QString &sentence = {});

    RestClient *m_client;
    Replica *m_replica;
    const Clock *m_clock;
    SyncOptions m_options;
    SyncState m_state;
    CheckpointGuard m_guard;
    QThreadPool m_decoder;
    QTimer m_retry;
    QObject *m_run = nullptr; ///< context of all that one run asks; null when it does not run
    quint64 m_generation = 0;
    QQueue<Arrived> m_ready;
    std::optional<Held> m_held;
    bool m_fetching = false;
    bool m_complete = false; ///< the last page said that there is no more
    qint64 m_fetched = 0;    ///< seq up to which pages have been asked for and came
    int m_failures = 0;
    QPointer<RestJob> m_poll;
};

} // namespace countersign
