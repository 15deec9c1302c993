// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "ui/registry/versiondata.h"
#include "ui/widgets/chip.h"

#include <QAbstractTableModel>
#include <QUrl>

namespace countersign {

class DataTable;

/// A short table of a version's evaluations, releases or decisions. Each row is plain cells and a place to go to.
class FactTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    struct Cell
    {
        QString text;
        QString secondary = {};
        ChipSpec chip = {};
        QDateTime time = {};
        QString toolTip = {};
    };
    struct Row
    {
        QString id;
        QUrl link;
        bool muted = false;
        QList<Cell> cells;
    };
    explicit FactTableModel(const QStringList &headers, QObject *parent = nullptr);
    void setRows(QList<Row> rows);
    [[nodiscard]] QUrl link(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_headers;
    QList<Row> m_rows;
};

FactTableModel *evaluationsTable(DataTable *table, const Clock *clock);
FactTableModel *releasesTable(DataTable *table, const Clock *clock);
QList<FactTableModel::Row> evaluationRows(const VersionData &data);
QList<FactTableModel::Row> releaseRows(const VersionData &data);

} // namespace countersign
