// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "trust/key.h"

#include <QDateTime>

namespace countersign {

class Store;

/// The bundle of one request, as far as it has come: every record, sign-off, key and piece of evidence with its proof;
/// model.sig and the gate's summary only while the gate says yes.
Result<QByteArray> releaseBundle(Store &store, const QString &requestId, const PrivateKey &gateKey, const QDateTime &now);

} // namespace countersign
