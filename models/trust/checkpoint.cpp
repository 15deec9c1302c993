// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/checkpoint.h"

#include "trust/base64.h"
#include "trust/decimal.h"
#include "trust/words.h"

namespace countersign {

namespace {

Error broken(const QString &text)
{
    return {Error::Code::Invalid, text};
}

} // namespace

QByteArray Checkpoint::text() const
{
    QByteArray out = origin.toUtf8() + '\n' + QByteArray::number(size) + '\n' + root.toBase64() + '\n';
    for (const QString &line : extensions)
        out += line.toUtf8() + '\n';
    return out;
}

Result<Checkpoint> Checkpoint::fromText(QByteArrayView text)
{
    if (!text.endsWith('\n') || !text.isValidUtf8())
        return broken(Trust::tr("A checkpoint is UTF-8 text that ends with a line end."));
    const QList<QByteArray> lines = text.chopped(1).toByteArray().split('\n');
    if (lines.size() < 3 || lines.contains(QByteArray()))
        return broken(Trust::tr("A checkpoint has three lines: origin, size and root."));
    Checkpoint out;
    out.origin = QString::fromUtf8(lines[0]);
    const auto size = parseDecimal(lines[1]);
    if (!size)
        return broken(Trust::tr("The checkpoint's size is not a plain decimal number."));
    out.size = *size;
    auto root = decodeStandardBase64(lines[2]);
    if (!root || root->size() != 32)
        return broken(Trust::tr("The checkpoint's root is not a SHA-256 digest in base64."));
    out.root = *root;
    for (qsizetype i = 3; i < lines.size(); ++i)
        out.extensions.append(QString::fromUtf8(lines[i]));
    return out;
}

QByteArray Checkpoint::signedBy(const NoteSigner &log) const
{
    const QByteArray body = text();
    return Note{body, {log.sign(body)}}.toBytes();
}

Result<SignedCheckpoint> openCheckpoint(QByteArrayView bytes, const NoteVerifier &log,
                                        const QList<NoteVerifier> &witnesses)
{
    auto note = openNote(bytes, QList<NoteVerifier>{log} + witnesses);
    if (!note)
        return note.error();
    if (!note->isVerifiedBy(log)) {
        return Error{Error::Code::Untrusted,
                     Trust::tr("The checkpoint is not signed by the log “%1”.").arg(log.name())};
    }
    auto checkpoint = Checkpoint::fromText(note->text);
    if (!checkpoint)
        return checkpoint.error();
    if (checkpoint->origin != log.name()) {
        return Error{Error::Code::Untrusted,
                     Trust::tr("The checkpoint is of another log than its signer's.")};
    }
    return SignedCheckpoint{*checkpoint, *note};
}

Result<QByteArray> addSignature(QByteArrayView bytes, const NoteSignature &signature)
{
    auto note = Note::fromBytes(bytes);
    if (!note)
        return note.error();
    note->signatures.append(signature);
    return note->toBytes();
}

} // namespace countersign
