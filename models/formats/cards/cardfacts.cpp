// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/cardfacts.h"

#include "base/clock.h"
#include "formats/cards/cardlabels.h"

#include <QLocale>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

class Filler
{
public:
    explicit Filler(CardContent card) : m_card(std::move(card)) {}

    [[nodiscard]] bool silent(const QString &section) const
    {
        const CardContent::Section *is = m_card.section(section);
        return !is || !is->filled();
    }
    /// Unless the section has one of these fields, or a group of these kinds, already.
    void field(const QString &section, const QString &id, const QString &value, const QStringList &unless = {})
    {
        if (value.trimmed().isEmpty() || says(section, unless + QStringList{id}))
            return;
        m_card.sectionForWriting(section).fields.append({id, cardLabel(id), value.trimmed(), u"registry"_s});
    }
    void list(const QString &section, const QString &id, const QStringList &values)
    {
        for (const QString &value : values) {
            if (!value.trimmed().isEmpty())
                m_card.sectionForWriting(section).fields.append({id, cardLabel(id), value.trimmed(), u"registry"_s});
        }
    }
    void group(const QString &section, const QString &kind, const QList<std::pair<QString, QString>> &entries, const QString &source)
    {
        CardContent::Group made{kind, {}};
        for (const auto &[id, value] : entries) {
            if (!value.isEmpty())
                made.fields.append({id, cardLabel(id), value, source});
        }
        if (!made.fields.isEmpty())
            m_card.sectionForWriting(section).groups.append(made);
    }
    [[nodiscard]] bool says(const QString &section, const QStringList &ids) const
    {
        const CardContent::Section *is = m_card.section(section);
        if (!is)
            return false;
        return std::any_of(is->fields.begin(), is->fields.end(), [&](const auto &it) { return ids.contains(it.id); })
            || std::any_of(is->groups.begin(), is->groups.end(), [&](const auto &it) { return ids.contains(it.kind); });
    }
    CardContent finish()
    {
        m_card.settle();
        return std::move(m_card);
    }

private:
    CardContent m_card;
};

void fillIdentity(Filler &fill, const CardFacts &facts)
{
    fill.field(u"identity"_s, u"model_name"_s, facts.model, {u"title"_s, u"model-index.name"_s});
    fill.field(u"identity"_s, u"version"_s, facts.version);
    fill.field(u"identity"_s, u"summary"_s, facts.description.isEmpty() ? facts.title : facts.description);
    fill.field(u"identity"_s, u"date"_s, facts.releasedAt.isValid() ? toRfc3339(facts.releasedAt) : QString(), {u"released"_s, u"release_time"_s});
    for (const auto &[role, name] : {std::pair{u"owner"_s, facts.owner}, {u"author"_s, facts.author}}) {
        if (!name.isEmpty() && !fill.says(u"owners"_s, {u"party"_s, u"author"_s, u"authors"_s, u"developed_by"_s, u"model_creator"_s}))
            fill.field(u"owners"_s, u"registered_"_s + role, name);
    }
    if (fill.silent(u"licence"_s))
        fill.field(u"licence"_s, u"license"_s, facts.licence);
    if (fill.silent(u"intendedUses"_s))
        fill.field(u"intendedUses"_s, u"purpose"_s, facts.intendedUse);
    fill.field(u"businessContext"_s, u"line_of_business"_s, facts.businessDomain);
    if (fill.silent(u"approval"_s))
        fill.field(u"approval"_s, u"status"_s, facts.approvalState);
    if (fill.silent(u"compliance"_s)) {
        fill.list(u"compliance"_s, u"standard"_s, facts.compliance);
    }
    if (!facts.contextTags.isEmpty())
        fill.field(u"identity"_s, u"tags"_s, facts.contextTags.join(u", "_s));
}

void fillOrigin(Filler &fill, const CardFacts &facts)
{
    if (fill.silent(u"lineage"_s)) {
        fill.field(u"lineage"_s, u"base_model"_s, facts.baseModel);
        fill.field(u"lineage"_s, u"base_model_relation"_s, facts.baseModelRelation);
    }
    fill.field(u"lineage"_s, u"source_commit"_s, facts.sourceCommit);
    fill.field(u"lineage"_s, u"source_repository"_s, facts.sourceRepository);
    fill.field(u"trainingProcedure"_s, u"training_job"_s, facts.run);
    if (fill.silent(u"trainingData"_s)) {
        for (const CardFacts::Dataset &data : facts.datasets)
            fill.group(u"trainingData"_s, u"dataset"_s, {{u"name"_s, data.name}, {u"digest"_s, data.digest}, {u"license"_s, data.licence}}, u"registry"_s);
    }
    if (!fill.says(u"artifacts"_s, {u"hash"_s, u"file"_s})) {
        for (const CardFacts::File &file : facts.files)
            fill.group(u"artifacts"_s, u"file"_s,
                       {{u"name"_s, file.name}, {u"digest"_s, file.digest}, {u"size"_s, file.size ? QString::number(file.size) : QString()}}, u"registry"_s);
    }
}

} // namespace

CardFacts cardFacts(const Model &model, const Version &version, const QList<std::pair<QString, Evaluation>> &evaluations)
{
    CardFacts out;
    out.model = model.name;
    out.title = model.title;
    out.description = model.description;
    out.version = version.version;
    out.owner = model.owner;
    out.author = version.author;
    out.intendedUse = model.intendedUse;
    out.businessDomain = version.businessDomain.isEmpty() ? model.businessDomain : version.businessDomain;
    out.compliance = version.compliance.isEmpty() ? model.compliance : version.compliance;
    out.baseModel = version.lineage.baseModel;
    out.baseModelRelation = version.lineage.baseModelRelation;
    out.run = version.lineage.run;
    out.sourceCommit = version.lineage.sourceCommit;
    out.sourceRepository = version.lineage.sourceRepository;
    out.registeredAt = version.registeredAt;
    for (const Artifact &file : version.artifacts)
        out.files.append({file.name, file.digest, file.size});
    for (const DatasetRef &data : version.lineage.datasets)
        out.datasets.append({data.name, data.digest, data.licence});
    const auto number = [](double value) { return QString::number(value, 'g', QLocale::FloatingPointShortest); };
    for (const auto &[id, evaluation] : evaluations) {
        for (const Headline &line : evaluation.withdrawn ? QList<Headline>() : evaluation.headline)
            out.results.append({id, line.task, line.metric, number(line.value), line.low ? number(*line.low) : QString(),
                                line.high ? number(*line.high) : QString(), line.n ? QString::number(line.n) : QString(), line.unit});
    }
    return out;
}

CardContent autofill(CardContent card, const CardFacts &facts)
{
    Filler fill(std::move(card));
    fillIdentity(fill, facts);
    fillOrigin(fill, facts);
    if (fill.silent(u"evaluationResults"_s)) {
        for (const CardFacts::Measured &one : facts.results)
            fill.group(u"evaluationResults"_s, u"metric"_s,
                       {{u"type"_s, one.metric}, {u"value"_s, one.value}, {u"dataset"_s, one.task}, {u"lower"_s, one.lower}, {u"upper"_s, one.upper},
                        {u"n"_s, one.n}, {u"unit"_s, one.unit}},
                       u"evaluation %1 · %2"_s.arg(one.evaluation, (one.task + u' ' + one.metric).trimmed()));
    }
    return fill.finish();
}

} // namespace countersign
