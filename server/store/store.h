// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/store/blobstore.h"
#include "server/store/listquery.h"
#include "server/store/logstore.h"
#include "server/store/writesession.h"

#include <type_traits>

namespace countersign {

struct LoggedRecord;

/// A stretch of the change feed, ready to be sent.
struct ChangesPage
{
    QByteArray changes; ///< a JSON array of records, in the order of `seq`
    int count = 0;
    qint64 last = 0; ///< the `after` of the next call
    qint64 head = 0; ///< the last change there is
};

/// What the server knows: records with their history, the log over them, blobs, answers given, API keys. One folder, one
/// process. Every function may be called from any thread; reads never wait for writes.
class Store
{
public:
    /// Opens `folder`, making what is missing. Busy when another process holds it, Unsupported when a newer program wrote
    /// it, Corrupt when it is damaged or when log and key do not belong together.
    static Result<std::unique_ptr<Store>> open(const QString &folder);
    /// Finishes the writes that are under way. No thread may be inside another function then.
    ~Store();
    Q_DISABLE_COPY_MOVE(Store)

    /// Runs `command(WriteSession &) -> Result<T>` as one transaction and returns its result once that is on the disk:
    /// everything it did or, on any error, nothing. Blocks; commands of several threads share one flush. Busy (try again)
    /// when too many wait. Not to be called from within a command.
    template <typename Command>
    auto write(const QString &actor, const QDateTime &now, Command command) -> std::invoke_result_t<Command, WriteSession &>
    {
        std::optional<std::invoke_result_t<Command, WriteSession &>> result;
        const Result<void> done = run(actor, now, [&](WriteSession &session) -> Result<void> {
            result.emplace(command(session));
            return result->ok() ? Result<void>() : Result<void>(result->error());
        });
        if (!done)
            return done.error();
        return std::move(*result);
    }

    /// A living record as JSON; NotFound otherwise.
    Result<QByteArray> record(const QString &kind, const QString &id) const;
    /// The same, parsed.
    Result<Record> parsedRecord(const QString &kind, const QString &id) const;
    /// A record as JSON as it was at one revision. NotFound when there is none or its body was erased.
    Result<QByteArray> revision(const QString &kind, const QString &id, qint64 revision) const;
    /// Every revision, oldest first: a JSON array of {"action","record"}. At most 1000.
    Result<QByteArray> history(const QString &kind, const QString &id) const;
    /// A record at one revision (0: the newest) with what proves it: body bytes, salt, the leaf's entry.
    Result<LoggedRecord> logged(const QString &kind, const QString &id, qint64 revision = 0) const;

    /// Invalid, with pointers, when the query does not fit the kind.
    Result<Page> list(const QString &kind, const ListQuery &query) const;
    /// Exact number of records the query's filters and words leave; its cursor and limit are not looked at.
    Result<qint64> count(const QString &kind, const ListQuery &query = {}) const;
    /// The latest state of every record that changed after `after`, `withoutKinds` left out. `limit` 1…5000.
    Result<ChangesPage> changes(qint64 after, int limit, const QStringList &withoutKinds = {}) const;
    /// The seq of the last change; 0 in the beginning.
    [[nodiscard]] qint64 head() const;
    /// Called on the writer's thread after each commit with new changes; must be quick. One listener; empty for none.
    void setCommitListener(std::function<void(qint64 head)> listener);

    /// NotFound when no key has this hash. Whether it expired is for the caller to see.
    Result<ApiKeyRow> apiKey(const QByteArray &hash) const;

    [[nodiscard]] LogStore &log() { return *m_log; }
    [[nodiscard]] BlobStore &blobs() { return *m_blobs; }

private:
    struct Private;
    explicit Store(std::unique_ptr<Private> parts);
    Result<void> run(const QString &actor, const QDateTime &now, std::function<Result<void>(WriteSession &)> work);

    std::unique_ptr<Private> d;
    std::unique_ptr<LogStore> m_log;
    std::unique_ptr<BlobStore> m_blobs;
};

} // namespace countersign
