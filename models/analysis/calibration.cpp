// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/calibration.h"

#include "domain/intervals.h"

namespace countersign {

namespace {

/// The bin of (low, high] that a score falls into. Multiplying can round across a border, so the borders decide.
qsizetype binOf(double score, qsizetype bins)
{
    auto bin = std::clamp<qsizetype>(qsizetype(std::ceil(score * double(bins))) - 1, 0, bins - 1);
    if (bin > 0 && score <= double(bin) / double(bins))
        --bin;
    if (bin + 1 < bins && score > double(bin + 1) / double(bins))
        ++bin;
    return bin;
}

} // namespace

Reliability::Reliability(int bins) : m_sums(std::clamp(bins, 1, 1000)) {}

bool Reliability::add(double score, bool positive)
{
    if (!(score >= 0 && score <= 1)) {
        ++m_ignored;
        return false;
    }
    Sums &sums = m_sums[binOf(score, m_sums.size())];
    sums.scores += score;
    sums.positives += positive;
    ++sums.n;
    ++m_n;
    const double off = score - (positive ? 1 : 0);
    m_squares += off * off;
    return true;
}

QList<ReliabilityBin> Reliability::bins() const
{
    QList<ReliabilityBin> out;
    const double count = double(m_sums.size());
    for (const Sums &sums : m_sums) {
        ReliabilityBin bin;
        bin.low = double(out.size()) / count;
        bin.high = double(out.size() + 1) / count;
        bin.n = sums.n;
        if (sums.n > 0) {
            bin.predicted = sums.scores / double(sums.n);
            bin.observed = double(sums.positives) / double(sums.n);
            bin.interval = wilsonInterval(bin.observed, sums.n);
        }
        out.append(bin);
    }
    return out;
}

std::optional<double> Reliability::expectedCalibrationError() const
{
    if (m_n == 0)
        return {};
    double sum = 0;
    for (const Sums &sums : m_sums)
        sum += std::abs(double(sums.positives) - sums.scores);
    return sum / double(m_n);
}

std::optional<double> Reliability::maximumCalibrationError() const
{
    if (m_n == 0)
        return {};
    double most = 0;
    for (const Sums &sums : m_sums) {
        if (sums.n > 0)
            most = std::max(most, std::abs(double(sums.positives) - sums.scores) / double(sums.n));
    }
    return most;
}

std::optional<double> Reliability::brierScore() const
{
    return m_n > 0 ? std::optional(m_squares / double(m_n)) : std::nullopt;
}

std::optional<double> expectedCalibrationError(const QList<EvaluationReport::Calibration::Bin> &bins)
{
    double sum = 0;
    double n = 0;
    for (const EvaluationReport::Calibration::Bin &bin : bins) {
        if (bin.n < 1)
            return {};
        sum += double(bin.n) * std::abs(bin.observed - bin.predicted);
        n += double(bin.n);
    }
    return n > 0 && std::isfinite(sum) ? std::optional(sum / n) : std::nullopt;
}

} // namespace countersign
