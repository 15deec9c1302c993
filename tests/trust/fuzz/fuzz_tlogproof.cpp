// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/tile.h"
#include "trust/tlogproof.h"

using namespace countersign;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const NoteSigner signer = *NoteSigner::log(QStringLiteral("log.example"), *Ed25519PrivateKey::generate());
    static const TlogPolicy believed = *TlogPolicy::fromText(TlogPolicy::textFor(signer.verifier()));
    const QByteArrayView input(data, qsizetype(size));
    if (const auto proof = TlogProof::fromBytes(input)) {
        const auto again = TlogProof::fromBytes(proof->toBytes());
        if (!again || !(*again == *proof))
            qFatal("a proof changed by being written");
        if (proof->verify("entry", believed))
            qFatal("a proof signed by nobody was accepted");
    }
    if (const auto note = Note::fromBytes(input)) {
        if (note->toBytes() != input)
            qFatal("a note has two spellings");
    }
    if (const auto checkpoint = Checkpoint::fromText(input)) {
        if (checkpoint->text() != input)
            qFatal("a checkpoint has two spellings");
    }
    (void)TlogPolicy::fromText(input);
    const QString text = QString::fromUtf8(input);
    if (const auto key = NoteVerifier::fromVkey(text)) {
        if (key->vkey() != text)
            qFatal("a key has two spellings");
    }
    if (const auto tile = Tile::fromPath(text)) {
        if (tile->path() != text)
            qFatal("a tile has two names");
    }
    (void)decodeEntryTile(input, 3);
    return 0;
}
