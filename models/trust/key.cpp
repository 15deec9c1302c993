// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/key.h"

#include "trust/digest.h"
#include "trust/opensslhandles.h"
#include "trust/words.h"

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace openssl;

namespace openssl {

std::vector<PemBlock> pemBlocks(QByteArrayView pem)
{
    std::vector<PemBlock> out;
    const Bio bio(BIO_new_mem_buf(pem.data(), int(std::min<qsizetype>(pem.size(), 1 << 20))));
    char *name = nullptr;
    char *header = nullptr;
    uchar *data = nullptr;
    long size = 0;
    while (out.size() < 16 && PEM_read_bio(bio.get(), &name, &header, &data, &size) == 1) {
        out.emplace_back(QByteArray(name), QByteArray(header), data, size);
        OPENSSL_free(name);
        OPENSSL_free(header);
    }
    ERR_clear_error();
    return out;
}

QByteArray pemText(const char *name, QByteArrayView der)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio(bio.get(), name, "", bytes(der), der.size());
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    QByteArray out(data, size);
    OPENSSL_cleanse(data, size_t(size));
    return out;
}

} // namespace openssl

namespace {

struct Curve
{
    const char *group;
    int bits;
    QByteArray spkiPrefix; ///< everything before the point's coordinates
    qsizetype spkiSize;
};

const std::array<Curve, 3> &curves()
{
    static const std::array<Curve, 3> table = {{
        {"prime256v1", 256, QByteArray::fromHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"), 91},
        {"secp384r1", 384, QByteArray::fromHex("3076301006072a8648ce3d020106052b8104002203620004"), 120},
        {"secp521r1", 521, QByteArray::fromHex("30819b301006072a8648ce3d020106052b810400230381860004"), 158},
    }};
    return table;
}

const EVP_MD *digestFor(int bits)
{
    return bits == 256 ? EVP_sha256() : bits == 384 ? EVP_sha384() : EVP_sha512();
}

QByteArray spkiOf(EVP_PKEY *key)
{
    uchar *der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    const QByteArray out(reinterpret_cast<char *>(der), std::max(size, 0));
    OPENSSL_free(der);
    return out;
}

} // namespace

Result<PublicKey> PublicKey::fromSpkiDer(QByteArrayView der, Curves allowed)
{
    for (const Curve &curve : curves()) {
        if (der.size() != curve.spkiSize || !der.startsWith(curve.spkiPrefix))
            continue;
        if (allowed == Curves::P256 && curve.bits != 256)
            break;
        const uchar *at = bytes(der);
        PublicKey out;
        out.m_key = sharedKey(d2i_PUBKEY(nullptr, &at, long(der.size()))); // also checks that the point is on the curve
        if (!out.m_key)
            return Error{Error::Code::Invalid, Trust::tr("The public key is not a point of its curve."), lastError()};
        out.m_der = der.toByteArray();
        out.m_bits = curve.bits;
        return out;
    }
    return Error{Error::Code::Unsupported, Trust::tr("The public key is not an ECDSA P-256 key in its usual encoding.")};
}

Result<PublicKey> PublicKey::fromPem(QByteArrayView pem, Curves allowed)
{
    const auto blocks = pemBlocks(pem);
    if (blocks.size() != 1 || blocks[0].name() != "PUBLIC KEY" || blocks[0].hasHeader()
        || !pem.trimmed().startsWith("-----BEGIN PUBLIC KEY-----") || !pem.trimmed().endsWith("-----END PUBLIC KEY-----"))
        return Error{Error::Code::Invalid, Trust::tr("A public key file holds exactly one “PUBLIC KEY” block.")};
    return fromSpkiDer(blocks[0].data(), allowed);
}

Result<PublicKey> PublicKey::fromCertificateDer(QByteArrayView der, Curves allowed)
{
    const uchar *at = bytes(der);
    const std::unique_ptr<X509, Deleter<X509_free>> certificate(d2i_X509(nullptr, &at, long(der.size())));
    if (!certificate || at != bytes(der) + der.size())
        return Error{Error::Code::Invalid, Trust::tr("The certificate cannot be read."), lastError()};
    EVP_PKEY *key = X509_get0_pubkey(certificate.get());
    return key ? fromSpkiDer(spkiOf(key), allowed)
               : Result<PublicKey>(Error::Code::Unsupported, Trust::tr("The certificate's key cannot be used."), lastError());
}

Result<PublicKey> PublicKey::fromP256Point(QByteArrayView x, QByteArrayView y)
{
    return fromSpkiDer(curves()[0].spkiPrefix + x.toByteArray() + y.toByteArray());
}

QByteArray PublicKey::toPem() const
{
    return isNull() ? QByteArray() : pemText("PUBLIC KEY", m_der);
}

QString PublicKey::keyId() const
{
    return isNull() ? QString() : sha256Hex(m_der);
}

bool PublicKey::verify(QByteArrayView message, QByteArrayView signature) const
{
    if (isNull() || signature.isEmpty())
        return false;
    const MdContext context(EVP_MD_CTX_new());
    const bool good = EVP_DigestVerifyInit(context.get(), nullptr, digestFor(m_bits), nullptr, native(m_key)) == 1
        && EVP_DigestVerify(context.get(), bytes(signature), size_t(signature.size()), bytes(message),
                            size_t(message.size())) == 1;
    ERR_clear_error();
    return good;
}

Result<PrivateKey> PrivateKey::fromNative(std::shared_ptr<void> key)
{
    const Error refused{Error::Code::Unsupported, Trust::tr("The private key is not an ECDSA P-256 key."), lastError()};
    if (!key)
        return refused;
    char group[32] = "";
    size_t size = 0;
    if (!EVP_PKEY_is_a(native(key), "EC") || EVP_PKEY_get_group_name(native(key), group, sizeof group, &size) != 1
        || qstrcmp(group, curves()[0].group) != 0)
        return refused;
    EVP_PKEY_set_utf8_string_param(native(key), "point-format", "uncompressed");
    // A file may carry a public half that belongs to another key; what is signed would then verify with neither.
    const std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>> check(
        EVP_PKEY_CTX_new_from_pkey(nullptr, native(key), nullptr));
    if (EVP_PKEY_pairwise_check(check.get()) != 1)
        return Error{Error::Code::Invalid, Trust::tr("The private key and its public half do not belong together."), lastError()};
    auto publicKey = PublicKey::fromSpkiDer(spkiOf(native(key)));
    if (!publicKey)
        return publicKey.error();
    PrivateKey out;
    out.m_key = std::move(key);
    out.m_public = *publicKey;
    return out;
}

Result<PrivateKey> PrivateKey::generate()
{
    return fromNative(sharedKey(EVP_EC_gen("P-256")));
}

bool PrivateKey::isEncryptedPem(QByteArrayView pem)
{
    const auto blocks = pemBlocks(pem);
    return std::any_of(blocks.begin(), blocks.end(), [](const PemBlock &b) { return b.name() == "ENCRYPTED PRIVATE KEY"; });
}

Result<QByteArray> PrivateKey::toEncryptedPkcs8Pem(QStringView passphrase) const
{
    if (passphrase.isEmpty())
        return Error{Error::Code::Invalid, Trust::tr("A signing key needs a passphrase.")};
    const Secret secret(passphrase.toUtf8());
    using Info = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Deleter<PKCS8_PRIV_KEY_INFO_free>>;
    const Info info(EVP_PKEY2PKCS8(native(m_key)));
    // scrypt as OWASP advises it within the 32 MiB that OpenSSL's command line allows when reading it back.
    X509_ALGOR *scheme = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, 16, nullptr, 16384, 8, 5);
    if (!info || !scheme) {
        X509_ALGOR_free(scheme);
        return Error{Error::Code::Internal, Trust::tr("The key cannot be encrypted."), lastError()};
    }
    const std::unique_ptr<X509_SIG, Deleter<X509_SIG_free>> sealed(
        PKCS8_set0_pbe(secret.get().constData(), int(secret.get().size()), info.get(), scheme));
    if (!sealed) {
        X509_ALGOR_free(scheme);
        return Error{Error::Code::Internal, Trust::tr("The key cannot be encrypted."), lastError()};
    }
    uchar *der = nullptr;
    const int size = i2d_X509_SIG(sealed.get(), &der);
    const QByteArray out = pemText("ENCRYPTED PRIVATE KEY", {reinterpret_cast<char *>(der), std::max(size, 0)});
    OPENSSL_free(der);
    return out;
}

Result<PrivateKey> PrivateKey::fromEncryptedPem(QByteArrayView pem, QStringView passphrase)
{
    for (const PemBlock &block : pemBlocks(pem)) {
        if (block.name() != "ENCRYPTED PRIVATE KEY")
            continue;
        const uchar *at = bytes(block.data());
        const std::unique_ptr<X509_SIG, Deleter<X509_SIG_free>> sealed(d2i_X509_SIG(nullptr, &at, long(block.data().size())));
        if (!sealed)
            return Error{Error::Code::Invalid, Trust::tr("The encrypted key is damaged."), lastError()};
        const Secret secret(passphrase.toUtf8());
        const std::unique_ptr<PKCS8_PRIV_KEY_INFO, Deleter<PKCS8_PRIV_KEY_INFO_free>> info(
            PKCS8_decrypt(sealed.get(), secret.get().constData(), int(secret.get().size())));
        if (!info)
            return Error{Error::Code::Unauthorised, Trust::tr("The passphrase is not right."), lastError()};
        return fromNative(sharedKey(EVP_PKCS82PKEY(info.get())));
    }
    return Error{Error::Code::Invalid, Trust::tr("There is no encrypted private key in the text.")};
}

Result<PrivateKey> PrivateKey::fromPem(QByteArrayView pem)
{
    for (const PemBlock &block : pemBlocks(pem)) {
        if (block.hasHeader() || block.name() == "ENCRYPTED PRIVATE KEY")
            return Error{Error::Code::Unauthorised, Trust::tr("The private key is encrypted and needs its passphrase.")};
        const uchar *at = bytes(block.data());
        if (block.name() == "PRIVATE KEY" || block.name() == "EC PRIVATE KEY")
            return fromNative(sharedKey(d2i_AutoPrivateKey(nullptr, &at, long(block.data().size()))));
    }
    return Error{Error::Code::Invalid, Trust::tr("There is no private key in the text.")};
}

namespace {

QByteArray pkcs8Pem(EVP_PKEY *key)
{
    const Bio bio(BIO_new(BIO_s_secmem()));
    PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, size};
}

} // namespace

QByteArray PrivateKey::toPem() const
{
    return pkcs8Pem(native(m_key));
}

Result<QByteArray> PrivateKey::sign(QByteArrayView message) const
{
    const MdContext context(EVP_MD_CTX_new());
    QByteArray out(EVP_PKEY_get_size(native(m_key)), Qt::Uninitialized);
    size_t size = size_t(out.size());
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, native(m_key)) != 1
        || EVP_DigestSign(context.get(), reinterpret_cast<uchar *>(out.data()), &size, bytes(message),
                          size_t(message.size())) != 1)
        return Error{Error::Code::Internal, Trust::tr("The key could not sign."), lastError()};
    out.truncate(qsizetype(size));
    return out;
}

Result<QByteArray> ecdsaDerFromRaw(QByteArrayView raw)
{
    if (raw.size() != 64 && raw.size() != 96 && raw.size() != 132)
        return Error{Error::Code::Invalid, Trust::tr("A raw ECDSA signature has 64, 96 or 132 bytes.")};
    const int half = int(raw.size() / 2);
    const std::unique_ptr<ECDSA_SIG, Deleter<ECDSA_SIG_free>> signature(ECDSA_SIG_new());
    ECDSA_SIG_set0(signature.get(), BN_bin2bn(bytes(raw), half, nullptr), BN_bin2bn(bytes(raw) + half, half, nullptr));
    uchar *der = nullptr;
    const int size = i2d_ECDSA_SIG(signature.get(), &der);
    const QByteArray out(reinterpret_cast<char *>(der), std::max(size, 0));
    OPENSSL_free(der);
    return out;
}

Result<QByteArray> ecdsaRawFromDer(QByteArrayView der, int coordinate)
{
    const uchar *at = bytes(der);
    const std::unique_ptr<ECDSA_SIG, Deleter<ECDSA_SIG_free>> signature(d2i_ECDSA_SIG(nullptr, &at, long(der.size())));
    QByteArray out(qsizetype(coordinate) * 2, '\0');
    auto *to = reinterpret_cast<uchar *>(out.data());
    if (!signature || at != bytes(der) + der.size()
        || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), to, coordinate) != coordinate
        || BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), to + coordinate, coordinate) != coordinate)
        return Error{Error::Code::Invalid, Trust::tr("The signature is not ECDSA in DER."), lastError()};
    return out;
}

Result<Ed25519PublicKey> Ed25519PublicKey::fromRaw(QByteArrayView raw)
{
    Ed25519PublicKey out;
    if (raw.size() == 32)
        out.m_key = sharedKey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(raw), 32));
    if (!out.m_key)
        return Error{Error::Code::Invalid, Trust::tr("An Ed25519 public key has 32 bytes."), lastError()};
    out.m_raw = raw.toByteArray();
    return out;
}

bool Ed25519PublicKey::verify(QByteArrayView message, QByteArrayView signature) const
{
    if (!m_key || signature.size() != 64)
        return false;
    const MdContext context(EVP_MD_CTX_new());
    const bool good = EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, native(m_key)) == 1
        && EVP_DigestVerify(context.get(), bytes(signature), 64, bytes(message), size_t(message.size())) == 1;
    ERR_clear_error();
    return good;
}

Result<Ed25519PrivateKey> Ed25519PrivateKey::fromNative(std::shared_ptr<void> key)
{
    QByteArray raw(32, Qt::Uninitialized);
    size_t size = 32;
    if (!key || !EVP_PKEY_is_a(native(key), "ED25519")
        || EVP_PKEY_get_raw_public_key(native(key), reinterpret_cast<uchar *>(raw.data()), &size) != 1)
        return Error{Error::Code::Unsupported, Trust::tr("The private key is not an Ed25519 key."), lastError()};
    auto publicKey = Ed25519PublicKey::fromRaw(raw);
    if (!publicKey)
        return publicKey.error();
    Ed25519PrivateKey out;
    out.m_key = std::move(key);
    out.m_public = *publicKey;
    return out;
}

Result<Ed25519PrivateKey> Ed25519PrivateKey::generate()
{
    return fromNative(sharedKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")));
}

Result<Ed25519PrivateKey> Ed25519PrivateKey::fromSeed(QByteArrayView seed)
{
    if (seed.size() != 32)
        return Error{Error::Code::Invalid, Trust::tr("An Ed25519 seed has 32 bytes.")};
    return fromNative(sharedKey(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes(seed), 32)));
}

Result<Ed25519PrivateKey> Ed25519PrivateKey::fromPem(QByteArrayView pem)
{
    for (const PemBlock &block : pemBlocks(pem)) {
        const uchar *at = bytes(block.data());
        if (block.name() == "PRIVATE KEY")
            return fromNative(sharedKey(d2i_AutoPrivateKey(nullptr, &at, long(block.data().size()))));
    }
    return Error{Error::Code::Invalid, Trust::tr("There is no private key in the text.")};
}

QByteArray Ed25519PrivateKey::toPem() const
{
    return pkcs8Pem(native(m_key));
}

QByteArray Ed25519PrivateKey::sign(QByteArrayView message) const
{
    const MdContext context(EVP_MD_CTX_new());
    QByteArray out(64, Qt::Uninitialized);
    size_t size = 64;
    const bool done = EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, native(m_key)) == 1
        && EVP_DigestSign(context.get(), reinterpret_cast<uchar *>(out.data()), &size, bytes(message),
                          size_t(message.size())) == 1;
    return done ? out : QByteArray();
}

} // namespace countersign
