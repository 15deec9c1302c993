// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"

namespace countersign {

using namespace Qt::StringLiterals;

QString toRfc3339(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.zzz'Z'"_s) : QString();
}

QDateTime fromRfc3339(QStringView text)
{
    // QDateTime also reads local times and dates alone; a record's time must say its zone.
    if (text.size() < 20 || text.size() > 40 || text[4] != u'-' || text[10].toUpper() != u'T')
        return {};
    const bool zoned = text.last(1).compare(u"z"_s, Qt::CaseInsensitive) == 0
        || (text.size() > 6 && (text[text.size() - 6] == u'+' || text[text.size() - 6] == u'-')
            && text[text.size() - 3] == u':');
    if (!zoned)
        return {};
    return QDateTime::fromString(text.toString().toUpper(), Qt::ISODateWithMs).toUTC();
}

} // namespace countersign
