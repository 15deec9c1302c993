// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "domain/kinds/version.h"

namespace countersign {

/// The files at these paths as artifacts: a single file by its base name, a folder's files by their paths below it,
/// sorted by name. Error::Invalid for a name twice, a link, no file; NotFound.
Result<QList<Artifact>> artifactsAt(const QStringList &paths);

} // namespace countersign
