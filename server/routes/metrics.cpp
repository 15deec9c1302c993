// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/metrics.h"

namespace countersign {

void Metrics::count(const QByteArray &method, const QString &pattern, int status, qint64 microseconds)
{
    const std::scoped_lock lock(m_mutex);
    Sum &sum = m_sums[{method, pattern, status}];
    ++sum.count;
    sum.microseconds += quint64(std::max<qint64>(0, microseconds));
}

QByteArray Metrics::text() const
{
    const std::scoped_lock lock(m_mutex);
    QByteArray counts = "# HELP countersign_http_requests_total Answers by route and status.\n"
                        "# TYPE countersign_http_requests_total counter\n";
    QByteArray times = "# HELP countersign_http_request_seconds_total Time spent in handlers.\n"
                       "# TYPE countersign_http_request_seconds_total counter\n";
    for (const auto &[key, sum] : m_sums) {
        // Patterns, methods and numbers only: nothing a client chose stands in a label.
        const auto &[method, pattern, status] = key;
        const QByteArray labels = "{method=\"" + method + "\",route=\"" + pattern.toUtf8() + "\",status=\""
            + QByteArray::number(status) + "\"} ";
        counts += "countersign_http_requests_total" + labels + QByteArray::number(sum.count) + '\n';
        times += "countersign_http_request_seconds_total" + labels + QByteArray::number(double(sum.microseconds) / 1e6, 'f', 6) + '\n';
    }
    return counts + times;
}

} // namespace countersign
