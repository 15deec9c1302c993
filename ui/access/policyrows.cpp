// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/access/policyrows.h"

#include "base/clock.h"
#include "domain/statetable.h"
#include "ui/access/policydialog.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/safetext.h"

namespace countersign {

using namespace Qt::StringLiterals;

Result<PolicyRows> loadPolicyRows(ReadSession &session)
{
    PolicyRows out;
    QHash<QString, QString> names;
    const auto people = session.records({u"person"_s, {}, {}, {u"displayName"_s, false}});
    if (!people)
        return people.error();
    for (const Record &record : *people) {
        names.insert(record.id, record.body.value(u"displayName"_s).toString());
        const auto person = decode<Person>(record.body);
        if (person && person->active && !person->name.startsWith("countersign."_L1))
            out.people.append(*person);
    }
    const auto policies = session.records({u"policy"_s, {}, {}, {u"name"_s, false}});
    if (!policies)
        return policies.error();
    for (const Record &record : *policies) {
        const auto policy = decode<Policy>(record.body);
        if (!policy)
            continue;
        PolicyRow row{*policy, record.revision, names.value(record.updatedBy, record.updatedBy), record.updatedAt, false, {}};
        row.fulfilment = fulfilment(*policy, out.people, &row.possible);
        out.rows.append(row);
    }
    return out;
}

void PoliciesModel::setRows(QList<PolicyRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const PolicyRow *PoliciesModel::at(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_rows[row] : nullptr;
}

int PoliciesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int PoliciesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QString PoliciesModel::text(const PolicyRow &row, Column column) const
{
    switch (column) {
    case Column::Policy:
        return visibleText(row.policy.title.isEmpty() ? row.policy.name : row.policy.title);
    case Column::Environments:
        return row.policy.environments.isEmpty() ? tr("everywhere") : row.policy.environments.join(u", "_s);
    case Column::Stages: {
        QStringList stages;
        for (const PolicyStage &stage : row.policy.stages)
            stages.append(stage.quorum == 1 ? roleTitle(stage.role) : tr("%1 × %2").arg(stage.quorum).arg(roleTitle(stage.role)));
        return stages.join(u" → "_s);
    }
    case Column::ChangedBy:
        return visibleText(row.changedBy);
    default:
        return {};
    }
}

QVariant PoliciesModel::data(const QModelIndex &index, int role) const
{
    const PolicyRow *row = at(index.row());
    if (!row)
        return {};
    const auto column = Column(index.column());
    const ChipSpec chip = row->possible ? chipFor(ChipState::Met, tr("Can be fulfilled")) : chipFor(ChipState::Failed, tr("Nobody could"));
    switch (role) {
    case Qt::DisplayRole:
        return text(*row, column);
    case Qt::AccessibleTextRole:
        return column == Column::State ? chip.text : text(*row, column);
    case SecondaryRole:
        return column == Column::Policy && !row->policy.title.isEmpty() ? row->policy.name : QString();
    case IdRole:
        return row->policy.name;
    case ChipRole:
        return column == Column::State ? QVariant::fromValue(chip) : QVariant();
    case TimeRole:
        return column == Column::Changed ? QVariant(row->changedAt) : QVariant();
    case StrongRole:
        return column == Column::Policy;
    case CopyRole:
        if (column == Column::Changed)
            return toRfc3339(row->changedAt);
        return column == Column::State ? chip.text : text(*row, column);
    default:
        return {};
    }
}

QVariant PoliciesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Column::Policy:
        return tr("Policy");
    case Column::State:
        return tr("Today");
    case Column::Environments:
        return tr("Applies to");
    case Column::Stages:
        return tr("Who must approve");
    case Column::Changed:
        return tr("Changed");
    case Column::ChangedBy:
        return tr("By");
    case Column::Count:
        break;
    }
    return {};
}

} // namespace countersign
