// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/readmeblocks.h"

#include "domain/cardcontent.h"

#include <QStringList>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

const QString blockOpen = u"<!-- card:section "_s, blockText = u"<!-- card:text -->"_s, blockEnd = u"<!-- card:end -->"_s, mark = u"<!-- card:"_s,
              hidden = u"<!-- (card):"_s;

} // namespace

QString readmeBlock(const QString &id, const QString &title, const QString &facts, const QString &text)
{
    if (facts.isEmpty() && text.isEmpty())
        return {};
    // A text that holds such comments itself must not end its own block.
    QString inner = text;
    inner.replace(hidden, u"<!-- ((card)):"_s).replace(mark, hidden);
    return blockOpen + id + u" -->\n## "_s + title + u"\n\n"_s + facts + (facts.isEmpty() ? QString() : u"\n"_s) + blockText + u'\n'
        + (inner.isEmpty() ? QString() : inner + u'\n') + blockEnd + u"\n\n"_s;
}

QMap<QString, QString> takeReadmeBlocks(QString &body)
{
    QMap<QString, QString> out;
    if (!body.contains(blockOpen))
        return out;
    QStringList lines = body.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (!lines[i].startsWith(blockOpen) || !lines[i].endsWith(u" -->"))
            continue;
        const QString id = lines[i].mid(blockOpen.size(), lines[i].size() - blockOpen.size() - 4);
        const qsizetype text = lines.indexOf(blockText, i), end = lines.indexOf(blockEnd, i);
        if (!cardSectionInfo(id) || text < 0 || end < text || out.contains(id))
            continue;
        QString inner = lines.mid(text + 1, end - text - 1).join(u'\n');
        inner.replace(hidden, mark).replace(u"<!-- ((card)):"_s, hidden);
        out.insert(id, inner);
        for (; i <= end; ++i)
            lines[i].clear();
        --i;
    }
    body = lines.join(u'\n');
    return out;
}

QString readmeLine(const QString &text)
{
    QString out;
    for (const QChar c : text.simplified()) {
        if (QStringView(u"\\`*_{}[]<>#|!~").contains(c))
            out += u'\\';
        out += c;
    }
    return out;
}

QString readmeTitle(const QString &text)
{
    QString out;
    for (const QChar c : text.simplified()) {
        if (!QStringView(u"\\`*_{}[]<>#|!~").contains(c))
            out += c;
    }
    return out.left(200).trimmed();
}

} // namespace countersign
