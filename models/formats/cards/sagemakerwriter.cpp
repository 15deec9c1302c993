// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "formats/cards/cardextension.h"
#include "formats/cards/cardtables.h"
#include "formats/cards/cardwriters.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;
using Kind = CardLoss::Kind;

namespace {

constexpr qsizetype detailChars = 1024, contentChars = 100'000, datasetsOfAnEvaluation = 10;

QString sageWriteTr(const char *text)
{
    return QCoreApplication::translate("CardExport", text);
}

bool areNumbers(const QJsonArray &list, qsizetype least, qsizetype most)
{
    return list.size() >= least && list.size() <= most && std::all_of(list.begin(), list.end(), [](const QJsonValue &it) { return it.isDouble(); });
}

/// Whether a value has the shape that the schema wants of its type.
bool hasShape(const QString &type, const QJsonValue &value)
{
    const QJsonArray list = value.toArray();
    if (type == u"bar_chart")
        return areNumbers(list, 1, 100'000);
    const bool graph = type == u"linear_graph";
    return !list.isEmpty() && (graph || list.size() <= 20)
        && std::all_of(list.begin(), list.end(), [&](const QJsonValue &row) { return areNumbers(row.toArray(), graph ? 2 : 1, graph ? 2 : 20); });
}

QJsonValue axis(const QString &text, bool list)
{
    if (!list)
        return text.size() <= 63 ? QJsonValue(text) : QJsonValue();
    const Result<QJsonValue> parsed = parseJson(text.toUtf8());
    if (!parsed || !parsed->isArray())
        return {};
    for (const QJsonValue &name : parsed->toArray()) {
        if (!name.isString() || name.toString().size() > 63)
            return {};
    }
    return *parsed;
}

/// The metric's object, or an empty one for what no SageMaker metric can say.
QJsonObject metricData(CardDraft &draft, const QString &section, const CardContent::Group &metric, QStringList &unsaid)
{
    const QString name = metric.value(u"type"), text = metric.value(u"value"), given = metric.value(u"value_type");
    if (name.isEmpty() || text.isEmpty())
        return {};
    QJsonValue value = given == u"string" ? QJsonValue(text) : jsonNumber(text);
    QString type = given;
    const bool chart = given == u"matrix" || given == u"linear_graph" || given == u"bar_chart";
    if (chart) {
        const Result<QJsonValue> parsed = parseJson(text.toUtf8());
        if (!parsed || !hasShape(given, *parsed))
            return {};
        value = *parsed;
    } else if (given == u"boolean") {
        value = text == u"true";
    } else {
        type = value.isDouble() ? u"number"_s : u"string"_s;
    }
    if (value.isString() && text.size() > 63) {
        value = draft.cut(section, u"metric/value"_s, text, 63);
    }
    QJsonObject out{{u"name"_s, name}, {u"type"_s, type}, {u"value"_s, value}};
    QStringList said{u"type"_s, u"value"_s, u"value_type"_s, u"evaluation"_s, u"group"_s};
    const auto add = [&](const QString &entry, const QString &member, const QJsonValue &json) {
        if (!json.isNull() && !metric.value(entry).isEmpty())
            out.insert(member, json), said.append(entry);
    };
    add(u"notes"_s, u"notes"_s, metric.value(u"notes").size() <= detailChars ? QJsonValue(metric.value(u"notes")) : QJsonValue());
    add(u"x_axis"_s, u"x_axis_name"_s, axis(metric.value(u"x_axis"), given == u"bar_chart" || given == u"matrix"));
    add(u"y_axis"_s, u"y_axis_name"_s, axis(metric.value(u"y_axis"), given == u"matrix"));
    if (!chart && cardScalar(value) != text)
        said.removeAll(u"value"_s); // spelled in another way
    for (const CardContent::Field &field : metric.fields) {
        if (!said.contains(field.id))
            unsaid.append(field.id);
    }
    return out;
}

struct Evaluation
{
    QJsonObject object;
    QList<std::pair<QString, QJsonArray>> groups;
};

class EvaluationWriter
{
public:
    explicit EvaluationWriter(CardDraft &draft) : m_draft(draft) {}

    QJsonArray write()
    {
        for (const CardContent::Group &group : m_draft.takeGroups(u"evaluationResults"_s, u"evaluation"_s))
            head(group);
        for (const auto &[section, made] : {std::pair{u"evaluationResults"_s, u"metrics"_s}, {u"fairness"_s, u"bias_metrics"_s},
                                            {u"explainability"_s, u"explanations"_s}})
            metrics(section, made);
        QJsonArray out;
        for (const QString &name : std::as_const(m_order)) {
            Evaluation &one = m_evaluations[name];
            QJsonArray groups;
            for (const auto &[group, data] : std::as_const(one.groups))
                groups.append(QJsonObject{{u"name"_s, group}, {u"metric_data"_s, data}});
            putJson(one.object, u"metric_groups"_s, groups);
            out.append(one.object);
        }
        return out;
    }

    QStringList datasets;

private:
    Evaluation &evaluation(const QString &name)
    {
        const QString key = name.isEmpty() ? u"Evaluation"_s : name;
        if (!m_evaluations.contains(key)) {
            m_order.append(key);
            m_evaluations.insert(key, {QJsonObject{{u"name"_s, key}}, {}});
        }
        return m_evaluations[key];
    }

    void head(const CardContent::Group &group)
    {
        Evaluation &into = evaluation(group.value(u"name"));
        QStringList unsaid;
        QJsonObject metadata;
        QJsonArray data;
        for (const CardContent::Field &field : group.fields) {
            const bool meta = field.id.startsWith(u"metadata:");
            const qsizetype most = field.id == u"job" ? 256 : field.id == u"observation" ? 2096 : detailChars;
            if (field.id == u"name")
                continue;
            if (field.value.size() > most || (field.id == u"dataset" && data.size() == datasetsOfAnEvaluation)) {
                unsaid.append(field.id);
            } else if (field.id == u"dataset") {
                data.append(field.value), datasets.append(field.value);
            } else if (meta) {
                metadata.insert(field.id.sliced(9), field.value);
            } else if (field.id == u"job" || field.id == u"observation") {
                into.object.insert(field.id == u"job" ? u"evaluation_job_arn"_s : u"evaluation_observation"_s, field.value);
            } else {
                unsaid.append(field.id);
            }
        }
        putJson(into.object, u"datasets"_s, data);
        putJson(into.object, u"metadata"_s, metadata);
        if (!unsaid.isEmpty())
            m_draft.keep(u"evaluationResults"_s, group, unsaid);
    }

    void metrics(const QString &section, const QString &madeUp)
    {
        for (const CardContent::Group &metric : m_draft.takeGroups(section, u"metric"_s)) {
            QStringList unsaid;
            const QJsonObject data = metricData(m_draft, section, metric, unsaid);
            if (data.isEmpty() || !unsaid.isEmpty())
                m_draft.keep(section, metric, unsaid);
            if (data.isEmpty())
                continue;
            const QString group = metric.value(u"group").isEmpty() ? madeUp : metric.value(u"group");
            Evaluation &into = evaluation(metric.value(u"evaluation"));
            auto it = std::find_if(into.groups.begin(), into.groups.end(), [&](const auto &one) { return one.first == group; });
            if (it == into.groups.end())
                it = into.groups.insert(into.groups.end(), {group, {}});
            it->second.append(data);
        }
    }

    CardDraft &m_draft;
    QStringList m_order;
    QHash<QString, Evaluation> m_evaluations;
};

void sageRisk(CardDraft &draft, QJsonObject &card)
{
    const QString rating = draft.takeField(u"safety"_s, u"risk_rating"_s);
    if (rating.isEmpty())
        return;
    for (const QString &known : {u"High"_s, u"Medium"_s, u"Low"_s, u"Unknown"_s}) {
        if (rating == known) {
            putJson(card, u"intended_uses/risk_rating"_s, known);
            return;
        }
    }
    // "Serious" is SPDX's word above high.
    if (rating == u"Serious") {
        putJson(card, u"intended_uses/risk_rating"_s, u"High"_s);
        draft.derived(u"safety"_s, u"risk_rating"_s, u"High"_s);
    }
    draft.keepField(u"safety"_s, u"risk_rating"_s, rating);
}

void sageParties(CardDraft &draft, QJsonObject &card)
{
    QList<CardContent::Group> parties = draft.takeGroups(u"owners"_s, u"party"_s);
    for (const auto &[role, member] : {std::pair{u"owner"_s, u"model_overview/model_owner"_s}, {u"creator"_s, u"model_overview/model_creator"_s}}) {
        const auto it = std::find_if(parties.begin(), parties.end(), [&, &role = role](const auto &party) { return party.value(u"role") == role && !party.value(u"name").isEmpty(); });
        if (it == parties.end())
            continue;
        putJson(card, member, draft.cut(u"owners"_s, u"party/name"_s, it->value(u"name"), detailChars));
        QStringList unsaid;
        for (const CardContent::Field &field : std::as_const(it->fields)) {
            if (field.id != u"role" && field.id != u"name")
                unsaid.append(field.id);
        }
        if (!unsaid.isEmpty())
            draft.keep(u"owners"_s, *it, unsaid);
        parties.erase(it);
    }
    QString creator;
    for (const CardContent::Group &party : std::as_const(parties)) {
        if (creator.isEmpty())
            creator = party.value(u"name");
        draft.keep(u"owners"_s, party, {});
    }
    for (const QString &id : {u"developed_by"_s, u"author"_s, u"authors"_s, u"model_creator"_s, u"registered_author"_s}) {
        if (creator.isEmpty())
            creator = draft.value(u"owners"_s, id);
    }
    if (!creator.isEmpty() && creator.size() <= detailChars && !card.value(u"model_overview")[u"model_creator"].isString()) {
        putJson(card, u"model_overview/model_creator"_s, creator);
        draft.derivedGroup(u"owners"_s, u"party"_s, {{u"role"_s, u"creator"_s}, {u"name"_s, creator}});
    }
}

void sageDatasets(CardDraft &draft, QJsonObject &card, QStringList evaluated)
{
    QJsonArray training;
    for (const CardContent::Group &data : draft.takeGroups(u"trainingData"_s, u"dataset"_s)) {
        QStringList unsaid;
        QJsonObject object = writeEntries(draft, u"trainingData"_s, data, {{"url", "url", CardEntryRule::As::Text, 1024}}, unsaid);
        QString name = object.value(u"url").toString();
        if (name.isEmpty() && !data.value(u"name").isEmpty() && data.value(u"name").size() <= detailChars) {
            name = data.value(u"name");
            draft.derivedGroup(u"trainingData"_s, u"dataset"_s, {{u"url"_s, name}});
        }
        if (!unsaid.isEmpty())
            draft.keep(u"trainingData"_s, data, unsaid);
        if (!name.isEmpty() && training.size() < 15)
            training.append(name);
    }
    putJson(card, u"training_details/training_job_details/training_datasets"_s, training);
    for (const CardContent::Group &data : draft.takeGroups(u"evaluationData"_s, u"dataset"_s)) {
        if (data.fields.size() != 1 || data.fields.first().id != u"url" || !evaluated.removeOne(data.fields.first().value))
            draft.keep(u"evaluationData"_s, data, {});
    }
}

QJsonObject sageDetails(CardDraft &draft)
{
    QJsonObject out;
    for (const CardContent::Group &property : draft.takeGroups(u"compliance"_s, u"property"_s)) {
        const QString name = property.value(u"name"), value = property.value(u"value");
        if (name.isEmpty() || value.size() > detailChars || out.contains(name) || property.fields.size() > 2)
            draft.keep(u"compliance"_s, property, {});
        else
            out.insert(name, value);
    }
    for (const auto &[name, value] : writeExtension(draft, detailChars))
        out.insert(name, value);
    return out;
}

} // namespace

Result<QByteArray> writeSageMaker(CardDraft &draft, const CardFacts &)
{
    QJsonObject card;
    putJson(card, u"model_overview/problem_type"_s, draft.borrow(u"architecture"_s, u"task"_s, {u"pipeline_tag"_s}));
    if (const QString summary = draft.borrow(u"identity"_s, u"text"_s, {u"summary"_s, u"comment"_s}); summary.size() <= detailChars)
        putJson(card, u"model_overview/model_description"_s, summary);
    if (const QString uses = draft.borrow(u"intendedUses"_s, u"text"_s, {u"use_case"_s}); uses.size() <= 2048)
        putJson(card, u"intended_uses/intended_uses"_s, uses);
    if (const QString limits = draft.borrow(u"limitations"_s, u"text"_s, {u"limitation"_s}); limits.size() <= 2048)
        putJson(card, u"additional_information/caveats_and_recommendations"_s, limits);
    if (const QString objective = draft.value(u"trainingProcedure"_s, u"objective"_s); objective == u"Maximize" || objective == u"Minimize")
        putJson(card, u"training_details/objective_function/function/function"_s, draft.takeField(u"trainingProcedure"_s, u"objective"_s));
    writeRules(draft, sageMakerRules(), card);
    sageRisk(draft, card);
    sageParties(draft, card);
    EvaluationWriter evaluations(draft);
    putJson(card, u"evaluation_details"_s, evaluations.write());
    sageDatasets(draft, card, evaluations.datasets);
    putJson(card, u"additional_information/custom_details"_s, sageDetails(draft));
    const QByteArray bytes = prettyJson(card);
    if (const qsizetype size = toJson(card).size(); size > contentChars)
        draft.lose(Kind::Lost, u"identity"_s, u"text"_s,
                   sageWriteTr("The content has %1 bytes; the service is known to refuse more than %2 characters.").arg(size).arg(contentChars));
    return bytes;
}

} // namespace countersign
