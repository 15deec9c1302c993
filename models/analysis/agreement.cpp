// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/agreement.h"

#include "analysis/distributions.h"
#include "domain/intervals.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace countersign {

namespace {

constexpr size_t mostCategories = 1000; // of a cross table, which grows with their square

/// The ratings as indices into their distinct values, by item; items rated less than twice are left out.
struct CodedRatings
{
    std::vector<double> categories; ///< ascending
    std::vector<int> codes;         ///< item after item
    std::vector<size_t> begins;     ///< where an item's codes begin; one more than items
    bool sameCount = true;
    [[nodiscard]] qsizetype items() const { return qsizetype(begins.size()) - 1; }
    [[nodiscard]] std::span<const int> item(qsizetype index) const
    {
        const size_t at = size_t(index);
        return std::span(codes).subspan(begins[at], begins[at + 1] - begins[at]);
    }
};

std::optional<CodedRatings> coded(const Ratings &ratings)
{
    if (!ratings.isValid() || std::any_of(ratings.values.begin(), ratings.values.end(), [](double x) { return std::isinf(x); }))
        return {};
    std::vector<double> kept;
    CodedRatings out;
    out.begins.push_back(0);
    for (qsizetype item = 0; item < ratings.items(); ++item) {
        const auto row = std::span(ratings.values).subspan(size_t(item * ratings.raters), size_t(ratings.raters));
        const size_t before = kept.size();
        std::copy_if(row.begin(), row.end(), std::back_inserter(kept), [](double x) { return !std::isnan(x); });
        if (kept.size() < before + 2) {
            kept.resize(before);
            continue;
        }
        out.begins.push_back(kept.size());
        out.sameCount = out.sameCount && kept.size() - before == out.begins[1];
    }
    out.categories = kept;
    std::sort(out.categories.begin(), out.categories.end());
    out.categories.erase(std::unique(out.categories.begin(), out.categories.end()), out.categories.end());
    for (const double value : kept)
        out.codes.push_back(int(std::lower_bound(out.categories.begin(), out.categories.end(), value) - out.categories.begin()));
    return out.items() > 0 ? std::optional(std::move(out)) : std::nullopt;
}

Agreement agreementOf(double value, const CodedRatings &ratings)
{
    return {value, {}, {}, ratings.items(), qint64(ratings.codes.size())};
}

std::vector<qsizetype> everyItem(const CodedRatings &ratings)
{
    std::vector<qsizetype> out(static_cast<size_t>(ratings.items()));
    for (size_t i = 0; i < out.size(); ++i)
        out[i] = qsizetype(i);
    return out;
}

/// The share of ordered pairs of an item's ratings that are equal.
double pairAgreement(std::span<const int> codes, std::vector<int> &scratch)
{
    scratch.assign(codes.begin(), codes.end());
    std::sort(scratch.begin(), scratch.end());
    double equal = 0;
    for (size_t i = 0; i < scratch.size();) {
        size_t end = i;
        while (end < scratch.size() && scratch[end] == scratch[i])
            ++end;
        equal += double(end - i) * double(end - i - 1);
        i = end;
    }
    return equal / (double(codes.size()) * double(codes.size() - 1));
}

/// Each item's pairAgreement, computed once: a resample only adds them up.
std::vector<double> pairAgreements(const CodedRatings &ratings)
{
    std::vector<int> scratch;
    std::vector<double> out;
    for (qsizetype item = 0; item < ratings.items(); ++item)
        out.push_back(pairAgreement(ratings.item(item), scratch));
    return out;
}

double meanOver(const std::vector<double> &values, std::span<const qsizetype> items)
{
    double sum = 0;
    for (const qsizetype item : items)
        sum += values[size_t(item)];
    return sum / double(items.size());
}

std::optional<double> fleissOf(const CodedRatings &ratings, const std::vector<double> &agreements, std::span<const qsizetype> items)
{
    std::vector<double> counts(ratings.categories.size(), 0);
    double total = 0;
    for (const qsizetype item : items) {
        for (const int code : ratings.item(item))
            counts[size_t(code)] += 1;
        total += double(ratings.item(item).size());
    }
    double chance = 0;
    for (const double count : counts)
        chance += (count / total) * (count / total);
    if (std::count_if(counts.begin(), counts.end(), [](double count) { return count > 0; }) < 2)
        return {};
    return (meanOver(agreements, items) - chance) / (1 - chance);
}

/// Where each category lies on the scale that makes the metric (c − k)²: its value, or its mid-rank among the ratings.
std::vector<double> positions(const CodedRatings &ratings, const std::vector<double> &counts, RatingScale scale)
{
    if (scale == RatingScale::Interval)
        return ratings.categories;
    std::vector<double> out;
    double before = 0;
    for (const double count : counts) {
        out.push_back(before + count / 2);
        before += count;
    }
    return out;
}

std::optional<double> nominalAlpha(const CodedRatings &ratings, const std::vector<double> &counts, double total,
                                   const std::vector<double> &agreements, std::span<const qsizetype> items)
{
    double observed = 0;
    for (const qsizetype item : items)
        observed += double(ratings.item(item).size()) * (1 - agreements[size_t(item)]);
    double equal = 0;
    for (const double count : counts)
        equal += count * (count - 1);
    const double expected = 1 - equal / (total * (total - 1));
    return expected > 0 ? std::optional(1 - observed / total / expected) : std::nullopt;
}

/// Σ (a − b)² over ordered pairs is 2·(m Σx² − (Σx)²), taken from the mean so that nothing cancels.
std::optional<double> squaredAlpha(const CodedRatings &ratings, const std::vector<double> &counts, double total, RatingScale scale,
                                   std::span<const qsizetype> items)
{
    const std::vector<double> at = positions(ratings, counts, scale);
    double mean = 0;
    for (size_t c = 0; c < counts.size(); ++c)
        mean += counts[c] / total * at[c];
    double spread = 0;
    for (size_t c = 0; c < counts.size(); ++c)
        spread += counts[c] * (at[c] - mean) * (at[c] - mean);
    double observed = 0;
    for (const qsizetype item : items) {
        const std::span<const int> codes = ratings.item(item);
        double centre = 0;
        for (const int code : codes)
            centre += at[size_t(code)] / double(codes.size());
        double squares = 0;
        for (const int code : codes)
            squares += (at[size_t(code)] - centre) * (at[size_t(code)] - centre);
        observed += 2 * double(codes.size()) * squares / double(codes.size() - 1);
    }
    const double expected = 2 * spread / (total - 1);
    return expected > 0 ? std::optional(1 - observed / total / expected) : std::nullopt;
}

std::optional<double> alphaOf(const CodedRatings &ratings, const std::vector<double> &agreements, RatingScale scale,
                              std::span<const qsizetype> items)
{
    std::vector<double> counts(ratings.categories.size(), 0);
    double total = 0;
    for (const qsizetype item : items) {
        for (const int code : ratings.item(item))
            counts[size_t(code)] += 1;
        total += double(ratings.item(item).size());
    }
    if (std::count_if(counts.begin(), counts.end(), [](double count) { return count > 0; }) < 2)
        return {};
    return scale == RatingScale::Nominal ? nominalAlpha(ratings, counts, total, agreements, items)
                                         : squaredAlpha(ratings, counts, total, scale, items);
}

double disagreementWeight(qsizetype i, qsizetype j, qsizetype categories, KappaWeights weights)
{
    if (weights == KappaWeights::None)
        return i == j ? 0 : 1;
    const double apart = double(std::abs(i - j)) / double(categories - 1);
    return weights == KappaWeights::Linear ? apart : apart * apart;
}

/// Shares of a cross table and its margins.
struct TableShares
{
    double n = 0;
    std::vector<double> rows, columns;
};

std::optional<TableShares> sharesOf(const CrossTable &table)
{
    TableShares out;
    out.rows.assign(size_t(table.size()), 0);
    out.columns.assign(size_t(table.size()), 0);
    for (qsizetype i = 0; i < table.size(); ++i) {
        if (table[i].size() != table.size())
            return {};
        for (qsizetype j = 0; j < table.size(); ++j) {
            if (table[i][j] < 0)
                return {};
            out.rows[size_t(i)] += double(table[i][j]);
            out.columns[size_t(j)] += double(table[i][j]);
            out.n += double(table[i][j]);
        }
    }
    if (!(out.n > 0))
        return {};
    for (size_t i = 0; i < out.rows.size(); ++i) {
        out.rows[i] /= out.n;
        out.columns[i] /= out.n;
    }
    return out;
}

/// Fleiss, Cohen and Everitt's variance with agreement weights w = 1 − disagreement.
double kappaVariance(const CrossTable &table, const TableShares &shares, KappaWeights weights, double kappa, double expected)
{
    const qsizetype k = table.size();
    std::vector<double> rowMeans(size_t(k), 0);
    std::vector<double> columnMeans(size_t(k), 0);
    for (qsizetype i = 0; i < k; ++i) {
        for (qsizetype j = 0; j < k; ++j) {
            const double agreement = 1 - disagreementWeight(i, j, k, weights);
            rowMeans[size_t(i)] += shares.columns[size_t(j)] * agreement;
            columnMeans[size_t(j)] += shares.rows[size_t(i)] * agreement;
        }
    }
    double sum = 0;
    for (qsizetype i = 0; i < k; ++i) {
        for (qsizetype j = 0; j < k; ++j) {
            const double agreement = 1 - disagreementWeight(i, j, k, weights);
            const double term = agreement - (rowMeans[size_t(i)] + columnMeans[size_t(j)]) * (1 - kappa);
            sum += double(table[i][j]) / shares.n * term * term;
        }
    }
    const double rest = kappa - (1 - expected) * (1 - kappa);
    return (sum - rest * rest) / (expected * expected * shares.n);
}

} // namespace

std::optional<Agreement> percentAgreement(const Ratings &ratings, const BootstrapOptions &options)
{
    const auto table = coded(ratings);
    if (!table)
        return {};
    const std::vector<double> agreements = pairAgreements(*table);
    Agreement out = agreementOf(meanOver(agreements, everyItem(*table)), *table);
    if (table->sameCount && table->begins[1] == 2) {
        if (const auto z = normalQuantileOfLevel(options.level))
            out.interval = wilsonInterval(out.value, out.items, *z);
    } else {
        out.interval = bootstrapInterval(out.items, [&](std::span<const qsizetype> drawn) {
            return std::optional(meanOver(agreements, drawn));
        }, options);
    }
    return out;
}

std::optional<CrossTable> crossTable(const Ratings &ratings, qsizetype first, qsizetype second)
{
    if (!ratings.isValid() || std::min(first, second) < 0 || std::max(first, second) >= ratings.raters || first == second)
        return {};
    Ratings two{2, {}};
    for (qsizetype item = 0; item < ratings.items(); ++item)
        two.values << ratings.at(item, first) << ratings.at(item, second);
    const auto pairs = coded(two);
    if (!pairs || pairs->categories.size() > mostCategories)
        return {};
    const qsizetype k = qsizetype(pairs->categories.size());
    CrossTable out(k, QList<qint64>(k, 0));
    for (qsizetype item = 0; item < pairs->items(); ++item)
        ++out[pairs->item(item)[0]][pairs->item(item)[1]];
    return out;
}

std::optional<Agreement> cohensKappa(const CrossTable &table, KappaWeights weights, double level)
{
    const auto shares = sharesOf(table);
    const auto z = normalQuantileOfLevel(level);
    if (!shares || !z)
        return {};
    double observed = 0; // disagreement, weighted
    double expected = 0;
    for (qsizetype i = 0; i < table.size(); ++i) {
        for (qsizetype j = 0; j < table.size() && table.size() > 1; ++j) {
            const double weight = disagreementWeight(i, j, table.size(), weights);
            observed += weight * double(table[i][j]) / shares->n;
            expected += weight * shares->rows[size_t(i)] * shares->columns[size_t(j)];
        }
    }
    if (!(expected > 0))
        return {};
    Agreement out{1 - observed / expected, {}, {}, qint64(shares->n), 2 * qint64(shares->n)};
    const double variance = kappaVariance(table, *shares, weights, out.value, expected);
    // Complete agreement leaves rounding where the formula has 0.
    out.standardError = observed > 0 ? std::sqrt(std::max(0.0, variance)) : 0;
    if (*out.standardError > 0) {
        out.interval = normalInterval(out.value, *out.standardError, *z);
        out.interval->low = std::max(-1.0, out.interval->low);
        out.interval->high = std::min(1.0, out.interval->high);
    }
    return out;
}

std::optional<Agreement> fleissKappa(const Ratings &ratings, const BootstrapOptions &options)
{
    const auto table = coded(ratings);
    const bool everyItemCounts = table && table->items() == ratings.items() && table->sameCount;
    if (!everyItemCounts)
        return {};
    const std::vector<double> agreements = pairAgreements(*table);
    const auto value = fleissOf(*table, agreements, everyItem(*table));
    if (!value)
        return {};
    Agreement out = agreementOf(*value, *table);
    out.interval = bootstrapInterval(out.items, [&](std::span<const qsizetype> drawn) {
        return fleissOf(*table, agreements, drawn);
    }, options);
    return out;
}

std::optional<Agreement> krippendorffsAlpha(const Ratings &ratings, RatingScale scale, const BootstrapOptions &options)
{
    const auto table = coded(ratings);
    if (!table)
        return {};
    const std::vector<double> agreements = pairAgreements(*table);
    const auto value = alphaOf(*table, agreements, scale, everyItem(*table));
    if (!value)
        return {};
    Agreement out = agreementOf(*value, *table);
    out.interval = bootstrapInterval(out.items, [&](std::span<const qsizetype> drawn) {
        return alphaOf(*table, agreements, scale, drawn);
    }, options);
    return out;
}

} // namespace countersign
