// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/sheettext.h"

namespace countersign::sheettext {

using namespace Qt::StringLiterals;

QString line(const QString &label, QString value)
{
    value.replace(u'\r', u' ').replace(u'\n', u' ');
    return (label + u':').leftJustified(16) + value + u'\n';
}

QString block(const QString &text)
{
    QString out;
    const auto lines = QStringView(text).split(u'\n');
    for (const auto part : lines)
        out += u"    "_s + part.toString().remove(u'\r') + u'\n';
    return out;
}

QString plain(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        const ushort u = c.unicode();
        const bool hidden = (u >= 0x200b && u <= 0x200f) || (u >= 0x202a && u <= 0x202e) || (u >= 0x2060 && u <= 0x2069)
            || u == 0xfeff || u == 0x2028 || u == 0x2029 || (u < 0x20 && u != '\n') || (u >= 0x7f && u < 0xa0);
        out += hidden ? u"\\u%1"_s.arg(uint(u), 4, 16, QChar(u'0')) : QString(c);
    }
    return out;
}

} // namespace countersign::sheettext
