// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/metricframe.h"

#include <QRegularExpression>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Metric = EvaluationReport::Metric;
using Terms = QList<EvaluationReport::SliceTerm>;
using State = EvaluationReport::ValueState;

namespace {

const QString frameProducer = u"fairlearn"_s;

std::optional<bool> frameDirection(const QString &metric)
{
    const std::optional<MetricInfo> info = MetricRegistry::builtIn().find(frameProducer, metric);
    if (!info || (info->direction != EvaluationReport::Direction::Higher && info->direction != EvaluationReport::Direction::Lower))
        return {};
    return info->direction == EvaluationReport::Direction::Higher;
}

/// The parts of "('Female', 'Black')", as Python spells a tuple; the text itself when it is none.
QStringList tupleParts(const QString &text)
{
    static const QRegularExpression tuple(u"^\\((.*)\\)$"_s);
    static const QRegularExpression part(u"'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\s][^,]*)"_s);
    const QRegularExpressionMatch match = tuple.match(text);
    if (!match.hasMatch() || !text.contains(u','))
        return {text};
    QStringList out;
    for (auto it = part.globalMatch(match.captured(1)); it.hasNext();) {
        const QRegularExpressionMatch one = it.next();
        out.append(one.captured(one.lastCapturedIndex()));
    }
    return out.isEmpty() ? QStringList{text} : out;
}

QString rangeKey(const QString &attribute, const QString &metric)
{
    return attribute + u'\n' + metric;
}

} // namespace

bool MetricFrame::isCount(const QString &name)
{
    static const QStringList counts{u"count"_s, u"counts"_s, u"n"_s, u"size"_s, u"sample_size"_s, u"n_samples"_s, u"support"_s};
    return counts.contains(name.toLower());
}

bool MetricFrame::isMetric(const QString &name)
{
    return isCount(name) || MetricRegistry::builtIn().find(frameProducer, name).has_value();
}

Terms MetricFrame::slice(const QString &group, const QString &attribute)
{
    static const QRegularExpression between(u"\\s*[,|&×]\\s*"_s);
    const QStringList parts = tupleParts(group.left(2000));
    if (parts.size() == 1)
        return {{attribute.isEmpty() ? u"group"_s : attribute, parts.first().left(400)}};
    const QStringList names = attribute.split(between, Qt::SkipEmptyParts);
    Terms out;
    for (qsizetype i = 0; i < std::min<qsizetype>(parts.size(), 8); ++i)
        out.append({names.size() == parts.size() ? names.at(i) : u"attribute %1"_s.arg(i + 1), parts.at(i).left(400)});
    return out;
}

void MetricFrame::addFrame(const Members &frame, const QString &attribute)
{
    JsonTree::Node overall, byGroup;
    for (const auto &[name, node] : frame) {
        overall = name == u"overall" ? node : overall;
        byGroup = name == u"by_group" ? node : byGroup;
    }
    if (overall)
        addOverall(overall, attribute);
    if (byGroup.isArray())
        addGroupTable(byGroup, attribute);
    else if (byGroup.isObject())
        addGroups(byGroup, overall, attribute);
    else if (byGroup)
        m_draft.notUnderstood(byGroup.pointer());
    for (const auto &[name, node] : frame) {
        if (name == u"overall" || name == u"by_group")
            continue;
        const bool aggregate = name.startsWith(u"difference") || name.startsWith(u"ratio") || name.startsWith(u"group_m");
        if (aggregate && (node.isObject() || node.isNumber()))
            addAggregates(name, node, attribute);
        else if (!addScalar(name, node, attribute))
            m_draft.notUnderstood(node.pointer());
    }
}

void MetricFrame::addOverall(JsonTree::Node overall, const QString &attribute)
{
    const std::optional<qint64> n = overall.isObject() ? overall.firstOf({u"count", u"n", u"sample_size"}).count() : std::nullopt;
    const auto one = [&](const QString &name, JsonTree::Node value) {
        if (isCount(name))
            return;
        Metric metric;
        metric.metric = name;
        m_draft.setFrom(metric, value);
        metric.n = n;
        if (metric.valueState == State::Finite)
            m_overallValue.insert(rangeKey(attribute, name), metric.value);
        // Every attribute's frame repeats the overall values.
        const auto known = m_overall.constFind(name);
        if (known != m_overall.constEnd() && *known == metric.valueText)
            return;
        if (known != m_overall.constEnd()) {
            metric.task = attribute;
            metric.flags.append(u"contradiction"_s);
            m_draft.warnings.add(u"contradiction"_s, tr("The attributes give different overall values of “%1”.").arg(name), metric.pointer);
        }
        m_overall.insert(name, metric.valueText);
        m_draft.add(std::move(metric));
    };
    if (!overall.isObject())
        return one(u"metric"_s, overall);
    for (const JsonTree::Node value : overall)
        one(value.key(), value);
}

void MetricFrame::addGroups(JsonTree::Node byGroup, JsonTree::Node overall, const QString &attribute)
{
    if (attribute.isEmpty())
        m_draft.warnings.add(u"attributeUnknown"_s, tr("The file does not name the attribute of its groups."), byGroup.pointer());
    const JsonTree::Node first = *byGroup.begin();
    if (byGroup.size() == 0)
        return;
    if (!first.isObject()) { // one metric: {group: value}
        for (const JsonTree::Node value : byGroup)
            addValue(u"metric"_s, value, value.key(), attribute, {});
        return;
    }
    // {metric: {group: value}} as a frame has it, or turned around.
    const bool metricsOutside = overall.isObject() ? bool(overall[first.key()]) : isMetric(first.key());
    if (!metricsOutside) {
        for (const JsonTree::Node group : byGroup) {
            const std::optional<qint64> n = group.firstOf({u"count", u"n", u"sample_size"}).count();
            for (const JsonTree::Node value : group)
                addValue(value.key(), value, group.key(), attribute, n);
        }
        return;
    }
    QHash<QString, qint64> counts;
    for (const JsonTree::Node metric : byGroup) {
        for (const JsonTree::Node value : metric) {
            if (isCount(metric.key()) && value.count())
                counts.insert(value.key(), *value.count());
        }
    }
    for (const JsonTree::Node metric : byGroup) {
        for (const JsonTree::Node value : metric)
            addValue(metric.key(), value, value.key(), attribute, counts.contains(value.key()) ? std::optional(counts.value(value.key())) : std::nullopt);
        if (!metric.isObject())
            m_draft.notUnderstood(metric.pointer());
    }
}

void MetricFrame::addValue(const QString &name, JsonTree::Node value, const QString &group, const QString &attribute, std::optional<qint64> n)
{
    if (isCount(name)) {
        if (!value.count())
            m_draft.warnings.add(u"badCount"_s, tr("“%1” is no count of a group.").arg(value.text().left(60)), value.pointer());
        return;
    }
    Metric metric;
    metric.metric = name;
    metric.category = EvaluationReport::Category::Fairness;
    metric.slice = slice(group, attribute);
    m_draft.setFrom(metric, value);
    metric.n = n;
    flagSmallGroup(metric);
    if (metric.valueState == State::Finite) {
        const QString key = rangeKey(attribute, name);
        auto [low, high] = m_range.value(key, {metric.value, metric.value});
        m_range.insert(key, {std::min(low, metric.value), std::max(high, metric.value)});
        if (m_overallValue.contains(key))
            m_farthest[key] = std::max(m_farthest.value(key), std::abs(metric.value - m_overallValue.value(key)));
    }
    m_draft.add(std::move(metric));
}

void MetricFrame::addAggregates(const QString &kind, JsonTree::Node values, const QString &attribute)
{
    const bool extreme = kind.startsWith(u"group_m");
    const auto one = [&](const QString &base, JsonTree::Node value) {
        if (isCount(base))
            return;
        Metric metric;
        metric.task = attribute;
        metric.metric = base + u'_' + kind;
        metric.category = EvaluationReport::Category::Fairness;
        m_draft.setFrom(metric, value);
        if (kind == u"difference")
            checkDifference(metric, base, attribute);
        m_draft.add(std::move(metric), extreme ? frameDirection(base) : std::nullopt);
    };
    if (!values.isObject())
        return one(u"metric"_s, values);
    for (const JsonTree::Node value : values)
        one(value.key(), value);
}

void MetricFrame::checkDifference(Metric &metric, const QString &base, const QString &attribute)
{
    const auto range = m_range.constFind(rangeKey(attribute, base));
    if (range == m_range.constEnd() || metric.valueState != State::Finite)
        return;
    const double between = range->second - range->first;
    const double toOverall = m_farthest.value(rangeKey(attribute, base), between);
    const double slack = 1e-6 * std::max(1.0, std::abs(between));
    if (std::abs(metric.value - between) <= slack || std::abs(metric.value - toOverall) <= slack)
        return;
    m_draft.warnings.add(u"contradiction"_s,
                         tr("The difference of “%1” is given as %2, but its groups differ by %3; the groups win.").arg(base, metric.valueText).arg(between),
                         metric.pointer);
    ReportDraft::setComputed(metric, between);
    metric.flags.append(u"contradiction"_s);
}

bool MetricFrame::addScalar(const QString &name, JsonTree::Node value, const QString &attribute)
{
    static const QRegularExpression figure(u"^(demographic_parity|equalized_odds|equal_opportunity|predictive_parity|.*_parity|.*_odds)_(difference|ratio)$"_s);
    if (value.isContainer() || (!figure.match(name).hasMatch() && !(value.isNumber() && isMetric(name))))
        return false;
    Metric metric;
    metric.task = attribute;
    metric.metric = name;
    metric.category = EvaluationReport::Category::Fairness;
    m_draft.setFrom(metric, value);
    m_draft.add(std::move(metric));
    return true;
}

void MetricFrame::addGroupTable(JsonTree::Node rows, const QString &attribute)
{
    const JsonTree::Node first = rows.at(0);
    QStringList columns;
    for (const JsonTree::Node cell : first)
        columns.append(cell.key());
    MetricFrame table(m_draft);
    if (!table.setColumns(columns))
        return m_draft.notUnderstood(rows.pointer());
    if (table.m_attributes == 1 && !attribute.isEmpty())
        table.m_columns.first() = attribute;
    for (const JsonTree::Node row : rows) {
        QList<Cell> cells; // the rows of one table have their members in one order
        bool same = row.size() == columns.size();
        for (const JsonTree::Node cell : row) {
            same = same && cell.key() == columns.at(cells.size());
            cells.append({cell.bytes().toByteArray(), cell.isString()});
        }
        if (same)
            table.addRow(cells, row.pointer());
        else
            m_draft.notUnderstood(row.pointer());
    }
}

bool MetricFrame::setColumns(const QStringList &columns)
{
    m_columns = columns;
    for (m_attributes = 0; m_attributes < columns.size() && !isMetric(columns.at(m_attributes)); ++m_attributes) { }
    return m_attributes > 0 && m_attributes < columns.size() && m_attributes <= 8;
}

void MetricFrame::addRow(const QList<Cell> &cells, const QString &pointer)
{
    if (cells.size() != m_columns.size()) {
        m_draft.report.completeness = EvaluationReport::Completeness::Partial;
        m_draft.warnings.add(u"damagedLines"_s, tr("A row has %1 cells where there are %2 columns; it was left out.").arg(cells.size()).arg(m_columns.size()), pointer);
        return;
    }
    Metric base;
    base.category = EvaluationReport::Category::Fairness;
    for (qsizetype i = 0; i < m_attributes; ++i)
        base.slice.append({m_columns.at(i).left(400), QString::fromUtf8(cells.at(i).text).left(400)});
    for (qsizetype i = m_attributes; i < cells.size(); ++i) {
        bool number = false;
        const double n = isCount(m_columns.at(i)) ? cells.at(i).text.toDouble(&number) : -1;
        if (number && n >= 0 && n < 9e15 && n == std::floor(n))
            base.n = qint64(n);
    }
    for (qsizetype i = m_attributes; i < cells.size(); ++i) {
        if (isCount(m_columns.at(i)))
            continue;
        Metric metric = base;
        metric.metric = m_columns.at(i);
        metric.pointer = pointer;
        setValue(metric, cells.at(i).text);
        if (metric.valueState == State::Error || (cells.at(i).quoted && metric.valueState == State::Finite)) {
            metric.valueState = State::Error;
            metric.value = std::numeric_limits<double>::quiet_NaN();
            m_draft.warnings.add(u"notANumber"_s, tr("The value of “%1” is no number.").arg(metric.metric.left(200)), pointer);
        }
        flagSmallGroup(metric);
        m_draft.add(std::move(metric));
    }
}

} // namespace countersign
