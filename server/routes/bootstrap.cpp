// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/bootstrap.h"

#include "domain/kinds/people.h"
#include "server/access/apikey.h"
#include "server/routes/creating.h"
#include "server/routes/verbs.h"
#include "trust/decision.h"
#include "trust/digest.h"
#include "trust/releasebundle.h"
#include "trust/signer.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

const QString announcedLabel = u"Announced at start"_s;

BlobReader noBlobs()
{
    return [](const QString &) -> Result<QByteArray> { return {Error::Code::NotFound, u"No blob is needed here."_s}; };
}

Caller itself()
{
    return {{}, u"Countersign server"_s, {serverActor, {}}, {}};
}

template <typename Work>
auto asServer(Store &store, const QDateTime &now, Work work)
{
    return store.write(serverActor, now, [&](WriteSession &session) {
        Command command(session, itself(), noBlobs());
        return work(command);
    });
}

Result<PrivateKey> loadGateKey(const QString &path)
{
    const auto pem = readSecretFile(path);
    if (pem)
        return PrivateKey::fromPem(*pem);
    if (pem.error().code != Error::Code::NotFound)
        return pem.error();
    auto key = PrivateKey::generate();
    if (!key)
        return key;
    if (const auto written = writeSecretFile(path, key->toPem()); !written)
        return written.error();
    return key;
}

Result<Record> enrolGate(Command &command, const PrivateKey &key)
{
    const QString name(gatePerson);
    const auto person = command.session().find(u"person"_s, name);
    if (!person)
        return person.error();
    if (!*person) {
        Person gate;
        gate.name = name;
        gate.displayName = u"Countersign gate"_s;
        if (const auto made = command.create(u"person"_s, name, encode(gate)); !made)
            return made;
    }
    const Statement statement = enrolmentStatement(name, key.publicKey(), u"Gate"_s, command.now());
    const auto envelope = signEnvelope(QString(inTotoPayloadType), statement.toBytes(), key);
    if (!envelope)
        return envelope.error();
    SignerKey signer;
    signer.keyId = key.keyId();
    signer.person = name;
    signer.publicKey = QString::fromLatin1(key.publicKey().toPem());
    signer.label = u"Gate"_s;
    signer.state = SignerKey::Active;
    signer.enrolment = QString::fromUtf8(SigstoreBundle::around(*envelope).toBytes());
    signer.enrolmentDigest = digestString(sha256(envelope->payload));
    signer.enrolledAt = command.now();
    return command.create(u"signer"_s, signer.keyId, encode(signer), signer.enrolmentDigest);
}

/// The administrator that a start-up key is for.
Result<QString> anAdministrator(Command &command, const QString &preferred)
{
    const auto people = command.list(u"person"_s, u"active"_s, u"true"_s);
    if (!people)
        return people.error();
    QString found;
    for (const Record &record : *people) {
        const auto person = bodyOf<Person>(record);
        if (!person)
            return person.error();
        if (person->roles.contains(u"administrator"_s) && (found.isEmpty() || person->name == preferred))
            found = person->name;
    }
    if (found.isEmpty())
        return {Error::Code::Refused, u"There is no active administrator."_s};
    return found;
}

Result<void> endAnnouncedKeys(Command &command)
{
    const auto keys = command.list(u"key"_s, u"label"_s, announcedLabel);
    if (!keys)
        return keys.error();
    for (const Record &record : *keys) {
        if (record.body.contains(u"revokedAt"_s))
            continue;
        if (const auto revoked = revokeApiKey(command, record.id); !revoked)
            return revoked.error();
    }
    return {};
}

} // namespace

Result<void> ensureAdministrator(Store &store, const QString &name, const QDateTime &now)
{
    return asServer(store, now, [&](Command &command) -> Result<void> {
        const auto anyone = command.newest(u"person"_s, {});
        if (!anyone)
            return anyone.error();
        if (*anyone)
            return {};
        Person person;
        person.name = name;
        person.displayName = name;
        person.roles = {u"administrator"_s};
        const auto valid = decode<Person>(encode(person));
        if (!valid)
            return valid.error();
        const auto made = command.create(u"person"_s, name, encode(person));
        return made ? Result<void>() : Result<void>(made.error());
    });
}

Result<PrivateKey> ensureGateKey(Store &store, const QString &folder, const QDateTime &now)
{
    const auto key = loadGateKey(folder + u"/gate.key"_s);
    if (!key)
        return key;
    const auto enrolled = asServer(store, now, [&](Command &command) -> Result<bool> {
        const auto known = command.session().find(u"signer"_s, key->keyId());
        if (!known)
            return known.error();
        if (*known)
            return true;
        const auto made = enrolGate(command, *key);
        return made ? Result<bool>(true) : Result<bool>(made.error());
    });
    if (!enrolled)
        return enrolled.error();
    return key;
}

Result<QByteArray> issueAdminKey(Store &store, const QString &preferred, const QDateTime &now)
{
    return asServer(store, now, [&](Command &command) -> Result<QByteArray> {
        const auto person = anAdministrator(command, preferred);
        if (!person)
            return person.error();
        if (const auto ended = endAnnouncedKeys(command); !ended)
            return ended.error();
        ApiKey key;
        key.label = announcedLabel;
        key.person = *person;
        key.scopes = knownScopes();
        key.expiresAt = command.now().addDays(maximumKeyDays);
        const auto made = createApiKey(command, key);
        return made ? Result<QByteArray>(made->secret) : Result<QByteArray>(made.error());
    });
}

} // namespace countersign
