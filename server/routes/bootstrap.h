// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/store/store.h"
#include "trust/key.h"

namespace countersign {

/// Who a change is by when nobody asked for it.
inline constexpr QLatin1String serverActor("countersign.server");

/// The first administrator, if there is no person yet.
Result<void> ensureAdministrator(Store &store, const QString &name, const QDateTime &now);
/// The gate's key from `folder` (made when it is missing), with its person and its logged, active signer record.
Result<PrivateKey> ensureGateKey(Store &store, const QString &folder, const QDateTime &now);
/// A new API key with every scope for an active administrator: `preferred` if that is one. Keys issued so before end.
Result<QByteArray> issueAdminKey(Store &store, const QString &preferred, const QDateTime &now);

} // namespace countersign
