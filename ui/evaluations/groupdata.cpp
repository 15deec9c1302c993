// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/groupdata.h"

#include "domain/intervals.h"
#include "ui/evaluations/measured.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/safetext.h"

#include <QRegularExpression>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

QString dimensionOf(const QList<EvaluationReport::SliceTerm> &slice)
{
    QStringList names;
    for (const EvaluationReport::SliceTerm &term : slice)
        names.append(term.dimension.isEmpty() ? u"group"_s : term.dimension);
    return visibleText(names.join(u" × "_s));
}

/// "recall by group" → "group": the tool has no slices, but the suite says what its tasks are.
QString dimensionOfSuite(const QString &suite)
{
    static const QRegularExpression by(u"\\bby[ _]([\\w ]{2,40})$"_s, QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    const auto match = by.match(suite);
    return match.hasMatch() ? match.captured(1) : QString();
}

bool isSelectionRate(const QString &metric)
{
    QString name = metric.toLower();
    name.replace(u'_', u' ').replace(u'-', u' ');
    return name.contains(u"selection rate"_s) || name.contains(u"acceptance rate"_s) || name.contains(u"approval rate"_s) || name == "positive rate"_L1;
}

bool isTooFew(const Metric &metric, qint64 least)
{
    return metric.n && *metric.n < least;
}

/// Larger is better for the person concerned, as far as anybody says.
double goodness(const GroupSet &set, const Metric &metric)
{
    switch (set.direction) {
    case EvaluationReport::Direction::Lower:
        return -metric.value;
    case EvaluationReport::Direction::Target:
        return -std::abs(metric.value - metric.target.value_or(0));
    default:
        return metric.value;
    }
}

Estimate normalDifference(double difference, double a, double b)
{
    Estimate out;
    out.value = difference;
    out.interval = normalInterval(difference, std::sqrt(a * a + b * b));
    return out;
}

void contrast(const Metric &metric, const Metric &reference, GroupLine &out)
{
    const auto ours = standardErrorOf(metric), theirs = standardErrorOf(reference);
    const double difference = metric.value - reference.value;
    out.difference = ours && theirs ? normalDifference(difference, *ours, *theirs) : Estimate{difference, {}, {}};
    if (reference.value > 0 && metric.value >= 0)
        out.ratio = Estimate{metric.value / reference.value, {}, {}};
}

} // namespace

QList<GroupSet> groupSets(const EvaluationReport &report)
{
    QList<GroupSet> out;
    QHash<QString, qsizetype> index;
    QHash<QString, int> whole;
    for (int i = 0; i < report.results.size(); ++i) {
        const Metric &metric = report.results[i];
        QString dimension, key, title;
        GroupSet::Group group{{}, i};
        if (isOfPeople(metric.slice)) {
            dimension = dimensionOf(metric.slice);
            key = resultKey(metric);
            title = resultTitle(metric);
            group.name = groupTitle(metric.slice);
        } else if (metric.slice.isEmpty() && !dimensionOfSuite(metric.suite).isEmpty() && !metric.task.isEmpty()) {
            dimension = dimensionOfSuite(metric.suite);
            key = metric.suite + QChar(0x1f) + metric.metric + QChar(0x1f) + metric.filter;
            title = metric.metric;
            group.name = visibleText(taskLabel(metric.task));
        } else {
            if (metric.slice.isEmpty())
                whole.insert(resultKey(metric), i);
            continue;
        }
        const QString place = dimension + QChar(0x1e) + key;
        if (!index.contains(place)) {
            index.insert(place, out.size());
            GroupSet set;
            set.title = title;
            set.dimension = dimension;
            set.direction = metric.direction;
            set.selection = isSelectionRate(metric.metric);
            out.append(set);
        }
        out[index.value(place)].groups.append(group);
    }
    out.removeIf([](const GroupSet &set) { return set.groups.size() < 2; });
    for (GroupSet &set : out) {
        const Metric &first = report.results[set.groups.first().metric];
        set.whole = first.slice.isEmpty() ? -1 : whole.value(resultKey(first), -1);
        set.share = std::all_of(set.groups.begin(), set.groups.end(), [&](const GroupSet::Group &group) {
            const Metric &metric = report.results[group.metric];
            return !isFinite(metric) || (metric.n && isProportion(report, metric));
        });
    }
    return out;
}

int usualReference(const EvaluationReport &report, const GroupSet &set, qint64 least)
{
    int best = -1;
    for (int i = 0; i < set.groups.size(); ++i) {
        const Metric &metric = report.results[set.groups[i].metric];
        if (!isFinite(metric) || isTooFew(metric, least))
            continue;
        if (best < 0 || goodness(set, metric) > goodness(set, report.results[set.groups[best].metric]))
            best = i;
    }
    return best;
}

GroupComparison compareGroups(const EvaluationReport &report, const GroupSet &set, int reference, const FairnessOptions &options)
{
    GroupComparison out;
    out.reference = reference >= 0 && reference < set.groups.size() ? reference : usualReference(report, set, options.least);
    QList<GroupContrast> contrasts;
    if (set.share && out.reference >= 0) {
        QList<GroupValue> values;
        for (const GroupSet::Group &group : set.groups)
            values.append({report.results[group.metric].slice, report.results[group.metric].value, report.results[group.metric].n});
        contrasts = contrastGroups(values, out.reference, options);
        out.method = u"Newcombe"_s;
    }
    for (int i = 0; i < set.groups.size(); ++i) {
        const Metric &metric = report.results[set.groups[i].metric];
        GroupLine line;
        line.name = set.groups[i].name;
        line.metric = set.groups[i].metric;
        line.interval = metric.interval;
        line.tooFew = isTooFew(metric, options.least);
        line.isReference = i == out.reference;
        if (i < contrasts.size()) {
            const GroupContrast &contrasted = contrasts[i];
            line.interval = metric.interval ? metric.interval : contrasted.interval;
            line.difference = contrasted.difference;
            line.ratio = contrasted.ratio;
            line.belowFourFifths = set.selection && contrasted.belowFourFifths;
        } else if (out.reference >= 0 && i != out.reference && !line.tooFew && isFinite(metric)) {
            contrast(metric, report.results[set.groups[out.reference].metric], line);
            if (line.difference && line.difference->interval)
                out.method = u"normal"_s;
        }
        out.lines.append(line);
    }
    std::stable_sort(out.lines.begin(), out.lines.end(), [&](const GroupLine &a, const GroupLine &b) {
        const Metric &first = report.results[a.metric], &second = report.results[b.metric];
        if (a.tooFew != b.tooFew)
            return b.tooFew;
        if (isFinite(first) != isFinite(second))
            return isFinite(first);
        return isFinite(first) && goodness(set, first) < goodness(set, second);
    });
    return out;
}

} // namespace countersign
