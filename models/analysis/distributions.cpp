// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/distributions.h"

#include "analysis/estimate.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace countersign {

namespace {

constexpr double tiny = 1e-300; // keeps Lentz's method from dividing by zero
constexpr double converged = 1e-16;
constexpr int mostSteps = 200'000; // about √max(a, b) steps are needed; this is enough for 1e9 degrees of freedom
constexpr double halfLogTwoPi = 0.918938533204672741780329736406;

/// What Stirling's formula lacks: ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π), for x ≥ 10.
double stirlingRest(double x)
{
    const double s = 1 / (x * x);
    return (1.0 / 12 + s * (-1.0 / 360 + s * (1.0 / 1260 + s * (-1.0 / 1680 + s * (1.0 / 1188 + s * (-691.0 / 360360 + s / 156))))))
           / x;
}

double logGammaOf(double x)
{
    double product = 1;
    for (; x < 10; x += 1)
        product *= x;
    return (x - 0.5) * std::log(x) - x + halfLogTwoPi + stirlingRest(x) - std::log(product);
}

/// ln B(a, b) without the cancellation that three logGamma of large arguments would suffer.
double logBeta(double a, double b)
{
    const double small = std::min(a, b);
    const double large = std::max(a, b);
    if (large < 10)
        return logGammaOf(a) + logGammaOf(b) - logGammaOf(a + b);
    const double rest = stirlingRest(large) - stirlingRest(a + b);
    if (small < 10)
        return logGammaOf(small) + rest + small - small * std::log(a + b) + (large - 0.5) * std::log1p(-small / (a + b));
    return halfLogTwoPi - 0.5 * std::log(large) + stirlingRest(small) + rest + (small - 0.5) * std::log(small / (a + b))
           + large * std::log1p(-small / (a + b));
}

double guarded(double value)
{
    return std::abs(value) < tiny ? tiny : value;
}

/// The continued fraction of I_x(a, b), good for x < (a + 1) / (a + b + 2).
double betaFraction(double a, double b, double x)
{
    double c = 1;
    double d = 1 / guarded(1 - (a + b) * x / (a + 1));
    double out = d;
    for (int m = 1; m < mostSteps; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / guarded(1 + even * d);
        c = guarded(1 + even / c);
        out *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / guarded(1 + odd * d);
        c = guarded(1 + odd / c);
        out *= d * c;
        if (std::abs(d * c - 1) < converged)
            break;
    }
    return out;
}

/// I_x(a, b) where both x and 1 − x are known exactly, so that neither tail loses its digits.
double betaOf(double a, double b, double x, double rest)
{
    if (x <= 0)
        return 0;
    if (rest <= 0)
        return 1;
    const double logX = x > 0.5 ? std::log1p(-rest) : std::log(x);
    const double logRest = rest > 0.5 ? std::log1p(-x) : std::log(rest);
    const double front = std::exp(a * logX + b * logRest - logBeta(a, b));
    if (x < (a + 1) / (a + b + 2))
        return front * betaFraction(a, b, x) / a;
    return 1 - front * betaFraction(b, a, rest) / b;
}

double gammaLowerBySeries(double a, double x)
{
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n < mostSteps && term > sum * converged; ++n) {
        term *= x / (a + n);
        sum += term;
    }
    return sum * std::exp(a * std::log(x) - x - logGammaOf(a));
}

double gammaUpperByFraction(double a, double x)
{
    double b = x + 1 - a;
    double c = 1 / tiny;
    double d = 1 / guarded(b);
    double out = d;
    for (int n = 1; n < mostSteps; ++n) {
        const double an = -n * (n - a);
        b += 2;
        d = 1 / guarded(an * d + b);
        c = guarded(b + an / c);
        out *= d * c;
        if (std::abs(d * c - 1) < converged)
            break;
    }
    return out * std::exp(a * std::log(x) - x - logGammaOf(a));
}

/// P(T ≥ t) for t ≥ 0.
double studentTail(double t, double df)
{
    const double t2 = t * t;
    return 0.5 * betaOf(df / 2, 0.5, df / (df + t2), t2 / (df + t2));
}

/// P(0 ≤ T ≤ t) for t ≥ 0.
double studentCentre(double t, double df)
{
    const double t2 = t * t;
    return 0.5 * betaOf(0.5, df / 2, t2 / (df + t2), df / (df + t2));
}

double studentDensity(double t, double df)
{
    return std::exp(-0.5 * (df + 1) * std::log1p(t * t / df) - 0.5 * std::log(df) - logBeta(df / 2, 0.5));
}

/// The x ≥ 0 where a falling function passes `wanted`: Newton's steps, kept inside a shrinking bracket.
template <typename Tail, typename Density>
double solveFalling(double wanted, Tail tail, Density density)
{
    double low = 0;
    double high = 1;
    while (tail(high) > wanted && high < std::numeric_limits<double>::max() / 4) {
        low = high;
        high *= 2;
    }
    double x = 0.5 * (low + high);
    for (int step = 0; step < 400; ++step) {
        const double excess = tail(x) - wanted;
        (excess > 0 ? low : high) = x;
        const double slope = density(x);
        double next = slope > 0 ? x + excess / slope : low;
        if (!(next > low && next < high))
            next = 0.5 * (low + high);
        if (std::abs(next - x) <= 1e-15 * std::abs(next))
            return next;
        x = next;
    }
    return x;
}

/// The quantile of a distribution symmetric about 0. Far out the tail keeps the digits, near the middle the centre does.
template <typename Tail, typename Centre, typename Density>
double quantileBySymmetry(double p, Tail tail, Centre centre, Density density)
{
    if (p == 0.5)
        return 0;
    const double off = std::abs(p - 0.5);
    const double x = off < 0.25 ? solveFalling(-off, [centre](double at) { return -centre(at); }, density)
                                : solveFalling(std::min(p, 1 - p), tail, density);
    return p < 0.5 ? -x : x;
}

} // namespace

std::optional<double> logGamma(double x)
{
    return x > 0 && std::isfinite(x) ? std::optional(logGammaOf(x)) : std::nullopt;
}

std::optional<double> regularisedBeta(double a, double b, double x)
{
    if (!(a > 0 && b > 0 && x >= 0 && x <= 1) || !std::isfinite(a) || !std::isfinite(b))
        return {};
    return betaOf(a, b, x, 1 - x);
}

std::optional<double> regularisedGammaUpper(double a, double x)
{
    if (!(a > 0 && x >= 0) || !std::isfinite(a) || !std::isfinite(x))
        return {};
    if (x == 0)
        return 1;
    return x < a + 1 ? 1 - gammaLowerBySeries(a, x) : gammaUpperByFraction(a, x);
}

double normalCdf(double z)
{
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

double normalTwoSided(double z)
{
    return std::erfc(std::abs(z) / std::numbers::sqrt2);
}

std::optional<double> normalQuantile(double p)
{
    if (!isLevel(p))
        return {};
    return quantileBySymmetry(
        p, [](double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); }, [](double z) { return 0.5 * std::erf(z / std::numbers::sqrt2); },
        [](double z) { return std::exp(-0.5 * z * z - halfLogTwoPi); });
}

std::optional<double> normalQuantileOfLevel(double level)
{
    return isLevel(level) ? normalQuantile(0.5 + level / 2) : std::nullopt;
}

std::optional<double> studentTwoSided(double t, double df)
{
    if (!(df > 0) || !std::isfinite(df) || std::isnan(t))
        return {};
    return std::isinf(t) ? 0 : 2 * studentTail(std::abs(t), df);
}

std::optional<double> studentQuantile(double p, double df)
{
    if (!isLevel(p) || !(df > 0) || !std::isfinite(df))
        return {};
    return quantileBySymmetry(
        p, [df](double t) { return studentTail(t, df); }, [df](double t) { return studentCentre(t, df); },
        [df](double t) { return studentDensity(t, df); });
}

std::optional<double> chiSquareUpper(double x, double df)
{
    return regularisedGammaUpper(df / 2, x / 2);
}

} // namespace countersign
