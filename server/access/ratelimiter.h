// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QString>

#include <mutex>

namespace countersign {

/// One token bucket a key: `perSecond` on average, `burst` at once. Any thread.
class RateLimiter
{
public:
    RateLimiter(double perSecond, double burst) : m_perSecond(perSecond), m_burst(burst) {}

    /// 0 when the request may pass, else the whole seconds after which it may. `nowMs` is of a monotonic clock.
    int take(const QString &who, qint64 nowMs);

private:
    struct Bucket
    {
        double tokens = 0;
        qint64 at = 0;
    };
    void forgetFull(qint64 nowMs);

    static constexpr qsizetype maximumBuckets = 20'000;
    double m_perSecond;
    double m_burst;
    std::mutex m_mutex;
    QHash<QString, Bucket> m_buckets;
};

} // namespace countersign
