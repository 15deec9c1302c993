// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/fairnesssection.h"

#include "ui/evaluations/measured.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/figures/figureframe.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/segmentedbuttons.h"
#include "ui/widgets/textlabel.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

QComboBox *groupChoice(const QString &name, int letters)
{
    auto *out = new QComboBox;
    out->setAccessibleName(name);
    out->setToolTip(name);
    out->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    out->setMinimumContentsLength(letters);
    return out;
}

RangeChart::Cell estimateCell(const std::optional<Estimate> &estimate, bool difference)
{
    if (!estimate)
        return {};
    const QString value = difference ? formatDifference(estimate->value) : formatFixed(estimate->value, 2);
    if (!estimate->interval)
        return {value, {}};
    return {value, difference ? differenceIntervalText(estimate->interval)
                              : formatIntervalOnly(estimate->interval->low, estimate->interval->high, 2)};
}

void placeRow(RangeChart::Row &row, double value, const std::optional<EvaluationReport::Interval> &interval)
{
    row.value = value;
    if (interval) {
        row.low = interval->low;
        row.high = interval->high;
    }
}

} // namespace

FairnessSection::FairnessSection(QWidget *parent)
    : ReportSection(u"fairness"_s, tr("Fairness"), parent)
    , m_metric(groupChoice(tr("Result to compare groups by"), 18))
    , m_dimension(groupChoice(tr("Groups"), 12))
    , m_reference(groupChoice(tr("Reference group: what the others are held against"), 14))
    , m_drawn(new SegmentedButtons(tr("What is drawn")))
    , m_fourFifths(new Chip)
    , m_frame(nullptr)
    , m_chart(new RangeChart(tr("Results by group")))
{
    m_frame = new FigureFrame(m_chart);
    m_drawn->addSegment(u"value"_s, tr("Value"));
    m_drawn->addSegment(u"difference"_s, tr("Difference"));
    m_drawn->addSegment(u"ratio"_s, tr("Ratio"));
    m_drawn->setCurrent(u"value"_s);
    m_drawn->setFixedWidth(Theme::current().px(288)); // the segments are alike, and the longest word needs a third of this
    m_chart->setLabelTitle(tr("Group"));
    const auto label = [](const QString &text) { return new TextLabel(text, TextSize::Body, ColorRole::TextMuted); };
    //: "[recall] by [sex] against [Men]": three choices in a row
    body()->addWidget(controlRow({m_metric, label(tr("by")), m_dimension, label(tr("against")), m_reference}));
    body()->addWidget(controlRow({m_drawn, m_fourFifths}));
    addFrame(m_frame);
    connect(m_metric, &QComboBox::currentIndexChanged, this, &FairnessSection::fillDimensions);
    connect(m_dimension, &QComboBox::currentIndexChanged, this, &FairnessSection::fillReferences);
    connect(m_reference, &QComboBox::currentIndexChanged, this, &FairnessSection::showGroups);
    connect(m_drawn, &SegmentedButtons::currentChanged, this, &FairnessSection::showGroups);
}

void FairnessSection::setDrawn(const QString &id)
{
    m_drawn->setCurrent(id);
    showGroups();
}

bool FairnessSection::showReport(const ReportData &shown)
{
    m_report = shown.report;
    m_parts = shown.parts;
    m_failing = shown.failing;
    {
        const QSignalBlocker blocker(m_metric);
        m_metric->clear();
        QStringList titles;
        for (const GroupSet &set : m_parts->groups) {
            if (!titles.contains(set.title))
                titles.append(set.title);
        }
        m_metric->addItems(titles);
    }
    if (m_parts->groups.isEmpty())
        return false;
    fillDimensions();
    return true;
}

void FairnessSection::fillDimensions()
{
    {
        const QSignalBlocker blocker(m_dimension);
        m_dimension->clear();
        for (int i = 0; i < m_parts->groups.size(); ++i) {
            if (m_parts->groups[i].title == m_metric->currentText())
                m_dimension->addItem(m_parts->groups[i].dimension, i);
        }
    }
    fillReferences();
}

int FairnessSection::chosenSet() const
{
    const int at = m_dimension->currentData().toInt();
    return m_dimension->currentIndex() >= 0 && at < m_parts->groups.size() ? at : -1;
}

void FairnessSection::fillReferences()
{
    const int at = chosenSet();
    if (at < 0)
        return;
    {
        const QSignalBlocker blocker(m_reference);
        m_reference->clear();
        const GroupSet &set = m_parts->groups[at];
        const int usual = usualReference(*m_report, set, FairnessOptions().least);
        //: the reference group that is taken when nobody chooses one; %1 is its name
        m_reference->addItem(usual < 0 ? tr("none") : set.selection ? tr("%1, the most selected").arg(set.groups[usual].name)
                                                                    : tr("%1, the best").arg(set.groups[usual].name), -1);
        for (int i = 0; i < set.groups.size(); ++i) {
            if (i != usual)
                m_reference->addItem(set.groups[i].name, i);
        }
    }
    showGroups();
}

QString FairnessSection::captionText(const GroupSet &set, const GroupComparison &comparison) const
{
    QStringList parts;
    if (comparison.reference >= 0)
        //: %1 is a group
        parts.append(tr("The ring is the reference, %1.").arg(set.groups[comparison.reference].name));
    else
        parts.append(tr("No group is large enough to be a reference."));
    if (comparison.method == "Newcombe"_L1)
        parts.append(tr("Differences are group minus reference with Newcombe's interval, ratios with Katz's, 95\u00a0%, computed here."));
    else if (comparison.method == "normal"_L1)
        parts.append(tr("Differences are group minus reference with a normal 95\u00a0% interval from the standard errors, computed here."));
    else if (comparison.reference >= 0)
        parts.append(tr("The file gives no error for these values, so differences have no interval."));
    parts.append(tr("Worst first; the farthest of many groups is partly chance."));
    return parts.join(u' ');
}

RangeChart::Row FairnessSection::rowOf(const GroupLine &line, const QString &drawn) const
{
    const Metric &metric = m_report->results[line.metric];
    const bool fails = m_failing.contains(metric.pointer);
    const double none = std::numeric_limits<double>::quiet_NaN();
    RangeChart::Row row;
    row.label = line.name;
    row.look = line.tooFew                     ? RangeChart::Look::Muted
        : line.isReference                     ? RangeChart::Look::Reference
        : fails || line.belowFourFifths        ? RangeChart::Look::Failing
                                               : RangeChart::Look::Plain;
    if (drawn == "difference"_L1)
        placeRow(row, line.isReference ? 0 : line.difference ? line.difference->value : none, line.difference ? line.difference->interval : std::nullopt);
    else if (drawn == "ratio"_L1)
        placeRow(row, line.isReference ? 1 : line.ratio ? line.ratio->value : none, line.ratio ? line.ratio->interval : std::nullopt);
    else if (isFinite(metric))
        placeRow(row, metric.value, line.interval);
    row.cells = {{valueText(metric), intervalText(line.interval)},
                 {metric.n ? formatCount(*metric.n) : u"—"_s, {}},
                 line.isReference ? RangeChart::Cell{u"—"_s, {}} : estimateCell(line.difference, true),
                 line.isReference ? RangeChart::Cell{u"—"_s, {}} : estimateCell(line.ratio, false)};
    row.note = line.tooFew     ? tr("too few to judge")
        : line.isReference     ? tr("reference")
        : line.belowFourFifths ? tr("below four fifths")
        : fails                ? tr("fails its threshold")
                               : QString();
    return row;
}

QList<RangeChart::Line> FairnessSection::linesOf(const GroupSet &set, const QString &drawn) const
{
    QList<RangeChart::Line> out;
    if (drawn == "difference"_L1)
        out.append({0, tr("as the reference")});
    else if (drawn == "ratio"_L1)
        out.append({1, tr("as the reference")});
    else if (set.whole >= 0 && isFinite(m_report->results[set.whole]))
        out.append({m_report->results[set.whole].value, tr("everybody")});
    if (drawn == "ratio"_L1 && set.selection)
        //: the line below which a selection rate is taken as evidence of adverse impact
        out.append({fourFifths, tr("four fifths"), true});
    return out;
}

void FairnessSection::showGroups()
{
    const int at = chosenSet();
    if (at < 0)
        return;
    const GroupSet &set = m_parts->groups[at];
    const FairnessOptions options;
    const GroupComparison comparison = compareGroups(*m_report, set, m_reference->currentData().toInt(), options);
    const QString drawn = m_drawn->current();
    QList<RangeChart::Row> rows;
    qint64 below = 0;
    bool apart = false;
    for (const GroupLine &line : comparison.lines) {
        if (line.tooFew && !apart) {
            apart = true;
            RangeChart::Row heading;
            heading.look = RangeChart::Look::Heading;
            heading.label = tr("Too few to judge, fewer than %1").arg(options.least);
            rows.append(heading);
        }
        below += line.belowFourFifths ? 1 : 0;
        rows.append(rowOf(line, drawn));
    }
    m_chart->setColumns({{tr("Value"), drawn == "value"_L1}, {tr("n"), true}, {tr("Difference"), drawn == "difference"_L1},
                         {set.selection ? tr("Impact ratio") : tr("Ratio"), drawn == "ratio"_L1}});
    m_chart->setRows(rows);
    m_chart->setLines(linesOf(set, drawn));
    m_fourFifths->setVisible(set.selection);
    m_fourFifths->setChip(below > 0 ? chipFor(ChipState::Failed, tr("%n groups below four fifths", nullptr, int(below)))
                                    : chipFor(ChipState::Met, tr("No group below four fifths")));
    //: a result by a dimension: "recall by sex"
    m_frame->setTitle(tr("%1 by %2").arg(set.title, set.dimension));
    m_frame->setDetail(tr("%n groups", nullptr, int(set.groups.size())));
    m_frame->setCaption(captionText(set, comparison));
    m_frame->refresh();
}

} // namespace countersign
