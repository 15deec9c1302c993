// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/store.h"

#include "base/clock.h"
#include "server/store/dialect.h"
#include "server/store/kindtable.h"
#include "server/store/readerpool.h"
#include "server/store/writequeue.h"
#include "trust/releasebundle.h"

#include <QDir>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int maximumChanges = 5000;

Error noRecord(const QString &kind, const QString &id)
{
    return {Error::Code::NotFound, Storage::tr("There is no %1 '%2'.").arg(kind, id)};
}

Result<const Kind *> knownKind(const QString &kind)
{
    if (const Kind *found = kindByName(kind))
        return found;
    return {Error::Code::Invalid, Storage::tr("There is no kind '%1'.").arg(kind)};
}

/// Every revision of a record, the newest among them, as table `r`. Four parameters: kind and id, twice.
QString allRevisions()
{
    const QString columns = u"kind, id, revision, seq, at, actor, action, deleted, salt, body"_s;
    return u"(SELECT %1 FROM records WHERE kind = ? AND id = ?"
           " UNION ALL SELECT %1 FROM revisions WHERE kind = ? AND id = ?) r"_s.arg(columns);
}

} // namespace

struct Store::Private
{
    StoreFolder folder;
    std::unique_ptr<WriteQueue> writer;
    ReaderPool readers;

    Private(StoreFolder held, std::unique_ptr<WriteQueue> queue)
        : folder(std::move(held)), writer(std::move(queue)), readers(StoreFolder::database(folder.path()))
    {
    }
};

Result<std::unique_ptr<Store>> Store::open(const QString &folder)
{
    const QString path = QDir::cleanPath(QDir(folder).absolutePath());
    auto held = StoreFolder::hold(path);
    if (!held)
        return held.error();
    auto writer = WriteQueue::start(path);
    if (!writer)
        return writer.error();
    auto blobs = BlobStore::open(path);
    if (!blobs)
        return blobs.error();
    std::unique_ptr<Store> store(
        new Store(std::make_unique<Private>(std::move(held).value(), std::move(writer).value())));
    store->m_blobs = std::move(blobs).value();
    return store;
}

Store::Store(std::unique_ptr<Private> parts)
    : d(std::move(parts)), m_log(std::make_unique<LogStore>(d->readers, *d->writer))
{
}

Store::~Store() = default;

Result<void> Store::run(const QString &actor, const QDateTime &now, std::function<Result<void>(WriteSession &)> work)
{
    return d->writer->run(actor, now, std::move(work));
}

qint64 Store::head() const
{
    return d->writer->head();
}

void Store::setCommitListener(std::function<void(qint64)> listener)
{
    d->writer->setListener(std::move(listener));
}

Result<QByteArray> Store::record(const QString &kind, const QString &id) const
{
    const auto sql = d->readers.mine();
    if (!sql)
        return sql.error();
    const auto json = (*sql)->value(u"SELECT %1 FROM records r WHERE kind = ? AND id = ? AND deleted = 0"_s
                                        .arg(dialect::recordJson()), {kind, id});
    if (!json)
        return json.error();
    if (!*json)
        return noRecord(kind, id);
    return (*json)->toByteArray();
}

Result<Record> Store::parsedRecord(const QString &kind, const QString &id) const
{
    const auto json = record(kind, id);
    if (!json)
        return json.error();
    return Record::fromJson(QJsonDocument::fromJson(*json).object());
}

Result<QByteArray> Store::revision(const QString &kind, const QString &id, qint64 revision) const
{
    const auto sql = d->readers.mine();
    if (!sql)
        return sql.error();
    const auto json = (*sql)->value(u"SELECT %1 FROM %2 WHERE revision = ? AND salt IS NOT NULL"_s
                                        .arg(dialect::recordJson(), allRevisions()), {kind, id, kind, id, revision});
    if (!json)
        return json.error();
    if (!*json)
        return noRecord(kind, id);
    return (*json)->toByteArray();
}

Result<QByteArray> Store::history(const QString &kind, const QString &id) const
{
    const auto sql = d->readers.mine();
    if (!sql)
        return sql.error();
    auto rows = (*sql)->query(u"SELECT action, %1 FROM %2 ORDER BY revision LIMIT 1000"_s
                                  .arg(dialect::recordJson(), allRevisions()), {kind, id, kind, id});
    if (!rows)
        return rows.error();
    QByteArray out = "[";
    while (rows->next()) {
        // An action is a verb of a state table: it has nothing that JSON escapes.
        out += (out.size() > 1 ? ",{\"action\":\"" : "{\"action\":\"") + rows->text(0).toUtf8() + "\",\"record\":"
            + rows->bytes(1) + '}';
    }
    if (const auto status = rows->status(); !status)
        return status.error();
    if (out.size() == 1)
        return noRecord(kind, id);
    return out + ']';
}

Result<LoggedRecord> Store::logged(const QString &kind, const QString &id, qint64 revision) const
{
    const auto sql = d->readers.mine();
    if (!sql)
        return sql.error();
    auto rows = (*sql)->query(u"SELECT %1, r.salt, r.seq, l.entry FROM %2 JOIN log l ON l.leaf = r.seq - 1"
                              " WHERE (0 = ? OR r.revision = ?) ORDER BY r.revision DESC LIMIT 1"_s
                                  .arg(dialect::textAsBytes(u"r.body"_s), allRevisions()),
                              {kind, id, kind, id, revision, revision});
    if (!rows)
        return rows.error();
    if (!rows->next() || rows->isNull(0)) {
        if (const auto status = rows->status(); !status)
            return status.error();
        return noRecord(kind, id);
    }
    LoggedRecord out;
    out.kind = kind;
    out.id = id;
    out.body = rows->bytes(0);
    out.salt = rows->bytes(1);
    out.index = quint64(rows->integer(2) - 1);
    out.entry = rows->bytes(3);
    return out;
}

Result<Page> Store::list(const QString &kind, const ListQuery &query) const
{
    const auto found = knownKind(kind);
    if (!found)
        return found.error();
    const auto statement = KindTable::of(**found).select(query);
    if (!statement)
        return statement.error();
    const auto sql = d->readers.mine();
    if (!sql)
        return sql.error();
    auto rows = (*sql)->query(statement->text, statement->values);
    if (!rows)
        return rows.error();
    Page page;
    page.items = "[";
    QVariant sortValue;
    QString id;
    while (rows->next()) {
        if (page.count == query.limit) {
            page.next = KindTable::cursor(query, sortValue, id);
            break;
        }
        if (page.count++ > 0)
            page.items += ',';
        page.items += rows->bytes(0);
        if (page.count == query.limit) {
            sortValue = rows->value(1);
            id = rows->text(2);
        }
    }
    if (const auto status = rows->status(); !status)
        return status.error();
    page.items += ']';
    return page;
}

Result<qint64> Store::count(const QString &kind, const ListQuery &query) const
{
    const auto found = knownKind(kind);
    if (!found)
        return found.error();
    const auto statement = KindTable::of(**found).count(query);
    if (!statement)
        return statement.error();
    const auto sql = d->readers.mine();
    if (!sql)
        return sql.error();
    const auto number = (*sql)->value(statement->text, statement->values);
    if (!number)
        return number.error();
    return (*number)->toLongLong();
}

Result<ChangesPage> Store::changes(qint64 after, int limit, const QStringList &withoutKinds) const
{
    if (after < 0 || limit < 1 || limit > maximumChanges || withoutKinds.size() > 100)
        return {Error::Code::Invalid, Storage::tr("At most %1 changes are read at once.").arg(maximumChanges)};
    const auto sql = d->readers.mine();
    if (!sql)
        return sql.error();
    ChangesPage page;
    // Read before the rows: the rows then hold everything up to it, and perhaps more.
    page.head = head();
    QVariantList values{after};
    QString condition = u"r.seq > ?"_s;
    if (!withoutKinds.isEmpty()) {
        condition += u" AND r.kind NOT IN (?%1)"_s.arg(u",?"_s.repeated(withoutKinds.size() - 1));
        for (const QString &kind : withoutKinds)
            values.append(kind);
    }
    values.append(limit);
    auto rows = (*sql)->query(u"SELECT %1, r.seq FROM records r WHERE %2 ORDER BY r.seq LIMIT ?"_s
                                  .arg(dialect::recordJson(), condition), values);
    if (!rows)
        return rows.error();
    page.changes = "[";
    page.last = after;
    while (rows->next()) {
        if (page.count++ > 0)
            page.changes += ',';
        page.changes += rows->bytes(0);
        page.last = rows->integer(1);
    }
    if (const auto status = rows->status(); !status)
        return status.error();
    page.changes += ']';
    if (page.count > 0)
        page.head = std::max(page.head, page.last);
    if (page.count < limit)
        page.last = std::max(after, page.head); // what lies between was left out or is not the latest state any more
    return page;
}

Result<ApiKeyRow> Store::apiKey(const QByteArray &hash) const
{
    const auto sql = d->readers.mine();
    if (!sql)
        return sql.error();
    auto rows = (*sql)->query(u"SELECT hash, id, person, scopes, expires FROM api_keys WHERE hash = ?"_s, {hash});
    if (!rows)
        return rows.error();
    if (!rows->next()) {
        if (const auto status = rows->status(); !status)
            return status.error();
        return {Error::Code::NotFound, Storage::tr("There is no such API key.")};
    }
    return ApiKeyRow{rows->bytes(0), rows->text(1), rows->text(2), rows->text(3).split(u' ', Qt::SkipEmptyParts),
                     fromRfc3339(rows->text(4))};
}

} // namespace countersign
