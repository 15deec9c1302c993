// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/releasebundle.h"

#include "base/json.h"
#include "trust/bundlelayout.h"
#include "trust/decision.h"
#include "trust/digest.h"
#include "trust/modelmanifest.h"
#include "trust/planapproval.h"
#include "trust/tlogproof.h"
#include "trust/zip.h"

#include <QBuffer>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct ProvedRecord
{
    LeafFacts leaf;
    quint64 index = 0;
    QByteArray body;
    QJsonObject json;
};

struct KnownKey
{
    PublicKey key;
    SignerKey signer;
    qint64 leaf = -1;
};

/// Goes through a bundle step by step. A step that fails records the sentence and stops the walk.
class Verifier
{
public:
    Verifier(const ZipReader &zip, const VerifyOptions &options, BundleReport &report)
        : m_zip(zip), m_options(options), m_report(report)
    {
    }

    void run()
    {
        const std::pair<QString, Result<void> (Verifier::*)()> steps[] = {
            {u"contents"_s, &Verifier::readContents},   {u"checkpoint"_s, &Verifier::checkCheckpoint},
            {u"records"_s, &Verifier::proveRecords},    {u"keys"_s, &Verifier::checkKeys},
            {u"policy"_s, &Verifier::checkPolicy},      {u"evidence"_s, &Verifier::checkEvidence},
            {u"artifacts"_s, &Verifier::checkModel},    {u"sign-offs"_s, &Verifier::checkSignoffs},
            {u"gate summary"_s, &Verifier::checkGate},  {u"decision"_s, &Verifier::judge},
        };
        for (const auto &[name, step] : steps) {
            m_detail.clear();
            const Result<void> result = (this->*step)();
            m_report.checks.append({name, result.ok(), result.ok() ? m_detail : result.error().text});
            if (!result)
                return;
        }
    }

private:
    static Error untrusted(const QString &text) { return {Error::Code::Untrusted, text}; }

    Result<QByteArray> file(const QString &name) const
    {
        auto bytes = m_zip.read(name);
        if (!bytes)
            return untrusted(u"%1: %2"_s.arg(name, bytes.error().text));
        return bytes;
    }

    Result<void> readContents()
    {
        const auto bytes = file(layout::manifest);
        if (!bytes)
            return bytes.error();
        const auto json = parseJson(*bytes);
        if (!json)
            return untrusted(u"%1 is not JSON."_s.arg(layout::manifest));
        const QJsonObject object = json->toObject();
        m_report.release.requestId = object.value(u"request"_s).toString();
        m_records = object.value(u"records"_s).toString().toInt();
        m_signoffs = object.value(u"signoffs"_s).toString().toInt();
        if (object.value(u"version"_s).toString() != "1"_L1 || m_records < 1 || m_records > 10'000 || m_signoffs < 0)
            return untrusted(u"%1 is of a form this program does not know."_s.arg(layout::manifest));
        // Every byte of the archive is covered by a checksum even where no digest of ours reaches (README, script).
        for (const ZipReader::Entry &entry : m_zip.entries()) {
            if (const auto content = file(entry.name); !content)
                return content.error();
        }
        m_detail = u"%1 files"_s.arg(m_zip.entries().size());
        return {};
    }

    Result<void> checkCheckpoint()
    {
        const auto bytes = file(layout::checkpoint);
        if (!bytes)
            return bytes.error();
        const auto opened = m_options.trust.open(*bytes);
        if (!opened)
            return untrusted(opened.error().text);
        m_report.checkpoint = opened->checkpoint;
        m_checkpoint = *bytes;
        if (m_options.remembered) {
            const Checkpoint &before = *m_options.remembered;
            if (before.origin == opened->checkpoint.origin && before.size == opened->checkpoint.size
                && before.root != opened->checkpoint.root)
                return untrusted(u"The log shows another history than it showed before at %1 entries: it was forked."_s.arg(before.size));
        }
        m_detail = u"%1, %2 entries"_s.arg(opened->checkpoint.origin).arg(opened->checkpoint.size);
        return {};
    }

    Result<SignedCheckpoint> prove(const QString &proofName, const QByteArray &entry, quint64 &index) const
    {
        const auto bytes = file(proofName);
        if (!bytes)
            return bytes.error();
        const auto proof = TlogProof::fromBytes(*bytes);
        if (!proof)
            return untrusted(u"%1: %2"_s.arg(proofName, proof.error().text));
        if (proof->checkpoint != m_checkpoint)
            return untrusted(u"%1 holds another checkpoint than the bundle."_s.arg(proofName));
        auto proved = proof->verify(entry, m_options.trust);
        if (!proved)
            return untrusted(u"%1: %2"_s.arg(proofName, proved.error().text));
        index = proof->index;
        return proved;
    }

    Result<void> proveRecord(int n)
    {
        const auto bytes = file(layout::record(n));
        if (!bytes)
            return bytes.error();
        const auto json = parseJson(*bytes, {.depth = 8});
        if (!json)
            return untrusted(u"%1 is not JSON: %2"_s.arg(layout::record(n), json.error().text));
        const QJsonObject object = json->toObject();
        ProvedRecord record;
        const QByteArray entry = object.value(u"entry"_s).toString().toUtf8();
        const auto leaf = LeafFacts::fromEntry(entry);
        if (!leaf)
            return untrusted(u"%1: %2"_s.arg(layout::record(n), leaf.error().text));
        record.leaf = *leaf;
        if (const auto proved = prove(layout::recordProof(n), entry, record.index); !proved)
            return proved.error();
        record.body = object.value(u"body"_s).toString().toUtf8();
        const QByteArray salt = QByteArray::fromHex(object.value(u"salt"_s).toString().toLatin1());
        if (bodyDigest(salt, record.body) != leaf->bodyDigest || object.value(u"kind"_s).toString() != leaf->kind
            || object.value(u"id"_s).toString() != leaf->id)
            return untrusted(u"%1 (%2 %3) is not what the log's entry %4 commits to."_s.arg(layout::record(n), leaf->kind, leaf->id)
                                 .arg(record.index));
        const auto body = parseJson(record.body);
        if (!body)
            return untrusted(u"%1: the body is not JSON."_s.arg(layout::record(n)));
        record.json = body->toObject();
        m_byKind[leaf->kind].append(record);
        return {};
    }

    Result<void> proveRecords()
    {
        for (int n = 1; n <= m_records; ++n) {
            if (const auto proved = proveRecord(n); !proved)
                return proved;
        }
        m_detail = u"%1 records are in the log"_s.arg(m_records);
        return load();
    }

    template <typename T>
    Result<T> only(const QString &kind) const
    {
        const auto found = m_byKind.value(kind);
        if (found.size() != 1)
            return untrusted(u"The bundle holds %1 records of kind %2 instead of one."_s.arg(found.size()).arg(kind));
        return decode<T>(found.first().json);
    }

    Result<void> load()
    {
        ReleaseCase &release = m_report.release;
        const auto request = only<Request>(u"request"_s);
        const auto version = only<Version>(u"version"_s);
        const auto policy = only<Policy>(u"policy"_s);
        for (const Error *error : {request ? nullptr : &request.error(), version ? nullptr : &version.error(),
                                   policy ? nullptr : &policy.error()}) {
            if (error)
                return untrusted(error->text);
        }
        release.request = *request;
        release.version = *version;
        release.policy = *policy;
        if (m_byKind[u"request"_s].first().leaf.id != release.requestId || release.request.version != version->key()
            || release.request.policy != policy->name)
            return untrusted(u"Request, version and policy of the bundle do not belong together."_s);
        for (const ProvedRecord &record : m_byKind.value(u"person"_s)) {
            const auto person = decode<Person>(record.json);
            if (!person)
                return untrusted(person.error().text);
            release.people.append(*person);
        }
        for (const ProvedRecord &record : m_byKind.value(u"waiver"_s)) {
            const auto waiver = decode<Waiver>(record.json);
            if (!waiver)
                return untrusted(waiver.error().text);
            release.waivers.append({record.leaf.id, *waiver});
        }
        return {};
    }

    Result<void> checkKeys()
    {
        for (const ProvedRecord &record : m_byKind.value(u"signer"_s)) {
            const auto signer = decode<SignerKey>(record.json);
            if (!signer)
                return untrusted(signer.error().text);
            const auto key = checkEnrolment(signer->enrolment.toUtf8(), signer->person);
            if (!key)
                return untrusted(u"The enrolment of %1's key: %2"_s.arg(signer->person, key.error().text));
            const auto pem = file(layout::key(signer->keyId));
            if (!pem)
                return pem.error();
            const auto listed = PublicKey::fromPem(*pem);
            if (!listed || !(*listed == *key) || key->keyId() != signer->keyId || *pem != signer->publicKey.toUtf8())
                return untrusted(u"%1 is not the key that %2 enrolled."_s.arg(layout::key(signer->keyId), signer->person));
            if (signer->state == SignerKey::Pending)
                return untrusted(u"The key of %1 was never confirmed by a second person."_s.arg(signer->person));
            m_keys.insert(signer->keyId, {*key, *signer, qint64(record.index)});
        }
        m_detail = u"%1 enrolled keys"_s.arg(m_keys.size());
        return {};
    }

    Result<void> checkPolicy()
    {
        const auto bytes = file(layout::policy);
        if (!bytes)
            return bytes.error();
        if (*bytes != m_byKind[u"policy"_s].first().body)
            return untrusted(u"%1 is not the policy in the log."_s.arg(layout::policy));
        if (digestString(sha256(*bytes)) != m_report.release.request.policyDigest)
            return untrusted(u"The request was judged by another text of the policy."_s);
        m_detail = m_report.release.policy.title;
        return {};
    }

    Result<void> addEvaluation(const EvidenceRef &wanted, const QByteArray &raw)
    {
        for (const ProvedRecord &record : m_byKind.value(u"evaluation"_s)) {
            if (record.leaf.id != wanted.id)
                continue;
            const auto evaluation = decode<Evaluation>(record.json);
            if (!evaluation || evaluation->raw != wanted.digest)
                return untrusted(u"The record of '%1' does not name these bytes."_s.arg(wanted.title));
            const auto understood = m_options.readEvidence(raw, evaluation->fileName, evaluation->format);
            if (!understood || !std::holds_alternative<EvaluationReport>(*understood))
                return untrusted(u"'%1' cannot be read as the evaluation it is recorded as."_s.arg(wanted.title));
            m_report.release.evaluations.append({wanted.id, *evaluation, std::get<EvaluationReport>(*understood)});
            return {};
        }
        return untrusted(u"The record of '%1' is not in the bundle."_s.arg(wanted.title));
    }

    Result<void> addCard(const EvidenceRef &wanted, const QByteArray &raw)
    {
        for (const ProvedRecord &record : m_byKind.value(u"card"_s)) {
            if (record.leaf.id != wanted.id)
                continue;
            auto card = decode<Card>(record.json);
            if (!card || card->raw != wanted.digest)
                return untrusted(u"The record of '%1' does not name these bytes."_s.arg(wanted.title));
            const auto understood = m_options.readEvidence(raw, card->fileName, card->format);
            if (!understood || !std::holds_alternative<CardContent>(*understood))
                return untrusted(u"'%1' cannot be read as the card it is recorded as."_s.arg(wanted.title));
            Card recounted = *card;
            recounted.missing = std::get<CardContent>(*understood).missing;
            m_report.release.cards.append({wanted.id, recounted});
            return {};
        }
        return untrusted(u"The record of '%1' is not in the bundle."_s.arg(wanted.title));
    }

    /// A plan is believed for what an enrolled key signed, not for what its record says of itself.
    Result<void> addPlan(const EvidenceRef &wanted)
    {
        for (const ProvedRecord &record : m_byKind.value(u"plan"_s)) {
            if (record.leaf.id != wanted.id)
                continue;
            const auto plan = decode<Plan>(record.json);
            if (!plan || planDigest(*plan) != wanted.digest || plan->contentDigest != wanted.digest)
                return untrusted(u"The record of '%1' is not the plan that was reviewed."_s.arg(wanted.title));
            for (const PlanSignature &signature : plan->signatures) {
                const auto bundle = SigstoreBundle::fromBytes(signature.envelope.toUtf8());
                const auto key = m_keys.constFind(signature.signer);
                const auto statement = bundle ? Statement::fromBytes(bundle->envelope.payload) : Result<Statement>(bundle.error());
                if (!statement || key == m_keys.constEnd() || key->signer.person != signature.person || signature.person == plan->author
                    || !bundle->verify(key->key) || !checkPlanApproval(*statement, wanted.id, *plan, signature.sheet.toUtf8()))
                    return untrusted(u"The signature of %1 on '%2' does not hold."_s.arg(signature.person, wanted.title));
            }
            if (plan->signatures.isEmpty())
                return untrusted(u"Nobody signed '%1'."_s.arg(wanted.title));
            m_report.release.plans.append({wanted.id, *plan, qint64(record.index)});
            return {};
        }
        return untrusted(u"The record of '%1' is not in the bundle."_s.arg(wanted.title));
    }

    Result<void> checkEvidence()
    {
        for (const EvidenceRef &wanted : m_report.release.request.evidence) {
            if (wanted.kind == EvidenceRef::Plan) {
                if (const auto added = addPlan(wanted); !added)
                    return added;
                continue;
            }
            if (wanted.kind != EvidenceRef::Evaluation && wanted.kind != EvidenceRef::Card)
                continue;
            const auto raw = file(layout::evidence(wanted.digest));
            if (!raw)
                return raw.error();
            if (digestString(sha256(*raw)) != wanted.digest)
                return untrusted(u"%1 ('%2') has other bytes than were reviewed."_s.arg(layout::evidence(wanted.digest), wanted.title));
            const auto added = wanted.kind == EvidenceRef::Card ? addCard(wanted, *raw) : addEvaluation(wanted, *raw);
            if (!added)
                return added;
        }
        m_detail = u"%1 pieces, read again from their bytes"_s.arg(m_report.release.request.evidence.size());
        return {};
    }

    Result<void> checkModel()
    {
        const ReleaseCase &release = m_report.release;
        const auto digests = artifactDigests(release.version);
        if (!digests)
            return untrusted(digests.error().text);
        if (digests->manifest != release.request.manifestDigest || digests->statement != release.request.statementDigest)
            return untrusted(u"The version's files are not those the request was opened for."_s);
        m_detail = u"%1 files, root %2"_s.arg(release.version.artifacts.size()).arg(release.request.manifestDigest);
        if (!m_zip.contains(layout::modelSignature))
            return {};
        const auto bytes = file(layout::modelSignature);
        if (!bytes)
            return bytes.error();
        for (const KnownKey &known : m_keys) {
            const auto model = openModelSignature(*bytes, known.key);
            if (known.signer.person != gatePerson || !model)
                continue;
            if (digestString(model->statementDigest) != release.request.statementDigest)
                return untrusted(u"model.sig speaks of other files."_s);
            return {};
        }
        return untrusted(u"model.sig is not signed by the gate's key."_s);
    }

    Result<SigstoreBundle> signedByGate(const QString &name, const QString &title) const
    {
        const auto bytes = file(name);
        if (!bytes)
            return bytes.error();
        auto bundle = SigstoreBundle::fromBytes(*bytes);
        if (!bundle)
            return untrusted(u"%1: %2"_s.arg(title, bundle.error().text));
        for (const KnownKey &known : m_keys) {
            if (known.signer.person == gatePerson && bundle->envelope.verify(known.key))
                return bundle;
        }
        return untrusted(u"%1 is not signed by the gate's key."_s.arg(title));
    }

    Result<void> checkSignoff(int n, const ProvedRecord &record)
    {
        const auto signoff = decode<Signoff>(record.json);
        if (!signoff)
            return untrusted(signoff.error().text);
        const auto bytes = file(layout::signoff(n));
        const auto sheet = file(layout::sheet(n));
        const auto leaf = file(layout::signoffLeaf(n));
        if (!bytes || !sheet || !leaf)
            return untrusted(u"Sign-off %1 is not whole."_s.arg(n));
        const QString name = u"%1 by %2"_s.arg(layout::signoff(n), signoff->person);
        const auto bundle = SigstoreBundle::fromBytes(*bytes);
        if (!bundle)
            return untrusted(u"%1: %2"_s.arg(name, bundle.error().text));
        const auto key = m_keys.constFind(signoff->signer);
        if (key == m_keys.constEnd() || key->signer.person != signoff->person)
            return untrusted(u"%1: its key is not one that %2 enrolled."_s.arg(name, signoff->person));
        if (const auto good = bundle->verify(key->key); !good)
            return untrusted(u"%1: %2"_s.arg(name, good.error().text));
        quint64 index = 0;
        if (const auto proved = prove(layout::signoffProof(n), *leaf, index); !proved)
            return proved.error();
        const auto facts = LeafFacts::fromEntry(*leaf);
        if (!facts || index != record.index || facts->statement != digestString(sha256(bundle->envelope.payload)))
            return untrusted(u"%1: the log's entry is about another statement."_s.arg(name));
        if (signoff->envelope.toUtf8() != *bytes || signoff->sheet.toUtf8() != *sheet)
            return untrusted(u"%1: signature or sheet is not the one in the log."_s.arg(name));
        const auto statement = Statement::fromBytes(bundle->envelope.payload);
        if (!statement)
            return untrusted(u"%1: %2"_s.arg(name, statement.error().text));
        return takeSignoff(name, record, *signoff, *statement, *sheet, *key);
    }

    Result<void> takeSignoff(const QString &name, const ProvedRecord &record, const Signoff &signoff,
                             const Statement &statement, const QByteArray &sheet, const KnownKey &key)
    {
        const auto said = readDecision(statement);
        if (!said)
            return untrusted(u"%1: %2"_s.arg(name, said.error().text));
        if (said->person != signoff.person || said->role != signoff.role || said->verdict != signoff.verdict
            || said->round != signoff.round || said->stage != signoff.stage || said->comment != signoff.comment)
            return untrusted(u"%1: the record says something else than was signed."_s.arg(name));
        ReleaseCase::SignoffEntry entry{record.leaf.id, signoff, qint64(record.index), true, {}};
        const auto revoke = [&](const QString &why) {
            entry.trusted = false;
            entry.problem = why;
        };
        if (key.signer.state == SignerKey::Revoked && key.leaf < qint64(record.index))
            revoke(u"Signed with a key that had been revoked."_s);
        if (key.signer.confirmedAt.isValid() && signoff.recordedAt < key.signer.confirmedAt)
            revoke(u"Signed before the key was confirmed."_s);
        if (said->verdict == Signoff::Approve && said->notAfter <= m_options.now)
            m_ended.insert(record.leaf.id);
        if (signoff.round == m_report.release.request.round) {
            const auto covers = checkDecision(*said, m_report.release.requestId, m_report.release.request, sheet, statement);
            if (!covers)
                return untrusted(u"%1: %2"_s.arg(name, covers.error().text));
        }
        m_report.release.signoffs.append(entry);
        return {};
    }

    Result<void> checkSignoffs()
    {
        auto records = m_byKind.value(u"signoff"_s);
        std::sort(records.begin(), records.end(), [](const auto &a, const auto &b) { return a.index < b.index; });
        if (records.size() != m_signoffs)
            return untrusted(u"The bundle lists %1 sign-offs and holds %2."_s.arg(m_signoffs).arg(records.size()));
        for (int n = 1; n <= m_signoffs; ++n) {
            if (const auto checked = checkSignoff(n, records[n - 1]); !checked)
                return checked;
        }
        m_detail = u"%1 signatures hold"_s.arg(m_signoffs);
        return {};
    }

    Result<void> checkGate()
    {
        if (!m_zip.contains(layout::gateSummary)) {
            m_detail = u"none; nothing was let through yet"_s;
            return {};
        }
        const auto bundle = signedByGate(layout::gateSummary, u"The gate's summary"_s);
        if (!bundle)
            return bundle.error();
        const auto statement = Statement::fromBytes(bundle->envelope.payload);
        const QString manifest = m_report.release.request.manifestDigest.mid(7);
        if (!statement || statement->predicateType != predicate::verificationSummary || !statement->hasSubject(manifest)
            || statement->predicate.value(u"verificationResult"_s).toString() != "PASSED"_L1)
            return untrusted(u"The gate's summary is not about this release."_s);
        return {};
    }

    Result<void> judge()
    {
        ReleaseCase &release = m_report.release;
        m_report.statusWhenDecided = evaluate(release, lastSignoff());
        m_report.status = evaluate(release, m_options.now);
        if (m_report.status.allowed() && !m_ended.isEmpty())
            m_report.status.reasons.append(u"A sign-off's own time limit has passed."_s);
        m_detail = enumText(m_report.statusWhenDecided.outcome);
        return {};
    }

    [[nodiscard]] QDateTime lastSignoff() const
    {
        QDateTime last = m_report.release.request.requestedAt;
        for (const auto &entry : m_report.release.signoffs)
            last = std::max(last, entry.signoff.recordedAt);
        return last;
    }

    const ZipReader &m_zip;
    const VerifyOptions &m_options;
    BundleReport &m_report;
    QString m_detail;
    int m_records = 0;
    int m_signoffs = 0;
    QByteArray m_checkpoint;
    QMap<QString, QList<ProvedRecord>> m_byKind;
    QMap<QString, KnownKey> m_keys;
    QSet<QString> m_ended;
};

} // namespace

bool BundleReport::authentic() const
{
    return !checks.isEmpty() && std::all_of(checks.begin(), checks.end(), [](const Check &check) { return check.ok; });
}

QString BundleReport::failure() const
{
    for (const Check &check : checks) {
        if (!check.ok)
            return check.what + u": "_s + check.detail;
    }
    return checks.isEmpty() ? u"nothing was checked"_s : QString();
}

BundleReport verifyBundle(QByteArrayView zip, const VerifyOptions &options)
{
    BundleReport report;
    QByteArray bytes = zip.toByteArray();
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    const auto reader = ZipReader::open(&buffer);
    if (!reader) {
        report.checks.append({u"archive"_s, false, reader.error().text});
        return report;
    }
    Verifier(*reader, options, report).run();
    return report;
}

} // namespace countersign
