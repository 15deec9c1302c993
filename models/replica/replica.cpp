// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/replica.h"

#include "replica/connection.h"
#include "replica/pagewriter.h"
#include "replica/schema.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThreadStorage>

namespace countersign {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcReplica, "countersign.replica", QtInfoMsg)

namespace {

constexpr int readers = 2;
constexpr qint64 checkedWhole = 64 * 1024 * 1024; // a larger file is checked as it is read

const QString fileName = u"/replica.sqlite"_s;
const QString damageMark = u"/replica.damaged"_s;

/// Whether the file is ours and whole. NotFound for an empty one.
Result<void> examine(Connection &connection, const QString &path)
{
    const auto version = connection.value(u"SELECT name FROM sqlite_master WHERE name='meta'"_s);
    if (!version.ok())
        return version.error();
    if (!version->isValid())
        return {Error::Code::NotFound, u"The local copy is empty."_s};
    const auto fingerprint = connection.value(u"SELECT value FROM meta WHERE key='schema'"_s);
    if (!fingerprint.ok())
        return fingerprint.error();
    if (fingerprint->toByteArray() != schemaFingerprint(connection.hasFullText()).toLatin1())
        return {Error::Code::Unsupported, u"The local copy was made by another version."_s};
    if (QFileInfo(path).size() > checkedWhole)
        return {};
    const auto check = connection.value(u"PRAGMA quick_check(1)"_s);
    if (!check.ok() || check->toString() != "ok"_L1)
        return {Error::Code::Corrupt, u"The local copy is damaged."_s, check.ok() ? check->toString() : check.error().detail};
    return {};
}

Result<void> create(Connection &connection)
{
    return connection.transaction([&]() -> Result<void> {
        const bool fullText = connection.hasFullText();
        QStringList all = createFixedTables();
        for (const KindTable &table : kindTables())
            all += table.createTable(fullText) + table.createIndexes();
        for (const QString &sql : all) {
            if (auto done = connection.execute(sql); !done.ok())
                return done;
        }
        return connection.execute(u"INSERT INTO meta VALUES('schema', ?)"_s, {schemaFingerprint(fullText).toLatin1()});
    });
}

void moveAside(const QString &path)
{
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
        QFile::remove(path + u".aside"_s + suffix);
        QFile::rename(path + suffix, path + u".aside"_s + suffix);
    }
}

} // namespace

/// Each thread of the pools has its connection and closes it when it ends.
struct Replica::Connections
{
    QThreadStorage<std::shared_ptr<Connection>> reader, writer;
};

Result<std::unique_ptr<Replica>> Replica::open(const QString &folder)
{
    if (!QDir().mkpath(folder))
        return {Error::Code::Internal, u"The folder of the local copy could not be made."_s};
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QString path = folder + fileName;
    auto opened = QFile::exists(path) ? Opened::AsItWas : Opened::New;
    if (QFile::exists(folder + damageMark)) {
        moveAside(path);
        QFile::remove(folder + damageMark);
        opened = Opened::Rebuilt;
    }
    for (int attempt = 0; attempt < 2; ++attempt) {
        auto connection = Connection::open(path, Connection::Mode::Write);
        Result<void> state = connection.ok() ? examine(**connection, path) : Result<void>(connection.error());
        if (!state.ok() && state.error().code == Error::Code::NotFound)
            state = create(**connection);
        if (state.ok())
            return begun(std::unique_ptr<Replica>(new Replica(folder, opened, (*connection)->hasFullText())), **connection);
        if (state.error().code == Error::Code::Busy || attempt > 0)
            return state.error();
        qCInfo(lcReplica) << "begins anew:" << state.error().text << state.error().detail;
        connection = Error{};
        moveAside(path);
        opened = Opened::Rebuilt;
    }
    return {Error::Code::Internal, u"The local copy could not be made."_s};
}

/// Takes up what a first sync that was cut short has left to do.
std::unique_ptr<Replica> Replica::begun(std::unique_ptr<Replica> replica, Connection &connection)
{
    const auto bulk = connection.value(u"SELECT 1 FROM meta WHERE key='bulk'"_s);
    const auto marked = connection.value(u"SELECT 1 FROM meta WHERE key >= 'mark:' AND key < 'mark;'"_s);
    replica->m_bulk = bulk.ok() && bulk->isValid();
    replica->m_searchable = !(marked.ok() && marked->isValid());
    if (!replica->m_bulk && !replica->m_searchable)
        replica->indexMore();
    return replica;
}

Replica::Replica(const QString &folder, Opened opened, bool fullText)
    : m_folder(folder)
    , m_opened(opened)
    , m_fullText(fullText)
    , m_blobs(folder + u"/blobs"_s)
    , m_connections(std::make_unique<Connections>())
{
    m_readers.setMaxThreadCount(readers);
    m_readers.setExpiryTimeout(-1);
    m_writer.setMaxThreadCount(1);
    m_writer.setExpiryTimeout(-1);
}

Replica::~Replica()
{
    m_readers.clear();
    m_readers.waitForDone();
    m_writer.waitForDone();
}

QString Replica::path() const
{
    return m_folder + fileName;
}

Result<Connection *> Replica::readerConnection()
{
    auto &slot = m_connections->reader.localData();
    if (!slot) {
        auto opened = Connection::open(path(), Connection::Mode::Read);
        if (!opened.ok())
            return opened.error();
        slot = std::move(*opened);
    }
    return slot.get();
}

Result<Connection *> Replica::writerConnection()
{
    auto &slot = m_connections->writer.localData();
    if (!slot) {
        auto opened = Connection::open(path(), Connection::Mode::Write);
        if (!opened.ok())
            return opened.error();
        slot = std::move(*opened);
    }
    return slot.get();
}

Replica::SessionScope::SessionScope(Replica &replica, Connection &connection) : m_replica(replica), m_connection(connection)
{
    // If this fails, so will what follows, with the same error.
    (void)m_connection.execute(u"BEGIN"_s);
}

Replica::SessionScope::~SessionScope()
{
    (void)m_connection.execute(u"COMMIT"_s);
}

void Replica::SessionScope::noteDamage() const
{
    if (m_connection.damaged())
        m_replica.markDamaged();
}

void Replica::markDamaged()
{
    if (m_damaged.exchange(true))
        return;
    QFile mark(m_folder + damageMark);
    if (!mark.open(QIODevice::WriteOnly))
        qCWarning(lcReplica) << "the local copy is damaged and could not be marked so";
    QMetaObject::invokeMethod(this, &Replica::damaged, Qt::QueuedConnection);
}

Result<Changes> Replica::write(const QList<FeedRecord> &records, const QMap<QString, QByteArray> &meta)
{
    const auto connection = writerConnection();
    if (!connection.ok())
        return connection.error();
    Connection &db = **connection;
    auto result = db.transaction([&]() -> Result<Changes> {
        auto changes = PageWriter(db, m_fullText).write(records);
        if (!changes.ok())
            return changes;
        for (auto it = meta.begin(); it != meta.end(); ++it) {
            if (auto done = db.execute(u"INSERT OR REPLACE INTO meta VALUES(?, ?)"_s, {it.key(), it.value()}); !done.ok())
                return done.error();
        }
        return changes;
    });
    if (db.damaged())
        markDamaged();
    return result;
}

void Replica::apply(QObject *context, FeedPage page, QMap<QString, QByteArray> meta, std::function<void(Result<qint64>)> done)
{
    applyRecords(context, std::move(page.records), std::move(meta), std::move(done));
}

void Replica::applyRecords(QObject *context, QList<FeedRecord> records, QMap<QString, QByteArray> meta,
                           std::function<void(Result<qint64>)> done)
{
    // The write itself belongs to the replica: it is finished even if whoever asked for it is gone.
    const QPointer<QObject> guard(context);
    runAsync(
        this, &m_writer,
        [this, records = std::move(records), meta = std::move(meta)](std::stop_token) { return write(records, meta); },
        [this, guard, done = std::move(done)](const Result<Changes> &result) {
            qint64 count = 0;
            if (result.ok()) {
                for (auto it = result->begin(); it != result->end(); ++it) {
                    count += it->count;
                    Q_EMIT changed(it.key(), *it);
                }
            }
            if (guard)
                done(result.ok() ? Result<qint64>(count) : Result<qint64>(result.error()));
        });
}

void Replica::setMeta(QObject *context, QMap<QString, QByteArray> meta, std::function<void(Result<qint64>)> done)
{
    applyRecords(context, {}, std::move(meta), std::move(done));
}

} // namespace countersign
