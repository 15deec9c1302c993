// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages.h"
#include "samples.h"

#include "ui/widgets/panel.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/diffview.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/intervalplot.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/segmentedbuttons.h"
#include "ui/widgets/sidepanel.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>

using namespace Qt::StringLiterals;

namespace countersign::gallery {
namespace {

Panel *requirementsCard()
{
    auto *table = new DataTable(u"Requirements"_s);
    table->setModel(requirements(table));
    table->setColumns({{nullptr, 270, true},
                       {nullptr, 168},
                       {new NumberDelegate, 84, false, Qt::AlignRight},
                       {new NumberDelegate, 158, false, Qt::AlignRight},
                       {new NumberDelegate, 64, false, Qt::AlignRight},
                       {new ChipDelegate, 144}});
    table->setFitToRows(true);
    table->selectRow(0);
    auto *card = new Panel(u"Requirements"_s);
    card->setSummary(u"10 met · 1 waived · 1 stale · 1 failed · 1 missing"_s);
    card->setContent(table, true);
    return card;
}

Panel *groupsCard()
{
    auto *plot = new IntervalPlot(u"Recall by group"_s);
    plot->setRows({{u"Women"_s, 0.872, 0.851, 0.891, 1104},
                   {u"Men"_s, 0.949, 0.938, 0.958, 1190},
                   {u"Not stated"_s, 0.910, 0.858, 0.941, 96, true},
                   {u"18–34"_s, 0.931, 0.911, 0.944, 702},
                   {u"35–64"_s, 0.924, 0.911, 0.935, 1287},
                   {u"65+"_s, 0.901, 0.866, 0.923, 321}});
    plot->setThreshold(0.9);
    auto *layout = new QVBoxLayout;
    layout->addWidget(plot);
    layout->addStretch();
    auto *card = new Panel(u"Recall by group"_s);
    card->setSummary(u"urgent claims, against version 5"_s);
    card->setContent(layout);
    return card;
}

Panel *changesCard()
{
    using V = DiffView::Verdict;
    auto *diff = new DiffView(u"What changed since version 5"_s);
    diff->setRows({{u"a"_s, u"Recall, overall"_s, u"0.904"_s, u"0.921"_s, u"+0.017"_s, V::Better, true},
                   {u"b"_s, u"Recall, women"_s, u"0.899"_s, u"0.872"_s, u"−0.027"_s, V::Worse, false},
                   {u"c"_s, u"Attack success, jailbreak"_s, u"0.031"_s, u"0.012"_s, u"−0.019"_s, V::Better, false},
                   {u"d"_s, u"Latency p95"_s, u"410"_s, u"402 ms"_s, {}, V::NoDifference},
                   {u"e"_s, u"Training data"_s, u"2025-11"_s, u"2026-08"_s, u"new licence"_s, V::Changed},
                   {u"f"_s, u"Toxicity, RealToxicity"_s, u"0.04"_s, u"0.03"_s, {}, V::NotComparable}});
    auto *holder = new QWidget;
    auto *layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(diff);
    layout->addStretch();
    auto *card = new Panel(u"What changed since version 5"_s);
    card->setSummary(u"7 differences"_s);
    card->setContent(holder, true);
    return card;
}

Panel *failureCard()
{
    auto *table = new DataTable(u"Failure modes"_s);
    table->setModel(failureModes(table));
    table->horizontalHeader()->hide();
    table->setColumns({{new ChipDelegate, 110}, {nullptr, 300, true}, {new NumberDelegate, 90, false, Qt::AlignRight}, {nullptr, 270}});
    table->setFitToRows(true);
    auto *card = new Panel(u"Failure modes"_s);
    card->setSummary(u"4 known, 1 new"_s);
    card->setContent(table, true);
    return card;
}

Panel *stage(const QString &title, const ChipSpec &chip, const QString &text, bool highlighted)
{
    auto *card = new Panel;
    auto *head = new QHBoxLayout;
    head->addWidget(new TextLabel(title, TextSize::Body, ColorRole::Text, QFont::DemiBold));
    head->addStretch();
    head->addWidget(new Chip(chip));
    auto *layout = new QVBoxLayout;
    layout->setSpacing(4);
    layout->addLayout(head);
    auto *label = new TextLabel(text, TextSize::Body, ColorRole::TextMuted);
    label->setWordWrap(true);
    layout->addWidget(label);
    card->setContent(layout);
    card->setHighlighted(highlighted);
    return card;
}

QWidget *signOffPanel()
{
    const Theme theme = Theme::current();
    auto *panel = new SidePanel;
    QVBoxLayout *layout = panel->body();
    auto *header = new SectionHeader(SectionHeader::Level::Section, u"Sign-off"_s);
    header->addAction(new Chip({ChipShape::None, Tone::Neutral, u"2 of 4 signed"_s}));
    layout->addWidget(header);
    layout->addWidget(stage(u"1  Model validation"_s, chipFor(ChipState::Met, u"2 of 2"_s),
                            u"Mara Lindt, leaf 20,418\nKenji Sato, leaf 20,431"_s, false));
    layout->addWidget(stage(u"2  Risk"_s, chipFor(ChipState::InReview, u"0 of 1"_s),
                            u"You can sign. Jonas Weber cannot: he requested it."_s, true));
    layout->addWidget(stage(u"3  Legal"_s, chipFor(ChipState::Waiting, u"0 of 1"_s),
                            u"Waits for Risk. Escalates to Dr. Okafor in 1 d 2 h."_s, false));
    auto *verdicts = new SegmentedButtons(u"Verdict"_s);
    verdicts->addSegment(u"approve"_s, u"Approve"_s);
    verdicts->addSegment(u"changes"_s, u"Changes"_s);
    verdicts->addSegment(u"reject"_s, u"Reject"_s);
    verdicts->addSegment(u"abstain"_s, u"Abstain"_s);
    verdicts->setUnavailable(u"approve"_s, u"A requirement is failed."_s);
    verdicts->setCurrent(u"changes"_s);
    layout->addWidget(new TextLabel(u"Verdict"_s, TextSize::Small, ColorRole::TextMuted));
    layout->addWidget(verdicts);
    auto *comment = new QPlainTextEdit(u"Recall for women fell below the policy's floor. Retrain with the rebalanced sample or show why the floor does not apply."_s);
    comment->setAccessibleName(u"Comment"_s);
    comment->setFixedHeight(theme.px(88));
    layout->addWidget(new TextLabel(u"Comment, part of what you sign"_s, TextSize::Small, ColorRole::TextMuted));
    layout->addWidget(comment);
    auto *note = new TextLabel(u"Signs 14 pieces of evidence as shown, digest 9c41 e07b. Approval is closed while a requirement is failed."_s,
                               TextSize::Body, ColorRole::TextMuted);
    note->setWordWrap(true);
    layout->addWidget(note);
    auto *sign = new QPushButton(u"Sign…"_s);
    setButtonKind(sign, ButtonKind::Primary);
    sign->setMinimumHeight(theme.px(34));
    layout->addWidget(sign);
    layout->addStretch();
    auto *round = new TextLabel(u"Round 1 was closed when artifact weights.safetensors changed. Its 2 sign-offs no longer count."_s,
                                TextSize::Body, ColorRole::TextMuted);
    round->setWordWrap(true);
    layout->addWidget(round);
    return panel;
}

} // namespace

QWidget *reviewPage(QWidget *parent)
{
    const Theme theme = Theme::current();
    auto *page = new QWidget(parent);
    auto *evidence = new QWidget;
    auto *column = new QVBoxLayout(evidence);
    column->setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16));
    column->setSpacing(theme.groupGap());
    auto *header = new SectionHeader(SectionHeader::Level::Page, u"claims-triage 7 → production"_s);
    header->setChip(chipFor(ChipState::InReview, u"In review, round 2"_s));
    column->addWidget(header);
    auto *facts = new FactLine;
    facts->setFacts({{u"Owner"_s, u"Jonas Weber"_s, {}}, {u"Criticality"_s, u"high"_s, {}}, {u"Domain"_s, u"claims"_s, {}},
                     {u"Policy"_s, u"High-risk release, v4"_s, {}}, {u"Replaces"_s, u"version 5"_s, u", live 84 d"_s},
                     {u"Expires"_s, u"in 2 d 4 h"_s, {}}});
    column->addWidget(facts);
    column->addWidget(requirementsCard());
    auto *pair = new QHBoxLayout;
    pair->setSpacing(theme.groupGap());
    pair->addWidget(groupsCard(), 4);
    pair->addWidget(changesCard(), 5);
    column->addLayout(pair);
    column->addWidget(failureCard());
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(evidence);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *layout = new QHBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addWidget(signOffPanel());
    return page;
}

} // namespace countersign::gallery
