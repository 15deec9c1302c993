// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cardmapping.h"

#include "domain/cardcontent.h"

#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Rule
{
    QString section;
    QRegularExpression words;
};

Rule rule(const QString &section, const QString &words)
{
    return {section, QRegularExpression(words, QRegularExpression::CaseInsensitiveOption)};
}

/// Every rule that fits adds its section; a heading is short, so a word in it is rarely there by chance.
const QList<Rule> &headingRules()
{
    static const QList<Rule> rules{
        rule(u"owners"_s, u"\\b(authors?|contacts?|developers|developed by|maintainers?|owners?|acknowledge?ments?|credits|team)\\b"_s),
        rule(u"licence"_s, u"\\b(licen[cs]\\w*|terms of (use|service)|legal)\\b"_s),
        rule(u"lineage"_s, u"\\b(base models?|parent models?|lineage|merge (details|method)|models merged|fine-?tuned from)\\b"_s),
        rule(u"architecture"_s,
             u"\\b(architecture|technical specifications?|inputs?|outputs?|software integration|tokeni[sz](ation|er)|quanti[sz]ation|model configuration)\\b"_s),
        rule(u"trainingData"_s, u"\\b((pre-?)?training data(sets?)?|training (and|&) evaluation data(sets?)?|data ?sources?|dataset creation|^datasets?$|^data$)"_s),
        rule(u"trainingProcedure"_s,
             u"\\b(training (procedure|details?|hyper-?parameters?|process|recipe|setup|regime|configuration)|hyper-?parameters|"
             u"pre-?processing|infrastructure|fine-?tuning|speeds, sizes, times|hardware|post-?training|^training$|how it was trained)"_s),
        rule(u"intendedUses"_s, u"\\b(intended (uses?|users?|usage)|direct uses?|downstream uses?|use[- ]cases?|^uses$|applications?|primary uses?)"_s),
        rule(u"outOfScope"_s, u"\\b(out[- ]of[- ]scope|misuse|use restrictions?|usage restrictions?|prohibited|not intended|restrictions|deployment geography)\\b"_s),
        rule(u"evaluationData"_s, u"\\b(evaluation data(sets?)?|test(ing)? data(sets?)?|benchmark datasets?|testing data, factors|^factors$)"_s),
        rule(u"evaluationResults"_s,
             u"\\b(evaluations?( results?)?|results?|benchmarks?|performance|metrics|scores?|leaderboards?|mteb|accuracy)\\b(?! data)"_s),
        rule(u"decisionThresholds"_s, u"\\b(decision thresholds?|thresholds?|operating points?)\\b"_s),
        rule(u"limitations"_s, u"\\b(limitations?|caveats?|trade-?offs?|known issues|recommendations)\\b"_s),
        rule(u"fairness"_s, u"\\b(bias(es)?|fairness|discrimination|ethic(s|al)( considerations?)?|equity)\\b"_s),
        rule(u"safety"_s, u"\\b(safety|risks?|harms?|security|red[- ]?team(ing)?|safeguards|responsible (use|ai))\\b"_s),
        rule(u"privacy"_s, u"\\b(privacy|personal (and sensitive )?information|personal data|sensitive (data|information)|pii)\\b"_s),
        rule(u"explainability"_s, u"\\b(explainab\\w*|interpretab\\w*|model examination)\\b"_s),
        rule(u"humanOversight"_s, u"\\b(human (oversight|review)|human[- ]in[- ]the[- ]loop|autonomy)\\b"_s),
        rule(u"environmental"_s, u"\\b(environment(al)?( impact)?|carbon|emissions?|energy|co2)\\b"_s),
        rule(u"businessContext"_s, u"\\bbusiness\\b"_s),
        rule(u"compliance"_s, u"\\b(compliance|regulat\\w*|quality standards|ai act|certifications?|conformity)\\b"_s),
        rule(u"approval"_s, u"\\b(approvals?|sign-?offs?|review history|release decision)\\b"_s),
        rule(u"references"_s,
             u"\\b(citations?|cite|references?|glossary|bibtex|bibliography|papers?|more information|further reading|resources|model sources|publications?|table of contents)\\b"_s),
        rule(u"artifacts"_s, u"\\b(checksums?|hashes|artifacts|artefacts|model files|files|directory structure|provided files|downloads?)\\b"_s),
        // What only Annex IV of the EU AI Act asks for.
        rule(u"deployment"_s, u"\\b(instructions for use|placed on the market|hardware (and software )?requirements)\\b"_s),
        rule(u"cybersecurity"_s, u"\\bcyber-?security\\b"_s),
        rule(u"riskManagement"_s, u"\\brisk management( system)?\\b"_s),
        rule(u"lifecycle"_s, u"\\b(changes through(out)? (the|its) lifecycle|pre-?determined changes|lifecycle changes)\\b"_s),
        rule(u"monitoring"_s, u"\\b(post-?market monitoring|monitoring (plan|after release)|performance monitoring)\\b"_s),
        rule(u"identity"_s,
             u"\\b(model (details|description|summary|overview|information|version)|overview|introduction|basics|^summary$|^about$|changelog|"
             u"updates|release (date|notes)|version( history)?)\\b"_s),
    };
    return rules;
}

} // namespace

QStringList sectionsForHeading(const QString &heading)
{
    QStringList out;
    for (const CardSectionInfo &info : allCardSections()) {
        if (info.title.compare(heading.trimmed(), Qt::CaseInsensitive) == 0)
            return {info.id};
    }
    for (const Rule &rule : headingRules()) {
        if (rule.words.match(heading.trimmed()).hasMatch())
            out.append(rule.section);
    }
    // "Training data" is not also the training, a table of contents holds nothing, "evaluation data" are no results.
    if (heading.contains(u"table of contents"_s, Qt::CaseInsensitive))
        return {};
    if (out.contains(u"evaluationData"_s) && !heading.contains(u"result"_s, Qt::CaseInsensitive))
        out.removeAll(u"evaluationResults"_s);
    if (out.contains(u"outOfScope"_s) && !heading.contains(u"intended use"_s, Qt::CaseInsensitive))
        out.removeAll(u"intendedUses"_s);
    if (out.size() > 1)
        out.removeAll(u"identity"_s);
    return out;
}

QString sectionForLabel(const QString &label)
{
    static const QList<std::pair<QString, QString>> labels{
        {u"developed by"_s, u"owners"_s}, {u"funded by"_s, u"owners"_s}, {u"shared by"_s, u"owners"_s},
        {u"contact"_s, u"owners"_s}, {u"license"_s, u"licence"_s}, {u"licence"_s, u"licence"_s},
        {u"finetuned from model"_s, u"lineage"_s}, {u"finetuned from"_s, u"lineage"_s}, {u"base model"_s, u"lineage"_s},
        {u"model type"_s, u"architecture"_s}, {u"language(s) (nlp)"_s, u"architecture"_s}, {u"language(s)"_s, u"architecture"_s},
        {u"languages"_s, u"architecture"_s}, {u"repository"_s, u"references"_s}, {u"paper"_s, u"references"_s},
        {u"demo"_s, u"references"_s}, {u"bibtex"_s, u"references"_s}, {u"apa"_s, u"references"_s},
        {u"training regime"_s, u"trainingProcedure"_s}, {u"hardware type"_s, u"environmental"_s}, {u"hours used"_s, u"environmental"_s},
        {u"cloud provider"_s, u"environmental"_s}, {u"compute region"_s, u"environmental"_s}, {u"carbon emitted"_s, u"environmental"_s},
        {u"version"_s, u"identity"_s}, {u"model version"_s, u"identity"_s}, {u"release date"_s, u"identity"_s}};
    const QString wanted = label.trimmed().toLower();
    for (const auto &[name, section] : labels) {
        if (wanted == name)
            return section;
    }
    return {};
}

const QList<FrontMatterField> &frontMatterFields()
{
    static const QList<FrontMatterField> fields{
        {u"license"_s, u"licence"_s, u"Licence"_s},
        {u"license_name"_s, u"licence"_s, u"Licence name"_s},
        {u"license_link"_s, u"licence"_s, u"Licence text"_s},
        {u"gated"_s, u"licence"_s, u"Gated"_s},
        {u"extra_gated_prompt"_s, u"licence"_s, u"Terms before access"_s},
        {u"base_model"_s, u"lineage"_s, u"Base model"_s},
        {u"base_model_relation"_s, u"lineage"_s, u"Relation to the base model"_s},
        {u"new_version"_s, u"lineage"_s, u"Newer version"_s},
        {u"merged_models"_s, u"lineage"_s, u"Merged models"_s},
        {u"pipeline_tag"_s, u"architecture"_s, u"Task"_s},
        {u"library_name"_s, u"architecture"_s, u"Library"_s},
        {u"model_type"_s, u"architecture"_s, u"Model type"_s},
        {u"language"_s, u"architecture"_s, u"Languages"_s},
        {u"quantized_by"_s, u"architecture"_s, u"Quantised by"_s},
        {u"datasets"_s, u"trainingData"_s, u"Datasets"_s},
        {u"co2_eq_emissions"_s, u"environmental"_s, u"CO₂ emissions"_s},
        {u"model_name"_s, u"identity"_s, u"Name"_s},
        {u"model_id"_s, u"identity"_s, u"Identifier"_s},
        {u"version"_s, u"identity"_s, u"Version"_s},
        {u"date"_s, u"identity"_s, u"Date"_s},
        {u"tags"_s, u"identity"_s, u"Tags"_s},
        {u"metrics"_s, u"identity"_s, u"Metrics named"_s},
        {u"model_creator"_s, u"owners"_s, u"Creator"_s},
        {u"author"_s, u"owners"_s, u"Author"_s},
        {u"authors"_s, u"owners"_s, u"Authors"_s},
        {u"contact"_s, u"owners"_s, u"Contact"_s},
    };
    return fields;
}

} // namespace countersign
