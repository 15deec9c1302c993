// SPDX-License-Identifier: GPL-3.0-or-later
#include "places/loggedrecords.h"

#include "base/json.h"
#include "domain/policyevaluation.h"
#include "trust/digest.h"
#include "trust/dsse.h"
#include "trust/merkle.h"
#include "trust/releasebundle.h"
#include "trust/sigstorebundle.h"

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

/// What cannot fail in a test stops it when it does.
template <typename T>
T sure(Result<T> result)
{
    if (!result.ok())
        qFatal("%s", qPrintable(result.error().text));
    return *result;
}

Envelope sealed(const Statement &statement, const PrivateKey &key)
{
    return sure(signEnvelope(QString(inTotoPayloadType), statement.toBytes(), key));
}

QString bundled(const Envelope &envelope)
{
    return QString::fromUtf8(SigstoreBundle::around(envelope).toBytes());
}

} // namespace

QDateTime storyNow()
{
    return QDateTime(QDate(2026, 11, 21), QTime(9, 0), Qt::UTC);
}

QString ulid(int number)
{
    return u"01J"_s + QString::number(number).rightJustified(23, u'0');
}

QString digestOf(const QString &text)
{
    return digestString(sha256(text.toUtf8()));
}

void LoggedRecords::add(const QString &kind, const QString &id, const QJsonObject &body, const QString &actor, const QDateTime &at,
                        const QString &action, const QString &statement)
{
    Record &record = m_records[kind + u' ' + id];
    record.kind = kind;
    record.id = id;
    record.seq = size() + 1;
    record.leaf = record.seq - 1;
    ++record.revision;
    record.updatedAt = at;
    record.updatedBy = actor;
    const QByteArray salt = sha256(QByteArray::number(record.seq)).first(16);
    record.salt = QString::fromLatin1(salt.toHex());
    record.body = body;
    LeafFacts facts;
    facts.kind = kind;
    facts.id = id;
    facts.action = action;
    facts.actor = actor;
    facts.revision = record.revision;
    facts.seq = record.seq;
    facts.at = at;
    facts.statement = statement;
    facts.bodyDigest = bodyDigest(QByteArrayView(salt), QByteArrayView(toJson(body)));
    m_entries.append(facts.toEntry());
}

LogView LoggedRecords::view() const
{
    QList<QByteArray> leaves;
    for (const QByteArray &entry : m_entries)
        leaves.append(leafHash(entry));
    return {u"countersign/0badcafe"_s, quint64(size()), rootOf(leaves)};
}

QByteArray LoggedRecords::page() const
{
    QMap<qint64, Record> inOrder;
    for (const Record &record : m_records)
        inOrder.insert(record.seq, record);
    QJsonArray changes;
    for (const Record &record : inOrder)
        changes.append(record.toJson());
    return toJson(QJsonObject{{u"changes"_s, changes}, {u"head"_s, size()}, {u"checkpoint"_s, u""_s}});
}

Person LoggedRecords::person(const QString &name, const QString &display, const QStringList &roles)
{
    Person out;
    out.name = name;
    out.displayName = display;
    out.email = name + u"@halden-mutual.example"_s;
    out.roles = roles;
    put(name, out, u"emeka.obi"_s, storyNow().addDays(-200));
    return out;
}

Model LoggedRecords::model(const QString &name, const QString &title, const QString &owner, Criticality::Level level)
{
    Model out;
    out.name = name;
    out.title = title;
    out.owner = owner;
    out.criticality = level;
    out.businessDomain = u"claims"_s;
    put(name, out, owner, storyNow().addDays(-180));
    return out;
}

Version LoggedRecords::version(const QString &model, const QString &number, const QString &author, const QDateTime &at)
{
    Version out;
    out.model = model;
    out.version = number;
    out.stage = Version::Candidate;
    out.author = author;
    out.artifacts = {{u"weights.safetensors"_s, digestOf(model + number), 13'200'000'000, u"application/octet-stream"_s}};
    out.registeredAt = at;
    put(out.key(), out, author, at);
    return out;
}

Request LoggedRecords::request(int number, const QString &version, const QString &environment, const QString &policy, const QString &by,
                               const QDateTime &at)
{
    Request out;
    out.number = number;
    out.version = version;
    out.environment = environment;
    out.policy = policy;
    out.policyDigest = digestOf(policy);
    out.nonce = u"nonce-%1"_s.arg(number);
    out.manifestDigest = digestOf(version);
    out.statementDigest = digestOf(version + u" statement"_s);
    out.rounds = {{1, at, u"Requested"_s}};
    out.requestedBy = by;
    out.requestedAt = at;
    out.closesAt = at.addDays(30);
    return out;
}

PrivateKey LoggedRecords::key(const QString &person, const QString &confirmer, const QDateTime &at, const QString &label)
{
    const PrivateKey key = sure(PrivateKey::generate());
    const Envelope envelope = sealed(enrolmentStatement(person, key.publicKey(), label, at), key);
    SignerKey out;
    out.keyId = key.keyId();
    out.person = person;
    out.publicKey = QString::fromLatin1(key.publicKey().toPem());
    out.label = label;
    out.enrolment = bundled(envelope);
    out.enrolmentDigest = digestString(sha256(envelope.payload));
    out.enrolledAt = at;
    put(out.keyId, out, person, at, u"create"_s, out.enrolmentDigest);
    if (confirmer.isEmpty())
        return key;
    out.state = SignerKey::Active;
    out.confirmedBy = confirmer;
    out.confirmedAt = at.addSecs(5400);
    put(out.keyId, out, confirmer, out.confirmedAt, u"confirm"_s, out.enrolmentDigest);
    return key;
}

Signoff LoggedRecords::signoff(const QString &id, const QString &requestId, const Request &request, const PolicyStage &stage, const QString &person,
                               Signoff::Verdict verdict, const QString &comment, const PrivateKey &key, const QDateTime &at)
{
    ReleaseCase release;
    release.requestId = requestId;
    release.request = request;
    release.version.model = request.version.section(u'/', 0, 0);
    release.version.version = request.version.section(u'/', 1);
    release.policy.name = request.policy;
    DecisionInput input;
    input.verdict = verdict;
    input.stage = stage.name;
    input.role = stage.role;
    input.comment = comment;
    input.person = person;
    input.personName = person;
    input.decidedAt = at;
    input.notAfter = at.addDays(90);
    input.logView = view();
    const PreparedDecision decision = prepareDecision(release, evaluate(release, at), input);
    const Envelope envelope = sealed(decision.statement, key);
    Signoff out;
    out.request = requestId;
    out.version = request.version;
    out.environment = request.environment;
    out.round = request.round;
    out.stage = stage.name;
    out.role = stage.role;
    out.person = person;
    out.verdict = verdict;
    out.comment = comment;
    out.signer = key.keyId();
    out.payloadDigest = digestString(sha256(envelope.payload));
    out.sheetDigest = digestString(sha256(decision.sheet));
    out.sheet = QString::fromUtf8(decision.sheet);
    out.envelope = bundled(envelope);
    out.signedAt = at;
    out.recordedAt = at.addSecs(2);
    put(id, out, person, out.recordedAt, u"create"_s, out.payloadDigest);
    return out;
}

} // namespace countersign::test
