// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDateTime>
#include <QString>

namespace countersign {

/// A sentence of a document in the reader's language.
QString documentTr(const char *text);

/// Text from outside as it may be printed: characters that hide or reorder text are shown as escapes, half characters
/// as U+FFFD, tabs as blanks. Line breaks stay.
QString paperText(const QString &text);
/// The same in one line.
QString paperLine(const QString &text);

/// One line of at most so many characters, with an ellipsis where it was cut: only where the whole stands elsewhere.
QString paperShort(const QString &text, qsizetype most);

/// "2026-05-01 12:00:05 UTC"; a dash for none. Times on paper always name their zone.
QString paperTime(const QDateTime &time);
QString paperDate(const QDateTime &time);

/// A digest in groups that a line can be broken between: "sha256:0123456789abcdef…" whole, never shortened.
QString paperDigest(const QString &digest);
/// Its first twelve digits, for tables that show the whole digest elsewhere.
QString shortDigest(const QString &digest);

/// "0.872"
QString paperNumber(double value);

/// One CSV cell (RFC 4180), always quoted; a cell that a spreadsheet would run as a formula begins with an apostrophe.
QString csvField(const QString &text);
/// One line of CSV with CRLF.
QByteArray csvLine(const QStringList &cells);

} // namespace countersign
