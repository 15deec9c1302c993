// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX 3.0 and 3.1 as JSON-LD with "@graph": the AI package, the datasets it was trained and tested on, its licence.
// Elements are read one by one; those that no card speaks of (files, snippets) are not kept.
#include "formats/cards/cardtables.h"
#include "formats/textfile.h"

#include <QCoreApplication>
#include <QHash>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;

namespace {

constexpr QLatin1StringView spdxId{"spdx-3-ai"};
constexpr qsizetype mostElements = 50'000;

QString spdxTr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

struct SpdxElement
{
    QJsonObject object;
    QString pointer;
};

struct SpdxGraph
{
    QList<SpdxElement> models, datasets, relations;
    QHash<QString, QJsonObject> named; // agents and licences by spdxId
    qint64 others = 0;
    QString specVersion;
};

class GraphReader
{
public:
    GraphReader(const ImportInput &input, WarningList &warnings) : m_json(input.device, cardJsonOptions(input)), m_warnings(warnings) {}

    Result<SpdxGraph> read()
    {
        if (m_json.next() != Event::StartObject)
            return m_json.event() == Event::Failed ? m_json.error()
                                                   : Error{Error::Code::Invalid, spdxTr("An SPDX document is a JSON object."), {}, false, {{QString(), spdxTr("This must be an object.")}}};
        while (m_json.next() == Event::Key) {
            if (m_json.key() != u"@graph") {
                if (!m_json.skipValue())
                    return m_json.error();
                continue;
            }
            if (const Result<void> done = elements(); !done)
                return done.error();
        }
        if (m_json.event() == Event::EndObject)
            m_json.next();
        if (m_json.event() == Event::Failed)
            return m_json.error();
        return std::move(m_graph);
    }

private:
    Result<void> elements()
    {
        if (m_json.next() != Event::StartArray)
            return m_json.event() == Event::Failed ? m_json.error()
                                                   : Error{Error::Code::Invalid, spdxTr("“@graph” must be a list."), {}, false, {{u"/@graph"_s, spdxTr("This must be a list.")}}};
        while (m_json.next() != Event::EndArray) {
            const QString pointer = m_json.pointer();
            const Result<QJsonValue> value = readCardValue(m_json, m_warnings);
            if (!value)
                return value.error();
            if (!take(value->toObject(), pointer))
                return Error{Error::Code::TooLarge, spdxTr("Line %1: more than %2 elements that concern a model.").arg(m_json.line()).arg(mostElements), {}, false,
                             {{pointer, spdxTr("More elements than are read.")}}};
        }
        return {};
    }

    bool take(const QJsonObject &element, const QString &pointer)
    {
        static const QSet<QString> relations{u"trainedOn"_s, u"testedOn"_s, u"hasDeclaredLicense"_s, u"hasConcludedLicense"_s,
                                             u"descendantOf"_s, u"ancestorOf"_s, u"generates"_s};
        const QString type = element.value(u"type").toString();
        if (type == u"ai_AIPackage")
            m_graph.models.append({element, pointer});
        else if (type == u"dataset_DatasetPackage")
            m_graph.datasets.append({element, pointer});
        else if (type == u"CreationInfo" && m_graph.specVersion.isEmpty())
            m_graph.specVersion = element.value(u"specVersion").toString();
        else if (type.endsWith(u"Relationship") && relations.contains(element.value(u"relationshipType").toString()))
            m_graph.relations.append({element, pointer});
        else if (type == u"Person" || type == u"Organization" || type == u"Agent" || type == u"SoftwareAgent" || type.contains(u"icensing_")
                 || type == u"software_Package")
            m_graph.named.insert(element.value(u"spdxId").toString(element.value(u"@id").toString()), element);
        else
            m_graph.others += type == u"software_File" || type == u"software_Snippet";
        return m_graph.models.size() + m_graph.datasets.size() + m_graph.relations.size() + m_graph.named.size() <= mostElements;
    }

    JsonReader m_json;
    WarningList &m_warnings;
    SpdxGraph m_graph;
};

class SpdxBuilder
{
public:
    SpdxBuilder(const SpdxGraph &graph, CardMaker &out) : m_graph(graph), m_out(out) {}

    void model(const SpdxElement &element)
    {
        CardSource in(element.object, element.pointer, m_out.warnings);
        const QString id = in.takeText(u"spdxId"_s);
        m_out.addField(u"identity"_s, u"spdx_id"_s, id);
        in.take(u"type"_s), in.take(u"creationInfo"_s);
        readRules(in, spdxPackageRules(), m_out);
        presence(in);
        dates(in);
        party(in, u"suppliedBy"_s, u"supplier"_s);
        party(in, u"originatedBy"_s, u"originator"_s);
        energy(in);
        hashesAndLinks(in);
        extensions(in);
        relations(id);
        in.finish();
    }

    void dataset(const QString &id, const QString &section)
    {
        for (const SpdxElement &element : m_graph.datasets) {
            if (element.object.value(u"spdxId").toString() != id)
                continue;
            CardSource in(element.object, element.pointer, m_out.warnings);
            CardEntries entries{{u"spdx_id"_s, in.takeText(u"spdxId"_s)}};
            entries += readEntries(in, spdxDataset());
            for (const auto &[relation, entry] : {std::pair{u"hasDeclaredLicense"_s, u"license"_s}, {u"hasConcludedLicense"_s, u"concluded_license"_s}}) {
                for (const QString &licence : targets(id, relation))
                    entries.append({entry, licenceText(licence)});
            }
            for (const QString &member : {u"originatedBy"_s, u"suppliedBy"_s}) {
                for (const QString &agent : in.takeTexts(member))
                    entries.append({member == u"suppliedBy" ? u"supplier"_s : u"originator"_s, agentName(agent)});
            }
            for (CardSource &sensor : in.takeObjects(u"dataset_sensor"_s))
                entries.append({u"sensor"_s, u"%1: %2"_s.arg(sensor.takeText(u"key"_s), sensor.takeText(u"value"_s))});
            for (CardSource &hash : in.takeObjects(u"verifiedUsing"_s))
                entries.append({u"digest"_s, u"%1:%2"_s.arg(hash.takeText(u"algorithm"_s), hash.takeText(u"hashValue"_s))});
            in.take(u"type"_s), in.take(u"creationInfo"_s), in.take(u"software_primaryPurpose"_s);
            m_out.addGroup(section, u"dataset"_s, entries);
            in.finish();
            return;
        }
        m_out.warnings.add(u"notFound"_s, spdxTr("A dataset is referred to that the file does not hold."));
        m_out.addGroup(section, u"dataset"_s, {{u"spdx_id"_s, id}});
    }

private:
    [[nodiscard]] QStringList targets(const QString &from, const QString &relation) const
    {
        QStringList out;
        for (const SpdxElement &one : m_graph.relations) {
            if (one.object.value(u"from").toString() != from || one.object.value(u"relationshipType").toString() != relation)
                continue;
            for (const QJsonValue &to : one.object.value(u"to").toArray())
                out.append(to.toString());
        }
        return out;
    }

    [[nodiscard]] QString agentName(const QString &id) const
    {
        const QString name = m_graph.named.value(id).value(u"name").toString();
        return name.isEmpty() ? id : name;
    }

    [[nodiscard]] QString licenceText(const QString &id) const
    {
        const QJsonObject licence = m_graph.named.value(id);
        for (const QString &member : {u"simplelicensing_licenseExpression"_s, u"simplelicensing_licenseText"_s, u"name"_s}) {
            if (const QString text = licence.value(member).toString(); !text.isEmpty())
                return text;
        }
        const QString prefix = u"https://spdx.org/licenses/"_s;
        return id.startsWith(prefix) ? id.sliced(prefix.size()) : id;
    }

    void presence(CardSource &in)
    {
        m_out.addField(u"humanOversight"_s, u"autonomy"_s, in.takeText(u"ai_autonomyType"_s));
        m_out.addField(u"privacy"_s, u"sensitive_personal_information"_s, said(in.takeText(u"ai_useSensitivePersonalInformation"_s)));
        QString risk = in.takeText(u"ai_safetyRiskAssessment"_s);
        if (!risk.isEmpty())
            risk[0] = risk.at(0).toUpper();
        m_out.addField(u"safety"_s, u"risk_rating"_s, risk);
    }

    static QString said(const QString &text) { return text == u"noAssertion" ? QString() : text; }

    void dates(CardSource &in)
    {
        m_out.addField(u"identity"_s, u"date"_s, in.takeText(u"releaseTime"_s));
        m_out.addField(u"identity"_s, u"built"_s, in.takeText(u"builtTime"_s));
        m_out.addField(u"identity"_s, u"valid_until"_s, in.takeText(u"validUntilTime"_s));
    }

    void party(CardSource &in, const QString &member, const QString &role)
    {
        for (const QString &id : in.takeTexts(member)) {
            const QJsonObject agent = m_graph.named.value(id);
            CardEntries entries{{u"role"_s, role}, {u"name"_s, agentName(id)}};
            for (const QJsonValue &identifier : agent.value(u"externalIdentifier").toArray()) {
                const QString type = identifier[u"externalIdentifierType"].toString();
                if (type == u"email" || type == u"urlScheme")
                    entries.append({type == u"email" ? u"email"_s : u"url"_s, identifier[u"identifier"].toString()});
            }
            entries.append({u"spdx_id"_s, id});
            m_out.addGroup(u"owners"_s, u"party"_s, entries);
        }
    }

    void energy(CardSource &in)
    {
        for (const auto &[member, activity] : {std::pair{u"ai_trainingEnergyConsumption"_s, u"training"_s},
                                               {u"ai_finetuningEnergyConsumption"_s, u"fine-tuning"_s}, {u"ai_inferenceEnergyConsumption"_s, u"inference"_s}}) {
            for (CardSource &one : in.takeObjects(u"ai_energyConsumption/"_s + member)) {
                const QString unit = one.takeText(u"ai_energyUnit"_s);
                one.take(u"type"_s);
                m_out.addGroup(u"environmental"_s, u"energy"_s,
                               {{u"activity"_s, activity}, {u"quantity"_s, one.takeText(u"ai_energyQuantity"_s)},
                                {u"unit"_s, unit == u"kilowattHour" ? u"kWh"_s : unit == u"megajoule" ? u"MJ"_s : unit}});
                one.finish();
            }
        }
        in.take(u"ai_energyConsumption/type"_s);
    }

    void hashesAndLinks(CardSource &in)
    {
        for (CardSource &hash : in.takeObjects(u"verifiedUsing"_s)) {
            hash.take(u"type"_s);
            m_out.addGroup(u"artifacts"_s, u"hash"_s, {{u"alg"_s, hash.takeText(u"algorithm"_s)}, {u"content"_s, hash.takeText(u"hashValue"_s)}});
            hash.finish();
        }
        for (CardSource &link : in.takeObjects(u"externalRef"_s)) {
            const QString type = link.takeText(u"externalRefType"_s), comment = link.takeText(u"comment"_s);
            link.take(u"type"_s), link.take(u"contentType"_s);
            for (const QString &url : link.takeTexts(u"locator"_s))
                m_out.addGroup(u"references"_s, u"link"_s, {{u"type"_s, type}, {u"url"_s, url}, {u"comment"_s, comment}});
            link.finish();
        }
        for (CardSource &identifier : in.takeObjects(u"externalIdentifier"_s)) {
            identifier.take(u"type"_s);
            m_out.addGroup(u"identity"_s, u"identifier"_s,
                           {{u"type"_s, identifier.takeText(u"externalIdentifierType"_s)}, {u"value"_s, identifier.takeText(u"identifier"_s)}});
            identifier.finish();
        }
    }

    void extensions(CardSource &in)
    {
        for (CardSource &extension : in.takeObjects(u"extension"_s)) {
            extension.take(u"type"_s);
            for (CardSource &property : extension.takeObjects(u"extension_cdxProperty"_s)) {
                const QString name = property.takeText(u"extension_cdxPropName"_s), value = property.takeText(u"extension_cdxPropValue"_s);
                property.take(u"type"_s);
                if (!m_out.addExtension(name, value))
                    m_out.addGroup(u"compliance"_s, u"property"_s, {{u"name"_s, name}, {u"value"_s, value}});
                property.finish();
            }
            extension.finish();
        }
    }

    void relations(const QString &id)
    {
        for (const QString &to : targets(id, u"trainedOn"_s))
            dataset(to, u"trainingData"_s);
        for (const QString &to : targets(id, u"testedOn"_s))
            dataset(to, u"evaluationData"_s);
        for (const QString &to : targets(id, u"hasDeclaredLicense"_s))
            m_out.addField(u"licence"_s, u"license"_s, licenceText(to));
        for (const QString &to : targets(id, u"hasConcludedLicense"_s))
            m_out.addField(u"licence"_s, u"concluded_license"_s, licenceText(to));
        for (const QString &to : targets(id, u"descendantOf"_s))
            m_out.addGroup(u"lineage"_s, u"ancestor"_s, ancestor(to));
        for (const SpdxElement &one : m_graph.relations) {
            if (one.object.value(u"relationshipType").toString() == u"ancestorOf" && one.object.value(u"to").toArray().contains(QJsonValue(id)))
                m_out.addGroup(u"lineage"_s, u"ancestor"_s, ancestor(one.object.value(u"from").toString()));
        }
    }

    [[nodiscard]] CardEntries ancestor(const QString &id) const
    {
        QJsonObject found = m_graph.named.value(id);
        for (const SpdxElement &model : m_graph.models) {
            if (model.object.value(u"spdxId").toString() == id)
                found = model.object;
        }
        return {{u"name"_s, found.value(u"name").toString(id)}, {u"version"_s, found.value(u"software_packageVersion").toString()}};
    }

    const SpdxGraph &m_graph;
    CardMaker &m_out;
};

class SpdxCard final : public Importer
{
public:
    QString id() const override { return spdxId; }
    QString title() const override { return spdxTr("SPDX 3 AI profile"); }

    Match probe(QByteArrayView head) const override
    {
        const QByteArray text = probeText(head);
        return cardMembers(head).contains(u"@graph"_s) && text.contains("spdx.org/rdf/3") ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override
    {
        CardMaker out;
        const Result<SpdxGraph> graph = GraphReader(input, out.warnings).read();
        if (!graph)
            return graph.error();
        if (graph->models.isEmpty() && graph->datasets.isEmpty())
            return Error{Error::Code::Invalid, spdxTr("This SPDX document describes neither an AI package nor a dataset."), {}, false,
                         {{u"/@graph"_s, spdxTr("No ai_AIPackage and no dataset_DatasetPackage.")}}};
        if (!graph->specVersion.startsWith(u"3."_s))
            out.warnings.add(u"unknownVersion"_s, spdxTr("Version “%1” of SPDX is not known; what reads like 3.0.1 was read.").arg(graph->specVersion.left(40)));
        SpdxBuilder builder(*graph, out);
        if (graph->models.isEmpty()) {
            out.warnings.add(u"noModel"_s, spdxTr("The document describes datasets, but no model."), u"/@graph"_s);
            for (const SpdxElement &dataset : graph->datasets)
                builder.dataset(dataset.object.value(u"spdxId").toString(), u"trainingData"_s);
        } else {
            builder.model(graph->models.first());
            nameTheOthers(*graph, out);
        }
        if (graph->others)
            out.warnings.add(u"leftOut"_s, spdxTr("%1 files of the document are only in the raw file.").arg(graph->others), u"/@graph"_s);
        return Imported{out.finish(spdxId)};
    }

private:
    static void nameTheOthers(const SpdxGraph &graph, CardMaker &out)
    {
        if (graph.models.size() < 2)
            return;
        QStringList names;
        for (const SpdxElement &model : graph.models) {
            names.append(u"“%1”"_s.arg(model.object.value(u"name").toString().left(100)));
            out.addGroup(u"identity"_s, u"modelInFile"_s,
                         {{u"name"_s, model.object.value(u"name").toString()}, {u"version"_s, model.object.value(u"software_packageVersion").toString()}});
        }
        out.warnings.add(u"severalModels"_s,
                         spdxTr("The file describes %1 models: %2. The card is of %3.").arg(graph.models.size()).arg(names.mid(0, 10).join(u", "_s), names.first()),
                         u"/@graph"_s);
    }
};

} // namespace

std::unique_ptr<const Importer> spdxcardImporter()
{
    return std::make_unique<SpdxCard>();
}

} // namespace countersign
