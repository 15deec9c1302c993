// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/reviewsection.h"

#include "domain/intervals.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/figures/figureframe.h"
#include "ui/widgets/figures/rangechart.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/textlabel.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostRaters = 12;    // columns of the table
constexpr qsizetype mostAnswers = 24;   // bars
constexpr int mostFittedItems = 10;

RangeChart::Row agreementRow(const QString &name, const std::optional<Agreement> &agreement)
{
    RangeChart::Row row;
    row.label = name;
    if (!agreement) {
        row.cells = {{u"—"_s, {}}, {u"—"_s, {}}};
        row.note = ReviewSection::tr("cannot be computed from these ratings");
        return row;
    }
    row.value = agreement->value;
    row.cells = {{formatFixed(agreement->value), {}}, {formatCount(agreement->items), {}}};
    if (agreement->interval) {
        row.low = agreement->interval->low;
        row.high = agreement->interval->high;
        row.cells[0].muted = formatIntervalOnly(row.low, row.high);
    } else {
        row.note = ReviewSection::tr("no interval can be computed");
    }
    return row;
}

QString scaleText(RatingScale scale)
{
    switch (scale) {
    case RatingScale::Ordinal:
        //: what differences between ratings mean: only their order
        return ReviewSection::tr("ordinal");
    case RatingScale::Interval:
        return ReviewSection::tr("interval");
    case RatingScale::Nominal:
        break;
    }
    return ReviewSection::tr("nominal");
}

} // namespace

ReviewSection::ReviewSection(QWidget *parent)
    : ReportSection(u"review"_s, tr("Human review"), parent)
    , m_question(new QComboBox)
    , m_facts(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_agreement(new RangeChart(tr("Agreement")))
    , m_answers(new RangeChart(tr("Answers")))
    , m_agreementFrame(new FigureFrame(m_agreement))
    , m_answersFrame(new FigureFrame(m_answers))
    , m_itemsTitle(new TextLabel(tr("Items, disagreements first"), TextSize::Body, ColorRole::Text, QFont::DemiBold))
    , m_items(new DataTable(tr("Items and their ratings")))
    , m_itemsModel(new FigureTableModel(this))
{
    body()->setSpacing(Theme::current().px(16));
    m_question->setAccessibleName(tr("Question"));
    m_question->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_question->setMinimumContentsLength(30);
    m_facts->setWordWrap(true);
    m_agreement->setLabelTitle(tr("Measure"));
    m_agreement->setColumns({{tr("Value"), true}, {tr("Items"), true}});
    m_answers->setBars(true);
    m_answers->setLabelTitle(tr("Answer"));
    m_answers->setColumns({{tr("Share"), true}, {tr("Ratings"), true}});
    m_items->setModel(m_itemsModel);
    body()->addWidget(m_question, 0, Qt::AlignLeft);
    body()->addWidget(m_facts);
    addFrame(m_agreementFrame);
    addFrame(m_answersFrame);
    body()->addWidget(m_itemsTitle);
    body()->addWidget(m_items);
    connect(m_question, &QComboBox::currentIndexChanged, this, &ReviewSection::showQuestion);
}

bool ReviewSection::showReport(const ReportData &shown)
{
    m_parts = shown.parts;
    {
        const QSignalBlocker blocker(m_question);
        m_question->clear();
        for (const RatedQuestion &question : m_parts->questions)
            m_question->addItem(question.question.isEmpty() ? tr("Accept or reject") : question.question);
    }
    m_question->setVisible(m_parts->questions.size() > 1);
    if (m_parts->questions.isEmpty())
        return false;
    showQuestion();
    return true;
}

void ReviewSection::showQuestion()
{
    const int at = m_question->currentIndex();
    if (at < 0 || at >= m_parts->questions.size())
        return;
    const RatedQuestion &question = m_parts->questions[at];
    setDetail(m_parts->questions.size() == 1 ? m_question->currentText() : QString());
    const auto apart = std::count_if(question.items.begin(), question.items.end(), [](const auto &item) { return item.disagreement > 0; });
    m_facts->setText(tr("%1 items, %2 raters, %3 ratings; the raters differ on %4 items.")
                         .arg(formatCount(question.items.size()), formatCount(question.raters.size()), formatCount(question.ratings), formatCount(apart))
                     + (question.tooMany ? u' ' + tr("There are more than can be shown; these are the first.") : QString()));
    showAgreement(question);
    showAnswers(question);
    showItems(question);
}

void ReviewSection::showAgreement(const RatedQuestion &question)
{
    QList<RangeChart::Row> rows{agreementRow(tr("Agreeing pairs"), question.percent)};
    if (question.raters.size() == 2)
        rows.append(agreementRow(tr("Cohen’s κ"), question.cohen));
    if (question.raters.size() > 2)
        rows.append(agreementRow(tr("Fleiss’ κ"), question.fleiss));
    //: %1 is how ratings are compared: nominal, ordinal, interval
    rows.append(agreementRow(tr("Krippendorff’s α, %1").arg(scaleText(question.scale)), question.alpha));
    m_agreement->setRows(rows);
    m_agreement->setLines({{0, tr("as by chance")}, {1, tr("complete")}});
    QString caption = question.raters.size() < 2 ? tr("One rater: there is no agreement to measure.")
                                                 : tr("Computed here. 0 is what chance gives, for κ and α; 1 is complete agreement. Intervals 95\u00a0%, by bootstrap over items or as Wilson’s and Fleiss’.");
    if (question.raters.size() > 2 && !question.fleiss)
        caption += u' ' + tr("Fleiss’ κ needs the same number of ratings for every item.");
    m_agreementFrame->setCaption(caption);
    m_agreementFrame->setVisible(question.raters.size() > 1);
    m_agreementFrame->refresh();
}

void ReviewSection::showAnswers(const RatedQuestion &question)
{
    QList<RangeChart::Row> rows;
    for (qsizetype i = 0; i < std::min(mostAnswers, question.answers.size()); ++i) {
        RangeChart::Row row;
        row.label = question.answers[i];
        const double share = double(question.counts[i]) / double(std::max<qint64>(question.ratings, 1));
        row.value = share;
        row.cells = {{formatPercent(share), {}}, {formatCount(question.counts[i]), {}}};
        rows.append(row);
    }
    m_answers->setRows(rows);
    m_answersFrame->setDetail(tr("n %1 ratings").arg(formatCount(question.ratings)));
    m_answersFrame->setCaption(question.answers.size() > mostAnswers ? tr("The first %1 of %2 answers.").arg(mostAnswers).arg(question.answers.size())
                                                                     //: ratings by the same people depend on each other
                                                                     : tr("Ratings of one item or by one person depend on each other, so there is no interval."));
    m_answersFrame->refresh();
}

void ReviewSection::showItems(const RatedQuestion &question)
{
    FigureTable table;
    table.columns.append({tr("Item"), false});
    QList<TableColumn> columns{{nullptr, 112}};
    const qsizetype raters = std::min(mostRaters, question.raters.size());
    for (qsizetype i = 0; i < raters; ++i) {
        table.columns.append({question.raters[i].isEmpty() ? tr("not named") : question.raters[i], false});
        columns.append({nullptr, 92});
    }
    table.columns.append({tr("Differing pairs"), true});
    columns.append({new NumberDelegate, 104, false, Qt::AlignRight});
    table.columns.append({tr("Reasons"), false});
    // With few raters the reasons have what is left; with many the table scrolls.
    columns.append({nullptr, 240, raters <= 3});
    for (const RatedQuestion::Item &item : question.items) {
        QStringList row{item.id}, reasons;
        for (qsizetype i = 0; i < raters; ++i)
            row.append(item.ratings[i].isEmpty() ? u"—"_s : item.ratings[i]);
        for (const QString &reason : item.reasons) {
            if (!reason.isEmpty())
                reasons.append(reason);
        }
        row << (item.rated > 1 ? formatPercent(item.disagreement, 0) : u"—"_s) << reasons.join(u" · "_s);
        table.rows.append(row);
    }
    m_itemsModel->setTable(table);
    m_items->setColumns(columns);
    const bool fits = table.rows.size() <= mostFittedItems;
    const int height = Theme::current().rowHeight() * (mostFittedItems + 1);
    m_items->setFitToRows(fits);
    m_items->setMinimumHeight(fits ? 0 : height);
    m_items->setMaximumHeight(fits ? QWIDGETSIZE_MAX : height);
    m_itemsTitle->setText(question.raters.size() > mostRaters ? tr("Items, disagreements first; the first %1 of %2 raters").arg(mostRaters).arg(question.raters.size())
                                                              : tr("Items, disagreements first"));
}

} // namespace countersign
