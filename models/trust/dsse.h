// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "trust/key.h"

#include <QJsonObject>

namespace countersign {

/// The payload type of every statement of ours.
inline constexpr QLatin1String inTotoPayloadType("application/vnd.in-toto+json");

/// DSSE 1.0.2 pre-authentication encoding: "DSSEv1 LEN(type) type LEN(payload) payload", lengths in bytes, the type in
/// UTF-8. These are the bytes that are signed.
QByteArray pae(QStringView payloadType, QByteArrayView payload);

/// A DSSE envelope. `payload` is exactly what was signed: keep these bytes, never a re-serialisation of them. Neither the
/// envelope's bytes nor a signature may serve as an identity (an ECDSA signature has a twin); the payload's digest may.
struct Envelope
{
    struct Signature
    {
        QString keyId; ///< a hint only, not authenticated
        QByteArray sig;
        bool operator==(const Signature &) const = default;
    };
    QString payloadType;
    QByteArray payload;
    QList<Signature> signatures;
    bool operator==(const Envelope &) const = default;

    /// Strict reading: JSON without duplicate keys and valid UTF-8, base64 in either alphabet but canonical, at least
    /// one signature. Unknown members are ignored, as the specification asks. The error names the member.
    static Result<Envelope> fromBytes(QByteArrayView json);
    static Result<Envelope> fromJson(const QJsonObject &object, const QString &pointer = {});
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] QByteArray toBytes() const;

    [[nodiscard]] QByteArray signedBytes() const { return pae(payloadType, payload); }
    /// The signature, when there is exactly one; ours never have more (a Sigstore bundle may not either).
    [[nodiscard]] Result<Signature> singleSignature() const;
    /// Ok when there is exactly one signature, it is `key`'s (DER) and its hint, if any, does not name another key.
    /// Untrusted otherwise.
    [[nodiscard]] Result<void> verify(const PublicKey &key) const;
};

/// Signs at once with a key in memory.
Result<Envelope> signEnvelope(const QString &payloadType, const QByteArray &payload, const PrivateKey &key);

} // namespace countersign
