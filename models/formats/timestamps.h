// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/warninglist.h"

#include <QDateTime>

namespace countersign {

/// Reads the ways in which files write a time: seconds since 1970 (with or without fraction), RFC 3339, a date alone
/// (midnight UTC, warning "dateOnly"), a local time without zone (not guessed: warning "timeWithoutZone").
/// What lies outside of 2000–2100 is no time (warning "absurdTimestamp" with the text). Empty text is no time.
QDateTime readTime(const QString &text, const QString &pointer, WarningList &warnings);

} // namespace countersign
