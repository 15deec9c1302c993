// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/bundles.h"

#include "server/routes/judging.h"
#include "server/routes/storesource.h"
#include "trust/decision.h"
#include "trust/modelmanifest.h"
#include "trust/releasebundle.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

class Gatherer
{
public:
    Gatherer(Store &store, BundleInput &input) : m_store(store), m_input(input) {}

    Result<void> add(const QString &kind, const QString &id)
    {
        const QString name = kind + u' ' + id;
        if (id.isEmpty() || m_taken.contains(name))
            return {};
        m_taken.insert(name);
        auto record = m_store.logged(kind, id);
        if (!record)
            return record.error();
        m_input.records.append(*record);
        return {};
    }

    Result<void> addEvidence(const EvidenceRef &ref)
    {
        if (const auto added = add(enumText(ref.kind), ref.id); !added)
            return added;
        // Everything else is its record, which the log proves.
        if (ref.kind != EvidenceRef::Evaluation && ref.kind != EvidenceRef::Card)
            return {};
        const auto bytes = m_store.blobs().read(ref.digest, m_store.blobs().limit());
        if (!bytes)
            return bytes.error();
        m_input.evidence.insert(ref.digest, *bytes);
        return {};
    }

private:
    Store &m_store;
    BundleInput &m_input;
    QSet<QString> m_taken;
};

Result<void> gather(const Judged &judged, const PrivateKey &gateKey, Gatherer &gatherer)
{
    const ReleaseCase &release = judged.release;
    QList<std::pair<QString, QString>> wanted{{u"request"_s, release.requestId}, {u"version"_s, release.version.key()},
                                              {u"model"_s, release.version.model}, {u"policy"_s, release.policy.name},
                                              {u"signer"_s, gateKey.keyId()}};
    for (const Person &person : release.people)
        wanted.append({u"person"_s, person.name});
    for (const auto &entry : release.waivers)
        wanted.append({u"waiver"_s, entry.id});
    for (const PlanEntry &entry : release.plans) {
        for (const PlanSignature &signature : entry.plan.signatures)
            wanted.append({u"signer"_s, signature.signer});
    }
    for (const auto &entry : release.signoffs) {
        wanted.append({u"signoff"_s, entry.id});
        wanted.append({u"signer"_s, entry.signoff.signer});
    }
    for (const auto &[kind, id] : wanted) {
        if (const auto added = gatherer.add(kind, id); !added)
            return added;
    }
    for (const EvidenceRef &ref : release.request.evidence) {
        if (const auto added = gatherer.addEvidence(ref); !added)
            return added;
    }
    return {};
}

/// What the gate's own key says: these files, and that they passed.
Result<void> addGateSignatures(const Judged &judged, const PrivateKey &gateKey, const QDateTime &now, BundleInput &input)
{
    const auto manifest = manifestOf(judged.release.version);
    if (!manifest)
        return manifest.error();
    const auto model = signModel(*manifest, judged.release.version.key(), gateKey);
    if (!model)
        return model.error();
    QMap<QString, QString> rests;
    for (const auto &entry : judged.release.signoffs) {
        if (entry.trusted && entry.signoff.round == judged.release.request.round)
            rests.insert(u"countersign:signoff/"_s + entry.id, entry.signoff.payloadDigest.mid(7));
    }
    const Statement statement = gateStatement(judged.release, u"countersign:gate/"_s + gateKey.keyId(), rests, now);
    const auto envelope = signEnvelope(QString(inTotoPayloadType), statement.toBytes(), gateKey);
    if (!envelope)
        return envelope.error();
    input.modelSignature = *model;
    input.gateSummary = SigstoreBundle::around(*envelope).toBytes();
    return {};
}

} // namespace

Result<QByteArray> releaseBundle(Store &store, const QString &requestId, const PrivateKey &gateKey, const QDateTime &now)
{
    StoreSource source(store);
    const auto judged = judgeRequest(source, requestId, now);
    if (!judged)
        return judged.error();
    BundleInput input;
    input.requestId = requestId;
    Gatherer gatherer(store, input);
    if (const auto gathered = gather(*judged, gateKey, gatherer); !gathered)
        return gathered.error();
    const auto answer = askGate(source, {judged->release.version.key(), judged->release.request.environment,
                                         judged->release.version.artifacts, {}}, now);
    if (answer && answer->allowed && answer->request == requestId) {
        if (const auto added = addGateSignatures(*judged, gateKey, now, input); !added)
            return added.error();
    }
    // The checkpoint comes last, so that it covers every record that was gathered.
    const auto checkpoint = store.log().checkpoint();
    if (!checkpoint)
        return checkpoint.error();
    const auto opened = openCheckpoint(*checkpoint, store.log().verifier());
    if (!opened)
        return opened.error();
    const qint64 size = qint64(opened->checkpoint.size);
    input.checkpoint = *checkpoint;
    input.trustPolicy = TlogPolicy::textFor(store.log().verifier());
    input.inclusion = [&store, size](quint64 index) { return store.log().inclusion(qint64(index), size); };
    return writeBundle(input);
}

} // namespace countersign
