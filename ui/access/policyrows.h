// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/people.h"
#include "domain/kinds/policy.h"
#include "replica/readsession.h"

#include <QAbstractTableModel>

namespace countersign {

/// A policy as the list shows it.
struct PolicyRow
{
    Policy policy;
    qint64 revision = 0;
    QString changedBy; ///< display name
    QDateTime changedAt;
    bool possible = false; ///< whether the people of today could fulfil it
    QString fulfilment;    ///< by whom, or why not
};
struct PolicyRows
{
    QList<PolicyRow> rows;
    QList<Person> people; ///< active ones
};

/// All policies by name, each judged against the people of today.
Result<PolicyRows> loadPolicyRows(ReadSession &session);

class PoliciesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Policy, State, Environments, Stages, Changed, ChangedBy, Count };
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(QList<PolicyRow> rows);
    [[nodiscard]] const PolicyRow *at(int row) const;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const PolicyRow &row, Column column) const;
    QList<PolicyRow> m_rows;
};

} // namespace countersign
