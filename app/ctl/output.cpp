// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

bool isHidden(char32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) || c == 0x2028 || c == 0x2029
        || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0x061c;
}

QString escaped(const QString &text, bool keepLines)
{
    QString out;
    out.reserve(text.size());
    for (const QChar c : text) {
        if (keepLines && c == u'\n')
            out += c;
        else if (isHidden(c.unicode()))
            out += u"\\u%1"_s.arg(uint(c.unicode()), 4, 16, QChar(u'0'));
        else
            out += c;
    }
    return out;
}

void write(FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    std::fflush(stream);
}

} // namespace

QString safeLine(const QString &text)
{
    return escaped(text, false);
}

QString safeText(const QString &text)
{
    return escaped(text, true);
}

QString counted(qint64 n, const QString &word)
{
    return u"%1 %2%3"_s.arg(n).arg(word, n == 1 ? QString() : u"s"_s);
}

void Output::line(const QString &text) const
{
    if (!m_json)
        write(stdout, safeText(text).toUtf8() + '\n');
}

void Output::facts(const QList<std::pair<QString, QString>> &rows) const
{
    qsizetype width = 0;
    for (const auto &row : rows)
        width = std::max(width, row.first.size());
    for (const auto &[label, value] : rows) {
        if (!value.isEmpty())
            line((label + u':').leftJustified(width + 2) + safeLine(value));
    }
}

void Output::table(const QStringList &headers, const QList<QStringList> &rows) const
{
    QList<qsizetype> widths;
    for (const QString &header : headers)
        widths.append(header.size());
    QList<QStringList> shown;
    for (const QStringList &row : rows) {
        QStringList cells;
        for (qsizetype i = 0; i < row.size(); ++i) {
            cells.append(safeLine(row[i]));
            widths[i] = std::max(widths[i], cells[i].size());
        }
        shown.append(cells);
    }
    const auto print = [&](const QStringList &cells) {
        QString text;
        for (qsizetype i = 0; i < cells.size(); ++i)
            text += i + 1 < cells.size() ? cells[i].leftJustified(widths[i] + 2) : cells[i];
        line(text.trimmed().isEmpty() ? QString() : text);
    };
    print(headers);
    for (const QStringList &row : shown)
        print(row);
}

void Output::json(const QJsonValue &value) const
{
    if (!m_json)
        return;
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    write(stdout, document.toJson(QJsonDocument::Indented));
}

int Output::fail(int code, const QString &what, const QString &fix) const
{
    QByteArray text = "countersignctl: " + safeLine(what).toUtf8() + '\n';
    if (!fix.isEmpty())
        text += "  " + safeLine(fix).toUtf8() + '\n';
    write(stderr, text);
    return code;
}

int Output::fail(const Error &error, const QString &fix) const
{
    QString what = error.text;
    for (qsizetype i = 0; i < std::min<qsizetype>(error.fields.size(), 5); ++i) {
        const FieldError &field = error.fields[i];
        if (field.pointer.isEmpty() || what.contains(field.pointer))
            continue;
        what += field.message.isEmpty() || what.contains(field.message) ? u" (at %1)"_s.arg(field.pointer)
                                                                         : u" (%1: %2)"_s.arg(field.pointer, field.message);
    }
    return fail(exitCodeOf(error), what, fix.isEmpty() ? generalFix(error) : fix);
}

} // namespace countersign
