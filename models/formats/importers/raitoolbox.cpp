// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/fairnessdashboard.h"
#include "formats/raidata.h"
#include "formats/redactedconfiguration.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Metric = EvaluationReport::Metric;
using Category = EvaluationReport::Category;
using Node = JsonTree::Node;

namespace {

constexpr qsizetype raiHead = 1024 * 1024;
constexpr std::size_t raiSums = 1'000'000;

QString raiText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

QStringList raiTexts(Node list)
{
    QStringList out;
    for (const Node element : list)
        out.append(element.text().left(400));
    return out;
}

/// What a dashboard of the Responsible AI toolbox is fed with: the members of its parts have names of their own, so that
/// the parts are recognised by them and not by what somebody called the parts.
class RaiReader
{
public:
    explicit RaiReader(const ImportInput &input)
        : m_input(input), m_draft(input.options, u"rai-toolbox"_s, u"rai-toolbox"_s), m_walk(input, m_draft.warnings)
    {
    }

    Result<Imported> read()
    {
        const JsonTree head = JsonTree::probe(m_input.device->peek(raiHead));
        const bool dashboard = FairnessDashboard::fits(head.root());
        FairnessDashboard fairness;
        if (m_walk.open() != Event::StartObject)
            m_walk.refuse(raiText("The data of a Responsible AI dashboard is a JSON object."));
        else if (dashboard)
            m_walk.members([&](const QString &key) { FairnessDashboard::isMember(key) ? fairness.readMember(m_walk, key) : m_draft.notUnderstood(m_walk.json().pointer()); });
        else
            readSection(0);
        if (const std::optional<Error> problem = m_walk.finish())
            return *problem;
        if (dashboard)
            fairness.finish(m_draft);
        else if (!m_known && !m_data.any())
            return Error{Error::Code::Invalid, raiText("The file holds no data of a Responsible AI dashboard.")};
        finish();
        return m_draft.take();
    }

private:
    void readSection(int depth)
    {
        RaiData::Cohort cohort;
        bool isCohort = false;
        m_walk.members([&](const QString &key) {
            if (key == u"name" || key == u"cohort_filter_list") {
                isCohort |= key == u"cohort_filter_list";
                JsonTree value = m_walk.tree({.nodes = 20'000});
                if (key == u"name")
                    cohort.name = value.root().text().left(400);
                else
                    cohort.filters = std::move(value);
            } else if (!readData(key) && !readAnalysis(key)) {
                readOther(key, depth);
            }
            if (const std::optional<Error> problem = m_draft.problem())
                m_walk.fail(*problem);
        });
        if (isCohort && !m_walk.problem())
            m_data.addCohort(std::move(cohort));
    }

    bool readData(const QString &key)
    {
        if (key == u"true_y" || key == u"trueY")
            m_data.readTruth(m_walk);
        else if (key == u"predicted_y" || key == u"predictedY")
            m_data.readPredictions(m_walk);
        else if (key == u"probability_y" || key == u"probabilityY")
            m_data.readProbabilities(m_walk);
        else if (key == u"features" || key == u"trainingData")
            m_data.readFeatures(m_walk);
        else if (key == u"feature_names" || key == u"featureNames")
            m_data.setFeatureNames(raiTexts(m_walk.tree({.nodes = 1'000'000}).root()));
        else if (key == u"class_names" || key == u"classNames")
            m_data.setClassNames(raiTexts(m_walk.tree({.nodes = 10'000}).root()));
        else if (key == u"task_type")
            m_data.setRegression(m_walk.tree().root().text().compare(u"regression", Qt::CaseInsensitive) == 0);
        else if (key == u"isClassifier")
            m_data.setRegression(m_walk.tree().root().boolean() == false);
        else
            return false;
        return true;
    }

    bool readAnalysis(const QString &key)
    {
        if (key == u"data_balance_measures" || key == u"dataBalanceMeasures") {
            m_known = true;
            addBalance(m_walk.tree().root());
        } else if (key == u"precomputedExplanations") {
            m_walk.members([&](const QString &part) { readExplanation(part); });
        } else if (key == u"localExplanations" || key == u"localFeatureImportance" || key == u"globalExplanation" || key == u"globalFeatureImportance") {
            readExplanation(key);
        } else if (key == u"summary_importance") {
            m_counterfactual = m_walk.tree();
            m_known = true;
        } else if (key == u"global_effects") {
            m_known = true;
            m_walk.elements([&](qint64) { addEffect(m_walk.tree({.nodes = 1000}).root()); });
        } else if (key == u"explanationMethod") {
            m_method = m_walk.tree().root().text().left(200);
        } else if (key == u"tree") {
            m_known = true;
            addErrorTree(m_walk.tree().root());
        } else {
            return false;
        }
        return true;
    }

    void readOther(const QString &key, int depth)
    {
        static const QStringList settings{u"maxDepth"_s, u"numLeaves"_s, u"minChildSamples"_s, u"metric"_s, u"target_column"_s, u"desired_class"_s, u"modelClass"_s,
                                          u"tabular_dataset_metadata"_s, u"feature_metadata"_s, u"config"_s};
        if (settings.contains(key)) {
            m_known |= key == u"maxDepth";
            m_draft.report.run.configuration.insert(key, redactedConfiguration(m_walk.tree({.nodes = 10'000}).root().toJson()));
            return;
        }
        static const QStringList silent{u"categoricalMap"_s, u"categorical_features"_s, u"intercept"_s, u"id"_s, u"feature_names_including_target"_s};
        const Event event = m_walk.open();
        bool left = false;
        if (silent.contains(key))
            return;
        if (key == u"policies" || key == u"policy_tree")
            left = true;
        else if (event == Event::StartObject && depth < 3)
            readSection(depth + 1);
        else if (event == Event::StartArray && depth < 3)
            m_walk.elements([&](qint64) { m_walk.json().event() == Event::StartObject ? readSection(depth + 1) : void(left = true); });
        else
            left = event == Event::StartObject || event == Event::StartArray;
        if (left)
            m_draft.warnings.add(u"leftOut"_s, raiText("“%1” is only in the raw file.").arg(key.left(100)), m_walk.json().pointer());
    }

    /// {"scores": […]}: local ones by class, row and feature (regression: row and feature), global ones without rows.
    void readExplanation(const QString &part)
    {
        m_known = true;
        const bool local = part.startsWith(u"local");
        m_walk.members([&](const QString &key) {
            if (key == u"scores")
                local ? readLocal() : readGlobal();
        });
    }

    void readLocal()
    {
        m_localPointer = m_walk.json().pointer();
        m_walk.elements([&](qint64 outer) {
            m_walk.elements([&](qint64 middle) {
                if (m_walk.json().event() == Event::Number) {
                    m_flat = true;
                    addScore(0, middle);
                    return;
                }
                m_walk.elements([&](qint64 feature) { addScore(outer, feature); });
            });
            if (m_flat)
                ++m_rows[0];
        });
    }

    void addScore(qint64 label, qint64 feature)
    {
        if (m_walk.json().event() != Event::Number || label >= 1000 || feature >= 100'000 || m_sums.size() >= qsizetype(raiSums))
            return;
        const std::pair<qint64, qint64> key(label, feature);
        m_sums[key] += std::abs(m_walk.json().number());
        if (!m_flat && feature == 0)
            ++m_rows[label];
    }

    void readGlobal()
    {
        const JsonTree scores = m_walk.tree();
        const Node root = scores.root();
        qsizetype feature = 0;
        for (const Node value : root) {
            qsizetype label = 0;
            if (const std::optional<double> number = value.number())
                m_global.append({feature, -1, *number, value.pointer()});
            for (const Node one : value) {
                if (const std::optional<double> number = one.number())
                    m_global.append({feature, label++, *number, one.pointer()});
            }
            ++feature;
        }
    }

    void addEffect(Node effect)
    {
        Metric metric;
        metric.suite = u"causal"_s;
        metric.task = effect[u"feature"].text().left(400);
        metric.filter = effect[u"feature_value"].text().left(200);
        metric.metric = u"causal_effect"_s;
        metric.category = Category::Explainability;
        m_draft.setFrom(metric, effect[u"point"]);
        metric.stderror = effect[u"stderr"].number();
        const std::optional<double> low = effect[u"ci_lower"].number(), high = effect[u"ci_upper"].number();
        if (low && high && *low <= *high) {
            metric.interval = EvaluationReport::Interval{*low, *high};
            metric.intervalMethod = u"confidence interval, from the file"_s;
        }
        m_draft.add(std::move(metric));
    }

    void addBalance(Node measures)
    {
        const auto add = [&](const QString &task, const QList<EvaluationReport::SliceTerm> &slice, Node value) {
            Metric metric;
            metric.suite = u"data balance"_s;
            metric.task = task;
            metric.metric = value.key().left(200);
            metric.slice = slice;
            metric.category = Category::Fairness;
            m_draft.setFrom(metric, value);
            m_draft.add(std::move(metric));
        };
        for (const Node value : measures[u"AggregateBalanceMeasures"])
            add({}, {}, value);
        for (const Node feature : measures[u"DistributionBalanceMeasures"]) {
            for (const Node value : feature)
                add(feature.key().left(400), {}, value);
        }
        for (const Node label : measures[u"FeatureBalanceMeasures"]) {
            for (const Node feature : label) {
                for (const Node pair : feature) {
                    const QString groups = pair[u"ClassA"].text().left(200) + raiText(" against ") + pair[u"ClassB"].text().left(200);
                    for (const Node value : pair) {
                        if (value.isNumber())
                            add(u"label "_s + label.key().left(200), {{feature.key().left(400), groups}}, value);
                    }
                }
            }
        }
    }

    /// The nodes of the error tree are cohorts that the tool found; each says how many of its rows are wrong.
    void addErrorTree(Node nodes)
    {
        QHash<QString, QString> paths;
        for (const Node node : nodes) {
            const QString parent = paths.value(node[u"parentId"].text()), condition = node[u"condition"].text().left(400);
            const QString path = parent.isEmpty() ? condition : (parent + u" and "_s + condition).left(2000);
            paths.insert(node[u"id"].text(), path);
            const std::optional<qint64> size = node[u"size"].count(), wrong = node[u"error"].count();
            if (path.isEmpty() || !size)
                continue;
            Metric metric;
            metric.suite = u"error analysis"_s;
            metric.slice = {{u"cohort"_s, path}};
            metric.metric = node[u"metricName"].isString() ? node[u"metricName"].text().left(200) : u"error_rate"_s;
            metric.category = Category::Fairness;
            metric.n = size;
            if (node[u"metricValue"]) {
                m_draft.setFrom(metric, node[u"metricValue"]);
            } else if (wrong && *size > 0 && *wrong <= *size) {
                metric.pointer = node.pointer();
                ReportDraft::setComputed(metric, double(*wrong) / double(*size));
            }
            flagSmallGroup(metric);
            m_draft.add(std::move(metric));
        }
    }

    QString feature(qsizetype index) const { return index < m_data.featureNames().size() ? m_data.featureNames().at(index) : QString::number(index); }
    QString label(qsizetype index) const { return index < m_data.classNames().size() ? m_data.classNames().at(index) : QString::number(index); }

    void finish()
    {
        m_data.finish(m_draft);
        const QString method = m_method.isEmpty() ? u"feature importance"_s : m_method;
        for (const auto &[index, output, value, pointer] : std::as_const(m_global))
            m_draft.addAttribution({{}, method, output < 0 ? QString() : label(output), feature(index), value, pointer});
        for (auto it = m_sums.constBegin(); it != m_sums.constEnd(); ++it) {
            const qint64 rows = m_rows.value(it.key().first);
            if (rows > 0)
                m_draft.addAttribution({{}, method + raiText(", mean of absolute local values"), m_flat ? QString() : label(it.key().first), feature(it.key().second),
                                        it.value() / double(rows), m_localPointer});
        }
        if (!m_sums.isEmpty())
            m_draft.warnings.add(u"computedHere"_s, raiText("The file explains each row; the means of the absolute values are computed here."), m_localPointer);
        qsizetype index = 0;
        for (const Node value : m_counterfactual.root()) {
            if (value.number())
                m_draft.addAttribution({{}, u"counterfactual"_s, {}, feature(index), *value.number(), value.pointer()});
            ++index;
        }
    }

    const ImportInput &m_input;
    ReportDraft m_draft;
    JsonWalk m_walk;
    RaiData m_data;
    JsonTree m_counterfactual;
    struct GlobalScore
    {
        qsizetype feature = 0, label = -1;
        double value = 0;
        QString pointer;
    };
    QList<GlobalScore> m_global;
    QMap<std::pair<qint64, qint64>, double> m_sums; // by class and feature
    QHash<qint64, qint64> m_rows;
    QString m_method, m_localPointer;
    bool m_known = false, m_flat = false;
};

/// The part that holds labels or explanations shows which tool's data this is.
bool isRaiPart(Node node)
{
    return (node[u"true_y"].isArray() && (node[u"predicted_y"].isArray() || node[u"feature_names"].isArray())) || node[u"cohort_filter_list"].isArray()
        || node[u"precomputedExplanations"].isObject() || (node[u"global_effects"].isArray() && node[u"policies"].isArray())
        || (node[u"cfs_list"].isArray() && node[u"feature_names"].isArray());
}

/// The rows of a data set may fill a file's whole beginning, so that nothing of what follows is seen.
bool isRaiDataset(Node node)
{
    return node[u"features"].at(0).isArray() && (node[u"feature_names"].isArray() || node[u"task_type"] || node[u"class_names"] || node[u"target_column"]);
}

class RaiToolbox final : public Importer
{
public:
    QString id() const override { return u"rai-toolbox"_s; }
    QString title() const override { return raiText("Responsible AI toolbox dashboard data"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"true_y", "trueY", "cohort_filter_list", "precomputedExplanations", "precomputedFeatureBins", "feature_names", "global_effects", "cfs_list"}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root();
        if (FairnessDashboard::fits(root))
            return root[u"schemaType"] || root[u"schemaVersion"] ? Match::No : Match::Sure;
        if (root[u"trueY"].isArray() && (root[u"localExplanations"] || root[u"featureNames"].isArray() || root[u"precomputedExplanations"]))
            return Match::Sure;
        if (isRaiPart(root))
            return Match::Sure;
        for (const Node member : root.isObject() ? root : Node()) {
            if (isRaiPart(member) || isRaiPart(member.at(0)))
                return Match::Sure;
        }
        for (const Node member : root.isObject() ? root : Node()) {
            if (isRaiDataset(member))
                return Match::Possible;
        }
        return Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return RaiReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> raitoolboxImporter()
{
    return std::make_unique<RaiToolbox>();
}

} // namespace countersign
