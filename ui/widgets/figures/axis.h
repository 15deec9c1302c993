// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>

namespace countersign {

/// Round numbers for an axis, and how many decimals it takes to tell them apart.
struct AxisTicks
{
    QList<double> values;
    int decimals = 0;
};

/// About `most` multiples of 1, 2, 2.5 or 5 × 10ⁿ inside low…high. Empty when the range is empty or not finite.
[[nodiscard]] AxisTicks axisTicks(double low, double high, int most);
/// "0.85"; what is tiny or huge in scientific notation.
[[nodiscard]] QString tickText(double value, const AxisTicks &ticks);

/// A range that grows by what it is shown. Values that are not finite change nothing.
class AxisRange
{
public:
    void add(double value);
    [[nodiscard]] bool isEmpty() const { return m_low > m_high; }
    [[nodiscard]] double low() const { return m_low; }
    [[nodiscard]] double high() const { return m_high; }
    /// With room at both ends; 0…1 when nothing was added. Shares stay within 0…1: `least` and `most` are not passed
    /// where all values keep to them.
    [[nodiscard]] AxisRange padded(double share, double least, double most) const;

private:
    double m_low = 1e308, m_high = -1e308;
};

/// From a value to a place on the screen; `from` may be right of or below `to`.
struct AxisScale
{
    double low = 0, high = 1, from = 0, to = 1;
    /// Near the screen whatever the value: painters take no infinite places.
    [[nodiscard]] double at(double value) const
    {
        const double place = from + (value / 2 - low / 2) / (high / 2 - low / 2) * (to - from);
        return place > 1e6 ? 1e6 : place < -1e6 ? -1e6 : place == place ? place : from;
    }
};

} // namespace countersign
