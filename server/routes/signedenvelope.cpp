// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/signedenvelope.h"

#include "base/clock.h"
#include "domain/kinds/people.h"
#include "trust/digest.h"

namespace countersign {

using namespace Qt::StringLiterals;

Result<SignedEnvelope> openEnvelope(Command &command, QByteArrayView sent)
{
    const auto bundle = SigstoreBundle::fromBytes(sent);
    if (!bundle)
        return invalidField(u"envelope"_s, bundle.error().text);
    if (bundle->material != SigstoreBundle::Material::KeyHint)
        return invalidField(u"envelope"_s, u"must name the reviewer's key by a hint, not bring one."_s);
    SignedEnvelope out;
    out.keyId = bundle->hint;
    const auto found = command.session().find(u"signer"_s, out.keyId);
    if (!found)
        return found.error();
    if (!*found)
        return {Error::Code::Untrusted, u"No enrolled key has the id %1."_s.arg(out.keyId.left(64))};
    const auto signer = bodyOf<SignerKey>(**found);
    if (!signer)
        return signer.error();
    if (signer->person != command.caller().actor.person)
        return {Error::Code::Forbidden, u"This key is %1's; you are %2."_s.arg(signer->person, command.caller().actor.person)};
    if (signer->state == SignerKey::Pending)
        return {Error::Code::Refused, u"This key was not yet confirmed by an administrator."_s};
    if (signer->state == SignerKey::Revoked)
        return {Error::Code::Refused, u"This key was revoked on %1."_s.arg(toRfc3339(signer->revokedAt))};
    const auto key = PublicKey::fromPem(signer->publicKey.toLatin1());
    if (!key)
        return {Error::Code::Corrupt, u"The stored key cannot be read."_s};
    if (const auto good = bundle->verify(*key); !good)
        return {Error::Code::Untrusted, good.error().text};
    auto statement = Statement::fromBytes(bundle->envelope.payload);
    if (!statement)
        return invalidField(u"envelope"_s, statement.error().text);
    out.payloadDigest = digestString(sha256(bundle->envelope.payload));
    Envelope envelope = bundle->envelope;
    envelope.signatures[0].keyId = out.keyId;
    out.bundle = SigstoreBundle::around(envelope).toBytes();
    out.statement = std::move(statement).value();
    return out;
}

Result<void> checkLogView(const LogView &seen, const LogFacts &log)
{
    if (seen.origin != log.origin)
        return {Error::Code::Untrusted, u"The signer had seen another log: '%1'."_s.arg(seen.origin)};
    const auto root = log.rootAt(qint64(seen.size));
    if (!root || *root != seen.root)
        return {Error::Code::Untrusted, u"The signer had seen another history of this log (%1 entries)."_s.arg(seen.size)};
    return {};
}

} // namespace countersign
