// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/estimate.h"

#include <QList>

namespace countersign {

/// One bin of a reliability diagram.
struct ReliabilityBin
{
    double low = 0, high = 0; ///< holds low < score ≤ high; the first also holds 0
    double predicted = 0;     ///< mean score; meaningless when n is 0
    double observed = 0;      ///< share of positives; meaningless when n is 0
    qint64 n = 0;
    std::optional<EvaluationReport::Interval> interval; ///< Wilson's, 95 %, of `observed`
    bool operator==(const ReliabilityBin &) const = default;
};

/// How far predicted probabilities can be taken at their word, counted one prediction at a time, so that a file of any
/// size needs only its bins. One object belongs to one thread.
class Reliability
{
public:
    /// `bins` of equal width over 0…1; taken into 1…1,000.
    explicit Reliability(int bins = 10);

    /// False, and not counted but in ignored(), when the score is NaN or outside 0…1.
    bool add(double score, bool positive);

    [[nodiscard]] qint64 n() const { return m_n; }
    [[nodiscard]] qint64 ignored() const { return m_ignored; }
    [[nodiscard]] QList<ReliabilityBin> bins() const;
    /// Σ n_b/n · |observed − predicted|: M. P. Naeini et al., AAAI 2015; C. Guo et al., ICML 2017. Nothing when n is 0.
    [[nodiscard]] std::optional<double> expectedCalibrationError() const;
    /// The largest |observed − predicted| of a bin that holds something.
    [[nodiscard]] std::optional<double> maximumCalibrationError() const;
    /// The mean of (score − outcome)²: G. W. Brier, Mon. Weather Rev. 78 (1950) 1–3, for two classes.
    [[nodiscard]] std::optional<double> brierScore() const;

private:
    struct Sums
    {
        double scores = 0;
        qint64 positives = 0, n = 0;
    };
    QList<Sums> m_sums;
    qint64 m_n = 0, m_ignored = 0;
    double m_squares = 0;
};

/// The expected calibration error of the bins that a file gives. Nothing when there are none, when a bin does not say how
/// many it holds, or when a value is not finite.
std::optional<double> expectedCalibrationError(const QList<EvaluationReport::Calibration::Bin> &bins);

} // namespace countersign
