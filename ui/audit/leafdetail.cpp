// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/leafdetail.h"

#include "trust/decision.h"
#include "trust/digest.h"
#include "trust/sigstorebundle.h"
#include "ui/audit/words.h"
#include "ui/widgets/numberformat.h"
#include "ui/workspace/workspace.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Audit
{
    Q_DECLARE_TR_FUNCTIONS(Audit)
};

QUrl linkOf(const Record &record)
{
    const QString &kind = record.kind;
    const QString version = record.body.value(u"version"_s).toString();
    if (kind == "request"_L1)
        return links::to(u"releases"_s, record.id);
    if (kind == "signoff"_L1)
        return links::to(u"releases"_s, record.body.value(u"request"_s).toString());
    if (kind == "evaluation"_L1)
        return links::to(u"evaluations"_s, record.id);
    if (kind == "model"_L1 || kind == "version"_L1)
        return links::to(u"registry"_s, record.id);
    if (kind == "card"_L1 || kind == "waiver"_L1 || kind == "deployment"_L1)
        return links::to(u"registry"_s, version);
    if (kind == "decision"_L1)
        return links::to(u"registry"_s, record.body.value(u"model"_s).toString());
    if (kind == "signer"_L1)
        return links::to(u"access"_s, u"key/"_s + record.id);
    if (kind == "person"_L1)
        return links::to(u"access"_s, u"person/"_s + record.id);
    return {};
}

LeafDetail::Check check(const QString &what, const Result<void> &result)
{
    return {what, result.ok(), result.ok() ? QString() : result.error().text};
}

/// Long digests would not wrap; whole they stand among the facts.
QString shortened(const QString &text)
{
    if (text.isEmpty())
        return u"—"_s;
    return text.startsWith(u"sha256:"_s) ? text.left(19) + u'…' : text;
}

LeafDetail::Check equal(const QString &what, const QString &a, const QString &b)
{
    const bool same = a == b && !a.isEmpty();
    return {what, same, same ? QString() : Audit::tr("%1 is not %2.").arg(shortened(a), shortened(b))};
}

Result<PublicKey> keyOf(const SignerKey &signer)
{
    auto key = PublicKey::fromPem(signer.publicKey.toLatin1());
    if (key.ok() && key->keyId() != signer.keyId)
        return {Error::Code::Untrusted, Audit::tr("The key's number is not that of its text.")};
    return key;
}

/// The decision as it was signed: payload, signature, sheet, and whose key it was.
void checkSignoff(ReadSession &session, LeafDetail &out)
{
    const Signoff &signoff = *out.signoff;
    if (auto signer = session.get<SignerKey>(signoff.signer); signer.ok())
        out.signer = *signer;
    out.signerName = recordTitle(session, u"person"_s, signoff.person);
    const auto bundle = SigstoreBundle::fromBytes(signoff.envelope.toUtf8());
    if (!bundle) {
        out.checks.append(check(Audit::tr("The envelope can be read"), bundle.error()));
        return;
    }
    const QString payload = digestString(sha256(bundle->envelope.payload));
    out.checks.append(equal(Audit::tr("The log names the text that was signed"), out.row.facts.statement, payload));
    const auto key = out.signer ? keyOf(*out.signer) : Result<PublicKey>(Error::Code::NotFound, Audit::tr("The key is not on this machine."));
    out.checks.append(check(Audit::tr("The signature is that key's"), key.ok() ? bundle->verify(*key) : Result<void>(key.error())));
    if (out.signer)
        out.checks.append(equal(Audit::tr("The key is the person's"), out.signer->person, signoff.person));
    const auto statement = Statement::fromBytes(bundle->envelope.payload);
    const auto decision = statement.ok() ? readDecision(*statement) : Result<DecisionFacts>(statement.error());
    if (!decision) {
        out.checks.append(check(Audit::tr("The signed text can be read"), decision.error()));
        return;
    }
    out.checks.append(equal(Audit::tr("The sheet is what was signed"), digestString(sha256(signoff.sheet.toUtf8())), decision->sheetDigest));
    const bool same = decision->person == signoff.person && decision->verdict == signoff.verdict && decision->requestId == signoff.request
        && decision->round == signoff.round;
    out.checks.append({Audit::tr("Record and signed text say the same"), same, same ? QString() : Audit::tr("Person, verdict, request or round differ.")});
}

void checkSigner(ReadSession &session, LeafDetail &out)
{
    const SignerKey &signer = *out.signer;
    out.signerName = recordTitle(session, u"person"_s, signer.person);
    const auto key = checkEnrolment(signer.enrolment.toUtf8(), signer.person);
    const bool same = key.ok() && key->keyId() == signer.keyId;
    out.checks.append({Audit::tr("The key itself signed that it is the person's"), same,
                       same ? QString() : key.ok() ? Audit::tr("The enrolment is another key's.") : key.error().text});
}

QString proofOf(const LeafDetail &detail)
{
    const QString leaf = formatCount(detail.row.leaf);
    if (detail.body == LeafDetail::Body::Unread)
        return Audit::tr("Nothing: entry %1 is not in the form this version knows.").arg(leaf);
    if (!detail.sound())
        return Audit::tr("That something was altered: what is stored here is not what entry %1 commits to.").arg(leaf);
    if (detail.signoff) {
        return Audit::tr("That the key of %1 signed this very text, with this verdict, before entry %2 was written; and that neither has been changed since, "
                         "as long as the log verifies.").arg(detail.signerName, formatCount(detail.row.leaf + 1));
    }
    switch (detail.body) {
    case LeafDetail::Body::Same:
        return Audit::tr("That the record reads today exactly as %1 left it then, as long as the log verifies.").arg(detail.row.who);
    case LeafDetail::Body::Edited:
        return Audit::tr("That %1 changed the record then. Its text of that moment is only known by its digest; later entries hold what it became.").arg(detail.row.who);
    default:
        return Audit::tr("That %1 changed the record then. Its text is not on this machine, so only its digest speaks for it.").arg(detail.row.who);
    }
}

void holdAgainstRecord(ReadSession &session, LeafDetail &out)
{
    const LeafFacts &facts = out.row.facts;
    const auto record = kindByName(facts.kind) ? session.record(facts.kind, facts.id) : Result<Record>(Error::Code::NotFound, QString());
    if (!record) {
        out.body = LeafDetail::Body::Gone;
        return;
    }
    out.currentRevision = record->revision;
    out.link = linkOf(*record);
    out.request = facts.kind == "request"_L1 ? facts.id : facts.kind == "signoff"_L1 ? record->body.value(u"request"_s).toString() : QString();
    if (record->revision != facts.revision) {
        out.body = LeafDetail::Body::Edited;
    } else {
        const auto bytes = session.bodyBytes(facts.kind, facts.id);
        const QString digest = bytes.ok() ? bodyDigest(QByteArrayView(QByteArray::fromHex(record->salt.toLatin1())), QByteArrayView(*bytes)) : QString();
        out.body = digest == facts.bodyDigest ? LeafDetail::Body::Same : LeafDetail::Body::Differs;
        out.checks.append(equal(Audit::tr("The record is what the log commits to"), digest, facts.bodyDigest));
    }
    if (facts.kind == "signoff"_L1) {
        if (auto signoff = decode<Signoff>(record->body); signoff.ok()) {
            out.signoff = *signoff;
            checkSignoff(session, out);
        }
    } else if (facts.kind == "signer"_L1) {
        if (auto signer = decode<SignerKey>(record->body); signer.ok()) {
            out.signer = *signer;
            checkSigner(session, out);
        }
    }
}

} // namespace

bool LeafDetail::sound() const
{
    return body != Body::Differs && body != Body::Unread && std::all_of(checks.begin(), checks.end(), [](const Check &c) { return c.holds; });
}

Result<LeafDetail> loadLeaf(ReadSession &session, const LeafRow &row)
{
    LeafDetail out;
    out.row = row;
    if (row.problem.isEmpty())
        holdAgainstRecord(session, out);
    out.proves = proofOf(out);
    return out;
}

} // namespace countersign
