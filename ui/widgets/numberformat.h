// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLocale>
#include <QString>

namespace countersign {

/// How numbers are written everywhere. Pure functions, any thread. What is not a number is an em dash, "—": a missing
/// value must never look like a zero.

/// "1,234,567" with the locale's grouping.
[[nodiscard]] QString formatCount(qint64 value, const QLocale &locale = QLocale());
/// Exactly `decimals` places: "0.872". A value that rounds to zero never shows "-0".
[[nodiscard]] QString formatFixed(double value, int decimals = 3, const QLocale &locale = QLocale());
/// `digits` significant digits without trailing zeros, grouped from 1,000 on; scientific beyond 1e-4 and 1e15.
[[nodiscard]] QString formatSignificant(double value, int digits = 3, const QLocale &locale = QLocale());
/// "0.872 (0.851–0.891)"; without both ends only the value.
[[nodiscard]] QString formatInterval(double value, double low, double high, int decimals = 3,
                                     const QLocale &locale = QLocale());
/// "(0.851–0.891)", or nothing when an end is missing: the part that is shown muted.
[[nodiscard]] QString formatIntervalOnly(double low, double high, int decimals = 3, const QLocale &locale = QLocale());
/// "+0.017" or "−0.027", with a real minus sign; "0.000" has none.
[[nodiscard]] QString formatDifference(double value, int decimals = 3, const QLocale &locale = QLocale());
/// "92.1 %".
[[nodiscard]] QString formatPercent(double fraction, int decimals = 1, const QLocale &locale = QLocale());
/// Bytes in powers of 1024: "812 B", "1.5 KiB", "13.2 GiB".
[[nodiscard]] QString formatBytes(qint64 bytes, const QLocale &locale = QLocale());
/// Milliseconds in the two largest units that matter: "402 ms", "1.25 s", "3 m 20 s", "2 d 4 h".
[[nodiscard]] QString formatDuration(qint64 milliseconds, const QLocale &locale = QLocale());

} // namespace countersign
