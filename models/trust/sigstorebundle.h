// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "trust/dsse.h"

#include <QJsonArray>

namespace countersign {

/// A Sigstore bundle around one DSSE envelope. Ours are v0.3 with a public-key hint that equals the envelope's key id;
/// others' (v0.1 to v0.3, certificates, OMS's older raw key) are read so that their envelope can be checked.
struct SigstoreBundle
{
    enum class Material { KeyHint, RawKey, Certificate, CertificateChain };

    Material material = Material::KeyHint;
    QString hint;                   ///< KeyHint: names the key, proves nothing
    QByteArray rawKey;              ///< RawKey: the bytes as given (OMS wrote a PEM text)
    QList<QByteArray> certificates; ///< DER, leaf first
    QJsonArray tlogEntries;         ///< Rekor's, kept as read and not verified here
    Envelope envelope;

    /// The v0.3 bundle of an envelope signed by one of our keys.
    static SigstoreBundle around(const Envelope &envelope);
    /// Strict reading: JSON without duplicate keys, a known media type, exactly one kind of verification material and
    /// exactly one signature; a hint and a key id that are both there must be equal. Unsupported for bundles around
    /// something else than an envelope.
    static Result<SigstoreBundle> fromBytes(QByteArrayView json);
    /// Only for Material::KeyHint.
    [[nodiscard]] QByteArray toBytes() const;

    /// What our own bundles must fulfil: hint, key id and `key` are the same, and the signature holds. Untrusted
    /// otherwise.
    [[nodiscard]] Result<void> verify(const PublicKey &key) const;
};

} // namespace countersign
