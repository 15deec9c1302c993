// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisonwords.h"

#include "ui/evaluations/measured.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"

#include <QCoreApplication>
#include <QSet>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct ComparisonTexts
{
    Q_DECLARE_TR_FUNCTIONS(Comparison)
};

QString orDash(const QString &text)
{
    return text.isEmpty() ? u"—"_s : text;
}

/// What the reports of a side say of one thing, each once.
template <typename Read>
QStringList saidBy(const QList<EvaluationReport> &reports, Read read)
{
    QStringList out;
    for (const EvaluationReport &report : reports) {
        for (const QString &text : QStringList(read(report))) {
            if (!text.isEmpty() && !out.contains(text))
                out.append(visibleText(text));
        }
    }
    return out;
}

QStringList datasetsOf(const QList<EvaluationReport> &reports)
{
    QSet<QString> names;
    for (const EvaluationReport &report : reports) {
        for (const EvaluationReport::Metric &metric : report.results) {
            if (!metric.dataset.isEmpty())
                names.insert(metric.dataset);
        }
    }
    QStringList out(names.begin(), names.end());
    out.sort();
    return out;
}

/// Names while they are few, else how many there are.
QString datasetText(const QStringList &datasets, const QStringList &others)
{
    constexpr qsizetype mostNamed = 2;
    if (datasets.size() <= mostNamed)
        return orDash(visibleText(datasets.join(u", "_s)));
    if (datasets != others && datasets.size() == others.size())
        //: datasets of a run, of which some are not those of the other run
        return ComparisonTexts::tr("%1, %2 and %n more", nullptr, int(datasets.size()) - 2).arg(visibleText(datasets[0]), visibleText(datasets[1]));
    return ComparisonTexts::tr("%n datasets", nullptr, int(datasets.size()));
}

RunFact datasetFact(const QList<EvaluationReport> &before, const QList<EvaluationReport> &after)
{
    const QStringList old = datasetsOf(before);
    const QStringList now = datasetsOf(after);
    RunFact out{ComparisonTexts::tr("Data"), datasetText(old, now), datasetText(now, old)};
    QStringList onlyOld, onlyNow;
    const QSet<QString> oldSet(old.begin(), old.end()), nowSet(now.begin(), now.end());
    std::copy_if(old.begin(), old.end(), std::back_inserter(onlyOld), [&](const QString &name) { return !nowSet.contains(name); });
    std::copy_if(now.begin(), now.end(), std::back_inserter(onlyNow), [&](const QString &name) { return !oldSet.contains(name); });
    const auto listed = [](const QStringList &names) {
        constexpr qsizetype mostListed = 12;
        return visibleText(names.first(std::min(names.size(), mostListed)).join(u", "_s)) + (names.size() > mostListed ? u"…"_s : QString());
    };
    QStringList lines;
    if (!onlyOld.isEmpty())
        lines.append(ComparisonTexts::tr("Only before: %1").arg(listed(onlyOld)));
    if (!onlyNow.isEmpty())
        lines.append(ComparisonTexts::tr("Only now: %1").arg(listed(onlyNow)));
    out.toolTip = lines.isEmpty() ? listed(now) : lines.join(u'\n');
    return out;
}

QString completenessWord(EvaluationReport::Completeness completeness)
{
    return evaluations::completenessChip(completeness, false).text.toLower();
}

} // namespace

ChipSpec comparisonChip(Comparison::Verdict verdict)
{
    switch (verdict) {
    case Comparison::Verdict::Better:
        return {ChipShape::TriangleUp, Tone::Positive, ComparisonTexts::tr("better")};
    case Comparison::Verdict::Worse:
        return {ChipShape::TriangleDown, Tone::Negative, ComparisonTexts::tr("worse")};
    case Comparison::Verdict::NoDifference:
        return {ChipShape::Minus, Tone::Neutral, ComparisonTexts::tr("no difference")};
    case Comparison::Verdict::Changed:
        //: a difference of which nobody can say whether it is for the better
        return {ChipShape::Diamond, Tone::Neutral, ComparisonTexts::tr("changed")};
    case Comparison::Verdict::Added:
        //: this result was not measured before
        return {ChipShape::Circle, Tone::Neutral, ComparisonTexts::tr("new")};
    case Comparison::Verdict::Removed:
        //: this result is not measured any more
        return {ChipShape::Disc, Tone::Caution, ComparisonTexts::tr("gone")};
    case Comparison::Verdict::NotComparable:
        break;
    }
    return {ChipShape::Cross, Tone::Neutral, ComparisonTexts::tr("not comparable")};
}

QString obstacleWord(Obstacle obstacle)
{
    switch (obstacle) {
    case Obstacle::NoValue:
        //: why results cannot be compared; stands behind a number: "12 without a value"
        return ComparisonTexts::tr("without a value");
    case Obstacle::Dataset:
        return ComparisonTexts::tr("other dataset");
    case Obstacle::Unit:
        return ComparisonTexts::tr("other unit");
    case Obstacle::Direction:
        return ComparisonTexts::tr("other direction");
    case Obstacle::Tool:
        return ComparisonTexts::tr("other tool version");
    case Obstacle::Task:
        return ComparisonTexts::tr("other task version");
    case Obstacle::Shots:
        return ComparisonTexts::tr("other shots");
    case Obstacle::Prompt:
        return ComparisonTexts::tr("other prompt");
    case Obstacle::Limit:
        return ComparisonTexts::tr("other sample limit");
    case Obstacle::None:
        break;
    }
    return {};
}

QString choiceText(const ComparisonChoice &choice)
{
    const QString version = evaluations::versionTitle(visibleText(choice.version));
    QString out = choice.kind == ComparisonChoice::Kind::Version && choice.reports == 1
        ? ComparisonTexts::tr("%1, its one report").arg(version)
        : choice.kind == ComparisonChoice::Kind::Version && choice.reports <= 0
        ? ComparisonTexts::tr("%1, all reports").arg(version)
        : choice.kind == ComparisonChoice::Kind::Version
        //: a version and its reports: "claims-triage 7, all 3 reports"
        ? ComparisonTexts::tr("%1, all %n reports", nullptr, choice.reports).arg(version)
        : u"%1 — %2"_s.arg(version, visibleText(choice.title));
    if (choice.standing == ComparisonChoice::Standing::Production)
        //: the version that runs in production
        out += ComparisonTexts::tr(", in production");
    else if (choice.standing == ComparisonChoice::Standing::Parent)
        //: the version that the other one replaces
        out += ComparisonTexts::tr(", the version before");
    return out;
}

QString ownBoundText(const EvaluationReport::Threshold &threshold)
{
    return ComparisonTexts::tr("%1, the tool's own").arg(evaluations::boundText(threshold.op, threshold.limit));
}

QString comparedTask(const Comparison &row)
{
    const QString &name = row.task.isEmpty() ? row.suite : row.task;
    return name.isEmpty() ? ComparisonTexts::tr("Whole run") : visibleText(evaluations::taskLabel(name));
}

QString comparedSuite(const Comparison &row)
{
    return visibleText(row.suite);
}

int comparedDecimals(const Comparison &row)
{
    const double size = std::max(std::abs(row.before.value_or(0)), std::abs(row.after.value_or(0)));
    if (size >= 1000)
        return 0;
    if (size >= 10)
        return size >= 100 ? 1 : 2;
    // A difference that three decimals would round away gets as many as show it.
    const double difference = std::abs(row.difference.value_or(0));
    return difference > 0 && difference < 0.0005 ? std::min(9, 1 - int(std::floor(std::log10(difference)))) : 3;
}

QString comparedMetric(const Comparison &row)
{
    const bool plain = row.filter.isEmpty() || row.filter == "none"_L1;
    return visibleText(plain ? row.metric : u"%1, %2"_s.arg(row.metric, row.filter));
}

QString comparedSlice(const Comparison &row)
{
    return row.slice.isEmpty() ? QString() : visibleText(evaluations::groupTitle(row.slice));
}

QString comparedCounts(const ComparedDetail &detail)
{
    const auto count = [](qint64 n) { return n < 0 ? u"—"_s : formatCount(n); };
    return detail.n == detail.nNow ? count(detail.n) : u"%1 → %2"_s.arg(count(detail.n), count(detail.nNow));
}

QString comparedSentence(const ComparisonData &data, int row)
{
    const Comparison &shown = data.rows[row];
    QStringList names{comparedTask(shown), comparedMetric(shown)};
    if (const QString slice = comparedSlice(shown); !slice.isEmpty())
        names.append(slice);
    QStringList out{names.join(u", "_s) + u": "_s + comparisonChip(shown.verdict).text};
    const auto number = [](std::optional<double> value) { return value ? evaluations::numberText(*value) : u"—"_s; };
    out.append(ComparisonTexts::tr("before %1, now %2").arg(number(shown.before), number(shown.after)));
    if (shown.difference) {
        QString difference = formatDifference(*shown.difference, comparedDecimals(shown));
        if (shown.interval)
            difference += u' ' + evaluations::differenceIntervalText(shown.interval, comparedDecimals(shown));
        out.append(ComparisonTexts::tr("difference %1").arg(difference));
    }
    if (data.details[row].bound >= 0)
        out.append(ComparisonTexts::tr("threshold %1").arg(data.bounds[data.details[row].bound]));
    QString text = out.join(u"; "_s) + u'.';
    if (!shown.reason.isEmpty())
        text += u' ' + visibleText(shown.reason);
    return text;
}

QList<RunFact> runFacts(const QList<EvaluationReport> &before, const QList<EvaluationReport> &after)
{
    const auto fact = [&](const QString &label, auto read, const QString &without = u"—"_s) {
        const QString old = saidBy(before, read).join(u", "_s), now = saidBy(after, read).join(u", "_s);
        return RunFact{label, old.isEmpty() ? without : old, now.isEmpty() ? without : now};
    };
    QList<RunFact> out;
    out.append(fact(ComparisonTexts::tr("Tool"), [](const EvaluationReport &report) { return QString(report.producer.name + u' ' + report.producer.version).trimmed(); }));
    out.append(datasetFact(before, after));
    out.append(fact(ComparisonTexts::tr("Shots"), [](const EvaluationReport &report) { return RunFacts(report).shots(); }));
    //: how many samples of a task a run was limited to
    out.append(fact(ComparisonTexts::tr("Limit"), [](const EvaluationReport &report) { return report.run.limit ? formatSignificant(*report.run.limit, 6) : QString(); },
                    ComparisonTexts::tr("none")));
    out.append(fact(ComparisonTexts::tr("Run"), [](const EvaluationReport &report) { return completenessWord(report.completeness); }));
    return out;
}

} // namespace countersign
