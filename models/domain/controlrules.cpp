// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/controlrules.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using namespace controlrules;
using Finding = ControlRuleFinding;
using Piece = ControlAssessment::Piece;
using Evidence = ControlEvidence;
using EvaluationPiece = ReleaseCase::EvaluationEvidence;

Piece versionPiece(const Evidence &evidence, const QString &title)
{
    return piece(evidence, title, u"version"_s, evidence.version.key(), evidence.version.manifestDigest);
}

Piece evaluationPiece(const EvaluationPiece &entry, const QString &what)
{
    const QString title = entry.record.title.isEmpty() ? entry.id : entry.record.title;
    return {{}, what.isEmpty() ? title : u"%1 (%2)"_s.arg(title, what), u"evaluation"_s, entry.id, entry.record.raw};
}

bool isComplete(const EvaluationPiece &entry)
{
    return entry.report.completeness == EvaluationReport::Completeness::Complete;
}

/// Every complete evaluation that `fits`, or the sentence.
template <typename Fits>
Finding evaluationsThat(const Evidence &evidence, const QString &what, const QString &otherwise, Fits fits)
{
    Finding out;
    for (const EvaluationPiece &entry : evidence.evaluations) {
        if (isComplete(entry) && fits(entry))
            out.pieces.append(evaluationPiece(entry, what));
    }
    if (out.pieces.isEmpty())
        out.missing = otherwise;
    return out;
}

/// The same over single results that have a value.
template <typename Fits>
Finding resultsThat(const Evidence &evidence, const QString &what, const QString &otherwise, Fits fits)
{
    return evaluationsThat(evidence, what, otherwise, [&](const EvaluationPiece &entry) {
        const auto &results = entry.report.results;
        return std::any_of(results.begin(), results.end(), [&](const EvaluationReport::Metric &metric) {
            return metric.valueState == EvaluationReport::ValueState::Finite && fits(metric);
        });
    });
}

qsizetype peopleTerms(const EvaluationReport::Metric &metric)
{
    static const QStringList conditions{u"perturbation"_s, u"strength"_s, u"attack"_s};
    return std::count_if(metric.slice.begin(), metric.slice.end(), [](const auto &term) { return !conditions.contains(term.dimension); });
}

QString plainName(const QString &metric)
{
    return metric.toLower().remove(u'_').remove(u'-').remove(u' ');
}

bool isImpactRatio(const EvaluationReport::Metric &metric)
{
    const QString name = plainName(metric.metric);
    return name.contains("impactratio"_L1) || name.contains("disparateimpact"_L1) || name.contains("demographicparityratio"_L1);
}

// Each of the following answers one word of the vocabulary; `what` is what stands behind the colon.

Finding findCard(const QString &what, const Evidence &evidence)
{
    if (!evidence.card)
        return lacks(u"This version has no model card."_s);
    const Card &card = evidence.card->record;
    const QString name = card.fileName.isEmpty() ? u"Model card"_s : card.fileName;
    if (what.isEmpty())
        return {{piece(evidence, name, u"card"_s, evidence.card->id, card.raw)}, {}, true};
    const CardSectionInfo *info = cardSectionInfo(what);
    const CardContent::Section *section = evidence.cardContent ? evidence.cardContent->section(what) : nullptr;
    const QList<CardSectionInfo> &counted = cardSections();
    const bool isCounted = std::any_of(counted.begin(), counted.end(), [&](const auto &known) { return known.id == what; });
    const bool filled = evidence.cardContent ? section && section->filled() : isCounted && !card.missing.contains(what);
    if (!filled)
        return lacks(u"The card says nothing on “%1”."_s.arg(info->title));
    return {{piece(evidence, u"%1, “%2”"_s.arg(name, info->title), u"card"_s, evidence.card->id, card.raw)}, {}, true};
}

Finding findCategory(const QString &what, const Evidence &evidence)
{
    const QString otherwise = u"No complete evaluation measures %1."_s.arg(what == "dataQuality"_L1 ? u"data quality"_s : what);
    if (what == "explainability"_L1) {
        const Finding attributed = evaluationsThat(evidence, what, otherwise, [](const auto &entry) { return !entry.report.attributions.isEmpty(); });
        if (attributed.missing.isEmpty())
            return attributed;
    }
    return resultsThat(evidence, what, otherwise, [&](const auto &metric) { return enumText(metric.category) == what; });
}

Finding findEvaluation(const QString &what, const Evidence &evidence)
{
    if (what.isEmpty())
        return evaluationsThat(evidence, {}, u"There is no complete evaluation of this version."_s, [](const auto &) { return true; });
    if (what == "groups"_L1)
        return resultsThat(evidence, u"by group"_s, u"No complete evaluation gives results by group."_s, isOfGroup);
    if (what == "intersections"_L1)
        return resultsThat(evidence, u"by intersection"_s, u"No complete evaluation gives results for intersections of groups."_s,
                           [](const auto &m) { return peopleTerms(m) > 1; });
    if (what == "impactRatio"_L1)
        return resultsThat(evidence, u"impact ratio"_s, u"No complete evaluation states an impact ratio."_s, isImpactRatio);
    if (what == "attacks"_L1)
        return resultsThat(evidence, u"attacks"_s, u"No complete evaluation tried attacks."_s, isOfAttack);
    if (what == "humanReview"_L1)
        return evaluationsThat(evidence, u"human review"_s, u"No people's judgement of outputs is recorded."_s, [](const auto &entry) {
            const auto &results = entry.report.results;
            return !entry.report.reviews.isEmpty() || std::any_of(results.begin(), results.end(), [](const auto &metric) {
                return metric.category == EvaluationReport::Category::Human;
            });
        });
    if (what == "failures"_L1)
        return evaluationsThat(evidence, u"failure modes"_s, u"No evaluation lists failure modes."_s, [](const auto &entry) { return !entry.report.failures.isEmpty(); });
    if (what == "withinYear"_L1)
        return evaluationsThat(evidence, u"within a year"_s, u"No complete evaluation was measured within the last year."_s, [&](const auto &entry) {
            const QDateTime &when = entry.record.measuredAt;
            return when.isValid() && when <= evidence.at && when.addYears(1) > evidence.at;
        });
    return findCategory(what, evidence);
}

Finding findPlan(const QString &, const Evidence &evidence)
{
    Finding out;
    QStringList taken;
    for (const EvaluationPiece &entry : evidence.evaluations) {
        const PlanCheck check = holdAgainstPlan(evidence.plans, entry.id, entry.record, entry.report);
        if (check.standing != PlanCheck::BeforeTheRun || taken.contains(check.plan))
            continue;
        taken.append(check.plan);
        for (const PlanEntry &plan : evidence.plans) {
            if (plan.id == check.plan)
                out.pieces.append(piece(evidence, u"Plan “%1”"_s.arg(check.planTitle), u"plan"_s, plan.id, plan.plan.contentDigest));
        }
    }
    if (out.pieces.isEmpty())
        out.missing = u"No evaluation ran after criteria for it had been locked."_s;
    return out;
}

Finding findLineage(const QString &what, const Evidence &evidence)
{
    const Lineage &lineage = evidence.version.lineage;
    const auto every = [&](auto has) { return !lineage.datasets.isEmpty() && std::all_of(lineage.datasets.begin(), lineage.datasets.end(), has); };
    struct Word
    {
        QString name;
        bool there;
        QString title, otherwise;
    };
    const Word words[] = {
        {u"datasets"_s, !lineage.datasets.isEmpty(), u"Datasets of the version"_s, u"The version names no dataset."_s},
        {u"datasetDigests"_s, every([](const auto &d) { return !d.digest.isEmpty(); }), u"Digests of every dataset"_s, u"Not every dataset has a digest."_s},
        {u"datasetLicences"_s, every([](const auto &d) { return !d.licence.isEmpty(); }), u"Licences of every dataset"_s, u"Not every dataset has a licence."_s},
        {u"base"_s, !lineage.baseModel.isEmpty(), u"Base model %1"_s.arg(lineage.baseModel), u"The version names no base model."_s},
        {u"commit"_s, !lineage.sourceCommit.isEmpty(), u"Commit of the training code"_s, u"The version names no commit of its training code."_s},
        {u"run"_s, !lineage.run.isEmpty(), u"Training run"_s, u"The version names no training run."_s},
    };
    for (const Word &word : words) {
        if (word.name == what)
            return word.there ? Finding{{versionPiece(evidence, word.title)}, {}, true} : lacks(word.otherwise);
    }
    return lacks(u"'lineage:%1' is no rule."_s.arg(what));
}

Finding findSafeguard(const QString &what, const Evidence &evidence)
{
    Finding out;
    for (const SafeguardRef &safeguard : evidence.version.safeguards) {
        const bool fits = what.isEmpty() || what == enumText(safeguard.layer) || (what == "tested"_L1 && !safeguard.testedBy.isEmpty());
        if (fits)
            out.pieces.append(versionPiece(evidence, u"Safeguard “%1”"_s.arg(safeguard.name)));
    }
    if (!out.pieces.isEmpty())
        return out;
    if (what.isEmpty())
        return lacks(u"The version names no safeguard."_s);
    return lacks(what == "tested"_L1 ? u"No safeguard of the version names an evaluation that tested it."_s
                                     : u"The version names no safeguard for %1."_s.arg(what == "personalData"_L1 ? u"personal data"_s : what));
}

Finding findArtifacts(const QString &, const Evidence &evidence)
{
    if (evidence.version.artifacts.isEmpty())
        return lacks(u"The version names no file."_s);
    return {{versionPiece(evidence, u"Manifest of %1 file(s)"_s.arg(evidence.version.artifacts.size()))}, {}, true};
}

const QMap<QString, QString> &notKeptWords()
{
    static const QMap<QString, QString> words{
        {u"monitoring"_s, u"what the system does in operation is watched"_s},
        {u"incidents"_s, u"incidents are recorded and reported"_s},
        {u"runtimeLogs"_s, u"the system's own event logs"_s},
        {u"training"_s, u"people's training and competence"_s},
        {u"publication"_s, u"what was published, where and when"_s},
        {u"notice"_s, u"notices to the people affected"_s},
        {u"organisation"_s, u"policies, resources and procedures of the organisation as a whole"_s},
        {u"impact"_s, u"an assessment of the impact on people and society"_s},
        {u"suppliers"_s, u"agreements with suppliers and customers"_s},
        {u"feedback"_s, u"what users and others outside reported"_s},
    };
    return words;
}

Finding findNothing(const QString &what, const Evidence &)
{
    return {{}, u"Not kept here: %1."_s.arg(notKeptWords().value(what)), false};
}

struct Word
{
    QString name;
    Finding (*find)(const QString &, const Evidence &);
    QStringList arguments; ///< allowed after the colon; "" for none, "*" for any role, "§" for any section of a card
    QString help;
};

const QList<Word> &vocabulary()
{
    static const QList<Word> words{
        {u"card"_s, findCard, {u""_s, u"§"_s}, u"There is a card; with a section's id: that section holds something."_s},
        {u"evaluation"_s, findEvaluation,
         {u""_s, u"accuracy"_s, u"robustness"_s, u"fairness"_s, u"safety"_s, u"privacy"_s, u"explainability"_s, u"efficiency"_s, u"human"_s, u"dataQuality"_s,
          u"groups"_s, u"intersections"_s, u"impactRatio"_s, u"attacks"_s, u"humanReview"_s, u"failures"_s, u"withinYear"_s},
         u"A complete evaluation is there; with a word: it measures that category, or has that kind of result."_s},
        {u"plan"_s, findPlan, {u""_s}, u"An evaluation ran after criteria for it had been locked."_s},
        {u"lineage"_s, findLineage, {u"datasets"_s, u"datasetDigests"_s, u"datasetLicences"_s, u"base"_s, u"commit"_s, u"run"_s}, u"The version's lineage says this."_s},
        {u"artifacts"_s, findArtifacts, {u""_s}, u"The version's files are known by their digests."_s},
        {u"safeguard"_s, findSafeguard, {u""_s, u"input"_s, u"output"_s, u"personalData"_s, u"access"_s, u"tested"_s}, u"The version names a safeguard, of that layer or tested by an evaluation."_s},
        {u"signoff"_s, findSignoff, {u""_s, u"independent"_s, u"*"_s}, u"An approval counts: any, by a role, or by somebody without part in the version."_s},
        {u"decision"_s, findDecision, {u""_s, u"limits"_s}, u"An accepted decision record speaks of the version; limits: and names known limits."_s},
        {u"waiver"_s, findWaiver, {u""_s}, u"Every requirement is met or has an exception on record."_s},
        {u"policy"_s, findPolicy, {u""_s}, u"The release was judged by a policy, known by its digest."_s},
        {u"log"_s, findLog, {u""_s}, u"The release, or the version, is in the log."_s},
        {u"deployment"_s, findDeployment, {u""_s}, u"It is recorded where the version runs."_s},
        {u"model"_s, findInventory, {u""_s, u"owner"_s, u"criticality"_s, u"intendedUse"_s}, u"The registry has the model, its owner, its criticality, its intended use."_s},
        {u"expiry"_s, findExpiry, {u""_s}, u"The approval ends on a day."_s},
        {u"notKept"_s, findNothing, notKeptWords().keys(), u"No record of this kind is kept by this product."_s},
    };
    return words;
}

const Word *wordOf(const QString &rule)
{
    const QString name = rule.section(u':', 0, 0);
    const auto &words = vocabulary();
    const auto it = std::find_if(words.begin(), words.end(), [&](const Word &word) { return word.name == name; });
    return it == words.end() ? nullptr : &*it;
}

bool isSlug(const QString &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_' || c == u'.';
    });
}

} // namespace

bool isOfGroup(const EvaluationReport::Metric &metric)
{
    return peopleTerms(metric) > 0 || (metric.slice.isEmpty() && metric.suite.endsWith("by group"_L1, Qt::CaseInsensitive));
}

bool isOfAttack(const EvaluationReport::Metric &metric)
{
    return plainName(metric.metric).contains("attacksuccess"_L1)
        || std::any_of(metric.slice.begin(), metric.slice.end(), [](const auto &term) { return term.dimension == "attack"_L1; });
}

ControlRuleFinding findForControl(const QString &rule, const ControlEvidence &evidence)
{
    const Word *word = wordOf(rule);
    if (!word || controlRuleProblem(rule))
        return lacks(u"'%1' is no rule."_s.arg(rule));
    Finding out = word->find(rule.section(u':', 1), evidence);
    for (Piece &found : out.pieces)
        found.rule = rule;
    return out;
}

std::optional<QString> controlRuleProblem(const QString &rule)
{
    const Word *word = wordOf(rule);
    if (!word)
        return u"'%1' is no rule."_s.arg(rule);
    const QString argument = rule.section(u':', 1);
    if (rule.endsWith(u':'))
        return u"'%1' needs a word after the colon."_s.arg(rule);
    const QStringList &allowed = word->arguments;
    const bool fits = allowed.contains(argument) || (allowed.contains(u"§"_s) && cardSectionInfo(argument))
        || (allowed.contains(u"*"_s) && isSlug(argument));
    if (fits)
        return std::nullopt;
    return argument.isEmpty() ? u"'%1' needs a word after a colon."_s.arg(rule) : u"'%1' does not know '%2'."_s.arg(word->name, argument);
}

const QList<ControlRuleInfo> &controlRules()
{
    static const QList<ControlRuleInfo> rules = [] {
        QList<ControlRuleInfo> out;
        for (const Word &word : vocabulary()) {
            for (const QString &argument : word.arguments) {
                const QString shown = argument == "§"_L1 ? u"<section>"_s : argument == "*"_L1 ? u"<role>"_s : argument;
                out.append({argument.isEmpty() ? word.name : word.name + u':' + shown, word.help});
            }
        }
        return out;
    }();
    return rules;
}

} // namespace countersign
