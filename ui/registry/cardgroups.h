// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/cardcontent.h"

#include <QAbstractTableModel>

namespace countersign {

/// The groups of one kind in a section as a table: a row each, their facts as columns. For reading, bounds stand
/// together as an interval and sources in a column of their own; for writing, every fact has its column. GUI thread.
class CardGroupsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Use { Read, Write };
    CardGroupsModel(QString kind, Use use, QObject *parent = nullptr);

    /// `wanted` are columns that are there even where no group has them.
    void setGroups(const QList<CardContent::Group> &groups, const QStringList &wanted, const QMap<QString, QString> &evaluations);
    [[nodiscard]] const QList<CardContent::Group> &groups() const { return m_groups; }
    [[nodiscard]] const QString &kind() const { return m_kind; }
    /// The fact's id of a column; "interval" and "source" for the two that are put together.
    [[nodiscard]] const QStringList &columns() const { return m_columns; }
    void addGroup();
    void removeGroup(int row);
    /// What is wrong with a cell; empty when nothing is.
    [[nodiscard]] QString problem(int row, int column) const;
    /// The first cell with a problem, or an invalid index.
    [[nodiscard]] QModelIndex firstProblem() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void edited();

private:
    [[nodiscard]] QString text(int row, const QString &column) const;
    void chooseColumns(const QStringList &wanted);

    QString m_kind;
    Use m_use;
    QList<CardContent::Group> m_groups;
    QStringList m_columns;
    QMap<QString, QString> m_evaluations;
};

/// Whether a column holds figures, which stand right.
bool isFigureColumn(const QString &column);

} // namespace countersign
