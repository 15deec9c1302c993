// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace countersign {

/// Replaces what must never stand in a log: bearer tokens, API keys of ours, PEM private keys, passwords in URLs.
QString redacted(QString line);

/// Sends every Qt message through redacted() to stderr as "time level category: text", control characters escaped.
/// Call once, in main().
void installLogging();

} // namespace countersign
