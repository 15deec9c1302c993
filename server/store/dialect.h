// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/shape.h"

#include <QStringList>

// Everything that differs between SQL engines, in one place. The rest of the room writes SQL that SQLite and PostgreSQL
// both take: positional parameters, row values, ON CONFLICT, SAVEPOINT.
namespace countersign::dialect {

QString driver();
QString connectOptions(bool readOnly);
QStringList readerSettings();
QStringList writerSettings();

enum class Failure { Busy, Full, Disk, Corrupt, Other };
Failure failure(const QString &nativeErrorCode);

/// Takes the write lock at once, so that a transaction cannot fail half way for want of it.
QString beginWrite();
/// Every table, index and trigger that does not depend on the kinds.
QStringList tables();
/// The full-text index: one row a record, under the record's number.
QString createSearch();
/// After an erasure: rewrites the full-text index, so that no removed word stays in an old segment.
QString compactSearch();
/// After an erasure: what the journal still holds goes into the file and the journal is emptied.
QStringList foldJournal();
/// Refreshes what the planner knows of the tables; cheap.
QStringList tidy();
/// "… IN (…)": a condition with one parameter, the words as matchExpression() gives them.
QString matches(const QString &numberColumn);
/// Words as a person typed them, made into an expression that has no operators of its own: every word must be there,
/// the last characters of each may be missing. Empty when there is no letter and no digit.
QString matchExpression(const QString &kind, const QString &words);

/// The type of a column that holds a field, NOT NULL included.
QString columnType(FieldType type);
/// The columns a table has; empty when there is no such table.
QString columnsOf(const QString &table);
/// The record `r` of the table `records` as API.md writes it, as UTF-8 bytes. Equal to toJson(Record::toJson()).
QString recordJson();
/// A condition with one parameter: the bytes stand somewhere in the column.
QString contains(const QString &column);
/// A text column as UTF-8 bytes, and a parameter of UTF-8 bytes as text.
QString textAsBytes(const QString &column);
QString bytesAsText();
/// The file is as its engine wrote it, as far as a quick look can tell: one row "ok", or what is wrong.
QString quickCheck();

} // namespace countersign::dialect
