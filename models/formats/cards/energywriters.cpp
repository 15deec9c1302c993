// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/energywriters.h"

#include "formats/cards/cardrules.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

class EnergyWriter
{
public:
    explicit EnergyWriter(CardDraft &draft) : m_draft(draft), m_providers(draft.takeGroups(u"environmental"_s, u"energyProvider"_s)) {}

    QJsonArray write()
    {
        static const QStringList activities{u"design"_s, u"data-collection"_s, u"data-preparation"_s, u"training"_s, u"fine-tuning"_s,
                                            u"validation"_s, u"deployment"_s, u"inference"_s, u"other"_s};
        QJsonArray out;
        QList<CardContent::Group> kept;
        qsizetype number = 0;
        for (const CardContent::Group &energy : m_draft.takeGroups(u"environmental"_s, u"energy"_s)) {
            const QString place = QString::number(++number);
            const QJsonValue quantity = jsonNumber(energy.value(u"quantity"));
            const bool sayable = activities.contains(energy.value(u"activity")) && quantity.isDouble() && energy.value(u"unit") == u"kWh" && kept.isEmpty();
            if (!sayable) {
                kept.append(energy);
                continue;
            }
            QJsonObject one{{u"activity"_s, energy.value(u"activity")},
                            {u"activityEnergyCost"_s, QJsonObject{{u"value"_s, quantity}, {u"unit"_s, u"kWh"_s}}},
                            {u"energyProviders"_s, providers(place)}};
            QStringList unsaid;
            if (cardScalar(quantity) != energy.value(u"quantity"))
                unsaid.append(u"quantity"_s); // spelled in another way
            for (const auto &[entry, member] : {std::pair{u"co2"_s, u"co2CostEquivalent"_s}, {u"co2_offset"_s, u"co2CostOffset"_s}}) {
                const QJsonValue co2 = jsonNumber(energy.value(entry));
                if (co2.isDouble() && energy.value(entry + u"_unit"_s) == u"tCO2eq")
                    one.insert(member, QJsonObject{{u"value"_s, co2}, {u"unit"_s, u"tCO2eq"_s}});
                else if (!energy.value(entry).isEmpty())
                    unsaid.append(entry);
            }
            if (!unsaid.isEmpty())
                m_draft.keep(u"environmental"_s, energy, unsaid);
            out.append(one);
        }
        // From the first that cannot be said on, so that the providers' numbers still count right.
        for (const CardContent::Group &energy : std::as_const(kept))
            m_draft.keep(u"environmental"_s, energy, {});
        for (const CardContent::Group &provider : std::as_const(m_providers))
            m_draft.keep(u"environmental"_s, provider, {});
        return out;
    }

private:
    QJsonArray providers(const QString &place)
    {
        static const QStringList sources{u"coal"_s, u"oil"_s, u"natural-gas"_s, u"nuclear"_s, u"wind"_s, u"solar"_s, u"geothermal"_s,
                                         u"hydropower"_s, u"biofuel"_s, u"unknown"_s, u"other"_s};
        QJsonArray out;
        QList<CardContent::Group> left;
        for (const CardContent::Group &provider : std::as_const(m_providers)) {
            const QJsonValue quantity = jsonNumber(provider.value(u"quantity"));
            if (provider.value(u"of") != place || !sources.contains(provider.value(u"energy_source")) || !quantity.isDouble() || provider.value(u"unit") != u"kWh") {
                left.append(provider);
                continue;
            }
            QJsonObject organised;
            putJson(organised, u"name"_s, provider.value(u"name"));
            for (const QString &part : {u"country"_s, u"region"_s, u"locality"_s})
                putJson(organised, u"address/"_s + part, provider.value(part));
            QJsonObject one{{u"organization"_s, organised}, {u"energySource"_s, provider.value(u"energy_source")},
                            {u"energyProvided"_s, QJsonObject{{u"value"_s, quantity}, {u"unit"_s, u"kWh"_s}}}};
            putJson(one, u"description"_s, provider.value(u"description"));
            out.append(one);
        }
        m_providers = left;
        return out;
    }

    CardDraft &m_draft;
    QList<CardContent::Group> m_providers;
};

} // namespace

QJsonArray cycloneDxEnergy(CardDraft &draft)
{
    return EnergyWriter(draft).write();
}

QJsonObject spdxEnergy(CardDraft &draft)
{
    QHash<QString, QJsonArray> members;
    for (const CardContent::Group &one : draft.takeGroups(u"environmental"_s, u"energy"_s)) {
        const QString activity = one.value(u"activity"), unit = one.value(u"unit");
        const QString member = activity == u"training"      ? u"ai_trainingEnergyConsumption"_s
                               : activity == u"fine-tuning" ? u"ai_finetuningEnergyConsumption"_s
                               : activity == u"inference"   ? u"ai_inferenceEnergyConsumption"_s
                                                            : QString();
        const QString spelled = unit == u"kWh" ? u"kilowattHour"_s : unit == u"MJ" ? u"megajoule"_s : unit == u"other" ? unit : QString();
        if (member.isEmpty() || spelled.isEmpty() || !jsonNumber(one.value(u"quantity")).isDouble()) {
            draft.keep(u"environmental"_s, one, {});
            continue;
        }
        members[member].append(QJsonObject{{u"type"_s, u"ai_EnergyConsumptionDescription"_s}, {u"ai_energyQuantity"_s, one.value(u"quantity")}, {u"ai_energyUnit"_s, spelled}});
        QStringList unsaid;
        for (const CardContent::Field &field : one.fields) {
            if (!QStringList{u"activity"_s, u"quantity"_s, u"unit"_s}.contains(field.id))
                unsaid.append(field.id);
        }
        if (!unsaid.isEmpty())
            draft.keep(u"environmental"_s, one, unsaid);
    }
    if (members.isEmpty())
        return {};
    QJsonObject all{{u"type"_s, u"ai_EnergyConsumption"_s}};
    for (auto it = members.begin(); it != members.end(); ++it)
        all.insert(it.key(), it.value());
    return all;
}

} // namespace countersign
