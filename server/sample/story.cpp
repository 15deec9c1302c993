// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sample/story.h"

#include "server/routes/editing.h"
#include "server/routes/evidence.h"
#include "server/routes/humanreviews.h"
#include "server/routes/judging.h"
#include "server/routes/logreading.h"
#include "server/routes/plans.h"
#include "server/routes/signing.h"
#include "server/routes/storesource.h"
#include "server/routes/verbs.h"
#include "trust/decision.h"
#include "trust/planapproval.h"
#include "trust/signer.h"

namespace countersign::sample {

using namespace Qt::StringLiterals;

Story::Story(Store &store, EvidenceReader reader, QString keyFolder)
    : m_store(store), m_reader(std::move(reader)), m_keyFolder(std::move(keyFolder))
{
}

Caller Story::callerOf(const QString &person) const
{
    if (!m_people.contains(person)) {
        if (const auto record = m_store.parsedRecord(u"person"_s, person); record.ok()) {
            if (const auto found = decode<Person>(record->body); found.ok())
                m_people.insert(person, *found);
        }
    }
    const Person found = m_people.value(person);
    return {{}, found.displayName, {person, found.roles}, {u"read"_s, u"write"_s, u"sign"_s, u"ingest"_s, u"admin"_s}};
}

template <typename Work>
auto Story::as(const QString &person, Work work)
{
    return m_store.write(person, m_now, [&](WriteSession &session) {
        Command command(session, callerOf(person), [this](const QString &digest) { return m_store.blobs().read(digest, m_store.blobs().limit()); });
        return work(command);
    });
}

Result<Record> Story::create(const QString &person, const QString &kind, const QJsonObject &body)
{
    Creation creation{kindByName(kind), body, {}};
    if (kind == "reviewset"_L1) {
        StoreSource source(m_store);
        const auto drawn = drawReviewItems(source, m_store.blobs(), body);
        if (!drawn)
            return drawn.error();
        creation.items = *drawn;
    }
    return as(person, [&](Command &command) -> Result<Record> {
        auto created = createRecord(command, creation);
        if (!created)
            return created.error();
        return created->record;
    });
}

Result<Record> Story::edit(const QString &person, const QString &kind, const QString &id, const QJsonObject &patch)
{
    m_people.clear();
    return as(person, [&](Command &command) -> Result<Record> {
        const auto before = command.record(kind, id);
        if (!before)
            return before;
        return editRecord(command, {kindByName(kind), id, before->revision, patch, {}});
    });
}

Result<Record> Story::verb(const QString &person, const QString &kind, const QString &id, const QString &verb)
{
    return as(person, [&](Command &command) { return applyVerb(command, {kindByName(kind), id, verb, {}, {}}); });
}

Result<Record> Story::import(const QString &person, const QString &kind, const QString &version, const QString &fileName,
                             const QString &title, const QByteArray &bytes)
{
    const auto raw = m_store.blobs().put(bytes);
    if (!raw)
        return raw.error();
    const auto imported = readEvidence(m_store.blobs(), m_reader, {kind, bytes, fileName, {}});
    if (!imported)
        return imported.error();
    QJsonObject body{{u"version"_s, version}, {u"fileName"_s, fileName}, {u"raw"_s, raw->digest}};
    if (kind == "evaluation"_L1)
        body.insert(u"title"_s, title);
    return as(person, [&](Command &command) -> Result<Record> {
        auto created = createRecord(command, {kindByName(kind), body, *imported});
        if (!created)
            return created.error();
        return created->record;
    });
}

Result<Record> Story::sign(const QString &person, const QString &request, const QString &stage, const QString &role,
                           Signoff::Verdict verdict, const QString &comment)
{
    StoreSource source(m_store);
    const auto judged = judgeRequest(source, request, m_now);
    if (!judged)
        return judged.error();
    DecisionInput input;
    input.verdict = verdict;
    input.stage = stage;
    input.role = role;
    input.comment = comment;
    input.person = person;
    input.personName = callerOf(person).displayName;
    input.decidedAt = m_now;
    input.notAfter = m_now.addDays(judged->release.policy.approvalDays);
    const qint64 size = m_store.log().size();
    const auto root = rootAt(m_store.log(), size);
    if (!root)
        return root.error();
    input.logView = {m_store.log().origin(), quint64(size), *root};
    const PreparedDecision prepared = prepareDecision(judged->release, judged->status, input);
    const auto envelope = signEnvelope(QString(inTotoPayloadType), prepared.statement.toBytes(), m_keys.value(person));
    if (!envelope)
        return envelope.error();
    const SignCall call{request, role, SigstoreBundle::around(*envelope).toBytes(), prepared.sheet};
    const LogFacts log{m_store.log().origin(), [this](qint64 at) { return rootAt(m_store.log(), at); }};
    return as(person, [&](Command &command) -> Result<Record> {
        auto done = recordSignoff(command, call, log);
        if (!done)
            return done.error();
        return done->signoff;
    });
}

Result<Record> Story::signPlan(const QString &person, const QString &plan, const QString &role)
{
    const auto record = m_store.parsedRecord(u"plan"_s, plan);
    const auto body = record ? decode<Plan>(record->body) : Result<Plan>(record.error());
    if (!body)
        return body.error();
    const qint64 size = m_store.log().size();
    const auto root = rootAt(m_store.log(), size);
    if (!root)
        return root.error();
    const PreparedDecision prepared = preparePlanApproval(*body, {plan, role, person, callerOf(person).displayName, {}, m_now,
                                                                  {m_store.log().origin(), quint64(size), *root}});
    const auto envelope = signEnvelope(QString(inTotoPayloadType), prepared.statement.toBytes(), m_keys.value(person));
    if (!envelope)
        return envelope.error();
    const PlanSignCall call{plan, role, SigstoreBundle::around(*envelope).toBytes(), prepared.sheet};
    const LogFacts log{m_store.log().origin(), [this](qint64 at) { return rootAt(m_store.log(), at); }};
    return as(person, [&](Command &command) { return countersign::signPlan(command, call, log); });
}

Result<Record> Story::closeReview(const QString &person, const QString &set)
{
    StoreSource source(m_store);
    const auto file = reviewFile(source, set, m_now);
    if (!file)
        return file.error();
    const auto raw = m_store.blobs().put(file->bytes);
    if (!raw)
        return raw.error();
    const auto imported = readEvidence(m_store.blobs(), m_reader, {u"evaluation"_s, file->bytes, {}, {}});
    if (!imported)
        return imported.error();
    const VerbCall call{kindByName(u"reviewset"), set, u"close"_s, {}, {}, *imported, raw->digest, file->ratings};
    return as(person, [&](Command &command) { return applyVerb(command, call); });
}

Result<void> Story::enrol(const QString &person, const QString &administrator)
{
    const auto key = PrivateKey::generate();
    if (!key)
        return key.error();
    if (const auto written = writeSecretFile(m_keyFolder + u'/' + person + u".pem"_s, key->toPem()); !written)
        return written;
    const QString label = u"Sample key"_s;
    const Statement statement = enrolmentStatement(person, key->publicKey(), label, m_now);
    const auto envelope = signEnvelope(QString(inTotoPayloadType), statement.toBytes(), *key);
    if (!envelope)
        return envelope.error();
    m_keys.insert(person, *key);
    const auto record = create(person, u"signer"_s,
                               {{u"person"_s, person},
                                {u"publicKey"_s, QString::fromLatin1(key->publicKey().toPem())},
                                {u"label"_s, label},
                                {u"enrolment"_s, QString::fromUtf8(SigstoreBundle::around(*envelope).toBytes())}});
    if (!record)
        return record.error();
    const auto confirmed = verb(administrator, u"signer"_s, record->id, u"confirm"_s);
    return confirmed ? Result<void>() : Result<void>(confirmed.error());
}

Result<QByteArray> Story::apiKey(const QString &person, const QString &issuedBy)
{
    return as(issuedBy, [&](Command &command) -> Result<QByteArray> {
        ApiKey key;
        key.label = u"Sample workspace"_s;
        key.person = person;
        key.scopes = {u"read"_s, u"write"_s, u"sign"_s, u"ingest"_s};
        if (callerOf(person).actor.has(u"administrator"_s))
            key.scopes.append(u"admin"_s);
        key.expiresAt = m_now.addDays(89);
        auto created = createApiKey(command, key);
        if (!created)
            return created.error();
        return created->secret;
    });
}

} // namespace countersign::sample
