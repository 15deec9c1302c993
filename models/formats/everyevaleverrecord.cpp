// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/everyevaleverrecord.h"

#include "formats/everyevaleverwords.h"
#include "formats/jsonwalk.h"
#include "formats/redactedconfiguration.h"
#include "formats/reportdraft.h"
#include "formats/timestamps.h"

#include <QSet>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Node = JsonTree::Node;
using Report = EvaluationReport;

namespace {

QString eeeText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// "MMLU-Pro - COT correct" was how a metric was named before metric_name existed.
QString metricOf(const QString &evaluation, Node config)
{
    for (const Node name : {config[u"metric_name"], config[u"metric_id"], config[u"metric_kind"]}) {
        if (name.isString() && !name.text().isEmpty())
            return name.text();
    }
    const qsizetype dash = evaluation.lastIndexOf(u" - "_s);
    return dash > 0 ? evaluation.sliced(dash + 3) : u"score"_s;
}

std::optional<double> bound(Node node)
{
    return node.number();
}

QString unitOf(Node config)
{
    const QString unit = config[u"metric_unit"].text().toLower();
    if (unit == u"proportion" || unit == u"fraction" || unit == u"ratio" || unit == u"probability")
        return u"fraction"_s;
    if (unit == u"percent" || unit == u"percentage" || unit == u"%")
        return u"percent"_s;
    if (!unit.isEmpty())
        return config[u"metric_unit"].text();
    return bound(config[u"min_score"]) == 0.0 && bound(config[u"max_score"]) == 1.0 ? u"fraction"_s : QString();
}

class EeeReader
{
public:
    explicit EeeReader(const ImportInput &input) : m_draft(input.options, u"every-eval-ever"_s, u"every-eval-ever"_s), m_walk(input, m_draft.warnings)
    {
        m_draft.report.producer.name.clear();
    }

    Result<Imported> read()
    {
        if (m_walk.open() != JsonReader::Event::StartObject)
            m_walk.refuse(eeeText("A record of Every Eval Ever is a JSON object."));
        else
            m_walk.members([this](const QString &key) { readMember(key); });
        if (auto problem = m_walk.finish())
            return *problem;
        if (!m_hasResults)
            return Error{Error::Code::Invalid, eeeText("The record has no list “evaluation_results”.")};
        finish();
        return m_draft.take();
    }

private:
    void readMember(const QString &key)
    {
        if (key == u"evaluation_results") {
            m_hasResults = m_walk.open() == JsonReader::Event::StartArray;
            m_walk.elements([this](qint64) {
                const JsonTree tree = m_walk.tree();
                if (tree.root().isObject())
                    readResult(tree.root());
                else if (tree.root())
                    m_draft.notUnderstood(tree.root().pointer());
            });
            return;
        }
        const JsonTree tree = m_walk.tree();
        const Node root = tree.root();
        if (key == u"schema_version") {
            m_draft.report.formatVersion = root.text();
            static const QSet<QString> known{u"0.0.1"_s, u"0.1.0"_s, u"0.2.0"_s, u"0.2.1"_s, u"0.2.2"_s, u"0.3.0"_s};
            if (!known.contains(root.text()))
                m_draft.warnings.add(u"unknownVersion"_s, eeeText("Version “%1” of the schema is not known; what reads like the known ones was taken.").arg(root.text().left(40)), root.pointer());
        } else if (key == u"model_info") {
            m_draft.report.subject.model = root[u"id"].isString() ? root[u"id"].text() : root[u"name"].text();
            m_draft.report.subject.revision = root[u"additional_details"][u"revision"].text();
            m_draft.report.subject.digest = root[u"additional_details"][eeewords::digest].text();
            keep(key, root);
        } else if (key == u"eval_library") {
            m_draft.report.producer.name = root[u"name"].text();
            m_draft.report.producer.version = root[u"version"].text() == u"unknown" ? QString() : root[u"version"].text();
            readOwnDetails(root[u"additional_details"]);
        } else if (key == u"source_metadata" || key == u"evaluation_source") {
            readSource(root);
            keep(key, root);
        } else if (key == u"evaluation_timestamp") {
            m_draft.report.run.startedAt = readTime(root.text(), root.pointer(), m_draft.warnings);
        } else if (key == u"source_data" || key == u"evaluation_id" || key == u"retrieved_timestamp" || key.startsWith(u"detailed_evaluation_results")) {
            keep(key, root);
        } else if (root) {
            m_draft.notUnderstood(root.pointer());
        }
    }

    /// What our own export put there comes back.
    void readOwnDetails(Node details)
    {
        m_completeness = details[eeewords::completeness].text();
        bool good = false;
        if (const double limit = details[eeewords::limit].text().toDouble(&good); good)
            m_draft.report.run.limit = limit;
        if (const qint64 seed = details[eeewords::seed].text().toLongLong(&good); good)
            m_draft.report.run.seed = seed;
        if (details[eeewords::finished].isString())
            m_draft.report.run.finishedAt = readTime(details[eeewords::finished].text(), details.pointer(), m_draft.warnings);
        const JsonTree configuration = JsonTree::fromText(details[eeewords::configuration].bytes());
        if (configuration.root().isObject())
            m_configuration.insert(u"run"_s, configuration.root().toJson());
    }

    void keep(const QString &key, Node node) { m_configuration.insert(key, node.toJson()); }

    void readSource(Node source)
    {
        const auto text = [&](std::initializer_list<QStringView> keys) { return source.firstOf(keys).text(); };
        if (const QString name = text({u"source_name", u"evaluation_source_name"}); !name.isEmpty())
            m_source = name;
        if (const QString type = text({u"source_type", u"evaluation_source_type"}); !type.isEmpty())
            m_sourceType = type;
        if (const QString by = text({u"source_organization_name"}); !by.isEmpty())
            m_organisation = by;
    }

    void readResult(Node result)
    {
        const Node config = result[u"metric_config"], details = result[u"score_details"];
        Report::Metric metric;
        metric.task = result[u"evaluation_name"].text();
        metric.metric = metricOf(metric.task, config);
        const Node data = result[u"source_data"];
        metric.dataset = data.firstOf({u"hf_repo", u"dataset_name"}).text();
        metric.filter = data[u"hf_split"].text();
        metric.unit = unitOf(config);
        m_draft.setFrom(metric, details[u"score"]);
        if (!details[u"score"])
            metric.pointer = result.pointer();
        settleSentinel(metric, config);
        readUncertainty(metric, details[u"uncertainty"]);
        readDetails(metric, details[u"details"]);
        checkBounds(metric, config);
        // The schema demands yes or no; where we wrote it and neither was true, the details say so.
        const auto detail = [own = details[u"details"]](QStringView key) { return own[key].text(); };
        const QString direction = detail(eeewords::direction);
        const std::optional<bool> lower = direction == u"unknown" || direction == u"target" ? std::nullopt : config[u"lower_is_better"].boolean();
        const qsizetype at = m_draft.report.results.size();
        m_draft.add(metric, lower ? std::optional(!*lower) : std::nullopt);
        if (m_draft.report.results.size() > at) {
            settleTab(m_draft.report.results.last(), detail(u"tab"));
            eeewords::read(m_draft.report.results.last(), detail);
        }
        if (const Node generation = result[u"generation_config"]; generation.size() > 0 && m_generations.size() < 50)
            m_generations.insert(metric.task, generation.toJson());
        if (const Node judge = config[u"llm_scoring"]; judge.isObject() && m_judges.size() < 50)
            m_judges.insert(metric.task, judge.toJson());
    }

    /// −1 stands for "no score": by the schema where there is an unknown level, by habit where scores begin at 0.
    void settleSentinel(Report::Metric &metric, Node config)
    {
        if (metric.valueState != Report::ValueState::Finite || metric.value != -1)
            return;
        if (!config[u"has_unknown_level"].boolean().value_or(false) && bound(config[u"min_score"]).value_or(-1) < 0)
            return;
        metric.valueState = Report::ValueState::Missing;
        metric.value = std::numeric_limits<double>::quiet_NaN();
        m_draft.warnings.add(u"noScore"_s, eeeText("−1 is no possible score of “%1”; it stands for a missing one.").arg(metric.task.left(100)), metric.pointer);
    }

    /// Records of HELM's tables say which tab a column stood in.
    static void settleTab(Report::Metric &metric, const QString &tab)
    {
        using enum Report::Category;
        static const QHash<QString, Report::Category> categories{{u"Robustness"_s, Robustness}, {u"Fairness"_s, Fairness}, {u"Bias"_s, Fairness},
                                                                 {u"Toxicity"_s, Safety}, {u"Efficiency"_s, Efficiency}};
        if (tab.isEmpty() || tab == u"Accuracy")
            return;
        metric.category = categories.value(tab, metric.category);
        if (metric.filter.isEmpty())
            metric.filter = tab;
    }

    void readUncertainty(Report::Metric &metric, Node uncertainty)
    {
        const Node error = uncertainty[u"standard_error"];
        metric.stderror = error.isObject() ? error[u"value"].number() : error.number();
        metric.n = uncertainty[u"num_samples"].count();
        const Node interval = uncertainty[u"confidence_interval"];
        const auto low = interval[u"lower"].number(), high = interval[u"upper"].number();
        if (!low || !high)
            return;
        if (*low > *high) {
            m_draft.warnings.add(u"badInterval"_s, eeeText("An interval whose lower bound is above its upper one was left out."), interval.pointer());
            return;
        }
        metric.interval = Report::Interval{*low, *high};
        metric.intervalLevel = interval[u"confidence_level"].number();
        const QString method = interval[u"method"].text();
        metric.intervalMethod = method.isEmpty() ? u"from the file"_s : method.endsWith(u"here") || method.endsWith(u"from the file") ? method : method + u", from the file"_s;
    }

    /// Numbers in the details are somebody's own layout.
    void readDetails(Report::Metric &metric, Node details)
    {
        qint64 others = 0;
        for (const Node detail : details) {
            others += detail.isObject();
            if (detail.isObject() && detail.key().endsWith(u"# eval") && !metric.n && detail[u"description"].text().endsWith(u"(1)"))
                metric.n = detail[u"score"].count(); // HELM's tables: the instances of a single run
        }
        if (others > 0)
            m_draft.warnings.add(u"detailsLeftOut"_s, eeeText("%1 more values in the details of “%2” stay in the raw file.").arg(others).arg(metric.task.left(100)), details.pointer());
    }

    void checkBounds(Report::Metric &metric, Node config)
    {
        const auto low = bound(config[u"min_score"]), high = bound(config[u"max_score"]);
        const bool out = metric.valueState == Report::ValueState::Finite && ((low && metric.value < *low - 1e-9) || (high && metric.value > *high + 1e-9));
        if (!out)
            return;
        metric.flags.append(u"outOfRange"_s);
        m_draft.warnings.add(u"outOfRange"_s, eeeText("%1 is outside of the range that the record states for “%2”.").arg(metric.valueText.left(40), metric.task.left(100)), metric.pointer);
    }

    void finish()
    {
        Report &report = m_draft.report;
        if (report.producer.name.isEmpty())
            report.producer.name = m_source;
        const bool run = m_sourceType == u"evaluation_run";
        (run ? report.subject.measuredBy : report.subject.claimedBy) = m_organisation;
        report.completeness = run ? Report::Completeness::Complete : Report::Completeness::Unknown;
        if (!run)
            m_draft.warnings.add(u"secondHand"_s, eeeText("These numbers were copied from a publication (%1), not measured in a run that anybody could check.").arg(m_source.left(100)));
        for (const auto known : {Report::Completeness::Partial, Report::Completeness::Failed, Report::Completeness::Unknown}) {
            if (m_completeness == eeewords::name(known))
                report.completeness = known;
        }
        if (!m_generations.isEmpty())
            m_configuration.insert(u"generation_config"_s, m_generations);
        if (!m_judges.isEmpty())
            m_configuration.insert(u"llm_scoring"_s, m_judges);
        report.run.configuration = redactedConfiguration(m_configuration);
    }

    ReportDraft m_draft;
    JsonWalk m_walk;
    QJsonObject m_configuration, m_generations, m_judges;
    QString m_source, m_sourceType, m_organisation, m_completeness;
    bool m_hasResults = false;
};

} // namespace

Result<Imported> readEveryEvalEver(const ImportInput &input)
{
    return EeeReader(input).read();
}

} // namespace countersign
