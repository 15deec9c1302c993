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

bool among(const QString &text, const QStringList &words)
{
    return words.contains(text);
}

QStringList valuesOf(const CardContent::Group &group, const QString &id)
{
    QStringList out;
    for (const CardContent::Field &field : group.fields) {
        if (field.id == id)
            out.append(field.value);
    }
    return out;
}

QJsonObject organisation(const CardContent::Group &party)
{
    QJsonObject out;
    putJson(out, u"name"_s, party.value(u"name"));
    putJson(out, u"url"_s, jsonTexts(valuesOf(party, u"url"_s)));
    for (const CardContent::Field &field : party.fields) {
        if (field.id.startsWith(u"address:"))
            putJson(out, u"address/"_s + field.id.sliced(8), field.value);
    }
    return out;
}

QJsonObject personOf(const CardContent::Group &party)
{
    QJsonObject out;
    for (const QString &id : {u"name"_s, u"email"_s, u"phone"_s})
        putJson(out, id, party.value(id));
    return out;
}

/// The entries of a party that its object does not hold.
QStringList beyond(const CardContent::Group &party, const QStringList &said)
{
    QStringList out;
    for (const CardContent::Field &field : party.fields) {
        if (field.id != u"role" && !said.contains(field.id) && !(said.contains(u"address"_s) && field.id.startsWith(u"address:")))
            out.append(field.id);
    }
    return out;
}

class PartyWriter
{
public:
    PartyWriter(CardDraft &draft, QJsonObject &component) : m_draft(draft), m_component(component) {}

    void write()
    {
        for (const CardContent::Group &party : m_draft.takeGroups(u"owners"_s, u"party"_s))
            place(party);
        putJson(m_component, u"authors"_s, m_authors);
        if (m_authors.isEmpty())
            borrowAuthor();
    }

private:
    void place(const CardContent::Group &party)
    {
        const QString role = party.value(u"role");
        QStringList unsaid;
        if ((role == u"supplier" || role == u"manufacturer") && !m_component.contains(role)) {
            m_component.insert(role, organisation(party));
            unsaid = beyond(party, {u"name"_s, u"url"_s, u"address"_s});
        } else if (role == u"author") {
            m_authors.append(personOf(party));
            unsaid = beyond(party, {u"name"_s, u"email"_s, u"phone"_s});
        } else if (role == u"publisher" && !m_component.contains(role) && !party.value(u"name").isEmpty()) {
            m_component.insert(role, party.value(u"name"));
            unsaid = beyond(party, {u"name"_s});
        } else if ((role == u"supplier contact" || role == u"manufacturer contact") && m_component.contains(role.section(u' ', 0, 0))) {
            const QString of = role.section(u' ', 0, 0);
            QJsonObject organised = m_component.value(of).toObject();
            QJsonArray contacts = organised.value(u"contact").toArray();
            contacts.append(personOf(party));
            organised.insert(u"contact"_s, contacts);
            m_component.insert(of, organised);
            unsaid = beyond(party, {u"name"_s, u"email"_s, u"phone"_s});
        } else {
            m_draft.keep(u"owners"_s, party, {u"role"_s});
            if (m_someone.isEmpty())
                m_someone = party.value(u"name");
            return;
        }
        if (!unsaid.isEmpty())
            m_draft.keep(u"owners"_s, party, unsaid);
    }

    void borrowAuthor()
    {
        for (const QString &id : {u"developed_by"_s, u"author"_s, u"authors"_s, u"model_creator"_s, u"registered_author"_s}) {
            if (m_someone.isEmpty())
                m_someone = m_draft.value(u"owners"_s, id);
        }
        if (m_someone.isEmpty())
            return;
        m_component.insert(u"authors"_s, QJsonArray{QJsonObject{{u"name"_s, m_someone}}});
        m_draft.derivedGroup(u"owners"_s, u"party"_s, {{u"role"_s, u"author"_s}, {u"name"_s, m_someone}});
    }

    CardDraft &m_draft;
    QJsonObject &m_component;
    QJsonArray m_authors;
    QString m_someone;
};

QJsonArray cdxLicences(CardDraft &draft)
{
    QJsonArray out;
    for (const QString &licence : draft.takeFields(u"licence"_s, u"license"_s)) {
        const QString id = spdxLicence(licence);
        if (!id.isEmpty() && id != licence) {
            draft.derived(u"licence"_s, u"license"_s, id);
            draft.keepField(u"licence"_s, u"license"_s, licence);
        }
        out.append(QJsonObject{{u"license"_s, QJsonObject{{id.isEmpty() ? u"name"_s : u"id"_s, id.isEmpty() ? licence : id}}}});
    }
    for (const CardContent::Group &licence : draft.takeGroups(u"licence"_s, u"licence"_s)) {
        const QString name = licence.value(u"name");
        if (name.isEmpty() || (licence.value(u"url").isEmpty() && licence.value(u"text").isEmpty())) {
            draft.keep(u"licence"_s, licence, {});
            continue;
        }
        QJsonObject one{{u"name"_s, name}};
        putJson(one, u"url"_s, licence.value(u"url"));
        putJson(one, u"text/content"_s, licence.value(u"text"));
        out.append(QJsonObject{{u"license"_s, one}});
    }
    return out;
}

QJsonArray cdxHashes(CardDraft &draft)
{
    static const QRegularExpression hex(u"^([a-fA-F0-9]{32}|[a-fA-F0-9]{40}|[a-fA-F0-9]{64}|[a-fA-F0-9]{96}|[a-fA-F0-9]{128})$"_s);
    QJsonArray out;
    for (const CardContent::Group &hash : draft.takeGroups(u"artifacts"_s, u"hash"_s)) {
        const QString algorithm = cycloneDxAlgorithm(hash.value(u"alg")), content = hash.value(u"content");
        if (algorithm.isEmpty() || !hex.match(content).hasMatch() || hash.fields.size() > 2)
            draft.keep(u"artifacts"_s, hash, {});
        else
            out.append(QJsonObject{{u"alg"_s, algorithm}, {u"content"_s, content}});
    }
    return out;
}

QJsonArray cdxAncestors(CardDraft &draft)
{
    QJsonArray out;
    for (const CardContent::Group &ancestor : draft.takeGroups(u"lineage"_s, u"ancestor"_s)) {
        QStringList unsaid;
        QJsonObject one = writeEntries(draft, u"lineage"_s, ancestor,
                                       {{"name", "name"}, {"version", "version"}, {"group", "group"}, {"purl", "purl"}, {"description", "description"}}, unsaid);
        if (!unsaid.isEmpty() || !one.contains(u"name"_s))
            draft.keep(u"lineage"_s, ancestor, unsaid);
        if (!one.contains(u"name"_s))
            continue;
        one.insert(u"type"_s, u"machine-learning-model"_s);
        out.append(one);
    }
    if (const QString base = draft.value(u"lineage"_s, u"base_model"_s); !base.isEmpty() && out.isEmpty()) {
        for (const QString &name : base.split(u", "_s, Qt::SkipEmptyParts)) {
            out.append(QJsonObject{{u"type"_s, u"machine-learning-model"_s}, {u"name"_s, name}});
            draft.derivedGroup(u"lineage"_s, u"ancestor"_s, {{u"name"_s, name}});
        }
    }
    return out;
}

QJsonArray cdxLinks(CardDraft &draft)
{
    static const QStringList types{
        u"vcs"_s, u"issue-tracker"_s, u"website"_s, u"advisories"_s, u"bom"_s, u"mailing-list"_s, u"social"_s, u"chat"_s, u"documentation"_s,
        u"support"_s, u"source-distribution"_s, u"distribution"_s, u"distribution-intake"_s, u"license"_s, u"build-meta"_s, u"build-system"_s,
        u"release-notes"_s, u"security-contact"_s, u"model-card"_s, u"log"_s, u"configuration"_s, u"evidence"_s, u"formulation"_s,
        u"attestation"_s, u"threat-model"_s, u"adversary-model"_s, u"risk-assessment"_s, u"quality-metrics"_s, u"other"_s};
    QJsonArray out;
    for (const CardContent::Group &link : draft.takeGroups(u"references"_s, u"link"_s)) {
        const QString type = link.value(u"type"), url = link.value(u"url");
        if (url.isEmpty() || !among(type, types)) {
            draft.keep(u"references"_s, link, {});
            continue;
        }
        QJsonObject one{{u"type"_s, type}, {u"url"_s, url}};
        putJson(one, u"comment"_s, link.value(u"comment"));
        out.append(one);
    }
    return out;
}

QJsonArray cdxProperties(CardDraft &draft, const QString &section)
{
    QJsonArray out;
    for (const CardContent::Group &property : draft.takeGroups(section, u"property"_s)) {
        if (property.value(u"name").isEmpty()) {
            draft.keep(section, property, {});
            continue;
        }
        QJsonObject one{{u"name"_s, property.value(u"name")}};
        putJson(one, u"value"_s, property.value(u"value"));
        out.append(one);
    }
    return out;
}

void putGovernance(const CardContent::Group &data, QJsonObject &object, QStringList &unsaid)
{
    for (const auto &[member, entry] : {std::pair{u"custodians"_s, u"custodian"_s}, {u"stewards"_s, u"steward"_s}, {u"owners"_s, u"data_owner"_s}}) {
        QJsonArray parties;
        for (const QString &name : valuesOf(data, entry))
            parties.append(QJsonObject{{u"organization"_s, QJsonObject{{u"name"_s, name}}}});
        const QStringList names = valuesOf(data, entry + u"_contact"_s), mails = valuesOf(data, entry + u"_email"_s);
        for (qsizetype i = 0; i < std::max(names.size(), mails.size()); ++i) {
            QJsonObject contact;
            putJson(contact, u"name"_s, names.value(i));
            putJson(contact, u"email"_s, mails.value(i));
            parties.append(QJsonObject{{u"contact"_s, contact}});
        }
        putJson(object, u"governance/"_s + member, parties);
        for (const QString &said : {entry, entry + u"_contact"_s, entry + u"_email"_s})
            unsaid.removeAll(said);
    }
}

QJsonArray cdxDatasets(CardDraft &draft)
{
    static const QStringList types{u"source-code"_s, u"configuration"_s, u"dataset"_s, u"definition"_s, u"other"_s};
    QJsonArray out;
    QStringList told;
    const QStringList sensitive = draft.takeFields(u"privacy"_s, u"sensitive"_s);
    for (const QString &section : {u"trainingData"_s, u"evaluationData"_s}) {
        for (const CardContent::Group &data : draft.takeGroups(section, u"dataset"_s)) {
            QStringList unsaid;
            QJsonObject object = writeEntries(draft, section, data, cycloneDxDataset(), unsaid);
            if (!among(object.value(u"type").toString(), types)) {
                if (object.contains(u"type"_s) && !unsaid.contains(u"data_type"_s))
                    unsaid.append(u"data_type"_s);
                object.insert(u"type"_s, u"dataset"_s);
            }
            putGovernance(data, object, unsaid);
            QJsonArray properties;
            if (section == u"evaluationData")
                properties.append(QJsonObject{{u"name"_s, u"countersign:use"_s}, {u"value"_s, u"evaluation"_s}});
            for (const CardContent::Field &field : data.fields) {
                if (field.id.startsWith(u"property:")) {
                    properties.append(QJsonObject{{u"name"_s, field.id.sliced(9)}, {u"value"_s, field.value}});
                    unsaid.removeAll(field.id);
                }
            }
            putJson(object, u"contents/properties"_s, properties);
            if (!unsaid.isEmpty())
                draft.keep(section, data, unsaid);
            out.append(object);
            if (section == u"trainingData")
                told += valuesOf(data, u"sensitive"_s);
        }
    }
    for (const QString &one : sensitive) {
        if (!told.removeOne(one))
            draft.keepField(u"privacy"_s, u"sensitive"_s, one);
    }
    if (out.isEmpty()) {
        const QString names = draft.value(u"trainingData"_s, u"datasets"_s);
        for (const QString &name : names.split(u", "_s, Qt::SkipEmptyParts)) {
            out.append(QJsonObject{{u"type"_s, u"dataset"_s}, {u"name"_s, name}});
            draft.derivedGroup(u"trainingData"_s, u"dataset"_s, {{u"name"_s, name}});
        }
    }
    return out;
}

QJsonObject cdxModelCard(CardDraft &draft)
{
    static const QStringList approaches{u"supervised"_s, u"unsupervised"_s, u"reinforcement-learning"_s, u"semi-supervised"_s, u"self-supervised"_s};
    QJsonObject card;
    const QString approach = draft.value(u"trainingProcedure"_s, u"approach"_s);
    const bool odd = !approach.isEmpty() && !among(approach, approaches);
    if (odd)
        draft.takeField(u"trainingProcedure"_s, u"approach"_s);
    putJson(card, u"modelParameters/task"_s, draft.borrow(u"architecture"_s, u"task"_s, {u"pipeline_tag"_s, u"algorithm_type"_s}));
    putJson(card, u"modelParameters/modelArchitecture"_s, draft.borrow(u"architecture"_s, u"model_architecture"_s, {u"architectures"_s, u"model_type"_s}));
    const auto listed = [&](const QString &path, const QString &section, const QString &id, const QStringList &candidates) {
        if (const QString text = draft.borrow(section, id, candidates); !text.isEmpty())
            putJson(card, path, QJsonArray{text});
    };
    listed(u"considerations/useCases"_s, u"intendedUses"_s, u"use_case"_s, {u"text"_s, u"purpose"_s});
    listed(u"considerations/technicalLimitations"_s, u"limitations"_s, u"limitation"_s, {u"text"_s});
    writeRules(draft, cycloneDxModelCardRules(), card);
    if (odd)
        draft.keepField(u"trainingProcedure"_s, u"approach"_s, approach);
    putJson(card, u"modelParameters/datasets"_s, cdxDatasets(draft));
    putJson(card, u"considerations/environmentalConsiderations/energyConsumptions"_s, cycloneDxEnergy(draft));
    putJson(card, u"considerations/environmentalConsiderations/properties"_s, cdxProperties(draft, u"environmental"_s));
    return card;
}

} // namespace

Result<QByteArray> writeCycloneDx(CardDraft &draft, const CardFacts &facts, const QString &specVersion)
{
    QJsonObject component{{u"type"_s, u"machine-learning-model"_s}, {u"bom-ref"_s, u"model"_s}};
    putJson(component, u"name"_s, draft.borrow(u"identity"_s, u"model_name"_s, {u"title"_s, u"model-index.name"_s, u"model_id"_s, u"card_name"_s}));
    putJson(component, u"description"_s, draft.borrow(u"identity"_s, u"text"_s, {u"summary"_s, u"comment"_s}));
    writeRules(draft, cycloneDxComponentRules(), component);
    if (!component.contains(u"name"_s))
        return Error{Error::Code::Invalid, QCoreApplication::translate("CardExport", "The card does not name its model; a component of CycloneDX needs a name."), {}, false,
                     {{u"/sections/identity"_s, QCoreApplication::translate("CardExport", "No name.")}}};
    PartyWriter(draft, component).write();
    putJson(component, u"licenses"_s, cdxLicences(draft));
    putJson(component, u"hashes"_s, cdxHashes(draft));
    putJson(component, u"pedigree/ancestors"_s, cdxAncestors(draft));
    putJson(component, u"externalReferences"_s, cdxLinks(draft));
    if (const QString tags = draft.takeField(u"identity"_s, u"tags"_s); !tags.isEmpty())
        component.insert(u"tags"_s, jsonTexts(tags.split(u", "_s, Qt::SkipEmptyParts)));
    putJson(component, u"properties"_s, cdxProperties(draft, u"identity"_s));
    QJsonObject card = cdxModelCard(draft);
    QJsonArray properties = cdxProperties(draft, u"compliance"_s);
    for (const auto &[name, value] : writeExtension(draft))
        properties.append(QJsonObject{{u"name"_s, name}, {u"value"_s, value}});
    putJson(card, u"properties"_s, properties);
    putJson(component, u"modelCard"_s, card);
    QJsonObject metadata{{u"tools"_s, QJsonObject{{u"components"_s, QJsonArray{QJsonObject{
                                          {u"type"_s, u"application"_s}, {u"name"_s, u"Countersign"_s}, {u"version"_s, QStringLiteral(COUNTERSIGN_VERSION)}}}}}}};
    if (facts.exportedAt.isValid())
        metadata.insert(u"timestamp"_s, toRfc3339(facts.exportedAt));
    // The serial number is made of the content: equal cards have equal ones.
    const QString digest = sha256Hex(toJson(component));
    const QString serial = u"urn:uuid:%1-%2-8%3-8%4-%5"_s.arg(digest.left(8), digest.mid(8, 4), digest.mid(12, 3), digest.mid(15, 3), digest.mid(18, 12));
    return prettyJson({{u"$schema"_s, u"http://cyclonedx.org/schema/bom-%1.schema.json"_s.arg(specVersion)},
                       {u"bomFormat"_s, u"CycloneDX"_s},
                       {u"specVersion"_s, specVersion},
                       {u"serialNumber"_s, serial},
                       {u"version"_s, 1},
                       {u"metadata"_s, metadata},
                       {u"components"_s, QJsonArray{component}}});
}

} // namespace countersign
