// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/everyevaleverwords.h"

#include "base/json.h"
#include "domain/shape.h"

#include <QJsonArray>
#include <QLocale>

namespace countersign::eeewords {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;
using Metric = Report::Metric;

namespace {

template <typename E>
void readWord(E &into, const QString &text)
{
    into = enumFromText<E>(text).value_or(into);
}

QJsonValue parsed(const QString &text)
{
    const auto value = text.isEmpty() ? Result<QJsonValue>(QJsonValue()) : parseJson(text.toUtf8());
    return value.ok() ? *value : QJsonValue();
}

QString number(double value)
{
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

} // namespace

QString name(Report::Completeness word)
{
    return enumText(word);
}

QJsonObject write(const Metric &metric)
{
    QJsonObject out;
    const auto put = [&out](QStringView key, const QString &text) {
        if (!text.isEmpty())
            out.insert(key.toString(), text);
    };
    put(u"countersign_suite", metric.suite);
    put(u"countersign_filter", metric.filter);
    put(u"countersign_value_text", metric.valueText);
    put(u"countersign_pointer", metric.pointer);
    put(u"countersign_category", enumText(metric.category));
    put(direction, enumText(metric.direction));
    put(u"countersign_flags", metric.flags.join(u'\n'));
    if (metric.target)
        put(u"countersign_target", number(*metric.target));
    if (metric.verdict != Report::Verdict::None)
        put(u"countersign_verdict", enumText(metric.verdict));
    if (metric.threshold)
        put(u"countersign_threshold", QString::fromUtf8(toJson(QJsonObject{{u"op"_s, metric.threshold->op}, {u"limit"_s, metric.threshold->limit}, {u"source"_s, metric.threshold->source}})));
    QJsonArray slice;
    for (const Report::SliceTerm &term : metric.slice)
        slice.append(QJsonArray{term.dimension, term.group});
    if (!slice.isEmpty())
        put(u"countersign_slice", QString::fromUtf8(toJson(slice)));
    return out;
}

void read(Metric &metric, const std::function<QString(QStringView)> &detail)
{
    const auto take = [&](QString &into, QStringView key) {
        if (const QString text = detail(key); !text.isEmpty())
            into = text;
    };
    take(metric.suite, u"countersign_suite");
    take(metric.filter, u"countersign_filter");
    readWord(metric.category, detail(u"countersign_category"));
    readWord(metric.verdict, detail(u"countersign_verdict"));
    for (const QString &flag : detail(u"countersign_flags").split(u'\n', Qt::SkipEmptyParts)) {
        if (!metric.flags.contains(flag) && metric.flags.size() < 50)
            metric.flags.append(flag);
    }
    bool good = false;
    const double target = detail(u"countersign_target").toDouble(&good);
    if (detail(direction) == u"unknown") {
        metric.direction = Report::Direction::Unknown;
    } else if (detail(direction) == u"target" && good && metric.direction == Report::Direction::Unknown) {
        metric.direction = Report::Direction::Target;
        metric.target = target;
    }
    if (const QJsonObject threshold = parsed(detail(u"countersign_threshold")).toObject(); threshold.value(u"limit"_s).isDouble())
        metric.threshold = Report::Threshold{threshold.value(u"op"_s).toString(), threshold.value(u"limit"_s).toDouble(), threshold.value(u"source"_s).toString()};
    const QJsonArray slice = parsed(detail(u"countersign_slice")).toArray();
    for (const QJsonValue &term : slice) {
        if (term.toArray().size() == 2 && metric.slice.size() < 20)
            metric.slice.append({term.toArray().at(0).toString(), term.toArray().at(1).toString()});
    }
}

} // namespace countersign::eeewords
