// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sample/cast.h"

namespace countersign::sample {

using namespace Qt::StringLiterals;

QList<Person> people()
{
    const auto person = [](const QString &name, const QString &display, const QStringList &roles) {
        Person out;
        out.name = name;
        out.displayName = display;
        out.email = name + u"@halden-mutual.example"_s;
        out.roles = roles;
        return out;
    };
    return {
        person(u"ana.ferreira"_s, u"Ana Ferreira"_s, {u"risk"_s}),
        person(u"sofia.rossi"_s, u"Sofia Rossi"_s, {u"risk"_s}),
        person(u"mara.lindt"_s, u"Mara Lindt"_s, {u"validator"_s}),
        person(u"kenji.sato"_s, u"Kenji Sato"_s, {u"validator"_s}),
        person(u"amaka.okafor"_s, u"Dr. Amaka Okafor"_s, {u"legal"_s}),
        person(u"priya.nair"_s, u"Priya Nair"_s, {u"security"_s}),
        person(u"tomas.rivera"_s, u"Tomás Rivera"_s, {u"product"_s}),
        person(u"ingrid.solberg"_s, u"Ingrid Solberg"_s, {u"domain-expert"_s, u"product"_s}),
        person(u"jonas.weber"_s, u"Jonas Weber"_s, {u"model-owner"_s}),
        person(u"yuki.tanaka"_s, u"Yuki Tanaka"_s, {u"model-owner"_s}),
        person(u"farid.haddad"_s, u"Farid Haddad"_s, {u"model-owner"_s}),
        person(u"lukas.brandt"_s, u"Lukas Brandt"_s, {u"release-engineer"_s}),
        person(u"hannah.clarke"_s, u"Hannah Clarke"_s, {u"auditor"_s}),
        person(u"emeka.obi"_s, u"Emeka Obi"_s, {u"administrator"_s}),
    };
}

namespace {

MetricRequirement bound(const QString &id, const QString &title, const QString &suite, const QString &task, const QString &metric,
                        const QString &op, double limit, qint64 n)
{
    MetricRequirement out;
    out.id = id;
    out.title = title;
    out.suite = suite;
    out.task = task;
    out.metric = metric;
    out.op = op;
    out.limit = limit;
    out.minimumN = n;
    return out;
}

Policy policy(const QString &name, const QString &title, const QStringList &environments, const QList<PolicyStage> &stages)
{
    Policy out;
    out.name = name;
    out.title = title;
    out.environments = environments;
    out.stages = stages;
    out.waiverRole = u"risk"_s;
    return out;
}

} // namespace

QList<Policy> policies()
{
    Policy high = policy(u"high-risk"_s, u"High-risk release"_s, {u"production"_s},
                         {{u"Model validation"_s, u"validator"_s, 2, {}, 48, u"sofia.rossi"_s},
                          {u"Risk"_s, u"risk"_s, 1, {}, 24, u"sofia.rossi"_s},
                          {u"Legal"_s, u"legal"_s, 1, {}, 72, {}}});
    high.description = u"For models whose mistakes can hurt a person: four people of three departments, fresh evidence, "
                       "every group measured, the card complete where it matters."_s;
    high.cardSections = {u"intendedUses"_s, u"outOfScope"_s, u"limitations"_s, u"trainingData"_s, u"evaluationResults"_s};
    high.categories = {u"accuracy"_s};
    high.safeguards = {u"human takes over on doubt"_s};
    high.metrics = {bound(u"headline"_s, u"Headline metric, all cases"_s, {}, u"overall"_s, u"recall"_s, u">="_s, 0.90, 500),
                    bound(u"women"_s, u"Recall for women"_s, u"recall by group"_s, u"women"_s, u"recall"_s, u">="_s, 0.90, 100),
                    bound(u"men"_s, u"Recall for men"_s, u"recall by group"_s, u"men"_s, u"recall"_s, u">="_s, 0.90, 100),
                    bound(u"senior"_s, u"Recall at 65 and over"_s, u"recall by group"_s, u"age_65_plus"_s, u"recall"_s, u">="_s, 0.88, 100)};
    high.evidenceMaxAgeDays = 180;
    high.approvalDays = 180;

    Policy standard = policy(u"standard"_s, u"Standard release"_s, {u"production"_s},
                             {{u"Model validation"_s, u"validator"_s, 1, {}, 72, {}}, {u"Risk"_s, u"risk"_s, 1, {}, 48, u"sofia.rossi"_s}});
    standard.description = u"Two people of two departments; the headline metric and an honest card."_s;
    standard.cardSections = {u"intendedUses"_s, u"limitations"_s};
    standard.categories = {u"accuracy"_s};
    standard.metrics = {bound(u"headline"_s, u"Headline metric, all cases"_s, {}, u"overall"_s, u"acc"_s, u">="_s, 0.80, 300)};
    standard.evidenceMaxAgeDays = 365;
    standard.approvalDays = 365;

    Policy staging = policy(u"staging"_s, u"Staging"_s, {u"staging"_s}, {{u"Model validation"_s, u"validator"_s, 1, {}, 0, {}}});
    staging.description = u"One validator who has looked at the evaluation."_s;
    staging.categories = {u"accuracy"_s};

    Policy low = policy(u"low-risk"_s, u"Low-risk release"_s, {u"production"_s}, {{u"Product"_s, u"product"_s, 1, {}, 0, {}}});
    low.description = u"For models that suggest and never decide."_s;
    low.cardSections = {u"intendedUses"_s};
    return {high, standard, staging, low};
}

namespace {

Model model(const QString &name, const QString &title, const QString &owner, Criticality::Level level, const QString &domain,
            const QString &cost, const QStringList &compliance, const QString &description)
{
    Model out;
    out.name = name;
    out.title = title;
    out.owner = owner;
    out.criticality = level;
    out.businessDomain = domain;
    out.costCentre = cost;
    out.compliance = compliance;
    out.description = description;
    return out;
}

const QString doubt = u"human takes over on doubt"_s;

} // namespace

QList<ModelPlan> models()
{
    using C = Criticality;
    const QStringList groups{u"women"_s, u"men"_s, u"not_stated"_s, u"age_18_34"_s, u"age_35_64"_s, u"age_65_plus"_s};
    QList<ModelPlan> out;
    out.append({model(u"claims-triage"_s, u"Claims triage"_s, u"jonas.weber"_s, C::High, u"claims"_s, u"CC-4100"_s,
                      {u"eu-ai-act-high-risk"_s}, u"Sorts incoming claims by urgency so that people in need are called first."_s),
                u"jonas.weber"_s, u"jonas.weber"_s, u"claims holdout"_s, u"recall"_s, {u"overall"_s, u"injury"_s, u"home"_s, u"travel"_s},
                groups, 0.904, 0.005, u"text-encoder-de/3"_s, {u"claims-2024"_s, u"claims-2025"_s}, {doubt, u"personal data filter"_s},
                u"Ordering the work of claims handlers; a person decides every claim."_s,
                u"Refusing or paying a claim without a person; any use outside claims."_s,
                u"Claims written in the third person are recognised as urgent less often. Languages other than German, English and French are untested."_s});
    out.append({model(u"policy-chat"_s, u"Policy assistant"_s, u"yuki.tanaka"_s, C::High, u"customer service"_s, u"CC-2200"_s,
                      {u"eu-ai-act-transparency"_s}, u"Answers customers' questions about their policy from the policy's own text."_s),
                u"yuki.tanaka"_s, u"yuki.tanaka"_s, u"policy questions"_s, u"recall"_s, {u"overall"_s, u"coverage"_s, u"deadlines"_s, u"refusals"_s},
                groups, 0.911, 0.004, u"open-chat-8b/2"_s, {u"policy-texts-2025"_s, u"dialogues-2025"_s},
                {doubt, u"prompt injection filter"_s, u"personal data filter"_s},
                u"Explaining what a policy says, with the paragraph it comes from."_s,
                u"Legal advice, promises about payment, medical questions."_s,
                u"Invents a paragraph when none applies in about two of a hundred questions. Long dialogues lose their beginning."_s});
    out.append({model(u"fraud-screen"_s, u"Fraud screening"_s, u"farid.haddad"_s, C::Critical, u"claims"_s, u"CC-4200"_s,
                      {u"eu-ai-act-high-risk"_s}, u"Marks claims that an investigator should look at."_s),
                u"farid.haddad"_s, u"farid.haddad"_s, u"fraud holdout"_s, u"recall"_s, {u"overall"_s, u"motor"_s, u"home"_s},
                groups, 0.908, 0.003, {}, {u"investigations-2019-2025"_s}, {doubt}, u"Choosing which claims an investigator reads first."_s,
                u"Accusing anybody; refusing a claim."_s, u"Trained on investigated claims only, so it repeats what investigators looked for."_s});
    out.append({model(u"document-reader"_s, u"Document reader"_s, u"jonas.weber"_s, C::Medium, u"operations"_s, u"CC-1300"_s, {},
                      u"Reads names, dates and amounts from scanned letters."_s),
                u"jonas.weber"_s, u"jonas.weber"_s, u"scanned letters"_s, u"acc"_s, {u"overall"_s, u"typed"_s, u"handwritten"_s},
                {}, 0.862, 0.011, u"page-vision/1"_s, {u"letters-2025"_s}, {}, u"Filling in forms that a person checks."_s,
                u"Reading identity documents."_s, u"Handwriting with a soft pencil, stamps over text."_s});
    out.append({model(u"call-summary"_s, u"Call summaries"_s, u"yuki.tanaka"_s, C::Medium, u"customer service"_s, u"CC-2200"_s,
                      {u"gdpr"_s}, u"Writes a summary of a call for the next colleague."_s),
                u"yuki.tanaka"_s, u"ingrid.solberg"_s, u"call notes"_s, u"acc"_s, {u"overall"_s, u"complaints"_s, u"changes"_s},
                {}, 0.842, 0.014, u"open-chat-8b/2"_s, {u"call-notes-2025"_s}, {u"personal data filter"_s},
                u"Handing a case to a colleague."_s, u"Judging employees."_s, u"Leaves out the second of two wishes in one call of thirty."_s});
    out.append({model(u"pricing-motor"_s, u"Motor pricing"_s, u"farid.haddad"_s, C::Critical, u"underwriting"_s, u"CC-5100"_s,
                      {u"eu-ai-act-high-risk"_s, u"solvency-2"_s}, u"Estimates the risk of a motor policy."_s),
                u"farid.haddad"_s, u"farid.haddad"_s, u"motor backtest"_s, u"recall"_s, {u"overall"_s, u"young_drivers"_s, u"electric"_s},
                groups, 0.901, 0.004, {}, {u"motor-claims-2015-2025"_s}, {doubt}, u"A proposal for the underwriter."_s,
                u"Prices without an underwriter; marital status and origin must not enter by proxy."_s,
                u"Electric cars before 2022 are too few to judge."_s});
    out.append({model(u"medical-coding"_s, u"Medical coding"_s, u"jonas.weber"_s, C::High, u"health"_s, u"CC-6100"_s,
                      {u"eu-ai-act-high-risk"_s, u"gdpr-art-9"_s}, u"Proposes diagnosis codes for medical reports."_s),
                u"jonas.weber"_s, u"ingrid.solberg"_s, u"coded reports"_s, u"recall"_s, {u"overall"_s, u"cardiology"_s, u"oncology"_s},
                groups, 0.893, 0.006, u"text-encoder-de/3"_s, {u"reports-2023-2025"_s}, {doubt, u"personal data filter"_s},
                u"Proposals that a medical coder accepts or corrects."_s, u"Diagnosis; decisions on benefits."_s,
                u"Rare diseases are under-coded."_s});
    out.append({model(u"image-damage"_s, u"Vehicle damage"_s, u"yuki.tanaka"_s, C::High, u"claims"_s, u"CC-4100"_s, {},
                      u"Estimates repair cost from photographs."_s),
                u"yuki.tanaka"_s, u"yuki.tanaka"_s, u"photographed damage"_s, u"recall"_s, {u"overall"_s, u"scratches"_s, u"structural"_s},
                groups, 0.915, 0.002, u"page-vision/1"_s, {u"damage-photos-2025"_s}, {doubt}, u"A first estimate for the appraiser."_s,
                u"Payment without an appraiser."_s, u"Night photographs; aftermarket parts."_s});
    out.append({model(u"complaint-router"_s, u"Complaint routing"_s, u"jonas.weber"_s, C::Medium, u"customer service"_s, u"CC-2300"_s, {},
                      u"Sends complaints to the department that can answer."_s),
                u"jonas.weber"_s, u"jonas.weber"_s, u"routed complaints"_s, u"acc"_s, {u"overall"_s, u"claims"_s, u"contracts"_s},
                {}, 0.871, 0.009, u"text-encoder-de/3"_s, {u"complaints-2024"_s}, {}, u"Routing within the company."_s,
                u"Rating how justified a complaint is."_s, u"Complaints on two subjects go to one."_s});
    out.append({model(u"knowledge-search"_s, u"Knowledge search"_s, u"yuki.tanaka"_s, C::Low, u"operations"_s, u"CC-1300"_s, {},
                      u"Finds the internal guideline that answers a question."_s),
                u"yuki.tanaka"_s, u"yuki.tanaka"_s, u"guideline questions"_s, u"acc"_s, {u"overall"_s, u"underwriting"_s},
                {}, 0.813, 0.016, u"text-encoder-de/3"_s, {u"guidelines-2026"_s}, {}, u"Finding documents."_s, u"Answering instead of finding."_s,
                u"Guidelines changed within the last day are not yet indexed."_s});
    out.append({model(u"churn-forecast"_s, u"Churn forecast"_s, u"farid.haddad"_s, C::Low, u"marketing"_s, u"CC-3100"_s, {},
                      u"Estimates which customers may leave."_s),
                u"farid.haddad"_s, u"farid.haddad"_s, u"churn backtest"_s, u"acc"_s, {u"overall"_s, u"motor"_s}, {}, 0.776, 0.012, {},
                {u"contracts-2020-2025"_s}, {}, u"Planning capacity for retention calls."_s, u"Different prices for different customers."_s,
                u"New customers of less than six months."_s});
    out.append({model(u"translation-desk"_s, u"Translation desk"_s, u"yuki.tanaka"_s, C::Low, u"operations"_s, u"CC-1300"_s, {},
                      u"Drafts translations of letters."_s),
                u"yuki.tanaka"_s, u"tomas.rivera"_s, u"translated letters"_s, u"acc"_s, {u"overall"_s, u"legal_terms"_s}, {}, 0.838, 0.013,
                u"open-chat-8b/2"_s, {u"letters-parallel-2025"_s}, {}, u"Drafts for a translator."_s, u"Sending without reading."_s,
                u"Legal terms without an equivalent are translated literally."_s});
    return out;
}

QList<VersionPlan> versions()
{
    using E = Ending;
    return {
        {u"claims-triage"_s, 1, 420, E::Deployed},         {u"pricing-motor"_s, 1, 400, E::Expired},
        {u"fraud-screen"_s, 1, 380, E::Deployed},          {u"policy-chat"_s, 1, 350, E::Revoked},
        {u"churn-forecast"_s, 1, 330, E::Deployed},        {u"claims-triage"_s, 2, 300, E::Rejected},
        {u"document-reader"_s, 1, 290, E::Deployed},       {u"call-summary"_s, 1, 280, E::Deployed},
        {u"claims-triage"_s, 3, 250, E::Deployed},         {u"knowledge-search"_s, 1, 230, E::Deployed},
        {u"complaint-router"_s, 1, 220, E::Deployed},      {u"policy-chat"_s, 2, 200, E::Withdrawn},
        {u"image-damage"_s, 1, 190, E::Deployed},          {u"translation-desk"_s, 1, 180, E::Deployed},
        {u"medical-coding"_s, 1, 170, E::Rejected},        {u"policy-chat"_s, 3, 160, E::Deployed},
        {u"claims-triage"_s, 4, 140, E::None},             {u"fraud-screen"_s, 2, 130, E::Deployed},
        {u"document-reader"_s, 2, 120, E::Deployed},       {u"pricing-motor"_s, 2, 110, E::Deployed},
        {u"claims-triage"_s, 5, 90, E::Deployed},          {u"call-summary"_s, 2, 70, E::Deployed},
        {u"knowledge-search"_s, 2, 60, E::None},           {u"policy-chat"_s, 4, 50, E::Deployed},
        {u"medical-coding"_s, 2, 40, E::Deployed, u"staging"_s}, {u"complaint-router"_s, 2, 30, E::ChangesRequested},
        {u"claims-triage"_s, 6, 24, E::Withdrawn},         {u"translation-desk"_s, 2, 20, E::None},
        {u"churn-forecast"_s, 2, 18, E::WaitsForFirst},    {u"image-damage"_s, 2, 12, E::Waived},
        {u"medical-coding"_s, 3, 10, E::Failing},          {u"fraud-screen"_s, 3, 8, E::WaitsForLater},
        {u"document-reader"_s, 3, 6, E::WaitsForLater},    {u"pricing-motor"_s, 3, 5, E::WaitsForFirst},
        {u"claims-triage"_s, 7, 4, E::SecondRound},        {u"policy-chat"_s, 5, 3, E::WaitsForFirst},
        {u"call-summary"_s, 3, 2, E::WaitsForFirst},
    };
}

QList<DecisionPlan> decisions()
{
    return {
        {u"claims-triage"_s, u"Recall before precision on urgent claims"_s,
         u"A claim that is urgent and waits three days costs a person more than ten claims called too early cost us."_s,
         u"(a) balance both; (b) set a floor for recall and take the precision that follows."_s,
         u"Recall of at least 0.90, for every group, and no floor for precision."_s,
         u"About 14 % of the calls turn out not to be urgent; the call centre plans for it."_s,
         u"The floor is per group; intersections are reported and not bound, since most are too small."_s, 260},
        {u"claims-triage"_s, u"No free-text answers to customers"_s,
         u"A pilot answered simple claims by itself and named a wrong deadline twice in a week."_s,
         u"(a) answer with a template; (b) answer freely with a filter; (c) do not answer."_s, u"The model does not answer customers, not even by template."_s,
         u"Claims handlers keep answering; the model only orders their work."_s, u"To be looked at again when policy-chat's error rate is known."_s, 150},
        {u"claims-triage"_s, u"Weights are calibrated again before each release"_s,
         u"Version 5 ranked well and promised too much: of claims scored at 0.9 only eight in ten were urgent."_s,
         u"(a) leave the scores and explain them; (b) calibrate on the newest quarter before each release."_s,
         u"Scores are calibrated on the newest quarter; the ranking stays as it is."_s,
         u"A change of calibration changes the weights' file, so that those who have signed are asked again."_s,
         u"One quarter holds few injuries abroad; their scores stay rough."_s, 60},
        {u"policy-chat"_s, u"Every answer shows its paragraph"_s,
         u"Customers took invented sentences for the contract's."_s, u"(a) warn; (b) show the paragraph; (c) refuse without one."_s,
         u"An answer shows its paragraph; without one it is not given."_s, u"One question in nine is handed to a person."_s,
         u"A paragraph that is quoted rightly may still be the wrong one."_s, 155},
        {u"pricing-motor"_s, u"Postcode only at district level"_s, u"Fine postcodes stood in for origin in the fairness report of version 1."_s,
         u"(a) keep; (b) coarsen; (c) drop."_s, u"Only the postcode's district enters the model."_s, u"A loss of 0.6 % of explained variance."_s,
         u"Two districts are small enough to be one street; they are merged with a neighbour."_s, 115},
        {u"medical-coding"_s, u"Staging until rare diseases are measured"_s, u"Under-coding of rare diseases was found by a coder, not by the suite."_s,
         u"(a) release with a warning; (b) stay in staging and extend the suite."_s, u"It stays in staging until the suite holds rare diseases."_s, u"Release moves by a quarter."_s,
         u"The extended suite has 96 cases; intervals will stay wide."_s, 38},
    };
}

} // namespace countersign::sample
