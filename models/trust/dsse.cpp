// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/dsse.h"

#include "trust/base64.h"
#include "trust/signedjson.h"
#include "trust/words.h"

#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Error invalid(const QString &pointer, const QString &message)
{
    return {Error::Code::Invalid, Trust::tr("The signed envelope is not well formed."), {}, false, {{pointer, message}}};
}

Result<QByteArray> binaryMember(const QJsonObject &object, const QString &name, const QString &pointer)
{
    const QJsonValue value = object.value(name);
    if (!value.isString())
        return invalid(childPointer(pointer, name), Trust::tr("This must be base64 text."));
    auto bytes = decodeBase64(QStringView(value.toString()));
    if (!bytes)
        return invalid(childPointer(pointer, name), bytes.error().text);
    return bytes;
}

} // namespace

QByteArray pae(QStringView payloadType, QByteArrayView payload)
{
    const QByteArray type = payloadType.toUtf8();
    QByteArray out;
    out.reserve(payload.size() + type.size() + 48);
    out.append("DSSEv1 ").append(QByteArray::number(type.size())).append(' ').append(type).append(' ');
    out.append(QByteArray::number(payload.size())).append(' ').append(payload);
    return out;
}

Result<Envelope> Envelope::fromBytes(QByteArrayView json)
{
    auto value = parseSignedJson(json);
    if (!value)
        return value.error();
    if (!value->isObject())
        return invalid({}, Trust::tr("An envelope is a JSON object."));
    return fromJson(value->toObject());
}

Result<Envelope> Envelope::fromJson(const QJsonObject &object, const QString &pointer)
{
    Envelope out;
    const QJsonValue type = object.value("payloadType"_L1);
    if (!type.isString() || type.toString().isEmpty())
        return invalid(childPointer(pointer, u"payloadType"), Trust::tr("This must be text and not empty."));
    out.payloadType = type.toString();
    auto payload = binaryMember(object, u"payload"_s, pointer);
    if (!payload)
        return payload.error();
    out.payload = *payload;
    const QString list = childPointer(pointer, u"signatures");
    const QJsonArray signatures = object.value("signatures"_L1).toArray();
    if (signatures.isEmpty())
        return invalid(list, Trust::tr("An envelope needs a list of at least one signature."));
    for (qsizetype i = 0; i < signatures.size(); ++i) {
        const QString at = childPointer(list, QString::number(i));
        const QJsonObject entry = signatures[i].toObject();
        const QJsonValue keyId = entry.value("keyid"_L1);
        if (!keyId.isUndefined() && !keyId.isNull() && !keyId.isString())
            return invalid(childPointer(at, u"keyid"), Trust::tr("This must be text."));
        auto sig = binaryMember(entry, u"sig"_s, at);
        if (!sig)
            return sig.error();
        out.signatures.append({keyId.toString(), *sig});
    }
    return out;
}

QJsonObject Envelope::toJson() const
{
    QJsonArray list;
    for (const Signature &signature : signatures) {
        list.append(QJsonObject{{u"keyid"_s, signature.keyId},
                                {u"sig"_s, QString::fromLatin1(signature.sig.toBase64())}});
    }
    return {{u"payloadType"_s, payloadType},
            {u"payload"_s, QString::fromLatin1(payload.toBase64())},
            {u"signatures"_s, list}};
}

QByteArray Envelope::toBytes() const
{
    return countersign::toJson(toJson());
}

Result<Envelope::Signature> Envelope::singleSignature() const
{
    if (signatures.size() != 1)
        return Error{Error::Code::Untrusted, Trust::tr("An envelope must carry exactly one signature.")};
    return signatures.first();
}

Result<void> Envelope::verify(const PublicKey &key) const
{
    const auto signature = singleSignature();
    if (!signature)
        return signature.error();
    if (!signature->keyId.isEmpty() && signature->keyId != key.keyId())
        return Error{Error::Code::Untrusted, Trust::tr("The envelope was signed with another key than the one expected.")};
    if (!key.verify(signedBytes(), signature->sig))
        return Error{Error::Code::Untrusted, Trust::tr("The signature does not match the signed content.")};
    return {};
}

Result<Envelope> signEnvelope(const QString &payloadType, const QByteArray &payload, const PrivateKey &key)
{
    auto sig = key.sign(pae(payloadType, payload));
    if (!sig)
        return sig.error();
    return Envelope{payloadType, payload, {{key.keyId(), *sig}}};
}

} // namespace countersign
