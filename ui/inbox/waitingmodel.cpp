// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inbox/waitingmodel.h"

#include "base/clock.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/relativetime.h"

namespace countersign {

QString inboxClock(const WaitingItem &item, const QDateTime &now)
{
    if (item.due.isValid()) {
        //: in the inbox: %1 is an age such as "3 h"
        return item.due > now ? relativeTime(item.due, now) : WaitingModel::tr("%1 overdue").arg(relativeTime(item.due, now));
    }
    if (item.information)
        return relativeTimeAgo(item.since, now);
    //: in the inbox, of something without a date: %1 is an age such as "3 h"
    return WaitingModel::tr("waits %1").arg(relativeTime(item.since, now));
}

bool isPressing(const WaitingItem &item, const QDateTime &now)
{
    return !item.information && item.due.isValid() && item.due < now.addDays(1);
}

WaitingModel::WaitingModel(const Clock *clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(clock)
{
}

void WaitingModel::setItems(QList<WaitingItem> items)
{
    beginResetModel();
    m_items = std::move(items);
    endResetModel();
}

const WaitingItem *WaitingModel::at(int row) const
{
    return row >= 0 && row < m_items.size() ? &m_items[row] : nullptr;
}

void WaitingModel::setUnderWay(const QString &key, bool underWay)
{
    if (underWay)
        m_underWay.insert(key);
    else
        m_underWay.remove(key);
    tick();
}

void WaitingModel::tick()
{
    if (!m_items.isEmpty())
        emit dataChanged(index(0, 0), index(int(m_items.size()) - 1, int(Column::Count) - 1));
}

int WaitingModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_items.size());
}

int WaitingModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant WaitingModel::text(const WaitingItem &item, Column column) const
{
    switch (column) {
    case Column::What:
        return item.chip.text;
    case Column::Title:
        return item.title;
    case Column::Facts:
        return m_underWay.contains(item.key) ? tr("sent, waiting for the answer") : item.facts;
    case Column::Due:
        return inboxClock(item, m_clock->now());
    case Column::Count:
        break;
    }
    return {};
}

QVariant WaitingModel::data(const QModelIndex &index, int role) const
{
    const WaitingItem *item = at(index.row());
    if (!item)
        return {};
    const auto column = Column(index.column());
    const QDateTime clock = item->due.isValid() ? item->due : item->since;
    switch (role) {
    case Qt::DisplayRole:
        // The chip is the text of its cell.
        return column == Column::What ? QVariant() : text(*item, column);
    case Qt::AccessibleTextRole:
        return text(*item, column);
    case Qt::ToolTipRole:
        return column == Column::Due ? QVariant(exactTime(clock)) : column == Column::What ? QVariant(item->reason) : QVariant();
    case IdRole:
        return item->key;
    case ChipRole:
        return column == Column::What ? QVariant::fromValue(item->chip) : QVariant();
    case StrongRole:
        return column == Column::Title && !item->information;
    case MutedRole:
        return item->information || m_underWay.contains(item->key) || column == Column::Facts;
    case ToneRole:
        if (column != Column::Due || !isPressing(*item, m_clock->now()))
            return {};
        return int(item->due < m_clock->now() ? Tone::Negative : Tone::Caution);
    case CopyRole:
        return column == Column::Due ? QVariant(toRfc3339(clock)) : text(*item, column);
    default:
        return {};
    }
}

QVariant WaitingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Column::What:
        return tr("What");
    case Column::Title:
        return tr("On");
    case Column::Facts:
        return tr("What decides");
    case Column::Due:
        return tr("When");
    case Column::Count:
        break;
    }
    return {};
}

} // namespace countersign
