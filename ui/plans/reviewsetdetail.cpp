// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/reviewsetdetail.h"

#include "ui/plans/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/figures/figuretable.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/workspace.h"

#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString agreementWord(const QString &metric)
{
    if (metric == "percent_agreement"_L1)
        return ReviewSetDetail::tr("Agreeing pairs");
    if (metric == "cohens_kappa"_L1)
        return ReviewSetDetail::tr("Cohen’s κ");
    if (metric == "fleiss_kappa"_L1)
        return ReviewSetDetail::tr("Fleiss’ κ");
    return ReviewSetDetail::tr("Krippendorff’s α");
}

QString drawnWord(const QString &from)
{
    if (from == "samples"_L1)
        return ReviewSetDetail::tr("samples");
    if (from == "failures"_L1)
        return ReviewSetDetail::tr("examples of failures");
    return ReviewSetDetail::tr("samples and examples of failures");
}

} // namespace

ReviewSetDetail::ReviewSetDetail(QWidget *parent)
    : QWidget(parent)
    , m_header(new SectionHeader(SectionHeader::Level::Page))
    , m_rate(new QPushButton(tr("Rate…")))
    , m_close(new QPushButton(tr("Close")))
    , m_cancel(new QPushButton(tr("Cancel the review")))
    , m_result(new QPushButton(tr("Open the evaluation")))
    , m_standing(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_facts(new FactGrid)
    , m_agreementTitle(new TextLabel(tr("Agreement"), TextSize::Body, ColorRole::Text, QFont::DemiBold))
    , m_progress(new FigureTableModel(this))
    , m_questions(new FigureTableModel(this))
    , m_agreement(new FigureTableModel(this))
{
    const Theme theme = Theme::current();
    setButtonKind(m_rate, ButtonKind::Primary);
    for (QPushButton *button : {m_cancel, m_close, m_result, m_rate})
        m_header->addAction(button);
    m_standing->setWordWrap(true);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(theme.margin(), 0, theme.margin(), theme.margin());
    column->setSpacing(theme.gap());
    column->addWidget(m_standing);
    column->addWidget(m_facts);
    m_agreementTable = addTable(column, m_agreementTitle, m_agreement);
    m_agreementTable->setEmptyState(tr("With these ratings no agreement can be computed."));
    m_progressTable = addTable(column, new TextLabel(tr("Raters"), TextSize::Body, ColorRole::Text, QFont::DemiBold), m_progress);
    m_questionsTable = addTable(column, new TextLabel(tr("Questions"), TextSize::Body, ColorRole::Text, QFont::DemiBold), m_questions);
    column->addStretch();
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("The chosen review"));
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(theme.margin(), theme.groupGap(), theme.margin(), theme.gap());
    head->addWidget(m_header);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(scroll, 1);
    connect(m_facts, &FactGrid::linkActivated, this, [this](const QString &target) { emit openLink(QUrl(target)); });
}

DataTable *ReviewSetDetail::addTable(QVBoxLayout *layout, TextLabel *title, FigureTableModel *model)
{
    layout->addSpacing(Theme::current().gap());
    layout->addWidget(title);
    auto *table = new DataTable(title->text());
    table->setModel(model);
    table->setFitToRows(true);
    layout->addWidget(table);
    return table;
}

void ReviewSetDetail::show(const ReviewSetData &shown, const Actor &actor)
{
    const ReviewSet &set = shown.set;
    m_header->setTitle(visibleText(set.title));
    m_header->setChip(plans::reviewChip(set.status));
    QString standing;
    switch (set.status) {
    case ReviewSet::Open:
        standing = shown.isBlindFor(actor.person) ? tr("You rate it blind: what was measured, and what others say, is shown when it is closed.")
            : shown.open() == 0                   ? tr("Everybody has rated everything. Closed, it becomes an evaluation of the version.")
                                                  : tr("%n rating(s) are missing. Closed, it becomes an evaluation of the version.", nullptr, int(shown.open()));
        break;
    case ReviewSet::Closed:
        standing = tr("Closed %1; it became an evaluation of the version.").arg(relativeTimeAgo(set.closedAt, shown.at));
        break;
    case ReviewSet::Cancelled:
        standing = tr("Cancelled %1; what was rated is kept and counts for nothing.").arg(relativeTimeAgo(set.closedAt, shown.at));
        break;
    }
    m_standing->setText(standing);
    showTables(shown, actor);
    showFacts(shown, actor);
    showActs(shown, actor);
}

void ReviewSetDetail::showTables(const ReviewSetData &shown, const Actor &actor)
{
    const bool blind = shown.isBlindFor(actor.person);
    FigureTable progress{{{tr("Rater"), false}, {tr("Rated"), true}, {tr("Of"), true}}, {}};
    for (const QString &rater : shown.set.raters) {
        if (!blind || rater == actor.person)
            progress.rows.append({shown.name(rater), formatCount(shown.rated.value(rater)), formatCount(shown.set.itemCount)});
    }
    m_progress->setTable(progress);
    m_progressTable->setColumns({{nullptr, 200, true}, {new NumberDelegate, 90, false, Qt::AlignRight}, {new NumberDelegate, 90, false, Qt::AlignRight}});
    FigureTable questions{{{tr("Question"), false}, {tr("Answered by"), false}, {tr("Answers"), false}}, {}};
    for (const ReviewQuestion &question : shown.set.questions) {
        const bool number = question.scale == ReviewQuestion::Interval;
        const QString answers = number ? tr("%1 to %2").arg(formatSignificant(question.low), formatSignificant(question.high)) : question.choices.join(u" · "_s);
        questions.rows.append({visibleText(question.text), plans::scaleWord(question.scale), visibleText(answers)});
    }
    m_questions->setTable(questions);
    m_questionsTable->setColumns({{nullptr, 220, true}, {nullptr, 130}, {nullptr, 200}});
    FigureTable agreement{{{tr("Question"), false}, {tr("Measure"), false}, {tr("Value"), true}, {tr("95 % interval"), true}, {tr("Items"), true}}, {}};
    for (const auto &agreed : shown.agreed) {
        const auto question = std::find_if(shown.set.questions.begin(), shown.set.questions.end(), [&](const ReviewQuestion &one) { return one.id == agreed.question; });
        agreement.rows.append({visibleText(question == shown.set.questions.end() ? agreed.question : question->text), agreementWord(agreed.metric),
                               formatFixed(agreed.value), agreed.low && agreed.high ? formatIntervalOnly(*agreed.low, *agreed.high) : u"—"_s,
                               formatCount(agreed.n)});
    }
    m_agreement->setTable(agreement);
    m_agreementTable->setColumns({{nullptr, 180, true}, {nullptr, 140}, {new NumberDelegate, 72, false, Qt::AlignRight},
                                  {new NumberDelegate, 130, false, Qt::AlignRight}, {new NumberDelegate, 60, false, Qt::AlignRight}});
    const bool closed = shown.set.status == ReviewSet::Closed;
    m_agreementTable->setVisible(closed);
    m_agreementTitle->setVisible(closed);
    m_agreementTable->setDataState(shown.missingReport.isEmpty() ? DataState::Ready : DataState::Loading);
}

void ReviewSetDetail::showFacts(const ReviewSetData &shown, const Actor &actor)
{
    const ReviewSet &set = shown.set;
    const bool blind = shown.isBlindFor(actor.person);
    m_facts->clear();
    if (!blind) {
        m_facts->addLink(tr("Version"), plans::versionTitle(set.version), links::to(u"registry"_s, set.version).toString());
        m_facts->addLink(tr("Drawn from"), tr("%1 of %2").arg(drawnWord(set.drawnFrom), shown.sourceTitle), links::to(u"evaluations"_s, set.source).toString());
    }
    m_facts->addFact(tr("Sample"), tr("%1 items, seed %2").arg(formatCount(set.itemCount)).arg(set.seed), tr("The same seed draws the same items."));
    m_facts->addFact(tr("Blind"), set.blind ? tr("yes, until it is closed") : tr("no"));
    m_facts->addFact(tr("Made"), tr("by %1, %2").arg(shown.name(set.createdBy), relativeTimeAgo(set.createdAt, shown.at)), exactTime(set.createdAt));
    if (set.dueAt.isValid())
        m_facts->addFact(tr("Due"), relativeTimeAgo(set.dueAt, shown.at), exactTime(set.dueAt));
}

void ReviewSetDetail::showActs(const ReviewSetData &shown, const Actor &actor)
{
    const ReviewSet &set = shown.set;
    const bool open = set.status == ReviewSet::Open;
    const qint64 left = set.itemCount - shown.rated.value(actor.person);
    m_rate->setVisible(open && set.raters.contains(actor.person));
    m_rate->setText(left == 0 ? tr("Look again…") : tr("Rate %n item(s)…", nullptr, int(left)));
    m_rate->setToolTip(tr("Item by item, with the keys (Ctrl+Return)."));
    const auto verb = [&](QPushButton *button, const QString &name, const QString &help) {
        const auto next = reviewSetStates().next(enumText(set.status), name, actor, {shown.modelOwner, set.createdBy, {}});
        // A rater who has nothing else to do with it is not shown what others may do.
        button->setVisible(open && (next.ok() || !set.raters.contains(actor.person)));
        button->setEnabled(next.ok());
        button->setToolTip(next ? help : next.error().text);
    };
    verb(m_close, u"close"_s, tr("Ends the rating; agreement is computed and an evaluation made of it."));
    verb(m_cancel, u"cancel"_s, tr("Ends the review without an evaluation."));
    m_result->setVisible(!set.evaluation.isEmpty());
    m_result->setToolTip(tr("Agreement, answers and every item."));
}

} // namespace countersign
