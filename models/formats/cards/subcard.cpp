// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/subcard.h"

#include "formats/markdown.h"

#include <QStringList>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostRows = 200;

/// The cells of a row; a pipe after a backslash is text.
QStringList cellsOf(const QString &line)
{
    QStringList out{QString()};
    const QString trimmed = line.trimmed();
    for (qsizetype i = 0; i < trimmed.size(); ++i) {
        if (trimmed[i] == u'\\' && i + 1 < trimmed.size() && trimmed[i + 1] == u'|')
            out.last() += trimmed[++i];
        else if (trimmed[i] == u'|')
            out.append(QString());
        else
            out.last() += trimmed[i];
    }
    if (trimmed.startsWith(u'|'))
        out.removeFirst();
    if (out.size() > 1 && out.last().trimmed().isEmpty())
        out.removeLast();
    return out;
}

bool isHead(const QString &line)
{
    if (line.size() > 300 || !line.contains(u'|'))
        return false;
    const QStringList cells = cellsOf(line);
    return cells.size() == 2 && plainLine(cells[0]).trimmed().compare(u"field"_s, Qt::CaseInsensitive) == 0
        && plainLine(cells[1]).trimmed().compare(u"response"_s, Qt::CaseInsensitive) == 0;
}

} // namespace

QList<std::pair<QString, QString>> subCardRows(const QString &markdown)
{
    QList<std::pair<QString, QString>> out;
    if (!markdown.contains(u"response"_s, Qt::CaseInsensitive))
        return out;
    bool inside = false;
    for (const QString &line : markdown.split(u'\n')) {
        if (!inside) {
            inside = isHead(line);
            continue;
        }
        if (!line.contains(u'|') || out.size() >= mostRows)
            break;
        const QStringList cells = cellsOf(line.left(20'000));
        const QString label = plainLine(cells[0]).trimmed();
        const bool ruler = QString(cells[0]).remove(u'-').remove(u':').trimmed().isEmpty();
        if (!ruler && cells.size() >= 2 && !label.isEmpty())
            out.append({label.left(300), plainLine(cells.mid(1).join(u'|')).trimmed()});
    }
    return out;
}

bool isSubCard(const QString &markdown)
{
    const QStringList lines = markdown.split(u'\n');
    for (const QString &line : lines) {
        if (!line.trimmed().isEmpty())
            return isHead(line);
    }
    return false;
}

QString sectionForSubCard(const QList<std::pair<QString, QString>> &rows)
{
    static const QList<std::pair<QString, QString>> questions{
        {u"adversely impacted groups"_s, u"fairness"_s},   {u"unwanted bias"_s, u"fairness"_s},
        {u"personal data"_s, u"privacy"_s},                {u"personal information"_s, u"privacy"_s},
        {u"privacy"_s, u"privacy"_s},                      {u"life critical"_s, u"safety"_s},
        {u"life-critical"_s, u"safety"_s},                 {u"model application"_s, u"safety"_s},
        {u"use case restrictions"_s, u"safety"_s},         {u"intended task"_s, u"explainability"_s},
        {u"describe how the model works"_s, u"explainability"_s}, {u"intended users"_s, u"explainability"_s}};
    for (const auto &[words, section] : questions) {
        for (const auto &[label, value] : rows) {
            if (label.contains(words, Qt::CaseInsensitive))
                return section;
        }
    }
    return {};
}

QString subCardId(const QString &label)
{
    QString out;
    for (const QChar c : label.toLower()) {
        if (c.isLetterOrNumber())
            out += c;
        else if (!out.isEmpty() && !out.endsWith(u'_'))
            out += u'_';
    }
    while (out.endsWith(u'_'))
        out.chop(1);
    return out.left(80);
}

} // namespace countersign
