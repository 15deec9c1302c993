// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/means.h"

#include <QList>

namespace countersign {

/// Who rated what how: one row an item, one column a rater. A rating is a number, or a category's index (for ordinal
/// scales in the scale's order); NaN where the rater did not rate the item.
struct Ratings
{
    qsizetype raters = 0;
    QList<double> values; ///< row after row; its size is a multiple of `raters`
    [[nodiscard]] bool isValid() const { return raters > 0 && !values.isEmpty() && values.size() % raters == 0; }
    [[nodiscard]] qsizetype items() const { return raters > 0 ? values.size() / raters : 0; }
    [[nodiscard]] double at(qsizetype item, qsizetype rater) const { return values[item * raters + rater]; }
};

/// How much agree, and on what that rests.
struct Agreement
{
    double value = 0;
    std::optional<double> standardError; ///< only where an asymptotic one is standard
    std::optional<EvaluationReport::Interval> interval;
    qint64 items = 0;   ///< items that count: those rated at least twice
    qint64 ratings = 0; ///< ratings of those items
    bool operator==(const Agreement &) const = default;
};

/// Everything here is a pure function, any thread. Nothing comes of invalid tables, of no item with two ratings, of
/// infinite ratings, and of ratings that are all one category: then chance alone explains everything, and a coefficient
/// would be 0/0.

/// The share of agreeing pairs of ratings, averaged over the items rated at least twice (a constant rating gives 1).
/// Interval: Wilson's where every item has exactly two ratings, else the percentile bootstrap over items.
std::optional<Agreement> percentAgreement(const Ratings &ratings, const BootstrapOptions &options = {});

/// How far apart two categories are: only equal or not, or by their distance in the scale, or by its square.
enum class KappaWeights { None, Linear, Quadratic };

/// counts[i][j]: items that the first rater put into category i and the second into j. Square.
using CrossTable = QList<QList<qint64>>;

/// The table of two raters over the items both rated; the categories are the distinct ratings of both, ascending.
/// Nothing for a rater that is not there, for more than 1,000 categories, or when they rated no item both.
std::optional<CrossTable> crossTable(const Ratings &ratings, qsizetype first, qsizetype second);

/// Cohen's kappa of two raters: J. Cohen, Educ. Psychol. Meas. 20 (1960) 37–46; weighted: Psychol. Bull. 70 (1968)
/// 213–220. Standard error: the large-sample one of J. L. Fleiss, J. Cohen, B. S. Everitt, Psychol. Bull. 72 (1969)
/// 323–327. Interval: κ ± z·SE within −1…1, none when the standard error is 0 (complete agreement, say).
std::optional<Agreement> cohensKappa(const CrossTable &table, KappaWeights weights = KappaWeights::None, double level = 0.95);

/// Fleiss' kappa of any number of raters, the same number (≥ 2) for every item: J. L. Fleiss, Psychol. Bull. 76 (1971)
/// 378–382. Nothing when items have different numbers of ratings: use krippendorffsAlpha. Interval: percentile
/// bootstrap over items, since the published standard errors are for κ = 0.
std::optional<Agreement> fleissKappa(const Ratings &ratings, const BootstrapOptions &options = {});

/// What differences between ratings mean: none (categories), only their order, or their size.
enum class RatingScale { Nominal, Ordinal, Interval };

/// Krippendorff's alpha, 1 − Dₒ/Dₑ, of any number of raters with any ratings missing: K. Krippendorff, "Computing
/// Krippendorff's alpha-reliability" (2011). Items rated once do not count. The ordinal metric is that of intervals on
/// mid-ranks, which makes it linear in the number of ratings. Interval: percentile bootstrap over items.
std::optional<Agreement> krippendorffsAlpha(const Ratings &ratings, RatingScale scale, const BootstrapOptions &options = {});

} // namespace countersign
