// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema.h"

#include "domain/kind.h"
#include "server/store/dialect.h"
#include "server/store/kindtable.h"

#include <QFileInfo>

namespace countersign::schema {

using namespace Qt::StringLiterals;

namespace {

// Below this size the whole file is looked at on every start; above it `--check` does that when asked.
constexpr qint64 checkedSize = 64 * 1024 * 1024;

Error corrupt(const QString &text)
{
    return {Error::Code::Corrupt, text};
}

Result<QString> meta(SqlConnection &sql, const QString &name)
{
    const auto value = sql.value(u"SELECT value FROM meta WHERE name = ?"_s, {name});
    if (!value)
        return value.error();
    return *value ? (*value)->toString() : QString();
}

Result<void> setMeta(SqlConnection &sql, const QString &name, const QString &value)
{
    return sql.run(u"INSERT INTO meta(name, value) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value"_s,
                   {name, value});
}

Result<void> executeAll(SqlConnection &sql, const QStringList &statements)
{
    for (const QString &statement : statements) {
        if (const auto done = sql.execute(statement); !done)
            return done;
    }
    return {};
}

Result<bool> isNew(SqlConnection &sql)
{
    const auto column = sql.value(dialect::columnsOf(u"meta"_s));
    if (!column)
        return column.error();
    return !*column;
}

Result<void> create(SqlConnection &sql)
{
    if (const auto made = executeAll(sql, dialect::tables() + QStringList{dialect::createSearch()}); !made)
        return made;
    return setMeta(sql, u"schema"_s, QString::number(version));
}

Result<void> checkVersion(SqlConnection &sql)
{
    const auto found = meta(sql, u"schema"_s);
    if (!found)
        return found.error();
    bool ok = false;
    const int number = found->toInt(&ok);
    if (!ok || number < 1)
        return corrupt(Storage::tr("This file is not a database of this server."));
    if (number > version) {
        return {Error::Code::Unsupported,
                Storage::tr("The database was written by a newer version of this program (format %1, this program knows %2).")
                    .arg(number).arg(version)};
    }
    return {};
}

Result<void> checkFile(SqlConnection &sql, const QString &path)
{
    if (QFileInfo(path).size() > checkedSize)
        return {};
    const auto verdict = sql.value(dialect::quickCheck());
    if (!verdict)
        return verdict.error();
    if (!*verdict || (*verdict)->toString() != "ok"_L1)
        return {Error::Code::Corrupt, Storage::tr("The server's database is damaged."), verdict->value_or(QVariant()).toString()};
    return {};
}

/// The log's end, its newest checkpoint and the records speak of the same changes.
Result<LogTail> checkedTail(SqlConnection &sql)
{
    const auto tail = LogTail::restore(sql);
    if (!tail)
        return tail;
    const auto last = sql.value(u"SELECT coalesce(max(seq), 0) FROM records"_s);
    if (!last)
        return last.error();
    if ((*last)->toLongLong() != tail->size())
        return corrupt(Storage::tr("The server's records and its log do not end at the same change."));
    auto newest = sql.query(u"SELECT size, root FROM checkpoints ORDER BY size DESC LIMIT 1"_s);
    if (!newest)
        return newest.error();
    if (!newest->next())
        return tail;
    const qint64 size = newest->integer(0);
    if (size > tail->size())
        return corrupt(Storage::tr("The log is shorter than a checkpoint that was signed."));
    const auto root = rootOf(quint64(size), storedHashes(sql));
    if (!root)
        return root.error();
    if (*root != newest->bytes(1))
        return corrupt(Storage::tr("The log is not the one that its newest checkpoint was signed for."));
    return tail;
}

/// A key is made for an empty log only: a second history under a known key would be a forked log.
Result<LogKey> matchingKey(SqlConnection &sql, const QString &folder, qint64 size)
{
    const QString path = StoreFolder::logKey(folder);
    const auto checkpoints = sql.value(u"SELECT count(*) FROM checkpoints"_s);
    if (!checkpoints)
        return checkpoints.error();
    const bool unused = size == 0 && (*checkpoints)->toLongLong() == 0;
    auto key = LogKey::load(path, unused);
    if (!key)
        return key;
    const QString vkey = key->signer.verifier().vkey();
    const auto known = meta(sql, u"logKey"_s);
    if (!known)
        return known.error();
    if (*known == vkey)
        return key;
    if (!unused)
        return corrupt(Storage::tr("The key of the log is not the one that its checkpoints were signed with."));
    if (const auto done = setMeta(sql, u"logKey"_s, vkey); !done)
        return done.error();
    return key;
}

Result<void> prepare(SqlConnection &sql, const QString &path, bool created)
{
    if (created) {
        if (const auto done = create(sql); !done)
            return done;
    } else if (const auto known = checkVersion(sql); !known) {
        return known;
    } else if (const auto sound = checkFile(sql, path); !sound) {
        return sound;
    }
    for (const Kind &kind : kinds()) {
        if (const auto done = KindTable::of(kind).ensure(sql); !done)
            return done;
    }
    return {};
}

} // namespace

Result<Opened> open(const QString &folder)
{
    const QString path = StoreFolder::database(folder);
    auto connection = SqlConnection::open(path, SqlConnection::Mode::Write);
    if (!connection)
        return connection.error();
    SqlConnection &sql = **connection;
    if (const auto begun = sql.run(dialect::beginWrite()); !begun)
        return begun.error();
    const auto created = isNew(sql);
    if (!created)
        return created.error();
    if (*created && QFileInfo::exists(StoreFolder::logKey(folder))) {
        return corrupt(Storage::tr("The key of the log is there but its database is not: restore the database, or move"
                                   " the key away to begin a new log."));
    }
    if (const auto done = prepare(sql, path, *created); !done)
        return done.error();
    // The tables first, the key then, its name in the tables last: a start that is cut off anywhere can be repeated, and
    // a key without tables always means that the tables were lost.
    if (const auto done = sql.run(u"COMMIT"_s); !done)
        return done.error();
    if (const auto begun = sql.run(dialect::beginWrite()); !begun)
        return begun.error();
    const auto tail = checkedTail(sql);
    if (!tail)
        return tail.error();
    const auto key = matchingKey(sql, folder, tail->size());
    if (!key)
        return key.error();
    if (const auto done = sql.run(u"COMMIT"_s); !done)
        return done.error();
    if (const auto done = executeAll(sql, dialect::tidy()); !done)
        return done.error();
    return Opened{std::move(connection).value(), *tail, *key};
}

} // namespace countersign::schema
