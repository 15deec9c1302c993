// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/signer.h"

#include "base/async.h"
#include "trust/words.h"

#include <QFile>
#include <QFileInfo>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup | QFileDevice::ReadOther
    | QFileDevice::WriteOther | QFileDevice::ExeOther;

/// The "PUBLIC KEY" block that create() stores behind the encrypted key.
Result<PublicKey> publicHalf(const QByteArray &stored)
{
    const qsizetype at = stored.indexOf("-----BEGIN PUBLIC KEY-----");
    if (at < 0)
        return Error{Error::Code::Corrupt, Trust::tr("The keychain's entry does not hold a signing key.")};
    return PublicKey::fromPem(QByteArrayView(stored).sliced(at));
}

Result<QByteArray> unlockAndSign(const QByteArray &stored, const QString &passphrase, const PublicKey &expected,
                                 const QByteArray &message)
{
    auto key = PrivateKey::fromEncryptedPem(stored, passphrase);
    if (!key)
        return key.error();
    if (key->publicKey() != expected)
        return Error{Error::Code::Corrupt, Trust::tr("The keychain holds another key than the one it named.")};
    return key->sign(message);
}

} // namespace

void signEnvelope(Signer &signer, const QString &payloadType, const QByteArray &payload, QObject *context,
                  std::function<void(Result<Envelope>)> done)
{
    const PublicKey key = signer.publicKey();
    signer.sign(pae(payloadType, payload), context, [=, done = std::move(done)](const Result<QByteArray> &signature) {
        if (!signature)
            return done(signature.error());
        const Envelope envelope{payloadType, payload, {{key.keyId(), *signature}}};
        if (auto verified = envelope.verify(key); !verified)
            return done(verified.error());
        done(envelope);
    });
}

Result<QByteArray> readSecretFile(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Error{Error::Code::NotFound, Trust::tr("The key file does not exist."), path};
    if (!info.isFile() || info.size() > 1'000'000)
        return Error{Error::Code::Invalid, Trust::tr("This is not a key file."), path};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{Error::Code::Forbidden, Trust::tr("The key file cannot be opened."), file.errorString()};
#ifndef Q_OS_WIN
    if (file.permissions() & others) {
        return Error{Error::Code::Forbidden,
                     Trust::tr("The key file may be read by others. Allow it to its owner only: chmod 600."), path};
    }
#endif
    return file.readAll();
}

Result<void> writeSecretFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFileDevice::ReadOwner | QFileDevice::WriteOwner)) {
        const auto code = QFileInfo::exists(path) ? Error::Code::Exists : Error::Code::Forbidden;
        return Error{code, Trust::tr("The key file cannot be created."), file.errorString()};
    }
    if (file.write(bytes) != bytes.size() || !file.flush()) {
        file.remove();
        return Error{Error::Code::Internal, Trust::tr("The key file cannot be written."), file.errorString()};
    }
    return {};
}

Result<std::unique_ptr<FileSigner>> FileSigner::open(const QString &path, std::optional<QString> passphrase)
{
    auto bytes = readSecretFile(path);
    if (!bytes)
        return bytes.error();
    auto key = passphrase && PrivateKey::isEncryptedPem(*bytes) ? PrivateKey::fromEncryptedPem(*bytes, *passphrase)
                                                               : PrivateKey::fromPem(*bytes);
    bytes->fill('\0');
    if (!key)
        return key.error();
    return std::unique_ptr<FileSigner>(new FileSigner(*key));
}

void FileSigner::sign(const QByteArray &message, QObject *context, Signed done)
{
    QMetaObject::invokeMethod(
        context, [key = m_key, message, done = std::move(done)] { done(key.sign(message)); }, Qt::QueuedConnection);
}

void KeychainSigner::create(const std::shared_ptr<SecretStore> &store, const QString &entry, const QString &passphrase,
                            QObject *context, std::function<void(Result<PublicKey>)> done)
{
    store->read(entry, context, [store, entry, passphrase, context, done = std::move(done)](const Result<QByteArray> &old) {
        if (old)
            return done(Error{Error::Code::Exists, Trust::tr("The keychain already holds a signing key of this name.")});
        if (old.error().code != Error::Code::NotFound)
            return done(old.error());
        auto key = PrivateKey::generate();
        if (!key)
            return done(key.error());
        auto sealed = key->toEncryptedPkcs8Pem(passphrase);
        if (!sealed)
            return done(sealed.error());
        const PublicKey publicKey = key->publicKey();
        store->write(entry, *sealed + publicKey.toPem(), context, [publicKey, done](const Result<void> &written) {
            done(written ? Result<PublicKey>(publicKey) : Result<PublicKey>(written.error()));
        });
    });
}

void KeychainSigner::open(std::shared_ptr<SecretStore> store, const QString &entry, AskPassphrase ask, QObject *context,
                          std::function<void(Result<std::shared_ptr<KeychainSigner>>)> done)
{
    store->read(entry, context, [store, entry, ask = std::move(ask), done = std::move(done)](const Result<QByteArray> &stored) {
        if (!stored)
            return done(stored.error());
        auto key = publicHalf(*stored);
        if (!key)
            return done(key.error());
        done(std::shared_ptr<KeychainSigner>(new KeychainSigner(store, entry, ask, *key)));
    });
}

void KeychainSigner::sign(const QByteArray &message, QObject *context, Signed done)
{
    const QPointer<QObject> alive(context);
    m_ask([=, store = m_store, entry = m_entry, expected = m_public,
           done = std::move(done)](const std::optional<QString> &passphrase) {
        if (!alive)
            return;
        if (!passphrase)
            return done(Error{Error::Code::Cancelled, Trust::tr("Nothing was signed.")});
        store->read(entry, alive, [=](const Result<QByteArray> &stored) {
            if (!stored)
                return done(stored.error());
            // Deriving the key from the passphrase takes long on purpose, so not on this thread.
            runAsync(
                alive.data(), QThreadPool::globalInstance(),
                [=, bytes = *stored](std::stop_token) { return unlockAndSign(bytes, *passphrase, expected, message); },
                done);
        });
    });
}

} // namespace countersign
