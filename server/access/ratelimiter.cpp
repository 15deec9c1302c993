// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/ratelimiter.h"

#include <cmath>

namespace countersign {

int RateLimiter::take(const QString &who, qint64 nowMs)
{
    if (m_perSecond <= 0)
        return 0;
    const std::scoped_lock lock(m_mutex);
    if (m_buckets.size() >= maximumBuckets)
        forgetFull(nowMs);
    auto it = m_buckets.find(who);
    if (it == m_buckets.end())
        it = m_buckets.insert(who, {m_burst, nowMs});
    Bucket &bucket = *it;
    bucket.tokens = std::min(m_burst, bucket.tokens + double(std::max<qint64>(0, nowMs - bucket.at)) * m_perSecond / 1000);
    bucket.at = nowMs;
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 0;
    }
    return std::max(1, int(std::ceil((1 - bucket.tokens) / m_perSecond)));
}

void RateLimiter::forgetFull(qint64 nowMs)
{
    // A bucket that has refilled is the same as none.
    m_buckets.removeIf([&](const QHash<QString, Bucket>::iterator &it) {
        return it->tokens + double(nowMs - it->at) * m_perSecond / 1000 >= m_burst;
    });
    if (m_buckets.size() >= maximumBuckets)
        m_buckets.clear();
}

} // namespace countersign
