// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/modelmonitorstatistics.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Metric = EvaluationReport::Metric;
using Node = JsonTree::Node;
using State = EvaluationReport::ValueState;

namespace {
constexpr qsizetype categoriesShown = 50;
constexpr qsizetype labelsShown = 200;
}

bool ModelMonitorStatistics::isQuality(const QString &key)
{
    return key == u"binary_classification_metrics" || key == u"multiclass_classification_metrics" || key == u"regression_metrics";
}

bool ModelMonitorStatistics::isQualityLimits(const QString &key)
{
    return key == u"binary_classification_constraints" || key == u"multiclass_classification_constraints" || key == u"regression_constraints";
}

void ModelMonitorStatistics::setDataset(Node dataset)
{
    m_items = dataset[u"item_count"].count();
    if (dataset[u"item_count"] && !m_items)
        m_draft.warnings.add(u"badCount"_s, tr("The number of items is no count."), dataset[u"item_count"].pointer());
    m_draft.report.run.configuration.insert(u"dataset"_s, dataset.toJson());
}

void ModelMonitorStatistics::addFeature(Node feature)
{
    m_any = true;
    const QString name = feature[u"name"].text().left(400);
    for (const QString &kind : {u"numerical_statistics"_s, u"string_statistics"_s}) {
        const Node statistics = feature[kind];
        if (!statistics)
            continue;
        const Node common = statistics[u"common"];
        addCounts(name, common);
        const std::optional<qint64> n = common[u"num_present"].count();
        for (const Node value : statistics) {
            if (value.key() == u"distribution") {
                addBuckets(name, value[u"kll"][u"buckets"]);
                addCategories(name, value[u"categorical"][u"buckets"]);
            } else if (value.key() != u"common" && value.key() != u"sum") {
                addNumber(name, value, n);
            }
        }
    }
}

void ModelMonitorStatistics::addNumber(const QString &feature, Node value, std::optional<qint64> n)
{
    if (value.isContainer())
        return m_draft.notUnderstood(value.pointer());
    Metric metric;
    metric.task = feature;
    metric.metric = value.key();
    metric.category = EvaluationReport::Category::DataQuality;
    m_draft.setFrom(metric, value);
    metric.n = n;
    m_draft.add(std::move(metric));
}

void ModelMonitorStatistics::addCounts(const QString &feature, Node common)
{
    const std::optional<qint64> present = common[u"num_present"].count(), missing = common[u"num_missing"].count();
    if (!present || !missing)
        return;
    if (m_items && *present + *missing != *m_items)
        m_draft.warnings.add(u"contradiction"_s, tr("“%1” has %2 values, the data %3 items.").arg(feature).arg(*present + *missing).arg(*m_items), common.pointer());
    Metric metric;
    metric.task = feature;
    metric.metric = u"completeness"_s;
    metric.pointer = common.pointer();
    metric.n = *present + *missing;
    ReportDraft::setComputed(metric, double(*present) / double(*present + *missing));
    m_draft.add(std::move(metric));
}

void ModelMonitorStatistics::addBuckets(const QString &feature, Node buckets)
{
    EvaluationReport::Distribution out;
    out.task = feature;
    out.metric = u"values"_s;
    out.title = feature;
    out.pointer = buckets.pointer();
    for (const Node bucket : buckets) {
        const std::optional<double> low = bucket[u"lower_bound"].number(), high = bucket[u"upper_bound"].number(), count = bucket[u"count"].number();
        const bool follows = low && high && *high >= *low && (out.edges.isEmpty() || std::abs(out.edges.last() - *low) <= 1e-9 * std::max(1.0, std::abs(*low)));
        if (!follows || !count || *count < 0)
            return m_draft.notUnderstood(bucket.pointer());
        if (out.edges.isEmpty())
            out.edges.append(*low);
        out.edges.append(*high);
        out.counts.append(*count);
    }
    if (!out.counts.isEmpty())
        m_draft.report.distributions.append(std::move(out));
}

void ModelMonitorStatistics::addCategories(const QString &feature, Node buckets)
{
    qsizetype shown = 0;
    for (const Node bucket : buckets) {
        if (++shown > categoriesShown) {
            m_draft.warnings.add(u"leftOut"_s, tr("“%1” has %2 categories; the first %3 are shown.").arg(feature).arg(buckets.size()).arg(categoriesShown), buckets.pointer());
            return;
        }
        Metric metric;
        metric.task = feature;
        metric.metric = u"category_count"_s;
        metric.slice = {{feature, bucket[u"value"].text().left(400)}};
        m_draft.setFrom(metric, bucket[u"count"]);
        metric.n = m_items;
        m_draft.add(std::move(metric));
    }
}

void ModelMonitorStatistics::addQuality(const QString &key, Node metrics)
{
    m_any = true;
    if (!metrics.isObject())
        return m_draft.notUnderstood(metrics.pointer());
    const QString task = key.chopped(8); // "_metrics"
    for (const Node one : metrics) {
        if (one.key() == u"confusion_matrix") {
            addConfusion(task, one);
            continue;
        }
        if (!one[u"value"]) {
            m_draft.warnings.add(u"leftOut"_s, tr("“%1” is only in the raw file.").arg(one.key().left(100)), one.pointer());
            continue;
        }
        Metric metric;
        metric.task = task;
        metric.metric = one.key();
        if (metric.metric.endsWith(u"_best_constant_classifier")) {
            metric.metric.chop(QStringView(u"_best_constant_classifier").size());
            metric.filter = u"best constant classifier"_s;
        }
        m_draft.setFrom(metric, one[u"value"]);
        m_deviations |= one[u"standard_deviation"].isNumber();
        m_quality.append(std::move(metric));
    }
}

void ModelMonitorStatistics::addConfusion(const QString &task, Node matrix)
{
    EvaluationReport::Confusion out;
    out.task = task;
    out.pointer = matrix.pointer();
    QStringList labels;
    for (const Node row : matrix) {
        labels.append(row.key());
        for (const Node cell : row)
            labels.append(cell.key());
    }
    labels.removeDuplicates();
    labels.sort();
    if (labels.isEmpty() || labels.size() > labelsShown)
        return m_draft.notUnderstood(matrix.pointer());
    out.labels = labels;
    qint64 all = 0, right = 0;
    for (const QString &actual : std::as_const(labels)) {
        QList<double> row;
        for (const QString &predicted : std::as_const(labels)) {
            const Node cell = matrix[actual][predicted];
            if (cell && !cell.count())
                return m_draft.notUnderstood(cell.pointer());
            row.append(double(cell.count().value_or(0)));
            all += cell.count().value_or(0);
            right += actual == predicted ? cell.count().value_or(0) : 0;
        }
        out.counts.append(row);
    }
    m_confused = all;
    m_right = right;
    m_draft.report.confusions.append(std::move(out));
}

void ModelMonitorStatistics::finish()
{
    for (Metric &metric : m_quality) {
        metric.n = m_items ? m_items : m_confused;
        const bool checked = metric.metric == u"accuracy" && metric.filter.isEmpty() && m_confused.value_or(0) > 0 && metric.valueState == State::Finite;
        const double again = checked ? double(*m_right) / double(*m_confused) : metric.value;
        if (checked && std::abs(again - metric.value) > 1e-6) {
            m_draft.warnings.add(u"contradiction"_s, tr("The accuracy is given as %1; the confusion matrix gives %2 and wins.").arg(metric.valueText).arg(again), metric.pointer);
            ReportDraft::setComputed(metric, again);
            metric.flags.append(u"contradiction"_s);
        }
        m_draft.add(std::move(metric));
    }
    if (m_confused && m_items && *m_confused != *m_items)
        m_draft.warnings.add(u"contradiction"_s, tr("The confusion matrix counts %1 of %2 items.").arg(*m_confused).arg(*m_items));
    if (m_deviations)
        m_draft.warnings.add(u"leftOut"_s, tr("The standard deviations are of overlapping resamples, no standard errors; they are only in the raw file."));
}

} // namespace countersign
