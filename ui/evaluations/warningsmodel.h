// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

#include <QAbstractTableModel>

namespace countersign {

/// What the importer did not understand or did not like, and where in the file.
class WarningsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Code, Message, Pointer, Count };
    using QAbstractTableModel::QAbstractTableModel;
    void setWarnings(QList<EvaluationReport::Warning> warnings);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<EvaluationReport::Warning> m_warnings;
};

} // namespace countersign
