// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardwords.h"

#include "formats/cards/cardlabels.h"
#include "ui/registry/cardlook.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

constexpr qsizetype longestLine = 4000;

struct CardDiffText
{
    Q_DECLARE_TR_FUNCTIONS(CardDiff)
};

/// Words, runs of blanks and single signs, a line each, so that lines can be compared in their stead.
QString tokenLines(const QString &line)
{
    const auto kind = [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate() || c == u'_' ? 0 : c.isSpace() ? 1 : 2; };
    QString out;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i] == u'\n' ? QChar(u' ') : line[i];
        if (i > 0 && (kind(c) != kind(line[i - 1]) || kind(c) == 2))
            out += u'\n';
        out += c;
    }
    return out;
}

void appendRun(QList<CardWordRun> &runs, bool changed, const QString &text)
{
    if (text.isEmpty())
        return;
    if (!runs.isEmpty() && runs.last().changed == changed)
        runs.last().text += text;
    else
        runs.append({changed, text});
}

void appendLines(QString &out, const QString &sign, const QString &text)
{
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines)
        out += sign + line + u'\n';
}

void appendSection(QString &out, const CardSectionChange &section)
{
    out += u"\n## %1 (%2)\n\n```diff\n"_s.arg(sectionTitle(section.id), changeChip(section.change).text);
    for (const CardFieldChange &field : section.fields) {
        if (field.change == CardChange::Same)
            continue;
        const QString label = (field.group ? kindWord(field.id) : field.label.isEmpty() ? cardLabel(field.id) : field.label) + u": "_s;
        if (!field.before.isEmpty())
            appendLines(out, u"- "_s, label + field.before);
        if (!field.after.isEmpty())
            appendLines(out, u"+ "_s, label + field.after);
    }
    for (const CardTextLine &line : section.text) {
        if (line.change == CardChange::Removed || line.change == CardChange::Changed)
            appendLines(out, u"- "_s, line.before);
        if (line.change == CardChange::Added || line.change == CardChange::Changed)
            appendLines(out, u"+ "_s, line.after);
    }
    out += u"```\n"_s;
}

} // namespace

CardWordDiff diffWords(const QString &before, const QString &after)
{
    if (before.size() > longestLine || after.size() > longestLine || before.isEmpty() || after.isEmpty())
        return {before.isEmpty() ? QList<CardWordRun>() : QList<CardWordRun>{{true, before}},
                after.isEmpty() ? QList<CardWordRun>() : QList<CardWordRun>{{true, after}}};
    CardWordDiff out;
    for (const CardTextLine &token : diffText(tokenLines(before), tokenLines(after))) {
        appendRun(out.before, token.change != CardChange::Same, token.before);
        appendRun(out.after, token.change != CardChange::Same, token.after);
    }
    return out;
}

CardDiffCount countOf(const QList<CardSectionChange> &sections)
{
    CardDiffCount out;
    for (const CardSectionChange &section : sections) {
        switch (section.change) {
        case CardChange::Added:
            ++out.added;
            break;
        case CardChange::Removed:
            ++out.removed;
            break;
        case CardChange::Changed:
            ++out.changed;
            break;
        case CardChange::Same:
            ++out.same;
            break;
        }
    }
    return out;
}

QString cardDiffMarkdown(const QList<CardSectionChange> &sections, const QString &beforeTitle, const QString &afterTitle)
{
    //: heading of a comparison of two model cards
    QString out = u"# "_s + CardDiffText::tr("Model card: %1 → %2").arg(beforeTitle, afterTitle) + u'\n';
    if (countOf(sections).differing() == 0)
        return out + u'\n' + CardDiffText::tr("Nothing differs.") + u'\n';
    for (const CardSectionChange &section : sections) {
        if (section.change != CardChange::Same)
            appendSection(out, section);
    }
    return out;
}

} // namespace countersign
