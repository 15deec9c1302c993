// SPDX-License-Identifier: GPL-3.0-or-later
#include "places/evidencerecords.h"

#include "base/json.h"
#include "places/evidenceworkspace.h"
#include "trust/digest.h"

#include <cmath>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

QString digestOf(const QString &text)
{
    return digestString(sha256(text.toUtf8()));
}

const QString longWords = u" with a name as long as a committee of seven departments could agree on in one afternoon"_s;

struct Plan
{
    QString name, title, owner, domain, cost;
    Criticality::Level level;
    double value;
    int versions;
};

QList<Plan> plans()
{
    using C = Criticality;
    return {{u"claims-triage"_s, u"Claims triage"_s, u"jonas.weber"_s, u"claims"_s, u"CC-4100"_s, C::High, 0.904, 7},
            {u"policy-chat"_s, u"Policy assistant"_s, u"yuki.tanaka"_s, u"customer service"_s, u"CC-2200"_s, C::High, 0.911, 5},
            {u"fraud-screen"_s, u"Fraud screening"_s, u"farid.haddad"_s, u"claims"_s, u"CC-4200"_s, C::Critical, 0.908, 3},
            {u"document-reader"_s, u"Document reader"_s, u"jonas.weber"_s, u"operations"_s, u"CC-1300"_s, C::Medium, 0.862, 3},
            {u"call-summary"_s, u"Call summaries"_s, u"yuki.tanaka"_s, u"customer service"_s, u"CC-2200"_s, C::Medium, 0.842, 2},
            {u"pricing-motor"_s, u"Motor pricing"_s, u"farid.haddad"_s, u"underwriting"_s, u"CC-5100"_s, C::Critical, 0.901, 3},
            {u"medical-coding"_s, u"Medical coding"_s, u"jonas.weber"_s, u"health"_s, u"CC-6100"_s, C::High, 0.893, 3},
            {u"image-damage"_s, u"Vehicle damage"_s, u"yuki.tanaka"_s, u"claims"_s, u"CC-4100"_s, C::High, 0.915, 2},
            {u"complaint-router"_s, u"Complaint routing"_s, u"jonas.weber"_s, u"customer service"_s, u"CC-2300"_s, C::Medium, 0.871, 2},
            {u"knowledge-search"_s, u"Knowledge search"_s, u"yuki.tanaka"_s, u"operations"_s, u"CC-1300"_s, C::Low, 0.813, 2},
            {u"churn-forecast"_s, u"Churn forecast"_s, u"farid.haddad"_s, u"marketing"_s, u"CC-3100"_s, C::Low, 0.776, 2},
            {u"translation-desk"_s, u"Translation desk"_s, u"yuki.tanaka"_s, u"operations"_s, u"CC-1300"_s, C::Low, 0.838, 1}};
}

EvaluationReport::Metric metric(const QString &suite, const QString &task, const QString &name, double value, qint64 n,
                                EvaluationReport::Category category)
{
    EvaluationReport::Metric out;
    out.suite = suite;
    out.task = task;
    out.dataset = u"claims-holdout-2026-10"_s;
    out.metric = name;
    out.filter = u"none"_s;
    out.value = value;
    out.valueText = QString::number(value, 'g', 12);
    out.valueState = EvaluationReport::ValueState::Finite;
    out.n = n;
    out.stderror = std::sqrt(std::max(0.0, value * (1 - value)) / double(n));
    out.interval = {value - 1.96 * *out.stderror, value + 1.96 * *out.stderror};
    out.intervalMethod = u"normal, computed here"_s;
    out.intervalLevel = 0.95;
    out.direction = EvaluationReport::Direction::Higher;
    out.unit = u"fraction"_s;
    out.category = category;
    out.pointer = u"/results/%1/%2,none"_s.arg(task, name);
    return out;
}

Request sampleRequest(const QString &version, int number, Request::State state, const QString &policy, const QDateTime &at)
{
    Request out;
    out.number = number;
    out.version = version;
    out.environment = u"production"_s;
    out.policy = policy;
    out.policyDigest = digestOf(policy);
    out.state = state;
    out.nonce = u"nonce-%1"_s.arg(number);
    out.manifestDigest = digestOf(version);
    out.statementDigest = digestOf(version + u"s"_s);
    out.rounds = {{1, at, u"Requested"_s}};
    out.requestedBy = u"jonas.weber"_s;
    out.requestedAt = at;
    out.closesAt = at.addDays(30);
    if (state == Request::Approved) {
        out.decidedAt = at.addDays(2);
        out.validUntil = at.addDays(180);
    }
    return out;
}

Request::State stateOf(int version, int newest, int model)
{
    if (version == newest)
        return model % 3 == 0 ? Request::InReview : model % 3 == 1 ? Request::ChangesRequested : Request::Approved;
    return version == newest - 1 ? Request::Approved : version % 2 == 0 ? Request::Rejected : Request::Withdrawn;
}

} // namespace

QString sampleId(const QString &kind, int number)
{
    // ULIDs use Crockford's alphabet, which has no I, L, O and U.
    QString out = u"01J0"_s + kind.left(4).toUpper();
    out.replace(u'I', u'1').replace(u'L', u'1').replace(u'O', u'0').replace(u'U', u'V');
    return out.leftJustified(12, u'0') + QString::number(number).rightJustified(14, u'0');
}

QList<Person> samplePeople()
{
    const auto person = [](const QString &name, const QString &display, const QStringList &roles) {
        Person out;
        out.name = name;
        out.displayName = display;
        out.email = name + u"@halden-mutual.example"_s;
        out.roles = roles;
        return out;
    };
    return {person(u"ana.ferreira"_s, u"Ana Ferreira"_s, {u"risk"_s}),
            person(u"mara.lindt"_s, u"Mara Lindt"_s, {u"validator"_s}),
            person(u"kenji.sato"_s, u"Kenji Sato"_s, {u"validator"_s}),
            person(u"amaka.okafor"_s, u"Dr. Amaka Okafor"_s, {u"legal"_s}),
            person(u"jonas.weber"_s, u"Jonas Weber"_s, {u"model-owner"_s}),
            person(u"yuki.tanaka"_s, u"Yuki Tanaka"_s, {u"model-owner"_s}),
            person(u"farid.haddad"_s, u"Farid Haddad"_s, {u"model-owner"_s}),
            person(u"lukas.brandt"_s, u"Lukas Brandt"_s, {u"release-engineer"_s}),
            person(u"emeka.obi"_s, u"Emeka Obi"_s, {u"administrator"_s})};
}

Person samplePerson(const QString &name)
{
    const auto people = samplePeople();
    for (const Person &person : people) {
        if (person.name == name)
            return person;
    }
    return {};
}

QList<Policy> samplePolicies()
{
    Policy high;
    high.name = u"high-risk"_s;
    high.title = u"High-risk release"_s;
    high.environments = {u"production"_s};
    high.stages = {{u"Model validation"_s, u"validator"_s, 2, {}, 48, {}}, {u"Risk"_s, u"risk"_s, 1, {}, 24, {}}, {u"Legal"_s, u"legal"_s, 1, {}, 72, {}}};
    high.categories = {u"accuracy"_s};
    const auto bound = [](const QString &id, const QString &title, const QString &task, const QString &name, double limit) {
        MetricRequirement out;
        out.id = id;
        out.title = title;
        out.task = task;
        out.metric = name;
        out.op = u">="_s;
        out.limit = limit;
        return out;
    };
    high.metrics = {bound(u"recall-all"_s, u"Recall, all claims"_s, u"overall"_s, u"recall"_s, 0.90),
                    bound(u"recall-women"_s, u"Recall for women"_s, u"women"_s, u"recall"_s, 0.90),
                    bound(u"recall-men"_s, u"Recall for men"_s, u"men"_s, u"recall"_s, 0.90)};
    Policy staging;
    staging.name = u"staging"_s;
    staging.title = u"Staging"_s;
    staging.environments = {u"staging"_s};
    staging.stages = {{u"Model validation"_s, u"validator"_s, 1, {}, 0, {}}};
    Policy impossible;
    impossible.name = u"security-first"_s;
    impossible.title = u"Security first"_s;
    impossible.environments = {u"edge"_s};
    impossible.stages = {{u"Security"_s, u"security"_s, 2, {}, 0, {}}};
    return {high, staging, impossible};
}

EvaluationReport sampleReport(const QString &model, double level, int tasks, const QDateTime &at)
{
    using C = EvaluationReport::Category;
    EvaluationReport out;
    out.format = u"lm-evaluation-harness"_s;
    out.formatVersion = u"0.4"_s;
    out.completeness = EvaluationReport::Completeness::Complete;
    out.producer = {u"lm-eval"_s, u"0.4.9"_s};
    out.subject.model = model;
    out.run.startedAt = at.addSecs(-5400);
    out.run.finishedAt = at;
    out.run.seed = 1234;
    out.run.configuration = {{u"model"_s, u"hf"_s}, {u"batch_size"_s, u"auto:4"_s}, {u"num_fewshot"_s, 0}, {u"device"_s, u"cuda:0"_s},
                             {u"model_args"_s, u"pretrained=%1,dtype=bfloat16"_s.arg(model)}};
    out.results.append(metric(u"claims holdout"_s, u"overall"_s, u"recall"_s, level, 2310, C::Accuracy));
    out.results.append(metric(u"claims holdout"_s, u"overall"_s, u"precision"_s, level - 0.031, 2310, C::Accuracy));
    const std::pair<QString, double> groups[] = {{u"women"_s, -0.055}, {u"men"_s, 0.021}, {u"age_18_34"_s, 0.012}, {u"age_65_plus"_s, -0.012}};
    for (const auto &[group, shift] : groups)
        out.results.append(metric(u"recall by group"_s, group, u"recall"_s, level + shift, 1104, C::Fairness));
    auto attack = metric(u"attacks"_s, u"jailbreak"_s, u"attack_success"_s, 0.012, 500, C::Safety);
    attack.direction = EvaluationReport::Direction::Lower;
    attack.threshold = EvaluationReport::Threshold{u"<="_s, 0.02, u"producer"_s};
    attack.verdict = EvaluationReport::Verdict::Pass;
    out.results.append(attack);
    for (int i = int(out.results.size()); i < tasks; ++i)
        out.results.append(metric(u"mmlu"_s, u"subject_%1"_s.arg(i), u"acc"_s, 0.5 + 0.4 * std::sin(i * 0.7), 100 + i % 900,
                                  i % 4 == 0 ? C::Robustness : C::Accuracy));
    EvaluationReport::Failure misses{u"overall"_s, u"Misses urgency when the claimant writes in the third person"_s, u"high"_s, 41, 256, {}};
    misses.examples = {{u"She has had no water in the house since Friday."_s, u"not urgent"_s, u"urgent"_s},
                       {u"My mother cannot leave her bed after the fall."_s, u"not urgent"_s, u"urgent"_s}};
    out.failures = {misses, {u"overall"_s, u"Invents a policy paragraph when none applies"_s, u"medium"_s, 9, 512, {}}};
    out.warnings = {{u"subjectWithoutDigest"_s, u"The file names the model but gives no digest."_s, u"/config/model_args"_s},
                    {u"unknownField"_s, u"A field was not understood and is kept in the raw file only."_s, u"/pretty_env_info"_s}};
    return out;
}

Record sampleEvaluation(EvidenceWorkspace &workspace, const QString &id, const QString &version, const QString &title,
                        const EvaluationReport &report, const QDateTime &importedAt, const QString &importedBy)
{
    const QByteArray raw = "{\"sample\":\"" + id.toUtf8() + "\"}\n";
    EvaluationReport kept = report;
    kept.rawDigest = digestString(sha256(raw));
    kept.rawBytes = raw.size();
    Evaluation out;
    out.version = version;
    out.title = title;
    out.format = kept.format;
    out.formatVersion = kept.formatVersion;
    out.tool = kept.producer.name;
    out.toolVersion = kept.producer.version;
    out.completeness = kept.completeness;
    out.subjectModel = kept.subject.model;
    out.measuredAt = kept.run.finishedAt;
    out.resultCount = kept.results.size();
    out.failureCount = kept.failures.size();
    out.warningCount = kept.warnings.size();
    if (!kept.results.isEmpty()) {
        const auto &first = kept.results.first();
        Headline headline;
        headline.task = first.task;
        headline.metric = first.metric;
        headline.value = first.value;
        if (first.interval) {
            headline.low = first.interval->low;
            headline.high = first.interval->high;
        }
        headline.n = first.n.value_or(0);
        out.headline = {headline};
    }
    out.raw = workspace.addBlob(raw);
    out.report = workspace.addBlob(toJson(kept.toJson()));
    out.rawBytes = raw.size();
    out.fileName = u"results_2026-10-30.json"_s;
    out.importedBy = importedBy;
    out.importedAt = importedAt;
    return recordOf(u"evaluation"_s, id, out);
}

Record sampleCard(EvidenceWorkspace &workspace, const QString &id, const QString &version, const QDateTime &at, const QString &author)
{
    const QByteArray raw = "---\nlicense: apache-2.0\nlanguage: [de, en]\n---\n# Claims triage\n\nOrders incoming claims by urgency.\n\n"
                           "## Intended uses\n\nOrdering the work of claims handlers; **a person decides every claim**.\n\n"
                           "## Out of scope\n\n- Refusing or paying a claim without a person\n- Any use outside claims\n\n"
                           "## Limitations\n\nClaims written in the third person are recognised as urgent less often.\n\n"
                           "| group | recall |\n|---|---|\n| women | 0.872 |\n| men | 0.949 |\n\n"
                           "See [the method](https://example.org/method).\n";
    CardContent content;
    content.format = u"huggingface-card"_s;
    content.sections = {{u"licence"_s, u"Licence and terms"_s, {{u"license"_s, u"Licence"_s, u"apache-2.0"_s}}, {}, {}},
                        {u"intendedUses"_s, u"Intended uses and users"_s, {}, u"Ordering the work."_s, u"Intended uses"_s},
                        {u"outOfScope"_s, u"Out of scope and restrictions"_s, {}, u"Refusing."_s, u"Out of scope"_s},
                        {u"limitations"_s, u"Limitations and trade-offs"_s, {}, u"Third person."_s, u"Limitations"_s}};
    for (const CardSectionInfo &section : cardSections()) {
        if (std::none_of(content.sections.begin(), content.sections.end(), [&](const auto &filled) { return filled.id == section.id; }))
            content.missing.append(section.id);
    }
    content.rawDigest = digestString(sha256(raw));
    content.rawBytes = raw.size();
    Card out;
    out.version = version;
    out.status = Card::PendingReview;
    out.format = content.format;
    out.sectionCount = content.sections.size();
    out.missing = content.missing;
    out.raw = workspace.addBlob(raw);
    out.content = workspace.addBlob(toJson(content.toJson()));
    out.rawBytes = raw.size();
    out.fileName = u"README.md"_s;
    out.author = author;
    out.importedAt = at;
    return recordOf(u"card"_s, id, out);
}

Version sampleVersion(const QString &model, const QString &label, const QDateTime &registeredAt, Version::Stage stage)
{
    Version out;
    out.model = model;
    out.version = label;
    out.stage = stage;
    out.author = u"jonas.weber"_s;
    out.artifacts = {{u"config.json"_s, digestOf(model + label + u"c"_s), 1204, u"application/json"_s},
                     {u"tokenizer.json"_s, digestOf(model + u"t"_s), 9'085'657, u"application/json"_s},
                     {u"weights.safetensors"_s, digestOf(model + label + u"w"_s), 14'483'464'192, u"application/octet-stream"_s}};
    out.manifestDigest = digestOf(model + u'/' + label);
    out.statementDigest = digestOf(model + u'/' + label + u's');
    out.criticality = Criticality::High;
    out.businessDomain = u"claims"_s;
    out.compliance = {u"eu-ai-act-high-risk"_s};
    out.costCentre = u"CC-4100"_s;
    out.lineage.baseModel = u"text-encoder-de/3"_s;
    out.lineage.baseModelRelation = u"finetune"_s;
    out.lineage.datasets = {{u"claims-2024"_s, {}, u"internal"_s}, {u"claims-2025"_s, digestOf(u"claims-2025"_s), u"internal"_s}};
    out.lineage.run = u"mlflow:8f2c91"_s;
    out.lineage.sourceCommit = u"4f1d2c8e9a77"_s;
    out.safeguards = {{u"human takes over on doubt"_s, SafeguardRef::Output, {}}, {u"personal data filter"_s, SafeguardRef::PersonalData, {}}};
    out.notes = u"Retrained with the rebalanced sample; the tokenizer is unchanged."_s;
    out.registeredAt = registeredAt;
    return out;
}

void fillSample(EvidenceWorkspace &workspace, bool longNames)
{
    const QDateTime now = workspace.time().now();
    QList<Record> out;
    for (Person person : samplePeople()) {
        if (longNames)
            person.displayName += u" von und zu Hohenlohe-Waldenburg-Schillingsfürst"_s;
        out.append(recordOf(u"person"_s, person.name, person));
    }
    for (const Policy &policy : samplePolicies())
        out.append(recordOf(u"policy"_s, policy.name, policy));
    int evidence = 0, request = 100, model = 0;
    for (const Plan &plan : plans()) {
        Model body;
        body.name = plan.name;
        body.title = plan.title + (longNames ? longWords : QString());
        body.owner = plan.owner;
        body.criticality = plan.level;
        body.businessDomain = plan.domain + (longNames ? longWords : QString());
        body.costCentre = plan.cost;
        body.compliance = {u"eu-ai-act-high-risk"_s};
        body.description = u"Sorts incoming claims by urgency so that people in need are called first."_s;
        out.append(recordOf(u"model"_s, plan.name, body));
        QString parent;
        for (int i = 1; i <= plan.versions; ++i) {
            const QString label = longNames ? u"%1-release-candidate-with-rebalanced-sample"_s.arg(i) : QString::number(i);
            const QDateTime at = now.addDays(-12 * (plan.versions - i + 1) - model);
            const bool newest = i == plan.versions;
            Version version = sampleVersion(plan.name, label, at, newest ? Version::Candidate : i == plan.versions - 1 ? Version::InService : Version::Retired);
            version.lineage.parent = parent;
            version.criticality = plan.level;
            parent = label;
            const QString key = version.key();
            out.append(recordOf(u"version"_s, key, version));
            const auto report = sampleReport(plan.name, plan.value + 0.006 * i * (i % 3 == 2 ? -1 : 1), newest && model == 0 ? 400 : 24, at.addSecs(3600));
            const QString id = sampleId(u"eval"_s, ++evidence);
            out.append(sampleEvaluation(workspace, id, key, u"%1 holdout"_s.arg(plan.domain) + (longNames ? longWords : QString()), report,
                                        at.addSecs(7200), u"jonas.weber"_s));
            out.append(sampleCard(workspace, sampleId(u"card"_s, evidence), key, at.addSecs(7300), u"jonas.weber"_s));
            Request asked = sampleRequest(key, ++request, stateOf(i, plan.versions, model), u"high-risk"_s, at.addDays(1));
            asked.evidence = {{EvidenceRef::Evaluation, id, plan.domain, out[out.size() - 2].body.value(u"raw"_s).toString(), u"application/json"_s}};
            const QString requestId = sampleId(u"req"_s, request);
            out.append(recordOf(u"request"_s, requestId, asked));
            if (i == plan.versions - 1) {
                Deployment deployment{key, u"production"_s, u"eu-%1-prod"_s.arg(plan.name), requestId, Deployment::Running, u"lukas.brandt"_s, at.addDays(3), {}};
                out.append(recordOf(u"deployment"_s, sampleId(u"depl"_s, request), deployment));
            }
        }
        Decision decision;
        decision.model = plan.name;
        decision.versions = {plan.name + u'/' + parent};
        decision.title = u"Accept a lower precision for a higher recall"_s;
        decision.status = Decision::Accepted;
        decision.decision = u"A claim called too early costs minutes, one called too late may cost a person."_s;
        decision.knownLimits = u"Not revisited for motor claims."_s;
        decision.author = u"ana.ferreira"_s;
        decision.decidedAt = now.addDays(-20);
        out.append(recordOf(u"decision"_s, sampleId(u"dec"_s, ++model), decision));
    }
    workspace.put(out);
    workspace.setPerson(samplePerson(u"jonas.weber"_s));
}

} // namespace countersign::test
