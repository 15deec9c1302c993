// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QDateTime>

namespace countersign {

/// Writes what the walkthrough works on into the current folder: model/ (the artifact), changed/ (one byte differs),
/// renamed/, evaluation.json, README.md (the model card), policy.json. Our own numbers; `now` dates the evaluation.
Result<void> writeMaterials(const QString &folder, const QDateTime &now);

} // namespace countersign
