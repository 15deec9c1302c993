// SPDX-License-Identifier: GPL-3.0-or-later
#include "context.h"

#include "base/clock.h"
#include "command.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace countersign {

using namespace Qt::StringLiterals;

int Context::noServer() const
{
    return out.fail(ExitUsage, u"COUNTERSIGN_URL is not set, so there is no server to ask."_s,
                    u"Set COUNTERSIGN_URL to the server's address and COUNTERSIGN_TOKEN to your API key."_s);
}

Result<QDateTime> judgedTime(const Invocation &given)
{
    if (!given.has(u"now"_s))
        return SystemClock().now();
    const QDateTime time = fromRfc3339(given.value(u"now"_s));
    if (!time.isValid())
        return {Error::Code::Invalid, u"--now '%1' is no RFC 3339 time with a zone, such as 2026-05-01T12:00:00Z."_s.arg(given.value(u"now"_s))};
    return time;
}

OptionSpec nowOption()
{
    return {u"now"_s, u"TIME"_s, u"Judge as of this time (RFC 3339) instead of now."_s};
}

Result<QByteArray> readFile(const QString &path, qint64 limit)
{
    const QFileInfo info(path);
    if (!info.exists())
        return {Error::Code::NotFound, u"There is no file '%1'."_s.arg(path)};
    if (info.isDir())
        return {Error::Code::Invalid, u"'%1' is a folder, not a file."_s.arg(path)};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {Error::Code::Forbidden, u"'%1' cannot be opened: %2."_s.arg(path, file.errorString())};
    const QByteArray bytes = file.read(limit + 1);
    if (file.error() != QFileDevice::NoError)
        return {Error::Code::Invalid, u"'%1' cannot be read: %2."_s.arg(path, file.errorString())};
    if (bytes.size() > limit)
        return {Error::Code::TooLarge, u"'%1' has more than %2 bytes."_s.arg(path).arg(limit)};
    return bytes;
}

Result<void> writeFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return {Error::Code::Invalid, u"'%1' cannot be written: %2."_s.arg(path, file.errorString())};
    return {};
}

} // namespace countersign
