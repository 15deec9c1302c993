// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

/// How signing sheets are set: plain text in which nothing can hide.
namespace countersign::sheettext {

/// One "Label: value" line; a value never brings a line break of its own into it.
QString line(const QString &label, QString value);
/// Indented lines.
QString block(const QString &text);
/// Characters that hide or reorder text are shown as escapes: the sheet must read as it is.
QString plain(const QString &text);

} // namespace countersign::sheettext
