// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/logging.h"

#include "base/clock.h"

#include <QRegularExpression>

#include <cstdio>

namespace countersign {

using namespace Qt::StringLiterals;

QString redacted(QString line)
{
    static const QRegularExpression bearer(u"(?i)(bearer\\s+)[A-Za-z0-9._~+/=-]+"_s);
    static const QRegularExpression ownKey(u"\\bcsk_[A-Za-z0-9_-]+"_s);
    static const QRegularExpression urlPassword(u"(://[^/@\\s:]*:)[^/@\\s]+@"_s);
    static const QRegularExpression pem(u"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)"_s,
                                        QRegularExpression::DotMatchesEverythingOption);
    line.replace(bearer, u"\\1[redacted]"_s);
    line.replace(ownKey, u"csk_[redacted]"_s);
    line.replace(urlPassword, u"\\1[redacted]@"_s);
    line.replace(pem, u"[redacted private key]"_s);
    return line;
}

namespace {

void write(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    static constexpr const char *levels[] = {"debug", "warning", "critical", "fatal", "info"};
    QString text = redacted(message);
    for (QChar &c : text) {
        if (c.unicode() < 0x20 || c.unicode() == 0x7f)
            c = u' ';
    }
    std::fprintf(stderr, "%s %s %s: %s\n", qPrintable(toRfc3339(QDateTime::currentDateTimeUtc())), levels[type],
                 context.category ? context.category : "default", qPrintable(text));
    if (type == QtFatalMsg)
        std::abort();
}

} // namespace

void installLogging()
{
    qInstallMessageHandler(write);
}

} // namespace countersign
