// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>

namespace countersign {

/// Decodes base64 the one way each text can mean something (RFC 4648 section 4 or 5): the standard alphabet with
/// padding, or the URL-safe one with or without; no white space, no stray bits after the last byte. Two texts that
/// differ in a bit therefore never decode to the same bytes, unless only their alphabet differs.
Result<QByteArray> decodeBase64(QByteArrayView text);
Result<QByteArray> decodeBase64(QStringView text);

/// As above, but only the standard alphabet with padding: what signed notes and proofs demand.
Result<QByteArray> decodeStandardBase64(QByteArrayView text);

} // namespace countersign
