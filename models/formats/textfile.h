// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/importer.h"

namespace countersign {

/// Reads an input as one UTF-8 text: a byte order mark is dropped, UTF-16 with one is decoded, lines end with LF.
/// Errors: TooLarge (options.textBytes), Invalid with the byte offset for damaged UTF-8 or a NUL, Cancelled.
Result<QByteArray> readText(const ImportInput &input);
/// The beginning of a file for probing: without mark, decoded, and cut where a character is incomplete.
QByteArray probeText(QByteArrayView head);

} // namespace countersign
