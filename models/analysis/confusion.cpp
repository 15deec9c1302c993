// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/confusion.h"

#include "domain/intervals.h"

namespace countersign {

namespace {

/// Whole numbers are counts, of which an interval can be made; as large as a double counts exactly.
bool areWhole(const QList<QList<double>> &counts)
{
    for (const QList<double> &row : counts) {
        for (const double count : row) {
            if (count != std::floor(count) || count > 9e15)
                return false;
        }
    }
    return true;
}

std::optional<Estimate> rate(double part, double of, bool whole)
{
    if (!(of > 0))
        return {};
    Estimate out{part / of, {}, {}};
    if (whole)
        out.interval = wilsonInterval(out.value, qint64(of));
    return out;
}

} // namespace

std::optional<ConfusionScores> scoreConfusion(const QList<QList<double>> &counts)
{
    const qsizetype k = counts.size();
    ConfusionScores out;
    out.classes.resize(k);
    double correct = 0;
    for (qsizetype i = 0; i < k; ++i) {
        if (counts[i].size() != k)
            return {};
        for (qsizetype j = 0; j < k; ++j) {
            const double count = counts[i][j];
            if (!(count >= 0) || !std::isfinite(count))
                return {};
            out.classes[i].actual += count;
            out.classes[j].predicted += count;
            out.n += count;
        }
        out.classes[i].correct = counts[i][i];
        correct += counts[i][i];
    }
    if (!(out.n > 0) || !std::isfinite(out.n))
        return {};
    const bool whole = areWhole(counts);
    out.accuracy = *rate(correct, out.n, whole);
    double occurring = 0;
    for (ClassScores &one : out.classes) {
        one.precision = rate(one.correct, one.predicted, whole);
        one.recall = rate(one.correct, one.actual, whole);
        if (one.actual + one.predicted <= 0)
            continue;
        ++occurring;
        one.f1 = 2 * one.correct / (one.actual + one.predicted);
        out.macroPrecision += one.precision ? one.precision->value : 0;
        out.macroRecall += one.recall ? one.recall->value : 0;
        out.macroF1 += *one.f1;
        out.weightedF1 += *one.f1 * one.actual / out.n;
    }
    out.macroPrecision /= occurring;
    out.macroRecall /= occurring;
    out.macroF1 /= occurring;
    return out;
}

} // namespace countersign
