// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace countersign {

/// A public ECDSA key. Ours are P-256 with SHA-256 and nothing else; the larger NIST curves (with SHA-384 and SHA-512,
/// as OMS v1.0 pairs them) are only read where a caller asks for them, to verify models that others signed.
/// A value; any thread.
class PublicKey
{
public:
    enum class Curves { P256, AnyNist };

    PublicKey() = default;
    /// Reads a SubjectPublicKeyInfo. Only the one canonical encoding is taken (named curve, uncompressed point), since
    /// the key id is a digest of the encoding and one key must not have two ids. Invalid or Unsupported otherwise.
    static Result<PublicKey> fromSpkiDer(QByteArrayView der, Curves curves = Curves::P256);
    /// Reads one "PUBLIC KEY" block and nothing beside it but white space.
    static Result<PublicKey> fromPem(QByteArrayView pem, Curves curves = Curves::P256);
    /// The key inside an X.509 certificate in DER. The certificate itself is NOT checked.
    static Result<PublicKey> fromCertificateDer(QByteArrayView der, Curves curves = Curves::AnyNist);
    /// From the affine coordinates of a P-256 point, 32 bytes each, big endian.
    static Result<PublicKey> fromP256Point(QByteArrayView x, QByteArrayView y);

    [[nodiscard]] bool isNull() const { return !m_key; }
    [[nodiscard]] QByteArray spkiDer() const { return m_der; }
    [[nodiscard]] QByteArray toPem() const;
    /// Lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo (RFC 6962 section 3.2).
    [[nodiscard]] QString keyId() const;
    /// 256, 384 or 521; 0 for no key.
    [[nodiscard]] int curveBits() const { return m_bits; }
    /// True if `signature` (ASN.1 DER) is this key's over `message`. False for a null key.
    [[nodiscard]] bool verify(QByteArrayView message, QByteArrayView signature) const;

    bool operator==(const PublicKey &other) const { return m_der == other.m_der; }

private:
    std::shared_ptr<void> m_key;
    QByteArray m_der;
    int m_bits = 0;
};

/// A private P-256 key. OpenSSL keeps the secret number and wipes it when the last copy goes; the buffers this class
/// makes on the way are wiped too. A value; any thread. One key serves one purpose: a reviewer's key signs envelopes
/// and nothing else.
class PrivateKey
{
public:
    static Result<PrivateKey> generate();
    /// PKCS#8 "ENCRYPTED PRIVATE KEY": PBES2, scrypt (N 2^14, r 8, p 5) and AES-256-CBC, which `openssl pkey` reads.
    /// Invalid if the passphrase is empty.
    [[nodiscard]] Result<QByteArray> toEncryptedPkcs8Pem(QStringView passphrase) const;
    /// Takes a fraction of a second, by design. Unauthorised if the passphrase is not right.
    static Result<PrivateKey> fromEncryptedPem(QByteArrayView pem, QStringView passphrase);
    /// An unencrypted "PRIVATE KEY" or "EC PRIVATE KEY", as CI keeps them in a file of mode 0600.
    static Result<PrivateKey> fromPem(QByteArrayView pem);
    [[nodiscard]] QByteArray toPem() const;
    /// True if the text holds an encrypted PKCS#8 block.
    static bool isEncryptedPem(QByteArrayView pem);

    [[nodiscard]] PublicKey publicKey() const { return m_public; }
    [[nodiscard]] QString keyId() const { return m_public.keyId(); }
    /// ECDSA with SHA-256 over `message`, ASN.1 DER.
    [[nodiscard]] Result<QByteArray> sign(QByteArrayView message) const;

private:
    static Result<PrivateKey> fromNative(std::shared_ptr<void> key);
    std::shared_ptr<void> m_key;
    PublicKey m_public;
};

/// DER ↔ the fixed-width r||s that JOSE, PKCS#11 and DSSE's own test vector use. `coordinate` is 32, 48 or 66 bytes.
Result<QByteArray> ecdsaDerFromRaw(QByteArrayView raw);
Result<QByteArray> ecdsaRawFromDer(QByteArrayView der, int coordinate = 32);

/// A public Ed25519 key (RFC 8032), 32 bytes: log checkpoints and witnesses. A value; any thread.
class Ed25519PublicKey
{
public:
    Ed25519PublicKey() = default;
    static Result<Ed25519PublicKey> fromRaw(QByteArrayView raw);
    [[nodiscard]] QByteArray raw() const { return m_raw; }
    [[nodiscard]] bool verify(QByteArrayView message, QByteArrayView signature) const;
    bool operator==(const Ed25519PublicKey &other) const { return m_raw == other.m_raw; }

private:
    std::shared_ptr<void> m_key;
    QByteArray m_raw;
};

/// A private Ed25519 key. A value; any thread.
class Ed25519PrivateKey
{
public:
    static Result<Ed25519PrivateKey> generate();
    /// From the 32-byte seed of RFC 8032.
    static Result<Ed25519PrivateKey> fromSeed(QByteArrayView seed);
    /// Unencrypted PKCS#8, for the server's own file of mode 0600.
    static Result<Ed25519PrivateKey> fromPem(QByteArrayView pem);
    [[nodiscard]] QByteArray toPem() const;
    [[nodiscard]] Ed25519PublicKey publicKey() const { return m_public; }
    /// 64 bytes.
    [[nodiscard]] QByteArray sign(QByteArrayView message) const;

private:
    static Result<Ed25519PrivateKey> fromNative(std::shared_ptr<void> key);
    std::shared_ptr<void> m_key;
    Ed25519PublicKey m_public;
};

} // namespace countersign
