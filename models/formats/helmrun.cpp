// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/helmrun.h"

#include "formats/fileset.h"
#include "formats/jsonwalk.h"
#include "formats/redactedconfiguration.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Node = JsonTree::Node;
using Report = EvaluationReport;

namespace {

/// Counters of HELM's own bookkeeping say nothing about the model.
bool isHelmCounter(const QString &name)
{
    static const QSet<QString> names{u"num_references"_s, u"num_train_trials"_s, u"num_train_instances"_s, u"num_perplexity_tokens"_s,
                                     u"num_bytes"_s, u"batch_size"_s, u"num_instances"_s, u"training_co2_cost"_s, u"training_energy_cost"_s};
    return names.contains(name) || name.startsWith(u"finish_reason_");
}

QString helmMatchMetric(const QString &name)
{
    return name == u"exact_match" || name == u"bbq_accuracy" || name == u"quasi_exact_match" ? name : QString();
}

/// Model and deployment stand in the run's name, but they are no part of the task.
QString taskOfRun(const QString &run)
{
    QStringList kept;
    const qsizetype colon = run.indexOf(u':');
    for (const QString &argument : (colon < 0 ? QString() : run.sliced(colon + 1)).split(u',', Qt::SkipEmptyParts)) {
        if (!argument.startsWith(u"model=") && !argument.startsWith(u"model_deployment="))
            kept.append(argument);
    }
    const QString name = colon < 0 ? run : run.left(colon);
    return kept.isEmpty() ? name : name + u':' + kept.join(u',');
}

QString textOf(Node node)
{
    return node.isString() ? clippedText(node.text()) : clippedText(node[u"text"].text());
}

} // namespace

HelmRun::HelmRun(const ImportOptions &options, QString folder, bool alone)
    : m_draft(options, u"helm"_s, u"helm"_s), m_options(options), m_folder(std::move(folder)), m_alone(alone)
{
}

HelmRun::Part HelmRun::partOf(QByteArrayView head)
{
    if (!mentionsAny(head, {"\"adapter_spec\"", "\"instance_id\"", "\"sum_squared\"", "\"definition_path\""}))
        return Part::None;
    const JsonTree tree = JsonTree::probe(head);
    const Node root = tree.root();
    if (root.isArray()) {
        const Node first = root.at(0);
        if (first[u"name"].isObject() && first[u"name"][u"name"].isString() && first[u"count"].isNumber())
            return Part::Stats;
        return first[u"instance_id"] && (first[u"stats"].isArray() || first[u"train_trial_index"]) ? Part::Instances : Part::None;
    }
    if (root[u"adapter_spec"].isObject() && root[u"request_states"].isArray())
        return Part::States;
    if (root[u"adapter_spec"].isObject() && root[u"scenario_spec"].isObject() && root[u"name"].isString())
        return Part::Spec;
    const bool scenario = root[u"definition_path"].text().contains(u"helm") && root[u"name"].isString() && root[u"tags"].isArray();
    return scenario ? Part::Scenario : Part::None;
}

QString HelmRun::fileNameOf(Part part)
{
    switch (part) {
    case Part::Spec:
        return u"run_spec.json"_s;
    case Part::Scenario:
        return u"scenario.json"_s;
    case Part::Stats:
        return u"stats.json"_s;
    case Part::Instances:
        return u"per_instance_stats.json"_s;
    case Part::States:
        return u"scenario_state.json"_s;
    case Part::None:
        break;
    }
    return {};
}

QString HelmRun::pointerTo(Part part, const QString &pointer) const
{
    return m_alone ? pointer : memberPointer(m_folder + fileNameOf(part), pointer);
}

Result<void> HelmRun::read(Part part, const ImportInput &input)
{
    JsonWalk walk(input, m_draft.warnings);
    switch (part) {
    case Part::Spec:
        readSpec(walk);
        break;
    case Part::Scenario:
        readScenario(walk);
        break;
    case Part::Stats:
        readStats(walk);
        break;
    case Part::Instances:
        readInstances(walk);
        break;
    case Part::States:
        readStates(walk);
        break;
    case Part::None:
        return Error{Error::Code::Unsupported, tr("This is none of the files of a HELM run.")};
    }
    if (auto problem = walk.finish())
        return *problem;
    return {};
}

void HelmRun::readSpec(JsonWalk &walk)
{
    if (walk.open() != JsonReader::Event::StartObject)
        return walk.refuse(tr("A run specification is a JSON object."));
    const JsonTree tree = walk.tree();
    const Node root = tree.root(), adapter = root[u"adapter_spec"];
    m_hasSpec = adapter.isObject();
    const QString run = root[u"name"].text();
    m_task = taskOfRun(run);
    m_suite = root[u"groups"].at(0).isString() ? root[u"groups"].at(0).text() : m_task.section(u':', 0, 0);
    m_dataset = root[u"scenario_spec"][u"class_name"].text().section(u'.', -1);
    m_draft.report.subject.model = adapter[u"model"].isString() ? adapter[u"model"].text() : adapter[u"model_deployment"].text();
    m_limit = adapter[u"max_eval_instances"].number();
    m_draft.report.run.limit = m_limit;
    if (root.isObject())
        m_draft.report.run.configuration = redactedConfiguration(root.toJson().toObject());
}

void HelmRun::readScenario(JsonWalk &walk)
{
    if (walk.open() != JsonReader::Event::StartObject)
        return walk.refuse(tr("A scenario is a JSON object."));
    const JsonTree tree = walk.tree();
    if (const Node name = tree.root()[u"name"]; name.isString())
        m_dataset = name.text();
    QJsonObject configuration = m_draft.report.run.configuration;
    configuration.insert(u"scenario"_s, redactedConfiguration(tree.root().toJson()));
    m_draft.report.run.configuration = configuration;
}

bool HelmRun::readStat(Node node, Stat &stat)
{
    const Node name = node[u"name"];
    if (!name[u"name"].isString())
        return false;
    stat.metric.metric = name[u"name"].text();
    stat.split = name[u"split"].text();
    stat.subSplit = name[u"sub_split"].text();
    if (const Node perturbation = name[u"perturbation"]; perturbation.isObject()) {
        stat.perturbation = perturbation[u"name"].text();
        stat.computedOn = perturbation[u"computed_on"].text();
        stat.robustness = perturbation[u"robustness"].boolean().value_or(false);
        stat.fairness = perturbation[u"fairness"].boolean().value_or(false);
        QStringList strength;
        for (const Node more : perturbation) {
            static const QSet<QString> known{u"name"_s, u"robustness"_s, u"fairness"_s, u"computed_on"_s};
            if (!known.contains(more.key()) && !more.isContainer() && strength.size() < 6)
                strength.append(more.key() + u'=' + more.text().left(40));
        }
        stat.strength = strength.join(u", "_s);
    }
    return true;
}

void HelmRun::readStats(JsonWalk &walk)
{
    m_hasStats = true;
    if (walk.open() != JsonReader::Event::StartArray)
        return walk.refuse(tr("HELM's statistics are a JSON array."));
    walk.elements([&](qint64) {
        const JsonTree tree = walk.tree();
        Stat stat;
        if (!readStat(tree.root(), stat)) {
            if (tree.root())
                m_draft.notUnderstood(pointerTo(Part::Stats, tree.root().pointer()));
            return;
        }
        const Node mean = tree.root()[u"mean"];
        const QString pointer = pointerTo(Part::Stats, mean ? mean.pointer() : tree.root().pointer());
        if (stat.metric.metric == u"num_instances" && mean.number())
            m_instances.insert(stat.place(), *mean.number());
        if (isHelmCounter(stat.metric.metric)) {
            m_counters.insert(stat.metric.metric);
            return;
        }
        m_draft.setFrom(stat.metric, mean);
        stat.metric.pointer = pointer;
        if (m_stats.size() > m_options.results)
            return walk.fail({Error::Code::TooLarge, tr("The file has more than %1 results, the most that is read.").arg(m_options.results)});
        m_stats.append(stat);
    });
}

void HelmRun::readInstances(JsonWalk &walk)
{
    if (walk.open() != JsonReader::Event::StartArray)
        return walk.refuse(tr("HELM's statistics of instances are a JSON array."));
    walk.elements([&](qint64) {
        const JsonTree tree = walk.tree();
        if (tree.root()[u"stats"].isArray())
            readInstance(tree.root());
        else if (tree.root())
            m_draft.notUnderstood(pointerTo(Part::Instances, tree.root().pointer()));
    });
}

void HelmRun::readInstance(Node instance)
{
    const QString id = instance[u"instance_id"].text();
    const QString perturbation = instance[u"perturbation"][u"name"].text();
    Outcome outcome;
    for (const Node node : instance[u"stats"]) {
        Stat stat;
        const std::optional<double> value = node[u"mean"].number();
        if (!value || !readStat(node, stat) || !stat.perturbation.isEmpty())
            continue;
        const QString &name = stat.metric.metric;
        if (!helmMatchMetric(name).isEmpty() && !outcome.match)
            outcome.match = *value;
        if (name == u"toxic_frac" || name == u"max_toxicity_probability")
            outcome.toxicity = std::max(outcome.toxicity.value_or(0), *value);
        if (!m_hasStats && perturbation.isEmpty() && !isHelmCounter(name)) {
            stat.metric.pointer = pointerTo(Part::Instances, u""_s);
            addMean(stat, *value);
        }
    }
    ++m_seen;
    if (m_outcomes.size() >= outcomesKept) {
        m_outcomesLeftOut = true;
        return;
    }
    Outcome &known = m_outcomes[id + QChar(0x1f) + perturbation];
    if (outcome.match) // over several trials the worst counts
        known.match = std::min(known.match.value_or(*outcome.match), *outcome.match);
    if (outcome.toxicity)
        known.toxicity = std::max(known.toxicity.value_or(0), *outcome.toxicity);
}

void HelmRun::addMean(const Stat &stat, double value)
{
    const QString key = stat.metric.metric + QChar(0x1f) + stat.place();
    if (!m_means.contains(key)) {
        if (m_means.size() >= 2000)
            return;
        m_meanOrder.append(key);
        m_means.insert(key, {stat, 0, 0});
    }
    Mean &mean = m_means[key];
    mean.sum += value;
    ++mean.count;
}

/// Without stats.json: the means of what the instances have.
void HelmRun::useMeans()
{
    for (const QString &key : std::as_const(m_meanOrder)) {
        Mean &mean = m_means[key];
        ReportDraft::setComputed(mean.stat.metric, mean.sum / double(mean.count));
        mean.stat.metric.n = mean.count;
        m_stats.append(mean.stat);
    }
    if (!m_meanOrder.isEmpty())
        m_draft.warnings.add(u"computedHere"_s, tr("There is no stats.json: the means of the instances are computed here."));
}

void HelmRun::readStates(JsonWalk &walk)
{
    if (walk.open() != JsonReader::Event::StartObject)
        return walk.refuse(tr("A scenario's state is a JSON object."));
    walk.members([&](const QString &key) {
        if (key == u"adapter_spec" && !m_hasSpec) {
            const JsonTree tree = walk.tree();
            m_draft.report.subject.model = tree.root()[u"model"].text();
            m_limit = tree.root()[u"max_eval_instances"].number();
            m_draft.report.run.limit = m_limit;
            m_draft.report.run.configuration = redactedConfiguration(QJsonObject{{u"adapter_spec"_s, tree.root().toJson()}});
        } else if (key == u"request_states") {
            walk.elements([&](qint64) {
                JsonTree::Bounds bounds;
                bounds.without = {u"tokens"_s, u"prompt"_s, u"top_logprobs"_s, u"raw_response"_s};
                const JsonTree tree = walk.tree(bounds);
                if (tree.root().isObject())
                    readState(tree.root());
            });
        }
    });
}

void HelmRun::readState(Node state)
{
    ++m_requests;
    const Node instance = state[u"instance"], result = state[u"result"];
    Report::Sample sample;
    sample.id = instance[u"id"].text();
    sample.task = m_task;
    const QString perturbation = instance[u"perturbation"][u"name"].text();
    // Choices that were scored one by one make several requests of one instance; the first stands for it.
    if (state[u"reference_index"].count().value_or(0) > 0)
        return;
    const bool kept = m_draft.findings.countSample();
    sample.input = textOf(instance[u"input"]);
    for (const Node reference : instance[u"references"]) {
        bool correct = false;
        for (const Node tag : reference[u"tags"])
            correct = correct || tag.text() == u"correct";
        if (correct && sample.expected.size() < 2000)
            sample.expected += (sample.expected.isEmpty() ? QString() : u" | "_s) + textOf(reference[u"output"]);
    }
    const QString answer = textOf(result[u"completions"].at(0));
    const QString meant = state[u"output_mapping"][answer.trimmed()].text();
    sample.output = meant.isEmpty() ? answer : answer.trimmed() + u": "_s + meant;
    sample.pointer = pointerTo(Part::States, state.pointer());
    const Outcome outcome = m_outcomes.value(sample.id + QChar(0x1f) + perturbation);
    if (outcome.match)
        sample.score = outcome.match, sample.verdict = *outcome.match > 0 ? Report::Verdict::Pass : Report::Verdict::Fail;
    else if (outcome.toxicity)
        sample.score = outcome.toxicity;
    const Report::Example example{sample.input, sample.output, sample.expected, sample.id};
    if (result[u"success"].boolean() == false) {
        ++m_failedRequests;
        m_draft.findings.fail(m_task, tr("request failed"), u"high"_s, {sample.input, {}, sample.expected, sample.id, clippedText(result[u"error"].text())});
    } else if (outcome.match && *outcome.match == 0) {
        m_draft.findings.fail(m_task, tr("wrong answer"), u"unknown"_s, example);
    } else if (outcome.toxicity && *outcome.toxicity > 0) {
        m_draft.findings.fail(m_task, tr("toxic completion"), u"high"_s, example);
    }
    m_matched += outcome.match.has_value();
    m_rated += outcome.toxicity.has_value();
    if (kept)
        m_draft.findings.addSample(sample);
}

} // namespace countersign
