// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/experiment.h"

#include "analysis/chisquare.h"
#include "analysis/means.h"
#include "analysis/proportions.h"

#include <array>

namespace countersign {

namespace {

using Judgement = ExperimentJudgement;
using Reason = Judgement::Reason;
using Arm = EvaluationReport::Experiment::Arm;

bool holdsShare(const Arm &arm)
{
    return arm.successes && *arm.successes >= 0 && *arm.successes <= arm.n;
}

std::optional<MeanSummary> armMean(const Arm &arm)
{
    if (!arm.mean)
        return {};
    // Without a deviation there is no interval either, as for an arm of one value.
    return MeanSummary{arm.deviation ? arm.n : std::min<qint64>(arm.n, 1), *arm.mean, arm.deviation.value_or(0)};
}

void measureEffect(const EvaluationReport::Experiment &experiment, const ExperimentRules &rules, Judgement &out)
{
    const Arm &control = experiment.control;
    const Arm &treatment = experiment.treatment;
    if (control.n < 1 || treatment.n < 1)
        return;
    if (holdsShare(control) && holdsShare(treatment)) {
        const Share before = Share::of(*control.successes, control.n);
        const Share after = Share::of(*treatment.successes, treatment.n);
        out.method = Judgement::Method::NewcombeShares;
        out.effect = shareDifference(before, after, rules.level);
        out.ratio = shareRatio(before, after, rules.level);
        return;
    }
    const auto before = armMean(control);
    const auto after = armMean(treatment);
    if (before && after) {
        out.method = Judgement::Method::WelchMeans;
        out.effect = meanDifference(*before, *after, rules.level);
    }
}

/// Whether the sizes contradict the planned split; what is not planned only cautions.
bool isSplitBroken(const EvaluationReport::Experiment &experiment, const ExperimentRules &rules, Judgement &out)
{
    const double planned = experiment.plannedShare.value_or(0.5);
    const auto test = goodnessOfFit(std::array{experiment.control.n, experiment.treatment.n}, std::array{1 - planned, planned});
    if (!test)
        return false;
    out.treatmentShare = double(experiment.treatment.n) / double(experiment.control.n + experiment.treatment.n);
    out.sampleRatioPValue = test->pValue;
    const bool off = test->pValue < rules.mismatchBelow;
    if (!experiment.plannedShare) {
        out.cautions.append(Judgement::Caution::SplitNotStated);
        if (off)
            out.cautions.append(Judgement::Caution::SplitUneven);
    }
    return off && experiment.plannedShare;
}

Reason whyUndecided(const EvaluationReport::Experiment &experiment, const ExperimentRules &rules, bool broken, const Judgement &out)
{
    const qint64 control = experiment.control.n;
    const qint64 treatment = experiment.treatment.n;
    if (!out.effect)
        return Reason::NoData;
    if (broken)
        return Reason::SampleRatioMismatch;
    if (std::min(control, treatment) < rules.leastPerArm)
        return Reason::TooFewInArm;
    if (rules.planned && control + treatment < *rules.planned)
        return Reason::PlanNotReached;
    return out.effect->interval ? Reason::None : Reason::NoInterval;
}

} // namespace

ExperimentJudgement judgeExperiment(const EvaluationReport::Experiment &experiment, const ExperimentRules &rules)
{
    using Verdict = Judgement::Verdict;
    Judgement out;
    measureEffect(experiment, rules, out);
    const bool broken = isSplitBroken(experiment, rules, out);
    if (experiment.stoppingRule.trimmed().isEmpty())
        out.cautions.append(Judgement::Caution::StoppingRuleNotStated);
    out.reason = whyUndecided(experiment, rules, broken, out);
    if (out.reason != Reason::None)
        return out;
    const EvaluationReport::Interval interval = *out.effect->interval;
    if (interval.low <= 0 && interval.high >= 0) {
        out.verdict = Verdict::NoDifference;
        return out;
    }
    const bool up = interval.low > 0;
    if (experiment.direction == EvaluationReport::Direction::Higher) {
        out.verdict = up ? Verdict::Better : Verdict::Worse;
    } else if (experiment.direction == EvaluationReport::Direction::Lower) {
        out.verdict = up ? Verdict::Worse : Verdict::Better;
    } else {
        out.verdict = Verdict::Changed;
        out.reason = Reason::DirectionUnknown;
    }
    return out;
}

} // namespace countersign
