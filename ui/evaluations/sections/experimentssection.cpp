// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/experimentssection.h"

#include "analysis/means.h"
#include "analysis/proportions.h"
#include "ui/evaluations/measured.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/figures/figureframe.h"
#include "ui/widgets/figures/rangechart.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/textlabel.h"

#include <QComboBox>
#include <QVBoxLayout>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

using Judgement = ExperimentJudgement;
using Arm = EvaluationReport::Experiment::Arm;

ChipSpec experimentChip(Judgement::Verdict verdict)
{
    switch (verdict) {
    case Judgement::Verdict::Better:
        //: verdict on the treatment of an experiment
        return chipFor(ChipState::Met, ExperimentsSection::tr("Better"));
    case Judgement::Verdict::Worse:
        return chipFor(ChipState::Failed, ExperimentsSection::tr("Worse"));
    case Judgement::Verdict::NoDifference:
        return chipFor(ChipState::Abstained, ExperimentsSection::tr("No difference shown"));
    case Judgement::Verdict::Changed:
        return chipFor(ChipState::Waived, ExperimentsSection::tr("Changed"));
    case Judgement::Verdict::Undecided:
        break;
    }
    return chipFor(ChipState::Missing, ExperimentsSection::tr("Undecided"));
}

QString reasonText(Judgement::Reason reason)
{
    switch (reason) {
    case Judgement::Reason::NoData:
        return ExperimentsSection::tr("An arm has no n, or neither successes nor a mean.");
    case Judgement::Reason::SampleRatioMismatch:
        return ExperimentsSection::tr("The arms do not have the sizes that were planned; whatever broke the assignment may have made the effect.");
    case Judgement::Reason::TooFewInArm:
        return ExperimentsSection::tr("An arm holds too few to decide anything.");
    case Judgement::Reason::PlanNotReached:
        return ExperimentsSection::tr("The planned size was not reached when this was written.");
    case Judgement::Reason::NoInterval:
        return ExperimentsSection::tr("The file gives no spread, so the effect has no interval.");
    case Judgement::Reason::DirectionUnknown:
        return ExperimentsSection::tr("Nothing says which direction is better.");
    case Judgement::Reason::None:
        break;
    }
    return {};
}

QString verdictSentence(const Judgement &judgement)
{
    const QString reason = reasonText(judgement.reason);
    if (!reason.isEmpty())
        return reason;
    switch (judgement.verdict) {
    case Judgement::Verdict::Better:
        return ExperimentsSection::tr("The whole interval of the effect is on the better side of zero.");
    case Judgement::Verdict::Worse:
        return ExperimentsSection::tr("The whole interval of the effect is on the worse side of zero.");
    case Judgement::Verdict::NoDifference:
        return ExperimentsSection::tr("The interval of the effect holds zero. That is not proof that there is none.");
    default:
        return {};
    }
}

/// The arm's share or mean with its own interval.
RangeChart::Row armRow(const Arm &arm, const QString &role)
{
    RangeChart::Row row;
    //: an arm of an experiment: its name and its part
    row.label = arm.name.isEmpty() ? role : u"%1 (%2)"_s.arg(visibleText(arm.name), role);
    std::optional<EvaluationReport::Interval> interval;
    if (arm.successes && arm.n > 0) {
        const Share share = Share::of(*arm.successes, arm.n);
        row.value = share.value;
        interval = wilsonInterval(share, 0.95);
    } else if (arm.mean) {
        row.value = *arm.mean;
        if (arm.deviation) {
            if (const auto estimate = meanEstimate({arm.n, *arm.mean, *arm.deviation}))
                interval = estimate->interval;
        }
    }
    if (interval) {
        row.low = interval->low;
        row.high = interval->high;
    }
    row.cells = {{std::isfinite(row.value) ? numberText(row.value) : u"—"_s, intervalText(interval)},
                 {arm.successes ? formatCount(*arm.successes) : u"—"_s, {}},
                 {formatCount(arm.n), {}}};
    return row;
}

} // namespace

ExperimentsSection::ExperimentsSection(QWidget *parent)
    : ReportSection(u"experiments"_s, tr("Experiment"), parent)
    , m_which(new QComboBox)
    , m_verdict(new Chip)
    , m_sentence(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_arms(new RangeChart(tr("Both arms")))
    , m_effect(new RangeChart(tr("Effect")))
    , m_armsFrame(new FigureFrame(m_arms))
    , m_effectFrame(new FigureFrame(m_effect))
    , m_facts(new FactGrid)
{
    const Theme theme = Theme::current();
    body()->setSpacing(theme.px(14));
    m_which->setAccessibleName(tr("Which experiment"));
    m_which->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_which->setMinimumContentsLength(26);
    m_sentence->setWordWrap(true);
    m_arms->setLabelTitle(tr("Arm"));
    m_arms->setColumns({{tr("Value"), true}, {tr("Successes"), false}, {tr("n"), true}});
    m_effect->setLabelTitle(tr("Effect"));
    m_effect->setColumns({{tr("Difference"), true}, {tr("p"), true}});
    auto *verdict = new QHBoxLayout;
    verdict->setSpacing(theme.px(10));
    verdict->addWidget(m_verdict, 0, Qt::AlignTop);
    verdict->addWidget(m_sentence, 1);
    body()->addWidget(m_which, 0, Qt::AlignLeft);
    body()->addLayout(verdict);
    addFrame(m_armsFrame);
    addFrame(m_effectFrame);
    body()->addWidget(m_facts);
    connect(m_which, &QComboBox::currentIndexChanged, this, &ExperimentsSection::showExperiment);
}

bool ExperimentsSection::showReport(const ReportData &shown)
{
    m_report = shown.report;
    m_parts = shown.parts;
    {
        const QSignalBlocker blocker(m_which);
        m_which->clear();
        for (const EvaluationReport::Experiment &experiment : m_report->experiments) {
            QStringList parts{experiment.metric, taskLabel(experiment.task)};
            parts.removeAll(QString());
            m_which->addItem(visibleText(parts.join(u" · "_s)));
        }
    }
    m_which->setVisible(m_report->experiments.size() > 1);
    if (m_report->experiments.isEmpty())
        return false;
    showExperiment();
    return true;
}

void ExperimentsSection::showExperiment()
{
    const int at = m_which->currentIndex();
    if (at < 0 || at >= m_report->experiments.size() || at >= m_parts->experiments.size())
        return;
    const EvaluationReport::Experiment &experiment = m_report->experiments[at];
    const Judgement &judgement = m_parts->experiments[at];
    setDetail(m_report->experiments.size() == 1 ? m_which->currentText() : QString());
    m_verdict->setChip(experimentChip(judgement.verdict));
    m_sentence->setText(verdictSentence(judgement));
    showArms(experiment);
    showEffect(experiment, judgement);
    showFacts(experiment, judgement);
}

void ExperimentsSection::showArms(const EvaluationReport::Experiment &experiment)
{
    m_arms->setRows({armRow(experiment.control, tr("control")), armRow(experiment.treatment, tr("treatment"))});
    m_armsFrame->setTitle(m_which->currentText());
    m_armsFrame->setDetail(visibleText(experiment.unit));
    m_armsFrame->setCaption(experiment.control.successes ? tr("Intervals: Wilson, 95\u00a0%, computed here.") : tr("Intervals: Student's, 95\u00a0%, computed here."));
    m_armsFrame->refresh();
}

void ExperimentsSection::showEffect(const EvaluationReport::Experiment &, const Judgement &judgement)
{
    m_effectFrame->setVisible(judgement.effect.has_value());
    if (!judgement.effect)
        return;
    const Estimate &effect = *judgement.effect;
    RangeChart::Row row;
    row.label = tr("Treatment − control");
    row.value = effect.value;
    row.look = judgement.verdict == Judgement::Verdict::Worse ? RangeChart::Look::Failing : RangeChart::Look::Plain;
    QString interval;
    if (effect.interval) {
        row.low = effect.interval->low;
        row.high = effect.interval->high;
        interval = differenceIntervalText(effect.interval, 4);
    }
    row.cells = {{formatDifference(effect.value, 4), interval}, {effect.pValue ? formatSignificant(*effect.pValue, 2) : u"—"_s, {}}};
    m_effect->setRows({row});
    m_effect->setLines({{0, tr("no difference")}});
    QString caption = judgement.method == Judgement::Method::NewcombeShares
        ? tr("Newcombe's interval, 95\u00a0%, and the pooled z test, computed here.")
        : judgement.method == Judgement::Method::WelchMeans ? tr("Welch's interval and test, 95\u00a0%, computed here.") : QString();
    if (judgement.ratio)
        caption += u' ' + tr("As a ratio: %1.").arg(judgement.ratio->interval ? formatInterval(judgement.ratio->value, judgement.ratio->interval->low, judgement.ratio->interval->high)
                                                                            : formatFixed(judgement.ratio->value));
    m_effectFrame->setCaption(caption);
    m_effectFrame->refresh();
}

void ExperimentsSection::showFacts(const EvaluationReport::Experiment &experiment, const Judgement &judgement)
{
    m_facts->clear();
    const QString sizes = u"%1 : %2"_s.arg(formatCount(experiment.control.n), formatCount(experiment.treatment.n));
    const bool mismatch = judgement.reason == Judgement::Reason::SampleRatioMismatch;
    const QString planned = experiment.plannedShare ? tr("planned %1 for the treatment").arg(formatPercent(*experiment.plannedShare))
                                                    : tr("no split is stated, held against half and half");
    QString test = tr("not enough data");
    if (judgement.sampleRatioPValue)
        test = (mismatch ? tr("does not fit, p %1") : judgement.cautions.contains(Judgement::Caution::SplitUneven) ? tr("uneven, p %1") : tr("fits, p %1"))
                   .arg(formatSignificant(*judgement.sampleRatioPValue, 2));
    //: whether the arms of an experiment have the sizes they were to have
    m_facts->addFact(tr("Sample ratio"), u"%1, %2: %3"_s.arg(sizes, planned, test), tr("Chi-square of the arms' sizes; below 0.001 the assignment is broken."));
    m_facts->addFact(tr("Stopping rule"), experiment.stoppingRule.isEmpty() ? tr("No stopping rule is stated.") : visibleText(experiment.stoppingRule),
                     experiment.stoppingRule.isEmpty() ? tr("Whoever looks again and again finds a difference by chance more often than the interval says.") : QString());
    const QString direction = experiment.direction == EvaluationReport::Direction::Higher ? tr("more is better")
        : experiment.direction == EvaluationReport::Direction::Lower                      ? tr("less is better")
                                                                                          : tr("not stated");
    m_facts->addFact(tr("Direction"), direction);
}

} // namespace countersign
