// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/evidentlyvalues.h"

#include <QRegularExpression>

#include <cmath>
#include <numeric>

namespace countersign {

using namespace Qt::StringLiterals;
using Metric = EvaluationReport::Metric;
using State = EvaluationReport::ValueState;
using Verdict = EvaluationReport::Verdict;
using Category = EvaluationReport::Category;
using Node = JsonTree::Node;

namespace {

constexpr qsizetype evidentlyLabels = 500;

const QList<EvaluationReport::SliceTerm> &referenceSlice()
{
    static const QList<EvaluationReport::SliceTerm> slice{{u"dataset"_s, u"reference"_s}};
    return slice;
}

Category evidentlyCategory(const QString &name)
{
    const QString lower = name.toLower();
    const auto says = [&](std::initializer_list<QStringView> words) {
        return std::any_of(words.begin(), words.end(), [&](QStringView word) { return lower.contains(word); });
    };
    if (says({u"drift"}))
        return Category::Robustness;
    if (says({u"classification", u"regression", u"ranking", u"accuracy", u"precision", u"recall", u"f1", u"rocauc", u"logloss", u"mae", u"mape", u"rmse", u"r2score",
              u"error", u"recsys", u"fpr", u"tpr", u"fnr", u"tnr"}))
        return Category::Accuracy;
    return Category::DataQuality;
}

QString typeName(const QString &type)
{
    return type.sliced(type.lastIndexOf(u':') + 1).left(200);
}

/// 0.7 wraps numbers of its dump in objects with a "value".
Node plainValue(Node node)
{
    return node.isObject() && node[u"value"] && (node[u"type"] || node[u"metric_value_location"] || node.size() == 1) ? node[u"value"] : node;
}

/// The column a test of 0.2–0.6 speaks of: a parameter, or bold in its sentence.
QString columnIn(Node test)
{
    static const QRegularExpression bold(u"columns? \\*\\*(.{1,400}?)\\*\\*"_s);
    if (const Node name = test[u"parameters"][u"column_name"])
        return name.text().left(400);
    return bold.match(test[u"description"].text().left(4000)).captured(1);
}

struct Side
{
    QString op;
    double limit = 0;
};

/// The limit of a condition like {"gte": 0.95} or {"eq": {"value": 4000, "relative": 0.1}}; of two sides the one the
/// value is on.
std::optional<Side> sideOf(Node condition, const Metric &metric)
{
    for (const Node one : condition) {
        const Node value = one.isObject() ? one[u"value"] : one;
        const std::optional<double> limit = value.number();
        if (!limit)
            continue;
        const double slack = one.isObject() ? std::max(one[u"relative"].number().value_or(0) * std::abs(*limit), one[u"absolute"].number().value_or(0)) : 0;
        const QString key = one.key();
        if (key == u"gte" || key == u"gt")
            return Side{key == u"gte" ? u">="_s : u">"_s, *limit - slack};
        if (key == u"lte" || key == u"lt")
            return Side{key == u"lte" ? u"<="_s : u"<"_s, *limit + slack};
        if (key == u"eq" && slack == 0)
            return Side{u"=="_s, *limit};
        if (key == u"eq")
            return metric.value < *limit ? Side{u">="_s, *limit - slack} : Side{u"<="_s, *limit + slack};
    }
    return {};
}

} // namespace

bool EvidentlyValues::isPValue(const QString &method)
{
    static const QStringList distances{u"distance"_s, u"divergence"_s, u"psi"_s, u"mmd"_s, u"normed"_s, u"classifier"_s};
    const QString name = method.toLower();
    return name.contains(u"p_value") || name.contains(u"p-value")
        || (!name.isEmpty() && std::none_of(distances.begin(), distances.end(), [&](const QString &word) { return name.contains(word); })
            && (name.contains(u"test") || name == u"ks" || name == u"chisquare" || name == u"z"));
}

void EvidentlyValues::keep(Metric metric, const QString &id)
{
    if (!m_draft.hasRoom(m_waiting.size()))
        return;
    if (!id.isEmpty())
        m_byId.insert(id, m_waiting.size());
    m_waiting.append(std::move(metric));
}

void EvidentlyValues::addLegacy(const QString &name, Node result)
{
    if (!result.isObject())
        return m_draft.notUnderstood(result.pointer());
    if (result[u"drift_score"]) {
        addDrift(result[u"column_name"].text().left(400), result);
        return;
    }
    for (const Node column : result[u"drift_by_columns"])
        addDrift(column.key(), column);
    if (const Node share = result[u"share_of_drifted_columns"]; share && !result[u"drift_by_columns"]) {
        Metric metric;
        metric.task = name;
        metric.metric = share.key();
        metric.category = Category::Robustness;
        m_draft.setFrom(metric, share);
        metric.n = result[u"number_of_columns"].count();
        if (const std::optional<double> limit = result[u"drift_share"].number())
            metric.threshold = {u"<"_s, *limit, u"producer"_s};
        if (const std::optional<bool> drift = result[u"dataset_drift"].boolean())
            metric.verdict = *drift ? Verdict::Fail : Verdict::Pass;
        keep(std::move(metric));
        return;
    }
    addConfusion(name, result[u"current_matrix"], {});
    addConfusion(name, result[u"reference_matrix"], referenceSlice());
    const bool byClass = result[u"current"][u"metrics"].isObject();
    for (const QString &part : {u"current"_s, u"reference"_s}) {
        const Node values = result[part];
        const Terms slice = part == u"current" ? Terms() : referenceSlice();
        if (byClass)
            addByClass(name, values[u"metrics"], slice);
        else
            addNumbers(name, {}, values, slice, 0);
        if (values[u"confusion_matrix"])
            addConfusion(name, values[u"confusion_matrix"], slice);
    }
    for (const Node member : result) {
        if (member.isNumber() && member.key() != u"drift_share" && !result[u"drift_by_columns"])
            addNumbers(name, {}, result, {}, 3);
        if (member.isNumber())
            break;
    }
}

void EvidentlyValues::addDrift(const QString &column, Node drift)
{
    const QString method = drift[u"stattest_name"].text().left(200);
    const bool small = isPValue(method);
    Metric metric;
    metric.task = column.left(400);
    metric.metric = small ? u"drift_p_value"_s : u"drift_score"_s;
    metric.filter = method;
    metric.category = Category::Robustness;
    m_draft.setFrom(metric, drift[u"drift_score"]);
    if (const std::optional<double> limit = drift.firstOf({u"stattest_threshold", u"threshold"}).number())
        metric.threshold = {small ? u">="_s : u"<"_s, *limit, u"producer"_s};
    if (const std::optional<bool> drifted = drift[u"drift_detected"].boolean())
        metric.verdict = *drifted ? Verdict::Fail : Verdict::Pass;
    keep(std::move(metric));
    addDistribution(column, drift[u"current"][u"small_distribution"], {{u"dataset"_s, u"current"_s}});
    addDistribution(column, drift[u"reference"][u"small_distribution"], referenceSlice());
}

void EvidentlyValues::addDistribution(const QString &column, Node spread, const Terms &slice)
{
    const Node x = spread[u"x"], y = spread[u"y"];
    if (y.size() == 0)
        return;
    EvaluationReport::Distribution out;
    out.task = column.left(400);
    out.metric = u"values"_s;
    out.title = out.task;
    out.slice = slice;
    out.pointer = spread.pointer();
    for (const Node count : y) {
        if (!count.number())
            return m_draft.notUnderstood(count.pointer());
        out.counts.append(*count.number());
    }
    if (x.size() == y.size() + 1) {
        for (const Node edge : x) {
            if (!edge.number() || (!out.edges.isEmpty() && *edge.number() < out.edges.last()))
                return m_draft.notUnderstood(edge.pointer());
            out.edges.append(*edge.number());
        }
    } else { // categories: one bar each, named in the title
        QStringList labels;
        for (const Node label : x)
            labels.append(label.text().left(60));
        out.title += u": "_s + labels.mid(0, 30).join(u", "_s);
        for (qsizetype i = 0; i <= y.size(); ++i)
            out.edges.append(double(i));
    }
    m_draft.report.distributions.append(std::move(out));
}

void EvidentlyValues::addConfusion(const QString &name, Node matrix, const Terms &slice)
{
    const Node labels = matrix[u"labels"], values = matrix[u"values"];
    if (!matrix.isObject() || labels.size() == 0 || labels.size() > evidentlyLabels)
        return;
    EvaluationReport::Confusion out;
    out.task = name;
    out.slice = slice;
    out.pointer = matrix.pointer();
    double all = 0;
    for (const Node label : labels)
        out.labels.append(label.text().left(200));
    for (const Node row : values) {
        QList<double> counts;
        for (const Node count : row)
            counts.append(count.number().value_or(0));
        if (counts.size() != out.labels.size())
            return m_draft.notUnderstood(matrix.pointer());
        all += std::accumulate(counts.begin(), counts.end(), 0.0);
        out.counts.append(counts);
    }
    if (out.counts.size() != out.labels.size())
        return m_draft.notUnderstood(matrix.pointer());
    if (all >= 0 && all < 9e15)
        (slice.isEmpty() ? m_current : m_reference) = qint64(all);
    m_draft.report.confusions.append(std::move(out));
}

void EvidentlyValues::addByClass(const QString &name, Node classes, const Terms &slice)
{
    for (const Node label : classes) {
        const std::optional<qint64> support = label[u"support"].count();
        for (const Node value : label) {
            if (!value.isNumber() || value.key() == u"support")
                continue;
            Metric metric;
            metric.task = name;
            metric.metric = value.key().left(200);
            metric.slice = Terms{{u"class"_s, label.key().left(400)}} + slice;
            m_draft.setFrom(metric, value);
            metric.n = support;
            keep(std::move(metric));
        }
    }
}

void EvidentlyValues::addNumbers(const QString &name, const QString &path, Node values, const Terms &slice, int depth)
{
    for (const Node value : values.isObject() ? values : Node()) {
        const QString key = path.isEmpty() ? value.key() : path + u'.' + value.key();
        if (value.isObject() && depth < 2 && value.key() != u"confusion_matrix" && value.key() != u"rate_plots_data")
            addNumbers(name, key, value, slice, depth + 1);
        if (!value.isNumber() && value.kind() != JsonTree::Kind::NonFinite)
            continue;
        Metric metric;
        metric.task = name;
        metric.metric = key.left(200);
        metric.category = evidentlyCategory(name);
        metric.slice = slice;
        m_draft.setFrom(metric, value);
        keep(std::move(metric));
    }
}

void EvidentlyValues::addValue(const QString &id, Node config, Node value)
{
    Metric base;
    const QString type = typeName(config[u"type"].text());
    base.metric = type;
    base.task = config[u"column"].text().left(400);
    base.filter = config[u"method"].text().left(200);
    base.category = evidentlyCategory(type);
    if (type == u"ValueDrift") {
        const bool small = isPValue(base.filter);
        base.metric = small ? u"drift_p_value"_s : u"drift_score"_s;
        if (const std::optional<double> limit = config[u"threshold"].number())
            base.threshold = {small ? u">="_s : u"<"_s, *limit, u"producer"_s};
    }
    value = plainValue(value);
    if (!value.isContainer()) {
        m_draft.setFrom(base, value);
        return keep(std::move(base), id);
    }
    const Node labels = value[u"values"].isObject() ? value[u"values"] : value;
    bool any = false;
    for (const Node part : labels) {
        const Node number = plainValue(part);
        if (!number.isNumber() && number.kind() != JsonTree::Kind::NonFinite)
            continue;
        Metric metric = base;
        const QString key = part.key().isEmpty() ? QString() : part.key().left(400);
        const bool kind = key == u"count" || key == u"share" || key == u"mean" || key == u"std";
        if (kind)
            metric.filter = key;
        else
            metric.slice = {{u"label"_s, key}};
        m_draft.setFrom(metric, number);
        if (key == u"share" && type == u"DriftedColumnsCount") {
            if (const std::optional<double> limit = config[u"drift_share"].number())
                metric.threshold = {u"<"_s, *limit, u"producer"_s};
        }
        // Tests of a count speak of the share unless they say otherwise.
        keep(std::move(metric), !any || key == u"share" ? id : QString());
        any = true;
    }
    if (!any)
        m_draft.notUnderstood(value.pointer());
}

void EvidentlyValues::setVerdict(Metric &metric, const QString &status, Node test)
{
    ++m_tests.all;
    const bool passed = status == u"SUCCESS", failed = status == u"FAIL";
    m_tests.passed += passed;
    m_tests.failed += failed;
    m_tests.undecided += !passed && !failed && status != u"WARNING" && status != u"SKIPPED";
    metric.verdict = passed ? Verdict::Pass : failed ? Verdict::Fail : status == u"WARNING" ? Verdict::Warn : status == u"SKIPPED" ? Verdict::None : Verdict::Indeterminate;
    if (!passed && status != u"SKIPPED")
        m_draft.findings.fail(metric.task, test[u"name"].text().left(400), failed ? u"high"_s : status == u"WARNING" ? u"low"_s : u"unknown"_s,
                              {{}, {}, {}, {}, clippedText(test[u"description"].text())});
}

void EvidentlyValues::addTest(Node test)
{
    static const QHash<QString, QString> operators{{u"LessThanMetricTest"_s, u"<"_s}, {u"LessOrEqualMetricTest"_s, u"<="_s}, {u"GreaterThanMetricTest"_s, u">"_s},
                                                   {u"GreaterOrEqualMetricTest"_s, u">="_s}, {u"EqualMetricTest"_s, u"=="_s}};
    const Node config = test[u"metric_config"], rule = test[u"test_config"];
    const auto at = m_byId.constFind(config[u"metric_id"].text());
    const bool fresh = at == m_byId.constEnd() || m_waiting.at(*at).verdict != Verdict::None;
    Metric metric = at == m_byId.constEnd() ? Metric() : m_waiting.at(*at);
    if (fresh) {
        metric.metric = at == m_byId.constEnd() ? typeName(config[u"params"][u"type"].text()) : metric.metric;
        metric.task = config[u"params"][u"column"].text().left(400);
        metric.filter = test[u"name"].text().left(400);
        metric.threshold.reset();
        metric.pointer = test.pointer();
    }
    const QString op = operators.value(typeName(rule[u"type"].text()));
    if (const std::optional<double> limit = rule[u"threshold"].number(); limit && !op.isEmpty())
        metric.threshold = {op, *limit, u"producer"_s};
    setVerdict(metric, test[u"status"].text(), test);
    if (fresh)
        keep(std::move(metric));
    else
        m_waiting[*at] = std::move(metric);
}

void EvidentlyValues::addLegacyTest(Node test)
{
    if (!test[u"name"].isString() || !test[u"status"].isString())
        return m_draft.notUnderstood(test.pointer());
    Metric metric;
    metric.suite = test[u"group"].text().left(200);
    metric.task = columnIn(test);
    metric.metric = test[u"name"].text().left(400);
    metric.category = metric.suite == u"classification" || metric.suite == u"regression" ? Category::Accuracy
        : metric.suite.contains(u"drift")                                               ? Category::Robustness
                                                                                        : Category::DataQuality;
    const Node parameters = test[u"parameters"], value = parameters.firstOf({u"value", u"current_mean", u"score"});
    if (value.isNumber() || value.kind() == JsonTree::Kind::NonFinite)
        m_draft.setFrom(metric, value);
    else
        metric.pointer = test.pointer();
    if (const std::optional<Side> side = sideOf(parameters[u"condition"], metric))
        metric.threshold = {side->op, side->limit, u"producer"_s};
    setVerdict(metric, test[u"status"].text(), test);
    keep(std::move(metric));
}

void EvidentlyValues::finish()
{
    for (Metric &metric : m_waiting) {
        const bool classification = metric.task.startsWith(u"Classification") && metric.slice == Terms() && metric.task.contains(u"QualityMetric");
        if (classification && !metric.n)
            metric.n = m_current;
        if (metric.task == u"ClassificationQualityMetric" && metric.slice == referenceSlice())
            metric.n = m_reference;
        m_draft.add(std::move(metric));
    }
    m_waiting.clear();
}

} // namespace countersign
