// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/numberformat.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(countersign::NumberFormat)
};

const QString missing = u"—"_s;

QString plain(double value, int decimals, const QLocale &locale)
{
    // Rounding first keeps "-0.000" from appearing.
    const double scale = std::pow(10.0, decimals);
    const double shown = std::abs(value) * scale < 0.5 ? 0.0 : value;
    QString text = locale.toString(shown, 'f', decimals);
    if (shown < 0)
        text.replace(locale.negativeSign(), u"−"_s);
    return text;
}

} // namespace

QString formatCount(qint64 value, const QLocale &locale)
{
    QString text = locale.toString(value);
    if (value < 0)
        text.replace(locale.negativeSign(), u"−"_s);
    return text;
}

QString formatFixed(double value, int decimals, const QLocale &locale)
{
    return std::isfinite(value) ? plain(value, decimals, locale) : missing;
}

QString formatSignificant(double value, int digits, const QLocale &locale)
{
    if (!std::isfinite(value))
        return missing;
    if (value == 0)
        return locale.toString(0);
    const double size = std::abs(value);
    if (size < 1e-4 || size >= 1e15) {
        QString text = locale.toString(value, 'e', std::max(0, digits - 1));
        return value < 0 ? u"−"_s + text.mid(1) : text;
    }
    const int magnitude = int(std::floor(std::log10(size)));
    const int decimals = std::max(0, digits - 1 - magnitude);
    QString text = plain(value, decimals, locale);
    if (decimals > 0) {
        const QString zero = locale.zeroDigit();
        while (text.endsWith(zero))
            text.chop(zero.size());
        if (text.endsWith(locale.decimalPoint()))
            text.chop(locale.decimalPoint().size());
    }
    return text;
}

QString formatIntervalOnly(double low, double high, int decimals, const QLocale &locale)
{
    if (!std::isfinite(low) || !std::isfinite(high))
        return {};
    return u"(%1–%2)"_s.arg(plain(low, decimals, locale), plain(high, decimals, locale));
}

QString formatInterval(double value, double low, double high, int decimals, const QLocale &locale)
{
    const QString interval = formatIntervalOnly(low, high, decimals, locale);
    const QString text = formatFixed(value, decimals, locale);
    return interval.isEmpty() || !std::isfinite(value) ? text : text + u' ' + interval;
}

QString formatDifference(double value, int decimals, const QLocale &locale)
{
    if (!std::isfinite(value))
        return missing;
    const QString text = plain(value, decimals, locale);
    const bool zero = std::abs(value) * std::pow(10.0, decimals) < 0.5;
    return value > 0 && !zero ? u'+' + text : text;
}

QString formatPercent(double fraction, int decimals, const QLocale &locale)
{
    if (!std::isfinite(fraction))
        return missing;
    // No-break space, so that the sign stays with its number.
    return plain(fraction * 100, decimals, locale) + u"\u00a0%"_s;
}

QString formatBytes(qint64 bytes, const QLocale &locale)
{
    if (bytes < 0)
        return missing;
    constexpr std::array units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double size = double(bytes);
    size_t unit = 0;
    // A figure that would round to 1,024 moves on to the next unit.
    while (size >= 1023.5 && unit + 1 < units.size()) {
        size /= 1024;
        ++unit;
    }
    const QString number = unit == 0 ? locale.toString(bytes) : formatSignificant(size, 3, locale);
    return number + u'\u00a0' + QLatin1String(units[unit]);
}

QString formatDuration(qint64 milliseconds, const QLocale &locale)
{
    if (milliseconds < 0)
        return u'−' + formatDuration(-milliseconds, locale);
    if (milliseconds < 1000) {
        //: A duration in milliseconds.
        return Words::tr("%1 ms").arg(locale.toString(milliseconds));
    }
    if (milliseconds < 60'000) {
        //: A duration in seconds.
        return Words::tr("%1 s").arg(formatSignificant(double(milliseconds) / 1000, 3, locale));
    }
    const qint64 seconds = milliseconds / 1000;
    const auto two = [&](const QString &large, qint64 a, const QString &small, qint64 b) {
        return b == 0 ? large.arg(locale.toString(a)) : large.arg(locale.toString(a)) + u' ' + small.arg(locale.toString(b));
    };
    //: Minutes, hours and days in a duration such as "2 d 4 h".
    const QString m = Words::tr("%1 m");
    //: Hours in a duration.
    const QString h = Words::tr("%1 h");
    //: Days in a duration.
    const QString d = Words::tr("%1 d");
    //: Seconds in a duration such as "3 m 20 s".
    const QString s = Words::tr("%1 s");
    if (seconds < 3600)
        return two(m, seconds / 60, s, seconds % 60);
    if (seconds < 86'400)
        return two(h, seconds / 3600, m, seconds % 3600 / 60);
    return two(d, seconds / 86'400, h, seconds % 86'400 / 3600);
}

} // namespace countersign
