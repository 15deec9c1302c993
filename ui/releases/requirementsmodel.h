// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/policyevaluation.h"

#include <QAbstractTableModel>

namespace countersign {

struct ChipSpec;
ChipSpec chipOf(Requirement::State state);

/// The requirements of a policy with what became of each, worst first.
class RequirementsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Title, Evidence, Threshold, Actual, N, Verdict, Count };
    using QAbstractTableModel::QAbstractTableModel;

    void setRequirements(QList<Requirement> requirements);
    [[nodiscard]] const Requirement *at(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const Requirement &requirement, Column column) const;
    QList<Requirement> m_requirements;
};

} // namespace countersign
