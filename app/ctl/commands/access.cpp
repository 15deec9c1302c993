// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "context.h"
#include "lookup.h"
#include "secrets.h"
#include "base/clock.h"
#include "domain/kinds/people.h"
#include "trust/decision.h"

#include <QSysInfo>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

int whoami(Context &context, const Invocation &)
{
    if (!context.session())
        return context.noServer();
    const auto me = context.session()->get(u"/v1/whoami"_s);
    if (!me)
        return context.out.fail(me.error());
    context.out.json(*me);
    context.out.facts({{u"Person"_s, me->value(u"person"_s).toString()},
                       {u"Roles"_s, me->value(u"roles"_s).toVariant().toStringList().join(u", "_s)},
                       {u"Scopes"_s, me->value(u"scopes"_s).toVariant().toStringList().join(u", "_s)},
                       {u"Server"_s, context.session()->url().toString()}});
    return ExitDone;
}

/// Shows a new API key's secret, which the server tells only once.
int showNewKey(Context &context, const Result<QJsonObject> &made)
{
    if (!made)
        return context.out.fail(made.error());
    const QString id = made->value(u"id"_s).toString();
    if (made->value(u"secret"_s).toString().isEmpty()) {
        return context.out.fail(ExitFailed, u"The API key %1 was made, but the answer with its secret was lost."_s.arg(id),
                                u"Replace it with 'countersignctl key rotate %1'."_s.arg(id));
    }
    context.out.json(*made);
    const QJsonObject body = made->value(u"body"_s).toObject();
    context.out.line(u"API key %1 for %2 (%3), until %4. It is shown only now:"_s.arg(id,
                         body.value(u"person"_s).toString(), body.value(u"scopes"_s).toVariant().toStringList().join(u", "_s),
                         body.value(u"expiresAt"_s).toString()));
    context.out.line(made->value(u"secret"_s).toString());
    return ExitDone;
}

int keyCreate(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    bool ok = false;
    const int days = given.value(u"days"_s, u"90"_s).toInt(&ok);
    if (!ok || days < 1 || days > 90)
        return context.out.fail(ExitUsage, u"--days is a number from 1 to 90."_s);
    const QStringList scopes = given.value(u"scopes"_s, u"read"_s).split(u',', Qt::SkipEmptyParts);
    // A minute less than the limit, so that a clock a little ahead of the server's does no harm.
    const QDateTime end = SystemClock().now().addDays(days).addSecs(-60);
    return showNewKey(context, context.session()->post(u"/v1/keys"_s,
                                                       {{u"label"_s, given.value(u"label"_s, u"countersignctl on "_s + QSysInfo::machineHostName())},
                                                        {u"person"_s, given.value(u"person"_s)},
                                                        {u"scopes"_s, QJsonArray::fromStringList(scopes)},
                                                        {u"expiresAt"_s, toRfc3339(end)}}));
}

int keyRotate(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    return showNewKey(context, context.session()->post(recordPath(u"key"_s, given.argument(0)) + u"/rotate"_s));
}

int keyRevoke(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    const auto done = context.session()->post(recordPath(u"key"_s, given.argument(0)) + u"/revoke"_s);
    if (!done)
        return context.out.fail(done.error());
    context.out.json(*done);
    context.out.line(u"The API key %1 is revoked."_s.arg(given.argument(0)));
    return ExitDone;
}

Result<PublicKey> createKeyFile(const QString &path, bool open)
{
    const auto key = PrivateKey::generate();
    if (!key)
        return key.error();
    QByteArray pem;
    if (open) {
        pem = key->toPem();
    } else {
        const auto passphrase = newPassphrase();
        if (!passphrase)
            return passphrase.error();
        const auto sealed = key->toEncryptedPkcs8Pem(*passphrase);
        if (!sealed)
            return sealed.error();
        pem = *sealed;
    }
    if (const auto written = writeSecretFile(path, pem); !written) {
        Error error = written.error();
        error.text = u"%1: %2"_s.arg(path, error.text);
        return error;
    }
    return key->publicKey();
}

int signerCreate(Context &context, const Invocation &given)
{
    const auto key = createKeyFile(given.argument(0), given.has(u"no-passphrase"_s));
    if (!key)
        return context.out.fail(key.error(), u"Set COUNTERSIGN_PASSPHRASE, use a terminal, or say --no-passphrase for a machine's key; choose a file that is not there yet."_s);
    context.out.json(QJsonObject{{u"file"_s, given.argument(0)}, {u"keyId"_s, key->keyId()}, {u"publicKey"_s, QString::fromLatin1(key->toPem())}});
    context.out.line(u"Made a signing key in %1. Its fingerprint is %2."_s.arg(given.argument(0), key->keyId()));
    return ExitDone;
}

int signerEnrol(Context &context, const Invocation &given)
{
    const auto path = keyPath(given);
    if (!path)
        return context.out.fail(ExitUsage, path.error().text);
    if (!context.session())
        return context.noServer();
    Session &server = *context.session();
    const auto signer = openKey(*path);
    if (!signer)
        return context.out.fail(ExitFailed, signer.error().text, u"Make a key first with 'countersignctl signer create FILE'."_s);
    const auto me = server.get(u"/v1/whoami"_s);
    if (!me)
        return context.out.fail(me.error());
    const QString person = me->value(u"person"_s).toString();
    const QString label = given.value(u"label"_s, QSysInfo::machineHostName());
    const PublicKey key = (*signer)->publicKey();
    const Statement statement = enrolmentStatement(person, key, label, SystemClock().now());
    const auto envelope = signEnvelope(inTotoPayloadType, statement.toBytes(), (*signer)->key());
    if (!envelope)
        return context.out.fail(envelope.error());
    const auto made = server.post(u"/v1/signers"_s, {{u"person"_s, person},
                                                     {u"label"_s, label},
                                                     {u"publicKey"_s, QString::fromLatin1(key.toPem())},
                                                     {u"enrolment"_s, QString::fromUtf8(SigstoreBundle::around(*envelope).toBytes())}});
    const auto record = made ? Record::fromJson(*made) : Result<Record>(made.error());
    if (!record)
        return context.out.fail(record.error());
    context.out.json(record->toJson());
    context.out.line(u"Enrolled the key of %1, log entry %2. It counts once an administrator confirms it with"_s.arg(person).arg(record->leaf));
    context.out.line(u"  countersignctl signer confirm %1"_s.arg(record->id));
    context.out.line(u"after comparing the fingerprint %1 with you."_s.arg(key.keyId()));
    return ExitDone;
}

int signerMove(Context &context, const Invocation &given, const QString &verb, const QString &done)
{
    if (!context.session())
        return context.noServer();
    Session &server = *context.session();
    const auto id = signerId(server, given.argument(0));
    if (!id)
        return context.out.fail(id.error());
    QJsonObject body;
    if (given.has(u"comment"_s))
        body.insert(u"comment"_s, given.value(u"comment"_s));
    const auto moved = server.post(recordPath(u"signer"_s, *id) + u'/' + verb, body);
    if (!moved)
        return context.out.fail(moved.error());
    context.out.json(*moved);
    const QJsonObject signer = moved->value(u"body"_s).toObject();
    context.out.line(u"%1: the key %2 of %3."_s.arg(done, signer.value(u"keyId"_s).toString(), signer.value(u"person"_s).toString()));
    return ExitDone;
}

} // namespace

QList<CommandSpec> accessCommands()
{
    const ArgumentSpec keyRecord{u"ID"_s, u"The key's record, from 'keys list'."_s};
    const ArgumentSpec signerRecord{u"KEY"_s, u"The record's id, or the first digits of the fingerprint."_s};
    return {
        {u"whoami"_s, u"Show whose API key is used and what it may do."_s, {}, {}, {}, whoami},
        {u"key create"_s, u"Make an API key for a person."_s, {},
         {{u"person"_s, u"PERSON"_s, u"Whose key it is."_s, true},
          {u"scopes"_s, u"LIST"_s, u"Of read, write, sign, ingest, admin; with commas. read otherwise."_s},
          {u"label"_s, u"TEXT"_s, u"What it is for."_s},
          {u"days"_s, u"N"_s, u"How long it holds: 1 to 90; 90 otherwise."_s}},
         u"This key speaks to the server. The key that signs decisions is another: 'signer create'."_s, keyCreate},
        {u"key rotate"_s, u"Replace an API key by a new one."_s, {keyRecord}, {}, {}, keyRotate},
        {u"key revoke"_s, u"End an API key."_s, {keyRecord}, {}, {}, keyRevoke},
        {u"signer create"_s, u"Make a signing key in a file of your own; nothing is sent."_s,
         {{u"FILE"_s, u"The file; it must not be there yet."_s}},
         {{u"no-passphrase"_s, {}, u"Leave it open, for a machine that signs."_s}},
         u"The passphrase comes from COUNTERSIGN_PASSPHRASE or is asked for."_s, signerCreate},
        {u"signer enrol"_s, u"Tell the server that a signing key is yours."_s, {},
         {keyOption(), {u"label"_s, u"TEXT"_s, u"How you call it."_s}}, {}, signerEnrol},
        {u"signer confirm"_s, u"Confirm a person's signing key, after comparing the fingerprint with them."_s, {signerRecord}, {}, {},
         [](Context &context, const Invocation &given) { return signerMove(context, given, u"confirm"_s, u"Confirmed"_s); }},
        {u"signer revoke"_s, u"End a signing key; what it signed before stays."_s, {signerRecord},
         {{u"comment"_s, u"TEXT"_s, u"Why."_s}}, {},
         [](Context &context, const Invocation &given) { return signerMove(context, given, u"revoke"_s, u"Revoked"_s); }},
    };
}

} // namespace countersign
