// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/cardtables.h"
#include "formats/cards/cardwriters.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;
using Kind = CardLoss::Kind;

namespace {

QString toolkitTr(const char *text)
{
    return QCoreApplication::translate("CardExport", text);
}

QJsonArray toolkitOwners(CardDraft &draft)
{
    QJsonArray out;
    for (const CardContent::Group &party : draft.takeGroups(u"owners"_s, u"party"_s)) {
        QStringList unsaid;
        QJsonObject owner = writeEntries(draft, u"owners"_s, party, {{"name", "name"}, {"contact", "contact"}}, unsaid);
        // A role that is not the owner's, and another way to reach them, have no place of their own.
        if (party.value(u"role") == u"owner")
            unsaid.removeAll(u"role"_s);
        for (const QString &way : {u"email"_s, u"url"_s}) {
            if (!owner.contains(u"contact"_s) && unsaid.removeAll(way)) {
                owner.insert(u"contact"_s, party.value(way));
                draft.lose(Kind::Moved, u"owners"_s, u"party/"_s + way, toolkitTr("“%1” stands as the contact.").arg(party.value(way)));
            }
        }
        if (!unsaid.isEmpty())
            draft.keep(u"owners"_s, party, unsaid);
        if (!owner.isEmpty())
            out.append(owner);
    }
    if (const QString name = draft.borrow(u"owners"_s, u"party"_s, {u"developed_by"_s, u"author"_s, u"authors"_s, u"model_creator"_s}); out.isEmpty() && !name.isEmpty())
        out.append(QJsonObject{{u"name"_s, name}});
    return out;
}

QJsonArray toolkitLicences(CardDraft &draft)
{
    QJsonArray out;
    for (const QString &licence : draft.takeFields(u"licence"_s, u"license"_s))
        out.append(QJsonObject{{u"identifier"_s, licence}});
    for (const QString &text : draft.takeFields(u"licence"_s, u"license_text"_s))
        out.append(QJsonObject{{u"custom_text"_s, text}});
    for (const CardContent::Group &licence : draft.takeGroups(u"licence"_s, u"licence"_s)) {
        QStringList said;
        for (const CardContent::Field &field : licence.fields)
            said.append(field.value);
        out.append(QJsonObject{{u"custom_text"_s, said.join(u'\n')}});
        draft.lose(Kind::Moved, u"licence"_s, u"licence"_s, toolkitTr("Name, link and text of a licence stand in one text."));
    }
    return out;
}

QJsonArray toolkitData(CardDraft &draft)
{
    QJsonArray out;
    const QStringList sensitive = draft.takeFields(u"privacy"_s, u"sensitive"_s);
    QStringList told;
    for (const QString &section : {u"trainingData"_s, u"evaluationData"_s}) {
        for (const CardContent::Group &data : draft.takeGroups(section, u"dataset"_s)) {
            QStringList unsaid;
            const QJsonObject object = writeEntries(draft, section, data, modelCardToolkitData(), unsaid);
            if (!unsaid.isEmpty())
                draft.keep(section, data, unsaid);
            if (!object.isEmpty())
                out.append(object);
            for (const CardContent::Field &field : data.fields) {
                if (field.id == u"sensitive")
                    told.append(field.value);
            }
            if (section == u"evaluationData")
                draft.lose(Kind::Moved, section, u"dataset"_s, toolkitTr("Training and evaluation data stand in one list; only a name tells them apart."));
        }
    }
    for (const QString &one : sensitive) {
        if (!told.removeOne(one))
            draft.keepField(u"privacy"_s, u"sensitive"_s, one);
    }
    if (out.isEmpty()) {
        const QString names = draft.borrow(u"trainingData"_s, u"dataset"_s, {u"datasets"_s});
        for (const QString &name : names.split(u", "_s, Qt::SkipEmptyParts))
            out.append(QJsonObject{{u"name"_s, name}});
    }
    return out;
}

/// Thresholds stand with the metrics, where there is one they belong to.
void toolkitThresholds(CardDraft &draft, QJsonObject &card)
{
    QJsonObject analysis = card.value(u"quantitative_analysis").toObject();
    QJsonArray metrics = analysis.value(u"performance_metrics").toArray();
    for (const CardContent::Group &threshold : draft.takeGroups(u"decisionThresholds"_s, u"threshold"_s)) {
        bool placed = false;
        for (qsizetype i = 0; i < metrics.size() && !placed; ++i) {
            QJsonObject metric = metrics[i].toObject();
            const bool same = metric.value(u"type").toString() == threshold.value(u"type") && metric.value(u"slice").toString() == threshold.value(u"slice");
            const QString has = metric.value(u"threshold").toString();
            placed = same && (has.isEmpty() || has == threshold.value(u"value"));
            if (placed)
                metric.insert(u"threshold"_s, threshold.value(u"value")), metrics[i] = metric;
        }
        if (!placed)
            draft.keep(u"decisionThresholds"_s, threshold, {u"value"_s});
    }
    putJson(card, u"quantitative_analysis/performance_metrics"_s, metrics);
}

} // namespace

Result<QByteArray> writeModelCardToolkit(CardDraft &draft, const CardFacts &)
{
    QJsonObject card{{u"schema_version"_s, u"0.0.2"_s}};
    putJson(card, u"model_details/name"_s, draft.borrow(u"identity"_s, u"model_name"_s, {u"title"_s, u"model-index.name"_s}));
    putJson(card, u"model_details/overview"_s, draft.borrow(u"identity"_s, u"text"_s, {u"summary"_s, u"comment"_s}));
    putJson(card, u"model_parameters/model_architecture"_s, draft.borrow(u"architecture"_s, u"model_architecture"_s, {u"text"_s, u"architecture_family"_s}));
    const auto listed = [&](const QString &path, const QString &section, const QString &id, const QStringList &candidates) {
        if (const QString text = draft.borrow(section, id, candidates); !text.isEmpty())
            putJson(card, path, QJsonArray{QJsonObject{{u"description"_s, text}}});
    };
    listed(u"considerations/use_cases"_s, u"intendedUses"_s, u"use_case"_s, {u"text"_s, u"purpose"_s});
    listed(u"considerations/limitations"_s, u"limitations"_s, u"limitation"_s, {u"text"_s});
    QJsonArray risks;
    if (const QString text = draft.text(u"fairness"_s); !text.isEmpty()) {
        draft.takeText(u"fairness"_s);
        risks.append(QJsonObject{{u"name"_s, text}});
        draft.lose(Kind::Moved, u"fairness"_s, u"text"_s, toolkitTr("The text stands as an ethical consideration."));
    }
    writeRules(draft, modelCardToolkitRules(), card);
    for (const QJsonValue &risk : card.value(u"considerations")[u"ethical_considerations"].toArray())
        risks.append(risk);
    putJson(card, u"considerations/ethical_considerations"_s, risks);
    putJson(card, u"model_details/owners"_s, toolkitOwners(draft));
    putJson(card, u"model_details/licenses"_s, toolkitLicences(draft));
    putJson(card, u"model_parameters/data"_s, toolkitData(draft));
    toolkitThresholds(draft, card);
    return prettyJson(card);
}

} // namespace countersign
