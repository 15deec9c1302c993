// SPDX-License-Identifier: GPL-3.0-or-later
#include "routes/workplace.h"

#include "base/json.h"
#include "formats/evidencereader.h"
#include "server/access/apikey.h"
#include "server/routes/judging.h"
#include "server/routes/storesource.h"
#include "trust/checkpoint.h"
#include "trust/digest.h"

#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

QByteArray evaluationFile(double accuracy, const QString &note)
{
    EvaluationReport report;
    report.format = u"test"_s;
    report.completeness = EvaluationReport::Completeness::Complete;
    report.producer.name = u"tester"_s;
    report.subject.model = u"m"_s + note;
    report.run.finishedAt = fromRfc3339(u"2026-03-01T00:00:00.000Z"_s);
    EvaluationReport::Metric metric;
    metric.suite = metric.task = u"triage"_s;
    metric.metric = u"accuracy"_s;
    metric.value = accuracy;
    metric.valueState = EvaluationReport::ValueState::Finite;
    metric.n = 1000;
    metric.direction = EvaluationReport::Direction::Higher;
    metric.pointer = u"/results/0"_s;
    report.results.append(metric);
    return toJson(report.toJson());
}

QByteArray cardFile(const QStringList &missing)
{
    CardContent card;
    card.format = u"test"_s;
    card.missing = missing;
    return toJson(card.toJson());
}

namespace {

EvidenceReader testReader()
{
    return [](const QByteArray &raw, const QString &, const QString &) -> Result<std::variant<EvaluationReport, CardContent>> {
        if (raw.startsWith("{\"agreement\""))
            return evidenceReader()(raw, {}, {}); // a review that the server itself wrote
        const auto json = parseJson(raw);
        if (!json)
            return json.error();
        if (auto report = EvaluationReport::fromJson(json->toObject()))
            return std::variant<EvaluationReport, CardContent>(*report);
        auto card = CardContent::fromJson(json->toObject());
        if (!card)
            return card.error();
        return std::variant<EvaluationReport, CardContent>(*card);
    };
}

QJsonObject personJson(const QString &name, const QStringList &roles)
{
    return {{u"name"_s, name}, {u"displayName"_s, name.toUpper()}, {u"roles"_s, QJsonArray::fromStringList(roles)}};
}

} // namespace

Workplace::Workplace(double requestsPerSecond, double burst) : m_requestsPerSecond(requestsPerSecond), m_burst(burst)
{
    start();
    auto admin = std::make_unique<Member>();
    admin->name = u"admin"_s;
    admin->roles = {u"administrator"_s};
    admin->apiKey = m_server->adminKey().valueOr({});
    admin->http = std::make_unique<HttpClient>(m_port, admin->apiKey);
    m_members.emplace(u"admin"_s, std::move(admin));
    const std::pair<QString, QString> people[] = {
        {u"owner"_s, u"model-owner"_s}, {u"val"_s, u"validator"_s},         {u"val2"_s, u"validator"_s},
        {u"risk"_s, u"risk"_s},         {u"legal"_s, u"legal"_s},           {u"eng"_s, u"release-engineer"_s},
        {u"audit"_s, u"auditor"_s},     {u"admin2"_s, u"administrator"_s},
    };
    for (const auto &[name, role] : people)
        addPerson(name, {role});
}

Workplace::~Workplace() = default;

void Workplace::start()
{
    Server::Options options;
    options.folder = m_folder.path() + u"/data"_s;
    options.clock = &m_clock;
    options.requestsPerSecond = m_requestsPerSecond;
    options.burst = m_burst;
    options.readEvidence = testReader();
    options.jobInterval = std::chrono::hours(1);
    auto server = Server::open(options);
    if (!server)
        qFatal("%s", qPrintable(server.error().text + server.error().detail));
    m_server = std::move(server).value();
    m_port = m_server->listen().valueOr(0);
}

void Workplace::restart()
{
    m_server.reset();
    start();
    for (auto &[name, member] : m_members)
        member->http = std::make_unique<HttpClient>(m_port, member->apiKey);
}

Member &Workplace::operator[](const QString &name)
{
    return *m_members.at(name);
}

Member &Workplace::addPerson(const QString &name, const QStringList &roles, const QStringList &scopes)
{
    HttpClient &admin = *(*this)[u"admin"_s].http;
    const Reply person = admin.post("/v1/persons", personJson(name, roles));
    const Reply key = admin.post("/v1/keys", {{u"label"_s, u"test"_s},
                                              {u"person"_s, name},
                                              {u"scopes"_s, QJsonArray::fromStringList(scopes.isEmpty() ? knownScopes() : scopes)},
                                              {u"expiresAt"_s, toRfc3339(m_clock.now().addDays(80))}});
    if (person.status != 201 || key.status != 201)
        qFatal("person: %s key: %s", person.body.constData(), key.body.constData());
    auto member = std::make_unique<Member>();
    member->name = name;
    member->roles = roles;
    member->apiKey = key.json().value(u"secret"_s).toString().toLatin1();
    member->http = std::make_unique<HttpClient>(m_port, member->apiKey);
    Member &out = *member;
    m_members[name] = std::move(member);
    return out;
}

void Workplace::enrol(Member &member, bool confirm)
{
    member.key = PrivateKey::generate().value();
    const Statement statement = enrolmentStatement(member.name, member.key.publicKey(), u"test key"_s, m_clock.now());
    const auto envelope = signEnvelope(QString(inTotoPayloadType), statement.toBytes(), member.key);
    const Reply made = member.http->post("/v1/signers", {{u"person"_s, member.name},
                                                         {u"label"_s, u"test key"_s},
                                                         {u"publicKey"_s, QString::fromLatin1(member.key.publicKey().toPem())},
                                                         {u"enrolment"_s, QString::fromUtf8(SigstoreBundle::around(*envelope).toBytes())}});
    QCOMPARE(made.status, 201);
    if (!confirm)
        return;
    const Reply confirmed = (*this)[u"admin"_s].http->post("/v1/signers/" + made.id().toLatin1() + "/confirm", {});
    QCOMPARE(confirmed.status, 200);
}

void Workplace::furnish()
{
    HttpClient &owner = *(*this)[u"owner"_s].http;
    QCOMPARE(owner.post("/v1/models", {{u"name"_s, u"m"_s}, {u"owner"_s, u"owner"_s}}).status, 201);
    QCOMPARE(owner.post("/v1/versions", {{u"model"_s, u"m"_s}, {u"version"_s, u"1"_s}, {u"artifacts"_s, files()}}).status, 201);
    const QJsonObject bound{{u"id"_s, u"acc"_s}, {u"metric"_s, u"accuracy"_s}, {u"task"_s, u"triage"_s}, {u"op"_s, u">="_s}, {u"limit"_s, 0.9}};
    const QJsonArray stages{QJsonObject{{u"name"_s, u"validation"_s}, {u"role"_s, u"validator"_s}},
                            QJsonObject{{u"name"_s, u"risk"_s}, {u"role"_s, u"risk"_s}}};
    const QJsonObject policy{{u"name"_s, u"prod"_s}, {u"environments"_s, QJsonArray{u"production"_s}}, {u"stages"_s, stages},
                             {u"metrics"_s, QJsonArray{bound}}, {u"cardSections"_s, QJsonArray{u"intendedUses"_s}}};
    QCOMPARE((*this)[u"risk"_s].http->post("/v1/policies", policy).status, 201);
    const Reply imported = (*this)[u"val2"_s].http->send("POST", "/v1/evaluations/import?version=m/1&fileName=e.json", evaluationFile(0.95));
    QCOMPARE(imported.status, 201);
    evaluation = imported.id().toLatin1();
    const Reply written = owner.send("POST", "/v1/cards/import?version=m/1&fileName=README.md", cardFile());
    QCOMPARE(written.status, 201);
    card = written.id().toLatin1();
    for (const QString &name : {u"val"_s, u"risk"_s, u"legal"_s})
        enrol((*this)[name]);
}

QString Workplace::ask(const QString &environment)
{
    const Reply made = (*this)[u"owner"_s].http->post("/v1/requests", {{u"version"_s, u"m/1"_s}, {u"environment"_s, environment}});
    if (made.status != 201)
        qWarning("%s", made.body.constData());
    return made.id();
}

QJsonArray Workplace::files()
{
    return {QJsonObject{{u"name"_s, u"config.json"_s}, {u"digest"_s, digestString(sha256("config"))}, {u"size"_s, 6}},
            QJsonObject{{u"name"_s, u"weights/model.bin"_s}, {u"digest"_s, digestString(sha256("weights"))}, {u"size"_s, 7}}};
}

QJsonObject Workplace::Paper::toJson(const QString &role) const
{
    return {{u"role"_s, role}, {u"envelope"_s, QString::fromUtf8(envelope)}, {u"sheet"_s, QString::fromUtf8(sheet)}};
}

Workplace::Paper Workplace::prepare(Member &member, const QString &request, Signoff::Verdict verdict, const QString &role,
                                    const QString &stage, const std::function<void(ReleaseCase &, DecisionInput &)> &change)
{
    StoreSource source(m_server->store());
    auto judged = judgeRequest(source, request, m_clock.now());
    if (!judged)
        qFatal("%s", qPrintable(judged.error().text));
    const auto opened = openCheckpoint(m_server->store().log().checkpoint().value(), m_server->store().log().verifier());
    DecisionInput input;
    input.verdict = verdict;
    input.role = role;
    input.stage = stage;
    input.comment = u"Read it all."_s;
    input.person = member.name;
    input.personName = member.name.toUpper();
    input.decidedAt = m_clock.now();
    input.notAfter = m_clock.now().addDays(30);
    input.logView = {opened->checkpoint.origin, opened->checkpoint.size, opened->checkpoint.root};
    if (change)
        change(judged->release, input);
    const PreparedDecision prepared = prepareDecision(judged->release, judged->status, input);
    const auto envelope = signEnvelope(QString(inTotoPayloadType), prepared.statement.toBytes(), member.key);
    return {SigstoreBundle::around(*envelope).toBytes(), prepared.sheet};
}

Reply Workplace::sign(Member &member, const QString &request, Signoff::Verdict verdict, const QString &role)
{
    const Paper paper = prepare(member, request, verdict, role);
    return member.http->post("/v1/requests/" + request.toLatin1() + "/sign", paper.toJson(role));
}

QJsonObject Workplace::gate(const QString &environment, const QJsonArray &artifacts)
{
    return (*this)[u"eng"_s].http->post("/v1/gate", {{u"model"_s, u"m"_s}, {u"version"_s, u"1"_s}, {u"environment"_s, environment},
                                                      {u"artifacts"_s, artifacts}}).json();
}

} // namespace countersign::test
