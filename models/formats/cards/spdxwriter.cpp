// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"
#include "base/json.h"
#include "formats/cards/cardextension.h"
#include "formats/cards/cardtables.h"
#include "formats/cards/cardwriters.h"
#include "formats/cards/energywriters.h"
#include "trust/digest.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

const QString creation = u"_:creationinfo"_s;

bool isDateTime(const QString &text)
{
    static const QRegularExpression form(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$"_s);
    return form.match(text).hasMatch();
}

/// The graph, with an id for everything that has none.
class SpdxWriter
{
public:
    SpdxWriter(CardDraft &draft, const QString &base) : m_draft(draft), m_base(base) {}

    Result<QJsonObject> write(const QString &created);

private:
    QString newId(const QString &kind) { return u"%1#%2-%3"_s.arg(m_base, kind).arg(++m_numbers[kind]); }

    void add(QJsonObject element, const QString &type, const QString &id)
    {
        element.insert(u"type"_s, type);
        element.insert(u"spdxId"_s, id);
        element.insert(u"creationInfo"_s, creation);
        m_graph.append(element);
    }
    void relate(const QString &type, const QString &to)
    {
        add({{u"relationshipType"_s, type}, {u"from"_s, m_package}, {u"to"_s, QJsonArray{to}}}, u"Relationship"_s, newId(u"relationship"_s));
    }
    QString agent(const QString &name, const QString &email = {}, const QString &known = {})
    {
        const QString key = known.isEmpty() ? name : known;
        if (m_agents.contains(key))
            return m_agents.value(key);
        const QString id = known.isEmpty() ? newId(u"agent"_s) : known;
        QJsonObject one;
        putJson(one, u"name"_s, name == id ? QString() : name);
        if (!email.isEmpty())
            one.insert(u"externalIdentifier"_s, QJsonArray{QJsonObject{{u"type"_s, u"ExternalIdentifier"_s},
                                                                        {u"externalIdentifierType"_s, u"email"_s},
                                                                        {u"identifier"_s, email}}});
        add(one, u"Agent"_s, id);
        m_agents.insert(key, id);
        return id;
    }
    QString licence(const QString &expression)
    {
        if (!m_licences.contains(expression)) {
            m_licences.insert(expression, newId(u"license"_s));
            add({{u"simplelicensing_licenseExpression"_s, expression}}, u"simplelicensing_LicenseExpression"_s, m_licences.value(expression));
        }
        return m_licences.value(expression);
    }

    void parties(QJsonObject &package);
    void dates(QJsonObject &package);
    void words(QJsonObject &package);
    void links(QJsonObject &package);
    void licences();
    void ancestors();
    void datasets();
    QString dataset(const QString &section, const CardContent::Group &data);
    void datasetParts(const CardContent::Group &data, QJsonObject &object, QStringList &unsaid);

    CardDraft &m_draft;
    QString m_base, m_package;
    QJsonArray m_graph;
    QHash<QString, int> m_numbers;
    QHash<QString, QString> m_agents, m_licences;
    struct Described
    {
        CardContent::Group group;
        QString id;
        QStringList unsaid;
    };
    QList<Described> m_datasets;
};

void SpdxWriter::parties(QJsonObject &package)
{
    QJsonArray originators;
    QString someone;
    for (const CardContent::Group &party : m_draft.takeGroups(u"owners"_s, u"party"_s)) {
        const QString role = party.value(u"role"), name = party.value(u"name");
        QStringList unsaid;
        for (const CardContent::Field &field : party.fields) {
            if (!QStringList{u"role"_s, u"name"_s, u"email"_s, u"spdx_id"_s}.contains(field.id))
                unsaid.append(field.id);
        }
        const bool supplier = role == u"supplier" && !package.contains(u"suppliedBy"_s) && !name.isEmpty();
        const bool originator = role == u"originator" && !name.isEmpty();
        if (supplier || originator) {
            const QString id = agent(name, party.value(u"email"), party.value(u"spdx_id"));
            if (supplier)
                package.insert(u"suppliedBy"_s, id);
            else
                originators.append(id);
            if (!unsaid.isEmpty())
                m_draft.keep(u"owners"_s, party, unsaid);
            continue;
        }
        if (someone.isEmpty())
            someone = name;
        m_draft.keep(u"owners"_s, party, {});
    }
    putJson(package, u"originatedBy"_s, originators);
    for (const QString &id : {u"developed_by"_s, u"author"_s, u"authors"_s, u"model_creator"_s, u"registered_owner"_s}) {
        if (someone.isEmpty())
            someone = m_draft.value(u"owners"_s, id);
    }
    if (!package.contains(u"suppliedBy"_s) && !someone.isEmpty()) {
        const QString id = agent(someone);
        package.insert(u"suppliedBy"_s, id);
        m_draft.derivedGroup(u"owners"_s, u"party"_s, {{u"role"_s, u"supplier"_s}, {u"name"_s, someone}, {u"spdx_id"_s, id}});
    }
}

void SpdxWriter::dates(QJsonObject &package)
{
    for (const auto &[id, member] : {std::pair{u"date"_s, u"releaseTime"_s}, {u"built"_s, u"builtTime"_s}, {u"valid_until"_s, u"validUntilTime"_s}}) {
        const QString time = m_draft.takeField(u"identity"_s, id);
        if (isDateTime(time))
            package.insert(member, time);
        else if (!time.isEmpty())
            m_draft.keepField(u"identity"_s, id, time);
    }
}

void SpdxWriter::words(QJsonObject &package)
{
    static const QStringList presence{u"yes"_s, u"no"_s, u"noAssertion"_s}, risks{u"Serious"_s, u"High"_s, u"Medium"_s, u"Low"_s};
    const auto word = [&](const QString &section, const QString &id, const QString &member, const QStringList &known) {
        const QString text = m_draft.takeField(section, id);
        if (known.contains(text))
            package.insert(member, text == u"noAssertion" ? text : text.toLower());
        else if (!text.isEmpty())
            m_draft.keepField(section, id, text);
    };
    word(u"humanOversight"_s, u"autonomy"_s, u"ai_autonomyType"_s, presence);
    word(u"privacy"_s, u"sensitive_personal_information"_s, u"ai_useSensitivePersonalInformation"_s, presence);
    word(u"safety"_s, u"risk_rating"_s, u"ai_safetyRiskAssessment"_s, risks);
}

void SpdxWriter::links(QJsonObject &package)
{
    QJsonArray hashes, refs;
    for (const CardContent::Group &hash : m_draft.takeGroups(u"artifacts"_s, u"hash"_s)) {
        if (cycloneDxAlgorithm(hash.value(u"alg")).isEmpty() || hash.value(u"content").isEmpty() || hash.fields.size() > 2)
            m_draft.keep(u"artifacts"_s, hash, {});
        else
            hashes.append(QJsonObject{{u"type"_s, u"Hash"_s}, {u"algorithm"_s, hash.value(u"alg")}, {u"hashValue"_s, hash.value(u"content")}});
    }
    for (const CardContent::Group &link : m_draft.takeGroups(u"references"_s, u"link"_s)) {
        static const QStringList types{u"altDownloadLocation"_s, u"altWebPage"_s, u"documentation"_s, u"metrics"_s, u"modelCard"_s, u"other"_s,
                                       u"license"_s, u"chat"_s, u"vcs"_s, u"releaseNotes"_s, u"support"_s, u"mailingList"_s, u"issueTracker"_s};
        if (!types.contains(link.value(u"type")) || link.value(u"url").isEmpty()) {
            m_draft.keep(u"references"_s, link, {});
            continue;
        }
        QJsonObject one{{u"type"_s, u"ExternalRef"_s}, {u"externalRefType"_s, link.value(u"type")}, {u"locator"_s, QJsonArray{link.value(u"url")}}};
        putJson(one, u"comment"_s, link.value(u"comment"));
        refs.append(one);
    }
    putJson(package, u"verifiedUsing"_s, hashes);
    putJson(package, u"externalRef"_s, refs);
    QJsonArray identifiers;
    for (const CardContent::Group &one : m_draft.takeGroups(u"identity"_s, u"identifier"_s))
        identifiers.append(QJsonObject{{u"type"_s, u"ExternalIdentifier"_s}, {u"externalIdentifierType"_s, one.value(u"type")}, {u"identifier"_s, one.value(u"value")}});
    putJson(package, u"externalIdentifier"_s, identifiers);
}

void SpdxWriter::licences()
{
    for (const auto &[id, relation] : {std::pair{u"license"_s, u"hasDeclaredLicense"_s}, {u"concluded_license"_s, u"hasConcludedLicense"_s}}) {
        for (const QString &text : m_draft.takeFields(u"licence"_s, id)) {
            const QString listed = spdxLicence(text);
            if (!listed.isEmpty() && listed != text) {
                m_draft.derived(u"licence"_s, id, listed);
                m_draft.keepField(u"licence"_s, id, text);
            }
            relate(relation, licence(listed.isEmpty() ? text : listed));
        }
    }
}

void SpdxWriter::ancestors()
{
    const auto put = [&](const QString &name, const QString &version) {
        const QString id = newId(u"ancestor"_s);
        QJsonObject one{{u"name"_s, name}};
        putJson(one, u"software_packageVersion"_s, version);
        add(one, u"software_Package"_s, id);
        relate(u"descendantOf"_s, id);
    };
    QList<CardContent::Group> groups = m_draft.takeGroups(u"lineage"_s, u"ancestor"_s);
    for (const CardContent::Group &ancestor : groups) {
        QStringList unsaid;
        for (const CardContent::Field &field : ancestor.fields) {
            if (field.id != u"name" && field.id != u"version")
                unsaid.append(field.id);
        }
        if (!unsaid.isEmpty() || ancestor.value(u"name").isEmpty())
            m_draft.keep(u"lineage"_s, ancestor, unsaid);
        if (!ancestor.value(u"name").isEmpty())
            put(ancestor.value(u"name"), ancestor.value(u"version"));
    }
    if (!groups.isEmpty())
        return;
    for (const QString &name : m_draft.value(u"lineage"_s, u"base_model"_s).split(u", "_s, Qt::SkipEmptyParts)) {
        put(name, {});
        m_draft.derivedGroup(u"lineage"_s, u"ancestor"_s, {{u"name"_s, name}});
    }
}

void SpdxWriter::datasetParts(const CardContent::Group &data, QJsonObject &object, QStringList &unsaid)
{
    static const QHash<QString, QStringList> words{
        {u"dataset_datasetAvailability"_s, {u"clickthrough"_s, u"directDownload"_s, u"query"_s, u"registration"_s, u"scrapingScript"_s}},
        {u"dataset_confidentialityLevel"_s, {u"amber"_s, u"clear"_s, u"green"_s, u"red"_s}},
        {u"dataset_hasSensitivePersonalInformation"_s, {u"yes"_s, u"no"_s, u"noAssertion"_s}}};
    const auto drop = [&](const QString &member) {
        object.remove(member);
        for (const CardEntryRule &rule : spdxDataset()) {
            if (QLatin1StringView(rule.path) == member)
                unsaid.append(QString::fromLatin1(rule.entry));
        }
    };
    for (auto it = words.begin(); it != words.end(); ++it) {
        if (object.contains(it.key()) && !it->contains(object.value(it.key()).toString()))
            drop(it.key());
    }
    for (const QString &time : {u"builtTime"_s, u"releaseTime"_s}) {
        if (object.contains(time) && !isDateTime(object.value(time).toString()))
            drop(time);
    }
    static const QStringList types{u"audio"_s, u"categorical"_s, u"graph"_s, u"image"_s, u"noAssertion"_s, u"numeric"_s, u"other"_s, u"sensor"_s,
                                   u"structured"_s, u"syntactic"_s, u"text"_s, u"timeseries"_s, u"timestamp"_s, u"video"_s};
    const QJsonArray given = object.value(u"dataset_datasetType").toArray();
    if (std::any_of(given.begin(), given.end(), [](const QJsonValue &type) { return !types.contains(type.toString()); }))
        drop(u"dataset_datasetType"_s);
    if (!object.contains(u"dataset_datasetType"_s))
        object.insert(u"dataset_datasetType"_s, QJsonArray{u"noAssertion"_s});
    if (object.value(u"dataset_datasetSize").isString())
        drop(u"dataset_datasetSize"_s);
    QJsonArray originators, hashes, sensors;
    QStringList left;
    for (const CardContent::Field &field : data.fields) {
        const QString key = field.value.section(u": "_s, 0, 0);
        const QString algorithm = field.value.section(u':', 0, 0);
        if (field.id == u"originator")
            originators.append(agent(field.value));
        else if (field.id == u"supplier" && !object.contains(u"suppliedBy"_s))
            object.insert(u"suppliedBy"_s, agent(field.value));
        else if (field.id == u"sensor" && key != field.value)
            sensors.append(QJsonObject{{u"type"_s, u"DictionaryEntry"_s}, {u"key"_s, key}, {u"value"_s, field.value.section(u": "_s, 1)}});
        else if (field.id == u"digest" && !cycloneDxAlgorithm(algorithm).isEmpty())
            hashes.append(QJsonObject{{u"type"_s, u"Hash"_s}, {u"algorithm"_s, algorithm}, {u"hashValue"_s, field.value.section(u':', 1)}});
        else if (unsaid.contains(field.id) && field.id != u"spdx_id" && field.id != u"license" && field.id != u"concluded_license")
            left.append(field.id);
    }
    putJson(object, u"originatedBy"_s, originators);
    putJson(object, u"verifiedUsing"_s, hashes);
    putJson(object, u"dataset_sensor"_s, sensors);
    unsaid = left;
}

QString SpdxWriter::dataset(const QString &section, const CardContent::Group &data)
{
    for (const Described &known : std::as_const(m_datasets)) {
        if (known.group != data)
            continue;
        if (!known.unsaid.isEmpty())
            m_draft.keep(section, data, known.unsaid);
        return known.id;
    }
    QStringList unsaid;
    QJsonObject object = writeEntries(m_draft, section, data, spdxDataset(), unsaid);
    datasetParts(data, object, unsaid);
    // Something that has no name, no place and nothing else that SPDX knows is no dataset package.
    if (object.keys() == QStringList{u"dataset_datasetType"_s} && data.value(u"spdx_id").isEmpty()) {
        m_draft.keep(section, data, {});
        return {};
    }
    const QString id = data.value(u"spdx_id").isEmpty() ? newId(u"dataset"_s) : data.value(u"spdx_id");
    if (!unsaid.isEmpty())
        m_draft.keep(section, data, unsaid);
    add(object, u"dataset_DatasetPackage"_s, id);
    for (const CardContent::Field &field : data.fields) {
        const QString relation = field.id == u"license" ? u"hasDeclaredLicense"_s : field.id == u"concluded_license" ? u"hasConcludedLicense"_s : QString();
        if (!relation.isEmpty())
            add({{u"relationshipType"_s, relation}, {u"from"_s, id}, {u"to"_s, QJsonArray{licence(field.value)}}}, u"Relationship"_s, newId(u"relationship"_s));
    }
    m_datasets.append({data, id, unsaid});
    return id;
}

void SpdxWriter::datasets()
{
    for (const auto &[section, relation] : {std::pair{u"trainingData"_s, u"trainedOn"_s}, {u"evaluationData"_s, u"testedOn"_s}}) {
        for (const CardContent::Group &data : m_draft.takeGroups(section, u"dataset"_s)) {
            if (const QString id = dataset(section, data); !id.isEmpty())
                relate(relation, id);
        }
    }
    if (!m_datasets.isEmpty())
        return;
    for (const QString &name : m_draft.value(u"trainingData"_s, u"datasets"_s).split(u", "_s, Qt::SkipEmptyParts)) {
        const QString id = newId(u"dataset"_s);
        add({{u"name"_s, name}, {u"dataset_datasetType"_s, QJsonArray{u"noAssertion"_s}}}, u"dataset_DatasetPackage"_s, id);
        relate(u"trainedOn"_s, id);
        m_draft.derivedGroup(u"trainingData"_s, u"dataset"_s, {{u"spdx_id"_s, id}, {u"name"_s, name}});
    }
}

Result<QJsonObject> SpdxWriter::write(const QString &created)
{
    const QString given = m_draft.takeField(u"identity"_s, u"spdx_id"_s);
    m_package = given.isEmpty() ? m_base + u"#model"_s : given;
    if (given.isEmpty())
        m_draft.derived(u"identity"_s, u"spdx_id"_s, m_package);
    QJsonObject package;
    putJson(package, u"name"_s, m_draft.borrow(u"identity"_s, u"model_name"_s, {u"title"_s, u"model-index.name"_s, u"model_id"_s, u"card_name"_s}));
    putJson(package, u"ai_informationAboutApplication"_s, m_draft.borrow(u"intendedUses"_s, u"text"_s, {u"use_case"_s, u"purpose"_s}));
    putJson(package, u"ai_limitation"_s, m_draft.borrow(u"limitations"_s, u"text"_s, {u"limitation"_s}));
    writeRules(m_draft, spdxPackageRules(), package);
    for (const QString &member : {u"ai_hyperparameter"_s, u"ai_metric"_s, u"ai_metricDecisionThreshold"_s}) {
        QJsonArray entries = package.value(member).toArray();
        for (qsizetype i = 0; i < entries.size(); ++i) {
            QJsonObject entry = entries[i].toObject();
            entry.insert(u"type"_s, u"DictionaryEntry"_s);
            entries[i] = entry;
        }
        putJson(package, member, entries);
    }
    if (!package.contains(u"name"_s))
        return Error{Error::Code::Invalid, QCoreApplication::translate("CardExport", "The card does not name its model; an SPDX package needs a name."), {}, false,
                     {{u"/sections/identity"_s, QCoreApplication::translate("CardExport", "No name.")}}};
    parties(package), dates(package), words(package), links(package);
    putJson(package, u"ai_energyConsumption"_s, spdxEnergy(m_draft));
    licences(), ancestors(), datasets();
    QJsonArray properties;
    for (const CardContent::Group &property : m_draft.takeGroups(u"compliance"_s, u"property"_s))
        properties.append(QJsonObject{{u"type"_s, u"extension_CdxPropertyEntry"_s}, {u"extension_cdxPropName"_s, property.value(u"name")}, {u"extension_cdxPropValue"_s, property.value(u"value")}});
    for (const auto &[name, value] : writeExtension(m_draft))
        properties.append(QJsonObject{{u"type"_s, u"extension_CdxPropertyEntry"_s}, {u"extension_cdxPropName"_s, name}, {u"extension_cdxPropValue"_s, value}});
    if (!properties.isEmpty())
        package.insert(u"extension"_s, QJsonArray{QJsonObject{{u"type"_s, u"extension_CdxPropertiesExtension"_s}, {u"extension_cdxProperty"_s, properties}}});
    const QString author = m_base + u"#countersign"_s, document = m_base + u"#document"_s;
    add(package, u"ai_AIPackage"_s, m_package);
    add({{u"name"_s, u"Countersign "_s + QStringLiteral(COUNTERSIGN_VERSION)}}, u"SoftwareAgent"_s, author);
    add({{u"profileConformance"_s, QJsonArray{u"core"_s, u"software"_s, u"simpleLicensing"_s, u"ai"_s, u"dataset"_s, u"extension"_s}},
         {u"rootElement"_s, QJsonArray{m_package}}}, u"SpdxDocument"_s, document);
    m_graph.prepend(QJsonObject{{u"type"_s, u"CreationInfo"_s}, {u"@id"_s, creation}, {u"specVersion"_s, u"3.0.1"_s}, {u"created"_s, created}, {u"createdBy"_s, QJsonArray{author}}});
    return QJsonObject{{u"@context"_s, u"https://spdx.org/rdf/3.0.1/spdx-context.jsonld"_s}, {u"@graph"_s, m_graph}};
}

} // namespace

Result<QByteArray> writeSpdx(CardDraft &draft, const CardFacts &facts)
{
    QJsonArray hashed;
    for (const CardContent::Section &section : draft.rest())
        hashed.append(section.id + section.text + section.value(u"model_name") + section.value(u"version"));
    const QString base = u"urn:countersign:card:"_s + sha256Hex(toJson(hashed)).left(32);
    const QString created = facts.exportedAt.isValid() ? facts.exportedAt.toUTC().toString(u"yyyy-MM-dd'T'HH:mm:ss'Z'"_s) : u"1970-01-01T00:00:00Z"_s;
    const Result<QJsonObject> document = SpdxWriter(draft, base).write(created);
    if (!document)
        return document.error();
    return prettyJson(*document);
}

} // namespace countersign
