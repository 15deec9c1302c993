// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/jsonwalk.h"
#include "formats/redactedconfiguration.h"
#include "formats/reportdraft.h"

#include <QRegularExpression>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Metric = EvaluationReport::Metric;
using State = EvaluationReport::ValueState;
using Verdict = EvaluationReport::Verdict;
using Category = EvaluationReport::Category;
using Node = JsonTree::Node;

namespace {

constexpr qsizetype valuesOfACheck = 500;

QString deepchecksText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// The text of a piece of HTML: tags go, the common entities are resolved, links are not followed.
QString withoutMarkup(const QString &html)
{
    static const QRegularExpression tag(u"<[^<>]{0,4000}>"_s), space(u"\\s+"_s);
    QString out = html.left(20'000);
    out.replace(tag, u" "_s);
    out.replace(u"&lt;"_s, u"<"_s).replace(u"&gt;"_s, u">"_s).replace(u"&quot;"_s, u"\""_s).replace(u"&#39;"_s, u"'"_s).replace(u"&nbsp;"_s, u" "_s).replace(u"&amp;"_s, u"&"_s);
    return out.replace(space, u" "_s).trimmed();
}

Category categoryOf(const QString &check)
{
    const QString name = check.toLower();
    const auto says = [&](std::initializer_list<QStringView> words) {
        return std::any_of(words.begin(), words.end(), [&](QStringView word) { return name.contains(word); });
    };
    if (says({u"drift", u"weak segments", u"train test performance", u"domain classifier"}))
        return Category::Robustness;
    if (says({u"inference time"}))
        return Category::Efficiency;
    if (says({u"performance", u"report", u"comparison", u"roc", u"confusion", u"calibration", u"error", u"over-fit", u"boosting", u"bias"}))
        return Category::Accuracy;
    return Category::DataQuality;
}

QString plainMetricName(const QString &name)
{
    return name.trimmed().toLower().replace(u' ', u'_').left(200);
}

/// The limit in a condition's sentence, e.g. "Label drift score < 0.15" or "… is less or equal to 0%".
std::optional<EvaluationReport::Threshold> limitIn(const QString &condition)
{
    static const QRegularExpression limit(u"(?:(<=|>=|<|>)|\\bis (less or equal to|less than or equal to|greater or equal to|greater than or equal to|less than|greater than|lower than)) "
                                          u"(-?\\d+(?:\\.\\d+)?)(%?)$"_s);
    const QRegularExpressionMatch match = limit.match(condition.trimmed());
    if (!match.hasMatch())
        return {};
    const QString words = match.captured(2);
    QString op = match.captured(1);
    if (op.isEmpty())
        op = words.contains(u"equal") ? (words.startsWith(u"less") ? u"<="_s : u">="_s) : words.startsWith(u"greater") ? u">"_s : u"<"_s;
    return EvaluationReport::Threshold{op, match.captured(3).toDouble() / (match.captured(4).isEmpty() ? 1 : 100), u"producer"_s};
}

/// NumPy's numbers stand as {"dtype": …, "value": …}.
Node unwrapped(Node node)
{
    return node[u"dtype"] && node.size() == 2 ? node[u"value"] : node;
}

class DeepchecksReader
{
public:
    explicit DeepchecksReader(const ImportInput &input)
        : m_draft(input.options, u"deepchecks"_s, u"deepchecks"_s), m_walk(input, m_draft.warnings)
    {
    }

    Result<Imported> read()
    {
        const JsonTree::Bounds bounds{.without = {u"display"_s}};
        if (m_walk.open() != Event::StartObject)
            m_walk.refuse(deepchecksText("A suite result of deepchecks is a JSON object."));
        m_walk.members([&](const QString &key) {
            if (key == u"results")
                m_walk.elements([&](qint64) { addCheck(m_walk.tree(bounds).root()); });
            else if (key == u"name")
                m_suite = m_walk.tree().root().text().left(400);
            else if (key == u"type")
                m_type = m_walk.tree().root().text();
            else if (key != u"display" && key != u"extra_info" && key != u"task_id")
                m_draft.notUnderstood(m_walk.json().pointer());
        });
        if (const std::optional<Error> problem = m_walk.finish())
            return *problem;
        if (m_checks == 0)
            return Error{Error::Code::Invalid, deepchecksText("The file holds no results of checks.")};
        for (Metric &metric : m_draft.report.results)
            metric.suite = m_suite;
        m_draft.warnings.add(u"versionUnknown"_s, deepchecksText("The file does not say which version wrote it, when, and of which model."));
        return m_draft.take();
    }

private:
    void addCheck(Node check)
    {
        const QString type = check[u"type"].text(), name = check[u"check"][u"name"].text().left(200);
        if (type == u"SuiteResult" || (type.isEmpty() && check[u"results"].isArray())) {
            for (const Node inner : check[u"results"])
                addCheck(inner);
            return;
        }
        if (name.isEmpty() || (type != u"CheckResult" && type != u"CheckFailure"))
            return m_draft.notUnderstood(check.pointer());
        ++m_checks;
        const QString header = check[u"header"].text().isEmpty() ? name : withoutMarkup(check[u"header"].text()).left(400);
        QJsonObject about{{u"summary"_s, withoutMarkup(check[u"check"][u"summary"].text()).left(1000)},
                          {u"params"_s, redactedConfiguration(check[u"check"][u"params"].toJson())}};
        if (m_draft.report.run.configuration.size() < 200)
            m_draft.report.run.configuration.insert(name, about);
        Metric base;
        base.task = header;
        base.category = categoryOf(name);
        base.pointer = check.pointer();
        if (type == u"CheckFailure")
            return addCrash(base, name, check[u"exception"]);
        const Node value = check[u"value"];
        Metric whole = base;
        whole.metric = plainMetricName(name);
        const bool scalar = value.isNumber() || value.kind() == JsonTree::Kind::NonFinite;
        if (scalar)
            m_draft.setFrom(whole, value);
        else
            addValues(base, name, value);
        if (!addConditions(whole, check[u"conditions_results"]) && scalar)
            add(whole);
    }

    void addCrash(const Metric &base, const QString &name, Node exception)
    {
        Metric metric = base;
        metric.metric = plainMetricName(name);
        metric.valueState = State::Error;
        metric.verdict = Verdict::Indeterminate;
        const QString text = clippedText(exception.text());
        const QString line = text.section(u'\n', 0, 0).left(300);
        m_draft.report.completeness = EvaluationReport::Completeness::Partial;
        m_draft.warnings.add(u"checkFailed"_s, deepchecksText("“%1” could not run: %2").arg(base.task, line), exception.pointer());
        m_draft.findings.fail(base.task, u"checkError"_s, u"unknown"_s, {{}, {}, {}, {}, text});
        add(metric);
    }

    /// Conditions carry the verdicts; a check with a single value gives it to each of them.
    bool addConditions(const Metric &whole, Node conditions)
    {
        bool any = false;
        for (const Node condition : conditions) {
            Metric metric = whole;
            const QString text = withoutMarkup(condition[u"Condition"].text()).left(400);
            const QString status = condition[u"Status"].text(), more = withoutMarkup(condition[u"More Info"].text());
            if (text.isEmpty() && status.isEmpty()) {
                m_draft.notUnderstood(condition.pointer());
                continue;
            }
            any = true;
            metric.filter = text;
            metric.threshold = limitIn(text);
            if (metric.valueState == State::Missing)
                metric.valueText = more.left(400);
            if (metric.valueState == State::Missing)
                metric.pointer = condition.pointer();
            metric.verdict = status == u"PASS" ? Verdict::Pass : status == u"FAIL" ? Verdict::Fail : status == u"WARN" ? Verdict::Warn : Verdict::Indeterminate;
            if (status == u"FAIL" || status == u"WARN" || status == u"ERROR")
                m_draft.findings.fail(metric.task, text, status == u"FAIL" ? u"high"_s : status == u"WARN" ? u"low"_s : u"unknown"_s, {{}, {}, {}, {}, clippedText(more)});
            if (status != u"PASS" && status != u"FAIL" && status != u"WARN")
                m_draft.warnings.add(u"conditionError"_s, deepchecksText("“%1” could not be decided: %2").arg(text, more.left(300)), condition.pointer());
            add(metric);
        }
        return any;
    }

    void addValues(const Metric &base, const QString &name, Node value)
    {
        m_left = valuesOfACheck;
        if (value.isString()) {
            const JsonTree inner = JsonTree::fromText(value.bytes(), value.pointer());
            if (inner.root().isContainer())
                return addValues(base, name, inner.root());
        }
        if (value.isArray() && value.at(0)[u"Metric"] && value.at(0)[u"Value"])
            return addScores(base, value);
        if (value.isObject() && unwrapped(value[u"Drift score"]).isNumber())
            return addDrift(base, value);
        bool understood = false;
        for (const Node feature : value.isObject() ? value : Node()) {
            if (feature[u"Drift score"]) {
                understood = true;
                Metric metric = base;
                metric.task += u" · "_s + feature.key().left(200);
                addDrift(metric, feature);
                if (const std::optional<double> importance = unwrapped(feature[u"Importance"]).number())
                    m_draft.addAttribution({base.task, u"feature importance"_s, {}, feature.key().left(400), *importance, feature[u"Importance"].pointer()});
            } else if (name.contains(u"Roc", Qt::CaseInsensitive) && unwrapped(feature).isNumber()) {
                understood = true;
                Metric metric = base;
                metric.metric = u"auc"_s;
                metric.slice = {{u"class"_s, feature.key().left(400)}};
                m_draft.setFrom(metric, unwrapped(feature));
                add(metric);
            }
        }
        if (const Node scores = value[u"scores"]; scores.isObject())
            addComparison(base, scores);
        else if (!understood && value.isContainer() && value.size() > 0)
            m_draft.warnings.add(u"leftOut"_s, deepchecksText("The values of “%1” are only in the raw file.").arg(base.task), value.pointer());
    }

    void addDrift(Metric metric, Node value)
    {
        metric.metric = u"drift_score"_s;
        metric.filter = value[u"Method"].text().left(100);
        metric.category = Category::Robustness;
        m_draft.setFrom(metric, unwrapped(value[u"Drift score"]));
        add(metric);
    }

    /// A table of scores: data set, class, metric, value, number of samples.
    void addScores(const Metric &base, Node rows)
    {
        for (const Node row : rows) {
            Metric metric = base;
            metric.metric = row[u"Metric"].text().left(200);
            metric.filter = row[u"Dataset"].text().left(100);
            metric.category = Category::Accuracy;
            if (const Node label = row[u"Class"]; label && label.kind() != JsonTree::Kind::Null)
                metric.slice = {{u"class"_s, label.text().left(200)}};
            m_draft.setFrom(metric, unwrapped(row[u"Value"]));
            metric.n = row[u"Number of samples"].count();
            add(metric);
        }
    }

    /// {metric: {class: {"Origin": the model, "Simple": a simple one}}}
    void addComparison(const Metric &base, Node scores)
    {
        for (const Node metricNode : scores) {
            for (const Node label : metricNode) {
                for (const Node model : label) {
                    if (!unwrapped(model).isNumber())
                        continue;
                    Metric metric = base;
                    metric.metric = metricNode.key().left(200);
                    metric.filter = model.key().left(100);
                    metric.slice = {{u"class"_s, label.key().left(200)}};
                    m_draft.setFrom(metric, unwrapped(model));
                    add(metric);
                }
            }
        }
    }

    void add(const Metric &metric)
    {
        if (--m_left == -1)
            m_draft.warnings.add(u"leftOut"_s, deepchecksText("“%1” has more than %2 values; the rest is only in the raw file.").arg(metric.task).arg(valuesOfACheck), metric.pointer);
        if (m_left >= 0 || metric.verdict != Verdict::None)
            m_draft.add(metric);
        if (const std::optional<Error> problem = m_draft.problem())
            m_walk.fail(*problem);
    }

    ReportDraft m_draft;
    JsonWalk m_walk;
    QString m_suite, m_type;
    qint64 m_checks = 0;
    qsizetype m_left = valuesOfACheck;
};

class Deepchecks final : public Importer
{
public:
    QString id() const override { return u"deepchecks"_s; }
    QString title() const override { return deepchecksText("deepchecks suite result"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"CheckResult", "CheckFailure"}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node first = tree.root()[u"results"].at(0);
        return first[u"check"][u"name"] && first[u"type"].text().startsWith(u"Check") ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return DeepchecksReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> deepchecksImporter()
{
    return std::make_unique<Deepchecks>();
}

} // namespace countersign
