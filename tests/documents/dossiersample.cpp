// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/dossiersample.h"

#include "domain/samplecase.h"

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

QString digestOf(QChar c)
{
    return u"sha256:"_s + QString(64, c);
}

EvaluationReport::Metric groupMetric(const QString &group, double value, qint64 n)
{
    EvaluationReport::Metric out = metricOf(u"selection_rate"_s, value, n);
    out.category = EvaluationReport::Category::Fairness;
    out.slice = {{u"sex"_s, group}};
    return out;
}

EvaluationReport::Metric attackMetric(const QString &family, double value)
{
    EvaluationReport::Metric out = metricOf(u"attack_success_rate"_s, value, 512);
    out.suite = u"red team"_s;
    out.category = EvaluationReport::Category::Safety;
    out.interval = EvaluationReport::Interval{std::max(0.0, value - 0.01), value + 0.02};
    out.slice = {{u"attack"_s, family}};
    return out;
}

CardContent sampleCard()
{
    CardContent out;
    out.sectionForWriting(u"intendedUses"_s).text = u"Sorts claims by **urgency** for trained handlers.\n\n- reads text\n- never answers\n\n1. first\n2. second"_s;
    out.sectionForWriting(u"limitations"_s).text = u"See [the study](https://example.org/study) and `recall`.\n\n![chart](file:///etc/passwd)"_s;
    auto &identity = out.sectionForWriting(u"identity"_s);
    identity.fields = {{u"model_name"_s, u"Name"_s, u"Claims triage"_s}, {u"version"_s, u"Version"_s, u"7"_s, u"registry"_s}};
    auto &results = out.sectionForWriting(u"evaluationResults"_s);
    results.groups = {{u"metric"_s, {{u"name"_s, u"Name"_s, u"recall"_s}, {u"value"_s, u"Value"_s, u"0.92"_s}}},
                      {u"metric"_s, {{u"name"_s, u"Name"_s, u"precision"_s}, {u"value"_s, u"Value"_s, u"0.81"_s}}}};
    out.settle();
    return out;
}

void addSignoffFacts(DossierInput &out)
{
    const QString keys = u"abc"_s;
    for (qsizetype i = 0; i < out.release.signoffs.size(); ++i) {
        Signoff &signoff = out.release.signoffs[i].signoff;
        signoff.environment = u"production"_s;
        signoff.signer = QString(64, keys[i % 3]);
        signoff.payloadDigest = digestOf(keys[i % 3]);
        signoff.sheetDigest = digestOf(u'd');
        signoff.sheet = u"SIGNING SHEET\nDecision: approve\n"_s;
        signoff.signedAt = signoff.recordedAt.addSecs(-5);
        signoff.comment = u"Looked at every group."_s;
    }
    out.release.signoffs[1].signoff.conditions = {u"Recheck after the next quarter."_s};
}

void assessControls(DossierInput &out)
{
    ControlEvidence evidence;
    evidence.version = out.release.version;
    evidence.model.name = out.release.version.model;
    evidence.model.owner = out.release.modelOwner;
    evidence.cardContent = out.card;
    if (!out.release.cards.isEmpty())
        evidence.card = out.release.cards.first();
    evidence.evaluations = out.release.evaluations;
    evidence.decisions = out.decisions;
    evidence.releases = {out.release};
    evidence.statuses = {out.status};
    evidence.leaves.insert(u"request/"_s + out.release.requestId, 9);
    evidence.at = out.at;
    out.controls.clear();
    for (const ControlFramework &framework : controlFrameworks())
        out.controls.append(assess(framework, evidence));
}

} // namespace

PaperOptions paperOptions()
{
    PaperOptions out;
    out.created = sampleNow;
    out.software = u"Countersign test"_s;
    return out;
}

DossierInput fullDossier()
{
    DossierInput out;
    out.at = sampleNow;
    out.release = sampleCase();
    out.modelTitle = u"Claims triage"_s;
    out.release.modelOwner = u"jonas"_s;
    out.release.version.manifestDigest = digestOf(u'1');
    out.release.version.artifacts = {{u"model.safetensors"_s, digestOf(u'2'), 688'858'889, {}}, {u"config.json"_s, digestOf(u'3'), 1184, {}}};
    Request &request = out.release.request;
    request.manifestDigest = digestOf(u'1');
    request.statementDigest = digestOf(u'4');
    request.policyDigest = digestOf(u'5');
    request.comment = u"Better recall for injuries."_s;
    request.evidence = {{EvidenceRef::Evaluation, u"evaluation-1"_s, u"holdout-2026-10"_s, digestOf(u'a'), {}}};
    out.release.policy.title = u"High-risk release"_s;
    out.release.people[0].displayName = u"Mara Lindt"_s;
    out.release.people[1].displayName = u"Kenji Sato"_s;
    out.release.people[2].displayName = u"Ana Ferreira"_s;
    out.release.evaluations[0].report.results += {groupMetric(u"women"_s, 0.61, 1200), groupMetric(u"men"_s, 0.64, 1300), groupMetric(u"not stated"_s, 0.4, 12),
                                                  attackMetric(u"jailbreak"_s, 0.012), attackMetric(u"injection"_s, 0.031)};
    addSignoffFacts(out);
    out.status = evaluate(out.release, out.at);
    out.card = sampleCard();
    out.cardName = u"README.md"_s;
    out.cardDigest = digestOf(u'6');
    Decision decision;
    decision.title = u"Recall before precision"_s;
    decision.status = Decision::Accepted;
    decision.context = u"A claim that waits costs more than ten early calls."_s;
    decision.decision = u"Recall of at least 0.90."_s;
    decision.knownLimits = u"Intersections are not bound."_s;
    decision.author = u"jonas"_s;
    decision.decidedAt = sampleNow.addDays(-100);
    out.decisions = {{u"decision-1"_s, decision}};
    Waiver waiver;
    waiver.version = out.release.version.key();
    waiver.environment = request.environment;
    waiver.requirement = u"metric:recall"_s;
    waiver.state = Waiver::Proposed;
    waiver.reason = u"Waits for the next measurement."_s;
    waiver.owner = u"jonas"_s;
    waiver.requestedBy = u"jonas"_s;
    waiver.expiresAt = sampleNow.addDays(30);
    out.release.waivers = {{u"waiver-1"_s, waiver}};
    for (const auto &entry : out.release.evaluations)
        out.plans.append({entry.record.title, holdAgainstPlan({}, entry.id, entry.record, entry.report)});
    out.production = Deployment{u"claims-triage/6"_s, u"production"_s, u"https://triage.example"_s, {}, Deployment::Running, u"jonas"_s, sampleNow.addDays(-60), {}};
    EvaluationReport before = out.release.evaluations[0].report;
    before.results[0].value = 0.85;
    before.results[0].interval = EvaluationReport::Interval{0.83, 0.87};
    out.changes = compareReports({before}, {out.release.evaluations[0].report});
    for (const Person &person : out.release.people)
        out.names.insert(person.name, person.displayName);
    out.checks = {{u"checkpoint"_s, true, u"example.org/log, 443 entries"_s}, {u"sign-offs"_s, true, u"3 signatures hold"_s}};
    out.checkpoint.origin = u"example.org/log"_s;
    out.checkpoint.size = 443;
    out.checkpoint.root = QByteArray(32, '\x5a');
    out.signedCheckpoint = out.checkpoint.text() + "\n\u2014 example.org/log AAAA\n";
    assessControls(out);
    return out;
}

DossierInput sparseDossier()
{
    DossierInput out;
    out.at = sampleNow;
    out.release.requestId = u"request-2"_s;
    out.release.request.number = 2;
    out.release.request.version = u"bare/1"_s;
    out.release.request.environment = u"staging"_s;
    out.release.version.model = u"bare"_s;
    out.release.version.version = u"1"_s;
    out.status = evaluate(out.release, out.at);
    return out;
}

DossierInput longDossier()
{
    DossierInput out = fullDossier();
    const QString unbroken = QString(180, u'W');
    const QString words = u"Nachprüfungsverantwortliche für Schadenmeldungen und Beschwerden "_s.repeated(3).trimmed();
    out.modelTitle = words;
    out.release.request.version = u"claims-triage/"_s + QString(90, u'7');
    out.release.request.environment = u"production-with-a-name-that-is-far-too-long-for-one-line-of-a-page"_s;
    for (Person &person : out.release.people) {
        person.displayName = u"Dr. Maximiliane-Theodora von und zu "_s + words.left(120);
        out.names.insert(person.name, person.displayName);
    }
    out.status.requirements[0].title = words;
    out.status.requirements[0].source = unbroken;
    out.release.version.artifacts[0].name = u"folder/"_s + unbroken;
    out.decisions[0].second.title = unbroken;
    out.decisions[0].second.context = (words + u". "_s).repeated(60);
    out.release.evaluations[0].report.results[1].slice[0].group = unbroken;
    for (int i = 0; i < 500; ++i) {
        Requirement requirement = out.status.requirements[0];
        requirement.id = u"metric:many-%1"_s.arg(i);
        requirement.title = u"Requirement number %1 of many"_s.arg(i);
        requirement.state = Requirement::State(i % 5);
        requirement.reason = i % 5 ? u"Because of reason %1."_s.arg(i) : QString();
        out.status.requirements.append(requirement);
    }
    out.card->sectionForWriting(u"limitations"_s).text = u"A sentence that is repeated until it is long. "_s.repeated(2200);
    return out;
}

DossierInput hostileDossier()
{
    DossierInput out = fullDossier();
    const QString html = u"<script>alert(1)</script><img src=\"file:///etc/passwd\"><b>bold</b>"_s;
    const QString turned = u"safe\u202Eexe.fdp\u2066\u200B end"_s;
    const QString control = u"bell\u0007 null\u0001 half\xD800 tab\there"_s;
    out.modelTitle = html;
    out.release.request.comment = turned;
    out.release.signoffs[0].signoff.comment = u"=HYPERLINK(\"http://example.org\",\"x\")"_s;
    out.release.signoffs[1].signoff.comment = control + u"\n"_s + html;
    out.names.insert(u"kenji"_s, u"Kenji\u202E otaS"_s);
    out.decisions[0].second.title = u"# heading\n## another"_s;
    out.decisions[0].second.context = u"```\n# not a heading\n<b>"_s;
    out.status.requirements[0].reason = html;
    out.card->sectionForWriting(u"limitations"_s).text = html + u"\n\n"_s + turned + u"\n\n"_s + u"> "_s.repeated(5000) + u"deep\n\n"_s + u"["_s.repeated(20000);
    out.card->sectionForWriting(u"outOfScope"_s).text = u"[click](javascript:alert(1)) ![remote](http://tracker.example/x.png)"_s;
    return out;
}

} // namespace countersign::test
