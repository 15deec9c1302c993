// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QString>

namespace countersign {

/// An Error for the last failed system call: `sentence` unless the disk is full, which is said instead.
Error systemError(const QString &sentence);
/// Writes a new file so that after a power cut it is there whole or not at all. `mode` as in chmod(2).
Result<void> writeDurably(const QString &path, QByteArrayView bytes, int mode);
/// Puts the written file `from` in the place of `to` (same file system) and makes the name durable too.
Result<void> moveDurably(const QString &from, const QString &to);
/// Makes a folder's own entries durable.
Result<void> syncFolder(const QString &path);

} // namespace countersign
