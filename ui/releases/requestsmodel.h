// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "domain/kinds/release.h"

#include <QAbstractTableModel>

namespace countersign {

/// One line of the list of requests.
struct RequestRow
{
    QString id;
    Request request;
    QString requestedByName;
    QString waitsFor; ///< the open stage, or empty
    bool canSign = false; ///< by the acting person
};

/// Release requests: those that wait for the person first, then the open ones, then the decided, newest first.
class RequestsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Number, Version, Environment, State, WaitsFor, By, When, Count };
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(QList<RequestRow> rows);
    [[nodiscard]] const RequestRow *at(int row) const;
    [[nodiscard]] int rowOf(const QString &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<RequestRow> m_rows;
};

} // namespace countersign
