// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/routes/signedenvelope.h"

namespace countersign {

/// What a reviewer sends: the role they sign in, the Sigstore bundle as JSON text, and the sheet they were shown.
struct SignCall
{
    QString request;
    QString role;
    QByteArray envelope;
    QByteArray sheet;
};

struct Signed
{
    Record signoff;
    Record request; ///< as it stands after the sign-off
};

/// Records a signed decision, if the signature is an active key's of the caller, speaks of exactly the request as it
/// stands, and this person may decide so now; then moves the request. Untrusted, Stale, Refused, Forbidden, Exists,
/// Invalid (pointers relative to the body).
Result<Signed> recordSignoff(Command &command, const SignCall &call, const LogFacts &log);

} // namespace countersign
