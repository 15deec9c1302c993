// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/axis.h"

#include "ui/widgets/numberformat.h"

#include <cmath>

namespace countersign {

namespace {
constexpr int mostDecimals = 8;
} // namespace

AxisTicks axisTicks(double low, double high, int most)
{
    AxisTicks out;
    const double span = high - low;
    if (!std::isfinite(span) || span <= 0 || most < 1)
        return out;
    const double rough = span / most;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (factor * power >= rough * 0.999) {
            step = factor * power;
            break;
        }
    }
    if (!(step > 0) || low + step == low || high - step == high)
        return out;
    while (out.decimals < mostDecimals && std::abs(step * std::pow(10.0, out.decimals) - std::round(step * std::pow(10.0, out.decimals))) > 1e-6 * std::pow(10.0, out.decimals) * step)
        ++out.decimals;
    // In scientific notation three digits are written: what they cannot tell apart is better not written at all.
    const double size = std::max(std::abs(low), std::abs(high));
    if ((size >= 1e15 || step < std::pow(10.0, -mostDecimals)) && step < 0.01 * size)
        return {};
    const double first = std::ceil(low / step - 1e-9);
    const double count = std::floor(high / step + 1e-9) - first;
    if (!(count >= 0) || count > 4.0 * most + 4)
        return {};
    for (int i = 0; i <= int(count); ++i)
        out.values.append(first + i == 0 ? 0.0 : (first + i) * step);
    return out;
}

QString tickText(double value, const AxisTicks &ticks)
{
    const double size = std::abs(value);
    if (size != 0 && (size >= 1e15 || ticks.decimals >= mostDecimals))
        return formatSignificant(value, 3);
    return formatFixed(value, ticks.decimals);
}

void AxisRange::add(double value)
{
    if (!std::isfinite(value))
        return;
    m_low = std::min(m_low, value);
    m_high = std::max(m_high, value);
}

AxisRange AxisRange::padded(double share, double least, double most) const
{
    AxisRange out;
    if (isEmpty()) {
        out.m_low = 0;
        out.m_high = 1;
        return out;
    }
    const double span = m_high - m_low;
    const double pad = span > 0 && std::isfinite(span) ? span * share : std::max(std::abs(m_high) * 0.1, 1e-6);
    out.m_low = m_low >= least ? std::max(least, m_low - pad) : m_low - pad;
    out.m_high = m_high <= most ? std::min(most, m_high + pad) : m_high + pad;
    return out;
}

} // namespace countersign
