// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

namespace countersign {

/// Counts predicted against true labels, and the shares that follow from the counts. Labels are indexes into a list of
/// names; what lies outside of it is counted as left out.
class ConfusionCounts
{
public:
    explicit ConfusionCounts(qsizetype labels) : m_labels(labels), m_counts(std::size_t(labels * labels), 0) {}

    void add(qint64 actual, qint64 predicted);
    [[nodiscard]] qint64 n() const { return m_n; }
    [[nodiscard]] qint64 leftOut() const { return m_leftOut; }
    [[nodiscard]] qint64 at(qint64 actual, qint64 predicted) const { return m_counts[std::size_t(actual * m_labels + predicted)]; }

    struct Share
    {
        qint64 part = 0, of = 0;
        [[nodiscard]] double value() const { return of > 0 ? double(part) / double(of) : std::numeric_limits<double>::quiet_NaN(); }
    };
    [[nodiscard]] Share accuracy() const;
    /// Of two labels, the second being the positive one.
    [[nodiscard]] Share selectionRate() const;
    [[nodiscard]] Share precision() const;
    [[nodiscard]] Share recall() const;
    [[nodiscard]] Share falsePositiveRate() const;

    [[nodiscard]] EvaluationReport::Confusion confusion(const QStringList &names) const;

private:
    qsizetype m_labels;
    std::vector<qint64> m_counts;
    qint64 m_n = 0, m_leftOut = 0;
};

} // namespace countersign
