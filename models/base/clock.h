// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDateTime>

#include <atomic>

namespace countersign {

/// Where the time comes from. Rules take a time as an argument; only the programs hold a Clock. Any thread.
class Clock
{
public:
    virtual ~Clock() = default;
    /// UTC, millisecond resolution.
    [[nodiscard]] virtual QDateTime now() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
};

/// A clock that stands still until it is moved: for tests, the sample generator and the gallery.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(const QDateTime &start) : m_ms(start.toMSecsSinceEpoch()) {}
    [[nodiscard]] QDateTime now() const override { return QDateTime::fromMSecsSinceEpoch(m_ms, Qt::UTC); }
    void set(const QDateTime &time) { m_ms = time.toMSecsSinceEpoch(); }
    void advance(qint64 seconds) { m_ms += seconds * 1000; }

private:
    std::atomic<qint64> m_ms;
};

/// RFC 3339 in UTC with milliseconds, "2026-11-21T05:02:42.000Z". An invalid time gives an empty string.
QString toRfc3339(const QDateTime &time);
/// Reads RFC 3339 with an explicit zone; anything else gives an invalid QDateTime.
QDateTime fromRfc3339(QStringView text);

} // namespace countersign
