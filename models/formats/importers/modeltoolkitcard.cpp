// SPDX-License-Identifier: GPL-3.0-or-later
// Model Card Toolkit: the JSON of schemas 0.0.1 and 0.0.2, and what its protocol buffers are printed as.
#include "formats/cards/cardtables.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView toolkitId{"model-card-toolkit"};

/// Protocol buffers print "modelDetails" unless told to keep the names.
QJsonValue snakeCased(const QJsonValue &value, int depth = 0)
{
    if (depth > 64)
        return value;
    if (value.isArray()) {
        QJsonArray out;
        for (const QJsonValue &item : value.toArray())
            out.append(snakeCased(item, depth + 1));
        return out;
    }
    if (!value.isObject())
        return value;
    QJsonObject out;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        QString key;
        for (const QChar c : it.key()) {
            if (c.isUpper())
                key += u'_';
            key += c.toLower();
        }
        out.insert(key, snakeCased(*it, depth + 1));
    }
    return out;
}

bool isForEvaluation(const QString &name)
{
    static const QRegularExpression words(u"\\b(eval\\w*|test\\w*|valid\\w*|hold-?out)\\b|(^|_)(eval|test|valid)"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    return words.match(name).hasMatch();
}

void readDataset(CardSource &data, const QString &section, CardMaker &out)
{
    CardEntries entries;
    if (!data.has(u"sensitive/sensitive_data"_s)) {
        for (const QString &text : data.takeTexts(u"sensitive"_s))
            entries.append({u"sensitive"_s, text == u"false" ? QString() : text});
    }
    entries = readEntries(data, modelCardToolkitData()) + entries;
    const QString into = !section.isEmpty() ? section : isForEvaluation(entries.value(0).second) ? u"evaluationData"_s : u"trainingData"_s;
    out.addGroup(into, u"dataset"_s, entries);
    for (const auto &[id, value] : entries) {
        if (id == u"sensitive")
            out.addField(u"privacy"_s, u"sensitive"_s, value);
    }
    readGraphics(data, u"graphics"_s, into, out);
    data.finish();
}

void readDatasets(CardSource &card, CardMaker &out)
{
    // 0.0.1 has an object with "train" and "eval", 0.0.2 a list.
    for (const auto &[key, section] : {std::pair{u"train"_s, u"trainingData"_s}, {u"eval"_s, u"evaluationData"_s}}) {
        if (card.has(u"model_parameters/data/"_s + key)) {
            for (CardSource &data : card.takeObjects(u"model_parameters/data/"_s + key))
                readDataset(data, section, out);
        }
    }
    for (CardSource &data : card.takeObjects(u"model_parameters/data"_s))
        readDataset(data, {}, out);
}

void readPeopleAndLicences(CardSource &card, CardMaker &out)
{
    for (CardSource &owner : card.takeObjects(u"model_details/owners"_s)) {
        out.addGroup(u"owners"_s, u"party"_s,
                     {{u"role"_s, u"owner"_s}, {u"name"_s, owner.takeText(u"name"_s)}, {u"contact"_s, owner.takeText(u"contact"_s)}});
        owner.finish();
    }
    for (CardSource &licence : card.takeObjects(u"model_details/licenses"_s, u"identifier"_s)) {
        out.addField(u"licence"_s, u"license"_s, licence.takeText(u"identifier"_s));
        out.addField(u"licence"_s, u"license_text"_s, licence.takeText(u"custom_text"_s));
        licence.finish();
    }
}

/// Thresholds stand beside the values, and are what the section on thresholds is about.
void gatherThresholds(CardMaker &out)
{
    const CardContent::Section *results = out.soFar().section(u"evaluationResults");
    if (!results)
        return;
    const QList<CardContent::Group> metrics = results->groups;
    for (const CardContent::Group &metric : metrics) {
        if (const QString threshold = metric.value(u"threshold"); metric.kind == u"metric" && !threshold.isEmpty())
            out.addGroup(u"decisionThresholds"_s, u"threshold"_s,
                         {{u"type"_s, metric.value(u"type")}, {u"value"_s, threshold}, {u"slice"_s, metric.value(u"slice")}});
    }
}

class ModelToolkitCard final : public Importer
{
public:
    QString id() const override { return toolkitId; }
    QString title() const override { return QCoreApplication::translate("Import", "Model Card Toolkit"); }

    Match probe(QByteArrayView head) const override
    {
        const QStringList members = cardMembers(head);
        if (!members.contains(u"model_details"_s) && !members.contains(u"modelDetails"_s))
            return Match::No;
        for (const QString &other : {u"schema_version"_s, u"model_parameters"_s, u"quantitative_analysis"_s, u"considerations"_s, u"modelParameters"_s,
                                     u"quantitativeAnalysis"_s}) {
            if (members.contains(other))
                return Match::Sure;
        }
        return Match::Possible;
    }

    Result<Imported> read(const ImportInput &input) const override
    {
        CardMaker out;
        Result<QJsonObject> json = readCardObject(input, out.warnings);
        if (!json)
            return json.error();
        if (json->contains(u"modelDetails"_s))
            json = snakeCased(*json).toObject();
        CardSource card(*json, {}, out.warnings);
        const QString version = card.takeText(u"schema_version"_s);
        if (!version.isEmpty() && version != u"0.0.1" && version != u"0.0.2")
            out.warnings.add(u"unknownVersion"_s, QCoreApplication::translate("Import", "Version “%1” of the format is not known; it is read as 0.0.2.").arg(version.left(40)),
                             u"/schema_version"_s);
        readRules(card, modelCardToolkitRules(), out);
        readPeopleAndLicences(card, out);
        readDatasets(card, out);
        readGraphics(card, u"quantitative_analysis/graphics"_s, u"evaluationResults"_s, out);
        gatherThresholds(out);
        card.finish();
        if (out.empty())
            return nothingFound(title());
        return Imported{out.finish(toolkitId)};
    }
};

} // namespace

std::unique_ptr<const Importer> modeltoolkitcardImporter()
{
    return std::make_unique<ModelToolkitCard>();
}

} // namespace countersign
