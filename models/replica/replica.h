// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/async.h"
#include "replica/blobcache.h"
#include "replica/feedpage.h"
#include "replica/pagechanges.h"
#include "replica/readsession.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <memory>

namespace countersign {

/// The local copy of one server as one person may see it: a SQLite file that can be lost and fetched again.
/// Lives in the thread that opened it. One writer and two readers work on threads of their own; what they are asked
/// comes back by callback as values.
class Replica : public QObject
{
    Q_OBJECT
public:
    enum class Opened { AsItWas, New, Rebuilt };

    /// Opens or makes `folder`/replica.sqlite. A file that is damaged, of another version or no database is moved
    /// aside (the last such file is kept) and a new one begun; the outbox is another file and stays as it is.
    static Result<std::unique_ptr<Replica>> open(const QString &folder);
    ~Replica() override;

    [[nodiscard]] Opened opened() const { return m_opened; }
    [[nodiscard]] const QString &folder() const { return m_folder; }
    [[nodiscard]] const BlobCache &blobs() const { return m_blobs; }
    /// False when this SQLite has no FTS5: searching then reads every record and is slow.
    [[nodiscard]] bool hasFullText() const { return m_fullText; }

    /// Runs `work(ReadSession &) -> Result<T>` on a reader and calls `done(Result<T>)` on `context`'s thread, never if
    /// context is gone by then. The returned source cancels.
    template <typename Work, typename Done>
    std::stop_source read(QObject *context, Work work, Done done)
    {
        using R = std::invoke_result_t<Work, ReadSession &>;
        return runAsync(
            context, &m_readers,
            [this, work = std::move(work)](std::stop_token stop) mutable -> R {
                auto reader = readerConnection();
                if (!reader.ok())
                    return reader.error();
                const SessionScope scope(*this, **reader);
                ReadSession session(**reader, m_blobs, m_fullText, std::move(stop));
                R result = work(session);
                scope.noteDamage();
                return result;
            },
            std::move(done));
    }

    /// Writes one page of the feed and what is to be remembered with it, in one transaction; then changed() is
    /// emitted once a kind, and done is called with the number of records that were news.
    void apply(QObject *context, FeedPage page, QMap<QString, QByteArray> meta, std::function<void(Result<qint64>)> done);
    /// Writes log entries, or anything else that comes as records.
    void applyRecords(QObject *context, QList<FeedRecord> records, QMap<QString, QByteArray> meta,
                      std::function<void(Result<qint64>)> done);
    /// Remembers something about this copy.
    void setMeta(QObject *context, QMap<QString, QByteArray> meta, std::function<void(Result<qint64>)> done);

    /// Prepares for a first sync: until finishBulk() pages are written without the indexes that lists and searches use,
    /// which are made faster at once than row by row. Lists work meanwhile, slowly; searches find what is indexed.
    void beginBulk();
    /// Makes the lists' indexes, then calls done; the full-text index follows behind it. Does no harm when not needed.
    void finishBulk(QObject *context, std::function<void(Result<qint64>)> done);
    [[nodiscard]] bool isBulk() const { return m_bulk; }
    /// False while the full-text index is being made: a search may miss records.
    [[nodiscard]] bool isSearchable() const { return m_searchable; }

Q_SIGNALS:
    void searchableChanged(bool searchable);
    void changed(const QString &kind, const countersign::ChangeSet &changes);
    /// The file turned out to be damaged. It is rebuilt when it is opened the next time; the reader may go on.
    void damaged();

private:
    Replica(const QString &folder, Opened opened, bool fullText);
    static std::unique_ptr<Replica> begun(std::unique_ptr<Replica> replica, Connection &connection);
    struct Connections;
    /// A read transaction, so that all of a session sees one state.
    class SessionScope
    {
    public:
        SessionScope(Replica &replica, Connection &connection);
        ~SessionScope();
        Q_DISABLE_COPY_MOVE(SessionScope)
        void noteDamage() const;

    private:
        Replica &m_replica;
        Connection &m_connection;
    };
    Result<Connection *> readerConnection();
    Result<Connection *> writerConnection();
    Result<Changes> write(const QList<FeedRecord> &records, const QMap<QString, QByteArray> &meta);
    void indexMore();
    void markDamaged();
    [[nodiscard]] QString path() const;

    QString m_folder;
    Opened m_opened;
    bool m_fullText;
    BlobCache m_blobs;
    std::atomic<bool> m_damaged = false;
    bool m_bulk = false;
    bool m_searchable = true;
    // Destroyed in reverse: first the pools, whose threads close their connections as they end.
    std::unique_ptr<Connections> m_connections;
    QThreadPool m_readers;
    QThreadPool m_writer;
};

} // namespace countersign

Q_DECLARE_METATYPE(countersign::ChangeSet)
