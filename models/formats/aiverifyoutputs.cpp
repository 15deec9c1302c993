// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/aiverifyoutputs.h"

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;
using Metric = EvaluationReport::Metric;
using Category = EvaluationReport::Category;
using Verdict = EvaluationReport::Verdict;
using Node = JsonTree::Node;
using Kind = AiVerifyOutputs::Kind;

namespace {

constexpr qsizetype namesRead = 200'000;

QStringList verifyTexts(Node list, qsizetype most = 100)
{
    QStringList out;
    for (const Node element : list) {
        if (out.size() < most)
            out.append(element.text().left(200));
    }
    return out;
}

QString nameAt(const QStringList &names, qsizetype index)
{
    const QString name = names.value(index);
    return name.isEmpty() ? QString::number(index) : name;
}

} // namespace

Kind AiVerifyOutputs::kindOf(Node output)
{
    const Node results = output[u"results"], first = results.at(0);
    if (output[u"sensitive_feature"].isArray())
        return first[u"subgroup"] ? Kind::FairnessRegression : first.isObject() ? Kind::Fairness : Kind::Unknown;
    if (results[u"org_performance"] && results[u"perturbed_performance"])
        return Kind::Robustness;
    if (first[u"corruption_function"] && first[u"accuracy"].isObject())
        return Kind::Corruption;
    if (output[u"feature_names"].isArray() && (results[u"global_shap_values"] || results[u"num_global_classes"] || results[u"num_local_classes"] || results[u"global"]))
        return Kind::Shap;
    if (output[u"feature_names"].isArray() && first[u"ale"].isArray())
        return Kind::Ale;
    if (output[u"feature_names"].isArray() && first.at(0).at(0)[u"pdp_value"])
        return Kind::Pdp;
    if (output[u"fairness"][u"fairness_init"].isObject())
        return Kind::Veritas;
    for (const Node member : output.isObject() ? output : Node()) {
        if (member.key().startsWith(u"completed-") && member.isString())
            return Kind::Checklist;
    }
    return Kind::Unknown;
}

bool AiVerifyOutputs::add(Node output, const QString &suite)
{
    switch (kindOf(output)) {
    case Kind::Fairness:
        addFairness(output, suite);
        return true;
    case Kind::FairnessRegression:
        addFairnessRegression(output, suite);
        return true;
    case Kind::Robustness:
        addRobustness(output[u"results"], suite);
        return true;
    case Kind::Corruption:
        addCorruption(output[u"results"]);
        return true;
    case Kind::Shap:
        addShap(output);
        return true;
    case Kind::Ale:
        addCurves(output, true);
        return true;
    case Kind::Pdp:
        addCurves(output, false);
        return true;
    case Kind::Veritas:
        addVeritas(output, suite);
        return true;
    case Kind::Checklist:
        addChecklist(output);
        return true;
    case Kind::Unknown:
        return false;
    }
    return false;
}

void AiVerifyOutputs::addFairness(Node output, const QString &suite)
{
    const QStringList classes = verifyTexts(output[u"output_classes"], namesRead);
    qsizetype label = 0;
    for (const Node byMetric : output[u"results"]) {
        Metric base;
        base.suite = suite;
        base.task = u"class "_s + nameAt(classes, label++);
        base.category = Category::Fairness;
        for (const Node values : byMetric) {
            base.metric = values.key().left(200);
            for (const Node entry : values)
                addGroupValue(base, entry, output[u"sensitive_feature"]);
        }
    }
}

void AiVerifyOutputs::addGroupValue(Metric metric, Node entry, Node features)
{
    const QStringList names = verifyTexts(features, 8), groups = verifyTexts(entry[u"group"]);
    if (!entry.isObject() || names.isEmpty())
        return m_draft.notUnderstood(entry.pointer());
    const bool comparison = metric.metric == u"Disparate Impact" || metric.metric == u"Equal Selection Parity" || groups.size() != names.size();
    for (qsizetype i = 0; !comparison && i < names.size(); ++i)
        metric.slice.append({names.at(i), groups.at(i)});
    if (comparison)
        metric.filter = names.join(u", "_s) + u": "_s + groups.join(u" / "_s);
    m_coded |= entry[u"group"].at(0).isNumber();
    m_draft.setFrom(metric, entry[u"metric"]);
    m_draft.add(std::move(metric));
}

void AiVerifyOutputs::addFairnessRegression(Node output, const QString &suite)
{
    const QStringList names = verifyTexts(output[u"sensitive_feature"], 8);
    for (const Node row : output[u"results"]) {
        const QStringList groups = row[u"subgroup"].text().left(400).split(u',');
        Metric base;
        base.suite = suite;
        base.category = Category::Fairness;
        for (qsizetype i = 0; i < groups.size() && i < 8; ++i)
            base.slice.append({groups.size() == names.size() ? names.at(i) : u"group"_s, groups.at(i).trimmed()});
        m_coded = true;
        for (const Node value : row) {
            if (value.key() == u"subgroup")
                continue;
            Metric metric = base;
            metric.metric = value.key().left(200);
            m_draft.setFrom(metric, value);
            m_draft.add(std::move(metric));
        }
    }
}

void AiVerifyOutputs::addRobustness(Node results, const QString &suite)
{
    Metric base;
    base.suite = suite;
    base.category = Category::Robustness;
    base.metric = u"performance"_s;
    Metric original = base, perturbed = base, failed = base;
    m_draft.setFrom(original, results[u"org_performance"]);
    perturbed.slice = {{u"perturbation"_s, u"adversarial"_s}};
    m_draft.setFrom(perturbed, results[u"perturbed_performance"]);
    perturbed.n = results[u"num_of_perturbed_samples"].count();
    original.n = perturbed.n;
    m_draft.add(std::move(original));
    m_draft.add(std::move(perturbed));
    if (const Node count = results[u"num_of_failed_perturbed_samples"]) {
        failed.metric = u"failed_perturbed_samples"_s;
        m_draft.setFrom(failed, count);
        failed.n = results[u"num_of_perturbed_samples"].count();
        m_draft.add(std::move(failed));
    }
    m_draft.warnings.add(u"metricUnknown"_s, tr("The file does not say which measure its “performance” is."), results.pointer());
}

void AiVerifyOutputs::addCorruption(Node results)
{
    for (const Node one : results) {
        if (!one[u"corruption_function"] || !one[u"accuracy"].isObject()) {
            m_draft.notUnderstood(one.pointer());
            continue;
        }
        for (const Node value : one[u"accuracy"]) {
            Metric metric;
            metric.suite = one[u"corruption_group"].text().left(200);
            metric.metric = u"accuracy"_s;
            metric.category = Category::Robustness;
            const QString severity = value.key().startsWith(u"severity") ? value.key().sliced(8) : value.key();
            metric.slice = {{u"perturbation"_s, one[u"corruption_function"].text().left(200)}, {u"strength"_s, severity.left(100)}};
            for (const Node parameter : one[u"parameter"][value.key()]) {
                if (!parameter.isContainer() && parameter.kind() != JsonTree::Kind::Null)
                    metric.filter += (metric.filter.isEmpty() ? QString() : u", "_s) + parameter.key().left(60) + u'=' + parameter.text().left(60);
            }
            m_draft.setFrom(metric, value);
            m_draft.add(std::move(metric));
        }
    }
}

void AiVerifyOutputs::addShap(Node output)
{
    const Node global = output[u"results"][u"global"];
    const QStringList features = verifyTexts(output[u"feature_names"], namesRead);
    qsizetype label = 0;
    for (const Node values : global) {
        qsizetype feature = 0;
        for (const Node value : values) {
            if (value.number())
                m_draft.addAttribution({{}, u"shap"_s, u"class "_s + QString::number(label), nameAt(features, feature), *value.number(), value.pointer()});
            else
                m_draft.notUnderstood(value.pointer());
            ++feature;
        }
        ++label;
    }
    if (!global.isArray())
        m_draft.notUnderstood(output.pointer());
}

void AiVerifyOutputs::addCurves(Node output, bool ale)
{
    const auto range = [&](Node points, const QString &feature, const QString &label) {
        std::optional<double> low, high;
        for (const Node point : points) {
            const std::optional<double> value = ale ? point.number() : point[u"pdp_value"].number();
            if (!value)
                return m_draft.notUnderstood(point.pointer());
            low = std::min(low.value_or(*value), *value);
            high = std::max(high.value_or(*value), *value);
        }
        if (low)
            m_draft.addAttribution({{}, ale ? u"ale range"_s : u"pdp range"_s, label, feature, *high - *low, points.pointer()});
        m_ranges |= low.has_value();
    };
    const QStringList features = verifyTexts(output[u"feature_names"], namesRead), classes = verifyTexts(output[u"output_classes"], namesRead);
    qsizetype feature = 0;
    for (const Node curve : output[u"results"]) {
        const QString name = nameAt(features, feature++);
        if (ale)
            range(curve[u"ale"], name, {});
        qsizetype label = 0;
        for (const Node points : ale ? Node() : curve)
            range(points, name, nameAt(classes, label++));
    }
}

void AiVerifyOutputs::addPairs(Node values, const Metric &base)
{
    for (const Node value : values.isObject() ? values : Node()) {
        Metric metric = base;
        metric.metric = value.key().left(200);
        m_pairs |= value.isArray();
        m_draft.setFrom(metric, value.isArray() ? value.at(0) : value);
        m_draft.add(std::move(metric));
    }
}

void AiVerifyOutputs::addVeritas(Node output, const QString &suite)
{
    const Node fairness = output[u"fairness"], init = fairness[u"fairness_init"];
    Metric base;
    base.suite = suite.isEmpty() ? u"veritas"_s : suite;
    addPairs(fairness[u"perf_metric_values"], base);
    base.category = Category::Fairness;
    for (const Node feature : fairness[u"features"].isObject() ? fairness[u"features"] : Node()) {
        base.task = feature.key().left(400);
        const qsizetype first = m_draft.report.results.size();
        addPairs(feature[u"fair_metric_values"], base);
        const QString conclusion = feature[u"fairness_conclusion"].text(), chosen = init[u"fair_metric_name"].text();
        for (qsizetype i = first; i < m_draft.report.results.size(); ++i) {
            Metric &metric = m_draft.report.results[i];
            if (metric.metric == chosen && !conclusion.isEmpty())
                metric.verdict = conclusion == u"fair" ? Verdict::Pass : conclusion == u"unfair" ? Verdict::Fail : Verdict::Indeterminate;
            if (const std::optional<double> limit = feature[u"fair_threshold"].number(); limit && metric.metric == chosen)
                metric.threshold = {u"<="_s, *limit, u"producer"_s};
        }
    }
    if (const Node cells = fairness[u"weighted_confusion_matrix"]; cells[u"tp"].number() && cells[u"tn"].number() && cells[u"fp"].number() && cells[u"fn"].number()) {
        const auto cell = [&](QStringView name) { return *cells[name].number(); };
        m_draft.report.confusions.append({base.suite, {}, {u"negative"_s, u"positive"_s}, {{cell(u"tn"), cell(u"fp")}, {cell(u"fn"), cell(u"tp")}}, cells.pointer()});
    }
    for (const Node score : output[u"transparency"][u"permutation"][u"score"]) {
        if (const std::optional<double> value = score[u"score"].number())
            m_draft.addAttribution({base.suite, u"permutation"_s, {}, score[u"feature"].text().left(400), *value, score.pointer()});
    }
    m_draft.report.run.configuration.insert(u"fairness_init"_s, init.toJson());
}

void AiVerifyOutputs::addChecklist(Node answers)
{
    QHash<QString, QString> elaborations;
    for (const Node answer : answers) {
        if (answer.key().startsWith(u"elaboration-"))
            elaborations.insert(answer.key().sliced(12), answer.text());
    }
    for (const Node answer : answers) {
        const QString key = answer.key();
        if (!key.startsWith(u"completed-"))
            continue;
        EvaluationReport::Review review;
        const QString id = key.sliced(10).left(200);
        review.question = id;
        review.item = id.section(u'-', 0, 0);
        review.rating = answer.text().left(200);
        review.decision = review.rating == u"Yes" ? u"accept"_s : review.rating == u"No" ? u"reject"_s : QString();
        review.reason = clippedText(elaborations.value(key.sliced(10)));
        if (!answer.isString() || review.rating.isEmpty())
            m_draft.warnings.add(u"unanswered"_s, tr("“%1” has no answer.").arg(id), answer.pointer());
        else if (m_draft.hasRoom(m_draft.report.reviews.size()))
            m_draft.report.reviews.append(std::move(review));
    }
}

void AiVerifyOutputs::finish()
{
    if (m_ranges)
        m_draft.warnings.add(u"computedHere"_s, tr("Of the curves only their range is kept: the largest minus the smallest effect, computed here."));
    if (m_pairs)
        m_draft.warnings.add(u"leftOut"_s, tr("The spread beside Veritas' values is not defined in the file and was left out."));
    if (m_coded)
        m_draft.warnings.add(u"codedGroups"_s, tr("Groups are codes; what they stand for is not in the file."));
}

} // namespace countersign
