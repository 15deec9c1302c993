// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>

#include <map>
#include <mutex>
#include <tuple>

namespace countersign {

/// Counts answers by route and status, and how long they took. Any thread.
class Metrics
{
public:
    void count(const QByteArray &method, const QString &pattern, int status, qint64 microseconds);
    /// Prometheus text, exposition format 0.0.4.
    [[nodiscard]] QByteArray text() const;

private:
    using Key = std::tuple<QByteArray, QString, int>; ///< method, pattern, status
    struct Sum
    {
        quint64 count = 0;
        quint64 microseconds = 0;
    };
    mutable std::mutex m_mutex;
    std::map<Key, Sum> m_sums;
};

} // namespace countersign
