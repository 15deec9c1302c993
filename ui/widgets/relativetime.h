// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDateTime>
#include <QLocale>
#include <QString>

namespace countersign {

/// How far `time` lies from `now` in one unit: "now", "12 s", "3 m", "5 h", "84 d", "14 mo", "3 y"; "in 5 h" ahead.
/// An invalid time is "—". Pure, any thread.
[[nodiscard]] QString relativeTime(const QDateTime &time, const QDateTime &now, const QLocale &locale = QLocale());
/// The same as a sentence part: "3 m ago", "in 2 d".
[[nodiscard]] QString relativeTimeAgo(const QDateTime &time, const QDateTime &now, const QLocale &locale = QLocale());
/// Date and time to the second in the person's zone and locale, and how that zone is called: what a tooltip shows.
[[nodiscard]] QString exactTime(const QDateTime &time, const QLocale &locale = QLocale());
/// How many milliseconds until relativeTime() may read differently, for one timer instead of many; at least a second.
[[nodiscard]] qint64 nextChangeIn(const QDateTime &time, const QDateTime &now);

} // namespace countersign
