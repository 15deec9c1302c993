// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/metricrules.h"

#include "domain/intervals.h"

#include <QCoreApplication>

#include <charconv>

namespace countersign {

using namespace Qt::StringLiterals;
using Metric = EvaluationReport::Metric;
using State = EvaluationReport::ValueState;
using Direction = EvaluationReport::Direction;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

QString named(const Metric &metric)
{
    return metric.task.isEmpty() ? metric.metric : u"%1 %2"_s.arg(metric.task, metric.metric);
}

} // namespace

MetricRules::MetricRules(const MetricRegistry &registry, QString producer, WarningList &warnings)
    : m_registry(registry), m_producer(std::move(producer)), m_warnings(warnings)
{
}

void MetricRules::settleDirection(Metric &metric, const MetricInfo &info, std::optional<bool> higherIsBetter)
{
    metric.direction = info.direction;
    metric.target = info.target;
    if (!higherIsBetter || info.direction == Direction::Target)
        return;
    const Direction said = *higherIsBetter ? Direction::Higher : Direction::Lower;
    if (info.direction != Direction::Unknown && info.direction != said) {
        metric.direction = Direction::Unknown;
        metric.flags.append(u"directionConflict"_s);
        m_warnings.add(u"directionConflict"_s,
                       tr("The file says the opposite of what is known about the direction of “%1”.").arg(named(metric)), metric.pointer);
        return;
    }
    metric.direction = said;
}

void MetricRules::settleCategory(Metric &metric, const MetricInfo &info)
{
    const TaskInfo task = m_registry.task(metric.task);
    if (metric.suite.isEmpty())
        metric.suite = task.suite;
    if (info.category)
        metric.category = *info.category;
    else if (task.category)
        metric.category = *task.category;
}

void MetricRules::checkRange(Metric &metric, const MetricInfo &info, double scale)
{
    if (metric.stderror && *metric.stderror < 0) {
        metric.flags.append(u"negativeStderr"_s);
        m_warnings.add(u"negativeStderr"_s, tr("The standard error of “%1” is negative.").arg(named(metric)), metric.pointer);
    }
    if (metric.valueState != State::Finite)
        return;
    // A mean of many values may miss the end of its range by a rounding error.
    constexpr double slack = 1e-9;
    const bool low = info.minimum && metric.value < *info.minimum * scale - slack;
    const bool high = info.maximum && metric.value > *info.maximum * scale + slack;
    if (low || high) {
        metric.flags.append(u"outOfRange"_s);
        m_warnings.add(u"outOfRange"_s,
                       tr("%1 is outside of the range of “%2”.").arg(metric.valueText.left(40), named(metric)), metric.pointer);
    }
}

void MetricRules::settle(Metric &metric, std::optional<bool> higherIsBetter)
{
    const MetricInfo info = m_registry.find(m_producer, metric.metric).value_or(MetricInfo());
    settleDirection(metric, info, higherIsBetter);
    settleCategory(metric, info);
    if (metric.unit.isEmpty())
        metric.unit = info.unit;
    checkRange(metric, info, 1);
}

void MetricRules::settleWithoutUnit(Metric &metric)
{
    const MetricInfo info = m_registry.find(m_producer, metric.metric).value_or(MetricInfo());
    settleDirection(metric, info, {});
    settleCategory(metric, info);
    const bool fraction = info.unit.isEmpty() || info.unit == u"fraction" || info.unit == u"coefficient";
    if (metric.unit.isEmpty() && fraction)
        metric.flags.append(u"unitUnknown"_s);
    else if (metric.unit.isEmpty())
        metric.unit = info.unit;
    checkRange(metric, info, fraction ? 100 : 1);
}

void MetricRules::addInterval(Metric &metric, bool group)
{
    if (metric.interval || metric.valueState != State::Finite)
        return;
    const MetricInfo info = m_registry.find(m_producer, metric.metric).value_or(MetricInfo());
    const bool share = info.proportion && info.unit == u"fraction" && metric.value >= 0 && metric.value <= 1;
    if (share && !group && metric.n && *metric.n > 0) {
        metric.interval = wilsonInterval(metric.value, *metric.n);
        metric.intervalMethod = u"wilson, computed here"_s;
        metric.intervalLevel = 0.95;
    } else if (metric.stderror && std::isfinite(*metric.stderror) && *metric.stderror >= 0) {
        const EvaluationReport::Interval interval = normalInterval(metric.value, *metric.stderror);
        if (!std::isfinite(interval.low) || !std::isfinite(interval.high))
            return;
        metric.interval = interval;
        metric.intervalMethod = u"normal from stderr, computed here"_s;
        metric.intervalLevel = 0.95;
    }
}

void setValue(Metric &metric, QByteArrayView text)
{
    const QByteArray written = text.trimmed().toByteArray();
    metric.valueText = QString::fromUtf8(written.left(400));
    metric.value = std::numeric_limits<double>::quiet_NaN();
    const QByteArray word = written.toLower();
    if (word.isEmpty() || word == "n/a" || word == "na" || word == "null" || word == "none" || word == "-" || word == "~") {
        metric.valueState = State::Missing;
        return;
    }
    if (word == "nan" || word == ".nan") {
        metric.valueState = State::Nan;
        return;
    }
    if (word == "inf" || word == "-inf" || word == "infinity" || word == "-infinity" || word == ".inf" || word == "-.inf") {
        metric.valueState = State::Inf;
        return;
    }
    // from_chars also reads "0x", "1e" and the words above, so the first character is looked at as well.
    const bool digits = (written[0] >= '0' && written[0] <= '9') || written[0] == '-' || written[0] == '.';
    double value = 0;
    const auto [end, code] = std::from_chars(written.begin(), written.end(), value);
    if (!digits || end != written.end() || code == std::errc::invalid_argument) {
        metric.valueState = State::Error;
        return;
    }
    if (code == std::errc::result_out_of_range) {
        // Too small is nearly zero, too large is infinite; the sign of the exponent tells.
        const bool tiny = word.contains("e-") || word.startsWith("0.") || word.startsWith("-0.");
        metric.valueState = tiny ? State::Finite : State::Inf;
        metric.value = tiny ? 0 : metric.value;
        return;
    }
    metric.valueState = State::Finite;
    metric.value = value;
}

} // namespace countersign
