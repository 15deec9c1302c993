// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/evaluationreport.h"

#include "domain/strictobject.h"

namespace countersign {

using namespace Qt::StringLiterals;

bool CardContent::Section::filled() const
{
    return !text.trimmed().isEmpty()
        || std::any_of(fields.begin(), fields.end(), [](const Field &field) { return !field.value.trimmed().isEmpty(); });
}

const QList<CardSectionInfo> &cardSections()
{
    static const QList<CardSectionInfo> sections{
        {u"identity"_s, u"Identity"_s},
        {u"owners"_s, u"Owners and contact"_s},
        {u"licence"_s, u"Licence and terms"_s},
        {u"lineage"_s, u"Lineage"_s},
        {u"architecture"_s, u"Architecture, inputs and outputs"_s},
        {u"trainingData"_s, u"Training data"_s},
        {u"trainingProcedure"_s, u"Training procedure"_s},
        {u"intendedUses"_s, u"Intended uses and users"_s},
        {u"outOfScope"_s, u"Out of scope and restrictions"_s},
        {u"evaluationData"_s, u"Evaluation data"_s},
        {u"evaluationResults"_s, u"Evaluation results"_s},
        {u"decisionThresholds"_s, u"Decision thresholds"_s},
        {u"limitations"_s, u"Limitations and trade-offs"_s},
        {u"fairness"_s, u"Fairness and bias"_s},
        {u"safety"_s, u"Safety and risk rating"_s},
        {u"privacy"_s, u"Privacy and sensitive data"_s},
        {u"explainability"_s, u"Explainability"_s},
        {u"humanOversight"_s, u"Human oversight and autonomy"_s},
        {u"environmental"_s, u"Environmental impact"_s},
        {u"businessContext"_s, u"Business context"_s},
        {u"compliance"_s, u"Compliance and standards"_s},
        {u"approval"_s, u"Approval state and history"_s},
        {u"references"_s, u"References, citation and glossary"_s},
        {u"artifacts"_s, u"Artifacts and hashes"_s},
    };
    return sections;
}

QJsonObject CardContent::toJson() const
{
    QJsonArray written;
    for (const Section &section : sections) {
        QJsonArray fields;
        for (const Field &field : section.fields)
            fields.append(QJsonObject{{u"id"_s, field.id}, {u"label"_s, field.label}, {u"value"_s, field.value}});
        written.append(QJsonObject{{u"id"_s, section.id},
                                   {u"title"_s, section.title},
                                   {u"fields"_s, fields},
                                   {u"text"_s, section.text},
                                   {u"foundUnder"_s, section.foundUnder}});
    }
    QJsonArray warned;
    for (const auto &warning : warnings)
        warned.append(QJsonObject{{u"code"_s, warning.code}, {u"message"_s, warning.message}, {u"pointer"_s, warning.pointer}});
    return {{u"kind"_s, u"card"_s},
            {u"format"_s, format},
            {u"sections"_s, written},
            {u"missing"_s, QJsonArray::fromStringList(missing)},
            {u"warnings"_s, warned},
            {u"raw"_s, QJsonObject{{u"digest"_s, rawDigest}, {u"bytes"_s, rawBytes}}}};
}

namespace {

CardContent::Section readSection(const QJsonValue &json, const QString &pointer, QList<FieldError> &errors)
{
    StrictObject in(json, pointer, errors);
    CardContent::Section out;
    out.id = in.text(u"id"_s);
    out.title = in.text(u"title"_s);
    in.each(u"fields"_s, [&](const QJsonValue &value, const QString &at) {
        StrictObject field(value, at, errors);
        out.fields.append({field.text(u"id"_s), field.text(u"label"_s), field.text(u"value"_s)});
        field.finish();
    });
    out.text = in.text(u"text"_s);
    out.foundUnder = in.text(u"foundUnder"_s);
    in.finish();
    return out;
}

} // namespace

Result<CardContent> CardContent::fromJson(const QJsonObject &json)
{
    QList<FieldError> errors;
    StrictObject in(json, {}, errors);
    CardContent out;
    if (in.text(u"kind"_s) != u"card")
        in.wrong(in.at(u"kind"_s), "“card”");
    out.format = in.text(u"format"_s);
    in.each(u"sections"_s, [&](const QJsonValue &value, const QString &at) { out.sections.append(readSection(value, at, errors)); });
    out.missing = in.texts(u"missing"_s);
    in.each(u"warnings"_s, [&](const QJsonValue &value, const QString &at) {
        StrictObject warning(value, at, errors);
        out.warnings.append({warning.text(u"code"_s), warning.text(u"message"_s), warning.text(u"pointer"_s)});
        warning.finish();
    });
    StrictObject raw = in.nested(u"raw"_s);
    out.rawDigest = raw.text(u"digest"_s);
    out.rawBytes = raw.integer(u"bytes"_s).value_or(0);
    raw.finish();
    in.finish();
    if (!errors.isEmpty())
        return Error{Error::Code::Invalid, u"This is not a normalised model card."_s, {}, false, errors};
    return out;
}

} // namespace countersign
