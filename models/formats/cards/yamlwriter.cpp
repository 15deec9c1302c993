// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/yamlwriter.h"

#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;

QString yamlText(const QString &text)
{
    static const QRegularExpression plain(u"^[A-Za-z][A-Za-z0-9_./+-]*$"_s),
        meaning(u"^(y|n|yes|no|on|off|true|false|null|inf|nan|e[0-9]+)$"_s, QRegularExpression::CaseInsensitiveOption);
    if (plain.match(text).hasMatch() && !meaning.match(text).hasMatch() && text.size() < 200)
        return text;
    QString out = u"\""_s;
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        if (u == '"' || u == '\\')
            out += u'\\' + QString(c);
        else if (u == '\n')
            out += u"\\n"_s;
        else if (u == '\t')
            out += u"\\t"_s;
        else if (u < 0x20 || (u >= 0x7f && u < 0xa0) || u == 0x2028 || u == 0x2029 || u == 0xfeff)
            out += u"\\u%1"_s.arg(int(u), 4, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return out + u'"';
}

QString yamlNumber(const QString &text)
{
    static const QRegularExpression number(u"^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?$"_s);
    return number.match(text).hasMatch() ? text : yamlText(text);
}

} // namespace countersign
