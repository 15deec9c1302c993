// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/textfile.h"

#include "base/jsonscan.h"

#include <QCoreApplication>
#include <QStringDecoder>

namespace countersign {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

bool isUtf16(QByteArrayView bytes)
{
    return bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff");
}

QByteArray fromUtf16(QByteArrayView bytes, bool *good)
{
    QStringDecoder decoder(bytes.startsWith("\xff\xfe") ? QStringDecoder::Utf16LE : QStringDecoder::Utf16BE);
    const QString text = decoder.decode(bytes.sliced(2));
    *good = !decoder.hasError() && text.isValidUtf16() && bytes.size() % 2 == 0;
    return text.toUtf8();
}

/// The offset of the first byte that is no valid UTF-8 or is NUL, or -1.
qsizetype firstBad(QByteArrayView bytes)
{
    const char *p = bytes.begin();
    while (p < bytes.end()) {
        if (uchar(*p) < 0x80) {
            if (!*p)
                return p - bytes.begin();
            ++p;
            continue;
        }
        const int length = jsonscan::sequenceLength(p, bytes.end());
        if (length <= 0)
            return p - bytes.begin();
        p += length;
    }
    return -1;
}

} // namespace

Result<QByteArray> readText(const ImportInput &input)
{
    QByteArray bytes;
    for (;;) {
        const QByteArray chunk = input.device->read(256 * 1024);
        if (chunk.isEmpty())
            break;
        bytes += chunk;
        if (bytes.size() > input.options.textBytes)
            return Error{Error::Code::TooLarge, tr("The text is larger than %1 MB.").arg(input.options.textBytes / 1024 / 1024)};
        if (input.options.stop.stop_requested())
            return Error{Error::Code::Cancelled, tr("Cancelled.")};
    }
    qsizetype skipped = 0;
    if (isUtf16(bytes)) {
        bool good = false;
        bytes = fromUtf16(bytes, &good);
        if (!good)
            return Error{Error::Code::Invalid, tr("The UTF-16 text is damaged.")};
    } else if (bytes.startsWith("\xef\xbb\xbf")) {
        skipped = 3;
        bytes.remove(0, 3);
    }
    if (const qsizetype bad = firstBad(bytes); bad >= 0)
        return Error{Error::Code::Invalid, (bytes[bad] ? tr("Line %1: invalid UTF-8 at byte %2.") : tr("Line %1: a NUL at byte %2."))
                                               .arg(bytes.left(bad).count('\n') + 1)
                                               .arg(bad + skipped)};
    bytes.replace("\r\n", "\n");
    bytes.replace('\r', '\n');
    return bytes;
}

QByteArray probeText(QByteArrayView head)
{
    QByteArray text;
    if (isUtf16(head)) {
        bool good = false;
        text = fromUtf16(head, &good);
    } else {
        text = (head.startsWith("\xef\xbb\xbf") ? head.sliced(3) : head).toByteArray();
    }
    text.replace("\r\n", "\n");
    text.replace('\r', '\n');
    const qsizetype bad = firstBad(text);
    return bad >= 0 && text.size() - bad < 4 ? text.left(bad) : text;
}

} // namespace countersign
