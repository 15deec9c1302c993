// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>

namespace countersign {

/// The distributions that tests and intervals are made with, to about 1e-13 of their value. Pure; any thread: nothing
/// here uses the C library's lgamma, which writes a global. Arguments outside the domain give nothing.

/// ln Γ(x) for x > 0. Stirling's series (Abramowitz & Stegun 6.1.40) above 10, the recurrence Γ(x+1) = xΓ(x) below.
std::optional<double> logGamma(double x);
/// The regularised incomplete beta function I_x(a, b), a, b > 0, 0 ≤ x ≤ 1: the continued fraction of DLMF 8.17.22
/// by the modified Lentz method, on the side where it converges fast (8.17.4).
std::optional<double> regularisedBeta(double a, double b, double x);
/// The upper regularised incomplete gamma function Q(a, x), a > 0, x ≥ 0: the series of DLMF 8.7.1 for x < a + 1,
/// else the continued fraction 8.9.2.
std::optional<double> regularisedGammaUpper(double a, double x);

/// P(Z ≤ z) of the standard normal distribution, by erfc.
double normalCdf(double z);
/// P(|Z| ≥ |z|): the two-sided p value of a normal test.
double normalTwoSided(double z);
/// The z with P(Z ≤ z) = p, 0 < p < 1.
std::optional<double> normalQuantile(double p);
/// The z of a two-sided interval of this level: 1.96 for 0.95.
std::optional<double> normalQuantileOfLevel(double level);

/// P(|T| ≥ |t|) of Student's t with `df` > 0 degrees of freedom (not necessarily whole): I_{df/(df+t²)}(df/2, 1/2).
std::optional<double> studentTwoSided(double t, double df);
/// The t with P(T ≤ t) = p, 0 < p < 1.
std::optional<double> studentQuantile(double p, double df);

/// P(X ≥ x) of chi-square with `df` > 0 degrees of freedom: Q(df/2, x/2).
std::optional<double> chiSquareUpper(double x, double df);

} // namespace countersign
