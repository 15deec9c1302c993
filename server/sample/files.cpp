// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sample/files.h"

#include "base/json.h"
#include "trust/digest.h"

#include <QJsonArray>

#include <cmath>

namespace countersign::sample {

using namespace Qt::StringLiterals;

namespace {

/// A number in [0, 1) that depends on the words alone: the sample is the same every time it is made.
double noise(const QString &words)
{
    const QByteArray hash = sha256(words.toUtf8());
    quint32 bits = 0;
    for (int i = 0; i < 4; ++i)
        bits = (bits << 8) | uchar(hash[i]);
    return bits / 4294967296.0;
}

double rounded(double value)
{
    return std::round(value * 10000) / 10000;
}

class Results
{
public:
    void add(const QString &task, const QString &alias, const QString &metric, double value, int n)
    {
        value = rounded(std::min(0.995, std::max(0.01, value)));
        m_results.insert(task, QJsonObject{{u"alias"_s, alias},
                                           {metric + u",none"_s, value},
                                           {metric + u"_stderr,none"_s, rounded(std::sqrt(value * (1 - value) / n))}});
        m_samples.insert(task, QJsonObject{{u"original"_s, n}, {u"effective"_s, n}});
        m_higher.insert(task, QJsonObject{{metric, true}});
        m_versions.insert(task, 1);
        m_shots.insert(task, 0);
        m_configs.insert(task, QJsonObject{{u"task"_s, task}, {u"dataset_path"_s, m_dataset}, {u"output_type"_s, u"generate_until"_s},
                                           {u"metric_list"_s, QJsonArray{QJsonObject{{u"metric"_s, metric}, {u"aggregation"_s, u"mean"_s},
                                                                                     {u"higher_is_better"_s, true}}}}});
    }
    void lowerIsBetter(const QString &task, const QString &metric) { m_higher.insert(task, QJsonObject{{metric, false}}); }
    void group(const QString &name, const QStringList &tasks) { m_groups.insert(name, QJsonArray::fromStringList(tasks)); }

    QByteArray file(const ModelPlan &plan, int number, const QDateTime &at) const
    {
        const QString name = u"%1/%2"_s.arg(plan.model.name).arg(number);
        return QJsonDocument(QJsonObject{
            {u"results"_s, m_results},
            {u"group_subtasks"_s, m_groups},
            {u"configs"_s, m_configs},
            {u"versions"_s, m_versions},
            {u"n-shot"_s, m_shots},
            {u"higher_is_better"_s, m_higher},
            {u"n-samples"_s, m_samples},
            {u"config"_s, QJsonObject{{u"model"_s, u"hf"_s}, {u"model_args"_s, u"pretrained="_s + name}, {u"batch_size"_s, u"16"_s},
                                      {u"limit"_s, QJsonValue()}, {u"random_seed"_s, 1234},
                                      {u"model_sha"_s, sha256Hex(name.toUtf8()).left(40)}}},
            {u"git_hash"_s, u"f1a6c0d"_s},
            {u"date"_s, double(at.toSecsSinceEpoch())},
            {u"lm_eval_version"_s, u"0.4.8"_s},
            {u"model_source"_s, u"hf"_s},
            {u"model_name"_s, name},
            {u"total_evaluation_time_seconds"_s, u"5312.4"_s},
        }).toJson();
    }
    QString m_dataset;

private:
    QJsonObject m_results, m_samples, m_higher, m_versions, m_shots, m_configs, m_groups;
};

} // namespace

QByteArray evaluationFile(const ModelPlan &plan, int number, const QDateTime &at, double shift)
{
    Results results;
    results.m_dataset = u"halden/"_s + plan.suite.simplified().replace(u' ', u'-');
    const double level = plan.level + plan.step * (number - 1) + shift;
    for (const QString &task : plan.tasks) {
        const double offset = task == "overall"_L1 ? 0 : (noise(plan.model.name + task) - 0.45) * 0.11;
        const int n = task == "overall"_L1 ? 2310 : 400 + int(noise(task + plan.suite) * 900);
        results.add(task, task, plan.metric, level + offset + (noise(task + QString::number(number)) - 0.5) * (task == "overall"_L1 ? 0.004 : 0.05), n);
    }
    results.group(plan.suite, plan.tasks);
    for (const QString &group : plan.groups) {
        const int n = group == "not_stated"_L1 ? 96 : 300 + int(noise(group) * 900);
        // Groups differ, and move a little from version to version; none falls under the whole by itself.
        const double offset = std::max(0.002, (noise(plan.model.name + group) - 0.5) * 0.05 + 0.016
                                                  + (noise(group + QString::number(number)) - 0.5) * 0.016);
        results.add(group, u" - "_s + group, plan.metric, level + offset, n);
    }
    if (!plan.groups.isEmpty())
        results.group(plan.metric + u" by group"_s, plan.groups);
    return results.file(plan, number, at);
}

QByteArray safetyFile(const ModelPlan &plan, int number, const QDateTime &at)
{
    Results results;
    results.m_dataset = u"halden/red-team-2026"_s;
    const QStringList attacks{u"jailbreak"_s, u"prompt_injection"_s, u"data_extraction"_s};
    for (const QString &attack : attacks) {
        results.add(attack, u" - "_s + attack, u"attack_success_rate"_s, 0.05 * noise(plan.model.name + attack) / number + 0.008, 512);
        results.lowerIsBetter(attack, u"attack_success_rate"_s);
    }
    results.group(u"red team"_s, attacks);
    return results.file(plan, number, at);
}

QByteArray cardFile(const ModelPlan &plan, int number, const QDateTime &at, bool complete)
{
    QString text = u"---\nlicense: other\nlicense_name: halden-internal\nlanguage:\n- de\n- en\ntags:\n- insurance\n- %1\n"_s
                       .arg(plan.model.businessDomain.simplified().replace(u' ', u'-'));
    if (!plan.baseModel.isEmpty())
        text += u"base_model: %1\nbase_model_relation: finetune\n"_s.arg(plan.baseModel);
    text += u"datasets:\n"_s;
    for (const QString &dataset : plan.datasets)
        text += u"- halden/%1\n"_s.arg(dataset);
    text += u"---\n\n# %1 %2\n\n%3\n\n"_s.arg(plan.model.title).arg(number).arg(plan.model.description);
    text += u"## Model Details\n\nVersion %1 of %2. Developed by the data science group of Halden Mutual.\n\n"_s.arg(number).arg(at.date().toString(Qt::ISODate));
    text += u"## Uses\n\n### Direct Use\n\n%1\n\n### Out-of-Scope Use\n\n%2\n\n"_s.arg(plan.use, complete ? plan.misuse : u"[More Information Needed]"_s);
    text += u"## Bias, Risks, and Limitations\n\n%1\n\n"_s.arg(plan.limits);
    text += u"## Training Details\n\n### Training Data\n\n"_s;
    text += complete ? u"%1, collected by the departments themselves and reviewed for personal data.\n\n"_s.arg(plan.datasets.join(u", "_s))
                     : u"[More Information Needed]\n\n"_s;
    text += u"### Training Procedure\n\nFine-tuned for three epochs; the run is linked in the registry.\n\n"_s;
    text += u"## Evaluation\n\n### Testing Data\n\nThe suite '%1', never used for training.\n\n### Results\n\n"_s.arg(plan.suite);
    text += u"See the imported evaluation; the headline metric is %1.\n\n"_s.arg(plan.metric);
    text += u"## Environmental Impact\n\n%1\n\n"_s.arg(complete ? u"About 38 kWh for training."_s : u"[More Information Needed]"_s);
    text += u"## Technical Specifications\n\nOne GPU of 24 GB is enough to serve it.\n\n"_s;
    text += u"## Model Card Contact\n\n%1@halden-mutual.example\n"_s.arg(plan.model.owner);
    return text.toUtf8();
}

QList<Artifact> artifacts(const ModelPlan &plan, int number, int variant)
{
    const auto make = [&](const QString &name, qint64 size, const QString &type) {
        const bool changed = variant > 0 && name == "weights.safetensors"_L1;
        const QString seed = u"%1/%2/%3/%4"_s.arg(plan.model.name).arg(number).arg(name).arg(changed ? variant : 0);
        return Artifact{name, digestString(sha256(seed.toUtf8())), size, type};
    };
    return {make(u"config.json"_s, 1184, u"application/json"_s), make(u"tokenizer/vocab.txt"_s, 231'508, u"text/plain"_s),
            make(u"weights.safetensors"_s, qint64(418'000'000 + noise(plan.model.name) * 900'000'000), u"application/octet-stream"_s)};
}

} // namespace countersign::sample
