// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/robustnessdata.h"

#include "ui/evaluations/measured.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/safetext.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

QString groupOf(const Metric &metric, QLatin1StringView dimension)
{
    for (const EvaluationReport::SliceTerm &term : metric.slice) {
        if (term.dimension == dimension)
            return term.group;
    }
    return {};
}

/// Groups of people beside the perturbation belong into the name, or two lines would be one.
QString seriesName(const Metric &metric)
{
    QStringList parts{taskLabel(groupOf(metric, "perturbation"_L1))};
    for (const EvaluationReport::SliceTerm &term : metric.slice) {
        if (term.dimension != "perturbation"_L1 && term.dimension != "strength"_L1)
            parts.append(taskLabel(term.group));
    }
    return visibleText(parts.join(u" · "_s));
}

/// Numbers stand where they are; words stand in the order in which they first came.
void placePoints(PerturbedResult &result)
{
    QStringList words;
    bool numbers = true;
    for (const PerturbedResult::Series &series : std::as_const(result.series)) {
        for (const PerturbedResult::Point &point : series.points) {
            bool ok = false;
            const double value = point.at.toDouble(&ok);
            numbers = numbers && ok && std::isfinite(value);
            result.hasStrengths = result.hasStrengths || !point.at.isEmpty();
            if (!words.contains(point.at))
                words.append(point.at);
        }
    }
    if (!numbers)
        result.strengths = words;
    for (PerturbedResult::Series &series : result.series) {
        for (PerturbedResult::Point &point : series.points)
            point.x = numbers ? point.at.toDouble() : double(words.indexOf(point.at));
        std::stable_sort(series.points.begin(), series.points.end(), [](const auto &a, const auto &b) { return a.x < b.x; });
    }
}

bool isAttackSuccess(const QString &metric)
{
    QString name = metric.toLower();
    name.replace(u'_', u' ').replace(u'-', u' ');
    return name.startsWith(u"attack success"_s) || name == "asr"_L1;
}

} // namespace

QList<PerturbedResult> perturbedResults(const EvaluationReport &report)
{
    QList<PerturbedResult> out;
    QHash<QString, qsizetype> index;
    QHash<QString, int> whole;
    for (int i = 0; i < report.results.size(); ++i) {
        const Metric &metric = report.results[i];
        const QString key = resultKey(metric);
        if (metric.slice.isEmpty())
            whole.insert(key, i);
        if (groupOf(metric, "perturbation"_L1).isEmpty() && groupOf(metric, "strength"_L1).isEmpty())
            continue;
        if (!index.contains(key)) {
            index.insert(key, out.size());
            out.append({resultTitle(metric), metric.direction, {}, {}, false, -1});
        }
        PerturbedResult &result = out[index.value(key)];
        const QString name = seriesName(metric);
        auto series = std::find_if(result.series.begin(), result.series.end(), [&](const auto &one) { return one.name == name; });
        if (series == result.series.end()) {
            result.series.append({name, {}});
            series = std::prev(result.series.end());
        }
        series->points.append({0, groupOf(metric, "strength"_L1), i});
    }
    for (auto it = index.cbegin(); it != index.cend(); ++it)
        out[*it].baseline = whole.value(it.key(), -1);
    for (PerturbedResult &result : out)
        placePoints(result);
    return out;
}

QList<AttackSet> attackSets(const EvaluationReport &report)
{
    QList<AttackSet> out;
    QHash<QString, qsizetype> index;
    for (int i = 0; i < report.results.size(); ++i) {
        const Metric &metric = report.results[i];
        QString family = groupOf(metric, "attack"_L1);
        const bool sliced = !family.isEmpty();
        if (!sliced && metric.slice.isEmpty() && isAttackSuccess(metric.metric))
            family = metric.task;
        if (family.isEmpty())
            continue;
        // Tools without slices give each family a task of its own; the suite holds them together.
        const QString key = sliced ? resultKey(metric) : metric.suite + QChar(0x1f) + metric.metric;
        if (!index.contains(key)) {
            index.insert(key, out.size());
            const QString name = metric.suite.isEmpty() ? metric.metric : u"%1 · %2"_s.arg(metric.metric, taskLabel(metric.suite));
            out.append({sliced ? resultTitle(metric) : visibleText(name), {}});
        }
        out[index.value(key)].attacks.append({visibleText(taskLabel(family)), i});
    }
    for (AttackSet &set : out) {
        std::stable_sort(set.attacks.begin(), set.attacks.end(), [&](const auto &a, const auto &b) {
            const Metric &first = report.results[a.metric], &second = report.results[b.metric];
            if (isFinite(first) != isFinite(second))
                return isFinite(first);
            // More success is worse, unless the report counts what was resisted.
            return isFinite(first) && (first.direction == EvaluationReport::Direction::Higher ? first.value < second.value : first.value > second.value);
        });
    }
    return out;
}

} // namespace countersign
