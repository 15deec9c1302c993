// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/dialect.h"

namespace countersign::dialect {

using namespace Qt::StringLiterals;

QString driver()
{
    return u"QSQLITE"_s;
}

QString connectOptions(bool readOnly)
{
    return readOnly ? u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=10000"_s : u"QSQLITE_BUSY_TIMEOUT=10000"_s;
}

QStringList readerSettings()
{
    return {u"PRAGMA query_only=ON"_s, u"PRAGMA temp_store=MEMORY"_s, u"PRAGMA cache_size=-8000"_s};
}

QStringList writerSettings()
{
    // FULL in WAL mode: the log is on the disk before anybody is told that a change was accepted.
    return {u"PRAGMA journal_mode=WAL"_s,    u"PRAGMA synchronous=FULL"_s,      u"PRAGMA temp_store=MEMORY"_s,
            u"PRAGMA cache_size=-32000"_s,   u"PRAGMA trusted_schema=OFF"_s,    u"PRAGMA cell_size_check=ON"_s,
            // What is removed is overwritten: an erased body must not stay legible in a free page.
            u"PRAGMA secure_delete=ON"_s,    u"PRAGMA journal_size_limit=67108864"_s};
}

Failure failure(const QString &nativeErrorCode)
{
    // https://sqlite.org/rescode.html: the low byte of an extended code is its primary code.
    switch (nativeErrorCode.toInt() & 0xff) {
    case 5: // BUSY
    case 6: // LOCKED
        return Failure::Busy;
    case 13: // FULL
        return Failure::Full;
    case 8:  // READONLY
    case 10: // IOERR
    case 14: // CANTOPEN
        return Failure::Disk;
    case 11: // CORRUPT
    case 26: // NOTADB
        return Failure::Corrupt;
    default:
        return Failure::Other;
    }
}

QString beginWrite()
{
    return u"BEGIN IMMEDIATE"_s;
}

namespace {

/// Rows of `table` are written once: what was logged stays as it was.
QStringList appendOnly(const QString &table)
{
    return {u"CREATE TRIGGER %1_no_update BEFORE UPDATE ON %1 BEGIN SELECT RAISE(ABORT, 'append-only'); END"_s.arg(table),
            u"CREATE TRIGGER %1_no_delete BEFORE DELETE ON %1 BEGIN SELECT RAISE(ABORT, 'append-only'); END"_s.arg(table)};
}

} // namespace

QStringList tables()
{
    QStringList out{
        u"CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL)"_s,
        u"CREATE TABLE counters(name TEXT PRIMARY KEY, value INTEGER NOT NULL)"_s,
        // `body` is null for a deleted record, `salt` too once it is erased.
        u"CREATE TABLE records(n INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL,"
        " seq INTEGER NOT NULL UNIQUE, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,"
        " deleted INTEGER NOT NULL, salt BLOB, body TEXT, UNIQUE(kind, id))"_s,
        // What a record was before; the newest revision stands in `records` only.
        u"CREATE TABLE revisions(kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL,"
        " seq INTEGER NOT NULL UNIQUE, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,"
        " deleted INTEGER NOT NULL, salt BLOB, body TEXT, PRIMARY KEY(kind, id, revision))"_s,
        u"CREATE TABLE log(leaf INTEGER PRIMARY KEY, entry BLOB NOT NULL, hash BLOB NOT NULL)"_s,
        // Hashes of complete subtrees; level 0 stands in `log`.
        u"CREATE TABLE nodes(level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL,"
        " PRIMARY KEY(level, idx)) WITHOUT ROWID"_s,
        u"CREATE TABLE checkpoints(size INTEGER PRIMARY KEY, root BLOB NOT NULL, note BLOB NOT NULL)"_s,
        u"CREATE TABLE idempotency(person TEXT NOT NULL, key TEXT NOT NULL, request BLOB NOT NULL,"
        " status INTEGER NOT NULL, response BLOB NOT NULL, at TEXT NOT NULL, PRIMARY KEY(person, key)) WITHOUT ROWID"_s,
        u"CREATE INDEX idempotency_at ON idempotency(at)"_s,
        u"CREATE TABLE api_keys(hash BLOB PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL,"
        " scopes TEXT NOT NULL, expires TEXT NOT NULL) WITHOUT ROWID"_s,
    };
    for (const QString &table : {u"log"_s, u"nodes"_s, u"checkpoints"_s})
        out += appendOnly(table);
    return out;
}

QString createSearch()
{
    return u"CREATE VIRTUAL TABLE search USING fts5(kind, words, tokenize='unicode61 remove_diacritics 2', prefix='2 3')"_s;
}

QString compactSearch()
{
    return u"INSERT INTO search(search) VALUES('optimize')"_s;
}

QStringList foldJournal()
{
    return {u"PRAGMA wal_checkpoint(TRUNCATE)"_s};
}

QStringList tidy()
{
    return {u"PRAGMA analysis_limit=400"_s, u"ANALYZE"_s};
}

QString matches(const QString &numberColumn)
{
    return numberColumn + u" IN (SELECT rowid FROM search WHERE search MATCH ?)"_s;
}

QString matchExpression(const QString &kind, const QString &words)
{
    QStringList terms;
    const QStringList typed = words.simplified().split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : typed) {
        const QList<uint> points = word.toUcs4();
        if (std::none_of(points.begin(), points.end(), [](uint c) { return QChar::isLetterOrNumber(char32_t(c)); }))
            continue;
        QString quoted = word;
        quoted.replace(u'"', u' '); // a quote ends FTS5's string; as a separator it means the same to its tokenizer
        terms.append(u'"' + quoted + u"\"*"_s);
    }
    if (terms.isEmpty())
        return {};
    return u"kind:\"%1\" AND words:(%2)"_s.arg(kind, terms.join(u" AND "_s));
}

QString columnType(FieldType type)
{
    switch (type) {
    case FieldType::Integer:
    case FieldType::Number:
        return u"REAL NOT NULL"_s;
    case FieldType::Boolean:
        return u"INTEGER NOT NULL"_s;
    default:
        return u"TEXT NOT NULL"_s;
    }
}

QString columnsOf(const QString &table)
{
    return u"SELECT name || ' ' || type || CASE WHEN \"notnull\" THEN ' NOT NULL' ELSE '' END FROM pragma_table_info('%1')"_s
        .arg(table);
}

QString recordJson()
{
    // The small parts are put together first, so that the body is copied twice and not once for each of them.
    return u"CAST('{' || (coalesce('\"body\":' || r.body, '\"deleted\":true') || (',\"id\":' || json_quote(r.id)"
           " || ',\"kind\":\"' || r.kind || '\",\"leaf\":' || (r.seq - 1) || ',\"revision\":' || r.revision"
           " || CASE WHEN r.salt IS NULL THEN '' ELSE ',\"salt\":\"' || lower(hex(r.salt)) || '\"' END"
           " || ',\"seq\":' || r.seq || ',\"updatedAt\":\"' || r.at || '\",\"updatedBy\":' || json_quote(r.actor)"
           " || '}')) AS BLOB)"_s;
}

QString contains(const QString &column)
{
    return u"instr(%1, ?) > 0"_s.arg(column);
}

QString textAsBytes(const QString &column)
{
    return u"CAST(%1 AS BLOB)"_s.arg(column);
}

QString bytesAsText()
{
    return u"CAST(? AS TEXT)"_s;
}

QString quickCheck()
{
    return u"PRAGMA quick_check(1)"_s;
}

} // namespace countersign::dialect
