// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/leafpanel.h"

#include "ui/audit/words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/keywords.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

TextLabel *heading(const QString &text)
{
    return new TextLabel(text, TextSize::Small, ColorRole::TextMuted);
}

QPlainTextEdit *reader(const QString &name, int lines, QPlainTextEdit::LineWrapMode wrap)
{
    const Theme theme = Theme::current();
    auto *out = new QPlainTextEdit;
    out->setReadOnly(true);
    out->setTabChangesFocus(true);
    out->setAccessibleName(name);
    out->setFont(theme.monospaceFont(TextSize::Small));
    out->setLineWrapMode(wrap);
    out->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    out->setFixedHeight(lines * QFontMetrics(out->font()).lineSpacing() + theme.px(20));
    return out;
}

ChipSpec chipOf(const LeafDetail &detail)
{
    if (!detail.sound())
        return {ChipShape::Cross, Tone::Negative, LeafPanel::tr("Does not hold")};
    switch (detail.body) {
    case LeafDetail::Body::Same:
        return chipFor(ChipState::Verified, LeafPanel::tr("As it was left"));
    case LeafDetail::Body::Edited:
        return {ChipShape::Arrow, Tone::Neutral, LeafPanel::tr("Edited since")};
    default:
        return {ChipShape::Circle, Tone::Neutral, LeafPanel::tr("Not here")};
    }
}

} // namespace

LeafPanel::LeafPanel(QWidget *parent)
    : SidePanel(parent)
{
    const Theme theme = Theme::current();
    setMinimumWidth(theme.px(320));
    setMaximumWidth(QWIDGETSIZE_MAX);
    m_content = new QWidget;
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, theme.px(4), 0);
    column->setSpacing(theme.gap());
    m_title = new TextLabel({}, TextSize::Title, ColorRole::Text, QFont::DemiBold);
    m_chip = new Chip;
    m_verdict = new Chip;
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.gap());
    head->addWidget(m_title);
    head->addStretch();
    head->addWidget(m_verdict);
    head->addWidget(m_chip);
    m_what = new TextLabel;
    m_what->setWordWrap(true);
    m_facts = new FactGrid;
    m_proves = new TextLabel;
    m_proves->setWordWrap(true);
    m_checksHolder = new QWidget;
    m_checks = new QGridLayout(m_checksHolder);
    m_checks->setContentsMargins(0, 0, 0, 0);
    m_checks->setHorizontalSpacing(theme.gap());
    m_checks->setVerticalSpacing(theme.px(4));
    m_checks->setColumnStretch(1, 1);
    m_sheetHead = heading(tr("The sheet that was signed"));
    m_sheet = reader(tr("The sheet that was signed"), 14, QPlainTextEdit::WidgetWidth);
    m_entry = reader(tr("The entry as it is hashed"), 7, QPlainTextEdit::WidgetWidth);
    column->addLayout(head);
    column->addWidget(m_what);
    column->addWidget(m_facts);
    column->addSpacing(theme.px(4));
    column->addWidget(heading(tr("What this proves")));
    column->addWidget(m_proves);
    column->addWidget(m_checksHolder);
    column->addWidget(m_sheetHead);
    column->addWidget(m_sheet);
    column->addWidget(heading(tr("The entry as it is hashed")));
    column->addWidget(m_entry);
    column->addStretch();

    auto *scroll = new QScrollArea;
    m_scroll = scroll;
    scroll->setWidget(m_content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    m_content->setAutoFillBackground(false);
    m_empty = new EmptyState;
    m_open = new QPushButton(tr("Open the record"));
    m_open->setToolTip(tr("Shows the record as it is now, in its place."));
    m_bundle = new QPushButton(tr("Export its bundle…"));
    m_bundle->setToolTip(tr("Writes everything needed to check this release offline into one file."));
    m_buttons = new QWidget;
    // One below the other: beside each other longer words than English ones are cut.
    auto *buttons = new QVBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(theme.gap());
    buttons->addWidget(m_open);
    buttons->addWidget(m_bundle);
    body()->addWidget(scroll, 1);
    body()->addWidget(m_empty, 1);
    body()->addWidget(m_buttons);
    connect(m_open, &QPushButton::clicked, this, [this] { emit openLink(m_link); });
    connect(m_bundle, &QPushButton::clicked, this, [this] { emit bundleRequested(m_request); });
    showSentence(tr("Choose an entry to see what it says and proves."));
}

void LeafPanel::showSentence(const QString &sentence)
{
    m_scroll->hide();
    m_buttons->hide();
    m_empty->setText(sentence);
    m_empty->show();
}

void LeafPanel::show(const LeafDetail &detail)
{
    m_empty->hide();
    m_scroll->show();
    m_title->setText(tr("Leaf %1").arg(formatCount(detail.row.leaf)));
    m_chip->setChip(chipOf(detail));
    m_verdict->setVisible(detail.signoff.has_value());
    if (detail.signoff)
        m_verdict->setChip(verdictChip(detail.signoff->verdict));
    m_what->setText(detail.row.problem.isEmpty() ? visibleText(detail.row.what) : detail.row.problem);
    m_proves->setText(detail.proves);
    m_proves->setRole(detail.sound() ? ColorRole::Text : ColorRole::NegativeText);
    showFacts(detail);
    showChecks(detail);
    showTexts(detail);
    m_link = detail.link;
    m_request = detail.request;
    m_open->setVisible(!m_link.isEmpty());
    m_bundle->setVisible(!m_request.isEmpty());
    m_buttons->setVisible(!m_link.isEmpty() || !m_request.isEmpty());
}

void LeafPanel::showFacts(const LeafDetail &detail)
{
    m_facts->clear();
    const LeafFacts &facts = detail.row.facts;
    if (!detail.row.problem.isEmpty())
        return;
    auto *when = new TextLabel(exactTime(facts.at));
    when->setWordWrap(true);
    m_facts->addWidget(tr("When"), when);
    m_facts->addFact(tr("Who"), detail.row.who == facts.actor ? facts.actor : u"%1, %2"_s.arg(visibleText(detail.row.who), facts.actor));
    //: what was done: action and kind of record, "signed, sign-off"
    m_facts->addFact(tr("Did"), tr("%1, %2").arg(actionWord(facts.kind, facts.action), kindWord(facts.kind)));
    m_facts->addFact(tr("Record"), facts.id, facts.id);
    m_facts->addFact(tr("Revision"), detail.body == LeafDetail::Body::Edited ? tr("%1; it is at %2 now").arg(facts.revision).arg(detail.currentRevision)
                                                                             : QString::number(facts.revision));
    m_facts->addDigest(tr("Body"), facts.bodyDigest);
    if (!facts.statement.isEmpty())
        m_facts->addDigest(tr("Signed text"), facts.statement);
    if (detail.signer) {
        m_facts->addFact(tr("Key"), fingerprint(detail.signer->keyId, 4), detail.signer->keyId);
        m_facts->addFact(tr("Key is"), keyChip(detail.signer->state).text);
    }
    if (detail.signoff) {
        m_facts->addFact(tr("Stage"), tr("%1, round %2").arg(detail.signoff->stage).arg(detail.signoff->round));
        if (!detail.signoff->comment.isEmpty())
            addComment(visibleText(detail.signoff->comment));
        if (!detail.signoff->conditions.isEmpty())
            m_facts->addFact(tr("Conditions"), visibleText(detail.signoff->conditions.join(u"; "_s)));
    }
}

void LeafPanel::addComment(const QString &comment)
{
    auto *text = new TextLabel(comment);
    text->setWordWrap(true);
    m_facts->addWidget(tr("Comment"), text);
}

void LeafPanel::showChecks(const LeafDetail &detail)
{
    while (QLayoutItem *item = m_checks->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int row = 0;
    for (const LeafDetail::Check &check : detail.checks) {
        m_checks->addWidget(new Chip({check.holds ? ChipShape::Check : ChipShape::Cross, check.holds ? Tone::Positive : Tone::Negative,
                                      check.holds ? tr("holds") : tr("fails")}), row, 0, Qt::AlignTop | Qt::AlignLeft);
        auto *text = new TextLabel(check.holds ? check.what : tr("%1: %2").arg(check.what, check.problem), TextSize::Body,
                                   check.holds ? ColorRole::TextMuted : ColorRole::NegativeText);
        text->setWordWrap(true);
        m_checks->addWidget(text, row, 1);
        ++row;
    }
    m_checksHolder->setVisible(row > 0);
}

void LeafPanel::showTexts(const LeafDetail &detail)
{
    const bool sheet = detail.signoff && !detail.signoff->sheet.isEmpty();
    m_sheetHead->setVisible(sheet);
    m_sheet->setVisible(sheet);
    m_sheet->setPlainText(sheet ? visibleText(detail.signoff->sheet) : QString());
    m_entry->setPlainText(QString::fromUtf8(detail.row.entry));
}

} // namespace countersign
