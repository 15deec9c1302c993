// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/papertext.h"

#include "trust/sheettext.h"

#include <QCoreApplication>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString wholeCharacters(const QString &text)
{
    QString out = text;
    for (qsizetype i = 0; i < out.size(); ++i) {
        if (out[i].isHighSurrogate() && i + 1 < out.size() && out[i + 1].isLowSurrogate())
            ++i;
        else if (out[i].isSurrogate() || out[i].unicode() >= 0xfffe)
            out[i] = QChar::ReplacementCharacter;
    }
    return out;
}

} // namespace

QString documentTr(const char *text)
{
    return QCoreApplication::translate("Documents", text);
}

QString paperText(const QString &text)
{
    QString out = text;
    out.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n').replace(u'\t', u"    "_s);
    return sheettext::plain(wholeCharacters(out));
}

QString paperLine(const QString &text)
{
    return paperText(text).replace(u'\n', u' ').trimmed();
}

QString paperShort(const QString &text, qsizetype most)
{
    const QString line = paperLine(text);
    return line.size() <= most ? line : line.left(most - 1).trimmed() + u'…';
}

QString paperTime(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss 'UTC'"_s) : u"—"_s;
}

QString paperDate(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(u"yyyy-MM-dd 'UTC'"_s) : u"—"_s;
}

QString paperDigest(const QString &digest)
{
    return digest.isEmpty() ? u"—"_s : paperLine(digest);
}

QString shortDigest(const QString &digest)
{
    const QString hex = digest.section(u':', -1);
    return hex.isEmpty() ? u"—"_s : paperLine(hex.left(12));
}

QString paperNumber(double value)
{
    const double magnitude = std::abs(value);
    if (magnitude != 0 && (magnitude < 0.001 || magnitude >= 1e7))
        return QString::number(value, 'g', 4);
    return QString::number(value, 'f', magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 3);
}

QString csvField(const QString &text)
{
    QString cell = text;
    qsizetype i = 0;
    while (i < cell.size() && (cell[i] == u' ' || cell[i] == u'"' || cell[i] == u'\u00a0' || cell[i] == u'\ufeff'))
        ++i;
    static const QString dangerous = u"=+-@\t\r\n|%＝＋－＠−"_s;
    if (i < cell.size() && dangerous.contains(cell[i]))
        cell.prepend(u'\'');
    cell.replace(u'"', u"\"\""_s);
    return u'"' + cell + u'"';
}

QByteArray csvLine(const QStringList &cells)
{
    QStringList out;
    for (const QString &cell : cells)
        out.append(csvField(cell));
    return out.join(u',').toUtf8() + "\r\n";
}

} // namespace countersign
