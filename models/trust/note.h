// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "trust/key.h"

#include <QByteArray>

#include <optional>
#include <variant>

// C2SP signed-note v1.0.0 and tlog-cosignature v1: a text with signature lines below it, as Go's sumdb/note reads it.
namespace countersign {

/// One "— name base64(keyid || signature)" line.
struct NoteSignature
{
    QString name;
    quint32 keyId = 0; ///< big endian on the wire; a hint that is checked against (name, key)
    QByteArray signature;
    bool operator==(const NoteSignature &) const = default;
};

/// A note as read, nothing verified yet.
struct Note
{
    QByteArray text; ///< ends with a newline
    QList<NoteSignature> signatures;
    bool operator==(const Note &) const = default;

    /// Invalid when the bytes break the format: not UTF-8, control characters, no blank line, a broken signature line,
    /// more than 100 signatures or 1 MB.
    static Result<Note> fromBytes(QByteArrayView bytes);
    [[nodiscard]] QByteArray toBytes() const;
};

/// Who may have signed a note: a key with its name. A value; any thread.
class NoteVerifier
{
public:
    enum class Type : uchar { Ed25519 = 0x01, Ecdsa = 0x02, Cosignature = 0x04 };

    static Result<NoteVerifier> ed25519(const QString &name, const Ed25519PublicKey &key);
    static Result<NoteVerifier> cosignature(const QString &name, const Ed25519PublicKey &key);
    static Result<NoteVerifier> ecdsa(const QString &name, const PublicKey &key);
    /// Reads "name+hex8(keyid)+base64(type||key)". Invalid when broken, Unsupported for a type we do not know.
    static Result<NoteVerifier> fromVkey(QStringView vkey);

    [[nodiscard]] QString vkey() const;
    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] Type type() const { return m_type; }
    [[nodiscard]] quint32 keyId() const { return m_keyId; }
    /// The bare key without its type byte: what makes two vkeys the same key.
    [[nodiscard]] QByteArray keyBytes() const { return m_bytes; }
    /// Verifies what stands after the key id. For a cosignature, `time` receives its seconds since 1970.
    [[nodiscard]] bool verify(QByteArrayView text, QByteArrayView signature, quint64 *time = nullptr) const;

private:
    NoteVerifier(QString name, Type type, QByteArray key);
    QString m_name;
    Type m_type = Type::Ed25519;
    quint32 m_keyId = 0;
    QByteArray m_bytes;
    std::variant<Ed25519PublicKey, PublicKey> m_key;
};

/// Signs notes with Ed25519, as a log (type 0x01) or as a witness (type 0x04). One key for one of the two, never both.
class NoteSigner
{
public:
    static Result<NoteSigner> log(const QString &name, const Ed25519PrivateKey &key);
    static Result<NoteSigner> witness(const QString &name, const Ed25519PrivateKey &key);
    /// Reads Go's "PRIVATE+KEY+name+hex8+base64(0x01||seed)".
    static Result<NoteSigner> fromSkey(QStringView skey);

    [[nodiscard]] const NoteVerifier &verifier() const { return m_verifier; }
    /// A line for `text`, which must end with a newline. `time` (seconds since 1970) is used by a witness only.
    [[nodiscard]] NoteSignature sign(QByteArrayView text, quint64 time = 0) const;

private:
    NoteSigner(NoteVerifier verifier, Ed25519PrivateKey key) : m_verifier(std::move(verifier)), m_key(std::move(key)) {}
    NoteVerifier m_verifier;
    Ed25519PrivateKey m_key;
};

/// A note of which at least one signature was verified.
struct VerifiedNote
{
    struct By
    {
        QString name;
        quint32 keyId = 0;
        NoteVerifier::Type type = NoteVerifier::Type::Ed25519;
        QByteArray keyBytes;
        std::optional<quint64> time; ///< of a cosignature, seconds since 1970
    };
    QByteArray text;
    QList<By> verified;
    QList<NoteSignature> unknown; ///< by keys not in the list; they say nothing
    [[nodiscard]] bool isVerifiedBy(const NoteVerifier &verifier) const;
};

/// Checks every signature whose (name, key id) is in `known`. Untrusted when one of them is bad or none is there.
Result<VerifiedNote> openNote(QByteArrayView bytes, const QList<NoteVerifier> &known);

/// SHA-256(name || 0x0A || type || key), first four bytes, big endian.
quint32 noteKeyId(QStringView name, NoteVerifier::Type type, QByteArrayView key);
/// Not empty, no Unicode space, no plus, no control character.
bool isNoteName(QStringView name);

} // namespace countersign
