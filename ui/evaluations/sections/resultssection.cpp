// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/resultssection.h"

#include "ui/evaluations/intervaldelegate.h"
#include "ui/evaluations/resultsmodel.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/textlabel.h"

#include <QEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

constexpr int mostFitted = 26; // lines; more scroll in a table of their own

/// "612 of 640 intervals are the file's; 28 are Wilson's, computed here": what a reader may rely on.
QString sourcesText(const IntervalSources &sources)
{
    QStringList parts;
    if (sources.file > 0)
        parts.append(ResultsSection::tr("%n from the file", nullptr, int(sources.file)));
    if (sources.wilson > 0)
        parts.append(ResultsSection::tr("%n Wilson, computed here from value and n", nullptr, int(sources.wilson)));
    if (sources.normal > 0)
        parts.append(ResultsSection::tr("%n normal, computed here from the standard error", nullptr, int(sources.normal)));
    if (sources.none > 0)
        parts.append(ResultsSection::tr("%n results have none", nullptr, int(sources.none)));
    return parts.isEmpty() ? QString() : ResultsSection::tr("Intervals: %1.").arg(parts.join(u"; "_s));
}

/// Categories that the policy asks for, that no section stands for, and that no result belongs to.
QStringList askedWithoutResult(const ReportData &shown)
{
    using C = EvaluationReport::Category;
    QStringList out;
    for (const C category : {C::Accuracy, C::Safety, C::Privacy, C::Efficiency, C::DataQuality}) {
        const bool has = std::any_of(shown.report->results.begin(), shown.report->results.end(),
                                     [category](const EvaluationReport::Metric &metric) { return metric.category == category; });
        if (!has && shown.asked.contains(enumText(category)))
            out.append(categoryTitle(category).toLower());
    }
    return out;
}

} // namespace

ResultsSection::ResultsSection(QWidget *parent)
    : ReportSection(u"results"_s, tr("Results"), parent)
    , m_words(new QLineEdit)
    , m_count(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_sources(new TextLabel({}, TextSize::Small, ColorRole::TextMuted))
    , m_asked(new TextLabel({}, TextSize::Body, ColorRole::CautionText))
    , m_table(new DataTable(tr("Results")))
    , m_model(new ResultsModel(this))
{
    const Theme theme = Theme::current();
    m_words->setPlaceholderText(tr("Filter the results"));
    m_words->setAccessibleName(tr("Filter the results by words"));
    m_words->setFixedWidth(theme.px(200));
    m_words->setClearButtonEnabled(true);
    m_count->setElide(Qt::ElideRight);
    m_sources->setWordWrap(true);
    m_asked->setWordWrap(true);
    m_table->setModel(m_model);
    m_table->setColumns({{new TwoLineDelegate, 170, true},
                         {nullptr, 100},
                         {new IntervalDelegate, 112},
                         {new NumberDelegate, 152, false, Qt::AlignRight},
                         {new NumberDelegate, 52, false, Qt::AlignRight},
                         {new NumberDelegate, 72, false, Qt::AlignRight},
                         {new ChipDelegate, 92}});
    m_table->installEventFilter(this);
    auto *head = new QHBoxLayout;
    head->setSpacing(theme.groupGap());
    head->addWidget(m_words);
    head->addWidget(m_count, 1);
    body()->setSpacing(theme.gap());
    body()->addLayout(head);
    body()->addWidget(m_table);
    body()->addWidget(m_sources);
    body()->addWidget(m_asked);
    connect(m_words, &QLineEdit::textChanged, m_model, &ResultsModel::setWords);
    connect(m_words, &QLineEdit::returnPressed, m_table, [this] { m_table->setFocus(); });
    connect(m_model, &ResultsModel::filtered, this, &ResultsSection::showCount);
}

bool ResultsSection::showReport(const ReportData &shown)
{
    m_boundsFrom = shown.boundsFrom;
    m_table->setEmptyState(m_words->text().isEmpty() ? tr("The file holds no result.") : tr("No result has these words."));
    m_judged = std::any_of(shown.lines->begin(), shown.lines->end(), [](const ResultLine &line) { return !line.threshold.isEmpty() || line.verdict != ChipSpec(); });
    m_model->setLines(shown.lines);
    fitHeight();
    fitColumns();
    m_sources->setText(sourcesText(shown.parts->intervals));
    const QStringList asked = askedWithoutResult(shown);
    m_asked->setVisible(!asked.isEmpty());
    if (!asked.isEmpty())
        //: %1 is a policy, %2 what should have been measured
        m_asked->setText(tr("%1 asks for %2; this file has no result about it.").arg(shown.boundsFrom, asked.join(u", "_s)));
    const bool any = !shown.report->results.isEmpty();
    for (QWidget *widget : {static_cast<QWidget *>(m_words), static_cast<QWidget *>(m_count), static_cast<QWidget *>(m_table), static_cast<QWidget *>(m_sources)})
        widget->setVisible(any);
    return any || !asked.isEmpty();
}

qint64 ResultsSection::count() const
{
    return m_model->total() > 0 ? m_model->total() : -1;
}

void ResultsSection::setRoom(int height)
{
    m_room = height;
    fitHeight();
}

/// A short table is as tall as its rows; a long one leaves a part of the page to what comes after it. The height follows
/// the whole and not the filter, so that nothing jumps while somebody types.
void ResultsSection::fitHeight()
{
    const Theme theme = Theme::current();
    const int whole = (m_model->total() + 12) * theme.rowHeight();
    const int most = std::max(theme.px(300), m_room - theme.px(120));
    const bool fits = m_model->total() <= mostFitted;
    m_table->setFitToRows(fits);
    m_table->setMinimumHeight(fits ? 0 : std::min(whole, most));
    m_table->setMaximumHeight(fits ? QWIDGETSIZE_MAX : std::min(whole, most));
}

void ResultsSection::showCount()
{
    QString text = m_model->shown() == m_model->total()
        ? tr("%1 results").arg(formatCount(m_model->total()))
        : tr("%1 of %2 results").arg(formatCount(m_model->shown()), formatCount(m_model->total()));
    if (!m_boundsFrom.isEmpty())
        //: whose thresholds are shown; %1 is a policy and a request
        text += u" · "_s + tr("thresholds of %1").arg(m_boundsFrom);
    m_count->setText(text);
}

/// Thresholds and verdicts take no room where there are none. The drawn interval comes as there is room for it: its
/// figures stand beside it anyway.
void ResultsSection::fitColumns()
{
    using C = ResultsModel::Column;
    m_table->setColumnHidden(int(C::Threshold), !m_judged);
    m_table->setColumnHidden(int(C::Verdict), !m_judged);
    const int others = 200 + 100 + 152 + 52 + (m_judged ? 72 + 92 : 0);
    m_table->setColumnHidden(int(C::Bar), m_table->width() < Theme::current().px(others + 112));
}

bool ResultsSection::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::Resize)
        fitColumns();
    return ReportSection::eventFilter(watched, event);
}

} // namespace countersign
