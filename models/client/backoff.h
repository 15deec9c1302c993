// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>

namespace countersign {

/// How long to wait before attempt `attempt` (1 is the first repetition): "full jitter", a random time up to
/// base·2^(attempt-1) and never more than `most`, so that many clients do not come back in one wave. Milliseconds.
int backoff(int attempt, int base = 250, int most = 60'000);

/// Retry-After as seconds (RFC 9110 10.2.3); -1 when it is no such number. Bounded to ten minutes. Milliseconds.
int retryAfter(const QByteArray &header);

} // namespace countersign
