// SPDX-License-Identifier: GPL-3.0-or-later
// Amazon SageMaker: a model card's content, the Describe answer with the content as a text in it, and metric groups alone.
#include "base/json.h"
#include "formats/cards/cardtables.h"

#include <QBuffer>
#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView sageMakerId{"sagemaker-model-card"};

QString sageTr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

QString sectionOfGroup(const QString &group)
{
    if (group.contains(u"bias"_s, Qt::CaseInsensitive))
        return u"fairness"_s;
    return group.contains(u"explanation"_s, Qt::CaseInsensitive) || group.contains(u"shap"_s, Qt::CaseInsensitive) ? u"explainability"_s
                                                                                                                  : u"evaluationResults"_s;
}

/// The names that our exporter gives where a card has none.
bool isMadeUp(const QString &group)
{
    return group == u"metrics" || group == u"bias_metrics" || group == u"explanations";
}

QString compactText(const QJsonValue &value)
{
    return value.isArray() || value.isObject() ? QString::fromUtf8(toJson(value)) : cardScalar(value);
}

void readMetric(CardSource &metric, const QString &evaluation, const QString &group, CardMaker &out)
{
    const QString type = metric.takeText(u"type"_s);
    const QJsonValue value = metric.take(u"value"_s);
    // "number" and "string" are what a value looks like; only what does not is worth an entry.
    const QString looksLike = value.isDouble() ? u"number"_s : value.isString() ? u"string"_s : QString();
    bool numeric = false;
    cardScalar(value).toDouble(&numeric);
    const bool plain = type == looksLike && (type == u"number" || !numeric);
    const QString section = sectionOfGroup(group);
    CardEntries entries{{u"evaluation"_s, evaluation}, {u"group"_s, isMadeUp(group) ? QString() : group}, {u"type"_s, metric.takeText(u"name"_s)},
                        {u"value"_s, compactText(value)}, {u"value_type"_s, plain ? QString() : type}, {u"notes"_s, metric.takeText(u"notes"_s)},
                        {u"x_axis"_s, compactText(metric.take(u"x_axis_name"_s))}, {u"y_axis"_s, compactText(metric.take(u"y_axis_name"_s))}};
    out.addGroup(section, u"metric"_s, entries);
    metric.finish();
}

void readGroups(CardSource &in, const QString &evaluation, CardMaker &out)
{
    for (CardSource &group : in.takeObjects(u"metric_groups"_s)) {
        const QString name = group.takeText(u"name"_s);
        for (CardSource &metric : group.takeObjects(u"metric_data"_s))
            readMetric(metric, evaluation, name, out);
        group.finish();
    }
}

void readEvaluations(CardSource &card, CardMaker &out)
{
    QSet<QString> datasets;
    for (CardSource &evaluation : card.takeObjects(u"evaluation_details"_s)) {
        QString name = evaluation.takeText(u"name"_s);
        CardEntries entries{{u"observation"_s, evaluation.takeText(u"evaluation_observation"_s)},
                            {u"job"_s, evaluation.takeText(u"evaluation_job_arn"_s)}};
        for (const QString &dataset : evaluation.takeTexts(u"datasets"_s)) {
            entries.append({u"dataset"_s, dataset});
            if (!datasets.contains(dataset))
                out.addGroup(u"evaluationData"_s, u"dataset"_s, {{u"url"_s, dataset}});
            datasets.insert(dataset);
        }
        const QJsonObject metadata = evaluation.take(u"metadata"_s).toObject();
        for (auto it = metadata.begin(); it != metadata.end(); ++it)
            entries.append({u"metadata:"_s + it.key(), cardScalar(*it)});
        const bool unnamed = name == u"Evaluation"
            && std::all_of(entries.begin(), entries.end(), [](const auto &entry) { return entry.second.isEmpty(); });
        if (unnamed)
            name.clear();
        if (!name.isEmpty())
            entries.prepend({u"name"_s, name});
        out.addGroup(u"evaluationResults"_s, u"evaluation"_s, entries);
        readGroups(evaluation, name, out);
        evaluation.finish();
    }
}

void readContent(CardSource &card, CardMaker &out)
{
    readRules(card, sageMakerRules(), out);
    for (const auto &[member, role] : {std::pair{u"model_owner"_s, u"owner"_s}, {u"model_creator"_s, u"creator"_s}}) {
        if (const QString name = card.takeText(u"model_overview/"_s + member); !name.isEmpty())
            out.addGroup(u"owners"_s, u"party"_s, {{u"role"_s, role}, {u"name"_s, name}});
    }
    out.addField(u"safety"_s, u"risk_rating"_s, card.takeText(u"intended_uses/risk_rating"_s));
    out.addField(u"trainingProcedure"_s, u"objective"_s, card.takeText(u"training_details/objective_function/function/function"_s));
    for (const QString &dataset : card.takeTexts(u"training_details/training_job_details/training_datasets"_s))
        out.addGroup(u"trainingData"_s, u"dataset"_s, {{u"url"_s, dataset}});
    readEvaluations(card, out);
    const QJsonObject details = card.take(u"additional_information/custom_details"_s).toObject();
    for (auto it = details.begin(); it != details.end(); ++it) {
        if (!out.addExtension(it.key(), cardScalar(*it)))
            out.addGroup(u"compliance"_s, u"property"_s, {{u"name"_s, it.key()}, {u"value"_s, cardScalar(*it)}});
    }
}

/// The content of a Describe answer is JSON in a text; what is wrong with it is said with the outer pointer.
Result<QJsonObject> innerContent(const QString &text, const ImportInput &input, WarningList &warnings)
{
    QBuffer buffer;
    buffer.setData(text.toUtf8());
    buffer.open(QIODevice::ReadOnly);
    ImportInput inner{&buffer, {}, input.options};
    inner.options.progress = {};
    Result<QJsonObject> content = readCardObject(inner, warnings);
    if (content)
        return content;
    Error error = content.error();
    error.text = sageTr("The text in “Content” is no JSON object. %1").arg(error.text);
    for (FieldError &field : error.fields)
        field.pointer.prepend(u"/Content#"_s);
    if (error.fields.isEmpty())
        error.fields.append({u"/Content"_s, error.text});
    return error;
}

class SageMakerCard final : public Importer
{
public:
    QString id() const override { return sageMakerId; }
    QString title() const override { return sageTr("SageMaker model card"); }

    Match probe(QByteArrayView head) const override
    {
        const QStringList members = cardMembers(head);
        if (members.contains(u"ModelCardArn"_s) || members.contains(u"ModelCardName"_s))
            return Match::Sure;
        qsizetype known = 0;
        for (const QString &member : {u"model_overview"_s, u"intended_uses"_s, u"business_details"_s, u"training_details"_s, u"evaluation_details"_s,
                                      u"additional_information"_s, u"model_package_details"_s})
            known += members.contains(member);
        if (known >= 2 || members.contains(u"model_overview"_s))
            return Match::Sure;
        return members == QStringList{u"metric_groups"_s} || known ? Match::Possible : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override
    {
        CardMaker out;
        Result<QJsonObject> json = readCardObject(input, out.warnings);
        if (!json)
            return json.error();
        CardSource file(*json, {}, out.warnings);
        const QJsonValue content = file.take(u"Content"_s);
        if (content.isString()) {
            const Result<QJsonObject> inner = innerContent(content.toString(), input, out.warnings);
            if (!inner)
                return inner.error();
            CardSource card(*inner, u"/Content#"_s, out.warnings);
            readContent(card, out);
            card.finish();
        } else if (content.isObject()) {
            CardSource card(content.toObject(), u"/Content"_s, out.warnings);
            readContent(card, out);
            card.finish();
        } else {
            readContent(file, out);
            readGroups(file, {}, out);
        }
        readRules(file, sageMakerDescription(), out);
        file.finish();
        if (out.empty())
            return nothingFound(title());
        return Imported{out.finish(sageMakerId)};
    }
};

} // namespace

std::unique_ptr<const Importer> sagemakercardImporter()
{
    return std::make_unique<SageMakerCard>();
}

} // namespace countersign
