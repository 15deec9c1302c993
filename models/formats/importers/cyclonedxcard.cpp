// SPDX-License-Identifier: GPL-3.0-or-later
// CycloneDX 1.5 to 1.7 in JSON: the component that is a machine-learning model, with its model card. The components are
// read one by one, so a bill of materials of any length needs no more memory than its largest component.
#include "formats/cards/cardtables.h"
#include "formats/cards/cardwriters.h"
#include "formats/textfile.h"

#include <QCoreApplication>
#include <QHash>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;

namespace {

constexpr QLatin1StringView cycloneDxId{"cyclonedx-ml-bom"};
constexpr qsizetype mostModels = 200, mostDatasets = 2000;

QString cdxTr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// What of a bill of materials concerns a model.
struct Bill
{
    QString specVersion;
    QJsonObject metadata;
    struct Found
    {
        QJsonObject component;
        QString pointer;
    };
    QList<Found> models;
    QHash<QString, Found> data; // by bom-ref
    qint64 others = 0, modelCount = 0;
    bool cycloneDx = false;
};

class BillReader
{
public:
    BillReader(const ImportInput &input, WarningList &warnings) : m_json(input.device, cardJsonOptions(input)), m_warnings(warnings) {}

    Result<Bill> read()
    {
        if (m_json.next() != Event::StartObject)
            return failed();
        while (m_json.next() == Event::Key) {
            if (const Result<void> done = member(m_json.key()); !done)
                return done.error();
        }
        if (m_json.event() != Event::EndObject || m_json.next() != Event::EndDocument)
            return failed();
        return std::move(m_bill);
    }

private:
    Error failed() const
    {
        return m_json.event() == Event::Failed ? m_json.error()
                                               : Error{Error::Code::Invalid, cdxTr("A bill of materials is a JSON object."), {}, false, {{QString(), cdxTr("This must be an object.")}}};
    }

    Result<void> member(const QString &key)
    {
        if (key == u"components")
            return components();
        const bool wanted = key == u"bomFormat" || key == u"specFormat" || key == u"specVersion" || key == u"metadata";
        if (!wanted) {
            if (!m_json.skipValue())
                return m_json.error();
            return {};
        }
        const Result<QJsonValue> value = readCardValue(m_json, m_warnings);
        if (!value)
            return value.error();
        if (key == u"specVersion")
            m_bill.specVersion = cardScalar(*value);
        else if (key == u"metadata")
            m_bill.metadata = value->toObject();
        else
            m_bill.cycloneDx = value->toString() == u"CycloneDX";
        return {};
    }

    Result<void> components()
    {
        if (m_json.next() != Event::StartArray) {
            if (m_json.event() == Event::Failed || !m_json.skipValue())
                return m_json.error();
            m_warnings.add(u"wrongType"_s, cdxTr("This is not a list and was left out."), u"/components"_s);
            return {};
        }
        while (m_json.next() != Event::EndArray) {
            const QString pointer = m_json.pointer();
            const Result<QJsonValue> value = readCardValue(m_json, m_warnings);
            if (!value)
                return value.error();
            take(value->toObject(), pointer);
        }
        return {};
    }

    void take(const QJsonObject &component, const QString &pointer)
    {
        const QString type = component.value(u"type").toString();
        if (type == u"machine-learning-model") {
            ++m_bill.modelCount;
            if (m_bill.models.size() < mostModels)
                m_bill.models.append({component, pointer});
        } else if (type == u"data" && m_bill.data.size() < mostDatasets) {
            m_bill.data.insert(component.value(u"bom-ref").toString(), {component, pointer});
        } else {
            ++m_bill.others;
        }
    }

    JsonReader m_json;
    WarningList &m_warnings;
    Bill m_bill;
};

void addPerson(CardMaker &out, const QString &role, CardSource &person)
{
    CardEntries entries{{u"role"_s, role}, {u"name"_s, person.takeText(u"name"_s)}, {u"email"_s, person.takeText(u"email"_s)},
                        {u"phone"_s, person.takeText(u"phone"_s)}};
    for (const QString &url : person.takeTexts(u"url"_s))
        entries.append({u"url"_s, url});
    for (const QString &part : {u"country"_s, u"region"_s, u"locality"_s, u"postOfficeBoxNumber"_s, u"postalCode"_s, u"streetAddress"_s})
        entries.append({u"address:"_s + part, person.takeText(u"address/"_s + part)});
    person.take(u"bom-ref"_s);
    const bool says = std::any_of(entries.begin() + 1, entries.end(), [](const auto &entry) { return !entry.second.isEmpty(); });
    if (says)
        out.addGroup(u"owners"_s, u"party"_s, entries);
    for (CardSource &contact : person.takeObjects(u"contact"_s))
        addPerson(out, role + u" contact"_s, contact), contact.finish();
}

void readPeople(CardSource &component, CardMaker &out)
{
    for (const QString &role : {u"supplier"_s, u"manufacturer"_s}) {
        for (CardSource &person : component.takeObjects(role))
            addPerson(out, role, person), person.finish();
    }
    for (CardSource &person : component.takeObjects(u"authors"_s))
        addPerson(out, u"author"_s, person), person.finish();
    for (const QString &role : {u"author"_s, u"publisher"_s}) {
        if (const QString name = component.takeText(role); !name.isEmpty())
            out.addGroup(u"owners"_s, u"party"_s, {{u"role"_s, role}, {u"name"_s, name}});
    }
}

void readLicences(CardSource &component, CardMaker &out)
{
    for (CardSource &choice : component.takeObjects(u"licenses"_s)) {
        out.addField(u"licence"_s, u"license"_s, choice.takeText(u"expression"_s));
        out.addField(u"licence"_s, u"license"_s, choice.takeText(u"license/id"_s));
        const CardEntries entries{{u"name"_s, choice.takeText(u"license/name"_s)}, {u"url"_s, choice.takeText(u"license/url"_s)},
                                  {u"text"_s, choice.takeText(u"license/text/content"_s)}};
        choice.take(u"license/bom-ref"_s), choice.take(u"license/acknowledgement"_s), choice.take(u"acknowledgement"_s), choice.take(u"bom-ref"_s);
        choice.take(u"license/text/contentType"_s);
        // A name alone is what an identifier that SPDX does not list is written as.
        if (entries[1].second.isEmpty() && entries[2].second.isEmpty())
            out.addField(u"licence"_s, u"license"_s, entries[0].second);
        else
            out.addGroup(u"licence"_s, u"licence"_s, entries);
        choice.finish();
    }
}

void readOrigin(CardSource &component, CardMaker &out)
{
    for (CardSource &hash : component.takeObjects(u"hashes"_s)) {
        out.addGroup(u"artifacts"_s, u"hash"_s, {{u"alg"_s, plainAlgorithm(hash.takeText(u"alg"_s))}, {u"content"_s, hash.takeText(u"content"_s)}});
        hash.finish();
    }
    for (CardSource &ancestor : component.takeObjects(u"pedigree/ancestors"_s)) {
        ancestor.take(u"type"_s), ancestor.take(u"bom-ref"_s);
        out.addGroup(u"lineage"_s, u"ancestor"_s,
                     readEntries(ancestor, {{"name", "name"}, {"version", "version"}, {"group", "group"}, {"purl", "purl"}, {"description", "description"}}));
        ancestor.finish();
    }
}

void readLinks(CardSource &component, CardMaker &out)
{
    for (CardSource &link : component.takeObjects(u"externalReferences"_s)) {
        out.addGroup(u"references"_s, u"link"_s,
                     {{u"type"_s, link.takeText(u"type"_s)}, {u"url"_s, link.takeText(u"url"_s)}, {u"comment"_s, link.takeText(u"comment"_s)}});
        link.finish();
    }
    if (const QStringList tags = component.takeTexts(u"tags"_s); !tags.isEmpty())
        out.addField(u"identity"_s, u"tags"_s, tags.join(u", "_s));
    for (CardSource &property : component.takeObjects(u"properties"_s)) {
        out.addGroup(u"identity"_s, u"property"_s, {{u"name"_s, property.takeText(u"name"_s)}, {u"value"_s, property.takeText(u"value"_s)}});
        property.finish();
    }
}

void readGovernance(CardSource &data, CardEntries &entries)
{
    for (const auto &[member, entry] : {std::pair{u"custodians"_s, u"custodian"_s}, {u"stewards"_s, u"steward"_s}, {u"owners"_s, u"data_owner"_s}}) {
        for (CardSource &party : data.takeObjects(u"governance/"_s + member)) {
            entries.append({entry, party.takeText(u"organization/name"_s)});
            entries.append({entry + u"_contact"_s, party.takeText(u"contact/name"_s)});
            entries.append({entry + u"_email"_s, party.takeText(u"contact/email"_s)});
            party.finish();
        }
    }
}

void readDataset(CardSource &data, CardMaker &out)
{
    CardEntries entries = readEntries(data, cycloneDxDataset());
    entries.removeIf([](const auto &entry) { return entry.first == u"data_type" && entry.second == u"dataset"; }); // what is meant anyway
    QString section = u"trainingData"_s;
    QList<CardSource> properties = data.takeObjects(u"contents/properties"_s);
    for (CardSource &property : properties) {
        const QString name = property.takeText(u"name"_s), value = property.takeText(u"value"_s);
        if (name == u"countersign:use")
            section = value == u"evaluation" ? u"evaluationData"_s : section;
        else
            entries.append({u"property:"_s + name, value});
        property.finish();
    }
    readGovernance(data, entries);
    data.take(u"bom-ref"_s);
    for (const auto &[id, value] : std::as_const(entries)) {
        if (id == u"sensitive" && section == u"trainingData")
            out.addField(u"privacy"_s, u"sensitive"_s, value);
    }
    out.addGroup(section, u"dataset"_s, entries);
    readGraphics(data, u"graphics"_s, section, out);
    data.finish();
}

void readDatasets(CardSource &card, const Bill &bill, CardMaker &out)
{
    for (CardSource &data : card.takeObjects(u"modelParameters/datasets"_s, u"ref"_s)) {
        const QString ref = data.takeText(u"ref"_s);
        if (ref.isEmpty()) {
            readDataset(data, out);
        } else if (const auto found = bill.data.find(ref); found != bill.data.end()) {
            CardSource component(found->component, found->pointer, out.warnings);
            QList<CardSource> inner = component.takeObjects(u"data"_s);
            for (CardSource &one : inner)
                readDataset(one, out);
            if (inner.isEmpty())
                out.addGroup(u"trainingData"_s, u"dataset"_s,
                             {{u"name"_s, component.takeText(u"name"_s)}, {u"version"_s, component.takeText(u"version"_s)},
                              {u"description"_s, component.takeText(u"description"_s)}});
        } else {
            out.warnings.add(u"notFound"_s, cdxTr("A dataset is referred to that the file does not hold."), data.at(u"ref"_s));
            out.addGroup(u"trainingData"_s, u"dataset"_s, {{u"ref"_s, ref}});
        }
    }
}

void readEnergy(CardSource &card, CardMaker &out)
{
    const QString base = u"considerations/environmentalConsiderations/"_s;
    qsizetype number = 0;
    for (CardSource &energy : card.takeObjects(base + u"energyConsumptions"_s)) {
        const QString place = QString::number(++number);
        out.addGroup(u"environmental"_s, u"energy"_s,
                     {{u"activity"_s, energy.takeText(u"activity"_s)}, {u"quantity"_s, energy.takeText(u"activityEnergyCost/value"_s)},
                      {u"unit"_s, energy.takeText(u"activityEnergyCost/unit"_s)}, {u"co2"_s, energy.takeText(u"co2CostEquivalent/value"_s)},
                      {u"co2_unit"_s, energy.takeText(u"co2CostEquivalent/unit"_s)}, {u"co2_offset"_s, energy.takeText(u"co2CostOffset/value"_s)},
                      {u"co2_offset_unit"_s, energy.takeText(u"co2CostOffset/unit"_s)}});
        for (CardSource &from : energy.takeObjects(u"energyProviders"_s)) {
            CardEntries entries{{u"of"_s, place}, {u"name"_s, from.takeText(u"organization/name"_s)}, {u"description"_s, from.takeText(u"description"_s)},
                                {u"energy_source"_s, from.takeText(u"energySource"_s)}, {u"quantity"_s, from.takeText(u"energyProvided/value"_s)},
                                {u"unit"_s, from.takeText(u"energyProvided/unit"_s)}};
            for (const QString &part : {u"country"_s, u"region"_s, u"locality"_s})
                entries.append({part, from.takeText(u"organization/address/"_s + part)});
            from.take(u"bom-ref"_s);
            out.addGroup(u"environmental"_s, u"energyProvider"_s, entries);
            from.finish();
        }
        energy.finish();
    }
    for (CardSource &property : card.takeObjects(base + u"properties"_s)) {
        out.addGroup(u"environmental"_s, u"property"_s, {{u"name"_s, property.takeText(u"name"_s)}, {u"value"_s, property.takeText(u"value"_s)}});
        property.finish();
    }
}

void readModelCard(CardSource &component, const Bill &bill, CardMaker &out)
{
    const QJsonValue value = component.take(u"modelCard"_s);
    if (!value.isObject()) {
        out.warnings.add(u"noModelCard"_s, cdxTr("The model has no model card in this file; only what its component says was read."), component.at({}));
        return;
    }
    CardSource card(value.toObject(), component.at(u"modelCard"_s), out.warnings);
    card.take(u"bom-ref"_s);
    readRules(card, cycloneDxModelCardRules(), out);
    readDatasets(card, bill, out);
    readGraphics(card, u"quantitativeAnalysis/graphics"_s, u"evaluationResults"_s, out);
    readEnergy(card, out);
    for (CardSource &property : card.takeObjects(u"properties"_s)) {
        const QString name = property.takeText(u"name"_s), text = property.takeText(u"value"_s);
        if (!out.addExtension(name, text))
            out.addGroup(u"compliance"_s, u"property"_s, {{u"name"_s, name}, {u"value"_s, text}});
        property.finish();
    }
    card.finish();
}

/// The described component itself, or the first model with a card, or the first model.
qsizetype chosen(const QList<Bill::Found> &models)
{
    for (qsizetype i = 0; i < models.size(); ++i) {
        if (models[i].component.value(u"modelCard").isObject())
            return i;
    }
    return 0;
}

void nameTheOthers(const Bill &bill, qsizetype which, CardMaker &out)
{
    if (bill.models.size() < 2)
        return;
    QStringList names;
    for (const Bill::Found &model : bill.models) {
        names.append(u"“%1”"_s.arg(model.component.value(u"name").toString().left(100)));
        out.addGroup(u"identity"_s, u"modelInFile"_s,
                     {{u"name"_s, model.component.value(u"name").toString()}, {u"version"_s, model.component.value(u"version").toString()}});
    }
    out.warnings.add(u"severalModels"_s,
                     cdxTr("The file describes %1 models: %2. The card is of %3.").arg(bill.modelCount).arg(names.mid(0, 10).join(u", "_s), names[which]),
                     u"/components"_s);
}

class CycloneDxCard final : public Importer
{
public:
    QString id() const override { return cycloneDxId; }
    QString title() const override { return cdxTr("CycloneDX machine-learning bill of materials"); }

    Match probe(QByteArrayView head) const override
    {
        const QStringList members = cardMembers(head);
        return (members.contains(u"bomFormat"_s) || members.contains(u"specFormat"_s)) && probeNames(head) ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override
    {
        CardMaker out;
        Result<Bill> bill = BillReader(input, out.warnings).read();
        if (!bill)
            return bill.error();
        const QJsonObject described = bill->metadata.value(u"component").toObject();
        if (described.value(u"type").toString() == u"machine-learning-model") {
            bill->models.prepend({described, u"/metadata/component"_s});
            ++bill->modelCount;
        }
        if (bill->models.isEmpty())
            return Error{Error::Code::Invalid, cdxTr("This bill of materials holds no component of the type “machine-learning-model”."), {}, false,
                         {{u"/components"_s, cdxTr("No machine-learning model.")}}};
        if (!QStringList{u"1.5"_s, u"1.6"_s, u"1.7"_s}.contains(bill->specVersion))
            out.warnings.add(u"unknownVersion"_s, cdxTr("Version “%1” of CycloneDX is not known; what reads like 1.7 was read.").arg(bill->specVersion.left(40)),
                             u"/specVersion"_s);
        const qsizetype which = chosen(bill->models);
        CardSource component(bill->models[which].component, bill->models[which].pointer, out.warnings);
        component.take(u"type"_s), component.take(u"bom-ref"_s), component.take(u"mime-type"_s);
        readRules(component, cycloneDxComponentRules(), out);
        readPeople(component, out);
        readLicences(component, out);
        readOrigin(component, out);
        readLinks(component, out);
        readModelCard(component, *bill, out);
        component.finish();
        nameTheOthers(*bill, which, out);
        if (bill->others)
            out.warnings.add(u"leftOut"_s, cdxTr("%1 other components of the bill of materials are only in the raw file.").arg(bill->others), u"/components"_s);
        if (out.empty())
            return nothingFound(title());
        return Imported{out.finish(cycloneDxId)};
    }

private:
    static bool probeNames(QByteArrayView head) { return probeText(head).contains("CycloneDX"); }
};

} // namespace

std::unique_ptr<const Importer> cyclonedxcardImporter()
{
    return std::make_unique<CycloneDxCard>();
}

} // namespace countersign
