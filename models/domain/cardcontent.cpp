// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/cardcontent.h"

#include "domain/strictobject.h"

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString firstValue(const QList<CardContent::Field> &fields, QStringView id)
{
    const auto it = std::find_if(fields.begin(), fields.end(), [&](const auto &field) { return field.id == id; });
    return it == fields.end() ? QString() : it->value;
}

bool saysSomething(const QList<CardContent::Field> &fields)
{
    return std::any_of(fields.begin(), fields.end(), [](const auto &field) { return !field.value.trimmed().isEmpty(); });
}

qsizetype placeOf(QStringView id)
{
    const auto &all = allCardSections();
    return std::find_if(all.begin(), all.end(), [&](const auto &info) { return info.id == id; }) - all.begin();
}

} // namespace

QString CardContent::Group::value(QStringView id) const
{
    return firstValue(fields, id);
}

QString CardContent::Section::value(QStringView fieldId) const
{
    return firstValue(fields, fieldId);
}

bool CardContent::Section::filled() const
{
    return !text.trimmed().isEmpty() || saysSomething(fields)
        || std::any_of(groups.begin(), groups.end(), [](const Group &group) { return saysSomething(group.fields); });
}

const CardContent::Section *CardContent::section(QStringView id) const
{
    const auto it = std::find_if(sections.begin(), sections.end(), [&](const Section &section) { return section.id == id; });
    return it == sections.end() ? nullptr : &*it;
}

CardContent::Section &CardContent::sectionForWriting(const QString &id)
{
    const qsizetype place = placeOf(id);
    auto it = sections.begin();
    while (it != sections.end() && it->id != id && placeOf(it->id) < place)
        ++it;
    if (it == sections.end() || it->id != id) {
        const CardSectionInfo *info = cardSectionInfo(id);
        it = sections.insert(it, Section{id, info ? info->title : id, {}, {}, {}});
    }
    return *it;
}

void CardContent::settle()
{
    sections.removeIf([](const Section &section) { return !section.filled(); });
    missing = missingSections(*this, {u"all"_s});
}

const QList<CardSectionInfo> &cardSections()
{
    static const QList<CardSectionInfo> sections{
        {u"identity"_s, u"Identity"_s, u"1(a), 1(c)"_s},
        {u"owners"_s, u"Owners and contact"_s, u"1(a)"_s},
        {u"licence"_s, u"Licence and terms"_s},
        {u"lineage"_s, u"Lineage"_s, u"1(a), 2(a)"_s},
        {u"architecture"_s, u"Architecture, inputs and outputs"_s, u"1(c), 2(b), 2(c), 3"_s},
        {u"trainingData"_s, u"Training data"_s, u"2(d)"_s},
        {u"trainingProcedure"_s, u"Training procedure"_s, u"2(a), 2(b)"_s},
        {u"intendedUses"_s, u"Intended uses and users"_s, u"1(a), 3"_s},
        {u"outOfScope"_s, u"Out of scope and restrictions"_s, u"3"_s},
        {u"evaluationData"_s, u"Evaluation data"_s, u"2(d), 2(g)"_s},
        {u"evaluationResults"_s, u"Evaluation results"_s, u"2(g), 3, 4"_s},
        {u"decisionThresholds"_s, u"Decision thresholds"_s, u"4"_s},
        {u"limitations"_s, u"Limitations and trade-offs"_s, u"2(b), 3"_s},
        {u"fairness"_s, u"Fairness and bias"_s, u"2(g), 3"_s},
        {u"safety"_s, u"Safety and risk rating"_s, u"3, 5"_s},
        {u"privacy"_s, u"Privacy and sensitive data"_s, u"2(d)"_s},
        {u"explainability"_s, u"Explainability"_s, u"2(e)"_s},
        {u"humanOversight"_s, u"Human oversight and autonomy"_s, u"2(e), 3"_s},
        {u"environmental"_s, u"Environmental impact"_s, u"2(c)"_s},
        {u"businessContext"_s, u"Business context"_s},
        {u"compliance"_s, u"Compliance and standards"_s, u"7, 8"_s},
        {u"approval"_s, u"Approval state and history"_s},
        {u"references"_s, u"References, citation and glossary"_s},
        {u"artifacts"_s, u"Artifacts and hashes"_s, u"1(d)"_s},
    };
    return sections;
}

const QList<CardSectionInfo> &allCardSections()
{
    static const QList<CardSectionInfo> sections = cardSections()
        + QList<CardSectionInfo>{
            {u"deployment"_s, u"Deployment and instructions for use"_s, u"1(b), 1(d), 1(e), 1(g), 1(h)"_s},
            {u"cybersecurity"_s, u"Cybersecurity"_s, u"2(h)"_s},
            {u"riskManagement"_s, u"Risk management"_s, u"5"_s},
            {u"lifecycle"_s, u"Changes through the lifecycle"_s, u"2(f), 6"_s},
            {u"monitoring"_s, u"Monitoring after release"_s, u"3, 9"_s},
        };
    return sections;
}

const CardSectionInfo *cardSectionInfo(QStringView id)
{
    const qsizetype place = placeOf(id);
    return place < allCardSections().size() ? &allCardSections().at(place) : nullptr;
}

QStringList missingSections(const CardContent &card, const QStringList &required)
{
    QSet<QString> wanted(required.begin(), required.end());
    for (const CardSectionInfo &info : cardSections()) {
        if (wanted.contains(u"all"_s))
            wanted.insert(info.id);
    }
    const bool annex = wanted.contains(u"annexIV"_s);
    wanted -= {u"all"_s, u"annexIV"_s};
    QStringList out;
    for (const CardSectionInfo &info : allCardSections()) {
        const bool asked = wanted.remove(info.id) || (annex && !info.annex.isEmpty());
        const CardContent::Section *section = card.section(info.id);
        if (asked && !(section && section->filled()))
            out.append(info.id);
    }
    QStringList unknown(wanted.begin(), wanted.end());
    unknown.sort();
    return out + unknown;
}

namespace {

QJsonArray writtenFields(const QList<CardContent::Field> &fields)
{
    QJsonArray out;
    for (const CardContent::Field &field : fields) {
        QJsonObject one{{u"id"_s, field.id}, {u"label"_s, field.label}, {u"value"_s, field.value}};
        if (!field.source.isEmpty())
            one.insert(u"source"_s, field.source);
        out.append(one);
    }
    return out;
}

QJsonObject writtenSection(const CardContent::Section &section)
{
    QJsonObject out{{u"id"_s, section.id},
                    {u"title"_s, section.title},
                    {u"fields"_s, writtenFields(section.fields)},
                    {u"text"_s, section.text},
                    {u"foundUnder"_s, section.foundUnder}};
    QJsonArray groups;
    for (const CardContent::Group &group : section.groups)
        groups.append(QJsonObject{{u"kind"_s, group.kind}, {u"fields"_s, writtenFields(group.fields)}});
    if (!groups.isEmpty())
        out.insert(u"groups"_s, groups);
    if (!section.textSource.isEmpty())
        out.insert(u"textSource"_s, section.textSource);
    return out;
}

QList<CardContent::Field> readFields(StrictObject &in, QList<FieldError> &errors)
{
    QList<CardContent::Field> out;
    in.each(u"fields"_s, [&](const QJsonValue &value, const QString &at) {
        StrictObject field(value, at, errors);
        out.append({field.text(u"id"_s), field.text(u"label"_s), field.text(u"value"_s), field.text(u"source"_s)});
        field.finish();
    });
    return out;
}

CardContent::Section readSection(const QJsonValue &json, const QString &pointer, QList<FieldError> &errors)
{
    StrictObject in(json, pointer, errors);
    CardContent::Section out;
    out.id = in.text(u"id"_s);
    out.title = in.text(u"title"_s);
    out.fields = readFields(in, errors);
    out.text = in.text(u"text"_s);
    out.foundUnder = in.text(u"foundUnder"_s);
    in.each(u"groups"_s, [&](const QJsonValue &value, const QString &at) {
        StrictObject group(value, at, errors);
        CardContent::Group read;
        read.kind = group.text(u"kind"_s);
        read.fields = readFields(group, errors);
        out.groups.append(read);
        group.finish();
    });
    out.textSource = in.text(u"textSource"_s);
    in.finish();
    return out;
}

} // namespace

QJsonObject CardContent::toJson() const
{
    QJsonArray written;
    for (const Section &section : sections)
        written.append(writtenSection(section));
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
