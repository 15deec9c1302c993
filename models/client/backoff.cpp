// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/backoff.h"

#include <QRandomGenerator>

#include <algorithm>

namespace countersign {

int backoff(int attempt, int base, int most)
{
    const qint64 ceiling = std::min<qint64>(most, qint64(base) << std::clamp(attempt - 1, 0, 30));
    // Half of it is certain: a wait of nothing would be no wait.
    return int(ceiling / 2 + QRandomGenerator::global()->bounded(ceiling / 2 + 1));
}

int retryAfter(const QByteArray &header)
{
    constexpr int most = 600;
    bool isNumber = false;
    const int seconds = header.trimmed().toInt(&isNumber);
    return isNumber && seconds >= 0 ? std::min(seconds, most) * 1000 : -1;
}

} // namespace countersign
