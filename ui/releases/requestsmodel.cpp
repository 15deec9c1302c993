// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/requestsmodel.h"

#include "ui/releases/words.h"
#include "ui/widgets/itemroles.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

int rank(const RequestRow &row)
{
    if (row.canSign)
        return 0;
    switch (row.request.state) {
    case Request::InReview:
        return 1;
    case Request::ChangesRequested:
        return 2;
    default:
        return 3;
    }
}

QDateTime lastMoved(const Request &request)
{
    if (request.decidedAt.isValid())
        return request.decidedAt;
    return request.rounds.isEmpty() ? request.requestedAt : request.rounds.last().openedAt;
}

} // namespace

void RequestsModel::setRows(QList<RequestRow> rows)
{
    std::stable_sort(rows.begin(), rows.end(), [](const RequestRow &a, const RequestRow &b) {
        if (rank(a) != rank(b))
            return rank(a) < rank(b);
        return lastMoved(a.request) > lastMoved(b.request);
    });
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const RequestRow *RequestsModel::at(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_rows[row] : nullptr;
}

int RequestsModel::rowOf(const QString &id) const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].id == id)
            return i;
    }
    return -1;
}

int RequestsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RequestsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant RequestsModel::data(const QModelIndex &index, int role) const
{
    const RequestRow *row = at(index.row());
    if (!row)
        return {};
    const auto column = Column(index.column());
    if (role == IdRole)
        return row->id;
    if (role == StrongRole)
        return column == Column::Version && row->canSign;
    if (role == MutedRole)
        return rank(*row) == 3;
    if (role == ChipRole && column == Column::State)
        return QVariant::fromValue(requestChip(row->request));
    if (role == TimeRole && column == Column::When)
        return lastMoved(row->request);
    if (role == CopyRole && column == Column::State)
        return enumText(row->request.state);
    if (role == CopyRole && column == Column::When)
        return toRfc3339(lastMoved(row->request));
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Column::Number:
        return requestTitle(row->request);
    case Column::Version:
        return versionTitle(row->request.version);
    case Column::Environment:
        return row->request.environment;
    case Column::WaitsFor:
        return row->canSign ? tr("you, as %1").arg(row->waitsFor) : row->waitsFor;
    case Column::By:
        return row->requestedByName;
    default:
        return {};
    }
}

QVariant RequestsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Column::Number:
        return tr("Request");
    case Column::Version:
        return tr("Version");
    case Column::Environment:
        return tr("Into");
    case Column::State:
        return tr("State");
    case Column::WaitsFor:
        return tr("Waits for");
    case Column::By:
        return tr("Requested by");
    case Column::When:
        return tr("Moved");
    default:
        return {};
    }
}

} // namespace countersign
