// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/reportfigures.h"

#include "domain/strictobject.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;

namespace {

template <typename T, typename Write>
void addFigures(QJsonObject &out, const QString &name, const QList<T> &items, Write write)
{
    if (items.isEmpty())
        return;
    QJsonArray list;
    for (const T &item : items)
        list.append(write(item));
    out[name] = list;
}

QJsonArray figureSlice(const QList<Report::SliceTerm> &slice)
{
    QJsonArray out;
    for (const Report::SliceTerm &term : slice)
        out.append(QJsonObject{{u"dimension"_s, term.dimension}, {u"group"_s, term.group}});
    return out;
}

QList<Report::SliceTerm> readFigureSlice(StrictObject &in, QList<FieldError> &errors)
{
    QList<Report::SliceTerm> out;
    in.each(u"slice"_s, [&](const QJsonValue &value, const QString &at) {
        StrictObject term(value, at, errors);
        out.append({term.text(u"dimension"_s), term.text(u"group"_s)});
        term.finish();
    });
    return out;
}

QJsonArray figureNumbers(const QList<double> &numbers)
{
    QJsonArray out;
    for (const double number : numbers)
        out.append(std::isfinite(number) ? QJsonValue(number) : QJsonValue());
    return out;
}

QList<double> readNumbers(StrictObject &in, const QString &name)
{
    QList<double> out;
    in.each(name, [&](const QJsonValue &value, const QString &at) {
        if (!value.isDouble())
            in.wrong(at, "a number");
        out.append(value.toDouble());
    });
    return out;
}

template <typename T>
QJsonValue figureOrNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonObject writtenSample(const Report::Sample &sample)
{
    return {{u"id"_s, sample.id},         {u"task"_s, sample.task},
            {u"input"_s, sample.input},   {u"output"_s, sample.output},
            {u"expected"_s, sample.expected}, {u"score"_s, figureOrNull(sample.score)},
            {u"verdict"_s, enumText(sample.verdict)}, {u"reason"_s, sample.reason},
            {u"pointer"_s, sample.pointer}};
}

Report::Sample readSample(StrictObject &in)
{
    Report::Sample out;
    out.id = in.text(u"id"_s);
    out.task = in.text(u"task"_s);
    out.input = in.text(u"input"_s);
    out.output = in.text(u"output"_s);
    out.expected = in.text(u"expected"_s);
    out.score = in.number(u"score"_s);
    out.verdict = in.choice(u"verdict"_s, Report::Verdict::None);
    out.reason = in.text(u"reason"_s);
    out.pointer = in.text(u"pointer"_s);
    return out;
}

QJsonObject writtenDistribution(const Report::Distribution &figure)
{
    return {{u"task"_s, figure.task},   {u"metric"_s, figure.metric},
            {u"title"_s, figure.title}, {u"unit"_s, figure.unit},
            {u"slice"_s, figureSlice(figure.slice)}, {u"edges"_s, figureNumbers(figure.edges)},
            {u"counts"_s, figureNumbers(figure.counts)}, {u"pointer"_s, figure.pointer}};
}

Report::Distribution readDistribution(StrictObject &in, QList<FieldError> &errors)
{
    Report::Distribution out{in.text(u"task"_s), in.text(u"metric"_s), in.text(u"title"_s), in.text(u"unit"_s),
                             readFigureSlice(in, errors), readNumbers(in, u"edges"_s), readNumbers(in, u"counts"_s),
                             in.text(u"pointer"_s)};
    if (out.edges.size() != out.counts.size() + 1)
        in.wrong(in.at(u"edges"_s), "one longer than counts");
    if (!std::is_sorted(out.edges.begin(), out.edges.end()))
        in.wrong(in.at(u"edges"_s), "ascending");
    return out;
}

QJsonObject writtenConfusion(const Report::Confusion &figure)
{
    QJsonArray rows;
    for (const QList<double> &row : figure.counts)
        rows.append(figureNumbers(row));
    return {{u"task"_s, figure.task},
            {u"slice"_s, figureSlice(figure.slice)},
            {u"labels"_s, QJsonArray::fromStringList(figure.labels)},
            {u"counts"_s, rows},
            {u"pointer"_s, figure.pointer}};
}

Report::Confusion readConfusion(StrictObject &in, QList<FieldError> &errors)
{
    Report::Confusion out{in.text(u"task"_s), readFigureSlice(in, errors), in.texts(u"labels"_s), {}, in.text(u"pointer"_s)};
    in.each(u"counts"_s, [&](const QJsonValue &value, const QString &at) {
        QList<double> row;
        for (const QJsonValue &count : value.toArray()) {
            if (!count.isDouble())
                in.wrong(at, "a list of numbers");
            row.append(count.toDouble());
        }
        if (row.size() != out.labels.size())
            in.wrong(at, "as long as labels");
        out.counts.append(row);
    });
    if (out.counts.size() != out.labels.size())
        in.wrong(in.at(u"counts"_s), "as long as labels");
    return out;
}

QJsonObject writtenCalibration(const Report::Calibration &figure)
{
    QJsonArray bins;
    for (const auto &bin : figure.bins) {
        bins.append(QJsonObject{{u"low"_s, bin.low}, {u"high"_s, bin.high}, {u"predicted"_s, bin.predicted},
                                {u"observed"_s, bin.observed}, {u"n"_s, bin.n}});
    }
    return {{u"task"_s, figure.task}, {u"slice"_s, figureSlice(figure.slice)}, {u"bins"_s, bins}, {u"pointer"_s, figure.pointer}};
}

Report::Calibration readCalibration(StrictObject &in, QList<FieldError> &errors)
{
    Report::Calibration out{in.text(u"task"_s), readFigureSlice(in, errors), {}, in.text(u"pointer"_s)};
    in.each(u"bins"_s, [&](const QJsonValue &value, const QString &at) {
        StrictObject bin(value, at, errors);
        out.bins.append({bin.number(u"low"_s).value_or(0), bin.number(u"high"_s).value_or(0),
                         bin.number(u"predicted"_s).value_or(0), bin.number(u"observed"_s).value_or(0),
                         bin.integer(u"n"_s).value_or(0)});
        bin.finish();
    });
    return out;
}

QJsonObject writtenArm(const Report::Experiment::Arm &arm)
{
    return {{u"name"_s, arm.name},
            {u"n"_s, arm.n},
            {u"successes"_s, figureOrNull(arm.successes)},
            {u"mean"_s, figureOrNull(arm.mean)},
            {u"deviation"_s, figureOrNull(arm.deviation)}};
}

Report::Experiment::Arm readArm(StrictObject in)
{
    Report::Experiment::Arm out{in.text(u"name"_s), in.integer(u"n"_s).value_or(0), in.integer(u"successes"_s),
                                in.number(u"mean"_s), in.number(u"deviation"_s)};
    if (out.n < 0 || (out.successes && (*out.successes < 0 || *out.successes > out.n)))
        in.wrong(in.at(u"successes"_s), "between 0 and n");
    in.finish();
    return out;
}

QJsonObject writtenExperiment(const Report::Experiment &figure)
{
    return {{u"task"_s, figure.task},
            {u"metric"_s, figure.metric},
            {u"unit"_s, figure.unit},
            {u"direction"_s, enumText(figure.direction)},
            {u"control"_s, writtenArm(figure.control)},
            {u"treatment"_s, writtenArm(figure.treatment)},
            {u"plannedShare"_s, figureOrNull(figure.plannedShare)},
            {u"stoppingRule"_s, figure.stoppingRule},
            {u"pointer"_s, figure.pointer}};
}

Report::Experiment readExperiment(StrictObject &in)
{
    Report::Experiment out;
    out.task = in.text(u"task"_s);
    out.metric = in.text(u"metric"_s);
    out.unit = in.text(u"unit"_s);
    out.direction = in.choice(u"direction"_s, Report::Direction::Unknown);
    out.control = readArm(in.nested(u"control"_s));
    out.treatment = readArm(in.nested(u"treatment"_s));
    out.plannedShare = in.number(u"plannedShare"_s);
    out.stoppingRule = in.text(u"stoppingRule"_s);
    out.pointer = in.text(u"pointer"_s);
    return out;
}

QJsonObject writtenAttribution(const Report::Attribution &figure)
{
    return {{u"task"_s, figure.task},       {u"method"_s, figure.method},
            {u"output"_s, figure.output},   {u"feature"_s, figure.feature},
            {u"value"_s, figure.value},     {u"pointer"_s, figure.pointer}};
}

} // namespace

void writeFigures(const Report &report, QJsonObject &out)
{
    addFigures(out, u"samples"_s, report.samples, writtenSample);
    addFigures(out, u"distributions"_s, report.distributions, writtenDistribution);
    addFigures(out, u"confusions"_s, report.confusions, writtenConfusion);
    addFigures(out, u"calibrations"_s, report.calibrations, writtenCalibration);
    addFigures(out, u"attributions"_s, report.attributions, writtenAttribution);
    addFigures(out, u"experiments"_s, report.experiments, writtenExperiment);
}

void readFigures(StrictObject &in, Report &out, QList<FieldError> &errors)
{
    const auto each = [&](const QString &name, auto read) {
        in.each(name, [&](const QJsonValue &value, const QString &at) {
            StrictObject figure(value, at, errors);
            read(figure);
            figure.finish();
        });
    };
    each(u"samples"_s, [&](StrictObject &figure) { out.samples.append(readSample(figure)); });
    each(u"distributions"_s, [&](StrictObject &figure) { out.distributions.append(readDistribution(figure, errors)); });
    each(u"confusions"_s, [&](StrictObject &figure) { out.confusions.append(readConfusion(figure, errors)); });
    each(u"calibrations"_s, [&](StrictObject &figure) { out.calibrations.append(readCalibration(figure, errors)); });
    each(u"attributions"_s, [&](StrictObject &figure) {
        out.attributions.append({figure.text(u"task"_s), figure.text(u"method"_s), figure.text(u"output"_s),
                                 figure.text(u"feature"_s), figure.number(u"value"_s).value_or(0), figure.text(u"pointer"_s)});
    });
    each(u"experiments"_s, [&](StrictObject &figure) { out.experiments.append(readExperiment(figure)); });
}

} // namespace countersign
