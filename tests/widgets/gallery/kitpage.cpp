// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages.h"

#include "ui/widgets/banner.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/lineageview.h"
#include "ui/widgets/markdownview.h"
#include "ui/widgets/sparkline.h"
#include "ui/widgets/statuspill.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTabWidget>

using namespace Qt::StringLiterals;

namespace countersign::gallery {
namespace {

Panel *chips()
{
    auto *grid = new QGridLayout;
    const auto last = int(ChipState::Offline);
    for (int i = 0; i <= last; ++i)
        grid->addWidget(new Chip(chipFor(ChipState(i))), i / 5, i % 5, Qt::AlignLeft);
    auto *card = new Panel(u"States"_s);
    card->setContent(grid);
    return card;
}

Panel *icons()
{
    auto *grid = new QGridLayout;
    grid->setSpacing(Theme::current().px(10));
    const QStringList names = iconNames();
    for (int i = 0; i < names.size(); ++i) {
        auto *label = new QLabel;
        label->setPixmap(icon(names[i], ColorRole::Text).pixmap(QSize(20, 20), label->devicePixelRatioF()));
        grid->addWidget(label, i / 15, i % 15);
    }
    auto *card = new Panel(u"Icons"_s);
    card->setContent(grid);
    return card;
}

Panel *controls()
{
    auto *grid = new QGridLayout;
    auto *primary = new QPushButton(u"Sign…"_s);
    setButtonKind(primary, ButtonKind::Primary);
    auto *danger = new QPushButton(u"Revoke…"_s);
    setButtonKind(danger, ButtonKind::Danger);
    auto *quiet = new QPushButton(u"Cancel"_s);
    setButtonKind(quiet, ButtonKind::Quiet);
    auto *disabled = new QPushButton(u"Closed"_s);
    disabled->setEnabled(false);
    auto *combo = new QComboBox;
    combo->addItems({u"production"_s, u"staging"_s});
    auto *check = new QCheckBox(u"Also on hold"_s);
    check->setChecked(true);
    auto *radio = new QRadioButton(u"Local workspace"_s);
    radio->setChecked(true);
    auto *spin = new QSpinBox;
    auto *edit = new QLineEdit(u"claims-triage"_s);
    auto *tabs = new QTabWidget;
    tabs->addTab(new QWidget, u"Evaluations"_s);
    tabs->addTab(new QWidget, u"Card"_s);
    tabs->addTab(new QWidget, u"Lineage"_s);
    tabs->setFixedHeight(Theme::current().px(40));
    auto *progress = new QProgressBar;
    progress->setValue(40);
    auto *pill = new StatusPill;
    pill->setStatus(ChipShape::Circle, Tone::Caution, u"Offline, last synced 3 h ago"_s);
    auto *line = new Sparkline;
    line->setSeries({1, 3, 2, 5, 4, qQNaN(), 6, 7, 5, 9});
    const QList<QWidget *> widgets = {new QPushButton(u"Export"_s), primary, danger, quiet, disabled, combo, check, radio, spin, edit, pill, line};
    for (int i = 0; i < widgets.size(); ++i)
        grid->addWidget(widgets[i], i / 4, i % 4);
    grid->addWidget(tabs, 3, 0, 1, 3);
    grid->addWidget(progress, 3, 3);
    auto *card = new Panel(u"Controls"_s);
    card->setContent(grid);
    return card;
}

Panel *lineage()
{
    auto *view = new LineageView(u"Lineage"_s);
    const auto live = chipFor(ChipState::Deployed);
    view->setGraph({{u"d1"_s, u"Dataset"_s, u"claims-2021-2025"_s, u"dataset"_s, {}, false},
                    {u"d2"_s, u"Dataset"_s, u"call-transcripts-eu"_s, u"dataset"_s, {}, false},
                    {u"b"_s, u"Base model"_s, u"mistral-7b-instruct"_s, u"model-base"_s, {}, false},
                    {u"v5"_s, u"Version"_s, u"claims-triage 5"_s, u"models"_s, live, false},
                    {u"v6"_s, u"Version"_s, u"claims-triage 6"_s, u"models"_s, chipFor(ChipState::Rejected), false},
                    {u"v7"_s, u"Version"_s, u"claims-triage 7"_s, u"models"_s, chipFor(ChipState::InReview), true},
                    {u"p1"_s, u"Deployment"_s, u"eu-claims-prod"_s, u"deployment"_s, live, false},
                    {u"p2"_s, u"Deployment"_s, u"eu-claims-shadow"_s, u"deployment"_s, {}, false}},
                   {{u"d1"_s, u"v5"_s}, {u"d2"_s, u"v5"_s}, {u"b"_s, u"v5"_s}, {u"v5"_s, u"v6"_s}, {u"v5"_s, u"v7"_s},
                    {u"d2"_s, u"v7"_s}, {u"v5"_s, u"p1"_s}, {u"v7"_s, u"p2"_s}});
    view->setMinimumHeight(Theme::current().px(250));
    auto *card = new Panel(u"Lineage"_s);
    card->setSummary(u"3 sources, 2 deployments"_s);
    card->setContent(view, true);
    return card;
}

Panel *markdown()
{
    auto *view = new MarkdownView(u"Card"_s);
    view->setMarkdownText(u"# Intended use\nTriage of incoming **claims** by urgency. See [the policy](https://example.org/policy).\n\n"
                          "- not for medical advice\n- not for people under 16\n\n"
                          "| Metric | Value |\n|---|---|\n| recall | 0.921 |\n| ece | 0.034 |\n\n"
                          "Hidden: abc\u202Edef\u200B. ![x](file:///etc/hostname) <b>html</b> `code`\n"_s);
    auto *card = new Panel(u"Model card"_s);
    card->setContent(view, true);
    return card;
}

Panel *messages()
{
    auto *layout = new QVBoxLayout;
    auto *error = new Banner;
    error->show(Banner::Kind::Error, u"The log's history was rewritten"_s,
                u"Entry 20,418 is no longer what you saw on Tuesday. Syncing has stopped; nothing of yours was sent."_s, u"Show what differs"_s);
    auto *info = new Banner;
    info->show(Banner::Kind::Info, u"You act as Mara Lindt in the sample workspace."_s);
    auto *empty = new EmptyState;
    empty->setText(u"No release waits for review. Ask for one from a version whose evidence is complete."_s);
    empty->setAction(u"Show versions"_s);
    layout->addWidget(error);
    layout->addWidget(info);
    layout->addWidget(empty, 1);
    auto *card = new Panel(u"Messages"_s);
    card->setContent(layout);
    return card;
}

} // namespace

QWidget *kitPage(QWidget *parent)
{
    const Theme theme = Theme::current();
    auto *page = new QWidget(parent);
    auto *grid = new QGridLayout(page);
    grid->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.margin());
    grid->setSpacing(theme.groupGap());
    grid->addWidget(chips(), 0, 0);
    grid->addWidget(controls(), 0, 1);
    grid->addWidget(lineage(), 1, 0);
    grid->addWidget(markdown(), 1, 1);
    grid->addWidget(icons(), 2, 0);
    grid->addWidget(messages(), 2, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    return page;
}

} // namespace countersign::gallery
