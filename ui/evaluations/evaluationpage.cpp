// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/evaluationpage.h"

#include "ui/evaluations/comparisontab.h"
#include "ui/evaluations/sectionnavigator.h"
#include "ui/evaluations/sections/errorssection.h"
#include "ui/evaluations/sections/experimentssection.h"
#include "ui/evaluations/sections/explanationssection.h"
#include "ui/evaluations/sections/failuressection.h"
#include "ui/evaluations/sections/fairnesssection.h"
#include "ui/evaluations/sections/plansection.h"
#include "ui/evaluations/sections/resultssection.h"
#include "ui/evaluations/sections/reviewsection.h"
#include "ui/evaluations/sections/robustnesssection.h"
#include "ui/evaluations/sections/summarysection.h"
#include "ui/evaluations/sections/tradeoffssection.h"
#include "ui/evaluations/sections/warningssection.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/textlabel.h"

#include <QAction>
#include <QEvent>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

EvaluationPage::EvaluationPage(QWidget *parent)
    : QWidget(parent)
    , m_header(new SectionHeader(SectionHeader::Level::Page))
    , m_navigator(new SectionNavigator(tr("Parts of the evaluation")))
    , m_stack(new QStackedWidget)
    , m_scroll(new QScrollArea)
    , m_sheet(new QWidget)
    , m_summary(new SummarySection)
    , m_results(new ResultsSection)
    , m_tradeOffs(new TradeOffsSection)
    , m_waiting(new TextLabel(tr("The report is being fetched from the server."), TextSize::Body, ColorRole::TextMuted))
    , m_absent(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_compare(new ComparisonTab)
{
    const Theme theme = Theme::current();
    makeSections();
    m_scroll->setWidget(m_sheet);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Report"));
    m_scroll->verticalScrollBar()->setSingleStep(theme.rowHeight());
    m_scroll->viewport()->installEventFilter(this);
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(m_compare);
    auto *title = new QHBoxLayout;
    title->setContentsMargins(theme.margin(), 0, theme.margin(), 0);
    title->addWidget(m_header);
    auto *parts = new QHBoxLayout;
    // The words stand in line with the title, not the edges of their buttons.
    parts->setContentsMargins(theme.margin() - theme.px(8), 0, theme.margin() - theme.px(8), 0);
    parts->addWidget(m_navigator);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(0, theme.groupGap(), 0, 0);
    head->setSpacing(theme.gap());
    head->addLayout(title);
    head->addLayout(parts);
    auto *line = new QFrame;
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(line);
    layout->addWidget(m_stack, 1);
    applyTheme();
    connect(m_navigator, &SectionNavigator::chosen, this, &EvaluationPage::goTo);
    connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, this, &EvaluationPage::followScrolling);
}

void EvaluationPage::makeSections()
{
    const Theme theme = Theme::current();
    m_sections = {m_summary, new PlanSection, m_results, new ErrorsSection, new FairnessSection, new RobustnessSection, new FailuresSection,
                  new ExplanationsSection, new ReviewSection, new ExperimentsSection, m_tradeOffs, new WarningsSection};
    auto *layout = new QVBoxLayout(m_sheet);
    layout->setContentsMargins(theme.margin(), 0, theme.margin(), theme.px(24));
    layout->setSpacing(theme.px(24));
    for (ReportSection *section : std::as_const(m_sections)) {
        layout->addWidget(section);
        section->hide();
        connect(section, &ReportSection::openLink, this, &EvaluationPage::openLink);
        connect(section, &ReportSection::notice, this, &EvaluationPage::notice);
        if (section == m_summary)
            layout->addWidget(m_waiting);
    }
    m_absent->setWordWrap(true);
    layout->addWidget(m_absent);
    layout->addStretch(1);
}

QStringList EvaluationPage::sectionIds()
{
    return {u"summary"_s, u"plan"_s, u"results"_s, u"errors"_s, u"fairness"_s, u"robustness"_s, u"failures"_s,
            u"explanations"_s, u"review"_s, u"experiments"_s, u"tradeoffs"_s, u"warnings"_s, u"compare"_s};
}

void EvaluationPage::show(const ReportData &shown)
{
    const bool another = shown.id != m_id;
    m_id = shown.id;
    m_header->setTitle(shown.record.title.isEmpty() ? shown.record.fileName : shown.record.title);
    m_header->setChip(completenessChip(shown.record.completeness, shown.record.withdrawn));
    m_waiting->setVisible(!shown.report);
    showSections(shown);
    m_compare->setEvaluation(shown.id);
    updateNavigator();
    if (another) {
        // A report is read from its top.
        m_scroll->verticalScrollBar()->setValue(0);
        if (m_stack->currentWidget() == m_scroll)
            m_navigator->setCurrent(m_sections.first()->id());
    }
}

void EvaluationPage::showSections(const ReportData &shown)
{
    m_there.clear();
    QStringList absent;
    for (ReportSection *section : std::as_const(m_sections)) {
        const bool readable = shown.report && shown.parts;
        const bool has = (section == m_summary || readable) && section->showReport(shown);
        const QStringList categories = section->categories();
        const bool asked = readable && std::any_of(categories.begin(), categories.end(), [&](const QString &one) { return shown.asked.contains(one); });
        if (!has && asked)
            //: what a file lacks although a policy asks for it; %2 is the policy
            section->setMissing(tr("This file has no %1. %2 asks for it.").arg(section->absentWords(), shown.boundsFrom));
        else
            section->setMissing({});
        if (has || asked)
            m_there.insert(section->id());
        else if (readable && section != m_tradeOffs && !section->absentWords().isEmpty())
            absent.append(section->absentWords());
        section->setVisible(has || asked);
    }
    // Nothing to warn of is good news, not a gap.
    const bool understood = absent.removeOne(m_sections.last()->absentWords());
    //: the end of a list of what a file lacks: "…, human review or experiment"
    const QString list = absent.size() > 1 ? tr("%1 or %2").arg(absent.first(absent.size() - 1).join(u", "_s), absent.last()) : absent.join(QString());
    QStringList sentences;
    if (!list.isEmpty())
        sentences.append(tr("This file has no %1.").arg(list));
    if (understood)
        sentences.append(tr("Everything in it was understood."));
    m_absent->setText(sentences.join(u' '));
    m_absent->setVisible(!sentences.isEmpty());
    m_report = shown.report;
}

void EvaluationPage::showTradeOffs(const TradeOffs &tradeOffs)
{
    const bool has = m_tradeOffs->showTradeOffs(tradeOffs);
    m_tradeOffs->setVisible(has);
    if (has)
        m_there.insert(m_tradeOffs->id());
    else
        m_there.remove(m_tradeOffs->id());
    updateNavigator();
}

QString EvaluationPage::toolTipOf(const QString &id) const
{
    QStringList numbered = sectionIds();
    numbered.removeOne(u"plan"_s);
    const qsizetype at = numbered.indexOf(id);
    if (id == "compare"_L1)
        return tr("Another evaluation beside this one (Ctrl+D)");
    if (id == "plan"_L1)
        return tr("Alt+P");
    return at < 10 ? tr("Alt+%1").arg((at + 1) % 10) : tr("Alt+W");
}

void EvaluationPage::updateNavigator()
{
    QList<SectionNavigator::Entry> entries;
    for (const ReportSection *section : std::as_const(m_sections)) {
        if (m_there.contains(section->id()))
            entries.append({section->id(), section->title(), section->isMissing() ? -1 : section->count(), section->isMissing(), toolTipOf(section->id())});
    }
    entries.append({u"compare"_s, tr("Compare"), -1, false, toolTipOf(u"compare"_s)});
    m_navigator->setEntries(entries);
}

void EvaluationPage::goTo(const QString &id)
{
    if (id == "compare"_L1) {
        m_stack->setCurrentWidget(m_compare);
        m_navigator->setCurrent(id);
        return;
    }
    for (ReportSection *section : std::as_const(m_sections)) {
        if (section->id() != id || !m_there.contains(id))
            continue;
        m_stack->setCurrentWidget(m_scroll);
        // Heights of what has just been filled are known only after the layout has run.
        if (m_sheet->layout())
            m_sheet->layout()->activate();
        const QScopedValueRollback going(m_going, true);
        m_scroll->verticalScrollBar()->setValue(section->y());
        m_navigator->setCurrent(id);
        return;
    }
}

QString EvaluationPage::currentSection() const
{
    return m_navigator->current();
}

QStringList EvaluationPage::shownSections() const
{
    return m_navigator->ids();
}

void EvaluationPage::step(int by)
{
    const QStringList ids = shownSections();
    const qsizetype at = ids.indexOf(currentSection()) + by;
    if (at >= 0 && at < ids.size())
        goTo(ids[at]);
}

/// The section whose heading has passed the upper third is the one that is read.
void EvaluationPage::followScrolling()
{
    if (m_going || m_stack->currentWidget() != m_scroll)
        return;
    const int top = m_scroll->verticalScrollBar()->value();
    const bool end = top >= m_scroll->verticalScrollBar()->maximum() && top > 0;
    QString current = m_sections.first()->id();
    for (const ReportSection *section : std::as_const(m_sections)) {
        if (section->isVisibleTo(m_sheet) && (section->y() <= top + m_scroll->viewport()->height() / 3 || (end && section->y() < top + m_scroll->viewport()->height())))
            current = section->id();
    }
    m_navigator->setCurrent(current);
}

bool EvaluationPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_scroll->viewport() && event->type() == QEvent::Resize) {
        for (ReportSection *section : std::as_const(m_sections))
            section->setRoom(m_scroll->viewport()->height());
    }
    return QWidget::eventFilter(watched, event);
}

/// The report is a sheet of paper: tables and figures lie on the same ground.
void EvaluationPage::applyTheme()
{
    QPalette colors = Theme::current().palette();
    colors.setColor(QPalette::Window, Theme::current().color(ColorRole::Surface));
    if (m_scroll->viewport()->palette().color(QPalette::Window) != colors.color(QPalette::Window))
        m_scroll->viewport()->setPalette(colors);
}

void EvaluationPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
}

DataTable *EvaluationPage::results() const
{
    return m_results->table();
}

QLineEdit *EvaluationPage::words() const
{
    return m_results->words();
}

QString EvaluationPage::absentText() const
{
    return m_absent->text();
}

void EvaluationPage::addButton(QAction *action)
{
    auto *button = new QPushButton(action->text());
    const auto follow = [button, action] {
        button->setToolTip(action->toolTip());
        button->setEnabled(action->isEnabled());
    };
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    m_header->addAction(button);
}

} // namespace countersign
