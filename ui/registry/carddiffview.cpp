// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/carddiffview.h"

#include "formats/cards/cardlabels.h"
#include "ui/registry/cardlook.h"
#include "ui/registry/cardwords.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/theme.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextTable>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

/// Beyond this many lines of one section the view would take longer to lay out than a person to give up.
constexpr qsizetype mostLines = 1500;
/// Unchanged lines around a change that stay when only changes are shown.
constexpr qsizetype contextLines = 1;

QTextCharFormat inkOf(ColorRole role)
{
    QTextCharFormat out;
    out.setForeground(Theme::current().color(role));
    return out;
}

QString signOf(CardChange change, bool after)
{
    const bool marks = change == CardChange::Changed || change == (after ? CardChange::Added : CardChange::Removed);
    return marks ? (after ? u"+"_s : u"−"_s) : QString();
}

QList<CardTextLine> withoutFarLines(const QList<CardTextLine> &lines)
{
    QList<CardTextLine> out;
    qsizetype left = 0;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        bool near = false;
        for (qsizetype k = std::max<qsizetype>(0, i - contextLines); k <= std::min(lines.size() - 1, i + contextLines); ++k)
            near |= lines[k].change != CardChange::Same;
        if (near)
            out.append(lines[i]);
        else
            ++left;
        if (!near && (i + 1 == lines.size() || left == 1) && !out.isEmpty() && out.last().before != u"…"_s)
            out.append({CardChange::Same, u"…"_s, u"…"_s});
        if (near)
            left = 0;
    }
    while (!out.isEmpty() && out.last().before == u"…"_s && out.last().change == CardChange::Same)
        out.removeLast();
    return out;
}

} // namespace

CardDiffView::CardDiffView(QWidget *parent)
    : QTextBrowser(parent)
{
    setAccessibleName(tr("Changes of the card"));
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setToolTip(tr("n and p go to the next and previous change."));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(0);
}

QVariant CardDiffView::loadResource(int, const QUrl &)
{
    return {};
}

void CardDiffView::setDiff(const QList<CardSectionChange> &sections, const QString &beforeTitle, const QString &afterTitle)
{
    if (sections == m_sections && beforeTitle == m_beforeTitle && afterTitle == m_afterTitle)
        return;
    m_sections = sections;
    m_beforeTitle = beforeTitle;
    m_afterTitle = afterTitle;
    m_current = -1;
    rebuild();
    verticalScrollBar()->setValue(0);
}

void CardDiffView::setOnlyChanges(bool only)
{
    if (only == m_onlyChanges)
        return;
    m_onlyChanges = only;
    m_current = -1;
    rebuild();
}

void CardDiffView::rebuild()
{
    const Theme theme = Theme::current();
    clear();
    setExtraSelections({});
    m_changes.clear();
    m_places.clear();
    document()->setDefaultFont(theme.font());
    QPalette colors;
    colors.setColor(QPalette::Base, theme.color(ColorRole::Window));
    viewport()->setPalette(colors);
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (const CardSectionChange &section : std::as_const(m_sections)) {
        if (!m_onlyChanges || section.change != CardChange::Same)
            addSection(cursor, section);
    }
    cursor.endEditBlock();
    emit currentChangeChanged(m_current);
}

void CardDiffView::addSection(QTextCursor &cursor, const CardSectionChange &section)
{
    const Theme theme = Theme::current();
    if (!m_places.isEmpty())
        cursor.insertBlock();
    QTextBlockFormat heading;
    heading.setTopMargin(theme.px(m_places.isEmpty() ? 0 : 12));
    heading.setBottomMargin(theme.px(4));
    cursor.setBlockFormat(heading);
    m_places.insert(section.id, cursor.position());
    QTextCharFormat strong = inkOf(ColorRole::Text);
    strong.setFontWeight(QFont::DemiBold);
    cursor.insertText(sectionTitle(section.id), strong);
    const ChipSpec chip = changeChip(section.change);
    cursor.insertText(u"   "_s + chip.text, inkOf(textRole(chip.tone)));
    QList<Line> facts, text;
    for (const CardFieldChange &field : section.fields) {
        if (!m_onlyChanges || field.change != CardChange::Same)
            facts.append({field.change, field.group ? kindWord(field.id) : field.label.isEmpty() ? cardLabel(field.id) : field.label, field.before, field.after});
    }
    const QList<CardTextLine> lines = m_onlyChanges ? withoutFarLines(section.text) : section.text;
    for (const CardTextLine &line : lines) {
        // A blank line says nothing, added or not.
        if (!line.before.trimmed().isEmpty() || !line.after.trimmed().isEmpty())
            text.append({line.change, {}, line.before, line.after});
    }
    addTable(cursor, facts, true);
    addTable(cursor, text, false);
}

void CardDiffView::addTable(QTextCursor &cursor, const QList<Line> &lines, bool labelled)
{
    if (lines.isEmpty())
        return;
    const Theme theme = Theme::current();
    const int rows = int(std::min(lines.size(), mostLines));
    QTextTableFormat format;
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderCollapse(true);
    format.setBorder(1);
    format.setBorderBrush(theme.color(ColorRole::Border));
    format.setCellPadding(theme.px(4));
    format.setCellSpacing(0);
    format.setBackground(theme.color(ColorRole::Surface));
    format.setTopMargin(labelled ? 0 : theme.px(4));
    QList<QTextLength> widths;
    if (labelled)
        widths.append(QTextLength(QTextLength::PercentageLength, 18));
    const qreal side = labelled ? 41 : 50;
    widths.append(QTextLength(QTextLength::PercentageLength, side));
    widths.append(QTextLength(QTextLength::PercentageLength, side));
    format.setColumnWidthConstraints(widths);
    QTextTable *table = cursor.insertTable(rows, int(widths.size()), format);
    for (int row = 0; row < rows; ++row)
        addRow(table, row, lines[row], labelled);
    cursor.movePosition(QTextCursor::End);
    if (lines.size() > mostLines)
        cursor.insertText(tr("%n more line(s) are not shown here; copy the comparison to read them.", nullptr, int(lines.size() - mostLines)),
                          inkOf(ColorRole::TextMuted));
}

void CardDiffView::addRow(QTextTable *table, int row, const Line &line, bool labelled)
{
    if (labelled)
        table->cellAt(row, 0).firstCursorPosition().insertText(visibleText(line.label), inkOf(ColorRole::TextMuted));
    const int first = labelled ? 1 : 0;
    if (line.change != CardChange::Same)
        m_changes.append(table->cellAt(row, first).firstCursorPosition().position());
    addSide(table, row, first, line, false);
    addSide(table, row, first + 1, line, true);
}

void CardDiffView::addSide(QTextTable *table, int row, int column, const Line &line, bool after)
{
    const Theme theme = Theme::current();
    QTextTableCell cell = table->cellAt(row, column);
    const bool here = line.change == CardChange::Same || line.change == CardChange::Changed
        || line.change == (after ? CardChange::Added : CardChange::Removed);
    const Tone tone = after ? Tone::Positive : Tone::Negative;
    if (here && line.change != CardChange::Same) {
        QTextTableCellFormat ground;
        ground.setBackground(theme.color(fillRole(tone)));
        cell.setFormat(ground);
    }
    QTextCursor cursor = cell.firstCursorPosition();
    if (!here)
        return;
    QTextCharFormat plain = inkOf(line.change == CardChange::Same ? ColorRole::TextMuted : ColorRole::Text);
    QTextCharFormat marked = inkOf(textRole(tone));
    marked.setFontWeight(QFont::DemiBold);
    if (after)
        marked.setFontUnderline(true);
    else
        marked.setFontStrikeOut(true);
    if (const QString sign = signOf(line.change, after); !sign.isEmpty()) {
        QTextCharFormat signFormat = inkOf(textRole(tone));
        signFormat.setFontWeight(QFont::Bold);
        cursor.insertText(sign + u' ', signFormat);
    }
    const QString &whole = after ? line.after : line.before;
    if (line.change != CardChange::Changed) {
        cursor.insertText(visibleText(whole), plain);
        return;
    }
    const CardWordDiff words = diffWords(line.before, line.after);
    for (const CardWordRun &run : after ? words.after : words.before)
        cursor.insertText(visibleText(run.text), run.changed ? marked : plain);
}

void CardDiffView::goToSection(const QString &id)
{
    const auto it = m_places.constFind(id);
    if (it == m_places.constEnd())
        return;
    QTextCursor cursor(document());
    cursor.setPosition(*it);
    setTextCursor(cursor);
    verticalScrollBar()->setValue(verticalScrollBar()->value() + cursorRect(cursor).top() - Theme::current().px(8));
}

void CardDiffView::nextChange()
{
    if (m_current + 1 < m_changes.size())
        goToChange(m_current + 1);
}

void CardDiffView::previousChange()
{
    if (m_current > 0)
        goToChange(m_current - 1);
}

void CardDiffView::goToChange(int at)
{
    m_current = at;
    QTextCursor cursor(document());
    cursor.setPosition(m_changes[at]);
    setTextCursor(cursor);
    const QRect there = cursorRect(cursor);
    if (there.top() < 0 || there.bottom() > viewport()->height() - Theme::current().px(24))
        verticalScrollBar()->setValue(verticalScrollBar()->value() + there.top() - viewport()->height() / 3);
    ExtraSelection mark;
    mark.cursor = cursor;
    mark.format.setBackground(Theme::current().color(ColorRole::Selection));
    mark.format.setForeground(Theme::current().color(ColorRole::SelectionText));
    mark.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    setExtraSelections({mark});
    emit currentChangeChanged(at);
}

void CardDiffView::keyPressEvent(QKeyEvent *event)
{
    if (event->modifiers() == Qt::NoModifier && (event->key() == Qt::Key_N || event->key() == Qt::Key_P)) {
        if (event->key() == Qt::Key_N)
            nextChange();
        else
            previousChange();
        event->accept();
        return;
    }
    QTextBrowser::keyPressEvent(event);
}

void CardDiffView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) && !m_sections.isEmpty())
        rebuild();
}

} // namespace countersign
