// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/comparison.h"

#include <QAbstractTableModel>

namespace countersign {

/// Two evaluations beside each other, regressions first.
class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Task, Metric, Before, After, Difference, Meaning, Count };
    using QAbstractTableModel::QAbstractTableModel;
    void setComparisons(QList<Comparison> comparisons);
    [[nodiscard]] qsizetype count(Comparison::Verdict verdict) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const Comparison &comparison, Column column) const;
    QList<Comparison> m_comparisons;
};

} // namespace countersign
