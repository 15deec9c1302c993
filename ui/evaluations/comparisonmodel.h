// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/comparisondata.h"

#include <QAbstractTableModel>

#include <stop_token>

namespace countersign {

/// Two sides beside each other, regressions first. Rows are filtered and sorted on a worker and a late answer is dropped;
/// the text of a cell is made when it is asked for, which a view does only for the rows it shows.
class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Task, Metric, Slice, Before, After, Plot, Difference, N, Verdict, Method, Reason, Count };
    explicit ComparisonModel(QObject *parent = nullptr);
    ~ComparisonModel() override;

    /// Shows another comparison through the filter that is set.
    void setData(ComparisonPtr data);
    using QAbstractTableModel::setData;
    void setFilter(const ComparisonFilter &filter);
    /// Whether the slice has a column of its own; else it stands muted behind the task.
    void setSliceApart(bool apart);
    [[nodiscard]] const ComparisonFilter &filter() const { return m_filter; }
    [[nodiscard]] const ComparisonPtr &comparison() const { return m_data; }
    /// The rows of the comparison that are shown, in order.
    [[nodiscard]] const QList<int> &rows() const { return m_rows; }
    /// The row of the comparison behind a row of the table; negative for none.
    [[nodiscard]] int sourceRow(int row) const { return m_rows.value(row, -1); }
    /// What each column says in full, hidden ones too.
    [[nodiscard]] QByteArray toCsv() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    /// The rows are those of the filter.
    void filtered();

private:
    void refilter();
    void show(QList<int> rows);
    [[nodiscard]] QVariant text(int row, Column column) const;
    [[nodiscard]] QVariant behindTask(const Comparison &row) const;
    [[nodiscard]] QVariant series(int row) const;
    [[nodiscard]] QVariant toolTip(int row, Column column) const;

    ComparisonPtr m_data;
    QList<int> m_rows;
    ComparisonFilter m_filter;
    std::stop_source m_job;
    quint64 m_generation = 0;
    bool m_sliceApart = true;
};

} // namespace countersign
