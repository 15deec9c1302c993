// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/requirementsmodel.h"

#include "ui/widgets/chip.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

int rank(Requirement::State state)
{
    switch (state) {
    case Requirement::Failed:
        return 0;
    case Requirement::Missing:
        return 1;
    case Requirement::Stale:
        return 2;
    case Requirement::Waived:
        return 3;
    case Requirement::Met:
        return 4;
    }
    return 5;
}

} // namespace

ChipSpec chipOf(Requirement::State state)
{
    switch (state) {
    case Requirement::Met:
        return chipFor(ChipState::Met);
    case Requirement::Failed:
        return chipFor(ChipState::Failed);
    case Requirement::Missing:
        return chipFor(ChipState::Missing);
    case Requirement::Stale:
        return chipFor(ChipState::Stale);
    case Requirement::Waived:
        return chipFor(ChipState::Waived);
    }
    return {};
}

void RequirementsModel::setRequirements(QList<Requirement> requirements)
{
    std::stable_sort(requirements.begin(), requirements.end(),
                     [](const Requirement &a, const Requirement &b) { return rank(a.state) < rank(b.state); });
    beginResetModel();
    m_requirements = std::move(requirements);
    endResetModel();
}

const Requirement *RequirementsModel::at(int row) const
{
    return row >= 0 && row < m_requirements.size() ? &m_requirements[row] : nullptr;
}

int RequirementsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_requirements.size());
}

int RequirementsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QString RequirementsModel::text(const Requirement &requirement, Column column) const
{
    const QString dash = u"—"_s;
    switch (column) {
    case Column::Title:
        return requirement.title;
    case Column::Evidence:
        return requirement.source.isEmpty() ? dash : requirement.source;
    case Column::Threshold:
        return requirement.threshold;
    case Column::Actual:
        return requirement.actual.isEmpty() ? dash : requirement.actual.section(u" ("_s, 0, 0);
    case Column::N:
        return requirement.n ? formatCount(*requirement.n) : dash;
    default:
        return {};
    }
}

QVariant RequirementsModel::data(const QModelIndex &index, int role) const
{
    const Requirement *requirement = at(index.row());
    if (!requirement)
        return {};
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(*requirement, column);
    case Qt::ToolTipRole:
        return requirement->reason.isEmpty() ? requirement->title : requirement->reason;
    case SecondaryRole:
        if (column == Column::Actual && requirement->actual.contains(u'('))
            return u'(' + requirement->actual.section(u'(', 1);
        return {};
    case MutedRole:
        return {};
    case ToneRole:
        return {};
    case ChipRole:
        return column == Column::Verdict ? QVariant::fromValue(chipOf(requirement->state)) : QVariant();
    case IdRole:
        return requirement->id;
    case CopyRole:
        if (column == Column::Verdict)
            return enumText(requirement->state);
        return column == Column::Actual ? requirement->actual : QVariant();
    default:
        return {};
    }
}

QVariant RequirementsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Column::Title:
        return tr("Requirement");
    case Column::Evidence:
        return tr("Evidence");
    case Column::Threshold:
        return tr("Threshold");
    case Column::Actual:
        return tr("Actual (95 %)");
    case Column::N:
        return tr("n");
    case Column::Verdict:
        return tr("Verdict");
    default:
        return {};
    }
}

} // namespace countersign
