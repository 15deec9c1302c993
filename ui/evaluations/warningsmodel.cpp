// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/warningsmodel.h"

#include "ui/widgets/itemroles.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/theme.h"

#include <QTextDocument>

namespace countersign {

void WarningsModel::setWarnings(QList<EvaluationReport::Warning> warnings)
{
    beginResetModel();
    m_warnings = std::move(warnings);
    endResetModel();
}

int WarningsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_warnings.size());
}

int WarningsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant WarningsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const EvaluationReport::Warning &warning = m_warnings[index.row()];
    const auto column = Column(index.column());
    if (role == Qt::ToolTipRole && column != Column::Code)
        return Qt::convertFromPlainText(visibleText(column == Column::Message ? warning.message : warning.pointer));
    if (role == ToneRole)
        return int(column == Column::Code ? Tone::Caution : Tone::Neutral);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Column::Code:
        return visibleText(warning.code);
    case Column::Message:
        return visibleText(warning.message);
    case Column::Pointer:
        return visibleText(warning.pointer);
    default:
        return {};
    }
}

QVariant WarningsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Column::Code:
        return tr("Warning");
    case Column::Message:
        return tr("What it means");
    case Column::Pointer:
        return tr("Where in the file");
    default:
        return {};
    }
}

} // namespace countersign
