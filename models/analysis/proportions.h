// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/estimate.h"

namespace countersign {

/// A share of `n` outcomes. The share, not the count, because evaluations report the share.
struct Share
{
    double value = 0; ///< 0…1
    qint64 n = 0;     ///< how many outcomes; at least 1
    static Share of(qint64 successes, qint64 n) { return {n > 0 ? double(successes) / double(n) : 0, n}; }
    [[nodiscard]] bool isValid() const { return n > 0 && value >= 0 && value <= 1; }
    [[nodiscard]] double successes() const { return value * double(n); }
};

/// The four cells of one yes/no outcome measured twice on the same items.
struct PairedOutcomes
{
    qint64 both = 0, onlyFirst = 0, onlySecond = 0, neither = 0;
};

/// Everything here is a pure function, any thread. An invalid share (n < 1, outside 0…1, NaN), a negative count or a
/// level outside (0, 1) gives nothing.

/// Wilson's score interval (1927; the formula is in domain/intervals.h) of any level.
std::optional<EvaluationReport::Interval> wilsonInterval(const Share &share, double level);

/// second − first of two independent samples. Interval: Newcombe's hybrid score interval, method 10 of R. G. Newcombe,
/// "Interval estimation for the difference between independent proportions", Statist. Med. 17 (1998) 873–890:
/// d − √((p₂−l₂)² + (u₁−p₁)²) … d + √((u₂−p₂)² + (p₁−l₁)²), l and u Wilson's bounds. p value: the pooled z test of
/// p₁ = p₂; 1 when both shares are 0 or both are 1.
std::optional<Estimate> shareDifference(const Share &first, const Share &second, double level = 0.95);

/// second / first of two independent samples, for an impact ratio. Interval: Katz's log interval (D. Katz et al.,
/// "Obtaining confidence intervals for the risk ratio in cohort studies", Biometrics 34 (1978) 469–474):
/// exp(ln r ± z·√(1/x₁ − 1/n₁ + 1/x₂ − 1/n₂)). No value when first is 0; no interval when second is 0 or
/// both are 1, where the formula gives nothing or a single point. No p value.
std::optional<Estimate> shareRatio(const Share &first, const Share &second, double level = 0.95);

/// The odds of second over those of first. Interval: Woolf's logit interval (B. Woolf, Ann. Hum. Genet. 19 (1955)
/// 251–253): exp(ln o ± z·√(1/a + 1/b + 1/c + 1/d)). No value when first is 0 or second is 1 (the odds ratio is
/// infinite or 0/0); no interval when any cell is 0. No p value.
std::optional<Estimate> oddsRatio(const Share &first, const Share &second, double level = 0.95);

/// second − first on the same items: (onlySecond − onlyFirst) / n. Interval: Newcombe's paired hybrid score interval
/// with continuity-corrected φ, method 10 of R. G. Newcombe, "Improved confidence intervals for the difference between
/// binomial proportions based on paired data", Statist. Med. 17 (1998) 2635–2650. p value: McNemar's exact test,
/// 2·P(X ≤ min) of Binomial(onlyFirst + onlySecond, ½), at most 1; 1 when nothing changed.
std::optional<Estimate> pairedShareDifference(const PairedOutcomes &outcomes, double level = 0.95);

} // namespace countersign
