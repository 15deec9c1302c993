// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/evaluationreport.h"

#include "domain/reportfigures.h"
#include "domain/strictobject.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;

namespace {

QJsonValue orNull(const std::optional<double> &value)
{
    return value && std::isfinite(*value) ? QJsonValue(*value) : QJsonValue();
}

QJsonValue orNull(const std::optional<qint64> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonValue orNull(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(toRfc3339(time)) : QJsonValue();
}

template <typename T, typename Write>
QJsonArray list(const QList<T> &items, Write write)
{
    QJsonArray out;
    for (const T &item : items)
        out.append(write(item));
    return out;
}

QJsonObject written(const Report::SliceTerm &term)
{
    return {{u"dimension"_s, term.dimension}, {u"group"_s, term.group}};
}

QJsonObject written(const Report::Metric &m)
{
    QJsonObject out{{u"suite"_s, m.suite}, {u"task"_s, m.task}, {u"dataset"_s, m.dataset}, {u"metric"_s, m.metric},
                    {u"filter"_s, m.filter}, {u"valueText"_s, m.valueText}, {u"valueState"_s, enumText(m.valueState)},
                    {u"stderr"_s, orNull(m.stderror)}, {u"intervalMethod"_s, m.intervalMethod},
                    {u"intervalLevel"_s, orNull(m.intervalLevel)}, {u"n"_s, orNull(m.n)},
                    {u"direction"_s, enumText(m.direction)}, {u"target"_s, orNull(m.target)}, {u"unit"_s, m.unit},
                    {u"category"_s, enumText(m.category)}, {u"verdict"_s, enumText(m.verdict)},
                    {u"flags"_s, QJsonArray::fromStringList(m.flags)}, {u"pointer"_s, m.pointer}};
    const bool finite = m.valueState == Report::ValueState::Finite;
    out[u"value"_s] = finite && std::isfinite(m.value) ? QJsonValue(m.value) : QJsonValue();
    out[u"interval"_s] = m.interval ? QJsonValue(QJsonArray{m.interval->low, m.interval->high}) : QJsonValue();
    out[u"slice"_s] = list(m.slice, [](const auto &term) { return written(term); });
    out[u"threshold"_s] = m.threshold ? QJsonValue(QJsonObject{{u"op"_s, m.threshold->op},
                                                               {u"limit"_s, m.threshold->limit},
                                                               {u"source"_s, m.threshold->source}})
                                      : QJsonValue();
    return out;
}

QJsonObject written(const Report::Failure &failure)
{
    return {{u"task"_s, failure.task},
            {u"mode"_s, failure.mode},
            {u"severity"_s, failure.severity},
            {u"count"_s, failure.count},
            {u"of"_s, orNull(failure.of)},
            {u"examples"_s, list(failure.examples, [](const Report::Example &example) {
                 return QJsonObject{{u"input"_s, example.input},
                                    {u"output"_s, example.output},
                                    {u"expected"_s, example.expected},
                                    {u"id"_s, example.id},
                                    {u"reason"_s, example.reason}};
             })}};
}

QJsonObject written(const Report::Review &review)
{
    return {{u"item"_s, review.item},         {u"reviewer"_s, review.reviewer}, {u"decision"_s, review.decision},
            {u"at"_s, orNull(review.at)},     {u"question"_s, review.question}, {u"rating"_s, review.rating},
            {u"reason"_s, review.reason}};
}

QJsonObject written(const Report::Warning &warning)
{
    return {{u"code"_s, warning.code}, {u"message"_s, warning.message}, {u"pointer"_s, warning.pointer}};
}

std::optional<Report::Interval> readInterval(StrictObject &in)
{
    QList<double> ends;
    bool numbers = true;
    in.each(u"interval"_s, [&](const QJsonValue &value, const QString &) {
        numbers = numbers && value.isDouble();
        ends.append(value.toDouble());
    });
    if (ends.isEmpty())
        return {};
    if (ends.size() != 2 || !numbers || ends[0] > ends[1]) {
        in.wrong(in.at(u"interval"_s), "a list of two ascending numbers");
        return {};
    }
    return Report::Interval{ends[0], ends[1]};
}

std::optional<Report::Threshold> readThreshold(StrictObject &in)
{
    if (!in.has(u"threshold"_s)) {
        in.object(u"threshold"_s);
        return {};
    }
    StrictObject from = in.nested(u"threshold"_s);
    Report::Threshold out{from.text(u"op"_s), from.number(u"limit"_s).value_or(0), from.text(u"source"_s)};
    if (!QStringList{u">="_s, u">"_s, u"<="_s, u"<"_s, u"=="_s}.contains(out.op))
        from.wrong(from.at(u"op"_s), "one of >= > <= < ==");
    from.finish();
    return out;
}

void readValue(StrictObject &in, Report::Metric &metric)
{
    metric.valueState = in.choice(u"valueState"_s, Report::ValueState::Missing);
    const std::optional<double> value = in.number(u"value"_s);
    if (value.has_value() != (metric.valueState == Report::ValueState::Finite))
        in.wrong(in.at(u"value"_s), "a number exactly when valueState is finite");
    metric.value = value.value_or(std::numeric_limits<double>::quiet_NaN());
    metric.valueText = in.text(u"valueText"_s);
}

Report::Metric readMetric(const QJsonValue &json, const QString &pointer, QList<FieldError> &errors)
{
    StrictObject in(json, pointer, errors);
    Report::Metric out;
    out.suite = in.text(u"suite"_s);
    out.task = in.text(u"task"_s);
    out.dataset = in.text(u"dataset"_s);
    out.metric = in.text(u"metric"_s);
    out.filter = in.text(u"filter"_s);
    readValue(in, out);
    out.stderror = in.number(u"stderr"_s);
    out.interval = readInterval(in);
    out.intervalMethod = in.text(u"intervalMethod"_s);
    out.intervalLevel = in.number(u"intervalLevel"_s);
    out.n = in.integer(u"n"_s);
    out.direction = in.choice(u"direction"_s, Report::Direction::Unknown);
    out.target = in.number(u"target"_s);
    out.unit = in.text(u"unit"_s);
    out.category = in.choice(u"category"_s, Report::Category::Accuracy);
    in.each(u"slice"_s, [&](const QJsonValue &value, const QString &at) {
        StrictObject term(value, at, errors);
        out.slice.append({term.text(u"dimension"_s), term.text(u"group"_s)});
        term.finish();
    });
    out.threshold = readThreshold(in);
    out.verdict = in.choice(u"verdict"_s, Report::Verdict::None);
    out.flags = in.texts(u"flags"_s);
    out.pointer = in.text(u"pointer"_s);
    in.finish();
    return out;
}

Report::Failure readFailure(const QJsonValue &json, const QString &pointer, QList<FieldError> &errors)
{
    StrictObject in(json, pointer, errors);
    Report::Failure out;
    out.task = in.text(u"task"_s);
    out.mode = in.text(u"mode"_s);
    out.severity = in.text(u"severity"_s);
    out.count = in.integer(u"count"_s).value_or(0);
    out.of = in.integer(u"of"_s);
    in.each(u"examples"_s, [&](const QJsonValue &value, const QString &at) {
        StrictObject example(value, at, errors);
        out.examples.append({example.text(u"input"_s), example.text(u"output"_s), example.text(u"expected"_s),
                             example.text(u"id"_s), example.text(u"reason"_s)});
        example.finish();
    });
    in.finish();
    return out;
}

void readHead(StrictObject &in, Report &out)
{
    if (in.text(u"kind"_s) != u"evaluation")
        in.wrong(in.at(u"kind"_s), "“evaluation”");
    out.format = in.text(u"format"_s);
    out.formatVersion = in.text(u"formatVersion"_s);
    out.completeness = in.choice(u"completeness"_s, Report::Completeness::Unknown);
    StrictObject producer = in.nested(u"producer"_s);
    out.producer = {producer.text(u"name"_s), producer.text(u"version"_s)};
    producer.finish();
    StrictObject subject = in.nested(u"subject"_s);
    out.subject = {subject.text(u"model"_s), subject.text(u"revision"_s), subject.text(u"digest"_s),
                   subject.text(u"claimedBy"_s), subject.text(u"measuredBy"_s)};
    subject.finish();
    StrictObject run = in.nested(u"run"_s);
    out.run = {run.time(u"startedAt"_s), run.time(u"finishedAt"_s), run.number(u"limit"_s), run.integer(u"seed"_s),
               run.object(u"configuration"_s)};
    run.finish();
    StrictObject raw = in.nested(u"raw"_s);
    out.rawDigest = raw.text(u"digest"_s);
    out.rawBytes = raw.integer(u"bytes"_s).value_or(0);
    raw.finish();
}

} // namespace

QJsonObject Report::toJson() const
{
    QJsonObject out{{u"kind"_s, u"evaluation"_s},
            {u"format"_s, format},
            {u"formatVersion"_s, formatVersion},
            {u"completeness"_s, enumText(completeness)},
            {u"producer"_s, QJsonObject{{u"name"_s, producer.name}, {u"version"_s, producer.version}}},
            {u"subject"_s, QJsonObject{{u"model"_s, subject.model},
                                       {u"revision"_s, subject.revision},
                                       {u"digest"_s, subject.digest},
                                       {u"claimedBy"_s, subject.claimedBy},
                                       {u"measuredBy"_s, subject.measuredBy}}},
            {u"run"_s, QJsonObject{{u"startedAt"_s, orNull(run.startedAt)},
                                   {u"finishedAt"_s, orNull(run.finishedAt)},
                                   {u"limit"_s, orNull(run.limit)},
                                   {u"seed"_s, orNull(run.seed)},
                                   {u"configuration"_s, run.configuration}}},
            {u"results"_s, list(results, [](const Metric &metric) { return written(metric); })},
            {u"failures"_s, list(failures, [](const Failure &failure) { return written(failure); })},
            {u"reviews"_s, list(reviews, [](const Review &review) { return written(review); })},
            {u"warnings"_s, list(warnings, [](const Warning &warning) { return written(warning); })},
            {u"raw"_s, QJsonObject{{u"digest"_s, rawDigest}, {u"bytes"_s, rawBytes}}}};
    writeFigures(*this, out);
    return out;
}

Result<Report> Report::fromJson(const QJsonObject &json)
{
    QList<FieldError> errors;
    StrictObject in(json, {}, errors);
    Report out;
    readHead(in, out);
    in.each(u"results"_s, [&](const QJsonValue &value, const QString &at) { out.results.append(readMetric(value, at, errors)); });
    in.each(u"failures"_s, [&](const QJsonValue &value, const QString &at) { out.failures.append(readFailure(value, at, errors)); });
    in.each(u"reviews"_s, [&](const QJsonValue &value, const QString &at) {
        StrictObject review(value, at, errors);
        out.reviews.append({review.text(u"item"_s), review.text(u"reviewer"_s), review.text(u"decision"_s), review.time(u"at"_s),
                            review.text(u"question"_s), review.text(u"rating"_s), review.text(u"reason"_s)});
        review.finish();
    });
    readFigures(in, out, errors);
    in.each(u"warnings"_s, [&](const QJsonValue &value, const QString &at) {
        StrictObject warning(value, at, errors);
        out.warnings.append({warning.text(u"code"_s), warning.text(u"message"_s), warning.text(u"pointer"_s)});
        warning.finish();
    });
    in.finish();
    if (!errors.isEmpty())
        return Error{Error::Code::Invalid, u"This is not a normalised evaluation."_s, {}, false, errors};
    return out;
}

} // namespace countersign
