// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/timestamps.h"

#include "base/clock.h"

#include <QCoreApplication>
#include <QTimeZone>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

} // namespace

QDateTime readTime(const QString &text, const QString &pointer, WarningList &warnings)
{
    const QString written = text.trimmed();
    if (written.isEmpty())
        return {};
    QDateTime out;
    bool number = false;
    const double seconds = written.toDouble(&number);
    if (number && std::abs(seconds) < 1e12) {
        out = QDateTime::fromMSecsSinceEpoch(qint64(seconds * 1000), QTimeZone::utc());
    } else if (!number) {
        out = fromRfc3339(written);
        const QDateTime local = QDateTime::fromString(written, Qt::ISODate);
        if (!out.isValid() && written.size() == 10 && local.isValid()) {
            out = QDateTime(local.date(), QTime(0, 0), QTimeZone::utc());
            warnings.add(u"dateOnly"_s, tr("Only a date is given; it is shown as midnight UTC."), pointer);
        } else if (!out.isValid() && local.isValid()) {
            warnings.add(u"timeWithoutZone"_s, tr("The time “%1” says no zone and was left out.").arg(written.left(60)), pointer);
            return {};
        }
    }
    if (out.isValid() && out.date().year() >= 2000 && out.date().year() < 2100)
        return out;
    warnings.add(u"absurdTimestamp"_s, tr("“%1” is no plausible time and was left out.").arg(written.left(60)), pointer);
    return {};
}

} // namespace countersign
