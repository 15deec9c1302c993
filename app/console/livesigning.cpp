// SPDX-License-Identifier: GPL-3.0-or-later
// The acting person's key: where it is, how it is made and enrolled, and what it signed before it is sent.
#include "liveworkspace.h"

#include "replica/replicacase.h"
#include "trust/planapproval.h"

#include <QDir>
#include <QFileInfo>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// A plan may have been edited, withdrawn or replaced while its signature waited.
Result<bool> stillTheSamePlan(ReadSession &session, const QString &id, const Statement &statement, const QByteArray &sheet)
{
    const auto plan = session.get<Plan>(id);
    if (!plan)
        return plan.error();
    if (plan->status != Plan::Draft && plan->status != Plan::Locked)
        return {Error::Code::Refused, LiveWorkspace::tr("The plan is %1 by now.").arg(enumText(plan->status))};
    const auto facts = checkPlanApproval(statement, id, *plan, sheet);
    return facts ? Result<bool>(true) : Result<bool>(facts.error());
}

} // namespace

/// A sign-off that waited is sent only if the request still is exactly what was signed.
void LiveWorkspace::reviewSignoff(const OutboxItem &item, std::function<void(Result<void>)> answer)
{
    const QByteArray envelope = item.command.body.value(u"envelope"_s).toString().toUtf8();
    const QByteArray sheet = item.command.body.value(u"sheet"_s).toString().toUtf8();
    m_replica->read(
        this,
        [id = item.command.requestId, isPlan = item.command.path.startsWith("/v1/plans/"_L1), envelope, sheet](ReadSession &session) -> Result<bool> {
            const auto bundle = SigstoreBundle::fromBytes(envelope);
            if (!bundle)
                return bundle.error();
            const auto statement = Statement::fromBytes(bundle->envelope.payload);
            if (!statement)
                return statement.error();
            if (isPlan)
                return stillTheSamePlan(session, id, *statement, sheet);
            const auto request = session.get<Request>(id);
            if (!request)
                return request.error();
            const auto facts = readDecision(*statement);
            if (!facts)
                return facts.error();
            if (const auto good = checkDecision(*facts, id, *request, sheet, *statement); !good)
                return good.error();
            return true;
        },
        [answer = std::move(answer)](const Result<bool> &good) { answer(good ? Result<void>() : Result<void>(good.error())); });
}

QString LiveWorkspace::keyFile(const QString &person) const
{
    if (isSample())
        return m_options.sampleFolder + u"/sample/keys/"_s + person + u".pem"_s;
    return m_options.folder + u"/keys/"_s + person + u".pem"_s;
}

QString LiveWorkspace::keychainEntry() const
{
    return m_options.server.host() + u'/' + m_person.name;
}

void LiveWorkspace::openSigner(const QString &passphrase, QObject *context,
                               std::function<void(Result<std::shared_ptr<Signer>>)> done)
{
    const QString file = keyFile(m_person.name);
    if (QFileInfo::exists(file)) {
        auto signer = FileSigner::open(file, isSample() ? std::optional<QString>() : std::optional(passphrase));
        return done(signer ? Result<std::shared_ptr<Signer>>(std::shared_ptr<Signer>(std::move(*signer))) : Result<std::shared_ptr<Signer>>(signer.error()));
    }
    if (isSample())
        return done(Error{Error::Code::NotFound, tr("%1 has no key in the sample.").arg(m_person.displayName)});
    KeychainSigner::open(
        m_keychain, keychainEntry(), [passphrase](const std::function<void(std::optional<QString>)> &give) { give(passphrase); }, context,
        [done = std::move(done)](const Result<std::shared_ptr<KeychainSigner>> &signer) {
            done(signer ? Result<std::shared_ptr<Signer>>(std::shared_ptr<Signer>(*signer)) : Result<std::shared_ptr<Signer>>(signer.error()));
        });
}

void LiveWorkspace::createSigner(KeyPlace place, const QString &label, const QString &passphrase, QObject *context,
                                 std::function<void(Result<QString>)> done)
{
    if (isSample())
        return done(Error{Error::Code::Refused, tr("The sample's people have their keys already.")});
    const auto openAndEnrol = [this, label, passphrase, context, done] {
        openSigner(passphrase, context, [this, label, context, done](const Result<std::shared_ptr<Signer>> &signer) {
            if (!signer)
                return done(signer.error());
            enrol(*signer, label, context, done);
        });
    };
    if (place == KeyPlace::File) {
        const QString path = keyFile(m_person.name);
        QDir().mkpath(QFileInfo(path).path());
        const auto key = PrivateKey::generate();
        const auto sealed = key ? key->toEncryptedPkcs8Pem(passphrase) : Result<QByteArray>(key.error());
        if (!sealed)
            return done(sealed.error());
        if (const auto written = writeSecretFile(path, *sealed); !written)
            return done(written.error());
        return openAndEnrol();
    }
    KeychainSigner::create(m_keychain, keychainEntry(), passphrase, context, [done, openAndEnrol](const Result<PublicKey> &key) {
        if (!key)
            return done(key.error());
        openAndEnrol();
    });
}

void LiveWorkspace::enrol(const std::shared_ptr<Signer> &signer, const QString &label, QObject *context,
                          std::function<void(Result<QString>)> done)
{
    const PublicKey key = signer->publicKey();
    const Statement statement = enrolmentStatement(m_person.name, key, label, m_clock->now());
    signEnvelope(*signer, QString(inTotoPayloadType), statement.toBytes(), context,
                 [this, signer, key, label, context, done](const Result<Envelope> &envelope) {
                     if (!envelope)
                         return done(envelope.error());
                     Command command;
                     command.title = tr("Enrol a signing key");
                     command.path = u"/v1/signers"_s;
                     command.body = {{u"person"_s, m_person.name},
                                     {u"publicKey"_s, QString::fromLatin1(key.toPem())},
                                     {u"label"_s, label},
                                     {u"enrolment"_s, QString::fromUtf8(SigstoreBundle::around(*envelope).toBytes())}};
                     send(command, context, [key, done](const Result<QJsonObject> &answer) {
                         done(answer ? Result<QString>(key.keyId()) : Result<QString>(answer.error()));
                     });
                 });
}

} // namespace countersign
