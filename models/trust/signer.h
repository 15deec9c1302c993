// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "trust/dsse.h"
#include "trust/key.h"
#include "trust/secretstore.h"

#include <functional>
#include <memory>

namespace countersign {

/// Something that can sign with one P-256 key, wherever that key lives: in a file, in the keychain, and later in an agent
/// or on a card. One signer serves one purpose; its key never signs anything but envelopes. Lives on one thread.
class Signer
{
public:
    /// The signature in ASN.1 DER. Cancelled when the person does not give the passphrase, Unauthorised when it is wrong.
    using Signed = std::function<void(Result<QByteArray>)>;

    virtual ~Signer() = default;
    [[nodiscard]] virtual PublicKey publicKey() const = 0;
    [[nodiscard]] QString keyId() const { return publicKey().keyId(); }
    /// Signs `message` (ECDSA with SHA-256). Answers exactly once, later, on the thread of `context`, unless `context` dies
    /// first: then the answer is dropped. The signer itself may go before the answer comes.
    virtual void sign(const QByteArray &message, QObject *context, Signed done) = 0;
};

/// Signs a payload with `signer` and checks the signature before handing it on: a device that answers with another key's
/// signature must be noticed here, not by the gate. Same rules as Signer::sign().
void signEnvelope(Signer &signer, const QString &payloadType, const QByteArray &payload, QObject *context,
                  std::function<void(Result<Envelope>)> done);

/// A key in a PEM file that nobody but its owner may read: CI, the gate, scripts.
class FileSigner final : public Signer
{
public:
    /// Forbidden when others may read the file, NotFound, Unauthorised when the passphrase is missing or wrong.
    static Result<std::unique_ptr<FileSigner>> open(const QString &path, std::optional<QString> passphrase = {});

    [[nodiscard]] PublicKey publicKey() const override { return m_key.publicKey(); }
    void sign(const QByteArray &message, QObject *context, Signed done) override;
    /// The same at once; it takes well under a millisecond.
    [[nodiscard]] Result<QByteArray> signNow(QByteArrayView message) const { return m_key.sign(message); }
    [[nodiscard]] const PrivateKey &key() const { return m_key; }

private:
    explicit FileSigner(PrivateKey key) : m_key(std::move(key)) {}
    PrivateKey m_key;
};

/// Creates `path` with mode 0600 and writes the secret. Exists when there is a file already: a key is never overwritten.
Result<void> writeSecretFile(const QString &path, const QByteArray &bytes);
/// Reads a file that only its owner may read (1 MB at most). NotFound, Forbidden, Invalid (not a regular file).
Result<QByteArray> readSecretFile(const QString &path);

/// A key in a SecretStore, encrypted with a passphrase there too, so that an unlocked keychain alone cannot sign. The
/// passphrase is asked for at every signature and the key is forgotten after it.
class KeychainSigner final : public Signer
{
public:
    /// Asks the person; answers once with the passphrase, or with nothing when they cancel.
    using AskPassphrase = std::function<void(std::function<void(std::optional<QString>)>)>;

    /// Generates a key and stores it under `entry`. Exists when the entry is taken.
    static void create(const std::shared_ptr<SecretStore> &store, const QString &entry, const QString &passphrase,
                       QObject *context, std::function<void(Result<PublicKey>)> done);
    /// Opens what create() stored; the public key is known without the passphrase.
    static void open(std::shared_ptr<SecretStore> store, const QString &entry, AskPassphrase ask, QObject *context,
                     std::function<void(Result<std::shared_ptr<KeychainSigner>>)> done);

    [[nodiscard]] PublicKey publicKey() const override { return m_public; }
    void sign(const QByteArray &message, QObject *context, Signed done) override;

private:
    KeychainSigner(std::shared_ptr<SecretStore> store, QString entry, AskPassphrase ask, PublicKey key)
        : m_store(std::move(store)), m_entry(std::move(entry)), m_ask(std::move(ask)), m_public(std::move(key))
    {
    }
    std::shared_ptr<SecretStore> m_store;
    QString m_entry;
    AskPassphrase m_ask;
    PublicKey m_public;
};

} // namespace countersign
