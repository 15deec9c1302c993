// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/chisquare.h"

#include "analysis/distributions.h"

#include <cmath>
#include <numeric>
#include <vector>

namespace countersign {

namespace {

double squaredExcess(double observed, double expected)
{
    return (observed - expected) * (observed - expected) / expected;
}

ChiSquareTest judged(double statistic, qint64 freedom)
{
    return {statistic, freedom, chiSquareUpper(statistic, double(freedom)).value_or(1)};
}

} // namespace

std::optional<ChiSquareTest> goodnessOfFit(std::span<const qint64> counts, std::span<const double> shares)
{
    if (counts.size() < 2 || counts.size() != shares.size())
        return {};
    double total = 0;
    double weights = 0;
    for (size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] < 0 || !(shares[i] > 0) || !std::isfinite(shares[i]))
            return {};
        total += double(counts[i]);
        weights += shares[i];
    }
    if (!(total > 0) || !std::isfinite(weights))
        return {};
    double statistic = 0;
    for (size_t i = 0; i < counts.size(); ++i)
        statistic += squaredExcess(double(counts[i]), total * shares[i] / weights);
    return judged(statistic, qint64(counts.size()) - 1);
}

std::optional<ChiSquareTest> independence(const QList<QList<qint64>> &table)
{
    const size_t width = table.isEmpty() ? 0 : size_t(table[0].size());
    std::vector<double> rows;
    std::vector<double> columns(width, 0);
    for (const QList<qint64> &row : table) {
        if (size_t(row.size()) != width || std::any_of(row.begin(), row.end(), [](qint64 count) { return count < 0; }))
            return {};
        rows.push_back(std::accumulate(row.begin(), row.end(), 0.0));
        for (size_t j = 0; j < width; ++j)
            columns[j] += double(row[qsizetype(j)]);
    }
    const auto filled = [](const std::vector<double> &sums) { return std::count_if(sums.begin(), sums.end(), [](double sum) { return sum > 0; }); };
    if (filled(rows) < 2 || filled(columns) < 2)
        return {};
    const double total = std::accumulate(rows.begin(), rows.end(), 0.0);
    double statistic = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
        for (size_t j = 0; j < width; ++j) {
            if (rows[i] > 0 && columns[j] > 0)
                statistic += squaredExcess(double(table[qsizetype(i)][qsizetype(j)]), rows[i] * columns[j] / total);
        }
    }
    return judged(statistic, qint64(filled(rows) - 1) * qint64(filled(columns) - 1));
}

} // namespace countersign
