// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/reportdraft.h"

#include <QLocale>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using State = EvaluationReport::ValueState;
using Kind = JsonTree::Kind;

namespace {

constexpr qint64 smallGroup = 30;

} // namespace

ReportDraft::ReportDraft(const ImportOptions &options, const QString &format, const QString &producer)
    : m_options(options), m_rules(MetricRegistry::builtIn(), producer, warnings)
{
    report.format = format;
    report.producer.name = producer;
    report.completeness = EvaluationReport::Completeness::Complete;
}

void ReportDraft::setFrom(Metric &metric, JsonTree::Node node, WarningList &warnings)
{
    metric.pointer = node.pointer();
    const bool scalar = node.kind() == Kind::Number || node.kind() == Kind::NonFinite || node.kind() == Kind::String || node.kind() == Kind::Null;
    setValue(metric, scalar ? node.bytes() : node ? QByteArrayView("?") : QByteArrayView("null"));
    if (scalar || !node)
        metric.valueText = QString::fromUtf8(node.bytes()).left(400);
    if (metric.valueState == State::Error) {
        metric.valueText = node.text().left(400);
        warnings.add(u"notANumber"_s, tr("The value of “%1” is no number.").arg(metric.metric.left(200)), metric.pointer);
    }
}

void ReportDraft::setComputed(Metric &metric, double value)
{
    const bool finite = std::isfinite(value);
    metric.valueState = finite ? State::Finite : std::isnan(value) ? State::Nan : State::Inf;
    metric.value = finite ? value : std::numeric_limits<double>::quiet_NaN();
    metric.valueText = QString::number(value, 'g', QLocale::FloatingPointShortest);
    metric.flags.append(u"computedHere"_s);
}

void ReportDraft::add(Metric metric, std::optional<bool> higherIsBetter, bool share)
{
    if (!hasRoom(report.results.size()))
        return;
    m_rules.settle(metric, higherIsBetter);
    m_rules.addInterval(metric, !share);
    report.results.append(std::move(metric));
}

void ReportDraft::addAttribution(EvaluationReport::Attribution attribution)
{
    if (hasRoom(report.attributions.size()))
        report.attributions.append(std::move(attribution));
}

bool ReportDraft::hasRoom(qsizetype count)
{
    if (count >= m_options.results && !m_problem)
        m_problem = Error{Error::Code::TooLarge, tr("The file has more than %1 results, the most that is read.").arg(m_options.results)};
    return !m_problem;
}

void ReportDraft::notUnderstood(const QString &pointer)
{
    warnings.add(u"notUnderstood"_s, tr("This part was not understood; it stays in the raw file."), pointer);
}

Result<Imported> ReportDraft::take()
{
    if (m_problem)
        return *m_problem;
    findings.finish(report, warnings);
    const bool empty = report.results.isEmpty() && report.attributions.isEmpty() && report.confusions.isEmpty() && report.reviews.isEmpty()
        && report.distributions.isEmpty();
    if (empty && report.completeness == EvaluationReport::Completeness::Complete) {
        report.completeness = EvaluationReport::Completeness::Failed;
        warnings.add(u"noResults"_s, tr("The file holds no result."));
    }
    report.warnings = warnings.take();
    return Imported{std::move(report)};
}

void flagSmallGroup(EvaluationReport::Metric &metric)
{
    if (metric.n && *metric.n < smallGroup && !metric.flags.contains(u"smallGroup"_s))
        metric.flags.append(u"smallGroup"_s);
}

} // namespace countersign
