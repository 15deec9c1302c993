// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/carddiff.h"
#include "formats/cards/cardlabels.h"
#include "formats/cards/cardwriters.h"
#include "formats/cards/readmeblocks.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString htmlTr(const char *text)
{
    return QCoreApplication::translate("CardExport", text);
}

/// Escaped, and without characters that would turn the text's direction around or that no document may hold.
QString safe(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        const bool turning = (u >= 0x202a && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069);
        const bool control = (u < 0x20 && u != '\n' && u != '\t') || (u >= 0x7f && u < 0xa0) || u == 0xfffe || u == 0xffff;
        if (turning || control)
            out += u"\uFFFD"_s;
        else
            out += c;
    }
    return out.toHtmlEscaped().replace(u'\'', u"&#39;"_s);
}

/// Markdown is not rendered: headings of it would compete with the card's, and its HTML and links are a stranger's.
/// Paragraphs and line breaks are kept.
QString paragraphs(const QString &text)
{
    QString out;
    for (const QString &paragraph : text.split(u"\n\n"_s, Qt::SkipEmptyParts))
        out += u"<p>"_s + safe(paragraph.trimmed()).replace(u'\n', u"<br/>\n"_s) + u"</p>\n"_s;
    return out;
}

QString sourceMark(const QString &source)
{
    return source.isEmpty() ? QString() : u" <i class=\"source\">(%1)</i>"_s.arg(safe(htmlTr("filled in from %1").arg(source)));
}

QString fieldTable(const CardContent::Section &section)
{
    if (section.fields.isEmpty())
        return {};
    QString out = u"<table class=\"facts\">\n"_s;
    for (const CardContent::Field &field : section.fields)
        out += u"<tr><th align=\"left\">%1</th><td>%2%3</td></tr>\n"_s.arg(safe(field.label), safe(field.value).replace(u'\n', u"<br/>"_s), sourceMark(field.source));
    return out + u"</table>\n"_s;
}

/// One table a kind, its columns in the order in which they first appear.
QString groupTable(const QString &kind, const QList<CardContent::Group> &groups, int level)
{
    QStringList columns;
    bool filledIn = false;
    for (const CardContent::Group &group : groups) {
        for (const CardContent::Field &field : group.fields) {
            if (!columns.contains(field.id) && columns.size() < 24)
                columns.append(field.id);
            filledIn = filledIn || !field.source.isEmpty();
        }
    }
    QString out = u"<h%1>%2</h%1>\n<table class=\"groups\">\n<tr>"_s.arg(level).arg(safe(cardLabel(kind)));
    for (const QString &column : std::as_const(columns))
        out += u"<th align=\"left\">"_s + safe(cardLabel(column)) + u"</th>"_s;
    out += (filledIn ? u"<th align=\"left\">"_s + safe(htmlTr("Source")) + u"</th>"_s : QString()) + u"</tr>\n"_s;
    for (const CardContent::Group &group : groups) {
        out += u"<tr>"_s;
        for (const QString &column : std::as_const(columns)) {
            QStringList values;
            for (const CardContent::Field &field : group.fields) {
                if (field.id == column)
                    values.append(safe(field.value));
            }
            out += u"<td>"_s + values.join(u"<br/>"_s) + u"</td>"_s;
        }
        if (filledIn)
            out += u"<td><i>"_s + safe(group.fields.isEmpty() ? QString() : group.fields.first().source) + u"</i></td>"_s;
        out += u"</tr>\n"_s;
    }
    return out + u"</table>\n"_s;
}

/// Intended uses and what is out of scope come first: that is what a reader has to know before anything else.
QList<CardContent::Section> readingOrder(const CardContent &card)
{
    QList<CardContent::Section> out;
    const QStringList first{u"intendedUses"_s, u"outOfScope"_s};
    for (const QString &id : first) {
        if (const CardContent::Section *section = card.section(id); section && section->filled())
            out.append(*section);
    }
    for (const CardContent::Section &section : card.sections) {
        if (!first.contains(section.id) && section.filled())
            out.append(section);
    }
    return out;
}

QMap<QString, QList<CardContent::Group>> byKind(const CardContent::Section &section)
{
    QMap<QString, QList<CardContent::Group>> out;
    for (const CardContent::Group &group : section.groups)
        out[group.kind].append(group);
    return out;
}

QString titleOfCard(const CardContent &card)
{
    const CardContent::Section *identity = card.section(u"identity");
    for (const QString &id : {u"model_name"_s, u"title"_s}) {
        if (identity && !identity->value(id).isEmpty())
            return identity->value(id);
    }
    return htmlTr("Model card");
}

QStringList missingTitles(const CardContent &card)
{
    QStringList out;
    for (const QString &id : missingSections(card, {u"all"_s}))
        out.append(cardSectionInfo(id)->title);
    return out;
}

} // namespace

QString cardHtmlBody(const CardContent &card, int level)
{
    QString out;
    const int inner = std::min(level + 1, 6);
    for (const CardContent::Section &section : readingOrder(card)) {
        out += u"<h%1 id=\"%2\">%3</h%1>\n"_s.arg(level).arg(safe(section.id), safe(section.title));
        out += fieldTable(section) + paragraphs(section.text);
        if (!section.textSource.isEmpty())
            out += u"<p>"_s + sourceMark(section.textSource) + u"</p>\n"_s;
        const auto groups = byKind(section);
        for (auto it = groups.begin(); it != groups.end(); ++it)
            out += groupTable(it.key(), it.value(), inner);
    }
    if (const QStringList missing = missingTitles(card); !missing.isEmpty())
        out += u"<h%1>%2</h%1>\n<p>%3</p>\n"_s.arg(level).arg(safe(htmlTr("Nothing is said on")), safe(missing.join(u", "_s)));
    return out;
}

QString cardMarkdown(const CardContent &card, int level)
{
    QString out;
    for (const CardContent::Section &section : readingOrder(card)) {
        out += QString(std::clamp(level, 1, 6), u'#') + u' ' + section.title + u"\n\n"_s;
        for (const CardContent::Field &field : section.fields)
            out += u"- **%1:** %2%3\n"_s.arg(readmeLine(field.label), readmeLine(field.value),
                                            field.source.isEmpty() ? QString() : u" _(%1)_"_s.arg(readmeLine(htmlTr("filled in from %1").arg(field.source))));
        for (const CardContent::Group &group : section.groups)
            out += u"- %1: %2\n"_s.arg(readmeLine(cardLabel(group.kind)), readmeLine(groupLine(group)));
        if (!section.fields.isEmpty() || !section.groups.isEmpty())
            out += u'\n';
        for (const QString &line : section.text.split(u'\n')) {
            if (!section.text.isEmpty())
                out += readmeLine(line) + u"  \n"_s;
        }
        out += u'\n';
    }
    if (const QStringList missing = missingTitles(card); !missing.isEmpty())
        out += QString(std::clamp(level, 1, 6), u'#') + u' ' + htmlTr("Nothing is said on") + u"\n\n"_s + missing.join(u", "_s) + u'\n';
    return out;
}

QByteArray writeHtml(const CardContent &card)
{
    static const QString style = u"body{font:11pt/1.45 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1b1b1f;background:#fff}"
                                 "h1{font-size:1.7em}h2{font-size:1.25em;margin-top:1.6em;border-bottom:1px solid #c8c8d0}h3{font-size:1em}"
                                 "table{border-collapse:collapse;margin:.6em 0}th,td{border:1px solid #d8d8e0;padding:.25em .6em;text-align:left;"
                                 "vertical-align:top;overflow-wrap:anywhere}th{background:#f4f4f8;font-weight:600}p{overflow-wrap:anywhere}"
                                 ".source{color:#5a5a66}@page{margin:18mm}@media print{body{margin:0;max-width:none}h2,h3{break-after:avoid}tr{break-inside:avoid}}"_s;
    const QString title = safe(titleOfCard(card));
    return u"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\"/>\n"
           "<title>%1</title>\n<style>%2</style>\n</head>\n<body>\n<h1>%1</h1>\n%3</body>\n</html>\n"_s
        .arg(title, style, cardHtmlBody(card)).toUtf8();
}

} // namespace countersign
