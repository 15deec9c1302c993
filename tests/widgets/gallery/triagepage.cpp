// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages.h"
#include "samples.h"

#include "ui/widgets/banner.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/sidepanel.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace countersign::gallery {
namespace {

QWidget *detail()
{
    auto *panel = new SidePanel;
    panel->setFixedWidth(Theme::current().px(480));
    QVBoxLayout *layout = panel->body();
    auto *header = new SectionHeader(SectionHeader::Level::Section, u"Invented refund window"_s);
    header->addAction(new Chip(chipFor(ChipState::High)));
    layout->addWidget(header);
    auto *text = new TextLabel(u"It told me I had 90 days to send the claim back. Your own letter says 30. I called [PHONE] and they laughed at me."_s);
    text->setWordWrap(true);
    layout->addWidget(text);
    auto *facts = new FactGrid;
    facts->addFact(u"Model"_s, u"claims-triage 5, endpoint eu-claims-prod"_s);
    facts->addFact(u"Said by"_s, u"human, customers 65+, German, 2 of 5 stars"_s);
    facts->addLink(u"Trace"_s, u"tr-8f2c…91"_s, u"countersign://traces/8f2c"_s);
    facts->addDigest(u"Digest"_s, u"sha256:9c41e07b5d2290a1f06c33d4be1a8f7708e2c41b90aa34ce5519d27b6f80c1a2"_s);
    facts->addFact(u"Removed"_s, u"1 phone, 1 personal id, before storage"_s);
    facts->addFact(u"Suggested"_s, u"hallucination: a number that the source does not hold"_s);
    layout->addWidget(facts);
    auto *banner = new Banner;
    banner->show(Banner::Kind::Warning, u"Customers 65+ report hallucinations 3.1× as often"_s,
                 u"41 of 412 against 96 of 2,990, 95 % 2.2–4.4, since version 5 went live 84 days ago"_s);
    layout->addWidget(banner);
    layout->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(new QPushButton(u"Merge 11"_s));
    buttons->addWidget(new QPushButton(u"Evaluation case"_s));
    auto *danger = new QPushButton(u"Make an incident"_s);
    setButtonKind(danger, ButtonKind::Danger);
    buttons->addWidget(danger);
    buttons->addStretch();
    auto *undo = new QPushButton(u"Undo"_s);
    setButtonKind(undo, ButtonKind::Quiet);
    buttons->addWidget(undo);
    layout->addLayout(buttons);
    return panel;
}

} // namespace

QWidget *triagePage(const Clock *clock, QWidget *parent)
{
    auto *page = new QWidget(parent);
    auto *bar = new FilterBar;
    bar->setFilters({{u"status"_s, u"Status"_s, {{u"new"_s, u"new"_s}, {u"done"_s, u"done"_s}}},
                     {u"category"_s, u"Category"_s, {{u"bias"_s, u"bias"_s}}},
                     {u"language"_s, u"Language"_s, {{u"de"_s, u"German"_s}}, true},
                     {u"group"_s, u"Group"_s, {{u"65"_s, u"65+"_s}}, true, true}});
    bar->setSorts({{u"urgent"_s, u"Most urgent first"_s}, {u"newest"_s, u"Newest first"_s}});
    bar->setState({u"refund policy"_s, {{u"status"_s, {u"new"_s}}}, {}});
    bar->setResultCount(412, 1048212);
    auto *table = new DataTable(u"Feedback"_s);
    table->setModel(feedback(table));
    table->setColumns({{new ChipDelegate, 100}, {nullptr, 112}, {nullptr, 200, true}, {nullptr, 112}, {new SparklineDelegate, 84},
                       {new RelativeTimeDelegate(clock), 58}});
    table->setSortingEnabled(false);
    table->horizontalHeader()->setSortIndicatorShown(true);
    table->horizontalHeader()->setSortIndicator(0, Qt::DescendingOrder);
    table->selectRow(0);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(table, 1);
    row->addWidget(detail());
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addLayout(row, 1);
    return page;
}

} // namespace countersign::gallery
