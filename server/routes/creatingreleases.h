// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/version.h"
#include "server/routes/creating.h"

namespace countersign {

// The kinds around a release; createRecord() is the way in.
Result<Created> createRequest(Command &command, const Creation &creation);
Result<Created> createWaiver(Command &command, const Creation &creation);
Result<Created> createDeployment(Command &command, const Creation &creation);

/// Checks the artifacts' names and fills in the two digests over them; clears these when there is no artifact.
Result<void> setArtifactDigests(Version &version);
/// Refused, with the reason, when the policy could not be fulfilled by anybody today.
Result<void> checkSatisfiable(Command &command, const Request &request);
/// Moves a version by a verb that only the server may use ("deploy", "undeploy"); nothing when it cannot move.
Result<void> moveVersion(Command &command, const QString &version, const QString &verb);
/// After a deployment has ended: the version is in service no longer when it runs nowhere else.
Result<void> leaveService(Command &command, const QString &version);

} // namespace countersign
