// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/note.h"

#include "trust/base64.h"
#include "trust/digest.h"
#include "trust/words.h"

#include <QStringDecoder>
#include <QtEndian>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maximumBytes = 1'000'000;
constexpr qsizetype maximumSignatures = 100;
constexpr char dash[] = "\xE2\x80\x94 "; // U+2014 and one space

Error broken(const QString &text)
{
    return {Error::Code::Invalid, text};
}

Result<NoteSignature> signatureFrom(QByteArrayView line)
{
    const Error error = broken(Trust::tr("A signature line of the note is broken."));
    if (!line.startsWith(dash))
        return error;
    line = line.sliced(sizeof dash - 1);
    const qsizetype space = line.indexOf(' ');
    if (space <= 0)
        return error;
    const QString name = QString::fromUtf8(line.first(space));
    const auto bytes = decodeStandardBase64(line.sliced(space + 1));
    if (!isNoteName(name) || !bytes || bytes->size() < 5)
        return error;
    return NoteSignature{name, qFromBigEndian<quint32>(bytes->constData()), bytes->sliced(4)};
}

QByteArray cosignedText(quint64 time, QByteArrayView text)
{
    return "cosignature/v1\ntime " + QByteArray::number(time) + '\n' + text.toByteArray();
}

} // namespace

bool isNoteName(QStringView name)
{
    return !name.isEmpty() && std::none_of(name.begin(), name.end(), [](QChar c) {
        return c.isSpace() || c == u'+' || c.unicode() < 0x20 || c.unicode() == 0x7f || c.unicode() == 0x85;
    });
}

quint32 noteKeyId(QStringView name, NoteVerifier::Type type, QByteArrayView key)
{
    Sha256 hash;
    hash.addData(name.toUtf8());
    const char middle[] = {'\n', char(type)};
    hash.addData(QByteArrayView(middle, 2));
    hash.addData(key);
    return qFromBigEndian<quint32>(hash.result().constData());
}

Result<Note> Note::fromBytes(QByteArrayView bytes)
{
    if (bytes.size() > maximumBytes)
        return Error{Error::Code::TooLarge, Trust::tr("The note is too large.")};
    const bool control = std::any_of(bytes.begin(), bytes.end(), [](char c) { return uchar(c) < 0x20 && c != '\n'; });
    if (control || !bytes.isValidUtf8())
        return broken(Trust::tr("A note is UTF-8 text without control characters."));
    const qsizetype split = bytes.lastIndexOf("\n\n");
    if (split < 0)
        return broken(Trust::tr("The note has no blank line before its signatures."));
    Note out{bytes.first(split + 1).toByteArray(), {}};
    QByteArrayView rest = bytes.sliced(split + 2);
    if (rest.isEmpty() || rest.back() != '\n')
        return broken(Trust::tr("The note has no signature, or does not end with a line end."));
    while (!rest.isEmpty()) {
        const qsizetype end = rest.indexOf('\n');
        auto signature = signatureFrom(rest.first(end));
        if (!signature)
            return signature.error();
        if (out.signatures.size() == maximumSignatures)
            return broken(Trust::tr("The note has too many signatures."));
        out.signatures.append(*signature);
        rest = rest.sliced(end + 1);
    }
    return out;
}

QByteArray Note::toBytes() const
{
    QByteArray out = text + '\n';
    for (const NoteSignature &signature : signatures) {
        QByteArray raw(4, Qt::Uninitialized);
        qToBigEndian(signature.keyId, raw.data());
        out += dash + signature.name.toUtf8() + ' ' + (raw + signature.signature).toBase64() + '\n';
    }
    return out;
}

NoteVerifier::NoteVerifier(QString name, Type type, QByteArray key)
    : m_name(std::move(name)), m_type(type), m_bytes(std::move(key))
{
    m_keyId = type == Type::Ecdsa ? qFromBigEndian<quint32>(sha256(m_bytes).constData())
                                  : noteKeyId(m_name, type, m_bytes);
}

Result<NoteVerifier> NoteVerifier::ed25519(const QString &name, const Ed25519PublicKey &key)
{
    if (!isNoteName(name) || key.raw().isEmpty())
        return broken(Trust::tr("A note key needs a name without spaces and plus signs."));
    NoteVerifier out(name, Type::Ed25519, key.raw());
    out.m_key = key;
    return out;
}

Result<NoteVerifier> NoteVerifier::cosignature(const QString &name, const Ed25519PublicKey &key)
{
    if (!isNoteName(name) || key.raw().isEmpty())
        return broken(Trust::tr("A note key needs a name without spaces and plus signs."));
    NoteVerifier out(name, Type::Cosignature, key.raw());
    out.m_key = key;
    return out;
}

Result<NoteVerifier> NoteVerifier::ecdsa(const QString &name, const PublicKey &key)
{
    if (!isNoteName(name) || key.isNull())
        return broken(Trust::tr("A note key needs a name without spaces and plus signs."));
    NoteVerifier out(name, Type::Ecdsa, key.spkiDer());
    out.m_key = key;
    return out;
}

Result<NoteVerifier> NoteVerifier::fromVkey(QStringView vkey)
{
    const Error error = broken(Trust::tr("The log key is not written as name+id+key."));
    const qsizetype first = vkey.indexOf(u'+');
    const qsizetype second = first < 0 ? -1 : vkey.indexOf(u'+', first + 1);
    if (second - first != 9 || vkey.size() > 1000)
        return error;
    const QString name = vkey.first(first).toString();
    const QByteArray hex = vkey.sliced(first + 1, 8).toLatin1();
    const auto bytes = decodeStandardBase64(vkey.sliced(second + 1).toLatin1());
    if (!isNoteName(name) || !bytes || bytes->size() < 2 || QByteArray::fromHex(hex).toHex() != hex)
        return error;
    const QByteArray key = bytes->sliced(1);
    auto out = [&]() -> Result<NoteVerifier> {
        const auto type = Type(uchar(bytes->at(0)));
        if (type == Type::Ecdsa) {
            auto parsed = PublicKey::fromSpkiDer(key);
            return parsed ? ecdsa(name, *parsed) : Result<NoteVerifier>(parsed.error());
        }
        if (type != Type::Ed25519 && type != Type::Cosignature) {
            return Error{Error::Code::Unsupported,
                         Trust::tr("The log key's algorithm is not supported.")};
        }
        auto parsed = Ed25519PublicKey::fromRaw(key);
        if (!parsed)
            return parsed.error();
        return type == Type::Ed25519 ? ed25519(name, *parsed) : cosignature(name, *parsed);
    }();
    if (out && out->m_keyId != hex.toUInt(nullptr, 16))
        return broken(Trust::tr("The log key does not match its own id."));
    return out;
}

QString NoteVerifier::vkey() const
{
    const QByteArray key = char(m_type) + m_bytes;
    return m_name + u'+' + QString::number(m_keyId, 16).rightJustified(8, u'0') + u'+' + QLatin1String(key.toBase64());
}

bool NoteVerifier::verify(QByteArrayView text, QByteArrayView signature, quint64 *time) const
{
    if (m_type == Type::Ecdsa)
        return std::get<PublicKey>(m_key).verify(text, signature);
    const auto &key = std::get<Ed25519PublicKey>(m_key);
    if (m_type == Type::Ed25519)
        return key.verify(text, signature);
    if (signature.size() != 72)
        return false;
    const auto at = qFromBigEndian<quint64>(signature.data());
    if (time)
        *time = at;
    return key.verify(cosignedText(at, text), signature.sliced(8));
}

Result<NoteSigner> NoteSigner::log(const QString &name, const Ed25519PrivateKey &key)
{
    auto verifier = NoteVerifier::ed25519(name, key.publicKey());
    return verifier ? Result<NoteSigner>(NoteSigner(*verifier, key)) : verifier.error();
}

Result<NoteSigner> NoteSigner::witness(const QString &name, const Ed25519PrivateKey &key)
{
    auto verifier = NoteVerifier::cosignature(name, key.publicKey());
    return verifier ? Result<NoteSigner>(NoteSigner(*verifier, key)) : verifier.error();
}

Result<NoteSigner> NoteSigner::fromSkey(QStringView skey)
{
    const Error error = broken(Trust::tr("The log's private key is not written as PRIVATE+KEY+name+id+key."));
    if (!skey.startsWith("PRIVATE+KEY+"_L1))
        return error;
    skey = skey.sliced(12);
    const qsizetype first = skey.indexOf(u'+');
    const qsizetype second = first < 0 ? -1 : skey.indexOf(u'+', first + 1);
    if (second - first != 9)
        return error;
    const auto bytes = decodeStandardBase64(skey.sliced(second + 1).toLatin1());
    if (!bytes || bytes->size() != 33 || bytes->at(0) != 1)
        return error;
    auto key = Ed25519PrivateKey::fromSeed(QByteArrayView(*bytes).sliced(1));
    if (!key)
        return error;
    auto signer = log(skey.first(first).toString(), *key);
    if (signer && skey.sliced(first + 1, 8).toUInt(nullptr, 16) != signer->verifier().keyId())
        return error;
    return signer;
}

NoteSignature NoteSigner::sign(QByteArrayView text, quint64 time) const
{
    Q_ASSERT(text.endsWith('\n'));
    NoteSignature out{m_verifier.name(), m_verifier.keyId(), {}};
    if (m_verifier.type() == NoteVerifier::Type::Cosignature) {
        out.signature.resize(8);
        qToBigEndian(time, out.signature.data());
        out.signature += m_key.sign(cosignedText(time, text));
    } else {
        out.signature = m_key.sign(text);
    }
    return out;
}

bool VerifiedNote::isVerifiedBy(const NoteVerifier &verifier) const
{
    return std::any_of(verified.begin(), verified.end(), [&](const By &by) {
        return by.type == verifier.type() && by.name == verifier.name() && by.keyBytes == verifier.keyBytes();
    });
}

Result<VerifiedNote> openNote(QByteArrayView bytes, const QList<NoteVerifier> &known)
{
    auto note = Note::fromBytes(bytes);
    if (!note)
        return note.error();
    VerifiedNote out{note->text, {}, {}};
    for (const NoteSignature &signature : std::as_const(note->signatures)) {
        bool recognised = false;
        for (const NoteVerifier &verifier : known) {
            if (verifier.keyId() != signature.keyId || verifier.name() != signature.name)
                continue;
            recognised = true;
            if (out.isVerifiedBy(verifier))
                continue; // a second line by the same key adds nothing
            quint64 time = 0;
            if (!verifier.verify(note->text, signature.signature, &time)) {
                return Error{Error::Code::Untrusted,
                             Trust::tr("The signature by “%1” does not match the text.")
                                 .arg(signature.name)};
            }
            const bool timed = verifier.type() == NoteVerifier::Type::Cosignature;
            out.verified.append({verifier.name(), verifier.keyId(), verifier.type(), verifier.keyBytes(),
                                 timed ? std::optional<quint64>(time) : std::nullopt});
        }
        if (!recognised)
            out.unknown.append(signature);
    }
    if (out.verified.isEmpty()) {
        return Error{Error::Code::Untrusted,
                     Trust::tr("None of the signatures is by a key that is trusted.")};
    }
    return out;
}

} // namespace countersign
