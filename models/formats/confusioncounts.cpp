// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/confusioncounts.h"

namespace countersign {

void ConfusionCounts::add(qint64 actual, qint64 predicted)
{
    if (actual < 0 || predicted < 0 || actual >= m_labels || predicted >= m_labels) {
        ++m_leftOut;
        return;
    }
    ++m_counts[std::size_t(actual * m_labels + predicted)];
    ++m_n;
}

ConfusionCounts::Share ConfusionCounts::accuracy() const
{
    Share out{0, m_n};
    for (qint64 i = 0; i < m_labels; ++i)
        out.part += at(i, i);
    return out;
}

ConfusionCounts::Share ConfusionCounts::selectionRate() const
{
    return {at(0, 1) + at(1, 1), m_n};
}

ConfusionCounts::Share ConfusionCounts::precision() const
{
    return {at(1, 1), at(0, 1) + at(1, 1)};
}

ConfusionCounts::Share ConfusionCounts::recall() const
{
    return {at(1, 1), at(1, 0) + at(1, 1)};
}

ConfusionCounts::Share ConfusionCounts::falsePositiveRate() const
{
    return {at(0, 1), at(0, 0) + at(0, 1)};
}

EvaluationReport::Confusion ConfusionCounts::confusion(const QStringList &names) const
{
    EvaluationReport::Confusion out;
    out.labels = names;
    for (qint64 actual = 0; actual < m_labels; ++actual) {
        QList<double> row;
        for (qint64 predicted = 0; predicted < m_labels; ++predicted)
            row.append(double(at(actual, predicted)));
        out.counts.append(row);
    }
    return out;
}

} // namespace countersign
