// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/sigstorebundle.h"

#include "trust/base64.h"
#include "trust/signedjson.h"
#include "trust/words.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1String ourMediaType("application/vnd.dev.sigstore.bundle.v0.3+json");

Error invalid(const QString &pointer, const QString &message)
{
    return {Error::Code::Invalid, Trust::tr("The signature bundle is not well formed."), {}, false, {{pointer, message}}};
}

bool isKnownMediaType(const QString &type)
{
    static const QStringList known = {ourMediaType,
                                      u"application/vnd.dev.sigstore.bundle+json;version=0.3"_s,
                                      u"application/vnd.dev.sigstore.bundle+json;version=0.2"_s,
                                      u"application/vnd.dev.sigstore.bundle+json;version=0.1"_s};
    return known.contains(type);
}

Result<QByteArray> rawBytes(const QJsonObject &object, const QString &pointer)
{
    auto bytes = decodeBase64(QStringView(object.value("rawBytes"_L1).toString()));
    if (!bytes || bytes->isEmpty())
        return invalid(childPointer(pointer, u"rawBytes"), Trust::tr("This must be base64 text."));
    return bytes;
}

Result<void> readKey(const QJsonObject &key, SigstoreBundle &out)
{
    const QString pointer = u"/verificationMaterial/publicKey"_s;
    if (key.contains("rawBytes"_L1)) {
        auto raw = rawBytes(key, pointer);
        if (!raw)
            return raw.error();
        out.material = SigstoreBundle::Material::RawKey;
        out.rawKey = *raw;
        return {};
    }
    const QJsonValue hint = key.value("hint"_L1);
    if (!hint.isUndefined() && !hint.isString())
        return invalid(pointer + "/hint"_L1, Trust::tr("This must be text."));
    out.material = SigstoreBundle::Material::KeyHint;
    out.hint = hint.toString();
    return {};
}

Result<void> readChain(const QJsonArray &list, SigstoreBundle &out)
{
    const QString pointer = u"/verificationMaterial/x509CertificateChain/certificates"_s;
    if (list.isEmpty() || list.size() > 16)
        return invalid(pointer, Trust::tr("A certificate chain has between 1 and 16 certificates."));
    out.material = SigstoreBundle::Material::CertificateChain;
    for (qsizetype i = 0; i < list.size(); ++i) {
        auto raw = rawBytes(list[i].toObject(), childPointer(pointer, QString::number(i)));
        if (!raw)
            return raw.error();
        out.certificates.append(*raw);
    }
    return {};
}

Result<void> readMaterial(const QJsonObject &material, SigstoreBundle &out)
{
    const QString pointer = u"/verificationMaterial"_s;
    const bool key = material.value("publicKey"_L1).isObject();
    const bool chain = material.value("x509CertificateChain"_L1).isObject();
    const bool certificate = material.value("certificate"_L1).isObject();
    if (key + chain + certificate != 1)
        return invalid(pointer, Trust::tr("A bundle names exactly one key, certificate or chain."));
    const QJsonValue entries = material.value("tlogEntries"_L1);
    if (!entries.isUndefined() && !entries.isNull() && !entries.isArray())
        return invalid(pointer + "/tlogEntries"_L1, Trust::tr("This must be a list."));
    out.tlogEntries = entries.toArray();
    if (key)
        return readKey(material.value("publicKey"_L1).toObject(), out);
    if (chain)
        return readChain(material.value("x509CertificateChain"_L1).toObject().value("certificates"_L1).toArray(), out);
    // A short-lived certificate means nothing without the log entry that says when it was used.
    if (out.tlogEntries.isEmpty())
        return invalid(pointer + "/tlogEntries"_L1, Trust::tr("A bundle with a certificate needs a log entry."));
    auto raw = rawBytes(material.value("certificate"_L1).toObject(), pointer + "/certificate"_L1);
    if (!raw)
        return raw.error();
    out.material = SigstoreBundle::Material::Certificate;
    out.certificates = {*raw};
    return {};
}

} // namespace

SigstoreBundle SigstoreBundle::around(const Envelope &envelope)
{
    SigstoreBundle out;
    out.hint = envelope.signatures.isEmpty() ? QString() : envelope.signatures.first().keyId;
    out.envelope = envelope;
    return out;
}

Result<SigstoreBundle> SigstoreBundle::fromBytes(QByteArrayView json)
{
    auto value = parseSignedJson(json);
    if (!value)
        return value.error();
    const QJsonObject object = value->toObject();
    if (!isKnownMediaType(object.value("mediaType"_L1).toString()))
        return invalid(u"/mediaType"_s, Trust::tr("This is not a Sigstore bundle of a known version."));
    SigstoreBundle out;
    if (auto read = readMaterial(object.value("verificationMaterial"_L1).toObject(), out); !read)
        return read.error();
    if (object.contains("messageSignature"_L1))
        return Error{Error::Code::Unsupported, Trust::tr("The bundle signs a bare digest, not a statement.")};
    const QJsonValue inner = object.value("dsseEnvelope"_L1);
    if (!inner.isObject())
        return invalid(u"/dsseEnvelope"_s, Trust::tr("The bundle has no signed envelope."));
    auto envelope = Envelope::fromJson(inner.toObject(), u"/dsseEnvelope"_s);
    if (!envelope)
        return envelope.error();
    out.envelope = *envelope;
    const auto signature = out.envelope.singleSignature();
    if (!signature)
        return invalid(u"/dsseEnvelope/signatures"_s, signature.error().text);
    if (!out.hint.isEmpty() && !signature->keyId.isEmpty() && signature->keyId != out.hint)
        return invalid(u"/verificationMaterial/publicKey/hint"_s, Trust::tr("The hint and the signature name different keys."));
    return out;
}

QByteArray SigstoreBundle::toBytes() const
{
    return toJson(QJsonObject{{u"mediaType"_s, QString(ourMediaType)},
                              {u"verificationMaterial"_s,
                               QJsonObject{{u"publicKey"_s, QJsonObject{{u"hint"_s, hint}}}, {u"tlogEntries"_s, tlogEntries}}},
                              {u"dsseEnvelope"_s, envelope.toJson()}});
}

Result<void> SigstoreBundle::verify(const PublicKey &key) const
{
    const auto signature = envelope.singleSignature();
    if (!signature)
        return signature.error();
    if (material != Material::KeyHint || hint != key.keyId() || signature->keyId != hint)
        return Error{Error::Code::Untrusted, Trust::tr("The bundle was signed with another key than the one expected.")};
    return envelope.verify(key);
}

} // namespace countersign
