// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/modelmanifest.h"
#include "trust/sigstorebundle.h"

using namespace countersign;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const PublicKey key = PrivateKey::generate()->publicKey();
    const QByteArrayView input(data, qsizetype(size));
    const auto bundle = SigstoreBundle::fromBytes(input);
    if (bundle && bundle->material == SigstoreBundle::Material::KeyHint) {
        const auto again = SigstoreBundle::fromBytes(bundle->toBytes());
        if (!again || !(again->envelope == bundle->envelope))
            qFatal("a bundle changed by being written");
    }
    if (bundle) {
        for (const QByteArray &certificate : bundle->certificates)
            (void)PublicKey::fromCertificateDer(certificate);
        (void)PublicKey::fromPem(bundle->rawKey);
    }
    if (openModelSignature(input, key))
        qFatal("a signature by nobody was accepted");
    return 0;
}
