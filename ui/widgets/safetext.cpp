// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/safetext.h"

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

bool joinsLetters(char32_t c)
{
    // Arabic to Thaana, N'Ko, the Indic blocks to Sinhala, Tibetan, Myanmar, Khmer, Mongolian: joiners carry meaning.
    return (c >= 0x600 && c <= 0xdff) || (c >= 0xf00 && c <= 0x109f) || (c >= 0x1780 && c <= 0x18af);
}

bool isEmoji(char32_t c)
{
    return (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x2190 && c <= 0x2bff) || c == 0xfe0f;
}

bool isHidden(char32_t before, char32_t c, char32_t after)
{
    if (c == u'\n' || c == u'\t' || c == u'\r')
        return false;
    if (c == 0x200c || c == 0x200d) {
        const bool letters = joinsLetters(before) && joinsLetters(after);
        return !letters && !(c == 0x200d && isEmoji(before) && isEmoji(after));
    }
    if (c == 0xfe0f)
        return !isEmoji(before);
    // Fillers and blanks that look like nothing but count as letters.
    if (c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800 || c == 0x034f || c == 0x17b4
        || c == 0x17b5 || (c >= 0x180b && c <= 0x180f) || (c >= 0xfe00 && c <= 0xfe0e)
        || (c >= 0xe0100 && c <= 0xe01ef)) {
        return true;
    }
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

QString escapeOf(char32_t c)
{
    return u"⟨U+%1⟩"_s.arg(QString::number(uint(c), 16).toUpper().rightJustified(4, u'0'));
}

/// Code points, unpaired surrogates as themselves (toUcs4 would replace them).
QList<char32_t> codePoints(const QString &text)
{
    QList<char32_t> points;
    points.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            points << QChar::surrogateToUcs4(c, text[i + 1]);
            ++i;
        } else {
            points << c.unicode();
        }
    }
    return points;
}

} // namespace

QString visibleText(const QString &text)
{
    const QList<char32_t> points = codePoints(text);
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < points.size(); ++i) {
        const char32_t before = i > 0 ? points[i - 1] : 0;
        const char32_t after = i + 1 < points.size() ? points[i + 1] : 0;
        if (isHidden(before, points[i], after))
            result += escapeOf(points[i]);
        else
            result += QStringView(QChar::fromUcs4(points[i]));
    }
    return result;
}

bool hasHiddenText(const QString &text)
{
    return visibleText(text) != text;
}

QString csvCell(const QString &text, bool numeric)
{
    QString cell = text;
    if (!numeric) {
        qsizetype i = 0;
        while (i < cell.size() && (cell[i] == u' ' || cell[i] == u'"' || cell[i] == u'\u00a0' || cell[i] == u'\ufeff'))
            ++i;
        static const QString dangerous = u"=+-@\t\r\n|%＝＋－＠−"_s;
        if (i < cell.size() && dangerous.contains(cell[i]))
            cell.prepend(u'\'');
    }
    cell.replace(u'"', u"\"\""_s);
    return u'"' + cell + u'"';
}

} // namespace countersign
