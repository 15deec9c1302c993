// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>

namespace countersign {

/// SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): the
/// same numbers from the same seed on every machine, which the standard library's distributions do not promise. For
/// resampling and for drawing samples; not for secrets. One object belongs to one thread.
class RandomNumbers
{
public:
    explicit RandomNumbers(quint64 seed) : m_state(seed) {}

    quint64 next()
    {
        quint64 z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }

    /// A number in 0…limit−1 (limit ≥ 1), each as likely as any other: what would favour some is drawn again.
    quint64 below(quint64 limit)
    {
        const quint64 unfair = (0 - limit) % limit; // 2⁶⁴ mod limit
        quint64 drawn = next();
        while (drawn < unfair)
            drawn = next();
        return drawn % limit;
    }

    /// A number in [0, 1) with 53 random bits.
    double uniform() { return double(next() >> 11) * 0x1.0p-53; }

private:
    quint64 m_state;
};

} // namespace countersign
