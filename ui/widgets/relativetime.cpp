// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/relativetime.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(countersign::RelativeTime)
};

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

QString age(qint64 seconds, const QLocale &locale)
{
    const auto number = [&](qint64 value) { return locale.toString(value); };
    if (seconds < minute) {
        //: Age in seconds, as short as possible.
        return Words::tr("%1 s").arg(number(seconds));
    }
    if (seconds < hour) {
        //: Age in minutes, as short as possible.
        return Words::tr("%1 m").arg(number(seconds / minute));
    }
    if (seconds < day) {
        //: Age in hours, as short as possible.
        return Words::tr("%1 h").arg(number(seconds / hour));
    }
    if (seconds < 100 * day) {
        //: Age in days, as short as possible.
        return Words::tr("%1 d").arg(number(seconds / day));
    }
    if (seconds < 730 * day) {
        //: Age in months, as short as possible.
        return Words::tr("%1 mo").arg(number(seconds / (30 * day)));
    }
    //: Age in years, as short as possible.
    return Words::tr("%1 y").arg(number(seconds / (365 * day)));
}

} // namespace

QString relativeTime(const QDateTime &time, const QDateTime &now, const QLocale &locale)
{
    if (!time.isValid() || !now.isValid())
        return u"—"_s;
    const qint64 seconds = time.secsTo(now);
    if (seconds == 0) {
        //: Less than a second away.
        return Words::tr("now");
    }
    if (seconds < 0) {
        //: A time ahead; %1 is an age such as "5 h".
        return Words::tr("in %1").arg(age(-seconds, locale));
    }
    return age(seconds, locale);
}

QString relativeTimeAgo(const QDateTime &time, const QDateTime &now, const QLocale &locale)
{
    const QString text = relativeTime(time, now, locale);
    if (!time.isValid() || !now.isValid() || time.secsTo(now) <= 0)
        return text;
    //: A time past; %1 is an age such as "5 h".
    return Words::tr("%1 ago").arg(text);
}

QString exactTime(const QDateTime &time, const QLocale &locale)
{
    if (!time.isValid())
        return u"—"_s;
    const QDateTime local = time.toLocalTime();
    return locale.toString(local.date(), QLocale::LongFormat) + u", "_s
        + locale.toString(local.time(), u"HH:mm:ss"_s) + u' ' + local.timeZoneAbbreviation();
}

qint64 nextChangeIn(const QDateTime &time, const QDateTime &now)
{
    const qint64 seconds = std::abs(time.secsTo(now));
    if (seconds < minute)
        return 1000;
    const qint64 unit = seconds < hour ? minute : seconds < day ? hour : day;
    return std::max<qint64>(1, unit - seconds % unit) * 1000;
}

} // namespace countersign
