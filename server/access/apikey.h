// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QStringList>

namespace countersign {

/// The secret of an API key at the only moment it is known: when it is made.
struct ApiSecret
{
    QByteArray text; ///< "csk_" and 43 characters of base64url: 256 random bits
    QByteArray hash; ///< what is stored
};
ApiSecret newApiSecret();

/// What whoever sends no good key is told.
Error unknownApiKey();

/// The 32 bytes under which a presented secret is stored; Unauthorised when it has not the form of one. Any thread.
Result<QByteArray> apiSecretHash(QByteArrayView presented);

/// Takes the secret out of "Bearer csk_…"; Unauthorised otherwise. The scheme's case does not matter.
Result<QByteArray> bearerToken(QByteArrayView authorization);

/// What a key can be good for.
const QStringList &knownScopes();

/// The longest a key may live.
inline constexpr int maximumKeyDays = 90;

} // namespace countersign
