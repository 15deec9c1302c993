// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/reportparts.h"

#include "ui/evaluations/measured.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"

#include <QCoreApplication>
#include <QSet>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

struct PartWords
{
    Q_DECLARE_TR_FUNCTIONS(Evaluations)
};

int severityRank(const QString &severity)
{
    const qsizetype at = QStringList{u"critical"_s, u"high"_s, u"medium"_s, u"low"_s}.indexOf(severity);
    return at < 0 ? 4 : int(at);
}

QString oftenText(const EvaluationReport::Failure &failure)
{
    if (!failure.of || *failure.of <= 0)
        return formatCount(failure.count);
    //: how often a failure happened: 12 of 2,310, 0.5 %
    return PartWords::tr("%1 of %2, %3").arg(formatCount(failure.count), formatCount(*failure.of), formatPercent(double(failure.count) / double(*failure.of)));
}

/// Tasks that were measured for safety; where nothing else was, every failure is one of safety.
bool isDelicate(const EvaluationReport::Failure &failure, const QSet<QString> &safety, bool onlySafety)
{
    return onlySafety || safety.contains(failure.task);
}

QList<FailureLine> failureLines(const EvaluationReport &report)
{
    QSet<QString> safety;
    bool onlySafety = !report.results.isEmpty();
    for (const Metric &metric : report.results) {
        if (metric.category == EvaluationReport::Category::Safety)
            safety << metric.task << metric.suite;
        else
            onlySafety = false;
    }
    safety.remove(QString());
    QList<FailureLine> out;
    for (int i = 0; i < report.failures.size(); ++i) {
        const EvaluationReport::Failure &failure = report.failures[i];
        FailureLine line;
        line.failure = i;
        line.mode = visibleText(failure.mode.isEmpty() ? taskLabel(failure.task) : failure.mode);
        line.task = visibleText(taskLabel(failure.task));
        line.often = oftenText(failure);
        line.severity = failure.severity;
        line.rate = failure.of && *failure.of > 0 ? double(failure.count) / double(*failure.of) : 0;
        line.delicate = isDelicate(failure, safety, onlySafety);
        line.searched = (line.mode + u' ' + line.task + u' ' + failure.task + u' ' + severityChip(failure.severity).text).toLower();
        out.append(line);
    }
    std::stable_sort(out.begin(), out.end(), [&](const FailureLine &a, const FailureLine &b) {
        const int first = severityRank(a.severity), second = severityRank(b.severity);
        if (first != second)
            return first < second;
        return a.rate != b.rate ? a.rate > b.rate : report.failures[a.failure].count > report.failures[b.failure].count;
    });
    return out;
}

QList<Explanation> explanations(const EvaluationReport &report)
{
    QList<Explanation> out;
    QHash<QString, qsizetype> index;
    for (int i = 0; i < report.attributions.size(); ++i) {
        const EvaluationReport::Attribution &one = report.attributions[i];
        const QString key = one.task + QChar(0x1f) + one.method + QChar(0x1f) + one.output;
        if (!index.contains(key)) {
            index.insert(key, out.size());
            QStringList parts{one.method, one.output, taskLabel(one.task)};
            parts.removeAll(QString());
            out.append({visibleText(parts.join(u" · "_s)), {}});
        }
        out[index.value(key)].attributions.append(i);
    }
    for (Explanation &one : out) {
        std::stable_sort(one.attributions.begin(), one.attributions.end(), [&](int a, int b) {
            return std::abs(report.attributions[a].value) > std::abs(report.attributions[b].value);
        });
    }
    return out;
}

IntervalSources intervalSources(const EvaluationReport &report)
{
    IntervalSources out;
    for (const Metric &metric : report.results) {
        if (!metric.interval)
            ++out.none;
        else if (metric.intervalMethod.startsWith(u"wilson"_s))
            ++out.wilson;
        else if (metric.intervalMethod.contains(u"computed here"_s))
            ++out.normal;
        else
            ++out.file;
    }
    return out;
}

} // namespace

ReportParts reportParts(const EvaluationReport &report, const std::function<bool()> &stopped)
{
    ReportParts out;
    out.groups = groupSets(report);
    out.perturbed = perturbedResults(report);
    out.attacks = attackSets(report);
    out.failures = failureLines(report);
    out.explanations = explanations(report);
    out.intervals = intervalSources(report);
    for (const EvaluationReport::Experiment &experiment : report.experiments)
        out.experiments.append(judgeExperiment(experiment));
    if (!stopped())
        out.questions = reviewQuestions(report, stopped);
    return out;
}

} // namespace countersign
