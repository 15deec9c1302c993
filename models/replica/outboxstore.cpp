// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/outboxstore.h"

#include "replica/connection.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QMap>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// 1: as the first version wrote it, without a mark. 2: every command names its person.
constexpr int outboxVersion = 2;

/// Of what waits from version 1 nobody knows whose it is: a person looks at it before it goes anywhere. What has to
/// be looked at anyway stays as it is, and becomes theirs who sends it again.
Result<void> nameThePerson(Connection &connection)
{
    QMap<qint64, OutboxItem> changed;
    {
        auto found = connection.run(u"SELECT number, item FROM outbox"_s);
        if (!found.ok())
            return found.error();
        while ((*found)->next()) {
            auto item = OutboxItem::fromBytes((*found)->value(1).toByteArray());
            if (!item.ok() || item->needsPerson() || item->state == OutboxItem::Sent)
                continue;
            item->state = OutboxItem::NeedsReview;
            item->problem = QCoreApplication::translate("Outbox", "It was decided with an earlier version of this program, which did not keep by whom.");
            changed.insert((*found)->value(0).toLongLong(), *item);
        }
    }
    for (auto it = changed.cbegin(); it != changed.cend(); ++it) {
        if (auto done = connection.execute(u"UPDATE outbox SET item=? WHERE number=?"_s, {it->toBytes(), it.key()}); !done.ok())
            return done;
    }
    return {};
}

Result<void> bringUpToDate(Connection &connection)
{
    const auto found = connection.value(u"PRAGMA user_version"_s);
    if (!found.ok())
        return found.error();
    const int version = found->toInt();
    if (version > outboxVersion)
        return {Error::Code::Unsupported, QCoreApplication::translate("Outbox", "The commands that wait were written by a newer version of this program, which has to send them.")};
    if (version == outboxVersion)
        return {};
    return connection.transaction([&]() -> Result<void> {
        if (auto done = nameThePerson(connection); !done.ok())
            return done;
        return connection.execute(u"PRAGMA user_version=%1"_s.arg(outboxVersion));
    });
}

Result<void> prepare(Connection &connection)
{
    if (auto made = connection.execute(u"CREATE TABLE IF NOT EXISTS outbox(number INTEGER PRIMARY KEY AUTOINCREMENT, item BLOB NOT NULL)"_s); !made.ok())
        return made;
    const auto check = connection.value(u"PRAGMA quick_check(1)"_s);
    if (!check.ok())
        return check.error();
    if (check->toString() != "ok"_L1)
        return {Error::Code::Corrupt, u"The file of commands that wait is damaged."_s, check->toString()};
    return bringUpToDate(connection);
}

QString asideName(const QString &path)
{
    int number = 1;
    while (QFile::exists(path + u".damaged-%1"_s.arg(number)))
        ++number;
    return path + u".damaged-%1"_s.arg(number);
}

} // namespace

Result<std::unique_ptr<OutboxStore>> OutboxStore::open(const QString &folder)
{
    if (!QDir().mkpath(folder))
        return {Error::Code::Internal, u"The folder for commands that wait could not be made."_s};
    const QString path = folder + u"/outbox.sqlite"_s;
    auto connection = Connection::open(path, Connection::Mode::Durable);
    const Result<void> state = connection.ok() ? prepare(**connection) : Result<void>(connection.error());
    if (state.ok()) {
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        return std::unique_ptr<OutboxStore>(new OutboxStore(std::move(*connection)));
    }
    if (state.error().code != Error::Code::Corrupt)
        return state.error();
    connection = Error{};
    const QString aside = asideName(path);
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s})
        QFile::rename(path + suffix, aside + suffix);
    return {Error::Code::Corrupt,
            u"The file of commands that waited to be sent is damaged. It was kept beside; what it held must be decided again."_s,
            state.error().detail};
}

OutboxStore::OutboxStore(std::unique_ptr<Connection> connection) : m_connection(std::move(connection)) {}
OutboxStore::~OutboxStore() = default;

Result<OutboxStore::Loaded> OutboxStore::load()
{
    auto found = m_connection->run(u"SELECT number, item FROM outbox ORDER BY number"_s);
    if (!found.ok())
        return found.error();
    Loaded out;
    while ((*found)->next()) {
        auto item = OutboxItem::fromBytes((*found)->value(1).toByteArray());
        if (!item.ok()) {
            ++out.unreadable;
            continue;
        }
        item->number = (*found)->value(0).toLongLong();
        out.items.append(*item);
    }
    return out;
}

Result<qint64> OutboxStore::add(const OutboxItem &item)
{
    auto done = m_connection->run(u"INSERT INTO outbox(item) VALUES(?)"_s, {item.toBytes()});
    if (!done.ok())
        return done.error();
    return (*done)->lastInsertId().toLongLong();
}

Result<void> OutboxStore::update(const OutboxItem &item)
{
    return m_connection->execute(u"UPDATE outbox SET item=? WHERE number=?"_s, {item.toBytes(), item.number});
}

Result<void> OutboxStore::remove(qint64 number)
{
    return m_connection->execute(u"DELETE FROM outbox WHERE number=?"_s, {number});
}

} // namespace countersign
