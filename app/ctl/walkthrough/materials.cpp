// SPDX-License-Identifier: GPL-3.0-or-later
#include "materials.h"

#include "context.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// Bytes that look like weights and are the same at every run.
QByteArray weights()
{
    QByteArray out;
    quint32 state = 20240501;
    while (out.size() < 64 * 1024) {
        state = state * 1664525u + 1013904223u;
        out.append(char(state >> 24));
    }
    return out;
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

QByteArray modelConfig()
{
    return json({{u"architectures"_s, QJsonArray{u"BertForSequenceClassification"_s}},
                 {u"model_type"_s, u"bert"_s},
                 {u"hidden_size"_s, 384},
                 {u"num_hidden_layers"_s, 6},
                 {u"num_labels"_s, 4},
                 {u"id2label"_s, QJsonObject{{u"0"_s, u"billing"_s}, {u"1"_s, u"fault"_s}, {u"2"_s, u"contract"_s}, {u"3"_s, u"other"_s}}}});
}

QJsonObject task(double accuracy, double accuracyError, double f1, double f1Error, const QString &alias)
{
    return {{u"alias"_s, alias},
            {u"acc,none"_s, accuracy},
            {u"acc_stderr,none"_s, accuracyError},
            {u"f1,none"_s, f1},
            {u"f1_stderr,none"_s, f1Error}};
}

QJsonObject taskConfig(const QString &name, const QString &split)
{
    const auto metric = [](const QString &id) {
        return QJsonObject{{u"metric"_s, id}, {u"aggregation"_s, id == "f1"_L1 ? u"f1"_s : u"mean"_s}, {u"higher_is_better"_s, true}};
    };
    return {{u"task"_s, name},
            {u"dataset_path"_s, u"northgrid/support-tickets"_s},
            {u"dataset_name"_s, name},
            {u"test_split"_s, split},
            {u"output_type"_s, u"multiple_choice"_s},
            {u"num_fewshot"_s, 0},
            {u"metric_list"_s, QJsonArray{metric(u"acc"_s), metric(u"f1"_s)}},
            {u"metadata"_s, QJsonObject{{u"version"_s, 1.0}}}};
}

/// A results file as lm-evaluation-harness 0.4.8 writes it.
QByteArray evaluation(const QDateTime &now)
{
    const QString routing = u"ticket_routing"_s;
    const QString urgency = u"ticket_urgency"_s;
    const auto both = [&](const QJsonValue &a, const QJsonValue &b) { return QJsonObject{{routing, a}, {urgency, b}}; };
    const QJsonObject higher{{u"acc"_s, true}, {u"f1"_s, true}};
    const double date = double(now.addSecs(-6 * 3600).toSecsSinceEpoch());
    return json({{u"results"_s, both(task(0.9285, 0.0058, 0.9241, 0.0061, routing), task(0.8945, 0.0069, 0.8872, 0.0073, urgency))},
                 {u"group_subtasks"_s, both(QJsonArray(), QJsonArray())},
                 {u"configs"_s, both(taskConfig(routing, u"test"_s), taskConfig(urgency, u"test"_s))},
                 {u"versions"_s, both(1.0, 1.0)},
                 {u"n-shot"_s, both(0, 0)},
                 {u"higher_is_better"_s, both(higher, higher)},
                 {u"n-samples"_s, both(QJsonObject{{u"original"_s, 2000}, {u"effective"_s, 2000}},
                                       QJsonObject{{u"original"_s, 2000}, {u"effective"_s, 2000}})},
                 {u"config"_s, QJsonObject{{u"model"_s, u"hf"_s},
                                           {u"model_args"_s, u"pretrained=northgrid/ticket-triage,revision=1.0.0"_s},
                                           {u"model_num_parameters"_s, 22713216},
                                           {u"batch_size"_s, u"64"_s},
                                           {u"device"_s, u"cpu"_s},
                                           {u"limit"_s, QJsonValue::Null},
                                           {u"random_seed"_s, 0},
                                           {u"numpy_seed"_s, 1234}}},
                 {u"git_hash"_s, u"3c1f0e7"_s},
                 {u"date"_s, date},
                 {u"transformers_version"_s, u"4.51.3"_s},
                 {u"lm_eval_version"_s, u"0.4.8"_s},
                 {u"model_source"_s, u"hf"_s},
                 {u"model_name"_s, u"northgrid/ticket-triage"_s},
                 {u"model_name_sanitized"_s, u"northgrid__ticket-triage"_s},
                 {u"task_hashes"_s, QJsonObject()},
                 {u"total_evaluation_time_seconds"_s, u"412.7"_s}});
}

QByteArray card()
{
    return QByteArrayLiteral(
        "---\n"
        "license: apache-2.0\n"
        "language: en\n"
        "library_name: transformers\n"
        "pipeline_tag: text-classification\n"
        "base_model: microsoft/MiniLM-L6-H384-uncased\n"
        "datasets:\n"
        "- northgrid/support-tickets\n"
        "metrics:\n"
        "- accuracy\n"
        "- f1\n"
        "---\n"
        "\n"
        "# Ticket triage\n"
        "\n"
        "Sorts incoming support tickets of a power grid operator into four queues and marks the urgent ones.\n"
        "\n"
        "## Model Details\n"
        "\n"
        "A six-layer encoder, fine-tuned for four labels. Input: the ticket's subject and text, up to 256 tokens, in English.\n"
        "Output: one label and a score between 0 and 1.\n"
        "\n"
        "- **Developed by:** Support Analytics, Northgrid\n"
        "- **Contact:** support-analytics@northgrid.example\n"
        "\n"
        "## Uses\n"
        "\n"
        "### Direct Use\n"
        "\n"
        "Pre-sorting of tickets before an agent reads them. Every ticket is read by a person within four hours.\n"
        "\n"
        "### Out-of-Scope Use\n"
        "\n"
        "Not for closing tickets without a person, not for emergencies by telephone, not for languages other than English.\n"
        "\n"
        "## Bias, Risks, and Limitations\n"
        "\n"
        "Tickets by people who write English as a second language are sent to the queue 'other' somewhat more often: 9.1 %\n"
        "against 6.4 % in the test set. Reports of outages that use regional names of places are missed more often.\n"
        "\n"
        "## Training Details\n"
        "\n"
        "### Training Data\n"
        "\n"
        "41,300 tickets from 2021 to 2024 with names, addresses and meter numbers replaced before labelling.\n"
        "\n"
        "### Training Procedure\n"
        "\n"
        "Three epochs, learning rate 2e-5, batch size 64, seed 17, on one machine without accelerators, 9 hours.\n"
        "\n"
        "## Evaluation\n"
        "\n"
        "### Testing Data, Factors & Metrics\n"
        "\n"
        "2,000 tickets of the first quarter of 2025, labelled by two agents who did not see each other's labels.\n"
        "\n"
        "### Results\n"
        "\n"
        "Accuracy 0.93 for the queue and 0.89 for urgency; see evaluation.json.\n"
        "\n"
        "## Environmental Impact\n"
        "\n"
        "About 1.1 kWh for training, estimated from the machine's meter.\n");
}

QByteArray policy()
{
    const auto stage = [](const QString &name, const QString &role) {
        return QJsonObject{{u"name"_s, name}, {u"role"_s, role}, {u"quorum"_s, 1}};
    };
    const auto atLeast = [](const QString &id, const QString &title, const QString &taskName, double limit) {
        return QJsonObject{{u"id"_s, id}, {u"title"_s, title}, {u"task"_s, taskName}, {u"metric"_s, u"acc"_s},
                           {u"op"_s, u">="_s}, {u"limit"_s, limit}, {u"minimumN"_s, 1000}};
    };
    return json({{u"name"_s, u"production-release"_s},
                 {u"title"_s, u"Release into production"_s},
                 {u"description"_s, u"Validation and risk each sign; routing and urgency must be measured on at least 1,000 tickets."_s},
                 {u"environments"_s, QJsonArray{u"production"_s}},
                 {u"stages"_s, QJsonArray{stage(u"Validation"_s, u"validator"_s), stage(u"Risk"_s, u"risk"_s)}},
                 {u"cardSections"_s, QJsonArray{u"intendedUses"_s, u"outOfScope"_s, u"limitations"_s, u"trainingData"_s, u"evaluationResults"_s}},
                 {u"categories"_s, QJsonArray{u"accuracy"_s}},
                 {u"metrics"_s, QJsonArray{atLeast(u"routing-accuracy"_s, u"Routing accuracy"_s, u"ticket_routing"_s, 0.9),
                                           atLeast(u"urgency-accuracy"_s, u"Urgency accuracy"_s, u"ticket_urgency"_s, 0.85)}},
                 {u"evidenceMaxAgeDays"_s, 90},
                 {u"approvalDays"_s, 30},
                 {u"requestDays"_s, 14},
                 {u"waivers"_s, true},
                 {u"waiverRole"_s, u"risk"_s}});
}

} // namespace

Result<void> writeMaterials(const QString &folder, const QDateTime &now)
{
    QByteArray changed = weights();
    changed[4711] = char(changed[4711] ^ 0x01);
    const QByteArray vocabulary = "[PAD]\n[UNK]\noutage\nmeter\ninvoice\ncontract\n";
    const QList<std::pair<QString, QByteArray>> files{
        {u"model/model.safetensors"_s, weights()},   {u"model/config.json"_s, modelConfig()},   {u"model/vocab.txt"_s, vocabulary},
        {u"changed/model.safetensors"_s, changed},   {u"changed/config.json"_s, modelConfig()}, {u"changed/vocab.txt"_s, vocabulary},
        {u"renamed/weights.safetensors"_s, weights()}, {u"renamed/config.json"_s, modelConfig()}, {u"renamed/vocab.txt"_s, vocabulary},
        {u"evaluation.json"_s, evaluation(now)},     {u"README.md"_s, card()},                  {u"policy.json"_s, policy()},
    };
    for (const auto &[name, bytes] : files) {
        const QString path = folder + u'/' + name;
        if (!QDir().mkpath(QFileInfo(path).path()))
            return {Error::Code::Invalid, u"The folder '%1' cannot be made."_s.arg(QFileInfo(path).path())};
        if (const auto written = writeFile(path, bytes); !written)
            return written;
    }
    return {};
}

} // namespace countersign
