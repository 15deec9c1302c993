// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/groupfairness.h"

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using Slice = QList<EvaluationReport::SliceTerm>;
using WhyNot = FairnessMetric::Reason;

/// A group that may be compared, with its share of one rate.
struct Candidate
{
    const GroupTally::Group *group = nullptr;
    Share share;
};

struct Extremes
{
    Candidate lower, higher;
};

bool isComparable(const GroupValue &group)
{
    return group.value >= 0 && group.value <= 1; // false for NaN
}

Share toShare(const GroupValue &group)
{
    return {group.value, group.n.value_or(0)};
}

void compareWithReference(const GroupValue &reference, double level, GroupContrast &out)
{
    const Share base = toShare(reference);
    const Share own = toShare(out.group);
    out.difference = base.isValid() && own.isValid() ? shareDifference(base, own, level)
                                                     : Estimate{own.value - base.value, {}, {}};
    out.ratio = shareRatio(base, own, level);
    if (!out.ratio && base.value > 0)
        out.ratio = Estimate{own.value / base.value, {}, {}};
    out.belowFourFifths = out.ratio && out.ratio->value < fourFifths;
}

QString nameOf(const Slice &slice)
{
    QStringList names;
    for (const auto &term : slice)
        names.append(term.group);
    return names.join(u" × "_s);
}

bool hasTooFew(const GroupTally::Group &group, const FairnessOptions &options)
{
    return group.counts.n < options.least;
}

QList<Candidate> candidates(const GroupTally::Part &part, GroupRate rate, const FairnessOptions &options)
{
    QList<Candidate> out;
    for (const GroupTally::Group &group : part.groups) {
        const auto share = shareOf(group.counts, rate);
        if (share && !hasTooFew(group, options))
            out.append({&group, *share});
    }
    return out;
}

/// The reference group's place in a list of groups; nothing when none is named, −1 when the named one is not there.
template <typename List, typename SliceOf>
std::optional<qsizetype> referenceIn(const List &list, const QString &dimension, const FairnessOptions &options, SliceOf sliceOf)
{
    const QString wanted = options.reference.value(dimension);
    if (wanted.isEmpty())
        return {};
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (nameOf(sliceOf(list[i])) == wanted)
            return i;
    }
    return -1;
}

enum class Farthest { ByDifference, ByRatio };

/// The two groups whose rates make a metric: the extremes, or the reference and the group farthest from it. Or why not.
std::optional<Extremes> extremesOf(const GroupTally::Part &part, GroupRate rate, Farthest farthest, const FairnessOptions &options,
                                   WhyNot &reason)
{
    const QList<Candidate> all = candidates(part, rate, options);
    const auto at = referenceIn(all, part.dimension, options, [](const Candidate &c) { return c.group->slice; });
    reason = all.size() < 2 ? WhyNot::TooFewGroups : at && *at < 0 ? WhyNot::ReferenceMissing : WhyNot::None;
    if (reason != WhyNot::None)
        return {};
    const auto byValue = [](const Candidate &a, const Candidate &b) { return a.share.value < b.share.value; };
    const auto [low, high] = std::minmax_element(all.begin(), all.end(), byValue);
    if (!at)
        return Extremes{*low, *high};
    const double own = all[*at].share.value;
    // The lesser quotient need not be the larger difference. low/own ≤ own/high, without dividing by what may be 0.
    const bool lowIsFarther = farthest == Farthest::ByRatio ? low->share.value * high->share.value <= own * own
                                                            : own - low->share.value >= high->share.value - own;
    return lowIsFarther ? Extremes{*low, all[*at]} : Extremes{all[*at], *high};
}

FairnessMetric differenceMetric(const QString &name, const GroupTally::Part &part, GroupRate rate, const FairnessOptions &options)
{
    FairnessMetric out;
    out.name = name;
    out.dimension = part.dimension;
    const auto pair = extremesOf(part, rate, Farthest::ByDifference, options, out.reason);
    if (!pair)
        return out;
    out.lower = pair->lower.group->slice;
    out.higher = pair->higher.group->slice;
    if (const auto estimate = shareDifference(pair->lower.share, pair->higher.share, options.level)) {
        out.value = estimate->value;
        out.interval = estimate->interval;
    }
    return out;
}

FairnessMetric ratioMetric(const QString &name, const QString &dimension, const Candidate &lower, const Candidate &higher, double level)
{
    FairnessMetric out;
    out.name = name;
    out.dimension = dimension;
    out.target = 1;
    out.lower = lower.group->slice;
    out.higher = higher.group->slice;
    const auto estimate = shareRatio(higher.share, lower.share, level);
    if (!estimate) {
        out.reason = WhyNot::NothingSelected;
        return out;
    }
    out.value = estimate->value;
    out.interval = estimate->interval;
    out.belowFourFifths = estimate->value < fourFifths;
    return out;
}

FairnessMetric parityRatio(const GroupTally::Part &part, const FairnessOptions &options)
{
    FairnessMetric out;
    out.name = u"demographicParityRatio"_s;
    out.dimension = part.dimension;
    out.target = 1;
    if (const auto pair = extremesOf(part, GroupRate::Selection, Farthest::ByRatio, options, out.reason))
        return ratioMetric(out.name, part.dimension, pair->lower, pair->higher, options.level);
    return out;
}

FairnessMetric equalizedOdds(const GroupTally::Part &part, const FairnessOptions &options)
{
    const QString name = u"equalizedOddsDifference"_s;
    const FairnessMetric hits = differenceMetric(name, part, GroupRate::TruePositive, options);
    const FairnessMetric alarms = differenceMetric(name, part, GroupRate::FalsePositive, options);
    if (!hits.value || !alarms.value)
        return hits.value ? alarms : hits;
    return *alarms.value > *hits.value ? alarms : hits;
}

void appendMetrics(const GroupTally::Part &part, const FairnessOptions &options, QList<FairnessMetric> &out)
{
    out.append(differenceMetric(u"demographicParityDifference"_s, part, GroupRate::Selection, options));
    out.append(parityRatio(part, options));
    out.append(differenceMetric(u"equalOpportunityDifference"_s, part, GroupRate::TruePositive, options));
    out.append(equalizedOdds(part, options));
    out.append(differenceMetric(u"predictiveParityDifference"_s, part, GroupRate::Precision, options));
    const QList<Candidate> all = candidates(part, GroupRate::Selection, options);
    const auto most = std::max_element(all.begin(), all.end(), [](const Candidate &a, const Candidate &b) {
        return a.share.value < b.share.value;
    });
    for (const Candidate &candidate : all) {
        FairnessMetric metric = ratioMetric(u"impactRatio"_s, part.dimension, candidate, *most, options.level);
        metric.slice = candidate.group->slice;
        if (candidate.group == most->group)
            metric.interval.reset(); // a group is exactly as often selected as itself
        out.append(metric);
    }
}

std::optional<Estimate> rateOf(const GroupCounts &counts, GroupRate rate, double level)
{
    const auto share = shareOf(counts, rate);
    return share ? std::optional(Estimate{share->value, wilsonInterval(*share, level), {}}) : std::nullopt;
}

GroupRates ratesOf(const GroupTally::Part &part, const GroupTally::Group &group, const FairnessOptions &options)
{
    GroupRates out;
    out.dimension = part.dimension;
    out.slice = group.slice;
    out.counts = group.counts;
    out.tooFew = hasTooFew(group, options);
    out.selectionRate = rateOf(group.counts, GroupRate::Selection, options.level);
    out.truePositiveRate = rateOf(group.counts, GroupRate::TruePositive, options.level);
    out.falsePositiveRate = rateOf(group.counts, GroupRate::FalsePositive, options.level);
    out.precision = rateOf(group.counts, GroupRate::Precision, options.level);
    out.accuracy = rateOf(group.counts, GroupRate::Accuracy, options.level);
    if (group.reliability.n() > 0)
        out.calibration = group.reliability.bins();
    out.expectedCalibrationError = group.reliability.expectedCalibrationError();
    out.brierScore = group.reliability.brierScore();
    return out;
}

} // namespace

QList<GroupContrast> contrastGroups(const QList<GroupValue> &groups, std::optional<qsizetype> reference, const FairnessOptions &options)
{
    QList<GroupContrast> out;
    std::optional<qsizetype> best;
    for (const GroupValue &group : groups) {
        GroupContrast contrast;
        contrast.group = group;
        contrast.interval = wilsonInterval(toShare(group), options.level);
        contrast.tooFew = group.n && *group.n < options.least;
        if (!contrast.tooFew && isComparable(group) && (!best || group.value > groups[*best].value))
            best = out.size();
        out.append(contrast);
    }
    const auto chosen = reference ? reference : best;
    if (!chosen || *chosen < 0 || *chosen >= out.size() || out[*chosen].tooFew || !isComparable(groups[*chosen]))
        return out;
    for (qsizetype i = 0; i < out.size(); ++i) {
        out[i].isReference = i == *chosen;
        if (i != *chosen && !out[i].tooFew && isComparable(groups[i]))
            compareWithReference(groups[*chosen], options.level, out[i]);
    }
    return out;
}

FairnessAnalysis analyseFairness(const GroupTally &tally, const FairnessOptions &options)
{
    FairnessAnalysis out;
    for (const GroupTally::Part &part : tally.parts()) {
        QList<GroupValue> values;
        for (const GroupTally::Group &group : part.groups) {
            out.groups.append(ratesOf(part, group, options));
            const Share share = shareOf(group.counts, GroupRate::Selection).value_or(Share{});
            values.append({group.slice, share.value, share.n});
        }
        out.contrasts += contrastGroups(values, referenceIn(values, part.dimension, options, [](const GroupValue &v) { return v.slice; }), options);
        appendMetrics(part, options, out.metrics);
    }
    return out;
}

} // namespace countersign
